"""HTML made by this product as plain text, for programs that do not show HTML.

It handles only what `markup.py` and the templates produce: well-formed HTML, every attribute quoted, no comments.
"""

import re
from html import unescape

_ANCHOR = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_ROW_END = re.compile(r"</t[dh]>\s*</tr>")
#: An item of several paragraphs: its dash stands before the first.
_FIRST_OF_ITEM = re.compile("<li> ?<p>")
_ALT = re.compile(r' alt="([^"]*)"')
#: A number of several groups that runs from left to right, on a page that runs from right to left: in plain text its groups would change
#: places, and somebody would ring a number that is not ours. Addresses hold letters, which keep them in order; around one, the two
#: characters would become part of the link that a mail program makes of it (Unicode Standard Annex 9, rules W2 and X5b).
_NUMBER = re.compile(r'<bdi dir="ltr">([^<&A-Za-z]*\d[^<&A-Za-z]*)</bdi>')
_ISOLATED = "\N{LEFT-TO-RIGHT ISOLATE}\\1\N{POP DIRECTIONAL ISOLATE}"
_BLOCKS = frozenset("blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr p pre section table".split())
#: Stands for a step to the right, and for the end of a list inside another, until the lines are known: no text holds such characters.
_INDENT, _LIST_ENDS = "\x01", "\x02"
_STEP = "  "
#: The end of a list inside another needs a line of its own only where its item goes on.
_NOTHING_FOLLOWS = re.compile(f"{_LIST_ENDS}{_INDENT}*(?=[\\s{_LIST_ENDS}{_INDENT}]*(?:\\n|$))")


def plain_text(html: str) -> str:
    """Convert finished HTML to lines of text: a blank line between blocks, a dash before list items, a link's address after its text.

    A list inside another is indented: a part would be counted beside its whole. So is the second line of an item.
    """
    if "<" not in html and "&" not in html:
        # Most headings, and what stands before the first block, have nothing to convert.
        return " ".join(html.split())
    # Significant line ends (in preformatted text) are written as character references, and restored below.
    html = _FIRST_OF_ITEM.sub("<li>", _NUMBER.sub(_ISOLATED, " ".join(html.split())))
    said = _TAG.sub(_Breaks(), _ROW_END.sub("</tr>", _ANCHOR.sub(_link, html)))
    said = _NOTHING_FOLLOWS.sub("", said).replace(_LIST_ENDS, "\n")
    lines = (_line(line) for line in unescape(said).split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def _link(found: re.Match[str]) -> str:
    address, words = found.groups()
    bare = _TAG.sub("", words)
    # Mail programs turn addresses into links themselves, and `mailto:` next to the same address is useless.
    if address == bare or address.partition(":")[0] in {"mailto", "tel"}:
        return words
    return f"{words} ({address})"


def _line(said: str) -> str:
    words = " ".join(said.split())
    text = words.lstrip(f"{_INDENT} ")
    return _STEP * words.count(_INDENT) + text if text else ""


class _Breaks:
    """What stands for each tag of a text, in their order."""

    def __init__(self) -> None:
        self.lists = 0

    def __call__(self, found: re.Match[str]) -> str:
        closing, name, rest = found.groups()
        if name in {"ul", "ol"}:
            return self._list(is_end=bool(closing))
        if name == "li":
            return "" if closing else f"\n{_INDENT * (self.lists - 1)}- "
        if name == "p" and self.lists > 0:
            return "\n" if closing else f"\n\n{_INDENT * self.lists}"
        if name == "br":
            return f"\n{_INDENT * self.lists}"
        return _break(closing, name, rest)

    def _list(self, *, is_end: bool) -> str:
        self.lists += -1 if is_end else 1
        if is_end:
            return f"{_LIST_ENDS}{_INDENT * self.lists}" if self.lists > 0 else "\n\n"
        return "\n\n" if self.lists == 1 else ""


def _break(closing: str, name: str, rest: str) -> str:
    if name in _BLOCKS:
        return "\n\n"
    if name == "tr" and not closing:
        return "\n"
    if name in {"td", "th"}:
        return " | " if closing else ""
    if name in {"del", "ins"}:
        # Without a separator, the wrong and the corrected text would run together.
        return '"'
    if name == "img":
        alt = _ALT.search(rest)
        return alt[1] if alt else ""
    return ""
