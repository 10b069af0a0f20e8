"""A translation gives a number for a different group than its original.

## What it checks

That a number given for one group in the original is given for the same group in the translation. That both have the same numbers
is checked by lost-number (TRA004) and added-number (TRA005), and whether they are right in the original, by wrong-figure (CON056). Groups
are recognised by their unit, and by the words under `names` in the translation of incident.md.

## Why it matters

Both numbers are there, so a check of numbers alone finds nothing, but readers of that language are told the wrong one.

## Instead of

    # 02-scope.md
    opened: They read the letters of 1,140 patients and 41 nurses.

    # 02-scope.de.md
    opened: Sie haben die Briefe von 41 Patienten und 1.140 Pflegekräften gelesen.

## Write

    opened: Sie haben die Briefe von 1.140 Patienten und 41 Pflegekräften gelesen.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.translated_units import units_in
from generator.ledger.counted import figures_after
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation, UpdateDocument
from generator.prose.figures import FigureVerdict, JudgedFigure, read_figures
from generator.rules.rule import Rule


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """Numbers that a translation says of someone else."""
    transition, ledger, document = context.transition, context.ledger, pair.document
    if transition is None or ledger is None or not isinstance(document, UpdateDocument) or not transition.after.affected:
        return
    found = context.analysis.compared(pair)
    incident = ledger.folder.translated_incident(pair.language)
    here = figures_after(transition, ledger.folder.document.incident)
    there = figures_after(
        transition,
        ledger.folder.document.incident,
        names=incident.names if incident else {},
        units=units_in(ledger, pair.language, document.number),
    )
    for ours, theirs, at in found.texts():
        said = [one for one in read_figures(ours, found.from_language, here.counted) if one.verdict is FigureVerdict.RIGHT]
        for one in read_figures(theirs, pair.language, there.counted) if said else ():
            other = _elsewhere(one, said)
            if other is not None:
                subject = other.populations[0].subject
                yield Finding(
                    at=at,
                    message=f"“{one.said}”: in {found.original_name} this is the number of `{subject}`, “{other.said}”",
                    help=f"use each number for the group that it counts; `{subject}` says {count_words(there.counts[subject])}",
                )


def _elsewhere(one: JudgedFigure, said: list[JudgedFigure]) -> JudgedFigure | None:
    """Return where the original says the same number, if it is there only said of others, of which it is right."""
    if one.verdict is FigureVerdict.RIGHT:
        return None
    same = [other for other in said if set(other.number.values) & set(one.number.values)]
    mine = _subjects(one)
    return same[0] if same and all(mine.isdisjoint(_subjects(other)) for other in same) else None


def _subjects(one: JudgedFigure) -> set[str]:
    return {population.subject for population in one.populations}


RULE = Rule(code="CON059", name="swapped-figure", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
