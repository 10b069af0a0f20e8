"""The invariants of the ledger, on generated histories: short ones that say anything, and long ones that a writer could have written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ledger.fold import fold
from generator.ledger.moments import day_of
from generator.ledger.promises import promises
from generator.ledger.records import (
    ActionState,
    Change,
    ConsequenceState,
    FactState,
    Ledger,
    Promise,
    PromiseKind,
    PromiseState,
    State,
    StepState,
    Transition,
    ViolationKind,
)
from generator.ledger.words import value_words
from generator.model.document import IncidentFolder
from generator.model.history import PromiseSettings
from generator.model.noted_time import Steady
from generator.model.update import (
    CorrectionKind,
    Count,
    CountForm,
    Data,
    DataState,
    Fact,
    Month,
    Nature,
    Occasion,
    Status,
    Update,
    When,
)
from generator.model.visibility import is_public
from tests.ledger.generated import START, folders
from tests.ledger.invariants import Invariants
from tests.ledger.written import WrittenFolder, long_histories
from tests.thorough import examples

ZONE = ZoneInfo("Europe/London")
HISTORIES = st.one_of(folders(), long_histories())
#: What holds for all of them.
every_history = Invariants()
#: How the sentences begin that say that something was not reached, and what those contain that say how many were.
_DENYING = ("No ", "Nobody ", "There were no ")
_COUNTING = ("people were affected", "they read the letters of")


def _folded(text: str) -> str:
    return " ".join(text.split())


def _ledger(folder: IncidentFolder) -> Ledger:
    return _long_ledger(folder) if isinstance(folder, WrittenFolder) else fold(folder, ZONE)


@cache
def _long_ledger(folder: WrittenFolder) -> Ledger:
    return fold(folder, ZONE)


@every_history.add
def no_fact_leaves(_folder: IncidentFolder, ledger: Ledger) -> None:
    """A name that was ever stated stays in the ledger, whatever later updates leave out."""
    seen: set[str] = set()
    for transition in ledger.transitions:
        seen |= {*transition.document.update.known, *transition.document.update.unknown}
        assert set(transition.after.facts) == seen
        assert set(transition.before.steps) <= set(transition.after.steps)
        assert set(transition.before.actions) <= set(transition.after.actions)
        gone = {name.removeprefix("data.") for name in transition.after.taken_back}
        assert set(transition.before.data) <= set(transition.after.data) | gone


@every_history.add
def a_known_fact_changes_only_with_a_correction(_folder: IncidentFolder, ledger: Ledger) -> None:
    """A known fact's text, and its being known, change only in an update that corrects it and says why, that says that it ended, or that doubts it on `reopened`."""
    for transition in ledger.transitions:
        update = transition.document.update
        for name, before in transition.before.facts.items():
            after = transition.after.facts[name]
            if before.state is not FactState.KNOWN:
                continue
            same = after.state is FactState.KNOWN and _folded(after.fact.text) == _folded(before.fact.text)
            when = before.fact.when
            same_time = after.fact.when == when or when is None or _is_in(after.fact.when, when)
            certain = before.fact.likely or not after.fact.likely
            events = [event for event in transition.events if event.subject == name]
            if same and same_time and certain:
                # That it is still true changes nothing of it.
                assert [event.change for event in events if event.change is not Change.STILL_TRUE] in ([], [Change.REFINED])
                continue
            refined = [event for event in events if event.change is Change.REFINED]
            if refined:
                # Only its figures moved.
                assert after.state is FactState.KNOWN
                assert _without_figures(after.fact.text) == _without_figures(before.fact.text)
                continue
            events = [event for event in events if event.change is not Change.STILL_TRUE]
            (event,) = events[:1] if before.name in {new.subject for new in transition.before.new_events} else events
            assert _folded(before.fact.text) in _folded(value_words(event.was, ZoneInfo("UTC")))
            if event.change is Change.ENDED:
                assert event.becomes == update.ended[name].what
                assert after.state is FactState.ENDED
            elif event.change is Change.DOUBTED:
                assert update.status is Status.REOPENED
                assert after.state is FactState.OPEN
            else:
                assert event.change is Change.CORRECTED
                assert event.because == update.corrections[name].because


