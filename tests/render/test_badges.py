"""Badges and the banner: what they say, as of when and until when; and that they are as well-formed and harmless as pages."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.config import SiteSettings
from generator.model.update import Status
from generator.render import badges
from generator.render.badges import FOLDER, Badge, draw
from generator.render.language import language_for
from generator.render.site import Site
from tests.render.sites import BEGAN, CONFIG, HARD, files_of, incident, own, site_of, theme, update
from tests.thorough import examples

SVG = "{http://www.w3.org/2000/svg}"
DAY = timedelta(days=1)


def _badges(site: Site) -> dict[str, str]:
    return {path.removeprefix(f"{FOLDER}/"): data.decode() for path, data in files_of(site, badges.write).items()}


def _said(svg: str) -> str:
    """Its words, in the order in which they are read."""
    return " ".join(text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text"))


def _open(published: datetime) -> Site:
    folder = incident(update(1, BEGAN, next_update=published + DAY), slug="tickets", title="Someone read tickets")
    return site_of([folder], published)


def test_one_open_incident() -> None:
    """The site's badge is that of its only open incident: status, title, next update, as of when and until when, and where the latest is."""
    made = _badges(own())
    assert made["site.svg"] == made["support-tickets.svg"]
    assert _said(made["site.svg"]) == (
        "Larkfield Energy Contained Someone read customer support tickets Next update by Friday 27 November, 5 pm UK time"
        " As of Monday 23 November 2026, 00:00 UK time. Out of date from Friday 27 November 2026, 5 pm UK time on."
        " The latest: status.larkfield.example/incidents/support- tickets"
    )
    assert "Nächste Mitteilung bis" in _said(made["site.de.svg"])
    assert "status.larkfield.example/de/incidents/" in _said(made["site.de.svg"])


def test_a_badge_for_each_incident() -> None:
    """There is one for each incident, also for what is closed; none more, whatever the languages."""
    site = own()
    slugs = {one.slug for one in site.incidents}
    assert len(slugs) > 2
    assert set(_badges(site)) == {
        *(f"{slug}.svg" for slug in slugs),
        *("site.svg", "site.de.svg", "banner.txt", "banner.de.txt", "banner.css"),
    }


def test_the_day_of_the_build() -> None:
    """Builds of one day in which nothing happened make the same badge; the next day's says that it is of that day. What is closed stays as it is."""
    first, later, tomorrow = (
        _badges(own(datetime(2026, 11, day, hour, tzinfo=UTC))) for day, hour in ((23, 1), (23, 23), (24, 1))
    )
    assert first == later
    assert "As of Tuesday 24 November 2026, 00:00 UK time." in _said(tomorrow["site.svg"])
    assert tomorrow["meter-portal.svg"] == first["meter-portal.svg"]
    assert tomorrow["false-alarm-login.svg"] == first["false-alarm-login.svg"]
    assert "As of Wednesday 22 July 2026, 8:30 am UK time." in _said(first["false-alarm-login.svg"])
    assert "Out of date" not in _said(first["false-alarm-login.svg"])


def test_it_is_as_of_its_update() -> None:
    """On the day of an update a badge is as of the update, not of the morning before it."""
    said = _said(_badges(_open(BEGAN + timedelta(hours=3)))["tickets.svg"])
    assert "As of Wednesday 3 March 2027, 3 am UK time." in said


def test_late() -> None:
    """When the promised time has passed a badge says so, as of the moment since when that is so, and promises no other."""
    promised = BEGAN + timedelta(hours=6)
    folder = incident(update(1, BEGAN, next_update=promised), slug="tickets", title="Someone read tickets")
    for hours in (7, 12):
        said = _said(_badges(site_of([folder], BEGAN + timedelta(hours=hours)))["site.svg"])
        assert "The next update was due by Wednesday 3 March, 9 am UK time" in said
        assert "As of Wednesday 3 March 2027, 9 am UK time. The latest" in said
        assert "Out of date" not in said


