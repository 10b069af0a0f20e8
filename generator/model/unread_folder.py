"""An incident's folder that is read when it is asked for more than its outline tells, and the documents in it likewise."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, Final, Self

from generator.model.document import (
    Attachment,
    IncidentDocument,
    IncidentFolder,
    IncidentTranslationDocument,
    LockDocument,
    Outline,
    ReviewDocument,
    TextOutline,
    UpdateDocument,
)
from generator.model.incident import Incident, Review
from generator.model.source import Source
from generator.model.stand_in import StandIn, Unread
from generator.model.update import Update
from generator.model.visibility import latest, openings, said_in

#: The fields of a folder of which the values are always known.
_ALWAYS: Final = ("slug", "attachments", "files", "problems")
#: The attributes of a folder that have its texts, and whether there are several.
_PARTS: Final = {
    "document": False,
    "updates": True,
    "translations": True,
    "incident_translations": True,
    "review": False,
    "review_translations": True,
}


class UnreadIncident(Unread, Incident):
    """What incident.md says, of which only some is known."""

    __slots__ = ("_read",)


class _UnreadUpdate(Unread, Update):
    __slots__ = ("_read",)


class _UnreadReview(Unread, Review):
    __slots__ = ("_read",)


class _UnreadIncidentDocument(Unread, IncidentDocument):
    __slots__ = ("_read",)


class _UnreadIncidentTranslation(Unread, IncidentTranslationDocument):
    __slots__ = ("_read",)


class _UnreadUpdateDocument(Unread, UpdateDocument):
    __slots__ = ("_read",)


class _UnreadReviewDocument(Unread, ReviewDocument):
    __slots__ = ("_read",)


class UnreadFolder(StandIn, IncidentFolder):
    """An incident's folder of which the outline is known; its files are read when anything else is asked for, and then all of them.

    Its documents know their texts, and from when on readers see them; they read the folder when they are asked for more.
    """

    __slots__ = ("_outline", "_read", "_read_lock", "_text", "_whole")
    _outline: Outline
    _read: Callable[[], IncidentFolder]
    _read_lock: Callable[[], LockDocument | None]
    _text: Callable[[str], str]
    _whole: IncidentFolder | None

    @classmethod
    def of(
        cls,
        slug: str,
        outline: Outline,
        attachments: tuple[Attachment, ...],
        read: Callable[[], IncidentFolder],
        text: Callable[[str], str],
        lock: Callable[[], LockDocument | None],
    ) -> Self:
        """Return a folder.

        Args:
            slug: its name.
            outline: what is known of it.
            attachments: its attachments, which are looked into without reading any text.
            read: reads it whole.
            text: returns the text of one of its files, by path.
            lock: reads its ledger.lock.
        """
        files = tuple(one.path for one in attachments)
        known: dict[str, Any] = dict(zip(_ALWAYS, (slug, attachments, files, ()), strict=True))
        return cls.knowing(**known, _outline=outline, _read=read, _text=text, _read_lock=lock, _whole=None)

    @property
    def outline(self) -> Outline:
        """What is known of it without reading it."""
        return self._outline

    @property
    def former(self) -> tuple[str, ...]:
        """The names that the folder had before, oldest first."""
        return self._outline.former

    @property
    def moved(self) -> Iterator[tuple[str, str]]:
        """The former and the present address of the folder and of each of its files, as of any folder."""
        yield from self._outline.moved

    @property
    def first(self) -> datetime | None:
        """The earliest time under `published` in its updates."""
        return self._outline.first

    @property
    def understood(self) -> bool:
        """True: only such a folder has an outline."""
        return True

    def _asked(self, name: str) -> Any:
        # Its documents are made, of which a few things are known; for anything else it is read.
        if name == "lock":
            return self._read_lock() if self._outline.sealed else None
        if name in _PARTS:
            self._make_documents()
        else:
            self._fill(self.whole)
        return object.__getattribute__(self, name)

    def _make_documents(self) -> None:
        found: dict[str, list[Any]] = defaultdict(list)
        for text in self._outline.texts():
            found[text.part].append(self._document(text, partial(self._read_document, text.part, len(found[text.part]))))
        for part, several in _PARTS.items():
            object.__setattr__(self, part, tuple(found[part]) if several else next(iter(found[part]), None))

    def _read_document(self, part: str, at: int) -> Any:
        held = getattr(self.whole, part)
        return held[at] if _PARTS[part] else held

    def _document(self, text: TextOutline, read: Callable[[], Any]) -> Any:
        known: dict[str, Any] = {"source": Source(text.path, self._text(text.path)), "problems": ()}
        if not self._outline.sealed:
            known["redactions"] = ()
        said: dict[str, Any] = {"draft": text.draft, "published": text.published}
        if not text.amended:
            said["amended"] = None
        match text.part:
            case "document":
                incident = UnreadIncident.knowing(
                    _read=lambda: read().incident, title=self._outline.title, aware=self._outline.aware
                )
                return _UnreadIncidentDocument.knowing(_read=read, incident=incident, **known)
            case "incident_translations":
                return _UnreadIncidentTranslation.knowing(_read=read, language=text.language, **known)
            case "updates" | "translations":
                update = _UnreadUpdate.knowing(_read=lambda: read().parsed, **said)
                named = {"number": text.number, "slug": text.slug, "language": text.language}
                return _UnreadUpdateDocument.knowing(_read=read, parsed=update, **named, **known)
            case _:
                review = _UnreadReview.knowing(_read=lambda: read().review, **said)
                return _UnreadReviewDocument.knowing(_read=read, review=review, language=text.language, **known)

    def forget(self) -> None:
        """Be as before it was read. It is read again when more is asked of it."""
        for name in self._names.difference(_ALWAYS):
            with suppress(AttributeError):
                object.__delattr__(self, name)
        object.__setattr__(self, "_whole", None)

    @property
    def whole(self) -> IncidentFolder:
        """The folder as it was read, which is done now if it was not yet."""
        if self._whole is None:
            object.__setattr__(self, "_whole", self._read())
        return self._whole or self


def outline_of(folder: IncidentFolder) -> Outline | None:
    """Return the outline of a folder that was read; None where anything in it was not understood, so that it has to be read each time."""
    reviews = (folder.review, *folder.review_translations) if folder.review else folder.review_translations
    documents = (folder.document, *folder.incident_translations, *folder.updates, *folder.translations, *reviews)
    locked = (folder.lock,) if folder.lock else ()
    incident = folder.document.incident
    told = [said.published for document in folder.updates if (said := said_in(document)) is not None]
    others = (*folder.translations, *reviews)
    if incident is None or len(told) < len(folder.updates) or not told or any(said_in(document) is None for document in others):
        return None
    if folder.problems or any(document.problems for document in (*documents, *locked)):
        return None
    if any(document.parsed is None for document in folder.incident_translations):
        return None
    texts = tuple(_texts_of(folder))
    if any(_again(one.published) != repr(one.published) for one in texts) or _again(incident.aware) != repr(incident.aware):
        return None
    seen = openings(folder)
    return Outline(
        related=incident.related,
        former=folder.former,
        moved=tuple(folder.moved),
        sealed=folder.lock is not None,
        keys=frozenset([path[0] for document in documents for path in document.places if path]),
        first=min(told),
        title=incident.title,
        aware=incident.aware,
        opens=seen[folder.document.source.path],
        is_seen_from=latest(*seen.values()),
        texts=lambda: texts,
    )


def _again(when: datetime | None) -> str:
    """Return a moment as it is when it was written down and read, down to the kind of its zone."""
    return repr(datetime.fromisoformat(when.isoformat()) if when else None)


def _texts_of(folder: IncidentFolder) -> Iterator[TextOutline]:
    for part, several in _PARTS.items():
        held = getattr(folder, part)
        for document in held if several else (held,) if held else ():
            if isinstance(document, UpdateDocument):
                yield TextOutline.of_update(part, document)
                continue
            said = said_in(document)
            yield TextOutline(
                part=part,
                path=document.source.path,
                language=getattr(document, "language", ""),
                published=said.published if said else None,
                draft=said.draft if said else False,
                amended=said.amended is not None if said else False,
            )
