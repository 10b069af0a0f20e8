"""Reading a site: its settings, everything under content/, and attachments when they are needed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.adapters.safe_open import FileKind, NotAFileError, kind_of, read_below, read_limited
from generator.errors import EnvironmentFailedError, NoContentError, UsageError
from generator.model.allowed import ATTACHMENT_LIMIT
from generator.model.outside_text import OutsideFile
from generator.model.source import RawFile

SETTINGS = "site_config.yml"
PLAN = "content/plan.yml"


def read_site(root: Path, limit: int, look: Callable[[RawFile], RawFile] | None = None) -> tuple[RawFile, ...]:
    """Return every file that belongs to a site: site_config.yml, everything under content/, and the names of its own catalogues, ordered by path.

    Args:
        root: the site's folder.
        limit: the most bytes to take of each file (one more is read, so that "too large" can be told).
        look: what to make of an attachment, given with its bytes (with none if it is larger than what is published); they are read one
            at a time, so that not all are in memory at once. Without it attachments are not read.

    Raises:
        NoContentError: there is nothing of a site in the folder.
        EnvironmentFailedError: a file cannot be read.
    """
    found: list[RawFile] = []
    if kind_of(root / SETTINGS) not in {FileKind.NOTHING, FileKind.FOLDER}:
        found.append(read_raw(root / SETTINGS, SETTINGS, limit))
    found += walk(root / "content", "content", limit, look)
    if not found or (len(found) == 1 and kind_of(root / "content") is FileKind.NOTHING):
        raise _no_site(root, settings=bool(found))
    found += _catalogues(root)
    found += _links_for_the_workflows(root)
    return tuple(sorted(found, key=lambda file: file.path))


def require_site(root: Path) -> None:
    """Refuse a folder that has nothing of a site, without reading anything.

    Raises:
        NoContentError: it has none.
    """
    settings = kind_of(root / SETTINGS) not in {FileKind.NOTHING, FileKind.FOLDER}
    if kind_of(root / "content") is FileKind.NOTHING:
        raise _no_site(root, settings=settings)


def _no_site(root: Path, *, settings: bool) -> NoContentError:
    return NoContentError(
        f"there is no content/ in {root}" if settings else f"there is no site in {root}",
        "run this in the folder with site_config.yml and content/, or name that folder with --root",
    )


def _catalogues(root: Path) -> Iterator[RawFile]:
    """Yield the site's own catalogues, without their bytes: their existence tells which languages its pages have."""
    for file in sorted((root / "themes/locales").glob("*/LC_MESSAGES/aboveboard.po")):
        if file.is_file() and not file.is_symlink():
            yield RawFile(path=file.relative_to(root).as_posix(), data=b"", size=0)


def _links_for_the_workflows(root: Path) -> Iterator[RawFile]:
    """Yield the files in tool/ and requirements.txt that are links or special files: workflows would install something else."""
    tool = root / "tool"
    inside = sorted(tool.iterdir()) if kind_of(tool) is FileKind.FOLDER else []
    for file in (root / "requirements.txt", tool, *inside):
        if (kind := kind_of(file)) in {FileKind.LINK, FileKind.OTHER}:
            yield special_file(file.relative_to(root).as_posix(), kind)


def read_settings(root: Path, limit: int) -> RawFile:
    """Return only site_config.yml.

    Raises:
        NoContentError: there is none.
        EnvironmentFailedError: it cannot be read.
    """
    if kind_of(root / SETTINGS) in {FileKind.NOTHING, FileKind.FOLDER}:
        raise NoContentError(f"there is no site in {root}", f"go to the folder with {SETTINGS}, or name it with --root")
    return read_raw(root / SETTINGS, SETTINGS, limit)


def read_plan(root: Path, limit: int) -> tuple[RawFile, ...]:
    """Return only content/plan.yml; nothing when there is none.

    Raises:
        EnvironmentFailedError: it cannot be read.
    """
    if kind_of(root / "content") is FileKind.LINK:
        return (special_file("content", FileKind.LINK),)
    return () if kind_of(root / PLAN) in {FileKind.NOTHING, FileKind.FOLDER} else (read_raw(root / PLAN, PLAN, limit),)