def test_late_is_seen() -> None:
    """A badge of an update that is late has the colour of what calls for attention, whatever the status; before that it has that of the status."""
    promised = BEGAN + timedelta(hours=6)
    folder = incident(update(1, BEGAN, status=Status.MONITORING, next_update=promised), slug="tickets")
    colours = [
        re.search(
            r'<rect class="role"[^>]*fill="([^"]+)"', _badges(site_of([folder], BEGAN + timedelta(hours=hours)))["tickets.svg"]
        )
        for hours in (5, 7)
    ]
    assert [found and found[1] for found in colours] == ["#1f4e9c", "#874600"]


def test_nothing_open() -> None:
    """Without an open incident a badge says so as of that day, and the banner shows nothing."""
    site = site_of([], datetime(2027, 5, 4, 15, tzinfo=UTC))
    made = _badges(site)
    assert _said(made["site.svg"]) == (
        "Larkfield Energy No open incidents As of Tuesday 4 May 2027, 00:00 UK time. The latest: status.larkfield.example"
    )
    assert (
        " ".join(made["banner.txt"].split())
        == "<!-- Larkfield Energy: No open incidents. As of Tuesday 4 May 2027, 00:00 UK time. -->"
    )


def test_several_open() -> None:
    """With several, the site's badge counts them, and says when the first of them will be heard of; the banner lists them all."""
    folders = [
        incident(update(1, BEGAN, next_update=BEGAN + days * DAY), slug=f"incident-{days}", title=f"Incident {days}")
        for days in (3, 2)
    ]
    made = _badges(site_of(folders, BEGAN + DAY))
    said = _said(made["site.svg"])
    assert "2 security incidents are open Next update by Friday 5 March, 3 am UK time" in said
    assert "Out of date from Friday 5 March 2027, 3 am UK time on. The latest: status.larkfield.example" in said
    assert made["banner.txt"].count("<strong>Investigating.</strong>") == 2


def test_one_of_several_is_late() -> None:
    """When one of them is late, the site's badge says so, and is out of date from the next promise of another on."""
    folders = [
        incident(
            update(1, BEGAN, next_update=BEGAN + hours * timedelta(hours=1)), slug=f"incident-{hours}", title=f"Is it {hours}?"
        )
        for hours in (6, 40)
    ]
    made = _badges(site_of(folders, BEGAN + timedelta(hours=7)))
    said = _said(made["site.svg"])
    assert "The next update was due by Wednesday 3 March, 9 am UK time" in said
    assert "Out of date from Thursday 4 March 2027, 7 pm UK time on." in said
    # No full stop after a question mark.
    assert ">Is it 6?</a> The next" in made["banner.txt"]


def test_an_address_in_a_language_written_from_the_right() -> None:
    """An address that does not fit into a line keeps its hyphen at its end, where otherwise it would move to its beginning."""
    language = language_for("ar", theme(), CONFIG.site.timezone)
    badge = Badge(
        organisation="Larkfield Energy", status="تم", role="act", title="عنوان", title_language="ar", following="", until=None,
        as_of=BEGAN, address="https://status.larkfield.example/ar/incidents/tickets-of-customers-in-the-north/",
    )  # fmt: skip
    lines = [text.text or "" for text in ET.fromstring(draw(badge, language)).iter(f"{SVG}text")]
    torn = [line for line in lines if line.rstrip("\N{LEFT-TO-RIGHT MARK}").endswith(("-", "/"))]
    assert torn
    assert all(line.endswith("\N{LEFT-TO-RIGHT MARK}") for line in torn)


def test_an_incident_called_site() -> None:
    """An incident whose folder is called `site` does not take the place of the site's badge."""
    folders = [incident(update(1, BEGAN), slug=slug, title=f"About {slug}") for slug in ("site", "other")]
    made = _badges(site_of(folders, BEGAN + DAY))
    assert "2 security incidents are open" in _said(made["site.svg"])
    assert "other.svg" in made


