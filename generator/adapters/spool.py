"""A temporary file in which the processes of a command put what would fill their memory: files of a site, and incidents as they were read.

It has no name, so that nobody else can open it, and it is gone when the command is, even if that is killed. What is in it is read back by the command
and by the workers that it starts afterwards, all of which have it from the same process.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

from generator.errors import EnvironmentFailedError
from generator.model.artifact import Artifact, StoredArtifact, StoredFile

if sys.platform != "win32":
    import fcntl


#: How much room a process makes for itself at once, in bytes: most of what is put there is small, and to be alone for each of it takes as long as to write it.
_ROOM: Final = 1 << 20


class Spool:
    """Such a file.

    Args:
        folder: on whose disk it is; None: where the system has such files.

    Raises:
        EnvironmentFailedError: there can be none.
    """

    def __init__(self, folder: Path | None = None) -> None:
        with _told_of_disk():
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(buffering=0, dir=folder, prefix=".aboveboard-")  # noqa: SIM115  # it is closed with this
        self._handle = self._file.fileno()
        # The room that a process has made, and of which it has not used all yet. A fork knows that of its parent, which is none of its own.
        self._room = range(0)
        self._room_of = os.getpid()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Give it up."""
        self._file.close()

    def put(self, data: bytes) -> int:
        """Put something where nothing is yet; return where that begins, as `FileStore` does.

        Raises:
            EnvironmentFailedError: the disk does not take it.
        """
        with _told_of_disk():
            at = self._reserved(len(data))
            rest = memoryview(data)
            while rest:
                rest = rest[self._write(rest, at + len(data) - len(rest)) :]
        return at

    def get(self, at: int, length: int) -> bytes:
        """Return what begins somewhere and has so many bytes, as `FileStore` does.

        Raises:
            EnvironmentFailedError: the disk does not give it.
        """
        with _told_of_disk():
            data = self._read(length, at)
            while len(data) < length:
                more = self._read(length - len(data), at + len(data))
                if not more:
                    raise OSError(0, "a temporary file was cut off")
                data += more
        return data

    def put_files(self, files: Sequence[Artifact]) -> tuple[StoredFile, ...]:
        """Put files of a site there, as `FileStore` does."""
        # What another task has put there already is only handed on.
        new = [b"" if type(one) is StoredArtifact else one.data for one in files]
        at = self.put(b"".join(new))
        stored = []
        for one, data in zip(files, new, strict=True):
            stored.append(one.stored if type(one) is StoredArtifact else StoredFile(one.path, one.digest, at))
            at += len(data)
        return tuple(stored)

    def file(self, stored: StoredFile) -> Artifact:
        """Return a file that was put there, as `FileStore` does."""
        return StoredArtifact.of(stored, self.get)

    # Workers share one position in the file, which therefore does not count. Where a system knows no other way, there are no workers.
    def _write(self, data: memoryview, at: int) -> int:
        if hasattr(os, "pwrite"):
            return os.pwrite(self._handle, data, at)
        self._file.seek(at)
        return self._file.write(data) or 0

    def _read(self, length: int, at: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._handle, length, at)
        self._file.seek(at)
        return self._file.read(length) or b""

    def _reserved(self, length: int) -> int:
        """Return where there is room for so many bytes in which no other process writes. Where none is left, it is made at the end."""
        if self._room_of != os.getpid() or length > len(self._room):
            with _alone(self._handle):
                end = os.fstat(self._handle).st_size
                room = range(end, end + max(length, _ROOM))
                os.ftruncate(self._handle, room.stop)
            self._room, self._room_of = room, os.getpid()
        at = self._room.start
        self._room = self._room[length:]
        return at


@contextlib.contextmanager
def _alone(handle: int) -> Iterator[None]:
    """Keep all other processes out. Where there are no locks of this kind, there are no workers either."""
    if sys.platform == "win32":
        yield
        return
    fcntl.lockf(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.lockf(handle, fcntl.LOCK_UN)


@contextlib.contextmanager
def _told_of_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFailedError(
            f"a temporary file cannot be used: {error.strerror or error}", "check the disk; nothing was changed"
        ) from error
