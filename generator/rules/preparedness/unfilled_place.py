"""Something in the site's own settings has not been filled in.

## What it checks

That site_config.yml, content/plan.yml and the pages under content/pages/ no longer contain a `[[blank]]`; that the site's address is not
that of a new site, which leads nowhere (it ends in `.invalid`); and that no key under `contact:` is empty. One of `email`, `phone` and
`out_of_band` is enough.

## Why it matters

A new site builds at once, so that you can look at it. A page that looks finished must not send readers to an address that leads nowhere,
or leave them with nobody to ask.

## Instead of

    site: {url: https://to-be-filled-in.invalid/}
    contact:
      email:

## Write

    site: {url: https://status.larkfield.example/}
    contact:
      email: incident@larkfield.example
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, Document
from generator.model.plan import blanks
from generator.rules.rule import Rule

#: The top-level domain that never resolves (RFC 6761, section 6.4).
_NOWHERE = ".invalid"
_EXAMPLES = {"hours": "every day from 8 to 20", "who": "the incident team"}


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Blanks, an address that leads nowhere, and empty keys of a contact."""
    prepared: tuple[Document, ...] = (content.plan,) if content.plan else ()
    for document in (content.config, *prepared, *content.pages, *content.page_translations):
        for blank in blanks(document.source):
            yield Finding(
                at=blank.at, message=f"this still has to be filled in: {blank.ask}", help="write it in place of the brackets"
            )
    config, settings = context.config, content.config
    if config is None:
        return
    if (urlsplit(config.site.url).hostname or "").endswith(_NOWHERE):
        yield Finding(
            at=settings.span("site", "url"),
            message="the site's address still has to be filled in",
            help="write where readers will find it, in full, such as `url: https://status.larkfield.example/`",
        )
    contact = config.contact
    if settings.wrote("contact") and not contact.usable:
        yield Finding(
            at=settings.span("contact"),
            message="readers have nobody to ask: an e-mail address or telephone number still has to be filled in",
            help="write one of them, such as `email: incident@larkfield.example`",
        )
    for key, value in (("hours", contact.hours), ("who", contact.who)):
        if settings.wrote("contact", key) and not value:
            yield Finding(
                at=settings.span("contact", key),
                message="the hours when someone answers still have to be filled in"
                if key == "hours"
                else "the name of who answers still has to be filled in",
                help=f"write it, such as `{key}: {_EXAMPLES[key]}`",
            )


RULE = Rule(code="PLN018", name="unfilled-place", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
