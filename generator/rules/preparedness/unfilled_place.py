"""Something in the site's own settings has not been filled in.

## What it checks

That content/plan.yml and the pages under content/pages/ no longer contain a `[[blank]]`, and that no key under `contact:` in site_config.yml is empty. One
of `email`, `phone` and `out_of_band` is enough. Blanks of site_config.yml itself stop the build (PLN023).

## Why it matters

An incident is a bad time to find out whom customers can ask, and when someone answers.

## Instead of

    contact:
      email:

## Write

    contact:
      email: incident@larkfield.example
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, Document
from generator.model.plan import blanks
from generator.rules.rule import Rule

_EXAMPLES = {"hours": "every day from 8 to 20", "who": "the incident team"}


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Blanks of the plan and of pages, and empty keys of a contact."""
    prepared: tuple[Document, ...] = (content.plan,) if content.plan else ()
    for document in (*prepared, *content.pages, *content.page_translations):
        for blank in blanks(document.source):
            yield Finding(
                at=blank.at, message=f"this still has to be filled in: {blank.ask}", help="write it in place of the brackets"
            )
    config, settings = context.config, content.config
    if config is None:
        return
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
