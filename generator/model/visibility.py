"""Who sees what of a site, and from when on: the one place that decides it.

Everything that shows something, or says whether it is shown, asks here: pages, feeds and seals, links between texts, `diff`, `status`, the rules
of time. A text opens at a moment, or never as it stands; whether it is public is whether that moment has come:

- an update or a review when it says, and never while it is a draft or cannot be understood; a review not before an update;
- a translation together with its original, or later, if it says so itself;
- incident.md and its translations, and what is made of an incident as a whole, with its first update;
- a file with the first text that links to it, and not before its incident;
- free pages and the settings always; plan, templates, profiles, drills and scenarios never.

`public_since` in site_config.yml is another matter: it says from when on what version control remembers counts as having been public
(`history/publication.py`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from generator.model.config import ALWAYS
from generator.model.document import Content, Document, IncidentFolder, Outline, ReviewDocument, UpdateDocument
from generator.model.incident import Review
from generator.model.update import Update


def opens(said: Update | Review | None) -> datetime | None:
    """Return when readers first see an update or review; None while it is a draft."""
    return released(draft=said.draft, published=said.published) if said is not None else None


def released(*, draft: bool, published: datetime | None) -> datetime | None:
    """Return when a text with these two keys opens; None for a draft."""
    return None if draft else published


def is_public(said: Update | Review | None, now: datetime) -> bool:
    """Whether readers see what an update or a review says, taken by itself."""
    return has_come(opens(said), now)


def has_come(opening: datetime | None, now: datetime) -> bool:
    """Whether the moment at which something opens has come."""
    return opening is not None and opening <= now


def said_in(document: Document | None) -> Update | Review | None:
    """Return the update, translation of one, or review in a document; None for another kind of file or one that could not be understood."""
    match document:
        case UpdateDocument(parsed=said) | ReviewDocument(review=said):
            return said
        case _:
            return None


def is_draft(document: Document | None) -> bool:
    """Whether an update or a review says that it is a draft."""
    said = said_in(document)
    return said is not None and said.draft


class Visibility:
    """From when on readers see each text of a site. It depends on the texts alone, so that it can be asked about any time.

    Args:
        content: the site.
        everything: whether all of it is seen, whatever it says, as in the preview.
        unread: from when on an update or a review is seen that could not be understood; None: never.
    """

    def __init__(self, content: Content, *, everything: bool = False, unread: datetime | None = None) -> None:
        shown = (content.config, *content.pages, *content.page_translations)
        self._everything, self._unread = everything, unread
        self._opens: dict[str, datetime | None] = {document.source.path: ALWAYS for document in shown}
        self._folders = {folder.slug: folder for folder in content.incidents}
        self._seen: dict[str, Mapping[str, datetime | None]] = {}

    def opens(self, document: Document) -> datetime | None:
        """Return when readers first see a text; None: never as it stands."""
        path = document.source.path
        match path.split("/"):
            case ["content", "incidents", slug, _]:
                return self._texts_of(slug).get(path)
            case _:
                return self._opens.get(path)

    def _texts_of(self, slug: str) -> Mapping[str, datetime | None]:
        """Return when readers first see each text of an incident. It is worked out once, for those that are asked about."""
        if slug not in self._seen:
            folder = self._folders.get(slug)
            told = openings(folder, everything=self._everything, unread=self._unread) if folder else {}
            self._seen[slug] = told
        return self._seen[slug]

    def _opening(self, slug: str) -> datetime | None:
        """Return when readers first see anything of an incident."""
        folder = self._folders.get(slug)
        outline = self._outline(folder) if folder else None
        return outline.opens if outline else self._texts_of(slug).get(f"content/incidents/{slug}/incident.md")

    def _outline(self, folder: IncidentFolder) -> Outline | None:
        """Return the outline of an incident, if what it tells is what is asked here."""
        return None if self._everything else folder.outline

    def shows_all(self, folder: IncidentFolder, now: datetime) -> bool:
        """Whether readers see all texts of an incident, as far as that is known without looking at each."""
        outline = self._outline(folder)
        return outline is not None and has_come(outline.is_seen_from, now)

    def is_public(self, document: Document | None, now: datetime) -> bool:
        """Whether readers see a text."""
        return document is not None and has_come(self.opens(document), now)

    def file_opens(self, slug: str, texts: Iterable[Document]) -> datetime | None:
        """Return when readers can first open a file of an incident, given every text that links to it."""
        first = min((when for text in texts if (when := self.opens(text)) is not None), default=None)
        return latest(first, self._opening(slug))


def openings(
    folder: IncidentFolder, *, everything: bool = False, unread: datetime | None = None
) -> Mapping[str, datetime | None]:
    """Return when readers first see each text of an incident, by path; None: never as it stands.

    Args:
        folder: the incident.
        everything: whether all of it is seen, whatever it says.
        unread: from when on an update or a review is seen that could not be understood; None: never.
    """

    def own(document: UpdateDocument | ReviewDocument) -> datetime | None:
        said = said_in(document)
        return ALWAYS if everything else unread if said is None else opens(said)

    updates = {document.number: own(document) for document in folder.updates}
    read = (own(document) for document in folder.updates if everything or document.parsed is not None)
    first = min((when for when in read if when is not None), default=None)
    found = {document.source.path: first for document in (folder.document, *folder.incident_translations)}
    found |= {document.source.path: updates[document.number] for document in folder.updates}
    for document in folder.translations:
        found[document.source.path] = latest(updates.get(document.number), own(document))
    if folder.review is not None:
        review = latest(own(folder.review), first)
        found[folder.review.source.path] = review
        found |= {document.source.path: latest(review, own(document)) for document in folder.review_translations}
    return found


def latest(*openings: datetime | None) -> datetime | None:
    """Return when the last of several openings comes, all of which are needed; None if one of them never does."""
    known = [when for when in openings if when is not None]
    return max(known) if len(known) == len(openings) else None
