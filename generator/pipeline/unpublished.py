"""What the public cannot see of a site yet, and why."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.ledger.words import when_words
from generator.links.linked_files import all_documents, documents_of, file_openings, is_read, linked, moved_addresses
from generator.model.allowed import is_safe_file
from generator.model.config import SiteConfig
from generator.model.document import Content, Document, IncidentFolder, ReviewDocument
from generator.model.visibility import Visibility, has_come, is_public, opens, said_in
from generator.pipeline.checking import Checked, zone
from generator.pipeline.publishing import attachments
from generator.render.site import Site


def held_back(checked: Checked, site: Site, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the path of each file that the public cannot see yet, with the reason for the writer.

    Args:
        checked: the site as read.
        site: the part of it that the public sees.
        now: the time of judgement.
    """
    published = set(attachments(site))
    slugs = {incident.slug for incident in site.incidents}
    held: list[tuple[str, str]] = []
    for folder in checked.content.incidents:
        visibility = checked.analysis.visibility
        later = [] if visibility.shows_all(folder, now) else list(hidden_texts(folder, visibility, now, zone(checked.content)))
        originals = {document.source.path for document, _ in later}
        # A translation is published with its original, so it is listed only where it alone is held back.
        held += ((path, why) for path, why in ((one.source.path, why) for one, why in later) if not _repeats(path, originals))
        is_shown = folder.slug in slugs
        for path in folder.files:
            if path not in published and is_safe_file(path):
                held.append((path, _why_held(path, (one for one, _ in later), checked.content, site.config, is_shown=is_shown)))
    return tuple(held)


def _repeats(path: str, originals: Collection[str]) -> bool:
    top, _, name = path.rpartition("/")
    return name.count(".") > 1 and f"{top}/{name.partition('.')[0]}.md" in originals


def unseen(checked: Checked, now: datetime) -> frozenset[str]:
    """Return the paths that the public cannot see: texts held back, their attachments, and files that are never published."""
    content, config = checked.content, checked.content.config.config
    never = (
        *((content.plan,) if content.plan else ()),
        *content.templates,
        *content.drills,
        *content.scenarios,
        *content.asked,
        *content.assessments,
        *content.profiles,
    )
    visibility = checked.analysis.visibility
    some = (folder for folder in content.incidents if not visibility.shows_all(folder, now))
    held = [document for folder in some for document in documents_of(folder) if not visibility.is_public(document, now)]
    found = {document.source.path for document in (*never, *held)}
    if config is None:
        return frozenset(found)
    # An attachment that nothing links to belongs to no text yet and may be mentioned.
    openings = file_openings(content, config, visibility)
    return frozenset(found) | {
        path for path in linked(held, config, openings, moved_addresses(content)) if not has_come(openings[path], now)
    }


def hidden_texts(folder: IncidentFolder, visibility: Visibility, now: datetime, at: ZoneInfo) -> Iterator[tuple[Document, str]]:
    """Yield the updates, reviews and translations of an incident that the public cannot see, with the reason."""
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
    """Say why an attachment is not published: the text it will be published with, or that no text links to it.

    Args:
        path: the attachment's path.
        later: the texts of its incident that are held back.
        content: the whole site.
        config: the site's configuration.
        is_shown: whether anything of the incident is published.
    """
    for document in later:
        if is_read(document, config) and linked((document,), config, (path,), moved_addresses(content)):
            return f"until {document.source.path.rpartition('/')[2]} is published, which links to it"
    if not linked(all_documents(content), config, (path,), moved_addresses(content)):
        return "no text links to it"
    return "only a text that readers do not see links to it" if is_shown else "until an update of its incident is published"
