"""Pages and messages that somebody else made, held to what the libraries that read them can take: their time must grow with the length alone."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Final, cast

#: How much of a header is read, in characters.
_HEADER: Final = 1 << 12

#: How the beginning of an element is read by `html.parser`: its name and its attributes, up to what ends it. Nothing has to stand behind it, so no part of
#: it is tried twice. It has no possessive quantifiers, which early releases of Python 3.11 get wrong round alternatives.
_TAG: Final = re.compile(
    r"""<[a-zA-Z][^\t\n\r\f />\x00]*
    (?:[\s/]*(?:(?<=['"\s/])[^\s/>][^\s/=>]*(?:\s*=+\s*(?:'[^']*'|"[^"]*"|(?!['"])[^>\s]*))?(?:\s|/(?!>))*)*)?\s*""",
    re.VERBOSE,
)
#: Behind which sign an element has not ended, but for a slash that ends it.
_GOES_ON: Final = re.compile(r"\Z|[a-zA-Z=]|/(?!>)")
#: How many elements that do not end are looked for up to the end of the page, and how far each of all others, in characters.
_ENDLESS: Final = 20
_FAR: Final = 500
#: A letter by a number that no letter has, and that is too long for a number.
_NO_LETTER: Final = re.compile(r"&(?=#[xX]?[0-9a-fA-F]{9})")


class _ShortHeaders(EmailPolicy):
    """Reads the beginning of each header: the time for its parts grows with the square of their number."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and the value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_HEADER]


def read_mail(data: bytes) -> EmailMessage:
    """Return a message. What the library raises of one, and of its parts when they are asked for, may be anything."""
    return cast("EmailMessage", message_from_bytes(data, policy=_ShortHeaders()))


def bounded_html(source: str) -> str:
    """Return a page of the same length in which nothing is begun that does not end: there, a space is in the place of its first sign."""
    source = _NO_LETTER.sub(" ", source)
    parts: list[str] = []
    endless = 0
    # Up to where the page is copied, and where the next sign may be.
    copied = at = 0
    while (begins := source.find("<", at)) >= 0:
        ends = _end(source, begins, len(source) if endless < _ENDLESS else begins + _FAR)
        if ends is None:
            endless += 1
            parts += source[copied:begins], " "
            copied = at = begins + 1
        else:
            at = ends
    return "".join((*parts, source[copied:]))


def _end(source: str, begins: int, limit: int) -> int | None:
    """Return where something ends that begins with `<`; None: nowhere before the limit."""
    if source.startswith("<!--", begins):
        end, length = source.find("-->", begins + 4, limit), 3
    elif source.startswith(("<!", "<?", "</"), begins):
        end, length = source.find(">", begins + 2, limit), 1
    else:
        tag = _TAG.match(source, begins, limit)
        if tag is None:
            return begins + 1
        end = -1 if tag.end() == limit or _GOES_ON.match(source, tag.end()) else tag.end()
        length = 0
    return None if end < 0 else end + length
