"""Seconds that a test may assert on a machine where others work too: the least of a few runs is what the work itself costs."""

from collections.abc import Callable
from time import process_time


def least(measure: Callable[[], float], enough: float, runs: int = 4) -> float:
    """Return the least of what a few runs measure; stop at the first that takes less than `enough`."""
    found = float("inf")
    for _ in range(runs):
        found = min(found, measure())
        if found < enough:
            break
    return found


def least_seconds(work: Callable[[], object], enough: float, runs: int = 4) -> float:
    """Return the least seconds of the processor that some work takes; stop at the first run that takes less than `enough`."""

    def measure() -> float:
        began = process_time()
        work()
        return process_time() - began

    return least(measure, enough, runs)
