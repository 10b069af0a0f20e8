"""ledger.lock: the published files of an incident, one line each, with each line bound to the one before it.

A line is `<chain> <digest> <name> <format> seen=<moment> …`, the first two in hexadecimal SHA-256. The digest is that of the file's text
(UTF-8, newlines as line ends, no byte-order mark), so that it does not depend on an editor's or git's line ends. What is sealed is what the text
says: a file with another text counts as the same if it has the digest under `said` (see `said.py`). The chain is the digest of
the previous chain and of the rest of the line; the first one is bound to the incident's name. A line without a number is of the first format,
and only lines with one may have more behind it:

- `seen`, when `seal` first saw the text; `since`, when the published branch had it, where version control knew;
- `zone` and `grace`, the settings then, and `due.<promise>`, when each promise that the text makes falls due: of updates and reviews;
- `said`, the digest of what the text says, whatever its layout; `part.<key>`, a mark of each part of it, by which a finding names the part that
  differs;
- `from` and `to`, of a line with the name `moved`: how the incident's folder, or a file in it, was called until then, and since. Such a line
  seals no text: its digest is that of the two names. The first chain stays bound to the folder's first name;
- `note.on`, `note.because` and `note.was`, of a free page: what it says of its own change (the last two percent-encoded);
- `redacted`, `because`, `by` and `mark`: when words were taken out of the text, why, who approved it, and what stands in their place (the
  last three percent-encoded). The words themselves are nowhere; the digests of the line before are of the text that had them, and confirm a guess.

All moments are in UTC. A name may be repeated: for each corrected spelling; for incident.md, whenever its title or time was corrected; for a
review, whenever a corrective action was done, moved or given up. The last line of a name counts for its text, the first for its time and its
promises.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import combinations, islice, product
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.format.problems import is_unread
from generator.format.reader import Reader
from generator.format.record import FORMAT
from generator.model.diagnostic import Finding
from generator.model.document import (
    IncidentFolder,
    LockDocument,
    PageDocument,
    Redaction,
    ReviewDocument,
    SealLine,
    UpdateDocument,
)
from generator.model.incident import Incident
from generator.model.source import Place, Source, Span
from generator.model.update import Amendment, StandingChange
from generator.seals.said import part_marks, said_digest

#: The lock's file name in the incident's folder.
LOCK = "ledger.lock"

#: The name for the sealed part of incident.md: its title, and when the organisation became aware.
INCIDENT = "incident.md"

_LINE = re.compile(r"([0-9a-f]{64}) ([0-9a-f]{64}) ((\S+)(?: ([2-9]|[1-9][0-9]{1,3})((?: \S+=\S+)*))?)")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_WRITTEN_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DUE = "due."
_PART = "part."

#: The name of a line that says how the folder, or a file in it, was called before.
MOVED = "moved"

#: What begins the name of a line for words under `names`; the name that they are for follows.
WORDS = "incident.md#"
#: What begins the name of a line for a part of incident.md (standing_words.py); its place follows. No name under `names` begins so.
OWED = f"{WORDS}#"


# The most places in which a corrected word is searched: enough for any update, and few enough to try all of them.
_MOST_TRIED = 256


def parse_lock(source: Source, problems: tuple[Finding, ...], slug: str, elsewhere: Collection[str] = ()) -> LockDocument:
    """Parse a ledger.lock; parsing stops at the first line that does not follow from the one before it.

    Args:
        source: its text.
        problems: what was wrong with the file itself.
        slug: the name of the incident's folder.
        elsewhere: names of folders that were published and are not there now: this one may have had one of them.
    """
    reader = Reader(source.path)
    reader.problems += problems
    lines: list[SealLine] = []
    texts = [] if is_unread(source, problems) else source.text.split("\n")
    origin = _origin(texts, slug, elsewhere)
    chain, names = _genesis(origin), [origin]
    for number, text in enumerate(texts, 1):
        if not text:
            continue
        at = Span(source.path, number, 1, number, len(text) + 1)
        found = _LINE.fullmatch(text)
        line = _seal_line(found) if found and found.group(1) == _link(chain, found.group(2), found.group(3)) else None
        if line is None or (line.moves_folder and line.moved_from != names[-1]):
            reader.problem(
                "broken-seal",
                at,
                "this line does not follow from the one before it, so the record of what was published is broken here",
                f"restore {source.path.rpartition('/')[2]} as it was published (git log shows it); only `aboveboard seal` may write it",
            )
            break
        chain = line.chain
        lines.append(line)
        names += [line.moved_to] if line.moves_folder else []
        reader.places[str(len(lines) - 1),] = Place(at, at)
    if lines and (was := names[-1]) != slug:
        reader.problem(
            "renamed-published",
            reader.places["0",].value,
            f"this incident was published as `{was}`, but its folder is now called `{slug}`: every address and id that readers know would be lost",
            f"run `aboveboard move {was} {slug}`, which keeps them, or rename the folder back to {was}",
        )
    return LockDocument(
        source=source,
        places=MappingProxyType(reader.places),
        problems=tuple(reader.problems),
        lines=_under_present_names(lines),
        origin=origin,
        former=tuple(name for name in dict.fromkeys(names) if name != slug),
    )


def _origin(texts: Iterable[str], slug: str, elsewhere: Collection[str]) -> str:
    """Return the folder's name when the first line was written: the present one where that line does not tell."""
    written = [found for text in texts if text and (found := _LINE.fullmatch(text))]
    if not written:
        return slug
    first = written[0]
    renamed = (_seal_line(found) for found in written if found.group(4) == MOVED)
    moved = [line.moved_from for line in renamed if line and line.moves_folder]
    names = dict.fromkeys((slug, *moved, *elsewhere))
    return next((name for name in names if first.group(1) == _link(_genesis(name), first.group(2), first.group(3))), slug)


