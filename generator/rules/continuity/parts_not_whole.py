"""Parts do not add up to their whole.

## What it checks

That no part of a group is larger than the group, nor all parts together; and, if the group says `parts: complete`, that together they can
be the whole group. If it says `parts: overlap`, someone may be in several parts, and the sum is not checked. Numbers are read as ranges:
"about 90" may be 85. It is checked again whenever the whole or a part changes.

## Why it matters

Readers add numbers up. If the sum is not the whole, they believe none of them.

## Instead of

    affected:
      customers: {unit: people, exact: 1140, parts: complete}
      homes: {unit: people, exact: 900, part_of: customers}
      shops: {unit: people, exact: 200, part_of: customers}

## Write

    affected:
      customers: {unit: people, exact: 1140, parts: complete}
      homes: {unit: people, exact: 900, part_of: customers}
      shops: {unit: people, exact: 240, part_of: customers}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.populations import misfits
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Wholes that their parts do not fit, where this update says something of either."""
    if context.transition is None:
        return
    said = document.update.affected
    for misfit in misfits(context.transition.after.affected):
        whole = misfit.whole
        names = (whole.population, *(part.population for part in misfit.parts))
        here = next((name for name in names if name in said), None)
        if here is None:
            continue
        parts = ", ".join(f"`{part.population}` is {count_words(part.count)}" for part in misfit.parts)
        if misfit.together is None:
            message = f"a part is larger than its whole: {parts}, and `{whole.population}` is {count_words(whole.count)}"
        else:
            message = (
                f"the parts do not add up to `{whole.population}`, which is {count_words(whole.count)}: {parts};"
                f" together {count_words(misfit.together)}"
            )
        correct = ", ".join(f"affected.{name}" for name in names)
        yield Finding(
            at=document.span("affected", here),
            message=message,
            help=f"give the right numbers, and correct those that were wrong ({correct}); if someone may be in several parts, say that the parts of `{whole.population}` overlap"
            if misfit.together is not None
            else f"give the right numbers, and correct those that were wrong ({correct})",
        )


RULE = Rule(code="CON043", name="parts-not-whole", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
