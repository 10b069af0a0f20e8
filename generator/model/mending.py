"""What `validate --fix` changed in files, and what it left unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Change:
    """One fix that was made.

    Attributes:
        path: the file.
        line: the line of the mended file.
        message: what was wrong, in the writer's words.
        before: the lines as they were, without line ends.
        after: the lines as they are now.
    """

    path: str
    line: int
    message: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """One problem that could have been fixed and was not.

    Attributes:
        path: the file.
        line: the line of the file as it is now.
        message: what is wrong.
        why: why it was left, and what to do.
    """

    path: str
    line: int
    message: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """The outcome.

    Attributes:
        files: the new bytes of the files that change, by the path that they had.
        renamed: the new paths of files, by the path that they had.
        done: what was mended, by path and line.
        left: what was not, by path and line.
    """

    files: Mapping[str, bytes]
    done: tuple[Change, ...] = ()
    left: tuple[Left, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What version control knows of a site.

    Attributes:
        known: whether version control could be queried; if not, it is unknown what was published.
        why: why it could not be queried.
        files: the bytes of each file as last committed, by path relative to the site's root; a file that is absent was never
            committed, or is no longer.
    """

    known: bool
    why: str = ""
    files: Mapping[str, bytes]
