"""What ends, what a correction says of what stood before, and what was sealed before there was either."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from generator.ledger.records import Change, ConsequenceState, EndRefusal, FactState, KindRefusal, Ledger, ViolationKind
from generator.model.update import (
    Consequence,
    Correction,
    CorrectionKind,
    Count,
    CountForm,
    Data,
    DataState,
    End,
    Fact,
    Found,
    Month,
    Occasion,
    Status,
    Window,
)
from tests.ledger.updates import BEGAN, facts, ledger_of, update

_NEW = CorrectionKind.NEW_EVENT


def _ended(name: str, since: date | None = None) -> dict[str, End]:
    return {name: End(name=name, what="It is over.", since=since)}


def _corrected(name: str, kind: CorrectionKind | None = None, window: str = "") -> dict[str, Correction]:
    return {name: Correction(name=name, because="We had not seen it.", kind=kind, window=window)}


def _people(form: CountForm, low: int, high: int | None, *stated: int) -> dict[str, Count]:
    return {"patients": Count(population="patients", unit="patients", form=form, low=low, high=high, stated=stated)}


@pytest.mark.parametrize(("total", "refused"), [(1300, []), (1400, [ViolationKind.KIND_REFUSED])])
def test_a_total_that_follows_its_group_was_no_certainty(total: int, refused: list[ViolationKind]) -> None:
    """What was about right of a group may turn out to be more of it when the group has grown; a total that is not the group's was certain."""

    def said(group: int, about: Count) -> dict[str, Any]:
        letters = Data(
            kind="letters", state=DataState.ACCESSED, population="patients", count=replace(about, population="patients")
        )
        return {
            "affected": {**_people(CountForm.EXACT, group, group, group), "children": replace(about, population="children")},
            "data": {"letters": (letters,)},
        }

    about = Count(
        population="", unit="patients", form=CountForm.ABOUT, low=35, high=45, stated=(40,), of=1212, part_of="patients"
    )
    now = replace(about, low=50, high=54, stated=(52,), of=total)
    more = CorrectionKind.FOUND_MORE
    corrections = _corrected("affected.patients") | _corrected("affected.children", more) | _corrected("data.letters", more)
    ledger = ledger_of(update(1, 0, **said(1212, about)), update(2, 5, **said(1300, now), corrections=corrections))
    for subject in ("affected.children", "data.letters"):
        found = [one.kind for one in ledger.transitions[-1].violations if one.subject == subject]
        assert found == refused
        (event,) = [one for one in ledger.events if one.subject == subject and one.change is Change.CORRECTED]
        assert event.kind is (CorrectionKind.OUR_ERROR if refused else more)


def test_what_was_true_ends() -> None:
    """It leaves what is known and stays in the ledger with both sentences; it is no correction, and the same end again is nothing."""
    ledger = ledger_of(
        update(1, 0, known=facts(shop="The shop is shut.")),
        update(2, 5, ended=_ended("shop", BEGAN + timedelta(hours=3))),
        update(3, 9, ended=_ended("shop", BEGAN + timedelta(hours=3))),
    )
    assert not [one for each in ledger.transitions for one in each.violations]
    (entry,) = ledger.state.ended
    assert (entry.sentence, entry.last_stated, entry.changed) == ("The shop is shut.", BEGAN, BEGAN + timedelta(hours=5))
    assert ledger.state.known == ()
    assert [event.change for event in ledger.events] == [Change.STATED, Change.ENDED]
    assert ledger.events[-1].kind is None


