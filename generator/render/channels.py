"""The site's feeds: the subject, language and address of each. There are feeds of all incidents, of one incident, and of one system.

Addresses are permanent, like the ids of items: readers enter them into programs that would not learn of a change.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.links.link_targets import system_slugs
from generator.render.language import Language
from generator.render.markup import flat
from generator.render.readers import told, with_pages
from generator.render.site import PublicIncident, Site


@dataclass(frozen=True, slots=True)
class Format:
    """A feed format: its name, the stem and extension of its files, and their media type."""

    name: str
    stem: str
    ending: str
    media: str

    @property
    def file(self) -> str:
        """The file that feed readers poll."""
        return f"{self.stem}.{self.ending}"


RSS = Format("RSS", "feed", "xml", "application/rss+xml")
ATOM = Format("Atom", "atom", "xml", "application/atom+xml")
JSON = Format("JSON Feed", "feed", "json", "application/feed+json")

#: In the order of offer: the format that most programs read comes first.
FORMATS = (RSS, ATOM, JSON)
#: Archives are in one format, which every program reads that follows links to them: they are a standard of Atom's (RFC 5005).
ARCHIVED = ATOM
#: The same, with items that have the address of their statement instead of the statement.
LISTED = Format("Atom", "listed", "xml", ATOM.media)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChannel:
    """One feed, independent of the format.

    Attributes:
        tag: its language, as written in the site's settings.
        folder: the folder of its files, relative to the site's address; empty or ending in a slash.
        page: the page with the same content, relative to the site's address.
        incident: the one incident that it covers, if any.
        system: the one system that it covers, if any; with neither, it covers everything.
    """

    tag: str
    folder: str
    page: str = ""
    incident: PublicIncident | None = None
    system: str = ""

    @property
    def permanent(self) -> str:
        """Its folder, under the first name of the incident's folder: its id is made of it."""
        if self.incident is None:
            return self.folder
        return self.folder.replace(f"incidents/{self.incident.slug}/", f"incidents/{self.incident.identity}/", 1)

    def address(self, form: Format) -> str:
        """Return its address in a format, relative to the site's."""
        return self.folder + form.file

    def archive(self, number: int) -> str:
        """Return the address of one full page of older items; 1 is the oldest."""
        return f"{self.folder}archive/{ARCHIVED.stem}-{number}.{ARCHIVED.ending}"

    def title(self, site: Site, name: str, language: Language, incident: str = "", audience: str = "") -> str:
        """Return its title.

        Args:
            site: the whole site.
            name: the site's name in the feed's language.
            language: the language of the product's own words.
            incident: the incident's title in that language; the original title if empty.
            audience: what its readers are called in that language, as above.
        """
        if self.incident is not None:
            said = incident or self.incident.folder.incident.title
            if self.incident.audience is not None:
                said = language.gettext("%(whom)s: %(title)s", whom=audience or self.incident.audience.title, title=said)
            return flat(f"{said} ({site.config.organisation.name})")
        return flat(f"{self.system} ({name})" if self.system else name)

    def promise(self, site: Site, language: Language, incident: str = "") -> str:
        """Say in a sentence what the feed brings, in `language`. `incident` is as in `title`."""
        if self.incident is not None:
            return flat(language.gettext("Every update: %(title)s", title=incident or self.incident.folder.incident.title))
        name = site.config.organisation.name
        if self.system:
            return flat(
                language.gettext(
                    "Every update on incidents at %(organisation)s that affect %(system)s",
                    system=self.system,
                    organisation=name,
                )
            )
        return flat(language.gettext("Every update on every incident at %(organisation)s", organisation=name))


def tags(site: Site) -> tuple[str, ...]:
    """Return the languages of feeds: the site's default, then the others it lists."""
    own = site.config.site.language
    others = {tag.lower(): tag for tag in site.config.site.languages if tag.lower() != own.lower()}
    return (own, *others.values())


def offered_channels(site: Site, tag: str) -> Iterator[FeedChannel]:
    """Yield the feeds in a language that have news to come: all incidents, each open one (the newest first) and as each of its audiences reads it, each system."""
    everything, *systems = shared_channels(site, tag)
    yield everything
    for incident in site.incidents:
        readings = (incident, *(told(site, incident, audience) for audience in with_pages(site, incident)))
        yield from (of_incident(site, tag, reading) for reading in readings if reading.is_open)
    yield from systems


def shared_channels(site: Site, tag: str) -> Iterator[FeedChannel]:
    """Yield the feeds in a language that belong to no incident: that about everything, then that of each system."""
    yield whole(site, tag)
    for system, slug in system_slugs(site.config.systems).items():
        top = _top(site, tag)
        yield FeedChannel(tag=tag, folder=f"{top}systems/{slug}/", page=top, system=system)


def whole(site: Site, tag: str) -> FeedChannel:
    """Return the feed of all incidents."""
    return FeedChannel(tag=tag, folder=_top(site, tag), page=_top(site, tag))


def of_incident(site: Site, tag: str, incident: PublicIncident) -> FeedChannel:
    """Return an incident's feed: that for everyone, or for one audience."""
    address = f"{_top(site, tag)}{incident.address}"
    return FeedChannel(tag=tag, folder=address, page=address, incident=incident)


def announced(
    site: Site, name: str, language: Language, incident: PublicIncident | None = None, *, is_part: bool = False
) -> Iterator[tuple[str, str, str, str]]:
    """Yield the feeds to list in a page's head: the site's and its incident's, in every language and in every format that has all items.

    Args:
        site: the whole site.
        name: the site's name.
        language: that of the page.
        incident: the incident that the page belongs to.
        is_part: whether the feeds of that incident are enough.

    Yields:
        Media type, title, address relative to the site's, language.
    """
    for channel in (
        make
        for tag in tags(site)
        for make in (*(() if is_part else (whole(site, tag),)), *((of_incident(site, tag, incident),) if incident else ()))
    ):
        among = f", {channel.tag}" if channel.tag != site.config.site.language else ""
        for form in (ARCHIVED,) if channel.incident is not None and site.is_at_rest(channel.incident) else FORMATS:
            yield form.media, f"{channel.title(site, name, language)} ({form.name}{among})", channel.address(form), channel.tag


def _top(site: Site, tag: str) -> str:
    return "" if tag == site.config.site.language else f"{tag}/"
