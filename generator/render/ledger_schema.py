"""The JSON Schemas (draft 2020-12) of the ledger's index, of an incident's file and of the record, without `$id`, which is where a site publishes them.

Readers of the files may rely on every key being present. The number of the schema is raised when a key is removed or changes its meaning, not
when one is added.
"""

from collections.abc import Mapping
from typing import Any

from generator.render.ledger_entries import DEFINITIONS, INCIDENT_OF, INDEX_OF, YEAR_OF, Description
from generator.render.ledger_parts import Part
from generator.render.record import RECORD_OF, RECORD_YEAR_OF

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _schema(title: str, described: Description) -> Part:
    part = described.part()
    needed: set[str] = set()
    _note_named(part, needed)
    return {
        "$schema": _DRAFT,
        "title": title,
        **part,
        "$defs": {name: definition for name, definition in DEFINITIONS.items() if name in needed},
    }


def _note_named(part: Any, names: set[str]) -> None:
    """Note the names of the definitions that a schema needs, one definition's own among them."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key != "$ref":
                _note_named(value, names)
            elif (name := value.rpartition("/")[2]) not in names:
                names.add(name)
                _note_named(DEFINITIONS[name], names)
    elif isinstance(part, list):
        for value in part:
            _note_named(value, names)


#: Of the index.
INDEX_SCHEMA: Part = _schema("The ledgers of a site's incidents", INDEX_OF)
#: Of a list of a year's incidents.
YEAR_SCHEMA: Part = _schema("The ledgers of a site's incidents of one year", YEAR_OF)
#: Of an incident's file.
SCHEMA: Part = _schema("The ledger of an incident: what was known, unknown and promised, and the outcome of each", INCIDENT_OF)
#: Of the record.
RECORD_SCHEMA: Part = _schema("A site's record: how it has told, counted from its ledgers", RECORD_OF)
#: Of the parts of a year's incidents in the record.
RECORD_YEAR_SCHEMA: Part = _schema("The parts of one year's incidents in a site's record", RECORD_YEAR_OF)


def published(schema: Part, address: str) -> Part:
    """Return a schema as it is published at an address."""
    return {"$schema": _DRAFT, "$id": address, **schema}
