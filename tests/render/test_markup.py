"""What authors write becomes HTML that can do no harm, and that no reader of HTML or XML stumbles over."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from generator.model.allowed import is_safe_file
from generator.render.markup import Html, Links, document, html_of, passage, sentence
from tests.render.sites import linking
from tests.thorough import examples

LINKS = Links(
    site="https://status.larkfield.example/",
    domains=("larkfield.example",),
    page="incidents/support-tickets/3/",
    base="incidents/support-tickets/",
    known=linking("support-tickets", "files/letter.pdf", "files/desk.png"),
)
ALLOWED = {"href", "rel", "src", "alt", "loading", "title", "start", "colspan", "rowspan", "scope", "datetime"}
BITS = st.sampled_from(
    [
        *(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg onload=x>",
            "[a](javascript:alert(1))",
            '![><img src="]><img src=x>',
        ),
        *(
            "<a href='https://evil.example' id=x class=y style=z>",
            "</div>",
            "<div>",
            "-->",
            "<!--",
            "<![CDATA[",
            "]]>",
            "&amp;",
            "&nbsp;",
            "&#0;",
        ),
        *(
            "# Head\n",
            "###### Low\n",
            "> q\n",
            "- i\n",
            "1. n\n",
            "| a | b |\n|---|---|\n| 1 | 2 |\n",
            "```\ncode\n```\n",
            "`x`",
            "~~~\n",
            "\n\n",
            "\t",
        ),
        *(
            "![p](files/desk.png)",
            "[l](files/letter.pdf)",
            "[x](../2/)",
            "https://larkfield.example/a",
            "https://evil.example/b",
            "<details open>",
        ),
        *(
            "\x00",
            "\x0b",
            "\u202e",
            "\ud7ff",
            "é",
            "🙂",
            "<",
            ">",
            "&",
            '"',
            "'",
            "{{ x }}",
            "<style>*{}</style>",
            "<base href=//evil>",
            "<!DOCTYPE x>",
        ),
    ]
)
TEXT = st.one_of(st.text(max_size=80), st.lists(BITS, max_size=12).map("".join))


def _check(html: str) -> None:
    tree = ET.fromstring(f"<div>{html}</div>")
    for element in tree.iter():
        assert element.tag not in {
            "script",
            "style",
            "form",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "base",
            "meta",
            "link",
            "input",
        }
        assert set(element.attrib) <= ALLOWED, element.attrib
        assert re.match(r"(https?:|mailto:|tel:|\.|[\w%-])", element.get("href", "x"))
        assert "//" not in element.get("src", "")
        assert not re.match(r"\s*(javascript|data|vbscript):", element.get("href", ""), flags=re.IGNORECASE)


@settings(max_examples=examples(400), deadline=None)
@given(TEXT)
@example('<![><img src="]><img src=x>')
@example("https://evil.example/'\"><b>")
def test_sentence(text: str) -> None:
    """A sentence is plain text: nothing in it is markup, and only whole addresses become links."""
    html = sentence(text, LINKS)
    _check(html)
    assert {element.tag for element in ET.fromstring(f"<div>{html}</div>").iter()} <= {"div", "a", "small"}


@settings(max_examples=examples(400), deadline=None)
@given(TEXT)
@example('<![><img src="]><img src=x>')
@example("<p><p><table><tr><a><a>")
def test_document(text: str) -> None:
    """Elements on the allow-list are kept in a body, and all others removed."""
    _check(document(text, LINKS))


@settings(max_examples=examples(200), deadline=None)
@given(TEXT)
def test_it_crosses_markdown_untouched(text: str) -> None:
    """Inside a block of HTML, what we made comes out of Python-Markdown as it went in."""
    block = passage(f"<div>{document(text, LINKS)}</div>").strip()
    assert Markdown().convert(block) == block


@pytest.mark.parametrize(
    ("written", "made"),
    [
        (
            "Look at https://larkfield.example/help now",
            '<a href="https://larkfield.example/help">https://larkfield.example/help</a>',
        ),
        ("Look at https://evil.example/help now", 'rel="noopener nofollow external">https://evil.example/help</a>'),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
    ],
)
def test_addresses_in_a_sentence(written: str, made: str) -> None:
    """Our own addresses are links, foreign ones say that they are, and anything else stays text."""
    assert made in sentence(written, LINKS)


def test_a_foreign_link_names_its_host() -> None:
    """A link whose words hide where it leads shows the host beside it."""
    assert "[evil.example]" in document("[our own page](https://evil.example/x)", LINKS)
    assert "[larkfield" not in document("[our own page](https://help.larkfield.example/x)", LINKS)
    assert "[larkfield.example.evil.example]" in document("[ours](https://larkfield.example.evil.example/)", LINKS)


def test_pictures_come_from_the_incidents_own_files() -> None:
    """A local picture is shown; one from elsewhere becomes a link, so that no request goes to another host."""
    assert '<img src="../../../incidents/support-tickets/files/desk.png" alt="The desk"' in document(
        "![The desk](files/desk.png)", LINKS
    )
    html = document("![The desk](https://evil.example/desk.png)", LINKS)
    assert "<img" not in html
    assert "[evil.example]" in html


def test_headings_fit_the_page() -> None:
    """A body's headings begin below the page's own, and no level is left out."""
    assert re.findall(r"<(h\d)>", document("# One\n\n#### Two\n\n## Three\n", LINKS, top=3)) == ["h3", "h4", "h4"]


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("files/a.pdf", True),
        ("files/a.PNG", True),
        ("files/a.svg", False),
        ("files/a.html", False),
        ("files/.x.png", False),
        ("files/a.js", False),
    ],
)
def test_safe_files(path: str, safe: bool) -> None:
    """Only types in which nothing runs are published."""
    assert is_safe_file(path) == safe


def test_html_is_not_escaped_twice() -> None:
    """Text is escaped once; what is HTML already stays."""
    assert html_of("a & b") == "a &amp; b"
    assert html_of(html_of("a & b")) == "a &amp; b"
    assert Html("<b>") + "<i>" == "<b>&lt;i&gt;"
