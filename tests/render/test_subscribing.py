"""What pages say of subscribing by e-mail: where, and what happens with the address."""

from dataclasses import replace

import pytest

from generator.model.config import Subscribe
from generator.render import pages
from tests.render.sites import own, theme

SENTENCE = "We keep your address until you unsubscribe, and give it to nobody."
PLACES = ("docs/subscribe/index.md", "docs/incidents/support-tickets/index.md")


@pytest.mark.parametrize("privacy", [SENTENCE, ""])
def test_where_and_what_happens_with_the_address(privacy: str) -> None:
    """The page for subscribers and that of each incident have a way to subscribe and, where the settings say it, what becomes of an address."""
    site = own()
    subscribe = Subscribe(email_url="https://larkfield.example/status-email", email_privacy=privacy)
    site = replace(site, config=replace(site.config, subscribe=subscribe))
    texts = {one.path: one.data.decode() for one in pages.write(site, theme())}
    found = [text for path, text in texts.items() if path in PLACES]
    assert len(found) == len(PLACES), sorted(texts)[:20]
    for text in found:
        assert "Get updates by e-mail" in text
        assert (SENTENCE in text) == bool(privacy)
    assert "https://larkfield.example/status-email" in texts[PLACES[0]]
