"""Reading themes: the program's, and a site's own."""

import re
from importlib.resources import files as resources
from pathlib import Path

from generator.adapters.program_files import program_folder
from generator.adapters.safe_open import FileKind, NotAFileError, kind_of, read_below
from generator.adapters.site_files import read_raw, unreadable, walk
from generator.errors import UsageError
from generator.model.artifact import Theme
from generator.model.source import RawFile

#: What of a theme is text that people write.
_THEME_TEXTS = (".yml", ".html", ".css", ".js", ".po", ".txt", ".xml", ".json", ".svg", ".md")


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
            theirs = theme_files(base, ("pages", "partials", "shared", "locales", name))
        except NotAFileError as error:
            raise error.refused from error
        except OSError as error:
            raise unreadable(f"themes/{name}", error) from error
        if base != shipped:
            own |= {path for path, data in theirs.items() if found.get(path) != data}
        found |= theirs
    if not any(path.startswith(f"{name}/") for path in found):
        raise UsageError(
            f"there is no theme called {name}", "write `theme: material` or `theme: lifeboat` under `site:` in site_config.yml"
        )
    return Theme(name=name, files=found, fonts=_fonts(root), own=frozenset(own))


def theme_files(base: Path, folders: tuple[str, ...]) -> dict[str, bytes]:
    """Return the bytes of a folder of themes by path, without names that begin with a dot.

    Raises:
        NotAFileError: there is a link in it, or something else that is no file.
    """
    kind = kind_of(base)
    if kind in {FileKind.LINK, FileKind.OTHER}:
        raise NotAFileError("themes", kind)
    found: dict[str, bytes] = {}
    for folder in folders if kind is FileKind.FOLDER else ():
        for file in walk(base / folder, f"themes/{folder}", 0, None):
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
    listed = walk(root / "themes", "themes", 0, None)
    return tuple(
        read_raw(root / file.path, file.path, limit) if file.is_file and file.path.endswith(_THEME_TEXTS) else file
        for file in listed
    )


def _fonts(root: Path) -> tuple[bytes, ...]:
    """Return the fonts of pictures: a site's own in themes/fonts/ by name, then those that come with the program.

    IBM Plex Sans has the letters of Latin, Greek and Cyrillic, Rubik those of Hebrew and Arabic.
    """
    try:
        folder = theme_files(root / "themes", ("fonts",))
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
        theme_files(root / "themes", ("fonts",))
    except NotAFileError as error:
        raise error.refused from error
    ours = (Path(str(resources(package) / "files")) for package in ("fontpkg_ibm_plex_sans", "fontpkg_rubik"))
    return (*((own,) if own.is_dir() else ()), *ours)


def _own_themes() -> Path:
    return program_folder("themes")
