"""The site that the renderers receive: what is published, or everything in the preview."""

import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import takewhile
from typing import Any, Final, TypeAlias

from generator.inspection.bad_links import trusted_hosts
from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import Ledger
from generator.links.linked_files import documents_of, file_openings
from generator.model.allowed import is_safe_file
from generator.model.artifact import Artifact
from generator.model.config import SiteConfig
from generator.model.diagnostic import Diagnostic
from generator.model.document import IncidentFolder, LockDocument, UpdateDocument
from generator.model.noted_time import Steady
from generator.model.unread_folder import UnreadFolder
from generator.model.value_digest import NoValueError
from generator.model.visibility import Visibility, has_come, is_draft
from generator.pipeline.checking import Checked, as_counted, settings_of
from generator.pipeline.kept_incidents import KeptIncident, KeptIncidents, related
from generator.pipeline.ordering import settled_order
from generator.render import feeds
from generator.render.incident_facts import from_json, in_json
from generator.render.site import Preview, PublicIncident, Site, UnfoldedIncident
from generator.seals.integrity_list import fingerprint
from generator.seals.ledger_lock import INCIDENT, is_text, lock_text, name_of, name_of_file


@dataclass(frozen=True, slots=True)
class Told:
    """What lists say of an incident, as text: as it is kept for the next run, or, where nothing is kept of it, by itself."""

    text: bytes
    is_kept: bool


#: What lists say of some incidents, by their names; None where readers see nothing of one.
FactsTogether: TypeAlias = dict[str, Told | None]
#: Does tasks, whoever does them, and returns their results in order.
ShareFolding: TypeAlias = Callable[[Sequence[Callable[[], FactsTogether]]], Iterable[FactsTogether]]
#: From how many incidents on they are folded so: fewer have room in memory, and to fold them once more takes the processor.
_SHARED: Final = 400
#: How many incidents are folded in one task.
_TOGETHER: Final = 25


def publish(checked: Checked, now: datetime, *, stands_still: bool = False, share: ShareFolding | None = None) -> Site:
    """Return the site as the public sees it at `now`, without drafts and embargoed texts.

    Args:
        checked: the site.
        now: the time of judgement.
        stands_still: whether every page states this time and keeps to it when read later, as in an example site.
        share: does tasks where there are many incidents. Each is folded then for what lists say of it, and once more when anything else of it is
            asked for, so that they need not all be in memory. None: all are folded now.

    Raises:
        UsageError: the configuration was not understood.
    """
    site = _site(checked, now, None, share=share)
    return replace(site, shown_as_of=now) if stands_still else site


@dataclass(slots=True)
class FoldedIncidents:
    """The incidents as they were last shown, for a program that shows a site again and again: one that is the same is not folded again.

    Attributes:
        held: by slug: what was folded, as far as it can differ, and what came of it.
    """

    held: dict[str, tuple[tuple[Any, ...], IncidentFolder, Ledger]] = field(default_factory=dict)


def preview(
    checked: Checked,
    now: datetime,
    *,
    as_of: datetime | None = None,
    themes: tuple[tuple[str, str], ...] = (),
    folded: FoldedIncidents | None = None,
) -> Site:
    """Return the site with drafts and embargoed updates included, and with every finding shown on its page.

    Args:
        checked: the site.
        now: the time of judgement.
        as_of: the time of judgement, if each page is to state it.
        themes: the themes in which the preview can be viewed, each with the folder of its pages.
        folded: the incidents as they were last shown; None: none was.

    Raises:
        UsageError: the configuration was not understood.
    """
    findings: dict[str, tuple[Diagnostic, ...]] = {}
    for diagnostic in checked.diagnostics:
        findings[diagnostic.span.path] = (*findings.get(diagnostic.span.path, ()), diagnostic)
    documents = [document for folder in checked.content.incidents for document in folder.updates if document.parsed]
    unpublished = {
        document.source.path: "draft" if is_draft(document) else "embargoed"
        for document in documents
        if not checked.analysis.visibility.is_public(document, now)
    }
    extras = Preview(findings=findings, unpublished=unpublished, as_of=as_of, themes=themes)

    return _site(checked, now, extras, folded)


def attachments(site: Site) -> tuple[str, ...]:
    """Return the paths of attachments that a visible text links to, relative to the site's root."""
    return tuple(path for incident in site.incidents for path in incident.folder.files if is_safe_file(path))


def with_attachments(site: Site, data: Mapping[str, bytes]) -> Site:
    """Return the site with its attachments' bytes by path; metadata is removed from pictures.

    Raises:
        UsageError: the metadata of a picture cannot be removed.
    """
    if not data:
        return replace(site, attachments={})
    from generator.content.attachments import without_traces  # noqa: PLC0415  # the kinds of files take long to load, and many sites have none

    return replace(site, attachments={path: without_traces(path, bare) for path, bare in data.items()})


