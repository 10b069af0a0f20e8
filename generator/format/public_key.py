"""Public keys of OpenSSH, as they stand in a .pub file."""

import re
from base64 import b64decode
from binascii import Error

from generator.model.config import SigningKey

#: The line of a public key: its kind, the key in base64, and a note.
KEY = re.compile(r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-[a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})(?: .*)?")


def read_public_key(line: str) -> SigningKey | None:
    """A public key as it stands in a .pub file; None when it is none."""
    found = KEY.fullmatch(line.strip())
    if found is None:
        return None
    try:
        data = b64decode(found.group(2), validate=True)
    except Error:
        return None
    parts = _fields(data)
    # The key says its own kind again, before its numbers.
    return (
        SigningKey(kind=found.group(1), blob=found.group(2)) if len(parts) > 1 and parts[0] == found.group(1).encode() else None
    )


def _fields(data: bytes) -> list[bytes]:
    """The parts of a key, each with its length in four bytes before it (RFC 4251, section 5); none of a key that was cut off."""
    parts = []
    while data:
        size = int.from_bytes(data[:4], "big")
        if len(data) < 4 + size:
            return []
        parts.append(data[4 : 4 + size])
        data = data[4 + size :]
    return parts
