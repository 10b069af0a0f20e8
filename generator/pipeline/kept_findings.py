"""Findings of an incident, kept for the next run.

A rule about an incident and its texts sees that incident, what belongs to no incident, and of the other incidents where links lead. So its findings
hold as long as all of these bytes are the same, the links lead to the same places, and the time has not come at which it would find something else.
The rules about the whole site, and what is said of all findings together, run each time.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, Final, TypeVar

from generator.inspection.analysis import Analysis
from generator.links.link_targets import LinkTargets
from generator.links.noted_targets import Answers, NotedTargets, answer
from generator.model.diagnostic import Diagnostic, Edit, Severity
from generator.model.document import Content, IncidentFolder
from generator.model.history import PromiseSettings
from generator.model.kept import Kept, Kind
from generator.model.noted_time import Steady, holds
from generator.model.source import RawFile, Span
from generator.rules.runner import IncidentFindings

_COMMITTED: Final = "committed"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class SourceDigests:
    """The digests of a site's sources.

    Attributes:
        incidents: of the files of each incident's folder, by its name.
        rest: of all other files.
    """

    incidents: Mapping[str, bytes]
    rest: bytes


def source_digests(files: Iterable[RawFile]) -> SourceDigests:
    """Return the digests of a site's files."""
    incidents: dict[str, Any] = {}
    rest = sha256()
    for file in sorted(files, key=lambda one: one.path):
        parts = file.path.split("/")
        own = parts[:2] == ["content", "incidents"] and len(parts) > 3
        into = incidents.setdefault(parts[2], sha256()) if own else rest
        if type(file) is RawFile:
            into.update(f"{file.path!r} {file.size} {file.link} {file.special} {len(file.data)}\n".encode())
            into.update(file.data)
        else:
            # What was looked into without keeping its bytes: all that is known of it.
            into.update(f"{file!r}\n".encode())
    return SourceDigests({slug: one.digest() for slug, one in incidents.items()}, rest.digest())


class KeptFindings:
    """The findings of incidents that are kept, and new ones, which are kept from then on.

    Args:
        analysis: the site.
        digests: of its files.
        terms: the promise settings over time.
        kept: where findings are kept.
        told: told the name of each incident of which findings are kept.
    """

    def __init__(
        self,
        analysis: Analysis,
        digests: SourceDigests,
        terms: tuple[PromiseSettings, ...],
        kept: Kept,
        told: Callable[[str], None] = lambda _slug: None,
    ) -> None:
        self._analysis = analysis
        self._digests = digests
        self._kept = kept
        self._told = told
        self._arrived, self._earlier = _by_incident(analysis.arrived), _by_incident(analysis.earlier)
        content = analysis.content
        said = (kept.stamp, digests.rest.hex(), _gone(content), _renamed(content), terms, analysis.former_state)
        self._shared = sha256(repr(said).encode()).digest()

    def kept(self, folder: IncidentFolder) -> IncidentFindings | None:
        """Return an incident's findings from before; None where there are none that hold."""
        held = self._kept.get(Kind.FINDINGS, self.key(folder))
        found = _read(held, self._analysis, self._analysis.link_targets) if held is not None else None
        if found is not None:
            self._told(folder.slug)
        return found

    def judged(self, folder: IncidentFolder, anew: Callable[[Analysis], IncidentFindings]) -> IncidentFindings:
        """Return an incident's new findings, and keep them."""
        steady = Steady(self._analysis.now)
        answers: Answers = {}
        committed = partial(_committed, self._analysis, answers)
        targets = self._analysis.link_targets
        noted = NotedTargets(targets, answers) if targets else None
        made = anew(self._analysis.of_one(folder, steady.moment(), noted, committed))
        if not made.secrets:
            # A text that nobody may see again is kept nowhere.
            self._kept.put(Kind.FINDINGS, self.key(folder), _written(made, steady, answers))
        return made

    def told(self, folder: IncidentFolder, found: IncidentFindings) -> None:
        """Say that an incident's findings are kept."""
        if not found.secrets:
            self._told(folder.slug)

    def key(self, folder: IncidentFolder) -> str:
        """Return a digest of all that findings of an incident follow from, but for where its links lead, and the time."""
        slug = folder.slug
        # What version control tells of the incident. All files are looked through once, not for each incident.
        told = slug, self._analysis.past.get(slug), self._arrived.get(slug, []), self._earlier.get(slug, [])
        own = self._digests.incidents.get(slug, b"") + repr(told).encode()
        return sha256(self._shared + own).hexdigest()


