"""Messages and posts, as the libraries of those who show them read them: Microsoft's of cards, Bluesky's of records and of links in a text."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from generator.model.notifications import Target, TargetKind
from generator.notifications import bluesky, teams
from tests.notifications.messages import announcer, items
from tests.programs import missing, program

pytestmark = pytest.mark.judge

HERE = Path(__file__).parent
REFERENCE = {
    "uri": "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k4duaz5vfs2b",
    "cid": "bafyreibjifzpqj6o6wcq3hejh7y4z4z2vmiklkvykc57tw3pcbx3kxifpm",
}


def _read(cards: list[Any], posts: list[Any]) -> dict[str, list[list[str]]]:
    node = program("node")
    if not (HERE / "node_modules/@atproto/api").is_dir():
        missing("node, and what tests/clients/install installs")
    given = json.dumps({"cards": cards, "posts": posts})
    made = subprocess.run([node, str(HERE / "read-messages.mjs")], input=given, capture_output=True, text=True, check=True)
    found: dict[str, list[list[str]]] = json.loads(made.stdout)
    return found


def test_cards_and_posts() -> None:
    """Every item of the example, in both languages, is a card and a record without fault; a card and a record with faults are seen to have them."""
    cards, posts = [], []
    for one in items():
        for language in ("", "de"):
            card = teams.request(
                announcer().chat_message(one, language), Target(name="a", kind=TargetKind.TEAMS, url="https://x.example/")
            )
            cards.append(json.loads(card.body)["attachments"][0]["content"])
            target = Target(name="b", kind=TargetKind.BLUESKY, url="https://x.example/", handle="l.example", language=language)
            posted = announcer().posted_on_bluesky(target, one)
            posts.append({"key": posted.key, "record": bluesky.record(posted, {"root": REFERENCE, "parent": REFERENCE})})
    bad = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlok"}]}
    found = _read([*cards, bad], [*posts, {"key": "no key", "record": {"$type": "app.bsky.feed.post", "text": "x" * 400}}])
    assert [one for one in found["cards"][:-1] if one] == []
    assert [one for one in found["posts"][:-1] if one] == []
    assert found["cards"][-1]
    assert len(found["posts"][-1]) == 4
