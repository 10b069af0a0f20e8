"""A program is to be told in a language that the site does not have.

## What it checks

That `language` under `webhooks:` and `posts:` is one of the site's languages: `site.language` or one of `site.languages`.

## Why it matters

`aboveboard notify` has nothing to send there. On the day, that chat or account hears nothing, and those who rely on it do not know.

## Instead of

    site: {language: en, languages: [de]}
    subscribe:
      webhooks:
        chat: {url_env: CHAT_WEBHOOK, kind: slack, language: fr}

## Write

    site: {language: en, languages: [de]}
    subscribe:
      webhooks:
        chat: {url_env: CHAT_WEBHOOK, kind: slack, language: de}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Languages in which a webhook or an account is to be told, and which the site does not have."""
    if context.config is None:
        return
    site, subscribe = context.config.site, context.config.subscribe
    spoken = {tag.lower(): tag for tag in (site.language, *site.languages)}
    for section, told in (("webhooks", subscribe.webhooks), ("posts", subscribe.posts)):
        for name, one in told.items():
            if one.language and one.language.lower() not in spoken:
                yield Finding(
                    at=content.config.span("subscribe", section, name, "language"),
                    message=f"`{name}` is to be told in `{one.language}`, and the site is not in that language: it will be told nothing",
                    help=f"write one of {', '.join(spoken.values())}, or add `{one.language}` under `languages:` and translate",
                )


RULE = Rule(code="TRA013", name="untold-language", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
