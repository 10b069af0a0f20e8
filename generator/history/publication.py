"""What was public in the past, according to version control.

A text was public if readers could see it: it was on the published branch and not a draft, its time had come, and a build would not have
refused it. A text that existed for only a few minutes may never have been built, and counts as not public.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from generator.content import frontmatter
from generator.content.assembly import UPDATE
from generator.content.parser import parse_incident, parse_incident_translation, parse_review, parse_update
from generator.content.settings import PATH as SETTINGS
from generator.content.settings import parse_settings
from generator.format import yaml_files
from generator.format.decoding import MARKDOWN_LIMIT, SETTINGS_LIMIT, decode
from generator.format.reader import Reader
from generator.format.strict_yaml import Node, Table, Text
from generator.history.maybe_published import original_of
from generator.model.config import SiteConfig
from generator.model.document import Attachment, Content, IncidentFolder, ReviewDocument, UpdateDocument
from generator.model.history import Arrival, History, PastIncident, PromiseSettings, PublicText, Version
from generator.model.incident import Incident, IncidentTranslation
from generator.model.source import RawFile, Source, Span
from generator.model.visibility import is_public, opens, released
from generator.seals.ledger_lock import INCIDENT, LOCK, as_published, digest_of, digest_of_incident
from generator.seals.page_words import PAGE_LOCK, ways_to_ask
from generator.seals.said import said_digest
from generator.seals.standing_words import standing_documents

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)

#: Versions that existed for less than this may never have been built: two commits of one session, pushed together.
SITTING = timedelta(minutes=10)

#: Tells whether the site in its state at that moment would have been built.
Built = Callable[[tuple[RawFile, ...], datetime], bool]

_INCIDENT = re.compile(r"content/incidents/([^/]+)/([^/]+)")
_REVIEW = re.compile(r"review(?:\.([A-Za-z0-9-]+))?\.md")
_INCIDENT_FILE = re.compile(r"incident(?:\.([A-Za-z0-9-]+))?\.md")
_PUBLISHED = re.compile(r"^published: ([0-9TZ:.+-]+)$", re.MULTILINE)
_DRAFT = re.compile(r"^draft: ([a-z]+)$", re.MULTILINE)
_WRITTEN = re.compile(r"^[\"' {]*(?:published|draft)\b", re.MULTILINE | re.IGNORECASE)
_TRUE = frozenset({"true", "yes", "on"})

# A version that is refused in this many of the newest states that contain it was never published.
_MOST_STATES = 10

# The files that determine a site's rules and settings: a text refused now was most likely last published before one of them changed.
_RULING = re.compile(r"site_config\.yml|content/(?:plan\.yml|profiles/[^/]+|templates/[^/]+)")


@dataclass(frozen=True, slots=True)
class _PublicPeriod:
    """A version of a file, and from when until when it existed."""

    version: Version
    since: datetime
    until: datetime
    text: str


@dataclass(frozen=True, slots=True)
class _Opening:
    """A time during which site_config.yml said since when readers see the site."""

    since: datetime
    until: datetime
    public_since: datetime


@dataclass(frozen=True, slots=True)
class PublicHistory:
    """Past publications according to version control.

    Attributes:
        incidents: what was public of each incident, by slug; removed incidents are included.
        shown: tells by path whether the site in some past state published a file's present text.
        committed: gives the text that a file had when it had a digest, by path and digest; None where no commit has it.
        asked: gives the words of a way to ask that had a digest, by the name of its line in pages.lock and digest; empty where no commit has them.
        page_locks: every pages.lock that was committed on the branch that is published, oldest first.
        other_page_locks: every pages.lock of any commit that leads here, whichever branch it was made on.
    """

    incidents: Mapping[str, PastIncident] = field(default_factory=lambda: MappingProxyType({}))
    shown: Callable[[str], bool] = lambda _path: False
    committed: Callable[[str, str], str | None] = lambda _path, _digest: None
    page_locks: tuple[PublicText, ...] = ()
    other_page_locks: tuple[PublicText, ...] = ()
    asked: Callable[[str, str], str] = lambda _name, _digest: ""


def public_history(
    history: History, content: Content, now: datetime, built: Built, named: History | None = None
) -> PublicHistory:
    """Return the past publications.

    Args:
        history: every version of each file; without a known history, nothing counts as public.
        content: the present site.
        now: the time of judgement.
        built: called only for versions that differ from today's files, and for those whose text would be refused today.
        named: the same history with the present names of what was renamed since; the site's former states keep their own names.
    """
    config = content.config.config
    if not history.known or config is None:
        return PublicHistory()
    named = named or history
    teller = _HistoryReader(named, history, content, min(now, history.queried_at), _openings(history, config), built)
    # Sorted by incident once: each of them looks only at its own.
    paths: dict[str, set[str]] = {}
    for path in (*named.files, *named.ahead, *named.dropped, *named.locks):
        if found := _INCIDENT.fullmatch(path):
            paths.setdefault(found.group(1), set()).add(path)
    folders = {folder.slug: folder for folder in content.incidents}
    told = {slug: teller.incident(slug, paths[slug], folders.get(slug)) for slug in sorted(paths)}
    incidents = MappingProxyType(
        {
            slug: one
            for slug, one in told.items()
            if one.texts or one.lost or one.sealed_texts or one.incident or one.locks or one.other_locks
        }
    )
    others = teller.other_locks(PAGE_LOCK)
    return PublicHistory(incidents, teller.shown, teller.committed, teller.page_locks(), others, teller.asked)


def _openings(history: History, config: SiteConfig) -> tuple[_Opening, ...]:
    """Return since when readers saw the site, as its settings said at each time.

    No later setting makes a text that was public one that never was.
    """
    versions = (*history.files.get(SETTINGS, ()), *history.ahead.get(SETTINGS, ()))
    found: list[_Opening] = []
    said: tuple[list[str], datetime] | None = None
    for version, after in zip(versions, [*versions[1:], None], strict=False):
        until = (after.latest or after.since) if after else _LAST
        if version.data is None:
            continue
        source, problems = decode(RawFile(SETTINGS, version.data, len(version.data)), SETTINGS_LIMIT)
        lines = [line for line in source.text.split("\n") if "public_since" in line or "timezone" in line]
        if said is None or said[0] != lines:
            then = parse_settings(source, problems).config
            if then is None:
                continue
            said = lines, then.site.public_since
        found.append(_Opening(version.since, until, said[1]))
    return tuple(found) or (_Opening(_FIRST, _LAST, config.site.public_since),)


@dataclass(frozen=True, slots=True)
class _HistoryReader:
    history: History
    as_it_was: History
    content: Content
    now: datetime
    opened: tuple[_Opening, ...]
    built: Built
    states: dict[datetime, bool] = field(default_factory=dict)

    def incident(self, slug: str, known: set[str], folder: IncidentFolder | None) -> PastIncident:
        top = f"content/incidents/{slug}/"
        sealed = {line.name for line in folder.lock.lines} if folder and folder.lock else set[str]()
        today = _today(folder) if folder else {}
        paths = sorted(path for path in known if "/" not in path[len(top) :] and not path.endswith(f"/{LOCK}"))
        # Originals come before their translations, which are published with them.
        paths.sort(key=lambda path: path != _original(path))
        shown: dict[str, tuple[PublicText, ...]] = {}
        for path in paths:
            if UPDATE.fullmatch(path[len(top) :]) or _REVIEW.fullmatch(path[len(top) :]):
                found = self._public(path, today.get(path), shown)
                if found:
                    shown[path] = found
        since = min((texts[0].since for path, texts in shown.items() if UPDATE.fullmatch(path[len(top) :])), default=None)
        incident = self._incident(f"{top}{INCIDENT}", since, folder) if since is not None and INCIDENT not in sealed else ()
        return PastIncident(
            texts=MappingProxyType({path: texts for path, texts in shown.items() if path[len(top) :] not in sealed}),
            lost=MappingProxyType({path: lost for path in paths if (lost := self._lost(path, today.get(path)))}),
            sealed_texts=MappingProxyType({path: texts for path, texts in shown.items() if path[len(top) :] in sealed}),
            incident=incident,
            locks=tuple(
                PublicText(commit=one.version.commit, since=one.since, text=one.text) for one in self._stood(f"{top}{LOCK}")
            ),
            other_locks=self.other_locks(f"{top}{LOCK}"),
            standing=MappingProxyType(dict(self._standing(paths, since, folder)) if since is not None else {}),
        )

    def _standing(
        self, paths: Iterable[str], since: datetime, folder: IncidentFolder | None
    ) -> Iterator[tuple[str, tuple[PublicText, ...]]]:
        """Yield what incident.md and its translations said each time that readers saw them, by path."""
        documents = (folder.document, *folder.incident_translations) if folder else ()
        today = {one.source.path: one.source.text for one in documents}
        updates = [path for path in paths if UPDATE.fullmatch(path.rpartition("/")[2])]
        told = [one for path in updates for one in (*self._stood(path), *self._dropped(path))]
        written = min((max(one.since, due) for one in told if (due := _due(one.text, None)) is not None), default=since)
        # On this line, which may have taken the updates in from another, long after that had published them.
        here = min((one.version.since for path in updates for one in self._stood(path)), default=since)
        for path in paths:
            if not _INCIDENT_FILE.fullmatch(path.rpartition("/")[2]):
                continue
            found = [
                (one, PublicText(commit=one.version.commit, since=max(since, here, one.version.since), text=one.text))
                for one in self._stood(path)
                if one.until - max(since, one.version.since) >= SITTING
            ]
            # As long as nothing differs, nothing has to be built to find out what readers saw.
            if any(public.text != today.get(path) for _, public in found):
                found = [(one, public) for one, public in found if self._was_built(one, max(since, one.version.since))]
            # What a merge did not keep stood on the side that readers may have seen, whose states are not those of the other.
            lost = (
                PublicText(commit=one.version.commit, since=max(written, one.since), text=one.text)
                for one in self._dropped(path)
                if one.until - max(written, one.since) >= SITTING
            )
            # By their times: what a branch said later than readers had read something else is no earlier word.
            if said := sorted((*(public for _, public in found), *lost), key=lambda public: public.since):
                yield path, tuple(said)

    def _stood(self, path: str) -> Iterator[_PublicPeriod]:
        """Yield each version of a file with the longest time that it can have existed, in the order of commits, whatever their dates."""
        versions = (*self.history.files.get(path, ()), *self.history.ahead.get(path, ()))
        for version, after in zip(versions, [*versions[1:], None], strict=False):
            if version.data is not None and version.since <= self.now:
                until = min(after.latest or after.since, self.now) if after else self.now
                yield self._period(path, version, until)

    def _dropped(self, path: str) -> Iterator[_PublicPeriod]:
        """Yield each version of a file that a merge did not keep, with the longest time that it can have stood."""
        for version in self.history.dropped.get(path, ()):
            if version.data is not None and version.since <= self.now:
                yield self._period(path, version, min(version.latest or self.now, self.now))

    def _lost(self, path: str, today: UpdateDocument | ReviewDocument | None) -> tuple[PublicText, ...]:
        """Return the texts of a file that readers can have seen, and that a merge did not keep."""
        found: list[PublicText] = []
        for one in self._dropped(path):
            version = one.version
            since, due = self._opened(one.since, one.until), _due(one.text, today)
            if since is not None and due is not None and one.until - max(since, due) >= SITTING:
                found.append(PublicText(commit=version.commit, since=max(since, due), text=one.text))
        return tuple(found)

    def _opened(self, since: datetime, until: datetime) -> datetime | None:
        """Return the first moment of a period at which readers could see the site; None when they could not."""
        return min(
            (
                max(since, one.since, one.public_since)
                for one in self.opened
                if max(since, one.since, one.public_since) < min(until, one.until)
            ),
            default=None,
        )

    def _period(self, path: str, version: Version, until: datetime) -> _PublicPeriod:
        data = version.data or b""
        text = decode(RawFile(path, data, len(data)), MARKDOWN_LIMIT)[0].text
        return _PublicPeriod(version, min(version.written or version.since, version.since), until, text)

    def _public(
        self, path: str, today: UpdateDocument | ReviewDocument | None, shown: Mapping[str, tuple[PublicText, ...]]
    ) -> tuple[PublicText, ...]:
        """Return the published text of a file and each permitted later version of it; empty when none was published."""
        earliest = _FIRST
        if (original := _original(path)) != path:
            if original not in shown:
                return ()
            earliest = max(earliest, shown[original][0].since)
        candidates: list[tuple[_PublicPeriod, PublicText]] = []
        for one in self._stood(path):
            since = self._opened(max(earliest, one.since), one.until)
            if since is None or one.until - since < SITTING:
                continue
            due = _due(one.text, today)
            if due is not None and one.until - max(since, due) >= SITTING:
                candidates.append((one, PublicText(commit=one.version.commit, since=max(since, due), text=one.text)))
        texts = _allowed(path, [public for _, public in candidates])
        if not texts or (today is not None and is_unchanged(today, texts)):
            return texts
        return _allowed(path, [public for one, public in candidates if self._was_built(one, public.since)])

    def shown(self, path: str) -> bool:
        """Whether a build published a file's present text in any past state of the site."""
        folder = next((one for one in self.content.incidents if path.startswith(f"content/incidents/{one.slug}/")), None)
        if folder is None:
            return False
        today = _today(folder).get(path)
        for one in self._stood(path):
            opened = self._opened(one.since, one.until)
            if opened is None:
                continue
            public = PublicText(commit=one.version.commit, since=opened, text=one.text)
            due = _due(one.text, today) if today else public.since
            if due is None or one.until - max(public.since, due) < SITTING:
                continue
            same = is_unchanged(today, [public]) if today else digest(public, folder) == _digest_of(folder)
            if same and any(self._state(at) for at in self._likely(max(public.since, due), one.until)):
                return True
        return False

    def asked(self, name: str, digest: str) -> str:
        """Return the words of a way to ask that had a digest in any commit."""
        for files in (self.history.files, self.history.unpushed):
            for version in reversed(files.get(SETTINGS, ())):
                if version.data:
                    then = parse_settings(*decode(RawFile(SETTINGS, version.data, len(version.data)), SETTINGS_LIMIT)).config
                    words = ways_to_ask(then).get(name, "") if then else ""
                    if words and digest_of(words) == digest:
                        return words
        return ""

    def other_locks(self, path: str) -> tuple[PublicText, ...]:
        """Return a lock as it was in any commit that leads here."""
        return tuple(
            PublicText(commit=version.commit, since=version.since, text=_text_of(version.data or b""))
            for version in self.history.locks.get(path, ())
        )

    def page_locks(self) -> tuple[PublicText, ...]:
        """Return every pages.lock that was committed, oldest first."""
        stood = self._stood(PAGE_LOCK)
        return tuple(PublicText(commit=one.version.commit, since=one.since, text=one.text) for one in stood)

    def committed(self, path: str, digest: str) -> str | None:
        """Return the text with a digest that a file had in any commit."""
        for files in (self.history.files, self.history.unpushed):
            for version in reversed(files.get(path, ())):
                if version.data:
                    text = decode(RawFile(path, version.data, len(version.data)), MARKDOWN_LIMIT)[0].text
                    if digest_of(text) == digest:
                        return text
        return None

    def _likely(self, since: datetime, until: datetime) -> Iterable[datetime]:
        """Return the distinct states in which a text from this period was most likely published."""
        changes = {
            version.since
            for path, versions in self.history.files.items()
            for version in versions
            if since < version.since < until and _RULING.fullmatch(path)
        }
        times = sorted(
            {since}
            | {version.since for versions in self.history.files.values() for version in versions if since < version.since < until}
        )
        # Newest first: many texts share the same few states.
        before = [max(time for time in times if time < change) for change in sorted(changes, reverse=True)]
        return dict.fromkeys((*before[:_MOST_STATES], *times[:_MOST_STATES], *reversed(times[-_MOST_STATES:])))

    def _incident(self, path: str, since: datetime, folder: IncidentFolder | None) -> tuple[PublicText, ...]:
        found = [
            (one, PublicText(commit=one.version.commit, since=max(since, one.since), text=one.text))
            for one in self._stood(path)
            if one.until - max(since, one.since) >= SITTING
        ]
        now = _digest_of(folder)
        if all(digest(public, folder) in {"", now} for _, public in found):
            return tuple(public for _, public in found)
        return tuple(public for one, public in found if digest(public, folder) and self._was_built(one, public.since))

    def _was_built(self, one: _PublicPeriod, since: datetime) -> bool:
        """Whether a build would have published a version in any state that contained it."""
        times = {since, one.version.since} | {
            version.since for versions in self.history.files.values() for version in versions if since < version.since < one.until
        }
        # Newest first: by then, obstacles had been removed.
        return any(self._state(at) for at in sorted(times, reverse=True)[:_MOST_STATES])

    def _state(self, at: datetime) -> bool:
        if at not in self.states:
            self.states[at] = self.built(tuple(self._files(at)), at)
        return self.states[at]

    def _files(self, at: datetime) -> Iterator[RawFile]:
        for path, versions in sorted(self.as_it_was.files.items()):
            last = next((version for version in reversed(versions) if version.since <= at), None)
            if last is None or last.data is None:
                continue
            kind = Attachment if "/files/" in path else RawFile
            yield kind(path, last.data, len(last.data))


