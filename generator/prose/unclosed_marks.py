"""Marks that are never closed, put out of the way of a pattern that looks for pairs.

A pattern such as `<!--.*?-->` looks through the rest of a text for each opening that nothing closes, so that a file full of openings would
take minutes. All such openings come after the last closing: with these masked, it looks through the text once.
"""

import re
from typing import Final

#: What a comment in HTML begins and ends with.
COMMENT: Final = (re.compile(r"<(?=!--)"), re.compile("-->"))
_MASK: Final = "\0"


def masked(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """Return a text of the same length in which what opens after the last closing begins with NUL, which no text has.

    Args:
        text: a text.
        opening: the first character of an opening.
        closing: what ends a pair, whatever opened it.
    """
    last = 0
    for found in closing.finditer(text):
        last = found.end()
    return text[:last] + opening.sub(_MASK, text[last:])


def unmasked(text: str, opening: str = "<") -> str:
    """Return a text with the openings that were masked."""
    return text.replace(_MASK, opening)
