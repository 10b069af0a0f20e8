"""The values in the history of a name, and their English words, which findings use.

Readers read them in their own language: `render/words.py`. Moments are given in the site's time zone.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from generator.model.moment import abbreviation, local
from generator.model.update import (
    Action,
    Claim,
    ClaimView,
    Count,
    CountForm,
    Data,
    DataState,
    DirectNotice,
    Fact,
    Fake,
    Month,
    Nature,
    Occasion,
    Remedy,
    Service,
    ServiceState,
    When,
    Window,
)

_MONTHS = "January February March April May June July August September October November December".split()
_LEAD = {CountForm.ABOUT: "about ", CountForm.AT_LEAST: "at least ", CountForm.AT_MOST: "at most "}
_DATA = {
    DataState.UNKNOWN: "not known",
    DataState.POSSIBLE: "possibly seen",
    DataState.ACCESSED: "seen without permission",
    DataState.TAKEN: "copied",
    DataState.NOT_AFFECTED: "not affected",
}

_NATURE = {
    Nature.UNKNOWN: "not known",
    Nature.MALFUNCTION: "a fault in our systems",
    Nature.OUTAGE_BY_ATTACK: "an attack that took our systems down",
    Nature.INTRUSION: "a break-in",
    Nature.THEFT: "a theft of data",
    Nature.RANSOMWARE: "an attack that locked our files to extort money",
    Nature.MISTAKE: "a mistake we made",
    Nature.LOST_DEVICE: "a lost or stolen device",
    Nature.INSIDER: "someone who works with us",
    Nature.SUPPLIER: "a break-in at one of our suppliers",
}


_WE_SAY = {
    ClaimView.TRUE: "true",
    ClaimView.PARTLY: "partly true",
    ClaimView.FALSE: "false",
    ClaimView.NOT_CHECKED: "not checked yet",
    ClaimView.CANNOT_SAY: "we cannot say",
}
_SERVICE = {
    ServiceState.WORKING: "working",
    ServiceState.LIMITED: "partly working",
    ServiceState.DOWN: "not working",
    ServiceState.UNKNOWN: "not known whether it is working",
    ServiceState.RETIRED: "shut down for good",
}

#: Where nobody broke in, nobody is said to have had access.
WITHOUT_INTRUDER = frozenset({Nature.MISTAKE, Nature.LOST_DEVICE, Nature.MALFUNCTION})


@dataclass(frozen=True, slots=True)
class Comfort:
    """What reassured readers, and was not known: an unknown at which nothing was found, or a denial that was doubted; as it was then."""

    fact: Fact


#: What an event went from or to: the thing itself, or an author's sentence; empty text for nothing. Several actions stand for all advice,
#: and what is said of data may be several things.
Value: TypeAlias = (
    Fact
    | Comfort
    | Claim
    | Fake
    | Remedy
    | DirectNotice
    | Action
    | tuple[Action, ...]
    | Count
    | Data
    | tuple[Data, ...]
    | Nature
    | Window
    | When
    | Service
    | str
)


def value_words(value: Value, zone: ZoneInfo) -> str:
    """Any value; moments in a time zone."""
    match value:
        # A nature is text as well, so it comes first.
        case Nature():
            return nature_words(value)
        case str():
            return value
        case Fact():
            return f"{fact_words(value)} ({occasion_words(value.when, zone)})" if value.when else fact_words(value)
        case Comfort():
            return comfort_words(value, zone)
        case Claim():
            return claim_words(value)
        case Fake():
            return fake_words(value)
        case Remedy():
            return remedy_words(value, zone)
        case DirectNotice():
            return notice_words(value, zone)
        case Action():
            return action_words(value)
        case tuple():
            said = [part_words(one) if isinstance(one, Data) else action_words(one) for one in value]
            return ("; " if value and isinstance(value[0], Data) else " ").join(said)
        case Count():
            return count_words(value)
        case Data():
            return told_words(value)
        case Window():
            return window_words(value, zone)
        case Service():
            return service_words(value, zone)
        case date():
            return when_words(value, zone)


def fact_words(fact: Fact) -> str:
    """A fact; one that is only likely begins with "We think"."""
    return f"We think: {fact.text}" if fact.likely else fact.text


def comfort_words(comfort: Comfort, zone: ZoneInfo) -> str:
    """An unknown, and what we said that we had looked at."""
    fact = comfort.fact
    if not fact.looked:
        return f"{fact_words(fact)} We found nothing." if fact.found else fact_words(fact)
    until = f" (up to {when_words(fact.through, zone)})" if fact.through else ""
    nothing = " We found nothing." if fact.found else ""
    return f"{fact.text} We looked here{until}: {fact.looked}{nothing}"


def claim_words(claim: Claim) -> str:
    """What somebody says, and what we say of it: `a group on a leak site: "They have all records." (false)`."""
    said = f'{claim.by}: "{claim.says}" ({_WE_SAY[claim.we_say or ClaimView.NOT_CHECKED]})'
    return " ".join(part for part in (said, claim.in_fact, claim.because) if part)


def fake_words(fake: Fake) -> str:
    """What is not from us, and what people see of it."""
    return f"{fake.what} ({', '.join(fake.seen)})" if fake.seen else fake.what


def remedy_words(remedy: Remedy, zone: ZoneInfo) -> str:
    """What is offered, and on what terms."""
    terms = [f"for {remedy.months} month{'s' if remedy.months != 1 else ''}"] if remedy.months else []
    terms += [f"until {when_words(remedy.enrol_by, zone)}"] if remedy.enrol_by else []
    terms += [f"cost: {remedy.cost}"] if remedy.cost else []
    terms += [f"for {', '.join(remedy.for_whom)}"] if remedy.for_whom else []
    return f"{remedy.what} ({'; '.join(terms)})" if terms else remedy.what


def notice_words(notice: DirectNotice, zone: ZoneInfo) -> str:
    """How a population is told directly, and how far that has come."""
    parts = [notice.how]
    parts += [f"by {when_words(notice.by, zone)}"] if notice.by else []
    parts += [f"sent: {_count_number(notice.sent).strip()}"] if notice.sent else []
    parts += [f"returned: {_count_number(notice.returned).strip()}"] if notice.returned else []
    parts += [f"all have been told{f' by {when_words(notice.on, zone)}' if notice.on else ''}"] if notice.complete else []
    return ", ".join(parts) + (f". {notice.silence}" if notice.silence else "")


def action_words(action: Action) -> str:
    """An action and whom it is for."""
    whom = action.words or ", ".join(action.for_whom)
    return f"{whom}: {action.do}" if whom else action.do


def count_words(count: Count) -> str:
    """A count that keeps its interval: `at most 1,300 of 18,400 people`; one that is only likely ends with "we think"."""
    return _thought(_count_number(count), likely=count.likely)


def _count_number(count: Count) -> str:
    of = f" of {count.of:,}" if count.of is not None else ""
    if count.form is CountForm.UNKNOWN or not count.stated:
        return f"not known how many{of} {count.unit}"
    if count.form is CountForm.BETWEEN:
        return f"between {count.stated[0]:,} and {count.stated[1]:,}{of} {count.unit}"
    return f"{_LEAD.get(count.form, '')}{count.stated[0]:,}{of} {count.unit}"


def data_words(state: DataState) -> str:
    """What happened to a kind of data."""
    return _DATA[state]


def told_words(told: Data) -> str:
    """What is said of a kind of data, and for how many or for whom: `copied, for 41 people`.

    A count that its update gives without a unit counts the population.
    """
    said = data_words(told.state)
    if told.count is not None and not told.count.unit:
        unit = _spoken(told.population or told.count.population) or "people"
        return told_words(replace(told, count=replace(told.count, unit=unit)))
    if told.count is not None and told.count.form is CountForm.UNKNOWN:
        of = f" of {told.count.of:,}" if told.count.of is not None else ""
        said = f"{said}; we do not know for how many{of} {told.count.unit}"
    elif told.count is not None:
        said = f"{said}, for {count_words(told.count)}"
    elif told.population:
        said = f"{said}, for {_spoken(told.population)}"
    return _thought(said, likely=told.likely)


def part_words(told: Data) -> str:
    """What is said of a kind of data for one of several populations."""
    whose = _spoken(told.population)
    return f"{whose[:1].upper()}{whose[1:]}: {told_words(replace(told, population=''))}" if whose else told_words(told)


def _spoken(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").strip()


def _thought(said: str, *, likely: bool) -> str:
    return f"{said}, we think" if likely else said


def nature_words(nature: Nature) -> str:
    """What kind of incident it is."""
    return _NATURE[nature]


def service_words(service: Service, zone: ZoneInfo) -> str:
    """Whether a system works, since when, what that means, and the way round it."""
    since = f" since {when_words(service.since, zone)}" if service.since else ""
    said = (f"{_SERVICE[service.state]}{since}", service.what, service.instead, service.because)
    return ". ".join(one.rstrip(".") for one in said if one) + ("." if any(said[1:]) else "")


def when_words(when: When | None, zone: ZoneInfo) -> str:
    """`3 March 2027, 02:40 UTC`, a moment in the time zone of the site; or the day alone if it is one."""
    if when is None:
        return "a time we do not know"
    moment = local(when, zone) if isinstance(when, datetime) else when
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{day}, {moment:%H:%M} {abbreviation(moment)}" if isinstance(moment, datetime) else day


def occasion_words(when: Occasion, zone: ZoneInfo) -> str:
    """`March 2027`, `3 March 2027`, or a moment as in `when_words`."""
    return f"{_MONTHS[when.month - 1]} {when.year}" if isinstance(when, Month) else when_words(when, zone)


def window_words(window: Window, zone: ZoneInfo) -> str:
    """When the intruder had access; an end that nobody knows is said to be unknown."""
    start = when_words(window.start, zone) if window.start else ""
    end = when_words(window.end, zone) if window.end else ""
    if start and end:
        said = f"from {start} to {end}"
    elif start:
        said = f"from {start} (end not known)"
    else:
        said = f"until {end} (start not known)" if end else "start and end not known"
    return _thought(said, likely=window.likely)


def length_words(length: timedelta) -> str:
    """A length of time in its largest unit: `28 days`, `6 hours`, `15 minutes`."""
    minutes = int(length.total_seconds() // 60)
    for unit, size in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        number = minutes // size
        if number >= (3 if unit == "day" else 1):
            return f"{number} {unit}{'s' if number != 1 else ''}"
    return "less than a minute"
