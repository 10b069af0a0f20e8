"""/api/v2/: the shape that strict clients of Statuspage's public API ask for; tests/clients points real ones at it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.document import IncidentFolder, ReviewDocument
from generator.model.incident import Impact, Review
from generator.model.source import Source
from generator.model.update import Status
from generator.pipeline import publishing
from generator.render import status_api
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
    read,
    replay,
    site_of,
    update,
)
from tests.thorough import examples

HOUR = timedelta(hours=1)
FILES = {
    "status": {"status"},
    "summary": {"status", "components", "incidents", "scheduled_maintenances"},
    "components": {"components"},
    "incidents": {"incidents"},
    "incidents/unresolved": {"incidents"},
    "scheduled-maintenances": {"scheduled_maintenances"},
    "scheduled-maintenances/active": {"scheduled_maintenances"},
    "scheduled-maintenances/upcoming": {"scheduled_maintenances"},
}
#: Looks at a value that was read from JSON, and fails if it is not what it should be.
Check = Callable[[Any], None]

IMPACTS = ("none", "minor", "major", "critical")
COMPONENT_STATUSES = ("operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance")
INCIDENT_STATUSES = ("investigating", "identified", "monitoring", "resolved", "postmortem")


def _moment(value: Any) -> None:
    assert re.fullmatch(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})", value
    ), value
    assert datetime.fromisoformat(value).year > 1


def _text(value: Any) -> None:
    assert isinstance(value, str)
    assert value
    value.encode("utf-8")


def _flag(value: object) -> None:
    assert isinstance(value, bool)


def _whole(value: object) -> None:
    assert type(value) is int


def _null(value: object) -> None:
    assert value is None


def _address(value: Any) -> None:
    assert re.fullmatch(r"https://[^/\s]+(?:/\S*)?", value), value


def _one_of(*words: str) -> Check:
    def check(value: object) -> None:
        assert value in words

    return check


def _maybe(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _many(check: Check) -> Check:
    def each(value: object) -> None:
        assert isinstance(value, list)
        for one in value:
            check(one)

    return each


def _thing(**keys: Check) -> Check:
    """Exactly these keys, each of its type."""

    def check(value: object) -> None:
        assert isinstance(value, dict)
        assert value.keys() == keys.keys()
        for key, part in keys.items():
            part(value[key])

    return check


PAGE = _thing(id=_text, name=_text, url=_address, time_zone=_text, updated_at=_moment)
STATUS = _thing(indicator=_one_of(*IMPACTS, "maintenance"), description=_text)
COMPONENT = _thing(
    id=_text,
    name=_text,
    status=_one_of(*COMPONENT_STATUSES),
    created_at=_moment,
    updated_at=_moment,
    position=_whole,
    description=_maybe(_text),
    showcase=_flag,
    start_date=_maybe(_text),
    group_id=_maybe(_text),
    page_id=_text,
    group=_flag,
    only_show_if_degraded=_flag,
)
AFFECTED = _thing(code=_text, name=_text, old_status=_one_of(*COMPONENT_STATUSES), new_status=_one_of(*COMPONENT_STATUSES))
INCIDENT_UPDATE = _thing(
    id=_text,
    status=_one_of(*INCIDENT_STATUSES),
    body=_text,
    incident_id=_text,
    created_at=_moment,
    updated_at=_moment,
    display_at=_moment,
    affected_components=_maybe(_many(AFFECTED)),
    deliver_notifications=_flag,
    custom_tweet=_maybe(_text),
    tweet_id=_maybe(_text),
)
INCIDENT = _thing(
    id=_text,
    name=_text,
    status=_one_of(*INCIDENT_STATUSES),
    created_at=_moment,
    updated_at=_moment,
    monitoring_at=_maybe(_moment),
    resolved_at=_maybe(_moment),
    impact=_one_of(*IMPACTS),
    shortlink=_address,
    started_at=_moment,
    page_id=_text,
    incident_updates=_many(INCIDENT_UPDATE),
    components=_many(COMPONENT),
    reminder_intervals=_maybe(_text),
)
PARTS = {"status": STATUS, "components": _many(COMPONENT), "incidents": _many(INCIDENT), "scheduled_maintenances": _many(_null)}


def _strict(site: Site) -> dict[str, dict[str, Any]]:
    """Every file, after all that a strict client asks of them."""
    made = files_of(site, status_api.write)
    assert made.keys() == {f"api/v2/{name}.json" for name in FILES}
    files = {name: read(made, f"api/v2/{name}.json") for name in FILES}
    for name, parts in FILES.items():
        assert made[f"api/v2/{name}.json"].endswith(b"}")
        _thing(page=PAGE, **{part: PARTS[part] for part in parts})(files[name])
    page = files["status"]["page"]
    assert all(file["page"] == page for file in files.values())
    summary = files["summary"]
    assert summary["status"] == files["status"]["status"]
    assert summary["components"] == files["components"]["components"]
    assert summary["incidents"] == files["incidents/unresolved"]["incidents"]
    incidents = files["incidents"]["incidents"]
    for one in summary["incidents"]:
        assert one in incidents
        assert one["status"] not in {"resolved", "postmortem", "completed"}
        assert one["resolved_at"] is None
        assert IMPACTS.index(one["impact"]) <= IMPACTS.index(summary["status"]["indicator"])
    open_ids = {one["id"] for one in summary["incidents"]}
    for one in incidents:
        assert (one["id"] in open_ids) == (one["status"] not in {"resolved", "postmortem"})
        assert one["page_id"] == page["id"]
        times = [entry["created_at"] for entry in one["incident_updates"]]
        assert times == sorted(times, reverse=True)
        assert (one["created_at"], one["updated_at"]) == (times[-1], times[0])
        assert len({entry["id"] for entry in one["incident_updates"]}) == len(times) > 0
        assert all(entry["incident_id"] == one["id"] for entry in one["incident_updates"])
        assert all(component in summary["components"] for component in one["components"])
    assert len({one["id"] for one in incidents}) == len(incidents)
    components = summary["components"]
    assert [one["position"] for one in components] == list(range(1, len(components) + 1))
    assert len({one["id"] for one in components}) == len(components)
    assert all(one["page_id"] == page["id"] for one in components)
    return files


def test_own_site() -> None:
    """The open incident is there with its system and its whole statement; the closed ones are among all incidents only."""
    files = _strict(own())
    (open_now,) = files["summary"]["incidents"]
    assert (open_now["id"], open_now["status"], open_now["impact"]) == ("support-tickets", "identified", "major")
    assert open_now["name"] == "Someone read customer support tickets"
    assert open_now["started_at"] == "2026-11-10T06:40:00Z"
    assert open_now["shortlink"] == "https://status.larkfield.example/incidents/support-tickets/"
    assert files["status"]["status"]["indicator"] == "major"
    assert files["status"]["status"]["description"] == (
        "1 open security incident at Larkfield Energy: Someone read customer support tickets"
    )
    assert {one["name"]: one["status"] for one in files["components"]["components"]} == {
        "Support desk": "operational",
        "Customer website": "operational",
        "Billing": "operational",
        "Meter readings": "operational",
    }
    page = files["status"]["page"]
    assert page["url"] == "https://status.larkfield.example"
    assert (page["time_zone"], page["updated_at"]) == ("Europe/London", "2026-11-20T16:40:00Z")
    statuses = {one["id"]: one["status"] for one in files["incidents"]["incidents"]}
    assert statuses == {"support-tickets": "identified", "meter-portal": "postmortem", "false-alarm-login": "resolved"}
    body = open_now["incident_updates"][2]["body"].replace("\N{NO-BREAK SPACE}", " ")
    assert body.startswith("1,212 customers, and two things we got wrong\n\nContained. Someone read customer support tickets.")
    for words in (
        *(
            "We got this wrong",
            '- Passwords. We said: "not affected." In fact: "seen without',
            "41 people had pasted a password",
        ),
        *(
            "What you should do\n\n- Now: The 41 people",
            "What we know\n\n- Someone used a stolen staff password to get into our support desk on 9 November.",
        ),
        *("What we do not know yet\n\n- Whether they copied them. Where we looked: The access log"),
        *("What happens next\n\n- We watch every login", "By 14 December.", "Customers: 1,212 of 18,400 customers"),
        "Next update by Monday 16 November, 5 pm, even if nothing has changed.",
        "The latest on this incident (https://status.larkfield.example/incidents/support-tickets/)",
    ):
        assert words in body


def test_a_way_through_every_status() -> None:
    """Each of our statuses has theirs, and the times of monitoring and of the end are those of the last way there."""
    way = [
        (Status.INVESTIGATING, "investigating", None, None),
        (Status.CONFIRMED, "identified", None, None),
        (Status.CONTAINED, "identified", None, None),
        (Status.MONITORING, "monitoring", 3, None),
        (Status.MONITORING, "monitoring", 3, None),
        (Status.REOPENED, "investigating", None, None),
        (Status.CONTAINED, "identified", None, None),
        (Status.MONITORING, "monitoring", 7, None),
        (Status.RESOLVED, "resolved", 7, 8),
        (Status.RESOLVED, "resolved", 7, 8),
    ]
    updates = [update(number, BEGAN + number * HOUR, status=status) for number, (status, *_) in enumerate(way, 1)]
    folder = incident(*updates, systems=("Billing",), impact=Impact.CRITICAL)

    def at(number: int | None) -> str | None:
        return None if number is None else f"{updates[number].published:%Y-%m-%dT%H:%M:%SZ}"

    for number, (_, status, monitoring, resolved) in enumerate(way):
        files = _strict(site_of([folder], updates[number].published))
        (one,) = files["incidents"]["incidents"]
        assert (one["status"], one["monitoring_at"], one["resolved_at"]) == (status, at(monitoring), at(resolved))
        assert one["incident_updates"][0]["status"] == status
        state = "operational" if resolved else "major_outage"
        assert {entry["name"]: entry["status"] for entry in files["components"]["components"]} == {
            "Support desk": "operational",
            "Billing": state,
        }
        (affected,) = one["incident_updates"][0]["affected_components"]
        assert affected["new_status"] == state
        assert files["status"]["status"]["indicator"] == ("none" if resolved else "critical")
    review = ReviewDocument(
        source=Source("review.md", ""), review=Review(title="A review", published=BEGAN + 99 * HOUR, cause="A cause.")
    )
    (one,) = _strict(site_of([replace(folder, review=review)], BEGAN + 99 * HOUR))["incidents"]["incidents"]
    assert one["status"] == one["incident_updates"][0]["status"] == "postmortem"
    assert one["incident_updates"][0]["body"].startswith("A review\n\n")
    assert "A cause." in one["incident_updates"][0]["body"]
    assert one["resolved_at"] == at(8)


@pytest.mark.parametrize(
    ("impacts", "indicator", "component"),
    [
        ([], "none", "operational"),
        ([Impact.NONE], "none", "operational"),
        ([None], "minor", "degraded_performance"),
        ([Impact.NONE, None], "minor", "degraded_performance"),
        ([Impact.MAJOR, Impact.MINOR], "major", "partial_outage"),
        ([Impact.MINOR, Impact.CRITICAL, Impact.MAJOR], "critical", "major_outage"),
    ],
)
def test_how_bad(impacts: list[Impact | None], indicator: str, component: str) -> None:
    """The worst open incident decides; an unstated impact does not count as none."""
    folders = [
        incident(update(1, BEGAN), slug=f"incident-{number}", impact=impact, systems=("Billing",))
        for number, impact in enumerate(impacts)
    ]
    folders.append(incident(update(1, BEGAN, status=Status.RESOLVED), slug="over", impact=Impact.CRITICAL, systems=("Billing",)))
    files = _strict(site_of(folders, BEGAN))
    assert files["status"]["status"]["indicator"] == indicator
    assert {one["name"]: one["status"] for one in files["components"]["components"]}["Billing"] == component
    said = files["status"]["status"]["description"]
    assert ("No incident is open" in said) == (not impacts)


def test_a_false_alarm_had_no_impact() -> None:
    """A false alarm has the impact none once it is declared, and another one before."""
    updates = (update(1, BEGAN), update(2, BEGAN + HOUR, status=Status.RESOLVED, because="It was a test."))
    folder = incident(*updates, impact=Impact.MAJOR)
    impacts = [_strict(site_of([folder], BEGAN + hours * HOUR))["incidents"]["incidents"][0]["impact"] for hours in (0, 1)]
    assert impacts == ["major", "none"]


def test_a_system_that_the_configuration_does_not_name() -> None:
    """It is a component all the same, after those of the configuration."""
    files = _strict(site_of([incident(update(1, BEGAN), systems=("Post room", "Billing", "Billing"))], BEGAN))
    assert [one["name"] for one in files["components"]["components"]] == ["Support desk", "Billing", "Post room"]
    (one,) = files["summary"]["incidents"]
    assert [entry["name"] for entry in one["components"]] == ["Post room", "Billing"]


def test_nothing_published() -> None:
    """A site without incidents is valid, and does not say that all is well."""
    files = _strict(site_of([], NOW, replace(CONFIG, systems=())))
    assert files["status"]["status"] == {"indicator": "none", "description": "Nothing has been published here yet"}
    assert files["incidents"]["incidents"] == files["components"]["components"] == []


def test_the_fifty_latest() -> None:
    """incidents.json holds as many incidents as Statuspage's, and every open one, however old."""
    folders = [
        incident(
            update(1, BEGAN + number * HOUR, status=Status.INVESTIGATING if number == 3 else Status.RESOLVED),
            slug=f"i-{number:02}",
        )
        for number in range(60)
    ]
    files = _strict(site_of(folders[::-1], BEGAN + 99 * HOUR))
    ids = [one["id"] for one in files["incidents"]["incidents"]]
    assert ids == [*(f"i-{number:02}" for number in range(59, 9, -1)), "i-03"]
    assert [one["id"] for one in files["summary"]["incidents"]] == ["i-03"]


