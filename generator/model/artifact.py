"""What writers make."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site or of the press's project.

    Attributes:
        path: relative to the output, with forward slashes.
        data: the bytes.
    """

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Theme:
    """How the site looks.

    Attributes:
        name: the theme's name: the wrapper folder to use.
        files: every file under `themes/` that it needs (`pages/`, `partials/`, `shared/`, `locales/` and its own wrapper folder), by path
            relative to `themes/`, such as `pages/home.html` or `locales/de/LC_MESSAGES/aboveboard.po`.
        fonts: TrueType or OpenType files for the letters in pictures, the preferred one first.
    """

    name: str
    files: Mapping[str, bytes]
    fonts: tuple[bytes, ...] = ()
