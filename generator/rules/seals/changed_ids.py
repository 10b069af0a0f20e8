"""The ids of published texts have changed.

## What it checks

That ids are based on the same value as before, if git's full history is available: on `id` under `site:` in site_config.yml or, without
it, on the site's address. Only values under which something was published count.

## Why it matters

Feed readers, calendars and status clients know a statement by its id. Under new ids, subscribers receive every update ever published
again, as if it were new, and have each promised time in their calendars twice.

## Instead of

    site:
      url: https://incidents.larkfield.example/     # it was https://status.larkfield.example/

## Write

    site:
      url: https://incidents.larkfield.example/
      id: status.larkfield.example                  # the site's first address
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.site_identity import identity_edits, identity_span
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.visibility import is_public
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """A change of the value that ids are derived from."""
    former, config = context.analysis.former, context.config
    if former is None or config is None or config.drill:
        return
    number = sum(is_public(document.parsed, context.now) for folder in content.incidents for document in folder.updates)
    listed = "the update" if number == 1 else f"all {number} updates"
    yield Finding(
        at=identity_span(content.config),
        message=f"ids were based on `{former.identity}` until {when_words(former.until, context.zone)}, and are now based on `{config.site.identity}`: feed readers will show {listed} again as new, and calendars every promised time twice",
        help=f"write `id: {former.identity}` under `site:`, whatever the address is",
        edits=identity_edits(
            content.config, former.identity, f"Do subscribers know this site by ids based on `{former.identity}`?"
        ),
    )


RULE = Rule(code="SEA008", name="changed-ids", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
