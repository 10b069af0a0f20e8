"""Comforts that fall, facts that are asked about, and those that are doubted or looked at again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from generator.ledger.comforts import lowest_maximum
from generator.ledger.fallen_comforts import fallen_comforts
from generator.ledger.fold import fold
from generator.ledger.records import Answer, AskedBecause, Change, FactState, Ledger, Transition, ViolationKind
from generator.ledger.retrospective import retrospective
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.update import (
    Correction,
    CorrectionKind,
    Count,
    CountForm,
    Data,
    DataState,
    End,
    Fact,
    Found,
    Status,
    Window,
)
from tests.ledger.generated import folders
from tests.ledger.invariants import Invariants
from tests.ledger.updates import BEGAN, ZONE, facts, ledger_of, update
from tests.thorough import examples

#: What the generated sentences deny, and whether merely to have seen it leaves them true.
DENIED = {"No password was read.": ("password", False), "They took no letters.": ("letters", True)}
#: What holds for all histories.
every_history = Invariants()


def _data(**states: DataState) -> dict[str, tuple[Data, ...]]:
    return {kind: (Data(kind=kind, state=state),) for kind, state in states.items()}


def _because(*names: str, kind: CorrectionKind | None = None, window: str = "") -> dict[str, Correction]:
    return {name: Correction(name=name, because="We had not seen it.", kind=kind, window=window) for name in names}


def _people(form: CountForm, low: int, high: int | None, *stated: int) -> dict[str, Count]:
    return {"patients": Count(population="patients", unit="people", form=form, low=low, high=high, stated=stated)}


def _asked(*updates: UpdateDocument, **keys: Any) -> dict[str, tuple[AskedBecause, Answer | None]]:
    return {one.name: (one.because, one.refused) for one in ledger_of(*updates, **keys).transitions[-1].asked_about}


NOT_AFFECTED, TAKEN, POSSIBLE, ACCESSED = DataState.NOT_AFFECTED, DataState.TAKEN, DataState.POSSIBLE, DataState.ACCESSED
HELD = update(1, known=facts(held="It held no letters."), data=_data(letters=NOT_AFFECTED))


def test_a_comfort_falls_beside_its_sentence() -> None:
    """The sentence that denied it is asked about, until the update says something of it."""
    fell: dict[str, Any] = {"data": _data(letters=TAKEN), "corrections": _because("data.letters")}
    assert _asked(HELD, update(2, **fell)) == {"held": (AskedBecause.COMFORT, None)}
    corrected = fell | {"known": facts(held="It held 40 letters."), "corrections": _because("data.letters", "held")}
    assert _asked(HELD, update(2, **corrected)) == {}


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        ({"known": facts(held="It held no letters.")}, Answer.RESTATED),
        ({"still_true": {"held": ""}}, Answer.STILL_TRUE),
        ({"unknown": facts(held="Whether it held letters."), "status": Status.REOPENED}, Answer.DOUBTED),
    ],
)
@pytest.mark.parametrize(
    ("state", "is_refused"), [(TAKEN, True), (ACCESSED, True), (POSSIBLE, False), (DataState.UNKNOWN, False)]
)
def test_what_has_happened_is_no_answer(answer: dict[str, Any], refused: Answer, state: DataState, *, is_refused: bool) -> None:
    """Where the update says that just what was denied has happened, only a correction will do; else each answer is accepted."""
    then = update(2, data=_data(letters=state), corrections=_because("data.letters"), **answer)
    assert _asked(HELD, then) == ({"held": (AskedBecause.COMFORT, refused)} if is_refused else {})


def test_what_was_only_read_was_not_copied() -> None:
    """A sentence that denies only that something was taken may stand when it was read, and not when it was taken."""
    first = update(1, known=facts(none="They copied no letters."), data=_data(letters=POSSIBLE))
    again = {"still_true": {"none": ""}}
    assert _asked(first, update(2, data=_data(letters=ACCESSED), **again)) == {}
    assert _asked(first, update(2, data=_data(letters=TAKEN), **again)) == {"none": (AskedBecause.WORSE, Answer.STILL_TRUE)}
    assert _asked(first, update(2, data=_data(letters=ACCESSED))) == {"none": (AskedBecause.WORSE, None)}


def test_it_ended_because_of_something_new() -> None:
    """What was true until a new window opened may end in the update that says what happened in it."""
    first = update(
        1, known=facts(held="It held no letters."), data=_data(letters=NOT_AFFECTED), windows={"": Window(start=BEGAN)}
    )
    then = update(
        2,
        windows={"second": Window(start=BEGAN + timedelta(hours=20))},
        data=_data(letters=TAKEN),
        ended={"held": End(name="held", what="It took in letters on 4 March.")},
        corrections=_because("data.letters", kind=CorrectionKind.NEW_EVENT, window="second"),
    )
    assert _asked(first, then) == {}


def test_words_and_subjects_say_what_it_is_about() -> None:
    """Words under `names`, and subjects under `about`, count like the name itself; other kinds of data ask about nothing."""
    then = update(2, data=_data(scans=TAKEN), corrections=_because("data.scans"))
    first = update(1, known=facts(held="It held no X-ray pictures."), data=_data(scans=NOT_AFFECTED))
    assert _asked(first, then) == {}
    assert _asked(first, then, names={"scans": "X-ray picture"}) == {"held": (AskedBecause.COMFORT, None)}
    named = facts(held=Fact(name="held", text="We have called them all.", about=("data.scans",)))
    assert _asked(update(1, known=named, data=_data(scans=NOT_AFFECTED)), then) == {"held": (AskedBecause.ABOUT, None)}


def test_what_it_is_about_only_grows() -> None:
    """A later update cannot take back what a fact is about."""
    named = facts(held=Fact(name="held", text="We have called them all.", about=("data.scans",)))
    again = facts(held=Fact(name="held", text="We have called them all.", about=("data.letters",)))
    ledger = ledger_of(update(1, known=named), update(2, known=again), update(3, known=facts(held="We have called them all.")))
    assert ledger.state.facts["held"].fact.about == ("data.scans", "data.letters")


def test_reopened() -> None:
    """Every denial and what contained the incident is asked about once, when it is reopened, and as long as nobody has said anything of it."""
    shut = facts(shut="We shut the account.", held="It held no information about patients.", entry="They used a password.")
    first = update(1, status=Status.CONTAINED, known=shut, contained_by="shut")
    again = update(2, status=Status.REOPENED)
    both = {"shut": (AskedBecause.CONTAINED_BY, None), "held": (AskedBecause.REOPENED, None)}
    assert _asked(first, again) == both
    # What contained it is no longer said to, once it is reopened.
    assert _asked(first, again, update(3, status=Status.REOPENED)) == {"held": (AskedBecause.REOPENED, None)}
    answered = update(2, status=Status.REOPENED, still_true={"held": "", "shut": ""})
    assert _asked(first, answered, update(3, status=Status.REOPENED)) == {}
    assert _asked(first, answered, update(3, status=Status.CONTAINED), update(4, status=Status.REOPENED)) == {
        "held": (AskedBecause.REOPENED, None)
    }


def test_doubted() -> None:
    """A denial that is doubted is no correction, is asked about no more, and needs a correction once what it denied has happened."""
    doubted = update(2, status=Status.REOPENED, unknown=facts(held="Whether it held letters."))
    ledger = ledger_of(HELD, doubted)
    (event,) = ledger.transitions[-1].events
    assert (event.change, event.kind, event.because) == (Change.DOUBTED, None, "")
    assert ledger.state.facts["held"].state is FactState.OPEN
    known = {"known": facts(held="It held 40 letters.")}
    worse: dict[str, Any] = {"data": _data(letters=TAKEN), "corrections": _because("data.letters")}
    silent = ledger_of(HELD, doubted, update(3, **known, **worse)).transitions[-1]
    assert [one.kind for one in silent.violations] == [ViolationKind.COMFORT_WITHDRAWN]
    # It is remembered when what got worse was said before the answer.
    later = ledger_of(HELD, doubted, update(3, unknown=facts(held="Whether it held letters."), **worse), update(4, **known))
    assert [one.kind for one in later.transitions[-1].violations] == [ViolationKind.COMFORT_WITHDRAWN]
    good = ledger_of(HELD, doubted, update(3, known=facts(held="It held no letters.")))
    assert good.transitions[-1].violations == ()
    calm = ledger_of(HELD, update(2, unknown=facts(held="Whether it held letters.")))
    assert [one.kind for one in calm.transitions[-1].violations] == [ViolationKind.FACT_CHANGED]


@pytest.mark.parametrize(
    ("looked", "found", "comforts"),
    [
        ("Both logs.", None, False),
        ("Both logs.", Found.NOTHING, True),
        ("", Found.NOTHING, True),
        ("We read both logs and found nothing.", None, True),
        ("Both logs. They do not reach back before May.", None, False),
    ],
)
@pytest.mark.parametrize("kind", ["letters", "names"])
def test_an_unknown_that_comforted(looked: str, found: Found | None, kind: str, *, comforts: bool) -> None:
    """Its answer needs a correction only if nothing was found, and something is worse on what it is about."""
    unknown = facts(copied=Fact(name="copied", text="Whether they copied letters.", looked=looked, found=found))
    first = update(1, unknown=unknown, data=_data(letters=ACCESSED))
    bad = ledger_of(first, update(2, known=facts(copied="They copied 40 letters."), data=_data(**{kind: TAKEN}))).transitions[-1]
    wanted = [ViolationKind.COMFORT_WITHDRAWN] if comforts and kind == "letters" else []
    assert [one.kind for one in bad.violations] == wanted
    good = ledger_of(first, update(2, known=facts(copied="They copied no letters."), data=_data(names=TAKEN))).transitions[-1]
    assert good.violations == ()


def test_a_number_that_comforted() -> None:
    """0, and a maximum that was lowered, are comforts; a first number, and one that nobody had bounded, are not."""

    def least(*counts: dict[str, Count]) -> int | None:
        ledger = ledger_of(*(update(number, affected=count) for number, count in enumerate(counts, 1)))
        return lowest_maximum(ledger.state.affected["patients"].history)

    assert least(_people(CountForm.EXACT, 0, 0, 0)) == 0
    assert least(_people(CountForm.AT_MOST, 0, 90, 90)) is None
    assert least(_people(CountForm.AT_MOST, 0, 90, 90), _people(CountForm.AT_MOST, 0, 60, 60)) == 60
    assert least(_people(CountForm.AT_LEAST, 60, None, 60), _people(CountForm.EXACT, 70, 70, 70)) is None


def test_a_figure_that_was_corrected() -> None:
    """A fact that still gives it is asked about; one whose figure moved with its count is not."""
    first = update(1, known=facts(many="They opened the letters of 60 patients."), affected=_people(CountForm.EXACT, 60, 60, 60))
    then: dict[str, Any] = {"affected": _people(CountForm.EXACT, 80, 80, 80), "corrections": _because("affected.patients")}
    assert _asked(first, update(2, **then)) == {"many": (AskedBecause.FIGURE, None)}
    other = update(1, known=facts(many="They opened the letters of 7 patients."), affected=_people(CountForm.EXACT, 60, 60, 60))
    assert _asked(other, update(2, **then)) == {}


def test_the_story_so_far() -> None:
    """It is asked about like a known fact, and to tell it anew is the answer."""
    first = update(1, what_happened="Someone got in and took no letters.", data=_data(letters=NOT_AFFECTED))
    then: dict[str, Any] = {"data": _data(letters=TAKEN), "corrections": _because("data.letters")}
    assert _asked(first, update(2, **then)) == {"what_happened": (AskedBecause.COMFORT, None)}
    same = update(2, what_happened="Someone got in and took no letters.", **then)
    assert _asked(first, same) == {"what_happened": (AskedBecause.COMFORT, Answer.RESTATED)}
    assert _asked(first, update(2, what_happened="Someone got in and took 40 letters.", **then)) == {}


def test_other_people_other_systems_other_days() -> None:
    """What a fact says of others may be said again, even where it happened to some."""
    staff = Count(population="staff", unit="staff", form=CountForm.EXACT, low=0, high=0, stated=(0,))
    both = {**_people(CountForm.UNKNOWN, 0, None), "staff": staff}
    first = update(1, known=facts(own="No letters of staff were opened."), data=_data(letters=NOT_AFFECTED), affected=both)
    told = {"letters": (Data(kind="letters", state=TAKEN, population="patients"),)}
    again: dict[str, Any] = {"still_true": {"own": ""}, "corrections": _because("data.letters")}
    assert _asked(first, update(2, data=told, **again)) == {}
    of_staff = {"letters": (Data(kind="letters", state=TAKEN, population="staff"),)}
    assert _asked(first, update(2, data=of_staff, **again)) == {"own": (AskedBecause.COMFORT, Answer.STILL_TRUE)}

    day = update(1, known=facts(own="On 1 March nobody opened letters."), data=_data(letters=NOT_AFFECTED))
    for_day: dict[str, Any] = {**again, "data": _data(letters=TAKEN)}
    assert _asked(day, update(2, known=facts(more="On 2 March they opened letters."), **for_day)) == {}
    assert _asked(day, update(2, known=facts(more="On 1 March they opened letters."), **for_day)) != {}
    assert _asked(day, update(2, known=facts(more="They opened letters."), **for_day)) != {}

    desk = update(1, known=facts(own="They did not reach letters in the print room."), data=_data(letters=NOT_AFFECTED))
    where = update(2, known=facts(more="They opened letters in the mail store."), **for_day)
    assert _asked(desk, where) != {}
    assert _asked(desk, where, systems=("Print room", "Mail store")) == {}
    called = update(2, known=facts(more="They opened letters in the post office."), **for_day)
    assert _asked(desk, called, systems=("Print room", "Mail store")) != {}
    assert _asked(desk, called, systems=("Print room", "Mail store"), names={"Mail store": "post office"}) == {}


@pytest.mark.parametrize(
    ("text", "end", "is_asked"),
    [
        ("We shut it on 3 March at 11:30 UTC. Since then nobody has read a letter of patients.", (3, 11, 30), False),
        ("We shut it on 3 March. Since then nobody has read a letter of patients.", (3, 11, 30), False),
        ("We shut it on 3 March at 11:30 UTC. Since then nobody has read a letter of patients.", (3, 11, 31), True),
        ("We shut it on 3 March at 11:30 UTC. Since then nobody has read a letter of patients.", (4, 9, 0), True),
        ("We shut it on 3 March at 11:30 UTC. Since then nobody has read a letter of patients.", None, True),
        ("We shut it on 3 March at 11:30 UTC. Nobody has read a letter of patients.", (3, 11, 30), True),
        ("We shut it on 3 March. Since then nobody has read a letter, and nobody had read one before.", (3, 11, 30), True),
        ("Since then nobody has read a letter of patients.", (3, 11, 30), True),
    ],
)
def test_of_the_time_since(text: str, end: tuple[int, int, int] | None, *, is_asked: bool) -> None:
    """Who was reached before the moment since which a sentence denies takes nothing away from it, if all had ended by then."""
    first = update(1, known=facts(shut=text), data=_data(letters=POSSIBLE))
    ended = datetime(2027, 3, *end, tzinfo=UTC) if end else None
    window = {"": Window(start=datetime(2027, 3, 1, 9, tzinfo=UTC), end=ended)}
    then = update(3, affected=_people(CountForm.EXACT, 9, 9, 9), data=_data(letters=ACCESSED), windows=window)
    assert _asked(first, then) == ({"shut": (AskedBecause.WORSE, None)} if is_asked else {})
    if not is_asked:
        again = replace(then, parsed=replace(then.update, still_true={"shut": ""}))
        assert _asked(first, again) == {}


def test_still_true() -> None:
    """The day and what was looked at stand with the fact until its words change; what is not known cannot be still true."""
    again = update(2, still_true={"held": "We read it all again."})
    entry = ledger_of(HELD, again).state.facts["held"]
    assert (entry.looked_again, entry.looked_at, entry.changed) == (again.update.published, "We read it all again.", BEGAN)
    changed = update(3, known=facts(held="It held 40 letters."), corrections=_because("held"))
    assert ledger_of(HELD, again, changed).state.facts["held"].looked_again is None
    for one in (
        update(2, still_true={"nothing": ""}),
        update(2, still_true={"held": ""}, known=facts(held="It held 40 letters."), corrections=_because("held")),
    ):
        assert [found.kind for found in ledger_of(HELD, one).transitions[-1].violations] == [ViolationKind.NOT_STILL_TRUE]


def test_a_comfort_is_not_made_clearer_by_losing_it() -> None:
    """An unknown at which nothing was found, and of which that is said no longer, is called no longer certain; a comfort for all stays one."""
    first = update(
        1, unknown=facts(copied=Fact(name="copied", text="Whether they copied letters.", looked="Both logs; nothing found."))
    )
    then = update(
        2, unknown=facts(copied=Fact(name="copied", text="Whether they copied them.", looked="Both logs and the printer."))
    )
    assert [event.change for event in ledger_of(first, then).transitions[-1].events] == [Change.DOUBTED]
    staff = Count(population="staff", unit="staff", form=CountForm.EXACT, low=5, high=5, stated=(5,))
    everybody = update(1, data=_data(letters=NOT_AFFECTED), affected={**_people(CountForm.EXACT, 9, 9, 9), "staff": staff})
    narrower = update(2, data={"letters": (Data(kind="letters", state=NOT_AFFECTED, population="patients"),)})
    ledger = ledger_of(everybody, narrower)
    assert ledger.transitions[-1].events == ()
    assert ledger.state.data["letters"].told == (Data(kind="letters", state=NOT_AFFECTED),)


def test_how_long_a_comfort_stood() -> None:
    """The review says since when it stood, when it was last called true, and nothing of what was true until something new happened."""
    again = update(3, still_true={"held": ""})
    fell = update(
        5, known=facts(held="It held 40 letters."), data=_data(letters=TAKEN), corrections=_because("held", "data.letters")
    )
    ledger = ledger_of(HELD, again, fell)
    stood = {one.event.subject: one for one in fallen_comforts(ledger.transitions, "en")}
    assert set(stood) == {"held", "data.letters"}
    assert (stood["held"].since, stood["held"].last) == (BEGAN, again.update.published)
    told = retrospective(ledger, BEGAN + timedelta(days=9), timedelta(), timedelta(days=9)).badly
    assert told["comfort-held"] == (
        "We said on 3 March 2027, last on 5 March 2027, “It held no letters.” 4 days later, we had to correct that."
        " Then we said: “It held 40 letters.” We had not seen it."
    )
    assert told["comfort-data-letters"].startswith(
        "Letters: we said on 3 March 2027 “not affected”. 4 days later, we had to correct that."
    )
    assert not any(name.startswith("wrong-") for name in told)


def test_a_comfort_stood_until_it_was_doubted() -> None:
    """What was no longer said after a doubt is not said to have stood."""
    doubted = update(2, status=Status.REOPENED, unknown=facts(held="Whether it held letters."))
    fell = update(
        4, known=facts(held="It held 40 letters."), data=_data(letters=TAKEN), corrections=_because("held", "data.letters")
    )
    ledger = ledger_of(HELD, doubted, fell)
    stood = {one.event.subject: one for one in fallen_comforts(ledger.transitions, "en")}["held"]
    assert stood.doubted is not None
    assert (stood.since, stood.last, stood.doubted.when) == (BEGAN, BEGAN, doubted.update.published)
    told = retrospective(ledger, BEGAN + timedelta(days=9), timedelta(), timedelta(days=9)).badly
    assert told["comfort-held"] == (
        "We said on 3 March 2027 “It held no letters.” 24 hours later, we said that this was no longer certain."
        " 48 hours after that, we had to correct that. Then we said: “It held 40 letters.” We had not seen it."
    )


# On histories that may say anything.


def _rises(transition: Transition, kind: str) -> DataState | None:
    """The state of a kind of data that this update says to be read or taken for the first time; None when it does not."""
    order = [NOT_AFFECTED, DataState.UNKNOWN, POSSIBLE, ACCESSED, TAKEN]
    told = [one.state for one in transition.document.update.data.get(kind, ())]
    after = transition.after.data.get(kind)
    # An update may also take back the only thing that it says of a kind.
    if not told or after is None or after.state not in {ACCESSED, TAKEN}:
        return None
    before = transition.before.data.get(kind)
    now = after.state
    return now if before is None or order.index(now) > order.index(before.state) else None


def _is_of_others(fact: Fact, told: tuple[Data, ...]) -> bool:
    """Whether a fact is by its `about` of one population, or of its data of that kind, and what happened is told of others."""
    named = {one.removeprefix("affected.") for one in fact.about if one.startswith("affected.")}
    named |= {one.split(".")[2] for one in fact.about if one.startswith(f"data.{told[0].kind}.")}
    reached = {one.population for one in told if one.state in {ACCESSED, TAKEN}}
    return bool(named) and "" not in reached and not named & reached


@pytest.mark.parametrize(
    ("start", "end", "asked"),
    [
        (date(2027, 3, 1), date(2027, 3, 5), True),
        (None, date(2027, 3, 3), True),
        (date(2027, 3, 1), None, True),
        (date(2027, 3, 2), date(2027, 3, 2), True),
        (None, date(2027, 3, 1), False),
        (date(2027, 3, 3), None, False),
    ],
)
def test_a_day_within_a_window_is_no_other_day(start: date | None, end: date | None, asked: bool) -> None:
    """What is denied of 2 March is asked about when passwords were read in a time that has that day in it, whatever its first and last day are."""
    held = facts(held=Fact(name="held", text="No password was read.", when=date(2027, 3, 2)))
    read = {"password": (Data(kind="password", state=ACCESSED),)}
    found = _asked(update(1, known=held), update(2, known=held, data=read, windows={"": Window(start=start, end=end)}))
    assert found == ({"held": (AskedBecause.WORSE, Answer.RESTATED)} if asked else {})


def test_whose_letters_does_not_say_whose_passwords() -> None:
    """A fact that is about the letters of staff, and denies that a password was read, is not of staff alone."""
    held = facts(held=Fact(name="held", text="No password was read.", about=("data.letters.staff",)))
    for kind, expected in (("password", {"held": (AskedBecause.WORSE, Answer.RESTATED)}), ("letters", {})):
        then = {kind: (Data(kind=kind, state=TAKEN, population="patients"),)}
        assert _asked(update(1, known=held), update(2, known=held, data=then)) == expected


def test_what_happened_to_others_is_no_contradiction() -> None:
    """A fact of one population, restated, does not deny what happened to another; of the same, it does."""
    for population, expected in (("staff", {}), ("patients", {"held": (AskedBecause.WORSE, Answer.RESTATED)})):
        held = facts(held=Fact(name="held", text="They took no letters.", about=("affected.patients",)))
        then = {"letters": (Data(kind="letters", state=TAKEN, population=population),)}
        assert _asked(update(1, known=held), update(2, known=held, data=then)) == expected


@every_history.add
def nothing_known_contradicts_what_has_happened(_folder: IncidentFolder, ledger: Ledger) -> None:
    """A fact that denies what an update newly says to be read or taken is corrected, ended, or found."""
    for transition in ledger.transitions:
        found = {one.name for one in transition.asked_about} | {one.subject for one in transition.violations}
        for entry in transition.before.known:
            kind, only_taking = DENIED.get(" ".join(entry.fact.text.split()), ("", False))
            state = _rises(transition, kind) if kind else None
            after = transition.after.facts[entry.name]
            stands = after.state is FactState.KNOWN and after.fact.text == entry.fact.text
            corrected = any(event.subject == entry.name and event.kind for event in transition.events)
            if state is None or not stands or corrected or (only_taking and state is ACCESSED):
                continue
            if _is_of_others(entry.fact, transition.document.update.data[kind]):
                continue
            # What is dated may be of another day than what the update tells: test_a_day_within_a_window_is_no_other_day has the days.
            told = transition.document.update
            if entry.fact.when is not None and (told.windows or any(one.when for one in told.known.values())):
                continue
            assert entry.name in found


@every_history.add
def what_is_asked_is_known(_folder: IncidentFolder, ledger: Ledger) -> None:
    """Only what was known is asked about, in its own words, and never what this update corrects or ends."""
    for transition in ledger.transitions:
        gone = {event.subject for event in transition.events if event.kind or event.change is Change.ENDED}
        known = {entry.name: entry.fact.text for entry in transition.before.known}
        known["what_happened"] = transition.before.what_happened
        for one in transition.asked_about:
            assert known[one.name] == one.text
            assert one.name not in gone
            assert one.since <= transition.document.update.published


@every_history.add
def a_doubt_is_no_correction(_folder: IncidentFolder, ledger: Ledger) -> None:
    """It has no reason and no kind, happens to facts on `reopened` alone, and what it denied stays a comfort until it is answered."""
    for transition in ledger.transitions:
        for event in transition.events:
            if event.change is not Change.DOUBTED:
                continue
            assert (event.kind, event.because, event.comfort) == (None, "", False)
            entry = transition.after.facts[event.subject]
            assert entry.state is FactState.OPEN
            if transition.before.facts[event.subject].state is FactState.KNOWN:
                assert transition.document.update.status is Status.REOPENED
                before = transition.before.facts[event.subject].fact
                assert entry.comfort is not None or " ".join(before.text.split()) not in DENIED


@every_history.add
def comforts_are_never_made_clearer(_folder: IncidentFolder, ledger: Ledger) -> None:
    """What says more exactly took no comfort away; what is about something is about it for good; and only what is known was looked at again."""
    for transition in ledger.transitions:
        for event in transition.events:
            was = event.was
            if event.change is Change.REFINED and isinstance(was, Data) and was.state is NOT_AFFECTED:
                told = event.becomes if isinstance(event.becomes, tuple) else (event.becomes,)
                assert all(isinstance(one, Data) and one.state is NOT_AFFECTED for one in told)
            if event.change is Change.REFINED and isinstance(was, Count) and was.high == 0:
                assert isinstance(event.becomes, Count)
                assert event.becomes.high == 0
        for name, before in transition.before.facts.items():
            after = transition.after.facts[name]
            assert {*before.fact.about} <= {*after.fact.about}
            assert after.looked_again is None or after.state in {FactState.KNOWN, FactState.ENDED}


@settings(max_examples=examples(150), deadline=None)
@given(folders())
def test_every_history(folder: IncidentFolder) -> None:
    """Whatever is written in which order, each of the invariants above holds."""
    every_history.hold(folder, fold(folder, ZONE))
