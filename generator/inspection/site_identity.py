"""Where site_config.yml says what ids are made of, and what writes it there."""

from generator.model.diagnostic import Edit
from generator.model.document import ConfigDocument
from generator.model.source import Span


def span(document: ConfigDocument) -> Span:
    """The place of `id`; where it is not written, that of the address."""
    return document.span("site", "id") if document.wrote("site", "id") else document.span("site", "url")


def put(document: ConfigDocument, identity: str, asks: str = "") -> tuple[Edit, ...]:
    """What writes `id` beside the address; in place of what it says, if it is there. Nothing where its layout is too unusual for that.

    Args:
        document: site_config.yml.
        identity: what is written.
        asks: what the writer must say yes to first; empty when nothing has to be judged.
    """
    place, lines = document.places.get(("site", "url")), document.source.text.split("\n")
    there = document.places.get(("site", "id"))
    if there is not None:
        return (Edit(there.value, identity, asks),) if there.value.line == there.value.end_line else ()
    if place is None or place.value.end_line > len(lines):
        return ()
    line, key, value = place.key.line, place.key, place.value
    indent = lines[line - 1][: key.column - 1]
    if not indent.strip():
        # On a line of its own below the address, which may have a note behind it.
        end = len(lines[value.end_line - 1]) + 1
        at = Span(key.path, value.end_line, end, value.end_line, end)
        return (Edit(at, f"\n{indent}id: {identity}", asks),)
    at = Span(key.path, value.end_line, value.end_column, value.end_line, value.end_column)
    return (Edit(at, f", id: {identity}", asks),)