def promise_settings(history: History, content: Content, now: datetime) -> tuple[PromiseSettings, ...]:
    """Return the promise settings over time, oldest first: those of the published branch, and from now on the present ones."""
    config = content.config.config
    if not history.known or config is None:
        return ()
    found: list[PromiseSettings] = []
    before: list[str] | None = None
    for version in history.files.get(SETTINGS, ()):
        if version.data is None or version.since > now:
            continue
        source, problems = decode(RawFile(SETTINGS, version.data, len(version.data)), SETTINGS_LIMIT)
        said = [line for line in source.text.split("\n") if "timezone" in line or "grace" in line]
        # Most versions change something else.
        if said == before:
            continue
        then = parse_settings(source, problems).config
        if then is not None:
            before = said
            found.append(PromiseSettings(version.since, then.site.timezone, then.policy.grace))
    return (*found, PromiseSettings(now, config.site.timezone, config.policy.grace)) if found else ()


def arrivals(history: History, content: Content, now: datetime) -> Mapping[str, Arrival]:
    """Return the earliest time at which readers can have read each update and review, by path; files with unknown times are omitted.

    Times are unknown without a history, before its beginning, for a commit with a future date, and for files of the very first commit,
    which may have existed elsewhere before. A renamed text is as old as under its former name.

    Args:
        history: every version of each file.
        content: the site at the time of judgement.
        now: the time of judgement.
    """
    config = content.config.config
    versions = [version for files in (history.files, history.unpushed) for of_one in files.values() for version in of_one]
    if not history.known or config is None or config.drill or not versions:
        return MappingProxyType({})
    first = min(versions, key=lambda version: version.since)
    if first.since > now:
        return MappingProxyType({})
    earliest = _earliest(versions)
    found: dict[str, Arrival] = {}
    for folder in content.incidents:
        for document in (*folder.updates, *((folder.review,) if folder.review else ())):
            held = document.parsed if isinstance(document, UpdateDocument) else document.review
            if held is None or not is_public(held, now) or held.published < config.site.public_since:
                continue
            path = document.source.path
            of_file = (*history.files.get(path, ()), *history.unpushed.get(path, ()))
            at, commit = min(_readable(document, held.published, of_file, earliest), default=(now, ""))
            if commit != first.commit and at <= now:
                found[path] = Arrival(at, committed=bool(commit))
    return MappingProxyType(found)


