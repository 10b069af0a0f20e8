"""Pages that a list of everything is shared out to, by years, the newest first.

Such a list grows with every incident, and a page must not: it stays as long as a reader can read. What is counted is counted of everything.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from generator.model.moment import local
from generator.render.site import PublicIncident, Site

#: How many entries of lists a page has at most, where one thing does not have more by itself.
ON_A_PAGE = 100
#: How many entries the first page has of what holds now, whatever the year.
NOW = 50

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPage(Generic[_T]):
    """One of the pages that a list is shared out to.

    Attributes:
        top: the address of the first, which is the one that has always been there.
        year: the year; 0 where there is nothing.
        number: its number among those of the year; 1 has the newest.
        total: how many the year has.
        held: what it lists, the newest first.
        years: all years that have a page, the newest first.
        newer: the address of the page before it; empty on the first.
        older: the address of the page after it; empty on the last.
    """

    top: str
    year: int = 0
    number: int = 1
    total: int = 1
    held: tuple[_T, ...] = ()
    years: tuple[int, ...] = ()
    newer: str = ""
    older: str = ""

    @property
    def address(self) -> str:
        """Its address below that of its language."""
        return _address(self.top, self.years, self.year, self.number)

    @property
    def is_first(self) -> bool:
        """Whether it is the page that has always been there."""
        return not self.newer

    @property
    def is_alone(self) -> bool:
        """Whether there is no other page."""
        return not self.newer and not self.older

    def of_year(self, year: int) -> str:
        """Return the address of the first page of a year."""
        return _address(self.top, self.years, year, 1)


def _address(top: str, years: Sequence[int], year: int, number: int) -> str:
    """Return an address. The newest year's pages are where they will be when it is over, but for its first."""
    if number > 1:
        return f"{top}{year}/page_{number}/"
    return top if not years or year == years[0] else f"{top}{year}/"


def year_pages(
    site: Site, top: str, held: Iterable[_T], when: Callable[[_T], datetime], entries: Callable[[_T], int] = lambda _: 1
) -> tuple[YearPage[_T], ...]:
    """Share something out among pages.

    Args:
        site: the site, whose time zone says what is in which year.
        top: the address of the first page.
        held: what is listed; of what has the same moment, the order stays.
        when: the moment of one.
        entries: how many entries of lists one has; none: it is on no page.

    Returns:
        The pages, the newest first: one at least.
    """
    shared: list[tuple[int, list[_T]]] = []
    number = 0
    for one in sorted(held, key=lambda one: -when(one).timestamp()):
        if not (count := entries(one)):
            continue
        year = local(when(one), site.config.site.timezone).year
        if not shared or shared[-1][0] != year or number + count > ON_A_PAGE:
            shared.append((year, []))
            number = 0
        shared[-1][1].append(one)
        number += count
    if not shared:
        return (YearPage(top=top),)
    years = tuple(dict.fromkeys(year for year, _ in shared))
    places: list[tuple[int, int]] = []
    for year, _ in shared:
        places.append((year, places[-1][1] + 1 if places and places[-1][0] == year else 1))
    addresses = ["", *(_address(top, years, year, place) for year, place in places), ""]
    totals = dict(places)
    return tuple(
        YearPage(
            top=top,
            year=year,
            number=places[at][1],
            total=totals[year],
            held=tuple(some),
            years=years,
            newer=addresses[at],
            older=addresses[at + 2],
        )
        for at, (year, some) in enumerate(shared)
    )


def first_told(incident: PublicIncident) -> datetime:
    """Return when readers first heard of an incident."""
    return incident.facts.first_told


@dataclass(frozen=True, slots=True)
class Shortened(Generic[_T]):
    """A list of what holds now, as far as a page has room for it.

    Attributes:
        shown: what is shown.
        more: how many there are besides, on the pages of their years.
    """

    shown: tuple[_T, ...] = ()
    more: int = 0


def shared_out(items: Iterable[_T], page_of: Callable[[_T], int | None], pages: int) -> tuple[tuple[_T, ...], ...]:
    """Return the items of each page, in their order; one pass over them, however many pages there are.

    Args:
        items: what is shared out.
        page_of: the index of the page that has one; None: none has.
        pages: how many pages there are.
    """
    found: list[list[_T]] = [[] for _ in range(pages)]
    for one in items:
        page = page_of(one)
        if page is not None:
            found[page].append(one)
    return tuple(map(tuple, found))


def standing(every: Iterable[_T], page_of: Callable[[_T], int | None], pages: int) -> tuple[Shortened[_T], ...]:
    """Return what each page shows of what holds now: the first page the first `NOW`, and all others that belong to it; any other what belongs to it.

    The arguments are those of `shared_out`.
    """
    listed = tuple(every)
    shown = tuple(one for at, one in enumerate(listed) if at < NOW or page_of(one) == 0)
    others = shared_out(listed, page_of, pages)[1:]
    return Shortened(shown, len(listed) - len(shown)), *map(Shortened, others)
