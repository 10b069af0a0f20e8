"""The plan allows longer gaps between updates than the site.

## What it checks

That no time under `cadence` in content/plan.yml is longer than the one for the same status under `policy: {cadence: …}` in
site_config.yml. The site's policy always applies; the plan may set shorter times, by status and by impact.

## Why it matters

With two numbers for one promise, the person on duty follows the one they happen to read. The shorter one applies.

## Instead of

    cadence: {investigating: 3d}     # and 24h in site_config.yml

## Write

    cadence: {investigating: 12h}
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.inspection.context import Context
from generator.model.config import Policy
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.update import Status
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import length


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Times of the plan that are longer than the site's."""
    document, plan = content.plan, context.plan
    if document is None or plan is None:
        return
    policy = context.config.policy if context.config else Policy()
    said: list[tuple[tuple[str, ...], Status, timedelta]] = [
        (("cadence", status.value), status, wait) for status, wait in plan.cadence.items()
    ]
    for impact, waits in plan.cadence_by_impact.items():
        said += [(("cadence", "by_impact", impact.value, status.value), status, wait) for status, wait in waits.items()]
    for path, status, wait in said:
        allowed = policy.cadence[status]
        if wait > allowed:
            yield Finding(
                at=document.span(*path),
                message=f"the plan allows {length(wait)} between updates here, but site_config.yml only {length(allowed)}",
                help=f"write `{status}: {length(allowed)}` or less, or fix `policy.cadence`; until then the shorter one holds",
            )


RULE = Rule(code="PLN006", name="looser-plan", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
