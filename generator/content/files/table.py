"""Tables as text: cells that a spreadsheet would take for a command."""

import re
from collections.abc import Iterator

from generator.content.files.found import Found, unsafe

#: What a spreadsheet calculates, in ASCII and as wide letters, which some programs make narrow.
_STARTS = {"=": "=", "@": "@", "+": "+", "-": "-", "＝": "=", "＠": "@", "＋": "+", "－": "-"}  # noqa: RUF001  # the wide letters are meant
#: Where a cell may begin: programs differ in what separates cells.
_SEPARATORS = re.compile(r"[,;\t|\r\n]")
_ENDS = re.compile(r"[,;\t\r\n]")
_SPACE = " \t\r\n\v\f\0\u00a0\u3000\u200b\u2060\ufeff"
#: What a signed number or telephone number does not contain.
_CALLS = re.compile(r"[(|!=\[{]")
_NUMBER = re.compile(r"[+-][\d\s.,:;'’/()+%€$£-]*", re.ASCII | re.IGNORECASE)  # as thousands are separated
_LIMIT = 5


def text_of(data: bytes) -> str:
    """Return the text of a file as programs read it, which guess its coding."""
    for start, coding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(start):
            return data.decode(coding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _cells(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each cell that could be one begins, and what is in it."""
    at = 0
    while at < len(text):
        start = at
        while start < len(text) and text[start] in _SPACE and text[start] not in "\t\r\n":
            start += 1
        if text[start : start + 1] == '"':
            end = start + 1
            while (end := text.find('"', end)) >= 0 and text[end : end + 2] == '""':
                end += 2
            end = end if end >= 0 else len(text)
            yield start, text[start + 1 : end].replace('""', '"')
            at = end + 1
        else:
            found = _ENDS.search(text, start)
            yield start, text[start : found.start() if found else len(text)]
        following = _SEPARATORS.search(text, at)
        if following is None:
            return
        at = following.end()


def _command(cell: str) -> str:
    """Return the sign with which a cell begins that a spreadsheet takes for a command; otherwise an empty string."""
    inner = cell.strip(_SPACE)
    sign = _STARTS.get(inner[:1], "")
    if sign in {"=", "@"}:
        return sign if inner[1:].strip(_SPACE + "=@-") else ""
    if sign and not _NUMBER.fullmatch(sign + inner[1:]) and _CALLS.search(inner):
        return sign
    return ""


def inspect(data: bytes) -> Iterator[Found]:
    """Yield what is found in a table."""
    text = text_of(data)
    count = 0
    for at, cell in _cells(text):
        if sign := _command(cell):
            count += 1
            if count > _LIMIT:
                return
            line = text.count("\n", 0, at) + 1
            yield unsafe(
                f"a cell in line {line} begins with {sign}, which a spreadsheet reads as a command",
                "put an apostrophe or words before it",
            )
