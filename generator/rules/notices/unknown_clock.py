"""A notice or a moment is recorded under a name that no clock has.

## What it checks

That each name under `told` and `not_needed` in incident.md is that of a clock of a profile in force: `<profile>.<clock>`, or only `<profile>`
if it has a single clock. Also that each name under `moments` is one at which such a clock starts.

## Why it matters

Under a wrong name, a notice stops no clock, and a moment starts none.

## Instead of

    profiles: [nis2]
    told: {nis2: 2027-03-03T20:00Z}            # which of its clocks?

## Write

    profiles: [nis2]
    told: {nis2.early-warning: 2027-03-03T20:00Z}
"""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.content.known_profiles import in_force
from generator.deadlines.clocks import clock_names, moment_names
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, IncidentFolder
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Unknown names under `told`, `not_needed` and `moments`."""
    site = context.config.profiles if context.config else ()
    for folder in content.incidents:
        # A missing or unreadable profile has its own finding; its clocks are not guessed.
        if not folder.may_say("told", "not_needed", "moments"):
            continue
        if folder.document.incident is not None and all(key in context.profiles for key in (*folder.incident.profiles, *site)):
            yield from _folder(folder, context)


def _folder(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    incident = folder.incident
    profiles = in_force(incident, context.config, context.profiles)
    clocks, moments = clock_names(profiles), moment_names(profiles)
    for section, names in (("told", incident.told), ("not_needed", incident.not_needed)):
        for name in names:
            if name not in clocks:
                yield Finding(
                    at=folder.document.span(section, name),
                    message=f"`{name}` is not the name of a clock of this incident",
                    help=_clock_help(name, tuple(clocks), context),
                )
    for name in incident.moments:
        if name not in moments:
            near = get_close_matches(name, moments, n=1)
            names_there = f"use one of: {', '.join(moments)}" if moments else "delete it, or name the profile under `profiles:`"
            yield Finding(
                at=folder.document.span("moments", name),
                message=f"no clock of this incident starts at a moment called `{name}`",
                help=f"write `{near[0]}`" if near else names_there,
            )


def _clock_help(name: str, known: tuple[str, ...], context: Context) -> str:
    key, _, rest = name.partition(".")
    same = [one for one in known if one.partition(".")[0] == key]
    if not rest and same:
        return f"`{key}` has several clocks; write one of: {', '.join(same)}"
    if not same and key in context.profiles and context.profiles[key].clocks:
        return f"add `{key}` to `profiles:`, or delete this line"
    near = get_close_matches(name, same or known, n=1)
    if near:
        return f"write `{near[0]}`"
    return (
        f"use one of: {', '.join(same or known)}"
        if known
        else "name the profile under `profiles:`, such as `profiles: [gdpr-33]`"
    )


RULE = Rule(code="NOT006", name="unknown-clock", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
