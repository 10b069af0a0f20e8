"""The easy-read text differs from the statement.

## What it checks

That each number, day and time under `easy_read` is in the update, or in what the incident has said so far; and that it does not say that
nobody reached a kind of data when `data` says that someone did, or the other way round. Small numbers in words are ignored, unless they
count people: those are compared with `affected`, as everywhere else.

## Why it matters

People who read only the easy-read text have to rely on it. A wrong day in it is a wrong day for them.

## Instead of

    affected: {customers: {unit: people, exact: 1212}}
    easy_read: Someone got into our help desk. They read messages on 4 March.

## Write

    affected: {customers: {unit: people, exact: 1212}}
    easy_read: Someone got into our help desk. They read messages on 2 March.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.easy_read import KEY, claimed_kinds, denied_kinds, easy_form, strange_numbers
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import DataState
from generator.rules.rule import Rule

_REACHED = {DataState.TAKEN: "was taken", DataState.ACCESSED: "was read"}


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """What the easy form says, and nothing else does."""
    form = easy_form(document, context)
    if form is None or context.ledger is None:
        return
    at = document.span(KEY)
    contact = context.config.contact if context.config else None
    statement = (document.update, form.transition.after, context.ledger.folder.incident, contact)
    strange = strange_numbers(form, statement, context.zone)
    if strange:
        told = ", ".join(f"“{one}”" for one in strange)
        yield Finding(
            at=at,
            message=f"the easy-read text says {told}, but nothing else in this incident does",
            help="use the number, day or time of the statement, or leave it out",
        )
    for entry in dict.fromkeys(denied_kinds(form)):
        yield Finding(
            at=at,
            message=f"the easy-read text says that nobody reached `{entry.kind}`, but `data.{entry.kind}` says that it {_REACHED[entry.state]}",
            help=f"say in the easy-read text what happened to it; or, if `data:` is wrong, correct `data.{entry.kind}`",
        )
    for entry in dict.fromkeys(claimed_kinds(form)):
        yield Finding(
            at=at,
            message=f"the easy-read text says that someone reached `{entry.kind}`, but `data.{entry.kind}` says that it is not affected",
            help=f"delete it in the easy-read text; or, if `data:` is wrong, correct `data.{entry.kind}`",
        )


RULE = Rule(code="CON093", name="easy-read-differs", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