def _earliest(versions: Iterable[Version]) -> Mapping[str, tuple[datetime, str]]:
    """Return when each text was first committed, under any name, and by which commit."""
    earliest: dict[str, tuple[datetime, str]] = {}
    for version in versions:
        if version.data:
            text, came = _text_of(version.data), (version.dated or version.since, version.commit)
            earliest[text] = min(came, earliest.get(text, came))
    return earliest


def _text_of(data: bytes) -> str:
    return RawFile("", data, len(data)).text


def _readable(
    document: UpdateDocument | ReviewDocument,
    published: datetime,
    versions: tuple[Version, ...],
    earliest: Mapping[str, tuple[datetime, str]],
) -> Iterator[tuple[datetime, str]]:
    """Yield the earliest time at which readers can have read each version that was not a draft, with its commit."""
    for version, after in zip(versions, [*versions[1:], None], strict=False):
        if version.data:
            text = decode(RawFile(document.source.path, version.data, len(version.data)), MARKDOWN_LIMIT)[0].text
            due = _due(text, document)
            came, commit = earliest[_text_of(version.data)]
            if due is not None and (after is None or max(came, due) < after.since):
                yield max(came, due), commit
    if (renamed := earliest.get(document.source.text)) is not None:
        yield max(renamed[0], published.astimezone(UTC)), renamed[1]


