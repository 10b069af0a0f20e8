"""The page of an audience was public, but it is gone.

## What it checks

That an audience that a published update is for is still in site_config.yml, and that one whose pages were public, as far as git knows, still has
pages (`pages`).

## Why it matters

Readers come back to the page that they were given, and their programs ask for its feed. If both are gone, they do not learn what happens next.

## Instead of

    audiences:
      patients: Our patients      # and `staff`, which had pages, is gone

## Write

    audiences:
      patients: Our patients
      staff: Our staff
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.terms import first_seals
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, IncidentFolder, TextOutline
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Audiences that readers know a page of, and that have none any more."""
    config = context.config
    if config is None or config.drill:
        return
    found = dict.fromkeys(context.analysis.without_pages)
    for folder in content.incidents:
        if not folder.may_be_sealed:
            continue
        groups: set[str] = set()
        sealed = first_seals(folder)
        for text in _updates(folder):
            # What was sealed named only audiences that were there.
            if text.path.rpartition("/")[2] not in sealed:
                continue
            groups |= set(text.populations)
            named = (*text.audiences, *(name for name in text.readers if name not in groups and name != "everyone"))
            found |= dict.fromkeys(name for name in named if name not in config.audiences)
    for name in found:
        there = name in config.audiences
        yield Finding(
            at=content.config.span("audiences", name, "pages") if there else content.config.span("audiences"),
            message=f"readers know the page of the audience `{name}`, but it would be gone",
            help="replace it with the line `pages: true`"
            if there
            else f"add under `audiences:` the line `{name}: What readers call it`",
        )


def _updates(folder: IncidentFolder) -> Iterator[TextOutline]:
    """Yield what the updates name; they are not read where that is known."""
    if folder.outline is not None:
        yield from (text for text in folder.outline.texts() if text.part == "updates")
    else:
        yield from (TextOutline.of_update("updates", document) for document in folder.updates if document.parsed)


RULE = Rule(code="SEA010", name="removed-audience", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
