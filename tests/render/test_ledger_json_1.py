"""The ledger at its first address, in schema 1: as version 0.1 published it, and silent about what it cannot say truly."""

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.ledger.records import Change
from generator.links.ledger_files import FIRST, FIRST_SCHEMA, INDEX, incident_file
from generator.model.document import IncidentFolder
from generator.model.update import (
    Action,
    Consequence,
    Correction,
    CorrectionKind,
    Count,
    CountForm,
    Data,
    DataState,
    End,
    Fact,
    Status,
    Update,
    Urgency,
    Window,
)
from generator.pipeline import publishing
from generator.render import ledger_json, ledger_json_1
from generator.render.site import Site
from tests.render.sites import BEGAN, NOW, files_of, incident, made_up, own, read, replay, site_of, update
from tests.thorough import examples

RECORDED = Path(__file__).parent / "ledger_1"
READER = Path(__file__).parents[1] / "clients/read_ledger_1.py"
HOUR = timedelta(hours=1)


@cache
def _validator(schema: bytes) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _first(site: Site) -> dict[str, Any]:
    """The file in schema 1, after the frozen schema has been held against it."""
    made = files_of(site, ledger_json.write)
    ledger: dict[str, Any] = read(made, FIRST)
    assert [f"{error.json_path}: {error.message}" for error in _validator(made[FIRST_SCHEMA]).iter_errors(ledger)] == []
    return ledger


def _read_by_an_old_program(site: Site) -> Any:
    """What a program that was written for schema 1 says of the one incident of a site."""
    made = files_of(site, ledger_json.write)
    said = subprocess.run([sys.executable, READER], input=made[FIRST], capture_output=True, check=True)
    (told,) = json.loads(said.stdout).values()
    return told


@pytest.mark.parametrize("history", sorted(path.stem for path in RECORDED.iterdir()))
def test_byte_for_byte(history: str) -> None:
    """What version 0.1 wrote of a history that it understood is written today, byte for byte."""
    made = files_of(publishing.publish(replay(history), NOW), ledger_json.write)
    assert made[FIRST] == (RECORDED / f"{history}.json").read_bytes()


def test_the_schema_is_frozen() -> None:
    """Schema 1 is what version 0.1 published, byte for byte, whatever becomes of the format."""
    schema = files_of(site_of([], NOW), ledger_json.write)[FIRST_SCHEMA]
    assert hashlib.sha256(schema).hexdigest() == "505dfbc311ac5f395f0436b10507f19468e4753303f3b44e2619bbf4dee8c94a"


def test_every_change_is_decided() -> None:
    """Whatever the ledger can tell of a name has a word of schema 1, or is left out on purpose."""
    known = set(ledger_json_1.schema()["$defs"]["event"]["properties"]["change"]["enum"])
    mapped = set(ledger_json_1.CHANGES)
    assert {str(change) for change in Change} - known == mapped
    assert {word for word in ledger_json_1.CHANGES.values() if word is not None} <= known


# What would be untrue.


def _said(number: int, hours: int, **keys: Any) -> Any:
    """An update that says only this."""
    empty = {"known": {}, "unknown": {}, "next_steps": {}, "actions": {}, "status": Status.CONFIRMED}
    return update(number, BEGAN + hours * HOUR, **(empty | keys))


def _site(*updates: Update) -> Site:
    return site_of([incident(*updates)], BEGAN + 999 * HOUR)


def _facts(**texts: str) -> dict[str, Fact]:
    return {name: Fact(name=name, text=text) for name, text in texts.items()}


def _because(kind: CorrectionKind | None, *names: str, window: str = "") -> dict[str, Correction]:
    return {name: Correction(name=name, because="An older log.", kind=kind, window=window) for name in names}


def _people(form: CountForm, *stated: int, population: str = "patients", **keys: Any) -> dict[str, Count]:
    low, high = (0 if form is CountForm.AT_MOST else stated[0], None if form is CountForm.AT_LEAST else stated[-1])
    if form is CountForm.ABOUT:
        low, high = stated[0] * 9 // 10, stated[0] * 11 // 10
    return {population: Count(population=population, unit="people", form=form, low=low, high=high, stated=stated, **keys)}


def _kind(state: DataState, population: str = "", **keys: Any) -> Data:
    return Data(kind="password", state=state, population=population, **keys)


