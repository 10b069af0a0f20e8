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


def test_names_and_colons() -> None:
    """A line that begins with a name and a colon stands for itself; a line of prose that happens to have one does not."""
    assert _texts("a.txt", b"Date of breach: 5 February\nDate discovered: 8 February\nQ: Which?\nA: These.\n") == [
        "Date of breach: 5 February",
        "Date discovered: 8 February",
        "Q: Which?",
        "A: These.",
    ]
    prose = "They opened the letters that we had kept for ten years in our\nArchive: the one in the cellar.\n"
    assert _texts("a.txt", prose.encode()) == [" ".join(prose.split())]


def test_what_a_page_does_not_show() -> None:
    """Styles that hide are known, and an element whose end tag is left out hides no more than itself."""
    data = b"<p hidden>No<p>One<ul><li hidden>No<li>Two</ul><p style='visibility: hidden'>No</p><p style='font-size:0'>No</p><p style='opacity: 0.5'>Three"
    assert _texts("a.html", data) == ["One", "Two", "Three"]


def _word(document: str, *, notes: str = "") -> bytes:
    """A Word document with some XML in its body."""
    saved = io.BytesIO()
    docx.Document().save(saved)
    made = io.BytesIO()
    with ZipFile(saved) as before, ZipFile(made, "w") as after:
        for name in before.namelist():
            data = before.read(name).decode("utf-8", "replace") if name.endswith((".xml", ".rels")) else ""
            if name == "word/document.xml":
                data = data.replace("<w:body>", f"<w:body>{document}")
            if name == "word/_rels/document.xml.rels" and notes:
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                data = data.replace(
                    "</Relationships>", f'<Relationship Id="n1" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                )
            after.writestr(name, data or before.read(name))
        if notes:
            space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            after.writestr("word/footnotes.xml", f'<w:footnotes xmlns:w="{space}"><w:footnote>{notes}</w:footnote></w:footnotes>')
    return made.getvalue()


def _run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (f"<w:p>{_run('A ')}<w:ins w:id='1' w:author='a'>{_run('new')}</w:ins>{_run(' word')}</w:p>", ["A new word"]),
        (
            "<w:p><w:r><w:t>A </w:t></w:r><w:del w:id='1' w:author='a'><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t>word</w:t></w:r></w:p>",
            ["A word"],
        ),
        (f"<w:sdt><w:sdtContent><w:p>{_run('In a field')}</w:p></w:sdtContent></w:sdt>", ["In a field"]),
        (f"<w:p><w:sdt><w:sdtContent>{_run('In a field')}</w:sdtContent></w:sdt></w:p>", ["In a field"]),
        (
            f"<w:p>{_run('Before')}<w:r><w:pict><w:txbxContent><w:p>{_run('Box')}</w:p></w:txbxContent></w:pict></w:r></w:p>",
            ["Before", "Box"],
        ),
        (f"<w:p><w:hyperlink>{_run('A link')}</w:hyperlink></w:p>", ["A link"]),
    ],
)
def test_word_with_changes_and_fields(inside: str, said: list[str]) -> None:
    """What was put in with changes tracked is read, and what was taken out is not; fields, boxes and links are read too."""
    assert _texts("a.docx", _word(inside)) == said


def test_notes_of_a_word_document() -> None:
    """A number in a footnote is a number of the text."""
    assert _texts("a.docx", _word(f"<w:p>{_run('Text')}</w:p>", notes=f"<w:p>{_run('Of 9,000 patients.')}</w:p>")) == [
        "Text",
        "Of 9,000 patients.",
    ]


def test_damaged_word_documents() -> None:
    """Whatever byte is damaged, a document is read or refused in words."""
    data = _word(f"<w:p>{_run('A text. ' * 60)}</w:p>")
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as before, ZipFile(packed, "w", 8) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
    whole = packed.getvalue()
    refused = 0
    for place in range(0, len(whole), 97):
        damaged = bytearray(whole)
        damaged[place] ^= 0x55
        try:
            read_outside("a.docx", bytes(damaged))
        except UsageError:
            refused += 1
    assert refused > 40


@pytest.mark.parametrize(
    "below",
    [
        "-----Original Message-----\nFrom: B\nSent: Monday\nTo: us\nSubject: S\n\nThey took all.\n",
        "________________________________\nVon: B\nGesendet: Montag\nAn: uns\nBetreff: S\n\nThey took all.\n",
        "De : B\nEnvoyé : lundi\nÀ : nous\nObjet : S\n\nThey took all.\n",
        "On Mon, 8 Feb 2027 at 10:00, B <b@larkfield.example> wrote:\n\n> They took all.\n",
    ],
)
def test_what_a_message_answers(below: str) -> None:
    """The message below an answer is not its sender's, however the program marks it."""
    message = EmailMessage()
    message["Subject"] = "S"
    message.set_content(f"Ours.\n\n{below}")
    assert _texts("a.eml", message.as_bytes()) == ["S", "Ours."]


def test_what_a_message_in_html_answers() -> None:
    """Quotations in HTML are left out too."""
    message = EmailMessage()
    message["Subject"] = "S"
    message.set_content(
        "<p>Ours.</p><div class='gmail_quote'>B wrote:<blockquote>They took all.</blockquote></div>", subtype="html"
    )
    assert _texts("a.eml", message.as_bytes()) == ["S", "Ours."]


def _nested(depth: int) -> bytes:
    return b"Subject: s\n" + b"Content-Type: message/rfc822\n\nSubject: s\n" * depth + b"\ntext"


def _only_attached() -> bytes:
    message = EmailMessage()
    message["Subject"] = "S"
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


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
        ("a.eml", b""),
        ("a.eml", _nested(3000)),
        ("a.eml", _only_attached()),
        ("a.txt", rb"{\rtf1\ansi They took all.\par}"),
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
    _is_refused(path, data)


def test_a_bomb_cannot_be_read() -> None:
    """So is a small file that would be large when it is unpacked."""
    _is_refused("a.docx", _bomb())


def _is_refused(path: str, data: bytes) -> None:
    with pytest.raises(UsageError) as refused:
        read_outside(path, data)
    assert path in refused.value.message
    assert refused.value.help
    kept = kept_text(path, data)
    assert (kept.texts, kept.unread) == ((), refused.value.message)
