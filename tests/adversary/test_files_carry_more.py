"""What is published of a file is what readers see: a marker in any place where a form can hold one never reaches them."""

import io
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops  # noqa: TID251  # looks at what is published

from generator.content.attachments import is_icon, look, without_traces
from generator.content.files.pdf_content import drawn
from generator.errors import UsageError
from generator.model.diagnostic import Finding
from generator.model.source import RawFile
from tests.adversary.marked_documents import documents, plain_documents
from tests.adversary.marked_files import MARK, Marked, holds_mark, pictures, plain_pictures, png_of
from tests.thorough import examples

PICTURES = list(pictures())
DOCUMENTS = list(documents())


def _found(name: str, data: bytes) -> tuple[Finding, ...]:
    return look(RawFile(f"content/incidents/x/files/{name}", data, len(data))).problems


def _is_refused(name: str, data: bytes) -> bool:
    return any(problem.rule != "file-with-metadata" for problem in _found(name, data))


def _published(name: str, data: bytes) -> bytes:
    return without_traces(f"content/incidents/x/files/{name}", data)


def test_there_are_enough() -> None:
    """At least two hundred files are tried, no two with the marker in the same place, and the scan finds it in each as it was made."""
    names = [str(one) for one in (*PICTURES, *DOCUMENTS)]
    assert len(names) == len(set(names)) > 200
    assert [str(one) for one in (*PICTURES, *DOCUMENTS) if not holds_mark(one.data)] == []


@pytest.mark.parametrize("form", sorted({one.name for one in PICTURES}))
def test_pictures(form: str) -> None:
    """Every picture is published, without the marker; what could not be one any more is refused."""
    refused = {str(one) for one in PICTURES if one.name == form and _is_refused(one.name, one.data)}
    assert refused <= {"moving.webp: after the points"}
    for one in PICTURES:
        if one.name == form and str(one) not in refused:
            made = _published(one.name, one.data)
            assert not holds_mark(made), one.place
            assert _found(one.name, made) == (), one.place
            with Image.open(io.BytesIO(made)) as picture:
                picture.load()
                assert picture.size in {(40, 24), (8, 8)}


@pytest.mark.parametrize("one", DOCUMENTS, ids=str)
def test_documents(one: Marked) -> None:
    """A document is refused, or published without the marker; and what is published is accepted again, with nothing to say of it."""
    if _is_refused(one.name, one.data):
        return
    made = _published(one.name, one.data)
    assert not holds_mark(made)
    assert _found(one.name, made) == ()


@pytest.mark.no_cover
def test_most_documents_are_published() -> None:
    """Refusing everything would keep every promise and help nobody: what only describes a document is taken out of it."""
    taken_out = Counter(one.name for one in DOCUMENTS if not _is_refused(one.name, one.data))
    refused = Counter(one.name for one in DOCUMENTS if _is_refused(one.name, one.data))
    assert taken_out["letter.pdf"] > refused["letter.pdf"]
    assert taken_out["letter.docx"] > refused["letter.docx"]
    assert all(taken_out[name] for name in {one.name for one in DOCUMENTS})


@pytest.mark.parametrize(
    ("name", "data"), [*plain_pictures(), *plain_documents()], ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_holds_nothing_more_has_no_finding(name: str, data: bytes) -> None:
    """A file that holds what is seen, and no more, has no finding, and can be published."""
    assert _found(name, data) == ()
    assert _found(name, _published(name, data)) == ()


@pytest.mark.parametrize(("name", "data"), list(plain_pictures()), ids=lambda value: value if isinstance(value, str) else "")
def test_pictures_look_as_before(name: str, data: bytes) -> None:
    """A published picture has the same steps, times and points as the original; where these were rounded, nearly the same."""
    most = 0 if name.endswith((".png", ".gif")) or name.startswith(("exact", "moving.webp")) else 48
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(_published(name, data))) as after:
        assert getattr(before, "n_frames", 1) == getattr(after, "n_frames", 1)
        for number in range(getattr(before, "n_frames", 1)):
            before.seek(number)
            after.seek(number)
            assert before.info.get("duration", 0) == after.info.get("duration", 0)
            difference = ImageChops.difference(before.convert("RGBA"), after.convert("RGBA")).getextrema()
            assert max(high for _low, high in difference) <= most  # type: ignore[misc]  # a pair for each channel
        assert before.info.get("loop") == after.info.get("loop")


