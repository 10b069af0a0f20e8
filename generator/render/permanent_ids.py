"""The permanent ids of updates, reviews and promises: the same in feeds, calendars and the ledger for programs."""

from urllib.parse import quote

from generator.ledger.records import Promise
from generator.model.identity import tag_of
from generator.render.site import PublicIncident, Site


def item_id(site: Site, incident: PublicIncident, number: int, tag: str = "") -> str:
    """Return an item's permanent id: a tag URI of the incident's folder and the update's number, never of a title, date or address.

    Args:
        site: the whole site.
        incident: the incident.
        number: the update's number; 0 for the review.
        tag: the language of a feed in another language than the site's default; the id is the same before and after the update is
            translated.
    """
    whole = tag_of(site.config.site.identity, f"{incident.identity}/{number or 'review'}{f'/{tag}' if tag else ''}")
    return f"{whole}/for/{incident.audience.name}" if incident.audience else whole


def service_item_id(site: Site, incident: PublicIncident, number: int, system: str, tag: str = "") -> str:
    """Return the permanent id of what an update changes of a system: that of the update, and the system's name."""
    return f"{item_id(site, incident, number, tag)}/services/{quote(system, safe='')}"


def change_item_id(site: Site, incident: PublicIncident, key: str, tag: str = "") -> str:
    """Return the permanent id of the note that incident.md changed: its key, which a further change of the same part does not share."""
    whole = tag_of(site.config.site.identity, f"{incident.identity}/changed/{quote(key, safe='')}{f'/{tag}' if tag else ''}")
    return f"{whole}/for/{incident.audience.name}" if incident.audience else whole


def own_change_item_id(site: Site, key: str, tag: str = "") -> str:
    """Return the permanent id of the note that a free page, or a way to ask, was changed. No incident's folder is called `changed/`."""
    return tag_of(site.config.site.identity, f"changed/{quote(key, safe='/')}{f'/{tag}' if tag else ''}")


def promise_id(site: Site, incident: PublicIncident, promise: Promise) -> str:
    """Return a promise's permanent id, a tag URI.

    It is made of the incident's folder, the update and the kind of promise, never of a title or a date.
    """
    named = f".{promise.subject}" if promise.subject else ""
    return f"{item_id(site, incident, promise.made_in)}#{promise.kind}{named}"


def remedy_id(site: Site, incident: PublicIncident, name: str) -> str:
    """Return the permanent id of the last day on which readers can ask for a remedy, a tag URI."""
    return tag_of(site.config.site.identity, f"{incident.identity}#remedy.{name}")
