"""Two windows overlap.

## What it checks

That if there are two windows, one ends before the other begins, as far as their times are known.

## Why it matters

If someone had access the whole time, that is one window, and readers should see how long it was. If there were two ways in, or a mistake left it open in two ways, say so in a fact.

## Instead of

    window:
      first: {from: 2027-03-02T10:00Z, to: 2027-03-20T04:00Z}
      second: {from: 2027-03-19T22:00Z, to: 2027-03-21T06:00Z}

## Write

    window:
      first: {from: 2027-03-02T10:00Z, to: 2027-03-21T06:00Z}
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations
from zoneinfo import ZoneInfo

from generator.inspection.context import Context
from generator.ledger.endings import is_without_intruder
from generator.ledger.moments import end_of
from generator.ledger.words import window_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import When, Window
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Windows that share a time, where this update says something of one of them."""
    transition, ledger = context.transition, context.ledger
    if transition is None or ledger is None or not document.update.windows:
        return
    # Where nobody broke in, there was no way in.
    twice = "it was open in two ways" if is_without_intruder(transition.after) else "there were two ways in"
    for one, other in combinations(transition.after.windows.values(), 2):
        named = [entry.name for entry in (other, one) if entry.name in document.update.windows]
        if not named and "" not in document.update.windows:
            continue
        if _reaches_into(one.window, other.window, ledger.zone) or _reaches_into(other.window, one.window, ledger.zone):
            yield Finding(
                at=document.span("window", named[0]) if named else document.span("window"),
                message=(
                    f"`window.{one.name}` ({window_words(one.window, context.zone)}) and `window.{other.name}`"
                    f" ({window_words(other.window, context.zone)}) overlap"
                ),
                help=f"if this was one period, correct the first window and delete the other; if {twice}, say so in a fact",
            )


def _reaches_into(one: Window, other: Window, zone: ZoneInfo) -> bool:
    """Whether it is certain that a window begins or ends within another one, whose times are both known."""
    if other.start is None or other.end is None:
        return False
    first, last = _begins(other.start, zone), end_of(other.end, zone)
    begins = one.start is not None and first <= _begins(one.start, zone) < last
    ends = one.end is not None and first < end_of(one.end, zone) <= last
    return begins or ends


def _begins(when: When, zone: ZoneInfo) -> datetime:
    return when if isinstance(when, datetime) else datetime(when.year, when.month, when.day, tzinfo=zone)


RULE = Rule(code="CON046", name="overlapping-windows", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
