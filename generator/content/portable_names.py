"""File names that are valid on every system: names reserved by Windows, and names that differ only in case.

A site is written on one computer and checked out on others. Where a name is impossible, git stops, and nobody there gets the site at all. The
lists are from learn.microsoft.com/windows/win32/fileio/naming-a-file.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from generator.model.diagnostic import Finding
from generator.model.source import Span

#: Device names, with any extension: `aux.md` is the device AUX.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³])", re.IGNORECASE)
_SIGNS = re.compile(r'[<>:"|?*\\\x00-\x1f]')


@lru_cache(maxsize=4096)
def unportable(name: str) -> str:
    """Return why a file or folder cannot have this name on every system; empty when it can."""
    if _DEVICES.fullmatch(name.partition(".")[0].rstrip(" ")):
        return "Windows reserves this name for a device, so the site cannot be checked out there"
    if signs := _SIGNS.search(name):
        sign = signs.group()
        shown = f"`{sign}`" if sign.isprintable() else "an invisible character"
        return f"Windows does not allow {shown} in a name, so the site cannot be checked out there"
    if name.endswith((".", " ")):
        return "Windows removes the dot or space at the end of this name, so it would be a different file there"
    return ""


def problems_of(paths: Iterable[str]) -> Iterator[Finding]:
    """Yield the problems of sorted paths: each folder or file once, at the first file concerned."""
    spelled: dict[str, str] = {}
    seen: set[str] = set()
    for path in paths:
        for whole, name in _new_names(path, seen):
            seen.add(whole)
            if said := unportable(name):
                yield _problem(path, f"`{_shown(name)}`: {said}", f"rename it, such as `{_another(name)}`")
            other = spelled.setdefault(whole.lower() if whole.isascii() else _case_folded(whole), whole)
            if (
                other != whole
                and _case_folded(other.rpartition("/")[2]) == _case_folded(name)
                and other.rpartition("/")[2] != name
            ):
                yield _problem(
                    path,
                    f"`{_shown(name)}` and `{_shown(other.rpartition('/')[2])}` are the same name on Windows and macOS, so one of them is lost there",
                    "rename one of them, and change the links to it",
                )


def _new_names(path: str, seen: Collection[str]) -> Sequence[tuple[str, str]]:
    """Return the folders on the way to a file, and the file, that were not looked at before, each with its name alone."""
    above, _, last = path.rpartition("/")
    if above in seen:
        # All files of a folder have been looked at up to its name with the first of them.
        return () if path in seen else ((path, last),)
    parts = path.split("/")
    wholes = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    return [(whole, name) for whole, name in zip(wholes, parts, strict=True) if whole not in seen]


def _case_folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "·" for sign in name)


def _another(name: str) -> str:
    stem, dot, ending = name.partition(".")
    if _DEVICES.fullmatch(stem.rstrip(" ")):
        return f"our-{stem.rstrip(' ').lower().strip('$')}{dot}{_SIGNS.sub('-', ending).rstrip('. ')}"
    return _SIGNS.sub("-", name).rstrip(". ") or "document"


def _problem(path: str, message: str, help: str) -> Finding:
    return Finding(rule="unportable-name", at=Span(path, 1, 1, 1, 1), message=message, help=help)
