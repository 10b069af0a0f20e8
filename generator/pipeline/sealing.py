"""What the command `seal` must write."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from generator.ledger.promises import promises
from generator.ledger.terms import promise_key
from generator.links.linked_files import file_openings
from generator.model.document import Document, IncidentFolder, OrderEntry
from generator.model.visibility import has_come
from generator.pipeline.checking import Checked, settings_of
from generator.pipeline.ordering import ordered_items, settled_order
from generator.seals.ledger_lock import (
    INCIDENT,
    LOCK,
    SealedTerms,
    digest_of,
    digest_of_incident,
    lock_text,
    name_of,
    name_of_file,
    sealed_words,
    with_seals,
)
from generator.seals.order_lock import PATH as ORDER
from generator.seals.order_lock import order_text
from generator.seals.standing_words import sealed_standing


def seals(checked: Checked, now: datetime) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield, for each incident with something to seal: the lock's path, its new text, and the file names added to it.

    Files are sealed in the order of publication. incident.md is sealed with the first update, and again after it was corrected.
    """
    visibility = checked.analysis.visibility
    openings = file_openings(checked.content, settings_of(checked), visibility)
    for folder in checked.content.incidents:
        incident = folder.document.incident
        shown = [document for document in (*folder.updates, *folder.translations) if visibility.is_public(document, now)]
        if incident is None or not shown:
            continue
        shown.sort(key=lambda document: (document.update.published, document.number, document.language))
        items = [_item(folder, document) for document in shown]
        reviews = (*((folder.review,) if folder.review else ()), *folder.review_translations)
        items += (_item(folder, review) for review in reviews if visibility.is_public(review, now))
        known = {line.name for line in folder.lock.lines} if folder.lock else set[str]()
        items.insert(len(items) if INCIDENT in known else 0, (INCIDENT, digest_of_incident(incident)))
        items += (*sealed_words(incident), *sealed_standing(folder))
        items += (
            (name_of_file(folder, one.path), one.digest)
            for one in folder.attachments
            if one.digest and has_come(openings.get(one.path), now)
        )
        texts = {name_of(folder, document.source.path): document.source.text for document in (*shown, *reviews)}
        lines = with_seals(folder.slug, folder.lock, items, _terms(checked, folder, now), now, texts)
        text = lock_text(lines)
        if text != (folder.lock.source.text if folder.lock else ""):
            old = len(folder.lock.lines) if folder.lock else 0
            yield f"content/incidents/{folder.slug}/{LOCK}", text, tuple(line.name for line in lines[old:])


def _item(folder: IncidentFolder, document: Document) -> tuple[str, str]:
    """Return a file's name in its incident's folder, and its digest."""
    return name_of(folder, document.source.path), digest_of(document.source.text)


def _terms(checked: Checked, folder: IncidentFolder, now: datetime) -> Mapping[str, SealedTerms]:
    """Return what is written of an incident's updates and review beside their texts: when they came, and by what their promises are judged."""
    ledger = checked.ledgers.get(folder.slug)
    if ledger is None:
        return {}
    config = settings_of(checked)
    made = promises(ledger, now, config.policy.grace)
    said: dict[str, SealedTerms] = {}
    for transition in ledger.transitions:
        document = transition.document
        terms = ledger.terms_of(document.update)
        said[name_of(folder, document.source.path)] = SealedTerms(
            since=_since(checked, document.source.path),
            zone=terms.zone,
            grace=config.policy.grace if terms.grace is None else terms.grace,
            due={promise_key(one.kind, one.subject): one.due_at for one in made if one.made_in == document.number},
        )
    if folder.review is not None:
        said[name_of(folder, folder.review.source.path)] = SealedTerms(
            since=_since(checked, folder.review.source.path), zone=config.site.timezone, grace=config.policy.grace
        )
    return said


def _since(checked: Checked, path: str) -> datetime | None:
    arrival = checked.analysis.arrived.get(path)
    return arrival.at if arrival and arrival.committed else None


def order(checked: Checked, now: datetime) -> tuple[str, str] | None:
    """Return the path and new text of the file that records the publication order; None when there is nothing to add.

    This file is written before the locks from `seals`: an interruption between the two then never leaves a sealed item without a recorded
    place in the order.
    """
    content = checked.content
    before, settled = content.order, settled_order(content)
    known = {(one.slug, one.number) for one in settled}
    items = [
        item
        for folder in content.incidents
        if folder.document.incident is not None and checked.analysis.visibility.is_public(folder.document, now)
        for item in ordered_items(folder)
    ]
    came = [
        OrderEntry(slug=slug, number=number, when=now)
        for slug, number, _, published in sorted(items, key=lambda item: (item[3], item[0], item[1]))
        if published <= now and (slug, number) not in known
    ]
    if not came and (before is not None or not settled):
        return None
    return ORDER, order_text(before, (*(settled if before is None else ()), *came))
