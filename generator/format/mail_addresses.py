"""E-mail addresses as people write them, and as mail programs accept them (RFC 6068)."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote

from generator.format.hosts import ascii_host

_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
#: What stands before the @ in nearly every address, and is right in each (RFC 5322, `dot-atom`).
_PLAIN = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
_WITHIN = re.compile(r"[^\s<>\"',;:()\[\]@]+@[^\s<>\"',;:()\[\]@?]+")
_SCHEME = re.compile(r"^(?:\s*mailto:[\s/]*)+", re.IGNORECASE)


def without_scheme(text: str) -> str:
    """Return an address without any `mailto:` before it."""
    return _SCHEME.sub("", _seen(text)).strip()


@lru_cache(maxsize=1024)
def mail_address(text: str) -> str:
    """Return a text that is exactly one address, its host in ASCII; empty when it is not."""
    local, at, host = _seen(text).strip().rpartition("@")
    host = ascii_host(unicodedata.normalize("NFKC", host))
    if not at or not _HOST.fullmatch(host) or host.rpartition(".")[2].isdigit():
        return ""
    if _PLAIN.fullmatch(local):
        return f"{local}@{host}"
    from email.errors import MessageError  # noqa: PLC0415  # heavy, and few addresses need it
    from email.headerregistry import Address  # noqa: PLC0415

    try:
        Address(addr_spec=f"{local}@{host}")
    except (MessageError, ValueError, IndexError):  # the exceptions with which the library refuses an address
        return ""
    return f"{local}@{host}" if not re.search(r"[\s\"<>]", local) else ""


def addresses_within(text: str) -> tuple[str, ...]:
    """Return the addresses in a text among other words."""
    found = (mail_address(one.group().rstrip(".!")) for one in _WITHIN.finditer(without_scheme(text)))
    return tuple(dict.fromkeys(one for one in found if one))


def mail_link(uri: str) -> str:
    """Return a `mailto:` address as mail programs accept it; empty when it has no valid recipient."""
    rest, question, headers = without_scheme(uri).partition("?")
    to = [mail_address(unquote(one)) for one in re.split(r"[,;]", rest) if one.strip()]
    if not to or not all(to):
        return ""
    # Mail programs expect percent-encoding; what is encoded already stays as it is.
    said = ",".join(quote(one, safe="@!$'*+-._~") for one in to)
    return f"mailto:{said}{question}{quote(headers, safe='=&%!$()*+,;:@/?-._~')}"


def _seen(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character) != "Cf")
