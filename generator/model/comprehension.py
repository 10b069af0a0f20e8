"""Whether readers outside the team understand an update: five questions, and who answered them right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

#: The questions by name, in the order in which they are asked, each in a few words.
QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "taken": "What was taken or seen?",
        "me": "Is this me?",
        "today": "What do I do today?",
        "unknown": "What is not known?",
        "more": "By when do I hear more?",
    }
)
#: An update is understood if at least four of five readers answer each question right.
ENOUGH: Final = (4, 5)


class Mark(StrEnum):
    """Whether what a reader said is what the ledger says."""

    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuestion:
    """What a reader said, and whether it is right; None: nobody has marked it yet."""

    name: str
    mark: Mark | None = None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedReader:
    """A reader without a name: the answers by question; None: not asked, or not answered."""

    name: str
    taken: AnsweredQuestion | None = None
    me: AnsweredQuestion | None = None
    today: AnsweredQuestion | None = None
    unknown: AnsweredQuestion | None = None
    more: AnsweredQuestion | None = None

    def mark(self, question: str) -> Mark | None:
        """Whether a question was answered right; None where nobody has said so."""
        answer: AnsweredQuestion | None = getattr(self, question)
        return answer.mark if answer else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedReaders:
    """What some readers understood of an update.

    Attributes:
        name: the name of its file.
        incident: the incident's slug.
        update: the number of the update.
        asked: the day.
        readers: by their numbers.
        body: the rest.
    """

    name: str
    incident: str
    update: int
    asked: date
    readers: Mapping[str, AskedReader] = field(default_factory=lambda: MappingProxyType({}))
    body: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """How many readers answered a question right, of those whose answers are marked."""

    question: str
    right: int
    marked: int

    @property
    def is_enough(self) -> bool:
        """Whether at least four of five understood it."""
        enough, of = ENOUGH
        return self.right * of >= self.marked * enough


def understood(records: Iterable[AskedReaders]) -> tuple[Understood, ...]:
    """Return how many of all readers answered each question right; questions without a marked answer are left out."""
    readers = [reader for record in records for reader in record.readers.values()]
    found = []
    for question in QUESTIONS:
        marks = [mark for reader in readers if (mark := reader.mark(question)) is not None]
        if marks:
            found.append(Understood(question, sum(mark is Mark.RIGHT for mark in marks), len(marks)))
    return tuple(found)
