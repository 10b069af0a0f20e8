"""Assembling a site: which file is which document, and what is wrong with files' places and names."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final, Protocol, TypeVar

from generator.content import plan as preparedness
from generator.content.assessments import parse_assessment
from generator.content.host_files import is_litter, parse_host_file
from generator.content.named_readers import with_named_readers
from generator.content.outside import parse_outside
from generator.content.parser import (
    names_in,
    parse_asked,
    parse_drill,
    parse_incident,
    parse_incident_translation,
    parse_page,
    parse_review,
    parse_update,
    taken_in,
)
from generator.content.portable_names import problems_of
from generator.content.profiles import parse_profile
from generator.content.scenario import parse_scenario
from generator.content.settings import PATH as SETTINGS
from generator.content.settings import parse_settings
from generator.content.themes import theme_problems
from generator.content.update_numbers import duplicate_numbers
from generator.format.decoding import MARKDOWN_LIMIT, SETTINGS_LIMIT, decode
from generator.format.invisible_characters import description_of, first_invisible, with_plain_spaces
from generator.format.language_tags import corrected_tag
from generator.format.names import SLUG
from generator.format.problems import is_unread
from generator.links.link_targets import composed
from generator.model.diagnostic import Finding
from generator.model.document import (
    AskedDocument,
    AssessmentDocument,
    Attachment,
    ConfigDocument,
    Content,
    Document,
    DrillDocument,
    HostFile,
    IncidentDocument,
    IncidentFolder,
    IncidentTranslationDocument,
    LockDocument,
    OutsideDocument,
    PageDocument,
    PlanDocument,
    ProfileDocument,
    ReviewDocument,
    ScenarioDocument,
    TemplateDocument,
    UpdateDocument,
)
from generator.model.key_change import KeyAnnouncement
from generator.model.outside_text import OutsideFile
from generator.model.source import RawFile, Source, Span
from generator.seals.key_changes import read_announcement
from generator.seals.ledger_lock import LOCK, is_sealed_as, parse_lock
from generator.seals.order_lock import PATH as ORDER
from generator.seals.order_lock import parse_order
from generator.seals.page_words import PAGE_LOCK, PAGES, page_name
from generator.seals.standing_words import redactions_of

_LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
#: The name of an update's file: its number, its words, and a translation's language.
UPDATE = re.compile(rf"([0-9]{{1,4}})-([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.({_LANGUAGE}))?\.md")
_TRANSLATED = re.compile(rf"(incident|review)\.({_LANGUAGE})\.md")
_TRANSLATED_PAGE = re.compile(rf"({SLUG.pattern})\.({_LANGUAGE})\.md")
_TAGGED = re.compile(r"([a-z0-9-]+)\.([^./]{2,20})\.md")
_STATIC = "make it a folder with the files for the site's root (docs/hosting.md)"
_NAMES = "name an update's file like 02-scope.md: its number, a hyphen, lower-case letters and hyphens"

#: Problems whose help or edits name an entry.
_NAMED = frozenset({"unnamed-fact", "wrong-type", "colon-in-text", "bad-name"})

_Translated = TypeVar("_Translated", UpdateDocument, IncidentTranslationDocument, ReviewDocument, PageDocument)
_Redactable = TypeVar("_Redactable", bound=Document)

#: First parts of addresses used by generated pages, or reserved by the builder.
RESERVED = frozenset(
    "incidents corrections subscribe promises record verify lessons systems integrity templates api assets badge files search sitemap feed atom calendar index 404 robots".split()
)


class Folders(Protocol):
    """Reads incidents' folders, or knows them already."""

    def read(self, slug: str, files: dict[str, RawFile], gone: frozenset[str], audiences: tuple[str, ...]) -> IncidentFolder:
        """Return an incident's folder.

        Args:
            slug: its name.
            files: by path in it.
            gone: the names of published folders that are not there any more.
            audiences: the names of the site's audiences.
        """

    def keep(self, slugs: Collection[str], site: str) -> None:
        """Forget all folders but these.

        Args:
            slugs: their names.
            site: the address of the site; empty where that is not known.
        """

    def prepare(self, incidents: Mapping[str, dict[str, RawFile]], gone: frozenset[str], audiences: tuple[str, ...]) -> None:
        """Be told of all folders that will be read, to read several at once.

        Args:
            incidents: the files of each, by path in it, by its name.
            gone: the names of published folders that are not there any more.
            audiences: the names of the site's audiences.
        """


