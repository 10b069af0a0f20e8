"""Something that is published is hidden.

## What it checks

That no setting passed on to mkdocs.yml leaves pages out of the site (`exclude_docs`, `draft_docs`) or asks search engines to do so
(`noindex`), and that no update is a draft while a later one is published.

## Why it matters

People must be able to find what is published. A notice hidden from search engines became part of the story, and a missing number makes
readers ask what that update said.

## Instead of

    mkdocs:
      exclude_docs: incidents/support-tickets/

## Write

    Nothing: what was published stays, and a new update says what has changed.
"""

import re
from collections.abc import Iterator, Mapping

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ConfigDocument, Content
from generator.rules.rule import Rule

_LEFT_OUT = ("exclude_docs", "draft_docs")
_UNSEEN = re.compile(r"noindex|nosnippet|noarchive|\brobots\b", re.IGNORECASE)


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Settings that hide pages, and drafts that later updates have overtaken."""
    if content.config.config:
        yield from _hidden_pages(content.config, content.config.config.mkdocs)
    for folder in content.incidents:
        if not folder.may_say("draft"):
            continue
        published = [document.number for document in folder.updates if document.parsed and not document.parsed.draft]
        last = max(published, default=0)
        for document in folder.updates:
            if document.parsed and document.parsed.draft and document.number < last:
                yield Finding(
                    at=document.span("draft"),
                    message=f"update {document.number} is a draft, but update {last} is not: readers would see a gap",
                    help=f"publish it, give it a number after {last}, or delete it and renumber the others",
                )
    del context


def _hidden_pages(document: ConfigDocument, settings: Mapping[str, object]) -> Iterator[Finding]:
    for key, value in settings.items():
        if key in _LEFT_OUT and value:
            yield Finding(
                at=document.span("mkdocs", key),
                message=f"`{key}` would leave pages out of the site",
                help="delete it; every page is meant for readers",
            )
        elif _UNSEEN.search(str(value)):
            yield Finding(
                at=document.span("mkdocs", key),
                message=f"`{key}` would hide pages from search engines",
                help="delete it; people must be able to find what is published",
            )


RULE = Rule(code="SAF034", name="hidden-page", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
