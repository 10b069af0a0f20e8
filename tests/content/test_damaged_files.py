"""Tables are read cell by cell, and a file that is not what its form requires is refused, whatever is wrong with it."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image  # noqa: TID251  # makes what its home must judge

from generator.content.attachments import SIGNATURE, is_icon, look, without_traces
from generator.errors import UsageError
from generator.model.source import RawFile
from tests.adversary.marked_documents import docx, odf, pdf_of, plain_documents, zip_of
from tests.adversary.marked_files import plain_pictures, png_of


def _messages(name: str, data: bytes) -> list[str]:
    return [one.message for one in look(RawFile(f"content/incidents/x/files/{name}", data, len(data))).problems]


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "a,=1+1",
        "a;=1+1",
        "a\t=1+1",
        "a|=1+1",
        "a\r\n@SUM(A1)",
        '"=HYPERLINK(""https://a.example"")"',
        '"say ""hi""",=1+1',
        "+SUM(A1)",
        "-cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "  =1+1",
        "\u00a0=1+1",
        "\u3000=1+1",
        "＝1+1",  # a wide sign is meant
        "＋SUM(A1)",  # as above
        '"\t=1+1"',
        '"\r=1+1"',
        "\ufeff=1+1",
        '"=1+1',
    ],
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_cells_that_are_commands(text: str, coding: str) -> None:
    """A cell that a spreadsheet would calculate is found, whatever separates cells, and however it is coded."""
    (found,) = _messages("a.csv", text.encode(coding))
    assert found.startswith("a cell in line ")
    assert " in line 1" in found or " in line 2" in found


@pytest.mark.parametrize(
    "text",
    [
        "day,tickets\n2 March,-12\n",
        "+49 40 123 456, +44 (0)20 7946 0000",
        "-12.50 €,+3 %,-1'000",
        "-,-- ,=,@,===",
        "- nobody yet,+ more",
        "a=b,a+b,me@mail.example",
        '"Hello, =not a cell"',
        "-5 to -3",
        "",
        "a",
    ],
)
def test_cells_that_are_none(text: str) -> None:
    """Numbers, telephone numbers, signs alone and words are no commands."""
    assert not [one for one in _messages("a.csv", text.encode() or b"\n") if "cell" in one]


def test_old_letters_and_many_cells() -> None:
    """A table in letters of old programs is read too, and a few cells are shown, not all."""
    assert len(_messages("a.csv", "Müller,=1".encode("latin-1"))) == 1
    assert len(_messages("a.csv", b"=1\n" * 100)) == 5


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.txt", "\u202e", "change its direction"),
        ("a.csv", "a\u2066b", "change its direction"),
        ("a.json", '"\u202d"', "change its direction"),
        ("a.txt", "a" + "".join(chr(0xE0000 + ord(letter)) for letter in "secret"), "invisible characters"),
        ("a.txt", "a\u200b\u200b\u2060\u200b\u200b", "invisible characters"),
    ],
)
def test_letters_that_nobody_sees(name: str, text: str, says: str) -> None:
    """A text with letters that nobody sees, or that turn it round, is refused."""
    (found,) = _messages(name, text.encode())
    assert says in found


