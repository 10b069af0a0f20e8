"""Customers' questions as they stand at a moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from generator.model.update import When


class QuestionState(StrEnum):
    """How a question stands."""

    OPEN = "open"
    ANSWERABLE = "answerable"  # the unknown that it waits on was answered, or will never be
    WAITING = "waiting"  # on an unknown that is open
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question of an incident.

    Attributes:
        incident: the incident's slug.
        name: its name under `questions` in incident.md.
        ask: the question.
        state: how it stands.
        answer: the answer, if it has one.
        unknown: the name of the unknown that it waits on; empty for none.
        became: what readers know by now of that unknown; empty while it is open.
        since: since when it is asked, as it was written; None where that is not said.
        distance: how long it waits, in words; empty when nobody waits.
        late: whether it has waited too long, as the rules see it.
        path: incident.md, relative to the site's root.
        line: its line in that file.
    """

    incident: str
    name: str
    ask: str
    state: QuestionState
    answer: str = ""
    unknown: str = ""
    became: str = ""
    since: When | None = None
    distance: str = ""
    late: bool = False
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The questions of all incidents at a moment: by incident, in the order written."""

    as_of: datetime
    zone: ZoneInfo
    questions: tuple[QuestionView, ...] = ()

    def of(self, state: QuestionState) -> tuple[QuestionView, ...]:
        """Those that stand so."""
        return tuple(one for one in self.questions if one.state is state)
