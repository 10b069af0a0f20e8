"""Some readers have no mailing list.

## What it checks

Where `lists:` in site_config.yml names mailing lists: that one is for everyone, and that there is one in each of the site's languages, for
everyone or for an audience that reads it. An audience without a list of its own reads that for everyone.

## Why it matters

Someone who subscribed to a list that gets nothing believes that nothing has happened. Whoever does not read the language of the list that there is
learns no more.

## Instead of

    lists:
      staff: {address: staff@lists.larkfield.example, audience: staff}

## Write

    lists:
      everyone: updates@lists.larkfield.example
      staff: {address: staff@lists.larkfield.example, audience: staff}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Settings with mailing lists of which none is for some readers."""
    config = context.config
    if config is None or not config.subscribe.lists:
        return
    lists, own = config.subscribe.lists.values(), config.site.language
    at = content.config.span("subscribe", "lists")
    if all(one.audience for one in lists):
        yield Finding(
            at=at,
            message="no mailing list is for everyone, so readers who are in none of these audiences get no e-mail",
            help="add under `lists:` a line such as `everyone: updates@lists.larkfield.example`",
        )
        return
    audiences = config.audiences
    spoken = {
        (one.language or (audiences[one.audience].language if one.audience in audiences else "") or own).lower() for one in lists
    }
    for tag in dict.fromkeys((own, *config.site.languages)):
        if tag.lower() not in spoken:
            name = tag.lower()
            yield Finding(
                at=at,
                message=f"the site is in `{tag}`, and no mailing list is",
                help=f"add under `lists:` a line such as `updates-{name}: {{address: updates-{name}@lists.larkfield.example, language: {tag}}}`",
            )


RULE = Rule(code="PLN022", name="no-mailing-list", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
