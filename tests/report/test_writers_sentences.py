"""What writers get: one word for one thing, no quaint turn, sentences of bearable length, and findings that can be read when tired.

The words and turns are those of docs/glossary.md.
"""

import re
from collections import Counter
from functools import cache

import pytest

from generator.inspection.readability import measure, words
from tests.each import each
from tests.report.writers_sentences import ROOT, documents, messages, without_code
from tests.rules.case_files import ALL_CASES

pytestmark = pytest.mark.no_cover

_GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
#: No finding or help has a sentence of more words; code and quoted text count as one word.
MOST_WORDS = 40
#: Flesch-Kincaid grade of all findings and of all helps together: measured at the time of writing, rounded up.
HIGHEST_GRADE = 5.0


def _cells(heading: str, column: int) -> list[str]:
    part = _GLOSSARY.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| ")][1:]
    return [one.strip() for row in rows for one in row[column].split(",")]


@cache
def _all() -> tuple[tuple[str, str], ...]:
    return tuple((where, without_code(text)) for where, text in (*messages(), *documents()))


@cache
def _findings() -> tuple[tuple[str, str, str], ...]:
    """Each finding of every case with its rule, its message and its help, as a writer gets them."""
    found = {(one.code, one.message, one.help) for case in ALL_CASES for one in case.found if not one.code.startswith("WRD")}
    return tuple(sorted(found))


def _sentences(text: str) -> list[str]:
    # What the author wrote follows a colon, and is not ours.
    said = re.sub(r"`[^`]*`|“[^”]*”|\([^)]*\)", "that", text).split(": ", 1)[0]
    return [one for one in re.split(r"(?<=[.;?!])\s+", said) if one]


@each([*_cells("Words for writers", 2), *_cells("Turns that writers do not get", 0)])
def test_turns_that_writers_do_not_get(turn: str) -> None:
    """No message, help, prompt, rule's page or document has a turn, or another word for a thing, that the glossary rules out."""
    found = re.compile(rf"(?<![\w-]){re.escape(turn)}(?![\w-])", re.IGNORECASE)
    assert [(where, text) for where, text in _all() if found.search(text)] == []


def test_every_message_can_be_said() -> None:
    """With a word in place of each value, no message has a doubled word or a stray comma."""
    odd = re.compile(r"\b(?!that |had |invoices)([a-z]{3,}) \1\b|[a-z] [,;](?=\s)")
    assert [
        (where, text) for where, text in messages() if odd.search(text) and "{" not in text and not text.startswith("  ")
    ] == []


def test_no_sentence_is_too_long() -> None:
    """A finding and its help are read at three in the morning: none has a sentence that nobody can hold."""
    sentences = [(code, one) for code, message, help in _findings() for text in (message, help) for one in _sentences(text)]
    assert len(sentences) > 1000
    assert [(code, one) for code, one in sentences if words(one) > MOST_WORDS] == []


@pytest.mark.parametrize("column", [1, 2], ids=["findings", "helps"])
def test_reading_grade(column: int) -> None:
    """Findings and helps need no more years of school than a reader's page."""
    said = measure(sentence for one in _findings() for sentence in _sentences(one[column]))
    assert said.sentences > 500
    assert said.grade <= HIGHEST_GRADE


def test_a_finding_says_what_is_wrong_and_a_help_what_to_do() -> None:
    """A message and a help begin in lower case, as parts of one line, and end without a full stop of their own."""
    begun = Counter(message[:1].isupper() for _, message, _ in _findings())
    assert begun[True] < begun[False] / 20
    assert [(code, help) for code, _, help in _findings() if not help.strip()] == []
