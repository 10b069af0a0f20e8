"""What the home page shows: the open incidents, those first in which readers have something to do, what does not work, and what is over."""

from dataclasses import dataclass
from datetime import datetime

from generator.ledger.records import ServiceEntry
from generator.model.update import Urgency
from generator.render import views
from generator.render.language import Language
from generator.render.site import Site
from generator.render.views import IncidentView

#: How many open incidents are told of in full; the others have a line each.
MOST_IN_FULL = 3
#: How many closed incidents are listed.
MOST_CLOSED = 5
#: What is to be done soonest comes first; advice without urgency stands between what is urgent and what always holds.
_SOONEST = {Urgency.NOW: 0, Urgency.TODAY: 1, Urgency.THIS_WEEK: 2, None: 3, Urgency.FROM_NOW_ON: 4, Urgency.IF_YOU_WANT: 5}
_NOTHING_TO_DO = 9


@dataclass(frozen=True, slots=True)
class Broken:
    """A system that does not work as usual, and the incident that says so."""

    view: IncidentView
    entry: ServiceEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the home page shows.

    Attributes:
        full: the open incidents that are told of in full.
        others: the other open incidents, which have a line each.
        closed: the closed ones, newest first, as many as are listed.
        more_closed: whether there are more.
        broken: the systems that do not work as usual, each once.
        working: the systems of which an open incident says that they work, and none that they do not.
        last: when something was last published; None when nothing was.
    """

    full: tuple[IncidentView, ...] = ()
    others: tuple[IncidentView, ...] = ()
    closed: tuple[IncidentView, ...] = ()
    more_closed: bool = False
    broken: tuple[Broken, ...] = ()
    working: tuple[str, ...] = ()
    last: datetime | None = None

    @property
    def number(self) -> int:
        """How many incidents are open."""
        return len(self.full) + len(self.others)


def home_page(site: Site, language: Language) -> Home:
    """Collect what the home page shows, as of the site's `as_of`."""
    open_now = sorted(views.open_incidents(site, language), key=_first_what_is_urgent)
    closed = sorted(
        views.closed_incidents(site, language),
        key=lambda view: view.incident.facts.closed_on or view.update.published,
        reverse=True,
    )
    broken: dict[str, Broken] = {}
    working: dict[str, None] = {}
    for view in (*open_now, *closed):
        for entry in view.services if view.incident.facts.services else ():
            if view.works_as_usual(entry):
                working[entry.name] = None
            elif view.update.is_open or not entry.service.is_in_order:
                broken.setdefault(entry.name, Broken(view, entry))
    return Home(
        full=tuple(open_now[:MOST_IN_FULL]),
        others=tuple(open_now[MOST_IN_FULL:]),
        closed=tuple(closed[:MOST_CLOSED]),
        more_closed=len(closed) > MOST_CLOSED,
        broken=tuple(broken.values()),
        working=tuple(name for name in working if name not in broken),
        last=site.changed if site.incidents else None,
    )


def _first_what_is_urgent(view: IncidentView) -> tuple[int, float]:
    soonest = min((_SOONEST[entry.action.urgency] for entry in view.actions), default=_NOTHING_TO_DO)
    return soonest, -view.update.published.timestamp()
