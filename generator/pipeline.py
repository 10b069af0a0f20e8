"""The order of the steps: assemble, fold, check; then, if nothing blocks, render."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import takewhile
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.content.assemble import assemble
from generator.content.attachments import without_traces
from generator.content.formerly import former_identity
from generator.content.host_files import hidden_by
from generator.content.linked import all_documents, documents_of, file_openings, is_read, linked
from generator.content.order import PATH as ORDER
from generator.content.order import order_text
from generator.content.past import Remembered, arrivals, remember, terms
from generator.content.seals import INCIDENT, LOCK, digest_of, digest_of_incident, name_of, sealed
from generator.errors import UsageError
from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import Ledger
from generator.ledger.words import when_words
from generator.model.allowed import is_safe_file
from generator.model.artifact import Artifact, Finish, Inside, Theme
from generator.model.asked import AskedQuestions
from generator.model.config import SiteConfig
from generator.model.deadline import Deadlines
from generator.model.diagnostic import Diagnostic
from generator.model.difference import Base, Beside, Compared, What
from generator.model.document import Content, Document, Entered, IncidentFolder, LockDocument, ReviewDocument, UpdateDocument
from generator.model.history import History, Terms
from generator.model.owed import Agenda
from generator.model.profile import Profile
from generator.model.source import RawFile
from generator.model.visibility import Visibility, has_come, is_public, opens, said_in
from generator.render import difference, exports, feeds, genuine, headers, letters
from generator.render.exports import Form
from generator.render.letters import Notice
from generator.render.posts import Post
from generator.render.site import Case, Preview, Site
from generator.render.views import Stand
from generator.render.writers import DRILL_WRITERS, WRITERS
from generator.rules import notices
from generator.rules.analysis import Analysis
from generator.rules.asked import asked
from generator.rules.deadlines import deadlines as clocks
from generator.rules.known_profiles import BASE, profiles_of
from generator.rules.links import trusted_hosts
from generator.rules.owed import agenda
from generator.rules.run import judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A site that was read and judged.

    Attributes:
        analysis: what was judged, and all that was worked out of it.
        diagnostics: in order of file, line, column, code.
        terms: by what promises were judged over time, where version control tells.
    """

    analysis: Analysis
    diagnostics: tuple[Diagnostic, ...]
    terms: tuple[Terms, ...] = ()

    @property
    def content(self) -> Content:
        """Everything that was read."""
        return self.analysis.content

    @property
    def ledgers(self) -> Mapping[str, Ledger]:
        """By slug, of every incident whose files could all be understood."""
        return self.analysis.ledgers

    @property
    def blocked(self) -> bool:
        """Whether the build must refuse."""
        return any(diagnostic.blocks for diagnostic in self.diagnostics)


def zone(content: Content) -> ZoneInfo:
    """The site's time zone, in which a day without a time ends; UTC when the configuration could not be understood."""
    return content.config.config.site.timezone if content.config.config else ZoneInfo("UTC")


def check(files: Iterable[RawFile], now: datetime, history: History | None = None, *, ids: History | None = None) -> Checked:
    """Read, fold and judge a site.

    Args:
        files: every file under the site's root that belongs to it.
        now: the time of judgement.
        history: what version control remembers of them; without it only ledger.lock says what was published.
        ids: the same, where it is asked only what permanent ids were made of.
    """
    return _checked(assemble(files), now, history, ids or history, look_back=True)


def _checked(content: Content, now: datetime, history: History | None, ids: History | None, *, look_back: bool) -> Checked:
    held = terms(history, content, now) if history else ()
    ledgers = {folder.slug: fold(folder, zone(content), held) for folder in content.incidents if folder.understood}
    former = former_identity(ids, content, now) if ids else None
    analysis = Analysis(content=content, ledgers=ledgers, now=now, former=former)
    if history is None:
        return Checked(analysis=analysis, diagnostics=judge(analysis))

    def built(then: tuple[RawFile, ...], at: datetime) -> bool:
        # What a build of then knew of its own past is left out but for when each text came: no state is judged by way of another.
        return not _checked(assemble(then), at, history, None, look_back=False).blocked

    was = remember(history, content, now, built) if look_back else Remembered()
    analysis = replace(analysis, past=was.incidents, shown=was.shown, arrived=arrivals(history, content, now))
    return Checked(analysis=analysis, diagnostics=judge(analysis), terms=held)