@pytest.mark.parametrize("text", [HARD, HARD * 60, "ب" * 400, "word " * 10_000], ids=len)
def test_any_words(text: str) -> None:
    """Titles and sentences come through whole, markup as text; control characters go."""
    folder = incident(update(1, BEGAN, f"{UNFIT}{text}"), title=f"{UNFIT}{text}", systems=(text,))
    (one,) = _strict(site_of([folder], BEGAN))["summary"]["incidents"]
    words = " ".join(text.split())
    assert one["name"] == one["components"][0]["name"] == words
    (entry,) = one["incident_updates"]
    # Its title, the incident's, a fact known and one not, where we looked, what we cannot see, a step, and advice, why and for whom.
    assert " ".join(entry["body"].split()).count(words) >= 9


def test_statements_stand_in_the_body() -> None:
    """Content without a field in the API is in the body: what to do, what is known and unknown, what comes next and when."""
    folder = incident(update(1, BEGAN, "One.", next_update=BEGAN + HOUR, because="Because.", late="Late."), impact=Impact.MINOR)
    body = _strict(site_of([folder], BEGAN))["summary"]["incidents"][0]["incident_updates"][0]["body"]
    places = [
        body.index(words)
        for words in ("What you should do", "What we know", "What we do not know yet", "What happens next", "Next update by")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("history", sorted(path.name for path in HISTORIES.iterdir() if path.is_dir() and path.name[0] != "_"))
def test_ids_stay(history: str) -> None:
    """Update by update, what was there keeps its id, its time and its words."""
    checked = replay(history)
    before: dict[str, dict[str, Any]] = {}
    for now in moments(checked):
        (one,) = _strict(publishing.publish(checked, now))["incidents"]["incidents"]
        entries = {entry["id"]: entry for entry in one["incident_updates"]}
        for key, entry in before.items():
            assert {**entries[key], "affected_components": None} == {**entry, "affected_components": None}
        before = entries
    assert before


@pytest.mark.parametrize("language", ["de", "fr", "es", "ar"])
def test_languages(language: str) -> None:
    """Statements and the site's status are in the site's language."""
    config = replace(CONFIG, site=replace(CONFIG.site, language=language))
    files = _strict(site_of([incident(update(1, BEGAN, next_update=BEGAN + HOUR))], BEGAN, config))
    said = files["summary"]["incidents"][0]["incident_updates"][0]["body"] + files["status"]["status"]["description"]
    for english in ("What", "know", "open security", "Next update", "Investigating"):
        assert english not in said


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(made_up(), max_size=3), st.integers(0, 500), st.sampled_from([None, *Impact]))
def test_any_history(folders: list[IncidentFolder], hours: int, impact: Impact | None) -> None:
    """Whatever the histories, every file is what strict clients ask for."""
    named = [
        replace(
            folder, slug=f"incident-{number}", document=replace(folder.document, incident=replace(folder.incident, impact=impact))
        )
        for number, folder in enumerate(folders)
    ]
    _strict(site_of(named, BEGAN + hours * HOUR))


