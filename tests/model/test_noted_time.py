"""A result holds at another time only if every answer that it was made with would be the same then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from generator.model.noted_time import Moment, Steady, holds

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")

#: What is asked of the time of judgement, and at which distances from it the answer is known to be the same, and at which it may not be.
ASKED: dict[str, tuple[Callable[[Moment], object], tuple[timedelta, ...], tuple[timedelta, ...]]] = {
    "nothing": (lambda _now: None, (-400 * DAY, 400 * DAY), ()),
    "before a later time": (lambda now: now < NOW + HOUR, (-DAY, HOUR / 2), (HOUR, 2 * HOUR)),
    "after an earlier time": (lambda now: now >= NOW - HOUR, (DAY, -HOUR / 2), (-HOUR, -2 * HOUR)),
    "between two": (lambda now: now > NOW - HOUR and now <= NOW + HOUR, (HOUR / 2, -HOUR / 2), (HOUR, -HOUR, DAY, -DAY)),
    "the later of two": (lambda now: max(now, NOW + HOUR), (HOUR / 2,), (HOUR, 2 * HOUR)),
    "that very time": (lambda now: now == NOW, (timedelta(),), (HOUR, -HOUR)),
    "with grace": (lambda now: now - HOUR > NOW + HOUR, (HOUR,), (2 * HOUR, DAY)),
    "the day": (lambda now: now.date(), (HOUR, -HOUR, 14 * HOUR), (15 * HOUR, -10 * HOUR, DAY, -DAY)),
    "the day in Berlin": (lambda now: now.astimezone(BERLIN).date(), (13 * HOUR, -10 * HOUR), (14 * HOUR, -11 * HOUR)),
    "the year": (lambda now: now.year, (HOUR,), (305 * DAY,)),
    "the exact time": (lambda now: now.isoformat(), (timedelta(),), (HOUR, -HOUR)),
    "how long ago": (lambda now: now - NOW, (timedelta(),), (HOUR, -HOUR)),
    "the hour": (lambda now: now.hour, (timedelta(),), (HOUR, -HOUR)),
}


@pytest.mark.parametrize("what", ASKED)
def test_what_is_asked(what: str) -> None:
    """What is asked of a time says at which others the answer holds; an hour later, the exact time does not."""
    ask, same, other = ASKED[what]
    steady = Steady(NOW)
    ask(steady.moment())

    def is_known(step: timedelta) -> bool:
        return holds(NOW + step, NOW, exact=steady.exact, after=steady.after, before=steady.before)

    assert is_known(timedelta())
    assert [step for step in same if not is_known(step)] == []
    assert [step for step in other if is_known(step)] == []


#: The day before clocks go forward in Berlin, and a day on which they go back.
BEFORE, BACK = datetime(2026, 3, 28, 9, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
#: What may be asked of any time.
QUESTIONS: tuple[Callable[[datetime, datetime], object], ...] = (
    lambda now, due: now < due,
    lambda now, due: now + DAY >= due,
    lambda now, due: now - HOUR <= due - DAY,
    lambda now, due: now.astimezone(BERLIN) + DAY < due,
    lambda now, due: now.astimezone(BERLIN) + DAY < due.astimezone(BERLIN) + HOUR,
    lambda now, due: (now.astimezone(BERLIN).date(), due),
    lambda now, due: (now + DAY).astimezone(BERLIN).date() >= due.date(),
    lambda now, due: max(now, due) == due,
    lambda now, due: (due - now) > 2 * HOUR,
    lambda now, due: f"{now:%d %B}" + f"{due:%d}",
)


@pytest.mark.parametrize("now", [NOW, BEFORE, BACK])
@pytest.mark.parametrize("ask", QUESTIONS)
def test_what_holds_is_so(now: datetime, ask: Callable[[datetime, datetime], object]) -> None:
    """Where an answer is said to hold, it is the answer, also where clocks change."""
    for ahead in (-30, -2, 0, 3, 13, 14, 15, 25, 40):
        due = now + ahead * HOUR
        steady = Steady(now)
        answer = ask(steady.moment(), due)
        for quarter in range(-300, 301):
            then = now + quarter * HOUR / 4
            if holds(then, now, exact=steady.exact, after=steady.after, before=steady.before):
                assert ask(then, due) == answer, (ahead, quarter)


#: What every time has that says nothing of this one.
_OF_THE_CLASS = frozenset(
    {"min", "max", "resolution", "combine", "now", "today", "utcnow", "fromisoformat", "fromisocalendar", "fromordinal"}
    | {"fromtimestamp", "utcfromtimestamp", "strptime", "tzinfo"}
)


@pytest.mark.parametrize("name", sorted({name for name in dir(datetime) if not name.startswith("_")} - _OF_THE_CLASS))
def test_every_part_is_noted(name: str) -> None:
    """Whatever a time tells of itself is noted when it is asked for, and is what a time without notes tells."""
    steady = Steady(NOW)
    now, given = steady.moment(), {"strftime": ("%H",), "astimezone": (BERLIN,)}.get(name, ())
    told, own = getattr(now, name), getattr(NOW, name)
    told, own = (one(*given) if callable(one) else one for one in (told, own))
    if isinstance(told, Moment):
        # Another moment, which notes what it is asked in turn.
        told = told.isoformat()
        own = own.isoformat()
    assert told == own
    assert steady.exact or (steady.after is not None and steady.before is not None)