def publish(checked: Checked, now: datetime, *, stands_still: bool = False) -> Site:
    """The site as the public sees it at `now`: no draft, nothing embargoed.

    Args:
        checked: the site.
        now: the time of judgement.
        stands_still: whether every page says which time that is, and keeps to it when it is read later: of an example.

    Raises:
        UsageError: the configuration could not be understood.
    """
    site = _site(checked, now, None)
    return replace(site, shown_as_of=now) if stands_still else site


def seals(checked: Checked, now: datetime) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What `seal` has to write: the lock's path, its whole new text, and the names that are new in it, for each incident that has any.

    The order within an incident is that of publication; incident.md stands with the first update, and again after a correction of it.
    """
    visibility = checked.analysis.visibility
    for folder in checked.content.incidents:
        incident = folder.document.incident
        shown = [document for document in (*folder.updates, *folder.translations) if visibility.is_public(document, now)]
        if incident is None or not shown:
            continue
        shown.sort(key=lambda document: (document.update.published, document.number, document.language))
        items = [(name_of(folder, document.source.path), digest_of(document.source.text)) for document in shown]
        reviews = (*((folder.review,) if folder.review else ()), *folder.review_translations)
        items += (
            (name_of(folder, review.source.path), digest_of(review.source.text))
            for review in reviews
            if visibility.is_public(review, now)
        )
        known = {line.name for line in folder.lock.lines} if folder.lock else set[str]()
        items.insert(len(items) if INCIDENT in known else 0, (INCIDENT, digest_of_incident(incident)))
        text = sealed(folder.slug, folder.lock, items)
        if text != (folder.lock.source.text if folder.lock else ""):
            old = len(folder.lock.lines) if folder.lock else 0
            names = tuple(line.rpartition(" ")[2] for line in text.splitlines()[old:])
            yield f"content/incidents/{folder.slug}/{LOCK}", text, names


def order(checked: Checked, now: datetime) -> tuple[str, str] | None:
    """What `seal` has to write of the order in which updates and reviews came out: the file's path and its whole new text; None when nothing came.

    It is written before what `seals` gives: who is stopped between the two leaves nothing in a lock that came out at nobody knows when.
    """
    content = checked.content
    before, settled = content.order, _order(content)
    known = {(one.slug, one.number) for one in settled}
    items = [
        item
        for folder in content.incidents
        if folder.document.incident is not None and checked.analysis.visibility.is_public(folder.document, now)
        for item in _items(folder)
    ]
    came = [
        Entered(slug=slug, number=number, when=now)
        for slug, number, _, published in sorted(items, key=lambda item: (item[3], item[0], item[1]))
        if published <= now and (slug, number) not in known
    ]
    if not came and (before is not None or not settled):
        return None
    return ORDER, order_text(before, (*(settled if before is None else ()), *came))


def compare(
    files: Iterable[RawFile],
    checked: Checked,
    now: datetime,
    base: Base,
    attachments: Mapping[str, bool | None],
    beside: Mapping[str, Beside] = MappingProxyType({}),
) -> Compared:
    """What readers see change.

    Args:
        files: every file of the site as it was.
        checked: the site as it is.
        now: the time that decides what is held back, of both.
        base: what the site was, in words.
        attachments: what became of the files that updates link to, by path: True: new, False: gone, None: another one now.
        beside: the files beside the content that changed, by path.
    """
    became = {True: What.ADDED, False: What.REMOVED, None: What.CHANGED}
    before = check(files, now)
    compared = difference.compare(
        before.content, checked.content, now, base, {path: became[how] for path, how in attachments.items()}, beside
    )
    secrets = {*_secrets(before), *_secrets(checked)}
    return replace(compared, secrets=tuple(sorted(secrets, key=lambda text: (-len(text), text))))


def _secrets(checked: Checked) -> set[str]:
    """The texts that no report may show."""
    texts = {document.source.path: document.source.text.split("\n") for document in all_documents(checked.content)}
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


def owed(checked: Checked, now: datetime) -> Agenda:
    """Everything that is owed at `now`.

    Raises:
        UsageError: the configuration could not be understood.
    """
    _settings(checked)
    return agenda(checked.analysis.at(now))


def deadlines(checked: Checked, now: datetime, slugs: Iterable[str]) -> Deadlines:
    """Every clock of the profiles in force for some incidents, each of which must have a ledger.

    Raises:
        UsageError: the configuration could not be understood.
    """
    _settings(checked)
    return clocks(checked.analysis.at(now), slugs)


def questions(checked: Checked, now: datetime) -> AskedQuestions:
    """How customers' questions stand at `now`.

    Raises:
        UsageError: the configuration could not be understood.
    """
    _settings(checked)
    return asked(checked.analysis.at(now))


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
        if not checked.analysis.visibility.is_public(document, now)
    }
    extras = Preview(findings=findings, unpublished=unpublished, as_of=as_of, themes=themes)

    return _site(checked, now, extras)


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
        files=lambda paths, shared: _for_the_host(site, tuple(paths), shared),
        last=lambda digests: genuine.integrity(site, digests),
    )


def _for_the_host(site: Site, paths: tuple[str, ...], shared: Inside) -> Iterator[Artifact]:
    """`_headers`, and what the site passes on to its host.

    Raises:
        UsageError: a redirect of it would keep readers from something of the site.
    """
    own = tuple(file.path for file in site.host_files)
    yield headers.headers((*paths, *own), shared)
    for file in site.host_files:
        if file.path == "_redirects":
            for line, hidden in hidden_by(file.data, paths):
                raise UsageError(
                    f"line {line} of content/static/_redirects leads readers away from {hidden}, which is there",
                    "redirect only addresses at which the site has nothing",
                )
        yield file


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
    profiles = checked.analysis.profiles
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


def notice_profiles(content: Content, slug: str = "") -> tuple[tuple[Profile, str], ...]:
    """Every notice profile that can be printed, each with who asks for it, in words: those that this site needs come first.

    Args:
        content: what was read of the site.
        slug: the incident that it is about; empty: all.
    """
    known = profiles_of(content)
    config = content.config.config
    by_incident = {
        key: folder.slug
        for folder in reversed(content.incidents)
        if folder.document.incident and (not slug or folder.slug == slug)
        for key in folder.document.incident.profiles
    }
    own = {document.key for document in content.profiles}

    def asked_by(key: str) -> tuple[int, str]:
        if key in (config.profiles if config else ()):
            return 0, "Asked for by this site (`profiles:` in site_config.yml)"
        if key in by_incident:
            return 1, f"Asked for by {by_incident[key]} (`profiles:` in its incident.md)"
        if key == BASE:
            return 2, "In force for every incident"
        return (3, "Your own, and not asked for by any `profiles:`") if key in own else (4, "Not asked for by any `profiles:`")

    ordered = sorted(known.values(), key=lambda profile: (asked_by(profile.key)[0], asked_by(profile.key)[1]))
    return tuple((profile, asked_by(profile.key)[1]) for profile in ordered)


def attachments(site: Site) -> tuple[str, ...]:
    """The paths of the attachments that are published with the texts shown that link to them, relative to the site's root."""
    return tuple(path for case in site.cases for path in case.folder.files if is_safe_file(path))


