"""What holds for every history, held to all of it together: to make a history up takes longer than to look at it."""

from collections.abc import Callable
from typing import TypeAlias

from generator.ledger.records import Ledger
from generator.model.document import IncidentFolder

#: Looks at one history, and raises AssertionError where something does not hold for it.
Check: TypeAlias = Callable[[IncidentFolder, Ledger], None]


class Invariants:
    """A list of checks; `@invariants.add` in front of a function adds it."""

    def __init__(self) -> None:
        self._checks: list[Check] = []

    def add(self, check: Check) -> Check:
        """Add a check, whose name and docstring say what holds."""
        self._checks.append(check)
        return check

    def hold(self, folder: IncidentFolder, ledger: Ledger) -> None:
        """Look at a history and its ledger with every check."""
        assert self._checks
        for check in self._checks:
            check(folder, ledger)
