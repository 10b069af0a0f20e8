"""A text contains something private from the plan.

## What it checks

That no text contains a telephone number, an e-mail address, an account or the address of a spare channel from content/plan.yml, in any
spelling (`+44 20 7946 0018` is `020 7946 0018`). Contacts that are given to readers in site_config.yml or incident.md are not secret. The
finding does not show the number or address.

## Why it matters

The plan says how to reach the people who decide at night, and how to communicate when everything else is down. The attackers read your
page too, and so do a thousand frightened people.

## Instead of

    who: Sam Reed, 020 7946 0018

## Write

    who: Sam Reed
"""

import re
from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.private_numbers import DIGITS, matched, numbers_in, private_numbers, private_texts
from generator.inspection.unsafe_text import contact_texts
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ConfigDocument, Written
from generator.model.person import EMAIL
from generator.model.source import Span
from generator.rules.rule import Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Private numbers, addresses and accounts."""
    plan = context.plan
    if plan is None or isinstance(written.document, ConfigDocument):
        return
    own = contact_texts(written, context.config)
    public = frozenset(number for text in own for number in numbers_in(text))
    private = {number: where for number, where in private_numbers(plan) if number not in public}
    texts = {text: where for text, where in private_texts(plan) if not any(text in said.casefold() for said in own)}
    if not private and not texts:
        return
    for span in context.analysis.spans(written):
        for found in DIGITS.finditer(span.text) if private else ():
            where = matched(found.group(), private)
            if where:
                yield _finding(span.span(found.start(), found.end()), "telephone number", where, found.group())
        for text, where in texts.items():
            # At word boundaries: an account may be part of a longer one.
            place = re.search(rf"(?<![\w.]){re.escape(text)}(?!\w)", span.text, re.IGNORECASE)
            if place:
                said = place.group()
                yield _finding(
                    span.span(*place.span()), "e-mail address" if EMAIL.fullmatch(said) else "account or address", where, said
                )


def _finding(at: Span, what: str, where: str, said: str) -> Finding:
    return Finding(
        at=at,
        message=f"this {what} is private: it is in content/plan.yml, under {where}",
        help="delete it; if readers should use it, add it under `contact:` in site_config.yml or incident.md",
        hides=said,
    )


RULE = Rule(
    code="SAF043",
    name="private-contact",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is, and strangers may have it: tell the person it belongs to, and put a new one in the plan; if readers should use it, add it under `contact:` in site_config.yml or incident.md",
    doc=__doc__,
)