@every_history.add
def what_ended_was_true(_folder: IncidentFolder, ledger: Ledger) -> None:
    """What ended is not under what we know, is no correction, and did not happen at a time, deny, or count; its day is no earlier than its words.

    Nor is it about what the same update corrects as anything but something new; and what denies or counts comes back only with a correction.
    """
    for transition in ledger.transitions:
        update = transition.document.update
        for entry in transition.before.facts.values():
            now = transition.after.facts[entry.name]
            if entry.state is FactState.ENDED and now.state is FactState.KNOWN and _needs_correction(now.fact.text, transition):
                assert entry.name in update.corrections
        for event in transition.events:
            if event.change is not Change.ENDED:
                continue
            assert event.kind is None
            assert event.subject not in update.corrections
            end = update.ended[event.subject]
            said = transition.before.said[event.subject]
            if isinstance(end.since, datetime):
                assert said <= end.since <= update.published
            elif end.since is not None:
                assert said.astimezone(ZONE).date() <= end.since <= update.published.astimezone(ZONE).date()
            fact_entry = transition.before.facts.get(event.subject)
            if fact_entry is None:
                name = event.subject.removeprefix("consequence.")
                assert name not in {one.name for one in transition.after.standing_consequences}
                continue
            assert event.subject not in {one.name for one in transition.after.known}
            assert event.subject not in update.known
            assert fact_entry.fact.when is None
            assert event.subject != transition.before.contained_by or update.status is Status.REOPENED
            new = [one for one in transition.events if one.kind is CorrectionKind.NEW_EVENT]
            assert new or not _needs_correction(fact_entry.fact.text, transition)
            for one in transition.events:
                if one.kind and one.kind is not CorrectionKind.NEW_EVENT and one.subject.startswith(("affected.", "data.")):
                    assert one.subject.split(".")[1].replace("-", " ") not in fact_entry.fact.text


def _needs_correction(text: str, transition: Transition) -> bool:
    """Whether a sentence says that something was not reached, or how many of somebody who is counted were."""
    counted = {population for population in ("people", "patients") if f" {population}" in text}
    counts = any(words in text for words in _COUNTING) and counted & set(transition.after.affected)
    return text.startswith(_DENYING) or bool(counts)


@every_history.add
def no_correction_is_milder_than_it_is(_folder: IncidentFolder, ledger: Ledger) -> None:
    """A correction is a fault unless its writer says otherwise, and then only where the old value left it open, or something new happened since."""
    for transition in ledger.transitions:
        update = transition.document.update
        refused = {one.subject for one in transition.violations if one.kind is ViolationKind.KIND_REFUSED}
        # One correction may be of what is said of several populations, and refused for one of them.
        assert refused <= {one.corrected_as for one in transition.events if one.kind is CorrectionKind.OUR_ERROR}
        for event in transition.events:
            assert (event.kind is not None) == (event.change is Change.CORRECTED)
            if event.kind is None:
                continue
            # `window.first` may name the only window, and `data.password` what is said of one population.
            assert event.corrected_as.startswith(event.subject) or event.subject.startswith(event.corrected_as)
            given = update.corrections[event.corrected_as].kind
            assert event.kind in {CorrectionKind.OUR_ERROR, given}
            if event.kind is CorrectionKind.NEW_EVENT:
                assert event.window not in transition.before.windows
                begun = transition.after.windows[event.window].window.start
                said = transition.before.said.get(event.subject) or transition.before.said.get(
                    ".".join(event.subject.split(".")[:2])
                )
                if isinstance(begun, datetime):
                    assert said is not None
                    assert said < begun
                elif begun is not None:
                    assert said is not None
                    assert said.astimezone(ZONE).date() <= begun
            elif event.kind is CorrectionKind.FOUND_MORE:
                match event.was:
                    case Data() as told:
                        # What is only said of whom or of how many leaves its state as it was.
                        now = event.becomes if isinstance(event.becomes, tuple) else (event.becomes,)
                        same = all(isinstance(one, Data) and one.state is told.state for one in now)
                        unsure = told.likely or told.through or told.cannot_see
                        assert told.state not in {DataState.NOT_AFFECTED, DataState.TAKEN} or unsure or same
                    case Count() as was:
                        assert isinstance(event.becomes, Count)
                        assert _left_open(was, event.becomes)
                    case Fact() as fact:
                        about = [
                            one.count.form is CountForm.ABOUT or one.count.likely or one.count.through or one.count.cannot_see
                            for one in transition.before.affected.values()
                        ]
                        assert fact.likely or fact.through or fact.cannot_see or any(about)
                    case str() if not isinstance(event.was, Nature):
                        raise AssertionError(event)


@every_history.add
def something_new_must_have_been_new(_folder: IncidentFolder, ledger: Ledger) -> None:
    """What was corrected because of something new is asked for again as soon as that turns out to have begun before it was said."""
    for transition in ledger.transitions:
        asked = {one.subject for one in transition.violations if one.kind is ViolationKind.EVENT_TOO_EARLY}
        for new in transition.after.new_events:
            begun = transition.after.windows[new.window].window.start
            if isinstance(begun, datetime) and begun <= new.said:
                assert new.subject in asked


