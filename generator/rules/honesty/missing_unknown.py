"""An open incident admits nothing that is still unknown.

## What it checks

That every update of an open incident lists what is not known yet. `none_left` is for the end: it can stand only in an update whose
status is `resolved`. An update with `no_change: true` restates every open unknown by itself.

## Why it matters

While an incident is open something is not known, if only whether it is over. A notice that lists no unknowns is read as one that knows
everything, and the first thing that turns up later makes every earlier sentence doubtful.

## Instead of

    status: contained
    unknown: none_left

## Write

    status: contained
    unknown:
      again: Whether anybody will try to use what was copied.
"""

from collections.abc import Iterator

from generator.format.reader import invented
from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """An open incident without an unknown; a resolved one that does not say that none is left."""
    update = document.update
    if update.unknown or update.no_change:
        return
    if update.is_open:
        still = [entry.name for entry in context.transition.before.open_unknowns] if context.transition else []
        listed = f" (the last update had {', '.join(still[:5])})" if still else ""
        yield Finding(
            at=document.span("unknown"),
            message="an open incident states no unknowns",
            help=f"list what you do not know yet under `unknown:`{listed}, such as `{_example(document, context)}`",
        )
    elif not update.none_left:
        yield Finding(
            at=document.span("unknown"),
            message="a resolved incident does not say that no unknown is left",
            help="write `unknown: none_left` if every unknown is answered or declared unanswerable",
        )


def _example(document: UpdateDocument, context: Context) -> str:
    """An unknown as it may be written here: the one that was left out, or one under a name that is free."""
    for entry in context.transition.before.open_unknowns if context.transition else ():
        return line_of(entry.name, entry.fact.text)
    taken = {*document.update.known, *(context.transition.before.facts if context.transition else ())}
    return line_of(invented("copied", taken), "Whether they copied it.")


RULE = Rule(code="HON002", name="missing-unknown", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
