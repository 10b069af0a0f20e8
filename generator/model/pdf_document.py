"""A letter as blocks of text, from which a PDF is made."""

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
    """A run of text with one formatting.

    Attributes:
        text: the text.
        language: its language where that differs from the letter's; empty otherwise.
        direction: `ltr` or `rtl` where it differs from the letter's; empty otherwise.
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
        """The plain text of all runs."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfDocument:
    """A letter.

    Attributes:
        title: the document's.
        author: who it is from.
        language: the tag of its language.
        direction: `ltr` or `rtl`.
        published: the time shown on it; nothing else in it depends on time.
        size: of the smallest type, in points.
        paper: `a4` or `us-letter`.
        mark: the line at the top of every page of a draft; empty when it is not a draft.
        blocks: its contents.
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
