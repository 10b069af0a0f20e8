"""Files of every kind that is published, each with a marker in one place where its form can hold one that nobody sees."""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageCms, PngImagePlugin  # noqa: TID251  # makes what its home must judge

MARK = b"MARK7f3a9cMARK"
_WIDE = MARK.decode().encode("utf-16-le")
_MOST = 64 << 20


@dataclass(frozen=True)
class Marked:
    """A file with a marker: its name, its bytes, and where the marker is."""

    name: str
    place: str
    data: bytes

    def __str__(self) -> str:
        """Return the name of the file and the place, for reports of tests."""
        return f"{self.name}: {self.place}"


def holds_mark(data: bytes, depth: int = 0) -> bool:
    """Whether a marker is anywhere in a file: as it is, in wide letters, as digits, packed, or in a file within it."""
    digits = MARK.hex().encode()
    if any(mark in data for mark in (MARK, _WIDE, MARK[::-1], digits, digits.upper(), base64.b64encode(MARK)[:16])):
        return True
    if depth > 3:
        return False
    if data[:2] == b"PK" or b"PK\x05\x06" in data[-200:]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return any(holds_mark(archive.read(name), depth + 1) for name in archive.namelist())
        except (zipfile.BadZipFile, RuntimeError):
            pass
    joined = b"".join(chunk for kind, chunk in _png_chunks(data) if kind == b"IDAT") if data.startswith(_PNG) else b""
    return any(holds_mark(unpacked, depth + 1) for unpacked in (*_unpacked(data), *_unpacked(joined)))


def _unpacked(data: bytes) -> Iterator[bytes]:
    for start in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        at = data.find(start)
        while at >= 0:
            try:
                unpacked = zlib.decompressobj().decompress(data[at:], _MOST)
            except zlib.error:
                unpacked = b""
            if len(unpacked) >= 8:
                yield unpacked
            at = data.find(start, at + 1)


def _picture(mode: str = "RGB", size: tuple[int, int] = (40, 24)) -> Image.Image:
    across = Image.linear_gradient("L").resize(size)
    down = across.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    around = Image.radial_gradient("L").resize(size)
    picture = Image.merge("RGB", (across, down, around))
    if mode in {"RGBA", "LA"}:
        picture.putalpha(Image.new("L", size, 200))
    if mode == "P":
        return picture.quantize(40)
    return picture.convert(mode)


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _profile() -> bytes:
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # The text of the profile, which is the first of its tags' data with room for words.
    at = made.find(b"desc", 128 + 4 + 200) if b"desc" in made[300:] else made.find(b"mluc")
    made[at + 28 : at + 28 + len(MARK)] = MARK
    return bytes(made)


def _exif(field: int = 0x010E) -> bytes:
    exif = Image.Exif()
    exif[field] = MARK.decode()
    return exif.tobytes()


def _exif_of_a_place() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 27: MARK})
    exif.get_ifd(0x8769).update({0x927C: MARK, 0x9286: MARK, 0xA431: MARK.decode()})
    return exif.tobytes()


_XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>" + MARK + b"</dc:creator></x:xmpmeta>"

# PNG

