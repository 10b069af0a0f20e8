"""The site that a build is about to replace, and what of it stands in the new one as it is.

A file that the build would write with the same bytes becomes a file of both folders, so that neither is written: the new site has the inode, and the
old folder, when it is removed, gives up a name. Nothing that is said in the folder is taken on trust. After each build it is noted, outside of it, what
the system says of each file: which one it is, how long, and when it and what is said of it changed last. That time nobody can set, so a file of which
the system says the same is as it was written. Any other is read and compared byte for byte.
"""

import contextlib
import json
import os
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeAlias

from generator.model.kept import Kept, Kind, NothingKept

#: What the system says of a file: its disk and number there, its size in bytes, and when it and what is said of it changed last, in nanoseconds.
Told: TypeAlias = tuple[int, int, int, int, int]
#: How long it is waited, in seconds, until the clock of the disk has gone on: what is written later has another time then.
_TICK: Final = 0.05
_STEP: Final = 0.002


class SiteSignatures:
    """What the system said of the files of a site when a build had written them.

    Args:
        kept: where that is kept.
        folder: the site.
    """

    def __init__(self, kept: Kept, folder: Path) -> None:
        self._kept = kept
        self._folder = folder
        self._key = sha256(repr((kept.stamp, "site", str(folder))).encode()).hexdigest()
        self._closed = 0
        self._marker: tuple[Path, Told] | None = None

    @property
    def aside(self) -> Path | None:
        """Where the site that this one replaced is kept; None: nowhere."""
        return self._kept.folder(Kind.EARLIER, self._key) if hasattr(os, "O_NOFOLLOW") else None

    @cached_property
    def held(self) -> Mapping[str, tuple[str, Told]]:
        """The digest of each file, and what the system said of it, by its path."""
        try:
            rows = json.loads(self._kept.get(Kind.SITES, self._key) or b"[]")
            return {
                path: (digest, (disk, number, size, written, changed))
                for path, digest, disk, number, size, written, changed in rows
            }
        except (ValueError, TypeError):
            return {}

    def close(self, scratch: Path, marker: Path) -> None:
        """Say that all files are written, and are still where nobody else can write to them.

        Args:
            scratch: a folder on the same disk.
            marker: a file that this build has made anew at the top of its site, where the site is now.
        """
        self._marker = self._folder / marker.name, said(marker.lstat())
        self._closed = _clock(scratch / "closed")

    def keep(self, digests: Mapping[str, tuple[int, str]], same: Mapping[str, tuple[str, Told]]) -> None:
        """Keep what the system says of the files now.

        Args:
            digests: the size in bytes and the SHA-256 digest of what was written, by path.
            same: the files to which nothing was done, and what was noted of them. Whatever was done to them since is seen the next time.
        """
        # Where nothing is kept, no file need be asked about.
        if not digests or isinstance(self._kept, NothingKept) or not hasattr(os, "O_NOFOLLOW"):
            return
        rows: list[tuple[str, str, int, int, int, int, int]] = []
        latest = 0
        for path, (size, digest) in digests.items():
            if noted := same.get(path):
                rows.append((path, digest, *noted[1]))
                continue
            try:
                told = os.lstat(f"{self._folder}/{path}")
            except OSError:
                continue
            # What was written to since they were closed is not what the build wrote.
            if stat.S_ISREG(told.st_mode) and told.st_size == size and told.st_mtime_ns < self._closed:
                rows.append((path, digest, *said(told)))
                latest = max(latest, told.st_ctime_ns)
        if self._is_past(latest) and self._is_ours():
            self._kept.put(Kind.SITES, self._key, json.dumps(rows).encode())

    def _is_ours(self) -> bool:
        """Whether the site is still the one of this build: another build may have put its own there, and those are its files that were looked at."""
        with contextlib.suppress(OSError):
            return self._marker is not None and said(self._marker[0].lstat()) == self._marker[1]
        return False

    def _is_past(self, latest: int) -> bool:
        """Wait until a file that is changed from now on has a later time than all that were looked at; return whether that has come."""
        probe = self._folder.parent / f".aboveboard-probe-{os.getpid()}"
        until = time.monotonic() + _TICK
        try:
            while True:
                now = _clock(probe)
                probe.unlink()
                if now > latest:
                    return True
                if time.monotonic() > until:
                    return False
                time.sleep(_STEP)
        except OSError:
            return False


