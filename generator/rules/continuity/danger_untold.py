"""An audience is told less about a danger than another, or than before.

## What it checks

For each kind of data that was accessed or taken: that if one audience has a consequence or an action about it, so does each audience it
affects. It affects the readers of its group, of that group's parts, and of the group that it is part of. And that nobody who was told of it
is left out now, unless `corrections` says why. What is for everyone counts for each audience.

## Why it matters

Readers who read only their own page must not learn less about a danger than others do.

## Instead of

    data: {password: accessed}
    actions: {renew: {do: Change your password., for: [patients]}}

## Write

    data: {password: accessed}
    actions: {renew: Change your password.}
"""

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from generator.format.strict_yaml import quoted
from generator.inspection.context import Context
from generator.ledger.audiences import Audiences, Untold, untold
from generator.ledger.records import State, Transition
from generator.ledger.sentences import Naming
from generator.model.config import SiteConfig
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Data, DataState
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Audiences that have neither a consequence nor an action about a kind of data that others have one about, or are not told of it any more."""
    config, transition = context.config, context.transition
    if transition is None or config is None or not config.audiences:
        return
    incident = context.ledger.folder.document.incident if context.ledger else None
    naming = Naming(
        language=config.site.language,
        zone=context.zone,
        called=incident.names if incident else MappingProxyType({}),
        systems=config.systems,
    )
    state = transition.after
    audiences = _audiences(config, state)
    for kind in state.data:
        at = document.span("data", kind) if kind in document.update.data else document.span("actions")
        if found := untold(kind, state, audiences, naming):
            yield Finding(at=at, message=_message(kind, found, state, audiences), help=_help(kind, found))
        if left := _left_out(kind, transition, config):
            told = [one for one in transition.before.data[kind].told if audiences.concerned([one]) & set(left)]
            yield Finding(
                at=at,
                message=(f"{_names(left)} read that `{kind}` was {_word(told)}; this update says so only to others"),
                help=f"add under `corrections:` the line `data.{kind}: why this has changed`, or tell them too",
            )


def _audiences(config: SiteConfig, state: State) -> Audiences:
    return Audiences.among(config.audiences, {name: entry.count for name, entry in state.affected.items()})


def _left_out(kind: str, transition: Transition, config: SiteConfig) -> tuple[str, ...]:
    """The audiences that were told of a kind of data and are not any more, without a correction."""
    before, after = transition.before, transition.after
    corrected = {event.subject for event in transition.events if event.kind}
    if kind not in before.data or any(one == f"data.{kind}" or one.startswith(f"data.{kind}.") for one in corrected):
        return ()
    # A population that has changed its readers is corrected for itself.
    audiences = _audiences(config, after)
    return tuple(sorted(audiences.concerned(before.data[kind].told) - audiences.concerned(after.data[kind].told)))


def _message(kind: str, found: Untold, state: State, audiences: Audiences) -> str:
    told = [one for one in state.data[kind].told if audiences.concerned([one]) & set(found.lacking)]
    has = "a consequence" if found.advice is None else "an action"
    return f"{_names(found.told)} have {has} about `{kind}`; {_names(found.lacking)} have none, although their `{kind}` was {_word(told)} too"


def _help(kind: str, found: Untold) -> str:
    whom = ", ".join(found.lacking)
    if found.advice is not None:
        section, name, key, text = "actions", found.advice.name, "do", found.advice.do
    elif found.consequence is not None:
        section, name, key, text = "consequences", found.consequence.name, "text", found.consequence.text
    else:
        return "delete the `for:`"
    said = f"{{{key}: {quoted(text, flow=True)}, about: [data.{kind}], for: [{whom}]}}"
    new = f"{name}-{found.lacking[0]}"[:64].rstrip("-")
    return f"delete the `for:` of `{name}`, or add under `{section}:` a line such as `{new}: {said}`"


def _names(names: tuple[str, ...]) -> str:
    said = [f"`{name}`" for name in names]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _word(told: Iterable[Data]) -> str:
    """What happened to what these say: what is said of others may be worse."""
    return "taken" if any(one.state is DataState.TAKEN for one in told) else "accessed"


RULE = Rule(code="CON078", name="danger-untold", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
