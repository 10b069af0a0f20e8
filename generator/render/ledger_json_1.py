"""Schema 1 of the ledger, as version 0.1 published it, for programs that were written for it: made from schema 2, and without what it cannot say.

ledger_schema_1.json is frozen. A key that it does not have is left out; a value that it has no word for is null where null is allowed, else
what holds it is left out. That alone would say something untrue of what is new, so:

- A fact or a consequence that has ended is not listed: it would stand among those that hold.
- Only a correction of something untrue is `corrected`. One for another reason is `stated`: it was said anew, with what stood before.
- What is only likely is no certainty: a count is not known, a kind of data is `possible` (or not known), a window has no ends.
- A group that is a part of another one is not listed where that one's number covers it, since adding it up would count it twice.
- A kind of data is in its worst state, now and in its history, whatever is said of single groups.
- Where there are several windows none is given: the one could only be a time that was not all access, or not all of the access.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType, NoneType
from typing import Any, Final, TypeAlias

from generator.ledger.records import Change
from generator.model.update import CorrectionKind, CountForm, DataState
from generator.render.ledger_parts import Part, Thing

#: The number of this schema.
VERSION: Final = 1

#: What came after schema 1, each with its nearest true word; None: it is left out of a history.
CHANGES: Mapping[str, str | None] = {
    Change.ENDED: Change.WITHDRAWN,
    Change.DOUBTED: Change.STATED,
    Change.STILL_TRUE: None,
    Change.CHANGED: None,
}
#: What remains certain of a state of data that is only likely.
_IF_LIKELY: Mapping[str, str] = {
    DataState.TAKEN: DataState.POSSIBLE,
    DataState.ACCESSED: DataState.POSSIBLE,
    DataState.NOT_AFFECTED: DataState.UNKNOWN,
}
_WORST_FIRST = (DataState.TAKEN, DataState.ACCESSED, DataState.POSSIBLE, DataState.UNKNOWN, DataState.NOT_AFFECTED)
#: Things without a name in the ledger that can be corrected: the only ones whose history this schema lists with the incident.
_OF_THE_INCIDENT = frozenset({"incident.title", "incident.aware", "actions"})
#: Of several changes of a kind of data in one update, the one that is told.
_TOLD_FIRST = ("corrected", "stated", "answered", "refined")

_UNFIT: Final = object()
_Fit: TypeAlias = Callable[[Any], Any]


@cache
def schema() -> Part:
    """Return the schema, without `$id`."""
    read: Part = json.loads(files("generator.render").joinpath("ledger_schema_1.json").read_text(encoding="utf-8"))
    return read


def incident(ledger: Mapping[str, Any], related: Iterable[str]) -> Thing | None:
    """Return an incident in schema 1; None when it can say nothing of it.

    Args:
        ledger: the incident in schema 2.
        related: the ids of other incidents.
    """
    windows = ledger["windows"]
    said = {
        **ledger,
        "related": list(related),
        "facts": [_one_source(each | _history(each, _one_source)) for each in ledger["facts"]],
        "steps": [each | _history(each) for each in ledger["steps"]],
        "actions": [each | _history(each) for each in ledger["actions"]],
        "consequences": [each | _history(each) for each in ledger["consequences"] if each["state"] == "standing"],
        "affected": [_certain_count(each) | _history(each, _certain_count) for each in _not_counted_twice(ledger["affected"])],
        "data": [_kind(each) for each in ledger["data"]],
        "window": _certain_times(windows[0]) | _history(windows[0], _certain_times) if len(windows) == 1 else None,
        "nature": (nature := ledger["nature"]) and nature | _history(nature),
        "history": [event for event in _history(ledger)["history"] if event["subject"] in _OF_THE_INCIDENT],
    }
    found = _fitting()(said)
    return None if found is _UNFIT else found


# What would be untrue.


def _one_source(fact: Any) -> Any:
    """A fact that is known from one place, in whose words all of them stand."""
    return {**fact, "from": ", ".join(fact["from"]) or None} if isinstance(fact, dict) else fact


def _history(entry: Mapping[str, Any], certain: _Fit = lambda value: value) -> Thing:
    return {
        "history": [
            {**event, "change": _change(event), "before": certain(event["before"]), "after": certain(event["after"])}
            for event in entry["history"]
        ]
    }


def _change(event: Mapping[str, Any]) -> str | None:
    wrong = event["kind"] in {None, CorrectionKind.OUR_ERROR}
    change: str = event["change"] if wrong else Change.STATED
    return CHANGES.get(change, change)


def _certain_count(count: Any) -> Any:
    """A count of which only what is certain is left."""
    if not isinstance(count, dict) or not count["likely"]:
        return count
    return {**count, "form": CountForm.UNKNOWN, "given": [], "low": 0, "high": None}


def _not_counted_twice(affected: Iterable[Thing]) -> list[Thing]:
    """The groups that are in no other group's number."""
    counts = {each["name"]: _certain_count(each) for each in affected}

    def is_covered(count: Mapping[str, Any]) -> bool:
        passed = {count["name"]}
        whole = counts.get(count["part_of"])
        while whole and whole["name"] not in passed:
            if whole["low"] >= counts[count["name"]]["low"] and whole["unit"] == count["unit"]:
                return True
            passed.add(whole["name"])
            whole = counts.get(whole["part_of"])
        return False

    return [each for each in affected if not is_covered(each)]


