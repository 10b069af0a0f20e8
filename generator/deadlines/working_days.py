"""Days on which offices are open. The only home of the library of public holidays."""

from collections.abc import Container
from datetime import date, timedelta
from functools import cache


def is_known(country: str) -> bool:
    """Whether a country's public holidays are known (ISO 3166-1, two letters)."""
    # Imported when used: few incidents count business days, and the library is slow to load.
    from holidays import list_supported_countries  # noqa: PLC0415, TID251  # this module is its home

    return country in list_supported_countries()


@cache
def _public_holidays(country: str) -> Container[date]:
    from holidays import country_holidays  # noqa: PLC0415, TID251  # as above

    return country_holidays(country) if is_known(country) else frozenset()


def add_business_days(day: date, number: int, country: str) -> date:
    """The `number`-th business day after `day`, which itself does not count.

    Args:
        day: any day; after a Saturday, a Sunday or a holiday the next business day is the first.
        number: how many, at least one.
        country: whose national public holidays do not count; where they are not known only Saturdays and Sundays are skipped, so that
            the result is never too late.
    """
    closed = _public_holidays(country)
    while number:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            number -= 1
    return day
