"""Results of earlier runs, in the cache folder of the person who runs the program.

There, and not in the site's folder: what is in a repository comes from everybody who may commit to it, and a result that somebody else wrote could
make a page or hide a finding. The folder belongs to that person alone, and one that does not is not used. Even so nothing in it is executed, and an
entry whose digest is not that of its content counts as not there: one that is cut off, damaged or of another program.

Of most kinds there are several entries for each incident, which are in packs (`packs.py`). Entries that take each other's place have a file each. They are written
beside their place and renamed, so that none is ever half there, whoever else is at work or whatever ends the program.
"""

import contextlib
import math
import os
import shutil
import stat
import sys
import sysconfig
from collections.abc import Collection, Iterator
from functools import cached_property
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Final
from zoneinfo import TZPATH

from platformdirs import user_cache_path  # noqa: TID251  # this module is its home

from generator import __version__
from generator.adapters.packs import Packs, content
from generator.model.kept import Kind

#: What every entry begins with: the form of entries. Behind it come the digest of the rest, and the rest.
_FORM: Final = b"aboveboard result 1\n"
_DIGEST: Final = 32
_PACKAGE: Final = Path(__file__).parent.parent
#: The kinds of which there are many entries, each under a digest of all that it is made from.
_PACKED: Final = frozenset({Kind.FINDINGS, Kind.FOLDERS, Kind.PARTS, Kind.STAMPED})
#: How many letters a key has.
_KEY: Final = 64
#: How long an entry is kept that nobody uses, in seconds.
_UNUSED: Final = 2 * 24 * 60 * 60
#: How much is kept at most, in bytes. Then the entries go that were not used for the longest time.
MOST: Final = 2 << 30
#: How long nobody looks for what is to go, in seconds, if there was less than half of that.
_LOOKED: Final = 60 * 60
#: The file that says when that was looked for the last time, by its own time, and how many bytes there were then.
_LOOKED_AT: Final = "looked"


class KeptResults:
    """Results of earlier runs in a folder.

    Args:
        folder: where they are.
        most: how much is kept at most, in bytes.
    """

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder = folder
        self._most = most
        self._usable: dict[Kind, bool] = {}
        self._packs: dict[Kind, Packs] = {}
        self._numbers = count()

    @cached_property
    def stamp(self) -> str:
        """What stands for the program, its libraries and Python in every key."""
        return program_stamp()

    def get(self, kind: Kind, key: str) -> bytes | None:
        """Return a result; None where there is none."""
        file = self._file(kind, key)
        if file is None:
            return None
        packs = self._packs_of(kind)
        held = packs.get(key) if packs else content(file)
        if held is None:
            return None
        data = held[len(_FORM) + _DIGEST :]
        if held[: len(_FORM) + _DIGEST] != _FORM + _sealed(kind, key, data):
            return None
        # The time of an entry is when it was last used; that of one in a pack, when it was put there.
        if packs is None:
            with contextlib.suppress(OSError):
                os.utime(file)
        elif packs.is_old(key):
            packs.put(key, held)
        return data

    def put(self, kind: Kind, key: str, data: bytes) -> None:
        """Keep a result, if the disk takes it."""
        file = self._file(kind, key)
        if file is None:
            return
        entry = b"".join((_FORM, _sealed(kind, key, data), data))
        if packs := self._packs_of(kind):
            packs.put(key, entry)
            return
        # The folder is this person's own, so a name that no other process has is enough, and nobody need be asked for a random one.
        beside = f"{self._folder}/{kind.value}/.{key}-{os.getpid()}-{next(self._numbers)}"
        try:
            handle = os.open(
                beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o600
            )
        except OSError:
            return
        try:
            with open(handle, "wb") as stream:  # noqa: PTH123  # a handle, not a path
                stream.write(entry)
            os.replace(beside, file)  # noqa: PTH105  # see `_file`
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(beside)  # noqa: PTH108  # likewise

    def use(self, kind: Kind, keys: Collection[str]) -> None:
        """Say that results are of use without getting them, so that they stay."""
        if self._file(kind, "") is None:
            return
        packs = self._packs_of(kind)
        for key in keys:
            if packs is None:
                with contextlib.suppress(OSError):
                    os.utime(f"{self._folder}/{kind.value}/{key}")
            elif packs.is_old(key):
                self.get(kind, key)

    def folder(self, kind: Kind, key: str) -> Path | None:
        """Return where a folder can be kept; None where none can."""
        file = self._file(kind, key)
        return None if file is None else Path(file)

    def prune(self) -> None:
        """Remove what was not used for long, and what is more than is kept."""
        found: list[tuple[float, int, str]] = []
        now = self._disk_time()
        for kind in Kind:
            with contextlib.suppress(OSError), os.scandir(self._folder / kind.value) as entries:
                for entry in entries:
                    with contextlib.suppress(OSError):
                        told = entry.stat(follow_symlinks=False)
                        found.append((told.st_mtime, told.st_size, entry.path))
        found.sort(reverse=True)
        # From the latest use on, so that whoever was away for a week finds what they had. One that was used in time to come was used while a clock
        # was wrong: by it, all others would have been unused for long.
        last = next((when for when, _, _ in found if when <= now + _UNUSED), 0.0)
        total = left = 0
        for when, size, path in found:
            total += size
            left += size
            if total > self._most or not last - _UNUSED <= when <= now + _UNUSED:
                with contextlib.suppress(OSError):
                    if Path(path).parent.name == Kind.EARLIER:
                        self._remove_folder(Path(path))
                    else:
                        Path(path).unlink()
                    left -= size
        # Nobody else can have put a link there.
        if self._file(Kind.PARTS, "") is not None:
            with contextlib.suppress(OSError):
                (self._folder / _LOOKED_AT).write_text(str(left), encoding="ascii")

    def _remove_folder(self, folder: Path) -> None:
        """Remove a folder, which first gets a name by which nobody takes it: a build that has it must not lose the files in it.

        Raises:
            OSError: it cannot be removed, or somebody has taken it.
        """
        gone = folder.with_name(f".{os.getpid()}-{next(self._numbers)}-{folder.name[-_KEY:]}")
        folder.rename(gone)
        shutil.rmtree(gone)

    def prune_at_times(self) -> None:
        """Remove what is to go, unless that was done lately and there was not much."""
        with contextlib.suppress(OSError, ValueError):
            looked = self._folder / _LOOKED_AT
            age = self._disk_time() - looked.lstat().st_mtime
            if 0 <= age < _LOOKED and 2 * int(looked.read_text(encoding="ascii")) < self._most:
                return
        self.prune()

    def _disk_time(self) -> float:
        """Return the time by the clock of the disk, which dates the entries and may be another computer's; the end of time where there is none."""
        with contextlib.suppress(OSError):
            os.utime(self._folder)
            return self._folder.stat().st_mtime
        return math.inf

    def _packs_of(self, kind: Kind) -> Packs | None:
        """Return the packs in which entries of a kind are; None for a kind of which each has a file."""
        if kind not in _PACKED:
            return None
        if kind not in self._packs:
            self._packs[kind] = Packs(f"{self._folder}/{kind.value}", self._disk_time())
        return self._packs[kind]

    def _file(self, kind: Kind, key: str) -> str | None:
        if kind not in self._usable:
            self._usable[kind] = _is_ours(self._folder / kind.value)
        # A path object for each entry takes as long as to open it.
        return f"{self._folder}/{kind.value}/{key}" if self._usable[kind] else None


