"""The key tables of docs/format.md, generated from the declaration.

(Pages of single keys come from the schemas: `format/key_pages.py`.)
"""

import re

from generator.format.documents import DOCUMENTS
from generator.format.kinds import Choice, Kind, Map, Path
from generator.format.record import Key, Record

_HEAD = "| key | | meaning |\n|---|---|---|"
_HEAD_WITHIN = "| under | key | | meaning |\n|---|---|---|---|"

#: The place of a table in a page: between two markers, the first of which names the table.
_TABLE = re.compile(r"(<!-- keys: ([a-z_]+)( within)? -->\n)(.*?)(<!-- /keys -->)", re.DOTALL)


def written(page: str) -> str:
    """Return a page with its tables generated anew."""
    return _TABLE.sub(
        lambda found: f"{found[1]}\n{(within if found[3] else table)(DOCUMENTS[found[2]])}\n\n{found[5]}",
        page,
    )


def table(record: Record) -> str:
    """Return the table of a file's top-level keys."""
    return "\n".join([_HEAD, *(_table_row(f"`{key.name}`", key.needed, _meaning(key)) for key in record.keys)])


def within(record: Record) -> str:
    """Return the table of nested keys, each once, with the key of the file that contains it."""
    where: dict[Key, dict[str, None]] = {}
    for path, key in record.all():
        if len(path) > 1 and not _is_listed(record, path):
            where.setdefault(key, {})[".".join(part for part in path[:-1] if part != "*")] = None
    rows = (
        _table_row(", ".join(f"`{under}`" for under in unders), f"`{key.name}`", _needed(key), _meaning(key))
        for key, unders in where.items()
    )
    return "\n".join([_HEAD_WITHIN, *rows])


def _table_row(*cells: str) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)


def _needed(key: Key) -> str:
    return key.needed or ("required" if key.required else "")


def _is_listed(record: Record, path: Path) -> bool:
    """Whether a path leads through a table with fixed words as keys, which one cell describes better than a row for each."""
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
