"""The ledger's four invariants, on generated histories."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import Change, FactState, Ledger, PromiseKind, PromiseState, StepState, ViolationKind
from generator.ledger.words import value_words
from generator.model.document import IncidentFolder
from generator.model.update import DataState
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


@settings(max_examples=examples(50), deadline=None)
@given(folders())
def test_a_known_fact_changes_only_with_a_correction(folder: IncidentFolder) -> None:
    """A known fact's text, and its being known, change only in an update that corrects it and says why."""
    for transition in _ledger(folder).transitions:
        for name, before in transition.before.facts.items():
            after = transition.after.facts[name]
            if before.state is not FactState.KNOWN:
                continue
            same = after.state is FactState.KNOWN and _folded(after.fact.text) == _folded(before.fact.text)
            if not same:
                (event,) = [event for event in transition.events if event.subject == name and event.change is Change.CORRECTED]
                assert event.because == transition.document.update.corrections[name]
                assert _folded(before.fact.text) in _folded(value_words(event.was, ZoneInfo("UTC")))


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
        for entry in transitions[-1].after.open_unknowns:
            assert entry.fact.by is None or (PromiseKind.ANSWER, entry.name) in waiting


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
            if before.state is DataState.NOT_AFFECTED and after.state is not before.state:
                assert f"data.{kind}" in corrected
            if before.state is DataState.TAKEN and after.state is not before.state:
                assert f"data.{kind}" in corrected
        for population, before in transition.before.affected.items():
            after = transition.after.affected[population]
            inside = after.count.low >= before.count.low and (
                before.count.high is None or (after.count.high is not None and after.count.high <= before.count.high)
            )
            assert inside or f"affected.{population}" in corrected


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
