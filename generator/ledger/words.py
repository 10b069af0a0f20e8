"""The values in the history of a name, and their English words, which findings use.

Readers read them in their own language: `render/words.py`. Moments are given in the site's time zone.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from generator.model.moment import abbreviation, local
from generator.model.update import Action, Count, CountForm, DataState, Fact, Nature, When, Window

_MONTHS = "January February March April May June July August September October November December".split()
_LEAD = {CountForm.ABOUT: "about ", CountForm.AT_LEAST: "at least ", CountForm.AT_MOST: "at most "}
_DATA = {
    DataState.UNKNOWN: "not known",
    DataState.POSSIBLE: "possibly seen",
    DataState.ACCESSED: "seen by somebody who should not have seen it",
    DataState.TAKEN: "copied and taken",
    DataState.NOT_AFFECTED: "not affected",
}

_NATURE = {
    Nature.UNKNOWN: "not known",
    Nature.MALFUNCTION: "something of ours broke",
    Nature.OUTAGE_BY_ATTACK: "an attack that put our systems out of order",
    Nature.INTRUSION: "somebody got in",
    Nature.THEFT: "somebody stole data",
    Nature.RANSOMWARE: "an attack that locked our files to extort money",
    Nature.MISTAKE: "a mistake of ours",
    Nature.LOST_DEVICE: "a lost or stolen device",
    Nature.INSIDER: "somebody who works with us",
    Nature.SUPPLIER: "a break-in at a supplier of ours",
}


@dataclass(frozen=True, slots=True)
class Comfort:
    """An unknown that came with `looked`: the fact as it was then."""

    fact: Fact


#: What an event went from or to: the thing itself, or an author's sentence; empty text for nothing. Several actions stand for all advice.
Value: TypeAlias = Fact | Comfort | Action | tuple[Action, ...] | Count | DataState | Nature | Window | When | str


def value_words(value: Value, zone: ZoneInfo) -> str:
    """Any value; moments in a time zone."""
    match value:
        # A state and a nature are text as well, so they come first.
        case DataState():
            return data_words(value)
        case Nature():
            return nature_words(value)
        case str():
            return value
        case Fact():
            return fact_words(value)
        case Comfort():
            return comfort_words(value, zone)
        case Action():
            return action_words(value)
        case tuple():
            return " ".join(action_words(action) for action in value)
        case Count():
            return count_words(value)
        case Window():
            return window_words(value, zone)
        case date():
            return when_words(value, zone)


def fact_words(fact: Fact) -> str:
    """A fact; one that is only likely begins with "We think"."""
    return f"We think: {fact.text}" if fact.likely else fact.text


def comfort_words(comfort: Comfort, zone: ZoneInfo) -> str:
    """An unknown, and what we said that we had looked at."""
    fact = comfort.fact
    until = f" (up to {when_words(fact.through, zone)})" if fact.through else ""
    return f"{fact.text} We looked here{until}: {fact.looked}"


def action_words(action: Action) -> str:
    """An action and whom it is for."""
    return f"{action.audience}: {action.do}" if action.audience else action.do


def count_words(count: Count) -> str:
    """A count that keeps its interval: `at most 1,300 of 18,400 people`."""
    of = f" of {count.of:,}" if count.of is not None else ""
    if count.form is CountForm.UNKNOWN or not count.stated:
        return f"not known how many{of} {count.unit}"
    if count.form is CountForm.BETWEEN:
        return f"between {count.stated[0]:,} and {count.stated[1]:,}{of} {count.unit}"
    return f"{_LEAD.get(count.form, '')}{count.stated[0]:,}{of} {count.unit}"


def data_words(state: DataState) -> str:
    """What happened to a kind of data."""
    return _DATA[state]


def nature_words(nature: Nature) -> str:
    """What kind of thing it is."""
    return _NATURE[nature]


def when_words(when: When | None, zone: ZoneInfo) -> str:
    """`3 March 2027, 02:40 UTC`, a moment in the time zone of the site; or the day alone if it is one."""
    if when is None:
        return "a time we do not know"
    moment = local(when, zone) if isinstance(when, datetime) else when
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{day}, {moment:%H:%M} {abbreviation(moment)}" if isinstance(moment, datetime) else day


def window_words(window: Window, zone: ZoneInfo) -> str:
    """When the intruder had access."""
    return f"from {when_words(window.start, zone)} to {when_words(window.end, zone)}"


def length_words(length: timedelta) -> str:
    """A length of time in its largest unit: `28 days`, `6 hours`, `15 minutes`."""
    minutes = int(length.total_seconds() // 60)
    for unit, size in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        number = minutes // size
        if number >= (3 if unit == "day" else 1):
            return f"{number} {unit}{'s' if number != 1 else ''}"
    return "less than a minute"