_PNG = b"\x89PNG\r\n\x1a\n"


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def png_of(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """Return a PNG file of chunks."""
    return _PNG + b"".join(
        struct.pack(">I", len(chunk)) + kind + chunk + struct.pack(">I", zlib.crc32(kind + chunk)) for kind, chunk in chunks
    )


def _with(chunks: list[tuple[bytes, bytes]], before: bytes, *added: tuple[bytes, bytes]) -> bytes:
    at = next(number for number, (kind, _) in enumerate(chunks) if kind == before)
    return png_of([*chunks[:at], *added, *chunks[at:]])


def _changed(chunks: list[tuple[bytes, bytes]], which: bytes, change: Callable[[bytes], bytes]) -> bytes:
    return png_of([(kind, change(chunk) if kind == which else chunk) for kind, chunk in chunks])


def _pngs() -> Iterator[Marked]:
    for mode in ("RGB", "RGBA", "P", "L", "LA", "1", "I;16"):
        source = Image.new("I;16", (40, 24), 40_000) if mode == "I;16" else _picture(mode)
        chunks = list(_png_chunks(_saved(source, "PNG")))
        packed = zlib.compress(MARK)
        places = {
            "text": [(b"tEXt", b"Author\0" + MARK)],
            "key of text": [(b"tEXt", MARK + b"\0x")],
            "packed text": [(b"zTXt", b"Comment\0\0" + packed)],
            "text of the world": [(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + _XMP)],
            "packed text of the world": [(b"iTXt", b"Title\0\1\0en\0\0" + packed)],
            "EXIF": [(b"eXIf", _exif()[6:])],
            "EXIF of a place": [(b"eXIf", _exif_of_a_place()[6:])],
            "profile": [(b"iCCP", b"p\0\0" + zlib.compress(_profile()))],
            "name of the profile": [(b"iCCP", MARK + b"\0\0" + zlib.compress(_profile()))],
            "suggested palette": [(b"sPLT", MARK + b"\0\x08")],
            "private chunk": [(b"prVt", MARK)],
            "stage directions": [(b"caBX", MARK)],
            "chromaticities": [(b"cHRM", (MARK * 3)[:32])],
            "significant bits": [(b"sBIT", MARK)],
            "background": [(b"bKGD", MARK)],
            "histogram": [(b"hIST", MARK)],
        }
        for place, added in places.items():
            yield Marked(f"{mode.replace(';', '')}.png", place, _with(chunks, b"IDAT", *added))
        name = f"{mode.replace(';', '')}.png"
        yield Marked(name, "after the points", _with(chunks, b"IEND", (b"tEXt", b"a\0" + MARK)))
        yield Marked(name, "in the end", _changed(chunks, b"IEND", lambda _: MARK))
        yield Marked(name, "after the end", png_of(chunks) + MARK)
        yield Marked(name, "a second picture", png_of(chunks) + _with(chunks, b"IDAT", (b"tEXt", b"a\0" + MARK)))
        yield Marked(name, "after the packed points", _changed(chunks, b"IDAT", lambda data: data + MARK))
        yield Marked(name, "points too many", _changed(chunks, b"IDAT", lambda data: zlib.compress(zlib.decompress(data) + MARK)))
        yield Marked(name, "points of a larger picture", _with(chunks, b"IEND", (b"IDAT", zlib.compress(MARK * 9))))
    colours = list(_png_chunks(_saved(_picture("P"), "PNG")))
    yield Marked(
        "P.png", "colours that no point has", _changed(colours, b"PLTE", lambda data: data[:120] + MARK + b"!" * (4 + 300))
    )
    yield Marked(
        "P.png",
        "transparency that no point has",
        _with([*_with_palette(colours)], b"IDAT", (b"tRNS", b"\xff" * 100 + MARK)),
    )
    yield Marked(
        "RGB.png",
        "a palette that is not used",
        _with(list(_png_chunks(_saved(_picture(), "PNG"))), b"IDAT", (b"PLTE", MARK + b"!")),
    )
    yield from _moving_pngs()


def _with_palette(chunks: list[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    for kind, chunk in chunks:
        yield kind, chunk.ljust(768, b"\0") if kind == b"PLTE" else chunk


def _moving_pngs() -> Iterator[Marked]:
    frames = [_picture().rotate(90 * number) for number in range(3)]
    chunks = list(_png_chunks(_saved(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=100)))
    yield Marked("moving.png", "text", _with(chunks, b"fdAT", (b"tEXt", b"a\0" + MARK)))
    yield Marked("moving.png", "after the packed points of a step", _changed(chunks, b"fdAT", lambda data: data + MARK))
    yield Marked(
        "moving.png",
        "points too many of a step",
        _changed(chunks, b"fdAT", lambda data: data[:4] + zlib.compress(zlib.decompress(data[4:]) + MARK)),
    )
    still = list(_png_chunks(_saved(_picture(), "PNG")))
    raw = bytearray(zlib.decompress(b"".join(chunk for kind, chunk in still if kind == b"IDAT")))
    raw[1 : 1 + len(MARK)] = MARK
    raw[0] = 0
    unseen = [(b"IDAT", zlib.compress(bytes(raw)))]
    head, control = chunks[0], [chunk for chunk in chunks if chunk[0] in {b"acTL", b"fcTL", b"fdAT"}]
    moving = [(kind, chunk) for kind, chunk in chunks if kind == b"IDAT"]
    rest = [*control[:2], (b"fdAT", struct.pack(">I", 1) + moving[0][1]), *control[2:]]
    numbered: list[tuple[bytes, bytes]] = []
    number = 0
    for kind, chunk in rest:
        numbered.append((kind, chunk if kind == b"acTL" else struct.pack(">I", number) + chunk[4:]))
        number += kind != b"acTL"
    yield Marked(
        "moving.png", "the picture where nothing moves", png_of([head, numbered[0], *unseen, *numbered[1:], (b"IEND", b"")])
    )


# JPEG


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _jpegs() -> Iterator[Marked]:
    for name, data in {
        "colour.jpg": _saved(_picture(), "JPEG", quality=85),
        "grey.jpeg": _saved(_picture("L"), "JPEG"),
        "progressive.jpg": _saved(_picture(), "JPEG", progressive=True),
        "print.jpg": _saved(_picture("CMYK"), "JPEG"),
    }.items():
        start = 2
        for marker in range(0xE0, 0xF0):
            yield Marked(name, f"application {marker - 0xE0}", data[:start] + _segment(marker, b"Notes\0" + MARK) + data[start:])
        for place, segment in {
            "comment": _segment(0xFE, MARK),
            "EXIF": _segment(0xE1, _exif()),
            "EXIF of a place": _segment(0xE1, _exif_of_a_place()),
            "XMP": _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP),
            "more XMP": _segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + MARK),
            "profile": _segment(0xE2, b"ICC_PROFILE\0\1\1" + _profile()),
            "index of pictures": _segment(0xE2, b"MPF\0" + MARK),
            "IPTC": _segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x13\x1c\x02\x50" + MARK),
            "small copy": _segment(0xE0, b"JFXX\0\x10" + MARK),
            "thumbnail": _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\5\1" + MARK + b"!"),
            "Adobe, longer than it is": _segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + MARK),
            "a table that nothing is rounded with": _segment(0xDB, b"\3" + (MARK * 5)[:64]),
            "a table of codes that nothing uses": _segment(0xC4, b"\x13" + bytes([0, 0, 0, 0, 14, *[0] * 11]) + MARK),
            "bytes between segments": _segment(0xFE, b" ") + MARK,
            "a segment that nobody knows": _segment(0xF5, MARK),
        }.items():
            at = data.index(b"\xff\xdb") if name == "print.jpg" else start
            yield Marked(name, place, data[:at] + segment + data[at:])
        yield Marked(name, "after the end", data + MARK)
        yield Marked(name, "a second picture", data + data[:2] + _segment(0xFE, MARK) + data[2:])
        yield Marked(name, "after the last points", data[:-2] + MARK + data[-2:])
        yield Marked(name, "a comment after the points", data[:-2] + _segment(0xFE, MARK) + data[-2:])
        scan = data.rindex(b"\xff\xda")
        yield Marked(name, "a comment before a scan", data[:scan] + _segment(0xFE, MARK) + data[scan:])
    small = _saved(_picture(size=(8, 8)), "JPEG", comment=MARK)
    exif = (
        struct.pack(">2sHIHI", b"MM", 42, 8, 0, 14)
        + struct.pack(">HHHIIHHIII", 2, 0x0201, 4, 1, 44, 0x0202, 4, 1, len(small), 0)
        + small
    )
    data = _saved(_picture(), "JPEG")
    yield Marked("colour.jpg", "small copy in EXIF", data[:2] + _segment(0xE1, b"Exif\0\0" + exif) + data[2:])


