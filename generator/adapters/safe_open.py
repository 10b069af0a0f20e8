"""Opening files of a site: only regular files, reached only through regular folders.

A symbolic link could make a page of a key on this computer, a pipe would make a build wait for ever, and a device may do anything when it
is read. So nothing of a site is opened before it is known what it is, and it is looked at again once it is open: what lies at a path may be
exchanged in between.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from generator.errors import UsageError

#: With which no link is followed that takes a file's place in this very moment, and no pipe is waited for; 0: this system does not have them.
_NO_LINKS: Final = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC if hasattr(os, "O_NOFOLLOW") and hasattr(os, "O_NONBLOCK") else 0


class FileKind(StrEnum):
    """What lies at a path, in words for a message."""

    FILE = "a file"
    FOLDER = "a folder"
    LINK = "a symbolic link, not a file"
    OTHER = "a pipe, a socket or a device, not a file"
    NOTHING = "missing"


#: What the writer can do about it.
HELP = "replace it with a copy of the file itself, or remove it"


class NotAFileError(OSError):
    """What lies at a path is no ordinary file, or the way to it leads through a link; `path` is where."""

    def __init__(self, path: str, kind: FileKind) -> None:
        super().__init__(f"it is {kind.value}")
        self.strerror = f"it is {kind.value}"
        self.path = path
        self.kind = kind

    @property
    def refused(self) -> UsageError:
        """Return the error as a UsageError, which stops the run."""
        return UsageError(f"{self.path} is {self.kind.value}", HELP)


def kind_of(file: Path | str) -> FileKind:
    """Return what kind of file is at a path; no link is followed.

    Raises:
        OSError: it cannot be told.
    """
    try:
        mode = os.lstat(file).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return FileKind.NOTHING
    if stat.S_ISLNK(mode):
        return FileKind.LINK
    return FileKind.FOLDER if stat.S_ISDIR(mode) else FileKind.FILE if stat.S_ISREG(mode) else FileKind.OTHER


def refuse_links(root: Path, path: str) -> None:
    """Raise if a path below a folder leads through or to a link; `root` itself may be anything, and so may an absolute path.

    Raises:
        NotAFileError: it does.
    """
    relative = PurePosixPath(path)
    if relative.is_absolute() or Path(path).is_absolute():
        return
    at = root
    for number, part in enumerate(relative.parts):
        at = at / part
        kind = kind_of(at)
        last = number == len(relative.parts) - 1
        if kind in {FileKind.LINK, FileKind.OTHER} or part == "..":
            raise NotAFileError("/".join(relative.parts[: number + 1]), FileKind.LINK if part == ".." else kind)
        if kind is FileKind.NOTHING or last:
            return


def read_limited(file: str, path: str, limit: int) -> tuple[bytes, int]:
    """Return the bytes of a regular file, at most `limit` and one more, and its size.

    Args:
        file: where it is.
        path: the same for messages.
        limit: in bytes.

    Raises:
        NotAFileError: it is something else.
        OSError: it cannot be read.
    """
    if not _NO_LINKS:
        with opened(Path(file), path) as stream:
            return stream.read(limit + 1), os.fstat(stream.fileno()).st_size
    try:
        handle = os.open(file, os.O_RDONLY | _NO_LINKS)
    except OSError:
        if (now := kind_of(file)) in {FileKind.LINK, FileKind.OTHER}:
            raise NotAFileError(path, now) from None
        raise
    try:
        told = os.fstat(handle)
        if stat.S_ISDIR(told.st_mode):
            raise IsADirectoryError(21, "it is a folder", file)
        if not stat.S_ISREG(told.st_mode):
            raise NotAFileError(path, FileKind.OTHER)
        data = os.read(handle, min(told.st_size, limit) + 1)
        # One that changes meanwhile, one that says it is empty but is not, as under /proc, and a disk that gives less than asked for.
        while len(data) != told.st_size and len(data) <= limit and (more := os.read(handle, limit + 1 - len(data))):
            data += more
        return data, told.st_size
    finally:
        os.close(handle)


@contextmanager
def opened(file: Path, path: str) -> Iterator[BinaryIO]:
    """Open a regular file for reading.

    Args:
        file: where it is.
        path: the same for messages.

    Raises:
        NotAFileError: it is something else.
        OSError: it cannot be opened.
    """
    kind = kind_of(file)
    if kind in {FileKind.LINK, FileKind.OTHER}:
        raise NotAFileError(path, kind)
    # Not every system has these: a link that takes the file's place in this very moment is not followed, and a pipe is not waited for.
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(file, os.O_RDONLY | flags)
    except OSError:
        if (now := kind_of(file)) in {FileKind.LINK, FileKind.OTHER}:
            raise NotAFileError(path, now) from None
        raise
    with os.fdopen(handle, "rb") as stream:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(21, "it is a folder", str(file))
        if not stat.S_ISREG(mode):
            raise NotAFileError(path, FileKind.OTHER)
        yield stream


def read_below(root: Path, path: str, limit: int | None = None) -> bytes:
    """Return the bytes of a regular file below a folder, through folders that are not links.

    Args:
        root: the folder.
        path: relative to it, with forward slashes; a path in full is the caller's own choice, and only what lies there is looked at.
        limit: the most bytes to take.

    Raises:
        NotAFileError: a link, a pipe or the like lies there or on the way.
        OSError: it cannot be read.
    """
    refuse_links(root, path)
    with opened(root / path, path) as stream:
        return stream.read() if limit is None else stream.read(limit)
