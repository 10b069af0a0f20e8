"""HTML made by this product as plain text, for programs that do not show HTML.

It handles only what `markup.py` and the templates produce: well-formed HTML, every attribute quoted, no comments.
"""

import re
from html import unescape

_ANCHOR = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_ROW_END = re.compile(r"</t[dh]>\s*</tr>")
_ALT = re.compile(r' alt="([^"]*)"')
#: A number of several groups that runs from left to right, on a page that runs from right to left: in plain text its groups would change
#: places, and somebody would ring a number that is not ours. Addresses hold letters, which keep them in order; around one, the two
#: characters would become part of the link that a mail program makes of it (Unicode Standard Annex 9, rules W2 and X5b).
_NUMBER = re.compile(r'<bdi dir="ltr">([^<&A-Za-z]*\d[^<&A-Za-z]*)</bdi>')
_ISOLATED = "\N{LEFT-TO-RIGHT ISOLATE}\\1\N{POP DIRECTIONAL ISOLATE}"
_BLOCKS = frozenset("blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr ol p pre section table ul".split())


def plain_text(html: str) -> str:
    """Convert finished HTML to lines of text: a blank line between blocks, a dash before list items, a link's address after its text."""
    if "<" not in html and "&" not in html:
        # Most headings, and what stands before the first block, have nothing to convert.
        return " ".join(html.split())
    # Significant line ends (in preformatted text) are written as character references, and restored below.
    html = _NUMBER.sub(_ISOLATED, " ".join(html.split()))
    said = _TAG.sub(_break, _ROW_END.sub("</tr>", _ANCHOR.sub(_link, html)))
    lines = (" ".join(line.split()) for line in unescape(said).split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def _link(found: re.Match[str]) -> str:
    address, words = found.groups()
    bare = _TAG.sub("", words)
    # Mail programs turn addresses into links themselves, and `mailto:` next to the same address is useless.
    if address == bare or address.partition(":")[0] in {"mailto", "tel"}:
        return words
    return f"{words} ({address})"


def _break(found: re.Match[str]) -> str:
    closing, name, rest = found.groups()
    if name == "li":
        return "" if closing else "\n- "
    if name in _BLOCKS:
        return "\n\n"
    if name == "br" or (name == "tr" and not closing):
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
