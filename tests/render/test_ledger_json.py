"""The ledger for programs, schema 2: true to its schemas, complete, and silent about what is not published."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.adapters.site_files import read_site
from generator.ledger.records import Change, PromiseKind
from generator.links.ledger_files import FIRST, INCIDENT_SCHEMA, INDEX, INDEX_SCHEMA, incident_file
from generator.model.document import IncidentFolder
from generator.model.source import RawFile
from generator.model.update import Correction, Count, CountForm, Data, DataState, Fact, Nature
from generator.pipeline import checking, publishing
from generator.render import ledger_json
from generator.render.site import Site
from tests.render.sites import (
    BEGAN,
    HARD,
    HISTORIES,
    NOW,
    ROOT,
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


def _valid(site: Site) -> list[dict[str, Any]]:
    """The files of the incidents, after every file has been held against its own schema, and the index against them."""
    made = files_of(site, ledger_json.write)
    index = _checked(made, INDEX)
    base = site.config.site.url
    assert [row["ledger"] for row in index["incidents"]] == [f"{base}{incident_file(each.slug)}" for each in site.incidents]
    files = []
    for row in index["incidents"]:
        data = made[row["ledger"].removeprefix(base)]
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        file = _checked(made, row["ledger"].removeprefix(base))
        assert {key: file[key] for key in row if key not in {"ledger", "sha256", "related"}} == {
            key: value for key, value in row.items() if key not in {"ledger", "sha256", "related"}
        }
        assert file["index"] == base + INDEX
        files.append(file)
    _checked(made, FIRST)
    return files


def _checked(made: dict[str, bytes], path: str) -> dict[str, Any]:
    """A file, after its own schema has been held against it."""
    file: dict[str, Any] = read(made, path)
    validator = _validator(made[file["$schema"].removeprefix("https://status.larkfield.example/")])
    assert file["$schema"] == validator.schema["$id"]
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(file)] == []
    return file


@cache
def _validator(schema: bytes) -> Draft202012Validator:
    read = json.loads(schema)
    Draft202012Validator.check_schema(read)
    return Draft202012Validator(read, format_checker=Draft202012Validator.FORMAT_CHECKER)


class _File(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "json"


@pytest.mark.parametrize("path", [INDEX_SCHEMA, INCIDENT_SCHEMA], ids=["index", "incident"])
def test_schema(path: str, snapshot: SnapshotAssertion) -> None:
    """The published schemas: a change of one affects other people's programs."""
    made = files_of(site_of([], NOW), ledger_json.write)
    assert made[path].decode() == snapshot(extension_class=_File)


def test_incident(snapshot: SnapshotAssertion) -> None:
    """An incident, as it is published."""
    (false_alarm,) = (one for one in _valid(own()) if one["id"] == "false-alarm-login")
    assert json.dumps(false_alarm, indent=2, ensure_ascii=False) == snapshot(extension_class=_File)


def test_own_site() -> None:
    """Every name with its whole history, every promise with what became of it."""
    site = own()
    ledger = _valid(site)
    index = read(files_of(site, ledger_json.write), INDEX)
    assert (index["schema"], index["updated"]) == (2, "2026-11-20T16:40:00Z")
    assert [one["id"] for one in ledger] == [public_incident.slug for public_incident in site.incidents]
    for one, public_incident in zip(ledger, site.incidents, strict=True):
        groups = (
            "facts",
            "steps",
            "actions",
            "consequences",
            "remedies",
            "direct_notice",
            "claims",
            "fakes",
            "affected",
            "data",
        )
        entries = [entry for group in groups for entry in one[group]]
        entries += [*one["windows"], *one["services"], *one["taken_back"], *([one["nature"]] if one["nature"] else [])]
        told = [event for entry in entries for event in entry["history"]] + one["history"]
        assert len(told) == len(public_incident.ledger.events)
        assert sorted((event["update"], event["change"]) for event in told) == sorted(
            (event.update, event.change.value) for event in public_incident.ledger.events
        )
        assert [(each["kind"], each["name"] or "", each["state"]) for each in one["promises"]] == [
            (each.kind, each.subject, each.state) for each in public_incident.promises
        ]
    tickets = ledger[0]
    facts = {fact["name"]: fact for fact in tickets["facts"]}
    assert (facts["copied"]["state"], facts["copied"]["asked"], facts["copied"]["by"]) == (
        *("open", "2026-11-10T07:10:00Z", "2026-12-04"),
    )
    password = next(kind for kind in tickets["data"] if kind["name"] == "password")["history"][1]
    assert (password["subject"], password["change"], password["kind"], password["update"], password["worse"]) == (
        *("data.password", "corrected", "our_error", 3, True),
    )
    assert (password["before"]["state"], password["after"]["state"]) == ("not_affected", "accessed")
    assert password["because"].startswith("41 people had pasted a password")
    customers, staff = tickets["affected"]
    assert (staff["name"], staff["given"], staff["of"]) == ("staff", [63], 410)
    assert (customers["form"], customers["given"], customers["low"], customers["high"], customers["of"]) == (
        *("exact", [1212], 1212, 1212, 18400),
    )
    assert [event["before"] and event["before"]["form"] for event in customers["history"]] == [None, "at_most"]


