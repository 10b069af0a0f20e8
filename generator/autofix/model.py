"""The result of `validate --fix`: what was changed, and what was left unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Fix:
    """One fix.

    Attributes:
        path: the file's path.
        line: the line in the fixed file.
        message: what was wrong, in the writer's words.
        before: the lines before the fix, without line ends.
        after: the lines after it.
    """

    path: str
    line: int
    message: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfixed:
    """A problem that could have been fixed but was not.

    Attributes:
        path: the file's path.
        line: the line in the present file.
        message: what is wrong.
        why: why it was not fixed, and what to do.
    """

    path: str
    line: int
    message: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FixResult:
    """The result.

    Attributes:
        files: new bytes of changed files, by former path.
        renamed: new paths of files, by former path.
        done: what was fixed, ordered by path and line.
        left: what was not fixed, ordered by path and line.
    """

    files: Mapping[str, bytes]
    done: tuple[Fix, ...] = ()
    left: tuple[Unfixed, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
