"""Texts that speak of an incident and are not on its site: a press release, a filing, a post, a call script, a supplier's notice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from generator.model.channel import Channel
from generator.model.source import RawFile
from generator.model.update import When


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of text that stands together, and where its letters are in the file.

    Attributes:
        text: as people read it, with single spaces.
        lines: the line of each character, counted from 1.
        columns: the column of each character, counted from 1.
    """

    text: str
    lines: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideText:
    """A text, or one page of it.

    Attributes:
        path: the file, as findings name it; of a page of several, with `#page=` and its number.
        paragraphs: what people read, in order.
        shown: the lines that the places count, for reports.
    """

    path: str
    paragraphs: tuple[Paragraph, ...] = ()
    shown: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class OutsideFile(RawFile):
    """A kept text as it was read; its bytes are not kept.

    Attributes:
        texts: what people read in it, a page each.
        unread: why it could not be read; empty where it was.
        unread_help: what to do about that.
    """

    texts: tuple[OutsideText, ...] = ()
    unread: str = ""
    unread_help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideRecord:
    """How a kept text was told, from the file beside it.

    Attributes:
        channel: how it reaches people.
        told: when it was told, or will be.
        to: to whom.
        language: its language, where it is not the one whose words it has.
        righted: the last day on which those people were told what is right; None: never.
        waivers: by rule, why it need not keep it.
    """

    channel: Channel
    told: When
    to: str
    language: str = ""
    righted: date | None = None
    waivers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