def test_kinds_of_history_are_all_there() -> None:
    """Over the real histories and the example, every kind of change comes by, so that the schema has been held against each."""
    seen = set()
    for history in ["", *(path.name for path in HISTORIES.iterdir() if (path / "incident.md").is_file())]:
        site = publishing.publish(replay(history), NOW) if history else own()
        seen |= {event.change for public_incident in site.incidents for event in public_incident.ledger.events}
        _valid(site)
    assert seen >= {Change.STATED, Change.ANSWERED, Change.CORRECTED, Change.REFINED, Change.DONE, Change.MOVED, Change.WITHDRAWN}


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.update(extra=1),
        lambda one: one.pop("facts"),
        lambda one: one.update(open="yes"),
        lambda one: one.update(status="closed"),
        lambda one: one.update(schema=1),
        lambda one: one.update(aware="2026-11-10T06:40:00"),
        lambda one: one["facts"][0].update(stated="2026-13-10T06:40:00Z"),
        lambda one: one["facts"][0]["history"][0].update(after=3),
        lambda one: one["facts"][0]["history"][0].update(kind="a_slip"),
        lambda one: one["corrections"].pop("our_error"),
    ],
)
def test_the_schema_can_refuse(change: Callable[[dict[str, Any]], object]) -> None:
    """An extra key, a missing one, a wrong type, an unknown word, a time without a zone: each is refused."""
    made = files_of(own(), ledger_json.write)
    broken = read(made, incident_file("support-tickets"))
    assert _validator(made[INCIDENT_SCHEMA]).is_valid(broken)
    change(broken)
    assert not _validator(made[INCIDENT_SCHEMA]).is_valid(broken)


def test_the_schema_of_the_index_can_refuse() -> None:
    """A row without its file, or with something that is no digest, is refused."""
    made = files_of(own(), ledger_json.write)
    changes: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda row: row.pop("ledger"),
        lambda row: row.update(sha256="none"),
        lambda row: row.update(facts=[]),
    )
    for change in changes:
        broken = read(made, INDEX)
        change(broken["incidents"][0])
        assert not _validator(made[INDEX_SCHEMA]).is_valid(broken)


def test_a_file_depends_on_its_incident_alone() -> None:
    """Whatever else a site publishes, an incident's file stays as it is; what it has to do with others is in the index."""
    first, other = (incident(update(1, BEGAN), slug=slug, related=related) for slug, related in (("a", ("b",)), ("b", ())))
    path = incident_file("a")
    alone, beside = (files_of(site_of(folders, BEGAN), ledger_json.write) for folders in ([first], [first, other]))
    assert alone[path] == beside[path]
    assert [row["related"] for row in read(beside, INDEX)["incidents"]] == [["b"], []]
    assert alone[INDEX] != beside[INDEX]


def test_the_digest_of_a_file_changes_with_it() -> None:
    """A program that keeps the index fetches only what has changed: a promise that is overdue is news, without any update."""
    folder = incident(update(1, BEGAN, next_update=BEGAN + HOUR))
    before, same, after = (
        read(files_of(site_of([folder], BEGAN + hours * HOUR), ledger_json.write), INDEX)["incidents"][0] for hours in (0, 1, 99)
    )
    assert before["sha256"] == same["sha256"] != after["sha256"]
    assert before["updated"] == after["updated"]


def test_nothing_unpublished() -> None:
    """No word of a draft or of what is held back, and nothing of the clocks of the law (tests/test_preparedness.py has the plan)."""
    files = list(read_site(ROOT, 1 << 20))
    folder = "content/incidents/support-tickets/"
    fifth = next(file for file in files if file.path.startswith(f"{folder}05")).data.decode()
    for name, change in (("06-draft", "draft: true"), ("07-later", "summary: later")):
        text = fifth.replace("published: 2026-11-20", f"{change}\npublished: 2026-11-{'22' if 'draft' in name else '30'}")
        data = text.replace("title: We know", f"title: Xyzzy {name}").replace("copied:", "copied:\n    from: Xyzzy", 1).encode()
        files.append(RawFile(f"{folder}{name}.md", data, len(data)))
    told = "told: {gdpr-33.authority: {at: 2026-11-11T10:00Z, because: Xyzzy}}\nmoments: {notified: 2026-11-11T09:11Z}\n"
    files = [
        RawFile(file.path, changed, len(changed))
        for file in files
        for changed in [
            file.data.replace(b"impact: major\n", b"impact: major\n" + told.encode()) if "support" in file.path else file.data
        ]
    ]
    checked = checking.check(files, NOW)
    site = publishing.publish(checked, NOW)
    assert len(site.incidents[0].ledger.transitions) == 5
    made = files_of(site)
    for path, data in made.items():
        text = data.decode()
        for word in ("Xyzzy", "2026-11-11T10:00", "2026-11-11T09:11", "gdpr-33"):
            assert word not in text, (path, word)