@pytest.mark.parametrize(
    ("fact", "keys", "reason"),
    [
        (Fact(name="x", text="The gate stood open.", when=Month(2027, 2)), {}, EndRefusal.HAPPENED),
        (Fact(name="x", text="Nobody read the letters."), {}, EndRefusal.DENIES),
        (Fact(name="x", text="The letters are safe."), {}, EndRefusal.DENIES),
        (
            Fact(name="x", text="They read the letters of 12 patients."),
            {"affected": _people(CountForm.EXACT, 12, 12, 12)},
            EndRefusal.COUNTS,
        ),
        (Fact(name="x", text="The shop is shut."), {"known": facts(x="The shop is shut.")}, EndRefusal.SAID_AS_WELL),
        (Fact(name="x", text="The shop is shut."), {"unknown": facts(x="Whether it is shut.")}, EndRefusal.SAID_AS_WELL),
        (Fact(name="x", text="The shop is shut."), {"corrections": _corrected("x")}, EndRefusal.CORRECTED),
        (Fact(name="x", text="The shop is shut."), {"ended": _ended("x", BEGAN - timedelta(minutes=1))}, EndRefusal.TOO_EARLY),
        (Fact(name="x", text="The shop is shut."), {"ended": _ended("x", date(2027, 3, 2))}, EndRefusal.TOO_EARLY),
        (Fact(name="x", text="The shop is shut."), {"ended": _ended("x", date(2027, 3, 4))}, EndRefusal.TO_COME),
    ],
)
def test_what_cannot_end_stays_known(fact: Fact, keys: dict[str, Any], reason: EndRefusal) -> None:
    """An end that is refused says why, and the fact stays as it was."""
    second = {"ended": _ended("x"), **keys}
    ledger = ledger_of(update(1, 0, known={"x": fact}), update(2, 5, **second))
    refused = [one for one in ledger.transitions[-1].violations if one.kind is ViolationKind.END_REFUSED]
    assert [one.reason for one in refused] == [reason]
    assert ledger.state.facts["x"].state is FactState.KNOWN


def test_a_subject_by_its_words() -> None:
    """A fact is about a population whose words under `names` stand in it."""
    people = _people(CountForm.EXACT, 12, 12, 12), _people(CountForm.EXACT, 15, 15, 15)
    ledger = ledger_of(
        update(1, 0, known=facts(x="Guests of the clinic wait outside."), affected=people[0]),
        update(2, 5, ended=_ended("x"), affected=people[1], corrections=_corrected("affected.patients")),
        names={"patients": "guests"},
    )
    assert [(one.reason, one.about) for one in ledger.transitions[-1].violations] == [
        (EndRefusal.SUBJECT_CORRECTED, "affected.patients")
    ]


def test_an_update_without_news_says_it_again() -> None:
    """The day rule counts from the last update that said it, which one without news does."""
    first = update(1, 0, known=facts(shop="The shop is shut."))
    quiet = update(2, 10, no_change=True)
    last = update(3, 20, ended=_ended("shop", BEGAN + timedelta(hours=5)))
    assert not ledger_of(first, last).transitions[-1].violations
    (refused,) = ledger_of(first, quiet, last).transitions[-1].violations
    assert (refused.reason, refused.since) == (EndRefusal.TOO_EARLY, BEGAN + timedelta(hours=10))


def test_an_answer_that_ended_keeps_its_day() -> None:
    """A question that was answered, and whose answer has ended, was answered when it was."""
    ledger = ledger_of(
        update(1, 0, unknown=facts(shop="Whether the shop is shut.")),
        update(2, 5, known=facts(shop="The shop is shut.")),
        update(3, 9, ended=_ended("shop")),
    )
    assert ledger.state.facts["shop"].settled == BEGAN + timedelta(hours=5)


def test_what_never_was_true_is_corrected_after_its_end() -> None:
    """A fact that ended is corrected under its name, and is then no longer shown as something that was."""
    ledger = ledger_of(
        update(1, 0, known=facts(shop="The shop is shut.")),
        update(2, 5, ended=_ended("shop")),
        update(3, 9, corrections=_corrected("shop")),
    )
    assert not ledger.transitions[-1].violations
    assert ledger.state.ended == ()
    assert ledger.events[-1].kind is CorrectionKind.OUR_ERROR
    assert ledger.state.facts["shop"].state is FactState.ENDED


