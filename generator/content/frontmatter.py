"""A Markdown file into front matter and body. The only home of python-frontmatter.

The library's `load` leaks an unclosed front matter into the page and drops lists; only its notion of where front matter begins and
ends is used here.
"""

from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler  # noqa: TID251  # this module is its home

from generator.model.diagnostic import Problem
from generator.model.source import Source, Span

_HANDLER = YAMLHandler()


@dataclass(frozen=True, slots=True)
class Parts:
    """The two parts of a Markdown file.

    Attributes:
        front: the YAML between the two lines of `---`.
        front_line: the line on which it begins.
        body: the Markdown after it.
        body_line: the line on which that begins.
    """

    front: str
    front_line: int
    body: str
    body_line: int


def split(source: Source) -> tuple[Parts | None, tuple[Problem, ...]]:
    """Split a file; None and the reason when it has no front matter or one that is never closed."""
    text = source.text
    boundary = _HANDLER.FM_BOUNDARY
    first_line = text.split("\n", 1)[0]
    whole = Span(source.path, 1, 1, 1, len(first_line) + 1)
    if not _HANDLER.detect(text):
        stripped = text.lstrip()
        if stripped != text and _HANDLER.detect(stripped):
            message, help = "there is something in front of the first ---", "delete the empty lines or spaces above it"
        elif first_line.strip() and set(first_line.strip()) <= set("–—-"):
            message, help = "the first line is not made of plain hyphens", "write three hyphens: ---"
        else:
            message, help = (
                "the file does not begin with ---",
                "begin with a line of ---, then the keys, then another line of ---",
            )
        return None, (Problem("no-front-matter", whole, message, help),)
    try:
        front, body = _HANDLER.split(text)
    except ValueError:
        return None, (
            Problem(
                "unclosed-front-matter",
                whole,
                "the --- on the first line is never closed",
                "write a line of --- after the last key",
            ),
        )
    opened = boundary.search(text)
    start = opened.end() if opened else 0
    body_start = len(text) - len(body)
    return Parts(front, text.count("\n", 0, start) + 1, body, text.count("\n", 0, body_start) + 1), ()
