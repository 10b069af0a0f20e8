"""Subscribers and readers learn that a free page, or a way to ask, was changed: when, why, and what stood there."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.model.source import RawFile
from generator.pipeline import checking, publishing, sealing_pages
from generator.render import feeds, pages
from generator.render.site import Site
from generator.seals.page_words import PAGE_LOCK
from tests.render.sites import files_of

NOW = datetime(2027, 5, 9, 12, tzinfo=UTC)
CONFIG = """organisation: {name: Brook Lane Clinic}
site: {url: https://status.brook.example/, id: status.brook.example, languages: [en, de]}
contact: {email: help@brook.example, phone: +44 20 7946 0018, hours: every day}
audiences: {staff: {name: Our staff, contact: {phone: +44 20 7946 0100}}}
translations: {de: {contact: {hours: täglich}}}
"""
INCIDENT = "---\ntitle: A mailbox was read\naware: 2027-05-01T08:00Z\n---\n"
UPDATE = """---
title: Somebody read a mailbox
published: 2027-05-01T09:00Z
status: investigating
known: {box: One mailbox was read.}
unknown: {whose: Whose letters were in it.}
next_steps: {log: We read the log.}
actions: There is nothing you can do yet.
next_update: 2027-05-20T09:00Z
---
"""
TEXTS = {
    "site_config.yml": CONFIG,
    "content/incidents/mailbox/incident.md": INCIDENT,
    "content/incidents/mailbox/01-first.md": UPDATE,
    "content/pages/rooms.md": "---\ntitle: Our rooms\n---\nWe are in Mill Lane.\n",
    "content/pages/rooms.de.md": "---\ntitle: Unsere Räume\n---\nWir sind in der Mill Lane.\n",
}
EN = "changed: {on: 2027-05-05, because: We have moved., was: We are in Mill Lane.}"
DE = "changed: {on: 2027-05-05, because: Wir sind umgezogen., was: Wir sind in der Mill Lane.}"
PHONE = "changed: {contact.phone: {on: 2027-05-06, because: The exchange burned down., was: +44 20 7946 0018}}\n"


def _raw(texts: dict[str, str]) -> list[RawFile]:
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]


def _sealed(texts: dict[str, str], when: datetime) -> dict[str, str]:
    return texts | {path: text for path, text, _ in sealing_pages.seals(checking.check(_raw(texts), when), when)}


def _site(texts: dict[str, str], now: datetime = NOW) -> Site:
    return publishing.publish(checking.check(_raw(texts), now), now)


def _changed(texts: dict[str, str], path: str, was: str, now: str, note: str) -> dict[str, str]:
    return texts | {path: texts[path].replace(was, now, 1).replace("\n---\n", f"\n{note}\n---\n", 1)}


def _moved() -> dict[str, str]:
    """Return the site after the clinic moved, and told so in both languages."""
    sealed = _sealed(TEXTS, NOW - timedelta(days=7))
    moved = _changed(sealed, "content/pages/rooms.md", "Mill Lane", "High Street", EN)
    return _changed(moved, "content/pages/rooms.de.md", "der Mill Lane", "der High Street", DE)


def _items(site: Site, path: str = "feed.json") -> dict[str, dict[str, str]]:
    return {item["id"]: item for item in json.loads(files_of(site, feeds.write)[path])["items"]}


def test_a_page_in_the_feeds() -> None:
    """The note of a page is an item with its day, its reason and the old words, in each language in that language's words."""
    site = _site(_moved())
    (english,) = (one for key, one in _items(site).items() if "changed/rooms/" in key)
    assert (english["title"], english["date_published"]) == ("Brook Lane Clinic: Changed: Our rooms", "2027-05-05T00:00:00Z")
    assert english["url"] == "https://status.brook.example/rooms/"
    assert "We have moved." in english["content_html"]
    assert "<del>We are in Mill Lane.</del>" in english["content_html"]
    (german,) = (one for key, one in _items(site, "de/feed.json").items() if "changed/rooms/" in key)
    assert (german["title"], german["url"]) == (
        "Brook Lane Clinic: Geändert: Unsere Räume",
        "https://status.brook.example/de/rooms/",
    )
    assert "<del>Wir sind in der Mill Lane.</del>" in german["content_html"]
    assert not [key for key in _items(site, "incidents/mailbox/feed.json") if "changed/rooms" in key]
    for path in ("feed.xml", "atom.xml"):
        assert b"Brook Lane Clinic: Changed: Our rooms" in files_of(site, feeds.write)[path]


def test_an_item_stays() -> None:
    """A further change gets an item of its own, and leaves the item of the first as it was."""
    moved = _sealed(_moved(), NOW)
    before = _items(_site(moved))
    later = EN.replace("05-05", "05-08").replace("We have moved.", "The street was renamed.").replace("Mill Lane", "High Street")
    again = moved | {
        "content/pages/rooms.md": moved["content/pages/rooms.md"]
        .replace(EN, later)
        .replace("in High Street.\n", "in King Street.\n")
    }
    after = _items(_site(_sealed(again, NOW)))
    assert {key: after.get(key) for key in before} == before
    assert len(after) == len(before) + 1


def test_a_translation_alone() -> None:
    """What only a translation changed is news for readers of that language, and for no others."""
    sealed = _sealed(TEXTS, NOW - timedelta(days=7))
    site = _site(_changed(sealed, "content/pages/rooms.de.md", "der Mill Lane", "der Mill-Lane", DE))
    assert [key for key in _items(site, "de/feed.json") if "changed/rooms/" in key]
    assert not [key for key in _items(site) if "changed/rooms/" in key]


@pytest.mark.parametrize(
    "path", ["index.md", "incidents/mailbox/index.md", "incidents/mailbox/1/index.md", "subscribe/index.md", "verify/index.md"]
)
def test_a_way_to_ask_on_pages(path: str) -> None:
    """Beside a number that was changed stands when, why, and the earlier one, on each page that gives it."""
    texts = _sealed(TEXTS, NOW - timedelta(days=7))
    texts["site_config.yml"] = CONFIG.replace("0018", "0999") + PHONE
    page = files_of(_site(texts), pages.write)[path].decode()
    assert "The exchange burned down." in page
    assert "<del>+44 20 7946 0018</del>" in page


def test_a_way_to_ask_in_feeds() -> None:
    """A changed number is an item of the feed of everything, which leads to the page that says how to ask."""
    texts = TEXTS | {"site_config.yml": CONFIG.replace("0018", "0999") + PHONE}
    (item,) = (one for key, one in _items(_site(texts)).items() if "changed/contact.phone" in key)
    assert (item["title"], item["url"]) == (
        "Brook Lane Clinic: Changed: how to reach us",
        "https://status.brook.example/verify/#h-ask",
    )
    assert "<del>+44 20 7946 0018</del>" in item["content_html"]
    assert not [key for key in _items(_site(texts, datetime(2027, 5, 5, tzinfo=UTC))) if "changed/" in key]


def test_only_what_concerns_the_readers() -> None:
    """An incident with a number of its own does not tell of the site's; words in one language are told in that language alone."""
    german = "changed: {'@de.contact.hours': {on: 2027-05-06, because: Wir sind weniger., was: immer}}\n"
    texts = TEXTS | {"site_config.yml": CONFIG + german}
    made = files_of(_site(texts), pages.write)
    assert "Wir sind weniger." in made["de/index.md"].decode()
    assert "Wir sind weniger." not in made["index.md"].decode()
    own = TEXTS | {
        "site_config.yml": CONFIG.replace("0018", "0999") + PHONE,
        "content/incidents/mailbox/incident.md": INCIDENT.replace("\n---\n", "\ncontact: {phone: +44 20 7946 0555}\n---\n", 1),
    }
    assert "burned down" not in files_of(_site(own), pages.write)["incidents/mailbox/index.md"].decode()


def test_the_newest_change_alone() -> None:
    """Beside a way to ask stands its newest change; all of them are on the page of what is genuine."""
    two = PHONE.replace("}}", "}, contact.phone.2: {on: 2027-05-08, because: The new one was taken., was: +44 20 7946 0999}}")
    made = files_of(_site(TEXTS | {"site_config.yml": CONFIG.replace("0018", "0777") + two}), pages.write)
    assert "The new one was taken." in made["index.md"].decode()
    assert "burned down" not in made["index.md"].decode()
    assert "burned down" in made["verify/index.md"].decode()
    assert PAGE_LOCK not in TEXTS
