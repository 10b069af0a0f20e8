"""The ledger's four invariants, on generated histories."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import (
    Change,
    ConsequenceState,
    FactState,
    Ledger,
    PromiseKind,
    PromiseState,
    StepState,
    ViolationKind,
)
from generator.ledger.words import value_words
from generator.model.document import IncidentFolder
from generator.model.update import CorrectionKind, Count, Data, DataState, Fact, Month, Status, When
from tests.ledger.generated import START, folders
from tests.thorough import examples

ZONE = ZoneInfo("Europe/London")


def _folded(text: str) -> str:
    return " ".join(text.split())


def _ledger(folder: IncidentFolder) -> Ledger:
    return fold(folder, ZONE)


@settings(max_examples=examples(50), deadline=None)
@given(folders())
def test_no_fact_leaves(folder: IncidentFolder) -> None:
    """A name that was ever stated stays in the ledger, whatever later updates leave out."""
    seen: set[str] = set()
    for transition in _ledger(folder).transitions:
        seen |= {*transition.document.update.known, *transition.document.update.unknown}
        assert set(transition.after.facts) == seen
        assert set(transition.before.steps) <= set(transition.after.steps)
        assert set(transition.before.actions) <= set(transition.after.actions)
        assert set(transition.before.data) <= set(transition.after.data)


@settings(max_examples=examples(80), deadline=None)
@given(folders())
def test_a_known_fact_changes_only_with_a_correction(folder: IncidentFolder) -> None:
    """A known fact's text, and its being known, change only in an update that corrects it and says why, or that says that it ended."""
    for transition in _ledger(folder).transitions:
        update = transition.document.update
        for name, before in transition.before.facts.items():
            after = transition.after.facts[name]
            if before.state is not FactState.KNOWN:
                continue
            same = after.state is FactState.KNOWN and _folded(after.fact.text) == _folded(before.fact.text)
            when = before.fact.when
            same_time = (
                after.fact.when == when or when is None or (when == Month(2027, 3) and after.fact.when == date(2027, 3, 2))
            )
            if same and same_time:
                continue
            (event,) = [event for event in transition.events if event.subject == name and event.change is not Change.REFINED]
            assert _folded(before.fact.text) in _folded(value_words(event.was, ZoneInfo("UTC")))
            if event.change is Change.ENDED:
                assert event.becomes == update.ended[name].what
                assert after.state is FactState.ENDED
            else:
                assert event.change is Change.CORRECTED
                assert event.because == update.corrections[name].because


@settings(max_examples=examples(120), deadline=None)
@given(folders())
def test_what_ended_was_true(folder: IncidentFolder) -> None:
    """What ended is not under what we know, is no correction, and did not happen at a time, deny, or count; its day is no earlier than its words."""
    for transition in _ledger(folder).transitions:
        update = transition.document.update
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
            entry = transition.before.facts.get(event.subject)
            if entry is None:
                name = event.subject.removeprefix("consequence.")
                assert name not in {one.name for one in transition.after.standing_consequences}
                continue
            assert event.subject not in {one.name for one in transition.after.known}
            assert event.subject not in update.known
            assert entry.fact.when is None
            assert event.subject != transition.before.contained_by or update.status is Status.REOPENED
            new = [one for one in transition.events if one.kind is CorrectionKind.NEW_EVENT]
            denies = entry.fact.text == "No password was read."
            counts = entry.fact.text == "At least 9 people were affected." and "people" in transition.after.affected
            assert new or not (denies or counts)


@settings(max_examples=examples(120), deadline=None)
@given(folders())
def test_no_correction_is_milder_than_it_is(folder: IncidentFolder) -> None:
    """A correction is a fault unless its writer says otherwise, and then only where the old value left it open, or something new happened since."""
    for transition in _ledger(folder).transitions:
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
            elif event.kind is CorrectionKind.FOUND_MORE:
                match event.was:
                    case Data():
                        assert event.was.state is not DataState.NOT_AFFECTED or event.was.likely
                        assert event.was.state is not DataState.TAKEN or event.was.likely or event.was.count is not None
                    case Count():
                        assert isinstance(event.becomes, Count)
                        assert event.becomes.low >= event.was.low  # they are all bounded
                    case Fact():
                        assert event.was.likely
                    case str():
                        raise AssertionError(event)


@settings(max_examples=examples(80), deadline=None)
@given(folders())
def test_something_new_must_have_been_new(folder: IncidentFolder) -> None:
    """What was corrected because of something new is asked for again as soon as that turns out to have begun before it was said."""
    for transition in _ledger(folder).transitions:
        asked = {one.subject for one in transition.violations if one.kind is ViolationKind.EVENT_TOO_EARLY}
        for subject, new in transition.after.new_events.items():
            begun = transition.after.windows[new.window].window.start
            if isinstance(begun, datetime) and begun <= new.said:
                assert subject in asked


@settings(max_examples=examples(50), deadline=None)
@given(folders())
def test_a_consequence_changes_only_in_the_open(folder: IncidentFolder) -> None:
    """The text of a consequence changes only with a correction; one that ended or was taken back is still in the ledger."""
    for transition in _ledger(folder).transitions:
        for name, before in transition.before.consequences.items():
            after = transition.after.consequences[name]
            changes = {event.change for event in transition.events if event.subject == f"consequence.{name}"}
            if before.state is ConsequenceState.STANDING and _folded(after.text) != _folded(before.text):
                assert changes == {Change.CORRECTED}
            if before.state is ConsequenceState.STANDING and after.state is not before.state:
                assert changes <= {Change.CORRECTED, Change.ENDED}
                assert changes