def read_prepared(root: Path, limit: int) -> tuple[RawFile, ...]:
    """Return what was prepared: site_config.yml, content/plan.yml and everything under content/templates/, ordered by path.

    Raises:
        NoContentError: there is no site.
        EnvironmentFailedError: a file cannot be read.
    """
    # What `content` itself is has been said with the plan.
    linked = kind_of(root / "content") is FileKind.LINK
    templates = () if linked else tuple(walk(root / "content/templates", "content/templates", limit, None))
    return (read_settings(root, limit), *read_plan(root, limit), *templates)


def walk(folder: Path | str, path: str, limit: int, look: Callable[[RawFile], RawFile] | None) -> Iterator[RawFile]:
    """Yield every file below a folder, ordered by path; links and special files without their bytes."""
    try:
        kind = kind_of(folder)
    except OSError as error:
        raise unreadable(path, error) from error
    if kind is FileKind.NOTHING:
        return
    if kind is not FileKind.FOLDER:
        # A file where a folder should be has no name that anything goes by: that is reported.
        yield special_file(path, kind)
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise unreadable(path, error) from error
    for entry in entries:
        below = f"{path}/{entry.name}"
        if not _is_text(entry.name):
            # A name that is not Unicode cannot be an address; shown with what can be shown of it.
            yield RawFile(path=below.encode("utf-8", "replace").decode("utf-8"), data=b"", size=0)
        elif entry.is_symlink():
            yield special_file(below, FileKind.LINK)
        elif entry.is_dir(follow_symlinks=False):
            yield from walk(entry.path, below, limit, look)
        elif not entry.is_file(follow_symlinks=False):
            yield special_file(below, FileKind.OTHER)
        elif below.startswith("content/elsewhere/") and not entry.name.endswith((".yml", ".yaml")):
            # Read whole only where they are judged: elsewhere their names are enough.
            yield read_raw(entry.path, below, 0) if look is None else _outside(entry.path, below)
        elif "/files/" not in below:
            yield read_raw(entry.path, below, limit)
        elif look is None:
            yield read_raw(entry.path, below, 0)
        else:
            small = entry.stat().st_size <= ATTACHMENT_LIMIT
            yield look(read_raw(entry.path, below, ATTACHMENT_LIMIT if small else 0))


def _outside(file: str, path: str) -> OutsideFile:
    """Return a kept text as people read it."""
    from generator.adapters.outside_files import LIMIT, kept_text  # noqa: PLC0415  # the kinds of files take long to load

    raw = read_raw(file, path, LIMIT)
    return kept_text(path, raw.data) if raw.is_file else OutsideFile(path, b"", raw.size, link=raw.link, special=raw.special)


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def special_file(path: str, kind: FileKind) -> RawFile:
    """Return the entry for a link or special file; it is never opened."""
    return RawFile(path=path, data=b"", size=0, link=kind is FileKind.LINK, special=kind is FileKind.OTHER)


def read_raw(file: Path | str, path: str, limit: int) -> RawFile:
    """Return a file with at most `limit` bytes and one more."""
    try:
        if limit == 0:
            return RawFile(path=path, data=b"", size=os.lstat(file).st_size)
        data, size = read_limited(os.fspath(file), path, limit)
    except NotAFileError as error:
        return special_file(path, error.kind)
    except OSError as error:
        raise unreadable(path, error) from error
    return RawFile(path=path, data=data, size=max(size, len(data)))


def unreadable(path: str, error: OSError) -> EnvironmentFailedError:
    """Return the error for a file that cannot be read."""
    return EnvironmentFailedError(f"{path} cannot be read: {error.strerror or error}", "check its owner and permissions")


def read_attachments(root: Path, paths: tuple[str, ...]) -> dict[str, bytes]:
    """Return the bytes of attachments, by path relative to the site's root.

    Raises:
        UsageError: one is larger than what is published.
        EnvironmentFailedError: one cannot be read.
    """
    data: dict[str, bytes] = {}
    for path in paths:
        try:
            data[path] = read_below(root, path, ATTACHMENT_LIMIT + 1)
            if len(data[path]) > ATTACHMENT_LIMIT:
                raise UsageError(
                    f"{path} is larger than {ATTACHMENT_LIMIT >> 20} MB", "make it smaller; readers may have a slow connection"
                )
        except NotAFileError as error:
            raise error.refused from error
        except OSError as error:
            raise unreadable(path, error) from error
    return data
