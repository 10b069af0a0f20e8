"""A number without its total.

## What it checks

That a count gives its total (`of`), in this update or in an earlier one.

## Why it matters

163 out of 200 is a lot, and 163 out of 270,000 is not. Without the total, nobody can judge.

## Instead of

    customers: {unit: people, exact: 163}

## Write

    customers: {unit: people, exact: 163, of: 270000}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.wording_language import sentence_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Counts whose total was never given."""
    language = context.analysis.language(document)
    before = context.transition.before.affected if context.transition else {}
    for population, count in document.update.affected.items():
        known = before.get(population)
        # A part stands under its whole, which is its total.
        part = count.part_of or (known.count.part_of if known else "")
        if count.of is None and not part and count.stated and (known is None or known.count.of is None):
            yield Finding(
                at=document.span("affected", population),
                message=sentence_of(language, "WRD035", "message", "readers are not told of how many %(unit)s", unit=count.unit),
                help=sentence_of(language, "WRD035", "help", "add the total, as in `of: 18400`"),
            )


RULE = Rule(code="WRD035", name="number-without-total", severity=Severity.ADVICE, check=check, waivable=True, doc=__doc__)
