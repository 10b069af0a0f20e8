"""There is no way to communicate when your own systems are down.

## What it checks

That the plan has a channel with `without_our_systems: true`.

## Why it matters

An intruder who holds your network reads your e-mail and can shut your website, your telephones and your chat. What is left must be known
in advance, and not only stored on a laptop in the building.

## Instead of

    channels:
      email: {how: Our own mail server}

## Write

    channels:
      text-messages:
        how: From the supplier's own website; the login is in the safe and with each deputy.
        tested: 2027-02-01
        without_our_systems: true
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """A plan without a channel that is independent of the organisation's systems."""
    document, plan = content.plan, context.plan
    if document is None or plan is None:
        return
    if not any(channel.without_our_systems for channel in plan.channels.values()):
        yield Finding(
            at=document.span("channels"),
            message="the plan has no channel that works when our own systems are down",
            help="find one, try it, and list it under `channels:`, such as"
            f" `text-messages: {{how: the list of numbers in the safe, without_our_systems: true, tested: {context.now.date()}}}`",
        )


RULE = Rule(code="PLN012", name="no-spare-channel", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
