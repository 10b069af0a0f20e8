"""`services` names something that is not a system.

## What it checks

That every name under `services`, and after `services.` under `corrections` and `unanswerable`, is listed under `systems` in site_config.yml or
in this incident's incident.md, in the same spelling.

## Why it matters

Readers follow the feed of a system by its name. Under a different name, they never hear that it works again.

## Instead of

    services: {Patient prtal: down}

## Write

    services: {Patient portal: down}
"""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.format.strict_yaml import quoted
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.source import Span
from generator.rules.rule import Rule

_OF_A_SYSTEM = "services."


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Names of services that are no system's."""
    if context.config is None or context.ledger is None:
        return
    systems = tuple(dict.fromkeys((*context.config.systems, *context.ledger.folder.incident.systems)))
    for name, at in _systems_named(document):
        if name not in systems:
            yield Finding(
                at=at,
                message=f"`{name}` is not the name of a system, so nobody who follows that system will hear of this",
                help=_help(name, systems),
            )


def _systems_named(document: UpdateDocument) -> Iterator[tuple[str, Span]]:
    update = document.update
    gone = sorted(one for one in update.never if one.startswith(_OF_A_SYSTEM))
    for name in (*update.services, *(one.removeprefix(_OF_A_SYSTEM) for one in gone)):
        yield name, document.span("services", name)
    for block, names in (("corrections", update.corrections), ("unanswerable", update.unanswerable)):
        for subject in names:
            name = subject.removeprefix(_OF_A_SYSTEM)
            if subject.startswith(_OF_A_SYSTEM) and name not in update.services and subject not in update.never:
                yield name, document.span(block, subject)


def _help(name: str, systems: tuple[str, ...]) -> str:
    plain = {system.casefold(): system for system in systems}
    close = get_close_matches(name.strip().casefold(), plain, n=1, cutoff=0.5)
    line = f"`systems: [{', '.join(quoted(one, flow=True) for one in (*systems, name))}]`"
    if close:
        return f"did you mean `{plain[close[0]]}`? If it is a system of its own, write in site_config.yml {line}"
    if not systems:
        return f"the site has no systems yet: write in site_config.yml {line}"
    shown = ", ".join(f"`{one}`" for one in systems[:8])
    return f"the systems are {shown}; if it is one of its own, write in site_config.yml {line}"


RULE = Rule(
    code="CON065",
    name="unknown-system",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; add the name as it is here under `systems:` in site_config.yml, or withdraw it in a new update with `none` and a correction",
    doc=__doc__,
)
