"""A step is reported as done, or a group as told, after its day, without saying when that was.

## What it checks

Whether a step that is listed under `done` after its promised day says when it was done (`on`). Otherwise it counts as done when readers are
told. A step that an update still listed as open after its day was not done in time, and is ignored. The same holds for a group all of which had
to be told by a day (`direct_notice`).

## Why it matters

A promise counts as kept on the day the step was done. If you kept it but only say so later, the page would show it as late.

## Instead of

    # promised by 10 July, and published on 14 July
    done:
      second-step: Every staff account has one.

## Write

    done:
      second-step: {on: 2027-07-08, what: Every staff account has one.}
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from generator.format.strict_yaml import flow
from generator.inspection.context import Context
from generator.inspection.notice_lines import notice_line
from generator.ledger.moments import day_of, end_of, is_before
from generator.ledger.promises import grace_of_last
from generator.ledger.records import StepState, Transition
from generator.ledger.remedies import NOTICE
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Steps that are told late, in an update that can still say when they were done."""
    ledger, transition = context.ledger, context.transition
    if ledger is None or transition is None or context.config is None or _is_sealed(document, context):
        return
    zone = ledger.terms_of(document.update).zone
    grace = grace_of_last(ledger, context.config.policy.grace, before=document.number)
    yield from _notices(document, transition, zone, grace)
    for name, done in document.update.done.items():
        entry = transition.before.steps.get(name)
        by = entry.step.by if entry and entry.state is StepState.OPEN else None
        if by is None or done.on is not None or document.update.published <= end_of(by, zone) + grace:
            continue
        day = day_of(by, zone)
        if is_before(day, transition.before.said.get(f"step.{name}", document.update.published), zone):
            continue
        line = f"{name}: {flow({'on': str(day), 'what': done.what})}"
        yield Finding(
            at=document.span("done", name),
            message=f"`{name}` was promised by {when_words(by, zone)}; readers first hear now that it is done, so it counts as late",
            help=f"if it was done in time, write the day, such as `{line}`; otherwise leave it as it is",
        )


def _notices(document: UpdateDocument, transition: Transition, zone: ZoneInfo, grace: timedelta) -> Iterator[Finding]:
    for name, given in document.update.direct_notice.items():
        entry, after = transition.before.direct_notice.get(name), transition.after.direct_notice.get(name)
        if entry is None or after is None or entry.notice.complete or not after.notice.complete or after.notice.on is not None:
            continue
        by = entry.notice.by
        if by is None or given.on is not None or document.update.published <= end_of(by, zone) + grace:
            continue
        day = day_of(by, zone)
        if is_before(day, transition.before.said.get(f"{NOTICE}{name}", entry.changed), zone):
            continue
        line = notice_line(replace(after.notice, on=day), zone)
        yield Finding(
            at=document.span("direct_notice", name),
            message=f"all of `{name}` were to be told by {when_words(by, zone)}; readers first hear now that they were, so it counts as late",
            help=f"if the last of them was told in time, write the day, such as `{line}`; otherwise leave it as it is",
        )


def _is_sealed(document: UpdateDocument, context: Context) -> bool:
    lock = context.ledger.folder.lock if context.ledger else None
    return lock is not None and lock.last(document.source.path.rpartition("/")[2]) is not None


RULE = Rule(code="PRO032", name="told-late", severity=Severity.ADVICE, check=check, waivable=True, doc=__doc__)
