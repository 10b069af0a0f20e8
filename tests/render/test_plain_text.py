"""Our own HTML as plain text."""

import pytest

from generator.render.markup import Links, document
from generator.render.plain_text import plain_text
from tests.render.sites import linking

LINKS = Links(
    site="https://status.larkfield.example/", absolute=True, base="incidents/one/", known=linking("one", "files/map.png")
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h3>One</h3><ul><li>Two</li><li>Three <b>four</b></li></ul><p>Five</p>", "One\n\n- Two\n- Three four\n\nFive"),
        ("<p>One<br />Two</p>\n<p>Three\n four</p>", "One\nTwo\n\nThree four"),
        ('<p>See <a href="https://a.example/?a=1&amp;b=2">the page</a>.</p>', "See the page (https://a.example/?a=1&b=2)."),
        ('<p><a href="https://a.example/">https://a.example/</a></p>', "https://a.example/"),
        ('<p><a href="mailto:a@a.example"><bdi dir="ltr">a@a.example</bdi></a></p>', "a@a.example"),
        ("<p>We said: <del>none</del> It is: <ins>12</ins></p>", 'We said: "none" It is: "12"'),
        (
            "<ul><li>Members: 9<ul><li>Children: 4<ol><li>Babies: 1</li></ol></li><li>Staff: 2</li></ul></li><li>Guests: 3</li></ul><p>End</p>",
            "- Members: 9\n  - Children: 4\n    - Babies: 1\n  - Staff: 2\n- Guests: 3\n\nEnd",
        ),
        ("<ul><li>One<ul><li>Two</li></ul> and <b>more</b></li><li>Three</li></ul>", "- One\n  - Two\n  and more\n- Three"),
        ("<ul>\n<li>One<br>Before: two</li>\n<li>Three</li>\n</ul>", "- One\n  Before: two\n- Three"),
        (
            "<ul>\n<li>\n<p>One</p>\n</li>\n<li>\n<p>Two</p>\n<p>And more</p>\n</li>\n</ul>\n<p>Three</p>",
            "- One\n\n- Two\n\n  And more\n\nThree",
        ),
        ("<ul><li>One</li></ul><ul><li>Two</li></ul>", "- One\n\n- Two"),
        ("<p>&lt;b&gt; &amp;amp; ]]&gt;</p>", "<b> &amp; ]]>"),
    ],
)
def test_html(html: str, text: str) -> None:
    """Blocks are separated, items have dashes, links keep their address, and nothing is unescaped twice."""
    assert plain_text(html) == text


def test_a_body() -> None:
    """Markdown, with a table, code, a picture and a quotation."""
    body = "## Map\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\none\n  two\n```\n\n> Said.\n\n![The map](files/map.png)\n\n1. One\n2. Two"
    assert plain_text(document(body, LINKS)) == ("Map\n\na | b\n1 | 2\n\none\ntwo\n\nSaid.\n\nThe map\n\n- One\n- Two")
