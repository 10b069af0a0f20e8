"""Where the ledger is published for programs. The number in an address is that of the schema: another schema gets addresses of its own."""

from typing import Final

#: The number of the schema that is newest.
NEWEST: Final = 2
_FOLDER: Final = f"api/ledger/{NEWEST}/"
#: The list of the incidents with the newest updates and of every open one, which names the lists of the others.
INDEX: Final = f"{_FOLDER}index.json"
INDEX_SCHEMA: Final = f"{_FOLDER}index.schema.json"
YEAR_SCHEMA: Final = f"{_FOLDER}incidents.schema.json"
INCIDENT_SCHEMA: Final = f"{_FOLDER}incident.schema.json"
#: The record, whose schema has a number of its own.
RECORD_NEWEST: Final = 1
_RECORD_FOLDER: Final = f"api/record/{RECORD_NEWEST}/"
RECORD: Final = f"{_RECORD_FOLDER}record.json"
RECORD_SCHEMA: Final = f"{_RECORD_FOLDER}record.schema.json"
RECORD_YEAR_SCHEMA: Final = f"{_RECORD_FOLDER}incidents.schema.json"
#: How many incidents the index and the record list themselves, open ones apart: programs read both again and again, however many there are.
LATEST: Final = 50
#: All incidents in one file, in schema 1, and that schema.
FIRST: Final = "api/ledger.json"
FIRST_SCHEMA: Final = "api/ledger.schema.json"


def incident_file(slug: str) -> str:
    """Return the path of an incident's ledger in the built site."""
    return f"{_FOLDER}incidents/{slug}.json"


def year_file(year: int) -> str:
    """Return the path of the list of a year's incidents that the index leaves out."""
    return f"{_FOLDER}incidents-{year}.json"


def record_year_file(year: int) -> str:
    """Return the path of the parts of the same incidents in the record."""
    return f"{_RECORD_FOLDER}incidents-{year}.json"