@every_history.add
def a_consequence_changes_only_in_the_open(_folder: IncidentFolder, ledger: Ledger) -> None:
    """The text of a consequence changes only with a correction; one that ended or was taken back is still in the ledger."""
    for transition in ledger.transitions:
        for name, before in transition.before.consequences.items():
            after = transition.after.consequences[name]
            changes = {event.change for event in transition.events if event.subject == f"consequence.{name}"}
            if before.state is ConsequenceState.STANDING and _folded(after.text) != _folded(before.text):
                assert changes == {Change.CORRECTED}
            if before.state is ConsequenceState.STANDING and after.state is not before.state:
                assert changes <= {Change.CORRECTED, Change.ENDED}
                assert changes


@every_history.add
def an_open_unknown_ends_only_by_an_answer_or_for_good(_folder: IncidentFolder, ledger: Ledger) -> None:
    """An open unknown stays open until an update answers it or says why it cannot be answered; leaving it out is a violation."""
    for transition in ledger.transitions:
        update = transition.document.update
        for entry in transition.before.open_unknowns:
            after = transition.after.facts[entry.name]
            if after.state is FactState.KNOWN:
                assert entry.name in update.known
            elif after.state is FactState.UNANSWERABLE:
                assert after.because == update.unanswerable[entry.name]
            mentioned = entry.name in update.known or entry.name in update.unknown or entry.name in update.unanswerable
            dropped = [
                violation
                for violation in transition.violations
                if violation.kind is ViolationKind.UNKNOWN_DROPPED and violation.subject == entry.name
            ]
            assert len(dropped) == (0 if mentioned or update.no_change else 1)


@settings(max_examples=examples(40), deadline=None)
@given(HISTORIES, st.integers(0, 500), st.integers(0, 3))
def test_every_promise_is_accounted_for(folder: IncidentFolder, hours: int, grace_hours: int) -> None:
    """Every date that was ever promised is kept, moved in public, missed, or still to come; and each exactly once."""
    ledger = _ledger(folder)
    now, grace = START + timedelta(hours=hours), timedelta(hours=grace_hours)
    found = promises(ledger, now, grace)
    transitions = [transition for transition in ledger.transitions if transition.document.update.published <= now]
    for transition in transitions:
        update = transition.document.update
        made = {(one.kind, one.subject) for one in found if one.made_in == update.number}
        if update.next_update is not None:
            assert (PromiseKind.UPDATE, "") in made
    keys = [(one.kind, one.subject, one.made_in, one.due_at) for one in found]
    assert len(keys) == len(set(keys))
    for one in found:
        if one.state is PromiseState.PENDING:
            assert now <= one.due_at + grace
            assert one.settled is None
        elif one.state is PromiseState.KEPT:
            assert one.settled is not None
            # A step is kept by the day on which it was done, whenever readers heard of it.
            assert _was_in_time(one, grace)
        elif one.state is PromiseState.MOVED:
            assert one.moved_to is not None
            assert one.settled is not None
            assert one.settled <= one.due_at + grace
        else:
            assert one.settled is None or not _was_in_time(one, grace) or _was_dropped(ledger, one.subject)
    # What is open and dated now has a promise that waits for it.
    if transitions:
        waiting = {(one.kind, one.subject) for one in found if one.settled is None}
        for entry in transitions[-1].after.open_steps:
            assert entry.step.by is None or (PromiseKind.STEP, entry.name) in waiting
        for unknown in transitions[-1].after.open_unknowns:
            assert unknown.fact.by is None or (PromiseKind.ANSWER, unknown.name) in waiting


def _was_in_time(promise: Promise, grace: timedelta) -> bool:
    on = promise.done_on
    if on is None:
        return promise.settled is not None and promise.settled <= promise.due_at + grace
    if isinstance(on, datetime) and isinstance(promise.due, datetime):
        return on <= promise.due + grace
    return day_of(on, ZONE) <= day_of(promise.due, ZONE)


@every_history.add
def a_step_was_done_when_it_can_have_been(_folder: IncidentFolder, ledger: Ledger) -> None:
    """No step counts as done before it was promised, after its update, or, without a correction, before an update still listed it."""
    for transition in ledger.transitions:
        update = transition.document.update
        for name, entry in transition.after.steps.items():
            before = transition.before.steps.get(name)
            if entry.done_on is None or before is None or before.state is not StepState.OPEN:
                continue
            assert entry.state is StepState.DONE
            assert day_of(entry.done_on, ZONE) <= day_of(update.published, ZONE)
            assert day_of(entry.done_on, ZONE) >= day_of(entry.stated, ZONE)
            listed = [
                one.document.update.published
                for one in ledger.transitions
                if one.document.number < update.number
                and (name in one.document.update.next_steps or (one.document.update.no_change and name in one.after.steps))
            ]
            late = day_of(entry.done_on, ZONE) < day_of(max(listed), ZONE)
            assert not late or any(
                event.change is Change.CORRECTED and event.subject == f"step.{name}" for event in transition.events
            )


