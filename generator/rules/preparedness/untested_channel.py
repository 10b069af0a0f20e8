"""A spare channel has not been tested for a year.

## What it checks

That every channel with `without_our_systems: true` was tested within a year. Time alone can cause this finding, so it never stops a
build.

## Why it matters

Passwords expire, contracts end, and the one telephone with the application on it is replaced. Nobody notices until the night they need
it.

## Instead of

    text-messages: {how: The supplier's own website, without_our_systems: true}

## Write

    text-messages: {how: The supplier's own website, tested: 2027-02-01, without_our_systems: true}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Independent channels that were never tested, or long ago."""
    document, plan = content.plan, context.plan
    if document is None or plan is None:
        return
    for name, channel in plan.channels.items():
        if not channel.without_our_systems or (channel.good_until and context.now.date() <= channel.good_until):
            continue
        when = f"was last tested on {when_words(channel.tested, context.zone)}" if channel.tested else "has never been tested"
        yield Finding(
            at=document.span("channels", name, "tested"),
            message=f"the spare channel `{name}` {when}",
            help=f"send a test message over it, and write the day: `tested: {context.now.date()}`",
        )


RULE = Rule(
    code="PLN013", name="untested-channel", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True
)
