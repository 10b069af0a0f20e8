"""Files that were read: a value and the place of every key in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, TypeVar
from zoneinfo import ZoneInfo

from generator.model.assessment import Assessment
from generator.model.comprehension import AskedReaders
from generator.model.config import SiteConfig
from generator.model.diagnostic import Finding
from generator.model.drill import Scenario
from generator.model.incident import Incident, IncidentTranslation, Review
from generator.model.key_change import KeyAnnouncement
from generator.model.notice_profile import Profile
from generator.model.outside_text import OutsideFile, OutsideRecord
from generator.model.plan import DrillRecord, Plan, Template
from generator.model.source import Place, RawFile, Source, Span
from generator.model.update import Amendment, StandingChange, Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file, what was wrong with its form, and where each key stands.

    Attributes:
        source: the text.
        places: the place of every key that was written, by its path: `("known", "entry", "text")`. Items of lists have their
            index as text: `("systems", "0")`. The path `()` is the front matter as a whole (or the first line without one).
        problems: what the parser met. With any, the document is judged no further than the FRM rules.
        redactions: what was taken out of it after it was published, oldest first.
    """

    source: Source
    places: Mapping[tuple[str, ...], Place] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Finding, ...] = ()
    redactions: tuple["Redaction", ...] = ()

    @property
    def without_marks(self) -> str:
        """The text with dots in place of the marks of redactions, which say nothing of the incident; every place stays as it is."""
        text = self.source.text
        for redaction in self.redactions:
            for written in (redaction.mark, redaction.mark.replace("'", "''")):
                text = text.replace(written, "…" * len(written))
        return text

    def wrote(self, *path: str) -> bool:
        """Whether the key at `path` was written at all."""
        return path in self.places

    def span(self, *path: str) -> Span:
        """Return the place of `path`: key and value if on one line, else the key; the nearest written parent if it is missing."""
        while path and path not in self.places:
            path = path[:-1]
        place = self.places.get(path)
        return place.whole if place else Span(self.source.path, 1, 1, 1, 1)


class TextKind(StrEnum):
    """What a file with sentences that readers see is; a rule says with it where it is not asked."""

    UPDATE = "update"
    INCIDENT = "incident.md"
    REVIEW = "review"
    PAGE = "free page"
    SETTINGS = "site_config.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadersDocument(Document):
    """A file with sentences that readers see, of any kind. Which of its values these are follows from the declarations of its keys.

    Attributes:
        KIND: what it is.
        language: the language of a translation; empty for an original.
    """

    KIND: ClassVar[TextKind]

    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigDocument(ReadersDocument):
    """site_config.yml; `config` is None when it could not be understood."""

    KIND: ClassVar[TextKind] = TextKind.SETTINGS

    config: SiteConfig | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDocument(ReadersDocument):
    """incident.md; `incident` is None when it could not be understood."""

    KIND: ClassVar[TextKind] = TextKind.INCIDENT

    incident: Incident | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTranslationDocument(ReadersDocument):
    """incident.<language>.md; `parsed` is None when it could not be understood."""

    KIND: ClassVar[TextKind] = TextKind.INCIDENT

    parsed: IncidentTranslation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDocument(ReadersDocument):
    """An update or its translation.

    Attributes:
        number: the number its file name begins with.
        slug: the file name's words after the number.
        parsed: the update; None when it could not be understood.
    """

    KIND: ClassVar[TextKind] = TextKind.UPDATE

    number: int
    slug: str
    parsed: Update | None

    @property
    def update(self) -> Update:
        """The update of a document that was understood; rules see no others.

        Raises:
            LookupError: it was not understood.
        """
        if self.parsed is None:
            raise LookupError(self.source.path)
        return self.parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDocument(ReadersDocument):
    """review.md or its translation (then with its `language`); `review` is None when it could not be understood."""

    KIND: ClassVar[TextKind] = TextKind.REVIEW

    review: Review | None


