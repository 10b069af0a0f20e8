"""Splitting a Markdown file into front matter and body. Only this module uses python-frontmatter.

The library's `load` leaks unclosed front matter into the page and drops lists; only its detection of the front matter's start and end is used
here.
"""

from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler  # noqa: TID251  # this module is its home

from generator.format.invisible_characters import boundaries
from generator.format.text_edit import FileLines
from generator.model.diagnostic import Edit, Finding
from generator.model.source import Source, Span

_HANDLER = YAMLHandler()


@dataclass(frozen=True, slots=True)
class FileParts:
    """The two parts of a Markdown file.

    Attributes:
        front: the YAML between the two lines of `---`.
        front_line: its first line.
        body: the Markdown after it.
        body_line: its first line.
    """

    front: str
    front_line: int
    body: str
    body_line: int


def split(source: Source) -> tuple[FileParts | None, tuple[Finding, ...]]:
    """Split a file; None and the reason when it has no front matter or it is not closed.

    Lines of `---` surrounded by invisible characters are recognised; this is reported, and the file is split all the same.
    """
    text, slips = boundaries(source.text, source.path)
    boundary = _HANDLER.FM_BOUNDARY
    first_line = text.split("\n", 1)[0]
    whole = Span(source.path, 1, 1, 1, len(first_line) + 1)
    edits: tuple[Edit, ...] = ()
    if not _HANDLER.detect(text):
        lines = FileLines(source.path, tuple(text.split("\n")))
        stripped = text.lstrip()
        if stripped != text and _HANDLER.detect(stripped):
            message, help = "there is something before the first ---", "delete the empty lines or spaces above it"
            above = text[: len(text) - len(stripped)]
            edits = (lines.edit((0, 0), (above.count("\n"), len(above) - above.rfind("\n") - 1), ""),)
        elif first_line.strip() and set(first_line.strip()) <= set("–—-"):
            message, help = "the first line is not made of plain hyphens", "write three hyphens: ---"
            edits = _hyphens(lines, (0, *(number for number in _odd_dashes(lines) if number)))
        else:
            message, help = (
                "the file does not begin with ---",
                "begin with a line of ---, then the keys, then another line of ---",
            )
        return None, slips or (Finding(rule="no-front-matter", at=whole, message=message, help=help, edits=edits),)
    try:
        front, body = _HANDLER.split(text)
    except ValueError:
        lines = FileLines(source.path, tuple(text.split("\n")))
        return None, slips or (
            Finding(
                rule="unclosed-front-matter",
                at=whole,
                message="the --- on the first line is never closed",
                help="write a line of --- after the last key",
                edits=_hyphens(lines, _odd_dashes(lines)),
            ),
        )
    opened = boundary.search(text)
    start = opened.end() if opened else 0
    body_start = len(text) - len(body)
    return FileParts(front, text.count("\n", 0, start) + 1, body, text.count("\n", 0, body_start) + 1), slips


def _odd_dashes(lines: FileLines) -> tuple[int, ...]:
    """Return the line that was meant to be `---` but has other dashes, if there is exactly one below the first line."""
    found = tuple(number for number, line in enumerate(lines.lines) if number and _is_odd(line.strip()))
    closed = any(number and _is_boundary(line) for number, line in enumerate(lines.lines))
    return found if len(found) == 1 and not closed else ()


def _is_boundary(line: str) -> bool:
    """Whether a line consists of three or more hyphens."""
    return len(line.rstrip()) >= 3 and set(line.rstrip()) == {"-"}


def _is_odd(line: str) -> bool:
    return 0 < len(line) <= 8 and set(line) <= set("–—-") and not _is_boundary(line) and line != "-"


def _hyphens(lines: FileLines, numbers: tuple[int, ...]) -> tuple[Edit, ...]:
    return tuple(lines.edit((number, 0), (number, len(lines.lines[number])), "---") for number in numbers)