def test_a_figure_that_moves_inside_its_count() -> None:
    """A sentence in which only figures moved, inside what was said of them and with their count, is refined; another one is corrected."""
    before, after = _people(CountForm.AT_LEAST, 163, None, 163), _people(CountForm.AT_LEAST, 209, None, 209)

    def told(old: str, new: str) -> Ledger:
        return ledger_of(update(1, 0, known=facts(x=old), affected=before), update(2, 5, known=facts(x=new), affected=after))

    moved = told("They read the letters of at least 163 patients.", "They read the letters of at least 209 patients.")
    assert not moved.transitions[-1].violations
    assert [event.change for event in moved.transitions[-1].events if event.subject == "x"] == [Change.REFINED]
    for old, new in (
        ("They read the letters of 163 patients.", "They read the letters of 209 patients."),
        ("They read the letters of at least 163 patients.", "They took the letters of at least 209 patients."),
        ("At least 163 patients and 4 nurses were affected.", "At least 209 patients and 9 nurses were affected."),
    ):
        assert [one.kind for one in told(old, new).transitions[-1].violations] == [ViolationKind.FACT_CHANGED], (old, new)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (None, Month(2027, 2), True),
        (Month(2027, 2), date(2027, 2, 28), True),
        (Month(2027, 2), datetime(2027, 2, 28, 23, 59, tzinfo=UTC), True),
        (date(2027, 2, 28), datetime(2027, 2, 28, 5, tzinfo=UTC), True),
        (date(2027, 2, 28), Month(2027, 2), False),
        (Month(2027, 2), date(2027, 3, 1), False),
        (datetime(2027, 2, 28, 5, tzinfo=UTC), datetime(2027, 2, 28, 6, tzinfo=UTC), False),
    ],
)
def test_when_becomes_more_exact(old: Occasion | None, new: Occasion, same: bool) -> None:
    """A time inside the one before is the same said more exactly; another one is another fact. One that is left out stands."""
    first, second = (replace(Fact(name="x", text="Someone got in."), when=when) for when in (old, new))
    ledger = ledger_of(
        update(1, 0, known={"x": first}), update(2, 5, known={"x": second}), update(3, 9, known=facts(x="Someone got in."))
    )
    assert [one.kind for one in ledger.transitions[1].violations] == ([] if same else [ViolationKind.FACT_CHANGED])
    assert ledger.state.facts["x"].fact.when == (new if same else old)


def test_something_new_and_when_it_began() -> None:
    """What was corrected because of something new stands while nobody knows when that began, and is asked for once it began before."""
    told = {"data": {"letter": (Data(kind="letter", state=DataState.NOT_AFFECTED),)}}
    taken = {"letter": (Data(kind="letter", state=DataState.TAKEN),)}
    first = update(1, 0, **told)
    second = update(
        2, 5, data=taken, windows={"": Window()}, corrections=_corrected("data.letter", CorrectionKind.NEW_EVENT, "first")
    )
    assert [event.kind for event in ledger_of(first, second).events if event.kind] == [CorrectionKind.NEW_EVENT]
    early = {"": Window(start=BEGAN - timedelta(hours=1))}
    asked = ledger_of(first, second, update(3, 9, windows=early)).transitions[-1]
    assert [one.kind for one in asked.violations] == [ViolationKind.EVENT_TOO_EARLY]
    owned = ledger_of(first, second, update(3, 9, windows=early, corrections=_corrected("data.letter")))
    assert not owned.transitions[-1].violations
    assert [event.kind for event in owned.transitions[-1].events if event.subject == "data.letter"] == [CorrectionKind.OUR_ERROR]
    assert not owned.state.new_events
    late = {"": Window(start=BEGAN + timedelta(hours=1))}
    assert not ledger_of(first, second, update(3, 9, windows=late)).transitions[-1].violations


def test_a_consequence_under_an_older_format() -> None:
    """What was sealed before a consequence needed a correction is as it was; what comes now needs one."""
    first = update(1, 0, consequences={"calls": Consequence(name="calls", text="Someone may ring.")})
    second = update(2, 5, consequences={"calls": Consequence(name="calls", text="Someone may ring or write.")})
    now, then = ledger_of(first, second), ledger_of(first, second, sealed={"02-a.md": 1})
    assert [one.kind for one in now.transitions[-1].violations] == [ViolationKind.CONSEQUENCE_CHANGED]
    assert now.state.consequences["calls"].text == "Someone may ring."
    assert not then.transitions[-1].violations
    assert then.state.consequences["calls"].text == "Someone may ring or write."


