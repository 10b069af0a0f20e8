"""The update says what it means to hear nothing, but that is not certain.

## What it checks

That `silence` under `direct_notice` is used only if all have been told (`complete`), the notices sent minus those returned cover the group,
and no open unknown is about it. If the number rises, the incident is reopened, or something about the group becomes unknown again, it no
longer holds, and `direct_notice.<population>` is corrected.

## Why it matters

"If you have not heard from us, you are not affected" reassured the 126th person on a list that grew to 209.

## Instead of

    direct_notice:
      patients: {how: by letter, sent: 500, silence: 'If you heard nothing, your letters were not opened.'}

## Write

    direct_notice:
      patients: {how: by letter, by: 2027-03-20, sent: 500}
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from generator.inspection.context import Context
from generator.inspection.notice_lines import notice_line
from generator.ledger.records import NoticeRefusal, ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations

_WHY: Final = {
    NoticeRefusal.NOT_COUNTED: "nobody has counted them exactly",
    NoticeRefusal.NOT_SENT: "you do not say how many notices have been sent",
    NoticeRefusal.NOT_COVERED: "not all of them have been told",
    NoticeRefusal.RETURNED: "notices came back, so not everyone has been reached",
    NoticeRefusal.INCOMPLETE: "you do not say that all have been told",
    NoticeRefusal.OPEN: "something about them is still unknown",
    NoticeRefusal.REOPENED: "the incident is reopened",
    NoticeRefusal.RISEN: "there are more of them than you said then",
    NoticeRefusal.OTHER_UNIT: "they and the notices are counted in different units",
}

#: Reasons for which all can have been told nevertheless.
_STILL_COMPLETE: Final = frozenset({NoticeRefusal.RETURNED, NoticeRefusal.OPEN})


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`silence` where it is not certain, and where it no longer holds."""
    for violation in violations(context, ViolationKind.SILENCE_REFUSED):
        why = _WHY[violation.reason] if isinstance(violation.reason, NoticeRefusal) else "that is not certain"
        given = document.update.direct_notice[violation.subject.partition(".")[2]]
        told = replace(given, silence="", complete=given.complete and violation.reason in _STILL_COMPLETE)
        line = notice_line(told, context.zone)
        yield Finding(
            at=document.span(*violation.path),
            message=f"`silence` says what it means to hear nothing, but {why}",
            help=f"write under `direct_notice:` the line `{line}`; say what silence means once all have been told and nothing about them is open",
        )
    for violation in violations(context, ViolationKind.NOTICE_FELL):
        since = f" on {when_words(violation.since, context.zone)}" if violation.since else ""
        why = f", and {_WHY[violation.reason]}" if isinstance(violation.reason, NoticeRefusal) else ", and that no longer holds"
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` said{since} that all had been told, or what it means to hear nothing{why}: {violation.before}",
            help=f"add under `corrections:` the line `{violation.subject}: why that is no longer true`",
        )


RULE = Rule(
    code="CON072",
    name="silence-too-soon",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.SILENCE_REFUSED, ViolationKind.NOTICE_FELL}),
    waivable=False,
    doc=__doc__,
)
