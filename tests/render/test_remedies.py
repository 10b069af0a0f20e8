"""What readers get of what those who are affected are owed."""

from datetime import date, timedelta
from typing import Any

import pytest

from generator.model.update import Count, CountForm, DirectNotice, Remedy, Status
from generator.render import calendar, exports, feeds, ledger_json, pages
from generator.render.exports import Form
from generator.render.site import Site
from tests.render.sites import BEGAN, files_of, incident, read, site_of, theme, update

DAY = timedelta(days=1)
SILENCE = "If you heard nothing, your letters were not opened."
REMEDY = Remedy(
    name="watch", what="We pay for monitoring.", months=18, enrol_by=date(2027, 3, 9), how="Use the code in your letter."
)


def _exactly(number: int) -> Count:
    return Count(population="patients", unit="people", form=CountForm.EXACT, low=number, high=number, stated=(number,))


def _site(now: timedelta = timedelta(hours=2), **keys: Any) -> Site:
    given = {"affected": {"patients": _exactly(900)}, **keys}
    return site_of([incident(update(1, BEGAN, status=Status.CONFIRMED, **given))], BEGAN + now)


def _told(**keys: Any) -> dict[str, DirectNotice]:
    counts: dict[str, Any] = {key: _exactly(keys.pop(key)) for key in ("sent", "returned") if key in keys}
    return {"patients": DirectNotice(name="patients", how="by letter", **counts, **keys)}


def _page(site: Site) -> str:
    return files_of(site, pages.write)["incidents/incident/index.md"].decode()


UNTOLD = "You may be affected even if you have not heard from us."


@pytest.mark.parametrize(
    ("notice", "untold", "asked"),
    [
        ({"by": date(2027, 3, 20)}, True, False),
        ({"sent": 500}, True, False),
        ({"sent": 900, "complete": True}, False, False),
        ({"sent": 900, "returned": 10, "complete": True}, True, False),
        ({"sent": 910, "returned": 10, "complete": True, "silence": SILENCE}, False, True),
        ({}, False, False),
    ],
)
def test_what_hearing_nothing_means(notice: dict[str, Any], *, untold: bool, asked: bool) -> None:
    """That somebody may not have been told is said while that is so; whoever has moved is asked to write only once all have been told."""
    page = _page(_site(direct_notice=_told(**notice)))
    assert (UNTOLD in page) is untold
    assert (SILENCE in page) is asked
    assert ("If your address has changed, ask us." in page) is asked


@pytest.mark.parametrize(("days", "over"), [(0, False), (9, True)])
def test_the_last_day(days: int, *, over: bool) -> None:
    """The page says until when readers can ask, and once that day has passed, that it has."""
    page = _page(_site(now=DAY * days + timedelta(hours=2), remedies={"watch": REMEDY}))
    assert "Ask for it by:" in page
    assert "<dt>How long:</dt> <dd>18 months" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert ("That day has passed." in page) is over


def test_it_is_in_every_channel() -> None:
    """Feeds, letters, scripts, e-mails, the calendar and the ledger say what is offered, and how people are told."""
    site = _site(remedies={"watch": REMEDY}, direct_notice=_told(by=date(2027, 3, 20), sent=500))
    made = files_of(site, feeds.write, calendar.write, ledger_json.write)
    assert "We pay for monitoring." in made["feed.xml"].decode()
    days = made["incidents/incident/calendar.ics"].decode()
    assert "DTSTART;VALUE=DATE:20270309" in days
    assert "DTSTART;VALUE=DATE:20270320" in days
    (path,) = (
        path for path in made if path.startswith("api/ledger/2/") and path.endswith("incident.json") and "schema" not in path
    )
    held = read(made, path)
    assert [one["months"] for one in held["remedies"]] == [18]
    assert [one["sent"]["low"] for one in held["direct_notice"]] == [500]
    assert [one["kind"] for one in held["promises"] if one["kind"] == "notice"] == ["notice"]
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    for one in exports.write(view, texts, theme(), (Form.EMAIL, Form.SCRIPT)):
        if one.path.endswith(".txt"):
            assert "We pay for monitoring." in one.data.decode(), one.path


def test_what_incident_md_offers_stands_beside_the_newest_update_alone() -> None:
    """Nobody knows when it was written there, so an older update does not claim it."""
    later = [update(1, BEGAN), update(2, BEGAN + DAY, status=Status.CONFIRMED)]
    site = site_of([incident(*later, remedy="We pay for a card.", direct_notice="We ring you.")], BEGAN + 2 * DAY)
    made = files_of(site, pages.write)
    assert "We pay for a card." in made["incidents/incident/index.md"].decode()
    assert "We pay for a card." not in made["incidents/incident/1/index.md"].decode()
