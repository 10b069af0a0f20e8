"""Something is ended that cannot end, or not in this way.

## What it checks

That what is under `ended` was true when we said it and no longer is: a known fact, or a consequence. A fact with a `when` has happened, and
cannot end. A fact that says that something was not reached, or how many people were, was either true or false. It can end only if the
update opens a window that a correction of the kind `new_event` names, and if it was said before that window began. A fact cannot end if the
same update repeats it, corrects it, or corrects its subject; nor can the fact that says what contained the incident, unless it is reopened.
`since` is not later than the update, and not earlier than the last update that said the opposite.

## Why it matters

To withdraw a reassurance as if it had been true until yesterday is to hide a mistake.

## Instead of

    ended: {held: We have read the whole archive.}     # it said: The archive held no test results.

## Write

    known: {held: The archive held test results of 40 patients.}
    corrections:
      held: {because: We had searched the newer half of the archive., kind: our_error}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import flow
from generator.inspection.context import Context
from generator.ledger.records import EndRefusal, Violation, ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations

#: Refused because the fact was true or was not, whatever is so now.
_NEVER_TRUE = {
    EndRefusal.HAPPENED: "it says when something happened, which cannot end",
    EndRefusal.DENIES: "that was either true or false, so it cannot end",
    EndRefusal.COUNTS: "a number of people reached cannot end",
    EndRefusal.CONTAINED_BY: "it says what contained the incident, which holds until the incident is reopened",
}


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Ends that the ledger refused."""
    for violation in violations(context, ViolationKind.END_REFUSED):
        name = violation.subject
        message, help = _message_and_help(violation, context)
        at = document.span("ended", name, "since") if violation.reason in _DAYS else document.span("ended", name)
        yield Finding(at=at, message=message, help=help)


_DAYS = frozenset({EndRefusal.TOO_EARLY, EndRefusal.TO_COME})


def _message_and_help(violation: Violation, context: Context) -> tuple[str, str]:
    name, reason = violation.subject, violation.reason
    said = when_words(violation.since, context.zone) if violation.since else ""
    section = {"consequence": "consequences", "fakes": "fakes"}.get(name.partition(".")[0], "known") if "." in name else "known"
    reason_given = f"{name}: {flow({'because': 'why it was wrong', 'kind': 'our_error'})}"
    right = f"{name.rpartition('.')[2]}: what is true"
    correct = f"remove it from `ended:`, and add under `corrections:` the line `{reason_given}` and under `{section}:` the line `{right}`"
    match reason:
        case EndRefusal.SAID_AS_WELL:
            return (
                f"`{name}` is under `ended`, but this update also says it",
                f"delete it under `ended:` if it is still true; otherwise delete it under `{section}:`",
            )
        case EndRefusal.CORRECTED:
            return (
                f"`{name}` is under `ended` and under `corrections`; either it was wrong, or it has ended",
                "delete it under `ended:` if it was never true; delete it under `corrections:` if it was true until now",
            )
        case EndRefusal.SUBJECT_CORRECTED:
            return (
                f"`{name}` is about `{violation.about}`, which this update corrects, so it was wrong and has not ended: {violation.before}",
                correct,
            )
        case EndRefusal.TOO_EARLY:
            return (
                f"this says that `{name}` ended before {said}, but an update still said it then: {violation.before}",
                f"write the right day under `since:`; or {correct}",
            )
        case EndRefusal.TO_COME:
            return (
                f"`{name}` ends after this update is published",
                f"leave `{name}` unchanged until then, or give the day it ended under `since:`",
            )
    why = _NEVER_TRUE.get(reason, "it cannot end") if isinstance(reason, EndRefusal) else "it cannot end"
    return f"`{name}` said: {violation.before} {why[:1].upper()}{why[1:]}", correct


RULE = Rule(
    code="CON027",
    name="refused-end",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.END_REFUSED}),
    waivable=False,
    doc=__doc__,
)