class ReadFolders:
    """The incidents' folders as they were last read, for a program that reads a site again and again: one with the same files is not read again."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[dict[str, RawFile], frozenset[str], IncidentFolder]] = {}

    def read(
        self,
        slug: str,
        files: dict[str, RawFile],
        gone: frozenset[str],
        audiences: tuple[str, ...],
        anew: Callable[[str, dict[str, RawFile], frozenset[str]], IncidentFolder] | None = None,
    ) -> IncidentFolder:
        """Return an incident's folder, as `Folders` does.

        Args:
            slug: its name.
            files: by path in it.
            gone: the names of published folders that are not there any more.
            audiences: the names of the site's audiences.
            anew: reads it, if it was not read yet; None: from its files.
        """
        if not self.has(slug, files, gone):
            self._held[slug] = files, gone, (anew or read_folder)(slug, files, gone)
        return with_named_readers(self._held[slug][2], audiences)

    def as_read(self, slug: str) -> IncidentFolder:
        """Return an incident's folder as it was read last, before readers were named in it."""
        return self._held[slug][2]

    def has(self, slug: str, files: dict[str, RawFile], gone: frozenset[str]) -> bool:
        """Whether an incident's folder has been read with these files."""
        held = self._held.get(slug)
        return held is not None and held[:2] == (files, gone)

    def prepare(self, incidents: Mapping[str, dict[str, RawFile]], gone: frozenset[str], audiences: tuple[str, ...]) -> None:
        """Do nothing: each is read when it is needed."""

    def keep(self, slugs: Collection[str], _site: str = "") -> None:
        """Forget all folders but these, as `Folders` does."""
        self._held = {slug: held for slug, held in self._held.items() if slug in slugs}


def attachments_in(files: Mapping[str, RawFile]) -> tuple[Attachment, ...]:
    """Return what was found in the attachments among an incident's files, which are given by path in its folder."""
    found = [file for name, file in sorted(files.items()) if name.startswith("files/") and file.is_file]
    if not found:
        return ()
    from generator.content.attachments import look  # noqa: PLC0415  # the kinds of files take long to load

    return tuple(file if isinstance(file, Attachment) else look(file) for file in found)


def read_lock(slug: str, files: Mapping[str, RawFile], gone: Collection[str]) -> LockDocument | None:
    """Return the ledger.lock among an incident's files, which are given by path in its folder; None where there is none.

    Args:
        slug: the folder's name.
        files: by path in it.
        gone: the names of published folders that are not there any more.
    """
    return parse_lock(*decode(files[LOCK], MARKDOWN_LIMIT), slug, gone) if LOCK in files else None


