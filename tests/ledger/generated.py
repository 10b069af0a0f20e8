"""Generated histories: honest ones, careless ones, and ones that hide things."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from generator.model.document import IncidentDocument, IncidentFolder, ReviewDocument, UpdateDocument
from generator.model.incident import Incident, Review
from generator.model.source import Source
from generator.model.update import (
    Action,
    Consequence,
    Correction,
    CorrectionKind,
    Count,
    CountForm,
    Data,
    DataState,
    Done,
    End,
    Fact,
    Found,
    Month,
    Nature,
    Outcome,
    Service,
    ServiceState,
    Status,
    Step,
    Update,
    Window,
)

START = datetime(2027, 3, 3, 3, tzinfo=UTC)
NAMES = st.sampled_from(["entry", "whose", "copied", "how"])
TEXTS = st.sampled_from(
    [
        "One thing.",
        "Another thing.",
        "  One   thing. ",
        "No password was read.",
        "They took no letters.",
        "Nobody saw letters of staff.",
        "At least 9 people were affected.",
        "You cannot log in.",
    ]
)
LOOKED = st.sampled_from(["", "", "The log.", "The log, and we found nothing."])
FOUND = st.sampled_from([None, None, None, Found.NOTHING])
ABOUT = st.sampled_from([(), (), ("data.password",), ("affected.people",), ("data.letters.staff", "window")])
WHENS = st.sampled_from([None, None, None, Month(2027, 3), date(2027, 3, 2), date(2027, 2, 2)])
STEPS = st.sampled_from(["log", "count", "letters"])


#: What may be given as `none`.
NEVER = [
    *("affected.people", "data.password", "data.password.patients", "data.letters", "window", "window.first", "window.second"),
    *("nature", "step.log", "action.log", "services.Help desk"),
]


_Value = TypeVar("_Value")

# Hypothesis validates every strategy that is made, which took most of the time of the tests here: so each is made once, not at each draw.
FLAGS = st.booleans()
LOW = st.integers(0, 50)
NEVER_OR_LATER = st.one_of(st.none(), st.integers(1, 90))
NEVER_OR_DAYS = st.one_of(st.none(), st.integers(0, 9))
ONE_IN_SIX = st.integers(0, 5).map(lambda drawn: drawn == 0)
ONE_IN_EIGHT = st.integers(0, 7).map(lambda drawn: drawn == 0)
CAUSES = st.sampled_from([None, None, *CorrectionKind])
WINDOW_NAMES = st.sampled_from(["", "first", "first", "second"])
SUBJECTS = st.sampled_from(
    [
        *("entry", "whose", "copied", "affected.people", "action.log", "actions", "consequence.log", "step.log", "step.count"),
        *("data.password", "data.password.patients", "data.password.staff", "data.letters"),
        *("window", "window.first", "window.second", "nature", "step.log", "services.Help desk", "services.Archive"),
    ]
)
UNANSWERABLE = st.one_of(NAMES, st.sampled_from(["data.password", "data.letters", "window", "nature", "services.Archive"]))
TAKEN_BACK = st.frozensets(st.sampled_from(NEVER), max_size=2)
ONE_IN_FOUR = st.integers(0, 3).map(lambda drawn: drawn == 0)
OUTCOMES = st.sampled_from([None, None, *Outcome])
NATURES = st.sampled_from([None, None, *Nature])
BECAUSE = st.sampled_from(["", "It was us."])
LOOKED_AGAIN = st.sampled_from(["", "The whole log."])
CAN_END = st.sampled_from(["entry", "whose", "copied", "how", "consequence.log"])
CONSEQUENCES = st.sampled_from(["One thing.", "Another thing.", "none"])
DATA_STATES = st.sampled_from(list(DataState))
POPULATIONS = st.sampled_from([("",), ("patients",), ("staff",), ("patients", "staff"), ("staff", "patients")])
SYSTEMS = st.sampled_from(["Help desk", "Archive"])
SERVICE_STATES = st.sampled_from(list(ServiceState))
SOME_SYSTEMS = st.sets(SYSTEMS, max_size=2)
STATUSES = st.sampled_from(list(Status))
NO_ACTION = st.sampled_from(["", "You do not need to do anything."])
WHAT_HAPPENED = st.sampled_from(["", "", "Someone got in.", "They read no password."])
#: How much later than a moment: nothing, days, or hours.
LATER = st.one_of(
    st.none(),
    st.tuples(st.just("days"), st.integers(0, 9)),
    st.tuples(st.just("hours"), st.integers(-20, 90)),
)
NAMED_WINDOWS = st.one_of(
    st.just(()),
    st.just(("",)),
    st.lists(st.sampled_from(["first", "second", "third"]), max_size=2, unique=True).map(tuple),
)
UPDATES = st.integers(1, 6)
HOURS_APART = st.integers(1, 40)
HOURS_TO_REVIEW = st.integers(0, 400)


@cache
def _high(low: int) -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), st.integers(low, 99))


def _day(draw: st.DrawFn, hours: int) -> date | datetime | None:
    later = draw(LATER)
    if later is None:
        return None
    unit, number = later
    moment = START + timedelta(hours=hours)
    return (moment + timedelta(days=number)).date() if unit == "days" else moment + timedelta(hours=number)


@cache
def _named(names: st.SearchStrategy[str], values: st.SearchStrategy[_Value]) -> st.SearchStrategy[dict[str, _Value]]:
    return st.dictionaries(names, values, max_size=3)


def _count(low: int, high: int | None) -> Count:
    form = CountForm.AT_LEAST if high is None else CountForm.BETWEEN
    return Count(
        population="people", unit="people", form=form, low=low, high=high, stated=(low,) if high is None else (low, high)
    )


def _told(draw: st.DrawFn, kind: str) -> tuple[Data, ...]:
    """What may be said of a kind of data: of nobody in particular, or of one population or two."""
    return tuple(_data(draw, kind, population) for population in draw(POPULATIONS))


def _data(draw: st.DrawFn, kind: str, population: str) -> Data:
    low = draw(LOW)
    high = draw(_high(low))
    state = draw(DATA_STATES)
    counted = state is not DataState.NOT_AFFECTED and draw(FLAGS)
    count = replace(_count(low, high), unit="", population=population) if counted else None
    return Data(kind=kind, state=state, population=population, count=count, likely=draw(FLAGS))


def _window(draw: st.DrawFn, hours: int) -> Window:
    return Window(start=_day(draw, hours - 90), end=_day(draw, hours - 50), likely=draw(FLAGS))


def _service(draw: st.DrawFn, name: str, hours: int) -> Service:
    return Service(
        name=name, state=draw(SERVICE_STATES), what=draw(WHAT_HAPPENED), since=_day(draw, hours - 40), because=draw(BECAUSE)
    )


def _update(draw: st.DrawFn, number: int, hours: int) -> Update:
    """One update that may say anything the format can hold."""
    published = START + timedelta(hours=hours)
    known = {
        name: Fact(
            name=name, text=text, likely=draw(FLAGS), when=draw(WHENS), looked=draw(LOOKED), found=draw(FOUND), about=draw(ABOUT)
        )
        for name, text in draw(_named(NAMES, TEXTS)).items()
    }
    unknown = {
        name: Fact(name=name, text=text, by=_day(draw, hours), looked=draw(LOOKED), found=draw(FOUND), about=draw(ABOUT))
        for name, text in draw(_named(NAMES, TEXTS)).items()
        if name not in known
    }
    steps = {name: Step(name=name, do=text, by=_day(draw, hours)) for name, text in draw(_named(STEPS, TEXTS)).items()}
    low = draw(LOW)
    high = draw(_high(low))
    next_update = draw(NEVER_OR_LATER)
    review_by = draw(NEVER_OR_DAYS)
    never = draw(TAKEN_BACK) if draw(ONE_IN_FOUR) else frozenset[str]()
    # One key holds it: no file says what the nature is, or what a step is, and that it is none.
    nature = None if "nature" in never else draw(NATURES)
    actions = {
        name: Action(name=name, do=text) for name, text in draw(_named(STEPS, TEXTS)).items() if f"action.{name}" not in never
    }
    steps = {name: step for name, step in steps.items() if f"step.{name}" not in never}
    counted = draw(FLAGS) and "affected.people" not in never
    return Update(
        number=number,
        slug="update",
        title="An update",
        published=published,
        status=draw(STATUSES),
        known=known,
        unknown=unknown,
        next_steps=steps,
        actions=actions,
        no_action=draw(NO_ACTION),
        next_update=None if next_update is None else published + timedelta(hours=next_update),
        corrections={
            name: Correction(name=name, because=because, kind=draw(CAUSES), window=draw(WINDOW_NAMES))
            for name, because in draw(_named(SUBJECTS, TEXTS)).items()
        },
        ended={
            name: End(name=name, what=text, since=_day(draw, hours - 30)) for name, text in draw(_named(CAN_END, TEXTS)).items()
        },
        what_happened=draw(WHAT_HAPPENED),
        unanswerable=draw(_named(UNANSWERABLE, TEXTS)),
        never=never,
        none_left=draw(FLAGS),
        outcome=draw(OUTCOMES),
        nature=nature,
        because=draw(BECAUSE),
        done={name: Done(name=name, what=text, on=_day(draw, hours - 60)) for name, text in draw(_named(STEPS, TEXTS)).items()},
        dropped=draw(_named(STEPS, TEXTS)),
        withdrawn=draw(_named(STEPS, TEXTS)),
        affected={"people": replace(_count(low, high), likely=draw(FLAGS))} if counted else {},
        data={kind: _told(draw, kind) for kind in ("password", "letters") if draw(FLAGS)},
        consequences={
            name: Consequence(name=name, text=text, about=draw(ABOUT)) for name, text in draw(_named(STEPS, CONSEQUENCES)).items()
        },
        services={name: _service(draw, name, hours) for name in sorted(draw(SOME_SYSTEMS))},
        still_true=draw(_named(NAMES, LOOKED_AGAIN)),
        windows={name: _window(draw, hours) for name in draw(NAMED_WINDOWS)},
        review_by=None if review_by is None else (published + timedelta(days=review_by)).date(),
        no_change=draw(ONE_IN_SIX),
        draft=draw(ONE_IN_EIGHT),
    )


@st.composite
def folders(draw: st.DrawFn, *, quiet: bool = False) -> IncidentFolder:
    """A whole history; where it is quiet, with many updates that say only that nothing changed."""
    documents = []
    hours = 0
    for number in range(1, draw(UPDATES) + 1):
        hours += draw(HOURS_APART)
        update = _update(draw, number, hours)
        if number > 1 and quiet and draw(FLAGS):
            update = Update(
                number=number,
                slug="update",
                title="No news",
                published=update.published,
                status=update.status,
                next_update=update.next_update,
                no_change=True,
            )
        documents.append(UpdateDocument(source=Source(f"{number:02}.md", ""), number=number, slug="update", parsed=update))
    review = None
    if draw(FLAGS):
        published = START + timedelta(hours=draw(HOURS_TO_REVIEW))
        review = ReviewDocument(
            source=Source("review.md", ""), review=Review(title="A review", published=published, cause="A cause.")
        )
    incident = Incident(title="An incident", aware=START)
    return IncidentFolder(
        slug="incident",
        document=IncidentDocument(source=Source("incident.md", ""), incident=incident),
        updates=tuple(documents),
        review=review,
    )
