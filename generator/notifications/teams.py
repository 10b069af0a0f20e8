"""Messages for Microsoft Teams: an Adaptive Card in the envelope that a workflow with a webhook takes. The connectors of before are retired.

Authors' words stand in a `RichTextBlock`, in which Teams reads no Markdown and no macros.

Envelope and limit: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook (28 KB), read
2026-11; the card: https://adaptivecards.io/explorer/, version 1.5, the newest that Teams shows.
"""

from collections.abc import Iterator
from typing import Any

from generator.model.notifications import ChatMessage, Request, Target
from generator.notifications.request_bodies import json_bytes, post
from generator.notifications.shortening import name_within, shortened, title_within

#: Of a request, in bytes. 28 KB are documented; some have been refused above 21 KB, so it stays below that.
BYTES = 20_000
_NAME = 300


def request(message: ChatMessage, target: Target) -> Request:
    """Return the request that posts a message."""
    return post(target.url, _envelope(shortened(message, lambda one: len(json_bytes(_envelope(one))) <= BYTES)))


def _envelope(message: ChatMessage) -> dict[str, Any]:
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        # Of a language alone: the card knows no regions.
        "lang": message.language.partition("-")[0],
        "fallbackText": title_within(message, _NAME),
        "body": list(_body(message)),
        "actions": [{"type": "Action.OpenUrl", "title": message.link_text, "url": message.link}],
        "msteams": {"width": "Full"},
    }
    if message.direction == "rtl":
        card["rtl"] = True
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _body(message: ChatMessage) -> Iterator[dict[str, Any]]:
    yield _said(name_within(message.incident, _NAME), size="Large", weight="Bolder")
    yield _said(title_within(message, 2 * _NAME))
    yield _said(message.dateline, isSubtle=True)
    for section in message.sections:
        if section.heading:
            # The product's own words.
            yield {"type": "TextBlock", "text": section.heading, "weight": "Bolder", "style": "heading", "wrap": True}
        point = "• " if section.heading else ""
        for line in section.lines:
            yield _said(f"{point}{line}")
    if message.is_shortened:
        yield _said(message.shortened, isSubtle=True)
    # For those whose program shows no buttons.
    yield _said(message.link, isSubtle=True)


def _said(text: str, **look: object) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}