def assemble(files: Iterable[RawFile], folders: Folders | None = None) -> Content:
    """Read every file of a site.

    Args:
        files: the site's files in any order: site_config.yml and everything under content/.
        folders: what was read before; None: nothing.
    """
    by_path = {file.path: file for file in sorted(files, key=lambda file: file.path)}
    problems: list[Finding] = []
    incidents: dict[str, dict[str, RawFile]] = defaultdict(dict)
    pages: list[PageDocument] = []
    templates: list[TemplateDocument] = []
    drills: list[DrillDocument] = []
    asked: list[AskedDocument] = []
    assessments: list[AssessmentDocument] = []
    scenarios: list[ScenarioDocument] = []
    profiles: list[ProfileDocument] = []
    page_translations: list[PageDocument] = []
    catalogues: list[str] = []
    host_files: list[HostFile] = []
    announcements: list[KeyAnnouncement] = []
    outside: dict[str, dict[str, RawFile]] = defaultdict(dict)
    misplaced: list[tuple[str, str]] = []
    kept: list[str] = []
    for path, file in by_path.items():
        parts = path.split("/")
        if parts[:2] == ["content", "static"]:
            # Checked before hidden files are skipped: some hosts require names that begin with a dot.
            if not file.is_file:
                problems += decode(file, MARKDOWN_LIMIT)[1]
            elif len(parts) == 2:
                problems.append(_stray(path, "static is a file, not a folder", _STATIC))
            elif not is_litter("/".join(parts[2:])):
                host_files.append(parse_host_file(file))
            continue
        if path == SETTINGS or _is_ignored(parts, by_path):
            continue
        if path.startswith(".") or "/." in path:
            # An update hidden by mistake would be missing silently.
            problems.append(
                _stray(
                    path,
                    "the dot at the beginning of the name hides this from readers",
                    "remove the dot, or move the file out of content/",
                )
            )
            continue
        if not file.is_file and not _has_document(parts):
            problems += decode(file, file.size)[1]
            continue
        match parts:
            case ["themes", *rest]:
                problems += theme_problems(file, rest)
                if rest[0] == "locales" and len(rest) > 2:
                    catalogues.append(rest[1])
            case ["content", "incidents", slug, *rest] if rest:
                incidents[slug]["/".join(rest)] = file
            case ["content", "pages", "pages.lock"]:
                pass  # As above.
            case ["content", "pages", name]:
                page = _page(file, name, problems)
                if page:
                    (page_translations if page.language else pages).append(page)
            case ["content", "plan.yml"]:
                pass  # Read below: there is one at most.
            case ["content", "drills", "scenarios", name]:
                scenario = _scenario(file, name, problems)
                if scenario:
                    scenarios.append(scenario)
            case ["content", "templates" | "drills" | "asked" as kind, *rest]:
                name = _prepared_name(file, kind, "/".join(rest), problems)
                if name and kind == "templates":
                    templates.append(preparedness.parse_template(*decode(file, MARKDOWN_LIMIT), name))
                elif name and kind == "asked":
                    asked.append(parse_asked(*decode(file, MARKDOWN_LIMIT), name))
                elif name:
                    drills.append(parse_drill(*decode(file, MARKDOWN_LIMIT), name))
            case ["content", "order.lock"]:
                pass  # As above.
            case ["content", "keys", name]:
                announcement = _key_announcement(path, name, by_path, problems)
                if announcement:
                    announcements.append(announcement)
            case ["content", "plan.yaml" | "plan.md"]:
                problems.append(_stray(path, "the plan has the wrong name", "rename it to content/plan.yml"))
            case ["content", "elsewhere", slug, name] if SLUG.fullmatch(slug):
                outside[slug][name] = file
            case ["content", "elsewhere", *_, name]:
                misplaced.append((path, name))
            case ["content", "assessments", name]:
                assessment = _assessment(file, name, problems)
                if assessment:
                    assessments.append(assessment)
            case ["content", "profiles", name]:
                profile = _profile(file, name, problems)
                if profile:
                    profiles.append(profile)
            case ["content", *_]:
                problems.append(
                    _stray(path, "content/ has no place for this name", "move it to content/incidents/ or content/pages/")
                )
            case _:
                pass
        kept.append(path)
    problems += problems_of(kept)
    problems += (_stray(path, *_no_place_elsewhere(name, incidents)) for path, name in misplaced)
    problems += (_no_incident(one) for one in assessments if one.slug not in incidents)
    problems += _translations_of(page_translations, {page.slug for page in pages}, lambda page: page.slug, "page")
    elsewhere = tuple(
        document for slug, told in outside.items() for document in _outside(slug, told, slug in incidents, problems)
    )
    order = parse_order(*decode(by_path[ORDER], MARKDOWN_LIMIT)) if ORDER in by_path else None
    gone = {entry.slug for entry in order.entries} - set(incidents) if order else set[str]()
    read = folders or ReadFolders()
    page_lock = parse_lock(*decode(by_path[PAGE_LOCK], MARKDOWN_LIMIT), PAGES) if PAGE_LOCK in by_path else None
    config = _config_document(by_path.get(SETTINGS))
    audiences = config.config.audiences if config.config else ()
    read.keep(incidents, config.config.site.url if config.config else "")
    read.prepare(incidents, frozenset(gone), tuple(audiences))
    return Content(
        config=config,
        incidents=_under_present_names(
            read.read(slug, incidents[slug], frozenset(gone), tuple(audiences)) for slug in sorted(incidents)
        ),
        pages=tuple(_redacted(page_lock, one) for one in pages),
        plan=_plan(by_path.get(preparedness.PATH)),
        templates=tuple(templates),
        drills=tuple(drills),
        asked=tuple(asked),
        assessments=tuple(assessments),
        scenarios=tuple(scenarios),
        profiles=tuple(profiles),
        page_translations=tuple(_redacted(page_lock, one) for one in page_translations),
        order=order,
        page_lock=page_lock,
        catalogues=tuple(catalogues),
        host_files=tuple(host_files),
        elsewhere=elsewhere,
        key_announcements=tuple(announcements),
        problems=tuple(problems),
    )


