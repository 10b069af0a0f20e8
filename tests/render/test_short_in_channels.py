"""What a reader asks first is said in the same words in every channel, and an item of a feed never takes it back later."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from generator.model.update import Count, CountForm, Status
from generator.render import exports, feeds, pages
from generator.render.exports import Form
from generator.render.language import language_for
from generator.render.pictures import incident_card
from generator.render.site import Site
from generator.render.translations import original
from generator.render.views import IncidentView
from tests.render.sites import files_of, incident, own, site_of, theme, update

BEGAN = datetime(2027, 3, 3, 4, tzinfo=UTC)


def _text(html: str) -> str:
    plain = " ".join(unescape(re.sub("<[^>]+>", " ", html)).replace("\N{NO-BREAK SPACE}", " ").split())
    return re.sub(r" (?=[.,:;])", "", plain)


def _channels(site: Site) -> dict[str, str]:
    """Everything that tells of the first incident's newest update."""
    made = files_of(site, pages.write, feeds.write)
    (first, *_) = site.incidents
    view = IncidentView(site, first, first.ledger.transitions[-1], language_for("en", theme()))
    found = {"page": made[f"incidents/{first.slug}/index.md"].decode().partition("\n---\n")[2]}
    found["feed"] = json.loads(made[f"incidents/{first.slug}/feed.json"])["items"][0]["content_html"]
    for artifact in exports.write(view, original(site), theme(), Form):
        if artifact.path.endswith((".txt", ".html")):
            found[artifact.path] = artifact.data.decode()
    return {name: _text(text) for name, text in found.items()}


def test_in_the_same_words() -> None:
    """What happened, who is affected and what is still unknown are the same sentences on the page, in feed, e-mail, letter and call script."""
    for name, text in _channels(own()).items():
        if name.startswith("post"):
            continue
        for words in (
            "In short",
            "Someone used a stolen staff password to get into our support desk on 9 November.",
            "Is this me?",
            "1,212 of 18,400 customers are affected.",
            "63 of 410 staff are affected.",
            "What they saw",
            "Still unknown",
            "Whether they copied the tickets they read. We expect to know by 4 December.",
        ):
            assert words in text, (name, words)
        # Only a page is a page, and who answers the telephone need not be rung.
        assert ("Is this page genuine?" in text) == (name == "page"), name
        assert ("How to check that this is from us:" in text) == (name != "page" and not name.startswith("script")), name
        assert ("Ring us:" in text) == (not name.startswith("script")), name


def test_posts_as_far_as_they_are_long() -> None:
    """A post says who is affected and what is unknown in these words, where it has room."""
    said = {name: text for name, text in _channels(own()).items() if name.startswith("post")}
    assert len(said) > 3
    assert any("1,212 of 18,400 customers are affected." in text for text in said.values())
    assert any("Still unknown: Whether they copied" in text for text in said.values())
    assert not any("Customers: 1,212" in text or "We do not know yet:" in text for text in said.values())


def test_the_picture() -> None:
    """The picture for shared links says who is affected, or that nobody knows yet; of a false alarm, neither."""
    speech = language_for("en", theme())
    site = own()
    cards = {one.slug: incident_card(site, one, speech) for one in site.incidents}
    assert cards["support-tickets"].affected == "1,212 of 18,400 customers are affected."
    assert "1,212 of 18,400 customers are affected." in cards["support-tickets"].alt
    assert cards["false-alarm-login"].affected == ""
    unsaid = site_of([incident(update(1, BEGAN))], BEGAN)
    assert incident_card(unsaid, unsaid.incidents[0], speech).affected == "We do not know yet who is affected."


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.RESOLVED])
def test_an_item_stays_when_incident_md_says_more(status: Status) -> None:
    """How incident.md says that people are told can change, and is new words on the page; the item of an update stays as it was."""
    count = Count(population="patients", unit="patients", form=CountForm.EXACT, low=40, high=40, stated=(40,), of=None)
    shown = update(1, BEGAN, status=status, affected={"patients": count})
    before = incident(shown)
    after = incident(shown, direct_notice="We have written to all patients.")
    (one,), (other,) = (
        json.loads(files_of(site_of([folder], BEGAN.replace(year=2028)), feeds.write)["feed.json"])["items"]
        for folder in (before, after)
    )
    assert one["content_html"] == other["content_html"]
    assert "even if you have not heard" not in one["content_html"]
    assert "40 patients" in _text(one["content_html"])
