"""Posts on Bluesky, by the AT Protocol.

A post's key in the account's repository is made of the item's id and time, so the same item can never be posted twice: the second has the
first one's key. The posts of an incident are one thread.

API: the lexicons com.atproto.server.createSession, com.atproto.repo.getRecord and createRecord, app.bsky.feed.post, app.bsky.richtext.facet
(https://github.com/bluesky-social/atproto, lexicons/) and https://atproto.com/specs/tid, read 2026-11.
"""

import hashlib
from collections.abc import Generator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from generator.model.notifications import Answer, NotPostedError, Request, Target
from generator.notifications.request_bodies import post
from generator.render.post_limits import NETWORKS, Network, graphemes

GRAPHEMES, BYTES = 300, 3000
_COLLECTION = "app.bsky.feed.post"
_SORTED = "234567abcdefghijklmnopqrstuvwxyz"
_BLUESKY = next(network for network in NETWORKS if network.key == "bluesky")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedItem:
    """An item to be posted, and what was to be posted of the same incident before.

    Attributes:
        key: the key of its record.
        text: the post.
        link: its page, which stands in the text.
        title: what the preview of the page says.
        summary: what the preview says below that.
        published: when it was published.
        language: the language of the post.
        earlier: the keys of the items of the incident before it, the newest first.
    """

    key: str
    text: str
    link: str
    title: str
    summary: str
    published: datetime
    language: str
    earlier: Sequence[str]


def network() -> Network:
    """Return the network for posts that are within both of its limits: 300 characters as readers see them, and 3,000 bytes."""
    return replace(_BLUESKY, measure=_length)


def _length(text: str) -> int:
    return max(graphemes(text), -(-len(text.encode()) * GRAPHEMES // BYTES))


def record_key(name: str, language: str, published: datetime) -> str:
    """Return the key of an item's record: a TID, of its time and, so that two of one second differ, of its name and language."""
    digest = hashlib.sha256(f"{name} {language}".encode()).digest()
    part = int.from_bytes(digest[:8], "big")
    microseconds = int(published.timestamp()) * 1_000_000 + part % 1_000_000
    number = microseconds << 10 | int.from_bytes(digest[8:10], "big") & 0x3FF
    return "".join(_SORTED[number >> shift & 31] for shift in range(60, -1, -5))


def speak(item: PostedItem, target: Target, kept: MutableMapping[str, str]) -> Generator[Request, Answer, str]:
    """Post an item, unless it is posted already, and return the address of the post.

    Raises:
        NotPostedError: the server answers otherwise than its documentation says.
    """
    server = f"{target.url.rstrip('/')}/xrpc"
    if "token" not in kept:
        session = yield post(
            f"{server}/com.atproto.server.createSession", {"identifier": target.handle, "password": target.secret}
        )
        kept["did"], kept["token"] = _text_in(session.content, "did"), _text_in(session.content, "accessJwt")
    did, headers = kept["did"], {"Authorization": f"Bearer {kept['token']}"}
    address = f"https://bsky.app/profile/{quote(target.handle)}/post/{item.key}"
    if (yield from _record(server, did, item.key, headers)) is not None:
        return address
    reply = None
    for key in item.earlier:
        if (parent := (yield from _record(server, did, key, headers))) is not None:
            reply = _reply(parent)
            break
    body = {"repo": did, "collection": _COLLECTION, "rkey": item.key, "record": record(item, reply)}
    yield post(f"{server}/com.atproto.repo.createRecord", body, headers)
    return address


def record(item: PostedItem, reply: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the record of a post, whose link is one by its place in the text, in bytes."""
    start = len(item.text[: item.text.rindex(item.link)].encode())
    made: dict[str, Any] = {
        "$type": _COLLECTION,
        "text": item.text,
        "createdAt": item.published.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "langs": [item.language],
        "facets": [
            {
                "index": {"byteStart": start, "byteEnd": start + len(item.link.encode())},
                "features": [{"$type": "app.bsky.richtext.facet#link", "uri": item.link}],
            }
        ],
        "embed": {
            "$type": "app.bsky.embed.external",
            "external": {"uri": item.link, "title": item.title, "description": item.summary},
        },
    }
    if reply:
        made["reply"] = reply
    return made


def _record(server: str, did: str, key: str, headers: dict[str, str]) -> Generator[Request, Answer, dict[str, Any] | None]:
    query = urlencode({"repo": did, "collection": _COLLECTION, "rkey": key})
    # That a record is not there is answered with 400.
    answer = yield Request(
        method="GET", url=f"{server}/com.atproto.repo.getRecord?{query}", headers=headers, handles=frozenset({400, 404})
    )
    if answer.status == 200 and isinstance(answer.content, dict):
        return answer.content
    said = answer.content if isinstance(answer.content, dict) else {}
    # Servers of before said it only in the message.
    if answer.status == 404 or said.get("error") == "RecordNotFound" or "not locate record" in str(said.get("message")):
        return None
    raise NotPostedError("it does not say whether the post is already there")


def _reply(parent: dict[str, Any]) -> dict[str, Any]:
    """Return what makes a post the answer to another: the first of the thread, and the one before it."""
    before = {"uri": _text_in(parent, "uri"), "cid": _text_in(parent, "cid")}
    value = parent.get("value")
    thread = value.get("reply") if isinstance(value, dict) else None
    root = thread.get("root") if isinstance(thread, dict) else None
    return {"root": root if isinstance(root, dict) else before, "parent": before}


def _text_in(content: object, name: str) -> str:
    said = content.get(name) if isinstance(content, dict) else None
    if not isinstance(said, str) or not said:
        raise NotPostedError(f"its answer has no `{name}`, so it is no server of the AT Protocol")
    return said
