"""Attachments are inspected: any content gives findings and no exception, and a bomb costs no more than its own size."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin  # noqa: TID251  # makes what its home must judge
from pypdf import PdfWriter  # noqa: TID251  # as above
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject  # noqa: TID251  # as above

from generator.cli.main import run
from generator.content.attachments import look, without_traces
from generator.errors import UsageError
from generator.model.allowed import SAFE_FILES
from generator.model.source import RawFile
from tests.least_time import least_seconds
from tests.thorough import examples


def _look(name: str, data: bytes) -> list[tuple[str, str]]:
    file = RawFile(f"content/incidents/x/files/{name}", data, len(data))
    return [(problem.rule, problem.message) for problem in look(file).problems]


def _jpeg(**saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "jpeg", **saved)
    return out.getvalue()


def _png(**said: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, value in said.items():
        info.add_text(key, value)
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "png", pnginfo=info)
    return out.getvalue()


def _pdf(*, author: str = "", script: bool = False, launch: bool = False, inside: bool = False, password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.metadata = {"/Author": author} if author else {"/Producer": "A program"}
    if script:
        run = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
        writer.root_object[NameObject("/OpenAction")] = run
    if launch:
        action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")})
        link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([link])
    if inside:
        writer.add_attachment("x.exe", b"MZ")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _docx(core: str = "", document: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    return _zip(
        **{
            "[Content_Types].xml": b"<Types/>",
            "docProps/core.xml": f'<cp:p xmlns:cp="c" xmlns:dc="d">{core}</cp:p>'.encode(),
            "word/document.xml": f'<w:document xmlns:w="w">{document}</w:document>'.encode(),
            **(parts or {}),
        }
    )


def _exif(*tags: tuple[int, str], gps: bool = False) -> bytes:
    exif = Image.Exif()
    for tag, value in tags:
        exif[tag] = value
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0)})
    return exif.tobytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", _jpeg()),
        ("a.png", _png()),
        ("a.png", _png(Title="The desk")),
        ("a.pdf", _pdf()),
        ("a.docx", _docx()),
        ("a.docx", _docx("<dc:creator></dc:creator>")),
        (
            "a.odt",
            _zip(
                **{
                    "mimetype": b"application/vnd.oasis.opendocument.text",
                    "content.xml": b"<o:c xmlns:o='o'/>",
                    "meta.xml": b"<office:meta xmlns:office='o'/>",
                }
            ),
        ),
        ("a.zip", _zip(**{"letter.txt": b"Dear customer", "more/rows.csv": b"a,b"})),
        ("a.txt", "Sehr geehrte Kundin".encode("utf-16")),
        ("a.csv", b"day,tickets\n2 March,-12\n"),
        ("a.sig", bytes(range(256))),
    ],
)
def test_plain_files_are_silent(name: str, data: bytes) -> None:
    """A file that is what its name says and reveals nothing has no finding."""
    assert _look(name, data) == []


@pytest.mark.parametrize(
    ("name", "data", "rule", "says"),
    [
        ("a.jpg", _jpeg(exif=_exif(gps=True)), "file-with-metadata", "the place where it was taken"),
        (
            "a.jpg",
            _jpeg(exif=_exif((0x0110, "Camera 7"), (0x013B, "Sam Reed"))),
            "file-with-metadata",
            "its author and the camera's model",
        ),
        ("a.jpg", _jpeg(comment=b"made by Sam"), "file-with-metadata", "a comment"),
        ("a.png", _png(Author="Sam Reed"), "file-with-metadata", "its author"),
        ("a.jpg", _png(), "unsafe-file", "not a JPG file"),
        ("a.png", b"\x89PNG\r\n\x1a\nnothing", "unsafe-file", "damaged"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "unsafe-file", "damaged"),
        ("a.pdf", _pdf(author="Sam Reed"), "file-with-metadata", "its author"),
        ("a.pdf", _pdf(script=True), "unsafe-file", "a script"),
        ("a.pdf", _pdf(launch=True), "unsafe-file", "starts a program"),
        ("a.pdf", _pdf(inside=True), "unsafe-file", "embedded files"),
        ("a.pdf", _pdf(password="x"), "unsafe-file", "locked"),
        ("a.pdf", b"%PDF-1.7\nnothing", "unsafe-file", "damaged"),
        ("a.docx", _docx("<dc:creator>Sam Reed</dc:creator>"), "file-with-metadata", "its author"),
        (
            "a.docx",
            _docx("<cp:lastModifiedBy>Sam</cp:lastModifiedBy>", "<w:ins/>"),
            "hidden-in-file",
            "tracked changes",
        ),
        ("a.docx", _docx(parts={"word/comments.xml": b"<x/>"}), "hidden-in-file", "comments"),
        ("a.docx", _docx(parts={"word/vbaProject.bin": b"x"}), "unsafe-file", "macros"),
        ("a.docx", _docx(parts={"word/embeddings/a.xlsx": b"x"}), "unsafe-file", "embedded files"),
        (
            "a.docx",
            _docx(parts={"word/_rels/settings.xml.rels": b'<Relationship Type="attachedTemplate" TargetMode="External"/>'}),
            "unsafe-file",
            "a template from elsewhere",
        ),
        ("a.docx", _docx(document="<w:p>"), "unsafe-file", "damaged"),
        (
            "a.odt",
            _zip(**{"content.xml": b"<o:c xmlns:o='o'><o:tracked-changes/></o:c>"}),
            "hidden-in-file",
            "tracked changes",
        ),
        ("a.ods", _zip(**{"Basic/Standard/x.xml": b"<x/>"}), "unsafe-file", "macros"),
        ("a.zip", _zip(**{"run.exe": b"MZ"}), "unsafe-file", "`run.exe`"),
        ("a.zip", _zip(**{"../letter.txt": b"x"}), "unsafe-file", "outside its folder"),
        ("a.zip", b"PK\x03\x04nothing", "unsafe-file", "damaged"),
        ("a.txt", b"\x7fELF", "unsafe-file", "not a TXT file"),
        ("a.csv", b"name,=cmd|x", "unsafe-file", "a cell in line"),
        ("a.eml", b"To: jan@mail.example\r\n\r\nHello", "file-with-metadata", "its recipients"),
        ("a.exe", b"MZ", "unsafe-file", "are not published"),
        ("a", b"x", "unsafe-file", "without a known extension"),
    ],
)
def test_what_is_found(name: str, data: bytes, rule: str, says: str) -> None:
    """Findings name everything that a file reveals or could do."""
    found = _look(name, data)
    assert [one for one, _ in found] == [rule]
    assert says in found[0][1]


def test_an_author_is_not_named_again() -> None:
    """The finding says that there is a name, but not which one."""
    for name, data in (
        ("a.pdf", _pdf(author="Zebedee")),
        ("a.docx", _docx("<dc:creator>Zebedee</dc:creator>")),
        ("a.png", _png(Author="Zebedee")),
    ):
        assert "Zebedee" not in str(_look(name, data))


def _png_of(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _png_text_bomb() -> bytes:
    text = b"Comment\0\0" + zlib.compress(b"a" * 100_000_000, 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    plain = _png_of(4, 4)
    return plain[:33] + chunk + plain[33:]


def _pdf_bomb() -> bytes:
    stream = zlib.compress(zlib.compress(b"0" * 200_000_000, 9), 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Metadata 3 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    body = b"3 0 obj\n<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream\nendobj\n" % (len(stream), stream)
    return head + body + b"trailer\n<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF"


def _pdf_loop() -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 3/Prev 5>>\nstartxref\n5\n%%EOF"
    )


BOMBS = {
    "picture of 60,000 by 60,000.png": lambda: _png_of(60_000, 60_000),
    "text in a picture.png": _png_text_bomb,
    "picture.zip": lambda: _zip(**{"a.txt": b"0" * 100_000_000}),
    "document.docx": lambda: _docx(document="<w:t>" + " " * 100_000_000 + "</w:t>"),
    "laughs.docx": lambda: _docx(parts={"meta.xml": b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>'}),
    "deep.docx": lambda: _docx(document="<w:p>" * 300_000 + "</w:p>" * 300_000),
    "parts.zip": lambda: _zip(**{f"{number}.txt": b"" for number in range(6_000)}),
    "stream.pdf": _pdf_bomb,
    "loop.pdf": _pdf_loop,
}


@pytest.mark.no_cover
@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str) -> None:
    """A file made to be costly is inspected in a few seconds; each has a finding, except one that is only deeply nested."""
    data = BOMBS[name]()
    assert least_seconds(lambda: _look(name, data), enough=5) < 10
    assert _look(name, data) or name == "deep.docx"


@settings(max_examples=examples(150), deadline=None)
@given(
    st.sampled_from(sorted(SAFE_FILES)),
    st.sampled_from(["jpg", "png", "pdf", "docx", "zip"]),
    st.integers(0, 2000),
    st.binary(max_size=12),
)
def test_broken_files_never_raise(kind: str, start: str, at: int, junk: bytes) -> None:
    """Inspecting any content under any name gives a result."""
    whole = {
        "jpg": _jpeg(),
        "png": _png(Author="x"),
        "pdf": _pdf(script=True),
        "docx": _docx("<dc:creator>x</dc:creator>"),
        "zip": _zip(a=b"x"),
    }
    data = whole[start]
    at %= len(data)
    _look(f"a{kind}", data[:at] + junk + data[at + len(junk) :])
    _look(f"a.{start}", data[:at] + junk + data[at + len(junk) :])
    _look(f"a.{start}", data[:at])


def _picture_with_everything(form: str, *, turned: bool = False) -> bytes:
    """Return a picture, red on the left and blue on the right, with metadata of its place, time, author and camera."""
    picture = Image.new("RGB", (64, 32), "red")
    picture.paste("blue", (32, 0, 64, 32))
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "Maker", "Sam Reed"
    if turned:
        exif[0x0112] = 6  # to be turned by a quarter, clockwise
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0)})
    out = io.BytesIO()
    more: dict[str, object] = {"exif": exif.tobytes(), "xmp": b"<x:xmpmeta><dc:creator>Sam Reed</dc:creator></x:xmpmeta>"}
    if form == "jpeg":
        more |= {"comment": b"Sam Reed", "quality": 80}
    if form == "png":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "Sam Reed")
        info.add_itxt("XML:com.adobe.xmp", "<dc:creator>Sam Reed</dc:creator>")
        more = {"exif": exif.tobytes(), "pnginfo": info}
    picture.save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize("turned", [False, True], ids=["upright", "turned"])
@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "avif"])
def test_a_picture_is_published_bare(form: str, turned: bool) -> None:
    """A published picture has no metadata, looks like the original, and has the same bytes each time."""
    data = _picture_with_everything(form, turned=turned)
    assert b"Sam Reed" in data
    bare = without_traces(f"content/incidents/x/files/a.{form}", data)
    assert bare == without_traces(f"content/incidents/x/files/a.{form}", data)
    assert b"Sam Reed" not in bare
    assert b"Maker" not in bare
    with Image.open(io.BytesIO(bare)) as picture:
        assert picture.format == form.upper()
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment", "Author", "XML:com.adobe.xmp"} & set(picture.info)
        assert picture.size == ((32, 64) if turned else (64, 32))
        first, last = (
            picture.convert("RGB").getpixel((4, 4)),
            picture.convert("RGB").getpixel((picture.width - 5, picture.height - 5)),
        )
    assert isinstance(first, tuple)
    assert isinstance(last, tuple)
    assert first[0] > 230
    assert first[2] < 40
    assert last[2] > 230
    assert last[0] < 40


def test_what_moves_still_moves() -> None:
    """An animated picture keeps its frames, their durations and its number of loops."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "gif", save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0, comment=b"Sam Reed")
    bare = without_traces("content/incidents/x/files/a.gif", out.getvalue())
    assert b"Sam Reed" in out.getvalue()
    assert b"Sam Reed" not in bare
    with Image.open(out) as picture:
        assert getattr(picture, "n_frames", None) == 3
    with Image.open(io.BytesIO(bare)) as picture:
        assert getattr(picture, "n_frames", None) == 3
        assert picture.info["loop"] == 0
        picture.seek(2)
        assert picture.info["duration"] == 300


