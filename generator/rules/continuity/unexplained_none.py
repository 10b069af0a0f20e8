"""Something is withdrawn as if it had never been named, without a reason.

## What it checks

That whatever is set to `none` (a count, a kind of data, a window, the nature, a step or an action that should never have been named) has a line
under `corrections` that says why it was named: `affected.<population>`, `data.<kind>`, `data.<kind>.<population>`, `window.<name>`, `nature`,
`step.<name>`, `action.<name>`. A consequence has its own rule (CON029).

## Why it matters

What silently disappears from a page is what a journalist finds in the archive.

## Instead of

    data: {password: none}

## Write

    data: {password: none}
    corrections:
      data.password: The desk never held any. We had confused it with a form that is filled in elsewhere.
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


RULE = Rule(
    code="CON064",
    name="unexplained-none",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.NEVER_UNEXPLAINED}),
    waivable=False,
    doc=__doc__,
)
