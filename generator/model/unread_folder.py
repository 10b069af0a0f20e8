"""An incident's folder that is read when it is asked for more than its outline tells."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, Final, Self, SupportsIndex

from generator.model.document import Attachment, IncidentFolder, Outline
from generator.model.visibility import said_in

_FIELDS: Final = frozenset(field.name for field in fields(IncidentFolder))


class UnreadFolder(IncidentFolder):
    """An incident's folder of which the outline is known; its files are read when anything else is asked for, and then all of them.

    It is taken for an `IncidentFolder` by everything that compares, copies or stores folders.
    """

    __slots__ = ("_outline", "_read", "_whole")
    _outline: Outline
    _read: Callable[[], IncidentFolder]
    _whole: IncidentFolder | None

    @classmethod
    def of(cls, slug: str, outline: Outline, attachments: tuple[Attachment, ...], read: Callable[[], IncidentFolder]) -> Self:
        """Return a folder.

        Args:
            slug: its name.
            outline: what is known of it.
            attachments: its attachments, which are looked into without reading any text.
            read: reads it whole.
        """
        made = cls.__new__(cls)
        known = {"slug": slug, "attachments": attachments, "files": tuple(one.path for one in attachments)}
        for name, value in (*known.items(), ("_outline", outline), ("_read", read), ("_whole", None)):
            object.__setattr__(made, name, value)
        return made

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
    def understood(self) -> bool:
        """True: only such a folder has an outline."""
        return True

    def __getattr__(self, name: str) -> Any:
        """Read the folder: what is asked for is not known yet."""
        if name not in _FIELDS:
            raise AttributeError(name)
        whole = self.whole
        for field in _FIELDS:
            object.__setattr__(self, field, getattr(whole, field))
        return getattr(whole, name)

    @property
    def whole(self) -> IncidentFolder:
        """The folder as it was read, which is done now if it was not yet."""
        if self._whole is None:
            object.__setattr__(self, "_whole", self._read())
        return self._whole or self

    @property  # type: ignore[misc]  # as for any object that stands for another
    def __class__(self) -> type[IncidentFolder]:  # type: ignore[override]  # as above
        """Tell copies and comparisons that it is a folder like any other."""
        return IncidentFolder

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        """Store it as it is when it was read."""
        return replace(self).__reduce_ex__(protocol)


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
    return Outline(
        related=incident.related,
        former=folder.former,
        moved=tuple(folder.moved),
        sealed=folder.lock is not None,
        keys=frozenset(path[0] for document in documents for path in document.places if path),
        first=min(told),
    )
