"""Promised times as calendars, read back with the library that wrote them; tests/clients reads them with another."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component, vCategory  # noqa: TID251  # reads back what was written
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.model.document import IncidentFolder, ReviewDocument
from generator.model.incident import Review
from generator.model.source import Source
from generator.model.update import Status
from generator.pipeline import publishing
from generator.render import calendar
from generator.render.site import Site
from tests.render.sites import (
    BEGAN,
    CONFIG,
    HARD,
    HISTORIES,
    NOW,
    UNFIT,
    files_of,
    incident,
    made_up,
    moments,
    own,
    replay,
    site_of,
    update,
)
from tests.thorough import examples

HOUR = timedelta(hours=1)
OWN = "tag:status.larkfield.example,2026:support-tickets"


def _read(data: bytes) -> dict[str, Component]:
    """The events of a calendar by id, after a look at what RFC 5545 asks of any file."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode("utf-8")
    read = Calendar.from_ical(data)
    assert read.errors == []
    assert (read["version"], read["calscale"]) == ("2.0", "GREGORIAN")
    assert read.subcomponents
    found = {}
    for event in read.walk("VEVENT"):
        assert event.errors == []
        assert event["uid"] not in found
        found[str(event["uid"])] = event
    return found


def _categories(event: Component) -> list[str]:
    held = event["categories"]
    assert isinstance(held, vCategory)
    return [str(one) for one in held.cats]


def _events(site: Site) -> dict[str, Component]:
    return _read(files_of(site, calendar.write)["calendar.ics"])


def _events_of_incidents(site: Site) -> dict[str, Component]:
    """Every event that the calendars of a site's incidents have."""
    made = files_of(site, calendar.write)
    found: dict[str, Component] = {}
    for one in site.incidents:
        events = _read(made[f"incidents/{one.slug}/calendar.ics"])
        assert found.keys().isdisjoint(events)
        found |= events
    return found


class _File(SingleFileSnapshotExtension):
    _write_mode = WriteMode.BINARY
    file_extension = "ics"


def test_calendar(snapshot: SnapshotAssertion) -> None:
    """An incident's calendar, as it is published."""
    made = files_of(own(), calendar.write)
    assert made["incidents/support-tickets/calendar.ics"] == snapshot(extension_class=_File)


def test_every_promised_update_is_an_event() -> None:
    """Each promised update is an event at its time, says whose it is and what became of it, and leads to the incident."""
    site = own()
    made = files_of(site, calendar.write)
    events = _read(made["incidents/support-tickets/calendar.ics"])
    assert sorted(events) == [
        "tag:status.larkfield.example,2026:support-tickets#remedy.new-number",
        *(f"{OWN}/{number}#update" for number in range(1, 6)),
    ]
    for number in range(1, 6):
        event = events[f"{OWN}/{number}#update"]
        promised = site.incidents[0].ledger.transitions[number - 1].document.update
        assert event.decoded("dtstart") == promised.next_update
        assert str(event["summary"]).translate(_PLAIN) == TITLES[number]
        assert event["url"] == "https://status.larkfield.example/incidents/support-tickets/"
        assert event["status"] == "CONFIRMED"
        assert event["sequence"] == 0
        assert event.decoded("created") == promised.published
        assert event.decoded("dtstamp") == event.decoded("last-modified") <= NOW
        assert _categories(event) == ["Promised update", "Support desk"]
        assert f"Promised in update {number}, published" in str(event["description"])
    said = {
        number: str(events[f"{OWN}/{number}#update"]["description"]).replace("\N{NO-BREAK SPACE}", " ") for number in range(1, 6)
    }
    assert "Kept: see update 2, published 10 November, 12:55 pm." in said[1]
    assert "Late: see update 4, published 17 November, 9:20 am." in said[3]
    assert "nobody pressed the button" in said[3]
    assert "Not due yet." in said[5]
    every = _read(made["calendar.ics"])
    assert events.items() <= every.items() <= _events_of_incidents(site).items()


def test_the_calendar_of_the_site_does_not_grow_with_the_years() -> None:
    """What was settled more than 90 days before the latest news is in its incident's calendar alone; what is late stays, and so does what time alone makes old."""
    old = incident(
        update(1, BEGAN, next_update=BEGAN + HOUR),
        update(2, BEGAN + HOUR, status=Status.RESOLVED, next_update=None, review_by=date(2027, 4, 1)),
        slug="old",
    )
    late = incident(update(1, BEGAN, next_update=BEGAN + HOUR), slug="late")
    settled, missed = ("tag:status.larkfield.example,2026:" + one for one in ("old/1#update", "late/1#update"))
    years_later = BEGAN + timedelta(days=2000)
    assert {settled, missed} <= _events(site_of([old, late], years_later)).keys()
    for days, stays in ((89, True), (91, False)):
        when = BEGAN + timedelta(days=days)
        new = incident(update(1, when, next_update=when + HOUR), slug="new")
        site = site_of([old, late, new], years_later)
        found = _events(site)
        assert {missed, "tag:status.larkfield.example,2026:old/2#review"} <= found.keys()
        assert (settled in found) is stays
        assert settled in _events_of_incidents(site)


