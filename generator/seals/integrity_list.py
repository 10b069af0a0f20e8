"""integrity.json: the digests of all files of the built site, and the keys that sign the list.

It is a list of lists, so that what is asked for often stays small: it has the digests of those in integrity/, which have those of the files. Its
signature is good for all of them. Lists of the first form have everything in one.

Digests are SHA-256 of the files' bytes. Signatures are made with `ssh-keygen -Y sign`; this module neither signs nor verifies.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from json import JSONEncoder, dumps
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from generator.format.hosts import ascii_host
from generator.format.public_key import KEY, read_public_key
from generator.model.config import SigningKey
from generator.seals.listed_files import FILES, LISTS, Listed, UnreadableError, load

#: The file names of the list, of its signature, and of the list of keys, in the site's root.
LIST: Final = "integrity.json"
SIGNATURE: Final = f"{LIST}.sig"
KEYS: Final = "allowed_signers"

#: Where the built site has the seals of its free pages and of how to ask.
PAGE_LOCK: Final = "pages.lock"

#: The folder of the lists that the first one names.
FOLDER: Final = "integrity/"
#: What whoever checks a site asks for first.
ALWAYS: Final = (LIST, SIGNATURE, KEYS, f"{FOLDER}site-1.json")

SCHEMA: Final = 2
#: The form that has everything in one list.
_WHOLE: Final = 1
#: The namespace of signatures (`ssh-keygen -Y sign -n`): a signature made for another purpose is not accepted.
NAMESPACE: Final = "aboveboard-integrity"
#: The largest size read, in bytes, of the list (one of the first form for 20,000 files needs a third of it), of a list that it names (5,000 files need
#: a quarter), and of the two small files.
LIST_LIMIT: Final = 12 << 20
PART_LIMIT: Final = 3 << 20
SMALL_LIMIT: Final = 1 << 16

_DIGEST = re.compile(r"[0-9a-f]{64}")
#: The longest name of an incident.
_LONGEST_NAME: Final = 80
_PART = re.compile(rf"{FOLDER}[a-z0-9]+(?:-[a-z0-9]+)*\.json")
#: How a moment is written.
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"
_ORDINARY: Final = frozenset({("https", 443), ("http", 80)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a list says of some files.

    Attributes:
        chains: by incident, the last link of its ledger.lock; empty where nothing is sealed.
        files: the files by path.
    """

    chains: Mapping[str, str]
    files: Mapping[str, Listed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """The list, which is signed.

    Attributes:
        site: the site's address.
        newest: when the newest statement was published, as `2027-03-03T08:55:00Z`; empty when there is none.
        lists: the lists that have the rest, by path; none in a list of the first form.
        chains: as in a part; none where there are lists.
        pages: the last link of pages.lock; empty where neither a free page nor a way to ask is sealed.
        mirrors: the other addresses at which the publisher serves the same files.
        signed_at: from when on its signature is valid; None of a list that is not to be signed, or that an older program wrote.
        valid_until: until when it is; likewise.
        files: the files that are in none of the lists, by path, except this list itself and its signature.
    """

    site: str
    newest: str
    files: Mapping[str, Listed]
    chains: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lists: Mapping[str, Listed] = field(default_factory=lambda: MappingProxyType({}))
    pages: str = ""
    mirrors: tuple[str, ...] = ()
    signed_at: datetime | None = None
    valid_until: datetime | None = None

    def is_for(self, address: str) -> bool:
        """Whether the publisher serves the site at an address. That a host leads on from http to https makes no difference."""
        return is_one_of(address, (self.site, *self.mirrors))

    @property
    def newest_at(self) -> datetime | None:
        """When the newest statement was published; None when there is none, or when that is no time."""
        try:
            return _moment(self.newest)
        except ValueError:
            return None


def is_one_of(address: str, sites: Iterable[str]) -> bool:
    """Whether an address is one of some sites'. http and https, and how the host is written, make no difference."""
    return _place(address) in {_place(one) for one in sites}


def validity(as_of: datetime, newest: datetime, days: int) -> tuple[datetime, datetime]:
    """Return from when and until when the signature of a list is valid.

    Within a day nothing of it changes, so that builds of the same texts are the same: it begins with the day of the build, in UTC, or with
    the newest statement where that is later.
    """
    begun = as_of.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    newest = newest.astimezone(UTC).replace(microsecond=0)
    if begun < newest <= as_of:
        begun = newest
    return begun, begun + timedelta(days=days)


def write(integrity: Integrity) -> bytes:
    """Return the published list: one line for each file, in order, so that two lists can be compared by eye."""
    said: dict[str, Any] = {
        "schema": SCHEMA,
        "site": integrity.site,
        "newest": integrity.newest,
        **_when("signed_at", integrity.signed_at),
        **_when("valid_until", integrity.valid_until),
        **({"mirrors": list(integrity.mirrors)} if integrity.mirrors else {}),
    }
    if integrity.pages:
        said["pages"] = {"lock": PAGE_LOCK, "chain": integrity.pages}
    begun = dumps(said, indent=2, ensure_ascii=False).removesuffix("}").rstrip()
    return _text(begun, {LISTS: integrity.lists, FILES: integrity.files})


def write_part(part: Part) -> bytes:
    """Return a list that the first one names, in the same form."""
    # With lines and spaces, `dumps` would go through each of thousands of incidents in Python.
    incidents = ",\n".join(
        f'    {_as_json(slug)}: {{\n      "lock": {_as_json(lock_path(slug) if chain else None)},\n      "chain": {_as_json(chain or None)}\n    }}'
        for slug, chain in sorted(part.chains.items())
    )
    begun = f'{{\n  "schema": {SCHEMA},\n  "incidents": {{'
    return _text(f"{begun}\n{incidents}\n  }}" if incidents else f"{begun}}}", {FILES: part.files})


#: Writes a text: `dumps` would make an encoder for each of tens of thousands.
_as_json: Final = JSONEncoder(ensure_ascii=False).encode


def _text(begun: str, listed: Mapping[str, Mapping[str, Listed]]) -> bytes:
    """Return a list of files, given all that stands before the files."""
    parts = [begun]
    for name, files in listed.items():
        lines = ",\n".join(
            f'    {_as_json(path)}: {{"sha256": "{one.digest}", "size": {one.size}}}' for path, one in sorted(files.items())
        )
        parts.append(f'  "{name}": {{\n{lines}\n  }}' if files else f'  "{name}": {{}}')
    return (",\n".join(parts) + "\n}\n").encode()


def read(data: bytes) -> Integrity:
    """Parse a list.

    Raises:
        UnreadableError: it is not valid, or a newer program wrote it.
    """
    said = _known(data)
    whole = said["schema"] == _WHOLE
    if whole is not (LISTS not in said) or whole is not ("incidents" in said):
        raise UnreadableError("it is not a list of files")
    try:
        lists = {} if whole else said[LISTS]
        for path in lists:
            if not _PART.fullmatch(path):
                raise UnreadableError(f"{path} is not one of its lists")
        return Integrity(
            site=_printable(said["site"]),
            newest=_printable(said["newest"]),
            chains=_chains(said["incidents"]) if whole else MappingProxyType({}),
            lists=lists,
            files=said[FILES],
            pages=_digest((said.get("pages") or {"chain": ""})["chain"]),
            mirrors=_texts(said.get("mirrors")),
            signed_at=_moment(said.get("signed_at")),
            valid_until=_moment(said.get("valid_until")),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableError("it is not a list of files") from error


def read_part(data: bytes) -> Part:
    """Parse a list that the first one names.

    Raises:
        UnreadableError: it is not valid, names lists itself, or a newer program wrote it.
    """
    said = _known(data)
    if said.keys() - {"schema", "incidents", FILES}:
        raise UnreadableError("it contains what only the first list may contain")
    try:
        return Part(chains=_chains(said["incidents"]), files=said[FILES])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableError("it is not a list of files") from error


def _known(data: bytes) -> dict[str, Any]:
    said = load(data, SCHEMA)
    schema = said.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < _WHOLE:
        raise UnreadableError("it is not a list of files")
    if schema > SCHEMA:
        raise UnreadableError(f"it has the format {schema}, from a newer version of aboveboard; update yours")
    return said


def _chains(incidents: Any) -> Mapping[str, str]:
    return MappingProxyType({_slug(slug): _digest(one["chain"] or "") for slug, one in incidents.items()})


def lock_path(slug: str) -> str:
    """Return the path of an incident's ledger.lock in the built site."""
    return f"incidents/{slug}/ledger.lock"


def fingerprint(key: SigningKey) -> str:
    """Return the fingerprint that people compare, as printed by `ssh-keygen -l`: SHA256 and the digest of the key."""
    return fingerprint_of_digest(digest_of_key(key))


def digest_of_key(key: SigningKey) -> str:
    """Return the hexadecimal digest of a key."""
    return sha256(b64decode(key.blob)).hexdigest()


def fingerprint_of_digest(digest: str) -> str:
    """Return the fingerprint of a key with a digest; empty for what is no digest."""
    return f"SHA256:{b64encode(bytes.fromhex(digest)).decode().rstrip('=')}" if _DIGEST.fullmatch(digest) else ""


def allowed_signers(keys: Iterable[SigningKey]) -> str:
    """Return keys in the form for `ssh-keygen -Y verify -f`; each may sign only these lists."""
    return "".join(f'{NAMESPACE} namespaces="{NAMESPACE}" {key.kind} {key.blob}\n' for key in keys)


def read_keys(text: str) -> tuple[SigningKey, ...]:
    """Return the public keys in the text of a .pub file or a list of allowed signers; other content is ignored, as are keys for other purposes."""
    keys = []
    for line in text.splitlines():
        found = KEY.search(line)
        options = line[: found.start()] if found else ""
        if options.lstrip().startswith("#") or ("namespaces=" in options and NAMESPACE not in options):
            continue
        if found and (key := read_public_key(found.group())):
            keys.append(key)
    return tuple(dict.fromkeys(keys))


def _when(name: str, moment: datetime | None) -> dict[str, str]:
    return {name: f"{moment.astimezone(UTC):{_MOMENT}}"} if moment else {}


def _moment(value: Any) -> datetime | None:
    return None if value is None else datetime.strptime(value, _MOMENT).replace(tzinfo=UTC)


def _texts(value: Any) -> tuple[str, ...]:
    if value is not None and not isinstance(value, list):
        raise TypeError(value)
    return tuple(_printable(one) for one in value or ())


def _place(address: str) -> tuple[str, int | None, str]:
    """Return what of an address decides who answers there: the host, the port and the folder."""
    try:
        split = urlsplit(address)
        port = split.port
    except ValueError:
        return address, None, ""
    port = None if (split.scheme, port) in _ORDINARY else port
    return ascii_host((split.hostname or "").removesuffix(".")), port, f"{split.path.removesuffix('/')}/"


def _printable(value: Any) -> str:
    # Text shown on a terminal must not contain control sequences.
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError(value)
    return value


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value) or len(value) > _LONGEST_NAME:
        raise ValueError(value)
    return value


def _digest(value: str) -> str:
    if value and not _DIGEST.fullmatch(value):
        raise ValueError(value)
    return value
