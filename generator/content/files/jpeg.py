"""JPEG: the segments that decoders need, drawn again from the points with the same tables.

ITU T.81 defines the markers, T.871 JFIF, and Adobe's technical note 5116 the segment that says how colours are coded. Everything else (notes,
thumbnails, further pictures, what is behind the end or between the scans) is left out.
"""

import struct
from collections.abc import Iterator

from generator.content.files import pixels
from generator.content.files.found import DamagedError

_SOF = frozenset({0xC0, 0xC1, 0xC2})
_OTHER_SOF = frozenset({0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_DHT, _DAC, _DNL, _SOS, _DQT, _DRI, _EOI, _COM = 0xC4, 0xCC, 0xDC, 0xDA, 0xDB, 0xDD, 0xD9, 0xFE
_APP = range(0xE0, 0xF0)
_ICC = b"ICC_PROFILE\0"
#: A progressive picture has about ten scans; each costs as much as the whole picture.
_SCANS = 40
#: Segments of applications that most programs write and that reveal nobody, by their beginning.
_USUAL = (b"JFIF\0", b"JFXX\0", b"Adobe", b"Ducky", _ICC)


class Jpeg:
    """A JPEG file, taken apart.

    Attributes:
        said: what it reveals that is not seen.
        sizes: its width and height.

    Raises:
        DamagedError: it is not one, or one of a kind that browsers do not show.
    """

    def __init__(self, data: bytes) -> None:
        self.said: set[str] = set()
        self.sizes: list[tuple[int, int]] = []
        self._exif = b""
        self._profiles: dict[int, bytes] = {}
        self._wanted: list[int] = []
        self._progressive = False
        self._kept = bytearray(b"\xff\xd8")
        if not data.startswith(b"\xff\xd8\xff"):
            raise DamagedError("no JPEG")
        scans = 0
        for marker, segment, scan in self._segments(data):
            if marker in _APP or marker == _COM:
                self._note(marker, segment)
                continue
            if marker in _OTHER_SOF or marker in {_DAC, _DNL}:
                raise DamagedError("a kind of JPEG that browsers do not show")
            if marker in _SOF:
                self._frame(marker, segment)
            elif marker == _SOS:
                scans += 1
                if not self.sizes or scans > _SCANS:
                    raise DamagedError("a scan too many")
            elif marker not in {_DQT, _DHT, _DRI}:
                self.said.add("hidden data")
                continue
            self._kept += struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment + scan
        if not scans:
            raise DamagedError("no picture")
        self._kept += b"\xff\xd9"

    def _segments(self, data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield each segment's marker, content, and what follows it up to the next marker if it is a scan."""
        at = 2
        while True:
            found = data.find(b"\xff", at)
            if found < 0:
                raise DamagedError("no end")
            if found > at:
                self.said.add("hidden data")
            while data[found : found + 1] == b"\xff":
                found += 1
            if found >= len(data):
                raise DamagedError("no end")
            marker = data[found]
            at = found + 1
            if marker == _EOI:
                if data[at:].strip(b"\0"):
                    self.said.add("data after its end")
                return
            if marker in {0, 1} or 208 <= marker <= 216:
                continue
            length = int.from_bytes(data[at : at + 2])
            segment = data[at + 2 : at + length]
            if length < 2 or len(segment) != length - 2:
                raise DamagedError("part of it is cut off")
            at += length
            scan = b""
            if marker == _SOS:
                end = _end_of_scan(data, at)
                scan, at = data[at:end], end
            yield marker, segment, scan

    def _note(self, marker: int, segment: bytes) -> None:
        if marker == _COM:
            if segment.strip(b"\0 "):
                self.said.add("a comment")
        elif segment.startswith(b"Exif\0"):
            self._exif = self._exif or segment
            self.said |= pixels.said_by_exif(segment)
        elif segment.startswith(_ICC) and len(segment) > len(_ICC) + 2:
            self._profiles[segment[len(_ICC)]] = segment[len(_ICC) + 2 :]
        elif segment.startswith(b"http://ns.adobe.com/"):
            self.said |= pixels.said_by_xmp(segment)
        elif segment.startswith(b"MPF\0"):
            self.said.add("another picture")
        elif segment.startswith(b"Photoshop"):
            self.said.add("notes from the program that made it")
        elif marker == 0xEE and segment.startswith(b"Adobe") and len(segment) >= 12:
            # Only how its colours are coded: the last byte.
            if segment[11] <= 2:
                self._kept += struct.pack(">BBH", 0xFF, marker, 14) + b"Adobe\0\x64\0\0\0\0" + segment[11:12]
        elif marker == 0xE0 and segment.startswith(b"JFIF\0"):
            # Only that its colours are coded as JFIF says: no density, no small copy.
            if len(self._kept) == 2:
                self._kept += struct.pack(">BBH", 0xFF, marker, 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
        elif not segment.startswith(_USUAL):
            self.said.add("hidden data")

    def _frame(self, marker: int, segment: bytes) -> None:
        if self.sizes or len(segment) < 6 or segment[0] != 8 or len(segment) != 6 + 3 * segment[5]:
            raise DamagedError("a kind of JPEG that browsers do not show")
        height, width = struct.unpack(">HH", segment[1:5])
        if not width or not height or segment[5] not in {1, 2, 3, 4}:
            raise DamagedError("no size")
        self.sizes.append((width, height))
        self._progressive = marker == 0xC2
        self._wanted = [segment[6 + 3 * number + 2] for number in range(segment[5])]

    def check(self) -> None:
        """Decode the picture.

        Raises:
            DamagedError: it cannot be.
        """
        pixels.check(bytes(self._kept), "JPEG")

    def without_notes(self) -> bytes:
        """Return the file with the segments that decoders need, its points as they are: for a document, which says how they are to be shown."""
        return bytes(self._kept)

    def write(self) -> bytes:
        """Return the file, drawn again from its points.

        Raises:
            DamagedError: it cannot be decoded.
        """
        turn = pixels.turned(self._exif) if self._exif else 1
        profile = b"".join(self._profiles[number] for number in sorted(self._profiles))
        with pixels.opened(bytes(self._kept), "JPEG") as picture:
            picture.load()
            sampling = pixels.sampling(picture)
            shown = pixels.as_seen(picture, profile, turn)
            if shown.mode == "CMYK":
                # Browsers differ in how they show it without its profile.
                shown = shown.convert("RGB")
            # Each channel is rounded as it was; tables that no channel uses could hold anything.
            tables = pixels.rounding([list(picture.quantization[number]) for number in dict.fromkeys(self._wanted[:3])])
            return pixels.encoded(
                shown, "JPEG", qtables=tables, subsampling=sampling if turn < 5 else 0, progressive=self._progressive
            )


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the coded points that begin at a place end: at the next marker that is none of those within them."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise DamagedError("no end")
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at
