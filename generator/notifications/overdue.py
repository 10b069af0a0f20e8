"""Promised updates and reviews that are late: those who wait are told so once, and by what id.

Feeds have no items for them: they are no statements, and a page says it by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.ledger.records import Promise, PromiseKind, PromiseState, Transition
from generator.model.artifact import Theme
from generator.model.notifications import NewsItem, NewsItemKind
from generator.render import event_titles
from generator.render.emails import shortened
from generator.render.markup import flat
from generator.render.pages import site_language
from generator.render.permanent_ids import item_id
from generator.render.site import PublicIncident, Site


@dataclass(frozen=True, slots=True)
class Overdue:
    """A promise that is late, and the incident in which it was given."""

    incident: PublicIncident
    promise: Promise

    @property
    def newest(self) -> Transition:
        """The newest update: what was last known."""
        return self.incident.ledger.transitions[-1]


def overdue(site: Site) -> Iterator[Overdue]:
    """Yield every promise of an update or a review that is late now."""
    for incident in site.incidents:
        for promise in incident.promises:
            is_ours = promise.kind in {PromiseKind.UPDATE, PromiseKind.REVIEW}
            if is_ours and promise.state is PromiseState.MISSED and promise.settled is None:
                yield Overdue(incident, promise)


def overdue_id(site: Site, late: Overdue) -> str:
    """Return the permanent id of the notice. A review that was promised anew, and is late again, is another one."""
    return f"{item_id(site, late.incident, late.promise.made_in)}/{late.promise.kind}-late"


def overdue_items(site: Site, theme: Theme) -> Iterator[NewsItem]:
    """Yield an item for every promise that is late, as of when it became so."""
    language = site_language(site, theme)
    for late in overdue(site):
        incident, promise = late.incident, late.promise
        name = flat(incident.folder.incident.title)
        title = shortened(event_titles.title(language, (promise,), flat(site.config.organisation.name), name))
        yield NewsItem(
            id=overdue_id(site, late),
            kind=NewsItemKind.OVERDUE,
            title=title,
            summary=title,
            link=f"{site.config.site.url}incidents/{incident.slug}/",
            status=late.newest.document.update.status.value,
            published=promise.due_at + promise.grace,
            language=site.config.site.language,
            slug=incident.slug,
            incident=name,
        )
