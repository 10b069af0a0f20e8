"""Posts on Mastodon, by its API.

A post that is there already, with the link to the same page, is not posted again; an `Idempotency-Key` holds off a second one as well, for
an hour. The posts of an incident are one thread.

API: https://docs.joinmastodon.org/methods/statuses/, /methods/accounts/ and /entities/Instance/, read 2026-11.
"""

import hashlib
import re
from collections.abc import Callable, Generator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlencode

from generator.model.notifications import Answer, NotPostedError, Request, Target
from generator.notifications.request_bodies import post
from generator.render.post_limits import NETWORKS, Network

#: How long a post may be where a server does not say otherwise.
CHARACTERS = 500
#: How many of the account's latest posts are searched for those of the same incident: a page has as many as the API gives at once.
_PAGES, _PAGE = 10, 40
#: What Mastodon takes for a person, a subject or a picture in a post.
_CALL = re.compile(r"(?<![\w/=])([@#])(?=\w)")
_EMOJI = re.compile(r":(?=\w{2,}:)")
_JOINER = "\N{WORD JOINER}"
_MASTODON = next(network for network in NETWORKS if network.key == "mastodon")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedItem:
    """An item to be posted, and what was to be posted of the same incident before.

    Attributes:
        name: the part of its id that does not change with the site's identity.
        link: its page.
        begun: when the first item of the incident was published: earlier posts are not about it.
        language: the language of the post.
        earlier: the pages of the items of the incident before it, the newest first.
        text: gives the post for a length; empty where none is short enough.
    """

    name: str
    link: str
    begun: datetime
    language: str
    earlier: Sequence[str]
    text: Callable[[int], str]


def network(characters: int) -> Network:
    """Return the network for posts of a length, in which authors' words call nobody."""
    return replace(_MASTODON, room=lambda _text: characters, spelt=_harmless)


def _harmless(text: str) -> str:
    return _EMOJI.sub(f":{_JOINER}", _CALL.sub(rf"\1{_JOINER}", text))


def speak(item: PostedItem, target: Target, kept: MutableMapping[str, str]) -> Generator[Request, Answer, str]:
    """Post an item, unless it is posted already, and return the address of the post.

    Raises:
        NotPostedError: no post is short enough, or the server answers otherwise than its documentation says.
    """
    server = target.url.rstrip("/")
    headers = {"Authorization": f"Bearer {target.secret}"}
    characters = target.characters or (yield from _characters(server))
    text = item.text(characters)
    if not text:
        raise NotPostedError(f"not even its shortest form fits into {characters} characters; write a shorter `summary`")
    if "account" not in kept:
        account = yield Request(method="GET", url=f"{server}/api/v1/accounts/verify_credentials", headers=headers)
        kept["account"] = _text_in(account.content, "id")
    found = yield from _found(item, server, kept["account"], headers)
    if item.link in found:
        return found[item.link][1]
    parent = next((found[link][0] for link in item.earlier if link in found), "")
    status = {"status": text, "language": item.language.partition("-")[0], "visibility": target.visibility or "public"}
    if parent:
        status["in_reply_to_id"] = parent
    key = hashlib.sha256(f"{item.name} {item.language}".encode()).hexdigest()
    answer = yield post(f"{server}/api/v1/statuses", status, {**headers, "Idempotency-Key": key})
    return _text_in(answer.content, "url")


def _characters(server: str) -> Generator[Request, Answer, int]:
    answer = yield Request(method="GET", url=f"{server}/api/v2/instance", handles=frozenset({401, 404}))
    said: Any = answer.content
    for name in ("configuration", "statuses", "max_characters"):
        said = said.get(name) if isinstance(said, dict) else None
    return said if isinstance(said, int) and said > 0 else CHARACTERS


def _found(
    item: PostedItem, server: str, account: str, headers: dict[str, str]
) -> Generator[Request, Answer, dict[str, tuple[str, str]]]:
    """Return the posts about the incident that the account has, by the page that they lead to: id and address of each."""
    found: dict[str, tuple[str, str]] = {}
    query = {"limit": str(_PAGE), "exclude_reblogs": "true"}
    for _ in range(_PAGES):
        answer = yield Request(
            method="GET", url=f"{server}/api/v1/accounts/{account}/statuses?{urlencode(query)}", headers=headers
        )
        statuses = answer.content if isinstance(answer.content, list) else []
        for one in statuses:
            content = _text_in(one, "content")
            for link in (item.link, *item.earlier):
                if f'href="{escape(link)}"' in content:
                    found.setdefault(link, (_text_in(one, "id"), _text_in(one, "url")))
        if len(statuses) < _PAGE or any(_is_before(one, item.begun) for one in statuses):
            break
        query["max_id"] = _text_in(statuses[-1], "id")
    return found


def _is_before(status: object, moment: datetime) -> bool:
    try:
        return datetime.fromisoformat(_text_in(status, "created_at")) < moment
    except (ValueError, TypeError):
        return False


def _text_in(content: object, name: str) -> str:
    said = content.get(name) if isinstance(content, dict) else None
    if not isinstance(said, str) or not said:
        raise NotPostedError(f"its answer has no `{name}`, so it is no Mastodon server, or the token lacks a right")
    return said
