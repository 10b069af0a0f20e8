"""GIF: each picture of it decoded and coded again by itself, with the colours it uses, its place and its time.

CompuServe's GIF89a defines the blocks. Kept are the size, the pictures, their controls, and how often they are repeated; comments, plain text,
blocks of applications, colours that no point has, and whatever is behind the end are left out.
"""

from dataclasses import dataclass

from generator.content.files import pixels
from generator.content.files.found import DamagedError

_REPEATED = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}


@dataclass
class _Frame:
    """One picture: its place (left, top, width, height), control, table of colours (none: the common one), whether interlaced, coded points."""

    place: tuple[int, int, int, int]
    control: bytes
    colours: bytes
    interlaced: bool
    coded: bytes


class Gif:
    """A GIF file, taken apart.

    Attributes:
        said: what it reveals that is not seen.
        sizes: width and height of each of its pictures.

    Raises:
        DamagedError: it is not one.
    """

    def __init__(self, data: bytes) -> None:
        self.said: set[str] = set()
        self._frames: list[_Frame] = []
        self._times = b""
        self._data = data
        self._at = 6
        if data[:6] not in {b"GIF87a", b"GIF89a"}:
            raise DamagedError("no GIF")
        head = self._take(7)
        self._width, self._height = int.from_bytes(head[:2], "little"), int.from_bytes(head[2:4], "little")
        self._colours = self._table(head[4])
        if not self._width or not self._height:
            raise DamagedError("no size")
        self._blocks()
        del self._data
        if not self._frames:
            raise DamagedError("no picture")
        self.sizes = [frame.place[2:] for frame in self._frames]

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise DamagedError("part of it is cut off")
        self._at += count
        return taken

    def _table(self, flags: int) -> bytes:
        return self._take(3 << (flags & 7) + 1) if flags & 0x80 else b""

    def _pieces(self) -> bytes:
        """Return what the sub-blocks from here on hold."""
        pieces = []
        while size := self._take(1)[0]:
            pieces.append(self._take(size))
        return b"".join(pieces)

    def _blocks(self) -> None:
        control = b""
        while (kind := self._take(1)[0]) != 0x3B:
            if kind == 0x2C:
                self._picture(control)
                control = b""
            elif kind == 0x21:
                label = self._take(1)[0]
                size = self._take(1)[0]
                head = self._take(size)
                rest = self._pieces() if size else b""
                if label == 0xF9 and size == 4:
                    control = head
                elif label == 0xFF and head in _REPEATED and rest[:1] == b"\1" and len(rest) >= 3:
                    self._times = rest[1:3]
                    if len(rest) > 3:
                        self.said.add("hidden data")
                else:
                    self.said.add("a comment" if label == 0xFE else "hidden data")
            else:
                raise DamagedError("an unknown block")
        if self._data[self._at :].strip(b"\0"):
            self.said.add("data after its end")

    def _picture(self, control: bytes) -> None:
        head = self._take(9)
        left, top, width, height = (int.from_bytes(head[place : place + 2], "little") for place in (0, 2, 4, 6))
        if not width or not height or left + width > self._width or top + height > self._height:
            raise DamagedError("a picture outside the picture")
        colours = self._table(head[8])
        if not colours and not self._colours:
            raise DamagedError("no colours")
        smallest = self._take(1)
        if not 1 < smallest[0] < 9:
            raise DamagedError("points of an unknown kind")
        coded = smallest + _in_pieces(self._pieces())
        self._frames.append(_Frame((left, top, width, height), control, colours, bool(head[8] & 0x40), coded))

    def _decoded(self, frame: _Frame) -> object:
        """Return a picture as numbers of colours: it is put into a file of its own, with no control."""
        size = b"".join(number.to_bytes(2, "little") for number in frame.place[2:])
        # A table in which no number is its own grey, so that the decoder leaves the numbers as they are.
        table = bytes(255 - number // 3 for number in range(768))
        place = b"\x2c\0\0\0\0" + size + (b"\x40" if frame.interlaced else b"\0")
        return pixels.decoded(b"GIF89a" + size + b"\xf7\0\0" + table + place + frame.coded + b"\x3b", "GIF")

    def check(self) -> None:
        """Decode everything, one picture at a time.

        Raises:
            DamagedError: something cannot be decoded.
        """
        for frame in self._frames:
            self._decoded(frame)

    def write(self) -> bytes:
        """Return the file with what is seen, and nothing else.

        Raises:
            DamagedError: something cannot be decoded.
        """
        common: set[int] = set()
        tables: list[bytes] = []
        coded: list[bytes] = []
        for frame in self._frames:
            picture = self._decoded(frame)
            used = pixels.numbers_in(picture)
            unseen = {frame.control[3]} if frame.control and frame.control[0] & 1 else set()
            if frame.colours:
                tables.append(_with_only(frame.colours, used - unseen))
            else:
                tables.append(b"")
                common |= used - unseen
            again = Gif(pixels.encoded(picture, "GIF", optimize=False, interlace=False))
            coded.append(again._frames[0].coded)  # another of the same class
        parts = [b"GIF89a", self._width.to_bytes(2, "little"), self._height.to_bytes(2, "little")]
        if common:
            table = _with_only(self._colours, common)
            parts += [bytes([0xF0 | _exponent(table), 0, 0]), table]
        else:
            # Without a common table, those of pictures alone; one with two colours serves where all points are transparent.
            parts += [b"\xf0\0\0", bytes(6)]
        if self._times:
            parts.append(b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + self._times + b"\0")
        for frame, table, points in zip(self._frames, tables, coded, strict=True):
            if frame.control:
                flags = frame.control[0] & 0x1D  # disposal and transparency
                number = frame.control[3] if flags & 1 else 0
                parts.append(b"\x21\xf9\x04" + bytes([flags]) + frame.control[1:3] + bytes([number, 0]))
            place = b"".join(number.to_bytes(2, "little") for number in frame.place)
            parts.append(b"\x2c" + place + (bytes([0x80 | _exponent(table)]) + table if table else b"\0") + points)
        return b"".join((*parts, b"\x3b"))


def _with_only(table: bytes, used: set[int]) -> bytes:
    """Return a table of colours with those that points have; the others are black, and as many as the form requires."""
    last = max(used, default=0)
    size = max(2, 1 << last.bit_length())
    return b"".join(table[3 * number : 3 * number + 3].ljust(3, b"\0") if number in used else bytes(3) for number in range(size))


def _exponent(table: bytes) -> int:
    return (len(table) // 3).bit_length() - 2


def _in_pieces(data: bytes) -> bytes:
    return b"".join(bytes([len(piece)]) + piece for piece in (data[at : at + 255] for at in range(0, len(data), 255))) + b"\0"