def digest(public: PublicText, folder: IncidentFolder | None = None) -> str:
    """Return the digest of the sealed part of a public incident.md; empty when it was not understood.

    Args:
        public: its text.
        folder: the present incident: what has not changed is not parsed again.
    """
    if folder is not None and public.text == folder.document.source.text:
        return _digest_of(folder)
    incident = parse_incident(Source("", public.text), ()).incident
    return digest_of_incident(incident) if incident else ""


def _digest_of(folder: IncidentFolder | None) -> str:
    return digest_of_incident(folder.document.incident) if folder and folder.document.incident else ""


def standing_of(path: str, texts: Iterable[PublicText], folder: IncidentFolder) -> Iterator[Incident | IncidentTranslation]:
    """Yield what texts of incident.md, or of a translation of it, say; without those that were not understood.

    Args:
        path: its path.
        texts: the texts.
        folder: the present incident: what has not changed is not parsed again.
    """
    found = _INCIDENT_FILE.fullmatch(path.rpartition("/")[2])
    today = {document.source.text: held for document, _, held in standing_documents(folder) if document.source.path == path}
    for one in texts:
        if (same := today.get(one.text)) is not None:
            yield same
            continue
        source = Source(path, one.text)
        language = found.group(1) if found else None
        held = parse_incident_translation(source, (), language).parsed if language else parse_incident(source, ()).incident
        if held is not None:
            yield held


