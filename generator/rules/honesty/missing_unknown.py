"""An open incident states no unknowns.

## What it checks

That every update of an open incident lists what is not known yet. `none_left` is for what has been stopped: it is allowed from `contained`
on, or from `confirmed` if nobody broke in, when nothing is unknown any more. An update with `no_change: true` repeats every open unknown
automatically.

## Why it matters

While an incident is open, something is unknown, if only whether it is over. A notice without unknowns claims to know everything, and the
first new finding casts doubt on every earlier sentence.

## Instead of

    status: confirmed
    unknown: none_left

## Write

    status: confirmed
    unknown:
      again: Whether anyone will try to use what was copied.
"""

from collections.abc import Iterator

from generator.format.names import invented
from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.ledger.endings import may_say_none_left
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Status
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """An open incident without an unknown, or a resolved one that does not say that none is left."""
    update = document.update
    if update.unknown or update.no_change:
        return
    transition = context.transition
    # Without a ledger, as beside an update that cannot be read, nobody can tell whether anybody broke in.
    may = may_say_none_left(transition.after) if transition is not None else update.status is not Status.INVESTIGATING
    if update.is_open and update.none_left and may:
        return
    if update.is_open:
        still = [entry.name for entry in context.transition.before.open_unknowns] if context.transition else []
        still = [name for name in still if name not in update.known]
        listed = f" (the last update had {', '.join(still[:5])})" if still else ""
        yield Finding(
            at=document.span("unknown"),
            message=f"this update says that nothing is left to find out, but the incident is only {update.status}"
            if update.none_left
            else "an open incident states no unknowns",
            help=f"list what you do not know yet under `unknown:`{listed}, such as `{_example(document, context)}`",
        )
    elif not update.none_left:
        yield Finding(
            at=document.span("unknown"),
            message="a resolved incident does not say that no unknowns are left",
            help="write `unknown: none_left` if every unknown is answered or declared unanswerable",
        )


def _example(document: UpdateDocument, context: Context) -> str:
    """Return an example unknown: the one that was left out, or one under an unused name."""
    open_ones = context.transition.before.open_unknowns if context.transition else ()
    for entry in (one for one in open_ones if one.name not in document.update.known):
        return line_of(entry.name, entry.fact.text)
    taken = {*document.update.known, *(context.transition.before.facts if context.transition else ())}
    return line_of(invented("copied", taken), "Whether they copied it.")


RULE = Rule(code="HON002", name="missing-unknown", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
