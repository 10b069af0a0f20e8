"""Pictures as what is seen: decoded, with their colours and rotation applied, and encoded from that alone. Only this module reads with Pillow.

A profile of colours and a note of rotation change what is seen and can hold any text; so they are applied and left out.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import Any

from generator.content.files.found import DamagedError

# EXIF tags (EXIF 2.32) that identify a person or device, and the blocks of places and of the small copy.
_EXIF = {
    0x010E: "a description",
    0x010F: "the camera's maker",
    0x0110: "the camera's model",
    0x0132: "the time it was taken",
    0x013B: "its author",
    0x8298: "its owner",
    0x9286: "a comment",
    0x9C9C: "a comment",
    0x9C9D: "its author",
    0xA430: "its owner",
    0xA431: "the camera's number",
}
_GPS = 0x8825
_EXIF_BLOCK = 0x8769
_SMALL_COPY, _SMALL_COPY_AT = 1, 0x0201
_TURNED = 0x0112
_MOST_OF_A_NOTE = 1 << 20

#: What notes in XMP say, by a word in them.
_XMP = {b"creator": "its author", b"gps": "the place where it was taken"}


@contextmanager
def opened(data: bytes, form: str) -> Iterator[Any]:
    """Open a picture of one form, whose size has been checked.

    Args:
        data: the picture.
        form: Pillow's name of the form; nothing else is tried.
    """
    from PIL import Image  # noqa: PLC0415, TID251  # this module is its home; it is slow to load, and few sites have pictures

    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None  # The size is checked by those who call; the library would print a warning of its own.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=(form,)) as picture:
                yield picture
    except DamagedError:
        raise
    except Exception as error:  # whatever the library says of a broken picture, it is that
        raise DamagedError(str(error)) from error
    finally:
        Image.MAX_IMAGE_PIXELS = before


def decoded(data: bytes, form: str) -> Any:
    """Return a picture of one form, decoded."""
    with opened(data, form) as picture:
        picture.load()
        return picture.copy()


def check(data: bytes, form: str) -> None:
    """Decode a picture of one form, and keep nothing of it.

    Raises:
        DamagedError: it cannot be decoded.
    """
    with opened(data, form) as picture:
        # An eighth of a JPEG's points say as well whether all of it is there.
        picture.draft(None, (max(1, picture.width // 8), max(1, picture.height // 8)))
        picture.load()


def encoded(picture: Any, form: str, **options: Any) -> bytes:
    """Return the file of a picture: its pixels and palette, and what the options say."""
    written = BytesIO()
    bare = picture.copy()
    kept = {"transparency": picture.info["transparency"]} if "transparency" in picture.info and form == "PNG" else {}
    bare.info = kept
    bare.save(written, form, **options)
    return written.getvalue()


def numbers_in(picture: Any) -> set[int]:
    """Return the numbers of colours that a picture with a palette has."""
    return {number for number, count in enumerate(picture.histogram()) if count}


def sampling(picture: Any) -> int:
    """Return how an opened JPEG halves its colours, as Pillow numbers it: 0 not, 1 across, 2 both ways."""
    from PIL import JpegImagePlugin  # noqa: PLC0415, TID251  # as above

    found: int = JpegImagePlugin.get_sampling(picture)
    return found if found in {0, 1, 2} else 0


def rounding(tables: list[list[int]]) -> list[list[int]]:
    """Return the tables with which the points of a JPEG are rounded, each as one that encoders make by themselves.

    A table of another maker, which could hold anything, gives way to the one of T.81's annex K that rounds as finely.
    """
    made = []
    for number, table in enumerate(tables):
        kinds = [[_scaled(base, quality) for quality in range(1, 101)] for base in _annex_k()]
        if any(table in kind for kind in kinds):
            made.append(table)
            continue
        kind = kinds[min(number, 1)]
        made.append(next((one for one in kind if sum(one) <= sum(table)), kind[-1]))
    return made


@cache
def _annex_k() -> tuple[tuple[int, ...], ...]:
    """Return the tables of T.81's annex K, for brightness and for colour, which encoders use at half their quality."""
    from PIL import Image  # noqa: PLC0415, TID251  # as above

    written = BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG", quality=50)
    with opened(written.getvalue(), "JPEG") as picture:
        return tuple(tuple(picture.quantization[number]) for number in (0, 1))