def own_results() -> KeptResults:
    """Return the results in the cache folder of the person who runs the program, without those that nobody uses."""
    results = KeptResults(user_cache_path("aboveboard", appauthor=False) / "results")
    results.prune_at_times()
    return results


def program_stamp() -> str:
    """Return a digest of what makes results beside their sources: the program's own files, the packages beside it, Python, and the rules of time zones."""
    made = sha256(f"{__version__}\n{sys.version}\n{sys.platform}\n".encode())
    for line in (*_packages(), *_program(str(_PACKAGE)), *_zones()):
        made.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return made.hexdigest()


def _packages() -> Iterator[str]:
    """Yield the name and release of every package that this Python may import: the folders that describe them are called so.

    They are not all beside the program: an environment may take packages from the system, and a person may have their own.
    """
    installed = (Path(sysconfig.get_path(which)) for which in ("purelib", "platlib"))
    # An empty path is the folder in which the program was started, of which nothing is imported that has a release.
    for folder in sorted({_PACKAGE.parent, *installed, *(Path(path) for path in sys.path if path)}):  # noqa: TID251  # it is looked at, not changed
        with contextlib.suppress(OSError):
            yield from sorted(one.name for one in folder.iterdir() if one.suffix in {".dist-info", ".egg-info"})


def _program(folder: str) -> Iterator[str]:
    """Yield the program's own files, by which one that is being worked on is told from its release. Its themes are among what results are made from."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda one: one.name)
    for one in entries:
        if one.is_dir(follow_symlinks=False):
            if one.name != "__pycache__":
                yield from _program(one.path)
        else:
            told = one.stat()
            yield f"{one.path} {told.st_size} {told.st_mtime_ns}"


def _zones() -> Iterator[str]:
    """Yield what tells the release of the system's time zones, which Python prefers to those of a package."""
    for folder in TZPATH:
        for name in ("tzdata.zi", "+VERSION", "zone1970.tab", "zone.tab", "leapseconds"):
            with contextlib.suppress(OSError):
                told = Path(folder, name).stat()
                yield f"{folder}/{name} {told.st_size} {told.st_mtime_ns}"


def _sealed(kind: Kind, key: str, data: bytes) -> bytes:
    # With its name, so that no entry is taken for another.
    made = sha256(f"{kind.value} {key}\n".encode())
    made.update(data)
    return made.digest()


def _is_ours(folder: Path) -> bool:
    """Whether a folder is there, or can be made, and nobody else can write in it or put another in its place."""
    try:
        above = folder.parent.parent
        above.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = above.stat()
        # A group of one's own is nobody else, and many systems give each person one.
        if hasattr(os, "getuid") and (told.st_uid != os.getuid() or told.st_mode & stat.S_IWOTH):
            return False
        for one in (folder.parent, folder):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)
            told = one.lstat()
            if not stat.S_ISDIR(told.st_mode):
                return False
            if hasattr(os, "getuid") and (told.st_uid != os.getuid() or told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
                return False
    except OSError:
        return False
    return True
