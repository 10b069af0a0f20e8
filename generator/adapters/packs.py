"""Many small results in few files: each process appends what it makes to a pack of its own, and reads all of them.

A file for each result would take longer than all that is in it, and those that are removed make others slow for minutes: some file systems look at every
file that was removed lately before they make a new one.

A pack is two files: entries one after the other, and an index that says of each under which key it is, where it begins and how long it is. An entry is
there once its line of the index is, which is written last. Nobody but the process that began a pack writes to it. Whoever reads an entry must find out whether
it is whole: what an index says may be wrong, and a pack may have taken the place of another.
"""

import contextlib
import os
import stat
import weakref
from collections.abc import Iterable
from struct import Struct
from time import monotonic
from typing import Final

#: A line of an index: the key, where the entry begins, and how long it is.
_LINE: Final = Struct("<32sQQ")
_INDEX: Final = ".index"
_ENTRIES: Final = ".entries"
#: How many bytes there are in a pack before another one is begun: packs that nobody uses go as a whole.
_MOST: Final = 32 << 20
#: After how long it is looked whether others have added to packs, in seconds, when an entry is not found. It is done at once where they have begun one.
_LOOK_AGAIN: Final = 1
#: After how long a pack that is of use again is said to be so, in seconds.
_USED_AGAIN: Final = 6 * 60 * 60
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
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        #: The number of the pack in which the entry of each key is, where it begins, and how long it is. Of two of one key, the later one counts.
        self._entries: dict[bytes, tuple[int, int, int]] = {}
        #: How many bytes of the index of each pack were read, when that was last done, and when the folder had been changed then.
        self._read: dict[int, int] = {}
        self._looked = 0.0
        self._changed = -1
        self._own: _Pack | None = None
        self._takes = True
        self._used: dict[int, float] = {}

    def get(self, key: str) -> bytes | None:
        """Return what is where an entry should be; None where there is none."""
        found = self._found(_name(key))
        if found is None:
            return None
        number, at, length = found
        entry = content(self._file(number, _ENTRIES), at, length)
        self._use(number)
        return entry

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

    def use(self, keys: Iterable[str]) -> None:
        """Say that entries are of use, so that the packs in which they are stay."""
        for number in {found[0] for key in keys if (found := self._found(_name(key))) is not None}:
            self._use(number)

    def _found(self, name: bytes) -> tuple[int, int, int] | None:
        if name not in self._entries:
            changed, now = self._time(), monotonic()
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

    def _use(self, number: int) -> None:
        """Say that a pack is of use: the time of its files is when that was last so."""
        now = monotonic()
        if number not in self._used or now - self._used[number] > _USED_AGAIN:
            self._used[number] = now
            for part in (_INDEX, _ENTRIES):
                with contextlib.suppress(OSError):
                    os.utime(self._file(number, part))

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

    def _time(self) -> int:
        """Return when a file was added to the folder or removed for the last time."""
        with contextlib.suppress(OSError):
            return os.stat(self._folder).st_mtime_ns  # noqa: PTH116  # of each entry that is not there: Path takes longer
        return 0

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

    def _opened(self, file: str) -> int:
        handle = os.open(file, _APPEND, 0o600)
        weakref.finalize(self, os.close, handle)
        return handle

    def takes_more(self) -> bool:
        """Whether it has room, nobody has removed it, and it is not that of the process of which this one is a fork."""
        handles = self._index, self._entries
        return self._process == os.getpid() and self._end < _MOST and all(os.fstat(one).st_nlink for one in handles)

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


def _name(key: str) -> bytes:
    """Return a key as it is in an index; one that is none is there as no other."""
    try:
        return bytes.fromhex(key)
    except ValueError:
        return b""
