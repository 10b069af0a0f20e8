"""A telephone number under `contact` cannot be dialled.

## What it checks

That `contact: {phone: …}` of site_config.yml and of incident.md contains one or more numbers that a telephone can dial: digits, with a +
and the country code in front if callers from abroad should reach it too. Letters on the keys (0800 HELP-NOW), an extension (ext. 12), a
`(0)` and words between two numbers are understood.

## Why it matters

On a phone, the number is a link. A frightened reader who taps it and reaches nobody, or someone else, does not try again.

## Instead of

    contact: {phone: "020 7946 0018/9"}

## Write

    contact: {phone: "+44 20 7946 0018 or +44 20 7946 0019"}
"""

from collections.abc import Iterator

from generator.format.telephone import telephone_numbers
from generator.inspection.context import Context
from generator.model.config import Contact
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ConfigDocument, IncidentDocument, Written
from generator.rules.rule import Rule

_EXAMPLE = "+44 20 7946 0018"


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Telephone numbers that cannot be dialled."""
    document = written.document
    contact: Contact | None = None
    if isinstance(document, ConfigDocument) and document.config:
        contact = document.config.contact
    elif isinstance(document, IncidentDocument) and document.incident:
        contact = document.incident.contact
    del context  # Whether a number can be dialled depends on nothing else.
    if contact is None or not contact.phone:
        return
    found = telephone_numbers(contact.phone)
    good = [number for number in found if number.uri]
    bad = [contact.phone[number.start : number.end] for number in found if not number.uri]
    if good and not bad:
        return
    said = f"`{bad[0][:40]}`" if bad else "this"
    right = " or ".join(contact.phone[number.start : number.end] for number in good) or _EXAMPLE
    yield Finding(
        at=document.span("contact", "phone"),
        message=f"no telephone can dial {said}",
        help=f'write each number in full, digits only, with the country code: `phone: "{right}"`'
        if not good
        else f'write it in full, digits only, or leave it out: `phone: "{right}"`',
    )


RULE = Rule(code="SAF051", name="unusable-contact", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
