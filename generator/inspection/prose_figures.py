"""The figures in the sentences of an incident that do not agree with what its ledger counts, and what to say of each.

`prose/figures.py` judges a number; here its texts are collected with their places, and a finding is made that says what the present figure is
and gives the line to write.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.content.sentences import statement_of
from generator.format.kinds import Path
from generator.format.strict_yaml import line_of
from generator.inspection.author_text import Stretch, without_quotations
from generator.ledger.counted import Figures, figures_after, figures_of
from generator.ledger.records import Change, FactState, Ledger, Transition
from generator.ledger.sentences import moved_figures, moved_inside
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.incident import Incident
from generator.model.source import Span
from generator.model.update import CountForm
from generator.prose.figures import (
    CountedFigures,
    CountedPopulation,
    FigureReader,
    FigureVerdict,
    JudgedFigure,
    Kept,
    Where,
    restated,
    wrong_figures,
)

_WHERE = {
    "title": Where.TITLE,
    "summary": Where.SUMMARY,
    "easy_read": Where.SUMMARY,
    "what_happened": Where.WHAT_HAPPENED,
    "known": Where.FACT,
    "ended": Where.END,
}
#: What a sentence under a name is called, by its block.
_CALLED = {
    "known": "`{}`",
    "unknown": "`{}`",
    "ended": "the end of `{}`",
    "corrections": "the correction of `{}`",
    "actions": "the action `{}`",
    "next_steps": "the step `{}`",
    "consequences": "the consequence `{}`",
    "remedies": "the remedy `{}`",
    "direct_notice": "the direct notice to `{}`",
    "claims": "what we say of the claim `{}`",
    "fakes": "the fake `{}`",
    "questions": "the answer to `{}`",
}
_PLAIN = {"title": "the title", "summary": "the summary", "easy_read": "the easy-read text", "what_happened": "`what_happened`"}
#: The most letters of a sentence that is offered as a line to write.
_LONGEST_LINE = 400
#: The most counts that are named where any of several may be meant.
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class SaidFigures:
    """Numbers of one sentence that do not agree with what the ledger counts under one name.

    Attributes:
        key: the key of the text; empty for the body.
        at: the place of the first number.
        text: the whole text.
        judged: the numbers, in order.
        is_carried: whether the text was written in an earlier update and still stands.
    """

    key: Path
    at: Span
    text: str
    judged: tuple[JudgedFigure, ...]
    is_carried: bool = False

    @property
    def severity(self) -> Severity:
        """The gravest that any of the numbers is worth."""
        return Severity.ERROR if any(one.severity is Severity.ERROR for one in self.judged) else Severity.WARNING


@dataclass(frozen=True, slots=True)
class ProseFigures:
    """The figures of an update's sentences, and what they were held against."""

    figures: Figures
    said: tuple[SaidFigures, ...]


class FigureReaders:
    """What is counted in one update after another, and readers of its sentences; what did not change from one to the next is kept."""

    def __init__(self) -> None:
        self._reader: FigureReader | None = None
        self._counted: tuple[object, Figures] | None = None

    def figures(self, transition: Transition, incident: Incident | None) -> Figures:
        """Return what is counted after an update."""
        after = transition.after
        key = (
            incident,
            [(entry.count, len(entry.history)) for entry in after.affected.values()],
            [(entry.told, len(entry.history)) for entry in after.data.values()],
            [event for event in transition.events if event.change is Change.CORRECTED and "." in event.subject],
            [violation for violation in transition.violations if violation.path[0] in {"affected", "data"}],
            list(after.windows.values()),
        )
        if self._counted is None or self._counted[0] != key:
            self._counted = (key, figures_after(transition, incident))
        return self._counted[1]

    def of(self, state: CountedFigures, language: str) -> FigureReader:
        """Return the reader of a language for what is counted; the one before, where that is the same."""
        last = self._reader
        if last is None or last.language != language or (last.state is not state and last.state != state):
            last = self._reader = FigureReader(state, language)
        return last


