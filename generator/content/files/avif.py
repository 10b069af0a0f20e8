"""AVIF: decoded, and coded again from what is seen. Its boxes refer to each other by places in the file, and nothing of them is kept.

ISO/IEC 14496-12 and 23008-12 define the boxes.
"""

from typing import Any

from generator.content.files import pixels
from generator.content.files.found import DamagedError

#: The boxes of pictures and of moving ones at the outermost level.
_USUAL = frozenset({b"ftyp", b"meta", b"mdat", b"moov"})
_QUALITY = 90
#: How much time the encoder takes for a smaller file: 10 is the quickest.
_SPEED = 8


class Avif:
    """An AVIF file, taken apart.

    Attributes:
        said: what it reveals that is not seen.
        sizes: width and height of each of its pictures.

    Raises:
        DamagedError: it is not one.
    """

    def __init__(self, data: bytes) -> None:
        self.said: set[str] = set()
        self._data = data
        at = 0
        while at + 8 <= len(data):
            size = int.from_bytes(data[at : at + 4])
            size = int.from_bytes(data[at + 8 : at + 16]) if size == 1 else size or len(data) - at
            if size < 8:
                raise DamagedError("part of it is cut off")
            if data[at + 4 : at + 8] not in _USUAL and data[at + 8 : at + size].strip(b"\0"):
                self.said.add("hidden data")
            at += size
        if data[at:].strip(b"\0"):
            self.said.add("data after its end")
        with pixels.opened(data, "AVIF") as picture:
            self.sizes: list[tuple[int, int]] = [picture.size] * picture.n_frames
            self._exif: bytes = picture.info.get("exif", b"")
            self._profile: bytes = picture.info.get("icc_profile", b"")
            self.said |= pixels.said_by_exif(self._exif) | pixels.said_by_xmp(picture.info.get("xmp", b""))

    def check(self) -> None:
        """Decode everything, one picture at a time.

        Raises:
            DamagedError: something cannot be decoded.
        """
        with pixels.opened(self._data, "AVIF") as picture:
            for number in range(picture.n_frames):
                picture.seek(number)
                picture.load()

    def write(self) -> bytes:
        """Return the file with what is seen, and nothing else.

        Raises:
            DamagedError: something cannot be decoded.
        """
        turn = pixels.turned(self._exif) if self._exif else 1
        shown: list[Any] = []
        times: list[int] = []
        with pixels.opened(self._data, "AVIF") as picture:
            for number in range(picture.n_frames):
                picture.seek(number)
                picture.load()
                times.append(picture.info.get("duration", 0))
                shown.append(pixels.as_seen(picture.copy(), self._profile, turn))
        more = {"save_all": True, "append_images": shown[1:], "duration": times} if len(shown) > 1 else {}
        return pixels.encoded(shown[0], "AVIF", quality=_QUALITY, speed=_SPEED, icc_profile=b"", exif=b"", xmp=b"", **more)
