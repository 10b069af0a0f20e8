"""A known fact says something different from before.

## What it checks

That a known fact keeps its text, unless `corrections` names it and says why it has changed. A fact that moves back to the unknowns, becomes
only likely, or gets another time (`when`) has changed too. A day inside the month given before is only more exact, and so is a number that
moves inside its count ("At least 163", then "At least 209").

## Why it matters

Readers act on what they were told. A sentence that changes without notice makes them doubt all the others.

## Instead of

    known:
      entry: Someone used two stolen staff passwords.     # it was one before

## Write

    known:
      entry: Someone used two stolen staff passwords.
    corrections:
      entry: We found the second one only when we read the log for February.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.ledger.words import occasion_words, when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Month
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Known facts with another text, and no correction."""
    for violation in violations(context, ViolationKind.FACT_CHANGED):
        times = _changed_times(document, context, violation.subject)
        if times:
            yield Finding(
                at=document.span(*violation.path, "when"),
                message=f"your last update says that `{violation.subject}` happened {times[0]}; this one says {times[1]}",
                help=f"add under `corrections:` the line `{violation.subject}: why this has changed`",
            )
            continue
        since = f" on {when_words(violation.since, context.zone)}" if violation.since else ""
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` has changed; it said{since}: {violation.before}",
            help=f"add under `corrections:` the line `{violation.subject}: why this has changed`, or use the old text again",
        )


def _changed_times(document: UpdateDocument, context: Context, name: str) -> tuple[str, str] | None:
    """When a fact happened, before and now, where that is all that has changed; None when it is not."""
    before = context.transition.before.facts[name].fact if context.transition else None
    now = document.update.known.get(name)
    if before is None or now is None or before.when is None or now.when is None or before.when == now.when:
        return None
    if " ".join(before.text.split()) != " ".join(now.text.split()):
        return None
    one, other = (
        f"{'in' if isinstance(when, Month) else 'on'} {occasion_words(when, context.zone)}" for when in (before.when, now.when)
    )
    return one, other


RULE = Rule(
    code="CON002",
    name="changed-known",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.FACT_CHANGED}),
    waivable=False,
    doc=__doc__,
)
