"""Where text stands: files and places in them."""

from dataclasses import dataclass
from typing import NamedTuple

#: A byte-order mark, as Windows puts it at the beginning of a file.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def with_newlines(text: str) -> str:
    """Return a text with newlines as its line ends. Done once, where a text is read; only what writes a file back knows its own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as it was read: raw bytes, not yet decoded or judged.

    Attributes:
        path: relative to the site's root, with forward slashes on every system.
        data: the bytes, at most one more than the size limit of its kind (so that "too large" is known without reading it all).
        size: the size on disk in bytes.
        link: whether the path, or a folder on the way to it, is a symbolic link.
        special: whether it is not a regular file but a pipe, a socket or a device.
    """

    path: str
    data: bytes
    size: int
    link: bool = False
    special: bool = False

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file that was read; anything else is reported and never opened."""
        return not self.link and not self.special

    @property
    def text(self) -> str:
        """The text as everything sees it but what writes it back: with newlines, without a byte-order mark, with a sign for what is not UTF-8."""
        return with_newlines(self.data.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Source:
    """A text file, decoded; line ends are newlines, and a byte-order mark is gone."""

    path: str
    text: str


# Every key of every file has these two: as tuples, they are made in half the time that a dataclass takes.


class Span(NamedTuple):
    """A stretch of a file. Lines and columns count from 1, in characters; the end column is one past the last character."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Place(NamedTuple):
    """Where one key of the front matter stands.

    Attributes:
        key: the key itself (or, for an item of a list, the item).
        value: its value.
    """

    key: Span
    value: Span

    @property
    def whole(self) -> Span:
        """Key and value together when they share a line, else the key alone: the smallest stretch that shows the matter."""
        if self.key.line == self.value.end_line:
            return Span(self.key.path, self.key.line, self.key.column, self.value.end_line, self.value.end_column)
        return self.key