def test_what_has_ended_is_not_known() -> None:
    """A fact and a consequence that have ended are not among those that hold, and nothing of them is called a fault."""
    told = _read_by_an_old_program(
        _site(
            _said(
                1,
                0,
                known=_facts(booking="You cannot book a visit.", entry="They came by post."),
                consequences={"wait": Consequence(name="wait", text="You may wait.")},
            ),
            _said(
                2,
                1,
                ended={
                    "booking": End(name="booking", what="You can book again."),
                    "consequence.wait": End(name="consequence.wait", what="Nobody waits."),
                },
            ),
        )
    )
    assert (told["known"], told["can follow"], told["wrong"]) == (["They came by post."], [], [])


def test_what_holds_again_did_not_hold_between() -> None:
    """A fact that ended and was said anew is known again, and its history says that it did not hold for a while."""
    booking = _facts(booking="You cannot book a visit.")
    site = _site(
        _said(1, 0, known=booking),
        _said(2, 1, ended={"booking": End(name="booking", what="You can book again.")}),
        _said(3, 2, known=booking),
    )
    ((fact,),) = (one["facts"] for one in _first(site)["incidents"])
    assert (fact["state"], [event["change"] for event in fact["history"]]) == ("known", ["stated", "withdrawn", "stated"])
    assert [event["after"] if isinstance(event["after"], str) else event["after"]["text"] for event in fact["history"]] == [
        *("You cannot book a visit.", "You can book again.", "You cannot book a visit."),
    ]


@pytest.mark.parametrize("kind", [*CorrectionKind, None])
def test_only_what_was_untrue_is_called_wrong(kind: CorrectionKind | None) -> None:
    """A correction because we found more, or because something new happened, is no fault in a program that knows no kinds."""
    second = {"second": Window(start=BEGAN + 90 * HOUR)} if kind is CorrectionKind.NEW_EVENT else {}
    site = _site(
        _said(1, 0, affected=_people(CountForm.ABOUT, 860), windows={"first": Window(start=BEGAN - HOUR)}),
        _said(
            2,
            99,
            affected=_people(CountForm.EXACT, 1140),
            corrections=_because(kind, "affected.patients", window="second" if second else ""),
            windows=second,
            status=Status.REOPENED,
            because="They came back.",
        ),
    )
    (one,) = _first(site)["incidents"]
    ((count,),) = (one["affected"],)
    assert (count["low"], [event["because"] for event in count["history"]]) == (1140, [None, "An older log."])
    fault = kind in {None, CorrectionKind.OUR_ERROR}
    assert [event["change"] for event in count["history"]] == ["stated", "corrected" if fault else "stated"]
    assert len(_read_by_an_old_program(site)["wrong"]) == fault


def test_what_is_only_likely_is_no_certainty() -> None:
    """A number, a state and a time of access that we only think are not given as facts."""
    told = _read_by_an_old_program(
        _site(
            _said(
                1,
                0,
                affected=_people(CountForm.EXACT, 860, likely=True),
                data={
                    "password": (_kind(DataState.NOT_AFFECTED, likely=True),),
                    "letters": (_kind(DataState.TAKEN, likely=True),),
                },
                windows={"": Window(start=BEGAN - HOUR, end=BEGAN, likely=True)},
            )
        )
    )
    assert (told["to tell"], told["data"], told["had access"]) == (
        0,
        {"password": "unknown", "letters": "possible"},
        [None, None],
    )
    assert told["data as replayed"] == told["data"]


def test_nobody_is_counted_twice() -> None:
    """A group that is a part of another is in that one's number; one whose whole says less, or is not there, is listed."""
    children = _people(CountForm.EXACT, 95, population="children", part_of="patients")
    told = _read_by_an_old_program(_site(_said(1, 0, affected=_people(CountForm.EXACT, 860) | children)))
    assert told["to tell"] == 860
    assert _read_by_an_old_program(_site(_said(1, 0, affected=children)))["to tell"] == 95
    unsure = _people(CountForm.EXACT, 860, likely=True)
    assert _read_by_an_old_program(_site(_said(1, 0, affected=unsure | children)))["to tell"] == 95
    small = _people(CountForm.EXACT, 9, population="babies", part_of="children")
    assert (
        _read_by_an_old_program(_site(_said(1, 0, affected=_people(CountForm.EXACT, 860) | children | small)))["to tell"] == 860
    )


def test_several_windows_are_not_one() -> None:
    """No single time is given where there were two, and the time between is not called access."""
    first, second = Window(start=BEGAN - 9 * HOUR, end=BEGAN), Window(start=BEGAN + 50 * HOUR)
    given_first = _said(1, 0, windows={"": first})
    assert _read_by_an_old_program(_site(given_first))["had access"] == ["2027-03-02T18:00:00Z", "2027-03-03T03:00:00Z"]
    reopened = _said(2, 99, windows={"second": second}, status=Status.REOPENED, because="They came back.")
    assert _read_by_an_old_program(_site(given_first, reopened))["had access"] is None


