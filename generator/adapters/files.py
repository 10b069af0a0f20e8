"""The disk: a site's files in, new files out."""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path

from generator.errors import EnvironmentFailedError, NoContentError, UsageError
from generator.model.allowed import ATTACHMENT_LIMIT
from generator.model.artifact import Theme
from generator.model.served import Served
from generator.model.source import RawFile

SETTINGS = "site_config.yml"
PLAN = "content/plan.yml"


def read_site(root: Path, limit: int, look: Callable[[RawFile], RawFile] | None = None) -> tuple[RawFile, ...]:
    """Every file that belongs to a site: site_config.yml and everything under content/, ordered by path.

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
    settings = root / SETTINGS
    if settings.is_file() or settings.is_symlink():
        found.append(_read(settings, SETTINGS, limit))
    found += _walk(root / "content", "content", limit, look)
    if not found or (len(found) == 1 and not (root / "content").is_dir()):
        raise NoContentError(
            f"there is no site in {root}" if not found else f"there is no content/ in {root}",
            "run this in the folder that holds site_config.yml and content/, or name that folder with --root",
        )
    return tuple(sorted(found, key=lambda file: file.path))


def read_settings(root: Path, limit: int) -> RawFile:
    """site_config.yml alone.

    Raises:
        NoContentError: there is none.
        EnvironmentFailedError: it cannot be read.
    """
    if not (root / SETTINGS).is_file():
        raise NoContentError(f"there is no site in {root}", f"go to the folder that holds {SETTINGS}, or name it with --root")
    return _read(root / SETTINGS, SETTINGS, limit)


def read_plan(root: Path, limit: int) -> tuple[RawFile, ...]:
    """content/plan.yml alone; nothing when there is none.

    Raises:
        EnvironmentFailedError: it cannot be read.
    """
    return (_read(root / PLAN, PLAN, limit),) if (root / PLAN).is_file() else ()


def read_prepared(root: Path, limit: int) -> tuple[RawFile, ...]:
    """What was prepared for the night: site_config.yml, content/plan.yml and everything under content/templates/, ordered by path.

    Raises:
        NoContentError: there is no site.
        EnvironmentFailedError: a file cannot be read.
    """
    templates = tuple(_walk(root / "content/templates", "content/templates", limit, None))
    return (read_settings(root, limit), *read_plan(root, limit), *templates)


def read_starter() -> dict[str, str]:
    """The files of a new site, by path: `starter/` as it comes with the program. `dot-` at the start of a name stands for a dot."""
    top = resources("generator") / "cli" / "starter"
    found: dict[str, str] = {}

    def walk(folder: Traversable, path: str) -> None:
        for entry in sorted(folder.iterdir(), key=lambda one: one.name):
            below = path + re.sub(r"^dot-", ".", entry.name)
            if entry.is_dir():
                walk(entry, f"{below}/")
            else:
                found[below] = entry.read_text(encoding="utf-8")

    walk(top, "")
    return found


def taken(root: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Those of some paths, relative to a folder, at which something is already, or cannot be, because a file stands on the way there."""

    def is_taken(path: str) -> bool:
        target = root / path
        above = (folder for folder in target.parents if folder.is_relative_to(root))
        return target.exists() or target.is_symlink() or any(folder.exists() and not folder.is_dir() for folder in above)

    return tuple(path for path in paths if is_taken(path))


def _walk(folder: Path, path: str, limit: int, look: Callable[[RawFile], RawFile] | None) -> Iterator[RawFile]:
    if folder.is_symlink():
        yield RawFile(path=path, data=b"", size=0, link=True)
        return
    if not folder.is_dir():
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise _unreadable(path, error) from error
    for entry in entries:
        below = f"{path}/{entry.name}"
        if not _is_text(entry.name):
            # A name that is not Unicode cannot be an address; shown with what can be shown of it.
            yield RawFile(path=below.encode("utf-8", "replace").decode("utf-8"), data=b"", size=0)
        elif entry.is_symlink():
            yield RawFile(path=below, data=b"", size=0, link=True)
        elif entry.is_dir():
            yield from _walk(Path(entry.path), below, limit, look)
        elif entry.is_file():
            if "/files/" not in below:
                yield _read(Path(entry.path), below, limit)
            elif look is None:
                yield _read(Path(entry.path), below, 0)
            else:
                small = entry.stat().st_size <= ATTACHMENT_LIMIT
                yield look(_read(Path(entry.path), below, ATTACHMENT_LIMIT if small else 0))


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _read(file: Path, path: str, limit: int) -> RawFile:
    try:
        if file.is_symlink():
            return RawFile(path=path, data=b"", size=0, link=True)
        size = file.stat().st_size
        if limit == 0:
            return RawFile(path=path, data=b"", size=size)
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    return RawFile(path=path, data=data, size=max(size, len(data)))