def held_back(checked: Checked, site: Site, now: datetime) -> tuple[tuple[str, str], ...]:
    """What the public does not see yet, for the writer: each file's path and why.

    Args:
        checked: the site as it was read.
        site: what the public sees of it.
        now: the time of judgement.
    """
    published = set(attachments(site))
    held: list[tuple[str, str]] = []
    for folder in checked.content.incidents:
        later = list(_hidden(folder, checked.analysis.visibility, now, zone(checked.content)))
        originals = {document.source.path for document, _ in later}
        # A translation comes with its original, and is only told of where it is the one that waits.
        held += ((path, why) for path, why in ((one.source.path, why) for one, why in later) if not _repeats(path, originals))
        is_shown = any(case.slug == folder.slug for case in site.cases)
        for path in folder.files:
            if path not in published and is_safe_file(path):
                held.append((path, _why_held(path, (one for one, _ in later), checked.content, site.config, is_shown=is_shown)))
    return tuple(held)


def _repeats(path: str, originals: Collection[str]) -> bool:
    top, _, name = path.rpartition("/")
    return name.count(".") > 1 and f"{top}/{name.partition('.')[0]}.md" in originals


def unseen(checked: Checked, now: datetime) -> frozenset[str]:
    """The paths of what the public does not see: texts that are held back, the files that come with them, and what is never published."""
    content, config = checked.content, checked.content.config.config
    never = (
        *((content.plan,) if content.plan else ()),
        *content.templates,
        *content.drills,
        *content.scenarios,
        *content.profiles,
    )
    visibility = checked.analysis.visibility
    texts = [document for folder in content.incidents for document in documents_of(folder)]
    held = [document for document in texts if not visibility.is_public(document, now)]
    found = {document.source.path for document in (*never, *held)}
    if config is None:
        return frozenset(found)
    # What nothing links to is nobody's yet, and is spoken of.
    openings = file_openings(content, config, visibility)
    return frozenset(found) | {path for path in linked(held, config, openings) if not has_come(openings[path], now)}


