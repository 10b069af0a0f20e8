"""The site that a build is about to replace, and what of it stands in the new one as it is.

A file that the build would write with the same bytes becomes a file of both folders, so that neither is written: the new site has the inode, and the
old folder, when it is removed, gives up a name. Nothing is taken on trust: what is in the folder is read and compared byte for byte each time.
"""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PreviousSite:
    """The previous site, whose files are used again where they are as this build would write them.

    A file there counts only for what is read from it: the folder may have been written to since. One that has another name somewhere is left alone,
    because whoever has it could change it later.

    Attributes:
        folder: where it is.
        like: owner, group and rights of a file that this build writes.
        inside: which of its folders are in it, as far as that was asked.
    """

    folder: Path
    like: tuple[int, int, int]
    inside: dict[str, bool] = field(default_factory=dict)

    def gives(self, path: str, data: bytes, target: str) -> bool:
        """Use a file again in another place if it has these bytes; return whether it has, and is there now."""
        if not self._is_inside(path.rpartition("/")[0]):
            return False
        file = f"{self.folder}/{path}"
        try:
            handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return False
        try:
            told = os.fstat(handle)
            if not stat.S_ISREG(told.st_mode) or told.st_nlink != 1 or told.st_size != len(data) or _told(told) != self.like:
                return False
            if os.read(handle, len(data)) != data:
                return False
            _link(file, target)
            linked = os.lstat(target)
            if (linked.st_dev, linked.st_ino) == (told.st_dev, told.st_ino):
                return True
            Path(target).unlink()
        except OSError:
            # Not every disk can give a file two names.
            return False
        finally:
            os.close(handle)
        return False

    def _is_inside(self, folder: str) -> bool:
        """Whether a folder of the site is one, and no link to somewhere else."""
        if folder not in self.inside:
            above, _, name = folder.rpartition("/")
            self.inside[folder] = not name or (self._is_inside(above) and _is_folder(f"{self.folder}/{folder}"))
        return self.inside[folder]


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _link(file: str, target: str) -> None:
    """Give a file a second name, in the place of what may have it.

    Raises:
        OSError: it cannot be done.
    """
    try:
        os.link(file, target, follow_symlinks=False)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120  # of each file of the site: Path takes longer than the disk
        os.link(file, target, follow_symlinks=False)
    except FileExistsError:
        os.unlink(target)  # noqa: PTH108  # as above
        os.link(file, target, follow_symlinks=False)


def _told(one: os.stat_result) -> tuple[int, int, int]:
    return one.st_uid, one.st_gid, stat.S_IMODE(one.st_mode)


def previous_site(folder: Path, marker: str, scratch: Path) -> PreviousSite | None:
    """Return the site that is to be replaced; None where there is none, or its files cannot be used again.

    Args:
        folder: where it is.
        marker: the file in it by which it is known.
        scratch: a folder on the same disk, in which a file can be made.
    """
    if not hasattr(os, "O_NOFOLLOW") or not (folder / marker).is_file():
        return None
    probe = scratch / "probe"
    probe.write_bytes(b"")
    return PreviousSite(folder, _told(probe.lstat()))
