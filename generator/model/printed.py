"""What the printer takes: a letter as blocks of text."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is."""

    TITLE = "title"
    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Text that looks alike.

    Attributes:
        text: the text.
        language: its language, where that is not the letter's; empty where it is.
        direction: `ltr` or `rtl`, where it keeps its own; empty where it does not.
        strong: in bold letters.
        struck: struck through.
        link: where it leads; empty for nowhere.
    """

    text: str
    language: str = ""
    direction: str = ""
    strong: bool = False
    struck: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, a paragraph or an item of a list."""

    kind: BlockKind
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Everything that it says."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A letter.

    Attributes:
        title: the document's.
        author: who it is from.
        language: the tag of its language.
        direction: `ltr` or `rtl`.
        published: the time that it bears; nothing else of it depends on a time.
        size: of its smallest letters, in points.
        paper: `a4` or `us-letter`.
        mark: what stands at the head of every page of a draft; empty when it is none.
        blocks: what it says.
    """

    title: str
    author: str
    language: str
    direction: str
    published: datetime
    size: float
    paper: str
    mark: str
    blocks: tuple[Block, ...]
