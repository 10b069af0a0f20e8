"""What is in braces or behind them, and no text: no fix makes a sentence of it that readers would see."""

import pytest

from generator.format import yaml_files


@pytest.mark.parametrize("behind", [", l: x", " l: x", " and more"])
def test_keys_do_not_become_a_sentence(behind: str) -> None:
    """Something behind a closing brace is told, and the keys are not put in quotes."""
    _, problems = yaml_files.read(f"known:\n  k: {{text: They read names.}}{behind}\n", "x")
    (found,) = (one for one in problems if "brace" in one.message)
    assert not found.edits
    assert "quotes" not in found.help


def test_a_sentence_that_begins_with_a_brace_is_quoted() -> None:
    """A text that only begins with a word in braces is one."""
    _, problems = yaml_files.read("known:\n  k: {system} was read.\n", "x")
    assert [one.message for one in problems] == ["a text cannot begin with {"]
    assert problems[0].edits


@pytest.mark.parametrize(
    ("text", "is_list"), [("customers, staff", True), ("data.a, data.b,data.c", True), ("the log, backups", False)]
)
def test_names_with_commas_may_be_a_list(text: str, *, is_list: bool) -> None:
    """What commas cut may have been meant as a list: of single words, the help shows how one is written."""
    _, problems = yaml_files.read(f"k: {{do: Wait., for: {text}}}\n", "x")
    (found,) = problems
    assert (f"in brackets: `for: [{text}]`" in found.help) is is_list
