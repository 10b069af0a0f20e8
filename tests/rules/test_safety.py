"""The rules of safety on texts at large: nothing raises, every place lies in its file, honest text is silent, secrets are never shown."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.adapters.site_files import read_site
from generator.content.attachments import look
from generator.inspection.left_markup import in_key
from generator.model.diagnostic import Diagnostic
from generator.model.source import RawFile
from generator.pipeline import checking
from generator.report.github import github
from generator.report.json import json
from generator.report.plain import plain
from generator.report.sarif import sarif
from generator.rules.safety import internal_address, personal_number, raw_markup
from generator.rules.safety.secret import _LONG, _SHORTEST, _SIGN, _has_sign
from tests.least_time import least_seconds
from tests.rules.test_wording import HONEST, REAL
from tests.thorough import examples

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
NOW = datetime(2027, 3, 3, 4, tzinfo=UTC)
CONFIG = (
    "organisation: {name: Larkfield Energy, domains: [larkfield.example]}\nsite: {url: https://status.larkfield.example/}\n"
    "contact: {email: incident@larkfield.example, hours: always, who: Sam Reed}\n"
)


def _judge(body: str, front: str = "We know one thing.") -> tuple[list[Diagnostic], dict[str, str]]:
    texts = {
        "site_config.yml": CONFIG,
        "content/incidents/x/incident.md": "---\ntitle: Something\naware: 2027-03-03T03:00Z\n---\n",
        "content/incidents/x/01-a.md": (
            "---\ntitle: An update\npublished: 2027-03-03T03:10Z\nstatus: investigating\n"
            f"known:\n  entry: {front}\nunknown: {{other: We do not know another.}}\nnext_steps: {{log: We go on.}}\n"
            f"actions: There is nothing yet.\nnext_update: 2027-03-04T09:00Z\n---\n\n{body}\n"
        ),
    }
    files = [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]
    return [one for one in checking.check(files, NOW).diagnostics if one.code.startswith("SAF")], texts


@pytest.mark.parametrize("sentence", [*HONEST, *(phrase for _, phrase in REAL)])
def test_honest_sentences_never_fire(sentence: str) -> None:
    """Plain sentences hold nothing unsafe."""
    assert _judge(sentence)[0] == []


def test_our_own_content_is_silent() -> None:
    """The repository's own site and the replays of real histories hold nothing unsafe."""
    for files in [
        read_site(ROOT, 1 << 20, look),
        *(
            [
                RawFile("site_config.yml", CONFIG.encode(), len(CONFIG)),
                *(RawFile(f"content/incidents/x/{file.name}", file.read_bytes(), 1) for file in sorted(folder.glob("*.md"))),
            ]
            for folder in (ROOT / "tests/histories").iterdir()
            if folder.is_dir() and not folder.name.startswith("_")
        ),
    ]:
        assert [one for one in checking.check(files, NOW).diagnostics if one.code.startswith("SAF")] == []


BITS = [
    *(
        '<![><img src="]><img src=x>',
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<a href=",
        '"',
        "'",
        ">",
        "<",
        "<svg/onload=x>",
        "<?",
        "<![CDATA[",
    ),
    *(
        "[a](",
        ")",
        "[larkfield.example](https://evil.example/\u200b)",
        "https://",
        "https://[::1",
        "https://xn--",
        "https://xn--a.example",
    ),
    *(
        "https://l\u0430rk.example",
        "http://user@host",
        "http://1.2.3.4",
        "http://0x7f",
        "\\\\a\\b",
        "javascript:",
        "data:",
        "//",
        "files/x",
    ),
    *(
        "a@b.example",
        "@",
        "+49 89 636 48018",
        "+",
        "4111 1111 1111 1111",
        "GB33BUKB20201555555555",
        "536-90-4399",
        "::1",
        "2001:db8::7",
    ),
    *(
        "password: Summer2026x",
        "AKIAQYLPMN5HHHFPZAM2",
        "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.x",
        "-----BEGIN PRIVATE KEY-----",
        "//u:p@h",
    ),
    *(
        "\n",
        "\n\n",
        "\t",
        " ",
        "> ",
        "- ",
        "1. ",
        "| a |\n|---|\n| ",
        "```\n",
        "`",
        "~~~",
        "é🙂",
        "\u0130",
        "ﬁ",
        "²",
        "①",
        "٣",
        "\xa0",
        "word",
    ),
]


@settings(max_examples=examples(100), deadline=None)
@given(
    st.lists(st.sampled_from(BITS) | st.text(max_size=6), max_size=14).map("".join),
    st.lists(st.sampled_from(BITS), max_size=5).map("".join),
)
@example('<![><img src="]><img src=x>', "x")
@example("[x]: https://evil.example/\n\n[x] [x]", "x")
def test_no_text_raises_and_every_place_is_in_its_file(body: str, front: str) -> None:
    """With any content in a body or front matter, each rule finishes, and points into the file."""
    quoted = front.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ")
    for value in (quoted, front.replace("'", "").replace("\n", " ")):
        found, texts = _judge(body, f'"{value}"' if value is quoted else f"'{value}'")
        for one in found:
            lines = texts[one.span.path].replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert 1 <= one.span.line <= one.span.end_line <= len(lines)
            assert 1 <= one.span.column <= len(lines[one.span.line - 1]) + 1
            assert 1 <= one.span.end_column <= len(lines[one.span.end_line - 1]) + 1
            assert (one.span.line, one.span.column) <= (one.span.end_line, one.span.end_column)


