"""An e-mail address or telephone number is not one of the organisation's contacts.

## What it checks

That every e-mail address, and every telephone number with a + in front, is listed under `contact` in site_config.yml or incident.md. The
finding does not show it.

## Why it matters

It is most likely a private one, pasted from a ticket. Where it is a way to get help, readers must be able to trust it as much as your own
contacts; scammers insert theirs.

## Instead of

    A customer, jan.smith@example.net, told us first.

## Write

    A customer told us first.

For the number of a helpline, a waiver that is printed on the page:

    waivers: {stray-contact: The regulator's own helpline.}
"""

import re
from collections.abc import Iterator
from functools import cached_property

from generator.format.mail_addresses import mail_address
from generator.format.telephone import dial, telephone_numbers, worldwide
from generator.inspection.context import Context
from generator.inspection.private_numbers import is_private
from generator.inspection.unsafe_text import Hit, contact_texts, hits, redacted
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule

_WORTH = re.compile(r"\w@\w|\+\s?\(?\d")
_PLUS = re.compile(r"\+\s?\(?\d[^+]{0,40}")
_EMAIL = re.compile(r"(?<![\w.+@-])[\w.!#$%&'*+=?^`{|}~-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}")


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Addresses and numbers that are not contacts for readers."""
    own: _Own | None = None
    for span, (start, end, what) in hits(written, context, _worth, _contacts):
        said = span.text[start:end]
        own = own or _Own(contact_texts(written, context.config))
        if said in own or (context.plan and is_private(said, context.plan)):
            continue
        yield Finding(
            at=span.span(start, end),
            message=f"this {what} is not one of your contacts ({redacted(said)})",
            help="delete it; if readers should use it, add it under `contact:`, or waive this rule with the reason; if it belongs to someone who"
            " pretends to be you, write it under `fakes:`, as `seen:`",
            hides=said,
        )


def _worth(text: str) -> bool:
    # Most texts have neither sign, and looking for those takes a fiftieth of the time.
    return ("@" in text or "+" in text) and bool(_WORTH.search(text))


def _contacts(text: str) -> tuple[Hit, ...]:
    found = [
        (address.start(), address.end(), "e-mail address")
        for address in _EMAIL.finditer(text)
        # The part before an @ in a URL belongs to the URL.
        if "://" not in text[max(0, address.start() - 300) : address.start()].rpartition(" ")[2]
    ]
    if "+" in text:
        # The matcher is slow on long texts, and no number is longer than this.
        for sign in _PLUS.finditer(text):
            at = sign.start()
            found += [(at + start, at + end, "telephone number") for start, end in worldwide(sign.group())]
    return tuple(found)


class _Own:
    """The site's own contacts, as they can be written."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._texts = texts

    def __contains__(self, said: str) -> bool:
        if "@" in said:
            return _as_sent(said) in self._addresses
        theirs = dial(said).partition(";")[0]
        if theirs and theirs in self._dialled:
            return True
        digits = re.sub(r"\D", "", theirs or said)
        return any(digits.endswith(number) or number.endswith(digits) for number in self._numbers)

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return frozenset(_as_sent(word) for text in self._texts for word in re.split(r"[\s,;:<>()]+", text))

    @cached_property
    def _dialled(self) -> tuple[str, ...]:
        """As they are dialled: a contact may have a `(0)`, letters, or the digits of another script."""
        return tuple(number.uri.partition(";")[0] for text in self._texts for number in telephone_numbers(text) if number.uri)

    @cached_property
    def _numbers(self) -> tuple[str, ...]:
        """Digits alone. A contact may be written with a leading 0 in place of the country code."""
        known = (re.sub(r"\D", "", text).lstrip("0") for text in (*self._texts, *self._dialled))
        return tuple(number for number in known if len(number) >= 6)


def _as_sent(address: str) -> str:
    """An address as machines take it, without the quotes or marks of Markdown in front, which it could have as its own."""
    address = re.sub(r"^[\W_]+", "", address).lower()
    return mail_address(address) or address


RULE = Rule(
    code="SAF036",
    name="stray-contact",
    severity=Severity.ERROR,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; if readers should still use it, add it under `contact:`; otherwise give the right one in a new update",
    doc=__doc__,
)
