r"""The text contains the address of a computer or network.

## What it checks

That no text contains an IP address (v4 or v6), a name in an internal network (`.local`, `.internal`, `.corp`, `.lan`, `.intranet` and the
like), a web address without a domain, or a path such as `\\server\share`.

## Why it matters

It tells the next intruder where to look, and tells readers nothing. The intruders' own addresses are the exception, because other
organisations can search for them: give them in a file under `files/`, or waive this rule with a reason.

## Instead of

    They came in through vpn-2.larkfield.internal (10.20.0.5).

## Write

    They came in through the remote access for staff.

Addresses that others should look for:

    waivers: {internal-address: The addresses the intruders used; other suppliers can look for them.}
"""

import ipaddress
import re
from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.unsafe_text import Hit, hits, shape
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule

_IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\[?\.\]?){3}\d{1,3}(?![\w-]|\.\d)", re.ASCII)
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE | re.ASCII)
_INNER = re.compile(
    r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,8}(?:local|localdomain|internal|intern|intranet|corp|lan|private|home\.arpa)(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_SINGLE = re.compile(r"https?://([\w-]{1,63})(?=[:/?#\s]|[.,;!)\]]*(?:\s|$))", re.IGNORECASE)
_SHARE = re.compile(r"(?<![\\\w])\\\\[\w.-]{1,255}\\[\w$.-]+")
_VERSION = re.compile(r"(?:version|release|firmware|build|v)\s*$", re.IGNORECASE)
_NUMBERED = re.compile(r"\d\]?\.\[?\d{1,3}\[?\.")
# Each begins with something that is rare, so that a search is quick.
_WORTH = (
    re.compile(r":[0-9a-f]{0,4}:", re.IGNORECASE),
    re.compile(r"\.(?:local|intern|intranet|corp|lan|private|home)", re.IGNORECASE),
    re.compile(r"://[\w-]+(?![\w.-])"),
    re.compile(r"\\\\"),
)


def check(written: Written, context: Context) -> Iterator[Finding]:
    """IP addresses, and addresses that are valid only inside a network."""
    for span, (start, end, what) in hits(written, context, _worth, _addresses):
        yield Finding(
            at=span.span(start, end),
            message=f"“{span.text[start:end]}” is {what}",
            help="say what the computer is for instead; if others should look out for this address, waive this rule with the reason",
        )


def _worth(text: str) -> bool:
    return (_may_have_numbers(text) and bool(_NUMBERED.search(text))) or any(pattern.search(text) for pattern in _WORTH)


def _may_have_numbers(text: str) -> bool:
    # A digit after a full stop: most texts have none, and that is seen in a tenth of the time. Digits of other writings have no shape.
    return not text.isascii() or b".0" in shape(text) or b".[0" in shape(text)


def _addresses(text: str) -> tuple[Hit, ...]:
    found: list[Hit] = []
    for one in _IPV4.finditer(text):
        linked = text[: one.start()].endswith(("://", "@"))  # Links to IP addresses have a rule of their own.
        if (
            not linked
            and _is_address(one.group().replace("[", "").replace("]", ""))
            and not _VERSION.search(text[: one.start()][-12:])
        ):
            found.append((one.start(), one.end(), "the address of a computer (IP)"))
    found += [
        (one.start(), one.end(), "the address of a computer (IP)")
        for one in _IPV6.finditer(text)
        if sum(character.isdigit() for character in one.group()) >= 2 and _is_address(one.group())
    ]
    found += [(one.start(), one.end(), "a name inside your network") for one in _INNER.finditer(text)]
    found += [
        (one.start(), one.end(1), "an address that works only inside your network")
        for one in _SINGLE.finditer(text)
        if not one.group(1).isdigit()
    ]
    found += [(one.start(), one.end(), "a folder inside your network") for one in _SHARE.finditer(text)]
    return tuple(found)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


RULE = Rule(
    code="SAF037",
    name="internal-address",
    severity=Severity.ERROR,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; if this address should not be known, make sure that it cannot be reached from outside",
    doc=__doc__,
)
