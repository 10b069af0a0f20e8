"""The news is buried.

## What it checks

That the update in which the ledger first says that a kind of data was accessed or taken says what was done with a plain verb (read, copied, opened, deleted,
got into) in its title, or in the first sentence of its summary or of its first fact. And that the body of a first statement, if it is longer than
60 words, says it within its first 40 words.

## Why it matters

Readers skim. They do not see what follows a paragraph of introduction.

## Instead of

    At Larkfield Energy we have always believed in the trust between us and our customers, and in these times …

## Write

    On 2 March someone read 1,212 customers' tickets.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.wording_frames import has_frames, says
from generator.inspection.wording_language import sentence_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.source import Span
from generator.model.update import DataState
from generator.prose.clauses import sentences
from generator.rules.rule import Rule

_REACHED = frozenset({DataState.ACCESSED, DataState.TAKEN})


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Bad news that stands further down, and a long first body that does not come to the point."""
    language = context.analysis.language(document)
    if not has_frames(language):
        return
    update = document.update
    worse = _worse(context)
    first = next((fact.text for fact in update.known.values()), "")
    # A correction stands above everything.
    if (
        worse
        and not update.corrections
        and not any(
            says(_first_sentence(text, language), language, "plain_verb") for text in (update.title, update.summary, first)
        )
    ):
        yield Finding(
            at=document.span("title"),
            message=sentence_of(
                language, "WRD025", "top", "title, summary and first fact do not begin with what happened to %(data)s", data=worse
            ),
            help=sentence_of(
                language,
                "WRD025",
                "top_help",
                "say in the title or in the first fact who did what, to whose data: read, copied, deleted, locked",
            ),
        )
    words = update.body.split()
    if document.number != 1 or len(words) <= 60 or says(" ".join(words[:40]), language, "plain_verb"):
        return
    start = document.source.text.rfind(update.body)
    line = document.source.text.count("\n", 0, max(start, 0)) + 1
    yield Finding(
        at=Span(document.source.path, line, 1, line, len(update.body.split("\n", 1)[0]) + 1),
        message=sentence_of(language, "WRD025", "body", "what happened does not stand in the first 40 words"),
        help=sentence_of(language, "WRD025", "body_help", "begin with who did what, to whose data, and when"),
    )


def _worse(context: Context) -> str:
    """Return a kind of data of which the ledger says since this update that it was accessed or taken; empty if there is none."""
    if context.transition is None:
        return ""
    before = {kind for kind, entry in context.transition.before.data.items() if entry.state in _REACHED}
    reached = (kind for kind, entry in context.transition.after.data.items() if entry.state in _REACHED and kind not in before)
    return next(reached, "")


def _first_sentence(text: str, language: str) -> str:
    return text[slice(*next(iter(sentences(text, language)), (0, 0)))]


RULE = Rule(code="WRD025", name="buried-lede", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
