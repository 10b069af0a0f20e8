"""The site before the one that a build is about to replace, which becomes the new one.

The folder that a build replaced is not removed: it is kept in the cache folder of the person who runs the program, if that is on the same disk. Most
of its files are files of the new site too, under a second name. The next build takes it from there, removes what is not to be in the new site or is not
as it was noted of the site that is there now, and adds what is missing. So a file that is to stay as it is costs a look, and neither a new name nor a
folder. Until it takes the place of the other, nobody sees it. Another process can look through it before, while this one makes pages: then only what is
not to stay is looked at here. Whatever was renamed since, or was looked through too long ago, is gone through as if nobody had.

A file in it is never written into, as readers may see the same file in the site: it is removed, and another gets its name.
"""

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from generator.adapters.previous_site import Told, rights, said


@dataclass(slots=True)
class EarlierSite:
    """A folder that becomes the new site.

    Attributes:
        folder: where it is.
        files: the files in it that are as they were noted: the digest of each, and what the system says of it, by its path. There are no others.
    """

    folder: Path
    files: dict[str, tuple[str, Told]]

    def has(self, path: str, digest: tuple[int, str]) -> bool:
        """Whether a file is there already.

        Args:
            path: relative to the site.
            digest: its size in bytes, and its SHA-256 digest in hexadecimal.
        """
        noted = self.files.get(path)
        return noted is not None and (noted[1][2], noted[0]) == digest

    def add(self, made: Path, paths: Iterable[str]) -> None:
        """Move files into it.

        Args:
            made: the folder in which they are, on the same disk.
            paths: their paths in both.
        """
        for path in paths:
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            (made / path).replace(target)
            self.files.pop(path, None)

    def keep(self, digests: Mapping[str, tuple[int, str]]) -> None:
        """Forget the files that others have replaced, and remove those that nothing was said of.

        Args:
            digests: the size and the digest of each file that is to be in it now, by its path.
        """
        for path in self.files.keys() - digests.keys():
            (self.folder / path).unlink()
        self.files = {path: noted for path, noted in self.files.items() if path in digests and self.has(path, digests[path])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was found in a folder that is kept.

    Attributes:
        at: when it was looked through, by a clock that only goes on.
        folder: what the system said of the folder before.
        like: owner, group and rights of the files in it that are as they were noted.
        like_folder: those of the folders in it.
        gone: the paths of the files that are not there as they were noted.
        others: the paths of what is there and was not noted so.
    """

    at: float
    folder: Told
    like: frozenset[tuple[int, int, int]]
    like_folder: frozenset[tuple[int, int, int]]
    gone: frozenset[str]
    others: tuple[str, ...]

    def tells(self, like: tuple[int, int, int], like_folder: tuple[int, int, int]) -> bool:
        """Whether it was a moment ago, and all files and folders were as this build makes them."""
        return monotonic() - self.at < _FRESH and self.like <= {like} and self.like_folder <= {like_folder}


#: For how long a look tells what is there, in seconds.
_FRESH: Final = 20


def look(place: Path | None, noted: Mapping[str, tuple[str, Told]]) -> Look | None:
    """Look through a folder that is kept, and leave it alone; None where it has to be gone through once more anyway.

    Args:
        place: where it is kept; None: nowhere.
        noted: the digest of each file of the site, and what the system said of it, by its path.
    """
    if place is None or not noted:
        return None
    at = monotonic()
    found: set[str] = set()
    others: list[str] = []
    like: set[tuple[int, int, int]] = set()
    like_folder: set[tuple[int, int, int]] = set()

    def go_through(folder: str, inside: str) -> bool:
        with os.scandir(folder) as entries:
            here = list(entries)
        for entry in here:
            path = f"{inside}{entry.name}"
            told = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(told.st_mode):
                like_folder.add(rights(told))
                if not go_through(entry.path, f"{path}/"):
                    return False
            elif _is_noted(noted.get(path), told):
                like.add(rights(told))
                found.add(path)
            else:
                others.append(path)
        return bool(here)

    try:
        told = place.lstat()
        if not stat.S_ISDIR(told.st_mode) or not go_through(str(place), ""):
            return None
    except OSError:
        return None
    return Look(
        at=at,
        folder=said(told),
        like=frozenset(like),
        like_folder=frozenset(like_folder),
        gone=frozenset(noted.keys() - found),
        others=tuple(others),
    )


def earlier_site(
    place: Path | None,
    scratch: Path,
    noted: Mapping[str, tuple[str, Told]],
    wanted: Collection[str],
    looked: Callable[[], Look | None] = lambda: None,
) -> EarlierSite | None:
    """Take a folder that was kept, and leave in it only what is as it was noted; None where none can be used.

    Args:
        place: where it is kept; None: nowhere.
        scratch: the folder to take it to.
        noted: the digest of each file of the site, and what the system said of it, by its path.
        wanted: the paths of the files that are to be in the new site.
        looked: returns what another process found there a moment ago, if one looked.
    """
    if place is None or not noted:
        return None
    folder, probe = scratch / "earlier", scratch / "folder"
    try:
        # Whatever was renamed since it was looked through, the system says something else of.
        seen, before = looked(), said(place.lstat())
        # In one step, so that no other build has it too.
        place.rename(folder)
        probe.mkdir()
        (probe / "file").write_bytes(b"")
        cleaning = _Cleaning(
            noted=noted,
            wanted=frozenset(wanted),
            folders=_above(wanted),
            like=rights((probe / "file").lstat()),
            like_folder=rights(probe.lstat()),
            files={},
        )
        told = folder.lstat()
        if not stat.S_ISDIR(told.st_mode) or rights(told)[:2] != cleaning.like_folder[:2]:
            return None
        is_same = seen is not None and seen.folder == before and before[:2] == said(told)[:2]
        if seen is not None and is_same and seen.tells(cleaning.like, cleaning.like_folder):
            return EarlierSite(folder, _left(folder, seen, noted, cleaning.wanted))
        cleaning.clean(str(folder), "")
    except OSError:
        return None
    return EarlierSite(folder, cleaning.files)


def _left(
    folder: Path, seen: Look, noted: Mapping[str, tuple[str, Told]], wanted: Collection[str]
) -> dict[str, tuple[str, Told]]:
    """Remove what is not to stay of what was seen in a folder; return what does.

    Raises:
        OSError: something cannot be removed.
    """
    left = {path: one for path, one in noted.items() if path in wanted and path not in seen.gone}
    removed = (*seen.others, *(noted.keys() - left.keys() - seen.gone))
    for path in removed:
        (folder / path).unlink()
    for above in sorted(_above(removed) - _above(left), key=len, reverse=True):
        (folder / above).rmdir()
    return left


def keep_earlier(old: Path, place: Path | None) -> None:
    """Keep the folder that was replaced for the next build, where that is possible.

    Args:
        old: where it is.
        place: where it is to be kept; None: nowhere.
    """
    if place is not None:
        # Another disk cannot take it, and where another build was first there is one already.
        with contextlib.suppress(OSError):
            os.utime(old)
            old.rename(place)


def _above(paths: Iterable[str]) -> frozenset[str]:
    """Return the folders in which files are, and those above them."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cleaning:
    """What is left in a folder, and what was found to be so."""

    noted: Mapping[str, tuple[str, Told]]
    wanted: frozenset[str]
    folders: frozenset[str]
    like: tuple[int, int, int]
    like_folder: tuple[int, int, int]
    files: dict[str, tuple[str, Told]]

    def clean(self, folder: str, inside: str) -> bool:
        """Remove what is not to stay; return whether anything does.

        Raises:
            OSError: something cannot be removed.
        """
        with os.scandir(folder) as found:
            entries = list(found)
        left = False
        for entry in entries:
            path = f"{inside}{entry.name}"
            told = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(told.st_mode):
                # Only folders of the new site are looked into.
                if path not in self.folders or rights(told) != self.like_folder:
                    shutil.rmtree(entry.path)
                elif self.clean(entry.path, f"{path}/"):
                    left = True
                else:
                    os.rmdir(entry.path)  # noqa: PTH106  # of each folder of the site: Path takes longer than the disk
            elif path in self.wanted and self._is_as_noted(path, told):
                self.files[path] = self.noted[path]
                left = True
            else:
                os.unlink(entry.path)  # noqa: PTH108  # as above
        return left

    def _is_as_noted(self, path: str, told: os.stat_result) -> bool:
        """Whether a file is the one that the site has: with this name and that of the site, and with no other since it was noted."""
        return _is_noted(self.noted.get(path), told) and rights(told) == self.like


def _is_noted(noted: tuple[str, Told] | None, told: os.stat_result) -> bool:
    """Whether a file is the one that was noted, and has these two names."""
    return noted is not None and stat.S_ISREG(told.st_mode) and told.st_nlink <= 2 and noted[1] == said(told)  # as said
