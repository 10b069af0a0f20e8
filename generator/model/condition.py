"""Conditions of laws: under what circumstances somebody must be told, in the few terms that the files of an incident can answer."""

from dataclasses import dataclass

from generator.model.incident import Impact
from generator.model.incident_facts import Category, Risk, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Circumstances, all of which must hold.

    Attributes:
        words: what no count or key can answer, in words; empty: nothing.
        residents: where the people live whose number counts (`US-NY`, `GB`, `EEA`; `US-*`: in any one state); empty: anywhere.
        at_least: the number of people from which it holds.
        more_than: the number of people above which it holds.
        fewer_than: the number of people below which it holds.
        data: the categories of data, one of which was reached.
        role: the roles, one of which is ours.
        risk: the least risk to people.
        impact: the impacts, one of which the incident has.
        open: whether something is still listed under `unknown`.
        told: a clock of the same profile whose recipient was told.
        not_told: a clock of the same profile whose recipient was not told.
    """

    words: str = ""
    residents: str = ""
    at_least: int | None = None
    more_than: int | None = None
    fewer_than: int | None = None
    data: tuple[Category, ...] = ()
    role: tuple[Role, ...] = ()
    risk: Risk | None = None
    impact: tuple[Impact, ...] = ()
    open: bool = False
    told: str = ""
    not_told: str = ""

    @property
    def counts_people(self) -> bool:
        """Whether it depends on how many people are affected."""
        return bool(self.residents) or any(one is not None for one in (self.at_least, self.more_than, self.fewer_than))

    @property
    def least(self) -> int:
        """The number of people from which it holds, whichever way it is written."""
        if self.more_than is not None:
            return self.more_than + 1
        return 1 if self.at_least is None and self.fewer_than is None else self.at_least or 0