@settings(max_examples=examples(50), deadline=None)
@given(folders())
def test_an_open_unknown_ends_only_by_an_answer_or_for_good(folder: IncidentFolder) -> None:
    """An open unknown stays open until an update answers it or says why it cannot be answered; leaving it out is a violation."""
    for transition in _ledger(folder).transitions:
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


@settings(max_examples=examples(50), deadline=None)
@given(folders(), st.integers(0, 500), st.integers(0, 3))
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
            assert one.settled <= one.due_at + grace
        elif one.state is PromiseState.MOVED:
            assert one.moved_to is not None
            assert one.settled is not None
            assert one.settled <= one.due_at + grace
        else:
            assert one.settled is None or one.settled > one.due_at + grace or _was_dropped(ledger, one.subject)
    # What is open and dated now has a promise that waits for it.
    if transitions:
        waiting = {(one.kind, one.subject) for one in found if one.settled is None}
        for entry in transitions[-1].after.open_steps:
            assert entry.step.by is None or (PromiseKind.STEP, entry.name) in waiting
        for unknown in transitions[-1].after.open_unknowns:
            assert unknown.fact.by is None or (PromiseKind.ANSWER, unknown.name) in waiting


def _was_dropped(ledger: Ledger, name: str) -> bool:
    entry = ledger.state.steps.get(name)
    return entry is not None and entry.state is StepState.DROPPED


@settings(max_examples=examples(40), deadline=None)
@given(folders())
def test_counts_and_comforts_change_only_in_the_open(folder: IncidentFolder) -> None:
    """A count leaves its interval, and data leaves "not affected", only with a correction; a later update cannot launder it."""
    for transition in _ledger(folder).transitions:
        corrected = {event.subject for event in transition.events if event.change is Change.CORRECTED}
        for kind, before in transition.before.data.items():
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
            count_now = transition.after.affected[population].count
            inside = _is_inside(count_now, counted.count) and (counted.count.likely or not count_now.likely)
            assert inside or f"affected.{population}" in corrected


def _is_inside(after: Count | None, before: Count | None) -> bool:
    if before is None:
        return True
    if after is None:
        return False
    return after.low >= before.low and (before.high is None or (after.high is not None and after.high <= before.high))


@settings(max_examples=examples(40), deadline=None)
@given(folders())
def test_windows_change_only_in_the_open(folder: IncidentFolder) -> None:
    """No window goes away; an end that was given moves only with a correction of that very window, or of the only one that moved."""
    for transition in _ledger(folder).transitions:
        corrections = transition.document.update.corrections
        assert set(transition.before.windows) <= set(transition.after.windows)
        moved = []
        for name, before in transition.before.windows.items():
            was, now = before.window, transition.after.windows[name].window
            for old, new in ((was.start, now.start), (was.end, now.end)):
                if old is not None and new != old and not (type(old) is date and _day(new) == old):
                    moved.append(name)
        plain = {name for name in moved if f"window.{name}" not in corrections}
        assert not plain or "window" in corrections
        assert len(plain) <= 1


@settings(max_examples=examples(40), deadline=None)
@given(folders())
def test_a_further_window_is_worse(folder: IncidentFolder) -> None:
    """A window beside the one that readers knew of makes the picture worse, so that a calm status does not outlast it."""
    for transition in _ledger(folder).transitions:
        new = set(transition.after.windows) - set(transition.before.windows)
        if transition.before.windows:
            assert {f"window.{name}" for name in new} <= {event.subject for event in transition.events if event.adverse}


@settings(max_examples=examples(40), deadline=None)
@given(folders())
def test_every_kind_of_data_is_said_of_each_population_once(folder: IncidentFolder) -> None:
    """A kind is said of nobody in particular, or of each population once; its counts have a unit; what was said of one of them stays."""
    for transition in _ledger(folder).transitions:
        for kind, entry in transition.after.data.items():
            whose = [one.population for one in entry.told]
            assert len(whose) == len(set(whose))
            assert whose == [""] or "" not in whose
            assert all(one.count.unit for one in entry.told if one.count)
            if before := transition.before.data.get(kind):
                assert {one.population for one in before.told} - {""} <= set(whose)


def _day(when: When | None) -> date | None:
    return when.astimezone(ZONE).date() if isinstance(when, datetime) else when


@settings(max_examples=examples(40), deadline=None)
@given(folders())
def test_drafts_carry_nothing(folder: IncidentFolder) -> None:
    """A draft is judged on top of what is published and changes nothing for the updates after it."""
    ledger = _ledger(folder)
    published = tuple(document for document in folder.updates if not document.update.draft)
    without = fold(IncidentFolder(slug="incident", document=folder.document, updates=published, review=folder.review), ZONE)
    assert [transition.after for transition in ledger.transitions] == [transition.after for transition in without.transitions]
    assert len(ledger.drafts) == len(folder.updates) - len(published)


@settings(max_examples=examples(50), deadline=None)
@given(folders())
def test_folding_twice_gives_the_same(folder: IncidentFolder) -> None:
    """The fold depends on the documents alone."""
    assert fold(folder, ZONE).transitions == fold(folder, ZONE).transitions