def other_ids(site: Site, feed: bytes) -> str:
    """Return what the ids in an earlier feed were derived from if this differs from today's; otherwise an empty string.

    Args:
        site: the site about to be published.
        feed: the JSON feed of the site previously published in its place.
    """
    was = feeds.identity_of_feed(feed)
    return was if site.incidents and was != site.config.site.identity else ""


def adrift(site: Site) -> int:
    """Return how many updates and reviews lack a settled place in feeds, once there are archives of feeds that need one; otherwise 0."""
    return feeds.adrift(site)


def last_changed(site: Site) -> datetime:
    """Return when the newest visible update or review was published; the earliest possible time when there is none."""
    return site.changed


def _site(
    checked: Checked,
    now: datetime,
    preview: Preview | None,
    folded: FoldedIncidents | None = None,
    share: ShareFolding | None = None,
) -> Site:
    config = settings_of(checked)
    visibility = Visibility(checked.content, everything=True) if preview else checked.analysis.visibility
    seen = _Seen(checked, config, visibility, folded)
    known = KeptIncidents(checked, now) if preview is None and folded is None else None
    openings = file_openings(checked.content, config, visibility)
    paths = {path for path, opening in openings.items() if has_come(opening, now)}
    held = {written.slug: known.get(written) if known else None for written in checked.content.incidents}
    told: FactsTogether = {}
    rest = [written for written in checked.content.incidents if held[written.slug] is None]
    if share is not None and len(rest) >= _SHARED:
        told = seen.told_of_all(rest, now, paths, share, known)
    shown: list[tuple[IncidentFolder, KeptIncident | None]] = []
    for written in checked.content.incidents:
        kept = held[written.slug]
        if kept is not None or (
            told[written.slug] is not None if written.slug in told else seen.visible(written, now) is not None
        ):
            shown.append((written, kept))
    # Hidden content is not passed on at all, so that no renderer can show it.
    slugs = {folder.slug for folder, _ in shown}
    incidents = []
    for written, before in shown:
        whole = partial(seen.incident, written, now, paths, slugs)
        forgotten = partial(seen.forget, written)
        facts = told.pop(written.slug, None)
        kept = known.told(written, facts.text) if known and facts is not None and facts.is_kept else before
        incident = known.unfolded(kept, written, paths, slugs, whole, forgotten) if known and kept else None
        if facts is not None and not facts.is_kept:
            incident = _unfolded(written, facts.text, paths, slugs, whole, forgotten)
        if incident is None:
            incident = whole()
            if known:
                known.keep(written, incident, seen.asked(written, incident, now))
        incidents.append(incident)
    if known:
        known.write()
    incidents.sort(key=lambda incident: (-incident.facts.updates[-1].published.astimezone(UTC).timestamp(), incident.slug))
    return Site(
        config=config,
        incidents=tuple(incidents),
        pages=checked.content.pages,
        page_translations=checked.content.page_translations,
        host_files=tuple(Artifact(file.path, file.data) for file in checked.content.host_files if not file.problems),
        as_of=now,
        preview=preview,
        order=settled_order(checked.content),
        page_lock=checked.content.page_lock,
        keys=checked.analysis.keys,
        key_announcements=tuple(one for one in checked.content.key_announcements if one.signer == fingerprint(one.old)),
        trusted=trusted_hosts(checked.content),
    )


def _unfolded(
    written: IncidentFolder,
    told: bytes,
    paths: Collection[str],
    slugs: Collection[str],
    whole: Callable[[], PublicIncident],
    forgotten: Callable[[], None],
) -> UnfoldedIncident:
    """Return an incident of which no more is known than what lists say."""
    facts = from_json(json.loads(told))
    facts = replace(facts, related=related(facts.related, slugs, written.slug))
    files = tuple(path for path in written.files if path in paths)
    return UnfoldedIncident.of(written.slug, files, facts, None, whole, forgotten)


