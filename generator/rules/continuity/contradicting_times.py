"""Two times that readers see beside each other contradict.

## What it checks

That you did not find out more than two days before access began, where the beginnings of all windows are known; that the last of a group was not told (`on` under
`direct_notice`) before you found out; and that no day by which you promise something (`by` of an unknown, a step or a notice) was over when you
promised it. If you did find out first, waive the rule and say how that came: readers see the reason.

## Why it matters

Page, call script and letters show these times beside each other. Whoever reads "We found out: 1 March" beside access "from 2 May" asks what is
being hidden. Often the second of two windows was given and not the first: name both, and give as `unknown` what you do not know of them.

## Instead of

    # incident.md: aware: 2027-03-03T02:40Z
    window: {from: 2027-05-02, to: 2027-05-03}

## Write

    window:
      first: {from: 2027-03-02, to: unknown}
      second: {from: 2027-05-02, to: 2027-05-03}
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from generator.format.strict_yaml import quoted
from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.ledger.moments import is_before
from generator.ledger.records import FIRST_WINDOW, Ledger, State
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import When, Window
from generator.rules.rule import Rule

#: How long before access somebody may be noticed who is still trying to get in.
_NOTICED_AT_THE_DOOR = timedelta(days=2)
#: What a window before the others is called where we offer one.
_EARLIER = "earlier"


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Times of an update that cannot be true beside others."""
    ledger, transition = context.ledger, context.transition
    if ledger is None or transition is None:
        return
    if document.update.windows:
        yield from _of_windows(document, transition.after, ledger)
    yield from _promised_too_late(document, transition.before, ledger)
    aware = ledger.folder.incident.aware
    for name, notice in document.update.direct_notice.items():
        if notice.on is not None and is_before(notice.on, aware, ledger.zone):
            yield Finding(
                at=document.span("direct_notice", name, "on"),
                message=f"the last of `{name}` was told on {when_words(notice.on, ledger.zone)}, before you found out"
                f" ({when_words(aware, ledger.zone)})",
                help="check both; `aware` in incident.md is when you first had good reason to believe it",
            )


def _of_windows(document: UpdateDocument, state: State, ledger: Ledger) -> Iterator[Finding]:
    aware, starts = ledger.folder.incident.aware, [entry.window.start for entry in state.windows.values()]
    known = [start for start in starts if start is not None]
    if (
        known
        and len(known) == len(starts)
        and all(is_before(aware + _NOTICED_AT_THE_DOOR, start, ledger.zone) for start in known)
    ):
        named = ", ".join(f"{name or FIRST_WINDOW}: {_in_braces(window)}" for name, window in document.update.windows.items())
        yield Finding(
            at=document.span("window"),
            message=f"readers see that you found out on {when_words(aware, ledger.zone)}, before any access began",
            help="if there was access before, name it too, and give as `unknown` what you do not know of it:"
            f" `window: {{{_EARLIER}: {{from: unknown, to: unknown}}, {named}}}`; otherwise check `aware` in incident.md",
        )


def _in_braces(window: Window) -> str:
    ends = (("from", window.start), ("to", window.end), ("through", window.through))
    said = [f"{key}: {format_in_full(when) if when else 'unknown'}" for key, when in ends if when or key != "through"]
    said += ["sure: likely"] if window.likely else []
    said += [f"cannot_see: {quoted(window.cannot_see, flow=True)}"] if window.cannot_see else []
    return f"{{{', '.join(said)}}}"


def _promised_too_late(document: UpdateDocument, before: State, ledger: Ledger) -> Iterator[Finding]:
    """Yield promises that are new in an update and were over when it was published."""
    update = document.update
    unknowns = {name: fact.by for name, fact in update.unknown.items()}
    steps = {name: step.by for name, step in update.next_steps.items()}
    notices = {name: notice.by for name, notice in update.direct_notice.items() if not notice.complete}
    earlier: Mapping[str, Mapping[str, When | None]] = {
        "unknown": {entry.name: entry.fact.by for entry in before.open_unknowns},
        "next_steps": {entry.name: entry.step.by for entry in before.open_steps},
        "direct_notice": {entry.name: entry.notice.by for entry in before.standing_notices},
    }
    for section, promised in (("unknown", unknowns), ("next_steps", steps), ("direct_notice", notices)):
        for name, by in promised.items():
            if by is not None and by != earlier[section].get(name) and is_before(by, update.published, ledger.zone):
                yield Finding(
                    at=document.span(section, name, "by"),
                    message=f"`{name}` is promised by {when_words(by, ledger.zone)}, which was over when this update was published",
                    help="write a day that you can keep, or delete `by:`",
                )


RULE = Rule(code="CON095", name="contradicting-times", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
