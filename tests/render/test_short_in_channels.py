"""What a reader asks first is said in the same words in every channel, and an item of a feed never takes it back later."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from generator.content.assembly import assemble
from generator.model.source import RawFile
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


_CLUB = """---
title: They copied a list
published: 2027-03-03T03:00Z
status: confirmed
known: {entry: Someone used a stolen password.}
unknown: {notes: Whether they opened the notes.}
actions: There is nothing you can do yet.
next_steps: {log: We read the log.}
affected:
  members: {unit: members, exact: 1372, of: 5210}
  children: {unit: members, exact: 217, part_of: members}
  staff: {unit: trainers, exact: 14, of: 61}
direct_notice:
  members: {how: HOW, by: 2027-03-22}
  children: {how: by letter to their parents, by: 2027-03-23}
  staff: {how: In person, sent: {exact: 14}, complete: true}
fakes: {refund: {what: An e-mail asks for your card.}}
claims: {forum: {by: someone on a forum, says: I have the list., we_say: not_checked}}
next_update: 2027-03-04T03:00Z
---
"""
_CLUB_FILE = "---\ntitle: Someone copied records\naware: 2027-03-03T02:00Z\nnames: {children: members under 18}\n---\n"


def _club(how: str) -> Site:
    """A club that tells its members, and the parents of some, by letter."""
    texts = {"incident": _CLUB_FILE, "01-first": _CLUB.replace("HOW", how)}
    made = {name: text.encode() for name, text in texts.items()}
    folders = assemble([RawFile(f"content/incidents/club/{name}.md", data, len(data)) for name, data in made.items()]).incidents
    assert all(folder.understood for folder in folders)
    return site_of(list(folders), datetime(2027, 3, 3, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("by letter", "How we contact them: by letter."),
        ("By letter.", "How we contact them: By letter."),
        ("We write to each of them.", "We write to each of them."),
        ("On 4 March we write to each of them", "On 4 March we write to each of them."),
    ],
)
def test_how_people_are_told_is_never_a_word_on_its_own(how: str, said: str) -> None:
    """“By letter.” behind “1,372 members are affected.” would say nothing to a reader who does not know what it answers; a sentence stands by itself."""
    for name, text in _channels(_club(how)).items():
        if name.startswith("post"):
            continue
        short = text.partition("In short")[2]
        assert f"1,372 of 5,210 members are affected. {said} We promised" in short, name
        assert "14 of 61 trainers are affected. How we contact them: In person. All of them have been contacted." in short, name


def test_a_part_that_is_told_on_its_own_is_counted() -> None:
    """Who is told in another way than the rest of their group read how many they are."""
    for name, text in _channels(_club("by letter")).items():
        if not name.startswith("post"):
            assert "Members under 18: 217 members. How we contact them: by letter to their parents. We promised" in text, name


def test_each_group_has_a_line_of_its_own() -> None:
    """Where several groups are told apart, what is said of one does not run on behind what is said of another."""
    site = _club("by letter")
    view = IncidentView(site, site.incidents[0], site.incidents[0].ledger.transitions[-1], language_for("en", theme()))
    made = {
        one.path: one.data.decode()
        for one in exports.write(view, original(site), theme(), (Form.EMAIL, Form.LETTER, Form.SCRIPT))
    }
    for name in ("email.txt", "letter.txt", "script.txt"):
        lines = made[name].partition("Is this me? ")[2].partition("\n\n")[0].replace("\N{NO-BREAK SPACE}", " ").splitlines()
        assert [line.partition(" are affected.")[0].partition(" How we")[0] for line in lines] == [
            "1,372 of 5,210 members",
            "Staff: 14 of 61 trainers",
            "Members under 18: 217 members.",
        ], name


def test_what_is_not_from_us_is_in_every_channel() -> None:
    """Someone who writes in our name reaches those who read nothing but our e-mail or letter; what others say is no matter for a letter."""
    for name, text in _channels(_club("by letter")).items():
        if not name.startswith("post"):
            assert "An e-mail asks for your card." in text, name
            assert ("I have the list." in text) is not name.startswith("letter"), name


def test_a_letter_speaks_of_no_update_that_its_reader_had() -> None:
    """Whoever gets a letter may have read no update: it says which of them came late, and not that nothing has changed since another one."""
    site = own()
    view, texts = exports.view_of(site, site.by_slug["support-tickets"], 4, "", theme())
    made = {one.path: _text(one.data.decode()) for one in exports.write(view, texts, theme(), (Form.EMAIL, Form.LETTER))}
    assert {"letter.txt", "letter.html", "email.txt", "email.html"} <= made.keys()
    for name, text in made.items():
        is_letter = name.startswith("letter")
        if name.endswith((".txt", ".html")):
            assert ("Our update of 17 November came late. We promised this for 16 November" in text) is is_letter, name
            assert ("This update came late. We promised" in text) is not is_letter, name
            assert ("Nothing has changed since the previous update." in text) is not is_letter, name