def _was_dropped(ledger: Ledger, name: str) -> bool:
    entry = ledger.state.steps.get(name)
    return entry is not None and entry.state is StepState.DROPPED


@every_history.add
def counts_and_comforts_change_only_in_the_open(_folder: IncidentFolder, ledger: Ledger) -> None:
    """A count leaves its interval, and data leaves "not affected", only with a correction; a later update cannot launder it."""
    for transition in ledger.transitions:
        corrected = {event.subject for event in transition.events if event.change is Change.CORRECTED}
        for kind, before in transition.before.data.items():
            if kind not in transition.after.data:
                assert _is_named(f"data.{kind}", corrected)
                continue
            after = transition.after.data[kind]
            for was in before.told:
                now = [one for one in after.told if one.population == was.population] or after.told
                names = {f"data.{kind}", f"data.{kind}.{was.population}"}
                states = {one.state for one in now}
                if was.state is DataState.NOT_AFFECTED and states != {was.state}:
                    assert names & corrected
                if was.state is DataState.TAKEN and was.state not in states:
                    assert names & corrected
                if was.state in states and len(now) == 1 and not _is_inside(now[0].count, was.count):
                    assert names & corrected
                most = was.count.high if was.count else None
                if most is not None and len(now) == 1 and now[0].state is not DataState.NOT_AFFECTED:
                    count = now[0].count
                    assert names & corrected or (count is not None and count.high is not None and count.high <= most)
        for population, counted in transition.before.affected.items():
            if population not in transition.after.affected:
                assert f"affected.{population}" in corrected
                continue
            now_counted = transition.after.affected[population]
            followed = now_counted.count.of != counted.count.of and f"affected.{now_counted.count.part_of}" in {
                event.subject for event in transition.events
            }
            least = replace(counted.count, high=None) if followed and counted.count.form is CountForm.AT_LEAST else counted.count
            inside = _is_inside(now_counted.count, least) and (counted.count.likely or not now_counted.count.likely)
            assert inside or f"affected.{population}" in corrected


def _is_named(subject: str, subjects: set[str]) -> bool:
    """Whether a subject or a part of it is among others."""
    return any(one == subject or one.startswith(f"{subject}.") for one in subjects)


def _is_in(when: Occasion | None, was: Occasion) -> bool:
    """Whether a time is the same as another one, or says it more exactly."""
    day = when.astimezone(ZONE).date() if isinstance(when, datetime) else when
    if isinstance(was, Month) and isinstance(day, date):
        return (day.year, day.month) == (was.year, was.month)
    return when == was or (not isinstance(was, datetime) and day == was)


def _without_figures(text: str) -> str:
    return re.sub("[0-9]+", "0", " ".join(text.split()))


def _left_open(was: Count, now: Count) -> bool:
    """Whether a count left open what is said now, as the format defines it."""
    beyond = now.low < was.low or (was.high is not None and (now.high is None or now.high > was.high))
    if beyond and was.form in {CountForm.AT_LEAST, CountForm.AT_MOST, CountForm.BETWEEN}:
        # A total that follows its group is no bound of the count itself.
        return was.form is CountForm.AT_LEAST and was.high == was.of and now.low >= was.low
    open_ = was.form in {CountForm.ABOUT, CountForm.UNKNOWN} or was.likely or was.through or was.cannot_see
    return bool(open_) or not (beyond or now.likely)


def _is_inside(after: Count | None, before: Count | None) -> bool:
    if before is None:
        return True
    if after is None:
        return False
    return after.low >= before.low and (before.high is None or (after.high is not None and after.high <= before.high))


@every_history.add
def windows_change_only_in_the_open(_folder: IncidentFolder, ledger: Ledger) -> None:
    """No window goes away; an end that was given moves only with a correction of that very window, or of the only one that moved."""
    for transition in ledger.transitions:
        corrections = transition.document.update.corrections
        gone = {subject.removeprefix("window.") for subject in transition.after.taken_back}
        assert set(transition.before.windows) <= set(transition.after.windows) | gone
        moved = []
        for name, before in transition.before.windows.items():
            if name not in transition.after.windows:
                assert {"window", f"window.{name}"} & set(corrections)
                continue
            was, now = before.window, transition.after.windows[name].window
            for old, new in ((was.start, now.start), (was.end, now.end)):
                if old is not None and new != old and not (type(old) is date and _day(new) == old):
                    moved.append(name)
        plain = {name for name in moved if f"window.{name}" not in corrections}
        assert not plain or "window" in corrections
        assert len(plain) <= 1


