"""What rules may require of a published text.

Readers already have a published text, and it must not be edited. So a finding in it (from a newer rule, after a changed setting, or
because nobody looked) is not an error, and advice to reword the text does not apply: the remedy is a correction or a setting. The
exception is a published text that was edited anyway: CON013 and the seal rules (SEA) report that, and their errors remain errors.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from generator.history.publication import digest, public_text
from generator.model.diagnostic import Diagnostic, Severity
from generator.model.document import Content, IncidentDocument, IncidentFolder, ReviewDocument, UpdateDocument
from generator.model.history import PastIncident
from generator.model.source import Span
from generator.seals.ledger_lock import INCIDENT, as_published, digest_of_incident, name_of

_BRING_BACK = "restore the published text first (edited-in-place, CON013, says how); then this finding is judged by that text"


@dataclass(slots=True)
class PublishedTexts:
    """The published texts of a site.

    Attributes:
        texts: files that were published and are unchanged, apart from edits that are allowed.
        changed: by path, the parts of such a file that differ from the published text.
        incidents: by path, incident.md of which the published values are as they were.
        unsealed: files that only version control knows to be published, so that a build must confirm that they were visible.
        edited: files that were published with a different text.
        translations: translations of incident.md into languages in which updates were published: they may be edited but not sent out.
        shown: tells whether a build published a file's present text.
    """

    shown: Callable[[str], bool]
    texts: set[str] = field(default_factory=set)
    changed: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    incidents: dict[str, IncidentDocument] = field(default_factory=dict)
    unsealed: set[str] = field(default_factory=set)
    edited: set[str] = field(default_factory=set)
    translations: set[str] = field(default_factory=set)

    def settled(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield the findings; those in unchanged published texts become warnings with advice that applies.

        Findings that report an edit of a published text keep their severity.
        """
        found = list(found)
        doubtful = {one.span.path for one in found if one.severity is Severity.ERROR} & self.unsealed
        refused = {path for path in sorted(doubtful) if not self.shown(path)}
        for one in found:
            if one.code == "CON013" or one.code.startswith("SEA") or one.span.path in refused:
                yield one
            elif one.span.path in self.edited:
                yield replace(one, help=_BRING_BACK) if one.if_published else one
            elif not self._is_as_published(one):
                yield one
            else:
                severity = Severity.WARNING if one.severity is Severity.ERROR else one.severity
                yield replace(one, severity=severity, blocks=False, help=one.if_published or one.help)

    def _is_as_published(self, one: Diagnostic) -> bool:
        """Whether the place of a finding is unchanged since publication."""
        at = one.span
        if one.code == "TRA008" and at.path in self.translations:
            return True
        if at.path in self.incidents:
            places = (self.incidents[at.path].places.get((key,)) for key in ("title", "aware"))
            return any(place.whole.line <= at.line and at.end_line <= place.whole.end_line for place in places if place)
        return at.path in self.texts and not any(_overlap(at, other) for other in self.changed[at.path])


def published_texts(content: Content, past: Mapping[str, PastIncident], shown: Callable[[str], bool]) -> PublishedTexts:
    """Collect the published texts of a site from ledger.lock and version control.

    Args:
        content: the site.
        past: what was public of each incident, by slug.
        shown: tells whether a build published a file's present text.
    """
    known = PublishedTexts(shown)
    for folder in content.incidents:
        was = past.get(folder.slug, PastIncident())
        if not folder.may_be_sealed and not was.texts and not was.incident:
            continue  # Nothing of it was published.
        reviews = (folder.review,) if folder.review else ()
        for document in (*folder.updates, *folder.translations, *reviews, *folder.review_translations):
            _add(known, folder, document, was)
        spoken = {one.language for one in folder.translations if one.source.path in known.texts}
        known.translations |= {one.source.path for one in folder.incident_translations if one.language in spoken}
        if _incident_stands(folder, was):
            path = folder.document.source.path
            known.incidents[path] = folder.document
            if folder.lock is None or folder.lock.last(INCIDENT) is None:
                known.unsealed.add(path)
    return known


def _add(known: PublishedTexts, folder: IncidentFolder, document: UpdateDocument | ReviewDocument, was: PastIncident) -> None:
    path = document.source.path
    line = folder.lock.last(name_of(folder, path)) if folder.lock else None
    texts = was.texts.get(path, ())
    if line is not None:
        held = document.parsed if isinstance(document, UpdateDocument) else document.review
        text = as_published(document, held.amended if held else None, {line.digest}, partial(tuple, (line.said,)))
    elif texts:
        text = public_text(document, texts)
        if text is not None:
            # The file was committed; whether a build would have shown it is decided later.
            known.unsealed.add(path)
    else:
        return
    if text is None:
        known.edited.add(path)
        return
    known.texts.add(path)
    known.changed[path] = tuple(_changes(document, text))


def _changes(document: UpdateDocument | ReviewDocument, text: str) -> Iterator[Span]:
    """Yield what a file contains beyond its published text: the words named under `amended`, and whole lines."""
    held = document.parsed if isinstance(document, UpdateDocument) else document.review
    amended_words = held.amended.what if held and held.amended else {}
    was_said = frozenset(text.split("\n"))
    for number, line in enumerate(document.source.text.split("\n"), 1):
        if line in was_said:
            continue
        before, words = line, []
        for was, now in amended_words.items():
            words += [found.span() for found in re.finditer(re.escape(now), line)]
            before = before.replace(now, was)
        if not words or before not in was_said:
            words = [(0, len(line))]
        yield from (Span(document.source.path, number, start + 1, number, end + 1) for start, end in words)


def _overlap(one: Span, other: Span) -> bool:
    first, second = (one.line, one.column), (other.line, other.column)
    return first < (other.end_line, other.end_column) and second < (one.end_line, one.end_column)


def _incident_stands(folder: IncidentFolder, was: PastIncident) -> bool:
    if folder.document.incident is None:
        return False
    now = digest_of_incident(folder.document.incident)
    line = folder.lock.last(INCIDENT) if folder.lock else None
    if line is not None:
        return line.digest == now
    return any(digest(public, folder) == now for public in was.incident)