def of_update(
    document: UpdateDocument,
    transition: Transition,
    ledger: Ledger,
    language: str,
    stretches: Iterable[Stretch],
    readers: FigureReaders,
) -> ProseFigures:
    """Return the numbers in an update's sentences, and in the story so far that it carries on, that do not agree with the ledger."""
    figures = readers.figures(transition, ledger.folder.document.incident)
    if not figures.counts:
        return ProseFigures(figures, ())
    found: list[SaidFigures] = []
    reader = readers.of(figures.counted, language)
    for stretch in stretches:
        where = _where(stretch.key)
        wrong = reader.wrong_figures(stretch.text, where)
        if not wrong:
            continue
        text = _as_read(document, stretch)
        found += (
            SaidFigures(stretch.key, stretch.span(judged[0].start, judged[-1].number.end), text, judged)
            for judged in _together(wrong)
        )
    if not _is_counted_anew(transition):
        return ProseFigures(figures, tuple(found))
    # What is still true is said again, as it would be under `known`.
    for name in document.update.still_true:
        entry = transition.after.facts.get(name)
        if entry is None or entry.state is not FactState.KNOWN or document.wrote("known", name):
            continue
        at, told = document.span("still_true", name), entry.fact.text
        wrong = reader.wrong_figures(without_quotations(told), Where.FACT)
        found += (SaidFigures(("known", name), at, told, judged, is_carried=True) for judged in _together(wrong))
    carried = transition.after.what_happened
    if carried and not document.wrote("what_happened"):
        at = document.span("affected") if document.wrote("affected") else document.span("data")
        # Nobody wrote it anew: what this update corrects is the old number all the same.
        now = replace(figures.counted, populations=tuple(replace(one, corrected=()) for one in figures.counted.populations))
        wrong = wrong_figures(without_quotations(carried), language, now, Where.WHAT_HAPPENED)
        found += (SaidFigures(("what_happened",), at, carried, judged, is_carried=True) for judged in _together(wrong))
    return ProseFigures(figures, tuple(found))


def _where(key: Path) -> Where:
    """Of what others say, only what we say that is so is a statement of ours."""
    if key[:1] == ("claims",):
        return Where.FACT if key[-1] == "in_fact" else Where.ELSEWHERE
    return _WHERE.get(key[0], Where.ELSEWHERE) if key else Where.ELSEWHERE


def _as_read(document: UpdateDocument, stretch: Stretch) -> str:
    """Return the sentence of a place as readers see it; empty where its letters do not stand where they do in the file."""
    sentences = statement_of(document).sentences
    text = next((sentence for key, sentence in sentences.items() if stretch.key in {key, key[:-1]}), "")
    text = " ".join(text.split())
    return text if len(text) == len(stretch.text.strip()) else ""


def _is_counted_anew(transition: Transition) -> bool:
    """Whether an update changes what is counted: what still stands was held against it before."""
    before, after = transition.before, transition.after
    return any(entry is not before.affected.get(name) for name, entry in after.affected.items()) or any(
        entry is not before.data.get(kind) for kind, entry in after.data.items()
    )


def _together(judged: Iterable[JudgedFigure]) -> Iterator[tuple[JudgedFigure, ...]]:
    """Yield the numbers that are of one sentence and of one name."""
    found: dict[tuple[int, FigureVerdict, tuple[str, ...]], list[JudgedFigure]] = {}
    for one in judged:
        names = tuple(population.subject for population in one.populations)
        found.setdefault((one.clause.sentence, one.verdict, names), []).append(one)
    yield from (tuple(those) for those in found.values())


def of_file(
    sentences: Mapping[Path, str], places: Callable[[Path], Span], figures: Figures, language: str
) -> Iterator[SaidFigures]:
    """Yield the numbers in the sentences of a file that is no update, which do not agree with what is counted.

    Args:
        sentences: by key; the body has none.
        places: the place of each.
        figures: what is counted.
        language: the sentences' own.
    """
    reader = FigureReader(figures.counted, language)
    for key, text in sentences.items():
        where = Where.TITLE if key == ("title",) else Where.ELSEWHERE
        for judged in _together(reader.wrong_figures(without_quotations(text), where)):
            yield SaidFigures(key, places(key), text, judged)


# What to say of them.