def test_a_consequence_is_taken_back() -> None:
    """One that should never have been named says `none`, with a correction, and is no longer said."""
    first = update(1, 0, consequences={"calls": Consequence(name="calls", text="Someone may ring.")})
    second = update(
        2, 5, consequences={"calls": Consequence(name="calls", text="none")}, corrections=_corrected("consequence.calls")
    )
    ledger = ledger_of(first, second)
    assert not ledger.transitions[-1].violations
    assert ledger.state.consequences["calls"].state is ConsequenceState.TAKEN_BACK
    assert ledger.state.standing_consequences == ()
    assert [
        one.kind
        for one in ledger_of(first, update(2, 5, consequences={"calls": Consequence(name="calls", text="none")}))
        .transitions[-1]
        .violations
    ] == [ViolationKind.CONSEQUENCE_CHANGED]


_PATIENTS = Data(kind="letter", state=DataState.NOT_AFFECTED, population="patients")
_STAFF = replace(_PATIENTS, population="staff")


@pytest.mark.parametrize("first", ["data.letter", "data.letter.patients"])
@pytest.mark.parametrize("then", ["data.letter", "data.letter.patients"])
@pytest.mark.parametrize("groups", [(_PATIENTS,), (_PATIENTS, _STAFF)])
def test_something_new_by_any_of_its_names(first: str, then: str, groups: tuple[Data, ...]) -> None:
    """What is corrected under one of its names, and under another one once it turns out to be older, is not asked for again."""
    taken = replace(_PATIENTS, state=DataState.TAKEN)
    early = {"": Window(start=BEGAN - timedelta(hours=1))}
    begun = (
        update(1, 0, data={"letter": groups}),
        update(2, 5, data={"letter": (taken,)}, windows={"": Window()}, corrections=_corrected(first, _NEW, "first")),
    )
    asked = ledger_of(*begun, update(3, 9, windows=early))
    assert [one.kind for one in asked.transitions[-1].violations] == [ViolationKind.EVENT_TOO_EARLY]
    ledger = ledger_of(*begun, update(3, 9, windows=early, corrections=_corrected(then)), update(4, 12))
    assert [event.kind for event in ledger.events if event.kind] == [_NEW, CorrectionKind.OUR_ERROR]
    assert not [one for each in ledger.transitions for one in each.violations]
    assert not ledger.state.new_events


def test_another_group_settles_nothing() -> None:
    """What was corrected for one group is not settled by a correction for another one, nor by one that is called something milder."""
    taken = replace(_PATIENTS, state=DataState.TAKEN)
    early = {"": Window(start=BEGAN - timedelta(hours=1))}
    begun = (
        update(1, 0, data={"letter": (_PATIENTS, _STAFF)}),
        update(
            2, 5, data={"letter": (taken,)}, windows={"": Window()}, corrections=_corrected("data.letter.patients", _NEW, "first")
        ),
    )
    other = {"data": {"letter": (replace(_STAFF, state=DataState.ACCESSED),)}, "corrections": _corrected("data.letter.staff")}
    last = ledger_of(*begun, update(3, 9, windows=early, **other)).transitions[-1]
    assert [(one.kind, one.subject) for one in last.violations] == [(ViolationKind.EVENT_TOO_EARLY, "data.letter.patients")]


def test_found_more_in_between_settles_nothing() -> None:
    """A later correction of what was said in between leaves it open whether what was said first was true."""
    said = [Data(kind="letter", state=state) for state in (DataState.NOT_AFFECTED, DataState.ACCESSED, DataState.TAKEN)]
    ledger = ledger_of(
        update(1, 0, data={"letter": (said[0],)}),
        update(2, 5, data={"letter": (said[1],)}, windows={"": Window()}, corrections=_corrected("data.letter", _NEW, "first")),
        update(3, 9, data={"letter": (said[2],)}, corrections=_corrected("data.letter", CorrectionKind.FOUND_MORE)),
        update(4, 12, windows={"": Window(start=BEGAN - timedelta(hours=1))}),
    )
    assert [one.kind for one in ledger.transitions[-1].violations] == [ViolationKind.EVENT_TOO_EARLY]