@pytest.mark.parametrize(("mode", "form"), [("RGBA", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP")])
def test_what_was_erased_is_gone(mode: str, form: str) -> None:
    """An eraser makes a part of a picture transparent; the points that were there are not published."""
    picture = Image.new(mode, (16, 16), (200, 20, 90, 255) if mode == "RGBA" else (200, 255))
    picture.paste((200, 20, 90, 0) if mode == "RGBA" else (200, 0), (4, 4, 12, 12))
    out = io.BytesIO()
    picture.save(out, form, **({"lossless": True, "exact": True} if form == "WEBP" else {}))
    with Image.open(io.BytesIO(_published(f"a.{form.lower()}", out.getvalue()))) as made:
        red, *_rest, alpha = made.getpixel((8, 8))  # type: ignore[misc]  # a point of several channels
        assert (red, alpha) == (0, 0)
        assert made.getpixel((1, 1))[0] in range(198, 203)  # type: ignore[index]  # as above


def test_two_transparent_colours_draw_nothing() -> None:
    """A picture drawn in two colours of a palette that are both transparent is not published."""
    picture = Image.new("P", (8, 8), 0)
    picture.putpalette([9, 9, 9, 200, 200, 200, 0, 0, 0])
    picture.putpixel((3, 3), 1)
    picture.putpixel((7, 7), 2)
    out = io.BytesIO()
    picture.save(out, "PNG", transparency=b"\0\0\xff")
    with Image.open(io.BytesIO(_published("a.png", out.getvalue()))) as made:
        shown = made.convert("RGBA")
        assert shown.getpixel((3, 3)) == shown.getpixel((0, 0))
        assert shown.getpixel((7, 7)) == (0, 0, 0, 255)


@pytest.mark.parametrize(
    "commands",
    [
        b"q 100 0 0 100 20 20 cm BI /W 4 /H 2 /BPC 8 /CS /G ID \0(\xa0\xff%) \x80 EI Q",
        b"BI /W 1 /H 1 /BPC 8 /CS [/Indexed /RGB 1 (\1\2\3\4\5\6)] /F [/A85 /Fl] /DP [null << /Predictor 15 >>] ID ~> EI",
        rb"""BT /F1 12 Tf 20 150 Td [(He) -20.5 (l\)o \(x) <0041>] TJ 0 -14 TD (x) ' 1 2 (y) " ET""",
        b"/Span << /MCID 3 /ActualText <FEFF0041> /Lang (de) >> BDC EMC /Artifact BMC EMC /P /Pr1 BDC EMC",
        b"[3 2] 0 d 2 w 0 0 m 1.5 -.5 2 2 3 3 c h W* n /CS0 cs .1 .2 .3 /P1 scn /Sh1 sh /Im1 Do /G1 gs 1 0 0 rg 0 0 5 5 re B*",
    ],
)
def test_commands_stay(commands: bytes) -> None:
    """Every command of a page that readers see stays as it is, with all that it takes."""
    assert b"".join(drawn(commands, 100).commands.split()) == b"".join(commands.split())


def test_icons() -> None:
    """An icon with notes in it, or with anything between or behind its pictures, is none."""
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(out, "ICO", sizes=[(16, 16)])
    icon = out.getvalue()
    assert is_icon(icon)
    assert not is_icon(icon + MARK)
    start = icon[:14]
    noted = png_of(
        [(b"IHDR", icon[22 + 16 : 22 + 29]), (b"tEXt", b"a\0" + MARK), *[(b"IDAT", icon[22 + 41 :][:0])], (b"IEND", b"")]
    )
    assert not is_icon(start + len(noted).to_bytes(4, "little") + icon[18:22] + noted)
    assert not is_icon(icon[:18] + (22 + len(MARK)).to_bytes(4, "little") + MARK + icon[22:])


@settings(max_examples=examples(200), deadline=None)
@given(st.sampled_from(PICTURES + DOCUMENTS), st.randoms(use_true_random=False))
def test_broken_files_are_refused_or_written_anew(one: Marked, chance: random.Random) -> None:
    """Whatever is done to a file, it is kept back, or published as something that is accepted again; nothing is raised."""
    data = bytearray(one.data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data))
        if chance.random() < 0.3:
            del data[at : at + chance.randrange(40)]
        else:
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        data = data or bytearray(b"x")
    broken = bytes(data)
    if _is_refused(one.name, broken):
        return
    try:
        made = _published(one.name, broken)
    except UsageError:
        return
    assert not _is_refused(one.name, made)
