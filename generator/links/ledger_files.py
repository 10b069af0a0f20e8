"""Where the ledger is published for programs. The number in an address is that of the schema: another schema gets addresses of its own."""

from typing import Final

#: The number of the schema that is newest.
NEWEST: Final = 2
_FOLDER: Final = f"api/ledger/{NEWEST}/"
#: The list of all incidents.
INDEX: Final = f"{_FOLDER}index.json"
INDEX_SCHEMA: Final = f"{_FOLDER}index.schema.json"
INCIDENT_SCHEMA: Final = f"{_FOLDER}incident.schema.json"
#: The record, whose schema has a number of its own.
RECORD_NEWEST: Final = 1
RECORD: Final = f"api/record/{RECORD_NEWEST}/record.json"
RECORD_SCHEMA: Final = f"api/record/{RECORD_NEWEST}/record.schema.json"
#: All incidents in one file, in schema 1, and that schema.
FIRST: Final = "api/ledger.json"
FIRST_SCHEMA: Final = "api/ledger.schema.json"


def incident_file(slug: str) -> str:
    """Return the path of an incident's ledger in the built site."""
    return f"{_FOLDER}incidents/{slug}.json"