#: Of the events of the own site's promised updates, by the update that made the promise.
TITLES = {
    1: "Larkfield Energy: update 2 on “Someone read customer support tickets” came on 10 November 2026, as promised",
    2: "Larkfield Energy: update 3 on “Someone read customer support tickets” came on 12 November 2026, as promised",
    3: "Larkfield Energy: update 4 on “Someone read customer support tickets” came late, on 17 November 2026",
    4: "Larkfield Energy: update 5 on “Someone read customer support tickets” came on 20 November 2026, as promised",
    5: "Larkfield Energy: next update on “Someone read customer support tickets”",
}
_PLAIN = str.maketrans({"\N{NO-BREAK SPACE}": " "})


def test_calendars_in_every_language() -> None:
    """Readers of each language have the site's calendar and each incident's in it: the same events, with its words and addresses."""
    made = files_of(own(), calendar.write)
    for name in ("calendar.ics", "incidents/support-tickets/calendar.ics"):
        ours, theirs = _read(made[name]), _read(made[f"de/{name}"])
        assert ours.keys() == theirs.keys()
        assert all(ours[uid].decoded("dtstart") == theirs[uid].decoded("dtstart") for uid in ours)
        event = theirs[f"{OWN}/5#update"]
        assert event["url"] == "https://status.larkfield.example/de/incidents/support-tickets/"
        assert "Jemand hat Anfragen an unseren Kundendienst gelesen" in str(event["summary"])
        assert "System des Kundendienstes" in _categories(event)
        assert not any("Someone read" in str(one[key]) for one in theirs.values() for key in ("summary", "description"))
    assert Calendar.from_ical(made["de/calendar.ics"])["name"] == "Larkfield Energy: Sicherheitsvorfälle"


def test_what_is_overdue_says_so() -> None:
    """A promise past its time says so, also in the title of its event; no other part of the event changes."""
    before, after = _events(own())[f"{OWN}/5#update"], _events(own(datetime(2026, 12, 24, tzinfo=UTC)))[f"{OWN}/5#update"]
    assert "That time has passed, and we are late" in str(after["description"])
    due = datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert after.decoded("last-modified") == due + timedelta(minutes=15)
    assert {key for key in after if after[key] != before.get(key)} == {"DESCRIPTION", "DTSTAMP", "LAST-MODIFIED", "SUMMARY"}
    assert after["summary"] == "Larkfield Energy: the promised update on “Someone read customer support tickets” is late"


def test_a_review_that_moves_is_one_event() -> None:
    """A day is an event of the whole day; a review put off keeps its event's id, with a higher sequence, and says that it moved."""
    folder = incident(
        update(1, BEGAN, status=Status.RESOLVED, review_by=date(2027, 4, 1)),
        update(2, BEGAN + HOUR, status=Status.RESOLVED, review_by=date(2027, 5, 1)),
        update(3, BEGAN + timedelta(days=70), status=Status.RESOLVED, review_by=date(2027, 6, 1), because="We were ill."),
    )
    review = ReviewDocument(
        source=Source("review.md", ""),
        review=Review(title="A review", published=datetime(2027, 5, 30, tzinfo=UTC), cause="A cause."),
    )
    seen = []
    for now, shown in (
        (BEGAN, folder),
        (BEGAN + HOUR, folder),
        (BEGAN + timedelta(days=70), folder),
        (datetime(2027, 7, 1, tzinfo=UTC), folder),
        (datetime(2027, 7, 1, tzinfo=UTC), replace(folder, review=review)),
    ):
        (found,) = _events(site_of([shown], now)).items()
        seen.append(found)
    assert {uid for uid, _ in seen} == {"tag:status.larkfield.example,2026:incident/1#review"}
    assert [event.decoded("dtstart") for _, event in seen] == [date(2027, 4, 1), date(2027, 5, 1), *[date(2027, 6, 1)] * 3]
    assert [event["sequence"] for _, event in seen] == [0, 1, 2, 2, 2]
    last = str(seen[-1][1]["description"]).replace("\N{NO-BREAK SPACE}", " ")
    assert "our review by Thursday 1 April." in last
    assert "Moved in update 2, published 3 March, 4 am, to a new date: Saturday 1 May." in last
    assert "Missed, then delayed in update 3" in last
    assert "Kept: the review was published on 30 May, 1 am." in last
    assert "Our review is late." in str(seen[3][1]["description"])
    assert review.review is not None
    came = datetime(2027, 6, 9, tzinfo=UTC)
    late = replace(review, review=replace(review.review, published=came))
    (event,) = _events(site_of([replace(folder, review=late)], datetime(2027, 7, 1, tzinfo=UTC))).values()
    assert "Late: the review was published on" in str(event["description"])
    assert event.decoded("dtstamp") == came


