"""Two updates of one number: which of them has to have another one, and the names that its files then have."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

#: The name of an update's file, or of a translation of it.
_FILE: Final = re.compile(r"((\d{1,4})-([a-z0-9]+(?:-[a-z0-9]+)*))((?:\.[A-Za-z0-9-]+)?\.md)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateNumber:
    """An update that has another one's number.

    Attributes:
        stays: the file that keeps the number.
        goes: the one that has to have another; the later of the two, unless it was published.
        files: by the name of each file of the update (itself and its translations), the name it should have; empty when both were
            published.
    """

    stays: str
    goes: str
    files: Mapping[str, str]


def duplicate_numbers(
    names: Iterable[str], due: Mapping[str, datetime | None], public: Collection[str]
) -> Iterator[DuplicateNumber]:
    """Every clash in an incident's folder.

    Args:
        names: the names of its files.
        due: when each original is published, as far as it can be told.
        public: the names of files that may have been published: an update counts as published with any of its translations.
    """
    names = sorted(names)
    originals: dict[int, list[str]] = defaultdict(list)
    for name in names:
        found = _FILE.fullmatch(name)
        if found and found.group(4) == ".md":
            originals[int(found.group(2))].append(name)
    taken = set(originals)
    for number, several in sorted(originals.items()):
        out = {name for name in several if any(one in public for one in _files_of(name, names))}
        # Unknown times come last: what cannot be understood was not published before what can.
        several.sort(key=lambda name: (name not in out, due.get(name) is None, str(due.get(name) or ""), name))
        for name in several[1:]:
            if name in out:
                yield DuplicateNumber(stays=several[0], goes=name, files={})
                continue
            free = next(one for one in range(number + 1, 20000) if one not in taken)
            taken.add(free)
            digits = len(name.partition("-")[0])
            words = name.partition("-")[2].removesuffix(".md")
            start = f"{free:0{digits}}-{words}"
            files = {one: start + one.removeprefix(name.removesuffix(".md")) for one in _files_of(name, names)}
            yield DuplicateNumber(stays=several[0], goes=name, files=files)


def _files_of(name: str, names: Iterable[str]) -> list[str]:
    stem = name.removesuffix(".md")
    return [one for one in names if (found := _FILE.fullmatch(one)) and found.group(1) == stem]