def _unreadable(path: str, error: OSError) -> EnvironmentFailedError:
    return EnvironmentFailedError(f"{path} cannot be read: {error.strerror or error}", "check who owns it and who may read it")


def read_attachments(root: Path, paths: tuple[str, ...]) -> dict[str, bytes]:
    """The bytes of attachments, by path relative to the site's root.

    Raises:
        UsageError: one is larger than what is published.
        EnvironmentFailedError: one cannot be read.
    """
    data: dict[str, bytes] = {}
    for path in paths:
        file = root / path
        try:
            if file.stat().st_size > ATTACHMENT_LIMIT:
                raise UsageError(
                    f"{path} is larger than {ATTACHMENT_LIMIT >> 20} MB", "make it smaller; readers may have a bad line"
                )
            data[path] = file.read_bytes()
        except OSError as error:
            raise _unreadable(path, error) from error
    return data


def read_served(folder: Path, path: str, limit: int) -> Served:
    """A file of a built site in a folder, as a reader would get it; at most one byte more than `limit`."""
    try:
        with (folder / path).open("rb") as stream:
            return Served(stream.read(limit + 1))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return Served(None, "is missing")
    except OSError as error:
        return Served(None, f"cannot be read: {error.strerror or error}", away=True)


def list_built(folder: Path) -> tuple[str, ...]:
    """The paths of all files of a built site in a folder."""
    return tuple(
        sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    )


def read_theme(name: str, root: Path) -> Theme:
    """A theme's files: those that come with the program, with the site's own under themes/ in their place.

    Raises:
        UsageError: there is no theme of this name.
    """
    found: dict[str, bytes] = {}
    for base in (_own_themes(), root / "themes"):
        for folder in ("pages", "partials", "shared", "locales", name):
            top = base / folder
            for file in sorted(top.rglob("*")) if top.is_dir() else ():
                if file.is_file() and not any(part.startswith(".") for part in file.relative_to(base).parts):
                    found[file.relative_to(base).as_posix()] = file.read_bytes()
    if not any(path.startswith(f"{name}/") for path in found):
        raise UsageError(
            f"there is no theme called {name}", "write `theme: material` or `theme: lifeboat` under `site:` in site_config.yml"
        )
    return Theme(name=name, files=found, fonts=_fonts(root))


def _fonts(root: Path) -> tuple[bytes, ...]:
    """The fonts of pictures: a site's own in themes/fonts/ by name, then those that come with the program.

    IBM Plex Sans has the letters of Latin, Greek and Cyrillic, Rubik those of Hebrew and Arabic.
    """
    own = (root / "themes/fonts").glob("*.[to]tf")
    ours = (
        resources("fontpkg_ibm_plex_sans") / "files/IBMPlexSans[wdth,wght].ttf",
        resources("fontpkg_rubik") / "files/Rubik[wght].ttf",
    )
    return tuple(font.read_bytes() for font in (*sorted(own), *ours))


def font_folders(root: Path) -> tuple[Path, ...]:
    """The folders that hold the fonts of `read_theme`: a site's own, if it has any, then those that come with the program."""
    own = root / "themes/fonts"
    ours = (Path(str(resources(package) / "files")) for package in ("fontpkg_ibm_plex_sans", "fontpkg_rubik"))
    return (*((own,) if own.is_dir() else ()), *ours)


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
            _put(folder / name, data)
        except OSError as error:
            raise _unwritable(str(folder / name), error) from error


