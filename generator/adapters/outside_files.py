"""What people read in files of other programs: plain text, Markdown, HTML, Word, PDF and e-mail.

Each kind is read by a library that others keep; what is theirs alone is where the words stand, so that a finding can point at them.
"""

import io
import logging
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from generator.errors import UsageError
from generator.model.outside_formats import bounded_html, read_mail
from generator.model.outside_text import OutsideFile, OutsideText, Paragraph
from generator.model.source import BYTE_ORDER_MARK, with_newlines

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

#: The endings of the files that are read, and how people call them.
KINDS: Final = {
    ".txt": "plain text",
    ".md": "Markdown",
    ".html": "a web page",
    ".htm": "a web page",
    ".docx": "a Word document",
    ".pdf": "a PDF",
    ".eml": "an e-mail",
}
#: The most bytes of a file; a filing with pictures has a few million.
LIMIT: Final = 20_000_000
#: The most bytes that a packed file may unpack to.
UNPACKED_LIMIT: Final = 100_000_000
#: The most characters that are looked at; a long annual report has a million.
MOST_CHARACTERS: Final = 2_000_000

_LIST_ITEM = re.compile(r"^\s*(?:[-*+•–]|\d{1,3}[.)])\s+")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")
#: A line that begins with a name and a colon stands for itself: "Date discovered: 8 February", "Q: …", "Antwort: …".
_LABEL = re.compile(r"\s*(?:[^\W\d_a-z][\w'’()/-]*)(?:[ \u00a0][\w'’()/-]+){0,5}[ \u00a0\u202f]?:\s+\S")
#: A line of prose is broken only where it has become so long.
_SHORT_LINE: Final = 50
_QUOTED_LINE = re.compile(r"^\s{0,3}>")
_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr html legend li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
#: Elements that end where the next block begins, or where the next of their kind does: their end tags may be left out.
_ENDS_BEFORE_BLOCK = frozenset({"p"})
_ENDS_BEFORE_ITSELF = frozenset({"li", "td", "th", "tr", "dt", "dd", "option"})
#: How mail programs mark the message that is answered.
_QUOTE_CLASS = re.compile(r"(?:^|\s)(?:gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote)(?:\s|$|_)")
#: Styles by which nobody sees what stands in an element.
_UNSEEN_STYLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|(?:font-size|opacity):0*\.?0*(?:px|pt|em|rem|%)?)(?:!important)?(?:;|$)"
)


def read_outside(path: str, data: bytes) -> tuple[OutsideText, ...]:
    """Return what people read in a file: one text, or one for each page of a PDF.

    Args:
        path: how findings name it; its ending tells what it is. Without an ending that is known it is taken for plain text.
        data: its bytes. A text without an ending, such as standard input, is what its first bytes say.

    Raises:
        UsageError: it is too large, or is not what its ending says.
        ImportError: it needs a package that is not installed.
    """
    if len(data) > LIMIT:
        raise UsageError(
            f"{path} has more than {LIMIT // 1_000_000} MB", "check only the text: save it as .txt, and give that file"
        )
    if not data.strip():
        raise UsageError(f"{path} is empty", "save the text in it first")
    ending = re.search(r"\.[A-Za-z]+$", path)
    named, looks = ending.group().lower() if ending else "", _looks(data)
    read = _READERS.get(named or looks or ".txt")
    if (named in _TEXTS and looks in {".pdf", ".docx"}) or (named in {".txt", ".md"} and looks == ".html"):
        raise UsageError(
            f"{path} is not {KINDS[named]}: it looks like {KINDS[looks]}", f"give it its own ending, {looks}, and check it again"
        )
    if read is None:
        known = ", ".join(KINDS)
        raise UsageError(f"{path} is not a kind of file that can be read", f"save it as one of: {known}")
    found = tuple(read(path, data))
    if not any(paragraph.text for text in found for paragraph in text.paragraphs):
        raise UsageError(
            f"there is no text in {path}", "if it contains pictures of pages, type the words into a .txt file, and check that"
        )
    if sum(len(paragraph.text) for text in found for paragraph in text.paragraphs) > MOST_CHARACTERS:
        raise UsageError(f"{path} has more than {MOST_CHARACTERS:,} characters", "check only the part about the incident")
    return found


_TEXTS: Final = frozenset({".txt", ".md", ".html", ".htm", ".eml"})
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_MAIL_HEAD = re.compile(
    rb"(?:(?:from|to|subject|date|message-id|received|return-path|mime-version)\s?:[^\n]*\r?\n(?:[ \t][^\n]*\n)*){2}",
    re.IGNORECASE,
)


