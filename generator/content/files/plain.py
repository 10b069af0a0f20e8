"""Text files: signs that nobody sees."""

import re
from collections.abc import Iterator

from generator.content.files.found import Found, hidden, unsafe
from generator.content.files.table import text_of

#: Signs that turn the direction of what follows, so that a text reads otherwise than a program takes it (Unicode TR 9).
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: A flag of a country within another is written with letters that nobody sees; elsewhere they are a hidden text.
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
_UNSEEN = re.compile("[\U000e0000-\U000e007f]|[\u200b\u2060-\u2064\ufeff]{4,}|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}")


def inspect(data: bytes) -> Iterator[Found]:
    """Yield what is found in a text."""
    if data.isascii():
        return
    text = _FLAG.sub("", text_of(data))
    if _TURNS.search(text):
        yield hidden(
            "the text contains characters that change its direction, so it looks different from what it says",
            "retype it without them, in a plain-text editor",
        )
    if _UNSEEN.search(text):
        yield hidden("the text contains invisible characters", "retype it without them, in a plain-text editor")


def inspect_calendar(data: bytes) -> Iterator[Found]:
    """Yield what a calendar (RFC 5545) holds that its dates do not need."""
    text = re.sub(r"\r?\n[ \t]", "", text_of(data))
    if re.search(r"^ATTACH[;:][^\r\n]*(?:BINARY|BASE64|data:)", text, re.IGNORECASE | re.MULTILINE):
        yield unsafe("the calendar has attachments", "delete the lines that begin with ATTACH")
    if re.search(r"^ATTENDEE[;:]", text, re.IGNORECASE | re.MULTILINE):
        yield hidden("the calendar names the people invited", "delete the lines that begin with ATTENDEE")
