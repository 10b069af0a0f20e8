"""What a text says, whatever its layout: what editors and hosts change without a word, and what readers would see changed."""

import pytest

from generator.seals.said import differences, said_digest

TEXT = """---
title: Someone read support tickets
published: 2027-03-03T03:10Z
status: investigating
known:
  entry: {text: "Someone used a stolen password.", from: our log}
  whose: They opened 1,212 tickets.
unknown:
  copied: Whether they copied them.
actions: There is nothing you can do yet.
next_update: 2027-03-05T09:00Z
---

More about it.
And a second line.

- one
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n\nMore", "\n\n\nMore"),
        ("- one\n", "- one"),
        ("- one\n", "- one\n\n\n"),
        ("More about it.\n", "More about it. \n"),
        ("title: Someone read support tickets", "title: 'Someone read support tickets'"),
        ("title: Someone read support tickets", 'title: "Someone read support tickets"'),
        ("  whose: They opened 1,212 tickets.", "  whose: >-\n    They opened\n    1,212 tickets."),
        (
            '{text: "Someone used a stolen password.", from: our log}',
            "\n    from: our log\n    text: Someone used a stolen password.",
        ),
        ("status: investigating", "status:   investigating"),
        ("status: investigating\n", "status: investigating   # for now\n"),
        (
            "title: Someone read support tickets\npublished: 2027-03-03T03:10Z\n",
            "published: 2027-03-03T03:10Z\ntitle: Someone read support tickets\n",
        ),
        ("  entry: ", "    entry: "),
    ],
)
def test_what_reads_the_same(old: str, new: str) -> None:
    """Quotation marks, spaces, empty lines at the end, comments, indentation and the order of keys say nothing."""
    assert old in TEXT
    changed = TEXT.replace(old, new)
    if "    entry: " in changed:
        changed = changed.replace("  whose:", "    whose:")
    assert said_digest(changed) == said_digest(TEXT) != ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1,212", "12"),
        ("1,212", "1.212"),
        ("Whether they", "Whether They"),
        ("investigating", "resolved"),
        ("  copied: Whether", "  copy: Whether"),
        ("from: our log", "from: their log"),
        (", from: our log", ""),
        ("More about it.\nAnd", "More about it.  \nAnd"),
        ("More about it.\n", "More about it.\n\n"),
        ("More about it.", "More about it"),
        ("- one\n", "  - one\n"),
        ("2027-03-05T09:00Z", "2027-03-05T09:01Z"),
        (
            '  entry: {text: "Someone used a stolen password.", from: our log}\n  whose: They opened 1,212 tickets.\n',
            '  whose: They opened 1,212 tickets.\n  entry: {text: "Someone used a stolen password.", from: our log}\n',
        ),
    ],
)
def test_what_reads_otherwise(old: str, new: str) -> None:
    """A word, a sign, a number, a key, a line break, or the order of what is listed is something else."""
    assert old in TEXT
    assert said_digest(TEXT.replace(old, new)) != said_digest(TEXT)


def test_what_differs_is_told_by_its_key() -> None:
    """Each difference has its key, what it was and what it is; the body has none."""
    changed = (
        TEXT.replace("1,212", "12")
        .replace("And a second line.", "And another.")
        .replace("  copied: Whether they copied them.\n", "  copied: ''\n")
    )
    assert [(key, old[:16], new[:16]) for key, old, new in differences(TEXT, changed)] == [
        ("known.whose", "They opened 1,21", "They opened 12 t"),
        ("unknown.copied", "Whether they cop", ""),
        ("", "More about it.\nA", "More about it.\nA"),
    ]


@pytest.mark.parametrize("text", ["", "no front matter", "---\ntitle: x\n", "---\n- a list\n---\n", "---\ntitle: 'open\n---\n"])
def test_what_cannot_be_read_has_no_digest(text: str) -> None:
    """Then only the very same text is the same."""
    assert said_digest(text) == ""
