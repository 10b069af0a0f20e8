"""What those who are affected are owed: what is offered, and how they are told directly."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ledger.promises import promises
from generator.ledger.records import NoticeRefusal, PromiseKind, PromiseState, ViolationKind
from generator.ledger.remedies import EVERYONE, people_of
from generator.model.document import UpdateDocument
from generator.model.update import Correction, Count, CountForm, DirectNotice, Fact, Remedy, Status
from tests.ledger.updates import BEGAN, ledger_of, update
from tests.thorough import examples

SAID = "If you heard nothing, your letters were not opened."


def _exactly(number: int) -> Count:
    return Count(population="patients", unit="people", form=CountForm.EXACT, low=number, high=number, stated=(number,))


def _people(number: int) -> dict[str, Count]:
    return {"patients": _exactly(number)}


def _told(name: str = "patients", **keys: Any) -> dict[str, DirectNotice]:
    counts: dict[str, Any] = {key: _exactly(keys.pop(key)) for key in ("sent", "returned") if key in keys}
    return {name: DirectNotice(name=name, how="by letter", **counts, **keys)}


def _corrects(*names: str) -> dict[str, Correction]:
    return {name: Correction(name=name, because="We had missed one folder.") for name in names}


WATCH = Remedy(name="watch", what="We pay for monitoring.", months=24, enrol_by=date(2027, 8, 1))


@pytest.mark.parametrize(
    ("new", "less"),
    [
        ({"months": 12}, True),
        ({"months": 36}, False),
        ({"enrol_by": date(2027, 7, 31)}, True),
        ({"enrol_by": date(2027, 8, 2)}, False),
        ({"cost": "5 pounds"}, True),
        ({"for_whom": ("patients",)}, True),
        ({"what": "We give you a card."}, True),
        ({"how": "Ring us."}, False),
        ({"provider": "Somebody"}, False),
        ({}, False),
    ],
)
def test_less_needs_a_correction(new: dict[str, Any], *, less: bool) -> None:
    """What is offered stands until more of it is offered; less, or something else, is admitted with a correction alone."""
    given = {"name": "watch", "what": WATCH.what, **new}
    first, then = update(1, remedies={"watch": WATCH}), {"watch": Remedy(**given)}
    ledger = ledger_of(first, update(2, remedies=then))
    assert [one.kind for one in ledger.transitions[1].violations] == ([ViolationKind.REMEDY_REDUCED] if less else [])
    assert (ledger.state.remedies["watch"].remedy == WATCH) is (less or not new)
    corrected = ledger_of(first, update(2, remedies=then, corrections=_corrects("remedies.watch")))
    kinds = [event.kind for event in corrected.transitions[1].events]
    assert (corrected.transitions[1].violations == ()) is bool(new)
    assert len(kinds) == bool(new)


def test_a_remedy_is_never_left_out_silently() -> None:
    """An update that does not mention it leaves it as it is."""
    ledger = ledger_of(update(1, remedies={"watch": WATCH}), update(2), update(3, no_change=True))
    assert [entry.remedy for entry in ledger.state.standing_remedies] == [WATCH]


def test_what_incident_md_says_is_the_first_statement() -> None:
    """The older keys are the same as `remedies.remedy` and `direct_notice.everyone`, and are held to the same."""
    ledger = ledger_of(
        update(1, remedies={"remedy": Remedy(name="remedy", what="One year.")}), remedy="Two years.", direct_notice="By letter."
    )
    assert [one.subject for one in ledger.transitions[0].violations] == ["remedies.remedy"]
    assert ledger.state.remedies["remedy"].remedy.what == "Two years."
    assert ledger.state.direct_notice[EVERYONE].notice.how == "By letter."


@pytest.mark.parametrize(
    ("people", "keys", "refused"),
    [
        (900, {"sent": 900}, None),
        (900, {"sent": 899}, NoticeRefusal.NOT_COVERED),
        (900, {}, NoticeRefusal.NOT_SENT),
        (None, {"sent": 900}, NoticeRefusal.NOT_COUNTED),
    ],
)
def test_all_have_been_told_only_where_that_is_certain(
    people: int | None, keys: dict[str, Any], refused: NoticeRefusal | None
) -> None:
    """`complete` needs an exact number, and as many notices as there are people."""
    affected = {} if people is None else _people(people)
    ledger = ledger_of(update(1, affected=affected, direct_notice=_told(complete=True, **keys)))
    found = [one.reason for one in ledger.transitions[0].violations if one.kind is ViolationKind.NOTICE_INCOMPLETE]
    assert found == ([refused] if refused else [])
    assert ledger.state.direct_notice["patients"].notice.complete is (refused is None)


FINE: dict[str, Any] = {"sent": 910, "returned": 10, "complete": True, "silence": SAID}


def test_silence_falls() -> None:
    """It is taken down when the number rises, the incident is reopened or something about them is unknown, whatever the update says."""
    first = update(1, affected=_people(900), direct_notice=_told(**FINE), status=Status.CONTAINED)
    assert ledger_of(first).state.direct_notice["patients"].notice.silence == SAID
    cases: tuple[dict[str, Any], ...] = (
        {"affected": _people(1000), "corrections": _corrects("affected.patients")},
        {"status": Status.REOPENED, "because": "They came back."},
        {"unknown": {"more": Fact(name="more", text="Whether more patients are affected.")}},
    )
    for then in cases:
        ledger = ledger_of(first, update(2, **{"status": Status.CONTAINED, **then}))
        assert [one.kind for one in ledger.transitions[1].violations] == [ViolationKind.NOTICE_FELL], then
        assert ledger.state.direct_notice["patients"].notice.silence == ""
        corrections = {**then.get("corrections", {}), **_corrects("direct_notice.patients")}
        corrected = ledger_of(first, update(2, **{"status": Status.CONTAINED, **then, "corrections": corrections}))
        assert corrected.transitions[1].violations == ()
        assert corrected.state.direct_notice["patients"].notice.silence == ""


def test_whoever_is_found_later_was_told_that_they_are_not_affected() -> None:
    """Where more are affected than was said, what hearing nothing meant is corrected, also if all of them have been told by now."""
    first = update(1, affected=_people(900), direct_notice=_told(**FINE))
    for told in (_told(sent=1200), _told(sent=1200, complete=True, silence=SAID)):
        then: dict[str, Any] = {"affected": _people(1000), "direct_notice": told}
        ledger = ledger_of(first, update(2, **then, corrections=_corrects("affected.patients")))
        assert [(one.kind, one.reason) for one in ledger.transitions[1].violations] == [
            (ViolationKind.NOTICE_FELL, NoticeRefusal.RISEN)
        ]
        assert ledger.state.direct_notice["patients"].notice.silence == ""
        corrected = ledger_of(first, update(2, **then, corrections=_corrects("affected.patients", "direct_notice.patients")))
        assert corrected.transitions[1].violations == ()
        assert corrected.state.direct_notice["patients"].notice.silence == told["patients"].silence
    # A lower number leaves nobody out.
    fewer = ledger_of(first, update(2, affected=_people(800), corrections=_corrects("affected.patients")))
    assert fewer.transitions[1].violations == ()
    assert fewer.state.direct_notice["patients"].notice.silence == SAID


def test_it_is_not_said_while_the_incident_is_reopened() -> None:
    """Neither in the update that reopens it nor in a later one, whether it is corrected or not."""
    first = update(1, affected=_people(900), direct_notice=_told(**FINE), status=Status.CONTAINED)
    corrections = _corrects("direct_notice.patients")
    for told in (_told(sent=910), _told(**FINE)):
        ledger = ledger_of(first, update(2, status=Status.REOPENED, direct_notice=told, corrections=corrections))
        assert ledger.state.direct_notice["patients"].notice.silence == ""
    over = update(2, status=Status.REOPENED, corrections=corrections)
    again = ledger_of(first, over, update(3, status=Status.REOPENED, direct_notice=_told(**FINE)))
    assert [one.reason for one in again.transitions[2].violations] == [NoticeRefusal.REOPENED]
    assert again.state.direct_notice["patients"].notice.silence == ""
    closed = ledger_of(first, over, update(3, status=Status.CONTAINED, direct_notice=_told(**FINE)))
    assert closed.transitions[2].violations == ()
    assert closed.state.direct_notice["patients"].notice.silence == SAID


def test_it_can_be_taken_down_with_a_correction() -> None:
    """A correction that does not say it again takes it down, whatever the numbers are."""
    first = update(1, affected=_people(900), direct_notice=_told(**FINE))
    for then in ({}, {"direct_notice": _told(sent=910)}):
        ledger = ledger_of(first, update(2, **then, corrections=_corrects("direct_notice.patients")))
        assert ledger.transitions[1].violations == ()
        assert ledger.state.direct_notice["patients"].notice.silence == ""
        assert ledger.state.direct_notice["patients"].notice.complete


def test_what_is_refused_leaves_what_stood() -> None:
    """A lower number without a correction is not taken, and nothing that still holds falls with it."""
    first = update(1, affected=_people(900), direct_notice=_told(**FINE))
    ledger = ledger_of(first, update(2, direct_notice=_told(sent=9)))
    assert [one.kind for one in ledger.transitions[1].violations] == [ViolationKind.NOTICE_REDUCED]
    assert ledger.state.direct_notice == ledger_of(first).state.direct_notice


def test_letters_are_not_people() -> None:
    """What was sent covers a group only if both are counted in the same; groups in different units are no number together."""
    letters = Count(population="sent", unit="letters", form=CountForm.EXACT, low=1200, high=1200, stated=(1200,))
    homes = Count(population="homes", unit="households", form=CountForm.EXACT, low=20, high=20, stated=(20,))
    notice = DirectNotice(name="patients", how="by letter", sent=letters, complete=True)
    one = ledger_of(update(1, affected=_people(900), direct_notice={"patients": notice}))
    together = _told(EVERYONE, sent=920, complete=True, silence=SAID)
    both = ledger_of(update(1, affected={**_people(900), "homes": homes}, direct_notice=together))
    for ledger in (one, both):
        assert {one.reason for one in ledger.transitions[0].violations} == {NoticeRefusal.OTHER_UNIT}
        assert not any(entry.notice.complete or entry.notice.silence for entry in ledger.state.direct_notice.values())


def test_a_question_about_the_whole_is_one_about_its_parts() -> None:
    """Whether more clients are affected is open for the patients among them too."""
    clients = Count(population="clients", unit="people", form=CountForm.EXACT, low=2000, high=2000, stated=(2000,))
    affected = {"clients": clients, "patients": replace(_exactly(900), part_of="clients")}
    more = {"more": Fact(name="more", text="Whether the letters of more clients were read.")}
    ledger = ledger_of(update(1, affected=affected, unknown=more, direct_notice=_told(**FINE)))
    assert [one.reason for one in ledger.transitions[0].violations] == [NoticeRefusal.OPEN]


def test_it_is_not_back_by_itself() -> None:
    """Once it fell, it is said anew or not at all."""
    first = update(1, affected=_people(900), direct_notice=_told(**FINE))
    fell = update(2, affected=_people(1000), corrections=_corrects("affected.patients", "direct_notice.patients"))
    told = update(3, direct_notice=_told(sent=1010))
    assert ledger_of(first, fell, told).state.direct_notice["patients"].notice.silence == ""


def test_parts_count_once() -> None:
    """Everyone is the sum of those who are part of nobody else, and nobody knows it where one of them is not counted exactly."""
    child = Count(population="children", unit="people", form=CountForm.EXACT, low=40, high=40, stated=(40,), part_of="patients")
    about = Count(population="staff", unit="people", form=CountForm.ABOUT, low=35, high=45, stated=(40,))
    both = ledger_of(update(1, affected={**_people(900), "children": child})).state.affected
    assert people_of(dict(both), EVERYONE) == 900
    more = ledger_of(update(1, affected={**_people(900), "staff": about})).state.affected
    assert people_of(dict(more), EVERYONE) is None


def test_the_day_is_a_promise() -> None:
    """It is kept once all have been told, moved by a later day, and missed when it has passed."""
    by = date(2027, 3, 6)
    first = update(1, affected=_people(900), direct_notice=_told(by=by, sent=100))

    def made(*updates: UpdateDocument, now: int) -> list[PromiseState]:
        found = promises(ledger_of(first, *updates), BEGAN + timedelta(days=now))
        return [one.state for one in found if one.kind is PromiseKind.NOTICE]

    assert made(now=1) == [PromiseState.PENDING]
    assert made(now=5) == [PromiseState.MISSED]
    kept = update(2, direct_notice=_told(sent=900, complete=True))
    assert made(kept, now=9) == [PromiseState.KEPT]
    moved = update(2, direct_notice=_told(by=date(2027, 3, 10), sent=200))
    assert made(moved, now=3) == [PromiseState.MOVED, PromiseState.PENDING]
    # Whoever is found after all had been told was promised no day.
    more = update(3, affected=_people(950), corrections=_corrects("affected.patients", "direct_notice.patients"))
    assert made(kept, more, now=9) == [PromiseState.KEPT]


_SENT = st.one_of(st.none(), st.integers(0, 12))


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(1, 10)), _SENT, _SENT, st.booleans(), st.booleans(), st.booleans()),
        min_size=1,
        max_size=7,
    )
)
def test_what_hearing_nothing_means_is_never_said_where_somebody_was_not_reached(said: list[tuple[Any, ...]]) -> None:
    """Whatever updates say: it stands only beside an exact number that was reached, with nothing open about them."""
    updates = []
    for number, (people, sent, returned, complete, silent, unknown) in enumerate(said, 1):
        counts = {key: value for key, value in (("sent", sent), ("returned", returned)) if value is not None}
        notice = _told(**counts, complete=complete, silence=SAID if silent else "")
        open_ = {"more": Fact(name="more", text="Whether more patients are affected.")} if unknown else {}
        updates.append(
            update(
                number,
                affected=_people(people) if people else {},
                direct_notice=notice,
                unknown=open_,
                corrections=_corrects("affected.patients", "direct_notice.patients"),
            )
        )
    for transition in ledger_of(*updates).transitions:
        state = transition.after
        held = state.direct_notice["patients"].notice
        if held.silence:
            assert held.complete
            assert held.sent is not None
            lost = held.returned.low if held.returned else 0
            assert held.sent.low - lost >= state.affected["patients"].count.low
            assert not state.open_unknowns


def test_what_should_never_have_been_offered() -> None:
    """A remedy and a notice go with a reason and stay without one; nothing goes that was never there; what is said anew stands."""
    first = update(1, remedies={"watch": WATCH}, direct_notice=_told(sent=10), affected=_people(900))
    never = frozenset({"remedies.watch", "direct_notice.patients"})
    silent = ledger_of(first, update(2, never=never))
    assert [one.kind for one in silent.transitions[1].violations] == [ViolationKind.NEVER_UNEXPLAINED] * 2
    assert silent.state.standing_remedies
    gone = ledger_of(first, update(2, never=never, corrections=_corrects(*never)), update(3, never=never))
    assert (gone.state.standing_remedies, gone.state.standing_notices) == ((), ())
    assert gone.transitions[2].violations == ()
    again = ledger_of(
        first,
        update(2, never=never, corrections=_corrects(*never)),
        update(3, remedies={"watch": WATCH}, direct_notice=_told(sent=5)),
    )
    assert again.transitions[2].violations == ()
    assert len(again.state.standing_remedies) == len(again.state.standing_notices) == 1
    nothing = ledger_of(update(1, never=never))
    assert [one.kind for one in nothing.transitions[0].violations] == [ViolationKind.NOTHING_TO_CLOSE] * 2
