"""An incident that was published is gone.

## What it checks

That the folder of every incident that was published or sealed according to git still exists under its name, where git's full history is
available.

## Why it matters

With the folder, the incident, every address that readers saved and every promise disappear. Nothing on the site would show that it ever
existed.

## Instead of

    (content/incidents/support-tickets/ deleted, or renamed)

## Write

    (content/incidents/support-tickets/ where it was; if it was an example that no reader ever saw:)

    # site_config.yml
    site:
      public_since: 2027-03-03     # the day on which readers first saw this site
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule
from generator.scaffolding.new_files import yaml_time


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Incidents that were public and no longer exist."""
    there = {folder.slug for folder in content.incidents}
    for slug, past in context.analysis.past.items():
        texts = [text for texts in past.texts.values() for text in texts]
        if slug in there or not (texts or past.locks):
            continue
        newest = max((*texts, *past.locks), key=lambda one: one.since)
        path = f"content/incidents/{slug}"
        yield Finding(
            at=Span(f"{path}/incident.md", 1, 1, 1, 1),
            message=f"the incident {slug} was published and is gone",
            help=f"bring it back: git checkout {newest.commit[:10]} -- {path}; if no reader ever saw it, say in site_config.yml since when they"
            f" see this site, under `site:`, `public_since: {yaml_time(context.now.replace(second=0, microsecond=0))}`",
        )


RULE = Rule(code="SEA005", name="removed-incident", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
