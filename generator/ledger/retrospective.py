"""What the ledger says of how those concerned were told: the sentences with which a review begins, good and bad."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.ledger.promises import promises
from generator.ledger.records import Change, Event, FactEntry, Ledger, Promise, PromiseKind, PromiseState, StepState
from generator.ledger.words import length_words, value_words, when_words
from generator.model.update import CorrectionKind

#: An unknown that was open for less than this is not counted among what went badly.
_SOON = timedelta(days=1)

_ABOUT = {"window": "When somebody had access", "nature": "What kind of thing it is", "actions": "What readers should do"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrospective:
    """Plain sentences by name, drawn from the ledger alone, for the writer to edit.

    Attributes:
        well: what went well in telling.
        badly: what went badly.
        missed: how many promises were missed, not counting the review's.
        corrected: how many statements were wrong and had to be corrected.
    """

    well: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    badly: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    missed: int = 0
    corrected: int = 0


def retrospective(ledger: Ledger, now: datetime, grace: timedelta, patience: timedelta) -> Retrospective:
    """Look back at how an incident was told.

    Args:
        ledger: the incident's.
        now: as of when; what happens later counts as not yet happened.
        grace: how much later than promised still counts as on time.
        patience: how long a first statement may take without being slow.
    """
    zone = ledger.zone
    transitions = ledger.seen(now)
    if not transitions:
        return Retrospective()
    dated = [one for one in promises(ledger, now, grace) if one.kind is not PromiseKind.REVIEW]
    missed = [one for one in dated if one.state is PromiseState.MISSED]
    corrections = [event for transition in transitions for event in transition.events if event.kind is CorrectionKind.OUR_ERROR]
    others = [event for transition in transitions for event in transition.events if event.kind in _NO_FAULT]
    well: dict[str, str] = {}
    badly: dict[str, str] = {}
    first, last = transitions[0].document.update.published, transitions[-1].document.update.published
    waited = first - ledger.folder.incident.aware
    side = well if waited <= patience else badly
    side["first-statement"] = f"We told you {length_words(waited)} after we first had good reason to believe it."
    number = len(transitions)
    well["updates"] = (
        f"We published {number} updates between {when_words(first.astimezone(zone).date(), zone)} and {when_words(last.astimezone(zone).date(), zone)}."
        if number > 1
        else f"We published one update, on {when_words(first.astimezone(zone).date(), zone)}."
    )
    kept, due = sum(one.state is PromiseState.KEPT for one in dated), sum(one.state in _DUE for one in dated)
    if kept:
        well["promises-kept"] = f"Of {due} promises with a date that fell due, we kept {kept} in time." if due > 1 else _ONE_KEPT
    for promise in missed:
        if not _given_up(ledger, promise):
            badly[_free(badly, _name(promise))] = _missed(promise, zone)
    for event in corrections:
        badly[_free(badly, f"wrong-{_slug(event.subject)}")] = _corrected(ledger, event)
    for event in others:
        name = "found-more" if event.kind is CorrectionKind.FOUND_MORE else "new"
        well[_free(well, f"{name}-{_slug(event.subject)}")] = _told_anew(ledger, event)
    if corrections or others:
        side = badly if corrections else well
        side["corrections"] = _correction_counts(corrections, others)
    state = transitions[-1].after
    for fact in state.facts.values():
        if fact.first_unknown is not None:
            soon, sentence = _open(fact, now)
            (well if soon else badly)[f"asked-{fact.name}"] = sentence
    for step in state.steps.values():
        if step.state is StepState.DROPPED:
            badly[f"given-up-{step.name}"] = f"We announced a step and gave it up: {step.step.do} {step.outcome}"
    return Retrospective(
        well=MappingProxyType(well), badly=MappingProxyType(badly), missed=len(missed), corrected=len(corrections)
    )


_DUE = (PromiseState.KEPT, PromiseState.MISSED)
_ONE_KEPT = "One promise with a date fell due, and we kept it in time."


def _given_up(ledger: Ledger, promise: Promise) -> bool:
    """Whether the promise is a step that was given up, which gets a separate sentence."""
    entry = ledger.state.steps.get(promise.subject) if promise.kind is PromiseKind.STEP else None
    return entry is not None and entry.state is StepState.DROPPED and entry.settled == promise.settled


def _name(promise: Promise) -> str:
    if promise.kind is PromiseKind.UPDATE:
        return f"late-update-{promise.settled_in}" if promise.settled_in else "missing-update"
    return f"late-{promise.subject}"


def _missed(promise: Promise, zone: ZoneInfo) -> str:
    if promise.kind is PromiseKind.UPDATE:
        what = f"Update {promise.settled_in}" if promise.settled_in else f"The update after update {promise.made_in}"
        begins = f"{what} was promised for {when_words(promise.due, zone)}"
    elif promise.kind is PromiseKind.STEP:
        begins = f"We promised a step by {when_words(promise.due, zone)} ({promise.text.rstrip('.')})"
    else:
        begins = f"We promised an answer by {when_words(promise.due, zone)} ({promise.text.rstrip('.')})"
    if promise.settled is None:
        ends = "and it has not come."
    elif promise.moved_to is not None:
        ends = f"and only {length_words(promise.settled - promise.due_at)} after that did we say that it would take until {when_words(promise.moved_to, zone)}."
    else:
        ends = f"and it came {length_words(promise.settled - promise.due_at)} late."
    return f"{begins}, {ends}{f' {promise.because}' if promise.because else ''}"


#: Kinds of corrections of what was no mistake.
_NO_FAULT = frozenset({CorrectionKind.FOUND_MORE, CorrectionKind.NEW_EVENT})


def _correction_counts(wrong: list[Event], others: list[Event]) -> str:
    found = sum(event.kind is CorrectionKind.FOUND_MORE for event in others)
    parts = [
        f"{_times_words(len(wrong))} we had been wrong" if wrong else "",
        f"{_times_words(found)} we found out more about what we had left open" if found else "",
        f"{_times_words(len(others) - found)} something new had happened" if len(others) > found else "",
    ]
    said = [part for part in parts if part]
    last = f" and {said[-1]}" if len(said) > 1 else ""
    listed = ", ".join(said[:-1]) + last if last else said[0]
    return f"Of what we told you, we said something differently later: {listed}."


def _times_words(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _told_anew(ledger: Ledger, event: Event) -> str:
    """What was said differently, and was no mistake."""
    length = length_words(event.when - _told_since(ledger, event))
    was, becomes = value_words(event.was, ledger.zone), value_words(event.becomes, ledger.zone)
    about = _about_subject(event)
    lead = f"{about}: we" if about else "We"
    how = "and found out more" if event.kind is CorrectionKind.FOUND_MORE else "and said when something new had happened,"
    after = f" It is: “{becomes}”" + ("" if becomes.endswith((".", "!", "?")) else ".") if becomes else ""
    return f"{lead} said “{was}” {how} {length} later.{after} {event.because}"


def _about_subject(event: Event) -> str:
    kind, dot, name = event.subject.partition(".")
    return _ABOUT.get(event.subject) or _about(kind, name if dot else "")


def _corrected(ledger: Ledger, event: Event) -> str:
    said = _told_since(ledger, event)
    was, becomes = value_words(event.was, ledger.zone), value_words(event.becomes, ledger.zone)
    before = f"“{was}”" if was else "something else"
    after = ""
    if becomes:
        after = f" It is: “{becomes}”" + ("" if becomes.endswith((".", "!", "?")) else ".")
    about = _about_subject(event)
    lead = f"{about}: we said {before}" if about else f"We said {before}"
    return f"{lead} and had to correct it {length_words(event.when - said)} later.{after} {event.because}"


def _about(kind: str, name: str) -> str:
    """What a statement was about that has a name, as a reader would say it; empty where its own words say that."""
    first, _, whose = name.replace("-", " ").partition(".")
    if kind in {"affected", "data"} and first:
        return f"{first.capitalize()} ({whose})" if whose else first.capitalize()
    return f"{_ABOUT['window']} ({first})" if kind == "window" and first else ""


def _told_since(ledger: Ledger, corrected: Event) -> datetime:
    """When the corrected statement was made: the previous event on the same subject, or the first statement."""
    times = [event.when for event in ledger.events if _is_of(event.subject, corrected.subject) and event.when < corrected.when]
    return times[-1] if times else ledger.transitions[0].document.update.published


def _is_of(earlier: str, subject: str) -> bool:
    """Whether an event was on what is corrected: before there were several windows, or several of whom data was said, it had no further name."""
    return earlier == subject or (subject.startswith(("window.", "data.")) and subject.startswith(f"{earlier}."))


def _open(fact: FactEntry, now: datetime) -> tuple[bool, str]:
    """Whether an unknown was answered soon, and a sentence that says how long it stood open."""
    since = fact.first_unknown or fact.stated
    if fact.settled is None:
        return False, f"This has been open for {length_words(now - since)}, and is: {fact.fact.text}"
    length = fact.settled - since
    if fact.because:
        return False, f"After {length_words(length)} we had to say that we will never know: {fact.fact.text}"
    question = next((event.was for event in reversed(fact.history) if event.change is Change.ANSWERED and event.was), "")
    told = question if isinstance(question, str) and question else fact.fact.text
    return length < _SOON, f"It took {length_words(length)} until we could answer this: {told}"


def _slug(subject: str) -> str:
    return subject.replace(".", "-").replace("_", "-").lower()


def _free(taken: Mapping[str, str], name: str) -> str:
    return next(one for one in _numbered(name) if one not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
