"""Messages for ntfy, which shows them on telephones: plain text, and the page when one taps it.

Limit: https://docs.ntfy.sh/publish/#limitations (4,096 bytes; what is longer becomes a file), read 2026-11.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.model.notifications import ChatMessage, Request, Target
from generator.notifications.request_bodies import post
from generator.notifications.shortening import name_within, shortened, title_within

BYTES = 4096
_TITLE = 250
#: A topic, as the server names one.
_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")


def refuse_topic(url: str) -> str:
    """Return why an address is not that of a topic; empty when it is."""
    topic = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return "" if _TOPIC.fullmatch(topic) else "its address does not end in the name of a topic"


def request(message: ChatMessage, target: Target) -> Request:
    """Return the request that publishes a message on the topic in which the target's address ends."""
    split = urlsplit(target.url)
    server, _, topic = split.path.rstrip("/").rpartition("/")
    body = {
        "topic": topic,
        "title": name_within(message.incident, _TITLE, _size),
        "message": _text(shortened(message, lambda one: _size(_text(one)) <= BYTES)),
        "click": message.link,
    }
    headers = {"Authorization": f"Bearer {target.secret}"} if target.secret else {}
    return post(split._replace(path=f"{server}/", query="", fragment="").geturl(), body, headers)


def _size(text: str) -> int:
    return len(text.encode())


def _text(message: ChatMessage) -> str:
    return "\n".join(_lines(message))


def _lines(message: ChatMessage) -> Iterator[str]:
    yield title_within(message, 2 * _TITLE, _size)
    yield message.dateline
    for section in message.sections:
        yield f"\n{section.heading}" if section.heading else ""
        point = "• " if section.heading else ""
        for line in section.lines:
            yield f"{point}{line}"
    if message.is_shortened:
        yield f"\n{message.shortened}"
    yield f"\n{message.link}"
