"""A related incident does not exist.

## What it checks

That each name under `related` in incident.md is the folder of another incident, and is listed once.

## Why it matters

Readers see a related incident as soon as something of it is published. A name that belongs to no incident is never shown.

## Instead of

    related: [meter-portals]

## Write

    related: [meter-portal]     # the name of its folder under content/incidents/
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, _context: Context) -> Iterator[Finding]:
    """Names under `related` that lead nowhere, or say nothing."""
    slugs = [folder.slug for folder in content.incidents]
    there = frozenset(slugs)

    @cache
    def titles() -> Mapping[str, str]:
        return {one.document.incident.title.casefold(): one.slug for one in content.incidents if one.document.incident}

    for folder in content.incidents:
        if folder.outline is not None and _is_right(folder.outline.related, folder.slug, there):
            continue
        document = folder.document
        said = document.incident.related if document.incident else ()
        for index, name in enumerate(said):
            at = document.span("related", str(index))
            if name == folder.slug:
                yield Finding(at=at, message=f"`{name}` is this incident itself", help="remove it from `related:`")
            elif name in said[:index]:
                yield Finding(at=at, message=f"`{name}` is listed under `related` twice", help="delete one of them")
            elif name not in there:
                others = [slug for slug in slugs if slug != folder.slug]
                plain = name.strip("/").rpartition("/")[2]
                meant = titles().get(name.casefold(), "") or next(iter(get_close_matches(plain, others, n=1)), "")
                yield Finding(
                    at=at,
                    message=f"there is no incident in a folder called `{name}`, so readers are not shown it",
                    help=f"did you mean `{meant}`?" if meant and meant != folder.slug else _help(others),
                )


def _is_right(names: Collection[str], slug: str, there: Collection[str]) -> bool:
    return all(name in there and name != slug for name in names) and len(set(names)) == len(names)


def _help(others: list[str]) -> str:
    if not others:
        return "delete it; there is no other incident"
    listed = ", ".join(others[:5])
    return f"write the name of its folder under content/incidents/ ({listed}{', …' if len(others) > 5 else ''}), or delete it"


RULE = Rule(code="CON026", name="unknown-related", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
