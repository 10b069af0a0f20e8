"""The past of renamed files under their present names."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.model.document import Content
from generator.model.history import History, Version


def under_present_names(history: History, content: Content) -> History:
    """Return a history in which what ledger.lock says was renamed has had its present name always.

    Args:
        history: every version of each file.
        content: the present site.
    """
    moves = [(f"content/{old}", f"content/{new}") for folder in content.incidents for old, new in folder.moved]
    if not moves:
        return history
    return replace(
        history,
        files=_renamed(history.files, moves),
        unpushed=_renamed(history.unpushed, moves),
        ahead=_renamed(history.ahead, moves),
        dropped=_renamed(history.dropped, moves),
        locks=_renamed(history.locks, moves),
    )


def _renamed(files: Mapping[str, tuple[Version, ...]], moves: list[tuple[str, str]]) -> Mapping[str, tuple[Version, ...]]:
    found = dict(files)
    for old, new in moves:
        for path in [path for path in found if path == old or (old.endswith("/") and path.startswith(old))]:
            present = new + path.removeprefix(old)
            after = found.get(present, ())
            # With the new name the old one goes; that is no removal.
            begun = min((version.since for version in after), default=None)
            before = [
                version for version in found.pop(path) if version.data is not None or begun is None or version.since < begun
            ]
            found[present] = tuple(sorted((*before, *after), key=lambda version: version.since))
    return MappingProxyType(found)