@pytest.mark.parametrize(
    "text", ["England \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "سلام\u200f!", "e\u200bmail"]
)
def test_letters_with_a_use(text: str) -> None:
    """Flags, marks of direction as Arabic needs them, and a place where a word may break are fine."""
    assert _messages("a.txt", text.encode()) == []


_HEAD = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
_POINTS = zlib.compress(bytes(20))


def _jpeg(change: tuple[bytes, bytes]) -> bytes:
    data = dict(plain_pictures())["colour.jpg"]
    assert change[0] in data
    return data.replace(*change, 1)


def _webp(name: str, change: tuple[bytes, bytes]) -> bytes:
    data = dict(plain_pictures())[name]
    assert change[0] in data
    return data.replace(*change, 1)


def _gif(tail: bytes, colours: bytes = b"\x80\0\0" + bytes(6)) -> bytes:
    return b"GIF89a\4\0\4\0" + colours + tail


DAMAGED = {
    "no header.png": png_of([(b"IDAT", _POINTS)]),
    "unknown colour.png": png_of([(b"IHDR", _HEAD[:9] + b"\5\0\0\0"), (b"IDAT", _POINTS), (b"IEND", b"")]),
    "no size.png": png_of([(b"IHDR", bytes(4) + _HEAD[4:]), (b"IDAT", _POINTS), (b"IEND", b"")]),
    "no end.png": png_of([(b"IHDR", _HEAD), (b"IDAT", _POINTS)]),
    "cut off.png": png_of([(b"IHDR", _HEAD), (b"IDAT", _POINTS)])[:-3],
    "bad sum.png": png_of([(b"IHDR", _HEAD), (b"IDAT", _POINTS), (b"IEND", b"")])[:-1] + b"x",
    "no palette.png": png_of([(b"IHDR", _HEAD[:9] + b"\3\0\0\0"), (b"IDAT", _POINTS), (b"IEND", b"")]),
    "too few points.png": png_of([(b"IHDR", _HEAD), (b"IDAT", zlib.compress(bytes(19))), (b"IEND", b"")]),
    "no packed points.png": png_of([(b"IHDR", _HEAD), (b"IDAT", b"nothing"), (b"IEND", b"")]),
    "cut points.png": png_of([(b"IHDR", _HEAD), (b"IDAT", _POINTS[:-4]), (b"IEND", b"")]),
    "needed chunk.png": png_of([(b"IHDR", _HEAD), (b"ABCD", b""), (b"IDAT", _POINTS), (b"IEND", b"")]),
    "unknown filter.png": png_of([(b"IHDR", _HEAD), (b"IDAT", zlib.compress(b"\7" * 20)), (b"IEND", b"")]),
    "step outside.png": png_of(
        [
            (b"IHDR", _HEAD),
            (b"acTL", struct.pack(">II", 1, 0)),
            (b"fcTL", struct.pack(">IIIIIHHBB", 0, 9, 4, 0, 0, 1, 1, 0, 0)),
            (b"IDAT", _POINTS),
            (b"IEND", b""),
        ]
    ),
    "short step.png": png_of([(b"IHDR", _HEAD), (b"fcTL", b"x"), (b"IDAT", _POINTS), (b"IEND", b"")]),
    "step without place.png": png_of([(b"IHDR", _HEAD), (b"fdAT", b"xxxx"), (b"IDAT", _POINTS), (b"IEND", b"")]),
    "no end.jpg": dict(plain_pictures())["colour.jpg"][:-2],
    "end before all.jpg": b"\xff\xd8\xff\xd9",
    "cut off.jpg": b"\xff\xd8\xff\xe0\x40\0abc",
    "nothing else.jpg": b"\xff\xd8\xff\xff\xff",
    "exact kind.jpg": _jpeg((b"\xff\xc0", b"\xff\xc3")),
    "counted kind.jpg": _jpeg((b"\xff\xc4", b"\xff\xcc")),
    "twelve bits.jpg": _jpeg((b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c")),
    "no height.jpg": _jpeg((b"\xff\xc0\0\x11\x08\0\x18", b"\xff\xc0\0\x11\x08\0\0")),
    "scan before size.jpg": _jpeg((b"\xff\xc0", b"\xff\xfe")),
    "no size.gif": b"GIF89a" + bytes(7) + b";",
    "no picture.gif": _gif(b";"),
    "cut off.gif": _gif(b"\x2c\0\0"),
    "outside.gif": _gif(b"\x2c\0\0\0\0\x09\0\4\0\0\2\0;"),
    "no colours.gif": _gif(b"\x2c\0\0\0\0\4\0\4\0\0\2\0;", b"\0\0\0"),
    "unknown points.gif": _gif(b"\x2c\0\0\0\0\4\0\4\0\0\x63\0;"),
    "unknown block.gif": _gif(b"\x55;"),
    "too few points.gif": _gif(b"\x2c\0\0\0\0\4\0\4\0\0\2\0;"),
    "longer than it is.webp": dict(plain_pictures())["lossy.webp"][:40],
    "unknown points.webp": _webp("lossy.webp", (b"\x9d\x01\x2a", b"\x9d\x01\x2b")),
    "other size.webp": _webp("exact.webp", (b"VP8L", b"VP8X")),
    "step outside.webp": _webp("moving.webp", (b"\x12\0\0\0\x27", b"\x12\0\0\0\x03")),
    "cut off.avif": dict(plain_pictures())["still.avif"][:-30],
    "odd box.avif": dict(plain_pictures())["still.avif"] + b"\0\0\0\x03free",
    "no pages.pdf": pdf_of({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}),
    "page that is none.pdf": pdf_of(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: b"<</Type/Page>>"}
    ),
    "odd name.docx": zip_of(docx(parts={"word/../x.xml": ""})),
    "no main part.docx": zip_of({"a.xml": "<a/>"}),
    "type of its own.docx": zip_of(docx(parts={"word/styles.xml": "<!DOCTYPE a><a/>"})),
    "deep.docx": zip_of(docx("<w:p>" * 3_000 + "</w:p>" * 3_000)),
    "not a picture.docx": zip_of(docx(parts={"word/media/a.png": "nothing"})),
    "broken.odt": zip_of(odf("text", "<text:p>")),
    "no archive.zip": b"PK\x03\x04" + bytes(40),
    "two of a name.zip": b"",
    "no headers.eml": b"\nHello",
    "parts without end.eml": b'Subject: a\nContent-Type: multipart/mixed; boundary="b"\n\nHello\n',
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_files(name: str) -> None:
    """A damaged file is refused, in one sentence, and is never published."""
    data = DAMAGED[name]
    if name == "two of a name.zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.txt", "a")
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("a.txt", "b")
        data = out.getvalue()
    found = _messages(name, data)
    assert len(found) == 1
    if "odd box" not in name:
        assert "damaged" in found[0] or "is not known" in found[0]
    with pytest.raises(UsageError, match="cannot be removed"):
        without_traces(name, data)


def test_pictures_too_large() -> None:
    """What is too large is said by its measure, and is not published."""
    wide = png_of([(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)), (b"IDAT", b""), (b"IEND", b"")])
    assert "many for many readers' browsers" in _messages("a.png", wide)[0]
    small = png_of([(b"IHDR", struct.pack(">IIBBBBB", 6_000, 6_000, 8, 0, 0, 0, 0)), (b"IDAT", b""), (b"IEND", b"")])
    assert "should contain" in _messages("a.png", small)[0]
    step = b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    assert "has 1,001 frames" in _messages("a.gif", b"GIF89a\1\0\1\0\x80\0\0" + bytes(6) + step * 1_001 + b";")[0]
    large = b"\x2c\0\0\0\0\xb8\x0b\xb8\x0b\0\2\2\x44\1\0"
    assert "together" in _messages("a.gif", b"GIF89a\xb8\x0b\xb8\x0b\x80\0\0" + bytes(6) + large * 9 + b";")[0]
    for data in (wide, small):
        with pytest.raises(UsageError):
            without_traces("a.png", data)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ATTENDEE;CN=Sam:mailto:sam@a.example", "the people invited"),
        ("ATTEN\r\n DEE:mailto:sam@a.example", "the people invited"),
        ("ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA", "attachments"),
        ("ATTACH:data:text/html,x", "attachments"),
        ("ORGANIZER:mailto:desk@a.example", ""),
        ("ATTACH:https://a.example/letter.pdf", ""),
    ],
)
def test_calendars(line: str, says: str) -> None:
    """A calendar holds dates, and neither files nor the names of those invited."""
    found = _messages("a.ics", f"BEGIN:VCALENDAR\r\n{line}\r\nEND:VCALENDAR\r\n".encode())
    assert [says in one for one in found] == ([True] if says else [])


