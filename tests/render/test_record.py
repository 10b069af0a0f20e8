"""The record: its figures are those of the ledgers, whoever counts them, and any other figure is found."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.cli.verify_record import compare
from generator.ledger.records import FactState, PromiseKind, PromiseState, StepState
from generator.links.ledger_files import RECORD, RECORD_SCHEMA, incident_file
from generator.model.update import Outcome
from generator.render import ledger_json
from generator.render.site import PublicIncident, Site
from tests.ledger.generated import START
from tests.render.sites import BEGAN, NOW, files_of, incident, made_up, own, read, site_of, update
from tests.thorough import examples


def _record(site: Site) -> dict[str, Any]:
    made = files_of(site, ledger_json.write)
    found: dict[str, Any] = read(made, RECORD)
    schema = read(made, RECORD_SCHEMA)
    Draft202012Validator.check_schema(schema)
    assert found["$schema"] == schema["$id"]
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    return found


def _promises(one: PublicIncident) -> dict[str, int]:
    """Count the promises of an incident by what its ledger's states say."""
    total = dict.fromkeys(("due", "kept", "late", "missed", "moved", "coming", "overdue"), 0)
    for promise in one.promises:
        if promise.state is PromiseState.PENDING:
            total["coming"] += 1
        elif promise.state is PromiseState.MOVED:
            total["moved"] += 1
        else:
            total["due"] += 1
            given_up = promise.kind is PromiseKind.STEP and any(
                each.document.number == promise.settled_in
                and each.after.steps[promise.subject].state in {StepState.DROPPED, StepState.TAKEN_BACK}
                for each in one.ledger.transitions
            )
            if promise.state is PromiseState.KEPT:
                total["kept"] += 1
            elif promise.settled is None or promise.moved_to is not None or given_up:
                total["missed"] += 1
                total["overdue"] += promise.settled is None
            else:
                total["late"] += 1
    return total


def _times_unknown(one: PublicIncident) -> Iterator[tuple[str, datetime, datetime | None]]:
    """Walk the states of each fact, update by update."""
    for name in one.ledger.state.facts:
        since: datetime | None = None
        for each in one.ledger.transitions:
            entry = each.after.facts.get(name)
            if entry is None:
                continue
            if entry.state in {FactState.OPEN, FactState.UNANSWERABLE}:
                since = since or each.document.update.published
            elif since is not None:
                yield name, since, each.document.update.published
                since = None
        if since is not None:
            yield name, since, None


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(made_up(), min_size=1, max_size=3), st.integers(0, 500))
def test_the_record_is_what_the_ledgers_give(folders: list[Any], hours: int) -> None:
    """For any histories at any time, each figure is what a plain count of the ledgers' states gives."""
    from dataclasses import replace

    now = START + timedelta(hours=hours)
    site = site_of([replace(folder, slug=f"incident-{number}") for number, folder in enumerate(folders)], now)
    found = _record(site)
    assert [row["id"] for row in found["incidents"]] == [one.slug for one in site.incidents]
    took: list[float] = []
    still: list[datetime] = []
    for one, row in zip(site.incidents, found["incidents"], strict=True):
        assert row["promises"] == _promises(one)
        kinds = [event.kind for event in one.ledger.events if event.kind]
        assert row["corrections"] == {kind: kinds.count(kind) for kind in row["corrections"]}
        stretches = list(_times_unknown(one))
        answered = [(name, (end - begin).total_seconds()) for name, begin, end in stretches if end]
        assert [(each["name"], each["took"]) for each in row["unknowns"]["answered"]] == answered
        took += [seconds for _, seconds in answered]
        state = one.ledger.state
        opened = [(name, begin) for name, begin, end in stretches if not end and state.facts[name].state is FactState.OPEN]
        if state.outcome is Outcome.PART_OF_ANOTHER:
            # It is asked, and counted, in the incident of which it is a part.
            opened = []
        assert [(each["name"], datetime.fromisoformat(each["asked"])) for each in row["unknowns"]["open"]] == opened
        still += [begin for _, begin in opened]
        never = [name for name, entry in state.facts.items() if entry.state is FactState.UNANSWERABLE]
        never += [each.subject for each in state.never_known.values()]
        assert sorted(each["subject"] for each in row["unknowns"]["never_known"]) == sorted(never)
    assert found["unknowns"]["median"] == (int(median(took)) if took else None)
    assert found["unknowns"]["oldest"] == (f"{min(still):%Y-%m-%dT%H:%M:%SZ}" if still else None)
    for name in found["promises"]:
        assert found["promises"][name] == sum(row["promises"][name] for row in found["incidents"])


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list) and value:
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(each, (*path, key))
    else:
        yield path


def test_any_other_figure_is_found() -> None:
    """Whatever single value of the record is changed, the comparison names it with what is given and what the ledgers give."""
    made = files_of(own(), ledger_json.write)
    assert list(compare(made.__getitem__, {})) == []
    for path in _leaves(read(made, RECORD)):
        changed = read(made, RECORD)
        holder = changed
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = "tampered"
        found = list(compare({**made, RECORD: json.dumps(changed).encode()}.__getitem__, {}))
        assert found, path
        assert all(at == RECORD for at, _ in found)
        assert any("tampered" in how for _, how in found), (path, found)


def test_a_figure_is_named() -> None:
    """The difference says which figure, what is given and what was counted."""
    made = files_of(own(), ledger_json.write)
    changed = read(made, RECORD)
    changed["promises"]["late"] = 0
    (found,) = compare({**made, RECORD: json.dumps(changed).encode()}.__getitem__, {})
    assert found == (RECORD, "says promises.late: 0, but its ledgers give 1")


def test_a_ledger_that_was_changed_is_found() -> None:
    """A promise whose outcome is changed in a ledger no longer agrees with the record, nor its file with the index."""
    made = files_of(own(), ledger_json.write)
    path = incident_file("support-tickets")
    data = made[path].replace(b'"state":"missed"', b'"state":"kept"')
    assert data != made[path]
    found = list(compare({**made, path: data}.__getitem__, {}))
    assert any(how == "says promises.late: 1, but its ledgers give 0" for _, how in found)
    assert any(f"digest of {path}" in how for _, how in found)


def test_first_statement_after_we_knew_only() -> None:
    """A statement from before we knew has no length, and the median does not count it."""
    site = site_of([incident(update(1, BEGAN - timedelta(hours=1)))], BEGAN)
    found = _record(site)
    assert found["incidents"][0]["first_statement"]["waited"] is None
    assert found["first_statements"] == {"incidents": 0, "median": None, "longest": None}


def test_drafts_and_what_is_held_back_are_not_counted() -> None:
    """A draft, and an update whose time has not come, change nothing in the record."""
    first = update(1, BEGAN, next_update=BEGAN + timedelta(hours=2))
    now = BEGAN + timedelta(minutes=30)
    alone = _record(site_of([incident(first)], now))
    draft, later = update(2, BEGAN, draft=True), update(2, BEGAN + timedelta(hours=1))
    for more in (draft, later):
        assert _record(site_of([incident(first, more)], now)) == alone


@pytest.mark.parametrize("count", [0, 1])
def test_no_shares_in_per_cent(count: int) -> None:
    """Also of nothing and of one incident, the record is whole and gives numbers alone."""
    found = _record(site_of([incident(update(1, BEGAN))][:count], NOW if count == 0 else BEGAN))
    assert "%" not in json.dumps(found)
    assert len(found["incidents"]) == count