class _Incident:
    """An incident that counts who asks for its ledger."""

    def __init__(self, name: int, ended: int, said: int | None) -> None:
        self.slug = f"incident-{name}"
        self.said = None if said is None else min(said, ended)
        services = ("login",) if said is not None else ()
        self.facts = SimpleNamespace(updates=[SimpleNamespace(published=BEGAN + ended * HOUR)], services=services)
        self.entry = SimpleNamespace(said={"works": BEGAN, "failed": BEGAN + (self.said or 0) * HOUR})
        self.asked = False

    @property
    def ledger(self) -> Any:
        self.asked = True
        return SimpleNamespace(state=SimpleNamespace(services={"login": self.entry}))


@settings(max_examples=examples(200))
@given(st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9)), max_size=8))
def test_the_last_word_on_a_system(given: list[tuple[int, int | None]]) -> None:
    """It is that of all incidents together, and only those are asked that may have it."""
    every: list[Any] = [_Incident(number, *one) for number, one in enumerate(given)]
    found = status_api.last_said(every, "login")
    told = [one for one in every if one.said is not None]
    assert found is max((one.entry for one in told), key=lambda entry: max(entry.said.values()), default=None)
    last = max((one.said for one in told), default=0)
    assert [one for one in every if one.asked and one.facts.updates[0].published < BEGAN + last * HOUR] == []
