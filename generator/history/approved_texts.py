"""Which text an approval was given to, as far as version control tells.

`approved_by` has a name for each role, and no digest: people type it in a web editor. But whoever changes a text after it was approved leaves the
line with the name as it was. So an approval counts for the text that stood when its line was written, and a text that says something else
has to be approved again; then the line is written anew, if only with a note behind it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from generator.content.parser import parse_review, parse_update
from generator.format.decoding import MARKDOWN_LIMIT, decode
from generator.model.document import ReviewDocument, UpdateDocument
from generator.model.history import Version
from generator.model.incident import Review
from generator.model.source import RawFile
from generator.model.update import Update
from generator.seals.ledger_lock import LOCK

#: A text that came out longer ago was looked at then. Only texts without a seal are asked about.
_RECENT = timedelta(days=7)
#: The most files whose past is asked for at once.
_MOST = 200

_TEXT = re.compile(r"content/incidents/[^/\n]+/(?:\d[^/\n.]*|review)\.md")
_DAY = re.compile(rb"^published:\s*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)
_NOTE = re.compile(r"\s#(.*)$")


@dataclass(frozen=True, slots=True)
class Outdated:
    """An approval of another text than the present one.

    Attributes:
        version: the newest version that has the approval and says something else.
        key: what says something else, as the file names it; empty for the text below the front matter.
    """

    version: Version
    key: str


def asked_about(files: Iterable[RawFile], now: datetime) -> tuple[str, ...]:
    """Return the files whose earlier versions matter: updates and reviews with approvals that no lock has sealed and that are new."""
    files = tuple(files)
    locks = {file.path.rpartition("/")[0]: file.data for file in files if file.path.endswith(f"/{LOCK}")}
    found = []
    for file in files:
        if not _TEXT.fullmatch(file.path) or b"approved_by" not in file.data:
            continue
        folder, _, name = file.path.rpartition("/")
        day = _DAY.search(file.data.partition(b"\n---")[0])
        old = day is not None and day.group(1).decode() < f"{now.astimezone(UTC) - _RECENT:%Y-%m-%d}"
        if not old and f" {name}".encode() not in locks.get(folder, b""):
            found.append(file.path)
    return tuple(found[:_MOST])


def outdated(document: UpdateDocument | ReviewDocument, versions: Iterable[Version]) -> Mapping[str, Outdated]:
    """Return the approvals of a text that were given to another one, by role.

    Args:
        document: the present text, which was understood.
        versions: its earlier versions in every commit that led here, the newest first.
    """
    # Read as the earlier ones are: names that a list gets by itself depend on what was read before it.
    present = _parsed(document, document.source.text.encode())
    now = _without_approval(present)
    open_roles = dict(_marks(present))
    found: dict[str, Outdated] = {}
    for version in versions:
        if not open_roles:
            break
        then = _parsed(document, version.data) if version.data is not None else None
        said = _without_approval(then) if then is not None else None
        if then is None or said is None or now is None:
            continue  # A version that cannot be understood says nothing of who approved what.
        marks = _marks(then)
        open_roles = {role: mark for role, mark in open_roles.items() if marks.get(role) == mark}
        key = _first_difference(said, now)
        if key is not None:
            found |= {role: Outdated(version, key) for role in open_roles}
            open_roles = {}
    return MappingProxyType(found)


def says_the_same(document: UpdateDocument | ReviewDocument, data: bytes) -> bool:
    """Whether an earlier version of a file tells readers what the present one does."""
    now, then = _without_approval(_parsed(document, document.source.text.encode())), _without_approval(_parsed(document, data))
    return now is not None and then is not None and _first_difference(then, now) is None


def _without_approval(document: UpdateDocument | ReviewDocument) -> Update | Review | None:
    """Return what a text tells readers, without who approved it and when it comes out."""
    said = document.parsed if isinstance(document, UpdateDocument) else document.review
    return replace(said, approved_by={}, published=datetime.min.replace(tzinfo=UTC), draft=False) if said is not None else None


def _marks(document: UpdateDocument | ReviewDocument) -> Mapping[str, tuple[str, str]]:
    """Return, by role, who approved a text, and the note behind the name: another note is another approval."""
    said = document.parsed if isinstance(document, UpdateDocument) else document.review
    lines = document.source.text.split("\n")
    marks = {}
    for role, person in said.approved_by.items() if said is not None else ():
        at = document.span("approved_by", role)
        note = _NOTE.search(lines[at.end_line - 1][at.end_column - 1 :]) if at.end_line <= len(lines) else None
        marks[role] = (" ".join(person.split()), note.group(1).strip() if note else "")
    return marks


def _parsed(document: UpdateDocument | ReviewDocument, data: bytes) -> UpdateDocument | ReviewDocument:
    source, problems = decode(RawFile(document.source.path, data, len(data)), MARKDOWN_LIMIT)
    if isinstance(document, ReviewDocument):
        return parse_review(source, problems)
    return parse_update(source, problems, document.number, document.slug)


def _first_difference(then: Update | Review, now: Update | Review) -> str | None:
    """Return the key of the first thing that is said otherwise; None when all is said as before."""
    return next(_differences(then, now), None)


def _differences(then: Update | Review, now: Update | Review) -> Iterator[str]:
    for one in fields(now):
        was, became = getattr(then, one.name), getattr(now, one.name)
        if isinstance(was, str) and isinstance(became, str) and was.split() == became.split():
            continue
        if was == became:
            continue
        if one.name == "body":
            yield ""
        elif isinstance(was, Mapping) and isinstance(became, Mapping):
            name = next((name for name in (*became, *was) if was.get(name) != became.get(name)), "")
            yield f"{one.name}.{name}" if name else one.name
        else:
            yield one.name
