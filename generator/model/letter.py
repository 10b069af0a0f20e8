"""What customers wrote to us, as long as it is looked at. It holds people's names and data: nothing of it is ever written to a file."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LetterFile:
    """An export as it was read from the disk: a table, or the messages of a mailbox, each as its bytes.

    `text` says that what might be a table may also be plain text.
    """

    name: str
    table: bytes | None = None
    text: bool = False
    messages: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. `on` is the day on which it came; None when that cannot be read for certain."""

    subject: str
    body: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Letters:
    """The messages of an export.

    Attributes:
        letters: in the order of the export.
        notes: what could not be read, in sentences for the writer.
    """

    letters: tuple[Letter, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that ask the same in other words.

    Attributes:
        example: one of them, with everything masked that looks like somebody's data.
        other: the wording that is least like it, masked too; empty when all say the same.
        letters: in how many messages it is asked.
        first: the earliest day on which one of them came; None when none of them says.
    """

    example: str
    other: str = ""
    letters: int
    first: date | None = None


class Unreadable(Exception):  # noqa: N818  # not an error of the program: an answer of the reader
    """An export that cannot be understood: what is wrong, and what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
