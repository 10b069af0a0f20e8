"""Many small results in few files: each process appends what it makes to a pack of its own, and reads all of them.

A file for each would be thousands in a build. Where as many were removed lately, ext4 looks at each of those whenever it makes a new one, which takes far longer than
what is in it.

A pack is two files: entries one after the other, and an index that says of each under which key it is, where it begins and how long it is. An entry is
there once its line of the index is, which is written last. Nobody but the process that began a pack writes to it. Whoever reads an entry must find out whether
it is whole: what an index says may be wrong, and a pack may have taken the place of another.

No entry is removed from a pack. Packs go as a whole some time after they were written, and what is still of use is put into a new one before.
"""

import contextlib
import math
import os
import stat
import weakref
from struct import Struct
from time import monotonic
from typing import Final

#: A line of an index: the key, where the entry begins, and how long it is.
_LINE: Final = Struct("<32sQQ")
_INDEX: Final = ".index"
_ENTRIES: Final = ".entries"
#: How many bytes there are in a pack before another one is begun.
_MOST: Final = 32 << 20
#: After how long a pack is old, in seconds: nothing more is put there, and what is of use is put elsewhere.
_OLD: Final = 24 * 60 * 60
#: After how long it is looked whether others have added to packs, in seconds, when an entry is not found. It is done at once where they have begun one.
_LOOK_AGAIN: Final = 1
_APPEND: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_READ: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def content(file: str, at: int = 0, length: int = -1) -> bytes | None:
    """Return what is in a file; None for one that is not there, is no ordinary one, or ends before.

    Args:
        file: its path.
        at: where to begin.
        length: how many bytes; -1: all of them.
    """
    try:
        handle = os.open(file, _READ)
        with os.fdopen(handle, "rb", buffering=0) as stream:
            told = os.fstat(handle)
            if not stat.S_ISREG(told.st_mode) or at + length > told.st_size:
                return None
            if at:
                stream.seek(at)
            return stream.read(length)
    except OSError:
        return None


class Packs:
    """The packs in a folder.

    Args:
        folder: where they are. Nobody else can write to it.
        now: the time by the clock of the disk.
    """

    def __init__(self, folder: str, now: float) -> None:
        self._folder = folder
        #: The number of the pack in which the entry of each key is, where it begins, and how long it is. Of two of one key, the later one counts.
        self._entries: dict[bytes, tuple[int, int, int]] = {}
        #: How many bytes of the index of each pack were read, and when it had been written; when that was last done, and when the folder had been changed then.
        self._read: dict[int, int] = {}
        self._written: dict[int, float] = {}
        self._looked = 0.0
        self._changed = math.nan
        self._own: _Pack | None = None
        self._takes = True
        self._ahead = now - monotonic()

    def get(self, key: str) -> bytes | None:
        """Return what is where an entry should be; None where there is none."""
        found = self._found(_name(key))
        if found is None:
            return None
        number, at, length = found
        return content(self._file(number, _ENTRIES), at, length)

    def is_old(self, key: str) -> bool:
        """Whether an entry is in an old pack, with which it will go."""
        found = self._found(_name(key))
        return found is not None and monotonic() + self._ahead - self._written.get(found[0], math.inf) > _OLD

    def put(self, key: str, entry: bytes) -> None:
        """Add an entry. A disk that does not take one is not asked again."""
        if not self._takes:
            return
        try:
            if self._own is None or not self._own.takes_more():
                self._own = self._begun()
            at = self._own.add(_name(key), entry)
        except OSError:
            self._takes, self._own = False, None
            return
        self._entries[_name(key)] = self._own.number, at, len(entry)

    def _found(self, name: bytes) -> tuple[int, int, int] | None:
        if name not in self._entries:
            changed, now = _time(self._folder), monotonic()
            if changed != self._changed or now - self._looked > _LOOK_AGAIN:
                self._changed, self._looked = changed, now
                self._look()
        return self._entries.get(name)

    def _look(self) -> None:
        """Read what was added to indexes since they were read."""
        for number in sorted(self._numbers()):
            begun = self._read.get(number, 0)
            index = content(self._file(number, _INDEX), begun) or b""
            # One may be about to add a line, and one that was killed may have left a line of which the end is missing.
            whole = len(index) // _LINE.size * _LINE.size
            for name, at, length in _LINE.iter_unpack(index[:whole]):
                self._entries[name] = number, at, length
            self._read[number] = begun + whole
            self._written[number] = _time(self._file(number, _INDEX))

    def _begun(self) -> "_Pack":
        """Return a new pack.

        Raises:
            OSError: there can be none.
        """
        number = max(self._numbers(), default=0)
        while True:
            number += 1
            # Another process may have begun one just now.
            with contextlib.suppress(FileExistsError):
                return _Pack(number, self._file(number, _INDEX), self._file(number, _ENTRIES))

    def _numbers(self) -> set[int]:
        found = set()
        with contextlib.suppress(OSError), os.scandir(self._folder) as files:
            for file in files:
                name, dot, part = file.name.partition(".")
                if f"{dot}{part}" in {_INDEX, _ENTRIES} and name.isascii() and name.isdigit():
                    found.add(int(name))
        return found

    def _file(self, number: int, part: str) -> str:
        return f"{self._folder}/{number}{part}"


class _Pack:
    """A pack that this process has begun.

    Args:
        number: its number.
        index: the path of its index.
        entries: the path of its entries.

    Raises:
        OSError: there can be none.
    """

    def __init__(self, number: int, index: str, entries: str) -> None:
        self.number = number
        self._process = os.getpid()
        self._index, self._entries = self._opened(index), self._opened(entries)
        self._end = 0
        self._begun = monotonic()

    def _opened(self, file: str) -> int:
        handle = os.open(file, _APPEND, 0o600)
        weakref.finalize(self, os.close, handle)
        return handle

    def takes_more(self) -> bool:
        """Whether it has room, is not old, nobody has removed it, and it is not that of the process of which this one is a fork."""
        is_open = self._process == os.getpid() and self._end < _MOST and monotonic() - self._begun < _OLD
        return is_open and all(os.fstat(one).st_nlink for one in (self._index, self._entries))

    def add(self, name: bytes, entry: bytes) -> int:
        """Add an entry; return where it begins.

        Raises:
            OSError: the disk does not take it, and nothing may be added any more.
        """
        at = self._end
        for handle, data in ((self._entries, entry), (self._index, _LINE.pack(name, at, len(entry)))):
            if os.write(handle, data) != len(data):
                raise OSError(0, "a pack was not written whole")
        self._end += len(entry)
        return at


def _time(path: str) -> float:
    """Return when a file was written, or something was added to a folder or removed, for the last time; the end of time where there is none."""
    with contextlib.suppress(OSError):
        return os.stat(path).st_mtime  # noqa: PTH116  # of the folder for each entry that is not there: Path takes longer
    return math.inf


def _name(key: str) -> bytes:
    """Return a key as it is in an index; one that is none is there as no other."""
    try:
        return bytes.fromhex(key)
    except ValueError:
        return b""