@pytest.mark.parametrize("text", [HARD, HARD * 60, "ب" * 400, "word " * 10_000], ids=len)
def test_any_words(text: str) -> None:
    """Sentences come through whole; control characters go."""
    given = f"{UNFIT}{text}"
    said = update(1, BEGAN, given, waivers={"missing-urgency": given})
    (one,) = _valid(site_of([incident(said, title=given)], BEGAN))
    words = " ".join(text.split())
    assert {one["title"], one["updates"][0]["title"], *(fact["text"] for fact in one["facts"])} == {words}
    assert (one["actions"][0]["do"], one["actions"][0]["for"], one["steps"][0]["who"]) == (words, words, words)
    assert one["updates"][0]["waivers"] == {"missing-urgency": words}
    assert one["facts"][1]["history"][0]["after"] == words


@pytest.mark.parametrize("history", ["", *sorted(path.name for path in HISTORIES.iterdir() if (path / "incident.md").is_file())])
def test_nothing_leaves(history: str) -> None:
    """Update by update, no name, promise or event leaves the ledger or changes its id."""
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
    before: set[tuple[str, ...]] = set()
    for now in times:
        seen: set[tuple[str, ...]] = set()
        for one in _valid(publishing.publish(checked, now) if checked else own(now)):
            for group in ("facts", "steps", "actions", "consequences", "affected", "data"):
                for entry in one[group]:
                    seen.add((one["id"], group, entry["name"]))
                    seen |= {(one["id"], group, entry["name"], json.dumps(event, sort_keys=True)) for event in entry["history"]}
            seen |= {(one["id"], each["id"], each["made"], each["due"]) for each in one["promises"]}
            seen |= {(one["id"], each["id"], each["url"]) for each in one["updates"]}
        assert before <= seen
        before = seen
    assert before


def test_promises_have_ids_of_their_own() -> None:
    """Two steps promised in one update are two promises."""
    ledger = _valid(own())
    ids = [each["id"] for one in ledger for each in one["promises"]]
    assert len(set(ids)) == len(ids)
    assert {each["kind"] for one in ledger for each in one["promises"]} == set(PromiseKind) - {PromiseKind.NOTICE}


def test_a_likely_fact() -> None:
    """What is only likely is distinguished from what is known."""
    fact = Fact(name="entry", text="They came by post.", likely=True, sources=("police",))
    (one,) = _valid(site_of([incident(update(1, BEGAN, known={"entry": fact}))], BEGAN))
    assert (one["facts"][0]["likely"], one["facts"][0]["from"], one["facts"][0]["history"][0]["after"]["likely"]) == (
        *(True, ["police"], True),
    )


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(made_up(), max_size=3), st.integers(0, 500))
def test_any_history(folders: list[IncidentFolder], hours: int) -> None:
    """Whatever the histories, the file keeps to its schema."""
    named = [replace(folder, slug=f"incident-{number}") for number, folder in enumerate(folders)]
    _valid(site_of(named, BEGAN + hours * HOUR))


def test_an_empty_site() -> None:
    """Nothing published: valid, and empty."""
    assert _valid(site_of([], datetime(2027, 1, 1, tzinfo=UTC))) == []


def test_what_was_taken_back_and_what_nobody_will_know() -> None:
    """Both have lists of their own: a program need not read every history for them."""
    first = update(
        1,
        BEGAN,
        affected={"parents": Count(population="parents", form=CountForm.AT_MOST, stated=(40,), low=0, high=40, unit="people")},
        data={
            "badge": (Data(kind="badge", state=DataState.POSSIBLE),),
            "letter": (Data(kind="letter", state=DataState.UNKNOWN),),
        },
        nature=Nature.UNKNOWN,
    )
    second = update(
        2,
        BEGAN + HOUR,
        never=frozenset({"affected.parents", "data.badge"}),
        corrections={
            "affected.parents": Correction(name="affected.parents", because="No parent is in the list."),
            "data.badge": Correction(name="data.badge", because="There are no badges."),
        },
        unanswerable={"data.letter": "The log is gone.", "nature": "Nobody saw it."},
    )
    folder = incident(first, second)
    (file,) = _valid(site_of([folder], BEGAN + 3 * HOUR))
    assert [(one["subject"], one["because"]) for one in file["taken_back"]] == [
        ("affected.parents", "No parent is in the list."),
        ("data.badge", "There are no badges."),
    ]
    parents, badge = file["taken_back"]
    assert (parents["value"]["form"], parents["value"]["given"]) == ("at_most", [40])
    assert [told["state"] for told in badge["value"]] == ["possible"]
    assert [one["change"] for one in badge["history"]] == ["stated", "corrected"]
    assert badge["stated"] < badge["taken_back"]
    assert [(one["subject"], one["because"]) for one in file["never_known"]] == [
        ("data.letter", "The log is gone."),
        ("nature", "Nobody saw it."),
    ]
    assert [one["name"] for one in file["data"]] == ["letter"]
