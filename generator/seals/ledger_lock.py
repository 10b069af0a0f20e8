"""ledger.lock: the published files of an incident, one line each, with each line bound to the one before it.

A line is `<chain> <digest> <name> <format>`, the first two in hexadecimal SHA-256. The digest is that of the file's text (UTF-8, newlines as
line ends, no byte-order mark), so that it does not depend on an editor's or git's line ends. The chain is the digest of the previous chain,
the digest, the name and the number of the format in force then; the first one is bound to the incident's name. A line without a number is of
the first format. A name may be repeated: for each corrected spelling; for incident.md, whenever its title or time was corrected; for a review,
whenever a corrective action was done, moved or given up. The last line of a name counts.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC
from hashlib import sha256
from itertools import combinations, islice, product
from types import MappingProxyType
from typing import TypeAlias

from generator.format.problems import is_unread
from generator.format.reader import Reader
from generator.format.record import FORMAT
from generator.model.diagnostic import Finding
from generator.model.document import IncidentFolder, LockDocument, ReviewDocument, SealLine, UpdateDocument
from generator.model.incident import Incident
from generator.model.source import Place, Source, Span
from generator.model.update import Amendment

#: The lock's file name in the incident's folder.
LOCK = "ledger.lock"

#: The name for the sealed part of incident.md: its title, and when the organisation became aware.
INCIDENT = "incident.md"

_LINE = re.compile(r"([0-9a-f]{64}) ([0-9a-f]{64}) (\S+)(?: ([2-9]|[1-9][0-9]{1,3}))?")

# The most places in which a corrected word is searched: enough for any update, and few enough to try all of them.
_MOST_TRIED = 256


def parse_lock(source: Source, problems: tuple[Finding, ...], slug: str) -> LockDocument:
    """Parse the ledger.lock of the incident `slug`; parsing stops at the first line that does not follow from the one before it."""
    reader = Reader(source.path)
    reader.problems += problems
    lines: list[SealLine] = []
    chain = _genesis(slug)
    for number, text in enumerate([] if is_unread(source, problems) else source.text.split("\n"), 1):
        if not text:
            continue
        at = Span(source.path, number, 1, number, len(text) + 1)
        found = _LINE.fullmatch(text)
        number_of_format = int(found.group(4) or 1) if found else 1
        if found is None or found.group(1) != _link(chain, found.group(2), found.group(3), number_of_format):
            reader.problem(
                "broken-seal",
                at,
                "this line does not follow from the one before it, so the record of what was published is broken here",
                "bring ledger.lock back as it was published (git log shows it); it is written by `aboveboard seal` alone",
            )
            break
        chain = found.group(1)
        lines.append(SealLine(chain=chain, digest=found.group(2), name=found.group(3), format=number_of_format))
        reader.places[str(len(lines) - 1),] = Place(at, at)
    return LockDocument(
        source=source,
        places=MappingProxyType(reader.places),
        problems=tuple(reader.problems),
        lines=tuple(lines),
    )


def with_seals(slug: str, lock: LockDocument | None, items: Iterable[tuple[str, str]]) -> str:
    """Return the lock's text with a line added for every (name, digest) that is new or has changed."""
    lines = list(lock.lines) if lock else []
    last = {line.name: line.digest for line in lines}
    chain = lines[-1].chain if lines else _genesis(slug)
    for name, digest in items:
        if last.get(name) == digest:
            continue
        chain = _link(chain, digest, name, FORMAT)
        lines.append(SealLine(chain=chain, digest=digest, name=name, format=FORMAT))
    return "".join(f"{line.chain} {line.digest} {_named(line.name, line.format)}\n" for line in lines)


def digest_of(text: str) -> str:
    """Return the digest of a file's text."""
    return sha256(text.encode("utf-8")).hexdigest()


def digest_of_incident(incident: Incident) -> str:
    """Return the digest of the sealed part of incident.md."""
    return digest_of(f"{incident.title}\n{incident.aware.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n")


def name_of(folder: IncidentFolder, path: str) -> str:
    """Return a file's name in the lock: its path relative to the incident's folder."""
    return path.removeprefix(f"content/incidents/{folder.slug}/")


def matches(document: UpdateDocument | ReviewDocument, amended: Amendment | None, digest: str) -> bool:
    """Whether a file is as sealed, apart from permitted changes."""
    return as_published(document, amended, {digest}) is not None


def as_published(document: UpdateDocument | ReviewDocument, amended: Amendment | None, digests: Collection[str]) -> str | None:
    """Return the text with which a file was published, if only permitted changes were made since; otherwise None.

    Permitted are changes of words named under `amended` and, in a review, progress of a corrective action: `done`, `dropped`, and a later
    `by` with the earlier day under `moved`.

    Args:
        document: the present file.
        amended: its `amended`.
        digests: digests of the texts with which it may have been published.
    """
    text = document.source.text
    if digest_of(text) in digests:
        return text
    added = _key(document, "amended") if amended else None
    for progress in _progress(document):
        before = _changed(text, (*progress, *([added] if added else ())))
        for candidate in _with_old_words(before, amended) if amended else (before,):
            if digest_of(candidate) in digests:
                return candidate
    return None


#: A span of a text, and its replacement.
_Patch: TypeAlias = tuple[int, int, str]


def _changed(text: str, patches: Iterable[_Patch]) -> str:
    for start, end, instead in sorted(patches, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def _key(document: UpdateDocument | ReviewDocument, *path: str) -> _Patch | None:
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


def _progress(document: UpdateDocument | ReviewDocument) -> Iterator[tuple[_Patch, ...]]:
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
        places = tuple(found.start() for found in re.finditer(re.escape(now), text))
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


def _genesis(slug: str) -> str:
    return digest_of(f"aboveboard ledger of {slug}\n")


def _link(chain: str, digest: str, name: str, format: int) -> str:
    return digest_of(f"{chain} {digest} {_named(name, format)}\n")


def _named(name: str, format: int) -> str:
    # As lines were before they had a number.
    return name if format == 1 else f"{name} {format}"
