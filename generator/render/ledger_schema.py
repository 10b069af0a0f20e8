"""The JSON Schemas (draft 2020-12) of the ledger's index, of an incident's file and of the record, without `$id`, which is where a site publishes them.

Readers of the files may rely on every key being present. The number of the schema is raised when a key is removed or changes its meaning, not
when one is added.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.render.ledger_entries import DEFINITIONS, INCIDENT_OF, INDEX_OF, Description
from generator.render.ledger_parts import Part
from generator.render.record import RECORD_OF

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _schema(title: str, described: Description) -> Part:
    part = described.part()
    needed = set(_named(part))
    return {
        "$schema": _DRAFT,
        "title": title,
        **part,
        "$defs": {name: definition for name, definition in DEFINITIONS.items() if name in needed},
    }


def _named(part: Any) -> Iterator[str]:
    """Yield the names of the definitions that a schema needs, one definition's own among them."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key == "$ref":
                name = value.rpartition("/")[2]
                yield name
                yield from _named(DEFINITIONS[name])
            else:
                yield from _named(value)
    elif isinstance(part, list):
        for value in part:
            yield from _named(value)


#: Of the index.
INDEX_SCHEMA: Part = _schema("The ledgers of a site's incidents", INDEX_OF)
#: Of an incident's file.
SCHEMA: Part = _schema("The ledger of an incident: what was known, unknown and promised, and the outcome of each", INCIDENT_OF)
#: Of the record.
RECORD_SCHEMA: Part = _schema("A site's record: how it has told, counted from its ledgers", RECORD_OF)


def published(schema: Part, address: str) -> Part:
    """Return a schema as it is published at an address."""
    return {"$schema": _DRAFT, "$id": address, **schema}