def _hidden(folder: IncidentFolder, visibility: Visibility, now: datetime, at: ZoneInfo) -> Iterator[tuple[Document, str]]:
    """The updates, reviews and translations of an incident that the public does not see, and why."""
    is_shown = visibility.is_public(folder.document, now)
    reviews = (*((folder.review,) if folder.review else ()), *folder.review_translations)
    for document in (*folder.updates, *folder.translations, *reviews):
        if visibility.is_public(document, now):
            continue
        said = said_in(document)
        if not is_public(said, now):
            when = opens(said)
            yield document, f"until {when_words(when, at)}" if when else "a draft"
        elif isinstance(document, ReviewDocument) and not (document.language and is_shown):
            yield document, "until an update is published"
        else:
            yield document, "until its original is published"


def _why_held(path: str, later: Iterable[Document], content: Content, config: SiteConfig, *, is_shown: bool) -> str:
    """Why an attachment is not published: the text that it will come with, or that there is none.

    Args:
        path: the attachment.
        later: the texts of its incident that are held back.
        content: the whole site.
        config: its settings.
        is_shown: whether anything of its incident is published.
    """
    for document in later:
        if is_read(document, config) and linked((document,), config, (path,)):
            return f"until {document.source.path.rpartition('/')[2]} is published, which links to it"
    if not linked(all_documents(content), config, (path,)):
        return "no text links to it"
    return "only a text that readers do not see links to it" if is_shown else "until an update of its incident is published"


def with_attachments(site: Site, data: Mapping[str, bytes]) -> Site:
    """The site with the bytes of its attachments, by path; pictures without what they say beside what they show.

    Raises:
        UsageError: that cannot be taken out of one.
    """
    return replace(site, attachments={path: without_traces(path, bare) for path, bare in data.items()})


def other_ids(site: Site, feed: bytes) -> str:
    """What the ids of the site that a feed is of were made of, if not of what this one's are; else empty.

    Args:
        site: what is to be published.
        feed: the JSON feed of the site that stood in its place.
    """
    was = feeds.identity_of_feed(feed)
    return was if site.cases and was != site.config.site.identity else ""


