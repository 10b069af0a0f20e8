"""A profile relies on a source that was not read in the original.

## What it checks

Whether the source of a profile in force was read only second-hand or recalled from memory, in whole or in part. The finding stays until
the incident ends.

## Why it matters

Profiles are reminders, not legal advice, and laws change. A text that nobody has compared with the law itself can be wrong; newspapers
and law firms confuse days and numbers. You should know which profiles need confirmation.

## Instead of

    profiles: [sec-8k]        # and trusting that the clock is right

## Write

A lawyer's confirmed text as your own profile, which replaces the built-in one:

    content/profiles/sec-8k.yml
"""

from collections.abc import Iterator

from generator.deadlines.requested_profiles import in_public
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.notice_profile import TextSource
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Profiles in force with a source that was not read."""
    state, requested = in_public(folder, context)
    if state is None:
        return
    for one in requested:
        profile = one.profile
        if profile.learnt is TextSource.READ and not profile.unsure:
            continue
        part = "rests" if profile.learnt is not TextSource.READ else "rests partly"
        yield Finding(
            at=one.at,
            message=f"`{profile.key}` {part} on a source that was not read in the original",
            help=f"have a lawyer confirm it: {' '.join(profile.unsure) or 'all of it.'} `aboveboard explain {profile.key}` shows its sources",
        )


RULE = Rule(code="NOT005", name="second-hand-profile", severity=Severity.ADVICE, check=check, waivable=False, doc=__doc__)
