"""pages.lock: what the site says beside its incidents, the free pages and how to ask, and which of it has changed.

The lines are those of ledger.lock (`ledger_lock.py`), in a chain of its own. A page is sealed as a whole; of site_config.yml, each way to ask is.
A page that was changed says so once, under `changed`; what it said of earlier changes is kept in the lines of its seals.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from generator.model.config import Contact, SiteConfig
from generator.model.document import Content, LockDocument, PageDocument, SealLine
from generator.model.update import StandingChange
from generator.seals.ledger_lock import as_published, digest_of
from generator.seals.said import part_marks

#: Where the lock is. Its chain begins with the folder's path, which is the name of no incident.
PAGE_LOCK = "content/pages/pages.lock"
PAGES = "content/pages"
#: How the end of its chain is called where ends are kept: no folder of an incident has a dot in its name.
PAGES_END = "pages.lock"
_TOP = f"{PAGES}/"

#: What begins the name of a line for a way to ask.
_SETTINGS = "site_config.yml##"
#: The same, for the note of a way's change.
SETTINGS_NOTE = f"{_SETTINGS}changed."


@dataclass(frozen=True, slots=True)
class AlteredPage:
    """A page that is not as it was sealed, and does not say so.

    Attributes:
        page: the page.
        line: its last line in the lock.
        parts: what differs: `title`, `body`; empty where it cannot be told.
        stale: whether it has a note, which was sealed with the earlier text.
    """

    page: PageDocument
    line: SealLine
    parts: tuple[str, ...]
    stale: bool


@dataclass(frozen=True, slots=True)
class AlteredWay:
    """A way to ask, or the note of its change, that is not what was sealed.

    Attributes:
        part: its place in site_config.yml: `contact.phone`, `changed.contact.phone`.
        gone: whether nothing stands there any more.
        digest: by which the sealed words are known.
        note: what site_config.yml says of it; None where it says nothing that fits.
        kept: the keys of the notes that were sealed.
    """

    part: str
    gone: bool
    digest: str
    note: StandingChange | None
    kept: frozenset[str]

    @property
    def name(self) -> str:
        """The name of its line."""
        return words_line(self.part)

    @property
    def is_note(self) -> bool:
        """Whether it is the note of a change."""
        return self.part.startswith("changed.")


def page_name(page: PageDocument) -> str:
    """Return a page's name in the lock."""
    return page.source.path.removeprefix(_TOP)


def words_line(part: str) -> str:
    """Return the name of the line for a way to ask, by its place in site_config.yml: `contact.phone`, `@de.contact.hours`."""
    return f"{_SETTINGS}{part}"


def every_page(content: Content) -> tuple[PageDocument, ...]:
    """Return the free pages and their translations."""
    return (*content.pages, *content.page_translations)


def is_as_sealed(page: PageDocument, line: SealLine) -> bool:
    """Whether a page says what a line sealed, but for words that its `amended` names."""
    return as_published(page, page.amended, {line.digest}, lambda: (line.said,)) is not None


def altered_pages(content: Content) -> Iterator[AlteredPage]:
    """Yield each page that is not as it was sealed, where it has no new note of that."""
    lock = content.page_lock
    for page in every_page(content) if lock else ():
        line = lock.last(page_name(page)) if lock else None
        if line is None or lock is None:
            continue
        earlier = next((one for one in _of_one_note(lock, line) if not is_as_sealed(page, one)), None)
        if is_as_sealed(page, line):
            if earlier is None:
                continue
            line = earlier
        now = part_marks(page.source.text)
        notes = [{key: mark for key, mark in marks.items() if key.startswith("changed")} for marks in (line.parts, now)]
        if page.changed is not None and notes[0] != notes[1] and page.changed != line.note:
            continue
        parts = [part for part in dict.fromkeys((*line.parts, *now)) if line.parts.get(part) != now.get(part)]
        stale = page.changed is not None
        yield AlteredPage(page, line, tuple(part for part in parts if not part.startswith(("changed", "amended"))), stale)


def _of_one_note(lock: LockDocument, last: SealLine) -> Iterator[SealLine]:
    """Yield the lines of a page that say no other change than its last one does: it has to say what each of them sealed.

    Whoever can write to the lock can add a line to it, and that alone must not make another page of one that readers know.
    """
    lines = [line for line in lock.lines if line.name == last.name]
    begins = max((number for number, line in enumerate(lines) if line.redaction or line.note != last.note), default=-1)
    yield from lines[begins:] if begins >= 0 and lines[begins].note == last.note else lines[begins + 1 :]


