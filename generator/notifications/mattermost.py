"""Messages for incoming webhooks of Mattermost, in its Markdown.

Limit: https://docs.mattermost.com (posts of 16,383 characters since version 5.0), read 2026-11.
"""

from collections.abc import Iterator

from generator.model.notifications import ChatMessage, Request, Target
from generator.notifications.markdown_signs import escaped
from generator.notifications.request_bodies import post
from generator.notifications.shortening import name_within, shortened, title_within

CHARACTERS = 16_383
_NAME = 1000


def request(message: ChatMessage, target: Target) -> Request:
    """Return the request that posts a message."""
    return post(target.url, {"text": _text(shortened(message, lambda one: len(_text(one)) <= CHARACTERS))})


def _text(message: ChatMessage) -> str:
    return "\n".join(_lines(message))


def _lines(message: ChatMessage) -> Iterator[str]:
    yield f"#### {escaped(name_within(message.incident, _NAME))}"
    yield f"**{escaped(title_within(message, _NAME))}**"
    yield f"\n{escaped(message.dateline)}"
    for section in message.sections:
        yield f"\n**{escaped(section.heading)}**\n" if section.heading else ""
        point = "- " if section.heading else ""
        for line in section.lines:
            yield f"{point}{escaped(line)}"
    if message.is_shortened:
        yield f"\n{escaped(message.shortened)}"
    yield f"\n[{escaped(message.link_text)}]({message.link})"
