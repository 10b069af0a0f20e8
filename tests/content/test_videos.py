"""Videos are published with their pictures and sound, and without anything else."""

import pytest

from generator.content.attachments import look, without_traces
from generator.content.files.captions import transcript
from generator.content.files.video import Mp4, size_of
from generator.errors import UsageError
from generator.model.allowed import ATTACHMENT_LIMIT
from generator.model.source import RawFile
from tests.content.films import MARKER, box, film

PATH = "content/incidents/desk/files/statement.mp4"
CAPTIONS = b"""\xef\xbb\xbfWEBVTT

NOTE made on Sam's computer

STYLE
::cue { color: red }

1
00:00.000 --> 00:02.000
<v Sam>Someone got into our help desk.

00:02.000 --> 00:04.000
They read 1,212 messages &amp; took passwords.
"""


def _said(path: str, data: bytes, size: int | None = None) -> list[tuple[str, str]]:
    file = RawFile(path=path, data=data, size=len(data) if size is None else size)
    return [(problem.rule, problem.message) for problem in look(file).problems]


def test_nothing_is_left_of_a_place() -> None:
    """Whatever a camera or a program wrote beside pictures and sound is gone, in every box and between the samples."""
    data = film()
    made = without_traces(PATH, data)
    assert data.count(MARKER) > 15
    for part in (MARKER, MARKER[:8], b"SECRET", b"ISO6709", b"\xa9xyz", (3_900_000_000).to_bytes(4)):
        assert part not in made
    assert _said(PATH, data) == [
        (
            "file-with-metadata",
            "the video contains a track of hidden data, data after its end, hidden data, notes from the program that made it, the place where it was filmed and the time at which it was made",
        )
    ]


def test_what_is_seen_stays() -> None:
    """Every byte of the pictures stands where it did, so that players find it; a video that is already bare is not changed at all."""
    data, bare = film(), film(marks=b"")
    made = without_traces(PATH, data)
    assert len(made) == len(data)
    picture = b"\x80" * 384
    assert made.index(picture) == data.index(picture)
    assert size_of(made) == size_of(data) == (16, 16)
    assert without_traces(PATH, bare) == bare
    assert _said(PATH, bare) == _said(PATH, made) == []
    assert without_traces(PATH, made) == made


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (film(marks=b"").replace(b"avc1", b"hvc1"), "the video is in a format that not every browser plays"),
        (film(marks=b"") + box(b"moof"), "the video is in a format that not every browser plays"),
        (film(marks=b"").replace(b"vide", b"meta"), "the video is in a format that not every browser plays"),
        (film(marks=b"")[:-40], "the video is damaged, so it cannot be checked"),
        (film(marks=b"").replace(b"stco", b"stcx"), "the video is damaged, so it cannot be checked"),
        (b"\0\0\0\x08ftyp" + b"\xff" * 60, "the video is damaged, so it cannot be checked"),
        (b"GIF89a" + bytes(60), "this is not a MP4 file, although its name ends in .mp4"),
    ],
)
def test_what_is_not_played(data: bytes, said: str) -> None:
    """What not every browser plays, or nobody can take apart, is refused with a finding, and is never published."""
    assert _said(PATH, data) == [("unsafe-file", said)]
    with pytest.raises(UsageError, match="cannot be removed"):
        without_traces(PATH, data)


def test_too_large() -> None:
    """The limit of size is said in bytes."""
    ((rule, said),) = _said(PATH, b"", ATTACHMENT_LIMIT + 1)
    assert (rule, said) == ("unsafe-file", "the file has 26,214,401 bytes; the limit is 26,214,400")


def test_each_byte_wrong() -> None:
    """No film with a wrong byte stops the program: it is played, or refused."""
    data = film()
    for at in range(len(data)):
        broken = data[:at] + b"\xff" + data[at + 1 :]
        try:
            made = without_traces(PATH, broken)
        except UsageError:
            continue
        assert len(made) == len(broken)
        assert Mp4(made).is_played


def test_captions() -> None:
    """Captions are published without the notes of whoever made them, and say what is said as a text."""
    made = without_traces("a.vtt", CAPTIONS)
    assert transcript(CAPTIONS.decode("utf-8-sig")) == (
        "Someone got into our help desk.",
        "They read 1,212 messages & took passwords.",
    )
    assert made.startswith(b"WEBVTT\n\n")
    assert b"NOTE" not in made
    assert b"STYLE" not in made
    assert transcript(made.decode()) == transcript(CAPTIONS.decode("utf-8-sig"))
    assert _said("a.vtt", CAPTIONS) == [("file-with-metadata", "the captions contain notes of the person who made them")]
    assert _said("a.vtt", b"WEBVTT\n\nNOTE nothing yet\n")[0] == ("unsafe-file", "there are no captions in it")
    assert _said("a.vtt", b"1\n00:00.000 --> 00:02.000\nHello\n")[0][0] == "unsafe-file"