def finding_of(said: SaidFigures, figures: Figures, language: str, transition: Transition | None = None) -> Finding:
    """Return the finding about numbers of a sentence, with the present figure and, where there is one, the line to write.

    Args:
        said: the numbers.
        figures: what they were held against.
        language: of the sentence.
        transition: what the update did that the sentence stands in; None: it stands in no update.
    """
    first = said.judged[0]
    called = _called(said.key)
    says = "still says" if said.is_carried else "says"
    quote = " and ".join(f"“{one.said}”" for one in said.judged)
    meant = _meant(first, figures)
    if meant is None:
        present = "; ".join(_present(one.subject, figures) for one in first.populations[:_MOST_NAMED])
        more = len(first.populations) - _MOST_NAMED
        return Finding(
            at=said.at,
            message=f"{called} {says} {quote}; {present}{f', and so on for {more} more' if more > 0 else ''}",
            help=f"use a number from the ledger, or correct the wrong one under `affected:`{_OTHERS}",
        )
    message = f"{called} {says} {quote}; {_present(meant.subject, figures)}"
    if first.verdict is FigureVerdict.STALE:
        message = f"{called} {says} {quote}, {_STALE[first.kept or Kept.FORMER]} {_present(meant.subject, figures)}"
    line = _line_to_write(said, meant, figures, language, transition) if len(said.judged) == 1 else ""
    put = ("add" if said.key == ("what_happened",) else _STILL_TRUE) if said.is_carried else "write"
    if first.verdict is FigureVerdict.STALE:
        help = f"if you mean this number, {put} {line}; if not, leave it" if line else "check which number you mean"
    elif line:
        help = f"{put} {line}, or correct `{meant.subject}`{_OTHERS}"
    elif meant.count is None:
        help = f"delete the number, or give it under `{meant.subject.partition('.')[0]}:` if it is known{_OTHERS}"
    else:
        help = f"use the right number, or correct `{meant.subject}`{_OTHERS}"
    return Finding(at=said.at, message=message, help=help)


_OTHERS = "; if it counts something else, add that as a group under `affected:`"
_STILL_TRUE = "remove it from `still_true:`, and write under `known:` the line"
_STALE = {
    Kept.FORMER: "which is an earlier number:",
    Kept.CORRECTED: "which this update corrects, instead of the new number:",
    Kept.MIXED: "a number with the same digits in a different order:",
}


def _called(key: Path) -> str:
    """What a text is called, for its writer."""
    if not key:
        return "the text"
    if key[0] in _PLAIN:
        return _PLAIN[key[0]]
    if len(key) > 1:
        return _CALLED.get(key[0], f"`{key[0]}.{{}}`").format(key[1])
    return f"`{key[0]}`"


def _meant(judged: JudgedFigure, figures: Figures) -> CountedPopulation | None:
    """Return which of the things that a name counts is meant; None when it may be any of several."""
    there = [one for one in judged.populations if one.subject in figures.counts]
    if judged.of is not None and judged.of in there:
        return judged.of
    if len(there) == 1:
        return there[0]
    names = {one.name for one in there}
    wholes = [one for one in there if one.part_of not in names and one.subject.startswith("affected.")]
    return wholes[0] if len(wholes) == 1 else None


def _present(subject: str, figures: Figures) -> str:
    count = figures.counts[subject]
    if count.form is CountForm.UNKNOWN:
        return f"`{subject}` says that the number is not known"
    return f"`{subject}` says {count_words(count)}"


def _line_to_write(
    said: SaidFigures, meant: CountedPopulation, figures: Figures, language: str, transition: Transition | None
) -> str:
    """Return the line to write, and the correction that it needs, in backticks; empty when there is none."""
    (judged,) = said.judged
    if not said.key or not said.text or meant.count is None or len(said.text) > _LONGEST_LINE:
        return ""
    text = restated(said.text, judged, meant.count, language)
    where = _WHERE.get(said.key[0], Where.ELSEWHERE)
    if (
        not text
        or "`" in text
        or any(one.start <= judged.start < one.end for one in wrong_figures(text, language, figures.counted, where))
    ):
        return ""
    line = f"`{line_of(said.key[-1], text)}`"
    if transition is not None and _asks_why(said.key, text, language, transition, figures):
        line += f" and under `corrections:` the line `{said.key[1]}: why this has changed`"
    return line


def _asks_why(key: Path, text: str, language: str, transition: Transition, figures: Figures) -> bool:
    """Whether a fact was known in other words, so that the new ones have to be a correction."""
    if key[0] != "known" or key[1] in transition.document.update.corrections:
        return False
    entry = transition.before.facts.get(key[1])
    if entry is None or entry.state is not FactState.KNOWN:
        return False
    old = entry.fact.text
    before = figures_of(transition.before.affected, transition.before.data, None)
    return not moved_inside(old, text, language, moved_figures(old, text, language, before, figures))
