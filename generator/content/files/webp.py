"""WebP, moving or still: each picture decoded and coded again by itself, in a container with nothing else.

Google's WebP Container Specification and RFC 9649 define the chunks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.content.files import pixels
from generator.content.files.found import DamagedError

_ALPHA = 0x10
_MOVES = 0x02
#: The quality with which points are coded again where they had been rounded: the eye sees no difference.
_QUALITY = 90


@dataclass(frozen=True)
class _Frame:
    """One picture: where it is and how long (the head of ANMF), its size, transparency and points."""

    head: bytes
    size: tuple[int, int]
    alpha: bytes
    kind: bytes
    points: bytes


class WebP:
    """A WebP file, taken apart.

    Attributes:
        said: what it reveals that is not seen.
        sizes: width and height of each of its pictures.

    Raises:
        DamagedError: it is not one.
    """

    def __init__(self, data: bytes) -> None:
        self.said: set[str] = set()
        self._canvas: tuple[int, int] | None = None
        self._times = b"\0\0"
        self._exif = b""
        self._profile = b""
        self._frames: list[_Frame] = []
        if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
            raise DamagedError("no WebP")
        end = 8 + int.from_bytes(data[4:8], "little")
        if end > len(data):
            raise DamagedError("part of it is cut off")
        if data[end:].strip(b"\0"):
            self.said.add("data after its end")
        alpha = b""
        moves = False
        for kind, chunk in _chunks(data[12:end]):
            if kind == b"VP8X" and len(chunk) >= 10:
                moves = bool(chunk[0] & _MOVES)
                self._canvas = (1 + int.from_bytes(chunk[4:7], "little"), 1 + int.from_bytes(chunk[7:10], "little"))
            elif kind == b"ALPH":
                alpha = chunk
            elif kind in {b"VP8 ", b"VP8L"}:
                if moves or self._frames:
                    self.said.add("another picture")
                else:
                    self._frames.append(_Frame(b"", _size(kind, chunk), alpha, kind, chunk))
            elif kind == b"ANIM" and len(chunk) >= 6:
                self._times = chunk[4:6]
            elif kind == b"ANMF" and moves:
                self._frames.append(self._moving(chunk))
            else:
                self._note(kind, chunk)
        if not self._frames:
            raise DamagedError("no picture")
        if self._canvas and not moves and self._canvas != self._frames[0].size:
            raise DamagedError("another size")
        self.sizes = [frame.size for frame in self._frames]
        if moves and self._canvas:
            self.sizes.append(self._canvas)

    def _note(self, kind: bytes, chunk: bytes) -> None:
        if kind == b"EXIF":
            self._exif = chunk
            self.said |= pixels.said_by_exif(chunk)
        elif kind == b"XMP ":
            self.said |= pixels.said_by_xmp(chunk)
        elif kind == b"ICCP":
            self._profile = chunk
        else:
            self.said.add("hidden data")

    def _moving(self, chunk: bytes) -> _Frame:
        alpha = points = kind = b""
        for inner, part in _chunks(chunk[16:]):
            if inner == b"ALPH" and not alpha:
                alpha = part
            elif inner in {b"VP8 ", b"VP8L"} and not points:
                kind, points = inner, part
            else:
                self.said.add("hidden data")
        left, top, width, height = (int.from_bytes(chunk[place : place + 3], "little") for place in (0, 3, 6, 9))
        size = (width + 1, height + 1)
        outside = self._canvas is None or 2 * left + size[0] > self._canvas[0] or 2 * top + size[1] > self._canvas[1]
        if len(chunk) < 16 or _size(kind, points) != size or outside:
            raise DamagedError("a picture outside the picture")
        return _Frame(chunk[:15] + bytes([chunk[15] & 3]), size, alpha, kind, points)

    def _file_of(self, frame: _Frame) -> bytes:
        if frame.alpha and frame.kind == b"VP8 ":
            return _still(frame.size, [(b"ALPH", frame.alpha), (frame.kind, frame.points)])
        return _riff([(frame.kind, frame.points)])

    def check(self) -> None:
        """Decode everything, one picture at a time.

        Raises:
            DamagedError: something cannot be decoded.
        """
        for frame in self._frames:
            pixels.check(self._file_of(frame), "WEBP")

    def write(self) -> bytes:
        """Return the file with what is seen, and nothing else.

        Raises:
            DamagedError: something cannot be decoded.
        """
        made = []
        for frame in self._frames:
            turn = pixels.turned(self._exif) if self._exif and not frame.head else 1
            shown = pixels.as_seen(pixels.decoded(self._file_of(frame), "WEBP"), self._profile, turn)
            made.append(pixels.encoded(shown, "WEBP", lossless=frame.kind == b"VP8L", quality=_QUALITY, method=4))
        if not self._frames[0].head or self._canvas is None:
            return made[0]
        chunks = []
        see_through = 0
        for frame, picture in zip(self._frames, made, strict=True):
            parts = [(kind, chunk) for kind, chunk in _chunks(picture[12:]) if kind in {b"ALPH", b"VP8 ", b"VP8L"}]
            chunks.append((b"ANMF", frame.head + b"".join(_chunk(kind, chunk) for kind, chunk in parts)))
            if parts[0][0] == b"ALPH" or (parts[0][0] == b"VP8L" and parts[0][1][4] & 0x10):
                see_through = _ALPHA
        return _riff([_extended(_MOVES | see_through, self._canvas), (b"ANIM", bytes(4) + self._times), *chunks])


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        chunk = data[at + 8 : at + 8 + size]
        if at + 8 > len(data) or len(chunk) < size:
            raise DamagedError("part of it is cut off")
        yield data[at : at + 4], chunk
        at += 8 + size + size % 2


def _chunk(kind: bytes, chunk: bytes) -> bytes:
    return kind + len(chunk).to_bytes(4, "little") + chunk + bytes(len(chunk) % 2)


def _riff(chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = b"WEBP" + b"".join(_chunk(kind, chunk) for kind, chunk in chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _extended(flags: int, size: tuple[int, int]) -> tuple[bytes, bytes]:
    return b"VP8X", bytes([flags, 0, 0, 0]) + (size[0] - 1).to_bytes(3, "little") + (size[1] - 1).to_bytes(3, "little")


def _still(size: tuple[int, int], chunks: list[tuple[bytes, bytes]]) -> bytes:
    return _riff([_extended(_ALPHA, size), *chunks])


def _size(kind: bytes, points: bytes) -> tuple[int, int]:
    """Return the size that the points themselves have, which decoders make room for."""
    if kind == b"VP8 " and points[3:6] == b"\x9d\x01\x2a" and len(points) >= 10:
        return int.from_bytes(points[6:8], "little") & 0x3FFF, int.from_bytes(points[8:10], "little") & 0x3FFF
    if kind == b"VP8L" and points[:1] == b"\x2f" and len(points) >= 5:
        bits = int.from_bytes(points[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    raise DamagedError("points of an unknown kind")
