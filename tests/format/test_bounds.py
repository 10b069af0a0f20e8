"""A file that nobody wrote for people to read is refused before anything looks at each of its signs."""

import pytest

from generator.format.decoding import MARKDOWN_LIMIT, SETTINGS_LIMIT, decode
from generator.format.strict_yaml import read
from generator.model.source import RawFile


def _decoded(path: str, text: str) -> tuple[str, list[str]]:
    data = text.encode()
    source, found = decode(RawFile(path, data, len(data)), MARKDOWN_LIMIT)
    return source.text, [one.message for one in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a](b) " * 1_001, "the file has 1,001 times `[`; the limit is 1,000"),
        ("<b>" * 14_000, "the file has 14,000 times `<`; the limit is 2,000"),
        ("http://a.b " * 5_000, "the file has 5,000 times `://`; the limit is 1,000"),
        ("* a" * 5_001, "the file has 5,001 times `*`; the limit is 5,000"),
        ("- a\n" * 5_000, "the file has 5,001 lines; the limit is 5,000"),
    ],
)
def test_signs_and_lines_are_bounded(text: str, said: str) -> None:
    """One finding says of what there is too much, and the text is read no further."""
    assert _decoded("content/pages/about.md", text) == ("", [said])
    # Of other files, what reads them knows its own bounds.
    assert _decoded("content/incidents/letters/ledger.lock", text) == (text, [])


def test_what_people_write_is_within_bounds() -> None:
    """A hundred thousand characters, each paragraph with a link, a stress and an address, is read."""
    paragraph = (
        "We looked at **each entry** of [the log](https://larkfield.example/log), and wrote to desk@larkfield.example. " * 4
    )
    text = f"{paragraph}\n\n" * (MARKDOWN_LIMIT // len(paragraph) // 12)
    assert _decoded("content/pages/about.md", text) == (text, [])


def test_many_problems_have_no_fix_each() -> None:
    """Each fix that joins two blocks has all lines between them: of 5,000 equal keys, few have one, and all are found."""
    _, found = read("a: b\n" * 5_000, "site_config.yml", keys=())
    assert len(found) == 4_999
    assert 0 < sum(bool(one.edits) for one in found) <= 50
    held = sum(len(edit.text) for one in found for edit in one.edits)
    assert held < SETTINGS_LIMIT


def test_as_many_names_as_there_are() -> None:
    """Where every name that could be given is taken, the finding gives none."""
    taken = "".join(f"  entry-{number}: We saw it.\n" for number in range(2, 100))
    _, (found,) = read(f"known:\n  entry: One.\n{taken}  entry: Two.\n", "a.md", keys=("known",))
    assert found.help == "keep the right one, and delete the other"
