"""Incidents read by several processes, each put in a store when it was read: of all of them, no more than outlines are in memory."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from generator.content.assembly import read_folder
from generator.content.named_readers import with_named_readers
from generator.model.artifact import FileStore
from generator.model.document import IncidentFolder
from generator.model.kept_values import read, written
from generator.model.source import RawFile
from generator.model.value_digest import NoValueError
from generator.pipeline.kept_outlines import outline_in, row_of, unread

#: From how many incidents on they are read so: fewer have room in memory, and to read them once more takes the processor.
_SHARED: Final = 400
#: How many incidents are read in one task.
_TOGETHER: Final = 25


@dataclass(frozen=True, slots=True)
class Spooled:
    """An incident that was read.

    Attributes:
        at: where it begins in the store.
        length: how many bytes it has there.
        outline: its outline as it is kept; None: it has none.
    """

    at: int
    length: int
    outline: list[Any] | None


#: What a task has read, by the incidents' names; without those that cannot be put in a store.
ReadTogether: TypeAlias = dict[str, Spooled]
#: Does tasks, whoever does them, and returns their results in order.
ShareReading: TypeAlias = Callable[[Sequence[Callable[[], ReadTogether]]], Iterable[ReadTogether]]


class SpooledFolders:
    """Incidents' folders that are read when they are prepared, and read back from a store when more is asked of them than outlines tell.

    Args:
        store: returns where they are put, once there are many.
        share: does tasks.
    """

    def __init__(self, store: Callable[[], FileStore], share: ShareReading) -> None:
        self._make_store = store
        self._share = share
        self._store: FileStore | None = None
        self._spooled: dict[str, Spooled] = {}

    def prepare(
        self,
        incidents: Mapping[str, dict[str, RawFile]],
        gone: frozenset[str],
        audiences: tuple[str, ...],
        content: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Read all folders, as `Folders` does.

        Args:
            incidents: the files of each, by path in it, by its name.
            gone: the names of published folders that are not there any more.
            audiences: the names of the site's audiences.
            content: what stands for the files of each, where something is kept of them.
        """
        if len(incidents) < _SHARED:
            return
        self._store = store = self._make_store()
        every = list(incidents.items())
        several = (every[at : at + _TOGETHER] for at in range(0, len(every), _TOGETHER))
        for done in self._share([partial(_read_some, store, some, gone, audiences, content) for some in several]):
            self._spooled |= done

    def read(self, slug: str, files: dict[str, RawFile], gone: frozenset[str], audiences: tuple[str, ...]) -> IncidentFolder:
        """Return an incident's folder, as `Folders` does."""
        row = self.outline(slug)
        outline = outline_in(row, row[0]) if row is not None else None
        again = partial(self.again, slug, files, gone, audiences)
        return unread(slug, outline, files, gone, again) if outline is not None else again()

    def outline(self, slug: str) -> list[Any] | None:
        """Return the outline of a folder that was read and put in the store, as it is kept; None where there is none."""
        spooled = self._spooled.get(slug)
        return spooled.outline if spooled else None

    def text(self, slug: str) -> bytes:
        """Return a folder that was put in the store, as it is kept.

        Args:
            slug: its name.

        Raises:
            LookupError: it was not.
        """
        spooled = self._spooled[slug]
        if self._store is None:
            raise LookupError(slug)
        return self._store.get(spooled.at, spooled.length)

    def again(self, slug: str, files: dict[str, RawFile], gone: frozenset[str], audiences: tuple[str, ...]) -> IncidentFolder:
        """Return a folder whole: as it was read, or from its files."""
        if slug not in self._spooled:
            return with_named_readers(read_folder(slug, files, gone), audiences)
        folder = read(self.text(slug))
        if not isinstance(folder, IncidentFolder) or folder.slug != slug:
            raise NoValueError(slug)
        return with_named_readers(folder, audiences)

    def keep(self, slugs: Collection[str], site: str) -> None:
        """Do nothing: a site is read once."""


def _read_some(
    store: FileStore,
    incidents: Sequence[tuple[str, dict[str, RawFile]]],
    gone: frozenset[str],
    audiences: tuple[str, ...],
    content: Mapping[str, str],
) -> ReadTogether:
    found: ReadTogether = {}
    for slug, files in incidents:
        digest = content.get(slug, "")
        folder = replace(read_folder(slug, files, gone), content=digest)
        try:
            text = written(folder)
        except NoValueError:
            continue
        found[slug] = Spooled(store.put(text), len(text), row_of(digest, with_named_readers(folder, audiences)))
    return found
