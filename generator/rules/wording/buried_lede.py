"""The news is buried.

## What it checks

That the body of a first statement, if it is longer than 60 words, says what was done with a plain verb (read, copied, opened, deleted, got
into) within its first 40 words.

## Why it matters

Readers skim. They do not see what follows a paragraph of introduction.

## Instead of

    At Larkfield Energy we have always believed in the trust between us and our customers, and in these times …

## Write

    On 2 March someone read 1,212 customers' tickets.
"""

from collections.abc import Iterator

from generator.inspection.author_text import phrases
from generator.inspection.context import Context
from generator.inspection.wording import PLAIN_VERB
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.source import Span
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A long first body that does not come to the point."""
    body = document.update.body
    words = body.split()
    # The list of plain verbs is English; languages without phrases of their own are skipped.
    if document.number != 1 or len(words) <= 60 or context.analysis.language(document) != "en" or not phrases("en"):
        return
    if PLAIN_VERB.search(" ".join(words[:40])):
        return
    start = document.source.text.rfind(body)
    line = document.source.text.count("\n", 0, max(start, 0)) + 1
    yield Finding(
        at=Span(document.source.path, line, 1, line, len(body.split("\n", 1)[0]) + 1),
        message="what happened does not stand in the first 40 words",
        help="begin with who did what, to whose data, and when",
    )


RULE = Rule(code="WRD025", name="buried-lede", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
