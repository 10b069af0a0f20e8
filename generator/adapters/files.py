"""The disk: a site's files in, new files out."""

import contextlib
import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from generator.adapters.safe_open import FileKind, NotAFileError, kind_of, opened, read_below, refuse_links
from generator.errors import EnvironmentFailedError, NoContentError, UsageError
from generator.model.allowed import ATTACHMENT_LIMIT
from generator.model.artifact import Theme
from generator.model.fetch_result import FetchResult
from generator.model.source import RawFile

SETTINGS = "site_config.yml"
#: What of a theme is text that people write.
_THEME_TEXTS = (".yml", ".html", ".css", ".js", ".po", ".txt", ".xml", ".json", ".svg", ".md")
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
        found.append(_read(root / SETTINGS, SETTINGS, limit))
    found += _walk(root / "content", "content", limit, look)
    if not found or (len(found) == 1 and kind_of(root / "content") is FileKind.NOTHING):
        raise NoContentError(
            f"there is no site in {root}" if not found else f"there is no content/ in {root}",
            "run this in the folder that holds site_config.yml and content/, or name that folder with --root",
        )
    found += _catalogues(root)
    found += _links_for_the_workflows(root)
    return tuple(sorted(found, key=lambda file: file.path))


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
            yield _none(file.relative_to(root).as_posix(), kind)


def read_settings(root: Path, limit: int) -> RawFile:
    """Return only site_config.yml.

    Raises:
        NoContentError: there is none.
        EnvironmentFailedError: it cannot be read.
    """
    if kind_of(root / SETTINGS) in {FileKind.NOTHING, FileKind.FOLDER}:
        raise NoContentError(f"there is no site in {root}", f"go to the folder that holds {SETTINGS}, or name it with --root")
    return _read(root / SETTINGS, SETTINGS, limit)


def read_plan(root: Path, limit: int) -> tuple[RawFile, ...]:
    """Return only content/plan.yml; nothing when there is none.

    Raises:
        EnvironmentFailedError: it cannot be read.
    """
    if kind_of(root / "content") is FileKind.LINK:
        return (_none("content", FileKind.LINK),)
    return () if kind_of(root / PLAN) in {FileKind.NOTHING, FileKind.FOLDER} else (_read(root / PLAN, PLAN, limit),)


def read_prepared(root: Path, limit: int) -> tuple[RawFile, ...]:
    """Return what was prepared: site_config.yml, content/plan.yml and everything under content/templates/, ordered by path.

    Raises:
        NoContentError: there is no site.
        EnvironmentFailedError: a file cannot be read.
    """
    # What `content` itself is has been said with the plan.
    linked = kind_of(root / "content") is FileKind.LINK
    templates = () if linked else tuple(_walk(root / "content/templates", "content/templates", limit, None))
    return (read_settings(root, limit), *read_plan(root, limit), *templates)


def read_starter() -> dict[str, str]:
    """Return the files of a new site by path: the program's folder `starter/`. `dot-` at the start of a name stands for a dot."""
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


def read_lock(name: str) -> str:
    """Return a lock file of the program: `run` is what it needs, `audit` what looks for vulnerabilities in it."""
    return (_beside("requirements") / f"{name}.txt").read_text(encoding="utf-8")


def read_wheel(file: Path, limit: int) -> bytes:
    """Return the bytes of a wheel, at most one more than `limit`.

    Raises:
        UsageError: it is not there, or no ordinary file.
        EnvironmentFailedError: it cannot be read.
    """
    try:
        kind = file.lstat().st_mode
        if not stat.S_ISREG(kind):
            what = "a link to another place" if stat.S_ISLNK(kind) else "a folder" if stat.S_ISDIR(kind) else "no ordinary file"
            raise UsageError(f"{file} is {what}", "name the wheel itself")
        with file.open("rb") as stream:
            return stream.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(
            f"there is no {file}", "look where it is; `make wheel` in the program's source writes it into dist/"
        ) from error
    except OSError as error:
        raise _unreadable(str(file), error) from error


def checkout() -> Path | None:
    """Return the folder of the program's source when it runs from there; None when it is installed."""
    top = Path(str(resources("generator"))).parent
    return top if (top / "pyproject.toml").is_file() and (top / "Makefile").is_file() else None


def running() -> dict[str, bytes]:
    """Return the program's own files, by their path in its wheel."""
    package = Path(str(resources("generator")))
    found: dict[str, bytes] = {}
    inside = {name: _beside(name) for name in ("themes", "requirements")}
    for file in sorted(package.rglob("*")):
        path = file.relative_to(package)
        if file.is_file() and "__pycache__" not in path.parts and path.parts[0] not in inside:
            found[f"generator/{path.as_posix()}"] = file.read_bytes()
    for name, top in inside.items():
        for file in sorted(top.rglob("*")):
            if file.is_file() and (name == "themes" or file.stem in {"run", "audit"}):
                found[f"generator/{name}/{file.relative_to(top).as_posix()}"] = file.read_bytes()
    return found


