"""What incident.md offers, or how it says that people are told, is not what was published.

## What it checks

That `remedy` and `direct_notice` in incident.md are what ledger.lock says was published. Either may be added. They are the first statements of
`remedies.remedy` and `direct_notice.everyone`: what is said of them later stands in an update, where less of it needs a correction.

## Why it matters

What people were promised on the first day is what they plan with. An offer that shrinks in a file that nobody reads again has shrunk in silence.

## Instead of

    remedy: We pay for one year of monitoring.     # in incident.md; it was published as two years

## Write

    # in a new update
    remedies:
      remedy: We pay for one year of monitoring.
    corrections:
      remedies.remedy: We had counted the year of the supplier twice.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule
from generator.seals.ledger_lock import OWED, sealed_offers

_IN_UPDATES = {"remedy": ("remedies", "remedy"), "direct_notice": ("direct_notice", "everyone")}


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Offers that are not those that were sealed."""
    del context  # Only the lock matters.
    incident = folder.document.incident
    if folder.lock is None or incident is None:
        return
    now = dict(sealed_offers(incident))
    for line in {one.name: one for one in folder.lock.lines if one.name.startswith(OWED)}.values():
        if now.get(line.name) == line.digest:
            continue
        key = line.name.removeprefix(OWED)
        section, name = _IN_UPDATES.get(key, (key, ""))
        yield Finding(
            at=folder.document.span(key if line.name in now else "title"),
            message=f"`{key}` in incident.md is {'not what was published' if line.name in now else 'gone, and it was published'}",
            help=f"bring it back as it was (git log shows it), and write what is so now in a new update, under `{section}:`, as `{name}`",
        )


RULE = Rule(code="CON075", name="changed-offer", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
