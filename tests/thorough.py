"""How much is tried: enough for every change.

With FEW=1, as much as `make quick` has time for; with THOROUGH=1, as much as once a week has time for (.github/workflows/clocks.yml).
"""

import os

THOROUGH = os.environ.get("THOROUGH") == "1"
FEW = os.environ.get("FEW") == "1" and not THOROUGH


def examples(number: int) -> int:
    """How many examples hypothesis makes: ten times as many for a thorough run, a tenth and at least five for a quick one."""
    if FEW:
        return min(number, max(number // 10, 5))
    return number * 10 if THOROUGH else number


def taken(number: int, step: int, offset: int = 0) -> bool:
    """Whether one of many is tried: each `step`-th from an offset on, so that tests with other offsets share all between them; all for a thorough run."""
    return THOROUGH or number % step == offset % step


def shown(number: int) -> bool:
    """Whether one of many that show the same is tried: all, or each eighth for a quick run."""
    return not FEW or number % 8 == 0