def _under_present_names(lines: Iterable[SealLine]) -> tuple[SealLine, ...]:
    """Return the lines, each under the name that its file has today."""
    found: list[SealLine] = []
    for line in lines:
        if line.name == MOVED and not line.moves_folder:
            found = [replace(one, name=line.moved_to) if one.name == line.moved_from else one for one in found]
        found.append(line)
    return tuple(found)


def with_move(slug: str, lock: LockDocument, moves: Iterable[tuple[str, str]], now: datetime) -> tuple[SealLine, ...]:
    """Return the lock's lines with one added for each name that changes.

    Args:
        slug: the incident's folder, as the lock knows it: the name with which it began.
        lock: the lock so far.
        moves: the old and the new name of each: of the folder itself, or of files in it.
        now: when.
    """
    lines = list(lock.lines)
    for old, new in moves:
        rest = " ".join([MOVED, str(FORMAT), f"seen={_utc_moment(_not_before(lines, now))}", f"from={old}", f"to={new}"])
        digest = digest_of(f"{old} {new}\n")
        chain = _link(lines[-1].chain if lines else _genesis(slug), digest, rest)
        lines.append(SealLine(chain=chain, digest=digest, name=MOVED, format=FORMAT, rest=rest, moved_from=old, moved_to=new))
    return tuple(lines)


def _not_before(lines: Iterable[SealLine], now: datetime) -> datetime:
    """Return when a new line is written. A clock that has been set back does not make it earlier than what was seen before."""
    return max([now, *(line.seen for line in lines if line.seen)])


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedTerms:
    """What is written of a text beside its digest when it is sealed.

    Attributes:
        since: when the published branch had it, where version control knows.
        zone: the site's time zone, for what promises something.
        grace: how much later than promised counts as in time, likewise.
        due: when each of its promises falls due, by what is promised.
        redaction: that words were taken out of it.
        note: what it says of its own change.
    """

    since: datetime | None = None
    zone: ZoneInfo | None = None
    grace: timedelta | None = None
    due: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    redaction: Redaction | None = None
    note: StandingChange | None = None


