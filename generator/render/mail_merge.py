"""Fields of a letter that are filled in for each person by a word processor or a letter service, outside this program.

The program holds nobody's name or address: a letter has placeholders, and beside it is a table with the names of its columns and one row that is invented.
"""

import csv
from io import StringIO
from typing import Final

#: A person's own columns, and one row of a person who does not exist.
_ROW: Final = {
    "name": "Alex Example",
    "address_1": "1 Example Street",
    "address_2": "Exampleton",
    "address_3": "Exampleland",
    "about": "Sam Example",
    "code": "EXAMPLE-0001",
}
#: How a spreadsheet recognises a formula (CWE-1236).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def columns(*, about: bool, code: bool) -> tuple[str, ...]:
    """Return the names of a letter's fields.

    Args:
        about: whether it is about somebody other than whom it is written to.
        code: whether something is offered that is asked for with a code.
    """
    left_out = {name for name, wanted in (("about", about), ("code", code)) if not wanted}
    return tuple(name for name in _ROW if name not in left_out)


def placeholder(name: str) -> str:
    """Return what stands in the letter for a field, as word processors show it."""
    return f"«{name}»"


def table(names: tuple[str, ...]) -> bytes:
    """Return the table of a letter's fields (RFC 4180): the columns, and a row of a person who does not exist.

    It begins with a byte order mark, without which Excel takes letters outside ASCII for others.
    """
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(([safe_cell(name) for name in names], [safe_cell(_ROW[name]) for name in names]))
    return text.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    return f"'{text}" if text.startswith(_FORMULA) else text