def _key_announcement(path: str, name: str, files: dict[str, RawFile], problems: list[Finding]) -> KeyAnnouncement | None:
    """Read an announcement of a key; its signature stands beside it."""
    if name.endswith(".txt.sig") and path.removesuffix(".sig") in files:
        return None
    signature = files.get(f"{path}.sig")
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*\.txt", name) or signature is None:
        problems.append(_stray(path, "this is not the announcement of a key with its signature", _KEYS))
        return None
    found = read_announcement(path, files[path].data, signature.data)
    if found is None:
        problems.append(_stray(path, "this announcement of a key cannot be understood", _KEYS))
    return found


#: What to do about a file in content/keys/ that does not belong there.
_KEYS: Final = "restore it as `aboveboard rekey` wrote it (git log shows it), or delete it"


def _has_document(parts: list[str]) -> bool:
    """Whether a document is expected at a path, which then reports itself that there is no file."""
    name = parts[-1]
    match parts:
        case ["content", "incidents", _, *rest]:
            known = name in {"incident.md", "review.md", LOCK} or UPDATE.fullmatch(name) or _TRANSLATED.fullmatch(name)
            return (rest[:1] == ["files"] and len(rest) > 1) or (len(rest) == 1 and bool(known))
        case ["content", "pages", _] | ["content", "templates", _]:
            return name.endswith(".md")
        case ["content", "plan.yml"]:
            return True
        case _:
            return (
                len(parts) > 2 and parts[1] in {"drills", "asked", "assessments", "profiles"} and name.endswith((".md", ".yml"))
            )


def _is_ignored(parts: list[str], known: dict[str, RawFile]) -> bool:
    """Whether a file was left by a system or an editor; never true of an author's Markdown file."""
    path = "/".join(parts)
    hidden = path.startswith(".") or "/." in path
    by_a_program = not path.endswith(".md") or parts[-1].startswith(("._", ".#"))
    return (hidden and by_a_program) or (path.endswith("~") and path[:-1] in known)


def _stray(path: str, message: str, help: str) -> Finding:
    folder, _, name = path.rpartition("/")
    for whole, part in ((path, name), (folder, folder.rpartition("/")[2])):
        # Readers of the message see the correct name.
        if odd := first_invisible(part):
            right = with_plain_spaces(part, "-").strip("-").replace("--", "-").replace("-.", ".")
            what = "file" if whole == path else "folder"
            return Finding(
                rule="misnamed-file",
                at=Span(path, 1, 1, 1, 1),
                message=f"the name of this {what} contains {description_of(odd)}",
                help=f"rename it to `{right}`",
            )
    return Finding(rule="misnamed-file", at=Span(path, 1, 1, 1, 1), message=message, help=help)


def _config_document(file: RawFile | None) -> ConfigDocument:
    if file is None:
        start = Span(SETTINGS, 1, 1, 1, 1)
        missing = Finding(
            rule="missing-file",
            at=start,
            message="there is no site_config.yml",
            help="write one with at least `organisation: {name: Larkfield Energy}` and `site: {url: https://status.larkfield.example/}` and"
            " `contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: the incident team}`",
        )
        return ConfigDocument(source=Source(SETTINGS, ""), problems=(missing,), config=None)
    source, problems = decode(file, SETTINGS_LIMIT)
    if is_unread(source, problems):
        return ConfigDocument(source=source, problems=problems, config=None)
    return _read_settings(source, problems)


#: A preview and a look back read the same settings again and again.
_read_settings = lru_cache(maxsize=4)(parse_settings)


