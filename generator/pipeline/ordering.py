"""The order in which updates and reviews came out, as far as it is settled."""

from collections.abc import Iterator
from datetime import UTC, datetime

from generator.model.document import Content, IncidentFolder, OrderEntry
from generator.model.visibility import opens
from generator.seals.ledger_lock import name_of


def settled_order(content: Content) -> tuple[OrderEntry, ...]:
    """What is settled of the order in which updates and reviews came out.

    Before order.lock there was, everything came out at its own time; of that, what is sealed is settled.
    """
    if content.order is not None:
        return content.order.entries
    found = [entered for folder in content.incidents for entered in _sealed_before(folder)]
    return tuple(sorted(found, key=lambda one: (one.when, one.slug, one.number)))


def _sealed_before(folder: IncidentFolder) -> Iterator[OrderEntry]:
    sealed_names = {line.name for line in folder.lock.lines} if folder.lock else set[str]()
    for slug, number, path, published in ordered_items(folder):
        if name_of(folder, path) in sealed_names:
            yield OrderEntry(slug=slug, number=number, when=published)


def ordered_items(folder: IncidentFolder) -> Iterator[tuple[str, int, str, datetime]]:
    """What of an incident stands in feeds: its folder, the number, the file, and its own time."""
    for document in folder.updates:
        if (when := opens(document.parsed)) is not None:
            yield folder.slug, document.number, document.source.path, when.astimezone(UTC)
    if folder.review is not None and (when := opens(folder.review.review)) is not None:
        yield folder.slug, 0, folder.review.source.path, when.astimezone(UTC)