# GIF


def _gifs() -> Iterator[Marked]:
    still = _saved(_picture("P"), "GIF")
    frames = [_picture().rotate(90 * number).quantize(30 + number) for number in range(3)]
    moving = _saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    block = bytes([len(MARK)]) + MARK + b"\0"
    for name, data in {"still.gif": still, "moving.gif": moving}.items():
        at = 13 + (3 << (data[10] & 7) + 1)
        for place, added in {
            "comment": b"\x21\xfe" + block,
            "text": b"\x21\x01\x0c" + bytes(12) + block,
            "XMP": b"\x21\xff\x0bXMP DataXMP" + block,
            "profile": b"\x21\xff\x0bICCRGBG1012" + block,
            "name of an application": b"\x21\xff\x0b" + MARK[:11] + block,
            "how often, and more": b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0" + block,
            "a block that nobody knows": b"\x21\x77" + block,
        }.items():
            yield Marked(name, place, data[:at] + added + data[at:])
            yield Marked(name, f"{place}, last", data[:-1] + added + b"\x3b")
        yield Marked(name, "after the end", data + MARK)
        # The last sub-block of the points is followed by a zero: one more after the code that ends them.
        yield Marked(name, "after the points", data[:-2] + block + b"\x3b")
    few = Image.new("P", (8, 8), 1)
    few.putpalette([1, 2, 3, 4, 5, 6])
    data = _saved(few, "GIF", optimize=False)
    table = b"\0\0\0\4\5\6" + (MARK * 100)[: 768 - 6]
    bare = data[:10] + b"\xf7\0\0" + table + data[13 + (3 << (data[10] & 7) + 1) :]
    yield Marked("few.gif", "colours that no point has", bare)
    at = bare.index(b"\x2c", 781)
    own = bare[: at + 9] + b"\x87" + table + bare[at + 10 :]
    yield Marked("few.gif", "colours of a picture that no point has", own)


# WebP


