"""The offer or the direct notice in incident.md differs from what was published.

## What it checks

That `remedy` and `direct_notice` in incident.md are what ledger.lock says was published. Either may be added later. They are the first
statements of `remedies.remedy` and `direct_notice.everyone`: later changes belong in an update, where a smaller offer needs a correction. A
slip in the file itself may be changed with a note under `changed`, which shows readers the old words and the new.

## Why it matters

People plan with what they were promised on the first day. If an offer shrinks in a file that nobody reads again, it shrinks silently.

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

from generator.history.publication import standing_of
from generator.inspection.context import Context
from generator.inspection.standing_changes import bring_back, note_line
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.history import PastIncident
from generator.rules.rule import Rule
from generator.seals.standing_words import altered

_IN_UPDATES = {"remedy": ("remedies", "remedy"), "direct_notice": ("direct_notice", "everyone")}


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Offers that are not those that were published."""
    past = context.analysis.past.get(folder.slug, PastIncident())
    said = {path: tuple(standing_of(path, texts, folder)) for path, texts in past.standing.items()}
    for one in altered(folder, said):
        if one.part not in _IN_UPDATES or one.document is not folder.document:
            continue
        section, name = _IN_UPDATES[one.part]
        yield Finding(
            at=folder.document.span("title" if one.gone else one.part),
            message=f"`{one.part}` in incident.md is {'gone, and it was published' if one.gone else 'different from what was published'}",
            help=f"restore it ({bring_back(one, past)}), and write what is true now in a new update, under `{section}:`, as `{name}`; if it was a slip, say so {note_line(one, said, context)}",
        )


RULE = Rule(code="CON075", name="changed-offer", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
