"""Readers do not know when or whom they can ask.

## What it checks

That the contact readers are given says its hours, and who answers.

## Why it matters

People who call a number at night and get no answer believe that they are being avoided.

## Instead of

    contact: {phone: "+44 20 7946 0000"}

## Write

    contact:
      phone: "+44 20 7946 0000"
      hours: every day from 8 to 20, UK time
      who: Sam Reed and the incident team
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """A contact without hours or a name."""
    contact = folder.incident.contact or (context.config.contact if context.config else None)
    if contact is None or not contact.usable:
        return
    missing = [
        (words, line)
        for words, line, value in (
            ("when someone answers (`hours`)", "hours: every day from 8 to 20", contact.hours),
            ("who answers (`who`)", "who: the incident team", contact.who),
        )
        if not value
    ]
    if missing:
        where = "" if folder.incident.contact else " in site_config.yml"
        yield Finding(
            at=folder.document.span("contact"),
            message=f"readers are not told {' or '.join(words for words, _ in missing)}",
            help=f"add{where} under `contact:` {' and '.join(f'the line `{line}`' for _, line in missing)}",
        )


RULE = Rule(code="HON009", name="contact-without-hours", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