@every_history.add
def a_further_window_is_worse(_folder: IncidentFolder, ledger: Ledger) -> None:
    """A window beside the one that readers knew of makes the picture worse, so that a calm status does not outlast it."""
    for transition in ledger.transitions:
        new = set(transition.after.windows) - set(transition.before.windows)
        if transition.before.windows:
            assert {f"window.{name}" for name in new} <= {event.subject for event in transition.events if event.adverse}


@every_history.add
def every_kind_of_data_is_said_of_each_population_once(_folder: IncidentFolder, ledger: Ledger) -> None:
    """A kind is said of nobody in particular, or of each population once; its counts have a unit; what was said of one of them stays."""
    for transition in ledger.transitions:
        for kind, entry in transition.after.data.items():
            whose = [one.population for one in entry.told]
            assert len(whose) == len(set(whose))
            assert whose == [""] or "" not in whose
            assert all(one.count.unit for one in entry.told if one.count)
            if before := transition.before.data.get(kind):
                assert {one.population for one in before.told} - {""} <= set(whose)


def _day(when: When | None) -> date | None:
    return when.astimezone(ZONE).date() if isinstance(when, datetime) else when


@every_history.add
def drafts_carry_nothing(folder: IncidentFolder, ledger: Ledger) -> None:
    """A draft is judged on top of what is published and changes nothing for the updates after it."""
    published = tuple(document for document in folder.updates if not document.update.draft)
    without = fold(IncidentFolder(slug="incident", document=folder.document, updates=published, review=folder.review), ZONE)
    assert [transition.after for transition in ledger.transitions] == [transition.after for transition in without.transitions]
    assert len(ledger.drafts) == len(folder.updates) - len(published)


@every_history.add
def readers_see_what_has_come(_folder: IncidentFolder, ledger: Ledger) -> None:
    """What readers see at a time is what each update says of itself, and is known to hold until the next one comes."""
    openings = [transition.document.update.published for transition in ledger.transitions]
    times = sorted(
        {step + opening for opening in openings for step in (-timedelta(minutes=1), timedelta(), timedelta(minutes=1))}
    )
    for when in times:
        noted, one_by_one = Steady(when), Steady(when)
        seen = ledger.seen(noted.moment())
        assert seen == [one for one in ledger.transitions if is_public(one.document.update, one_by_one.moment())]
        assert (noted.exact, noted.before) == (one_by_one.exact, one_by_one.before)
        assert noted.exact or noted.after == one_by_one.after


@every_history.add
def folding_twice_gives_the_same(folder: IncidentFolder, ledger: Ledger) -> None:
    """The fold depends on the documents alone."""
    assert fold(folder, ZONE).transitions == fold(folder, ZONE).transitions


_SECTIONS = ("facts", "steps", "actions", "consequences", "affected", "data", "windows", "services")


def _entries(state: State) -> Iterator[tuple[str, str, Any]]:
    """Every entry of a state: its section, its name, and itself."""
    for section in _SECTIONS:
        for name, entry in getattr(state, section).items():
            yield section, name, entry
    if state.nature is not None:
        yield "nature", "nature", state.nature


def _taken_back(state: State) -> dict[tuple[str, str], Any]:
    """What should never have been named, by section and name."""
    found: dict[tuple[str, str], Any] = {}
    for subject, entry in state.taken_back.items():
        section, _, name = subject.partition(".")
        found["windows" if section == "window" else section, name or section] = entry
    return found


@every_history.add
def history_only_grows(_folder: IncidentFolder, ledger: Ledger) -> None:
    """Every entry stays, with the day of its first statement and all that ever happened to it, in order; what is new is this update's."""
    for transition in ledger.transitions:
        stand = {(section, name): entry for section, name, entry in _entries(transition.after)}
        stood = {(section, name): entry for section, name, entry in _entries(transition.before)}
        after, before = _taken_back(transition.after) | stand, _taken_back(transition.before) | stood
        assert before.keys() <= after.keys()
        added = []
        for key, entry in after.items():
            # What was taken back and is named again begins anew.
            earlier = before[key] if key in before and (key in stood or key not in stand) else None
            old = earlier.history if earlier else ()
            assert entry.history[: len(old)] == old
            assert entry.stated == (earlier.stated if earlier else transition.document.update.published)
            added += entry.history[len(old) :]
            for event in entry.history[len(old) :]:
                assert event.update == transition.document.update.number
                assert event.when == transition.document.update.published
        # `actions` and corrections of incident.md belong to no entry.
        of_entries = [
            one
            for one in transition.events
            if one.subject not in {"actions", "incident.title", "incident.aware"}
            # Why a value will never be known stands beside the value.
            and (one.change is not Change.UNANSWERABLE or one.subject in transition.after.facts)
        ]
        kept = {id(event) for event in added}
        lost = [one for one in of_entries if id(one) not in kept]
        # A correction of what something new had ended belongs to a fact alone.
        assert all(one.kind is CorrectionKind.OUR_ERROR and one.was for one in lost), lost
        assert {one.subject for one in lost} <= {new.subject for new in transition.before.new_events}


