"""What permanent ids are made of: the address at which a site first stood, without `https://`, whatever its address is now.

The ids of items, feeds and promises are tag URIs (RFC 4151). A site below the root of its host, or at a port of its own, has that in its ids
too, ending in a colon, which nothing that follows can hold: no two sites can make the same id without having the same identity.
"""

import re
from typing import Final
from urllib.parse import quote, urlsplit

#: The year is part of what makes a tag URI unique for ever; it is that of this format, not of an incident, whose dates can turn out to be wrong.
MINTED: Final = "2026"

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_IDENTITY = re.compile(rf"(?P<host>{_LABEL}(?:\.{_LABEL})*)(?P<where>(?::[1-9][0-9]{{0,4}})?(?:/[A-Za-z0-9._~%+@-]+)*)")
_TAG = re.compile(rf"tag:(?P<host>[^,/:]+),{MINTED}:(?:(?P<where>[^:]*):)?(?P<name>[^:]*)")
_PORTS = {"http": 80, "https": 443}


def identity_of(url: str) -> str:
    """Return the identity of a site that sets none: the host of its address, its port unless it is the default one, and its path."""
    split = urlsplit(url)
    port = f":{split.port}" if split.port not in {None, _PORTS.get(split.scheme)} else ""
    path = "/".join(quote(part, safe="-._~%+@") for part in split.path.split("/") if part)
    return f"{split.hostname or ''}{port}{f'/{path}' if path else ''}"


def is_identity(text: str) -> bool:
    """Whether a text can be an identity."""
    found = _IDENTITY.fullmatch(text)
    return found is not None and len(found.group("host")) <= 253


def host_of(identity: str) -> str:
    """Return the host in an identity."""
    return re.split(r"[:/]", identity, maxsplit=1)[0]


def tag_of(identity: str, name: str) -> str:
    """Return the permanent id of something in a site."""
    host = host_of(identity)
    where = identity[len(host) :].removeprefix(":")
    return f"tag:{host},{MINTED}:{f'{where}:' if where else ''}{name}"


def address_of(identity: str) -> str:
    """Return an address that stands for the site in ids that are addresses, ending in a slash. It is the site's own as long as that has not moved."""
    return f"https://{identity}/"


def identity_in(tag: str) -> str:
    """Return the identity from which an id was made; empty if the id was not made by this program."""
    found = _TAG.match(tag)
    if found is None:
        return ""
    where = found.group("where") or ""
    return found.group("host") + (where if where.startswith("/") or not where else f":{where}")


def name_in(tag: str) -> str:
    """Return the name of the thing that an id stands for, without the site's identity: `support-tickets/2`."""
    return tag.rpartition(":")[2]
