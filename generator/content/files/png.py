"""PNG, moving or still: chunks that change what is seen are kept, everything else is left out.

PNG 3 (W3C, 2025) defines the chunks. Of the data of the picture only as many bytes are kept as it has points: what an editor that cut a picture
left after them, too, is still the whole picture.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.content.files import pixels
from generator.content.files.found import DamagedError

START = b"\x89PNG\r\n\x1a\n"
#: Bits of a point for each channel, by type of colour, and their channels.
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_INDEXED = 3
#: The first column and row of each pass of an interlaced picture, and its steps.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
#: Chunks that most programs write and that reveal nobody; others are worth a word to the writer.
_USUAL = frozenset("bKGD hIST iCCP pHYs sBIT sPLT tEXt tIME zTXt iTXt eXIf cLLI mDCV".split())
_PIECE = 1 << 18


@dataclass
class _Frame:
    """A picture of the file: its control chunk (none for one that is only shown where nothing moves), size and compressed data."""

    control: bytes
    width: int
    height: int
    data: list[bytes] = field(default_factory=list)


class Png:
    """A PNG file, taken apart.

    Attributes:
        said: what it reveals that is not seen.
        extra: whether it has chunks that are left out.
        sizes: width and height of each of its pictures.

    Raises:
        DamagedError: it is not one.
    """

    def __init__(self, data: bytes) -> None:
        self.said: set[str] = set()
        self.extra = False
        self._colours: dict[bytes, bytes] = {}
        self._palette = b""
        self._transparent = b""
        self._profile = b""
        self._exif = b""
        self._plays = b""
        self._frames: list[_Frame] = []
        self._is_exact = False
        self._width = self._height = self._depth = self._type = self._interlaced = 0
        self._take_apart(data)
        self.sizes = [(frame.width, frame.height) for frame in self._frames]

    def _make_exact(self) -> None:
        if not self._is_exact:
            for frame in self._frames:
                frame.data = [self._exact(frame)]
            if self._plays and not self._frames[0].control and self._frames[0].data[0] != self._blank():
                self.said.add("another picture, which is shown only where nothing moves")
        self._is_exact = True

    def _take_apart(self, data: bytes) -> None:
        chunks = _chunks(data)
        kind, head = next(chunks, (b"", b""))
        if kind != b"IHDR" or len(head) != 13:
            raise DamagedError("no header")
        self._width, self._height, self._depth, self._type, packing, filtering, self._interlaced = struct.unpack(">IIBBBBB", head)
        if self._depth not in _DEPTHS.get(self._type, ()) or packing or filtering or self._interlaced > 1:
            raise DamagedError("an unknown kind of colour")
        if not 0 < self._width < 1 << 31 or not 0 < self._height < 1 << 31:
            raise DamagedError("no size")
        still = _Frame(b"", self._width, self._height)
        frame: _Frame | None = None
        ended = first_moves = False
        for kind, chunk in chunks:
            if kind == b"IEND":
                ended = True
                if chunk:
                    self.said.add("hidden data")
                break
            if kind == b"fcTL":
                frame = self._controlled(chunk)
            elif kind == b"IDAT":
                still.data.append(chunk)
                first_moves = frame is not None
            elif kind == b"fdAT":
                if frame is None:
                    raise DamagedError("a picture without its place")
                frame.data.append(chunk[4:])
            else:
                self._other(kind, chunk)
        if not ended:
            raise DamagedError("no end")
        if (rest := data[_end(data) :]) and rest.strip(b"\0"):
            self.said.add("data after its end")
        if not self._plays or not self._frames:
            self._plays, self._frames = b"", [still]
        elif first_moves:
            self._frames[0].data = still.data
        else:
            self._frames.insert(0, still)
        if self._type == _INDEXED and (not self._palette or len(self._palette) % 3 or len(self._palette) > 768):
            raise DamagedError("no palette")

    def _controlled(self, chunk: bytes) -> _Frame:
        if len(chunk) != 26:
            raise DamagedError("a picture without its place")
        _, width, height, left, top, *_, disposal, blend = struct.unpack(">IIIIIHHBB", chunk)
        if not width or not height or left + width > self._width or top + height > self._height or disposal > 2 or blend > 1:
            raise DamagedError("a picture outside the picture")
        frame = _Frame(chunk[4:], width, height)
        self._frames.append(frame)
        return frame

    def _other(self, kind: bytes, chunk: bytes) -> None:
        self.extra |= kind not in {b"PLTE", b"tRNS", b"acTL", b"gAMA", b"sRGB", b"cHRM", b"cICP", b"pHYs"}
        if kind == b"PLTE":
            self._palette = chunk if self._type == _INDEXED else b""
        elif kind == b"tRNS":
            self._transparent = chunk[: {0: 2, 2: 6, _INDEXED: 256}.get(self._type, 0)]
        elif kind == b"acTL" and len(chunk) == 8:
            self._plays = chunk[4:]
        elif kind in {b"gAMA", b"sRGB", b"cHRM", b"cICP"}:
            if _is_plausible(kind, chunk):
                self._colours[kind] = chunk
        elif kind == b"iCCP":
            self._profile = _unpacked_profile(chunk)
        elif kind == b"eXIf":
            self._exif = chunk
            self.said |= pixels.said_by_exif(chunk)
        elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
            self.said |= _said_by_text(chunk)
        elif kind.decode("ascii", "replace") not in _USUAL:
            if not kind[0] & 0x20:
                raise DamagedError("an unknown part that is needed")
            self.said.add("hidden data")

    def _exact(self, frame: _Frame) -> bytes:
        """Return the compressed data of a frame, with as many bytes as its points need: unchanged if that is what it has."""
        wanted = self._raw_size(frame)
        data = b"".join(frame.data)
        count = 0
        unpacking = zlib.decompressobj()
        try:
            rest = data
            while not unpacking.eof and count <= wanted:
                piece = unpacking.decompress(rest, _PIECE)
                if not piece and not unpacking.unconsumed_tail:
                    break
                count += len(piece)
                rest = unpacking.unconsumed_tail
        except zlib.error as error:
            raise DamagedError("the points cannot be unpacked") from error
        if count < wanted:
            raise DamagedError("points are missing")
        if count == wanted and unpacking.eof and not unpacking.unused_data:
            return data
        if count == wanted and not unpacking.eof and not rest:
            raise DamagedError("points are missing")
        self.said.add("data after its end")
        return _repacked(data, wanted)

    def _raw_size(self, frame: _Frame) -> int:
        bits = self._depth * _CHANNELS[self._type]
        if not self._interlaced:
            return frame.height * (1 + (frame.width * bits + 7) // 8)
        total: int = 0
        for left, top, across, down in _PASSES:
            columns, rows = (frame.width - left + across - 1) // across, (frame.height - top + down - 1) // down
            if columns > 0 and rows > 0:
                total += rows * (1 + (columns * bits + 7) // 8)
        return total

    def _file_of(self, frame: _Frame) -> bytes:
        head = struct.pack(">IIBBBBB", frame.width, frame.height, self._depth, self._type, 0, 0, self._interlaced)
        return _png_bytes([(b"IHDR", head), *self._palettes(), (b"IDAT", frame.data[0])])

    def _palettes(self) -> list[tuple[bytes, bytes]]:
        return [(kind, chunk) for kind, chunk in ((b"PLTE", self._palette), (b"tRNS", self._transparent)) if chunk]

    def check(self) -> None:
        """Decode everything, one picture at a time.

        Raises:
            DamagedError: something cannot be decoded.
        """
        self._make_exact()
        for frame in self._frames:
            pixels.check(self._file_of(frame), "PNG")

    def write(self) -> bytes:
        """Return the file with what is seen, and nothing else.

        Raises:
            DamagedError: something cannot be decoded.
        """
        self.check()
        if not self._frames[0].control and self._plays:
            self._frames[0].data = [self._blank()]
        turn = pixels.turned(self._exif) if self._exif and not self._plays else 1
        if self._profile or turn != 1 or self._hides_colours():
            self._draw_again(turn)
        elif self._type == _INDEXED:
            self._forget_unused()
        head = struct.pack(">IIBBBBB", self._width, self._height, self._depth, self._type, 0, 0, self._interlaced)
        chunks = [(b"IHDR", head), *self._colours.items(), *self._palettes()]
        number = 0
        if self._plays:
            shown = sum(bool(frame.control) for frame in self._frames)
            chunks.append((b"acTL", struct.pack(">I", shown) + self._plays))
        for place, frame in enumerate(self._frames):
            if frame.control:
                chunks.append((b"fcTL", struct.pack(">I", number) + frame.control))
                number += 1
            if place == 0:
                chunks.append((b"IDAT", frame.data[0]))
            else:
                chunks.append((b"fdAT", struct.pack(">I", number) + frame.data[0]))
                number += 1
        return _png_bytes(chunks)

    def _blank(self) -> bytes:
        """Return the points of an empty picture, which stands where another would be shown only where nothing moves."""
        packing = zlib.compressobj(9)
        size = self._raw_size(self._frames[0])
        made = [packing.compress(bytes(min(_PIECE, size - at))) for at in range(0, size, _PIECE)]
        return b"".join((*made, packing.flush()))

    def _hides_colours(self) -> bool:
        """Whether any picture has colours behind what is wholly transparent."""
        if self._type == _INDEXED:
            return self._transparent.count(0) > 1
        return self._type in {4, 6} and any(
            pixels.without_hidden_colours(picture) is not picture
            for picture in (pixels.decoded(self._file_of(frame), "PNG") for frame in self._frames)
        )

    def _draw_again(self, turn: int) -> None:
        drawn = []
        for frame in self._frames:
            picture = pixels.decoded(self._file_of(frame), "PNG")
            if len(self._frames) > 1 or (picture.mode == "P" and self._transparent):
                picture = picture.convert("RGBA")
            drawn.append(Png(pixels.encoded(pixels.as_seen(picture, self._profile, turn), "PNG", optimize=False)))
            drawn[-1]._make_exact()  # noqa: SLF001  # another of the same class
            frame.data = drawn[-1]._frames[0].data  # noqa: SLF001  # as above
        first = drawn[0]
        self._depth, self._type, self._interlaced = first._depth, first._type, 0  # noqa: SLF001  # as above
        self._palette, self._transparent = first._palette, first._transparent  # noqa: SLF001  # as above
        if not self._plays:
            self._width, self._height = first.sizes[0]
        if self._profile:
            self._colours = {b"sRGB": b"\0"}

    def _forget_unused(self) -> None:
        """Keep no colour in the palette that no point has."""
        used: set[int] = set()
        for frame in self._frames:
            histogram = pixels.decoded(self._file_of(frame), "PNG").histogram()
            used |= {index for index, count in enumerate(histogram) if count}
        entries = [
            self._palette[3 * index : 3 * index + 3] if index in used else bytes(3) for index in range(len(self._palette) // 3)
        ]
        self._palette = b"".join(entries)
        self._transparent = bytes(
            alpha if index in used else 255 for index, alpha in enumerate(self._transparent[: len(entries)])
        )
        if set(self._transparent) <= {255}:
            self._transparent = b""


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(START)
    if not data.startswith(START):
        raise DamagedError("no PNG")
    while at < len(data):
        if at + 12 > len(data):
            raise DamagedError("part of it is cut off")
        length = int.from_bytes(data[at : at + 4])
        kind, chunk = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if (
            len(chunk) < length
            or not kind.isalpha()
            or int.from_bytes(data[at + 8 + length : at + 12 + length]) != zlib.crc32(data[at + 4 : at + 8 + length])
        ):
            raise DamagedError("a part is damaged")
        yield kind, chunk
        at += 12 + length
        if kind == b"IEND":
            return


def _end(data: bytes) -> int:
    """Return where the last chunk ends."""
    at = len(START)
    while True:
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return at


def _png_bytes(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return START + b"".join(
        struct.pack(">I", len(chunk)) + kind + chunk + struct.pack(">I", zlib.crc32(kind + chunk))
        for kind, chunk in (*chunks, (b"IEND", b""))
    )


def _repacked(data: bytes, size: int) -> bytes:
    """Return compressed data with only its first bytes, given how many."""
    unpacking, packing = zlib.decompressobj(), zlib.compressobj(9)
    made = []
    rest, left = data, size
    while left:
        piece = unpacking.decompress(rest, min(left, _PIECE))
        made.append(packing.compress(piece))
        rest, left = unpacking.unconsumed_tail, left - len(piece)
    return b"".join((*made, packing.flush()))


def _is_plausible(kind: bytes, chunk: bytes) -> bool:
    """Whether a chunk of colours holds numbers as they occur, and so no text."""
    if kind == b"sRGB":
        return len(chunk) == 1 and chunk[0] <= 3
    if kind == b"cICP":
        return len(chunk) == 4 and max(chunk) <= 22
    if kind == b"gAMA":
        return len(chunk) == 4 and 0 < int.from_bytes(chunk) <= 1_000_000
    return len(chunk) == 32 and all(value <= 100_000 for value in struct.unpack(">8I", chunk))


def _unpacked_profile(chunk: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(chunk.partition(b"\0")[2][1:], 4 << 20)
    except zlib.error:
        return b""


def _said_by_text(chunk: bytes) -> set[str]:
    key, _, text = chunk.partition(b"\0")
    word = key.strip().lower()
    if word in {b"author", b"artist"} and text:
        return {"its author"}
    if word == b"comment":
        return {"a comment"}
    return pixels.said_by_xmp(text) if b"xmp" in word else set()


def is_bare(data: bytes) -> bool:
    """Whether a PNG file holds nothing but what is seen."""
    try:
        picture = Png(data)
        picture.check()
    except DamagedError:
        return False
    return not picture.said and not picture.extra
