"""All the files of a site put together: which is what, and what is wrong with where they stand."""

import re
from collections import defaultdict
from collections.abc import Iterable

from generator.content.parse import parse_incident, parse_page, parse_review, parse_update
from generator.content.reading import MARKDOWN_LIMIT, SETTINGS_LIMIT, SLUG, decode
from generator.content.seals import LOCK, parse_lock
from generator.content.settings import PATH as SETTINGS
from generator.content.settings import parse_settings
from generator.model.diagnostic import Problem
from generator.model.document import (
    ConfigDocument,
    Content,
    IncidentDocument,
    IncidentFolder,
    LockDocument,
    PageDocument,
    ReviewDocument,
    UpdateDocument,
)
from generator.model.source import RawFile, Source, Span

_UPDATE = re.compile(r"([0-9]{1,4})-([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.md")
_NAMES = "an update's file is named like 02-scope.md: its number, a hyphen, small letters and hyphens"

#: First parts of addresses that pages of the generator have, or that the press keeps for itself.
RESERVED = frozenset(
    "incidents corrections subscribe promises verify lessons templates api assets files search sitemap feed atom calendar index 404 robots".split()
)


def assemble(files: Iterable[RawFile]) -> Content:
    """Read every file of a site.

    Args:
        files: what belongs to the site, in any order: site_config.yml and everything under content/.
    """
    by_path = {file.path: file for file in sorted(files, key=lambda file: file.path)}
    problems: list[Problem] = []
    incidents: dict[str, dict[str, RawFile]] = defaultdict(dict)
    pages: list[PageDocument] = []
    for path, file in by_path.items():
        parts = path.split("/")
        if path == SETTINGS or _is_ignored(parts, by_path):
            continue
        if any(part.startswith(".") for part in parts):
            # Hidden by a slip, an update would be missing without a word.
            problems.append(
                _stray(
                    path,
                    "a name that begins with a dot hides this from readers",
                    "take the dot away, or move the file out of content/",
                )
            )
            continue
        match parts:
            case ["content", "incidents", slug, *rest] if rest:
                incidents[slug]["/".join(rest)] = file
            case ["content", "pages", name]:
                page = _page(file, name, problems)
                if page:
                    pages.append(page)
            case ["content", "plan.yml"] | ["content", "templates" | "drills", *_]:
                pass  # Preparedness: read by what judges it, never published.
            case ["content", *_]:
                problems.append(
                    _stray(
                        path, "nothing of this name is known under content/", "move it to content/incidents/ or content/pages/"
                    )
                )
            case _:
                pass
    return Content(
        config=_settings(by_path.get(SETTINGS)),
        incidents=tuple(_incident(slug, incidents[slug]) for slug in sorted(incidents)),
        pages=tuple(pages),
        problems=tuple(problems),
    )


def _is_ignored(parts: list[str], known: dict[str, RawFile]) -> bool:
    """What systems and editors leave beside files: never a Markdown file of an author's."""
    path = "/".join(parts)
    hidden = any(part.startswith(".") for part in parts)
    by_a_program = not path.endswith(".md") or parts[-1].startswith(("._", ".#"))
    return (hidden and by_a_program) or (path.endswith("~") and path[:-1] in known)


def _stray(path: str, message: str, help: str) -> Problem:
    return Problem("misnamed-file", Span(path, 1, 1, 1, 1), message, help)


def _settings(file: RawFile | None) -> ConfigDocument:
    if file is None:
        start = Span(SETTINGS, 1, 1, 1, 1)
        missing = Problem(
            "missing-file",
            start,
            "there is no site_config.yml",
            "write one with at least `organisation: {name: …}` and `site: {url: https://…}`",
        )
        return ConfigDocument(source=Source(SETTINGS, ""), problems=(missing,), config=None)
    source, problems = decode(file, SETTINGS_LIMIT)
    if problems and not source.text:
        return ConfigDocument(source=source, problems=problems, config=None)
    return parse_settings(source, problems)


def _page(file: RawFile, name: str, problems: list[Problem]) -> PageDocument | None:
    slug = name.removesuffix(".md")
    if not name.endswith(".md") or not SLUG.fullmatch(slug):
        problems.append(
            _stray(file.path, "this is not the name of a page", "name it like about-us.md: small letters, digits and hyphens")
        )
        return None
    if slug in RESERVED:
        problems.append(
            Problem(
                "clashing-names",
                Span(file.path, 1, 1, 1, 1),
                f"a page of ours already has the address /{slug}/",
                "give the file another name",
            )
        )
        return None
    source, found = decode(file, MARKDOWN_LIMIT)
    return parse_page(source, found, slug)


