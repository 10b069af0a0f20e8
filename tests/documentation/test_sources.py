"""A page of the repository becomes a page of the documentation site: links, lists, codes of rules."""

import markdown
import pytest

from documentation.sources import BrokenSourceError, Places, page

PLACES = Places(
    pages={
        "docs/a.md": "a.md",
        "docs/index.md": "index.md",
        "README.md": "index.md",
        "docs/guide/b.md": "guide/b.md",
        "S.md": "threats.md",
    },
    files={"docs/shots/x.png": "shots/x.png"},
    folders={"content": "example/"},
    rules={"CON001": "rules/con001.md"},
)


def _made(text: str, source: str = "docs/a.md") -> str:
    return page(text, source, PLACES.pages[source], PLACES)


@pytest.mark.parametrize(
    ("source", "text", "made"),
    [
        ("docs/a.md", "[x](guide/b.md#c)", "[x](guide/b.md#c)"),
        ("docs/a.md", "[x](../README.md)", "[x](index.md)"),
        ("docs/guide/b.md", "[x](../../S.md#y)", "[x](../threats.md#y)"),
        ("S.md", "[a\nlink](docs/guide/b.md)", "[a\nlink](guide/b.md)"),
        ("docs/guide/b.md", "![x](../shots/x.png)", "![x](../shots/x.png)"),
        ("docs/a.md", '<img src="shots/x.png">', '<img src="../shots/x.png">'),
        ("docs/index.md", "[x](../content/)", '<a href="example/">x</a>'),
        ("docs/a.md", "[x](../content/)", '<a href="../example/">x</a>'),
        ("docs/guide/b.md", "[x](../../content/)", '<a href="../../example/">x</a>'),
        ("docs/a.md", "[x](https://larkfield.example/) [y](#z)", "[x](https://larkfield.example/) [y](#z)"),
        ("docs/guide/b.md", "See CON001.", "See [CON001](../rules/con001.md)."),
        ("docs/a.md", "CON999 is no rule", "CON999 is no rule"),
    ],
)
def test_links(source: str, text: str, made: str) -> None:
    """A link that works on a git host leads to the same thing in the site, and a rule's code to its page."""
    assert _made(text, source) == made


@pytest.mark.parametrize(
    "text",
    [
        "`explain CON001`",
        "``[x](no.md) ` CON001``",
        "# CON001",
        "```text\n[x](no.md) CON001\n```",
        "A\n\n    error[CON001] [x](no.md)",
        "[CON001](https://larkfield.example/)",
    ],
)
def test_what_stays(text: str) -> None:
    """Code, headings and the words of a link stay as they are."""
    assert _made(text) == text


@pytest.mark.parametrize("target", ["no.md", "../generator/api.py", "../RULES.md"])
def test_nothing_leads_nowhere(target: str) -> None:
    """A link to what the site does not hold stops the build, and the message names the page and the link."""
    with pytest.raises(BrokenSourceError, match=rf"docs/a\.md links to {target}"):
        _made(f"[x]({target})")


def test_lists() -> None:
    """What belongs to an item on a git host belongs to it in the site: paragraphs, tables, code and lists, however far in they stand."""
    text = "Words:\n- one\n  goes on\n\n  | a | b |\n  |---|---|\n  | c | d |\n\n  1. two\n\n     ```sh\n     three\n       four\n     ```\n- five\n\nLast."
    plain = {"pymdownx.highlight": {"use_pygments": False}}
    made = markdown.markdown(
        _made(text), extensions=["tables", "pymdownx.superfences", "pymdownx.highlight"], extension_configs=plain
    )
    assert made.startswith("<p>Words:</p>\n<ul>")
    assert made.endswith("</ul>\n<p>Last.</p>")
    inside = made.partition("<ul>")[2].rpartition("</ul>")[0]
    assert inside.count("<table>") == inside.count("<ol>") == 1
    assert "three\n  four</code>" in inside
    assert inside.rstrip().endswith("<li>\n<p>five</p>\n</li>")


def test_an_empty_item() -> None:
    """An item of a list with nothing in it is named."""
    with pytest.raises(BrokenSourceError, match="nothing in it"):
        _made("- one\n-\n- three")
