"""What readers get of what others say, and of what is not from us."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from generator.model.update import Claim, ClaimView, Correction, Fact, Fake, Status
from generator.render import exports, feeds, pages, words
from generator.render.exports import Form
from generator.render.language import language_for
from generator.render.markup import unlinked
from generator.render.site import Site
from tests.render.sites import BEGAN, files_of, incident, site_of, theme, update

HOUR = timedelta(hours=1)
SEEN = ("refund-larkfield.example", "https://pay.example/x", "pay@bank.example", "+44 7700 900118")
CLAIM = Claim(
    name="forum",
    by="a group on leak.example",
    says="We have it all, see https://leak.example/larkfield and ring +44 7700 900119.",
    since=date(2027, 3, 2),
    we_say=ClaimView.PARTLY,
    in_fact="They read the letters of ten people.",
    looked="The access log.",
)
FAKE = Fake(name="sms", what="A text asks you to pay.", seen=SEEN)


def _site(claim: Claim = CLAIM, **later: Any) -> Site:
    first = update(1, BEGAN, claims={"forum": claim}, fakes={"sms": FAKE})
    updates = [first, update(2, BEGAN + HOUR, status=Status.CONFIRMED, **later)] if later else [first]
    return site_of([incident(*updates)], BEGAN + 2 * HOUR)


def _exports(site: Site) -> dict[str, str]:
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    return {one.path: one.data.decode() for one in exports.write(view, texts, theme(), Form)}


@pytest.mark.parametrize(
    "text", [*SEEN, "leak.example", "www.a.example/path?x=1", "020 7946 0018", "0800-123-456", "mailto:a@b.example"]
)
def test_nothing_of_others_is_linked(text: str) -> None:
    """It reads as it is, a number on one line, and in it nothing stands that a mail program, a feed reader or a telephone takes for an address or a number."""
    made = unlinked(text)
    assert made.replace("\u2060", "").replace("\N{NO-BREAK SPACE}", " ") == text.replace("&", "&amp;")
    assert not re.search(r"\w\.\w|\w@\w|://|\d[ \N{NO-BREAK SPACE}-]?\d{3}[ \N{NO-BREAK SPACE}-]?\d{3}", made), made
    assert " " not in made


def test_pages_and_feeds_have_them_in_a_section_of_their_own() -> None:
    """The claim is quoted, what we say of it follows, and no address of theirs is linked anywhere."""
    site = _site()
    page = files_of(site, pages.write)
    feed = files_of(site, feeds.write)
    for where, made in {**page, **feed}.items():
        text = made.decode("utf-8", "ignore")
        assert not re.search(r"href=.{0,3}https?://(leak|pay)\.example|tel:.{0,4}7700|mailto:pay", text), where
    here = page[next(path for path in page if path.endswith("incidents/incident/index.md"))].decode()
    assert "What others say, and what is not from us" in here
    assert "This is partly true." in here
    assert here.count("<code") == len(SEEN)


@pytest.mark.parametrize("view", ClaimView)
def test_the_script_says_what_we_say(view: ClaimView) -> None:
    """Those who answer the telephone get our own word for each claim, and no guess."""
    claim = Claim(
        name="forum", by="a newspaper", says="All letters are gone.", we_say=view, in_fact="Ten are.", because="No log."
    )
    script = next(text for path, text in _exports(_site(claim)).items() if path.endswith("script.txt"))
    said = language_for("en", theme()).gettext(words.WE_SAY[view])
    after = script[script.index("All letters are gone.") :]
    assert said in after
    assert ("Do not guess." in after.split("Is this message")[0]) is (view is ClaimView.NOT_CHECKED)


def test_posts_and_titles_do_not_repeat_a_claim() -> None:
    """Not even where we called it false and it was true: then a post says that we were wrong, and what is so."""
    called = Claim(name="forum", by="a newspaper", says="All letters are gone.", we_say=ClaimView.FALSE, looked="The log.")
    right = Claim(name="forum", by="a newspaper", says="All letters are gone.", we_say=ClaimView.TRUE)
    because = {"claims.forum": Correction(name="claims.forum", because="We had searched one of two servers.")}
    site = _site(called, claims={"forum": right}, corrections=because)
    posts = [text for path, text in _exports(site).items() if "post" in path]
    assert posts
    for text in posts:
        assert "letters are gone" not in text
        assert "newspaper" not in text
    assert any("This is true." in text for text in posts)


def test_facts_name_each_source() -> None:
    """A fact may be known from several places."""
    known = {"entry": Fact(name="entry", text="They came by post.", sources=("our supplier", "the police"))}
    site = site_of([incident(update(1, BEGAN, known=known))], BEGAN + HOUR)
    page = files_of(site, pages.write)
    assert "Source: our supplier, the police." in page["incidents/incident/index.md"].decode()
