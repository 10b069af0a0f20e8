"""The numbers of a text elsewhere that do not agree with what the ledger counts, and what to say of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.inspection.author_text import Stretch
from generator.inspection.outside import OutsideStatement
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding
from generator.model.update import CountForm
from generator.prose.figures import CountedPopulation, JudgedFigure, Where, restated, wrong_figures

#: The most letters of a sentence that is offered in whole.
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """A number of a text, and the paragraph that it stands in."""

    stretch: Stretch
    judged: JudgedFigure


def other_figures(said: OutsideStatement) -> Iterator[OtherFigure]:
    """Yield the numbers that contradict the ledger, or that it has given up."""
    for stretch in said.read.stretches:
        for judged in wrong_figures(stretch.text, said.language, said.figures.counted, Where.FACT):
            yield OtherFigure(stretch, judged)


def finding_of(one: OtherFigure, said: OutsideStatement) -> Finding:
    """Return the finding about a number, with what the ledger has in its place."""
    judged, counts = one.judged, said.figures.counts
    there = [population for population in judged.populations if population.subject in counts]
    meant = judged.of if judged.of in there else there[0] if len(there) == 1 else None
    present = "; ".join(_present(population, said) for population in ([meant] if meant else there[:3]))
    help = "use the number in the ledger; if this counts something else, say what"
    if meant is not None and meant.count is not None:
        clause = judged.clause
        text = restated(one.stretch.text, judged, meant.count, said.language)
        better = text[clause.start : clause.end + len(text) - len(one.stretch.text)].strip(" ,;:—–") if text else ""
        if better and len(better) <= _LONGEST_LINE:
            help = f"write “{better}”; if this counts something else, say what"
    return Finding(
        at=one.stretch.span(judged.start, judged.end), message=f"it says “{judged.said.strip()}”; {present}", help=help
    )


def _present(population: CountedPopulation, said: OutsideStatement) -> str:
    count = said.figures.counts[population.subject]
    if count.form is CountForm.UNKNOWN:
        return f"in the ledger the number of `{population.name}` is not known"
    return f"the ledger has {count_words(count)} for `{population.subject}`"
