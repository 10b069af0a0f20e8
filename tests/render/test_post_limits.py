"""How networks count."""

import pytest

from generator.render import post_limits
from generator.render.post_limits import NETWORKS

FAMILY = "👩‍👩‍👧‍👦"
ADDRESS = "https://status.larkfield.example/incidents/support-tickets/"


@pytest.mark.parametrize(
    ("text", "x", "mastodon", "bluesky"),
    [
        ("Ab c", 4, 4, 4),
        (ADDRESS, 23, 23, len(ADDRESS)),
        (f"See {ADDRESS} now", 31, 31, len(ADDRESS) + 8),
        (FAMILY, 2, 1, 1),
        ("🇩🇪", 2, 1, 1),
        ("日本", 4, 2, 2),
        ("e\u0301", 1, 1, 1),
        ("سلام", 4, 4, 4),
        ("“q”–", 4, 4, 4),
    ],
)
def test_counting(text: str, x: int, mastodon: int, bluesky: int) -> None:
    """An address counts as 23 on X and Mastodon; an emoji of several parts is one character, or two on X."""
    counted = {one.key: one.measure(text) for one in NETWORKS}
    assert (counted["x"], counted["mastodon"], counted["bluesky"]) == (x, mastodon, bluesky)


@pytest.mark.parametrize(
    ("text", "length", "parts"),
    [
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("ü" * 160, 160, 1),
        ("ж" * 70, 70, 1),
        ("ж" * 71, 71, 2),
        ("😀" * 35, 70, 1),
        ("😀" * 36, 72, 2),
    ],
)
def test_text_messages(text: str, length: int, parts: int) -> None:
    """160 characters of the short alphabet or 70 of any other in one part, 153 or 67 in each of several; some count twice."""
    assert post_limits.septets(text) == length
    assert post_limits.messages(text) == parts


def test_plain_signs() -> None:
    """Signs of word processors become plain ones when that saves a part, and only then."""
    assert post_limits.plainly("“It’s” – so…") == '"It\'s" - so...'
    assert post_limits.plainly("“Привет”") == "“Привет”"