@pytest.mark.parametrize(("name", "data"), [("a.jpg", _jpeg()), ("a.png", _png()), ("a.txt", b"Dear customer")])
def test_what_says_nothing_else_is_published_as_it_is(name: str, data: bytes) -> None:
    """A plain picture that holds nothing else, and any text, is published byte for byte."""
    assert without_traces(f"content/incidents/x/files/{name}", data) == data


def test_a_broken_picture_is_not_published() -> None:
    """If metadata cannot be removed, that is reported, and nothing is published."""
    with pytest.raises(UsageError, match="cannot be removed"):
        without_traces("content/incidents/x/files/a.jpg", _picture_with_everything("jpeg")[:900])


@pytest.mark.no_cover
def test_only_the_bare_picture_reaches_the_site(root: Path) -> None:
    """The built site contains the picture without metadata."""
    files = root / "content/incidents/support-tickets/files"
    files.mkdir(exist_ok=True)
    (files / "desk.jpg").write_bytes(_picture_with_everything("jpeg"))
    incident = files.parent / "incident.md"
    incident.write_text(f"{incident.read_text(encoding='utf-8')}\n![The desk](files/desk.jpg)\n", encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 0
    published = (root / "site/incidents/support-tickets/files/desk.jpg").read_bytes()
    assert b"Sam Reed" not in published
    assert published.startswith(b"\xff\xd8\xff")
