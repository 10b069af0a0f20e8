"""A time of judgement that notes what it is asked, so that it is known at which other times the answers would have been the same.

A result that was made at one time holds at another if no comparison would come out otherwise, no day has changed where only the day was asked for,
and nothing asked for the exact time. What cannot be followed counts as asking for the exact time: then the result holds at that very time alone.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, Final, Self, SupportsIndex
from zoneinfo import ZoneInfo

#: Directives of `strftime` that say nothing of the time of day.
_OF_DAYS: Final = frozenset("aAbBdmyYjUWuwGV%-")


class Steady:
    """Between which times, both excluded, all answers so far are the same.

    Attributes:
        now: the time that was asked.
        after: the latest time before it at which an answer may change; None: none.
        before: the earliest time after it, likewise.
        exact: whether the answers hold at `now` alone.
    """

    def __init__(self, now: datetime) -> None:
        self.now = _plain(now, UTC)
        self.after: datetime | None = None
        self.before: datetime | None = None
        self.exact = False

    def moment(self) -> "Moment":
        """Return the time, which notes here what it is asked."""
        return Moment.noting(self.now, self, timedelta())

    def asked(self) -> "Steady":
        """Return what was asked so far, which stays as it is."""
        found = Steady(self.now)
        found.after, found.before, found.exact = self.after, self.before, self.exact
        return found

    def add(self, other: "Steady") -> None:
        """Note what was asked elsewhere of the same time.

        Args:
            other: what that was.
        """
        for at in (other.after, other.before):
            if at is not None:
                self.mark(at)
        self.exact = self.exact or other.exact

    def mark(self, at: datetime) -> None:
        """Note that an answer changes at a time."""
        if at == self.now:
            self.exact = True
        elif at < self.now:
            self.after = at if self.after is None else max(self.after, at)
        else:
            self.before = at if self.before is None else min(self.before, at)


def holds(when: datetime, now: datetime, *, exact: bool, after: datetime | None, before: datetime | None) -> bool:
    """Whether what was found at `now` holds at another time, in the words of `Steady`."""
    if exact or when == now:
        return when == now
    return (after is None or after < when) and (before is None or when < before)


class Moment(datetime):
    """A time that notes what it is asked. It is made by `Steady.moment`; what is derived from it notes in the same place."""

    #: Where it notes what it is asked.
    steady: Steady
    #: How much later it is than the time of judgement.
    ahead: timedelta
    #: The same time, which notes nothing.
    unnoted: datetime

    @classmethod
    def noting(cls, when: datetime, steady: Steady, ahead: timedelta) -> Self:
        """Return a moment.

        Args:
            when: the time.
            steady: where it notes what it is asked.
            ahead: how much later it is than the time of judgement.
        """
        made = cls(
            when.year, when.month, when.day, when.hour, when.minute, when.second, when.microsecond, when.tzinfo, fold=when.fold
        )
        made.steady, made.ahead, made.unnoted = steady, ahead, when
        return made

    def bare(self) -> datetime:
        """Return the exact time, as one that notes nothing."""
        self.steady.exact = True
        return self.plain()

    def plain(self) -> datetime:
        """Return the time, without noting that it was asked for: whoever asks must note it."""
        return self.unnoted

    def _of_day(self) -> datetime:
        """Return the time, of which only the day is to be used."""
        plain = self.plain()
        zone, day = plain.tzinfo, plain.date()
        for start in (day, day + timedelta(days=1)):
            for fold in (0, 1):
                midnight = datetime.combine(start, time(fold=fold), zone)
                self.steady.mark(midnight.astimezone(UTC) - self.ahead)
        return plain

    def _mark(self, other: object) -> datetime | None:
        """Note a comparison with another time; None: it is no time with a zone, and what is to be done about it is left to `datetime`."""
        if isinstance(other, Moment):
            # Two moments of one judgement keep their distance.
            if other.steady is not self.steady:
                self.steady.exact = other.steady.exact = True
            return other.plain()
        if not isinstance(other, datetime) or other.tzinfo is None:
            return None
        try:  # noqa: SIM105  # it is asked so often that `suppress` would take most of the time
            self.steady.mark(other.astimezone(UTC) - self.ahead)
        except OverflowError:
            pass  # A time at the ends of the calendar is never reached.
        return other

    def __lt__(self, other: datetime) -> bool:  # type: ignore[override]  # as datetime has it
        """Compare, and note it."""
        return self.plain() < (self._mark(other) or other)

    def __le__(self, other: datetime) -> bool:  # type: ignore[override]
        """Compare, and note it."""
        return self.plain() <= (self._mark(other) or other)

    def __gt__(self, other: datetime) -> bool:  # type: ignore[override]
        """Compare, and note it."""
        return self.plain() > (self._mark(other) or other)

    def __ge__(self, other: datetime) -> bool:  # type: ignore[override]
        """Compare, and note it."""
        return self.plain() >= (self._mark(other) or other)

    def __eq__(self, other: object) -> bool:
        """Compare, and note it."""
        return self.plain() == (self._mark(other) or other)

    def __ne__(self, other: object) -> bool:
        """Compare, and note it."""
        return self.plain() != (self._mark(other) or other)

    def __hash__(self) -> int:
        """Hash the exact time."""
        return hash(self.bare())

    def __add__(self, other: timedelta) -> "Moment":
        """Return a later moment."""
        if not isinstance(other, timedelta):
            return NotImplemented
        plain = self.plain()
        if not isinstance(plain.tzinfo, timezone):
            # A day later by the clock on the wall is not always 24 hours later.
            self.steady.exact = True
        return Moment.noting(plain + other, self.steady, self.ahead + other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        """Return an earlier moment, or the exact time since another."""
        if isinstance(other, timedelta):
            return self + -other
        if isinstance(other, Moment) and other.steady is self.steady:
            return self.ahead - other.ahead
        return self.bare() - other

    def __rsub__(self, other: Any) -> Any:
        """Return the exact time until another."""
        return other - self.bare()

    def astimezone(self, tz: tzinfo | None = None) -> "Moment":
        """Return the same moment in another zone."""
        if not isinstance(tz, ZoneInfo | timezone):
            self.steady.exact = True
        return Moment.noting(self.plain().astimezone(tz), self.steady, self.ahead)

    def date(self) -> date:
        """Return the day, as which the moment holds until midnight."""
        return self._of_day().date()

    def __format__(self, form: str) -> str:
        """Return the moment in a form: the day alone, or the exact time."""
        asked = {letter for at, letter in enumerate(form) if at and form[at - 1] == "%"}
        return format(self._of_day() if form and asked <= _OF_DAYS else self.bare(), form)

    def strftime(self, format: str) -> str:
        """Return the moment in a form."""
        return self.__format__(format)

    def __str__(self) -> str:
        """Return the exact time."""
        return str(self.bare())

    def __repr__(self) -> str:
        """Return the exact time."""
        return repr(self.bare())

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        """Copy the exact time."""
        return self.bare().__reduce_ex__(protocol)


class _Noted:
    """A part of a time, or a method, that is noted when it is asked for.

    Args:
        name: what it is called.
        days: whether it says nothing of the time of day.
    """

    def __init__(self, name: str, *, days: bool) -> None:
        self._name = name
        self._days = days

    def __get__(self, moment: Moment | None, _owner: type[Moment]) -> Any:
        """Return what a time without notes has of that name."""
        if moment is None:
            return self
        return getattr(moment._of_day() if self._days else moment.bare(), self._name)  # noqa: SLF001  # it is a part of that class


#: What of a time says nothing of the time of day.
_DAY: Final = frozenset({"year", "month", "day", "weekday", "isoweekday", "isocalendar", "toordinal"})
_EXACT: Final = frozenset(
    {
        *("hour", "minute", "second", "microsecond", "fold", "timestamp", "isoformat", "ctime", "time", "timetz", "timetuple"),
        *("utctimetuple", "replace", "utcoffset", "dst", "tzname", "__reduce__"),
    }
)
# Each is one of the class: were all attributes looked up by a method, it would be called for those too of which nothing is noted.
for _name in sorted(_DAY | _EXACT):
    setattr(Moment, _name, _Noted(_name, days=_name in _DAY))


def _plain(when: datetime, zone: tzinfo) -> datetime:
    return when.bare().astimezone(zone) if isinstance(when, Moment) else when.astimezone(zone)
