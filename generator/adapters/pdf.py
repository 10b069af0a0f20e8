"""Letters as PDF. Only this module imports typst.

What it makes is PDF/UA-1: tagged, with a title, a language and an outline, so that it can be read aloud. It refuses what would not be.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from importlib.resources import files as resources
from itertools import groupby
from pathlib import Path
from typing import Any

import typst  # noqa: TID251  # this module is its home

from generator.errors import EnvironmentFailedError
from generator.model.pdf_document import Block, BlockKind, PdfDocument, Run

_REPORT = "ask your administrator"
_LISTS = {BlockKind.ITEM, BlockKind.NUMBERED}


def print_pdf(letter: PdfDocument, fonts: Iterable[Path]) -> bytes:
    """Return a letter as PDF; the same letter and fonts give the same bytes.

    Args:
        letter: what it says, without a character that no font can draw.
        fonts: folders with fonts, the preferred one first.

    Raises:
        EnvironmentFailedError: it could not be printed.
    """
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in fonts])
    source = (resources("generator.adapters") / "letter.typ").read_bytes()
    when = letter.published.astimezone(UTC).replace(microsecond=0)
    given = {
        "title": letter.title,
        "author": letter.author,
        "date": [when.year, when.month, when.day, when.hour, when.minute, when.second],
        "language": _language(letter.language),
        "direction": letter.direction,
        "size": letter.size,
        "paper": letter.paper,
        "mark": letter.mark,
        "fonts": _families(ours),
        "parts": list(_grouped_blocks(letter.blocks)),
    }
    try:
        made = typst.compile(
            source,
            font_paths=ours,
            ignore_system_fonts=True,
            sys_inputs={"letter": json.dumps(given)},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=when,
        )
    except typst.TypstError as error:
        raise EnvironmentFailedError(f"the letter could not be typeset: {error.message}", _REPORT) from error
    if not isinstance(made, bytes):
        raise EnvironmentFailedError("the letter could not be typeset", _REPORT)
    return made


def _grouped_blocks(blocks: Iterable[Block]) -> Iterator[dict[str, Any]]:
    """Yield blocks, with the items of a list together."""
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind in _LISTS:
            yield {"kind": kind.value, "items": [_runs(block) for block in group]}
        else:
            yield from ({"kind": kind.value, "runs": _runs(block)} for block in group)


def _runs(block: Block) -> list[dict[str, Any]]:
    return [_run(run) for run in block.runs]


def _run(run: Run) -> dict[str, Any]:
    return {
        "text": run.text,
        "language": _language(run.language),
        "direction": run.direction,
        "strong": run.strong,
        "struck": run.struck,
        "link": run.link,
    }


def _language(tag: str) -> tuple[str | None, str | None]:
    """Return a tag's language and region as far as the library accepts them: it has no scripts and no private tags."""
    first, *rest = tag.split("-")
    if not (first.isascii() and first.isalpha() and len(first) in {2, 3}):
        return None, None
    region = next((part.upper() for part in rest if len(part) == 2 and part.isascii() and part.isalpha()), None)
    return first.lower(), region


def _families(fonts: typst.Fonts) -> list[str]:
    return list(dict.fromkeys(font.family for font in fonts.fonts()))
