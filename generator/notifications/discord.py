"""Messages for webhooks of Discord: a line for notifications, and an embed with everything. They may call nobody.

Limits: https://discord.com/developers/docs/resources/webhook (2,000 characters of content) and /message (256 of an embed's title, 4,096 of
its description, 6,000 of all embeds together), read 2026-11.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from generator.model.notifications import ChatMessage, Request, Target
from generator.notifications.markdown_signs import escaped
from generator.notifications.request_bodies import post
from generator.notifications.shortening import name_within, shortened, title_within
from generator.render.post_limits import utf16

CONTENT, TITLE, DESCRIPTION = 2000, 256, 4096


def request(message: ChatMessage, target: Target) -> Request:
    """Return the request that posts a message."""
    fitting = shortened(message, lambda one: utf16(_description(one)) <= DESCRIPTION)
    body = {
        "content": escaped(title_within(message, CONTENT, _measured)),
        "embeds": [
            {
                "title": escaped(name_within(message.incident, TITLE, _measured)),
                "url": message.link,
                "description": _description(fitting),
            }
        ],
        "allowed_mentions": {"parse": []},
    }
    return post(_waiting(target.url), body)


def _measured(text: str) -> int:
    return utf16(escaped(text))


def _description(message: ChatMessage) -> str:
    return "\n".join(_lines(message))


def _lines(message: ChatMessage) -> Iterator[str]:
    yield escaped(message.dateline)
    for section in message.sections:
        yield f"\n**{escaped(section.heading)}**" if section.heading else ""
        point = "- " if section.heading else ""
        for line in section.lines:
            yield f"{point}{escaped(line)}"
    if message.is_shortened:
        yield f"\n{escaped(message.shortened)}"
    yield f"\n[{escaped(message.link_text)}]({message.link})"


def _waiting(url: str) -> str:
    """Let Discord answer only when the message is saved: otherwise it reports no error of one that is not."""
    split = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(split.query, keep_blank_values=True) if name != "wait"]
    return split._replace(query=urlencode([*query, ("wait", "true")])).geturl()
