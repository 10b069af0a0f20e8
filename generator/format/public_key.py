"""Public keys of OpenSSH, in the form of a .pub file."""

import re
from base64 import b64decode
from binascii import Error

from generator.model.config import SigningKey

#: The line of a public key: its type, the key in base64, and a comment.
KEY = re.compile(r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-[a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})(?: .*)?")


def read_public_key(line: str) -> SigningKey | None:
    """Read a public key from a line of a .pub file; None when it is not valid."""
    found = KEY.fullmatch(line.strip())
    if found is None:
        return None
    try:
        data = b64decode(found.group(2), validate=True)
    except Error:
        return None
    parts = _fields(data)
    # The key data repeats the type before the numbers.
    return (
        SigningKey(kind=found.group(1), blob=found.group(2)) if len(parts) > 1 and parts[0] == found.group(1).encode() else None
    )


def _fields(data: bytes) -> list[bytes]:
    """Split key data into fields, each preceded by its length in four bytes (RFC 4251, section 5); empty for truncated data."""
    parts = []
    while data:
        size = int.from_bytes(data[:4], "big")
        if len(data) < 4 + size:
            return []
        parts.append(data[4 : 4 + size])
        data = data[4 + size :]
    return parts
