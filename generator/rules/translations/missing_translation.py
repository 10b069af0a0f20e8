"""An incident is not translated into every language of the site.

## What it checks

That each update (except drafts), incident.md and the review have a translation into each of `site.languages`.

## Why it matters

Until there is a translation, its readers see the original and a note that says so. This never stops an update: late in one language is
better than late in all.

## Instead of

    01-first-statement.md   02-scope.md   01-first-statement.de.md

## Write

    01-first-statement.md   02-scope.md   01-first-statement.de.md   02-scope.de.md
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """One finding for each language, with all that is not translated into it."""
    if context.config is None:
        return
    site = context.config.site
    for language in site.languages:
        if language.lower() == site.language.lower():
            continue
        missing = folder.untranslated(language)
        if missing:
            first = missing[0].removesuffix(".md")
            yield Finding(
                at=folder.document.span("title"),
                message=f"not yet in `{language}`: {', '.join(missing)}",
                help=f"write {first}.{language}.md; until then, its readers see the original and a note that says so",
            )


RULE = Rule(
    code="TRA007",
    name="missing-translation",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    # Nothing of what was published has to change for it.
    if_published="",
    doc=__doc__,
)