_MENTIONED: Mapping[str, tuple[str, ...]] = {
    "facts": ("known", "unknown", "unanswerable"),
    "steps": ("next_steps", "done", "dropped"),
    "actions": ("actions", "withdrawn"),
    "consequences": ("consequences",),
    "affected": ("affected",),
    "data": ("data",),
    "services": ("services",),
}


#: What begins the names of a section's entries under `corrections`.
_SUBJECT_OF = {
    "data": "data",
    "affected": "affected",
    "windows": "window",
    "steps": "step",
    "actions": "action",
    "services": "services",
}


def _mentions(update: Update, section: str, name: str) -> bool:
    """Whether an update says anything of an entry, also that it should never have been named."""
    if any(subject.split(".")[0] == _SUBJECT_OF.get(section) and name in subject.split(".")[1:2] for subject in update.never):
        return True
    if section == "nature":
        return update.nature is not None or "nature" in update.never
    if section == "windows":
        return name in update.windows or "" in update.windows or "window" in update.never
    end = name if section == "facts" else f"consequence.{name}"
    subjects = {end, *(subject.rpartition(".")[2] for subject in update.corrections)}
    if section in {"facts", "consequences"} and (end in update.ended or name in subjects):
        return True
    return any(name in getattr(update, key) for key in _MENTIONED[section])


@every_history.add
def nothing_changes_unsaid(_folder: IncidentFolder, ledger: Ledger) -> None:
    """What an update does not mention stays exactly as it was."""
    for transition in ledger.transitions:
        after = {(section, name): entry for section, name, entry in _entries(transition.after)}
        for section, name, entry in _entries(transition.before):
            if not _mentions(transition.document.update, section, name):
                assert after[section, name] == entry


def _shown(transition: Transition) -> Iterator[tuple[str, str, bool]]:
    """Everything that an update says: its subject, its name under `corrections`, and whether the ledger now holds it as it was said."""
    update, after = transition.document.update, transition.after
    for name, fact in update.known.items():
        entry = after.facts[name]
        yield name, name, entry.state is FactState.KNOWN and _folded(entry.fact.text) == _folded(fact.text)
    for name, fact in update.unknown.items():
        entry = after.facts[name]
        yield name, name, entry.state is FactState.OPEN and _folded(entry.fact.text) == _folded(fact.text)
    for name, because in update.unanswerable.items():
        one = after.facts.get(name)
        if one is None:
            # A value: why it will never be known stands beside it.
            reasons = [never for never in after.never_known.values() if never.subject.partition(".")[0] == name.partition(".")[0]]
            yield name, name, any(_folded(never.because) == _folded(because) for never in reasons)
            continue
        yield name, name, one.state is FactState.UNANSWERABLE and _folded(one.because) == _folded(because)
    for name, end in update.ended.items():
        ends = {
            **{fact.name: fact.end for fact in after.facts.values()},
            **{f"consequence.{one.name}": one.end for one in after.consequences.values()},
        }
        given = ends.get(name)
        yield name, name, given is not None and _folded(given.what) == _folded(end.what)
    for name, step in update.next_steps.items():
        listed = after.steps[name]
        yield f"step.{name}", name, listed.state is StepState.OPEN and _folded(listed.step.do) == _folded(step.do)
    for key, state in (("done", StepState.DONE), ("dropped", StepState.DROPPED)):
        for name, outcome in getattr(update, key).items():
            step_entry = after.steps.get(name)
            said = outcome if isinstance(outcome, str) else outcome.what
            closed = step_entry is not None and step_entry.state is state and _folded(step_entry.outcome) == _folded(said)
            yield f"step.{name}", name, closed
    for name, action in update.actions.items():
        advice = after.actions[name]
        yield f"action.{name}", name, advice.state is ActionState.STANDING and _folded(advice.action.do) == _folded(action.do)
    for name in update.withdrawn:
        action_entry = after.actions.get(name)
        yield f"action.{name}", name, action_entry is not None and action_entry.state is ActionState.WITHDRAWN
    for name, consequence in update.consequences.items():
        text = consequence.text
        harm = after.consequences.get(name)
        said = harm is not None and (
            harm.state is ConsequenceState.TAKEN_BACK
            if text == "none"
            else harm.state is ConsequenceState.STANDING and _folded(harm.text) == _folded(text)
        )
        yield f"consequence.{name}", name, said
    for population, count in update.affected.items():
        held = after.affected[population].count
        yield (
            f"affected.{population}",
            population,
            (held.low, held.stated, held.likely) == (count.low, count.stated, count.likely)
            or (
                # The same number again keeps the words in which it was given first.
                (held.low, held.likely) == (count.low, count.likely) and held.high in {count.high, held.of}
            ),
        )
    for kind, told in update.data.items():
        for part in told:
            if not update.never.isdisjoint({f"data.{kind}", f"data.{kind}.{part.population}"}):
                # No file says of anything what it is and that it is none.
                continue
            # What comforted everybody still comforts each.
            found = [held for held in after.data[kind].told if not part.population or held.population in {"", part.population}]
            yield f"data.{kind}", kind, any(held.state is part.state for held in found)
    if update.nature is not None:
        yield "nature", "nature", after.nature is not None and after.nature.nature is update.nature