def with_seals(
    slug: str,
    lock: LockDocument | None,
    items: Iterable[tuple[str, str]],
    terms: Mapping[str, SealedTerms] = MappingProxyType({}),
    now: datetime | None = None,
    texts: Mapping[str, str] = MappingProxyType({}),
) -> tuple[SealLine, ...]:
    """Return the lock's lines with one added for each text that is new, says something else, or was sealed without `said`.

    Args:
        slug: the incident's.
        lock: the lock so far.
        items: what is sealed, by its name in the incident's folder, with its digest.
        terms: what else is written, by name.
        now: when it is seen; None: that is not written.
        texts: the text of each file among the items, by name: what it says is sealed too.
    """
    lines = list(lock.lines) if lock else []
    last = {line.name: line for line in lines}
    seen = _not_before(lines, now) if now else None
    chain = lines[-1].chain if lines else _genesis(lock.origin if lock and lock.origin else slug)
    for name, digest in items:
        line, text = last.get(name), texts.get(name, "")
        if line is not None and line.digest == digest and (line.said or not text):
            continue
        said = said_digest(text) if text else ""
        if line is not None and (line.said == said if said else line.digest == digest):
            continue
        rest = _rest(name, seen, text, terms.get(name, SealedTerms()))
        chain = _link(chain, digest, rest)
        lines.append(SealLine(chain=chain, digest=digest, name=name, format=FORMAT, rest=rest))
    return tuple(lines)


def lock_text(lines: Iterable[SealLine]) -> str:
    """Return the text of a lock that has these lines."""
    return "".join(f"{line.chain} {line.digest} {line.rest}\n" for line in lines)


def _rest(name: str, seen: datetime | None, text: str, terms: SealedTerms) -> str:
    """Return what a new line says after its digest."""
    said = {
        "seen": _utc_moment(seen),
        "said": said_digest(text) if text else "",
        "since": _utc_moment(terms.since),
        "zone": terms.zone.key if terms.zone else "",
        "grace": "" if terms.grace is None else f"{int(terms.grace.total_seconds())}s",
        **{f"{_DUE}{promise}": _utc_moment(due) for promise, due in sorted(terms.due.items())},
        **{f"{_PART}{quote(part, safe='')}": mark for part, mark in (part_marks(text) if text else {}).items()},
    }
    if terms.note:
        noted = terms.note
        said |= {
            "note.on": noted.on.isoformat(),
            "note.because": quote(noted.because, safe=""),
            "note.was": quote(noted.was, safe=""),
        }
    if terms.redaction:
        taken = terms.redaction
        words = {"because": taken.because, "by": taken.by, "mark": taken.mark}
        said |= {"redacted": _utc_moment(taken.when), **{key: quote(text, safe="") for key, text in words.items()}}
    return " ".join([name, str(FORMAT), *(f"{key}={value}" for key, value in said.items() if value)])


def _utc_moment(when: datetime | None) -> str:
    return when.astimezone(UTC).strftime(_MOMENT) if when else ""


def _seal_line(found: re.Match[str]) -> SealLine | None:
    """Return what a line says; None where no program of ours can have written it. What a later one adds is passed over."""
    said = dict(one.rpartition("=")[::2] for one in (found.group(6) or "").split())
    moved = found.group(4) == MOVED
    if moved and not ("from" in said and "to" in said and digest_of(f"{said['from']} {said['to']}\n") == found.group(2)):
        return None
    try:
        moments = {
            key: _read(value) for key, value in said.items() if key in {"seen", "since", "redacted"} or key.startswith(_DUE)
        }
        grace = timedelta(seconds=int(said["grace"].removesuffix("s"))) if "grace" in said else None
        note = _note(said)
    except (ValueError, OverflowError):
        return None
    return SealLine(
        chain=found.group(1),
        digest=found.group(2),
        name=found.group(4),
        format=int(found.group(5) or 1),
        rest=found.group(3),
        seen=moments.get("seen"),
        since=moments.get("since"),
        zone=_zone(said.get("zone", "")),
        grace=grace,
        said=said.get("said", ""),
        parts=MappingProxyType({unquote(key.removeprefix(_PART)): mark for key, mark in said.items() if key.startswith(_PART)}),
        due=MappingProxyType({key.removeprefix(_DUE): when for key, when in moments.items() if key.startswith(_DUE)}),
        moved_from=said["from"] if moved else "",
        moved_to=said["to"] if moved else "",
        redaction=Redaction(moments["redacted"], *(unquote(said.get(key, "")) for key in ("because", "by", "mark")))
        if "redacted" in moments
        else None,
        note=note,
    )