def test_a_name_and_a_description() -> None:
    """A badge that is opened by itself, or put into a page as SVG, has a name and a description, in its language."""
    svg = ET.fromstring(_badges(own())["site.de.svg"])
    assert svg.get("role") == "img"
    assert svg.get("lang") == "de"
    named = {one.get("id"): one.text or "" for one in svg.iter() if one.get("id")}
    name, description = (named[id] for id in (svg.get("aria-labelledby") or "").split())
    assert name == "Larkfield Energy: Eingedämmt"
    assert "Jemand hat Anfragen an unseren Kundendienst gelesen. Nächste Mitteilung bis" in description


def test_it_asks_nobody_and_runs_nothing() -> None:
    """Nothing in a badge or a banner is executed, or asks for another file; without style sheets a badge still has its colours."""
    for name, text in _badges(own()).items():
        assert not re.search(
            r"<(?:script|image|use|a|foreignObject|iframe|img)\b|\bon\w+=|@import|url\(|javascript:", text, re.IGNORECASE
        ) or name.startswith("banner")
        assert not re.search(r"<(?:script|iframe|img|style|link)\b|\son\w+=|style=|@import|url\(", text) or name.endswith(".svg")
        if name.endswith(".svg"):
            assert all(one.get("fill") for one in ET.fromstring(text).iter() if one.tag in {f"{SVG}text", f"{SVG}rect"})


@given(words=st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=120))
@settings(max_examples=examples(40), deadline=None)
def test_any_words(words: str) -> None:
    """Whatever an incident is called, a badge is well-formed and says it, and so does the banner."""
    title = f"{words} {HARD}"
    folder = incident(update(1, BEGAN, next_update=BEGAN + DAY), slug="tickets", title=title)
    made = _badges(site_of([folder], BEGAN + timedelta(hours=1)))
    said = "".join(_said(made["tickets.svg"]).split())
    assert "".join(title.split())[:40] in said
    parser = html5lib.HTMLParser(strict=True)
    read = parser.parseFragment(made["banner.txt"])
    assert parser.errors == []
    assert "".join(title.split())[:40] in "".join("".join(read.itertext()).split())


@pytest.mark.parametrize("tag", ["en", "de", "fr", "es", "ar"])
def test_lines_are_no_longer_than_the_badge(tag: str) -> None:
    """In every language of the product, and with words longer than a line, no line is wider than the room by the widths of a wide font."""
    language = language_for(tag, theme(), CONFIG.site.timezone)
    badge = Badge(
        organisation="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        status="مرحبا" * 20,
        role="act",
        title="A" * 300,
        title_language=tag,
        following="Nächste Mitteilung bis Freitag, 27. November, 17 Uhr (Britische Zeit)",
        until=BEGAN,
        as_of=BEGAN,
        address="https://" + "a" * 200 + ".example/",
    )
    svg = ET.fromstring(draw(badge, language))
    for text in svg.iter(f"{SVG}text"):
        size = float(text.get("font-size") or 0) * (1.12 if text.get("font-weight") else 1)
        assert badges.width(text.text or "") * size <= 360 - 8 - 2 * 14
    last = max(float(text.get("y") or 0) for text in svg.iter(f"{SVG}text"))
    assert last < float(svg.get("height") or 0)


def test_a_drill_has_none() -> None:
    """A badge could be seen where nobody says that it is a drill."""
    from generator.render.writers import DRILL_WRITERS

    assert badges.write not in DRILL_WRITERS


def test_below_the_root_of_a_host() -> None:
    """A site below the root of its host names its own place."""
    config = replace(CONFIG, site=SiteSettings(url="https://larkfield.example/status/", timezone=CONFIG.site.timezone))
    site = site_of([incident(update(1, BEGAN, status=Status.CONFIRMED), slug="tickets")], BEGAN + DAY, config)
    assert _said(_badges(site)["site.svg"]).endswith("The latest: larkfield.example/status/incidents/tickets")