def _certain_times(window: Any) -> Any:
    return {**window, "from": None, "to": None} if isinstance(window, dict) and window["likely"] else window


def _kind(entry: Mapping[str, Any]) -> Thing:
    """A kind of data in its worst state."""
    told: dict[str | None, str] = {}
    history: list[Thing] = []
    for events in _by_update(entry["history"]):
        before = _worst(told.values())
        for event in events:
            _tell(told, event)
        after = _worst(told.values())
        change = next((change for change in _TOLD_FIRST if any(_change(event) == change for event in events)), _change(events[0]))
        those = [event for event in events if _change(event) == change]
        if before == after and change != Change.CORRECTED:
            # Something of which schema 1 says nothing: for how many, or for whom.
            continue
        because = " ".join(dict.fromkeys(event["because"] for event in those if event["because"]))
        worse = any(event["worse"] for event in events)
        history.append(
            {**events[0], "change": change, "before": before, "after": after, "because": because or None, "worse": worse}
        )
    return {**entry, "state": _worst(_certain_state(told) for told in entry["told"]), "history": history}


def _by_update(history: Iterable[Thing]) -> Iterator[list[Thing]]:
    by: dict[int, list[Thing]] = {}
    for event in history:
        by.setdefault(event["update"], []).append(event)
    yield from by.values()


def _tell(told: dict[str | None, str], event: Mapping[str, Any]) -> None:
    """Put what an event made of a kind of data in place of what stood before."""
    before, after = event["before"], event["after"]
    for each in before if isinstance(before, list) else [before]:
        told.pop(each and each["for"], None)
    for each in after if isinstance(after, list) else [after]:
        if each:
            told[each["for"]] = _certain_state(each)


def _certain_state(told: Mapping[str, Any]) -> str:
    state: str = told["state"]
    return _IF_LIKELY.get(state, state) if told["likely"] else state


def _worst(states: Iterable[str]) -> str | None:
    found = set(states)
    return next((str(state) for state in _WORST_FIRST if state in found), None)


# What does not fit.


@cache
def _fitting() -> _Fit:
    return _fit(schema()["$defs"]["incident"])


def _fit(part: Part) -> _Fit:
    """Return a function that makes a value fit a schema, or returns `_UNFIT`."""
    if "$ref" in part:
        return _fit(schema()["$defs"][part["$ref"].rpartition("/")[2]])
    if "anyOf" in part:
        return _any_of([_fit(each) for each in part["anyOf"]], nullable={"type": "null"} in part["anyOf"])
    if "enum" in part:
        known = frozenset(part["enum"])
        return lambda value: value if isinstance(value, str) and value in known else _UNFIT
    if part["type"] == "array":
        return _each(_fit(part["items"]))
    if part["type"] == "object":
        return _keys({name: _fit(each) for name, each in part["properties"].items()}) if "properties" in part else _sentences
    return _plain(part)


def _any_of(fits: list[_Fit], *, nullable: bool) -> _Fit:
    def fit(value: Any) -> Any:
        for each in fits:
            made = each(value)
            if made is not _UNFIT:
                return made
        return None if nullable else _UNFIT

    return fit


def _each(fit: _Fit) -> _Fit:
    def all_that_fit(value: Any) -> Any:
        return [made for each in value if (made := fit(each)) is not _UNFIT] if isinstance(value, list) else _UNFIT

    return all_that_fit


def _keys(fits: Mapping[str, _Fit]) -> _Fit:
    def fit(value: Any) -> Any:
        if not isinstance(value, dict) or not fits.keys() <= value.keys():
            return _UNFIT
        found = {name: each(value[name]) for name, each in fits.items()}
        return _UNFIT if _UNFIT in found.values() else found

    return fit


def _sentences(value: Any) -> Any:
    return value if isinstance(value, dict) else _UNFIT


def _plain(part: Part) -> _Fit:
    names = frozenset(part["type"] if isinstance(part["type"], list) else [part["type"]])
    pattern = re.compile(part["pattern"]) if "pattern" in part else None
    if pattern is None:
        return lambda value: value if _type(value) in names else _UNFIT

    def fit(value: Any) -> Any:
        return value if _type(value) in names and pattern.search(value) else _UNFIT

    return fit


#: What values are in JSON. True is an integer in Python, and not in JSON; a word of a fixed set is a string, of a type of its own.
_TYPES: Final = MappingProxyType({NoneType: "null", bool: "boolean", int: "integer", str: "string"})


def _type(value: Any) -> str:
    return _TYPES.get(type(value)) or ("string" if isinstance(value, str) else "integer" if isinstance(value, int) else "object")
