"""What advice denies: that readers need do anything."""

import re

#: A sentence that denies any need to act, which readers rely on, as opposed to one that says there is nothing to be done yet. English:
#: in other languages the writer must say by hand that advice was withdrawn.
_NOTHING_NEEDED = re.compile(
    r"\bno\s+(?:\w+\s+){0,2}(?:actions?|steps?)\b.{0,40}\b(?:need(?:s|ed)?|required|necessary)\b"
    r"|\b(?:do not|don.t|does not|doesn.t)\s+(?:need|have)\s+to\b"
    r"|\bneed(?:s)?\s+(?:to\s+)?(?:do|take|change)\s+(?:nothing|no\b)"
    r"|\bneed(?:s)?\s+not\b|\bneedn.t\b"
    r"|\bnothing\b.{0,30}\b(?:needed|required|necessary|you (?:need|have) to do)\b",
    re.IGNORECASE,
)


def denies_need(sentence: str) -> bool:
    """Whether a sentence under `actions` tells readers that they do not have to do anything."""
    return bool(_NOTHING_NEEDED.search(sentence))