@dataclass(frozen=True, slots=True)
class Redaction:
    """That words were taken out of a published text.

    Attributes:
        when: when.
        because: why, as readers see it.
        by: who approved it.
        mark: what stands in their place.
    """

    when: datetime
    because: str
    by: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLine:
    """One line of ledger.lock: a published file's name in the incident's folder, its digest, and what binds it to the line before.

    Attributes:
        format: the number of the format that was in force then; a line that does not say is of the first.
        rest: what the line says after its digest, as it was written.
        seen: when `seal` first saw the text; None in a line from before this was written.
        said: the digest of what the text says, whatever its layout; empty in a line from before this was written, and for a part of incident.md.
        since: when the published branch had the text, as version control told `seal`; None where it did not.
        zone: the site's time zone then; None where the file promises nothing.
        grace: how much later than promised counted as in time; likewise.
        due: when each promise of the file falls due, in UTC, by what is promised: `update`, `step.<name>`.
        parts: a mark of each part of it, by its place: `known.copied`, `body`; likewise.
        moved_from: of a line that says so, how the folder, or a file in it, was called until then; empty for any other line.
        moved_to: how it was called from then on; likewise.
        redaction: that words were taken out of the text; the digest is that of what was left.
        note: of a free page, what the text said of its own change.
    """

    chain: str
    digest: str
    name: str
    format: int = 1
    rest: str = ""
    seen: datetime | None = None
    said: str = ""
    since: datetime | None = None
    zone: ZoneInfo | None = None
    grace: timedelta | None = None
    due: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    parts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    moved_from: str = ""
    moved_to: str = ""
    redaction: Redaction | None = None
    note: StandingChange | None = None

    @property
    def moves_folder(self) -> bool:
        """Whether it says that the incident's folder has another name; files end in `.md`."""
        return bool(self.moved_to) and not self.moved_to.endswith(".md")


