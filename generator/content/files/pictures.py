"""Pictures, whatever their form: what is found in one, and the file of it that readers get."""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Protocol

from generator.content.files.avif import Avif
from generator.content.files.found import SAVE_AGAIN, DamagedError, Found, joined_list, trace, unsafe
from generator.content.files.gif import Gif
from generator.content.files.jpeg import Jpeg
from generator.content.files.png import Png
from generator.content.files.webp import WebP

#: The most points of a picture: twice what the largest common cameras produce, and about what a browser can show.
PIXELS = 200_000_000
#: The most points of a picture for each byte of its file, from 10 million on (a screen of 4K): 100 kB that unpack to more are made to be costly.
PIXELS_FOR_A_BYTE = 120
SMALL = 10_000_000
#: The same of all pictures of one that moves: they are unpacked one after the other.
MOVING_FOR_A_BYTE = 500
MOVING_SMALL = 40_000_000
#: The most pictures of one that moves.
FRAMES = 1_000


class _Picture(Protocol):
    said: set[str]
    sizes: list[tuple[int, int]]

    def check(self) -> None: ...

    def write(self) -> bytes: ...


_FORMS: MappingProxyType[str, Callable[[bytes], _Picture]] = MappingProxyType(
    {".avif": Avif, ".gif": Gif, ".jpeg": Jpeg, ".jpg": Jpeg, ".png": Png, ".webp": WebP}
)


def _too_much(picture: _Picture, size: int) -> str:
    """Return what is too much of a picture to be decoded; empty when nothing is."""
    width, height = max(picture.sizes, key=lambda one: one[0] * one[1])
    # Its decoder needs twice the memory of the others.
    half = 2 if isinstance(picture, WebP) else 1
    most = min(PIXELS, max(SMALL, size * PIXELS_FOR_A_BYTE)) // half
    if width * height > most:
        if width * height > PIXELS:
            return f"the picture has {width:,} by {height:,} pixels, too many for many readers' browsers"
        return f"the picture has {width:,} by {height:,} pixels, more than a file of {size:,} bytes should contain"
    if len(picture.sizes) > FRAMES:
        return f"the picture has {len(picture.sizes):,} frames; the limit is {FRAMES:,}"
    together = sum(across * down for across, down in picture.sizes)
    if together > (most if isinstance(picture, Avif) else min(PIXELS, max(MOVING_SMALL, size * MOVING_FOR_A_BYTE))):
        return f"the frames of the picture have {together:,} pixels together, too many for many readers' browsers"
    return ""


def inspect(kind: str, data: bytes) -> Iterator[Found]:
    """Yield what is found in a picture.

    Args:
        kind: the ending of its name.
        data: its bytes.
    """
    try:
        picture = _FORMS[kind](data)
        if much := _too_much(picture, len(data)):
            yield unsafe(much, "make it smaller")
            return
        picture.check()
    except DamagedError:
        yield unsafe("the picture is damaged, so it cannot be checked", SAVE_AGAIN)
        return
    if picture.said:
        yield trace(f"the picture contains {joined_list(picture.said)}", "picture")


def bare(kind: str, data: bytes) -> bytes:
    """Return a picture's file as it is published: what is seen, and nothing else.

    Raises:
        DamagedError: it cannot be decoded, or is too large to be.
    """
    picture = _FORMS[kind](data)
    if much := _too_much(picture, len(data)):
        raise DamagedError(much)
    return picture.write()
