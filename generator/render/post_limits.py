"""How much text each network accepts in a post, and how it counts.

Only this module uses the library regex, which splits text into graphemes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import normalize

_ADDRESS = r"https?://[^\s<>\"]+"
_GRAPHEME = r"\X"
_EMOJI = r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3"
# Every address counts as this many characters, whatever its length.
_SHORTENED = "x" * 23

#: Code points that X counts once; all others count twice.
_ONCE = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))

_GSM_ONCE = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")
# Typographic signs for plain ones. A single one of them would more than halve the capacity of a text message.
_PLAIN = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
    }
)
# With more parts than this, people read them in the wrong order.
_SMS_PARTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A place for short posts.

    Attributes:
        key: its name in file names.
        name: its name for people.
        room: the maximum length, given the text: it can depend on the characters used.
        measure: the length of a text as the network counts it.
        joint: the separator between two sentences.
        spelt: replaces characters by equivalent ones that the network supports.
        signed: whether posts must name the sender because the network may not.
        parts: the number of messages into which the network splits a text.
        source: where its limit and way of counting are documented.
        checked: the month in which that was last verified.
    """

    key: str
    name: str
    room: Callable[[str], int]
    measure: Callable[[str], int]
    joint: str
    source: str
    checked: str
    spelt: Callable[[str], str] = str
    signed: bool = False
    parts: Callable[[str], int] = lambda _text: 1

    def fits(self, text: str) -> bool:
        """Whether the network accepts the whole text."""
        return self.measure(text) <= self.room(text)


@cache
def _compiled(pattern: str) -> Any:
    """Return a pattern as the library reads it."""
    import regex  # noqa: PLC0415, TID251  # this module is its home, and a build asks for it only where a badge has a word that is too long for a line and not in plain letters

    return regex.compile(pattern)


def graphemes(text: str) -> int:
    """Count the characters that readers see: an emoji of several code points is one."""
    return len(_compiled(_GRAPHEME).findall(text))


def each_grapheme(text: str) -> list[str]:
    """Return the characters of a text, as readers see characters."""
    if text.isascii() and "\r" not in text:
        # Of these letters, only the two that end a line are one character.
        return list(text)
    found: list[str] = _compiled(_GRAPHEME).findall(text)
    return found


def weighed(text: str) -> int:
    """Return the length as X counts: an address as 23; emoji and most letters beyond European and Arabic scripts as 2; in NFC."""
    total = 0
    for seen in _compiled(_GRAPHEME).findall(normalize("NFC", _compiled(_ADDRESS).sub(_SHORTENED, text))):
        total += 2 if _compiled(_EMOJI).search(seen) else sum(1 if _counts_once(ord(letter)) else 2 for letter in seen)
    return total


def shortened(text: str) -> int:
    """Return the length as Mastodon counts: graphemes, with an address as 23."""
    return graphemes(_compiled(_ADDRESS).sub(_SHORTENED, text))


def utf16(text: str) -> int:
    """Return the length in UTF-16 code units, in which web forms and text messages count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_gsm(text: str) -> bool:
    """Whether a text message can use the GSM alphabet, which fits more into a part."""
    return set(text) <= _GSM_ONCE | _GSM_TWICE


def septets(text: str) -> int:
    """Return the length of a text message.

    In characters of the GSM alphabet, some of which count twice, otherwise in UTF-16 code units.
    """
    return sum(2 if letter in _GSM_TWICE else 1 for letter in text) if is_gsm(text) else utf16(text)


def plainly(text: str) -> str:
    """Replace typographic quotation marks and dashes by plain ones if the text then fits the GSM alphabet.

    Otherwise return it unchanged.
    """
    plain = text.translate(_PLAIN)
    return plain if is_gsm(plain) else text


def messages(text: str) -> int:
    """Return the number of parts into which a text message is split."""
    alone, joined = _sms(text)
    length = septets(text)
    return 1 if length <= alone else -(-length // joined)


def _sms(text: str) -> tuple[int, int]:
    """Return the capacity of a single message, and of each part of a longer one, whose header takes room."""
    return (160, 153) if is_gsm(text) else (70, 67)


def _counts_once(code: int) -> bool:
    return any(first <= code <= last for first, last in _ONCE)


NETWORKS = (
    Network(
        key="x",
        name="X",
        room=lambda _text: 280,
        measure=weighed,
        joint="\n",
        source="docs.x.com, Counting characters; the configuration of twitter-text, version 3",
        checked="2026-11",
    ),
    Network(
        key="mastodon",
        name="Mastodon",
        room=lambda _text: 500,
        measure=shortened,
        joint="\n",
        source="mastodon/mastodon, app/validators/status_length_validator.rb; a server may allow more",
        checked="2026-11",
    ),
    Network(
        key="bluesky",
        name="Bluesky",
        room=lambda _text: 300,
        measure=graphemes,
        joint="\n",
        source="bluesky-social/atproto, lexicon app.bsky.feed.post: maxGraphemes 300",
        checked="2026-11",
    ),
    Network(
        key="linkedin",
        name="LinkedIn",
        room=lambda _text: 3000,
        measure=utf16,
        joint="\n\n",
        source="linkedin.com help: posts of 3,000 characters; learnt second-hand, counted in the larger way",
        checked="2026-11",
    ),
    Network(
        key="sms",
        name="SMS",
        room=lambda text: _SMS_PARTS * _sms(text)[1],
        measure=septets,
        joint="\n",
        spelt=plainly,
        signed=True,
        parts=messages,
        source="3GPP TS 23.038 (alphabets) and 23.040 (messages of several parts)",
        checked="2026-11",
    ),
)
