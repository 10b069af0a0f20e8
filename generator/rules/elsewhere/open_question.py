"""A text elsewhere states what is still an open question.

## What it checks

That no sentence states, or denies, what an unknown of the ledger asks: "No tickets were copied" while `copied: Whether they copied the tickets` is
open. Sentences that ask, suspect or say that it is not known are ignored.

## Why it matters

The sentence is a guess, and on the same day the status page says that nobody knows.

## Instead of

    No tickets were copied.     # unknown: {copied: Whether they copied them.}

## Write

    We do not know yet whether they copied the tickets that they read.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.outside import OutsideStatement
from generator.inspection.outside_data import supposes
from generator.inspection.said_before import content_words
from generator.model.diagnostic import Finding, Severity
from generator.prose.clause_kinds import ClauseKind, clause_kinds
from generator.prose.reach import reaching
from generator.rules.rule import Rule

_STATING = frozenset({ClauseKind.MAIN, ClauseKind.RELATIVE, ClauseKind.TEMPORAL})


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Statements to which an open unknown is the question."""
    for sentence in said.sentences:
        verbs = _done(sentence.text, said.language)
        asked = said.sayings.asked(sentence.text, verbs) if verbs else None
        if asked is not None:
            yield Finding(
                at=sentence.stretch.span(sentence.start, sentence.end),
                message=f"it says “{sentence.quote}”; in the ledger that is still an open question, `{asked.subject}`: {asked.text}",
                help="say that it is not known yet; or, if it is, answer the question in an update first",
            )


def _done(text: str, language: str) -> frozenset[str]:
    """Return what a sentence states or denies that was done, as words without endings; nothing where it asks, or sets a condition."""
    reached = reaching(text, language)
    if (
        not reached
        or any(supposes(one, language) for one in reached)
        or any(part.kind not in _STATING or part.asked for part in clause_kinds(text, language))
    ):
        return frozenset()
    return frozenset(word for one in reached for word in content_words(text[one.start : one.clause.end], language))


RULE = Rule(code="ELS009", name="open-question", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__)
