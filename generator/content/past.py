"""What was public once, as far as version control remembers it.

A text was public if readers could see it: it stood on the branch that is published, it was no draft, its time had come, and a build would not
have refused it. What stood for a few minutes only may never have been built, and counts as not public.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from generator.content import frontmatter
from generator.content.assemble import UPDATE
from generator.content.parse import parse_incident, parse_review, parse_update
from generator.content.published import original_of
from generator.content.seals import INCIDENT, LOCK, digest_of, digest_of_incident, matches
from generator.format import strict_yaml
from generator.format.reading import MARKDOWN_LIMIT, Reader, decode
from generator.format.strict_yaml import Node, Table, Text
from generator.model.document import Attachment, Content, IncidentFolder, ReviewDocument, UpdateDocument
from generator.model.history import History, PastIncident, Public, Version
from generator.model.source import RawFile, Source, Span

#: What stood for less than this may never have been built: two commits of one sitting that were pushed together.
SITTING = timedelta(minutes=10)

#: Whether the site, as it was then, would have been built at that moment.
Built = Callable[[tuple[RawFile, ...], datetime], bool]

_INCIDENT = re.compile(r"content/incidents/([^/]+)/([^/]+)")
_REVIEW = re.compile(r"review(?:\.([A-Za-z0-9-]+))?\.md")
_PUBLISHED = re.compile(r"^published: ([0-9TZ:.+-]+)$", re.MULTILINE)
_DRAFT = re.compile(r"^draft: ([a-z]+)$", re.MULTILINE)
_WRITTEN = re.compile(r"^[\"' {]*(?:published|draft)\b", re.MULTILINE | re.IGNORECASE)
_TRUE = frozenset({"true", "yes", "on"})

# A version that is refused at so many of the newest states in which it stood was never shown.
_MOST_STATES = 10


@dataclass(frozen=True, slots=True)
class _Stood:
    """A version and until when it stood."""

    version: Version
    until: datetime
    text: str


def past(history: History, content: Content, now: datetime, built: Built) -> Mapping[str, PastIncident]:
    """What of each incident was public, by slug; incidents that are gone are among them.

    Args:
        history: every version of each file; with one that is not known nothing is.
        content: the site as it is now.
        now: the time of judgement.
        built: asked only about versions that today's files do not agree with.
    """
    config = content.config.config
    if not history.known or config is None:
        return MappingProxyType({})
    teller = _Teller(history, content, min(now, history.asked), config.site.public_since, built)
    slugs = sorted({found.group(1) for path in history.files if (found := _INCIDENT.fullmatch(path))})
    told = {slug: teller.incident(slug) for slug in slugs}
    return MappingProxyType({slug: one for slug, one in told.items() if one.texts or one.incident or one.locks})


@dataclass(frozen=True, slots=True)
class _Teller:
    history: History
    content: Content
    now: datetime
    opened: datetime
    built: Built
    states: dict[datetime, bool] = field(default_factory=dict)

    def incident(self, slug: str) -> PastIncident:
        top = f"content/incidents/{slug}/"
        folder = next((one for one in self.content.incidents if one.slug == slug), None)
        sealed = {line.name for line in folder.lock.lines} if folder and folder.lock else set[str]()
        today = _today(folder) if folder else {}
        paths = sorted(path for path in self.history.files if path.startswith(top) and "/" not in path[len(top) :])
        # An original before its translations, which are shown with it.
        paths.sort(key=lambda path: path != _original(path))
        shown: dict[str, tuple[Public, ...]] = {}
        for path in paths:
            if UPDATE.fullmatch(path[len(top) :]) or _REVIEW.fullmatch(path[len(top) :]):
                found = self._public(path, today.get(path), shown)
                if found:
                    shown[path] = found
        since = min((texts[0].since for path, texts in shown.items() if UPDATE.fullmatch(path[len(top) :])), default=None)
        incident = self._incident(f"{top}{INCIDENT}", since, folder) if since is not None and INCIDENT not in sealed else ()
        return PastIncident(
            texts=MappingProxyType({path: texts for path, texts in shown.items() if path[len(top) :] not in sealed}),
            incident=incident,
            locks=tuple(
                Public(commit=one.version.commit, since=one.version.since, text=one.text)
                for one in self._stood(f"{top}{LOCK}")
                if one.until > self.opened
            ),
        )

    def _stood(self, path: str) -> Iterator[_Stood]:
        versions = self.history.files.get(path, ())
        for version, after in zip(versions, [*versions[1:], None], strict=False):
            if version.data is not None and version.since <= self.now:
                until = min(after.since, self.now) if after else self.now
                text = decode(RawFile(path, version.data, len(version.data)), MARKDOWN_LIMIT)[0].text
                yield _Stood(version, until, text)

    def _public(
        self, path: str, today: UpdateDocument | ReviewDocument | None, shown: Mapping[str, tuple[Public, ...]]
    ) -> tuple[Public, ...]:
        """The text of a file that was published, and each by which it may stand instead; empty when none was."""
        earliest = self.opened
        if (original := _original(path)) != path:
            if original not in shown:
                return ()
            earliest = max(earliest, shown[original][0].since)
        candidates: list[tuple[_Stood, Public]] = []
        for one in self._stood(path):
            since = max(earliest, one.version.since)
            if one.until - since < SITTING:
                continue
            due = _due(one.text, today)
            if due is not None and one.until - max(since, due) >= SITTING:
                candidates.append((one, Public(commit=one.version.commit, since=max(since, due), text=one.text)))
        texts = _allowed(path, [public for _, public in candidates])
        if not texts or (today is not None and stands(today, texts)):
            return texts
        return _allowed(path, [public for one, public in candidates if self._was_built(one, public.since)])

    def _incident(self, path: str, since: datetime, folder: IncidentFolder | None) -> tuple[Public, ...]:
        found = [
            (one, Public(commit=one.version.commit, since=max(since, one.version.since), text=one.text))
            for one in self._stood(path)
            if one.until - max(since, one.version.since) >= SITTING
        ]
        now = digest_of_incident(folder.document.incident) if folder and folder.document.incident else ""
        if all(digest(public) in {"", now} for _, public in found):
            return tuple(public for _, public in found)
        return tuple(public for one, public in found if digest(public) and self._was_built(one, public.since))

    def _was_built(self, one: _Stood, since: datetime) -> bool:
        """Whether a build would have shown a version in any state of the site in which it stood."""
        times = {since} | {
            version.since for versions in self.history.files.values() for version in versions if since < version.since < one.until
        }
        # The newest state first: what was in the way had been mended by then.
        return any(self._state(at) for at in sorted(times, reverse=True)[:_MOST_STATES])

    def _state(self, at: datetime) -> bool:
        if at not in self.states:
            self.states[at] = self.built(tuple(self._files(at)), at)
        return self.states[at]

    def _files(self, at: datetime) -> Iterator[RawFile]:
        for path, versions in sorted(self.history.files.items()):
            last = next((version for version in reversed(versions) if version.since <= at), None)
            if last is None or last.data is None:
                continue
            kind = Attachment if "/files/" in path else RawFile
            yield kind(path, last.data, len(last.data))


def digest(public: Public) -> str:
    """The digest of what is sealed of an incident.md that was public; empty when it could not be understood."""
    incident = parse_incident(Source("", public.text), ()).incident
    return digest_of_incident(incident) if incident else ""


def stands(document: UpdateDocument | ReviewDocument, texts: Iterable[Public]) -> bool:
    """Whether a file holds one of some texts, or differs from one in nothing but the words that its `amended` names."""
    held = document.parsed if isinstance(document, UpdateDocument) else document.review
    amended = held.amended if held else None
    return any(matches(document, amended, digest_of(one.text)) for one in texts)


def _allowed(path: str, public: list[Public]) -> tuple[Public, ...]:
    """The first text, and of those that followed each that differs from an allowed one in mended words alone."""
    allowed = public[:1]
    for one in public[1:]:
        if all(one.text != other.text for other in allowed) and stands(_parsed(path, one.text), allowed):
            allowed.append(one)
    return tuple(allowed)


def _parsed(path: str, text: str) -> UpdateDocument | ReviewDocument:
    name = path.rpartition("/")[2]
    if found := UPDATE.fullmatch(name):
        return parse_update(Source(path, text), (), int(found.group(1)), found.group(2), found.group(3) or "")
    return parse_review(Source(path, text), ())


def _original(path: str) -> str:
    top, _, name = path.rpartition("/")
    return f"{top}/review.md" if _REVIEW.fullmatch(name) else original_of(path)


def _today(folder: IncidentFolder) -> dict[str, UpdateDocument | ReviewDocument]:
    reviews = [folder.review] if folder.review else []
    documents: list[UpdateDocument | ReviewDocument] = [
        *folder.updates,
        *folder.translations,
        *reviews,
        *folder.review_translations,
    ]
    return {document.source.path: document for document in documents}


def _due(text: str, today: UpdateDocument | ReviewDocument | None) -> datetime | None:
    """When a text may be shown from; None when it may not, being a draft or nothing that a build understands."""
    if today is not None and today.source.text == text:
        held = today.parsed if isinstance(today, UpdateDocument) else today.review
        return held.published.astimezone(UTC) if held and not held.draft else None
    plain = _plain_keys(text)
    if plain is not None:
        draft_is, published_is = plain
        return None if draft_is.lower() in _TRUE else _moment(Text(published_is, Span("", 1, 1, 1, 1), plain=True))
    parts, _ = frontmatter.split(Source("", text))
    node = strict_yaml.read(parts.front, "")[0] if parts else None
    if not isinstance(node, Table):
        return None
    written = {entry.key: entry.value for entry in node.entries.values()}
    draft, published = written.get("draft"), written.get("published")
    if (isinstance(draft, Text) and draft.value.strip().lower() in _TRUE) or published is None:
        return None
    return _moment(published)


def _moment(node: Node) -> datetime | None:
    when = Reader("").moment(node, "published")
    return when.astimezone(UTC) if when else None


def _plain_keys(text: str) -> tuple[str, str] | None:
    """`draft` and `published` where they are written as plainly as nearly always; None where reading them takes more."""
    front = text.partition("\n---")[0]
    published, draft = _PUBLISHED.findall(front), _DRAFT.findall(front)
    if not text.startswith("---\n") or len(published) != 1 or len(draft) > 1:
        return None
    # A key in quotes, or with a space before its colon, is not seen by the patterns.
    if len(_WRITTEN.findall(front)) != len(published) + len(draft):
        return None
    return (draft[0] if draft else ""), published[0]
