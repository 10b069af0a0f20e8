"""Business days. Only this module uses the library of public holidays."""

from collections.abc import Container
from datetime import date, timedelta
from functools import cache


def is_known(country: str) -> bool:
    """Whether the public holidays of a country are known (ISO 3166-1, two letters)."""
    # Imported on use: few incidents count business days, and the library loads slowly.
    from holidays import list_supported_countries  # noqa: PLC0415, TID251  # this module is its home

    return country in list_supported_countries()


@cache
def _public_holidays(country: str) -> Container[date]:
    from holidays import country_holidays  # noqa: PLC0415, TID251  # as above

    return country_holidays(country) if is_known(country) else frozenset()


def is_business_day(day: date, country: str) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a public holiday of a country; where its holidays are unknown, only weekends are none."""
    return day.weekday() < 5 and day not in _public_holidays(country)


def add_business_days(day: date, number: int, country: str) -> date:
    """Return the `number`-th business day after `day`, which itself does not count.

    Args:
        day: any day; after a Saturday, a Sunday or a holiday, the next business day is the first.
        number: how many business days, at least one.
        country: the country whose national public holidays do not count. Where they are unknown, only weekends are skipped, so that the
            result is never too late.
    """
    while number:
        day += timedelta(days=1)
        if is_business_day(day, country):
            number -= 1
    return day
