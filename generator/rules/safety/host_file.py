"""A file for the host is not copied to the site.

## What it checks

That every file under content/static/ is one that hosts or search engines ask for (`CNAME`, `.nojekyll`, `_redirects`, `favicon.ico`,
files that prove who owns the site, some of `.well-known/`), contains only what such a file may contain, and does not hide any page of the site.
docs/hosting.md lists them.

## Why it matters

Such a file is copied unchanged to the site's root. A page, a script or a redirect among them would speak for the organisation without
being checked by any rule.

## Instead of

    content/static/banner.html

## Write

    content/static/CNAME
"""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from generator.content.assembly import RESERVED
from generator.content.host_files import EXAMPLE_HOST, hidden_by
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule
from generator.seals.integrity_list import ALWAYS


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Files that are not known, have the wrong content, or redirect away from a page."""
    host = urlsplit(context.config.site.url).hostname if context.config else ""
    for file in content.host_files:
        for problem in file.problems:
            help = problem.help.replace(EXAMPLE_HOST, host) if host else problem.help
            yield replace(problem, help=help)
        if file.path == "_redirects" and not file.problems:
            for line, hidden in hidden_by(file.data, _pages(content)):
                yield Finding(
                    at=Span(file.source, line, 1, line, 1),
                    message=f"this redirects readers away from /{hidden.removesuffix('index.html')}, a page of this site",
                    help="redirect only addresses where the site has no page",
                )


def _pages(content: Content) -> Iterator[str]:
    """Return files that every such site has."""
    tops = ["", *(f"{tag}/" for tag in (content.config.config.site.languages if content.config.config else ()))]
    for top in tops:
        yield f"{top}index.html"
        for name in sorted(RESERVED):
            yield f"{top}{name}/index.html"
        for page in content.pages:
            yield f"{top}{page.slug}/index.html"
        for folder in content.incidents:
            yield f"{top}incidents/{folder.slug}/index.html"
            yield f"{top}incidents/{folder.slug}/review/index.html"
            yield from (f"{top}incidents/{folder.slug}/{document.number}/index.html" for document in folder.updates)
    yield from ("feed.xml", "atom.xml", "feed.json", "calendar.ics", "404.html", ".well-known/security.txt", *ALWAYS)


RULE = Rule(code="SAF060", name="host-file", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
