"""A step cannot have been done, or a group told, on this day.

## What it checks

That the day under `on` of a step under `done` can be true: it is not later than the update, not before the step was promised, and not
before the last update that still listed the step as open (one with `no_change` lists it, too). If one of the two is a day without a time,
days are compared. If that update was wrong, correct it: `step.` and the step's name, under `corrections`. The same holds for the day on which the
last of a group was told (`on` under `direct_notice`, which belongs beside `complete: true`).

## Why it matters

A promise counts as kept on the day the step was done, even if readers hear of it later. So earlier updates must not contradict that
day.

## Instead of

    # 5 July: next_steps: {second-step: {do: We add a second step for staff., by: 2027-07-10}}
    done:
      second-step: {on: 2027-07-01, what: Every staff account has one.}

## Write

    done:
      second-step: {on: 2027-07-08, what: Every staff account has one.}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.ledger.moments import day_of
from generator.ledger.records import DoneRefusal, Violation, ViolationKind
from generator.ledger.remedies import NOTICE
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Days of steps that the ledger refused."""
    for violation in violations(context, ViolationKind.DONE_REFUSED):
        message, help = _message_and_help(violation, document, context)
        yield Finding(at=document.span(*violation.path), message=message, help=help)


def _message_and_help(violation: Violation, document: UpdateDocument, context: Context) -> tuple[str, str]:
    if violation.subject.startswith(NOTICE):
        return _of_notice(violation, document, context)
    name, zone = violation.subject.removeprefix("step."), context.zone
    begins = f"this update says that `{name}` was done on {violation.after}"
    listed = when_words(day_of(violation.since, zone), zone) if violation.since else ""
    match violation.reason:
        case DoneRefusal.TO_COME:
            today = day_of(document.update.published, zone)
            return (
                f"{begins}, which is later than the update",
                f"write the day it was done, such as `on: {today}`; or list it under `next_steps:` until it is done",
            )
        case DoneRefusal.BEFORE_PROMISE:
            kept = line_of(name, document.update.done[name].what)
            return (
                f"{begins}, but it was first promised later, on {listed}",
                f"write the right day; or, without a day, under `done:` the line `{kept}`",
            )
    reason = line_of(violation.subject, f"we still listed it as open on {listed}")
    return (
        f"{begins}, but on {listed} you still listed it as open",
        f"write the right day, or add under `corrections:` the line `{reason}`",
    )


def _of_notice(violation: Violation, document: UpdateDocument, context: Context) -> tuple[str, str]:
    name, zone = violation.subject.removeprefix(NOTICE), context.zone
    begins = f"this update says that the last of `{name}` was told on {violation.after}"
    said = when_words(day_of(violation.since, zone), zone) if violation.since else ""
    match violation.reason:
        case DoneRefusal.TO_COME:
            today = day_of(document.update.published, zone)
            return (
                f"{begins}, which is later than the update",
                f"write the day on which the last of them was told, such as `on: {today}`",
            )
        case DoneRefusal.NOT_COMPLETE:
            return (
                f"{begins}, but not that all have been told",
                "add `complete: true` if all have been told; otherwise delete `on:`",
            )
        case DoneRefusal.TOLD_BEFORE:
            return (
                f"{begins}; on {said} readers were told that all had been, and not on that day",
                "delete `on:`; what readers were told then counts",
            )
    return (
        f"{begins}, but on {said} you still said that some had not been told",
        "write the right day, or delete `on:`; it then counts from when readers were told",
    )


RULE = Rule(
    code="PRO031",
    name="untrue-day",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.DONE_REFUSED}),
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update when the step was done and what was wrong here",
    doc=__doc__,
)
