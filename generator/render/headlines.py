"""Titles that are read alone, among a hundred others: whose they are, which incident they are about, which update, and what is new in it.

They are those of items of feeds, of notifications, e-mails and previews of links. The same text has the same title in each.
"""

from collections.abc import Callable

from generator.ledger.records import Event
from generator.render import words
from generator.render.language import Language
from generator.render.markup import flat
from generator.render.site import PublicIncident, Site
from generator.render.views import IncidentView

#: Gives an author's text in the language of the title.
Said = Callable[[str], str]


def of_update(view: IncidentView, said: Said) -> str:
    """Return the title of an update, whose product's own words are in the view's language."""
    return _of(view, said, news(view, said))


def of_service(view: IncidentView, event: Event, said: Said) -> str:
    """Return the title of what an update changes of a system, for those who follow that system alone."""
    return _of(view, said, words.service_news(view.language, event, said(event.subject.partition(".")[2])))


def of_review(language: Language, site: Site, incident: PublicIncident, title: str, said: Said) -> str:
    """Return the title of a review."""
    return flat(
        language.gettext(
            "%(organisation)s: %(incident)s. Review: %(title)s",
            organisation=_name(site, said),
            incident=_incident(incident, said).rstrip("."),
            title=said(title),
        )
    )


def of_change(language: Language, site: Site, incident: PublicIncident, because: str, said: Said) -> str:
    """Return the title of the note that what is said about an incident has changed."""
    return flat(
        language.gettext(
            "%(organisation)s: %(incident)s. Changed: %(because)s",
            organisation=_name(site, said),
            incident=_incident(incident, said).rstrip("."),
            because=said(because),
        )
    )


def of_own_change(language: Language, site: Site, title: str, said: Said) -> str:
    """Return the title of the note that a free page has changed, or, where it has no title, how people can ask."""
    told = language.gettext("Changed: %(title)s", title=title) if title else language.gettext("Changed: how to reach us")
    return flat(language.gettext("%(name)s: %(value)s", name=_name(site, said), value=told))


def news(view: IncidentView, said: Said) -> str:
    """Return what is new in an update; empty where the title of its incident says it."""
    incident = _incident(view.incident, said)
    told = flat(view.headline(said(view.update.title)))
    if not _alike(told, incident):
        return told
    if view.number == 1:
        return ""
    # A later update under the same title: its sentence, or what it changed.
    brief = flat(said(view.brief))
    if not _alike(brief, incident):
        return brief
    if view.update.no_change:
        return view.language.gettext("Nothing has changed since the previous update.")
    return words.raised(view.summary) or view.status_word


def _of(view: IncidentView, said: Said, new: str) -> str:
    organisation, incident = _name(view.site, said), _incident(view.incident, said)
    if not new:
        # Translators: a title that is read alone, of a first update that the title of its incident says already.
        told = view.language.gettext(
            "%(organisation)s: %(incident)s (update %(number)s)", organisation=organisation, incident=incident, number=view.number
        )
    else:
        # Translators: a title that is read alone: "Larkfield Energy: Someone read letters (update 2). We know how they got in".
        told = view.language.gettext(
            "%(organisation)s: %(incident)s (update %(number)s). %(news)s",
            organisation=organisation,
            incident=incident.rstrip("."),
            number=view.number,
            news=new,
        )
    return flat(told)


def _name(site: Site, said: Said) -> str:
    return flat(said(site.config.organisation.name))


def _incident(incident: PublicIncident, said: Said) -> str:
    return flat(said(incident.folder.incident.title))


def _alike(one: str, other: str) -> bool:
    return one.casefold().rstrip(" .") == other.casefold().rstrip(" .")
