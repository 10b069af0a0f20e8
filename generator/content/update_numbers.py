"""Updates with the same number: which of them needs another number, and the resulting file names."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

#: The file name of an update or its translation.
_FILE: Final = re.compile(r"((\d{1,4})-([a-z0-9]+(?:-[a-z0-9]+)*))((?:\.[A-Za-z0-9-]+)?\.md)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateNumber:
    """An update with the number of another one.

    Attributes:
        stays: the file that keeps the number.
        goes: the file that needs another number: the later one, unless it was published.
        files: new names of the files of that update (with its translations), by present name; empty when both were published.
    """

    stays: str
    goes: str
    files: Mapping[str, str]


def duplicate_numbers(
    names: Iterable[str], due: Mapping[str, datetime | None], public: Collection[str]
) -> Iterator[DuplicateNumber]:
    """Return all duplicate numbers in an incident's folder.

    Args:
        names: the names of the folder's files.
        due: when each original is published, where known.
        public: names of files that may have been published: an update counts as published if any of its translations is.
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
        # Unknown times come last: a file that cannot be understood was not published before one that can.
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