@pytest.mark.parametrize("again", [{"data": {"letter": (_PATIENTS, _STAFF)}}, {"no_change": True}])
def test_what_is_said_again_of_one_group_was_said_then(again: dict[str, Any]) -> None:
    """Restated for one group, or by an update without news, it was last said then, so nothing that began before that is new."""
    ledger = ledger_of(
        update(1, 0, data={"letter": (_PATIENTS, _STAFF)}),
        update(2, 8, **again),
        update(
            3,
            12,
            data={"letter": (replace(_PATIENTS, state=DataState.TAKEN),)},
            windows={"": Window(start=BEGAN + timedelta(hours=6))},
            corrections=_corrected("data.letter.patients", _NEW, "first"),
        ),
    )
    assert [one.reason for one in ledger.transitions[-1].violations] == [KindRefusal.SAID_AFTER]


def test_a_window_ended_by_a_new_one() -> None:
    """A window may be corrected because of a new one, in whatever order an update lists them."""
    first, second = Window(start=BEGAN - timedelta(hours=9), end=BEGAN), Window(start=BEGAN + timedelta(hours=2))
    later = replace(first, end=BEGAN + timedelta(hours=1))
    for windows in ({"first": later, "second": second}, {"second": second, "first": later}):
        ledger = ledger_of(
            update(1, 0, windows={"": first}),
            update(2, 5, windows=windows, corrections=_corrected("window.first", _NEW, "second"), status=Status.REOPENED),
        )
        assert not ledger.transitions[-1].violations


@pytest.mark.parametrize(
    ("key", "subject", "certain"),
    [
        ("affected", "affected.patients", _people(CountForm.EXACT, 9, 9, 9)),
        ("data", "data.letter", {"letter": (_PATIENTS,)}),
        ("windows", "window", {"": Window(start=BEGAN)}),
    ],
)
def test_less_sure_is_no_discovery(key: str, subject: str, certain: dict[str, Any]) -> None:
    """What was certain and is now only likely was an error, not something that was left open."""
    unsure = {
        name: tuple(replace(part, likely=True) for part in one) if isinstance(one, tuple) else replace(one, likely=True)
        for name, one in certain.items()
    }
    more = _corrected(subject, CorrectionKind.FOUND_MORE)
    (refused,) = (
        ledger_of(update(1, 0, **{key: certain}), update(2, 5, **{key: unsure}, corrections=more)).transitions[-1].violations
    )
    assert refused.reason is KindRefusal.CERTAIN


def test_a_correction_has_one_kind() -> None:
    """Where a correction is of two groups, and what was said of one of them was certain, it is an error for both."""
    patients, staff = (Data(kind="letter", state=DataState.ACCESSED, population=name) for name in ("patients", "staff"))
    taken = tuple(replace(one, state=DataState.TAKEN) for one in (patients, staff))
    more = _corrected("data.letter", CorrectionKind.FOUND_MORE)
    for first, kinds in (
        ((patients, staff), [CorrectionKind.FOUND_MORE] * 2),
        ((replace(patients, state=DataState.NOT_AFFECTED), staff), [CorrectionKind.OUR_ERROR] * 2),
        ((patients, replace(staff, state=DataState.NOT_AFFECTED)), [CorrectionKind.OUR_ERROR] * 2),
    ):
        last = ledger_of(
            update(1, 0, data={"letter": first}), update(2, 5, data={"letter": taken}, corrections=more)
        ).transitions[-1]
        assert [event.kind for event in last.events] == kinds
        assert len(last.violations) == (1 if kinds[0] is CorrectionKind.OUR_ERROR else 0)