def _riff(chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(chunk)) + chunk + bytes(len(chunk) % 2) for kind, chunk in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _webps() -> Iterator[Marked]:
    frames = [_picture().rotate(90 * number) for number in range(3)]
    for name, data in {
        "lossy.webp": _saved(_picture(), "WEBP"),
        "exact.webp": _saved(_picture("RGBA"), "WEBP", lossless=True),
        "clear.webp": _saved(_picture("RGBA"), "WEBP"),
        "moving.webp": _saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100),
    }.items():
        chunks = list(_riff_chunks(data))
        size = struct.pack("<I", 39)[:3] + struct.pack("<I", 23)[:3]
        extended = chunks if chunks[0][0] == b"VP8X" else [(b"VP8X", b"\x3c\0\0\0" + size), *chunks]
        for place, added in {"EXIF": (b"EXIF", _exif()), "XMP": (b"XMP ", _XMP), "unknown": (b"mark", MARK)}.items():
            yield Marked(name, place, _riff([*extended, added]))
        yield Marked(name, "profile", _riff([extended[0], (b"ICCP", _profile()), *extended[1:]]))
        yield Marked(name, "unknown, without a head", _riff([*chunks, (b"mark", MARK)]))
        yield Marked(name, "after the end", data + MARK)
        yield Marked(
            name, "a longer head", _riff([(kind, chunk + MARK if kind == b"VP8X" else chunk) for kind, chunk in extended])
        )
        points = {b"VP8 ", b"VP8L", b"ANMF", b"ALPH"}
        yield Marked(
            name, "after the points", _riff([(kind, chunk + MARK if kind in points else chunk) for kind, chunk in chunks])
        )
        inner = b"mark" + struct.pack("<I", len(MARK)) + MARK
        yield Marked(
            name,
            "within a step",
            _riff([(kind, chunk + inner if kind == b"ANMF" else chunk) for kind, chunk in [*chunks, (b"xxxx", MARK)]]),
        )


# AVIF


def _avifs() -> Iterator[Marked]:
    data = _saved(_picture(), "AVIF")
    box = struct.pack(">I", 8 + len(MARK))
    yield Marked("still.avif", "EXIF", _saved(_picture(), "AVIF", exif=_exif()))
    yield Marked("still.avif", "EXIF of a place", _saved(_picture(), "AVIF", exif=_exif_of_a_place()))
    yield Marked("still.avif", "XMP", _saved(_picture(), "AVIF", xmp=_XMP))
    yield Marked("still.avif", "profile", _saved(_picture(), "AVIF", icc_profile=_profile()))
    frames = [_picture().rotate(90 * number) for number in range(3)]
    moving = _saved(frames[0], "AVIF", save_all=True, append_images=frames[1:], duration=100)
    for name, made in {"still.avif": data, "moving.avif": moving, "clear.avif": _saved(_picture("RGBA"), "AVIF")}.items():
        for kind in (b"free", b"skip", b"mdat", b"meta", b"mark"):
            yield Marked(name, f"a box `{kind.decode()}` at the end", made + box + kind + MARK)
        yield Marked(name, "a box of a user", made + struct.pack(">I", 24 + len(MARK)) + b"uuid" + bytes(16) + MARK)
        yield Marked(name, "after the end", made + MARK)


def pictures() -> Iterator[Marked]:
    """Yield pictures with a marker."""
    yield from _pngs()
    yield from _jpegs()
    yield from _gifs()
    yield from _webps()
    yield from _avifs()


@cache
def plain_pictures() -> tuple[tuple[str, bytes], ...]:
    """Return pictures of each form without a marker, by name."""
    return tuple(_plain_pictures())


def _plain_pictures() -> Iterator[tuple[str, bytes]]:
    for mode in ("RGB", "RGBA", "P", "L", "LA", "1"):
        yield f"{mode}.png", _saved(_picture(mode), "PNG")
    yield "text.png", _saved(_picture(), "PNG", pnginfo=PngImagePlugin.PngInfo())
    yield "colour.jpg", _saved(_picture(), "JPEG", quality=85)
    yield "grey.jpg", _saved(_picture("L"), "JPEG")
    yield "progressive.jpg", _saved(_picture(), "JPEG", progressive=True)
    yield "still.gif", _saved(_picture("P"), "GIF")
    frames = [_picture().rotate(90 * number) for number in range(3)]
    yield (
        "moving.gif",
        _saved(
            frames[0].quantize(), "GIF", save_all=True, append_images=[one.quantize() for one in frames[1:]], duration=100, loop=3
        ),
    )
    yield "moving.png", _saved(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=[100, 200, 300])
    yield "lossy.webp", _saved(_picture(), "WEBP")
    yield "exact.webp", _saved(_picture("RGBA"), "WEBP", lossless=True)
    yield (
        "moving.webp",
        _saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=[100, 200, 300], lossless=True),
    )
    yield "still.avif", _saved(_picture(), "AVIF")
    yield "moving.avif", _saved(frames[0], "AVIF", save_all=True, append_images=frames[1:], duration=100)
