"""An unknown has not been mentioned for a long time.

## What it checks

That no open unknown stays for 14 days without any change: a new text, a new date (`by`), something more that you looked at (`looked`,
`through`), or a reason why it takes so long. The same applies to a claim of others that is `not_checked`. An unknown with a date in the
future may stay for 60 days. Time alone can cause this finding, so it never stops a build.

## Why it matters

Do not let readers think that you have forgotten. In one real incident, the number of people affected was not mentioned for 75 days, and in
another for two months, while letters went out.

## Instead of

    unknown:
      copied: Whether they copied them.     # the same words for a month

## Write

    unknown:
      copied:
        text: Whether they copied them.
        looked: The backups of February, which we had to fetch from another building.
        by: 2027-04-10
"""

from collections.abc import Iterator

from generator.deadlines.requested_profiles import newest_public
from generator.inspection.context import Context
from generator.ledger.stale import stale_unknowns, unchecked_claims
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Open unknowns and unchecked claims that have not changed for too long."""
    del folder  # The ledger contains all that is needed here.
    if context.ledger is None:
        return
    newest = newest_public(context.ledger, context.now)
    for waiting in stale_unknowns(context.ledger, context.now):
        if newest is None or not waiting.late:
            continue
        yield Finding(
            at=newest.document.span("unknown", waiting.name),
            message=f"`{waiting.name}` has not changed for {(context.now - waiting.since).days} days: {waiting.text}",
            help="in the next update say what you have looked at since (`looked`, `through`) or when you expect to know (`by`); or say under `unanswerable:` why it will never be known",
        )
    for waiting in unchecked_claims(context.ledger, context.now):
        if newest is None or not waiting.late:
            continue
        yield Finding(
            at=newest.document.span("claims", waiting.name),
            message=f"nobody has checked the claim `{waiting.name}` for {(context.now - waiting.since).days} days: {waiting.text}",
            help=f"look into it, and give your view of `{waiting.name}` in the next update under `claims:`; if you cannot say, write `we_say: cannot_say` and `because:`",
        )


RULE = Rule(code="PRO012", name="stale-unknown", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
