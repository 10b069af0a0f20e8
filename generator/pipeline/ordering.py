"""The settled publication order of updates and reviews."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from generator.model.document import Content, IncidentFolder, OrderEntry
from generator.model.visibility import opens
from generator.seals.ledger_lock import name_of


def settled_order(content: Content) -> tuple[OrderEntry, ...]:
    """Return the settled part of the order in which updates and reviews were published, each under its folder's present name.

    Sites made before order.lock existed published everything at its own time; of those items, the sealed ones count as settled.
    """
    if content.order is not None:
        now = {name: folder.slug for folder in content.incidents if folder.lock for name in folder.lock.former}
        return tuple(replace(entry, slug=now.get(entry.slug, entry.slug)) for entry in content.order.entries)
    found = [entered for folder in content.incidents for entered in _sealed_before(folder)]
    return tuple(sorted(found, key=lambda one: (one.when, one.slug, one.number)))


def _sealed_before(folder: IncidentFolder) -> Iterator[OrderEntry]:
    if folder.lock is None:
        return
    sealed_names = {line.name for line in folder.lock.lines}
    for slug, number, path, published in ordered_items(folder):
        if name_of(folder, path) in sealed_names:
            yield OrderEntry(slug=slug, number=number, when=published)


def ordered_items(folder: IncidentFolder) -> Iterator[tuple[str, int, str, datetime]]:
    """Yield an incident's feed items: folder, number, file and the item's own time."""
    for document in folder.updates:
        if (when := opens(document.parsed)) is not None:
            yield folder.slug, document.number, document.source.path, when.astimezone(UTC)
    if folder.review is not None and (when := opens(folder.review.review)) is not None:
        yield folder.slug, 0, folder.review.source.path, when.astimezone(UTC)