def _gone(content: Content) -> list[str]:
    """Return the incidents of which only the order of publication tells: a lock may name them."""
    there = {folder.slug for folder in content.incidents}
    return sorted({entry.slug for entry in content.order.entries} - there) if content.order else []


def _renamed(content: Content) -> list[tuple[str, str]]:
    """Return the former names of all incidents, with the present ones: by them others name it, and none may be another's."""
    return [(name, folder.slug) for folder in content.incidents for name in folder.former]


def _by_incident(told: Mapping[str, _T]) -> Mapping[str, list[tuple[str, _T]]]:
    """Return what is told of files by the incident whose files they are."""
    found: dict[str, list[tuple[str, _T]]] = {}
    for path, one in told.items():
        match path.split("/"):
            case ["content", "incidents", slug, _, *_]:
                found.setdefault(slug, []).append((path, one))
    return found


def _committed(analysis: Analysis, answers: Answers, path: str, digest: str) -> str | None:
    found = analysis.committed(path, digest)
    answers[_COMMITTED, path, digest] = _digest(found)
    return found


def _digest(text: str | None) -> str:
    return "" if text is None else sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _written(made: IncidentFindings, steady: Steady, answers: Answers) -> bytes:
    held = {
        "now": steady.now.isoformat(),
        "exact": steady.exact,
        "after": steady.after.isoformat() if steady.after else None,
        "before": steady.before.isoformat() if steady.before else None,
        "answers": [[*question, said] for question, said in answers.items()],
        "found": [
            [
                *(one.code, one.name, one.severity.value, one.message, one.help, _place(one.span), one.blocks, one.hidden),
                one.if_published,
                [[_place(edit.at), edit.text, edit.asks] for edit in one.edits],
            ]
            for one in made.found
        ],
    }
    return json.dumps(held).encode()


def _place(span: Span) -> list[str | int]:
    return [span.path, span.line, span.column, span.end_line, span.end_column]


def _read(held: bytes, analysis: Analysis, targets: LinkTargets | None) -> IncidentFindings | None:
    """Return findings that were kept; None where they do not hold any more, or are written in another way."""
    try:
        return _said(json.loads(held.decode()), analysis, targets)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _said(said: dict[str, Any], analysis: Analysis, targets: LinkTargets | None) -> IncidentFindings | None:
    after, before = (datetime.fromisoformat(said[end]) if said[end] else None for end in ("after", "before"))
    if not holds(analysis.now, datetime.fromisoformat(said["now"]), exact=said["exact"], after=after, before=before):
        return None
    for *question, was in said["answers"]:
        if question[0] == _COMMITTED:
            today: str | None = _digest(analysis.committed(question[1], question[2]))
        else:
            today = answer(targets, tuple(question), analysis.now) if targets else None
        if today != was:
            return None
    return IncidentFindings(tuple(_diagnostic(*one) for one in said["found"]))


def _diagnostic(  # each is a field of its own
    code: str,
    name: str,
    severity: str,
    message: str,
    help: str,
    span: list[Any],
    blocks: bool,
    hidden: bool,
    if_published: str,
    edits: list[list[Any]],
) -> Diagnostic:
    return Diagnostic(
        code=code,
        name=name,
        severity=Severity(severity),
        message=message,
        help=help,
        span=Span(*span),
        blocks=blocks,
        hidden=hidden,
        if_published=if_published,
        edits=tuple(Edit(Span(*at), text, asks) for at, text, asks in edits),
    )
