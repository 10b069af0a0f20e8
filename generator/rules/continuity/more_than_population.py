"""More of a group are affected than the group has.

## What it checks

That the smallest number for a kind of data in a group is not above the largest possible number of the group itself, if both count the same
thing. It is checked again whenever either of the two changes.

## Why it matters

Two numbers that cannot both be true show that nobody compared them. Readers will.

## Instead of

    affected: {customers: {unit: people, exact: 1212}}
    data: {password: {state: accessed, exact: 1300, for: customers}}

## Write

    affected: {customers: {unit: people, exact: 1300}}
    data: {password: {state: accessed, exact: 1300, for: customers}}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.populations import same_unit
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Kinds of data whose count does not fit into that of their group."""
    if context.transition is None:
        return
    state, update = context.transition.after, document.update
    for kind, entry in state.data.items():
        for one in entry.told:
            group = state.affected.get(one.population)
            if one.count is None or group is None or not ({kind} & update.data.keys() or one.population in update.affected):
                continue
            most = group.count.high
            if most is None or one.count.low <= most or not same_unit(one.count, group.count):
                continue
            yield Finding(
                at=document.span("data", kind) if kind in update.data else document.span("affected", one.population),
                message=(
                    f"`{kind}` counts {count_words(one.count)}, but `affected.{one.population}` is only {count_words(group.count)}"
                ),
                help="check both numbers; a part cannot be larger than its group",
            )


RULE = Rule(code="CON041", name="more-than-population", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