def _note(said: Mapping[str, str]) -> StandingChange | None:
    written = said.get("note.on", "")
    if not written:
        return None
    on = datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    return StandingChange(on=on, because=unquote(said.get("note.because", "")), was=unquote(said.get("note.was", "")))


def _zone(key: str) -> ZoneInfo | None:
    """Return a time zone; None where it has no such name any more, on this computer."""
    try:
        return ZoneInfo(key) if key else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def _read(written: str) -> datetime:
    # As it is always written; reading it by its form takes twenty times as long.
    if _WRITTEN_MOMENT.fullmatch(written):
        return datetime.fromisoformat(written)
    return datetime.strptime(written, _MOMENT).replace(tzinfo=UTC)


def is_text(line: SealLine) -> bool:
    """Whether a line seals a file: not a part of incident.md, nor how something was called."""
    return line.name != MOVED and not line.name.startswith(WORDS)


def digest_of(text: str) -> str:
    """Return the digest of a file's text."""
    return sha256(text.encode("utf-8")).hexdigest()


def digest_of_incident(incident: Incident) -> str:
    """Return the digest of the sealed part of incident.md."""
    return digest_of(f"{incident.title}\n{incident.aware.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n")


def sealed_words(incident: Incident) -> tuple[tuple[str, str], ...]:
    """Return the lines for the words under `names`, each with its digest: what sentences are about is decided by them."""
    return tuple((f"{WORDS}{quote(name, safe='')}", digest_of(words)) for name, words in incident.names.items())


def name_of(folder: IncidentFolder, path: str) -> str:
    """Return a file's name in the lock: its path relative to the incident's folder."""
    return path.removeprefix(f"content/incidents/{folder.slug}/")


def is_sealed_as(line: SealLine, text: str) -> bool:
    """Whether a text says what a line sealed."""
    return line.digest == digest_of(text) or (bool(line.said) and line.said == said_digest(text))


def name_of_file(folder: IncidentFolder, path: str) -> str:
    """Return the name of a file under `files/` in the lock."""
    return quote(name_of(folder, path), safe="/")


def matches(document: UpdateDocument | ReviewDocument, amended: Amendment | None, line: SealLine) -> bool:
    """Whether a file is as sealed, apart from permitted changes."""
    return as_published(document, amended, {line.digest}, lambda: (line.said,)) is not None


def as_published(
    document: UpdateDocument | ReviewDocument | PageDocument,
    amended: Amendment | None,
    digests: Collection[str],
    said: Callable[[], Iterable[str]] = tuple,
) -> str | None:
    """Return the text with which a file was published, if only permitted changes were made since; otherwise None.

    Permitted are changes of words named under `amended` and, in a review, progress of a corrective action: `done`, `dropped`, and a later
    `by` with the earlier day under `moved`.

    Args:
        document: the present file.
        amended: its `amended`.
        digests: digests of the texts with which it may have been published.
        said: gives the digests of what they say; asked only where no text is the same.
    """
    text = document.source.text
    if digest_of(text) in digests:
        return text
    candidates = tuple(_candidates(document, amended))
    for candidate in candidates:
        if digest_of(candidate) in digests:
            return candidate
    sealed_as = {digest for digest in said() if digest}
    if not sealed_as:
        return None
    return next((one for one in (text, *candidates) if said_digest(one) in sealed_as), None)


def _candidates(document: UpdateDocument | ReviewDocument | PageDocument, amended: Amendment | None) -> Iterator[str]:
    """Yield the texts from which a file can have been made by permitted changes."""
    added = _key(document, "amended") if amended else None
    for progress in _progress(document):
        before = _changed(document.source.text, (*progress, *([added] if added else ())))
        yield from _with_old_words(before, amended) if amended else (before,)


