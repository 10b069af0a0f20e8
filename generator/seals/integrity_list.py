"""integrity.json: the digests of all files of the built site, and the keys that sign the list.

Digests are SHA-256 of the files' bytes. Signatures are made with `ssh-keygen -Y sign`; this module neither signs nor verifies.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from json import JSONDecodeError, dumps, loads
from types import MappingProxyType
from typing import Any, Final

from generator.format.public_key import KEY, read_public_key
from generator.model.config import SigningKey

#: The file names of the list, of its signature, and of the list of keys, in the site's root.
LIST: Final = "integrity.json"
SIGNATURE: Final = f"{LIST}.sig"
KEYS: Final = "allowed_signers"

SCHEMA: Final = 1
#: The namespace of signatures (`ssh-keygen -Y sign -n`): a signature made for another purpose is not accepted.
NAMESPACE: Final = "aboveboard-integrity"
#: The largest size read, in bytes, of the list (20,000 files need a quarter of it), of the two small files, and of any other file.
LIST_LIMIT: Final = 16 << 20
SMALL_LIMIT: Final = 1 << 16
FILE_LIMIT: Final = 128 << 20

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in the list: its hexadecimal digest, and its size in bytes."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """The list.

    Attributes:
        site: the site's address.
        newest: when the newest statement was published, as `2027-03-03T08:55:00Z`; empty when there is none.
        chains: by incident, the last link of its ledger.lock; empty where nothing is sealed.
        files: every file by path, except the list itself and its signature.
    """

    site: str
    newest: str
    chains: Mapping[str, str]
    files: Mapping[str, Listed]


class UnreadableError(Exception):
    """Not a valid list. The message says why, in the reader's words."""


def write(integrity: Integrity) -> bytes:
    """Return the published list: one line for each file, in order, so that two lists can be compared by eye."""
    said = {
        "schema": SCHEMA,
        "site": integrity.site,
        "newest": integrity.newest,
        "incidents": {
            slug: {"lock": lock_path(slug) if chain else None, "chain": chain or None}
            for slug, chain in sorted(integrity.chains.items())
        },
    }
    head = dumps(said, indent=2, ensure_ascii=False)
    lines = ",\n".join(
        f"    {dumps(path, ensure_ascii=False)}: {dumps({'sha256': one.digest, 'size': one.size})}"
        for path, one in sorted(integrity.files.items())
    )
    return f'{head.removesuffix("}").rstrip()},\n  "files": {{\n{lines}\n  }}\n}}\n'.encode()


def read(data: bytes) -> Integrity:
    """Parse a list.

    Raises:
        UnreadableError: it is not valid, or a newer program wrote it.
    """
    try:
        said = loads(data)
        if not isinstance(said, dict):
            raise UnreadableError("it is not a list of files")
        schema = said["schema"]
        if isinstance(schema, int) and schema > SCHEMA:
            raise UnreadableError(f"it has the form {schema}, which a newer aboveboard made; update yours")
        return Integrity(
            site=_printable(said["site"]),
            newest=_printable(said["newest"]),
            chains=MappingProxyType({_slug(slug): _digest(one["chain"] or "") for slug, one in said["incidents"].items()}),
            files=MappingProxyType({_path(path): _listed_file(one) for path, one in said["files"].items()}),
        )
    except (JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError("it cannot be read") from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableError("it is not a list of files") from error


def lock_path(slug: str) -> str:
    """Return the path of an incident's ledger.lock in the built site."""
    return f"incidents/{slug}/ledger.lock"


def fingerprint(key: SigningKey) -> str:
    """Return the fingerprint that people compare, as printed by `ssh-keygen -l`: SHA256 and the digest of the key."""
    return f"SHA256:{b64encode(sha256(b64decode(key.blob)).digest()).decode().rstrip('=')}"


def allowed_signers(keys: Iterable[SigningKey]) -> str:
    """Return keys in the form for `ssh-keygen -Y verify -f`; each may sign only these lists."""
    return "".join(f'{NAMESPACE} namespaces="{NAMESPACE}" {key.kind} {key.blob}\n' for key in keys)


def read_keys(text: str) -> tuple[SigningKey, ...]:
    """Return the public keys in the text of a .pub file or a list of allowed signers; other content is ignored."""
    keys = []
    for line in text.splitlines():
        found = KEY.search(line)
        if found and (key := read_public_key(found.group())):
            keys.append(key)
    return tuple(dict.fromkeys(keys))


def _printable(value: Any) -> str:
    # Text shown on a terminal must not contain control sequences.
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError(value)
    return value


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
        raise ValueError(value)
    return value


def _digest(value: str) -> str:
    if value and not _DIGEST.fullmatch(value):
        raise ValueError(value)
    return value


def _path(value: str) -> str:
    parts = _printable(value).split("/")
    if not value or any(part in {"", ".", ".."} for part in parts) or "\\" in value:
        raise ValueError(value)
    return value


def _listed_file(value: Mapping[str, Any]) -> Listed:
    size = value["size"]
    if not isinstance(size, int) or size < 0 or not _DIGEST.fullmatch(value["sha256"]):
        raise ValueError(value)
    return Listed(digest=value["sha256"], size=size)
