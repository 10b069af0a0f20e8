"""A correction is called something milder than it is.

## What it checks

That `kind: found_more` corrects something that was left open (an approximate or unknown number, data that was possibly seen, something that
we only thought, or had checked up to a time), and that `kind: new_event` names under `window` a window that this update opens and that
began after we made the corrected statement. If the window later turns out to have begun earlier, another correction is needed. Any other
correction, and a plain sentence, says that we were wrong: `our_error`.

## Why it matters

If you write "we found out more" when you were wrong, readers will find that out too.

## Instead of

    affected: {patients: {unit: people, exact: 1140}}     # exactly 860 before
    corrections:
      affected.patients: {because: An older log begins three days earlier., kind: found_more}

## Write

    corrections:
      affected.patients: {because: An older log begins three days earlier., kind: our_error}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import flow
from generator.inspection.context import Context
from generator.ledger.records import KindRefusal, ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Corrections of a kind that is not true of them, and those that have become so."""
    for violation in violations(context, ViolationKind.KIND_REFUSED, ViolationKind.EVENT_TOO_EARLY):
        name = violation.subject
        since = f" on {when_words(violation.since.astimezone(context.zone).date(), context.zone)}" if violation.since else ""
        given = document.update.corrections.get(name)
        because = given.because if given else "why this has changed"
        line = f"{name}: {flow({'because': because, 'kind': 'our_error'})}"
        if violation.kind is ViolationKind.EVENT_TOO_EARLY:
            message = f"`{name}` was corrected because of something new, but `{violation.about}` began on {violation.after}, before we said{since}: {violation.before}"
        elif violation.reason is KindRefusal.NO_WINDOW:
            message = (
                f"`{violation.about}` is not a window that this update opens, so nothing new has ended `{name}`"
                if violation.about
                else f"`new_event` does not name the window of the new event, so `{name}` was wrong before"
            )
        elif violation.reason is KindRefusal.SAID_AFTER:
            message = f"`{violation.about}` had already begun when we said{since}: {violation.before}"
        else:
            message = f"we were certain of `{name}`{since}: {violation.before}"
        yield Finding(
            at=document.span("corrections", name) if given else document.span("window"),
            message=message,
            help=f"write `{line}`" if given else f"add under `corrections:` the line `{line}`",
        )


RULE = Rule(
    code="CON028",
    name="refused-kind",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.KIND_REFUSED, ViolationKind.EVENT_TOO_EARLY}),
    waivable=False,
    doc=__doc__,
)
