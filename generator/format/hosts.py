"""Names of hosts in any script, and the same in the letters that machines read (IDNA 2008). The only home of the library for that."""

from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import idna  # noqa: TID251  # this module is its home

#: What means something in an address, and what is encoded already.
_KEPT = ":/?#[]@!$&'()*+,;=%-._~"


@lru_cache(maxsize=1024)
def ascii_host(host: str) -> str:
    """A host's name as machines read it: small ASCII letters, without a dot at its end. As it is when it cannot be one."""
    plain = host.rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        return idna.encode(host.rstrip("."), uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return plain


def ascii_address(address: str) -> str:
    """A web address as machines read it: its host in ASCII letters, and what else is in others percent-encoded; the rest stays as it is."""
    if address.isascii():
        return address
    try:
        split = urlsplit(address)
        host = split.hostname or ""
    except ValueError:
        return address
    if not host.isascii():
        split = split._replace(netloc=_netloc(split, ascii_host(host)))
    return quote(urlunsplit(split), safe=_KEPT)


def _netloc(split: SplitResult, host: str) -> str:
    before, at, after = split.netloc.rpartition("@")
    _, colon, port = after.rpartition(":")
    return f"{before}{at}{host}{colon}{port}" if colon and port.isdigit() else f"{before}{at}{host}"
