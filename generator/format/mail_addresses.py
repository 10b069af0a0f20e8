"""E-mail addresses as people write them, and the same as a mail program takes them (RFC 6068)."""

import re
import unicodedata
from email.errors import MessageError
from email.headerregistry import Address
from urllib.parse import quote, unquote

from generator.format.hosts import ascii_host

_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_WITHIN = re.compile(r"[^\s<>\"',;:()\[\]@]+@[^\s<>\"',;:()\[\]@?]+")
_SCHEME = re.compile(r"^(?:\s*mailto:[\s/]*)+", re.IGNORECASE)


def without_scheme(text: str) -> str:
    """What is left of an address when it says `mailto:` before it, however often."""
    return _SCHEME.sub("", _seen(text)).strip()


def mail_address(text: str) -> str:
    """A text that is one address and nothing else, its host in the letters that machines read; empty when it is none."""
    local, at, host = _seen(text).strip().rpartition("@")
    host = ascii_host(unicodedata.normalize("NFKC", host))
    if not at or not _HOST.fullmatch(host) or host.rpartition(".")[2].isdigit():
        return ""
    try:
        Address(addr_spec=f"{local}@{host}")
    except (MessageError, ValueError, IndexError):  # the ways in which the library says that it is no address
        return ""
    return f"{local}@{host}" if not re.search(r"[\s\"<>]", local) else ""


def addresses_within(text: str) -> tuple[str, ...]:
    """The addresses in a text with other words."""
    found = (mail_address(one.group().rstrip(".!")) for one in _WITHIN.finditer(without_scheme(text)))
    return tuple(dict.fromkeys(one for one in found if one))


def mail_link(uri: str) -> str:
    """An address that begins with `mailto:` as mail programs take it; empty when it leads to nobody."""
    rest, question, headers = without_scheme(uri).partition("?")
    to = [mail_address(unquote(one)) for one in re.split(r"[,;]", rest) if one.strip()]
    if not to or not all(to):
        return ""
    # Mail programs take what is encoded; what already is stays.
    said = ",".join(quote(one, safe="@!$'*+-._~") for one in to)
    return f"mailto:{said}{question}{quote(headers, safe='=&%!$()*+,;:@/?-._~')}"


def _seen(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character) != "Cf")
