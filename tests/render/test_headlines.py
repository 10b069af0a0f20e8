"""A title that is read alone names organisation, incident and what is new: over made-up and real histories, in every language, in each channel."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.document import IncidentFolder
from generator.model.update import Status
from generator.notifications import new_items
from generator.pipeline import publishing
from generator.render import calendar, exports, feeds, headlines
from generator.render.language import language_for
from generator.render.markup import flat
from generator.render.site import Site
from generator.render.translations import original
from generator.render.views import IncidentView
from tests.render.sites import HISTORIES, files_of, incident, made_up, moments, own, replay, site_of, theme, update
from tests.thorough import examples

ATOM = "{http://www.w3.org/2005/Atom}"
BEGAN = datetime(2027, 3, 3, 4, tzinfo=UTC)


def _check(site: Site) -> int:
    """Every item's title, in every format, begins with organisation and incident, has its number, and then what nothing before it said."""
    made = files_of(site, feeds.write)
    checked = 0
    for one in site.incidents:
        items = json.loads(made[f"incidents/{one.slug}/feed.json"])["items"]
        entries = ET.fromstring(made[f"incidents/{one.slug}/atom.xml"]).iter(f"{ATOM}entry")
        rss = ET.fromstring(made[f"incidents/{one.slug}/feed.xml"]).iter("item")
        titles = [item["title"] for item in items]
        assert titles == [entry.findtext(f"{ATOM}title") for entry in entries] == [item.findtext("title") for item in rss]
        about = flat(one.folder.incident.title).rstrip(".")
        for item, title in zip(items, titles, strict=True):
            whose, _, rest = title.partition(": ")
            assert whose == flat(site.config.organisation.name)
            assert rest.startswith(about), title
            number = item["id"].rpartition("/")[2]
            if number.isdecimal():
                before, _, news = rest.removeprefix(about).lstrip(".").partition(f"(update {number})")
                assert not before.strip(), title
                assert news.lstrip(". ") or int(number) == 1, title
                checked += 1
        assert len(set(titles)) == len(titles)
    return checked


@pytest.mark.parametrize("history", sorted(path.name for path in HISTORIES.iterdir() if (path / "incident.md").is_file()))
def test_of_real_histories(history: str) -> None:
    """Over real histories, at the end of each."""
    checked = replay(history)
    assert _check(publishing.publish(checked, max(moments(checked)))) > 1


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(folder=made_up())
def test_of_any_history(folder: IncidentFolder) -> None:
    """Over any history that the format can hold, also where every update has the title of its incident."""
    _check(site_of([folder], datetime(2028, 3, 3, tzinfo=UTC)))


def test_under_one_title_each_update_says_what_is_new() -> None:
    """Updates that all have the title of their incident are told apart by their sentence, or by what they changed."""
    updates = [update(number, BEGAN.replace(day=2 + number), title="An incident") for number in (1, 2, 3)]
    site = site_of([incident(*updates, title="An incident.")], BEGAN.replace(year=2028))
    assert _check(site) == 3


@settings(max_examples=examples(30), deadline=None)
@given(title=st.text(min_size=1, max_size=40).filter(flat), mark=st.sampled_from(["", ".", "?", "!", "…"]))
def test_whatever_a_title_ends_with(title: str, mark: str) -> None:
    """No title, however it ends, runs into the number or the news."""
    site = site_of([incident(update(1, BEGAN, title="It began"), title=title + mark)], BEGAN.replace(year=2028))
    (view,) = [IncidentView(site, one, one.ledger.transitions[-1], language_for("en", theme())) for one in site.incidents]
    said = headlines.of_update(view, str)
    assert said.endswith((" (update 1). It began", " (update 1)"))
    assert "..)" not in said


def test_one_title_in_every_channel() -> None:
    """The item of a feed, the notification and the subject of the e-mail have the same title."""
    site = own()
    items = {item["id"]: item["title"] for item in json.loads(files_of(site, feeds.write)["feed.json"])["items"]}
    told = {item.id: item.title for item in new_items.new_items(site, theme())}
    assert {id: title for id, title in items.items() if id in told} == told
    (first, *_) = site.incidents
    view = IncidentView(site, first, first.ledger.transitions[-1], language_for("en", theme()))
    assert (
        exports.subject(view, original(site))
        == "Larkfield Energy: " + items[f"tag:status.larkfield.example,2026:{first.slug}/5"].partition(": ")[2]
    )


def test_no_event_of_a_calendar_waits_for_what_has_come() -> None:
    """Only the event of a promise that is still open is called the next update."""
    from icalendar import Calendar  # noqa: TID251  # reads what the product wrote

    site = own()
    events = Calendar.from_ical(files_of(site, calendar.write)["calendar.ics"]).walk("VEVENT")
    titles = {str(event["uid"]): str(event["summary"]) for event in events}
    waiting = [uid for uid, title in titles.items() if "next update" in title]
    open_now = [one for one in site.incidents if one.ledger.transitions[-1].document.update.status is not Status.RESOLVED]
    assert len(waiting) == len(open_now) == 1
    assert all(title.startswith("Larkfield Energy: ") for title in titles.values())