def notes_of(page: PageDocument, lock: LockDocument | None) -> tuple[StandingChange, ...]:
    """Return what a page says, and has said, of its own changes, the newest first."""
    name = page_name(page)
    said = [line.note for line in (lock.lines if lock else ()) if line.name == name and line.note]
    said += [page.changed] if page.changed else []
    return tuple(reversed(dict.fromkeys(said)))


def ways_to_ask(config: SiteConfig) -> Mapping[str, str]:
    """Return the words of each way to ask, and of each note of a change, by the name of its line."""
    said = dict(_contact("", config.contact))
    for audience in config.audiences.values():
        own = _contact(f"audiences.{audience.name}.", audience.contact)
        # What an audience has no words of its own for is the site's.
        said |= {part: words for part, words in own if words != getattr(config.contact, part.rpartition(".")[2])}
    for tag, words in config.translations.items():
        theirs = {part: words.get(text, "") for part, text in said.items() if "@" not in part}
        said |= {f"@{tag}.{part}": text for part, text in theirs.items()}
    said |= {f"changed.{key}": f"{note.on.isoformat()} {note.because} {note.was}" for key, note in config.changed.items()}
    return MappingProxyType({f"{_SETTINGS}{part}": plain for part, words in said.items() if (plain := " ".join(words.split()))})


def _contact(start: str, contact: Contact) -> Iterator[tuple[str, str]]:
    for one in fields(contact):
        yield f"{start}contact.{one.name}", getattr(contact, one.name)


def altered_ways(config: SiteConfig, lock: LockDocument | None) -> Iterator[AlteredWay]:
    """Yield each way to ask that is not what was sealed, where no note owns up to that."""
    sealed = {line.name: line.digest for line in (lock.lines if lock else ()) if _is_way(line)}
    kept = frozenset(name.removeprefix(SETTINGS_NOTE) for name in sealed if name.startswith(SETTINGS_NOTE))
    now = ways_to_ask(config)
    passed = dict(_passed_over(config, lock))
    for name, digest in sealed.items():
        if name in now and digest_of(now[name]) == digest:
            if name in passed:
                part = name.removeprefix(_SETTINGS)
                yield AlteredWay(part, False, passed[name], config.changed.get(part), kept)
            continue
        part = name.removeprefix(_SETTINGS)
        original = part.partition(".")[2] if part.startswith("@") else ""
        if original and name not in now and f"{_SETTINGS}{original}" not in now:
            # With what it translates, it is gone; that one has to say so.
            continue
        keys = (part if number == 1 else f"{part}.{number}" for number in range(9, 0, -1))
        note = next((config.changed[key] for key in keys if key in config.changed), None)
        if note is None or digest_of(" ".join(note.was.split())) != digest:
            yield AlteredWay(part, name not in now, digest, note, kept)


def _passed_over(config: SiteConfig, lock: LockDocument | None) -> Iterator[tuple[str, str]]:
    """Yield the line of each way to ask that was sealed anew while no note owns up to the earlier words, with their digest."""
    last: dict[str, SealLine] = {}
    for line in lock.lines if lock else ():
        before = last.get(line.name)
        last[line.name] = line
        if not _is_way(line) or before is None or before.digest == line.digest:
            continue
        part = line.name.removeprefix(_SETTINGS)
        keys = (part if number == 1 else f"{part}.{number}" for number in range(1, 10))
        notes = (config.changed[key] for key in keys if key in config.changed)
        if line.name.startswith(SETTINGS_NOTE) or all(digest_of(" ".join(note.was.split())) != before.digest for note in notes):
            yield line.name, before.digest


def _is_way(line: SealLine) -> bool:
    """Whether a line seals a way to ask, or the note of a change; the other lines for site_config.yml say which key signs."""
    return line.name.startswith(_SETTINGS) and not line.name.startswith(f"{_SETTINGS}signing.")


def is_page(line: SealLine) -> bool:
    """Whether a line of pages.lock seals a page."""
    return not line.name.startswith(_SETTINGS)
