"""Reading the files in which people keep texts: what people read there, and where each letter of it stands."""

import io
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from generator.adapters.outside_files import LIMIT, kept_text, read_outside
from generator.errors import UsageError
from generator.model.outside_text import OutsideText


def _texts(path: str, data: bytes) -> list[str]:
    return [paragraph.text for text in read_outside(path, data) for paragraph in text.paragraphs]


def _at(text: OutsideText, words: str) -> tuple[int, int]:
    """The line and column at which words begin."""
    found = next(one for one in text.paragraphs if words in one.text)
    start = found.text.index(words)
    return found.lines[start], found.columns[start]


def test_plain_text() -> None:
    """Blank lines and bullets part paragraphs; words keep their places, whatever spaces stand between them."""
    data = b"\xef\xbb\xbfOne  line\r\nand   its end.\r\n\r\n  - a bullet\r\n  - another\r\n"
    assert _texts("a.txt", data) == ["One line and its end.", "a bullet", "another"]
    (text,) = read_outside("a.txt", data)
    assert (_at(text, "its end"), _at(text, "another")) == ((2, 7), (5, 5))


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", "Größe – 1 €"), ("utf-16", "Größe – 1 €"), ("cp1252", "Größe – 1 €")])
def test_encodings(encoding: str, said: str) -> None:
    """A text is read in the encodings that programs write."""
    assert _texts("a.txt", said.encode(encoding)) == [said]


def test_markdown() -> None:
    """Headings stand for themselves; code, quotations and comments are nobody's statement."""
    data = b"# A heading\nA text.\n\n```\nThey took all.\n```\n\n> They took all.\n\n<!-- They took all. -->\n1. First\n"
    assert _texts("a.md", data) == ["A heading", "A text.", "First"]


def test_html() -> None:
    """What is shown is read, with letters written by name or number, across inline marks, at its place in the source."""
    data = (
        b"<html><head><title>T</title><style>p{}</style><script>x()</script></head>\n<body><p>They didn&#8217;t take 1,<b>21</b>2&nbsp;letters"
        b".</p><p hidden>Unseen.</p><div style='display: none'><p>Unseen.</p></div>\n<table><tr><td>A</td><td>B</td></tr></table>One<br>two</body></html>"
    )
    assert _texts("a.html", data) == ["T", "They didn’t take 1,212 letters.", "A", "B", "One", "two"]
    (text,) = read_outside("a.html", data)
    assert _at(text, "212 letters") == (2, data.decode().split("\n")[1].index("21</b>") + 1)


def test_word(tmp_path: Path) -> None:
    """Paragraphs, tables and what stands at the head and foot of pages are read, a paragraph a line."""
    document = docx.Document()
    document.add_heading("A heading", 1)
    document.add_paragraph("A text.")
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Wide"
    table.cell(0, 2).text = "Narrow"
    document.sections[0].footer.paragraphs[0].text = "A foot."
    document.save(str(tmp_path / "a.docx"))
    data = (tmp_path / "a.docx").read_bytes()
    assert _texts("a.docx", data) == ["A heading", "A text.", "Wide", "Narrow", "A foot."]
    (text,) = read_outside("a.docx", data)
    assert _at(text, "Wide") == (3, 1)


def test_mail() -> None:
    """Of a message, the subject and what its sender wrote are read: not what is quoted, and HTML only where there is no text."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@larkfield.example", "Größe"
    message.set_content("A text – of the sender.\n\n> What they answer.\n")
    assert _texts("a.eml", message.as_bytes()) == ["Größe", "A text – of the sender."]
    message.add_alternative("<p>Another</p>", subtype="html")
    assert _texts("a.eml", message.as_bytes()) == ["Größe", "A text – of the sender."]
    page = EmailMessage()
    page["Subject"] = "S"
    page.set_content("<p>Only <b>HTML</b></p>", subtype="html")
    assert _texts("a.eml", page.as_bytes()) == ["S", "Only HTML"]


def _bomb() -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", 8) as archive:
        archive.writestr("word/document.xml", b" " * 400_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.pdf", b"no PDF"),
        ("a.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 8),
        ("a.docx", b"no archive"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 90),
        ("a.docx", _bomb()),
        ("a.eml", b""),
        ("a.eml", b"\x00\x01"),
        ("a.txt", b"a\x00b"),
        ("a.txt", b""),
        ("a.html", b"<p hidden>x</p>"),
        ("a.odt", b"PK"),
        ("a.txt", b"a" * (LIMIT + 1)),
        ("a.txt", b"a" * 2_000_001),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_cannot_be_read(path: str, data: bytes) -> None:
    """What is not what its ending says, is empty or too large is refused in words, with what to do; a site that keeps it goes on."""
    with pytest.raises(UsageError) as refused:
        read_outside(path, data)
    assert path in refused.value.message
    assert refused.value.help
    kept = kept_text(path, data)
    assert (kept.texts, kept.unread) == ((), refused.value.message)
