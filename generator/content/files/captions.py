"""Captions of a video (WebVTT): what is said in them, and what nobody sees.

https://www.w3.org/TR/webvtt1/ defines the blocks: a cue has a line with `-->`; notes and styles are for whoever made the file.
"""

import re
from collections.abc import Iterator
from html import unescape

from generator.content.files import plain
from generator.content.files.found import SAVE_AGAIN, Found, trace, unsafe
from generator.content.files.table import text_of

BEGIN = "WEBVTT"
_TAG = re.compile(r"<[^>]*>")
#: Blocks that belong to the program that made the file.
_NOT_SHOWN = ("NOTE", "STYLE", "REGION")


def inspect(data: bytes) -> Iterator[Found]:
    """Yield what is found in captions."""
    yield from plain.inspect(data)
    text = text_of(data)
    if not transcript(text):
        yield unsafe(
            "there are no captions in it", f"{SAVE_AGAIN}: each has a line such as `00:01.000 --> 00:04.000`, and words below it"
        )
    if len(list(_blocks(text))) != len(list(_shown(text))):
        yield trace("the captions contain notes of the person who made them", "captions")


def written_anew(data: bytes) -> bytes:
    """Return captions with what is shown, and nothing else."""
    return ("\n\n".join((BEGIN, *_shown(text_of(data)))) + "\n").encode()


def transcript(text: str) -> tuple[str, ...]:
    """Return what captions say, a line for each, without marks; what is repeated from the line before is said once."""
    found: list[str] = []
    for block in _shown(text):
        _, _, said = block.partition("-->")
        words = " ".join(unescape(_TAG.sub("", said.partition("\n")[2])).split())
        if words and words not in found[-1:]:
            found.append(words)
    return tuple(found)


def _shown(text: str) -> Iterator[str]:
    """Yield the blocks with words for a moment of the video."""
    for block in _blocks(text):
        if "-->" in block and not block.startswith(_NOT_SHOWN):
            yield block


def _blocks(text: str) -> Iterator[str]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _, _, rest = lines.partition("\n")
    header, _, rest = f"\n{rest}".partition("\n\n")
    if header.strip():
        yield header.strip()
    for block in re.split(r"\n{2,}", rest):
        if block.strip():
            yield block.strip("\n")