def _looks(data: bytes) -> str:
    """Return the ending of files that begin as these bytes do; empty where nothing tells."""
    start = data.removeprefix(BYTE_ORDER_MARK)[:4000]
    if start.lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if start.startswith(b"PK\x03\x04"):
        return ".docx"
    if _WEB_PAGE.match(start):
        return ".html"
    return ".eml" if _MAIL_HEAD.match(start) else ""


def kept_text(path: str, data: bytes) -> OutsideFile:
    """Return a text that a site keeps under content/elsewhere/; where it cannot be read, with the reason."""
    try:
        return OutsideFile(path, b"", len(data), texts=read_outside(path, data))
    except UsageError as error:
        return OutsideFile(path, b"", len(data), unread=error.message, unread_help=error.help)
    except ImportError as error:
        missing = f"{path} needs {error.name}, which is not installed here"
        return OutsideFile(
            path, b"", len(data), unread=missing, unread_help=f"run `aboveboard check {path}`, which says what to install"
        )


def _decoded(path: str, data: bytes) -> str:
    """Return bytes as text: UTF-8 and UTF-16 as they say, else what Windows wrote before."""
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UsageError(
            f"{path} is not a text", f"give the text itself, or a file of a kind that can be read: {', '.join(KINDS)}"
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return with_newlines(data.decode("utf-16", "replace"))
    try:
        return with_newlines(data.removeprefix(BYTE_ORDER_MARK).decode("utf-8"))
    except UnicodeDecodeError:
        return with_newlines(data.decode("cp1252", "replace"))


# Text.


class _Letters:
    """A paragraph in the making: its letters with single spaces, each with its place."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._lines: list[int] = []
        self._columns: list[int] = []

    def add(self, piece: str, line: int, column: int) -> None:
        """Append a piece of one line, which begins at a column."""
        for place, character in enumerate(piece, column):
            if not character.isspace():
                self._append(character, line, place)
            elif self._text and self._text[-1] != " ":
                self._append(" ", line, place)

    def _append(self, character: str, line: int, column: int) -> None:
        self._text.append(character)
        self._lines.append(line)
        self._columns.append(column)

    def done(self) -> Paragraph:
        """Return the paragraph, without a space at its end."""
        length = len(self._text) - bool(self._text and self._text[-1] == " ")
        return Paragraph("".join(self._text[:length]), tuple(self._lines[:length]), tuple(self._columns[:length]))


def _paragraph(rows: Iterable[tuple[int, int, str]]) -> Paragraph:
    """Return lines of a text as one paragraph: the number of each, the column where it begins, and what stands in it."""
    letters = _Letters()
    for line, column, row in rows:
        letters.add(f"{row} ", line, column)
    return letters.done()


def _paragraphs(text: str, *, markdown: bool = False) -> Iterator[Paragraph]:
    """Yield the paragraphs of a plain text: what blank lines, bullets and (in Markdown) headings part."""
    rows: list[tuple[int, int, str]] = []
    fenced = ""
    for number, written in enumerate([*text.split("\n"), ""], 1):
        mark = re.match(r"\s{0,3}(```+|~~~+)", written) if markdown else None
        if mark and (not fenced or mark.group(1).startswith(fenced)):
            fenced = "" if fenced else mark.group(1)[:3]
        elif fenced:
            continue
        row = "" if mark else written
        heading = markdown and _HEADING.match(row)
        quoted = markdown and _QUOTED_LINE.match(row)
        item = _LIST_ITEM.match(row)
        if rows and (not row.strip() or item or heading or quoted or (_LABEL.match(row) and _may_end(rows[-1][2]))):
            yield _paragraph(rows)
            rows = []
        if not row.strip() or quoted:
            continue
        skipped = item or heading or None
        start = skipped.end() if skipped else 0
        rows.append((number, start + 1, row[start:]))
        if heading:
            yield _paragraph(rows)
            rows = []


def _may_end(row: str) -> bool:
    """Whether a line may be the last of a paragraph: it is short, or ends with a mark."""
    return len(row.rstrip()) < _SHORT_LINE or row.rstrip().endswith((".", "!", "?", ":", "…"))


def _plain(path: str, data: bytes) -> Iterator[OutsideText]:
    text = _decoded(path, data)
    if text.startswith("{\\rtf"):
        raise UsageError(f"{path} is not plain text: it is in the Rich Text Format", "open it, and save it as .docx, or as .txt")
    yield OutsideText(path=path, paragraphs=tuple(_paragraphs(text)), shown=text)


def _markdown(path: str, data: bytes) -> Iterator[OutsideText]:
    text = _decoded(path, data)
    body = re.sub(r"<!--.*?(?:-->|\Z)", lambda found: re.sub(r"[^\n]", " ", found.group()), text, flags=re.DOTALL)
    yield OutsideText(path=path, paragraphs=tuple(_paragraphs(body, markdown=True)), shown=text)


# HTML.


class _Page(HTMLParser):
    """Collects what people read of a page, and where each letter of it stands in the source."""

    def __init__(self, *, is_mail: bool = False) -> None:
        super().__init__(convert_charrefs=False)
        self._is_mail = is_mail
        self.paragraphs: list[Paragraph] = []
        self._letters = _Letters()
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph at a block, and leave out what nobody sees."""
        if tag in _BLOCKS:
            self.flush()
        if self._unseen and (
            (self._unseen[-1] in _ENDS_BEFORE_BLOCK and tag in _BLOCKS - {"br"})
            or (self._unseen[-1] == tag and tag in _ENDS_BEFORE_ITSELF)
        ):
            self._unseen.pop()
        told = dict(attrs)
        style = re.sub(r"\s", "", told.get("style") or "").lower()
        if (
            tag in _UNSEEN
            or (tag not in _VOID and ("hidden" in told or _UNSEEN_STYLE.search(style)))
            or (self._unseen and tag not in _VOID)
            # What somebody else wrote, and is quoted below the answer, is not ours.
            or (self._is_mail and (tag == "blockquote" or _QUOTE_CLASS.search(told.get("class") or "")))
        ):
            self._unseen.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself holds nothing."""
        del attrs
        if tag in _BLOCKS:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph."""
        if self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        """Keep the words, each line with its place."""
        if self._unseen:
            return
        line, column = self.getpos()
        for offset, row in enumerate(data.split("\n")):
            # The space that stands for a line's end has no column of its own.
            self._letters.add(row if offset == 0 else f" {row}", line + offset, column + 1 if offset == 0 else 0)

    def handle_entityref(self, name: str) -> None:
        """Keep a letter that is written by its name."""
        self._letter(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """Keep a letter that is written by its number."""
        self._letter(unescape(f"&#{name};"))

    def _letter(self, letter: str) -> None:
        if not self._unseen:
            line, column = self.getpos()
            self._letters.add(letter, line, column + 1)

    def flush(self) -> None:
        """End the paragraph that was begun."""
        found = self._letters.done()
        if found.text:
            self.paragraphs.append(found)
        self._letters = _Letters()


def _html(path: str, data: bytes) -> Iterator[OutsideText]:
    source = _decoded(path, data)
    page = _Page()
    page.feed(bounded_html(source))
    page.close()
    page.flush()
    yield OutsideText(path=path, paragraphs=tuple(page.paragraphs), shown=source)


# Documents.


def _docx(path: str, data: bytes) -> Iterator[OutsideText]:
    """A paragraph of a Word document is a line: nobody sees other lines there than those that the window makes."""
    import docx  # noqa: PLC0415  # an extra
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415  # likewise
    from docx.oxml import parse_xml  # noqa: PLC0415  # likewise

    rows: list[str] = []
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED_LIMIT:
                raise UsageError(
                    f"{path} unpacks to more than {UNPACKED_LIMIT // 1_000_000} MB", "check only its words, saved as .txt"
                )
        document = docx.Document(io.BytesIO(data))
        rows += _word_rows(document.element.body)
        for section in document.sections:
            for part in (section.header, section.footer):
                if not part.is_linked_to_previous:
                    rows += _word_rows(part._element)  # noqa: SLF001  # it has no public name
        for relation in document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(("/footnotes", "/endnotes")):
                rows += _word_rows(parse_xml(relation.target_part.blob))
    except (*_DAMAGED, PackageNotFoundError) as error:
        raise UsageError(f"{path} is not a Word document", "save it again as .docx, or as .txt") from error
    yield _by_line(path, rows)


#: What libraries raise when a packed file is not what it should be.
_DAMAGED: Final = (
    BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    KeyError,
    ValueError,
    SyntaxError,
    AttributeError,
    TypeError,
    IndexError,
    struct.error,
)
#: What stands in a Word document and is not read by those who get it: what was taken out or moved away, and what is there for older programs.
_NOT_READ = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText"})
_WORD_SPACES: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _word_rows(within: "BaseOxmlElement") -> Iterator[str]:
    """Yield the lines of every paragraph, in order: also those in tables, fields, text boxes, and what was put in with changes tracked."""
    later: list[BaseOxmlElement] = [within]
    while later:
        block = later.pop()
        if _word_name(block) in _NOT_READ:
            continue
        if _word_name(block) != "p":
            later += reversed(list(block))
            continue
        pieces: list[str] = []
        boxes: list[BaseOxmlElement] = []
        inner = list(reversed(list(block)))
        while inner:
            one = inner.pop()
            name = _word_name(one)
            if name == "p":
                boxes.append(one)
            elif name == "t":
                pieces.append(one.text or "")
            elif name in _WORD_SPACES:
                pieces.append(_WORD_SPACES[name])
            elif name not in _NOT_READ:
                inner += reversed(list(one))
        yield from "".join(pieces).split("\n")
        later += reversed(boxes)


def _word_name(element: "BaseOxmlElement") -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _by_line(path: str, rows: Iterable[str]) -> OutsideText:
    kept = [re.sub(r"[^\S\n]", " ", row) for row in rows]
    found = (_paragraph([(number, 1, row)]) for number, row in enumerate(kept, 1) if row.strip())
    return OutsideText(path=path, paragraphs=tuple(found), shown="\n".join(kept))


def _pdf(path: str, data: bytes) -> Iterator[OutsideText]:
    # It reads here what nobody publishes; what is published is looked into by content/files/pdf.py.
    from pypdf import PdfReader  # noqa: PLC0415, TID251  # slow to import
    from pypdf.errors import PyPdfError  # noqa: PLC0415, TID251  # likewise

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # Problems are refused in our own words.
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UsageError(f"{path} is locked with a password", "save it without one, or save its words as .txt")
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"{path} is not a PDF that can be read", "save it again, or save its words as .txt") from error
    for number, text in enumerate(pages, 1):
        shown = with_newlines(text)
        yield OutsideText(path=f"{path}#page={number}", paragraphs=tuple(_paragraphs(shown)), shown=shown)


# E-mail.


#: Names before the colon in the lines that a mail program puts above a message that is answered or passed on.
_HEADERS = re.compile(
    r"\s*[*_]?(?:from|sent|date|to|cc|subject|reply-to|von|gesendet|datum|an|betreff|de|envoyé|date|à|objet|enviado|fecha|para|asunto)[*_]?[ \u00a0]?:[*_]?\s",
    re.IGNORECASE,
)
_ABOVE_HEADERS = re.compile(r"\s*(?:-{2,}[^-\n]*-{2,}|_{10,})\s*$")
#: So many of these lines, one after another, are the head of another message.
_HEAD_OF_ANOTHER = 3
#: The line before what is quoted, in any language: it ends with a colon and names an address.
_ADDRESS = re.compile(r"[^\s<>@]@[^\s<>@]")


def _own_lines(rows: list[str]) -> list[str]:
    """Return the lines of a message with those blanked that its sender did not write: what is quoted, and the message below that it answers."""
    own: list[str] = []
    # Of each line, the next one with words below it.
    below = [""]
    for row in reversed(rows[1:]):
        below.append(row if row.strip() else below[-1])
    below.reverse()
    for place, row in enumerate(rows):
        following = rows[place : place + _HEAD_OF_ANOTHER]
        if len(following) == _HEAD_OF_ANOTHER and all(map(_HEADERS.match, following)):
            while own and (not own[-1].strip() or _ABOVE_HEADERS.match(own[-1])):
                own.pop()
            return own + [""] * (len(rows) - len(own))
        own.append("" if row.startswith(">") or (below[place].startswith(">") and _says_who(row)) else row)
    return own


def _says_who(row: str) -> bool:
    """Whether a line says who wrote what is quoted below it: it names an address, and ends with a colon."""
    said = row.rstrip()
    return said.endswith(":") and _ADDRESS.search(said[:-1]) is not None


def _mail(path: str, data: bytes) -> Iterator[OutsideText]:
    try:
        message = read_mail(data)
        if not message.keys():
            raise UsageError(f"{path} is not an e-mail", "save the message as .eml, or save its words as .txt")
        body = message.get_body(preferencelist=("plain", "html"))
        subject = str(message.get("subject", "")).strip()
        content = with_newlines(str(body.get_content())) if body is not None else ""
    except (LookupError, ValueError, RecursionError) as error:
        raise UsageError(f"the words of {path} cannot be read", "save them as .txt") from error
    if body is None:
        raise UsageError(f"{path} has no words of its own", "save what is attached to it, and check that")
    rows = [subject, ""] if subject else []
    if body.get_content_type() == "text/html":
        page = _Page(is_mail=True)
        page.feed(bounded_html(content))
        page.close()
        page.flush()
        yield _by_line(path, [*rows, *_own_lines([one.text for one in page.paragraphs])])
        return
    text = "\n".join([*rows, *_own_lines(content.split("\n"))])
    yield OutsideText(path=path, paragraphs=tuple(_paragraphs(text)), shown=text)


_READERS: Final[dict[str, Callable[[str, bytes], Iterator[OutsideText]]]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
    ".eml": _mail,
}
