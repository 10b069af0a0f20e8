"""Whether a text of ours says what others say."""

import re
from typing import Final

_WORD: Final = re.compile(r"\w+")
#: The share of words that two sentences must have in common, of all in either.
_ALIKE: Final = 0.75
#: The fewest words of a claim that are looked for within a longer fact.
_FEW: Final = 3


def is_said_in(claim: str, text: str) -> bool:
    """Whether a text says what a claim says, in much the same words."""
    theirs, ours = _words(claim), _words(text)
    if len(theirs) >= _FEW and f" {' '.join(theirs)} " in f" {' '.join(ours)} ":
        return True
    common, either = {*theirs} & {*ours}, {*theirs} | {*ours}
    return bool(either) and len(theirs) >= _FEW and len(common) / len(either) >= _ALIKE


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