def _scaled(base: tuple[int, ...], quality: int) -> list[int]:
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return [min(max((value * scale + 50) // 100, 1), 255) for value in base]


def turned(exif: bytes) -> int:
    """Return how a picture is to be turned before it is shown, as EXIF numbers it: 1 is upright."""
    found = _exif(exif).get(_TURNED, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def said_by_exif(exif: bytes) -> set[str]:
    """Return what a block of EXIF reveals."""
    notes = _exif(exif)
    said = {name for tag, name in _EXIF.items() if notes.get(tag) or notes.get_ifd(_EXIF_BLOCK).get(tag)}
    if notes.get_ifd(_GPS):
        said.add("the place where it was taken")
    if notes.get_ifd(_SMALL_COPY).get(_SMALL_COPY_AT):
        said.add("a small copy of it as it once was")
    return said


def said_by_xmp(text: bytes) -> set[str]:
    """Return what a block of XMP reveals."""
    lower = text[:_MOST_OF_A_NOTE].lower()
    return {name for word, name in _XMP.items() if word in lower}


def _exif(data: bytes) -> Any:
    from PIL import Image  # noqa: PLC0415, TID251  # as above

    notes = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notes.load(data)
            for block in (_EXIF_BLOCK, _GPS, _SMALL_COPY):
                notes.get_ifd(block)
    except Exception:  # noqa: BLE001  # notes that nobody can read turn nothing
        return Image.Exif()
    return notes


def as_seen(picture: Any, profile: bytes = b"", turn: int = 1) -> Any:
    """Return a picture as it is shown: its colours in sRGB, upright, and nothing behind what is wholly transparent.

    Args:
        picture: the decoded picture.
        profile: its profile of colours (ICC); a broken one is ignored, as browsers do.
        turn: its rotation, as EXIF numbers it.
    """
    from PIL import Image  # noqa: PLC0415, TID251  # as above

    shown = picture
    if profile:
        shown = _in_srgb(shown, profile)
    method = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(turn)
    if method is not None:
        shown = shown.transpose(method)
    return without_hidden_colours(shown)


def without_hidden_colours(picture: Any) -> Any:
    """Return a picture in which everything wholly transparent is of one colour; an eraser leaves the colours that were there."""
    if picture.mode not in {"RGBA", "LA"}:
        return picture
    clear = picture.getchannel("A").point(lambda alpha: 0 if alpha else 255)
    if clear.getbbox() is None:
        return picture
    cleared = picture.copy()
    cleared.paste((0,) * len(picture.getbands()), (0, 0, *picture.size), clear)
    return picture if cleared.tobytes() == picture.tobytes() else cleared


def _in_srgb(picture: Any, profile: bytes) -> Any:
    from PIL import ImageCms  # noqa: PLC0415, TID251  # as above

    plain = picture
    if picture.mode == "PA" or "transparency" in picture.info:
        plain = picture.convert("RGBA")
    elif picture.mode in {"P", "1"}:
        plain = picture.convert("RGB")
    wanted = "RGBA" if plain.mode in {"RGBA", "LA"} else "RGB"
    try:
        space = ImageCms.getOpenProfile(BytesIO(profile))
        if plain.mode == "LA":
            grey, alpha = plain.split()
            made: Any = ImageCms.profileToProfile(grey, space, ImageCms.createProfile("sRGB"), outputMode="RGB")
            made.putalpha(alpha)
            return made
        return ImageCms.profileToProfile(plain, space, ImageCms.createProfile("sRGB"), outputMode=wanted) or plain
    except Exception:  # noqa: BLE001  # a profile that does not fit changes nothing, in browsers too
        return picture
