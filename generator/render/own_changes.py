"""What the site says of changes to its own words: its free pages, and how to ask. What incident.md says of its own is in `views.py`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from generator.model.config import Audience, Contact
from generator.model.document import PageDocument
from generator.model.update import StandingChange
from generator.render import dates
from generator.render.language import same_language
from generator.render.site import Site
from generator.seals.page_words import SETTINGS_NOTE, notes_of, page_name

#: The last parts of keys for further changes of the same way to ask: `contact.phone.2`.
_FURTHER = frozenset("23456789")


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A change of a free page, or of a way to ask.

    Attributes:
        key: what its permanent id is made of; a further change has another one.
        note: what is said of it.
        language: the language of the translation which alone was changed; empty otherwise.
        page: the changed page as it was first written; None: it is a way to ask.
        seen: when it was sealed.
    """

    key: str
    note: StandingChange
    language: str = ""
    page: PageDocument | None = None
    seen: datetime | None = None


def own_changes(site: Site) -> Iterator[OwnChange]:
    """Yield each change that has come: of pages, then of the ways to ask."""
    for one in (*_of_pages(site), *_of_ways(site)):
        if dates.start(one.note.on, site.config.site.timezone) <= site.as_of:
            yield one


def page_here(site: Site, page: PageDocument, tag: str) -> PageDocument:
    """Return a page in a language, where it has been translated into that; the page itself otherwise."""
    theirs = (one for one in site.page_translations if one.slug == page.slug)
    return next((one for one in theirs if same_language(one.language, tag)), page)


def notes_in(site: Site, page: PageDocument, tag: str) -> tuple[StandingChange, ...]:
    """Return what a page says of its own changes to readers of a language, the newest first; a translation says it itself."""
    here = page_here(site, page, tag)
    told = notes_of(here, site.page_lock) if here is not page else ()
    days = {note.on for note in told}
    notes = (*told, *(note for note in notes_of(page, site.page_lock) if note.on not in days))
    zone = site.config.site.timezone
    return tuple(sorted(notes, key=lambda note: dates.start(note.on, zone), reverse=True))


def changed_ways(site: Site, tag: str, shown: Contact, audience: Audience | None = None) -> tuple[StandingChange, ...]:
    """Return the newest change of each way to ask that readers are shown, the newest first.

    Args:
        site: the whole site.
        tag: the readers' language.
        shown: how they can ask; an incident's own way is no change of the site's.
        audience: the readers, where they are a part of all.
    """
    whose = {"": site.config.contact} | ({f"audiences.{audience.name}.": audience.contact} if audience else {})
    newest: dict[str, StandingChange] = {}
    for one in _of_ways(site):
        if one.language and not same_language(one.language, tag):
            continue
        way = _way(one.key.removeprefix(f"@{one.language}."))
        start, _, name = way.rpartition("contact.")
        if start in whose and getattr(shown, name) == getattr(whose[start], name):
            newest[way] = one.note
    zone = site.config.site.timezone
    come = (note for note in newest.values() if dates.start(note.on, zone) <= site.as_of)
    return tuple(sorted(come, key=lambda note: dates.start(note.on, zone), reverse=True))


def _of_pages(site: Site) -> Iterator[OwnChange]:
    for page in site.pages:
        original = _numbered(site, page)
        yield from original
        days = {one.note.on for one in original}
        for other in site.page_translations:
            if other.slug == page.slug:
                yield from (one for one in _numbered(site, other, page) if one.note.on not in days)


def _numbered(site: Site, written: PageDocument, page: PageDocument | None = None) -> tuple[OwnChange, ...]:
    """Return the changes of a page or its translation, each with a key that no later one takes."""
    said: Counter[str] = Counter()
    lock, found = site.page_lock, []
    for note in reversed(notes_of(written, lock)):
        day = note.on.isoformat()
        said[day] += 1
        name = page_name(written)
        seen = next((line.seen for line in (lock.lines if lock else ()) if line.name == name and line.note == note), None)
        key = f"{written.slug}/{day}{f'.{said[day]}' if said[day] > 1 else ''}"
        found.append(OwnChange(key, note, written.language if page else "", page or written, seen))
    return tuple(found)


def _of_ways(site: Site) -> Iterator[OwnChange]:
    sealed = {line.name: line.seen for line in reversed(site.page_lock.lines if site.page_lock else ())}
    for key, note in site.config.changed.items():
        language = key[1:].partition(".")[0] if key.startswith("@") else ""
        yield OwnChange(key, note, language, None, sealed.get(f"{SETTINGS_NOTE}{key}"))


def _way(key: str) -> str:
    start, _, last = key.rpartition(".")
    return start if last in _FURTHER else key
