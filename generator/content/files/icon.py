"""Icons (ICO): a list of pictures, each a PNG or a bitmap without its file's head."""

from generator.content.files import pixels, png
from generator.content.files.found import DamagedError

_MOST = 64


def is_icon(data: bytes) -> bool:
    """Whether a file is exactly an icon: every picture in it can be decoded and holds nothing else, and nothing is between or behind them."""
    count = int.from_bytes(data[4:6], "little")
    entries = [data[6 + 16 * number : 22 + 16 * number] for number in range(min(count, _MOST))]
    if data[:4] != b"\0\0\1\0" or not 0 < count <= _MOST or any(len(entry) < 16 for entry in entries):
        return False
    spans = sorted((int.from_bytes(entry[12:16], "little"), int.from_bytes(entry[8:12], "little")) for entry in entries)
    at = 6 + 16 * count
    for start, size in spans:
        if start != at or not _is_bare(data[start : start + size]):
            return False
        at += size
    if at != len(data):
        return False
    try:
        with pixels.opened(data, "ICO") as picture:
            for size in picture.info.get("sizes", ()):
                picture.size = size
                picture.load()
    except DamagedError:
        return False
    return True


def _is_bare(data: bytes) -> bool:
    if data.startswith(png.START):
        return png.is_bare(data)
    # The head of a bitmap says how large it is; its mask of one bit a point follows the points.
    head, width, height, bits = (int.from_bytes(data[at : at + size], "little") for at, size in ((0, 4), (4, 4), (8, 4), (14, 2)))
    rows = height // 2
    if head != 40 or not 0 < width <= 256 or not 0 < rows <= 256 or bits not in {1, 4, 8, 24, 32}:
        return False
    colours = int.from_bytes(data[32:36], "little") or (1 << bits if bits <= 8 else 0)
    points = rows * ((width * bits + 31) // 32 * 4)
    mask = rows * ((width + 31) // 32 * 4)
    return len(data) in {head + 4 * colours + points + mask, head + 4 * colours + points}
