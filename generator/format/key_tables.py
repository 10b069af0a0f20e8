"""The declaration in words: the tables of docs/format.md. The page of a key is made of its schema (`format/key_pages.py`)."""

import re

from generator.format.documents import DOCUMENTS
from generator.format.kinds import Choice, Kind, Map, Path
from generator.format.record import Key, Record

_HEAD = "| key | | meaning |\n|---|---|---|"
_HEAD_WITHIN = "| under | key | | meaning |\n|---|---|---|---|"

#: Where a table stands in a page: between the two marks, the first of which says which.
_TABLE = re.compile(r"(<!-- keys: ([a-z_]+)( within)? -->\n)(.*?)(<!-- /keys -->)", re.DOTALL)


def written(page: str) -> str:
    """A page with its tables as the declaration has them."""
    return _TABLE.sub(
        lambda found: f"{found[1]}\n{(within if found[3] else table)(DOCUMENTS[found[2]])}\n\n{found[5]}",
        page,
    )


def table(record: Record) -> str:
    """The keys of a file."""
    return "\n".join([_HEAD, *(_row(f"`{key.name}`", key.needed, _meaning(key)) for key in record.keys)])


def within(record: Record) -> str:
    """The keys of what stands in a file, each once, with the keys of the file under which it stands."""
    where: dict[Key, dict[str, None]] = {}
    for path, key in record.all():
        if len(path) > 1 and not _is_listed(record, path):
            where.setdefault(key, {})[".".join(part for part in path[:-1] if part != "*")] = None
    rows = (
        _row(", ".join(f"`{under}`" for under in unders), f"`{key.name}`", _needed(key), _meaning(key))
        for key, unders in where.items()
    )
    return "\n".join([_HEAD_WITHIN, *rows])


def _row(*cells: str) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)


def _needed(key: Key) -> str:
    return key.needed or ("required" if key.required else "")


def _is_listed(record: Record, path: Path) -> bool:
    """Whether a path leads through a table whose keys are the words of a fixed set, which one cell says better than a row for each."""
    kind: Kind = record
    for name in path[:-1]:
        if name == "*":
            continue
        kind = _below(kind)
        if not isinstance(kind, Record):
            return False
        if kind.words_of is not None:
            return True
        kind = kind.by_name[name].kind.inner
    kind = _below(kind)
    return isinstance(kind, Record) and kind.words_of is not None


def _below(kind: Kind) -> Kind:
    while isinstance(kind, Map):
        kind = kind.of.inner
    return kind


def _meaning(key: Key) -> str:
    words = key.kind.form() if isinstance(key.kind, Choice) else key.words
    meaning = key.docs or f"{key.title}. {words}".rstrip(".")
    return f"{meaning} (since format {key.since})" if key.since > 1 else meaning
