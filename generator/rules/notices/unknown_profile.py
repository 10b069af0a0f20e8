"""A notice profile is named that does not exist.

## What it checks

That each entry of `profiles`, in incident.md and in site_config.yml, is the key of a profile that comes with the program, or of one of the
site's own under content/profiles/.

## Why it matters

A misspelt profile requires nothing and starts no clock, and nobody would notice.

## Instead of

    profiles: [gdpr34]

## Write

    profiles: [gdpr-34]
"""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, Document
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Names of profiles that do not exist."""
    known = frozenset({*context.profiles, *(document.key for document in content.profiles)})
    requested: list[tuple[Document, tuple[str, ...]]] = []
    if content.config.config is not None:
        requested.append((content.config, content.config.config.profiles))
    requested += [
        (folder.document, folder.document.incident.profiles)
        for folder in content.incidents
        if folder.may_say("profiles") and folder.document.incident
    ]
    for document, keys in requested:
        for index, key in enumerate(keys):
            if key in known:
                continue
            near = get_close_matches(key.lower(), sorted(known), n=1)
            yield Finding(
                at=document.span("profiles", str(index)),
                message=f"there is no notice profile called `{key}`",
                help=f"write `{near[0]}`"
                if near
                else f"use one of: {', '.join(sorted(known))}; or write content/profiles/<key>.yml",
            )


RULE = Rule(code="NOT001", name="unknown-profile", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
