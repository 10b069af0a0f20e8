"""The update says that nothing is left to find out, but something is unknown.

## What it checks

That `unknown: none_left`, and every update that ends the incident, is used only if no value is unknown any more: no kind of data and no
number under `data`, no count under `affected`, no end of a window, and not the nature. What will never be known is under `unanswerable`,
with the reason: `data.<kind>`, `affected.<population>`, `window.<name>` or `nature`. A count that names the unknown which asks for its
number (`unknown: how-many`) is closed together with that unknown.

## Why it matters

"Every question that can be answered is answered" above a table that says "not known": readers will believe only one of the two.

## Instead of

    status: resolved
    unknown: none_left     # and `data:` still says `password: unknown`

## Write

    status: resolved
    unknown: none_left
    unanswerable:
      data.password: The log for that day is gone.
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.ledger.endings import still_unknown
from generator.ledger.records import Transition
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Outcome, Status
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Values that are given as unknown where nothing is left to find out."""
    update, transition = document.update, context.transition
    if transition is None or not (update.none_left or _ends(transition)):
        return
    # What has to be said for `nothing_reached` says this too.
    elsewhere = ("data.", "affected.") if update.outcome is Outcome.NOTHING_REACHED else ()
    for one in still_unknown(transition.after):
        if one.subject.startswith(elsewhere or "\0"):
            continue
        at = document.span(*one.path) if document.wrote(*one.path) else document.span("unknown" if update.none_left else "status")
        claim = "this update says that nothing is left to find out" if update.none_left else "the incident is called resolved"
        why = line_of(one.subject, "Why we will never know.")
        yield Finding(
            at=at,
            message=f"{claim}, but {one.words}",
            help=f"give the value if you know it, or add under `unanswerable:` the line `{why}`",
        )


def _ends(transition: Transition) -> bool:
    after = transition.after
    ends = after.status is Status.RESOLVED and transition.before.status is not Status.RESOLVED
    # What goes on in another incident may still be found out there.
    return ends and after.outcome is not Outcome.PART_OF_ANOTHER


RULE = Rule(
    code="CON060",
    name="value-still-unknown",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; give the value in a new update, or say under `unanswerable:` why it will never be known",
    doc=__doc__,
)