def installed_from() -> Path | None:
    """Return the wheel on this computer from which the program was installed; None when it was installed another way."""
    try:
        told = json.loads(distribution("aboveboard").read_text("direct_url.json") or "{}")
        address = urlsplit(told["url"])
        # Another computer's file has a host.
        return (
            Path(url2pathname(address.path))
            if "archive_info" in told and (address.scheme, address.netloc) == ("file", "")
            else None
        )
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return None


def taken(root: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that exist already, or cannot be created because a parent is a file."""

    def is_taken(path: str) -> bool:
        target = root / path
        above = (folder for folder in target.parents if folder.is_relative_to(root))
        return target.exists() or target.is_symlink() or any(folder.exists() and not folder.is_dir() for folder in above)

    return tuple(path for path in paths if is_taken(path))


def _walk(folder: Path, path: str, limit: int, look: Callable[[RawFile], RawFile] | None) -> Iterator[RawFile]:
    kind = kind_of(folder)
    if kind is FileKind.NOTHING:
        return
    if kind is not FileKind.FOLDER:
        # A file where a folder should be has no name that anything goes by: that is reported.
        yield _none(path, kind)
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
            yield _none(below, FileKind.LINK)
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), below, limit, look)
        elif not entry.is_file(follow_symlinks=False):
            yield _none(below, FileKind.OTHER)
        elif "/files/" not in below:
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


def _none(path: str, kind: FileKind) -> RawFile:
    """Return the entry for a link or special file; it is never opened."""
    return RawFile(path=path, data=b"", size=0, link=kind is FileKind.LINK, special=kind is FileKind.OTHER)


def _read(file: Path, path: str, limit: int) -> RawFile:
    try:
        if limit == 0:
            return RawFile(path=path, data=b"", size=file.lstat().st_size)
        with opened(file, path) as stream:
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(limit + 1)
    except NotAFileError as error:
        return _none(path, error.kind)
    except OSError as error:
        raise _unreadable(path, error) from error
    return RawFile(path=path, data=data, size=max(size, len(data)))


def _unreadable(path: str, error: OSError) -> EnvironmentFailedError:
    return EnvironmentFailedError(f"{path} cannot be read: {error.strerror or error}", "check who owns it and who may read it")


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
                    f"{path} is larger than {ATTACHMENT_LIMIT >> 20} MB", "make it smaller; readers may have a bad line"
                )
        except NotAFileError as error:
            raise error.refused from error
        except OSError as error:
            raise _unreadable(path, error) from error
    return data


def read_served(folder: Path, path: str, limit: int) -> FetchResult:
    """Return a file of a built site in a folder, as a reader would get it; at most one byte more than `limit`."""
    try:
        return FetchResult(read_below(folder, path, limit + 1))
    except NotAFileError as error:
        return FetchResult(None, f"is {error.kind.value}")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return FetchResult(None, "is missing")
    except OSError as error:
        return FetchResult(None, f"cannot be read: {error.strerror or error}", away=True)


def list_built(folder: Path) -> tuple[str, ...]:
    """Return the paths of all files of a built site in a folder."""
    return tuple(
        sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    )


def read_theme(name: str, root: Path) -> Theme:
    """Return a theme's files: the program's, replaced by the site's own under themes/.

    Raises:
        UsageError: there is no theme of this name.
    """
    found: dict[str, bytes] = {}
    own: set[str] = set()
    shipped = _own_themes()
    for base in (shipped, root / "themes"):
        try:
            theirs = _theme_files(base, ("pages", "partials", "shared", "locales", name))
        except NotAFileError as error:
            raise error.refused from error
        except OSError as error:
            raise _unreadable(f"themes/{name}", error) from error
        if base != shipped:
            own |= {path for path, data in theirs.items() if found.get(path) != data}
        found |= theirs
    if not any(path.startswith(f"{name}/") for path in found):
        raise UsageError(
            f"there is no theme called {name}", "write `theme: material` or `theme: lifeboat` under `site:` in site_config.yml"
        )
    return Theme(name=name, files=found, fonts=_fonts(root), own=frozenset(own))


def _theme_files(base: Path, folders: tuple[str, ...]) -> dict[str, bytes]:
    """Return the bytes of a folder of themes by path, without names that begin with a dot.

    Raises:
        NotAFileError: there is a link in it, or something else that is no file.
    """
    kind = kind_of(base)
    if kind in {FileKind.LINK, FileKind.OTHER}:
        raise NotAFileError("themes", kind)
    found: dict[str, bytes] = {}
    for folder in folders if kind is FileKind.FOLDER else ():
        for file in _walk(base / folder, f"themes/{folder}", 0, None):
            path = file.path.removeprefix("themes/")
            if any(part.startswith(".") for part in path.split("/")):
                continue
            if not file.is_file:
                raise NotAFileError(file.path, FileKind.LINK if file.link else FileKind.OTHER)
            found[path] = read_below(base, path)
    return found


def read_themes(root: Path, limit: int) -> tuple[RawFile, ...]:
    """Return every file of a site's own themes, ordered by path, with the bytes of those that are text.

    Raises:
        EnvironmentFailedError: a file cannot be read.
    """
    listed = _walk(root / "themes", "themes", 0, None)
    return tuple(
        _read(root / file.path, file.path, limit) if file.is_file and file.path.endswith(_THEME_TEXTS) else file
        for file in listed
    )


def _fonts(root: Path) -> tuple[bytes, ...]:
    """Return the fonts of pictures: a site's own in themes/fonts/ by name, then those that come with the program.

    IBM Plex Sans has the letters of Latin, Greek and Cyrillic, Rubik those of Hebrew and Arabic.
    """
    try:
        folder = _theme_files(root / "themes", ("fonts",))
    except NotAFileError as error:
        raise error.refused from error
    own = tuple(folder[path] for path in sorted(folder) if re.fullmatch(r"fonts/[^/]+\.[to]tf", path))
    ours = (
        resources("fontpkg_ibm_plex_sans") / "files/IBMPlexSans[wdth,wght].ttf",
        resources("fontpkg_rubik") / "files/Rubik[wght].ttf",
    )
    return (*own, *(font.read_bytes() for font in ours))


def font_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders that hold the fonts of `read_theme`: a site's own, if it has any, then those that come with the program."""
    own = root / "themes/fonts"
    try:
        # The printer opens whatever lies there by itself.
        _theme_files(root / "themes", ("fonts",))
    except NotAFileError as error:
        raise error.refused from error
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
    return _beside("themes")


def _beside(name: str) -> Path:
    """Return where one of the program's folders is: in the package once installed, beside it in a checkout."""
    package = Path(str(resources("generator")))
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


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
        raise UsageError(f"{there[0]} exists already", "choose another name")
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
            _put(target, text.encode("utf-8") if isinstance(text, str) else text)
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
            "check the disk and who may write to it",
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
            raise UsageError(f"{path} is no ordinary {'folder' if path == folder else 'file'}", "move it away, then try again")
    try:
        (root / folder).mkdir(exist_ok=True)
        # What names the others comes last: until then the old list stands, with all that it names.
        for path in sorted(files, key=lambda path: (root / path).parent == root):
            held = files[path]
            _put(root / path, held.encode("utf-8") if isinstance(held, str) else held)
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
        raise _unwritable(error.filename or folder, error) from error
    return gone


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
        refuse_links(root, path)
        _put(root / path, text.encode("utf-8"))
    except NotAFileError as error:
        raise error.refused from error
    except OSError as error:
        raise _unwritable(path, error) from error


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Wait until no other run of the program writes to a site, and prevent others until this one ends.

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
        handle = os.open(root / "content", os.O_RDONLY | os.O_NONBLOCK)
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
    """Return the text of a file that the program wrote for itself; empty when there is none.

    Args:
        root: the site's folder.
        path: relative to it, or in full.
        limit: the most bytes to take of it.

    Raises:
        EnvironmentFailedError: it cannot be read.
    """
    try:
        return read_below(root, path, limit).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except NotAFileError as error:
        raise error.refused from error
    except OSError as error:
        raise _unreadable(path, error) from error


def write_memory(root: Path, path: str, text: str) -> None:
    """Replace a file like `replace_file`, creating its folder if necessary."""
    try:
        refuse_links(root, path)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
    except NotAFileError as error:
        raise error.refused from error
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
        refuse_links(root, path)
        mode = target.stat().st_mode
        if not mode & 0o222:
            return "it is protected against writing"
        if not _put(target, new, mode=mode & 0o7777, over=old):
            return "it was changed by another program in the meantime; run this again"
    except NotAFileError as error:
        return f"it is {error.kind.value}" if error.path == path else f"{error.path} is {error.kind.value}"
    except FileNotFoundError:
        return "it is no longer there"
    except OSError as error:
        raise _unwritable(path, error) from error
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
