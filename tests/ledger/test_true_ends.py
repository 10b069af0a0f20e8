"""Ends that are true, values that will never be known, and what should never have been named, on generated histories and in single steps."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from generator.ledger.endings import is_without_intruder, may_say_none_left, still_unknown
from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import ActionState, Change, Ledger, PromiseKind, PromiseState, State, StepState, ViolationKind
from generator.model.document import IncidentFolder
from generator.model.update import (
    Action,
    Correction,
    CorrectionKind,
    Count,
    CountForm,
    Data,
    DataState,
    Fact,
    Nature,
    Outcome,
    Status,
    Step,
    Window,
)
from tests.ledger.generated import folders
from tests.ledger.invariants import Invariants
from tests.ledger.updates import BEGAN, ZONE, ledger_of, update
from tests.thorough import examples

WORSE = {DataState.ACCESSED, DataState.TAKEN}
#: What holds for all histories.
every_history = Invariants()


def _ledger(*given: dict[str, Any]) -> Ledger:
    """A ledger of updates of these keys, an hour apart."""
    return ledger_of(*(update(number, number, **keys) for number, keys in enumerate(given, 1)))


def _corrected(name: str, kind: CorrectionKind | None = None) -> dict[str, Correction]:
    return {name: Correction(name=name, because="We had mixed up two rooms.", kind=kind)}


def _count(low: int, high: int | None, form: CountForm = CountForm.BETWEEN, **more: Any) -> dict[str, Count]:
    stated = () if form is CountForm.UNKNOWN else (low,) if high is None else (low, high)
    return {"guests": Count(population="guests", unit="guests", form=form, low=low, high=high, stated=stated, **more)}


def _data(*states: DataState, **populations: DataState) -> dict[str, tuple[Data, ...]]:
    told = [Data(kind="photos", state=state) for state in states]
    told += [Data(kind="photos", state=state, population=name) for name, state in populations.items()]
    return {"photos": tuple(told)}


def _kinds(ledger: Ledger) -> list[ViolationKind]:
    return [one.kind for one in ledger.transitions[-1].violations]


@every_history.add
def an_outcome_is_never_contradicted(_folder: IncidentFolder, ledger: Ledger) -> None:
    """What an incident ended as is true of its data, counts and statuses at that moment; while it goes on it has not ended."""
    statuses: list[Status] = []
    for transition in ledger.transitions:
        statuses.append(transition.document.update.status)
        after = transition.after
        if after.outcome is None:
            continue
        assert after.status is Status.RESOLVED
        told = [one.state for entry in after.data.values() for one in entry.told]
        counts = [entry.count for entry in after.affected.values()]
        if after.outcome is Outcome.NOTHING_REACHED:
            assert set(told) <= {DataState.NOT_AFFECTED}
            assert all(count.high == 0 for count in counts)
        # What goes on in another incident may have come to anything.
        elif after.outcome is Outcome.FALSE_ALARM:
            assert not set(told) & WORSE
            assert all(count.low == 0 for count in counts)
            assert not {Status.CONTAINED, Status.MONITORING, Status.REOPENED} & set(statuses)


@every_history.add
def nothing_is_both_unknown_for_ever_and_known(_folder: IncidentFolder, ledger: Ledger) -> None:
    """A reason why a value will never be known stands beside an unknown value alone, and goes only with a correction, or with the value."""
    for transition in ledger.transitions:
        after = transition.after
        for subject in after.never_known:
            kind, _, name = subject.partition(".")
            of, _, whose = name.partition(".")
            if kind == "nature":
                assert after.nature is not None
                assert after.nature.nature is Nature.UNKNOWN
            elif kind == "window":
                window = after.windows[name].window
                assert window.start is None or window.end is None
            elif kind == "data":
                told = [one for one in after.data[of].told if not whose or one.population == whose]
                assert any(
                    one.state is DataState.UNKNOWN or (one.count is not None and one.count.form is CountForm.UNKNOWN)
                    for one in told
                )
        lost = set(transition.before.never_known) - set(after.never_known)
        corrected = {".".join(event.subject.split(".")[:2]) for event in transition.events if event.kind is not None}
        # Whether a system works is news, whatever was thought of it before.
        corrected |= {event.subject for event in transition.events if event.subject.startswith("services.")}
        corrected |= {"window.first"} & {f"{one}.first" for one in corrected}
        for subject in lost:
            assert ".".join(subject.split(".")[:2]) in corrected | {"nature"} & corrected, subject


@every_history.add
def nothing_is_taken_back_in_silence(_folder: IncidentFolder, ledger: Ledger) -> None:
    """A count, a kind of data, a window or a nature leaves what stands only by a correction, and is kept with its history."""
    for transition in ledger.transitions:
        before, after = transition.before, transition.after
        gone = {f"affected.{name}" for name in set(before.affected) - set(after.affected)}
        gone |= {f"data.{name}" for name in set(before.data) - set(after.data)}
        gone |= {f"window.{name}" for name in set(before.windows) - set(after.windows)}
        gone |= {"nature"} if before.nature and not after.nature else set()
        for subject in gone:
            entry = after.taken_back[subject]
            assert entry.history[-1].change is Change.CORRECTED
            assert entry.history[-1].update == transition.document.number
            assert entry.history[-1].because
        for name, step in before.steps.items():
            if step.state is StepState.OPEN and after.steps[name].state is StepState.TAKEN_BACK:
                assert f"step.{name}" in transition.document.update.corrections
        assert set(before.taken_back) <= set(after.taken_back)


@every_history.add
def nobody_broke_in_only_where_nobody_ever_said_so(_folder: IncidentFolder, ledger: Ledger) -> None:
    """Without an intruder means: no other nature ever, nothing taken, never reopened; and nothing is left to find out only from then on."""
    said: set[Nature] = set()
    reopened = False
    for transition in ledger.transitions:
        after = transition.after
        said |= {after.nature.nature} if after.nature else set()
        reopened = reopened or after.status is Status.REOPENED
        taken = any(entry.state is DataState.TAKEN for entry in after.data.values())
        harmless = said <= {Nature.MISTAKE, Nature.LOST_DEVICE, Nature.MALFUNCTION, Nature.UNKNOWN}
        known = after.nature is not None and after.nature.nature is not Nature.UNKNOWN
        assert is_without_intruder(after) is (known and harmless and not taken and not reopened)
        if may_say_none_left(after):
            assert after.status not in {Status.INVESTIGATING, Status.REOPENED}


@settings(max_examples=examples(150), deadline=None)
@given(folders())
def test_every_history(folder: IncidentFolder) -> None:
    """Whatever is written in which order, each of the invariants above holds."""
    every_history.hold(folder, fold(folder, ZONE))


def _states() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    window = {"": Window(start=date(2027, 3, 1), end=None)}
    return [
        ("nature", {"nature": Nature.UNKNOWN}, {"nature": Nature.MISTAKE}),
        ("data.photos", {"data": _data(DataState.UNKNOWN)}, {"data": _data(DataState.POSSIBLE)}),
        ("affected.guests", {"affected": _count(0, None, CountForm.UNKNOWN)}, {"affected": _count(3, 9)}),
        ("window", {"windows": window}, {"windows": {"": Window(start=date(2027, 3, 1), end=date(2027, 3, 2))}}),
        ("window.first", {"windows": window}, {"windows": {"": Window(start=date(2027, 3, 1), end=date(2027, 3, 2))}}),
    ]


@pytest.mark.parametrize(("subject", "unknown", "known"), _states())
def test_a_value_that_will_never_be_known(subject: str, unknown: dict[str, Any], known: dict[str, Any]) -> None:
    """It is closed with a reason; a later value needs a correction, which may say that we found out more, and takes the reason away."""
    never = {"unanswerable": {subject: "Nobody wrote it down."}}
    assert [one.subject for one in still_unknown(_ledger(unknown).state)] == [subject.removesuffix(".first")]
    closed = _ledger(unknown, never)
    assert _kinds(closed) == []
    assert list(still_unknown(closed.state)) == []
    assert [event.change for event in closed.transitions[-1].events] == [Change.UNANSWERABLE]
    silent = _ledger(unknown, never, known)
    assert len(_kinds(silent)) == 1
    assert silent.state.never_known
    told = _ledger(unknown, never, known | {"corrections": _corrected(subject, CorrectionKind.FOUND_MORE)})
    assert _kinds(told) == []
    assert not told.state.never_known
    (event,) = told.transitions[-1].events
    assert event.kind is CorrectionKind.FOUND_MORE


@pytest.mark.parametrize(
    ("before", "unanswerable"),
    [
        ({}, {"data.photos": "Why."}),
        ({"data": _data(DataState.ACCESSED)}, {"data.photos": "Why."}),
        ({"windows": {"": Window(start=date(2027, 3, 1), end=date(2027, 3, 2))}}, {"window": "Why."}),
        ({"nature": Nature.MISTAKE}, {"nature": "Why."}),
        ({"data": _data(DataState.UNKNOWN), "unanswerable": {"data.photos": "Why."}}, {"data.photos": "Another reason."}),
    ],
)
def test_only_what_is_unknown_stays_unknown(before: dict[str, Any], unanswerable: dict[str, str]) -> None:
    """A reason for a value that is known, was never spoken of, or has another reason is refused; the same reason again is nothing."""
    assert _kinds(_ledger(before, {"unanswerable": unanswerable})) == [ViolationKind.NOTHING_TO_CLOSE]
    again = {"data": _data(DataState.UNKNOWN), "unanswerable": {"data.photos": "Why."}}
    assert _kinds(_ledger(again, {"unanswerable": {"data.photos": "Why."}})) == []


def test_a_fact_called_like_a_value_stays_a_fact() -> None:
    """An open unknown whose name is `nature` is closed as the unknown that it is."""
    ledger = _ledger(
        {"unknown": {"nature": Fact(name="nature", text="What it was.")}, "nature": Nature.UNKNOWN},
        {"unanswerable": {"nature": "It burnt."}},
    )
    assert _kinds(ledger) == []
    assert not ledger.state.never_known
    assert [one.subject for one in still_unknown(ledger.state)] == ["nature"]


def test_a_count_is_closed_with_the_unknown_that_asks_for_it() -> None:
    """A number that names its unknown needs no reason of its own once that one has got one."""
    first = {
        "unknown": {"how-many": Fact(name="how-many", text="How many came.")},
        "affected": _count(0, None, CountForm.UNKNOWN, asked_by="how-many"),
    }
    assert [one.subject for one in still_unknown(_ledger(first).state)] == ["affected.guests"]
    assert not list(still_unknown(_ledger(first, {"unanswerable": {"how-many": "Nobody counted."}}).state))


NEVER = [
    ("affected.guests", "affected", {"affected": _count(3, 9)}, lambda state: state.affected),
    ("data.photos", "data", {"data": _data(DataState.POSSIBLE)}, lambda state: state.data),
    ("window", "windows", {"windows": {"": Window(start=date(2027, 3, 1))}}, lambda state: state.windows),
    ("nature", "nature", {"nature": Nature.THEFT}, lambda state: state.nature),
    ("step.ask", "steps", {"next_steps": {"ask": Step(name="ask", do="We ask.")}}, lambda state: state.open_steps),
    ("action.ring", "actions", {"actions": {"ring": Action(name="ring", do="Ring us.")}}, lambda state: state.standing_actions),
]


@pytest.mark.parametrize(("subject", "part", "said", "held"), NEVER, ids=[one[0] for one in NEVER])
def test_what_should_never_have_been_named(subject: str, part: str, said: dict[str, Any], held: Any) -> None:
    """`none` with a correction takes it away and shows what was said; without one it stays; said of nothing it is refused; said again it is nothing."""
    rest = {} if part in {"steps", "actions"} else said
    gone = {"never": frozenset({subject})}
    told = _ledger(said, gone | {"corrections": _corrected(subject)})
    assert _kinds(told) == []
    assert not held(told.state)
    (event,) = told.transitions[-1].events
    assert (event.change, event.kind, event.becomes) == (Change.CORRECTED, CorrectionKind.OUR_ERROR, "")
    assert event.was
    silent = _ledger(said, rest | gone)
    assert _kinds(silent) == [ViolationKind.NEVER_UNEXPLAINED]
    assert held(silent.state)
    assert _kinds(_ledger({}, gone)) == [ViolationKind.NOTHING_TO_CLOSE]
    assert _kinds(_ledger(said, gone | {"corrections": _corrected(subject)}, gone)) == []
    milder = _ledger(said, gone | {"corrections": _corrected(subject, CorrectionKind.FOUND_MORE)})
    if part != "actions":
        assert _kinds(milder) == [ViolationKind.KIND_REFUSED]


def test_a_kind_of_data_of_one_group() -> None:
    """Of two groups one is taken back, and the other stands."""
    both = {"data": _data(guests=DataState.ACCESSED, staff=DataState.POSSIBLE)}
    gone = {"never": frozenset({"data.photos.staff"}), "corrections": _corrected("data.photos.staff")}
    ledger = _ledger(both, gone)
    assert _kinds(ledger) == []
    assert [one.population for one in ledger.state.data["photos"].told] == ["guests"]


def test_a_comfort_that_is_taken_back_makes_it_worse() -> None:
    """That data was not affected is a comfort, with or without a reason for naming it."""
    first = {"data": _data(DataState.NOT_AFFECTED)}
    gone = {"never": frozenset({"data.photos"})}
    for second in (gone, gone | {"corrections": _corrected("data.photos")}):
        assert _ledger(first, second).transitions[-1].adverse


def test_a_step_that_is_taken_back_was_not_kept() -> None:
    """A promise that should never have been made counts as missed, and the action beside it is no longer advice."""
    first = {
        "next_steps": {"ask": Step(name="ask", do="We ask.", by=date(2027, 3, 9))},
        "actions": {"ring": Action(name="ring", do="Ring us.")},
    }
    second = {
        "never": frozenset({"step.ask", "action.ring"}),
        "corrections": _corrected("step.ask") | _corrected("action.ring"),
    }
    ledger = _ledger(first, second)
    (promise,) = [one for one in promises(ledger, BEGAN + timedelta(days=1), timedelta()) if one.kind is PromiseKind.STEP]
    assert (promise.state, promise.because) == (PromiseState.MISSED, "We had mixed up two rooms.")
    assert ledger.state.actions["ring"].state is ActionState.TAKEN_BACK
    assert _kinds(ledger) == []


@pytest.mark.parametrize(
    ("statuses", "keys", "ended"),
    [
        ((Status.INVESTIGATING, Status.RESOLVED), {}, Outcome.FALSE_ALARM),
        ((Status.CONFIRMED, Status.RESOLVED), {}, Outcome.FALSE_ALARM),
        ((Status.CONFIRMED, Status.RESOLVED), {"because": ""}, None),
        ((Status.CONFIRMED, Status.CONTAINED, Status.RESOLVED), {}, None),
        ((Status.CONTAINED, Status.REOPENED, Status.RESOLVED), {}, None),
        ((Status.CONFIRMED, Status.RESOLVED), {"nature": Nature.MALFUNCTION}, None),
        ((Status.CONFIRMED, Status.RESOLVED), {"data": _data(DataState.POSSIBLE)}, None),
        ((Status.CONFIRMED, Status.RESOLVED), {"affected": _count(0, 4)}, None),
        ((Status.CONFIRMED, Status.RESOLVED), {"affected": _count(0, 0)}, Outcome.FALSE_ALARM),
        (
            (Status.CONFIRMED, Status.RESOLVED),
            {"data": _data(DataState.POSSIBLE), "outcome": Outcome.FALSE_ALARM},
            Outcome.FALSE_ALARM,
        ),
        ((Status.CONFIRMED, Status.RESOLVED), {"data": _data(DataState.ACCESSED), "outcome": Outcome.FALSE_ALARM}, None),
        ((Status.CONTAINED, Status.RESOLVED), {"outcome": Outcome.NOTHING_REACHED}, Outcome.NOTHING_REACHED),
        ((Status.CONTAINED, Status.RESOLVED), {"outcome": Outcome.NOTHING_REACHED, "affected": _count(0, 4)}, None),
        ((Status.CONTAINED, Status.RESOLVED), {"outcome": Outcome.NOTHING_REACHED, "nature": Nature.THEFT}, None),
        ((Status.RESOLVED, Status.RESOLVED), {"outcome": Outcome.NOTHING_REACHED}, Outcome.NOTHING_REACHED),
        ((Status.CONTAINED,), {"outcome": Outcome.NOTHING_REACHED}, None),
        ((Status.CONTAINED, Status.RESOLVED), {"outcome": Outcome.PART_OF_ANOTHER}, Outcome.PART_OF_ANOTHER),
        (
            (Status.INVESTIGATING, Status.RESOLVED),
            {"data": _data(DataState.TAKEN), "outcome": Outcome.PART_OF_ANOTHER},
            Outcome.PART_OF_ANOTHER,
        ),
        ((Status.CONTAINED,), {"outcome": Outcome.PART_OF_ANOTHER}, None),
    ],
)
def test_what_it_ended_as(statuses: tuple[Status, ...], keys: dict[str, Any], ended: Outcome | None) -> None:
    """An end is what its writer says where nothing speaks against it, and a false alarm by itself only where that is certain."""
    last = {"because": "It was the wind."} | keys
    updates = [{"status": status} for status in statuses[:-1]] + [{"status": statuses[-1], **last}]
    assert _ledger(*updates).state.outcome is ended


def test_what_had_been_possible_is_not_forgotten() -> None:
    """A kind that was possible once, and one that is taken back, leave it open whether it was a false alarm."""
    first = {"data": _data(DataState.POSSIBLE)}
    end = {"status": Status.RESOLVED, "because": "It was the wind."}
    assert _ledger(first, end | {"data": _data(DataState.NOT_AFFECTED)}).state.outcome is None
    gone = {"never": frozenset({"data.photos"}), "corrections": _corrected("data.photos")}
    assert _ledger(first, end | gone).state.outcome is None


def test_an_outcome_stands_until_it_is_untrue() -> None:
    """A later update keeps it; one that says another is refused; and what is found later takes it away."""
    end = {"status": Status.RESOLVED, "because": "It was the wind."}
    state: State = _ledger({}, end, {"status": Status.RESOLVED}).state
    assert state.outcome is Outcome.FALSE_ALARM
    other = {"status": Status.RESOLVED, "outcome": Outcome.NOTHING_REACHED}
    assert _ledger({}, end, other).state.outcome is Outcome.FALSE_ALARM
    assert _ledger({}, end, {"status": Status.RESOLVED, "data": _data(DataState.TAKEN)}).state.outcome is None
    assert _ledger({}, end, {"status": Status.REOPENED}).state.outcome is None
    happened = {"nature": Nature.LOST_DEVICE}
    alarm = {"status": Status.RESOLVED, "outcome": Outcome.FALSE_ALARM}
    assert _ledger(happened, end, alarm).state.outcome is None
    assert _ledger(happened | {"status": Status.INVESTIGATING}, end, alarm).state.outcome is Outcome.FALSE_ALARM


def test_nothing_left_is_said_again_by_an_update_without_news() -> None:
    """`no_change` says again that nothing is left to find out; any other update has to say it itself."""
    first = {"status": Status.CONTAINED, "none_left": True}
    assert _ledger(first, {"status": Status.CONTAINED, "no_change": True}).state.none_left
    assert not _ledger(first, {"status": Status.CONTAINED}).state.none_left
