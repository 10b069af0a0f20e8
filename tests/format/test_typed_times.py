"""Times as people write them have readings, and every line offered for one is a valid time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.format import yaml_files
from generator.format.reader import Reader
from generator.format.strict_yaml import Table
from generator.format.times import format_in_full
from generator.format.typed_times import EITHER, FUTURE, PAST, readings
from generator.model.diagnostic import Diagnostic
from generator.model.source import RawFile
from generator.pipeline import checking
from tests.thorough import examples

#: A Thursday in winter, half past two in London.
NOW = datetime(2026, 11, 19, 14, 30, tzinfo=UTC)
LONDON, YORK, INDIA = (ZoneInfo(name) for name in ("Europe/London", "America/New_York", "Asia/Kolkata"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12/24/2026 8:15 AM", ["2026-12-24T08:15Z"]),
        ("24/12/2026 8:15", ["2026-12-24T08:15Z"]),
        ("24.12.2026 8:15", ["2026-12-24T08:15Z"]),
        ("24.12.26, 8:15 Uhr", ["2026-12-24T08:15Z"]),
        ("5/6/2027 8:15 pm", ["2027-06-05T20:15+01:00", "2027-05-06T20:15+01:00"]),
        ("5/5/2027 8:15 pm", ["2027-05-05T20:15+01:00"]),
        ("2026-12-24 08:15 BST", ["2026-12-24T08:15Z", "2026-12-24T08:15+01:00"]),
        ("2026-07-24 08:15 BST", ["2026-07-24T08:15+01:00"]),
        ("2026-07-24 08:15 CET", ["2026-07-24T08:15+02:00", "2026-07-24T08:15+01:00"]),
        ("2026-12-24 08:15 EST", ["2026-12-24T08:15-05:00"]),
        ("2026-07-24 08:15 ET", ["2026-07-24T08:15-04:00"]),
        ("2026-12-24 08:15 Asia/Tokyo", ["2026-12-24T08:15+09:00"]),
        ("2026-12-24 08:15 GMT+3", ["2026-12-24T08:15+03:00"]),
        ("2026-12-24T08:15+3", ["2026-12-24T08:15+03:00"]),
        ("2026-12-24T08:15:10,25Z", ["2026-12-24T08:15:10Z"]),
        ("20261224T0815Z", ["2026-12-24T08:15Z"]),
        ("2026-12-24 24:00", ["2026-12-25T00:00Z"]),
        ("2026-12-24 midnight", ["2026-12-24T00:00Z", "2026-12-25T00:00Z"]),
        ("midnight", ["2026-11-20T00:00Z"]),
        ("8pm", ["2026-11-19T20:00Z"]),
        ("8 a.m.", ["2026-11-20T08:00Z"]),
        ("noon", ["2026-11-20T12:00Z"]),
        ("tomorrow 8:15", ["2026-11-20T08:15Z"]),
        ("Sunday 8:15", ["2026-11-22T08:15Z"]),
        ("24 December 2026, 8 pm", ["2026-12-24T20:00Z"]),
        ("24th of December at 20:00", ["2026-12-24T20:00Z"]),
        ("December 24 8pm", ["2026-12-24T20:00Z"]),
        ("Donnerstag, 24. Dezember 2026 um 20 Uhr", ["2026-12-24T20:00Z"]),
        ("le 24 décembre 2026 à 20h15", ["2026-12-24T20:15Z"]),
        ("24 de diciembre de 2026 a las 20:15", ["2026-12-24T20:15Z"]),
        ("24 ديسمبر 2026 8:15 م", ["2026-12-24T20:15Z"]),
        ("Friday 24 December 2026 8:15", ["2026-12-24T08:15Z", "2026-12-25T08:15Z"]),
        ("1798100100", ["2026-12-24T08:15Z"]),
        ("1798100100000", ["2026-12-24T08:15Z"]),
        ("in 2 hours", ["2026-11-19T16:30Z"]),
        ("24 December 2026", ["2026-12-24"]),
        ("24.12.", ["2026-12-24"]),
        ("2027-03-28 01:30", ["2027-03-28T02:30+01:00", "2027-03-28T00:30Z"]),
        ("2027-10-31 01:30", ["2027-10-31T01:30+01:00", "2027-10-31T01:30Z"]),
        ("24:00", ["2026-11-20T00:00Z"]),
        ("tmrw 8pm", ["2026-11-20T20:00Z"]),
        ("day after tomorrow 8:15", ["2026-11-21T08:15Z"]),
        ("Friday at 8", ["2026-11-20T08:00Z", "2026-11-20T20:00Z"]),
        ("Friday at 15", ["2026-11-20T15:00Z"]),
        ("8 in the evening", ["2026-11-19T20:00Z"]),
        ("by 8pm", ["2026-11-19T20:00Z"]),
        ("in half an hour", ["2026-11-19T15:00Z"]),
        ("in 45 mins", ["2026-11-19T15:15Z"]),
        ("2h 15m", ["2026-11-19T16:45Z"]),
        ("1.5h", ["2026-11-19T16:00Z"]),
        ("two hours from now", ["2026-11-19T16:30Z"]),
        ("2h15", ["2026-11-20T02:15Z", "2026-11-19T16:45Z"]),
        ("1800 hrs", ["2026-11-19T18:00Z"]),
        ("8 Uhr 15", ["2026-11-20T08:15Z"]),
        ("24Dec2026 0815Z", ["2026-12-24T08:15Z"]),
        ("24 Dec 1815", ["2026-12-24T18:15Z"]),
        ("240815ZDEC26", ["2026-12-24T08:15Z"]),
        ("Thu Dec 24 08:15:00 UTC 2026", ["2026-12-24T08:15Z"]),
        ("2026-12-24T08Z", ["2026-12-24T08:00Z"]),
        ("2026年12月24日 8時15分", ["2026-12-24T08:15Z"]),
        ("2026\u201312\u201324 8\u223615", ["2026-12-24T08:15Z"]),
        ('"2026-12-24 08:15"', ["2026-12-24T08:15Z"]),
        ("2026-12-24 08:15 New York", ["2026-12-24T08:15-05:00"]),
        ("2026-12-24 08:15 Berlin time", ["2026-12-24T08:15+01:00"]),
    ],
)
def test_what_is_meant(written: str, meant: list[str]) -> None:
    """Every reading of a future time is found, on the clocks of London."""
    assert [format_in_full(one.when) for one in readings(written, NOW, LONDON, FUTURE)] == meant


def test_each_of_several_says_when_it_is_the_one() -> None:
    """Each of several readings says in which case it is the right one."""
    for written in ("5/6/2027 20:15", "2026-12-24 08:15 BST", "2027-03-28 01:30", "2027-10-31 01:30", "2026-12-24 midnight"):
        found = readings(written, NOW, LONDON, FUTURE)
        assert len({one.only for one in found}) == len(found) == 2
        assert all(one.only for one in found)


def test_past_future_and_place() -> None:
    """The same words mean another day in the past and in the future, and another moment in another zone."""
    assert format_in_full(readings("8pm", NOW, LONDON, PAST)[0].when) == "2026-11-18T20:00Z"
    assert format_in_full(readings("an hour ago", NOW, LONDON, PAST)[0].when) == "2026-11-19T13:30Z"
    assert format_in_full(readings("8pm", NOW, LONDON, EITHER)[0].when) == "2026-11-19T20:00Z"
    assert format_in_full(readings("Sunday", NOW, LONDON, PAST)[0].when) == "2026-11-15"
    assert format_in_full(readings("24 December 8:00", NOW, LONDON, PAST)[0].when) == "2025-12-24T08:00Z"
    assert format_in_full(readings("24.12.2026 8:00", NOW, YORK)[0].when) == "2026-12-24T08:00-05:00"
    assert [format_in_full(one.when) for one in readings("8:00 IST", NOW, INDIA)] == ["2026-11-19T08:00+05:30"]
    assert format_in_full(readings("5/6/2027 8:00", NOW, YORK)[0].when).startswith("2027-05-06")


@pytest.mark.parametrize("written", ["soon", "", "25:00", "2027-02-30 10:00", "9", "13/13/2027 8:00", "8:00 and more", "13 am"])
def test_no_time(written: str) -> None:
    """A text with anything that is not understood is not a time."""
    assert readings(written, NOW, LONDON) == ()


@settings(max_examples=examples(400), deadline=None)
@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from(
                "24 12 2026 . / - : 8:15 pm 17h Uhr BST Z +1 +05:30 midnight noon friday morgen décembre 24:00 in 6h".split()
            ),
            max_size=6,
        ).map(" ".join),
    ),
    st.sampled_from([LONDON, YORK, INDIA, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")]),
    st.sampled_from([PAST, EITHER, FUTURE]),
)
@example("2011-12-30 10:00", ZoneInfo("Pacific/Apia"), EITHER)
@example("+14", LONDON, EITHER)
@example("٣/٤/٢٠٢٧ ٩:٠٠", LONDON, EITHER)
@example("²:00", LONDON, EITHER)
def test_whatever_is_offered_can_be_read(written: str, zone: ZoneInfo, tense: int) -> None:
    """Reading any text raises nothing, and each reading is a day or a time of the format."""
    for one in readings(written, NOW, zone, tense):
        reader = Reader("x")
        node, problems = yaml_files.read(f"by: {format_in_full(one.when)}\n", "x")
        assert problems == ()
        assert isinstance(node, Table)
        value = node.get("by")
        assert value is not None
        assert reader.when(value, "by") == one.when
        assert reader.problems == []


CONFIG = "organisation: {name: L}\nsite: {url: https://s.example/, timezone: Europe/Berlin}\n"
#: Every key that takes a time or a day, in every kind of file: the file, with %s for what was typed.
TAKERS = {
    "published": ("content/incidents/x/01-a.md", "---\ntitle: A\nstatus: confirmed\npublished: %s\n---\n"),
    "next_update": ("content/incidents/x/01-a.md", "---\ntitle: A\nstatus: confirmed\nnext_update: %s\n---\n"),
    "by": ("content/incidents/x/01-a.md", "---\ntitle: A\nunknown:\n  a: {text: b, by: %s}\n---\n"),
    "through": ("content/incidents/x/01-a.md", "---\ntitle: A\nunknown:\n  a: {text: b, through: %s}\n---\n"),
    "from": ("content/incidents/x/01-a.md", "---\ntitle: A\nwindow:\n  from: %s\n---\n"),
    "to": ("content/incidents/x/01-a.md", "---\ntitle: A\nwindow: {to: %s}\n---\n"),
    "monitor_until": ("content/incidents/x/01-a.md", "---\ntitle: A\nmonitor_until: %s\n---\n"),
    "review_by": ("content/incidents/x/01-a.de.md", "---\ntitle: A\nreview_by: %s\n---\n"),
    "looked": ("content/incidents/x/01-a.md", "---\ntitle: A\nmonitoring: {what: a, looked: %s}\n---\n"),
    "when": ("content/incidents/x/01-a.md", "---\ntitle: A\namended: {when: %s, what: {recieved: received}}\n---\n"),
    "aware": ("content/incidents/x/incident.md", "---\ntitle: A\naware: %s\n---\n"),
    "occurred": ("content/incidents/x/incident.md", "---\ntitle: A\noccurred: %s\n---\n"),
    "since": ("content/incidents/x/incident.md", "---\ntitle: A\nquestions:\n  a: {ask: b, since: %s}\n---\n"),
    "gdpr-33": ("content/incidents/x/incident.md", "---\ntitle: A\ntold: {gdpr-33: %s}\n---\n"),
    "at": ("content/incidents/x/incident.md", "---\ntitle: A\ntold:\n  gdpr-33:\n    at: %s\n---\n"),
    "counted": ("content/incidents/x/incident.md", "---\ntitle: A\nmoments: {counted: %s}\n---\n"),
    "done": ("content/incidents/x/review.md", "---\ntitle: A\ncorrective_actions:\n  a: {do: b, done: %s}\n---\n"),
    "asked": ("content/asked/a.md", "---\nincident: desk\nupdate: 1\nasked: %s\n---\n"),
    "assessed": ("content/assessments/x.yml", "assessed: %s\n"),
    "held": ("content/drills/a.md", "---\nheld: %s\n---\n"),
    "tested": ("content/plan.yml", "channels:\n  a: {how: b, tested: %s}\n"),
    "approved_on": ("content/plan.yml", "templates:\n  a: {approved_on: %s}\n"),
    "expires": ("site_config.yml", CONFIG + "security_txt: {contact: a@b.example, expires: %s}\n"),
    "public_since": ("site_config.yml", CONFIG.replace("site: {", "site: {public_since: %s, ")),
}


@pytest.mark.no_cover
@pytest.mark.parametrize(("path", "text"), TAKERS.values(), ids=TAKERS)
@pytest.mark.parametrize(
    "written", ["24.12.2026 8:15", "12/24/2026 8:15 AM", "tomorrow 17:00", "24 December 2026", "2026-12-24T08:15"]
)
def test_every_refusal_offers_the_line(path: str, text: str, written: str) -> None:
    """For every key the help gives a line which, written in its place, leaves no finding about the time."""
    key = next(key for key, taker in TAKERS.items() if taker == (path, text))

    def found(value: str) -> list[Diagnostic]:
        files = {"site_config.yml": CONFIG, "content/incidents/x/incident.md": "---\ntitle: A\naware: 2026-11-01T00:00Z\n---\n"}
        files |= {path: text % value}
        raw = [RawFile(name, data.encode(), len(data.encode())) for name, data in files.items()]
        codes = {"FRM007", "FRM008"}
        return [one for one in checking.check(raw, NOW).diagnostics if one.code in codes and one.span.path == path]

    said = found(written)
    if not said:
        assert (
            format_in_full(readings(written, NOW, ZoneInfo("Europe/Berlin"))[0].when) == written
        )  # A day is what some keys take.
        return
    (one,) = said
    offered = one.help.split("`")[1]
    assert offered.startswith(f"{key}: ")
    value = offered.removeprefix(f"{key}: ")
    meant = readings(written, NOW, ZoneInfo("Europe/Berlin"), FUTURE)[0].when
    assert value.startswith(f"{meant:%Y-%m-%d}")
    if isinstance(meant, datetime) and "T" in value:
        assert value.endswith("+01:00")
    assert found(value) == []


def test_the_zone_of_settings_that_cannot_be_understood() -> None:
    """A mistyped time in the file that names the time zone gets the same help."""
    text = CONFIG + "security_txt: {contact: mailto:a@b.example, expires: tomorrow 17:00}\n"
    (one,) = [
        one for one in checking.check([RawFile("site_config.yml", text.encode(), 0)], NOW).diagnostics if one.code == "FRM007"
    ]
    assert one.help == "write `expires: 2026-11-20T17:00+01:00`"


def test_an_example_is_near() -> None:
    """For an unintelligible time, the message suggests an example near the present."""
    files = {
        "site_config.yml": CONFIG,
        "content/incidents/x/01-a.md": "---\ntitle: A\nstatus: confirmed\nnext_update: soon\n---\n",
    }
    raw = [RawFile(name, data.encode(), len(data.encode())) for name, data in files.items()]
    (one,) = [one for one in checking.check(raw, NOW).diagnostics if one.code == "FRM007"]
    assert "`next_update: 2026-11-20T15:30+01:00`" in one.help
