"""The address of a webhook is itself a secret.

## What it checks

That no `url` under `webhooks:` contains a secret that is enough to send to it: a long mix of letters and digits, or anything after a `?`.
The finding does not show it.

## Why it matters

Anyone who can read the repository could write to your chat in your name in the middle of an incident.

## Instead of

    subscribe:
      webhooks:
        chat: {url: "https://hooks.slack.example/services/T0…/B0…/…", kind: slack}

## Write

    subscribe:
      webhooks:
        chat: {url_env: CHAT_WEBHOOK, kind: slack}   # the address is in that environment variable
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule

#: The length from which a mix of letters and digits in an address is a key rather than a word.
_KEY = 16


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Addresses that are secrets."""
    webhooks = context.config.subscribe.webhooks if context.config else {}
    for name, webhook in webhooks.items():
        if _is_secret(webhook.url):
            yield Finding(
                at=content.config.span("subscribe", "webhooks", name, "url"),
                message=f"the address of `{name}` is a secret, and anyone who can read this file has it",
                help=f"write `url_env: {name.upper().replace('-', '_')}_WEBHOOK`, keep the address in that environment variable, and replace it with a new one: this one is no longer secret",
                hides=webhook.url,
            )


def _is_secret(url: str) -> bool:
    split = urlsplit(url)
    return bool(split.query) or any(
        len(part) >= _KEY and re.search("[0-9]", part) and re.search("[A-Za-z]", part) for part in split.path.split("/")
    )


RULE = Rule(code="SAF042", name="webhook-secret", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
