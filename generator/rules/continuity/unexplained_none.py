"""Something is taken back as if it had never been named, without a reason.

## What it checks

That what is given as `none` (a count, a kind of data, a window, the nature, a step or an action that should never have been named) has a line
under `corrections` that says why it was named: `affected.<population>`, `data.<kind>`, `data.<kind>.<population>`, `window.<name>`, `nature`,
`step.<name>`, `action.<name>`. A consequence is asked about by its own rule (CON029).

## Why it matters

What disappears from a page without a word is what a journalist finds in the archive.

## Instead of

    data: {password: none}

## Write

    data: {password: none}
    corrections:
      data.password: The desk never held any. We had taken a form for it that is filled in elsewhere.
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of, quoted
from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """What is given as `none`, and nothing says why."""
    for violation in violations(context, ViolationKind.NEVER_UNEXPLAINED):
        since = when_words(violation.since, context.zone)
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` is withdrawn as if it had never been named, and you do not say why; on {since} it was {violation.before}",
            help=f"add under `corrections:` the line `{line_of(quoted(violation.subject), 'Why it was named.')}`",
        )


RULE = Rule(code="CON064", name="unexplained-none", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
