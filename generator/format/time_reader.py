"""Reading days, moments and lengths of time."""

import re
from datetime import UTC, date, datetime, timedelta

from generator.format.place_reader import PlaceReader, wrong_type_words
from generator.format.strict_yaml import Node, Text, short
from generator.format.times import _DAY, _MOMENT, _MONTH, _zone, length_of
from generator.model.diagnostic import Finding, TypedTime
from generator.model.update import Month, Occasion, When


class TimeReader(PlaceReader):
    """Reads days, moments and lengths of time."""

    def moment(self, node: Node, what: str) -> datetime | None:
        """Return a time with its zone."""
        when = self.when(node, what, days=False)
        return when if isinstance(when, datetime) else None

    def day(self, node: Node, what: str) -> date | None:
        """Return a day."""
        when = self.when(node, what, moments=False)
        return when if not isinstance(when, datetime) else None

    def when(self, node: Node, what: str, *, days: bool = True, moments: bool = True) -> When | None:
        """Return a day or a time with its zone; None when it is neither (which is reported)."""
        key = what.strip("`")
        if not isinstance(node, Text) or not node.value.strip():
            empty = isinstance(node, Text)
            message = f"`{key}` is empty" if empty else f"`{key}` {wrong_type_words(node)}"
            self._no_time(node, key, message, days=days, moments=moments)
            return None
        written = node.value.strip()
        refused = ""
        try:
            if found := _MOMENT.fullmatch(written):
                year, month, day, hour, minute, second = [int(part or 0) for part in found.groups()[:6]]
                zone = _zone(found.group(7))
                naive = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
                self._check_year(year)
                if moments and zone is not None:
                    return naive.replace(tzinfo=zone)
                refused = f"`{key}` needs a day, without a time" if not moments else "no zone"
            elif found := _DAY.fullmatch(written):
                on = date(*(int(part) for part in found.groups()))
                self._check_year(on.year)
                if days:
                    return on
                refused = f"`{key}` needs a time as well as a day"
        except ValueError:
            refused = f"`{short(written)}` is not a date that exists"
        if refused == "no zone":
            message = f"`{key}` does not say in which time zone it is"
            self._no_time(node, key, message, days=days, moments=moments, rule="time-without-zone")
            return None
        if not refused and re.fullmatch(r"\d{1,2}:\d{2}", written):
            refused = f"`{key}` needs the day as well as the time"
        kind = "a time" if not days else "a day" if not moments else "a day or a time"
        message = refused or f"`{short(written)}` is not {kind} that can be read for certain"
        self._no_time(node, key, message, days=days, moments=moments)
        return None

    def occasion(self, node: Node, what: str) -> Occasion | None:
        """A month, a day or a time with its zone; None when it is none of them (which is reported)."""
        found = _MONTH.fullmatch(node.value.strip()) if isinstance(node, Text) else None
        if found is None:
            return self.when(node, what)
        month = Month(int(found.group(1)), int(found.group(2)))
        try:
            self._check_year(date(month.year, month.month, 1).year)
        except ValueError:
            self.problem(
                "wrong-type",
                node.at,
                f"`{short(str(month))}` is not a month that exists",
                f"write it like `{what.strip('`')}: 2027-03`",
            )
            return None
        return month

    def _no_time(self, node: Node, key: str, message: str, *, days: bool, moments: bool, rule: str = "wrong-type") -> None:
        """Report an invalid time. The rule, which knows the site's time zone, adds what it may mean."""
        form = f"write it like `{key}: {'2027-03-03' if days else '2027-03-03T02:40Z'}`"
        typed = TypedTime(key=key, written=node.value if isinstance(node, Text) else "", days=days, moments=moments)
        self.problems.append(Finding(rule=rule, at=node.at, message=message, help=form, time=typed))

    def _check_year(self, year: int) -> None:
        # This also keeps later arithmetic with times within Python's range.
        if not 1970 <= year <= 2999:
            raise ValueError(year)

    def length(self, node: Node, what: str) -> timedelta | None:
        """Return a length of time: `15m`, `24h`, `7d`, `2w`."""
        if isinstance(node, Text) and (length := length_of(node.value)) is not None:
            return length
        self.problem(
            "wrong-type",
            node.at,
            f"`{what}` is not a length of time",
            "write it like 15m or 24h (15 minutes, 24 hours; 7d would be 7 days)",
        )
        return None
