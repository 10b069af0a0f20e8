"""security.txt has expired, or expires too late.

## What it checks

That `expires` under `security_txt:` is in the future, by no more than a year.

## Why it matters

People who find a weakness look there for whom to tell. RFC 9116 tells them to ignore an expired file, and a file that is valid for years
sends them to people who have left.

## Instead of

    security_txt:
      expires: 2026-11-01

## Write

    security_txt:
      expires: 2027-12-01   # once you have made sure that every contact is still read
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule

#: The longest period that RFC 9116, section 2.5.5, recommends: a year, which may be a leap year, to the end of its last day.
_LONGEST = timedelta(days=367)


def check(content: Content, context: Context) -> Iterator[Finding]:
    """A security.txt that has expired, or expires in more than a year."""
    config = context.config
    if config is None or config.security_txt.expires is None:
        return
    written = config.security_txt.expires
    end = config.security_txt.ends_at(config.site.timezone)
    if end is None or context.now <= end <= context.now + _LONGEST:
        return
    yield Finding(
        at=content.config.span("security_txt", "expires"),
        message=f"security.txt expired on {when_words(written, context.zone)}, and is ignored since then"
        if end < context.now
        else f"security.txt expires on {when_words(written, context.zone)}, more than a year from now",
        help=f"check that someone still reads each contact in it, then write `expires: {context.now + timedelta(days=350):%Y-%m-%d}`",
    )


RULE = Rule(
    code="PLN017", name="outdated-security-txt", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True
)
