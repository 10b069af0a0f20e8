"""The numbers of a text elsewhere that do not agree with what the ledger counts, and what to say of each."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.inspection.author_text import Stretch
from generator.inspection.outside import OutsideStatement
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding, Severity
from generator.model.update import CountForm
from generator.prose.clauses import sentences
from generator.prose.figures import CountedPopulation, FigureVerdict, JudgedFigure, Kept, Where, read_figures, restated
from generator.prose.lexicon import lexicon
from generator.prose.number_words import lowered_same_length

#: The most letters of a sentence that is offered in whole.
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """A number of a text, and the paragraph that it stands in."""

    stretch: Stretch
    judged: JudgedFigure


def other_figures(said: OutsideStatement) -> Iterator[OtherFigure]:
    """Yield the numbers that contradict the ledger, or that it has given up."""
    once = lexicon(said.language).figures.pattern("said_once")
    for stretch in said.read.stretches:
        starts: list[int] = []
        for judged in read_figures(stretch.text, said.language, said.figures.counted, Where.FACT):
            if judged.severity is not None:
                yield OtherFigure(stretch, judged)
            elif former := _former(judged):
                starts = starts or [start for start, _ in sentences(stretch.text, said.language)]
                place = bisect_right(starts, judged.start)
                sentence = stretch.text[starts[place - 1] : starts[place] if place < len(starts) else None]
                if not once.search(lowered_same_length(sentence).replace("’", "'")):
                    yield OtherFigure(stretch, replace(judged, severity=Severity.WARNING, kept=Kept.FORMER, of=former))


def _former(judged: JudgedFigure) -> CountedPopulation | None:
    """Return what a number was a bound of that has a closer figure since: "up to 900" holds 640, and is not what we say any more."""
    value = judged.number.values[0]
    if not judged.counts or judged.verdict is not FigureVerdict.RIGHT or not judged.number.worded:
        return None
    for one in judged.populations:
        present = {figure for amount in (one.count, one.sent) if amount is not None for figure in amount.stated}
        if value not in present and value != one.of and any(value in amount.stated for amount in one.former):
            return one
    return None


def finding_of(one: OtherFigure, said: OutsideStatement) -> Finding:
    """Return the finding about a number, with what the ledger has in its place."""
    judged, counts = one.judged, said.figures.counts
    there = [population for population in judged.populations if population.subject in counts]
    meant = judged.of if judged.of in there else there[0] if len(there) == 1 else None
    present = "; ".join(_present(population, said) for population in ([meant] if meant else there[:3]))
    help = "use the number in the ledger; if this counts something else, say what"
    if meant is not None and meant.count is not None:
        better = restated(judged.clause.text, judged.in_clause, meant.count, said.language).strip(" ,;:—–")
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
