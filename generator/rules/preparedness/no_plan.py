"""There is no plan.

## What it checks

That the site has `content/plan.yml`: who does what in an incident, who approves what, how to communicate when your own systems are down,
and how often to hold drills. It is never published.

## Why it matters

Who decides, whom you may call at three in the morning, and who must read a statement first: these questions take hours during an incident
and minutes before it.

## Instead of

No `content/plan.yml`.

## Write

    roles:
      lead: {who: Sam Reed, deputy: Ines Okafor, phone: "+44 20 7946 0041", duties: Decides what is said and when.}
    approvals:
      update: [lead]
    channels:
      text-messages: {how: Text messages from the supplier's own website, tested: 2027-02-01, without_our_systems: true}
    drills_every: 180d
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """A site without a plan."""
    del context
    if content.plan is None:
        yield Finding(
            at=Span("content/plan.yml", 1, 1, 1, 1),
            message="there is no plan for an incident",
            help="write content/plan.yml, beginning with `roles:` and the person for each; it is never published",
        )


RULE = Rule(code="PLN001", name="no-plan", severity=Severity.ADVICE, check=check, waivable=False, doc=__doc__)