def test_signatures() -> None:
    """A signature is small, and no program."""
    assert _messages("a.sig", b"\x89" + bytes(300)) == []
    assert "not a SIG file" in _messages("a.sig", b"MZ" + bytes(300))[0]
    assert "not a SIG file" in _messages("a.sig", bytes(SIGNATURE + 1))[0]


@pytest.mark.parametrize(("size", "form"), [((16, 16), "bmp"), ((32, 32), "bmp"), ((16, 16), "png")])
def test_icons_of_both_kinds(size: tuple[int, int], form: str) -> None:
    """An icon of bitmaps, and one of PNGs, is one; cut short it is none."""
    out = io.BytesIO()
    Image.new("RGBA", size, "red").save(out, "ICO", sizes=[size], bitmap_format=form)
    assert is_icon(out.getvalue())
    assert not is_icon(out.getvalue()[:-8])
    assert not is_icon(out.getvalue() + b"more")
    broken = bytearray(out.getvalue())
    broken[30] ^= 0x7F
    assert not is_icon(bytes(broken))


def test_archives_that_are_locked() -> None:
    """An archive with a password is refused, and so is a document."""
    for name, plain in (("all.zip", dict(plain_documents())["all.zip"]), ("letter.docx", dict(plain_documents())["letter.docx"])):
        locked = bytearray(plain)
        for start, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = locked.find(start)
            while at >= 0:
                locked[at + place] |= 1
                at = locked.find(start, at + 4)
        (found,) = _messages(name, bytes(locked))
        assert "is locked" in found
        with pytest.raises(UsageError):
            without_traces(name, bytes(locked))


def test_colours_and_rotation_are_applied() -> None:
    """A profile of colours and a note of rotation change what is seen: both are applied, and left out."""
    from PIL import ImageCms  # noqa: TID251  # as above

    wide = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = wide.find(b"rXYZ"), wide.find(b"gXYZ")
    wide[red : red + 4], wide[green : green + 4] = b"gXYZ", b"rXYZ"
    for mode, form, more in (
        ("RGB", "PNG", {}),
        ("RGBA", "PNG", {}),
        ("P", "PNG", {}),
        ("RGB", "JPEG", {"quality": 95}),
        ("RGB", "WEBP", {"lossless": True}),
    ):
        picture = Image.new("RGB", (16, 8), (250, 0, 0)).convert("RGBA" if mode == "RGBA" else "RGB")
        picture = picture.quantize() if mode == "P" else picture
        exif = Image.Exif()
        exif[0x0112] = 6
        out = io.BytesIO()
        picture.save(out, form, icc_profile=bytes(wide), exif=exif.tobytes(), **more)
        with Image.open(io.BytesIO(without_traces(f"a.{form.lower()}", out.getvalue()))) as made:
            assert made.size == (8, 16)
            assert "icc_profile" not in made.info
            seen = made.convert("RGB").getpixel((4, 4))
            assert isinstance(seen, tuple)
            assert seen[0] < 60
            assert seen[1] > 200
    for mode in ("L", "LA"):
        out = io.BytesIO()
        Image.new(mode, (8, 8), 100 if mode == "L" else (100, 255)).save(out, "PNG", icc_profile=b"no profile")
        with Image.open(io.BytesIO(without_traces("a.png", out.getvalue()))) as made:
            assert made.convert("L").getpixel((1, 1)) == 100
