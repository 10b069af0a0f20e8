"""The update says that all have been told, but that is not certain.

## What it checks

That `complete: true` under `direct_notice` is used only if the number of the group is exact and as many notices have been `sent`. For `everyone`,
the numbers of all groups are exact, and `sent` covers their sum.

## Why it matters

In real incidents, "We have notified everyone affected" meant everyone known by then. The others heard it too.

## Instead of

    affected: {patients: {unit: people, about: 1100}}
    direct_notice: {patients: {how: by letter, sent: 500, complete: true}}

## Write

    affected: {patients: {unit: people, about: 1100}}
    direct_notice: {patients: {how: by letter, by: 2027-03-20, sent: 500}}
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from generator.inspection.context import Context
from generator.inspection.notice_lines import notice_line
from generator.ledger.records import NoticeRefusal, Violation, ViolationKind
from generator.ledger.remedies import people_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import CountForm
from generator.rules.rule import Rule, violations

_WHY: Final = {
    NoticeRefusal.NOT_COUNTED: "nobody has counted them exactly",
    NoticeRefusal.NOT_SENT: "you do not say how many notices have been sent",
    NoticeRefusal.OTHER_UNIT: "they and the notices are counted in different units",
}


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`complete` where it is not certain."""
    for violation in violations(context, ViolationKind.NOTICE_INCOMPLETE):
        name = violation.subject.partition(".")[2]
        line = notice_line(replace(document.update.direct_notice[name], complete=False, silence=""), context.zone)
        yield Finding(
            at=document.span(*violation.path),
            message=f"`complete` says that all of `{name}` have been told, but {_why(violation, name, document, context)}",
            help="say under `sent:` how many have been told, such as `sent: 900`; if the units differ, write a line for each group"
            if violation.reason is NoticeRefusal.OTHER_UNIT
            else f"until all have been told, write under `direct_notice:` the line `{line}`",
        )


def _why(violation: Violation, name: str, document: UpdateDocument, context: Context) -> str:
    if isinstance(violation.reason, NoticeRefusal) and violation.reason in _WHY:
        return _WHY[violation.reason]
    notice = document.update.direct_notice[name]
    transition = context.transition
    number = people_of(dict(transition.after.affected), name) if transition else None
    held = transition.after.direct_notice[name].notice.sent if transition and name in transition.after.direct_notice else None
    sent = notice.sent or held
    if number is None or sent is None:
        return "not all have been told"
    return f"{'at least ' if sent.form is not CountForm.EXACT else ''}{sent.low:,} of {number:,} have been told"


RULE = Rule(
    code="CON071",
    name="not-all-told",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.NOTICE_INCOMPLETE}),
    waivable=False,
    doc=__doc__,
)
