"""E-mail: the headers that say what a message is about, and its text."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from generator.content.files.found import DamagedError, Found, trace, unsafe

_KEPT = frozenset({"subject", "from", "date", "mime-version", "content-type", "content-transfer-encoding", "content-language"})
_TEXT = frozenset(
    {
        "text/plain",
        "multipart/alternative",
        "multipart/mixed",
        "multipart/related",
        "multipart/signed",
        "application/pgp-signature",
    }
)
_SETTINGS = frozenset({"charset", "format", "delsp", "boundary", "protocol", "micalg"})
_PARTS = 50
_CONTROL = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_WAY = re.compile(
    rb"^(?:received|to|cc|bcc|delivered-to|x-originating-ip|x-[^:\n]*|return-path|message-id|reply-to):",
    re.IGNORECASE | re.MULTILINE,
)


def _parsed(data: bytes) -> list[Message]:
    """Return a message and all parts within it.

    Raises:
        DamagedError: it has too many parts, or such as are no text.
    """
    if _CONTROL.search(data):
        raise DamagedError("characters that some programs read as the end of a line")
    parts: list[Message] = []
    for part in message_from_bytes(data, policy=compat32).walk():
        parts.append(part)
        if part.defects:
            raise DamagedError("a part that programs read in different ways")
        if len(parts) > _PARTS:
            raise DamagedError("too many parts")
    return parts


def inspect(data: bytes) -> Iterator[Found]:
    """Yield what is found in a message."""
    parts = _parsed(data)
    kinds = {part.get_content_type() for part in parts}
    if "text/html" in kinds:
        yield unsafe("the message is in HTML, which can contain more than it shows", "put its text here as .txt")
        return
    if kinds - _TEXT or any(part.get_content_disposition() == "attachment" for part in parts):
        yield unsafe("the message has attachments", "put its text here as .txt, and the attachments as separate files")
        return
    if not parts[0].keys():
        raise DamagedError("no headers")
    if not _parsed(_message_bytes(parts)):
        raise DamagedError("no message")
    if _WAY.search(data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]):
        yield trace("the message names its recipients and the computers on its way", "message")


def written_anew(data: bytes) -> bytes:
    """Return a message with what it is about, whom it is from, when, and its text.

    Raises:
        DamagedError: it holds more than text.
    """
    if any(rule == "unsafe-file" for rule, _, _ in inspect(data)):
        raise DamagedError("it contains more than text")
    return _message_bytes(_parsed(data))


def _message_bytes(parts: list[Message]) -> bytes:
    for part in parts:
        for name in set(part.keys()):
            if name.lower() not in _KEPT:
                del part[name]
        for name, _value in part.get_params([], "content-type")[1:]:
            if name.lower() not in _SETTINGS:
                part.del_param(name)
        part.preamble = part.epilogue = None
    if not parts[0].keys():
        parts[0]["MIME-Version"] = "1.0"
    written: bytes = parts[0].as_bytes(unixfrom=False)
    return written