def _incident(slug: str, files: dict[str, RawFile]) -> IncidentFolder:
    folder = f"content/incidents/{slug}"
    problems: list[Problem] = []
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        problems.append(
            _stray(
                next(iter(files.values())).path,
                "the folder's name cannot be an address",
                f"use small letters, digits and hyphens, such as {_mended(slug)}",
            )
        )
    incident: IncidentDocument | None = None
    review: ReviewDocument | None = None
    lock: LockDocument | None = None
    updates: list[UpdateDocument] = []
    translations: list[UpdateDocument] = []
    attachments: list[str] = []
    for name, file in files.items():
        if name == "incident.md":
            incident = parse_incident(*decode(file, MARKDOWN_LIMIT))
        elif name == "review.md":
            review = parse_review(*decode(file, MARKDOWN_LIMIT))
        elif name.startswith("files/"):
            if file.link:
                problems += decode(file, file.size)[1]
            attachments.append(file.path)
        elif name == LOCK:
            lock = parse_lock(*decode(file, MARKDOWN_LIMIT), slug)
        elif found := _UPDATE.fullmatch(name):
            number, words, language = int(found.group(1)), found.group(2), found.group(3) or ""
            if number == 0:
                problems.append(_stray(file.path, "an update cannot have the number 0", "the first update is 01"))
                continue
            document = parse_update(*decode(file, MARKDOWN_LIMIT), number, words, language)
            (translations if language else updates).append(document)
        else:
            help = "delete it, or move it out of the site's folder" if name.endswith("~") else f"rename it; {_NAMES}"
            problems.append(_stray(file.path, f"`{name[:60]}` is not the name of an update", help))
    updates.sort(key=lambda document: (document.number, document.source.path))
    translations.sort(key=lambda document: (document.number, document.language, document.source.path))
    problems += _order(updates, translations)
    if incident is None:
        path = f"{folder}/incident.md"
        problems.append(
            Problem(
                "missing-file",
                Span(path, 1, 1, 1, 1),
                "this incident has no incident.md",
                "write one with `title:` and `aware:` (when you first had good reason to believe it)",
            )
        )
        incident = IncidentDocument(source=Source(path, ""), incident=None)
    if not updates:
        problems.append(
            Problem(
                "missing-file",
                Span(incident.source.path, 1, 1, 1, 1),
                "this incident has no update, so readers would learn nothing of it",
                "write the first one, 01-first-statement.md; set `draft: true` in it until it may be published",
            )
        )
    return IncidentFolder(
        slug=slug,
        document=incident,
        updates=tuple(updates),
        translations=tuple(translations),
        review=review,
        lock=lock,
        files=tuple(attachments),
        problems=tuple(problems),
    )


def _order(updates: list[UpdateDocument], translations: list[UpdateDocument]) -> Iterable[Problem]:
    expected = 1
    for before, document in zip([None, *updates], updates, strict=False):
        at = Span(document.source.path, 1, 1, 1, 1)
        if before and before.number == document.number:
            yield Problem(
                "clashing-names",
                at,
                f"{before.source.path.rpartition('/')[2]} has the number {document.number} too",
                "give each update a number of its own, in the order in which they are published",
            )
            continue
        if document.number != expected:
            yield Problem(
                "missing-number",
                at,
                f"update {expected} is missing before update {document.number}",
                "bring its file back, or number the updates without a gap",
            )
        expected = document.number + 1
    originals = {(document.number, document.slug) for document in updates}
    seen: set[tuple[int, str]] = set()
    for document in translations:
        at = Span(document.source.path, 1, 1, 1, 1)
        if (document.number, document.slug) not in originals:
            yield Problem(
                "misnamed-file",
                at,
                "this translation has no original beside it",
                f"name it like its original: {document.number:02}-….{document.language}.md",
            )
        if (document.number, document.language) in seen:
            yield Problem(
                "clashing-names",
                at,
                f"update {document.number} has two translations into `{document.language}`",
                "keep one of them",
            )
        seen.add((document.number, document.language))


def _mended(slug: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")[:80] or "support-tickets"
