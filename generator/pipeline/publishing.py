"""The site that the renderers receive: what is published, or everything in the preview."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

from generator.content.attachments import without_traces
from generator.inspection.bad_links import trusted_hosts
from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import Ledger
from generator.links.linked_files import documents_of, file_openings
from generator.model.allowed import is_safe_file
from generator.model.artifact import Artifact
from generator.model.diagnostic import Diagnostic
from generator.model.document import IncidentFolder, LockDocument, UpdateDocument
from generator.model.visibility import Visibility, has_come, is_draft
from generator.pipeline.checking import Checked, as_counted, settings_of
from generator.pipeline.ordering import settled_order
from generator.render import feeds
from generator.render.site import Preview, PublicIncident, Site
from generator.seals.integrity_list import fingerprint
from generator.seals.ledger_lock import INCIDENT, is_text, lock_text, name_of, name_of_file


def publish(checked: Checked, now: datetime, *, stands_still: bool = False) -> Site:
    """Return the site as the public sees it at `now`, without drafts and embargoed texts.

    Args:
        checked: the site.
        now: the time of judgement.
        stands_still: whether every page states this time and keeps to it when read later, as in an example site.

    Raises:
        UsageError: the configuration was not understood.
    """
    site = _site(checked, now, None)
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


def _site(checked: Checked, now: datetime, preview: Preview | None, folded: FoldedIncidents | None = None) -> Site:
    config = settings_of(checked)
    visibility = Visibility(checked.content, everything=True) if preview else checked.analysis.visibility
    shown = []
    read: dict[str, IncidentFolder] = {}
    for written in checked.content.incidents:
        if written.document.incident is None:
            continue
        folder = as_counted(written.whole, checked.content, checked.analysis.arrived, checked.terms)
        # Drafts are folded too, so that the preview shows what publishing them would show.
        updates = tuple(_as_published(one) for one in folder.updates if one.parsed and visibility.is_public(one, now))
        if not updates:
            continue
        review = folder.review if folder.review and folder.review.review and visibility.is_public(folder.review, now) else None
        numbers = {document.number for document in updates}
        visible = replace(
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
        shown.append(visible)
        read[folder.slug] = folder
    # Hidden content is not passed on at all, so that no renderer can show it.
    openings = file_openings(checked.content, config, visibility)
    paths = {path for path, opening in openings.items() if has_come(opening, now)}
    slugs = {folder.slug for folder in shown}
    incidents = []
    for folder in shown:
        visible = _without_hidden(folder, paths, slugs)
        settings = config.site.timezone, checked.terms, config.site.language, config.systems
        seen = tuple(one.source.path for one in documents_of(visible))
        same = _Same(read[folder.slug]), seen, visible.files, visible.incident.related, settings
        held = folded.held.get(folder.slug) if folded else None
        if held is not None and held[0] == same:
            visible, ledger = held[1:]
        else:
            # Every seal says by which settings a text is judged, also of one that readers do not see yet.
            ledger = fold(replace(visible, lock=folder.lock), *settings)
        if folded is not None:
            folded.held[folder.slug] = same, visible, ledger
        incidents.append(PublicIncident(folder=visible, ledger=ledger, promises=promises(ledger, now, config.policy.grace)))
    incidents.sort(
        key=lambda incident: (-incident.folder.updates[-1].update.published.astimezone(UTC).timestamp(), incident.slug)
    )
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
    related = tuple(slug for slug in dict.fromkeys(incident.related) if slug in slugs and slug != folder.slug)
    return replace(
        folder,
        document=replace(folder.document, incident=replace(incident, related=related)),
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
