"""Host names in any script and their ASCII form (IDNA 2008). The only module that uses the IDNA library."""

from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

#: Characters with a meaning in addresses, and the sign of percent-encoding.
_KEPT = ":/?#[]@!$&'()*+,;=%-._~"


@lru_cache(maxsize=1024)
def ascii_host(host: str) -> str:
    """Return a host name in lower-case ASCII without a trailing dot; unchanged when it cannot be a host name."""
    plain = host.rstrip(".").lower()
    if plain.isascii():
        return plain
    import idna  # noqa: PLC0415, TID251  # this module is its home; few hosts need it

    try:
        # A full stop of another script is one too.
        return idna.encode(host.rstrip("."), uts46=True, std3_rules=True).decode("ascii").rstrip(".")
    except (idna.IDNAError, UnicodeError):
        return plain


def ascii_address(address: str) -> str:
    """Return a web address in ASCII: its host converted, other non-ASCII characters percent-encoded, the rest unchanged."""
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
