"""Reading a built site in a folder. What lies there may be someone else's: nothing is opened that is no file, and nothing is held whole."""

import os
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final

from generator.adapters.safe_open import FileKind, NotAFileError, opened, read_below, refuse_links
from generator.model.fetch_result import FetchResult, HashResult

_PIECE: Final = 1 << 16
#: How many names of a folder are put in order at a time, and how deep folders are followed.
_SORTED: Final = 1000
_DEEPEST: Final = 100


def read_served(folder: Path, path: str, limit: int) -> FetchResult:
    """Return a file of a built site in a folder, as a reader would get it; at most one byte more than `limit`."""
    try:
        return FetchResult(read_below(folder, path, limit + 1))
    except OSError as error:
        return FetchResult(None, *_words(error))


def hash_served(folder: Path, path: str, limit: int) -> HashResult:
    """Return the digest of a file of a built site in a folder; at most one byte more than `limit` is read."""
    try:
        refuse_links(folder, path)
        read, digest = 0, sha256()
        with opened(folder / path, path) as stream:
            while read <= limit and (piece := stream.read(min(_PIECE, limit + 1 - read))):
                read += len(piece)
                digest.update(piece)
    except OSError as error:
        return HashResult("", 0, *_words(error))
    return HashResult(digest.hexdigest(), read)


def _words(error: OSError) -> tuple[str, bool]:
    """Return why a file could not be read, and whether nothing is known about it."""
    if isinstance(error, NotAFileError):
        return f"is {error.kind.value}", False
    if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
        return "is missing", False
    return f"cannot be read: {error.strerror or error}", True


def list_built(folder: Path) -> Iterator[tuple[str, FileKind]]:
    """Yield the path and the kind of everything in a folder but the folders that could be read.

    A folder that is yielded is one whose files could not be listed.
    """
    open_folders: list[tuple[str, Iterator[os.DirEntry[str]]]] = []
    _enter(open_folders, folder, "")
    while open_folders:
        within, entries = open_folders[-1]
        entry = next(entries, None)
        if entry is None:
            open_folders.pop()
            continue
        path = f"{within}{entry.name}"
        kind = _kind(entry)
        if kind is not FileKind.FOLDER or len(open_folders) > _DEEPEST or not _enter(open_folders, Path(entry.path), f"{path}/"):
            yield path, kind


def _enter(open_folders: list[tuple[str, Iterator[os.DirEntry[str]]]], folder: Path, within: str) -> bool:
    try:
        entries = os.scandir(folder)
    except OSError:
        return False
    open_folders.append((within, _in_order(entries)))
    return True


def _in_order(entries: Iterator[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
    while some := sorted(islice(entries, _SORTED), key=lambda entry: entry.name):
        yield from some


def _kind(entry: os.DirEntry[str]) -> FileKind:
    if entry.is_symlink():
        return FileKind.LINK
    if entry.is_dir(follow_symlinks=False):
        return FileKind.FOLDER
    return FileKind.FILE if entry.is_file(follow_symlinks=False) else FileKind.OTHER
