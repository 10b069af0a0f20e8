"""Reading exports of help desks and mailboxes: any delimiter, any common encoding, columns recognised by name."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from generator.model.customer_message import CustomerMessage, CustomerMessages, ExportFile, UnreadableExportError
from generator.model.outside_formats import bounded_html, read_mail
from generator.model.source import with_newlines

#: Names of columns in help desks' exports, the most reliable first; compared without case, spaces and signs.
_HEADERS = {
    "body": (
        *("question", "body", "message", "description", "content", "text", "comment", "firstmessage", "ticketdescription"),
        *("plainbody", "plaintext", "request", "enquiry", "inquiry", "details"),
        *("frage", "nachricht", "beschreibung", "inhalt", "anfrage", "message", "question", "description", "corps", "texte"),
        *("pregunta", "mensaje", "descripcion", "contenido", "consulta"),
        *("السؤال", "الرسالة", "النص", "الوصف"),
    ),
    "subject": (
        *("subject", "title", "summary", "ticketsubject", "topic", "headline"),
        *("betreff", "titel", "thema", "objet", "sujet", "titre", "asunto", "titulo", "الموضوع", "العنوان"),
    ),
    "date": (
        *("date", "created", "createdat", "createdon", "createddate", "creationdate", "createdtime", "datecreated", "received"),
        *("receivedat", "submitted", "submittedat", "opened", "openedat", "timestamp", "sent", "requestedat", "time"),
        *("datum", "erstellt", "erstelltam", "eingegangen", "eingang", "erhalten", "datedecreation", "creele", "fecha"),
        *("fechadecreacion", "creado", "recibido", "التاريخ", "تاريخ"),
    ),
}
_DELIMITERS = (",", ";", "\t", "|")

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
#: Signs of files that are not text, such as pictures, PDFs and office documents: their first bytes, or control characters early on.
_BINARY = re.compile(rb"\A(?:%PDF|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf)|[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BEGINNING = 1 << 16
#: The longest column heading, in characters.
_HEADING = 40

#: The longest field of an export, in characters; a longer one is caused by an unclosed quotation mark.
_FIELD = 1 << 24

_NUMERIC = re.compile(r"\s*(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\b.*", re.DOTALL)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "janv", "ene"),
            ("feb", "fév", "févr", "febr"),
            ("mar", "mär", "mars", "märz"),
            ("apr", "avr", "abr"),
            ("may", "mai", "mayo"),
            ("jun", "juin"),
            ("jul", "juil"),
            ("aug", "août", "ago"),
            ("sep", "sept"),
            ("oct", "okt"),
            ("nov",),
            ("dec", "dez", "déc", "dic"),
        ),
        1,
    )
    for name in names
}
_UTC = re.compile(r"(?<!\s)\s+UTC$")
_WORDED = (
    re.compile(r".*?\b(?P<day>\d{1,2})\.?\s*(?:de\s+)?(?P<month>[^\W\d_]{3,})\.?,?\s*(?:de\s+)?(?P<year>\d{4}).*", re.DOTALL),
    re.compile(r".*?\b(?P<month>[^\W\d_]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4}).*", re.DOTALL),
)


def read_export(file: ExportFile, zone: ZoneInfo, columns: dict[str, str], order: str = "") -> CustomerMessages:
    """Return the messages of an export.

    Args:
        file: the export.
        zone: the site's time zone, which decides the days of the messages.
        columns: column names given by the writer, for `body`, `subject` and `date`.
        order: the order of numbers in dates, `dmy` or `mdy`; if empty, determined from the export.

    Raises:
        Unreadable: the file is not a table, or none of its columns can hold questions.
    """
    csv.field_size_limit(_FIELD)
    if file.table is None:
        return _mailbox(file.messages, zone)
    if _BINARY.search(file.table[:_BEGINNING]) and not file.table.startswith(_UTF16):
        raise UnreadableExportError(
            "the file contains no text",
            "save it as plain text (.txt) or CSV: in Word or Excel, Save As; of a PDF, copy the questions",
        )
    if file.text and not columns and not _is_table(decoded(file.table)):
        return _plain_text(decoded(file.table))
    return _table(file.table, zone, columns, order)


def decoded(data: bytes) -> str:
    """Decode a table as spreadsheets and help desks write it: UTF-8 or UTF-16 with byte-order mark, UTF-8, otherwise Windows-1252."""
    if data.startswith(_UTF16):
        return with_newlines(data.decode("utf-16", "replace"))
    try:
        return with_newlines(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return with_newlines(data.decode("cp1252", "replace"))


#: The start of a question in a list: `- `, `* `, `1.`, `2)`, `Q:`.
_ITEM = re.compile(r"\s*(?:[-*•–]\s+|\(?\d{1,4}[.)]\s+|(?:q|f|question|frage|pregunta)\s?\d{0,4}\s?[:.]\s+)", re.IGNORECASE)


def _is_table(text: str) -> bool:
    """Whether a text is a table.

    Its first row contains a known column name, or its rows have the same number of columns, at least three.
    """
    lines = [line for line in text.lstrip("\n").splitlines() if line.strip()][:6]
    if not lines:
        return False
    for delimiter in _DELIMITERS:
        rows = list(csv.reader(lines, delimiter=delimiter))
        found = _columns(rows[0], {})
        if found and all(len(name) <= _HEADING for name in rows[0]):
            return True
        if len(rows) > 1 and len(rows[0]) > 2 and len({len(row) for row in rows}) == 1:
            return True
    return False


def _without_mark(text: str) -> str:
    found = _ITEM.match(text)
    return text[found.end() :] if found else text


def _plain_text(text: str) -> CustomerMessages:
    """Return the questions of a plain text, one for each paragraph; in a list or without empty lines, one for each line."""
    text = text.strip("\n")
    if "\0" in text or not text.strip():
        raise UnreadableExportError(
            "the file contains no text", "write each question as a paragraph, with an empty line between them"
        )
    paragraphs = re.split(r"\n[ \t]*\n\s*", text)
    if len(paragraphs) == 1:
        paragraphs = text.split("\n")
    messages: list[CustomerMessage] = []
    for paragraph in paragraphs:
        lines = [line for line in paragraph.split("\n") if line.strip()]
        listed = len(lines) > 1 and all(_ITEM.match(line) for line in lines)
        messages += [CustomerMessage("", _without_mark(one)) for one in (lines if listed else [paragraph])]
    # A greeting or a name can be a paragraph of its own and contains no question.
    return CustomerMessages(tuple(message for message in messages if questions_in(message)))


def _table(data: bytes, zone: ZoneInfo, given: dict[str, str], order: str) -> CustomerMessages:
    text = decoded(data)
    if "\0" in text or not text.strip():
        raise UnreadableExportError("the file contains no table", "export it as CSV: in Excel, Save As, CSV UTF-8")
    rows, found = _rows(text, given)
    places = found
    messages: list[tuple[str, str, str]] = []
    short = 0
    for row in rows[1:]:
        if not any(field.strip() for field in row):
            continue
        if len(row) != len(rows[0]):
            short += 1
        body, subject, on = (
            row[places[what]].strip() if places.get(what, len(row)) < len(row) else "" for what in ("body", "subject", "date")
        )
        if body or subject:
            messages.append((subject, _without_markup(body), on))
    days, note = _days_in_column([on for _, _, on in messages], zone, order)
    notes = [note] if note else []
    if short:
        rows_have = "1 row has" if short == 1 else f"{short} rows have"
        notes.append(f"{rows_have} more or fewer columns than the first one, so something may be missing.")
    return CustomerMessages(
        tuple(CustomerMessage(subject, body, day) for (subject, body, _), day in zip(messages, days, strict=True)), tuple(notes)
    )


def _rows(text: str, given: dict[str, str]) -> tuple[list[list[str]], dict[str, int]]:
    """Return the rows, split by the delimiter that yields the most known columns in the first row, and the columns found."""
    lines = text.lstrip("\n")
    said = re.match(r"(?i)sep=(.)\n", lines)
    if said:  # Excel's way of declaring the delimiter
        lines = lines[said.end() :]
    if not lines.strip():
        raise UnreadableExportError("the file contains no table", "export it as CSV: in Excel, Save As, CSV UTF-8")
    best: tuple[tuple[int, int], list[list[str]], dict[str, int]] | None = None
    for delimiter in (said.group(1),) if said else _DELIMITERS:
        try:
            rows = list(csv.reader(lines.splitlines(keepends=True), delimiter=delimiter))
        except csv.Error:
            continue
        places = _columns(rows[0], given)
        score = (len(places), len(rows[0]))
        if best is None or score > best[0]:
            best = (score, rows, places)
    if best is None:
        raise UnreadableExportError(
            "a quotation mark in the file is never closed", "export it again as CSV: in Excel, Save As, CSV UTF-8"
        )
    _, rows, places = best
    for what, name in given.items():
        if what not in places:
            raise UnreadableExportError(f"there is no column called {name}", _columns_there_are(rows[0]))
    if "body" not in places and "subject" not in places:
        raise UnreadableExportError(
            "no column name says that it contains questions",
            f"name it with --question; {_columns_there_are(rows[0])}",
        )
    return rows, places


#: What no column is called: an address, a date or a number of somebody, a sentence.
_NO_HEADING = re.compile(r"[@\uff20]|\d[\d\W]*\d[\d\W]*\d|[.?!؟。\uff1f\uff01…]\s*\Z|(?:\S+\s+){5}\S|\n")


def _columns_there_are(header: Sequence[str]) -> str:
    """Return in words which columns a table has; where its first row may be a message already, nothing of it."""
    names = [name.strip() for name in header if name.strip()]
    if any(len(name) > _HEADING or _NO_HEADING.search(name) for name in names):
        return (
            "its first row seems to be a message already: write a row above it that names the columns, such as question and date"
        )
    return f"the columns are: {', '.join(names[:30]) or 'none'}"


def _columns(header: Sequence[str], given: dict[str, str]) -> dict[str, int]:
    plain = [_column_key(name) for name in header]
    places: dict[str, int] = {}
    for what, names in _HEADERS.items():
        wanted = (_column_key(given[what]),) if what in given else names
        place = next((plain.index(name) for name in wanted if name in plain and plain.index(name) not in places.values()), None)
        if place is not None:
            places[what] = place
    return places


def _column_key(name: str) -> str:
    folded = name.casefold().translate(str.maketrans("äöüéèêáíóúç", "aoueeeaiouc"))
    return "".join(character for character in folded if character.isalnum())


def _days_in_column(written: Sequence[str], zone: ZoneInfo, order: str) -> tuple[list[date | None], str]:
    """Return the day of each date in a column, and a message about dates that could not be read."""
    numbers = [found for text in written if (found := _NUMERIC.match(text)) and len(found.group(1)) <= 2]
    first = any(int(found.group(1)) > 12 for found in numbers)
    second = any(int(found.group(3)) > 12 for found in numbers)
    if not order and numbers and first == second:
        # All of them fit both orders, or some fit only one and some only the other.
        dotted = all(found.group(2) == "." for found in numbers)
        order = "dmy" if dotted and not second else ""
    order = order or ("dmy" if first and not second else "mdy" if second and not first else "")
    days = [_day(text, zone, order) for text in written]
    if numbers and not order:
        return days, "The dates may be day/month or month/day: give --dates dmy or --dates mdy."
    lost = sum(day is None for day, text in zip(days, written, strict=True) if text)
    return days, f"Dates that could not be read: {lost}." if lost else ""


def _day(text: str, zone: ZoneInfo, order: str) -> date | None:
    try:
        moment = datetime.fromisoformat(_UTC.sub("+00:00", text.strip()))
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    except ValueError:
        pass
    try:
        if (found := _NUMERIC.match(text)) and (len(found.group(1)) == 4 or order):
            parts = [int(found.group(number)) for number in (1, 3, 4)]
            if parts[0] > 31:
                return date(*parts)
            year = parts[2] if parts[2] > 99 else 2000 + parts[2]
            return date(year, parts[1], parts[0]) if order == "dmy" else date(year, parts[0], parts[1])
        for pattern in _WORDED:
            if (found := pattern.match(text)) and (month := _month(found["month"])):
                return date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return None
    return None


def _month(word: str) -> int | None:
    return next((_MONTHS[word.casefold()[:length]] for length in (5, 4, 3) if word.casefold()[:length] in _MONTHS), None)


def _mailbox(messages: Iterable[bytes], zone: ZoneInfo) -> CustomerMessages:
    letters: list[CustomerMessage] = []
    lost = 0
    for data in messages:
        # The library raises whatever it meets, and one message must not keep all others from being read. What it says may be what a customer wrote.
        try:
            letters.append(_mail(data, zone))
        except Exception:  # noqa: BLE001  # as above
            lost += 1
    return CustomerMessages(tuple(letters), (f"Messages that could not be read: {lost}.",) if lost else ())


def _mail(data: bytes, zone: ZoneInfo) -> CustomerMessage:
    message = read_mail(data)
    return CustomerMessage(_header(message, "subject"), _body(message), _sent(message, zone))


def _header(message: EmailMessage, name: str) -> str:
    # A malformed header raises whatever the parser meets; a message without a subject is still a message.
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # noqa: BLE001  # as above
        return ""


def _sent(message: EmailMessage, zone: ZoneInfo) -> date | None:
    try:
        moment = parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, OverflowError):
        return None
    try:
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    except OverflowError:
        return None


def _body(message: EmailMessage) -> str:
    """Return the text of a message: its plain part if there is one, otherwise its HTML without markup."""
    plain, html = "", ""
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain:
            plain = _part_text(part)
        elif kind == "text/html" and not html:
            html = _part_text(part)
    return plain if plain.strip() else _without_markup(html)


def _part_text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "replace")
    try:
        return with_newlines(data.decode(part.get_content_charset() or "utf-8", "replace"))
    # No such encoding, or none of texts.
    except (LookupError, ValueError):
        return decoded(data)


_MARKUP = re.compile(r"<(?:p|br|div|span|html|body|table|a|b|strong)\b", re.IGNORECASE)


class _Words(HTMLParser):
    """The text of HTML without elements that browsers do not show."""

    _BREAKS = frozenset({"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "table"})
    _HIDDEN = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._quoted = 0
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Start a line at a block; quoted text is marked as in e-mail."""
        del attrs
        if tag in self._BREAKS:
            self.parts.append("\n")
        self._quoted += tag == "blockquote"
        self._hidden += tag in self._HIDDEN

    def handle_endtag(self, tag: str) -> None:
        """End a line at the end of a block."""
        if tag in self._BREAKS:
            self.parts.append("\n")
        self._quoted -= tag == "blockquote" and self._quoted > 0
        self._hidden -= tag in self._HIDDEN and self._hidden > 0

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if not self._quoted and not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def _without_markup(text: str) -> str:
    begins = _MARKUP.search(text)
    if begins is None or ">" not in text[begins.end() :]:
        return text
    words = _Words()
    words.feed(bounded_html(text))
    words.close()
    return "".join(words.parts)


