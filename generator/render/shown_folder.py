"""An incident's folder as readers see it, of which is known what lists say: the rest is read when it is asked for."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, Self

from generator.model.document import IncidentFolder
from generator.model.incident import Incident
from generator.model.stand_in import Unread
from generator.model.unread_folder import UnreadIncident
from generator.render.incident_facts import IncidentFacts


class ShownFolder(Unread, IncidentFolder):
    """Such a folder."""

    __slots__ = ("_facts", "_known", "_read")
    _facts: IncidentFacts
    _known: frozenset[str]
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
        known: dict[str, Any] = {"slug": slug, "files": files, "_read": read, "_facts": facts}
        if not facts.is_sealed:
            known["lock"] = None
        if facts.review is None:
            known |= {"review": None, "review_translations": ()}
        if not facts.is_translated:
            known |= {"translations": (), "incident_translations": (), "review_translations": ()}
        return cls.knowing(**known, _known=frozenset(known))

    def forget(self) -> None:
        """Be as before it was read: whoever has it need not have all that was asked of it. It is read again when more is asked of it."""
        for name in self._names - self._known:
            with suppress(AttributeError):
                object.__delattr__(self, name)

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
        incident: Incident = UnreadIncident.knowing(
            _read=lambda: self.document.incident, title=self._facts.title, systems=self._facts.systems
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
