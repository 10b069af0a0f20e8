"""Parts do not add up to their whole.

## What it checks

That no part of a group, and not all of them together, can only be more than the group itself; and, where the group says `parts: complete`,
that together they can be all of it. Where it says `parts: overlap`, somebody may be in several parts, and no sum is asked. Numbers are taken
as what they allow: "about 90" may be 85. It is asked again whenever the whole or a part changes.

## Why it matters

Whoever reads three numbers adds them up. If the sum is not the whole, none of the three is believed.

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