def test_a_day_that_is_given_when_the_review_is_there() -> None:
    """Another day that is given after the review came neither moves the event nor makes it late: it says what it said."""
    folder = incident(
        update(1, BEGAN, status=Status.RESOLVED, review_by=date(2027, 4, 1)),
        update(2, BEGAN + timedelta(days=60), status=Status.RESOLVED, review_by=date(2027, 6, 1)),
    )
    for came, outcome in (
        (date(2027, 3, 30), "Kept: the review was published"),
        (date(2027, 4, 9), "Late: the review was published"),
    ):
        published = datetime(came.year, came.month, came.day, 9, tzinfo=UTC)
        review = ReviewDocument(
            source=Source("review.md", ""), review=Review(title="A review", published=published, cause="A cause.")
        )
        before, after = (
            _events(site_of([replace(folder, review=review)], now))
            for now in (datetime(2027, 4, 20, tzinfo=UTC), BEGAN + timedelta(days=61))
        )
        assert [event.to_ical() for event in after.values()] == [event.to_ical() for event in before.values()]
        (event,) = after.values()
        assert outcome in str(event["description"])
        assert "in update 2" not in str(event["description"])
        assert "first promised" not in str(event["summary"])
        assert event.decoded("dtstart") == date(2027, 4, 1)


@pytest.mark.parametrize("history", ["", *sorted(path.name for path in HISTORIES.iterdir() if (path / "incident.md").is_file())])
def test_ids_stay(history: str) -> None:
    """Update by update, an event keeps its id and none goes away; a sequence never falls, and rises when the time moves."""
    checked = replay(history) if history else None
    times = (
        moments(checked)
        if checked
        else sorted(
            transition.document.update.published
            for public_incident in own().incidents
            for transition in public_incident.ledger.transitions
        )
    )
    before: dict[str, Component] = {}
    for now in times:
        events = _events_of_incidents(publishing.publish(checked, now) if checked else own(now))
        assert before.keys() <= events.keys()
        for uid, event in before.items():
            moved = event.decoded("dtstart") != events[uid].decoded("dtstart")
            assert events[uid].decoded("sequence") == event.decoded("sequence") + moved
            assert events[uid].decoded("dtstamp") >= event.decoded("dtstamp")
        before = events
    assert before


def test_an_id_is_made_of_neither_title_nor_time() -> None:
    """Another title and another time: the same ids."""
    promised = BEGAN + 9 * HOUR
    one = incident(update(1, BEGAN, next_update=promised))
    other = incident(update(1, BEGAN + HOUR, "Another.", next_update=promised + HOUR), title="Another incident")
    assert _events(site_of([one], promised)).keys() == _events(site_of([other], promised)).keys()


def test_nothing_promised() -> None:
    """A site that has promised nothing has a calendar that can be subscribed to all the same."""
    assert _events(site_of([], NOW)) == {}


@pytest.mark.parametrize("text", [HARD, HARD * 60, "ب" * 400, "a" * 75 + "é" * 75, "word " * 10_000], ids=len)
def test_any_words(text: str) -> None:
    """Commas, semicolons, backslashes, emoji, letters from right to left and very long titles come through whole; control characters go."""
    config = replace(CONFIG, organisation=replace(CONFIG.organisation, name=f"{UNFIT}Larkfield"), systems=(text,))
    folder = incident(update(1, BEGAN, next_update=BEGAN + HOUR), title=f"{UNFIT}{text}", systems=(text,))
    (event,) = _events(site_of([folder], BEGAN, config)).values()
    words = " ".join(text.split())
    assert event["summary"] == f"Larkfield: next update on “{words}”"
    assert words in str(event["description"])
    assert _categories(event) == ["Promised update", words]


@pytest.mark.parametrize("language", ["de", "fr", "es", "ar"])
def test_languages(language: str) -> None:
    """A calendar speaks the site's language."""
    config = replace(CONFIG, site=replace(CONFIG.site, language=language))
    folder = incident(update(1, BEGAN, next_update=BEGAN + HOUR))
    (event,) = _events(site_of([folder], BEGAN, config)).values()
    for english in ("next update", "Promised", "still to come"):
        assert english not in " ".join([str(event["summary"]), str(event["description"]), *_categories(event)])


@settings(max_examples=examples(20), deadline=None)
@given(made_up(), st.integers(0, 500))
def test_any_history(folder: IncidentFolder, hours: int) -> None:
    """Whatever the history, the file is valid, and there is an event for every promised update and for the review."""
    now = BEGAN + hours * HOUR
    site = site_of([folder], now)
    events = _events(site)
    promised = [one for public_incident in site.incidents for one in public_incident.promises if one.kind in {"update", "review"}]
    assert len(events) == len({(one.kind, one.made_in if one.kind == "update" else 0) for one in promised})
    assert all(event.decoded("dtstamp") <= now for event in events.values())
