"""The ids of what was published change.

## What it checks

That ids are made of the same as before, where git's whole history is there: of `id` under `site:` in site_config.yml, or, where there is none, of
the site's address. Only what something was published under counts.

## Why it matters

Feed readers, calendars and status clients know a statement by its id. Under a new one, every update that was ever published comes to all
subscribers once more, as if it were new, and each promised time stands in their calendars twice.

## Instead of

    site:
      url: https://incidents.larkfield.example/     # it was https://status.larkfield.example/

## Write

    site:
      url: https://incidents.larkfield.example/
      id: status.larkfield.example                  # where the site first stood
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.site_identity import put, span
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """A change of what ids are made of."""
    former, config = context.analysis.former, context.config
    if former is None or config is None or config.drill:
        return
    number = sum(
        document.parsed is not None and not document.parsed.draft and document.parsed.published <= context.now
        for folder in content.incidents
        for document in folder.updates
    )
    listed = "the update" if number == 1 else f"all {number} updates"
    yield Finding(
        at=span(content.config),
        message=f"ids were made of `{former.identity}` until {when_words(former.until, context.zone)}, and are made of `{config.site.identity}` now: feed"
        f" readers will show {listed} again as new, and calendars each promised time twice",
        help=f"write `id: {former.identity}` under `site:`, whatever the address is",
        edits=put(content.config, former.identity, f"Do subscribers know this site's news by ids of `{former.identity}`?"),
    )


RULE = Rule(code="SEA008", name="changed-ids", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
