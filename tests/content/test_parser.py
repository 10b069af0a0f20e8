"""Reading never raises and never guesses."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.content import frontmatter
from generator.content.assembly import assemble
from generator.format import yaml_files
from generator.format.decoding import decode
from generator.format.names import invented
from generator.format.strict_yaml import Table, Text, quoted
from generator.model.source import RawFile, Source
from generator.pipeline import checking
from tests.thorough import examples

NOW = datetime(2027, 3, 3, 9, tzinfo=UTC)
CONFIG = b"organisation: {name: L}\nsite: {url: https://s.example/}\n"


def _file(path: str, data: bytes | str) -> RawFile:
    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return RawFile(path, data, len(data))


def _check(files: list[RawFile]) -> checking.Checked:
    checked = checking.check(files, NOW)
    texts = {
        file.path: re.split(r"\r\n?|\n", decode(file, 1 << 20)[0].text or file.data.decode("utf-8", "replace")) for file in files
    }
    for one in checked.diagnostics:
        lines = texts.get(one.span.path, [""])
        assert one.message
        assert one.help
        assert not one.message.endswith(".")
        assert 1 <= one.span.line <= max(len(lines), 1), one
        assert 1 <= one.span.column <= len(lines[one.span.line - 1]) + 1, one
        assert (one.span.line, one.span.column) <= (one.span.end_line, one.span.end_column), one
        assert one.span.end_line <= max(len(lines), 1), one
    return checked


YAML_BITS = st.sampled_from(
    [
        *(
            "---\n",
            "title: ",
            "known:\n",
            "unknown:\n",
            "  entry: ",
            "- ",
            "&a ",
            "*a",
            "!!python/object ",
            "{",
            "}",
            "[",
            "]",
            "\t",
            "\n",
        ),
        *(
            '"',
            "'",
            "|\n",
            ">\n",
            "? ",
            ": ",
            "#x",
            " # x",
            "none_left",
            "2027-03-03T02:40Z",
            "published: ",
            "status: ",
            "investigating",
        ),
        *(
            "affected: {p: {unit: people, exact: 1}}",
            "window: {from: 2027-03-02}",
            "\u2028",
            "é",
            "\x00",
            "\ufeff",
            "...",
            "%YAML 1.2\n",
        ),
    ]
)


@settings(max_examples=examples(100), deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(YAML_BITS, max_size=40).map("".join),
        st.lists(YAML_BITS, max_size=30).map(lambda bits: f"---\n{''.join(bits)}\n---\n"),
    )
)
@example("---\n\n\n---")
@example("---\n[]\n---\n")
@example("---\n? [a]\n: b\n---\n")
@example("---\ntitle: |\n---\n")
@example("---\nknown:\n  - - a\n---\n")
def test_any_text_gives_findings_inside_its_file(text: str) -> None:
    """Reading any update, page, review or configuration gives findings whose places are inside the file."""
    for path in (
        "content/incidents/x/01-a.md",
        "content/incidents/x/incident.md",
        "content/incidents/x/review.md",
        "content/pages/p.md",
    ):
        _check([_file("site_config.yml", CONFIG), _file(path, text)])
    _check(
        [
            _file("site_config.yml", text),
            _file("content/incidents/x/incident.md", "---\ntitle: X\naware: 2027-03-03T00:00Z\n---\n"),
        ]
    )


@settings(max_examples=examples(100), deadline=None)
@given(st.binary(max_size=200))
@example(b"\r\x80")
def test_any_bytes(data: bytes) -> None:
    """Reading bytes that are not text gives findings inside the file too."""
    _check([_file("site_config.yml", CONFIG), _file("content/incidents/x/01-a.md", data)])


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.text(alphabet="abAB01.-_/~#é ", min_size=1, max_size=20), max_size=5))
def test_any_names(names: list[str]) -> None:
    """Files of any name give findings and no exception, and no address has two documents."""
    _check(
        [_file("site_config.yml", CONFIG), *(_file(f"content/{name}", "---\ntitle: X\n---\n") for name in dict.fromkeys(names))]
    )


def test_bomb() -> None:
    """Nested brackets, aliases that multiply and huge files are refused at once."""
    bomb = (
        "---\na: &a [x, x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
        + "---\n"
    )
    for text in (
        bomb,
        "---\nknown: " + "[" * 20000 + "\n---\n",
        "---\nknown: " + "{a: " * 5000 + "\n---\n",
        "---\n" + "- " * 20000 + "\n---\n",
    ):
        checked = _check([_file("site_config.yml", CONFIG), _file("content/incidents/x/01-a.md", text)])
        assert checked.blocked


@settings(max_examples=examples(100), deadline=None)
@given(
    st.text(
        alphabet=st.characters(
            exclude_categories=["Cs", "Cc", "Cf", "Zs"],
            include_characters=" ",
            exclude_characters="\u2028\u2029\u034f\ufffe\uffff",
        ),
        max_size=60,
    )
)
@example("Il a dit\u00a0: «\u00a0non\u00a0»")
@example("2027-03-03")
@example("19:05")
def test_quoted_reads_back(text: str) -> None:
    """Files written by `new` are read back with the same content."""
    folded = " ".join(one for one in re.split(r"[ \t\n]+", text) if one)
    node, problems = yaml_files.read(f"a: {quoted(text)}\n", "x")
    assert problems == ()
    assert isinstance(node, Table)
    value = node.get("a")
    assert isinstance(value, Text)
    assert value.value == folded


@given(st.text(max_size=80), st.lists(st.text(max_size=20)))
def test_invented_names_are_names(sentence: str, taken: list[str]) -> None:
    """A name made from a sentence is valid and is not taken already."""
    from generator.format.names import NAME

    name = invented(sentence, taken)
    assert name not in taken
    assert NAME.fullmatch(name)
    assert len(name) <= 64


def test_text_stays_text() -> None:
    """`no`, `19:05` and dates are read as the words that were written."""
    node, _ = yaml_files.read("a: no\nb: 19:05\nc: 2027-03-03\nd: 0o17\ne: ~\n", "x")
    assert isinstance(node, Table)
    assert [entry.value.value for entry in node.entries.values() if isinstance(entry.value, Text)] == [
        "no",
        "19:05",
        "2027-03-03",
        "0o17",
        "~",
    ]


def test_places() -> None:
    """Every value has its line and column in the file, counted from 1."""
    text = "---\n\n\ntitle: A thing\nknown:\n  entry:\n    text: 'Someone'\n---\nBody\n"
    parts, _ = frontmatter.split(Source("x.md", text))
    assert parts is not None
    node, _ = yaml_files.read(parts.front, "x.md", parts.front_line)
    assert isinstance(node, Table)
    title = node.entries["title"]
    assert (title.key_at.line, title.key_at.column, title.value.at.column, title.value.at.end_column) == (4, 1, 8, 15)
    known = node.entries["known"].value
    assert isinstance(known, Table)
    inner = known.entries["entry"].value
    assert isinstance(inner, Table)
    assert inner.entries["text"].value.at.line == 7
    assert parts.body.strip() == "Body"


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbf---\r\ntitle: X\r\naware: 2027-03-03T00:00Z\r\n---\r\n", b"---\rtitle: X\raware: 2027-03-03T00:00Z\r---\r"],
)
def test_marks_and_line_ends_of_other_systems(data: bytes) -> None:
    """A byte-order mark and the line ends of any system are understood."""
    (folder,) = assemble([_file("content/incidents/x/incident.md", data)]).incidents
    assert folder.incident.title == "X"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_what_is_not_utf_8_is_found_on_its_line(end: bytes) -> None:
    """The place of bytes that are not UTF-8 is counted like every other place, whatever the line ends."""
    data = end.join((b"---", b"title: X", b"aware: \xff"))
    _, (problem,) = decode(_file("content/incidents/x/incident.md", data), 1 << 20)
    assert (problem.at.line, problem.at.column) == (3, 8)


def test_parsing_is_deterministic() -> None:
    """The same files give the same findings in the same order, whatever order the files have."""
    files = [
        _file("site_config.yml", b"organisation: {nam: L}\n"),
        *(_file(f"content/incidents/{slug}/01-a.md", "---\nfoo: 1\nbar: 2\n---\n") for slug in "abc"),
    ]
    assert checking.check(files, NOW).diagnostics == checking.check(list(reversed(files)), NOW).diagnostics
