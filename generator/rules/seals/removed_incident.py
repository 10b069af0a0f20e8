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

    (content/incidents/support-tickets/ where it was; for another name, `aboveboard move`)
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.history import PastIncident
from generator.model.source import Span
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Incidents that were public and no longer exist."""
    there = {folder.slug for folder in content.incidents}
    for slug, past in context.analysis.past.items():
        texts = [text for texts in (*past.texts.values(), *past.lost.values(), *past.sealed_texts.values()) for text in texts]
        locks = (*past.locks, *past.other_locks)
        if slug in there or not (texts or locks):
            continue
        newest = max((*texts, *locks), key=lambda one: one.since)
        path = f"content/incidents/{slug}"
        now = _renamed_to(content, past, context)
        if now:
            yield Finding(
                at=Span(f"content/incidents/{now}/incident.md", 1, 1, 1, 1),
                message=f"this incident was published as {slug}, but its folder is now called {now}: every address and id that readers know would be lost",
                help=f"rename it back to {slug} (`git mv content/incidents/{now} {path}`); to change its name, run `aboveboard seal` first, and then"
                f" `aboveboard move {slug} {now}`",
            )
            continue
        yield Finding(
            at=Span(f"{path}/incident.md", 1, 1, 1, 1),
            message=f"the incident {slug} was published, but it is gone",
            help=f"restore it: git checkout {newest.commit[:10]} -- {path}",
        )


def _renamed_to(content: Content, past: PastIncident, context: Context) -> str:
    """Return the folder, unknown before, that has the texts of one that is gone; empty when there is none."""
    texts = {text.text for versions in past.texts.values() for text in versions}
    return next(
        (
            folder.slug
            for folder in content.incidents
            if folder.slug not in context.analysis.past and any(document.source.text in texts for document in folder.updates)
        ),
        "",
    )


RULE = Rule(code="SEA005", name="removed-incident", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