def _plan(file: RawFile | None) -> PlanDocument | None:
    if file is None:
        return None
    source, problems = decode(file, SETTINGS_LIMIT)
    if is_unread(source, problems):
        return PlanDocument(source=source, problems=problems, plan=None)
    return preparedness.parse_plan(source, problems)


#: What the files of a folder are, and an example of a name.
_PREPARED = {
    "templates": ("a template", "stolen-password.md"),
    "drills": ("a drill's record", "2027-03-03-stolen-password.md"),
    "asked": ("a record of what readers understood", "2027-03-04-support-tickets.md"),
}


def _prepared_name(file: RawFile, kind: str, name: str, problems: list[Finding]) -> str:
    slug = name.removesuffix(".md")
    if name.endswith(".md") and SLUG.fullmatch(slug):
        return slug
    what, example = _PREPARED[kind]
    problems.append(
        _stray(
            file.path, f"this is not a valid name for {what}", f"name it like {example}: lower-case letters, digits and hyphens"
        )
    )
    return ""


def _assessment(file: RawFile, name: str, problems: list[Finding]) -> AssessmentDocument | None:
    slug = name.removesuffix(".yml")
    if name.endswith(".yml") and SLUG.fullmatch(slug):
        return parse_assessment(*decode(file, MARKDOWN_LIMIT), slug)
    problems.append(
        _stray(
            file.path,
            "this is not the name of a risk assessment",
            "name it as the incident's folder, with .yml: support-tickets.yml",
        )
    )
    return None


def _no_incident(assessment: AssessmentDocument) -> Finding:
    return _stray(
        assessment.source.path,
        f"there is no incident called {assessment.slug}",
        "name the file as the incident's folder under content/incidents/",
    )


def _page(file: RawFile, name: str, problems: list[Finding]) -> PageDocument | None:
    translated = _TRANSLATED_PAGE.fullmatch(name)
    slug = translated.group(1) if translated else name.removesuffix(".md")
    if not name.endswith(".md") or not SLUG.fullmatch(slug):
        problems.append(
            _stray(
                file.path,
                "this is not a valid name for a page",
                "name it like about-us.md: lower-case letters, digits and hyphens",
            )
        )
        return None
    if slug in RESERVED:
        problems.append(
            Finding(
                rule="clashing-names",
                at=Span(file.path, 1, 1, 1, 1),
                message=f"the site already has a page at /{slug}/",
                help="give the file another name",
            )
        )
        return None
    source, found = decode(file, MARKDOWN_LIMIT)
    return parse_page(source, found, slug, translated.group(2) if translated else "")


def _profile(file: RawFile, name: str, problems: list[Finding]) -> ProfileDocument | None:
    key = name.removesuffix(".yml")
    if not name.endswith(".yml") or not SLUG.fullmatch(key):
        problems.append(
            _stray(
                file.path,
                "this is not a valid name for a profile",
                "name it like our-members.yml: lower-case letters, digits and hyphens",
            )
        )
        return None
    source, found = decode(file, SETTINGS_LIMIT)
    return parse_profile(source, found, key)


def _no_place_elsewhere(name: str, incidents: Collection[str]) -> tuple[str, str]:
    """Return what is wrong with a file that stands under content/elsewhere/ and in no incident's folder, and where it belongs."""
    slug = next(iter(incidents)) if len(incidents) == 1 else "INCIDENT"
    which = "" if len(incidents) == 1 else ", where INCIDENT is the name of the folder under content/incidents/"
    return (
        "a text told elsewhere stands directly in the folder of its incident",
        f"move it to content/elsewhere/{slug}/{name}{which}",
    )


