"""ledger.lock: what of an incident has been published, one line a file, each bound to the line before it.

A line is `<chain> <digest> <name>`, the two in hexadecimal SHA-256. The digest is that of the file's text (UTF-8, newlines as line ends, no
byte-order mark), so that it survives an editor or a git that turns line ends. The chain is the digest of the chain before it, the digest
and the name; the first is bound to the incident's name. The same name may come again: once more for every spelling that was mended, and for incident.md whenever
its title or time was corrected. The last one counts.
"""

import re
from collections.abc import Iterable
from datetime import UTC
from hashlib import sha256
from itertools import islice, product
from types import MappingProxyType

from generator.content.reading import Reader
from generator.model.diagnostic import Problem
from generator.model.document import IncidentFolder, LockDocument, ReviewDocument, SealLine, UpdateDocument
from generator.model.incident import Incident
from generator.model.source import Place, Source, Span
from generator.model.update import Amendment

#: The lock's name in the incident's folder.
LOCK = "ledger.lock"

#: What of incident.md is sealed has this name: its title, and when we first had good reason to believe it.
INCIDENT = "incident.md"

_LINE = re.compile(r"([0-9a-f]{64}) ([0-9a-f]{64}) (\S+)")

# The most places at which one mended word is looked for: enough for any update, and few enough to try them all.
_MOST_TRIED = 256


def parse_lock(source: Source, problems: tuple[Problem, ...], slug: str) -> LockDocument:
    """ledger.lock of the incident `slug`; reading stops at the first line that does not follow from the one before it."""
    reader = Reader(source.path)
    reader.problems += problems
    lines: list[SealLine] = []
    chain = _genesis(slug)
    for number, text in enumerate(source.text.split("\n"), 1):
        if not text:
            continue
        at = Span(source.path, number, 1, number, len(text) + 1)
        found = _LINE.fullmatch(text)
        if found is None or found.group(1) != _link(chain, found.group(2), found.group(3)):
            reader.problem(
                "broken-seal",
                at,
                "this line does not follow from the one before it, so the record of what was published is broken here",
                "bring ledger.lock back as it was published (git log shows it); it is written by `aboveboard seal` alone",
            )
            break
        chain = found.group(1)
        lines.append(SealLine(chain=chain, digest=found.group(2), name=found.group(3)))
        reader.places[str(len(lines) - 1),] = Place(at, at)
    return LockDocument(
        source=source,
        places=MappingProxyType(reader.places),
        problems=tuple(reader.problems),
        lines=tuple(lines),
    )


def sealed(slug: str, lock: LockDocument | None, items: Iterable[tuple[str, str]]) -> str:
    """The lock's text with a line for every (name, digest) that is not in it yet or has another digest there."""
    lines = list(lock.lines) if lock else []
    last = {line.name: line.digest for line in lines}
    chain = lines[-1].chain if lines else _genesis(slug)
    for name, digest in items:
        if last.get(name) == digest:
            continue
        chain = _link(chain, digest, name)
        lines.append(SealLine(chain=chain, digest=digest, name=name))
    return "".join(f"{line.chain} {line.digest} {line.name}\n" for line in lines)


def digest_of(text: str) -> str:
    """The digest of a file's text."""
    return sha256(text.encode("utf-8")).hexdigest()


def digest_of_incident(incident: Incident) -> str:
    """The digest of what is sealed of incident.md."""
    return digest_of(f"{incident.title}\n{incident.aware.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n")


def name_of(folder: IncidentFolder, path: str) -> str:
    """A file's name in the lock: relative to the incident's folder."""
    return path.removeprefix(f"content/incidents/{folder.slug}/")


def matches(document: UpdateDocument | ReviewDocument, amended: Amendment | None, digest: str) -> bool:
    """Whether a file is what was sealed, or differs from it in nothing but the words that its `amended` names."""
    text = document.source.text
    if digest_of(text) == digest:
        return True
    if amended is None:
        return False
    before = _without_key(text, document.places.get(("amended",)))
    return any(digest_of(candidate) == digest for candidate in _with_old_words(before, amended))


def _without_key(text: str, place: Place | None) -> str:
    if place is None:
        return text
    lines = text.split("\n")
    return "\n".join(lines[: place.key.line - 1] + lines[place.value.end_line :])


def _with_old_words(text: str, amended: Amendment) -> Iterable[str]:
    """Every text from which the mended one can have been made: each new word put back to the old one, in one place or in all."""
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


def _link(chain: str, digest: str, name: str) -> str:
    return digest_of(f"{chain} {digest} {name}\n")
