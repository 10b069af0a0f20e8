"""The sites that `aboveboard verify` reads: at an address, or in a folder."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from generator import __version__
from generator.adapters.built_site import hash_served, list_built, read_served
from generator.adapters.network import refuse_address
from generator.adapters.safe_open import FileKind
from generator.adapters.web_site import WebSite
from generator.cli.options import at_home
from generator.errors import UsageError
from generator.model.fetch_result import FetchResult, HashResult, TimeUpError

#: The empty file by which a build knows a folder that it made, and how much of it is read.
MARKER: Final = ".aboveboard"
MARKER_LIMIT: Final = 1


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a site's files. Each reading raises `TimeUpError` when the time is up.

    Attributes:
        name: the address or the folder.
        get: returns a file, at most one byte more than a limit.
        hashes: yields the digests of many files.
        address_of: returns where a file is, for people.
        there: yields the paths and kinds of all that is there, where that can be known.
        served: whether it is at an address.
        close: lets go of it.
    """

    name: str
    get: Callable[[str, int], FetchResult]
    hashes: Callable[[Iterable[tuple[str, int]]], Iterator[tuple[str, HashResult]]]
    address_of: Callable[[str], str]
    there: Callable[[], Iterator[tuple[str, FileKind]]] | None
    served: bool
    close: Callable[[], None]


def source_of(target: str, seconds: float) -> Source:
    """Return the source at an address or in a folder, to be read within a time.

    Raises:
        UsageError: it is none.
    """
    if re.match(r"https?://", target, re.IGNORECASE):
        if why := refuse_address(target):
            raise UsageError(f"{target} cannot be checked: {why}")
        host = WebSite(target, f"aboveboard/{__version__}", seconds)
        return Source(host.address, host.get, host.hashes, host.address_of, None, served=True, close=host.close)
    folder = Path(at_home(target))
    if not folder.is_dir():
        raise UsageError(f"there is no folder {target}", "give the address of a site, beginning with https://, or a folder")
    return _Folder(folder, monotonic() + seconds).source


@dataclass(frozen=True, slots=True)
class _Folder:
    folder: Path
    end: float

    @property
    def source(self) -> Source:
        return Source(str(self.folder), self._get, self._hashes, lambda path: path, self._there, served=False, close=lambda: None)

    def _in_time(self) -> None:
        if monotonic() > self.end:
            raise TimeUpError

    def _get(self, path: str, limit: int) -> FetchResult:
        self._in_time()
        return read_served(self.folder, path, limit)

    def _hashes(self, wanted: Iterable[tuple[str, int]]) -> Iterator[tuple[str, HashResult]]:
        for path, limit in wanted:
            self._in_time()
            yield path, hash_served(self.folder, path, limit)

    def _there(self) -> Iterator[tuple[str, FileKind]]:
        for found in list_built(self.folder):
            self._in_time()
            yield found
