"""The order of the steps: assemble, fold, check; then, if nothing blocks, render."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from generator.content.assemble import assemble
from generator.content.attachments import without_traces
from generator.content.past import Remembered, arrivals, remember, terms
from generator.content.seals import INCIDENT, LOCK, digest_of, digest_of_incident, name_of, sealed
from generator.errors import UsageError
from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import Ledger
from generator.model.allowed import is_safe_file
from generator.model.artifact import Artifact, Finish, Theme
from generator.model.asked import AskedQuestions
from generator.model.config import SiteConfig
from generator.model.deadline import Deadlines
from generator.model.diagnostic import Diagnostic
from generator.model.difference import Base, Compared, What
from generator.model.document import Content, Document, ReviewDocument, UpdateDocument
from generator.model.history import History, Terms
from generator.model.owed import Agenda
from generator.model.profile import Profile
from generator.model.source import RawFile
from generator.render import difference, exports, genuine, headers, letters
from generator.render.exports import Form
from generator.render.letters import Notice
from generator.render.posts import Post
from generator.render.site import Case, Preview, Site
from generator.render.views import Stand
from generator.render.writers import DRILL_WRITERS, WRITERS
from generator.rules import notices
from generator.rules.asked import asked
from generator.rules.deadlines import deadlines as clocks
from generator.rules.links import trusted_hosts
from generator.rules.owed import agenda
from generator.rules.run import judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A site that was read and judged.

    Attributes:
        ledgers: by slug, of every incident whose files could all be understood.
        diagnostics: in order of file, line, column, code.
        terms: by what promises were judged over time, where version control tells.
    """

    content: Content
    ledgers: Mapping[str, Ledger]
    diagnostics: tuple[Diagnostic, ...]
    terms: tuple[Terms, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether the build must refuse."""
        return any(diagnostic.blocks for diagnostic in self.diagnostics)


def zone(content: Content) -> ZoneInfo:
    """The site's time zone, in which a day without a time ends; UTC when the configuration could not be understood."""
    return content.config.config.site.timezone if content.config.config else ZoneInfo("UTC")


def check(files: Iterable[RawFile], now: datetime, history: History | None = None) -> Checked:
    """Read, fold and judge a site.

    Args:
        files: every file under the site's root that belongs to it.
        now: the time of judgement.
        history: what version control remembers of them; without it only ledger.lock says what was published.
    """
    return _checked(assemble(files), now, history, look_back=True)


def _checked(content: Content, now: datetime, history: History | None, *, look_back: bool) -> Checked:
    held = terms(history, content, now) if history else ()
    ledgers = {folder.slug: fold(folder, zone(content), held) for folder in content.incidents if folder.understood}
    if history is None:
        return Checked(content=content, ledgers=ledgers, diagnostics=tuple(judge(content, ledgers, now)))

    def built(then: tuple[RawFile, ...], at: datetime) -> bool:
        # What a build of then knew of its own past is left out but for when each text came: no state is judged by way of another.
        return not _checked(assemble(then), at, history, look_back=False).blocked

    was = remember(history, content, now, built) if look_back else Remembered()
    arrived = arrivals(history, content, now)
    found = judge(content, ledgers, now, was.incidents, shown=was.shown, arrived=arrived)
    return Checked(content=content, ledgers=ledgers, diagnostics=tuple(found), terms=held)


def is_public(document: UpdateDocument, now: datetime) -> bool:
    """Whether the public may see an update: understood, not a draft, and its time has come."""
    return document.parsed is not None and not document.parsed.draft and document.parsed.published <= now


def publish(checked: Checked, now: datetime) -> Site:
    """The site as the public sees it at `now`: no draft, nothing embargoed.

    Raises:
        UsageError: the configuration could not be understood.
    """
    return _site(checked, now, lambda document: document if is_public(document, now) else None, None)


def is_public_review(document: ReviewDocument, now: datetime) -> bool:
    """Whether the public may see a review: understood, not a draft, and its time has come."""
    return document.review is not None and not document.review.draft and document.review.published <= now


def seals(checked: Checked, now: datetime) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What `seal` has to write: the lock's path, its whole new text, and the names that are new in it, for each incident that has any.

    The order within an incident is that of publication; incident.md stands with the first update, and again after a correction of it.
    """
    for folder in checked.content.incidents:
        incident = folder.document.incident
        numbers = {document.number for document in folder.updates if is_public(document, now)}
        shown = [
            document
            for document in (*folder.updates, *folder.translations)
            if document.number in numbers and is_public(document, now)
        ]
        if incident is None or not shown:
            continue
        shown.sort(key=lambda document: (document.update.published, document.number, document.language))
        items = [(name_of(folder, document.source.path), digest_of(document.source.text)) for document in shown]
        if folder.review is not None and is_public_review(folder.review, now):
            reviews = (folder.review, *(one for one in folder.review_translations if is_public_review(one, now)))
            items += ((name_of(folder, review.source.path), digest_of(review.source.text)) for review in reviews)
        known = {line.name for line in folder.lock.lines} if folder.lock else set[str]()
        items.insert(len(items) if INCIDENT in known else 0, (INCIDENT, digest_of_incident(incident)))
        text = sealed(folder.slug, folder.lock, items)
        if text != (folder.lock.source.text if folder.lock else ""):
            old = len(folder.lock.lines) if folder.lock else 0
            names = tuple(line.rpartition(" ")[2] for line in text.splitlines()[old:])
            yield f"content/incidents/{folder.slug}/{LOCK}", text, names


def compare(
    files: Iterable[RawFile], checked: Checked, now: datetime, base: Base, attachments: Mapping[str, bool | None]
) -> Compared:
    """What readers see change.

    Args:
        files: every file of the site as it was.
        checked: the site as it is.
        now: the time that decides what is held back, of both.
        base: what the site was, in words.
        attachments: what became of the files that updates link to, by path: True: new, False: gone, None: another one now.
    """
    became = {True: What.ADDED, False: What.REMOVED, None: What.CHANGED}
    before = check(files, now)
    compared = difference.compare(
        before.content, checked.content, now, base, {path: became[how] for path, how in attachments.items()}
    )
    secrets = {*_secrets(before), *_secrets(checked)}
    return replace(compared, secrets=tuple(sorted(secrets, key=lambda text: (-len(text), text))))


def _secrets(checked: Checked) -> set[str]:
    """The texts that no report may show."""
    texts = {document.source.path: document.source.text.split("\n") for document in _documents(checked.content)}
    found = set()
    for one in checked.diagnostics:
        lines = texts.get(one.span.path, [])
        if one.hidden and one.span.line <= len(lines):
            for number in range(one.span.line, min(one.span.end_line, len(lines)) + 1):
                line = lines[number - 1]
                first = one.span.column - 1 if number == one.span.line else 0
                end = one.span.end_column - 1 if number == one.span.end_line else len(line)
                found.add(line[first:end].strip())
    return found - {""}


def _documents(content: Content) -> Iterator[Document]:
    yield content.config
    yield from (*content.pages, *content.page_translations)
    for folder in content.incidents:
        yield folder.document
        yield from (*folder.updates, *folder.translations, *folder.incident_translations, *folder.review_translations)
        if folder.review:
            yield folder.review


def owed(checked: Checked, now: datetime) -> Agenda:
    """Everything that is owed at `now`.

    Raises:
        UsageError: the configuration could not be understood.
    """
    _settings(checked)
    return agenda(checked.content, checked.ledgers, now)


def deadlines(checked: Checked, now: datetime, slugs: Iterable[str]) -> Deadlines:
    """Every clock of the profiles in force for some incidents, each of which must have a ledger.

    Raises:
        UsageError: the configuration could not be understood.
    """
    _settings(checked)
    return clocks(checked.content, checked.ledgers, now, slugs)


def questions(checked: Checked, now: datetime) -> AskedQuestions:
    """How customers' questions stand at `now`.

    Raises:
        UsageError: the configuration could not be understood.
    """
    _settings(checked)
    return asked(checked.content, checked.ledgers, now)


def preview(checked: Checked, now: datetime, *, as_of: datetime | None = None, themes: tuple[tuple[str, str], ...] = ()) -> Site:
    """The site with drafts and embargoed updates in it and every finding on its page.

    Args:
        checked: the site.
        now: the time of judgement.
        as_of: the same, if each page is to say it.
        themes: the themes in which it can be seen, each with the folder of its pages.

    Raises:
        UsageError: the configuration could not be understood.
    """
    findings: dict[str, tuple[Diagnostic, ...]] = {}
    for diagnostic in checked.diagnostics:
        findings[diagnostic.span.path] = (*findings.get(diagnostic.span.path, ()), diagnostic)
    documents = [document for folder in checked.content.incidents for document in folder.updates if document.parsed]
    unpublished = {
        document.source.path: "draft" if document.update.draft else "embargoed"
        for document in documents
        if not is_public(document, now)
    }
    extras = Preview(findings=findings, unpublished=unpublished, as_of=as_of, themes=themes)

    def as_if_public(document: UpdateDocument) -> UpdateDocument | None:
        # A draft is folded in like any other update, so that the preview shows what publishing it would show.
        return replace(document, parsed=replace(document.update, draft=False)) if document.parsed else None

    return _site(checked, now, as_if_public, extras)


def render(site: Site, theme: Theme) -> tuple[Artifact, ...]:
    """Every file of the press's project, ordered by path.

    Raises:
        UsageError: two of them would have the same address.
    """
    artifacts: dict[str, Artifact] = {}
    for writer in DRILL_WRITERS if site.config.drill else WRITERS:
        for artifact in writer(site, theme):
            if artifact.path in artifacts:
                raise UsageError(f"two things would be published at {artifact.path}", "rename one of the files behind them")
            artifacts[artifact.path] = artifact
    return tuple(artifacts[path] for path in sorted(artifacts))


def finish(site: Site) -> Finish:
    """What is done to the pages when the press has made them: their policy, `_headers`, and the list of all files."""
    return Finish(
        look=headers.inside,
        join=headers.common,
        page=headers.with_policy,
        files=lambda paths, shared: (headers.headers(paths, shared),),
        last=lambda digests: genuine.integrity(site, digests),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A notice, and what its writer has to know of it.

    Attributes:
        stand: the incident as it is told.
        missing: what the profile asks for and nothing says: what it is, and the line to write.
        unsaid: what it should say if it is known, likewise.
    """

    stand: Stand
    profile: Profile
    notice: Notice
    missing: tuple[tuple[str, str], ...]
    unsaid: tuple[tuple[str, str], ...]


def export(
    site: Site, case: Case, forms: Iterable[Form], theme: Theme, *, number: int | None = None, tag: str = ""
) -> tuple[Stand, tuple[Post, ...], tuple[Artifact, ...]]:
    """An incident for other channels: what is told, the posts (with those that fit nowhere), and the files.

    Args:
        site: what the public sees.
        case: the incident.
        forms: the channels.
        theme: where the templates and catalogues are.
        number: the update after which it is told; None for the newest.
        tag: the language; empty for the site's own.

    Raises:
        UsageError: there is no such update or language.
    """
    stand, texts = exports.stand_of(site, case, number, tag, theme)
    forms = tuple(forms)
    posts = exports.posts_of(stand, texts) if Form.POST in forms else ()
    return stand, posts, tuple(exports.write(stand, texts, theme, forms))


def notice(checked: Checked, site: Site, case: Case, key: str, theme: Theme, tag: str = "") -> Written:
    """An incident as a notice of a profile.

    Args:
        checked: the site as it was read, for its own profiles.
        site: what the public sees.
        case: the incident.
        key: the profile's name.
        theme: where the templates, catalogues and fonts are.
        tag: the language; empty for the site's own.

    Raises:
        UsageError: there is no such profile or language.
    """
    profiles = notices.profiles_of(checked.content)
    if key not in profiles:
        raise UsageError(f"there is no notice profile called {key}", f"use one of: {', '.join(profiles)}")
    profile = profiles[key]
    stand, texts = exports.stand_of(site, case, None, tag, theme)
    missing = notices.missing_from(profile, case.folder, stand.state, site.config)
    unsaid = tuple(
        element
        for element in profile.want
        if element not in missing and notices.lacks(element, case.folder, stand.state, site.config)
    )
    made = letters.notice(stand, texts, theme, profile, {element: notices.ELEMENTS[element][0] for element in missing})
    return Written(
        stand=stand,
        profile=profile,
        notice=made,
        missing=tuple(notices.ELEMENTS[element] for element in missing),
        unsaid=tuple(notices.ELEMENTS[element] for element in unsaid),
    )


def attachments(site: Site) -> tuple[str, ...]:
    """The paths of the attachments that are published with the incidents shown, relative to the site's root."""
    return tuple(path for case in site.cases for path in case.folder.files if is_safe_file(path))


def with_attachments(site: Site, data: Mapping[str, bytes]) -> Site:
    """The site with the bytes of its attachments, by path; pictures without what they say beside what they show.

    Raises:
        UsageError: that cannot be taken out of one.
    """
    return replace(site, attachments={path: without_traces(path, bare) for path, bare in data.items()})


def last_changed(site: Site) -> datetime:
    """When something was last published: the newest update or review shown; the start of time when there is none."""
    return site.changed


def _settings(checked: Checked) -> SiteConfig:
    config = checked.content.config.config
    if config is None:
        raise UsageError("site_config.yml could not be understood", "run `aboveboard validate` to see what is wrong with it")
    return config


def _site(
    checked: Checked, now: datetime, shown_as: Callable[[UpdateDocument], UpdateDocument | None], preview: Preview | None
) -> Site:
    config = _settings(checked)
    cases = []
    for folder in checked.content.incidents:
        if folder.document.incident is None:
            continue
        updates = tuple(shown for document in folder.updates if (shown := shown_as(document)))
        if not updates:
            continue
        shows_review = folder.review and folder.review.review and (preview or is_public_review(folder.review, now))
        numbers = {document.number for document in updates}
        visible = replace(
            folder,
            updates=updates,
            translations=tuple(
                shown for document in folder.translations if document.number in numbers and (shown := shown_as(document))
            ),
            review=folder.review if shows_review else None,
            review_translations=tuple(
                document
                for document in folder.review_translations
                if shows_review and (preview or is_public_review(document, now))
            ),
        )
        ledger = fold(visible, config.site.timezone, checked.terms)
        cases.append(Case(folder=visible, ledger=ledger, promises=promises(ledger, now, config.policy.grace)))
    cases.sort(key=lambda case: (-case.folder.updates[-1].update.published.astimezone(UTC).timestamp(), case.slug))
    return Site(
        config=config,
        cases=tuple(cases),
        pages=checked.content.pages,
        page_translations=checked.content.page_translations,
        as_of=now,
        preview=preview,
        trusted=trusted_hosts(checked.content),
    )
