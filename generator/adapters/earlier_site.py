"""The site before the one that a build is about to replace, which becomes the new one.

The folder that a build replaced is not removed: it is kept in the cache folder of the person who runs the program, if that is on the same disk. Most
of its files are files of the new site too, under a second name. The next build takes it from there, removes what is not to be in the new site or is not
as it was noted of the site that is there now, and adds what is missing. So a file that is to stay as it is costs a look, and neither a new name nor a
folder. Until it takes the place of the other, nobody sees it.

A file in it is never written into, as readers may see the same file in the site: it is removed, and another gets its name.
"""

import contextlib
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.adapters.previous_site import Told, said


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
        self.files = {path: noted for path, noted in self.files.items() if (noted[1][2], noted[0]) == digests.get(path)}


def earlier_site(
    place: Path | None, scratch: Path, noted: Mapping[str, tuple[str, Told]], wanted: Collection[str]
) -> EarlierSite | None:
    """Take a folder that was kept, and leave in it only what is as it was noted; None where none can be used.

    Args:
        place: where it is kept; None: nowhere.
        scratch: the folder to take it to.
        noted: the digest of each file of the site, and what the system said of it, by its path.
        wanted: the paths of the files that are to be in the new site.
    """
    if place is None or not noted:
        return None
    folder, probe = scratch / "earlier", scratch / "folder"
    try:
        # In one step, so that no other build has it too.
        place.rename(folder)
        probe.mkdir()
        (probe / "file").write_bytes(b"")
        file, own = (probe / "file").lstat(), probe.lstat()
        cleaning = _Cleaning(
            noted=noted,
            wanted=frozenset(wanted),
            folders=_above(wanted),
            like=(file.st_mode, file.st_uid, file.st_gid),
            like_folder=(own.st_mode, own.st_uid, own.st_gid),
            files={},
        )
        told = folder.lstat()
        if not stat.S_ISDIR(told.st_mode) or (told.st_uid, told.st_gid) != cleaning.like_folder[1:]:
            return None
        cleaning.clean(str(folder), "")
    except OSError:
        return None
    return EarlierSite(folder, cleaning.files)


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
    """What is left in a folder, and what was found to be so.

    Attributes:
        noted: as in `earlier_site`.
        wanted: as there.
        folders: those in which wanted files are.
        like: the kind and the rights, the owner and the group of a file that this build writes.
        like_folder: the same of a folder.
        files: what was found to be as it was noted, which is left there.
    """

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
            path = inside + entry.name
            told = entry.stat(follow_symlinks=False)
            of = told.st_mode, told.st_uid, told.st_gid
            # Of all files of the site: a function for each would take as long as to ask the system.
            if of == self.like and path in self.wanted:
                noted = self.noted.get(path)
                # It is the one that the site has: with this name and that of the site, and with no other since it was noted.
                if noted is not None and told.st_nlink <= 2 and noted[1] == said(told):
                    self.files[path] = noted
                    left = True
                    continue
            elif stat.S_ISDIR(told.st_mode):
                # Only folders of the new site are looked into.
                if path not in self.folders or of != self.like_folder:
                    shutil.rmtree(entry.path)
                elif self.clean(entry.path, f"{path}/"):
                    left = True
                else:
                    os.rmdir(entry.path)  # noqa: PTH106  # of each folder of the site: Path takes longer than the disk
                continue
            os.unlink(entry.path)  # noqa: PTH108  # as above
        return left
