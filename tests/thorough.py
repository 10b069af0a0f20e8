"""How much is tried: enough for every change, or, with THOROUGH=1, as much as once a week has time for (.github/workflows/clocks.yml)."""

import os

THOROUGH = os.environ.get("THOROUGH") == "1"


def examples(number: int) -> int:
    """How many examples hypothesis makes: ten times as many for a thorough run."""
    return number * 10 if THOROUGH else number


def taken(number: int, step: int, offset: int = 0) -> bool:
    """Whether one of many is tried: each `step`-th from an offset on, so that tests with other offsets share all between them; all for a thorough run."""
    return THOROUGH or number % step == offset % step
