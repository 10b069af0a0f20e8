"""Messages for incoming webhooks of Slack, as blocks.

Authors' words stand in objects of the type `plain_text`, in which Slack reads no signs; in the text for notifications, which it reads, its
three signs are escaped.

Limits: https://docs.slack.dev/reference/block-kit/blocks (50 blocks; a header of 150 characters, a section of 3,000), read 2026-11.
"""

import re
from collections.abc import Iterator
from typing import Any

from generator.model.notifications import ChatMessage, Part, Request, Target
from generator.notifications.request_bodies import post
from generator.notifications.shortening import cut, name_within, pieces, shortened, title_within
from generator.render.post_limits import utf16

BLOCKS, HEADER, SECTION = 50, 150, 3000
_POINT = "• "

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: What would call people, or name a channel, if Slack read signs where it reads none.
_CALL = re.compile(r"<(?=[!@#])")


def request(message: ChatMessage, target: Target) -> Request:
    """Return the request that posts a message."""
    fitting = shortened(message, lambda one: len(list(_blocks(one))) <= BLOCKS)
    body = {
        "text": f"{_noted(fitting)}\n<{_address(message.link)}>",
        "blocks": list(_blocks(fitting)),
        "unfurl_links": False,
        "unfurl_media": False,
    }
    return post(target.url, body)


def _noted(message: ChatMessage) -> str:
    """Return what notifications show: the title and what the update says in brief, as far as there is room."""
    room = SECTION - utf16(_address(message.link)) - len("\n<>")
    title = title_within(message, room, _escaped_length)
    brief = next((section.lines[0] for section in message.sections if section.part is Part.BRIEF), "")
    left = room - _escaped_length(title) - len("\n")
    said = cut(brief, left, _escaped_length, message.language) if brief and left > 0 else ""
    return "\n".join(one for one in (title, said) if one).translate(_ESCAPED)


def _escaped_length(text: str) -> int:
    return utf16(text.translate(_ESCAPED))


def _blocks(message: ChatMessage) -> Iterator[dict[str, Any]]:
    yield {"type": "header", "text": _plain(name_within(message.incident, HEADER, _measured))}
    yield {"type": "section", "text": _plain(title_within(message, SECTION, _measured))}
    yield {"type": "context", "elements": [_plain(message.dateline)]}
    for section in message.sections:
        if section.heading:
            # The product's own words, in bold.
            yield {"type": "section", "text": _marked(f"*{section.heading.translate(_ESCAPED)}*")}
        point = _POINT if section.heading else ""
        for text in _texts([f"{point}{line}" for line in section.lines]):
            yield {"type": "section", "text": _plain(text)}
    if message.is_shortened:
        yield {"type": "section", "text": _plain(message.shortened)}
    yield {"type": "section", "text": _marked(f"<{_address(message.link)}|{message.link_text.translate(_ESCAPED)}>")}


def _texts(lines: list[str]) -> Iterator[str]:
    """Yield the lines in as few sections as hold them; a line that is longer than one goes on in the next."""
    text = ""
    for line in (piece for one in lines for piece in pieces(one, SECTION, _measured)):
        longer = f"{text}\n{line}" if text else line
        if _measured(longer) > SECTION:
            yield text
            text = line
        else:
            text = longer
    if text:
        yield text


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": _harmless(text), "emoji": False}


def _marked(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _harmless(text: str) -> str:
    return _CALL.sub("<\N{WORD JOINER}", text)


def _measured(text: str) -> int:
    return utf16(_harmless(text))


def _address(link: str) -> str:
    return link.replace("|", "%7C").translate(_ESCAPED)
