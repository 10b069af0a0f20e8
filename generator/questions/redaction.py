"""What looks like somebody's data in a customer's question, masked. Names cannot be told from other words: only a person can."""

import re

_MASKS = (
    # The order matters: an address of the web may hold an @, and an e-mail address may hold digits.
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"[^\s@<>(),;:\"']+@[^\s@<>(),;:\"']+"), "[e-mail address]"),
    (re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,8}(?:[ -]?[A-Z0-9]{1,4})?\b"), "[number]"),
)
#: Digits in a row, with what people write between them.
_DIGITS = re.compile(r"[+(]?\d(?:[ \u00a0().\-/]{0,2}\d)+")
_DAY = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./-]\d\d?[./-]\d{2,4}")
_TIME = re.compile(r"\d\d?[.:]\d\d")

#: So many digits are nobody's house number, no year and no amount.
_LONG = 5


def redacted(text: str) -> str:
    """A text with e-mail addresses, links, account and telephone numbers and other long numbers masked."""
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return _DIGITS.sub(_number, text)


def _number(found: "re.Match[str]") -> str:
    written = found.group()
    if _DAY.fullmatch(written) or _TIME.fullmatch(written):
        return written
    digits = sum(character.isdigit() for character in written)
    return "[number]" if digits >= _LONG else written
