"""A direct notice is for a group that does not exist.

## What it checks

That each name under `direct_notice` is a group under `affected`, of this update or an earlier one, or `everyone`.

## Why it matters

The number of people told means something only beside the number of people affected.

## Instead of

    affected: {patients: {unit: people, exact: 1140}}
    direct_notice: {patient: by letter}

## Write

    affected: {patients: {unit: people, exact: 1140}}
    direct_notice: {patients: by letter}
"""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.format.strict_yaml import flow
from generator.inspection.context import Context
from generator.ledger.remedies import EVERYONE
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Names under `direct_notice` that are no population."""
    if context.transition is None:
        return
    known = [*context.transition.after.affected, EVERYONE]
    for name in document.update.direct_notice:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            yield Finding(
                at=document.span("direct_notice", name),
                message=f"there is no group `{name}` under `affected`",
                help=f"write `{near[0] if near else EVERYONE}` in its place, or add under `affected:` the line `{name}: {flow({'unit': 'people', 'unknown': 'true'})}`",
            )


RULE = Rule(code="CON073", name="notice-to-nobody", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