@pytest.mark.parametrize(
    ("text", "asked"),
    [("The shop is shut again.", []), ("Nobody read the letters.", [ViolationKind.END_UNDONE])],
)
def test_what_ended_and_is_said_again(text: str, asked: list[ViolationKind]) -> None:
    """A fact that ended may be so again; one that denies under its name needs a correction."""
    begun = (update(1, 0, known=facts(shop="The shop is shut.")), update(2, 5, ended=_ended("shop")))
    again = ledger_of(*begun, update(3, 9, known=facts(shop=text)))
    assert [one.kind for one in again.transitions[-1].violations] == asked
    assert again.state.facts["shop"].state is (FactState.ENDED if asked else FactState.KNOWN)
    owned = ledger_of(*begun, update(3, 9, known=facts(shop=text), corrections=_corrected("shop")))
    assert not owned.transitions[-1].violations
    assert owned.state.facts["shop"].fact.text == text


def test_an_end_of_a_window_that_is_left_out_still_stands() -> None:
    """An update that gives one end of a window says nothing of the other one, so there is nothing to correct."""
    whole = Window(start=BEGAN - timedelta(hours=9), end=BEGAN - timedelta(hours=1))
    ledger = ledger_of(
        update(1, 0, windows={"": whole}),
        update(2, 5, windows={"": replace(whole, end=None)}),
        update(3, 9, windows={"first": replace(whole, start=None)}),
    )
    assert not [one for each in ledger.transitions for one in each.violations]
    assert ledger.state.windows["first"].window == whole


def test_found_more_at_the_same_time_settles_nothing() -> None:
    """The update that says when it began owns the first statement only by a correction that says that it was an error."""
    said = [Data(kind="letter", state=state) for state in (DataState.NOT_AFFECTED, DataState.ACCESSED, DataState.TAKEN)]
    early = {"": Window(start=BEGAN - timedelta(hours=1))}
    for kind, asked in ((CorrectionKind.FOUND_MORE, [ViolationKind.EVENT_TOO_EARLY]), (None, [])):
        ledger = ledger_of(
            update(1, 0, data={"letter": (said[0],)}),
            update(
                2, 5, data={"letter": (said[1],)}, windows={"": Window()}, corrections=_corrected("data.letter", _NEW, "first")
            ),
            update(3, 9, data={"letter": (said[2],)}, windows=early, corrections=_corrected("data.letter", kind)),
        )
        assert [one.kind for one in ledger.transitions[-1].violations] == asked


def test_corrections_come_in_the_order_of_their_writer() -> None:
    """What an update corrects is told in the order in which it says so, whatever kind of thing it is."""
    before = {"known": facts(x="One thing."), "data": {"letter": (_PATIENTS,)}, "windows": {"": Window(start=BEGAN)}}
    after = {
        "known": facts(x="Another thing."),
        "data": {"letter": (replace(_PATIENTS, state=DataState.TAKEN),)},
        "windows": {"": Window(start=BEGAN - timedelta(hours=1))},
    }
    for order in (["x", "data.letter", "window"], ["window", "x", "data.letter"]):
        corrections = {name: correction for one in order for name, correction in _corrected(one).items()}
        last = ledger_of(update(1, 0, **before), update(2, 5, **after, corrections=corrections)).transitions[-1]
        assert [event.subject for event in last.events] == order


def test_another_total_needs_a_correction() -> None:
    """A count of another total is another statement, though its own figures are the same; unless the total follows its group."""
    count = replace(_people(CountForm.EXACT, 40, 40, 40)["patients"], of=1000)
    last = ledger_of(
        update(1, 0, affected={"patients": count}), update(2, 5, affected={"patients": replace(count, of=1200)})
    ).transitions[-1]
    assert [one.kind for one in last.violations] == [ViolationKind.COUNT_CONTRADICTED]


def test_that_we_found_nothing_is_remembered() -> None:
    """An unknown at which nothing was found is a comfort until it is answered, though later updates list it without that."""
    looked = {"copied": Fact(name="copied", text="Whether they copied letters.", looked="The log of March.", found=Found.NOTHING)}
    again = facts(copied="Whether they copied letters.")
    last = ledger_of(
        update(1, 0, unknown=looked),
        update(2, 5, unknown=again),
        update(3, 9, unknown=again),
        update(4, 12, known=facts(copied="They copied letters."), data={"letter": (Data(kind="letter", state=DataState.TAKEN),)}),
    ).transitions[-1]
    assert [one.kind for one in last.violations] == [ViolationKind.COMFORT_WITHDRAWN]
