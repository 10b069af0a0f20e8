"""Writing files, each in one step: whoever looks, and whenever we are stopped, finds the old text or the new one."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from generator.adapters.safe_open import NotAFileError, refuse_links
from generator.adapters.site_files import SETTINGS
from generator.errors import EnvironmentFailedError, UsageError


def taken(root: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that exist already, or cannot be created because a parent is a file."""

    def is_taken(path: str) -> bool:
        target = root / path
        above = (folder for folder in target.parents if folder.is_relative_to(root))
        return target.exists() or target.is_symlink() or any(folder.exists() and not folder.is_dir() for folder in above)

    return tuple(path for path in paths if is_taken(path))


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder, which need not be there yet, each in one step; what we wrote there before is replaced.

    Args:
        folder: where.
        files: what, by name.

    Raises:
        EnvironmentFailedError: the disk does not let us.
    """
    for name, data in files.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            put_in_place(folder / name, data)
        except OSError as error:
            raise unwritable(str(folder / name), error) from error


def write_new(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write new files, all or none, folders included; an existing one is never touched.

    Whatever stops it, the interrupt key too, takes back what it has written.

    Args:
        root: the site's folder.
        files: what they hold, by path relative to it.

    Raises:
        UsageError: one of them exists.
        EnvironmentFailedError: the disk does not let us.
    """
    if there := taken(root, files):
        raise UsageError(f"{there[0]} already exists", "choose another name")
    made: list[Path] = []
    try:
        for path, text in files.items():
            refuse_links(root, path)
            target = root / path
            for folder in reversed((target.parent, *target.parent.parents)):
                if not folder.exists():
                    folder.mkdir()
                    made.append(folder)
            made.append(target)
            put_in_place(target, text.encode("utf-8") if isinstance(text, str) else text)
    except BaseException as error:
        for new in reversed(made):
            with suppress(OSError):
                new.rmdir() if new.is_dir() else new.unlink(missing_ok=True)
        if isinstance(error, NotAFileError):
            raise error.refused from error
        if not isinstance(error, OSError):
            raise
        raise EnvironmentFailedError(
            f"{error.filename or 'the file'} cannot be written: {error.strerror or error}",
            "check the disk and its permissions",
        ) from error


def put_tool(root: Path, files: Mapping[str, str | bytes], folder: str, old: re.Pattern[str]) -> tuple[str, ...]:
    """Put files in the place of those of the same names, each in one step, and remove the old ones.

    Args:
        root: the site's folder.
        files: what they hold, by path relative to it.
        folder: where what is old is taken away.
        old: the names of what is old; those that are written stay.

    Returns:
        The paths that were taken away.

    Raises:
        UsageError: a link or a folder is in the way.
        EnvironmentFailedError: the disk does not let us.
    """
    for path in (folder, *files):
        there = root / path
        if there.is_symlink() or (there.exists() and there.is_dir() != (path == folder)):
            raise UsageError(
                f"{path} is not an ordinary {'folder' if path == folder else 'file'}", "move it away, then try again"
            )
    try:
        (root / folder).mkdir(exist_ok=True)
        # What names the others comes last: until then the old list stands, with all that it names.
        for path in sorted(files, key=lambda path: (root / path).parent == root):
            held = files[path]
            put_in_place(root / path, held.encode("utf-8") if isinstance(held, str) else held)
        gone = tuple(
            sorted(
                f"{folder}/{one.name}"
                for one in (root / folder).iterdir()
                if old.fullmatch(one.name) and f"{folder}/{one.name}" not in files
            )
        )
        for path in gone:
            (root / path).unlink()
    except OSError as error:
        raise unwritable(error.filename or folder, error) from error
    return gone


def copy_site(root: Path, to: Path | None, settings: str) -> Path:
    """Copy a site for a drill: all but its incidents, and what was said and asked about them elsewhere.

    Args:
        root: the site's folder; nothing in it is changed.
        to: where to; None: a new folder among the system's temporary ones, for this user alone.
        settings: the text of the copy's site_config.yml.

    Returns:
        The copy's folder.

    Raises:
        UsageError: there is something at the place already.
        EnvironmentFailedError: the disk does not let us.
    """
    if to is not None and (to.is_symlink() or (to.exists() and (not to.is_dir() or any(to.iterdir())))):
        raise UsageError(f"{to} is not empty", "name a new folder with --in")
    content = os.fspath(root / "content")

    def incidents(folder: str, _names: list[str]) -> list[str]:
        # What is in them has happened, as has what was said and judged of it: in a copy that says of everything that it has not, they would be made a lie.
        return ["incidents", "elsewhere", "asked", "assessments"] if os.fspath(folder) == content else []

    try:
        if to is None:
            to = Path(tempfile.mkdtemp(prefix="aboveboard-drill-"))
        to.mkdir(parents=True, exist_ok=True)
        for name in ("content", "themes"):
            if (root / name).is_dir() and not (root / name).is_symlink():
                shutil.copytree(root / name, to / name, symlinks=True, ignore=incidents)
        (to / "content").mkdir(exist_ok=True)
        put_in_place(to / SETTINGS, settings.encode("utf-8"))
    except (OSError, shutil.Error) as error:
        raise EnvironmentFailedError(
            f"the site cannot be copied: {getattr(error, 'strerror', None) or error}", "check the disk, or name a place with --in"
        ) from error
    return to


