"""An incident ends as part of another one, which does not go on with it.

## What it checks

What the other incident has to say; what this one's own files have to, unearned-status (CON024) asks. Of an update with
`outcome: part_of_another`: that the incident which incident.md names first under `related` was open when the update was published, and
that it has everything that is still unknown here, under the same name or in the same words: as unknown, as known since, or as what will never
be known. If something was reached in this one, that one does not end as a false alarm, or with nothing reached.

## Why it matters

Whoever followed this incident is told that it goes on in the other one. If that is over, or does not ask what is still unknown here,
nobody will ever answer it, and no rule would notice.

## Instead of

    unknown:
      copied: Whether they copied the tickets.     # asked here alone
    outcome: part_of_another

## Write

    # in an update of the other incident
    unknown:
      copied: Whether they copied the tickets.
"""

from collections.abc import Iterator, Mapping

from generator.format.strict_yaml import quoted
from generator.inspection.context import Context
from generator.ledger.endings import reached
from generator.ledger.records import Ledger, Transition
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.update import Outcome, Status
from generator.rules.rule import Rule

#: The ends that say that nothing was reached.
_HARMLESS: Mapping[Outcome | None, str] = {
    Outcome.FALSE_ALARM: "this ends as a false alarm",
    Outcome.NOTHING_REACHED: "this ends with nothing reached",
}


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Incidents that end as part of one that does not go on with them."""
    ledgers = context.analysis.ledgers
    there = frozenset(folder.slug for folder in content.incidents)
    for folder in content.incidents:
        # Nearly no incident ends so, and none of the others is read, or folded, for this.
        if (folder.outline is not None and not folder.outline.related) or not folder.may_say("outcome"):
            continue
        related = folder.document.incident.related if folder.document.incident else ()
        if not related or not any(said.outcome is Outcome.PART_OF_ANOTHER for one in folder.updates if (said := one.parsed)):
            continue
        ledger = ledgers.get(folder.slug)
        if ledger is None:
            continue
        for transition in (*ledger.transitions[-1:], *ledger.drafts):
            if transition.after.status is Status.RESOLVED and transition.after.outcome is Outcome.PART_OF_ANOTHER:
                if related[0] not in there or related[0] == folder.slug:
                    yield Finding(
                        at=transition.document.span("outcome"),
                        message=f"readers are told that this goes on in another incident, and `{related[0]}` is none",
                        help="name the folder of the other incident first under `related:` in incident.md",
                    )
                elif related[0] in ledgers:
                    yield from _findings(transition, related[0], ledgers[related[0]])


def _findings(transition: Transition, slug: str, other: Ledger) -> Iterator[Finding]:
    document = transition.document
    at = document.span("outcome")
    before = [one for one in other.transitions if one.document.update.published <= document.update.published]
    if not before or not before[-1].document.update.is_open:
        yield Finding(
            at=at,
            message=f"readers are told that this goes on in `{slug}`, which was not open then",
            help=f"publish an update of {slug} first, reopened if it was over; or name another incident first under `related:` in incident.md",
        )
    asked = other.transitions[-1].after if other.transitions else None
    names = asked.facts if asked else {}
    words = {entry.fact.text.casefold() for entry in names.values()}
    for entry in transition.after.open_unknowns:
        if entry.name not in names and entry.fact.text.casefold() not in words:
            yield Finding(
                at=document.span("unknown", entry.name) if document.wrote("unknown", entry.name) else at,
                message=f"`{entry.name}` is still unknown here, and `{slug}`, in which this goes on, does not ask it",
                help=f"write an update of {slug} with the line `{entry.name}: {quoted(entry.fact.text)}` under `unknown:`, or answer it here",
            )

    yield from _harmless(transition, other)


def _harmless(transition: Transition, other: Ledger) -> Iterator[Finding]:
    """The end of the other incident, if it says that nothing was reached and this one says otherwise."""
    last = next(iter(other.transitions[-1:]), None)
    found = reached(transition.after)
    if last is not None and found and last.after.outcome in _HARMLESS:
        yield Finding(
            at=last.document.span("outcome") if last.document.wrote("outcome") else last.document.span("status"),
            message=f"{_HARMLESS[last.after.outcome]}, and `{found[0]}` was reached in {transition.document.source.path}, which is part of it",
            help="watch it, and resolve it as an incident that happened, with a review: `aboveboard explain CON024` says how",
        )


RULE = Rule(code="CON100", name="not-continued", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