def _own_themes() -> Path:
    """Where the themes are: inside the package once it is installed, beside it in a checkout."""
    package = Path(str(resources("generator")))
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def write_new(root: Path, files: dict[str, str]) -> None:
    """Write new files, all or none, folders included; an existing one is never touched.

    Whatever stops it, the interrupt key too, takes back what it has written.

    Args:
        root: the site's folder.
        files: texts by path relative to it.

    Raises:
        UsageError: one of them exists.
        EnvironmentFailedError: the disk does not let us.
    """
    if there := taken(root, files):
        raise UsageError(f"{there[0]} exists already", "choose another name")
    made: list[Path] = []
    try:
        for path, text in files.items():
            target = root / path
            for folder in reversed((target.parent, *target.parent.parents)):
                if not folder.exists():
                    folder.mkdir()
                    made.append(folder)
            made.append(target)
            _put(target, text.encode("utf-8"))
    except BaseException as error:
        for new in reversed(made):
            with suppress(OSError):
                new.rmdir() if new.is_dir() else new.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise EnvironmentFailedError(
            f"{error.filename or 'the file'} cannot be written: {error.strerror or error}",
            "check the disk and who may write to it",
        ) from error


def copy_site(root: Path, to: Path | None, settings: str) -> Path:
    """Copy a site for a drill: all but its incidents.

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
        raise UsageError(f"{to} holds something already", "name a folder that is not there yet with --in")
    content = os.fspath(root / "content")

    def incidents(folder: str, _names: list[str]) -> list[str]:
        # What is in them has happened: in a copy that says of everything that it has not, they would be made a lie.
        return ["incidents"] if os.fspath(folder) == content else []

    try:
        if to is None:
            to = Path(tempfile.mkdtemp(prefix="aboveboard-drill-"))
        to.mkdir(parents=True, exist_ok=True)
        for name in ("content", "themes"):
            if (root / name).is_dir() and not (root / name).is_symlink():
                shutil.copytree(root / name, to / name, symlinks=True, ignore=incidents)
        (to / "content").mkdir(exist_ok=True)
        _put(to / SETTINGS, settings.encode("utf-8"))
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
        _put(root / path, text.encode("utf-8"))
    except OSError as error:
        raise _unwritable(path, error) from error


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Wait until no other run of ours writes to a site, and let none begin meanwhile.

    A run that is killed holds up nobody. Where the system has no such locks (Windows), nobody is waited for.

    Raises:
        EnvironmentFailedError: the folder cannot be read.
    """
    try:
        from fcntl import LOCK_EX, flock  # noqa: PLC0415  # not on every system
    except ImportError:
        yield
        return
    try:
        handle = os.open(root / "content", os.O_RDONLY)
    except FileNotFoundError:
        # Nothing to write to: whoever reads says so.
        yield
        return
    except OSError as error:
        raise _unreadable("content", error) from error
    try:
        # Some network disks know no locks; then it is as on systems without.
        with contextlib.suppress(OSError):
            flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)


def read_memory(root: Path, path: str, limit: int) -> str:
    """The text of a file that the program wrote for itself; empty when there is none.

    Args:
        root: the site's folder.
        path: relative to it, or in full.
        limit: the most bytes to take of it.

    Raises:
        EnvironmentFailedError: it cannot be read.
    """
    try:
        with (root / path).open("rb") as stream:
            return stream.read(limit).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise _unreadable(path, error) from error


def write_memory(root: Path, path: str, text: str) -> None:
    """As `replace_file`, in a folder that need not be there yet."""
    try:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    replace_file(root, path, text)


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
        if target.is_symlink():
            return "it is a link to another place"
        mode = target.stat().st_mode
        if not mode & 0o222:
            return "it is protected against writing"
        if not _put(target, new, mode=mode & 0o7777, over=old):
            return "it was changed by another program in the meantime; run this again"
    except FileNotFoundError:
        return "it is no longer there"
    except OSError as error:
        raise _unwritable(path, error) from error
    return ""


def rename_file(root: Path, path: str, new: str) -> str:
    """Give a file another name in its folder; one that has that name already is never replaced.

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
            return "it is a link to another place"
        if os.path.lexists(target):
            return f"there is a file called {target.name} already"
        source.rename(target)
    except FileNotFoundError:
        return "it is no longer there"
    except OSError as error:
        raise _unwritable(path, error) from error
    return ""


def _unwritable(path: str, error: OSError) -> EnvironmentFailedError:
    return EnvironmentFailedError(
        f"{path} cannot be written: {error.strerror or error}", "check the disk and who may write to it"
    )


def _put(target: Path, data: bytes, *, mode: int = 0o644, over: bytes | None = None) -> bool:
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