def test_data_is_in_its_worst_state_all_along() -> None:
    """Good news for one group does not look like good news for all."""
    patients, staff = _kind(DataState.ACCESSED, "patients"), _kind(DataState.POSSIBLE, "staff")
    site = _site(
        _said(1, 0, data={"password": (patients, staff)}),
        _said(2, 1, data={"password": (_kind(DataState.NOT_AFFECTED, "staff"),)}),
        _said(3, 2, data={"password": (_kind(DataState.TAKEN, "patients"),)}),
    )
    told = _read_by_an_old_program(site)
    assert told["data"] == told["data as replayed"] == {"password": "taken"}
    ((kind,),) = (one["data"] for one in _first(site)["incidents"])
    assert [(event["change"], event["before"], event["after"], event["update"]) for event in kind["history"]] == [
        ("stated", None, "accessed", 1),
        ("refined", "accessed", "taken", 3),
    ]


def test_a_wrong_number_of_data_is_still_wrong() -> None:
    """Schema 1 does not say for how many, and yet hides no correction."""
    few, many = (Count(population="", unit="people", form=CountForm.EXACT, low=n, high=n, stated=(n,)) for n in (41, 57))
    told = _read_by_an_old_program(
        _site(
            _said(1, 0, data={"password": (_kind(DataState.ACCESSED, count=few),)}),
            _said(2, 1, data={"password": (_kind(DataState.ACCESSED, count=many),)}, corrections=_because(None, "data.password")),
        )
    )
    assert told["wrong"] == ["password: accessed"]


def test_a_standing_warning_stands() -> None:
    """Advice of an urgency that schema 1 does not know is there, without one."""
    action = Action(name="call", do="Do not open links.", urgency=Urgency.FROM_NOW_ON)
    site = _site(_said(1, 0, actions=MappingProxyType({"call": action})))
    ((listed,),) = (one["actions"] for one in _first(site)["incidents"])
    assert (listed["do"], listed["urgency"]) == ("Do not open links.", None)


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(made_up(), min_size=1, max_size=2))
def test_any_history(folders: list[IncidentFolder]) -> None:
    """Whatever the histories: it keeps to its schema, lists as known only what is, and calls wrong only what was untrue."""
    named = [replace(folder, slug=f"incident-{number}") for number, folder in enumerate(folders)]
    site = site_of(named, BEGAN + 500 * HOUR)
    made = files_of(site, ledger_json.write)
    for one in _first(site)["incidents"]:
        ledger = read(made, incident_file(one["id"]))
        known = {fact["name"] for fact in ledger["facts"] if fact["state"] == "known"}
        assert {fact["name"] for fact in one["facts"] if fact["state"] == "known"} == known
        assert {fact["name"] for fact in one["facts"]} == {fact["name"] for fact in ledger["facts"] if fact["state"] != "ended"}
        for group in ("facts", "actions", "affected", "consequences"):
            wrong = {
                (entry["name"], event["update"])
                for entry in ledger[group]
                for event in entry["history"]
                if event["kind"] == "our_error"
            }
            assert {
                (entry["name"], event["update"])
                for entry in one[group]
                for event in entry["history"]
                if event["change"] == "corrected"
            } <= wrong
        for kind, full in zip(one["data"], ledger["data"], strict=True):
            assert kind["history"][-1]["after"] == kind["state"], kind["name"]
            wrong_in = {event["update"] for event in full["history"] if event["kind"] == "our_error"}
            assert {event["update"] for event in kind["history"] if event["change"] == "corrected"} == wrong_in
        assert {count["name"] for count in one["affected"]} <= {count["name"] for count in ledger["affected"]}


# When it is too long.


def test_beyond_its_length_the_index_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that looks at the number of the schema knows that it must change; one that does not fails at once, and shows nothing false."""
    made = files_of(own(), ledger_json.write)
    monkeypatch.setattr(ledger_json, "LONGEST_FIRST", len(made[FIRST]))
    assert files_of(own(), ledger_json.write)[FIRST] == made[FIRST]
    monkeypatch.setattr(ledger_json, "LONGEST_FIRST", len(made[FIRST]) // 2)
    long = files_of(own(), ledger_json.write)
    assert long[FIRST] == long[INDEX]
    assert read(long, FIRST)["schema"] == 2
    failed = subprocess.run([sys.executable, READER], input=long[FIRST], capture_output=True, check=False)
    assert (failed.returncode, failed.stdout) == (1, b"")
    assert {path: data for path, data in long.items() if path != FIRST} == {
        path: data for path, data in made.items() if path != FIRST
    }
