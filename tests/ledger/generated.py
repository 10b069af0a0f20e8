"""Generated histories: honest ones, careless ones, and ones that hide things."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

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
    *("nature", "step.log", "action.log"),
]


def _days(hours: int) -> st.SearchStrategy[date | datetime | None]:
    moment = START + timedelta(hours=hours)
    return st.one_of(
        st.none(),
        st.integers(0, 9).map(lambda days: (moment + timedelta(days=days)).date()),
        st.integers(-20, 90).map(lambda later: moment + timedelta(hours=later)),
    )


def _named(names: st.SearchStrategy[str], values: st.SearchStrategy) -> st.SearchStrategy[dict]:
    return st.dictionaries(names, values, max_size=3)


def _count(low: int, high: int | None) -> Count:
    form = CountForm.AT_LEAST if high is None else CountForm.BETWEEN
    return Count(
        population="people", unit="people", form=form, low=low, high=high, stated=(low,) if high is None else (low, high)
    )


@st.composite
def _told(draw: st.DrawFn, kind: str) -> tuple[Data, ...]:
    """What may be said of a kind of data: of nobody in particular, or of one population or two."""
    of = draw(st.sampled_from([("",), ("patients",), ("staff",), ("patients", "staff"), ("staff", "patients")]))
    return tuple(draw(_data(kind, population)) for population in of)


@st.composite
def _data(draw: st.DrawFn, kind: str, population: str) -> Data:
    low = draw(st.integers(0, 50))
    high = draw(st.one_of(st.none(), st.integers(low, 99)))
    state = draw(st.sampled_from(list(DataState)))
    counted = state is not DataState.NOT_AFFECTED and draw(st.booleans())
    count = replace(_count(low, high), unit="", population=population) if counted else None
    return Data(kind=kind, state=state, population=population, count=count, likely=draw(st.booleans()))


def _windows(hours: int) -> st.SearchStrategy[dict[str, Window]]:
    window = st.builds(Window, start=_days(hours - 90), end=_days(hours - 50), likely=st.booleans())
    named = st.dictionaries(st.sampled_from(["first", "second", "third"]), window, max_size=2)
    return st.one_of(st.just({}), window.map(lambda one: {"": one}), named)


@st.composite
def updates(draw: st.DrawFn, number: int, hours: int) -> Update:
    """One update that may say anything the format can hold."""
    known = {
        name: Fact(
            name=name,
            text=text,
            likely=draw(st.booleans()),
            when=draw(WHENS),
            looked=draw(LOOKED),
            found=draw(FOUND),
            about=draw(ABOUT),
        )
        for name, text in draw(_named(NAMES, TEXTS)).items()
    }
    unknown = {
        name: Fact(name=name, text=text, by=draw(_days(hours)), looked=draw(LOOKED), found=draw(FOUND), about=draw(ABOUT))
        for name, text in draw(_named(NAMES, TEXTS)).items()
        if name not in known
    }
    steps = {name: Step(name=name, do=text, by=draw(_days(hours))) for name, text in draw(_named(STEPS, TEXTS)).items()}
    low = draw(st.integers(0, 50))
    high = draw(st.one_of(st.none(), st.integers(low, 99)))
    subjects = [
        *("entry", "whose", "copied", "affected.people", "action.log", "actions", "consequence.log", "step.log", "step.count"),
        *("data.password", "data.password.patients", "data.password.staff", "data.letters"),
        *("window", "window.first", "window.second", "nature", "step.log"),
    ]
    return Update(
        number=number,
        slug="update",
        title="An update",
        published=START + timedelta(hours=hours),
        status=draw(st.sampled_from(list(Status))),
        known=known,
        unknown=unknown,
        next_steps=steps,
        actions={name: Action(name=name, do=text) for name, text in draw(_named(STEPS, TEXTS)).items()},
        no_action=draw(st.sampled_from(["", "You do not need to do anything."])),
        next_update=draw(st.one_of(st.none(), st.integers(1, 90).map(lambda later: START + timedelta(hours=hours + later)))),
        corrections={
            name: Correction(
                name=name,
                because=because,
                kind=draw(st.sampled_from([None, None, *CorrectionKind])),
                window=draw(st.sampled_from(["", "first", "first", "second"])),
            )
            for name, because in draw(_named(st.sampled_from(subjects), TEXTS)).items()
        },
        ended={
            name: End(name=name, what=text, since=draw(_days(hours - 30)))
            for name, text in draw(_named(st.sampled_from(["entry", "whose", "copied", "how", "consequence.log"]), TEXTS)).items()
        },
        what_happened=draw(st.sampled_from(["", "", "Someone got in.", "They read no password."])),
        unanswerable=draw(
            _named(st.one_of(NAMES, st.sampled_from(["data.password", "data.letters", "window", "nature"])), TEXTS)
        ),
        never=draw(st.frozensets(st.sampled_from(NEVER), max_size=2)) if draw(st.integers(0, 3)) == 0 else frozenset(),
        none_left=draw(st.booleans()),
        outcome=draw(st.sampled_from([None, None, *Outcome])),
        nature=draw(st.sampled_from([None, None, *Nature])),
        because=draw(st.sampled_from(["", "It was us."])),
        done={name: Done(name=name, what=text, on=draw(_days(hours - 60))) for name, text in draw(_named(STEPS, TEXTS)).items()},
        dropped=draw(_named(STEPS, TEXTS)),
        withdrawn=draw(_named(STEPS, TEXTS)),
        affected={"people": replace(_count(low, high), likely=draw(st.booleans()))} if draw(st.booleans()) else {},
        data={kind: draw(_told(kind)) for kind in ("password", "letters") if draw(st.booleans())},
        consequences={
            name: Consequence(name=name, text=text, about=draw(ABOUT))
            for name, text in draw(_named(STEPS, st.sampled_from(["One thing.", "Another thing.", "none"]))).items()
        },
        still_true=draw(_named(NAMES, st.sampled_from(["", "The whole log."]))),
        windows=draw(_windows(hours)),
        review_by=draw(
            st.one_of(st.none(), st.integers(0, 9).map(lambda days: (START + timedelta(hours=hours, days=days)).date()))
        ),
        no_change=draw(st.integers(0, 5)) == 0,
        draft=draw(st.integers(0, 7)) == 0,
    )


@st.composite
def folders(draw: st.DrawFn, *, quiet: bool = False) -> IncidentFolder:
    """A whole history; where it is quiet, with many updates that say only that nothing changed."""
    documents = []
    hours = 0
    for number in range(1, draw(st.integers(1, 6)) + 1):
        hours += draw(st.integers(1, 40))
        update = draw(updates(number, hours))
        if number > 1 and quiet and draw(st.booleans()):
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
    if draw(st.booleans()):
        published = START + timedelta(hours=draw(st.integers(0, 400)))
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
