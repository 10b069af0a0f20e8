"""Readers would see a blank that nobody has filled in.

## What it checks

That nothing in site_config.yml says `[[fill this in]]`, such as the name of the organisation in a new site. And that the site's address is not that of
a new site, which leads nowhere (it ends in `.invalid`). A blank in a page is a warning (PLN018): the page may be public already.

## Why it matters

The name is at the top of every page, and the address is in every feed, letter and picture. A statement by "[[the name of your organisation]]" looks like
a forgery, and what is published under an address that leads nowhere cannot be found. `aboveboard serve` shows the site to you alone before
any of it is filled in.

## Instead of

    organisation: {name: "[[the name of your organisation]]"}
    site: {url: https://to-be-filled-in.invalid/}

## Write

    organisation: {name: Larkfield Energy}
    site: {url: https://status.larkfield.example/}
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.plan import blanks
from generator.rules.rule import Rule

#: The top-level domain that never resolves (RFC 6761, section 6.4).
_NOWHERE = ".invalid"


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Blanks in what readers see of the settings, and an address that leads nowhere."""
    config = context.config
    # Nothing of a drill is published, and its address leads nowhere on purpose.
    if config is not None and config.drill:
        return
    lines = content.config.source.text.split("\n")
    for blank in blanks(content.config.source):
        # What a comment says, nobody reads but the writer.
        if lines[blank.at.line - 1].lstrip().startswith("#"):
            continue
        yield Finding(
            at=blank.at,
            message=f"readers would see that this was not filled in: {blank.ask}",
            help="write it in place of the brackets",
        )
    if config is not None and (urlsplit(config.site.url).hostname or "").endswith(_NOWHERE):
        yield Finding(
            at=content.config.span("site", "url"),
            message="the site's address still has to be filled in",
            help="write where readers will find it, in full, such as `url: https://status.larkfield.example/`",
        )


RULE = Rule(code="PLN023", name="published-blank", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