def _outside(slug: str, told: Mapping[str, RawFile], known: bool, problems: list[Finding]) -> Iterator[OutsideDocument]:
    """Yield the texts that are kept of an incident, each with the file beside it."""
    texts: dict[str, RawFile] = {}
    for name, file in sorted(told.items()):
        stem, _, ending = name.rpartition(".")
        if ending in {"yml", "yaml"}:
            continue
        if stem in texts:
            problems.append(
                _stray(
                    file.path,
                    f"{texts[stem].path} has the same name",
                    "give each text its own name, and its .yml file the same name",
                )
            )
            continue
        texts[stem] = file
    if not known:
        first = next(iter(told.values()))
        problems.append(
            _stray(
                first.path,
                f"there is no incident called {slug}",
                "name the folder as the incident's folder under content/incidents/",
            )
        )
        return
    for stem, file in texts.items():
        if f"{stem}.yml" not in told:
            problems.append(
                _stray(
                    file.path,
                    "there is no record of how, when and to whom this was told",
                    f"write {stem}.yml beside it, with `channel: press`, `told: 2027-03-04` and `to: …`",
                )
            )
    for name, beside in sorted(told.items()):
        stem = name.removesuffix(".yml")
        if stem == name:
            if name.endswith(".yaml"):
                problems.append(_stray(beside.path, "this has the wrong extension", f"call it {name.removesuffix('.yaml')}.yml"))
            continue
        if stem not in texts:
            problems.append(
                _stray(
                    beside.path,
                    "there is no text for this",
                    f"put the text there, as {stem}.txt, .md, .html, .docx, .pdf or .eml",
                )
            )
        text = texts.get(stem)
        yield parse_outside(*decode(beside, SETTINGS_LIMIT), slug, stem, text if isinstance(text, OutsideFile) else None)


def _scenario(file: RawFile, name: str, problems: list[Finding]) -> ScenarioDocument | None:
    key = name.removesuffix(".yml")
    if not name.endswith(".yml") or not SLUG.fullmatch(key):
        problems.append(
            _stray(
                file.path,
                "this is not a valid name for a scenario",
                "name it like lost-laptop.yml: lower-case letters, digits and hyphens",
            )
        )
        return None
    source, found = decode(file, SETTINGS_LIMIT)
    return parse_scenario(source, found, key)


def _under_present_names(folders: Iterable[IncidentFolder]) -> tuple[IncidentFolder, ...]:
    """Return the incidents, each naming those under `related` as their folders are called today."""
    found = tuple(folders)
    now = {name: folder.slug for folder in found for name in folder.former}
    if not now:
        return found
    found = tuple(
        replace(one, document=replace(one.document, problems=(*one.document.problems, _taken(one, now[one.slug]))))
        if one.slug in now
        else one
        for one in found
    )
    return tuple(
        replace(
            one,
            document=replace(one.document, incident=replace(said, related=tuple(now.get(name, name) for name in said.related))),
        )
        if _names_any(one, now) and (said := one.document.incident)
        else one
        for one in found
    )


def _names_any(folder: IncidentFolder, names: Collection[str]) -> bool:
    """Whether an incident may have some names under `related`."""
    return folder.outline is None or any(name in names for name in folder.outline.related)


def _taken(folder: IncidentFolder, owner: str) -> Finding:
    """Return what is wrong with a folder that has the former name of another one."""
    return Finding(
        rule="renamed-published",
        at=Span(folder.document.source.path, 1, 1, 1, 1),
        message=f"{folder.slug} is the earlier name of {owner}, and every address below incidents/{folder.slug}/ redirects there",
        help="give this folder another name",
    )