def adrift(site: Site) -> int:
    """How many updates and reviews stand in feeds without a settled order, once archives cannot do without it; else 0."""
    return feeds.adrift(site)


def last_changed(site: Site) -> datetime:
    """When something was last published: the newest update or review shown; the start of time when there is none."""
    return site.changed


def _settings(checked: Checked) -> SiteConfig:
    config = checked.content.config.config
    if config is None:
        raise UsageError("site_config.yml could not be understood", "run `aboveboard validate` to see what is wrong with it")
    return config


def _site(checked: Checked, now: datetime, preview: Preview | None) -> Site:
    config = _settings(checked)
    visibility = Visibility(checked.content, everything=True) if preview else checked.analysis.visibility
    shown = []
    for folder in checked.content.incidents:
        if folder.document.incident is None:
            continue
        # A draft is folded in like any other update, so that the preview shows what publishing it would show.
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
    # Of what else there is, nothing is handed on: a writer cannot show what it is not given.
    openings = file_openings(checked.content, config, visibility)
    paths = {path for path, opening in openings.items() if has_come(opening, now)}
    slugs = {folder.slug for folder in shown}
    cases = []
    for folder in shown:
        visible = _without_hidden(folder, paths, slugs)
        ledger = fold(visible, config.site.timezone, checked.terms)
        cases.append(Case(folder=visible, ledger=ledger, promises=promises(ledger, now, config.policy.grace)))
    cases.sort(key=lambda case: (-case.folder.updates[-1].update.published.astimezone(UTC).timestamp(), case.slug))
    return Site(
        config=config,
        cases=tuple(cases),
        pages=checked.content.pages,
        page_translations=checked.content.page_translations,
        host_files=tuple(Artifact(file.path, file.data) for file in checked.content.host_files if not file.problems),
        as_of=now,
        preview=preview,
        order=_order(checked.content),
        trusted=trusted_hosts(checked.content),
    )


def _as_published(document: UpdateDocument) -> UpdateDocument:
    return replace(document, parsed=replace(document.update, draft=False)) if document.update.draft else document


def _order(content: Content) -> tuple[Entered, ...]:
    """What is settled of the order in which updates and reviews came out.

    Before order.lock there was, everything came out at its own time; of that, what is sealed is settled.
    """
    if content.order is not None:
        return content.order.entries
    found = [entered for folder in content.incidents for entered in _sealed_before(folder)]
    return tuple(sorted(found, key=lambda one: (one.when, one.slug, one.number)))


def _sealed_before(folder: IncidentFolder) -> Iterator[Entered]:
    sealed_names = {line.name for line in folder.lock.lines} if folder.lock else set[str]()
    for slug, number, path, published in _items(folder):
        if name_of(folder, path) in sealed_names:
            yield Entered(slug=slug, number=number, when=published)


def _items(folder: IncidentFolder) -> Iterator[tuple[str, int, str, datetime]]:
    """What of an incident stands in feeds: its folder, the number, the file, and its own time."""
    for document in folder.updates:
        if (when := opens(document.parsed)) is not None:
            yield folder.slug, document.number, document.source.path, when.astimezone(UTC)
    if folder.review is not None and (when := opens(folder.review.review)) is not None:
        yield folder.slug, 0, folder.review.source.path, when.astimezone(UTC)


def _without_hidden(folder: IncidentFolder, files: Collection[str], slugs: Collection[str]) -> IncidentFolder:
    """An incident with those of its attachments alone, and of its related incidents, that are shown."""
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
    """The seals as readers may see them: up to the first of a file that is not shown, as when a site is built as of an earlier day."""
    lock = folder.lock
    if lock is None:
        return None
    shown = {INCIDENT, *(name_of(folder, document.source.path) for document in documents_of(folder))}
    lines = tuple(takewhile(lambda line: line.name in shown, lock.lines))
    if len(lines) == len(lock.lines):
        return lock
    text = "".join(f"{line.chain} {line.digest} {line.name}\n" for line in lines)
    return replace(lock, source=replace(lock.source, text=text), lines=lines)
