"""A different number was given elsewhere.

## What it checks

That the numbers recorded under `also_told` in incident.md (to a regulator, to a newspaper, in a letter) agree with what this site said at
that time: the same group, the same unit, and numbers that can both be true. A `note` that says why they differ settles it.

## Why it matters

In one week, a company told its regulator 14,000 accounts and a newspaper 6.9 million people. Both were true, but neither statement said
what the other one counted.

## Instead of

    also_told:
      regulator: {when: 2027-03-05, affected: {customers: {unit: accounts, exact: 14000}}}     # the site says 1,212 people

## Write

    also_told:
      regulator:
        when: 2027-03-05
        affected: {customers: {unit: accounts, exact: 14000}}
        note: These are the accounts they logged into; the site counts the people whose tickets they could read from there.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.intervals import can_both_be
from generator.ledger.moments import end_of
from generator.ledger.records import CountEntry, Ledger
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.incident import ExternalStatement
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Numbers given elsewhere that contradict the ledger of that time."""
    ledger = context.ledger
    if ledger is None:
        return
    for name, told in folder.incident.also_told.items():
        if told.note:
            continue
        here = _then(ledger, told)
        for population, count in told.affected.items():
            own = here.get(population)
            if own is not None and own.count.unit.lower() == count.unit.lower() and can_both_be(own.count, count):
                continue
            said = f"it said {count_words(own.count)}" if own else f"it had given no number for `{population}`"
            yield Finding(
                at=folder.document.span("also_told", name, "affected", population),
                message=f"you told `{name}` {count_words(count)}; on this site, {said}",
                help="correct the one that is wrong in a new update, or add `note: what each of the two numbers counts`",
            )


def _then(ledger: Ledger, told: ExternalStatement) -> dict[str, CountEntry]:
    """Return the numbers published by the end of that day, and for numbers first given later, their first value."""
    counts: dict[str, CountEntry] = {}
    until = end_of(told.when, ledger.zone)
    for transition in ledger.transitions:
        for population, entry in transition.after.affected.items():
            if transition.document.update.published <= until or population not in counts:
                counts[population] = entry
    return counts


RULE = Rule(code="CON020", name="differing-figure", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
