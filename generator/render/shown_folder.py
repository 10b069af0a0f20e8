"""An incident's folder as readers see it, of which is known what lists say: the rest is read when it is asked for."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any, Final, Self

from generator.model.document import IncidentFolder
from generator.model.incident import Incident
from generator.model.unread_folder import UnreadIncident
from generator.render.incident_facts import IncidentFacts

_FIELDS: Final = frozenset(field.name for field in fields(IncidentFolder))


class ShownFolder(IncidentFolder):
    """Such a folder. It is taken for an `IncidentFolder` by everything that compares or copies folders."""

    __slots__ = ("_facts", "_read")
    _facts: IncidentFacts
    _read: Callable[[], IncidentFolder]

    @classmethod
    def of(cls, read: Callable[[], IncidentFolder], facts: IncidentFacts, *, slug: str, files: tuple[str, ...]) -> Self:
        """Return a folder.

        Args:
            read: reads it whole.
            facts: what lists say of it.
            slug: its name.
            files: its files that readers may open.
        """
        made = cls.__new__(cls)
        known: dict[str, Any] = {"slug": slug, "files": files, "_read": read, "_facts": facts}
        if not facts.is_sealed:
            known["lock"] = None
        if facts.review is None:
            known |= {"review": None, "review_translations": ()}
        if not facts.is_translated:
            known |= {"translations": (), "incident_translations": (), "review_translations": ()}
        for name, value in known.items():
            object.__setattr__(made, name, value)
        return made

    def __getattr__(self, name: str) -> Any:
        """Read it: what is asked for is not known yet."""
        if name not in _FIELDS:
            raise AttributeError(name)
        read = self._read()
        for each in _FIELDS:
            try:
                object.__getattribute__(self, each)
            except AttributeError:
                object.__setattr__(self, each, getattr(read, each))
        return getattr(self, name)

    @property
    def first(self) -> datetime | None:
        """The earliest time under `published` in its updates."""
        return min(one.published for one in self._facts.updates)

    @property
    def incident(self) -> Incident:
        """What incident.md says, of which the title is known."""
        try:
            read: Incident | None = object.__getattribute__(self, "document").incident
        except AttributeError:
            read = None
        if read is not None:
            return read
        incident: Incident = UnreadIncident.of(
            lambda: self.document.incident, title=self._facts.title, systems=self._facts.systems
        )
        return incident

    @property
    def former(self) -> tuple[str, ...]:
        """The names that the folder had before, oldest first."""
        return self._facts.former

    @property
    def moved(self) -> Iterator[tuple[str, str]]:
        """The former and the present address of the folder and of each of its files, as of any folder."""
        yield from self._facts.moved

    @property
    def identity(self) -> str:
        """The folder's first name."""
        return self._facts.identity

    @property  # type: ignore[misc]  # as for any object that stands for another
    def __class__(self) -> type[IncidentFolder]:  # type: ignore[override]  # as above
        """Tell copies and comparisons that it is a folder like any other."""
        return IncidentFolder