def read_folder(slug: str, files: dict[str, RawFile], gone: Collection[str]) -> IncidentFolder:
    """Read an incident's folder; `gone` are the names of published folders that are not there any more."""
    folder = f"content/incidents/{slug}"
    problems: list[Finding] = []
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        problems.append(
            _stray(
                next(iter(files.values())).path,
                "the folder's name cannot be an address",
                f"use lower-case letters, digits and hyphens, such as {_suggested_slug(slug)}",
            )
        )
    incident: IncidentDocument | None = None
    review: ReviewDocument | None = None
    lock: LockDocument | None = None
    updates: list[UpdateDocument] = []
    translations: list[UpdateDocument] = []
    attachments = attachments_in(files)
    earlier: dict[tuple[str, str], str] = {}
    waiting: list[tuple[RawFile, int, str, Mapping[tuple[str, str], str]]] = []
    incident_translations: list[IncidentTranslationDocument] = []
    review_translations: list[ReviewDocument] = []
    # The lock first: it says which of the texts were published.
    for name, file in sorted(files.items(), key=lambda one: (one[0] != LOCK, _update_number(one[0]), one[0])):
        if name == "incident.md":
            incident = parse_incident(*decode(file, MARKDOWN_LIMIT))
        elif name == "review.md":
            source, found_so_far = decode(file, MARKDOWN_LIMIT)
            review = parse_review(source, found_so_far, sealed=_is_sealed(lock, name, source))
        elif other := _TRANSLATED.fullmatch(name):
            if other.group(1) == "incident":
                incident_translations.append(parse_incident_translation(*decode(file, MARKDOWN_LIMIT), other.group(2)))
            else:
                source, found_so_far = decode(file, MARKDOWN_LIMIT)
                sealed = _is_sealed(lock, name, source)
                review_translations.append(parse_review(source, found_so_far, other.group(2), sealed=sealed))
        elif name.startswith("files/"):
            if not file.is_file:
                problems += decode(file, file.size)[1]
        elif name == LOCK:
            lock = read_lock(slug, files, gone)
        elif found := UPDATE.fullmatch(name):
            number, words, language = int(found.group(1)), found.group(2), found.group(3) or ""
            if number == 0:
                problems.append(_stray(file.path, "an update cannot have the number 0", "the first update is 01"))
                continue
            source, found_so_far = decode(file, MARKDOWN_LIMIT)
            sealed = _is_sealed(lock, name, source)
            document = parse_update(source, found_so_far, number, words, language, earlier, sealed=sealed)
            if not language and any(problem.rule in _NAMED for problem in document.problems):
                # New names must differ from names in all other updates, including later ones.
                waiting.append((file, number, words, dict(earlier)))
            (translations if language else updates).append(document)
            if not language:
                for wording, named in names_in(document).items():
                    earlier.setdefault(wording, named)
        else:
            help = "delete it, or move it out of the site's folder" if name.endswith("~") else f"rename it; {_NAMES}"
            if right := _with_right_tag(name):
                help = f"rename it to {right}, the tag of its language"
            problems.append(_stray(file.path, f"`{name[:60]}` is not a valid name for an update", help))
    for file, number, words, before in waiting:
        taken = taken_in(one for one in updates if one.source.path != file.path)
        source, found_so_far = decode(file, MARKDOWN_LIMIT)
        sealed = _is_sealed(lock, file.path.rpartition("/")[2], source)
        again = parse_update(source, found_so_far, number, words, "", before, taken, sealed=sealed)
        updates = [again if one.source.path == file.path else one for one in updates]
    updates.sort(key=lambda document: (document.number, document.source.path))
    translations.sort(key=lambda document: (document.number, document.language, document.source.path))
    incident_translations.sort(key=lambda document: document.language)
    review_translations.sort(key=lambda document: document.language)
    problems += _order(updates, files, lock)
    problems += _same_names(attachments)
    originals = {(document.number, document.slug) for document in updates}
    problems += _translations_of(translations, originals, lambda document: (document.number, document.slug), "update")
    problems += _translations_of(incident_translations, {""}, lambda _document: "", "incident.md")
    problems += _translations_of(review_translations, {""} if review else set(), lambda _document: "", "review")
    if incident is None:
        path = f"{folder}/incident.md"
        problems.append(
            Finding(
                rule="missing-file",
                at=Span(path, 1, 1, 1, 1),
                message="this incident has no incident.md",
                help="write one with `title` and `aware` (when you found out) between two lines of ---",
            )
        )
        incident = IncidentDocument(source=Source(path, ""), incident=None)
    if not updates:
        problems.append(
            Finding(
                rule="missing-file",
                at=Span(incident.source.path, 1, 1, 1, 1),
                message="this incident has no update, so readers would see nothing",
                help="write the first one, 01-first-statement.md; it may be a draft until you publish it",
            )
        )
    return IncidentFolder(
        slug=slug,
        document=_redacted(lock, incident),
        updates=tuple(_redacted(lock, one) for one in updates),
        translations=tuple(_redacted(lock, one) for one in translations),
        incident_translations=tuple(_redacted(lock, one) for one in incident_translations),
        review=_redacted(lock, review) if review else None,
        lock=lock,
        files=tuple(file.path for file in attachments),
        attachments=attachments,
        review_translations=tuple(_redacted(lock, one) for one in review_translations),
        problems=tuple(problems),
    )


