"""Names in the format: how they are spelt, which are made from sentences, and which was meant."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

NAME = re.compile(r"[^\W_A-Z]+(?:[-_][^\W_A-Z]+)*")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that was most likely meant; empty if none is close."""
    near = get_close_matches(word.lower().replace(" ", "_"), list(known), n=1, cutoff=0.6)
    return near[0] if near else ""


def invented(sentence: str, taken: Iterable[str]) -> str:
    """Make a name from a sentence's first words. The same sentence gives the same name, unless it is taken."""
    folded = unicodedata.normalize("NFC", sentence).lower()
    words = re.findall(r"[^\W_]+", folded.replace("'", "").replace("’", ""))[:5]
    name = base = "-".join(words)[:48].strip("-") or "unnamed"
    taken = set(taken)
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
