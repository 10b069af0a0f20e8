"""What incident.md and its translations say for as long as an incident lasts, part by part, and which of it has changed.

These files are no dated statements: there is no update in which an answer or a telephone number of theirs would be corrected. So each part is
sealed on a line of its own, and a changed one has to say since when, why, and what stood there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from urllib.parse import quote, unquote

from generator.model.config import Contact
from generator.model.document import (
    IncidentDocument,
    IncidentFolder,
    IncidentTranslationDocument,
    LockDocument,
    Redaction,
    SealLine,
)
from generator.model.incident import Incident, IncidentTranslation
from generator.model.update import StandingChange
from generator.seals.ledger_lock import INCIDENT, OWED, WORDS, digest_of, digest_of_incident, sealed_words
from generator.seals.replaced_files import FILES

#: What begins the place of a note of a change among the parts.
NOTE = "changed."


@dataclass(frozen=True, slots=True)
class Altered:
    """A part that is not what was published.

    Attributes:
        document: incident.md, or its translation.
        part: its place: `remedy`, `questions.bank.answer`; `changed.remedy` for the note of a change.
        gone: whether nothing stands there any more.
        digest: by which the published words are known.
        note: what the file says of the change; None where it says nothing that fits.
        kept: the keys of the notes that were published; a further change gets another one.
    """

    document: IncidentDocument | IncidentTranslationDocument
    part: str
    gone: bool
    digest: str
    note: StandingChange | None = None
    kept: frozenset[str] = frozenset()


def standing_words(incident: Incident | IncidentTranslation) -> Mapping[str, str]:
    """Return the words of each part that is sealed, and of each note of a change."""
    said: dict[str, str] = {"remedy": incident.remedy, "direct_notice": incident.direct_notice, "body": incident.body}
    if isinstance(incident, IncidentTranslation):
        said["title"] = incident.title
    else:
        said["impact"] = incident.impact.value if incident.impact else ""
        contact = incident.contact or Contact()
        said |= {f"contact.{one.name}": getattr(contact, one.name) for one in fields(contact)}
    for name, question in incident.questions.items():
        said |= {f"questions.{name}.{key}": getattr(question, key) for key in ("ask", "answer", "because")}
    said |= {f"{NOTE}{key}": f"{note.on.isoformat()} {note.because} {note.was}" for key, note in incident.changed.items()}
    return MappingProxyType({part: plain for part, words in said.items() if (plain := " ".join(words.split()))})


def sealed_standing(folder: IncidentFolder) -> Iterator[tuple[str, str]]:
    """Yield the lines for what incident.md and its translations say, each with its digest."""
    for document, language, held in standing_documents(folder):
        del document
        for part, words in standing_words(held).items():
            yield line_name(part, language), digest_of(words)


def sealed_file(document: IncidentDocument | IncidentTranslationDocument) -> Iterator[tuple[str, str]]:
    """Yield every line for what one of these files says, each with its digest: of incident.md, its title and time and its names too."""
    language = document.language if isinstance(document, IncidentTranslationDocument) else ""
    held = document.parsed if isinstance(document, IncidentTranslationDocument) else document.incident
    if held is None:
        return
    if isinstance(held, Incident):
        yield INCIDENT, digest_of_incident(held)
        yield from sealed_words(held)
    for part, words in standing_words(held).items():
        yield line_name(part, language), digest_of(words)


def redactions_of(lock: LockDocument, language: str = "") -> tuple[Redaction, ...]:
    """Return what was taken out of incident.md or of its translation, oldest first."""
    return tuple(
        dict.fromkeys(line.redaction for line in lock.lines if line.redaction and file_of(line.name) == (INCIDENT, language))
    )


def file_of(name: str) -> tuple[str, str]:
    """Return the file that a line's name is about, and for a part of a translation of incident.md, the language of that."""
    if name.startswith(f"{OWED}@"):
        return INCIDENT, name.removeprefix(f"{OWED}@").partition(".")[0]
    return (INCIDENT, "") if name.startswith(WORDS) else (name, "")


def line_name(part: str, language: str = "") -> str:
    """Return the name of a part in the lock; the parts of a translation have its language before them."""
    # The name of a file may have spaces, and a name in a lock has none.
    part = quote(part, safe="/@.-_") if part.startswith(f"{NOTE}{FILES}") else part
    return f"{OWED}@{language}.{part}" if language else f"{OWED}{part}"