def _redacted(lock: LockDocument | None, document: _Redactable) -> _Redactable:
    """Return a document with what its lock says was taken out of it."""
    if lock is None:
        return document
    if isinstance(document, IncidentDocument | IncidentTranslationDocument):
        taken = redactions_of(lock, document.language if isinstance(document, IncidentTranslationDocument) else "")
    else:
        taken = lock.redactions_of(
            page_name(document) if isinstance(document, PageDocument) else document.source.path.rpartition("/")[2]
        )
    return replace(document, redactions=taken) if taken else document


def _same_names(attachments: tuple[Attachment, ...]) -> Iterator[Finding]:
    """Yield files whose names differ only in the storage of accents, which is invisible: both would have the same address."""
    seen: dict[str, str] = {}
    for path in (attachment.path for attachment in attachments):
        name = composed(path)
        if name in seen:
            yield Finding(
                rule="clashing-names",
                at=Span(path, 1, 1, 1, 1),
                message=f"there are two files called {name.rpartition('/')[2][:80]}, with accents stored in different ways",
                help="delete one of them, or give it another name",
            )
        seen[name] = path


def _with_right_tag(name: str) -> str:
    """Return a translation's name with its language tag spelled correctly; empty when it is not one."""
    found = _TAGGED.fullmatch(name)
    tag = corrected_tag(found.group(2)) if found else ""
    right = f"{found.group(1)}.{tag}.md" if found and tag else ""
    return right if right != name and (UPDATE.fullmatch(right) or _TRANSLATED.fullmatch(right)) else ""


def _is_sealed(lock: LockDocument | None, name: str, source: Source) -> bool:
    line = lock.last(name) if lock else None
    return line is not None and is_sealed_as(line, source.text)


def _update_number(name: str) -> int:
    found = UPDATE.fullmatch(name)
    return int(found.group(1)) if found else 0


def _order(updates: list[UpdateDocument], names: Collection[str], lock: LockDocument | None) -> Iterator[Finding]:
    documents = {document.source.path.rpartition("/")[2]: document for document in updates}
    due = {name: document.parsed.published if document.parsed else None for name, document in documents.items()}
    public = {line.name for line in lock.lines} if lock else set[str]()
    for violation in (
        duplicate_numbers(names, due, public) if len({document.number for document in updates}) < len(updates) else ()
    ):
        document = documents[violation.goes]
        if violation.files:
            new = violation.files[violation.goes]
            more = " and its translations likewise" if len(violation.files) > 1 else ""
            help = f"rename this one to {new}{more}, unless it was published: `aboveboard validate --fix` does it; then check that the updates are still in the order of publication"
        else:
            help = "both numbers are public: keep the update that readers know by this number, and repeat the other's text in a new update"
        yield Finding(
            rule="clashing-names",
            at=Span(document.source.path, 1, 1, 1, 1),
            message=f"{violation.stays} has the number {document.number} too",
            help=help,
        )
    expected = 1
    for before, document in zip([None, *updates], updates, strict=False):
        at = Span(document.source.path, 1, 1, 1, 1)
        if before and before.number == document.number:
            continue
        if document.number != expected:
            yield Finding(
                rule="missing-number",
                at=at,
                message=f"update {expected} is missing before update {document.number}",
                help="restore its file, or number the updates without a gap",
            )
        expected = document.number + 1


def _translations_of(
    translations: Iterable[_Translated], originals: Collection[object], identity: Callable[[_Translated], object], what: str
) -> Iterator[Finding]:
    """Return problems with the places of translations: one without an original, or two into one language (tags ignore case)."""
    seen: set[tuple[object, str]] = set()
    for document in translations:
        at = Span(document.source.path, 1, 1, 1, 1)
        if identity(document) not in originals:
            yield Finding(
                rule="misnamed-file",
                at=at,
                message="this translation has no original",
                help=f"name it like its original, with .{document.language} before .md",
            )
        if (identity(document), document.language.lower()) in seen:
            yield Finding(
                rule="clashing-names",
                at=at,
                message=f"there are two translations of this {what} into `{document.language}`",
                help="keep one of them",
            )
        seen.add((identity(document), document.language.lower()))


def _suggested_slug(slug: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")[:80] or "support-tickets"
