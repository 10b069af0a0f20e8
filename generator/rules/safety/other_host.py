"""A file for the host names a host other than the site's.

## What it checks

That `CNAME` under content/static/, or one line of `.domains` there, is the host in `site: {url: …}` of site_config.yml.

## Why it matters

The host serves the site at the name in the file, but every link, feed and signature in the site has the other name.

## Instead of

    # content/static/CNAME, where the site's url is https://status.larkfield.example/
    larkfield.example

## Write

    status.larkfield.example
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Names among which the site's own is not."""
    host = (urlsplit(context.config.site.url).hostname or "") if context.config else ""
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return
    for file in content.host_files:
        if file.path in {"CNAME", ".domains"} and not file.problems and host:
            named = file.data.decode("ascii", "replace").lower().split()
            if host not in named:
                yield Finding(
                    at=Span(file.source, 1, 1, 1, len(named[0]) + 1),
                    message=f"{file.path} names {named[0]}, but the site's host is {host}",
                    help=f"write `{host}`, or fix `url` under `site:` in site_config.yml",
                )


RULE = Rule(code="SAF061", name="other-host", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
