"""A text elsewhere repeats what was corrected or withdrawn.

## What it checks

That no sentence of a text repeats, in the same words or nearly so, a sentence of the updates that was corrected, a fact that has ended, advice
that was withdrawn, or a question that has an answer since. A sentence that is just as close to a current statement is ignored.

## Why it matters

Call scripts live longest. People who ring are given last week's advice, and act on it.

## Instead of

    You need not change your password.     # withdrawn on 14 November

## Write

    Change your password if you ever sent it to us in a ticket.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.outside import OutsideStatement
from generator.inspection.outside_figures import other_figures
from generator.ledger.records import Change
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.rules.rule import Rule

_DONE = {
    Change.CORRECTED: "corrected",
    Change.WITHDRAWN: "withdrawn",
    Change.ENDED: "ended",
    Change.ANSWERED: "answered",
    Change.UNANSWERABLE: "called unanswerable",
}


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Sentences that stand no more."""
    # A number that is counted is compared by itself.
    counted: dict[int, list[int]] = defaultdict(list)
    for one in other_figures(said):
        counted[id(one.stretch)].append(one.judged.start)
    for sentence in said.sentences:
        found = said.sayings.repeated(sentence.text)
        starts = counted.get(id(sentence.stretch), [])
        following = bisect_left(starts, sentence.start)
        if following < len(starts) and starts[following] < sentence.end:
            continue
        if found is None or found.over is None:
            continue
        event = found.over
        now = (
            f": {event.becomes}" if event.change is Change.CORRECTED and isinstance(event.becomes, str) and event.becomes else ""
        )
        yield Finding(
            at=sentence.stretch.span(sentence.start, sentence.end),
            message=f"it says “{sentence.quote}”; `{found.subject}` was {_DONE[event.change]} on {when_words(event.when, said.ledger.zone)}",
            help=f"delete it, or say what the newest update says{now}",
        )


RULE = Rule(code="ELS006", name="taken-back", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__)