def replace_file(root: Path, path: str, text: str) -> None:
    """Write one file in the place of the old one, in one step: whatever happens, the old text or the new one is there.

    Args:
        root: the site's folder.
        path: relative to it.
        text: the whole new text.

    Raises:
        EnvironmentFailedError: the disk does not let us.
    """
    try:
        refuse_links(root, path)
        # The folder of the pages is not there where nobody wrote one, and what says how to ask is sealed in it.
        (root / path).parent.mkdir(exist_ok=True)
        put_in_place(root / path, text.encode("utf-8"))
    except NotAFileError as error:
        raise error.refused from error
    except OSError as error:
        raise unwritable(path, error) from error


def rename_path(root: Path, old: str, new: str) -> None:
    """Rename a file or a folder, in one step; what has the new name already is never replaced.

    Args:
        root: the site's folder.
        old: its path, relative to the site's folder.
        new: likewise.

    Raises:
        UsageError: something has the new name.
        EnvironmentFailedError: the disk does not let us.
    """
    if (root / new).exists() or (root / new).is_symlink():
        raise UsageError(f"{new} already exists", "choose another name")
    try:
        refuse_links(root, old)
        (root / old).rename(root / new)
    except NotAFileError as error:
        raise error.refused from error
    except OSError as error:
        raise unwritable(new, error) from error


def rewrite_file(root: Path, path: str, old: bytes, new: bytes) -> str:
    """Write a file anew, in one step: whoever looks, and whenever we are stopped, finds the old file or the new one.

    Args:
        root: the site's folder.
        path: the file, relative to it.
        old: what it held when it was read.
        new: what it shall hold.

    Returns:
        Why it was left as it was; empty when it was written.

    Raises:
        EnvironmentFailedError: the disk does not let us.
    """
    target = root / path
    try:
        refuse_links(root, path)
        mode = target.stat().st_mode
        if not mode & 0o222:
            return "it is write-protected"
        if not put_in_place(target, new, mode=mode & 0o7777, over=old):
            return "it was changed by another program in the meantime; run this again"
    except NotAFileError as error:
        return f"it is {error.kind.value}" if error.path == path else f"{error.path} is {error.kind.value}"
    except FileNotFoundError:
        return "it is no longer there"
    except OSError as error:
        raise unwritable(path, error) from error
    return ""


def rename_file(root: Path, path: str, new: str) -> str:
    """Rename a file within its folder; an existing file is never replaced.

    Args:
        root: the site's folder.
        path: the file, relative to it.
        new: its new path.

    Returns:
        Why it was left as it was; empty when it was renamed.

    Raises:
        EnvironmentFailedError: the disk does not let us.
    """
    source, target = root / path, root / new
    try:
        if source.is_symlink():
            return "it is a symbolic link"
        if os.path.lexists(target):
            return f"there is already a file called {target.name}"
        source.rename(target)
    except FileNotFoundError:
        return "it is no longer there"
    except OSError as error:
        raise unwritable(path, error) from error
    return ""


def unwritable(path: str, error: OSError) -> EnvironmentFailedError:
    """Return the error for a file that cannot be written."""
    return EnvironmentFailedError(f"{path} cannot be written: {error.strerror or error}", "check the disk and its permissions")


def put_in_place(target: Path, data: bytes, *, mode: int = 0o644, over: bytes | None = None) -> bool:
    """Put a file in its place in one step.

    Args:
        target: where.
        data: what it shall hold.
        mode: who may do what with it; by default it is as public as any other file of the site.
        over: what must still stand there; None: whatever does.

    Returns:
        Whether it was done; not when something else than `over` stood there.
    """
    handle, temporary = tempfile.mkstemp(prefix=".new-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        if over is not None and target.read_bytes() != over:
            return False
        Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)
    _settle(target.parent)
    return True


def _settle(folder: Path) -> None:
    # The new name is on the disk only when the folder is. Some systems cannot open folders, and see to it themselves.
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
