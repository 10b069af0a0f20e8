"""A sentence gives a different number from the ledger.

## What it checks

That each number in the title, the summary, `what_happened`, a known fact and the end of a fact agrees with the counts under `affected` and
`data` once the update is published. A number is checked if it is next to the name or unit of what is counted (`patients`, `people`, or the
words under `names` in incident.md), and its sentence says that they were reached: read, copied, affected. It is right if it is such a
count, with its words ("about", "more than"), a total, a part, or a sum or difference of them. It is ignored if it says who rang, who was
told, what others claim, how fast something goes, what might happen, or what happened another time. A sentence that still applies, such as
the `what_happened` of an earlier update or a fact under `still_true`, is checked when a number in it changes.

## Why it matters

A reader who sees 1,140 in the table and 1,410 in the title believes neither. Journalists will quote the title.

## Instead of

    title: They read the letters of 1,410 patients
    affected: {patients: {unit: people, exact: 1140, of: 9400}}

## Write

    title: They read the letters of 1,140 patients
    affected: {patients: {unit: people, exact: 1140, of: 9400}}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.prose_figures import finding_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Numbers that contradict the ledger where readers look first."""
    if context.transition is None or context.ledger is None:
        return
    found = context.analysis.prose_figures(document, context.transition, context.ledger)
    for said in found.said:
        if said.severity is Severity.ERROR:
            yield finding_of(said, found.figures, context.analysis.language(document), context.transition)


RULE = Rule(code="CON056", name="wrong-figure", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
