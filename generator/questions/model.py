"""Customers' questions and their states at a moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from generator.model.update import When


class QuestionState(StrEnum):
    """The state of a question."""

    OPEN = "open"
    ANSWERABLE = "answerable"  # the unknown it waits for was answered, or never will be
    WAITING = "waiting"  # for an open unknown
    ANSWERED = "answered"
    UNANSWERABLE = "unanswerable"  # there is no answer, and readers are told why


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question in an incident.

    Attributes:
        incident: the incident's slug.
        name: its name under `questions` in incident.md.
        ask: the question.
        state: its state.
        answer: the answer, if it has one.
        because: why it has none and will have none; empty while nobody says so.
        unknown: the name of the unknown that it waits for; empty for none.
        became: what readers know about that unknown now; empty while it is open.
        since: when it was first asked, as written; None where that is not given.
        distance: how long it has been waiting, in words; empty when nobody waits.
        late: whether it has waited too long by the rules.
        path: incident.md, relative to the site's root.
        line: its line in that file.
    """

    incident: str
    name: str
    ask: str
    state: QuestionState
    answer: str = ""
    because: str = ""
    unknown: str = ""
    became: str = ""
    since: When | None = None
    distance: str = ""
    late: bool = False
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The questions of all incidents at a moment, by incident and in the order written."""

    as_of: datetime
    zone: ZoneInfo
    questions: tuple[QuestionView, ...] = ()

    def of(self, state: QuestionState) -> tuple[QuestionView, ...]:
        """Return the questions in a state."""
        return tuple(one for one in self.questions if one.state is state)