#: A span of a text, and its replacement.
_Patch: TypeAlias = tuple[int, int, str]


def _changed(text: str, patches: Iterable[_Patch]) -> str:
    for start, end, instead in sorted(patches, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def _key(document: UpdateDocument | ReviewDocument | PageDocument, *path: str) -> _Patch | None:
    """Return the patch that removes a key and its value: its lines, or the part from its comma to its end."""
    place, text = document.places.get(path), document.source.text
    if place is None:
        return None
    start, end = _offset(text, place.key.line, place.key.column), _offset(text, place.value.end_line, place.value.end_column)
    below = [one.value for deeper, one in document.places.items() if len(deeper) > len(path) and deeper[: len(path)] == path]
    if below and text[_offset(text, place.value.line, place.value.column)] != "{":
        # A key on lines of its own ends with its last line, not where the next key begins.
        end = max(_offset(text, one.end_line, one.end_column) for one in below)
    line = text.rfind("\n", 0, start) + 1
    if not text[line:start].strip():
        following = text.find("\n", end)
        return line, following + 1 if following >= 0 else len(text), ""
    comma = len(text[:start].rstrip()) - 1
    return (comma, end, "") if text[comma] == "," else None


def _offset(text: str, line: int, column: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at + column - 1


def _progress(document: UpdateDocument | ReviewDocument | PageDocument) -> Iterator[tuple[_Patch, ...]]:
    """Yield patches that remove possible progress of a review's corrective actions since it was sealed; nothing for an update.

    An action may be done, given up, or moved to a later day with the earlier one named. A digest does not tell which of these the sealed
    text contained, so combinations are tried, the smallest first, up to `_MOST_TRIED`.
    """
    if not isinstance(document, ReviewDocument) or document.review is None:
        yield ()
        return
    text = document.source.text
    steps: list[tuple[_Patch, ...]] = []
    for action in document.review.corrective_actions.values():
        at = ("corrective_actions", action.name)
        steps += [(patch,) for key in ("done", "dropped") if (patch := _key(document, *at, key))]
        by, moved = document.places.get((*at, "by")), _key(document, *at, "moved")
        if action.moved and by and moved:
            day = (_offset(text, by.value.line, by.value.column), _offset(text, by.value.end_line, by.value.end_column))
            steps.append((moved, (*day, action.moved.start.isoformat())))
    subsets = (subset for size in range(len(steps) + 1) for subset in combinations(steps, size))
    for subset in (*islice(subsets, _MOST_TRIED), tuple(steps)):
        yield tuple(patch for step in subset for patch in step)


def _with_old_words(text: str, amended: Amendment) -> Iterable[str]:
    """Yield every text from which the corrected one can have been made: each new word replaced by the old one, in one place or in all."""
    choices: list[list[tuple[int, ...]]] = []
    for now in amended.what.values():
        places = tuple(found.start() for found in re.finditer(_whole(now), text))
        choices.append([*((place,) for place in places), places] if len(places) > 1 else [places] if places else [])
    for chosen in islice(product(*choices), _MOST_TRIED):
        edits = sorted(
            ((place, was, now) for places, (was, now) in zip(chosen, amended.what.items(), strict=True) for place in places),
            reverse=True,
        )
        candidate = text
        for place, was, now in edits:
            candidate = candidate[:place] + was + candidate[place + len(now) :]
        yield candidate


def _whole(words: str) -> str:
    """Return a pattern for words that are no parts of longer ones: what is mended is a word and not a few letters of one."""
    return rf"(?<!\w){re.escape(words)}(?!\w)" if words[:1].isalnum() and words[-1:].isalnum() else re.escape(words)


def _genesis(slug: str) -> str:
    return digest_of(f"aboveboard ledger of {slug}\n")


def _link(chain: str, digest: str, rest: str) -> str:
    return digest_of(f"{chain} {digest} {rest}\n")
