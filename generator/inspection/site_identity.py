"""The place in site_config.yml of what ids are derived from, and the edit that writes it."""

from generator.model.diagnostic import Edit
from generator.model.document import ConfigDocument
from generator.model.source import Span


def identity_span(document: ConfigDocument) -> Span:
    """Return the place of `id`, or of the site's address where `id` is not given."""
    return document.span("site", "id") if document.wrote("site", "id") else document.span("site", "url")


def identity_edits(document: ConfigDocument, identity: str, asks: str = "") -> tuple[Edit, ...]:
    """Return the edits that write `id` next to the address, or replace its value; none where the file's layout is too unusual.

    Args:
        document: site_config.yml.
        identity: the value to write.
        asks: the question that the writer must confirm first; empty when nothing needs a judgement.
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