def is_unchanged(document: UpdateDocument | ReviewDocument, texts: Iterable[PublicText]) -> bool:
    """Whether a file has one of some texts, or differs from one only in words named under `amended`."""
    return public_text(document, texts) is not None


def public_text(document: UpdateDocument | ReviewDocument, texts: Iterable[PublicText]) -> str | None:
    """Return the one of some texts that a file has, apart from permitted changes; None when it has none of them."""
    held = document.parsed if isinstance(document, UpdateDocument) else document.review
    texts = tuple(texts)
    return as_published(
        document,
        held.amended if held else None,
        {digest_of(one.text) for one in texts},
        lambda: (said_digest(one.text) for one in texts),
    )


def _allowed(path: str, public: list[PublicText]) -> tuple[PublicText, ...]:
    """Return the first text, and each later one that differs from a permitted one only in corrected words."""
    allowed = public[:1]
    for one in public[1:]:
        if all(one.text != other.text for other in allowed) and is_unchanged(_parsed(path, one.text), allowed):
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
    """Return the time from which a text may be published; None when it may not be: a draft, or text that a build does not understand."""
    if today is not None and today.source.text == text:
        held = today.parsed if isinstance(today, UpdateDocument) else today.review
        due = opens(held)
        return due.astimezone(UTC) if due else None
    plain = _plain_keys(text)
    if plain is not None:
        draft_is, published_is = plain
        published = _published_at(Text(published_is, Span("", 1, 1, 1, 1), plain=True))
        return released(draft=draft_is.lower() in _TRUE, published=published)
    parts, _ = frontmatter.split(Source("", text))
    node = yaml_files.read(parts.front, "")[0] if parts else None
    if not isinstance(node, Table):
        return None
    written = {entry.key: entry.value for entry in node.entries.values()}
    draft, when = written.get("draft"), written.get("published")
    is_draft = isinstance(draft, Text) and draft.value.strip().lower() in _TRUE
    return released(draft=is_draft, published=_published_at(when) if when is not None else None)


def _published_at(node: Node) -> datetime | None:
    when = Reader("").moment(node, "published")
    return when.astimezone(UTC) if when else None


def _plain_keys(text: str) -> tuple[str, str] | None:
    """Return `draft` and `published` where they are written in the usual simple form; None where full parsing is needed."""
    front = text.partition("\n---")[0]
    published, draft = _PUBLISHED.findall(front), _DRAFT.findall(front)
    if not text.startswith("---\n") or len(published) != 1 or len(draft) > 1:
        return None
    # The patterns do not match keys in quotes or with a space before the colon.
    if len(_WRITTEN.findall(front)) != len(published) + len(draft):
        return None
    return (draft[0] if draft else ""), published[0]