SECRETS = [
    *("AKIAQYLPMN5HHHFPZAM2", "ghp_1234567890abcdefghijklmnopqrstuvwxyz", "Summer2026xyz!", "glpat-abcdefghij1234567890"),
    *("4111 1111 1111 1111", "GB33BUKB20201555555555", "536-90-4399", "jan.smith@mail.example", "+49 89 636 48018"),
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("beside", ["", " We take it very seriously, see https://evil.example/x."])
def test_no_report_shows_a_secret(secret: str, beside: str) -> None:
    """Neither the message nor the line that is shown with it holds the secret, whichever finding shows that line."""
    written = f"password: {secret}" if secret.startswith("Summer") else secret
    _, texts = _judge(f"It was {written} they said.{beside}")
    files = [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]
    found = checking.check(files, NOW).diagnostics
    assert any(one.hidden for one in found)
    core = secret.rstrip("!")
    for said in (plain(found, texts), json(found), github(found), sarif(found, "1")):
        assert core not in said
        assert core[4:] not in said


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("See <https://evil.example/a>, then [b](https://evil.example/b).", ["https://evil.example/a", "https://evil.example/b"]),
        ("> quoted https://evil.example/c\n> and on", ["https://evil.example/c"]),
        (
            "- one\n- [same](https://evil.example/d) [same](https://evil.example/d)",
            ["https://evil.example/d", "https://evil.example/d"],
        ),
        ("[x][y]\n\n[y]: https://evil.example/e", ["x"]),
        ('<p><a href="https://evil.example/f?a=1&amp;b=2">f</a></p>', ["https://evil.example/f?a=1&amp;b=2"]),
    ],
)
def test_a_finding_points_at_the_link_itself(body: str, shown: list[str]) -> None:
    """Exactly the link's characters are marked; for a link defined elsewhere, the line that uses it."""
    found, texts = _judge(body)
    lines = texts["content/incidents/x/01-a.md"].split("\n")
    assert [lines[one.span.line - 1][one.span.column - 1 : one.span.end_column - 1] for one in found] == shown
    assert {one.code for one in found} == {"SAF029"}


def test_escapes_hide_nothing() -> None:
    """What a quoted text of YAML spells with escapes is read as readers will see it."""
    found, _ = _judge("", r'"Look at https\x3a//evil.example and \x6aan@mail.example"')
    assert {one.code for one in found} == {"SAF029", "SAF036"}


def test_hostile_texts_are_quick() -> None:
    """A text made to be slow to search is searched in time that a writer does not notice."""
    for body in (
        "<a " + '"' * 20_000,
        "<a href='" * 5_000,
        "a@" * 20_000,
        "1." * 20_000,
        "0:" * 20_000,
        "GB33" * 10_000,
        "-" * 40_000,
        "key: " * 10_000,
    ):
        assert least_seconds(partial(_judge, body), enough=5) < 5, body[:20]


@example(["key ", "key=7"])
@given(st.lists(st.sampled_from(("key", "PASS", "key=", " ", ": ", "'", "7", "ñ", "\u212a", "x" * 21)), max_size=12))
def test_a_word_for_a_secret_is_found_wherever_it_stands(parts: list[str]) -> None:
    """Looking for the words first finds the same as the whole pattern, in any text."""
    text = "".join(parts)
    assert _has_sign(text) == bool(_SIGN.search(text))


_PARTS = st.lists(st.sampled_from(("1", "12345", "٣", ".", "[", "]", "-", " ", "X", "AB", "é")), max_size=12)


@example(["AB", "1", "1"])
@example(["X", "12345", "1", "1"])
@example(["1", ".", "[", "1", "."])
@example(["٣", ".", "٣", "."])
@settings(max_examples=examples(400), deadline=None)
@given(_PARTS)
def test_numbers_are_seen_by_their_shape(parts: list[str]) -> None:
    """Where capital letters stand before digits, or full stops part numbers, in digits of any writing, a text is looked at."""
    text = "".join(parts)
    lettered = {found.span() for found in personal_number._LETTERED.finditer(text)}
    assert lettered <= {*personal_number._spots(text)}
    assert internal_address._worth(text) or internal_address._NUMBERED.search(text) is None


@settings(max_examples=examples(200), deadline=None)
@given(st.text(alphabet="ab1\u00a0\u2003\x1c \n\u200b", max_size=60))
def test_long_words_are_the_same_everywhere(text: str) -> None:
    """The words of a text that may be keys are those in which a key is looked for."""
    assert _LONG.findall(text) == [word for word in text.split() if len(word) >= _SHORTEST]


_MARKS = (
    "_",
    "__",
    "*",
    "**",
    "~~",
    "`",
    "[",
    "]",
    "(",
    ")",
    "<b>",
    "</b>",
    "&amp;",
    "^",
    "a",
    "é",
    " ",
    "https://a.example/",
    "/",
    "\n  ",
)


@example(["_", "a", "_"])
@example(["__", "a", "__"])
@example(["*", "a", "*"])
@example(["~~", "a", "~~"])
@example(["`", "a", "`"])
@example(["[", "a", "]", "(", "/", ")"])
@example(["<b>"])
@example(["&amp;"])
@example(["é", "_", "a", "_"])
@example(["https://a.example/", "(", "_", "a", "_"])
@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.sampled_from(_MARKS), min_size=1, max_size=8))
def test_markup_in_keys_is_seen(parts: list[str]) -> None:
    """Where markup would be found in a key, the keys are looked at: a glance at all of them together sees what is in one."""
    text = "".join(parts)
    found = [*in_key(" ".join(text.split()), None, "", settings=False)]
    front = f"---\nnext_update: 2027-03-04T09:00Z\nknown:\n  a: '{text}'\n---\n"
    assert not found or raw_markup._IN_KEYS.search(front)
