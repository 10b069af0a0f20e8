"""Readers have nobody to ask.

## What it checks

That there is an e-mail address, a telephone number or an out-of-band contact, in `contact` of site_config.yml or of incident.md, and that
the e-mail address accepts replies.

## Why it matters

A page that nobody can reply to is a notice board.

## Instead of

    contact: {email: no-reply@larkfield.example}

## Write

    contact:
      email: incident@larkfield.example
      phone: "+44 20 7946 0000"
      hours: every day from 8 to 20, UK time
      who: Sam Reed and the incident team
"""

import re
from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.config import Contact
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Document, IncidentFolder
from generator.rules.rule import Rule

_EXAMPLE = "contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: the incident team}"
_DEAF = re.compile(r"(?:do[-_.]?)?no[-_.]?t?[-_.]?repl(?:y|ies)", re.IGNORECASE)


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """No contact for an incident, or one that accepts no replies."""
    own = folder.incident.contact
    contact = own or (context.config.contact if context.config else None)
    if contact is None:
        return
    document: Document = folder.document
    if not contact.usable:
        yield Finding(
            at=document.span("contact"),
            message="readers have nobody to ask",
            help=f"say how, such as `{_EXAMPLE}`, here for this incident or in site_config.yml for every one",
        )
    elif _is_deaf(contact):
        yield Finding(
            at=document.span("contact", "email"),
            message=f"{contact.email} does not accept replies",
            help="give an address that people answer, such as `email: incident@larkfield.example`, or a telephone number",
        )


def _is_deaf(contact: Contact) -> bool:
    return bool(contact.email and _DEAF.match(contact.email) and not contact.phone and not contact.out_of_band)


RULE = Rule(code="HON008", name="no-way-to-ask", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