def _clock(probe: Path) -> int:
    """Return the time by the clock of the disk, in nanoseconds, having written a file there."""
    probe.write_bytes(b"")
    return probe.lstat().st_ctime_ns


def said(told: os.stat_result) -> Told:
    """Return of a file what is noted of it."""
    return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns


@dataclass(frozen=True, slots=True)
class PreviousSite:
    """The previous site, whose files are used again where they are as this build would write them.

    One that has another name somewhere is left alone, because whoever has it could change it later.

    Attributes:
        folder: where it is.
        like: owner, group and rights of a file that this build writes.
        noted: the digest of each file and what the system said of it when it was written, by its path.
        inside: which of its folders are in it, as far as that was asked.
    """

    folder: Path
    like: tuple[int, int, int]
    noted: Mapping[str, tuple[str, Told]] = field(default_factory=dict)
    inside: dict[str, bool] = field(default_factory=dict)

    def gives(self, path: str, digest: tuple[int, str], data: Callable[[], bytes], target: str) -> bool:
        """Use a file again in another place if it has the bytes that are to be written; return whether it has, and is there now.

        Args:
            path: the file, relative to the site.
            digest: the size in bytes and the SHA-256 digest of what is to be written.
            data: returns that.
            target: the other place.
        """
        if not self._is_inside(path.rpartition("/")[0]):
            return False
        file = f"{self.folder}/{path}"
        try:
            told = os.lstat(file)
            if not stat.S_ISREG(told.st_mode) or told.st_nlink != 1 or told.st_size != digest[0] or rights(told) != self.like:
                return False
            if self.noted.get(path) != (digest[1], said(told)):
                return self._compared(file, told, data(), target)
            return _linked(file, told, target)
        except OSError:
            # Not every disk can give a file two names.
            return False

    def _compared(self, file: str, told: os.stat_result, data: bytes, target: str) -> bool:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            opened = os.fstat(handle)
            is_same = (opened.st_dev, opened.st_ino) == (told.st_dev, told.st_ino)
            return is_same and os.read(handle, len(data) + 1) == data and _linked(file, told, target)
        finally:
            os.close(handle)

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


def _linked(file: str, told: os.stat_result, target: str) -> bool:
    """Give a file a second name; return whether it is still the file of which the system said this.

    Raises:
        OSError: it cannot be done.
    """
    _link(file, target)
    linked = os.lstat(target)
    if (linked.st_dev, linked.st_ino, linked.st_size, linked.st_mtime_ns) == said(told)[:4]:
        return True
    Path(target).unlink()
    return False


def _make_folder(folder: str) -> None:
    """Make a folder. Those above it are nearly always there."""
    try:
        os.mkdir(folder)  # noqa: PTH102  # of each folder of the site: Path takes longer than the disk
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103  # as above


def _link(file: str, target: str) -> None:
    """Give a file a second name, in the place of what may have it.

    Raises:
        OSError: it cannot be done.
    """
    try:
        os.link(file, target, follow_symlinks=False)
    except FileNotFoundError:
        _make_folder(target.rpartition("/")[0])
        os.link(file, target, follow_symlinks=False)
    except FileExistsError:
        os.unlink(target)  # noqa: PTH108  # as above
        os.link(file, target, follow_symlinks=False)


def rights(one: os.stat_result) -> tuple[int, int, int]:
    """Return the owner, the group and the rights of a file."""
    return one.st_uid, one.st_gid, stat.S_IMODE(one.st_mode)


def previous_site(folder: Path, marker: str, scratch: Path, signatures: SiteSignatures) -> PreviousSite | None:
    """Return the site that is to be replaced; None where there is none, or its files cannot be used again.

    Args:
        folder: where it is.
        marker: the file in it by which it is known.
        scratch: a folder on the same disk, in which a file can be made.
        signatures: what the system said of its files.
    """
    if not hasattr(os, "O_NOFOLLOW") or not (folder / marker).is_file():
        return None
    probe = scratch / "probe"
    probe.write_bytes(b"")
    return PreviousSite(folder, rights(probe.lstat()), signatures.held)
