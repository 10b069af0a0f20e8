"""Masking personal data in customers' questions. Names cannot be told from other words: only a person can do that."""

import re

_MASKS = (
    # The order matters: web addresses may contain an @, and e-mail addresses digits.
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"[^\s@<>(),;:\"']+@[^\s@<>(),;:\"']+"), "[e-mail address]"),
    (re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,8}(?:[ -]?[A-Z0-9]{1,4})?\b"), "[number]"),
)
#: A run of digits with the separators that people write between them.
_DIGITS = re.compile(r"[+(]?\d(?:[ \u00a0().\-/]{0,2}\d)+")
_DAY = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./-]\d\d?[./-]\d{2,4}")
_TIME = re.compile(r"\d\d?[.:]\d\d")

#: With this many digits, a number is not a house number, a year or an amount.
_LONG = 5


def redacted(text: str) -> str:
    """Mask e-mail addresses, links, account and telephone numbers and other long numbers in a text."""
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return _DIGITS.sub(_long_number_hidden, text)


def _long_number_hidden(found: "re.Match[str]") -> str:
    written = found.group()
    if _DAY.fullmatch(written) or _TIME.fullmatch(written):
        return written
    digits = sum(character.isdigit() for character in written)
    return "[number]" if digits >= _LONG else written