class _Seen:
    """The incidents of a site as readers see them.

    Args:
        checked: the site.
        config: its settings.
        visibility: when readers see each text.
        folded: the incidents as they were last shown; None: none was.
    """

    def __init__(self, checked: Checked, config: SiteConfig, visibility: Visibility, folded: FoldedIncidents | None) -> None:
        self._checked, self._config, self._visibility, self._folded = checked, config, visibility, folded
        self._shown: dict[str, IncidentFolder | None] = {}
        self._counted: dict[str, IncidentFolder] = {}

    def visible(self, written: IncidentFolder, now: datetime) -> IncidentFolder | None:
        """Return an incident with the texts that readers see; None where they see none. It is worked out once."""
        if written.slug not in self._shown:
            self._shown[written.slug] = self._visible(written, now)
        return self._shown[written.slug]

    def _visible(self, written: IncidentFolder, now: datetime) -> IncidentFolder | None:
        if written.document.incident is None:
            return None
        checked, visibility = self._checked, self._visibility
        folder = as_counted(written.whole, checked.content, checked.analysis.arrived, checked.terms)
        self._counted[written.slug] = folder
        # Drafts are folded too, so that the preview shows what publishing them would show.
        updates = tuple(_as_published(one) for one in folder.updates if one.parsed and visibility.is_public(one, now))
        if not updates:
            return None
        review = folder.review if folder.review and folder.review.review and visibility.is_public(folder.review, now) else None
        numbers = {document.number for document in updates}
        return replace(
            folder,
            updates=updates,
            translations=tuple(
                _as_published(one)
                for one in folder.translations
                if one.parsed and one.number in numbers and visibility.is_public(one, now)
            ),
            review=review,
            review_translations=tuple(one for one in folder.review_translations if review and visibility.is_public(one, now)),
        )

    def incident(self, written: IncidentFolder, now: datetime, paths: Collection[str], slugs: Collection[str]) -> PublicIncident:
        """Return an incident that readers see, folded."""
        folder = self.visible(written, now)
        if folder is None:
            raise LookupError(written.slug)
        config = self._config
        visible = _without_hidden(folder, paths, slugs)
        settings = config.site.timezone, self._checked.terms, config.site.language, config.systems
        texts = tuple(one.source.path for one in documents_of(visible))
        same = _Same(self._counted[folder.slug]), texts, visible.files, visible.incident.related, settings
        held = self._folded.held.get(folder.slug) if self._folded else None
        if held is not None and held[0] == same:
            visible, ledger = held[1:]
        else:
            # Every seal says by which settings a text is judged, also of one that readers do not see yet.
            ledger = fold(replace(visible, lock=folder.lock), *settings)
        if self._folded is not None:
            self._folded.held[folder.slug] = same, visible, ledger
        return PublicIncident(folder=visible, ledger=ledger, promises=promises(ledger, now, config.policy.grace))

    def forget(self, written: IncidentFolder) -> None:
        """Forget what was worked out of an incident, and what was read of it."""
        self._shown.pop(written.slug, None)
        self._counted.pop(written.slug, None)
        if type(written) is UnreadFolder:
            written.forget()

    def told_of_all(
        self,
        some: Sequence[IncidentFolder],
        now: datetime,
        paths: Collection[str],
        share: ShareFolding,
        known: KeptIncidents | None,
    ) -> FactsTogether:
        """Return what lists say of incidents, but that each leads also to those that readers do not see; without those that cannot be told."""
        tasks = [partial(self._told_of, some[at : at + _TOGETHER], now, paths, known) for at in range(0, len(some), _TOGETHER)]
        return {slug: told for several in share(tasks) for slug, told in several.items()}

    def _told_of(
        self, some: Sequence[IncidentFolder], now: datetime, paths: Collection[str], known: KeptIncidents | None
    ) -> FactsTogether:
        slugs = {folder.slug for folder in self._checked.content.incidents}
        told: FactsTogether = {}
        for written in some:
            if self.visible(written, now) is None:
                told[written.slug] = None
                continue
            incident = self.incident(written, now, paths, slugs)
            line = known.line(written, incident, self.asked(written, incident, now)) if known else None
            with contextlib.suppress(NoValueError):
                facts = line if line is not None else json.dumps(in_json(incident.facts)).encode()
                told[written.slug] = Told(facts, line is not None)
            self.forget(written)
        return told

    def asked(self, written: IncidentFolder, incident: PublicIncident, now: datetime) -> Steady:
        """Return what was asked of the time, for an incident to be seen so."""
        steady = Steady(now)
        moment = steady.moment()
        for document in documents_of(self._counted[written.slug]):
            self._visibility.is_public(document, moment)
        promises(incident.ledger, moment, self._config.policy.grace)
        return steady


class _Same:
    """Something that equals itself alone, whatever is equal to it: to compare all of it would take as long as to make it."""

    def __init__(self, one: object) -> None:
        self._one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._one is self._one  # its own

    def __hash__(self) -> int:
        return id(self._one)


def _as_published(document: UpdateDocument) -> UpdateDocument:
    return replace(document, parsed=replace(document.update, draft=False)) if document.update.draft else document


def _without_hidden(folder: IncidentFolder, files: Collection[str], slugs: Collection[str]) -> IncidentFolder:
    """Return an incident with only those attachments and related incidents that are visible."""
    incident = folder.incident
    shown = related(incident.related, slugs, folder.slug)
    return replace(
        folder,
        document=replace(folder.document, incident=replace(incident, related=shown)),
        files=tuple(path for path in folder.files if path in files),
        attachments=tuple(one for one in folder.attachments if one.path in files),
        lock=_seen_lock(folder),
    )


def _seen_lock(folder: IncidentFolder) -> LockDocument | None:
    """Return the seals that readers may see: those before the first seal of a hidden file.

    There are hidden sealed files when a site is built as of an earlier day.
    """
    lock = folder.lock
    if lock is None:
        return None
    shown = {INCIDENT, *(name_of(folder, document.source.path) for document in documents_of(folder))}
    shown |= {name_of_file(folder, path) for path in folder.files}
    lines = tuple(takewhile(lambda line: line.name in shown or not is_text(line), lock.lines))
    if len(lines) == len(lock.lines):
        return lock
    return replace(lock, source=replace(lock.source, text=lock_text(lines)), lines=lines)
