"""Messages from customers, held in memory only. They contain people's names and data: nothing of them is ever written to a file."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ExportFile:
    """An export as it was read from the disk: a table, or the messages of a mailbox, each as its bytes.

    `text` says that what might be a table may also be plain text.
    """

    name: str
    table: bytes | None = None
    text: bool = False
    messages: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """One message. `on` is the day on which it arrived; None when that cannot be determined with certainty."""

    subject: str
    body: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class CustomerMessages:
    """The messages of an export.

    Attributes:
        letters: in the order of the export.
        notes: what could not be read, in sentences for the writer.
    """

    letters: tuple[CustomerMessage, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answerer:
    """Something on the site that may answer a question: what it is (`known`, `unknown`, `action`), where it stands, and its words."""

    kind: str
    incident: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """Questions that ask the same thing in different words.

    Attributes:
        example: one of them, with everything redacted that looks like personal data.
        other: the wording that differs most from it, redacted too; empty when all are the same.
        letters: the number of messages that ask it.
        first: the earliest day on which one of them arrived; None when none is dated.
        subject: what it asks, if it is one of the usual questions ("compensation"); empty if not.
        unknown: the sentence to write under `unknown:` while nothing answers it; empty where the writer has to find one.
        answers: what the site says of it already.
    """

    example: str
    other: str = ""
    letters: int
    first: date | None = None
    subject: str = ""
    unknown: str = ""
    answers: tuple[Answerer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedMessages:
    """What an export asks, and what in it is no question.

    Attributes:
        questions: the index of each question's message, the question, and the day it came; a message may ask several.
        threats: the number of messages by someone who extorts.
        advertising: the number of messages that sell something.
    """

    questions: tuple[tuple[int, str, date | None], ...] = ()
    threats: int = 0
    advertising: int = 0


class UnreadableExportError(Exception):  # not an error of the program: an answer of the reader
    """An export that cannot be understood: what is wrong, and what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
