"""What `validate --fix` changed in files, and what it left unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Fix:
    """One fix that was made.

    Attributes:
        path: the file.
        line: the line of the fixed file.
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
class Unfixed:
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
class FixResult:
    """The outcome.

    Attributes:
        files: the new bytes of the files that change, by the path that they had.
        renamed: the new paths of files, by the path that they had.
        done: what was fixed, by path and line.
        left: what was not, by path and line.
    """

    files: Mapping[str, bytes]
    done: tuple[Fix, ...] = ()
    left: tuple[Unfixed, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
