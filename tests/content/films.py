"""A small film made of boxes: one grey picture of 16 by 16 points in H.264, and every place in which cameras and programs put what nobody sees."""

from collections.abc import Iterator

#: What must not be left of a film.
MARKER = b"+48.1374+011.5755/SECRET"


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box, ISO/IEC 14496-12."""
    content = b"".join(parts)
    return (len(content) + 8).to_bytes(4) + kind + content


def _n(number: int, size: int = 4) -> bytes:
    return number.to_bytes(size)


class _Bits:
    """A bit string of H.264."""

    def __init__(self) -> None:
        self.bits = ""

    def u(self, width: int, value: int) -> "_Bits":
        self.bits += f"{value:0{width}b}"
        return self

    def ue(self, *values: int) -> "_Bits":
        for value in values:
            code = f"{value + 1:b}"
            self.bits += "0" * (len(code) - 1) + code
        return self

    def align(self, stop: str = "") -> bytes:
        self.bits += stop
        self.bits += "0" * (-len(self.bits) % 8)
        return bytes(int(self.bits[at : at + 8], 2) for at in range(0, len(self.bits), 8))


_SPS = b"\x67\x42\xc0\x0a" + _Bits().ue(0, 0, 2, 0).u(1, 0).ue(0, 0).u(1, 1).u(1, 0).u(1, 0).u(1, 0).align("1")
_PPS = b"\x68" + _Bits().ue(0, 0).u(2, 0).ue(0, 0, 0).u(3, 0).ue(0, 0, 0).u(3, 0).align("1")
_SLICE = b"\x65" + _Bits().ue(0, 7, 0).u(4, 0).ue(0).u(2, 0).ue(0).ue(25).align() + b"\x80" * 384 + b"\x80"


def _sample(*units: bytes) -> bytes:
    return b"".join(_n(len(unit)) + unit for unit in units)


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return box(kind, _n(flags), *parts)


def _table(kind: bytes, *rows: tuple[int, ...]) -> bytes:
    return _full(kind, _n(len(rows)), *(_n(value) for row in rows for value in row))


_MATRIX = b"".join(_n(one) for one in (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000))


def _track(number: int, handler: bytes, entry: bytes, header: bytes, size: int, place: int, marks: bytes) -> bytes:
    when = _n(3_900_000_000) * 2 if marks else bytes(8)
    return box(
        b"trak",
        _full(b"tkhd", when, _n(number), _n(0), _n(1000), bytes(16), _MATRIX, _n(16 << 16), _n(16 << 16), flags=3),
        box(b"edts", _full(b"elst", _n(1), _n(1000), _n(0), _n(0x10000))),
        box(b"meta", marks) if marks else b"",
        box(
            b"mdia",
            _full(b"mdhd", when, _n(1000), _n(1000), b"\x55\xc4\0\0"),
            _full(b"hdlr", _n(0), handler, bytes(12), marks + b"\0"),
            box(
                b"minf",
                header,
                box(b"dinf", _full(b"dref", _n(1), _full(b"url ", flags=1))),
                box(
                    b"stbl",
                    _full(b"stsd", _n(1), entry),
                    _table(b"stts", (1, 1000)),
                    _table(b"stsc", (1, 1, 1)),
                    _full(b"stsz", _n(0), _n(1), _n(size)),
                    _table(b"stco", (place,)),
                    box(b"uuid", marks) if marks else b"",
                ),
            ),
        ),
    )


def film(*, marks: bytes = MARKER) -> bytes:
    """A film that plays, with `marks` in each place that nobody sees; without marks it has none of these places."""
    # Supplemental information of any user (type 5), as encoders write their name.
    said = b"\x06\x05" + bytes([16 + len(marks)]) + b"0123456789abcdef" + marks + b"\x80"
    picture = _sample(*([said] if marks else []), _SLICE)
    colour = box(b"colr", b"prof", marks) if marks else b""
    name = (marks[:31] if marks else b"").ljust(31, b"\0")
    seen = box(
        b"avc1",
        bytes(6)
        + _n(1, 2)
        + bytes(16)
        + _n(16, 2)
        + _n(16, 2)
        + _n(0x480000) * 2
        + bytes(4)
        + _n(1, 2)
        + _n(len(name.rstrip(b"\0")), 1)
        + name
        + b"\0\x18\xff\xff",
        box(b"avcC", b"\x01\x42\xc0\x0a\xff\xe1", _n(len(_SPS), 2), _SPS, b"\x01", _n(len(_PPS), 2), _PPS),
        colour,
    )
    start = box(b"ftyp", b"isom", _n(512 if marks else 0), b"isommp42", marks[:4])
    before = start + (box(b"free", marks) if marks else b"") + (box(b"uuid", b"0123456789abcdef", marks) if marks else b"")
    place = len(before) + 8
    media = box(b"mdat", picture, *([b"gap" + marks, marks] if marks else []))
    tracks = [_track(1, b"vide", seen, _full(b"vmhd", bytes(8), flags=1), len(picture), place, marks)]
    if marks:
        other = box(b"mett", bytes(6) + _n(1, 2), marks + b"\0")
        tracks.append(_track(2, b"meta", other, _full(b"nmhd"), len(marks), place + len(picture) + 3 + len(marks), marks))
    when = _n(3_900_000_000) * 2 if marks else bytes(8)
    movie = box(
        b"moov",
        _full(b"mvhd", when, _n(1000), _n(1000), _n(0x10000), b"\x01\0", bytes(10), _MATRIX, bytes(24), _n(3)),
        *tracks,
        *(_unseen(marks) if marks else ()),
    )
    return before + media + movie + (marks or b"")


def _unseen(marks: bytes) -> Iterator[bytes]:
    yield box(b"udta", box(b"\xa9xyz", _n(len(marks), 2), _n(0x15C7, 2), marks), box(b"loci", marks), box(b"\xa9nam", marks))
    yield box(b"meta", _full(b"hdlr", _n(0), b"mdta", bytes(12)), box(b"keys", b"com.apple.quicktime.location.ISO6709" + marks))
    yield box(b"XMP_", marks)