@dataclass(frozen=True, slots=True, kw_only=True)
class LockDocument(Document):
    """ledger.lock: what has been published, oldest first. The place of the line at index N has the path `(str(N),)`.

    Attributes:
        lines: the lines, each under the name that its file has today.
        origin: the name that the folder had when the first line was written: ids are made of it.
        former: the names that the folder had and has no more, oldest first: their addresses lead to the present one.
    """

    lines: tuple[SealLine, ...] = ()
    origin: str = ""
    former: tuple[str, ...] = ()

    def last(self, name: str) -> SealLine | None:
        """Return the line that is valid for a name; None when it was never sealed."""
        return next((line for line in reversed(self.lines) if line.name == name), None)

    def redactions_of(self, name: str) -> tuple[Redaction, ...]:
        """Return what was taken out of a file, oldest first."""
        return tuple(line.redaction for line in self.lines if line.name == name and line.redaction)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEntry:
    """When an update or a review (then with the number 0) came out, as order.lock remembers it."""

    slug: str
    number: int
    when: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDocument(Document):
    """order.lock: in which order updates and reviews came out."""

    entries: tuple[OrderEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDocument(ReadersDocument):
    """A free page or its translation (then with its `language`): Markdown with a title. `slug` is its file name, without language."""

    KIND: ClassVar[TextKind] = TextKind.PAGE

    slug: str
    title: str
    changed: StandingChange | None = None
    amended: Amendment | None = None
    body: str


def body_of(document: Document) -> str:
    """Return the Markdown below a file's keys; empty where there is none."""
    match document:
        case UpdateDocument(parsed=parsed) | IncidentTranslationDocument(parsed=parsed):
            return parsed.body if parsed else ""
        case IncidentDocument(incident=incident):
            return incident.body if incident else ""
        case ReviewDocument(review=review):
            return review.body if review else ""
        case PageDocument(body=body):
            return body
    return ""


@dataclass(frozen=True, slots=True)
class Attachment(RawFile):
    """A file under `files/` that was looked into; its bytes are not kept.

    Attributes:
        problems: what was found, under the names of the rules `unsafe-file`, `hidden-in-file` and `file-with-metadata`.
        digest: of its bytes, in hexadecimal SHA-256; empty when they were not all read.
    """

    problems: tuple[Finding, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument(Document):
    """content/plan.yml; `plan` is None when it could not be understood."""

    plan: Plan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDocument(Document):
    """A template.

    Attributes:
        name: its file name without the ending.
        template: None when it could not be understood.
        filled: the first statement that it makes, with a word in each blank, every place as in the template; None as above.
    """

    name: str
    template: Template | None
    filled: UpdateDocument | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillDocument(Document):
    """The record of a drill; `record` is None when it could not be understood."""

    name: str
    record: DrillRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDocument(Document):
    """What readers understood of an update, content/asked/<name>.md; `record` is None when it could not be understood."""

    name: str
    record: AskedReaders | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDocument(Document):
    """A risk assessment, content/assessments/<incident>.yml; `assessment` is None when it could not be understood."""

    slug: str
    assessment: Assessment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioDocument(Document):
    """A scenario for drills, content/drills/scenarios/<key>.yml; `scenario` is None when it could not be understood."""

    key: str
    scenario: Scenario | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDocument(Document):
    """A site's own profile, content/profiles/<key>.yml; `profile` is None when it could not be understood."""

    key: str
    profile: Profile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideDocument(Document):
    """How a text was told that speaks of an incident elsewhere, content/elsewhere/<incident>/<name>.yml; `record` is None when it could not be understood.

    Attributes:
        slug: the incident.
        name: the name of both files, without ending.
        file: the text; None where there is none beside it.
    """

    slug: str
    name: str
    file: OutsideFile | None
    record: OutsideRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A file that repeats another one in another language, beside its original; both were understood.

    Attributes:
        original: an update, incident.md, a review or a page.
        document: the same in another language.
        language: that language (a BCP 47 tag, as the file's name has it).
    """

    original: Document
    document: Document
    language: str


_Translated = TypeVar("_Translated", UpdateDocument, IncidentTranslationDocument, ReviewDocument, PageDocument)


def _in_language(documents: Iterable[_Translated], language: str) -> _Translated | None:
    return next((document for document in documents if document.language.lower() == language.lower()), None)


@dataclass(frozen=True, slots=True)
class TextOutline:
    """What is asked of every text of every incident that version control or a seal knows.

    Attributes:
        part: the attribute of `IncidentFolder` in which it is: `updates`.
        path: the file.
        number: as in its document; 0 where that has none.
        slug: likewise; empty.
        language: likewise.
        published: what it says under `published`; None for incident.md and its translations.
        draft: whether it is a draft.
        amended: whether it says that words were corrected.
        populations: the names under `affected` in an update.
        audiences: the audiences that these name for themselves.
        readers: as `Update.readers`.
    """

    part: str
    path: str
    number: int = 0
    slug: str = ""
    language: str = ""
    published: datetime | None = None
    draft: bool = False
    amended: bool = False
    populations: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()

    @classmethod
    def of_update(cls, part: str, document: UpdateDocument) -> "TextOutline":
        """Return the outline of an update, or of a translation of one, that was understood."""
        update = document.update
        counts = update.affected.values()
        return cls(
            part=part,
            path=document.source.path,
            number=document.number,
            slug=document.slug,
            language=document.language,
            published=update.published,
            draft=update.draft,
            amended=update.amended is not None,
            populations=tuple(update.affected),
            audiences=tuple(count.audience for count in counts if count.audience),
            readers=tuple(update.readers),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What is asked of every incident of a site, even where only one of them is looked at; of an incident without a problem in its form.

    Attributes:
        related: the names under `related` in incident.md.
        former: the names that the folder had before, oldest first.
        moved: as `IncidentFolder.moved`.
        sealed: whether there is a ledger.lock.
        keys: the keys that stand at the beginning of a line in any of its files: what is not among them, none of them says.
        first: the earliest time under `published` in an update, draft or not.
        title: the title in incident.md.
        aware: what it says under `aware`.
        opens: when readers first see anything of it; None: never as it stands.
        is_seen_from: from when on they see all of its texts; None: some they never see.
        hosts: the hosts to which its texts lead; None: nobody looked.
        texts: gives its texts, in the order of their documents; asked only where readers know the incident.
    """

    related: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    sealed: bool = False
    keys: frozenset[str] = frozenset()
    first: datetime
    title: str
    aware: datetime
    opens: datetime | None
    is_seen_from: datetime | None
    hosts: tuple[str, ...] | None = None
    texts: Callable[[], tuple[TextOutline, ...]] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFolder:
    """`content/incidents/<slug>/` as it is on disk.

    Attributes:
        slug: the folder's name; the incident's identity and address.
        document: incident.md.
        updates: the originals, ordered by number, drafts and embargoed ones among them.
        translations: their translations, ordered by number and language.
        incident_translations: incident.<language>.md, ordered by language.
        review: review.md, if there is one.
        lock: ledger.lock, if there is one.
        review_translations: review.<language>.md, ordered by language.
        files: paths under `files/`, relative to the site's root.
        attachments: what was found in them, in the same order.
        problems: what is wrong with the folder itself (clashing numbers, stray files).
        content: a digest of everything that it was read from; empty where nobody made one, or where it is no longer as it was read.
    """

    slug: str
    document: IncidentDocument
    updates: tuple[UpdateDocument, ...] = ()
    translations: tuple[UpdateDocument, ...] = ()
    incident_translations: tuple[IncidentTranslationDocument, ...] = ()
    review: ReviewDocument | None = None
    lock: LockDocument | None = None
    review_translations: tuple[ReviewDocument, ...] = ()
    files: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[Finding, ...] = ()
    content: str = field(default="", compare=False, repr=False)

    @property
    def outline(self) -> Outline | None:
        """What is known of it without reading it; None: it was read."""
        return None

    @property
    def whole(self) -> "IncidentFolder":
        """The folder as it was read: the same one each time, whatever stands for it."""
        return self

    def may_say(self, *keys: str) -> bool:
        """Whether any of its files may have one of some keys; where its outline tells that none has, they need not be read."""
        return self.outline is None or not self.outline.keys.isdisjoint(keys)

    @property
    def may_be_sealed(self) -> bool:
        """Whether there may be a ledger.lock; likewise."""
        return self.outline is None or self.outline.sealed

    @property
    def identity(self) -> str:
        """The folder's first name, of which ids are made, whatever it is called today."""
        return (self.lock.origin if self.lock else "") or self.slug

    @property
    def former(self) -> tuple[str, ...]:
        """The names that the folder had before, oldest first."""
        return self.lock.former if self.lock else ()

    @property
    def moved(self) -> Iterator[tuple[str, str]]:
        """The former and the present address of the folder, and path of each of its files that was renamed, oldest first."""
        here = f"incidents/{self.slug}/"
        for name in self.former:
            yield f"incidents/{name}/", here
        for line in self.lock.lines if self.lock else ():
            if line.moved_to and not line.moves_folder:
                yield f"{here}{line.moved_from}", f"{here}{line.moved_to}"

    @property
    def first(self) -> datetime | None:
        """The earliest time under `published` in its updates; None: none was understood."""
        return min((one.parsed.published for one in self.updates if one.parsed is not None), default=None)

    @property
    def understood(self) -> bool:
        """Whether incident.md and every original update could be understood, so that continuity can be judged."""
        return self.document.incident is not None and all(u.parsed is not None for u in self.updates) and not self.problems

    @property
    def incident(self) -> Incident:
        """What incident.md says.

        Raises:
            LookupError: it was not understood.
        """
        if self.document.incident is None:
            raise LookupError(self.document.source.path)
        return self.document.incident

    def translated(self, number: int, language: str) -> UpdateDocument | None:
        """Return update `number` in a language; None when there is no translation that could be understood."""
        return _in_language((one for one in self.translations if one.number == number and one.parsed), language)

    def translated_incident(self, language: str) -> Incident | None:
        """Return incident.md in a language; None when there is no translation that could be understood."""
        document = _in_language(self.incident_translations, language)
        if document is None or document.parsed is None or self.document.incident is None:
            return None
        return document.parsed.of(self.document.incident)

    def changes_in(self, language: str) -> Mapping[str, StandingChange]:
        """Return what incident.md in another language says of its own changes, by the part that was changed."""
        document = _in_language(self.incident_translations, language)
        return document.parsed.changed if document and document.parsed else MappingProxyType({})

    def translated_review(self, language: str) -> ReviewDocument | None:
        """Return the review in a language; None when there is no translation that could be understood."""
        return _in_language((one for one in self.review_translations if one.review), language)

    def untranslated(self, language: str) -> tuple[str, ...]:
        """Return the originals without a translation in a language, by file name; drafts need none."""
        there = {one.number for one in self.translations if one.language.lower() == language.lower()}
        names = [one.source.path for one in self.updates if one.parsed and not one.parsed.draft and one.number not in there]
        if _in_language(self.incident_translations, language) is None:
            names.append("incident.md")
        review = self.review.review if self.review else None
        if review and not review.draft and _in_language(self.review_translations, language) is None:
            names.append("review.md")
        return tuple(name.rpartition("/")[2] for name in names)

    @property
    def pairs(self) -> Iterator[Translation]:
        """Every translation beside its original, where both could be understood: of updates, of incident.md, of the review."""
        originals = {document.number: document for document in self.updates if document.parsed}
        for update in self.translations:
            if update.parsed and update.number in originals:
                yield Translation(original=originals[update.number], document=update, language=update.language)
        if self.document.incident:
            for incident in self.incident_translations:
                if incident.parsed:
                    yield Translation(original=self.document, document=incident, language=incident.language)
        if self.review and self.review.review:
            for review in self.review_translations:
                if review.review:
                    yield Translation(original=self.review, document=review, language=review.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was understood, of whatever kind, as those rules see it that judge every text alike.

    Attributes:
        document: site_config.yml, incident.md, an update, a translation, a review or a page.
        body: its Markdown; empty for site_config.yml.
        folder: the incident it belongs to; None for the site's own files.
        draft: whether it is never published as it stands, so that nothing in it blocks.
        waived: names and codes of the rules that it waives; a translation shares its original's waivers.
    """

    document: Document
    body: str = ""
    folder: IncidentFolder | None = None
    draft: bool = False
    waived: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HostFile:
    """A file of content/static/, which goes to the site's root as it is.

    Attributes:
        path: relative to the site's root.
        source: relative to the folder of the site's files.
        data: its bytes.
        problems: why it is not published; empty when it is.
    """

    path: str
    source: str
    data: bytes
    problems: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that was read of a site. `pages` are the originals, `catalogues` the languages for which the site brings words of its own.

    What stands in `plan`, `templates`, `drills`, `scenarios`, `asked`, `assessments` and `elsewhere` is never published.
    """

    config: ConfigDocument
    incidents: tuple[IncidentFolder, ...] = ()
    pages: tuple[PageDocument, ...] = ()
    plan: PlanDocument | None = None
    templates: tuple[TemplateDocument, ...] = ()
    drills: tuple[DrillDocument, ...] = ()
    asked: tuple[AskedDocument, ...] = ()
    assessments: tuple[AssessmentDocument, ...] = ()
    scenarios: tuple[ScenarioDocument, ...] = ()
    profiles: tuple[ProfileDocument, ...] = ()
    page_translations: tuple[PageDocument, ...] = ()
    order: OrderDocument | None = None
    page_lock: LockDocument | None = None
    catalogues: tuple[str, ...] = ()
    host_files: tuple[HostFile, ...] = ()
    key_announcements: tuple[KeyAnnouncement, ...] = ()
    elsewhere: tuple[OutsideDocument, ...] = ()
    problems: tuple[Finding, ...] = ()

    @property
    def pairs(self) -> Iterator[Translation]:
        """Every page's translation beside its original, where both could be understood."""
        originals = {page.slug: page for page in self.pages if not page.problems}
        for page in self.page_translations:
            if not page.problems and page.slug in originals:
                yield Translation(original=originals[page.slug], document=page, language=page.language)
