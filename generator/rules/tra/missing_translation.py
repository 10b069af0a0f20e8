"""An incident is not told in every language of the site.

## What it checks

That each update which is no draft, incident.md and the review have a translation into each of `site.languages`.

## Why it matters

Until a translation is there, its readers are shown the original and told so. It never stops an update: late in one language is better than
late in all.

## Instead of

    01-first-statement.md   02-scope.md   01-first-statement.de.md

## Write

    01-first-statement.md   02-scope.md   01-first-statement.de.md   02-scope.de.md
"""

from collections.abc import Iterator

from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Context, Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """One finding for each language, with all that is not translated into it."""
    if context.config is None:
        return
    site = context.config.site
    for language in site.languages:
        if language.lower() == site.language.lower():
            continue
        missing = [name for name, there in _wanted(folder, language) if not there]
        if missing:
            first = missing[0].removesuffix(".md")
            yield Finding(
                at=folder.document.span("title"),
                message=f"not yet in `{language}`: {', '.join(missing)}",
                help=f"write {first}.{language}.md; until a translation is there, its readers are shown the original, and told so",
            )


def _wanted(folder: IncidentFolder, language: str) -> Iterator[tuple[str, bool]]:
    """What should be there in a language, by the original's file name, and whether it is."""
    tag = language.lower()
    there = {document.number for document in folder.translations if document.language.lower() == tag}
    for document in folder.updates:
        if document.parsed and not document.parsed.draft:
            yield document.source.path.rpartition("/")[2], document.number in there
    yield "incident.md", any(document.language.lower() == tag for document in folder.incident_translations)
    if folder.review and folder.review.review and not folder.review.review.draft:
        yield "review.md", any(document.language.lower() == tag for document in folder.review_translations)


RULE = Rule(code="TRA007", name="missing-translation", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