@every_history.add
def what_is_said_stands_or_is_refused(_folder: IncidentFolder, ledger: Ledger) -> None:
    """Whatever an update says is what the ledger holds after it, or a violation names it: nothing that was said is lost without a word."""
    for transition in ledger.transitions:
        refused = {part for one in transition.violations for part in (one.subject, ".".join(one.subject.split(".")[:2]))}
        for subject, _, stands in _shown(transition):
            assert stands or subject in refused, subject


@every_history.add
def what_we_know_has_not_ended(_folder: IncidentFolder, ledger: Ledger) -> None:
    """What stands as known is in its newest accepted words, has no end, and is not what this update ends or takes back."""
    for transition in ledger.transitions:
        after, update = transition.after, transition.document.update
        refused = {one.subject for one in transition.violations}
        known = {entry.name: entry for entry in after.known}
        assert not known.keys() & {entry.name for entry in after.ended}
        for name, entry in known.items():
            assert entry.end is None
            assert name not in update.ended or name in refused or after.facts[name].fact == transition.before.facts[name].fact
            last = [event.becomes for event in entry.history if isinstance(event.becomes, Fact)][-1]
            assert _folded(last.text) == _folded(entry.fact.text)
            assert last.likely is entry.fact.likely
        for over in after.ended:
            assert over.end is not None
            last_event = [event for event in over.history if event.change in {Change.ENDED, Change.STATED, Change.CORRECTED}][-1]
            assert last_event.change is Change.ENDED
            assert _folded(str(last_event.becomes)) == _folded(over.end.what)
        for one in after.standing_consequences:
            assert one.end is None


#: Keys that an update without news may have and that restate nothing.
_QUIET = frozenset({"known", "unknown", "unanswerable", "ended", "next_steps", "done", "dropped", "withdrawn", "corrections"}) | {
    *("consequences", "affected", "data", "windows", "actions", "nature", "no_action", "services", "never", "still_true")
}


@every_history.add
def no_change_restates_exactly_what_is_open(_folder: IncidentFolder, ledger: Ledger) -> None:
    """An update that says only that nothing changed leaves every entry as it was, finds nothing dropped, and says again all that stands and nothing else."""
    for transition in ledger.transitions:
        update, before, after = transition.document.update, transition.before, transition.after
        if not update.no_change or any(getattr(update, key) for key in _QUIET):
            continue
        assert list(_entries(before)) == list(_entries(after))
        assert (before.no_action, before.new_events) == (after.no_action, after.new_events)
        assert transition.events == ()
        assert {one.kind for one in transition.violations} <= {ViolationKind.EVENT_TOO_EARLY}
        again = {subject for subject, when in after.said.items() if when == update.published}
        parts = {f"data.{kind}.{one.population}" for kind, entry in after.data.items() for one in entry.told if one.population}
        stands = {
            *(entry.name for entry in after.facts.values() if entry.state in {FactState.KNOWN, FactState.OPEN}),
            *(f"action.{entry.name}" for entry in after.standing_actions),
            *(f"consequence.{entry.name}" for entry in after.standing_consequences),
            *(f"affected.{population}" for population in after.affected),
            *(f"data.{kind}" for kind in after.data),
            *parts,
            *(f"window.{name}" for name in after.windows),
            *(f"step.{entry.name}" for entry in after.open_steps),
            *(f"services.{name}" for name in after.services),
            *("window", "nature", "actions", "what_happened"),
        }
        assert again == stands


