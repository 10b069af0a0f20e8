"""A fact's `about` names an unknown subject, probably misspelt.

## What it checks

That the subjects under `about` have the names that they have in the updates: `data.password` and not `data.pasword`, nor `password` where that is
a kind of data. A subject of which nothing has been said yet may be named; it counts as soon as something is.

## Why it matters

When something gets worse, the check asks about the facts whose subject it is. A misspelt subject is never found.

## Instead of

    known: {desk: {text: The desk held nothing of theirs., about: [data.pasword]}}

## Write

    known: {desk: {text: The desk held nothing of theirs., about: [data.password]}}
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from generator.inspection.context import Context
from generator.ledger.records import State, Transition
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Subjects that nothing has, and that look like another one."""
    if context.transition is None:
        return
    known: frozenset[str] = frozenset()
    update = document.update
    for section, things in (
        ("known", update.known),
        ("unknown", update.unknown),
        ("actions", update.actions),
        ("consequences", update.consequences),
        ("claims", update.claims),
    ):
        for name, thing in things.items():
            if thing.about and not known:
                known = _known(context.transition, context)
            for subject in thing.about:
                meant = "" if subject in known else _meant(subject, known - {name})
                if meant:
                    listed = ", ".join(meant if one == subject else one for one in thing.about)
                    yield Finding(
                        at=document.span(section, name, "about"),
                        message=f"`{name}` is said to be about `{subject}`, but nothing has that name",
                        help=f"write `about: [{listed}]`, or delete it if you mean something else",
                    )


def _known(transition: Transition, context: Context) -> frozenset[str]:
    systems = context.config.systems if context.config else ()
    return _subjects(transition.after, (*systems, *(context.ledger.folder.incident.systems if context.ledger else ())))


def _subjects(state: State, systems: Iterable[str]) -> frozenset[str]:
    data = [f"data.{kind}.{one.population}" for kind, entry in state.data.items() for one in entry.told if one.population]
    data += [f"data.{kind}.{name}" for kind in state.data for name in state.affected]
    return frozenset(
        (
            *state.facts,
            *(f"affected.{name}" for name in state.affected),
            *(f"data.{kind}" for kind in state.data),
            *data,
            *(f"action.{name}" for name in state.actions),
            *(f"consequence.{name}" for name in state.consequences),
            *(f"window.{name}" for name in state.windows),
            *(f"remedies.{name}" for name in state.remedies),
            *(f"direct_notice.{name}" for name in state.direct_notice),
            *(f"claims.{name}" for name in state.claims),
            *(f"fakes.{name}" for name in state.fakes),
            *(f"services.{name}" for name in (*state.services, *systems)),
            *("window", "nature", "actions", "incident.title", "incident.aware"),
        )
    )


def _meant(subject: str, known: frozenset[str]) -> str:
    """The subject that a name most likely stands for; empty when there is none."""
    for kind in ("data", "affected"):
        if f"{kind}.{subject}" in known:
            return f"{kind}.{subject}"
    near = get_close_matches(subject, sorted(known), n=1, cutoff=0.85)
    return near[0] if near else ""


RULE = Rule(code="CON053", name="unknown-subject", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