def altered(folder: IncidentFolder, past: Mapping[str, Iterable[Incident | IncidentTranslation]]) -> Iterator[Altered]:
    """Yield each part that differs from what was published, where no note beside it owns up to that.

    Args:
        folder: the incident.
        past: by path, what the file said each time that readers saw it, oldest first; it counts for parts that no line of the lock speaks of.
    """
    sealed = {line.name: line.digest for line in folder.lock.lines} if folder.lock else {}
    for document, language, held in standing_documents(folder):
        stood = _public(past.get(document.source.path, ()))
        public = {part: digests[-1] for part, digests in stood.items()}
        for name, digest in sealed.items():
            if (part := _part_of(name, language)) is not None:
                public[part] = digest
        now = standing_words(held)
        passed = dict(_never_sealed(folder.lock, held, language, stood)) | dict(_passed_over(folder.lock, held, language))
        kept = frozenset(part.removeprefix(NOTE) for part in public if part.startswith(NOTE))
        for part, digest in public.items():
            if part in now and digest_of(now[part]) == digest:
                notes = (f"{NOTE}{part if number == 1 else f'{part}.{number}'}" for number in range(1, 10))
                # Where a note was taken out or changed, that is what is found.
                if part in passed and all(note not in public or digest_of(now.get(note, "")) == public[note] for note in notes):
                    yield Altered(document, part, False, passed[part], note_of(held, part), kept)
                continue
            note = note_of(held, part)
            if note is None or digest_of(" ".join(note.was.split())) != digest:
                yield Altered(document, part, part not in now, digest, note, kept)


def _passed_over(lock: LockDocument | None, held: Incident | IncidentTranslation, language: str) -> Iterator[tuple[str, str]]:
    """Yield each part that was sealed anew with other words while no note owns up to the earlier ones, with their digest.

    Whoever can write to the lock can add a line to it; what was sealed before that stays a promise.
    """
    last: dict[str, SealLine] = {}
    redacted = {line.name for line in (lock.lines if lock else ()) if line.redaction}
    for line in lock.lines if lock else ():
        before = last.get(line.name)
        last[line.name] = line
        part = _part_of(line.name, language)
        if part is None or before is None or before.digest == line.digest or line.redaction:
            continue
        keys = [part if number == 1 else f"{part}.{number}" for number in range(1, 10)]
        if any(line_name(f"{NOTE}{key}", language) in redacted for key in keys):
            # The note once had the words.
            continue
        notes = (held.changed[key] for key in keys if key in held.changed)
        if part.startswith(NOTE) or all(digest_of(" ".join(note.was.split())) != before.digest for note in notes):
            yield part, before.digest


def _never_sealed(
    lock: LockDocument | None, held: Incident | IncidentTranslation, language: str, stood: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Yield each part that stood in public with words that no line seals, while a line seals others and no note owns up to them, with their digest.

    Whoever seals first after a change would otherwise have the last word on what stood there before.
    """
    sealed: dict[str, set[str]] = {}
    redacted = {line.name for line in (lock.lines if lock else ()) if line.redaction}
    for line in lock.lines if lock else ():
        if (part := _part_of(line.name, language)) is not None:
            sealed.setdefault(part, set()).add(line.digest)
    for part, digests in sealed.items():
        keys = [part if number == 1 else f"{part}.{number}" for number in range(1, 10)]
        if redacted & {line_name(part, language), *(line_name(f"{NOTE}{key}", language) for key in keys)}:
            continue
        owned = {digest_of(" ".join(held.changed[key].was.split())) for key in keys if key in held.changed}
        for digest in stood.get(part, ()):
            if digest not in digests | owned:
                yield part, digest


def _part_of(name: str, language: str) -> str | None:
    """Return the part that a line is about; None where it is about another file."""
    start = line_name("", language)
    part = name.removeprefix(start)
    if not name.startswith(start) or (not language and part.startswith("@")):
        return None
    return unquote(part) if part.startswith(f"{NOTE}{FILES}") else part


def note_of(held: Incident | IncidentTranslation, part: str) -> StandingChange | None:
    """Return what a file says of the newest change of a part."""
    notes = (held.changed.get(part if number == 1 else f"{part}.{number}") for number in range(9, 0, -1))
    return next((note for note in notes if note is not None), None)


def words_with(digest: str, past: Iterable[Incident | IncidentTranslation], part: str) -> str:
    """Return the words of a part that have a digest, if the file once had them; empty otherwise."""
    return next((words for one in past if (words := standing_words(one).get(part, "")) and digest_of(words) == digest), "")


def _public(past: Iterable[Incident | IncidentTranslation]) -> Mapping[str, list[str]]:
    """Return the digests of what was published first of each part, and of what has followed with a note."""
    public: dict[str, list[str]] = {}
    for held in past:
        for part, words in standing_words(held).items():
            before, digest = public.get(part), digest_of(words)
            if before is None:
                public[part] = [digest]
            elif (note := note_of(held, part)) is not None and digest_of(" ".join(note.was.split())) == before[-1] != digest:
                before.append(digest)
    return public


def standing_documents(
    folder: IncidentFolder,
) -> Iterator[tuple[IncidentDocument | IncidentTranslationDocument, str, Incident | IncidentTranslation]]:
    """Yield incident.md and its translations that were understood, each with its language (empty for incident.md)."""
    if folder.document.incident is not None:
        yield folder.document, "", folder.document.incident
    for document in folder.incident_translations:
        if document.parsed is not None:
            yield document, document.language, document.parsed