@every_history.add
def when_a_fact_was_last_said(_folder: IncidentFolder, ledger: Ledger) -> None:
    """The day from which an end counts is that of the last update that said the fact and was not refused."""
    for transition in ledger.transitions:
        update = transition.document.update
        refused = {one.subject for one in transition.violations if one.path[0] in {"known", "unknown", "still_true"}} - {
            one.subject for one in transition.violations if one.kind is ViolationKind.COMFORT_WITHDRAWN
        }
        for name, entry in transition.after.facts.items():
            listed = (name in update.known or name in update.unknown) and name not in refused
            restated = update.no_change and entry.state in {FactState.KNOWN, FactState.OPEN} and name not in refused
            if listed or restated:
                assert transition.after.said[name] == update.published
            elif not [one for one in transition.events if one.subject == name and one.change is not Change.ENDED]:
                assert transition.after.said[name] == transition.before.said[name]


_ZONES = st.sampled_from([ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles"), ZoneInfo("UTC")])


@settings(max_examples=examples(40), deadline=None)
@given(
    HISTORIES,
    st.integers(0, 900),
    st.lists(st.tuples(st.integers(0, 900), _ZONES, st.integers(0, 48)), max_size=3),
    st.tuples(_ZONES, st.integers(0, 72)),
    st.integers(1, 900),
)
def test_what_was_settled_stays_settled(
    folder: IncidentFolder,
    hours: int,
    changes: list[tuple[int, ZoneInfo, int]],
    today: tuple[ZoneInfo, int],
    later: int,
) -> None:
    """A promise that was kept, moved or missed keeps its outcome, whatever settings come afterwards, and however much later one asks."""
    now = START + timedelta(hours=hours)
    first = PromiseSettings(since=START - timedelta(days=1), zone=ZONE, grace=timedelta(hours=1))
    terms = (
        first,
        *(
            PromiseSettings(since=START + timedelta(hours=hour), zone=zone, grace=timedelta(hours=grace))
            for hour, zone, grace in sorted(changes, key=lambda change: change[0])
            if START + timedelta(hours=hour) <= now
        ),
    )
    zone, grace = today
    new = PromiseSettings(since=now + timedelta(minutes=1), zone=zone, grace=timedelta(hours=grace))
    before = promises(fold(folder, terms[-1].zone, terms), now, terms[-1].grace)
    after = promises(fold(folder, zone, (*terms, new)), now + timedelta(hours=later), timedelta(hours=grace))
    outcomes = {(one.kind, one.subject, one.made_in, one.due_at): (one.state, one.settled, one.moved_to) for one in after}
    for one in before:
        if one.settled is not None:
            assert outcomes[one.kind, one.subject, one.made_in, one.due_at] == (one.state, one.settled, one.moved_to)


@every_history.add
def advice_steps_and_nature_change_only_in_the_open(_folder: IncidentFolder, ledger: Ledger) -> None:
    """Advice has other words only with a correction and goes only when it is withdrawn; a step ends only as done or dropped; the nature moves in the open."""
    for transition in ledger.transitions:
        update, before, after = transition.document.update, transition.before, transition.after
        changes = {(event.change, event.subject) for event in transition.events}
        for name, action in before.actions.items():
            now = after.actions[name]
            said, says = ((one.action.audience, _folded(one.action.do)) for one in (action, now))
            assert said == says or (Change.CORRECTED, f"action.{name}") in changes
            if action.state is not now.state:
                assert now.state in {ActionState.WITHDRAWN, ActionState.TAKEN_BACK}
                if now.state is ActionState.WITHDRAWN:
                    assert now.because == update.withdrawn[name]
                else:
                    assert f"action.{name}" in update.never
                    assert (Change.CORRECTED, f"action.{name}") in changes
        if "need" in before.no_action and update.actions:
            refused = {one.subject for one in transition.violations}
            assert (Change.CORRECTED, "actions") in changes or "actions" in refused
        for name, step in before.steps.items():
            closed = after.steps[name]
            if step.state is not closed.state:
                if closed.state is StepState.DONE:
                    assert closed.outcome == update.done[name].what
                elif closed.state is StepState.DROPPED:
                    assert closed.outcome == update.dropped[name]
                else:
                    assert f"step.{name}" in update.never
                    assert (Change.CORRECTED, f"step.{name}") in changes
            elif _folded(step.step.do) != _folded(closed.step.do):
                assert (Change.REFINED, f"step.{name}") in changes
        if before.nature and after.nature and before.nature.nature is not after.nature.nature:
            exact = before.nature.nature in {Nature.UNKNOWN, Nature.INTRUSION}
            assert exact or (Change.CORRECTED, "nature") in changes


@pytest.mark.slow
@settings(max_examples=examples(150), deadline=None)
@given(st.one_of(folders(), folders(quiet=True), long_histories()))
def test_every_history(folder: IncidentFolder) -> None:
    """Whatever is written in which order, each of the invariants above holds."""
    every_history.hold(folder, _ledger(folder))
