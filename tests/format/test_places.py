"""Places where people live: codes that are understood, and what is said of others."""

import pytest

from generator.content.parser import parse_update
from generator.format.places import is_place
from generator.model.source import Source
from generator.model.update import Update

UPDATE = """---
title: Someone read customer support tickets
published: 2027-03-03T02:40Z
status: investigating
known: {entry: Someone used a stolen staff password.}
unknown: {copied: Whether they copied them.}
next_steps: {log: We are reading the access log.}
next_update: 2027-03-03T09:00Z
affected: {customers: {unit: people, exact: 1212, residents: RESIDENTS}}
---
"""


def _read(residents: str) -> tuple[Update | None, list[tuple[str, str]]]:
    document = parse_update(Source("01-entry.md", UPDATE.replace("RESIDENTS", residents)), (), 1, "entry")
    parsed = document.parsed
    return parsed if isinstance(parsed, Update) else None, [(one.message, one.help) for one in document.problems]


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("US-NY", True),
        ("GB", True),
        ("DE", True),
        ("DE-BY", True),
        ("CA-QC", True),
        ("US-ZZ", False),
        ("UK", False),
        ("EU", False),
        ("ZZ", False),
        ("us-ny", False),
    ],
)
def test_codes(code: str, known: bool) -> None:
    """Countries are known, and the states and provinces of the United States and Canada one by one."""
    assert is_place(code) is known


def test_read() -> None:
    """Each place has its number, in the order written."""
    update, problems = _read("{US-NY: 312, US-CA: 900}")
    assert problems == []
    assert update is not None
    assert update.affected["customers"].residents == (("US-NY", 312), ("US-CA", 900))


@pytest.mark.parametrize(
    ("residents", "message", "help"),
    [
        ("{New York: 312}", "`New York` is not the code of a place", "write `US-NY`"),
        ("{us-ny: 312}", "`us-ny` is not the code of a place", "write `US-NY`"),
        ("{NY: 312}", "`NY` is not the code of a place", "write `US-NY`"),
        ("{Atlantis: 312}", "`Atlantis` is not the code of a place", "such as `US-NY`"),
        ("{US-NY: many}", "needs a whole number", "write the digits alone"),
        ("{US-NY: 312, US: 900}", "would be counted twice", "give US by its parts, or as a whole"),
        ("{US-NY: 1300}", "1,300 people live somewhere by `residents`, and customers are 1,212 at most", "check both numbers"),
        ("312", "`residents`", "such as `US-NY: 312`"),
    ],
)
def test_wrong(residents: str, message: str, help: str) -> None:
    """What is no place, no number, or too many, is said with what to write."""
    _, problems = _read(residents)
    assert any(message in said and help in line for said, line in problems), problems
