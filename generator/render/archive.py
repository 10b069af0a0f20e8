"""The list of all incidents: by the year in which readers first heard of them, newest first, in pages of a readable length."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from generator.model.moment import local
from generator.render import views
from generator.render.language import Language
from generator.render.site import Site
from generator.render.views import IncidentView

#: How many incidents a page lists.
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Year:
    """The incidents of a year on one page."""

    year: int
    views: tuple[IncidentView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """A page of the list.

    Attributes:
        number: its number; 1 has the newest.
        total: how many pages there are.
        years: what it lists.
    """

    number: int
    total: int
    years: tuple[Year, ...] = ()

    def alone(self, site: Site, language: Language) -> "ArchivePage":
        """Return the page with the same incidents in another site."""
        years = (
            Year(year.year, tuple(views.newest(site, view.incident, language) for view in year.views)) for year in self.years
        )
        return replace(self, years=tuple(years))

    @property
    def address(self) -> str:
        """Its address below that of its language."""
        return page_address(self.number)

    @property
    def newer(self) -> str:
        """The address of the page with newer incidents; empty on the first."""
        return page_address(self.number - 1) if self.number > 1 else ""

    @property
    def older(self) -> str:
        """The address of the page with older incidents; empty on the last."""
        return page_address(self.number + 1) if self.number < self.total else ""


def page_address(number: int) -> str:
    """Return the address of a page. No folder of an incident has a `_` in its name, so no incident can have it."""
    return "incidents/" if number == 1 else f"incidents/page_{number}/"


def first_told(view: IncidentView) -> datetime:
    """Return when readers first heard of an incident."""
    return view.incident.facts.first_told


def archive_pages(site: Site, language: Language) -> Iterator[ArchivePage]:
    """Yield the pages of the list; one that is empty where nothing has been published."""
    every = sorted((views.newest(site, incident, language) for incident in site.incidents), key=_newest_first)
    pages = [every[start : start + ON_A_PAGE] for start in range(0, len(every), ON_A_PAGE)] or [[]]
    for number, listed in enumerate(pages, 1):
        years = groupby(listed, key=lambda view: local(first_told(view), language.zone).year)
        yield ArchivePage(number=number, total=len(pages), years=tuple(Year(year, tuple(found)) for year, found in years))


def _newest_first(view: IncidentView) -> tuple[float, str]:
    return -first_told(view).timestamp(), view.incident.slug
