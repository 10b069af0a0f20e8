"""incident.md or the review gives a different number from the ledger.

## What it checks

That the numbers in incident.md (its title, the answers to questions, what it says about remedies and direct notice) and in the review agree
with the counts that readers see now. A review tells the story, so it may contain every number that was once given. How numbers are
judged: wrong-figure (CON056).

## Why it matters

An answer is written once and read for months. Nobody remembers it when the count changes.

## Instead of

    questions:
      many: {ask: How many are affected?, answer: They read the letters of 231 patients.}    # 318 by now

## Write

    questions:
      many: {ask: How many are affected?, answer: They read the letters of 318 patients.}
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from generator.content.sentences import statement_of
from generator.format.kinds import Path
from generator.inspection.context import Context
from generator.inspection.prose_figures import finding_of, of_file
from generator.ledger.counted import Figures, figures_after
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Document, IncidentFolder
from generator.model.source import Span
from generator.prose.figures import Amount, CountedPopulation
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Numbers beside the updates that contradict the ledger."""
    ledger = context.ledger
    if ledger is None:
        return
    seen = ledger.seen(context.now) or ledger.transitions
    if not seen:
        return
    figures = figures_after(seen[-1], folder.document.incident)
    # The update that corrects a number may say the old one; what stands beside the updates stands for longer.
    yield from _findings_in(folder.document, _with_old(figures, lambda _: ()), context)
    if folder.review and folder.review.review:
        yield from _findings_in(folder.review, _with_old(figures, lambda one: (*one.corrected, *one.former)), context)


def _findings_in(document: Document, figures: Figures, context: Context) -> Iterator[Finding]:
    language = context.config.site.language if context.config else "en"
    for said in of_file(_own_sentences(document), lambda key: _span_of_sentence(document, key), figures, language):
        yield finding_of(said, figures, language)


def _own_sentences(document: Document) -> Mapping[Path, str]:
    """Return what we say ourselves of what happened; what customers ask is in their words, and a corrective action counts nobody."""
    told = statement_of(document)
    sentences = {key: text for key, text in told.sentences.items() if key[-1] != "ask" and key[0] != "corrective_actions"}
    return sentences | ({(): told.body} if told.body else {})


def _span_of_sentence(document: Document, key: Path) -> Span:
    if key:
        return document.span(*key)
    body = statement_of(document).body
    start = max(document.source.text.rfind(body), 0)
    line = document.source.text.count("\n", 0, start) + 1
    return Span(document.source.path, line, 1, line, 1 + len(body.partition("\n")[0]))


def _with_old(figures: Figures, old: Callable[[CountedPopulation], tuple[Amount, ...]]) -> Figures:
    """Return what is counted, with other old numbers that may be said."""
    counted = figures.counted
    if all(one.corrected == old(one) for one in counted.populations):
        return figures
    populations = tuple(replace(one, corrected=old(one)) for one in counted.populations)
    return replace(figures, counted=replace(counted, populations=populations))


RULE = Rule(code="CON058", name="outdated-figure", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