_QUOTED = re.compile(r"\s*>")
#: From here on, a message quotes another one.
_REPEATS = re.compile(
    r"\s*(?:-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original)\s*-{2,}"
    r"|_{10,}|on .{5,100} wrote:|am .{5,100} schrieb .{0,80}:|le .{5,100} a écrit\s*:|el .{5,100} escribió:"
    r"|(?:from|von|de):\s.*@.*|##- please type your reply above this line -##)\s*",
    re.IGNORECASE,
)
#: From here on, there is only the signature.
_ENDS = re.compile(
    r"\s*(?:-- ?|(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes)|yours(?:\s+\w+)?|sincerely(?:\s+yours)?|cheers|many thanks|thanks(?:\s+\w+)?"
    r"|thank you(?:\s+very much)?|(?:mit\s+)?(?:freundliche[nr]?|beste[nr]?|viele[nr]?|liebe[nr]?|herzliche[nr]?)\s+grü(?:ß|ss)en?"
    r"|mfg|danke(?:\s+\w+)?|cordialement|bien à vous|merci(?:\s+\w+)?|(?:un\s+)?saludos?(?:\s+cordiales?)?|atentamente|gracias"
    r"|sent from my .*|gesendet von .*|envoyé de .*|enviado desde .*|مع التحية|تحياتي|شكرا)\s*[,.!،]?\s*",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"\s*(?:hi|hello|dear|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|sehr geehrte[r]?|liebe[r]?|bonjour|madame|cher|chère"
    r"|hola|estimad[oa]s?|buen[oa]s .{3,10}|مرحبا|السلام عليكم)\b[^?؟,،]{0,60}[,!.:،]?\s*",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^\s*(?:(?:re|aw|fw|fwd|wg|tr|rv|sv)\s*:|\[[^\]]{1,40}\]|#\d+\s*:?)\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?؟…])\s+|\n\s*\n")

#: Anything shorter cannot be answered: "why?", "hello??".
_SHORTEST = 8


def own_words(body: str) -> str:
    """Return a message without quoted text, greeting and signature."""
    lines: list[str] = []
    has_words = False
    for line in body.split("\n"):
        if _REPEATS.fullmatch(line) or (lines and _ENDS.fullmatch(line)):
            break
        if _QUOTED.match(line) or (not has_words and _GREETS.fullmatch(line)):
            continue
        lines.append(line.strip())
        has_words = has_words or bool(lines[-1])
    return "\n".join(lines).strip()


def sentences_in(message: CustomerMessage) -> tuple[str, ...]:
    """Return the sentences that a customer wrote: the subject's, then the body's."""
    subject = message.subject
    while (shorter := _REPLY.sub("", subject)) != subject:
        subject = shorter
    return tuple(" ".join(sentence.split()) for part in (subject, own_words(message.body)) for sentence in _SENTENCE.split(part))


def questions_in(message: CustomerMessage) -> tuple[str, ...]:
    """Return the distinct questions in a message.

    Sentences ending with a question mark, otherwise its subject, otherwise its first sentence.
    """
    sentences = sentences_in(message)
    questions = [sentence for sentence in sentences if sentence.endswith(("?", "؟")) and len(sentence) >= _SHORTEST]
    if not questions:
        questions = [sentence for sentence in sentences if len(sentence) >= _SHORTEST][:1]
    return tuple(dict.fromkeys(_short(sentence) for sentence in questions))


def _short(sentence: str) -> str:
    # A sentence without an end is a pasted table or log; the question is most likely at its end.
    return sentence if len(sentence) <= 400 else f"… {sentence[-398:]}"


def all_questions(messages: Iterable[CustomerMessage]) -> tuple[tuple[int, str, date | None], ...]:
    """Return every question as the index of its message (from 0), the question, and the day."""
    return tuple((number, text, message.on) for number, message in enumerate(messages) for text in questions_in(message))
