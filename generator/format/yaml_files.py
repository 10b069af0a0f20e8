"""Files of YAML, read with every key of the format known."""

from typing import Any

from generator.format import strict_yaml
from generator.format.documents import DOCUMENTS
from generator.format.problems import is_unread, once
from generator.format.profile import FORM_FIELD
from generator.format.reader import Reader
from generator.format.record import Record
from generator.format.strict_yaml import Node, Table
from generator.model.diagnostic import Finding
from generator.model.source import Place, Source, Span

#: Every key of the format, by which one that is torn or has no colon is recognised.
KEYS = frozenset(path[-1] for record in (*DOCUMENTS.values(), FORM_FIELD) for path, _ in record.all())


def read(text: str, path: str, first_line: int = 1) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read one YAML document, as `strict_yaml.read` does."""
    return strict_yaml.read(text, path, first_line, keys=KEYS)


def opened(source: Source, problems: tuple[Finding, ...]) -> tuple[Reader, Node | None]:
    """Return a reader for a file of YAML, and its parsed content; None when the file is empty or could not be read.

    Args:
        source: the file.
        problems: problems found before parsing (its encoding, its size).
    """
    reader = Reader(source.path, source.text)
    reader.problems += problems
    start = Span(source.path, 1, 1, 1, len(source.text.split("\n", 1)[0]) + 1)
    reader.places[()] = Place(start, start)
    if is_unread(source, problems):
        return reader, None
    node, found = read(source.text, source.path)
    reader.problems[:] = once((*reader.problems, *found))
    return reader, node


def read_whole(record: Record, source: Source, problems: tuple[Finding, ...], begin: str) -> tuple[Reader, dict[str, Any] | None]:
    """Read a file of YAML: return its reader and its values by attribute of the model; None when it could not be read.

    Args:
        record: the kind of file.
        source: the file.
        problems: problems found before parsing (its encoding, its size).
        begin: what to write first when the file is empty.
    """
    reader, node = opened(source, problems)
    if not reader.understood:
        return reader, None
    if not isinstance(node, Table):
        reader.problem("wrong-type", reader.places[()].whole, f"{record.of} has no keys", f"begin with {begin}")
        return reader, None
    reader.record_all(node)
    return reader, record.values(reader, None, reader.keys(node, record.names, record.of), ())
