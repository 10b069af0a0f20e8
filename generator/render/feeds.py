"""Feeds of everything, of each system and of each incident, in each language, as RSS, Atom and JSON Feed.

An item is one update or review, with a permanent id and the whole statement. Nothing depends on the time of the build.

An incident's feed is complete. Other feeds hold the latest items, and archives (RFC 5005) hold all older ones, so that a program that was
offline misses nothing.

Items are in the order of their publication, which may differ from that of their dates: an incident may be published long after the dates of
its updates, and is news nevertheless. The texts alone do not tell. If feeds were made from them alone, any item could be the latest one, so
none could ever leave the first page. Therefore `seal` records the order (order.lock), and items not yet recorded count as the latest. An
archive is full, contains only items with a recorded place, and never changes: neither when new items come, nor when old ones come late.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from generator.format.mail_addresses import mail_address
from generator.ledger.records import Change, Event, Transition
from generator.model.artifact import Artifact, Theme
from generator.model.identity import identity_in, tag_of
from generator.model.incident import Review
from generator.model.update import Amendment
from generator.render import dates, words
from generator.render.channels import FORMATS, FeedChannel, Format, channels, of_incident, tags
from generator.render.feed_formats import WRITTEN_BY, Author, Head, Item
from generator.render.language import language_for, page_language, same_language
from generator.render.markup import Html, flat
from generator.render.pages import feed_review, feed_service, feed_statement, feed_untranslated, site_name
from generator.render.permanent_ids import item_id, service_item_id
from generator.render.site import PublicIncident, Site
from generator.render.translations import original, translated_texts
from generator.render.views import IncidentView

#: The number of items in an archive, and the least number in an incomplete feed.
LATEST = 50
#: Items this recent, counted from the newest, stay in the feed itself, however many there are, so that a reader who returns after a
#: weekend misses nothing.
FRESH = timedelta(days=3)
#: The most items in a feed. A site that never seals has no settled order: beyond this number its archives follow the items' own dates,
#: and a late item changes them.
MOST = 500

# Between a statement's own time and its seal are the minutes of a deployment, or a night where somebody seals by hand.
_LATE = timedelta(days=1)

# The time of a feed without items: both formats require one, and the clock's would differ between builds. Validators consider an earlier
# year an error.
_SERVICE_NEWS = frozenset({Change.STATED, Change.CHANGED, Change.CORRECTED})
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Position:
    """The position of an item among all others, independent of its content.

    Attributes:
        order: the sort key by the item's own time: that time, its incident, its number (0 for a review).
        place: its recorded place in the order of publication; None if it has none.
        came: when it was published, as far as that is recorded.
        about: the update's transition or the review.
        service: the change of a system of which the item tells; None: it is the whole update or review.
    """

    order: tuple[datetime, str, int]
    place: int | None
    came: datetime | None
    about: Transition | Review
    service: Event | None = None

    @property
    def system(self) -> str:
        """The system of whose change alone it tells; empty for an update or a review."""
        return self.service.subject.partition(".")[2] if self.service else ""

    @property
    def sequence(self) -> tuple[bool, int, tuple[datetime, str, int], str]:
        """The sort key among all items: recorded places first, then the others by their own time; what changed of a system after its update."""
        return self.place is None, self.place or 0, self.order, self.system


@dataclass(frozen=True, slots=True)
class _Entry(_Position):
    """An item, serialised in each format.

    Attributes:
        updated: when its text last changed.
        written: the serialised item by format.
    """

    # What stands before has a default.
    updated: datetime = _NEVER
    written: Mapping[Format, str] = field(default_factory=dict)

    @property
    def changed(self) -> datetime:
        """When the item last changed its feeds: when its text changed, or when it was published late."""
        late = self.came is not None and self.came - self.order[0] > _LATE
        return max(self.updated, self.came) if self.came is not None and late else self.updated


_P = TypeVar("_P", bound=_Position)


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield every feed in every language."""
    # The default language comes first: an untranslated text is shown in other languages as written there.
    originals: dict[tuple[str, int], Html] = {}
    positions = _positions(site)
    for tag in tags(site):
        speaker = _LanguageFeeds(site, theme, tag, originals)
        entries = {
            incident.slug: [speaker.entry(incident, one) for one in positions[incident.slug]] for incident in site.incidents
        }
        for channel, form, document in _documents(site, tag, entries):
            yield speaker.written(channel, form, document)


def addresses(site: Site) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Return the addresses of the default-language feeds and archives that hold each item, by incident and number (0 for a review)."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for _, _, document in _documents(site, site.config.site.language, _positions(site)):
        for one in document.entries:
            if one.service is not None:
                continue
            found[one.order[1:]].append(site.config.site.url + document.address)
    return {item: tuple(held) for item, held in found.items()}


def _positions(site: Site) -> Mapping[str, list[_Position]]:
    """Return every published item of each incident, by slug, ordered by the items' own times."""
    places = {(one.slug, one.number): (place, one.when) for place, one in enumerate(site.order)}

    def position(slug: str, number: int, published: datetime, about: Transition | Review) -> _Position:
        place, came = places.get((slug, number), (None, None))
        return _Position((published.astimezone(UTC), slug, number), place, came, about)

    found: dict[str, list[_Position]] = {}
    for incident in site.incidents:
        updates = ((transition, transition.document) for transition in incident.ledger.transitions)
        items = [
            position(incident.slug, document.number, document.update.published, transition) for transition, document in updates
        ]
        review = incident.folder.review.review if incident.folder.review else None
        items += [position(incident.slug, 0, review.published, review)] if review else []
        changes = [replace(item, service=event) for item in items for event in _service_changes(item.about)]
        found[incident.slug] = sorted((*items, *changes), key=lambda one: (one.order, one.system))
    return found


def _service_changes(about: Transition | Review) -> tuple[Event, ...]:
    """What an update changes of systems; a time that is only more exact is no news."""
    if isinstance(about, Review):
        return ()
    return tuple(event for event in about.events if event.subject.startswith("services.") and event.change in _SERVICE_NEWS)


@dataclass(frozen=True, slots=True)
class _Document(Generic[_P]):
    """One file of a feed.

    Attributes:
        address: its address, relative to the site's.
        entries: its items, in the order of publication.
        current: for an archive, the address of its feed; otherwise empty.
        older: the address of the archive before it; empty when there is none.
        complete: whether it holds every item that the feed ever had.
    """

    address: str
    entries: Sequence[_P]
    current: str = ""
    older: str = ""
    complete: bool = False


def _documents(site: Site, tag: str, entries: Mapping[str, Sequence[_P]]) -> Iterator[tuple[FeedChannel, Format, _Document[_P]]]:
    """Yield every file of every feed in a language: the complete feeds of incidents, then the others with their archives."""
    for incident in site.incidents:
        channel = of_incident(site, tag, incident)
        whole_items = [entry for entry in entries[incident.slug] if entry.service is None]
        for form in FORMATS:
            yield channel, form, _Document(channel.address(form), whole_items, complete=True)
    for channel in channels(site, tag):
        if channel.incident is not None:
            continue
        about = [
            entry
            for incident in site.incidents
            for entry in entries[incident.slug]
            if (entry.system == channel.system if entry.service else _concerns(incident, channel.system))
        ]
        about.sort(key=lambda entry: entry.sequence)
        for form in FORMATS:
            yield from ((channel, form, document) for document in _paged(channel, form, about))


def _concerns(incident: PublicIncident, system: str) -> bool:
    """Whether a feed holds the updates of an incident: that of everything, or of one of its systems."""
    return not system or system in incident.folder.incident.systems


def _paged(channel: FeedChannel, form: Format, entries: Sequence[_P]) -> Iterator[_Document[_P]]:
    """Yield a feed of the latest items and its archives. `entries` are in the order of publication."""
    archives, start = _pages(entries)
    current = channel.address(form)
    archived = ["", *(channel.folder + form.archive(number) for number in range(1, archives + 1))]
    yield _Document(current, entries[start:], older=archived[archives])
    for number in range(1, archives + 1):
        # An archive links to the one before it but not to the one after it, which is added only later.
        page = entries[(number - 1) * LATEST : number * LATEST]
        yield _Document(archived[number], page, current=current, older=archived[number - 1])


def identity_of_feed(feed: bytes) -> str:
    """Return what a site's ids were derived from, read from its JSON feed.

    Empty when the feed has no items or is not from this product.
    """
    try:
        items = json.loads(feed)["items"]
        return identity_in(str(items[0]["id"])) if items else ""
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""


class _LanguageFeeds:
    """Makes the feeds of one language.

    Args:
        site: the whole site.
        theme: the folder with templates and message catalogues.
        tag: the language, as written in the site's settings.
        originals: statements in the default language rendered so far, by incident and number (0 for a review).
    """

    def __init__(self, site: Site, theme: Theme, tag: str, originals: dict[tuple[str, int], Html]) -> None:
        self.site = site
        self.theme = theme
        self.tag = tag
        self.language = language_for(tag, theme, site.config.site.timezone)
        #: The language of the feed's own words: English where the product does not have the feed's language; the items then state their
        #: own.
        self.spoken = page_language(self.language, tag)
        self.own = tag == site.config.site.language
        self.originals = originals
        self.texts = original(site) if self.own else translated_texts(site, tag)
        self.place = "" if self.own else f"{tag}/"
        organisation, email = site.config.organisation, mail_address(site.config.contact.email)
        self.author = Author(name=flat(organisation.name), url=organisation.url, email=email)
        self.name = site_name(site, self.language, self.texts)

    def written(self, channel: FeedChannel, form: Format, document: _Document[_Entry]) -> Artifact:
        """Return a file of a feed."""
        base = self.site.config.site.url
        incident = self.texts.of(channel.incident.folder.incident.title) if channel.incident else ""
        head = Head(
            id=tag_of(self.site.config.site.identity, f"{channel.folder}feed"),
            title=channel.title(self.site, self.name, incident),
            promise=channel.promise(self.site, self.language, incident),
            language=self.spoken,
            author=self.author,
            page=base + channel.page,
            self=base + document.address,
            updated=max((entry.changed for entry in document.entries), default=_NEVER),
            hub="" if document.current else self.site.config.subscribe.websub_hub,
            current=document.current and base + document.current,
            older=document.older and base + document.older,
            complete=document.complete,
        )
        newest_first = [entry.written[form] for entry in reversed(document.entries)]
        return Artifact(f"docs/{document.address}", WRITTEN_BY[form].document(head, newest_first))

    def entry(self, incident: PublicIncident, at: _Position) -> _Entry:
        """Return an item, serialised in each format."""
        if isinstance(at.about, Review):
            item = self._review(incident, at.about)
        else:
            item = self._update(incident, at.about)
            if at.service is not None:
                item = self._service(incident, at.about, at.service, item)
        written = {form: WRITTEN_BY[form].item(item) for form in FORMATS}
        return _Entry(at.order, at.place, at.came, at.about, at.service, item.updated, written)

    def _service(self, incident: PublicIncident, transition: Transition, event: Event, update: Item) -> Item:
        """What an update changes of a system, beside the item of the whole update."""
        system = event.subject.partition(".")[2]
        number = transition.document.number
        view = IncidentView(self.site, incident, transition, self.language)
        here = self.own or (incident.slug, number) in self.texts.updates
        key = (f"{incident.slug}/{system}", number)
        if self.own:
            content = self.originals[key] = feed_service(view, event, self.theme, self.texts)
        elif here:
            content = feed_service(view, event, self.theme, self.texts)
        else:
            content = feed_untranslated(self.site, self.originals[key], self.language)
        title = words.service_news(self.language, event, self._translated(system))
        return replace(
            update,
            id=service_item_id(self.site, incident, number, system, "" if self.own else self.tag),
            link=f"{update.link}#h-works",
            title=flat(title),
            summary=flat(title),
            content=content,
            # The title is in the product's own words.
            language="",
        )

    def _update(self, incident: PublicIncident, transition: Transition) -> Item:
        update = transition.document.update
        view = IncidentView(self.site, incident, transition, self.language)
        number = transition.document.number
        here = self.own or (incident.slug, number) in self.texts.updates
        amended = update.amended
        if not self.own and here:
            ours = incident.folder.translated(number, self.tag)
            amended = (ours and ours.update.amended) or amended
        title = view.headline(self._translated(update.title) if here else update.title)
        return Item(
            id=item_id(self.site, incident, number, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}incidents/{incident.slug}/{number}/",
            title=flat(title),
            summary=flat(self._translated(view.brief) if here else view.brief),
            content=self._statement(view, here=here),
            published=update.published.astimezone(UTC),
            updated=self._updated(update.published, amended),
            tags=(view.status_word, *(flat(system) for system in incident.folder.incident.systems)),
            language=self._language(here=here),
        )

    def _review(self, incident: PublicIncident, review: Review) -> Item:
        here = self.own or incident.slug in self.texts.reviews
        amended = review.amended
        if not self.own and here:
            ours = incident.folder.translated_review(self.tag)
            amended = (ours and ours.review and ours.review.amended) or amended
        title = self._translated(review.title) if here else review.title
        return Item(
            id=item_id(self.site, incident, 0, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}incidents/{incident.slug}/review/",
            title=flat(self.language.gettext("Review: %(title)s", title=title)),
            summary=flat(self._translated(review.cause) if here else review.cause),
            content=self._review_statement(incident, review, here=here),
            published=review.published.astimezone(UTC),
            updated=self._updated(review.published, amended),
            tags=(self.language.gettext("Review"), *(flat(system) for system in incident.folder.incident.systems)),
            language=self._language(here=here),
        )

    def _statement(self, view: IncidentView, *, here: bool) -> Html:
        key = (view.incident.slug, view.number)
        if self.own:
            self.originals[key] = feed_statement(view, self.theme, self.texts)
            return self.originals[key]
        return (
            feed_statement(view, self.theme, self.texts)
            if here
            else feed_untranslated(self.site, self.originals[key], self.language)
        )

    def _review_statement(self, incident: PublicIncident, review: Review, *, here: bool) -> Html:
        key = (incident.slug, 0)
        if self.own:
            self.originals[key] = feed_review(self.site, incident, review, self.theme, self.language, self.texts)
            return self.originals[key]
        if here:
            return feed_review(self.site, incident, review, self.theme, self.language, self.texts)
        return feed_untranslated(self.site, self.originals[key], self.language)

    def _language(self, *, here: bool) -> str:
        """Return the language of an item's title, if it differs from the feed's."""
        written = self.tag if here else self.site.config.site.language
        return "" if here and same_language(written, self.spoken) else written

    def _translated(self, text: str) -> str:
        return self.texts.of(text) or text

    def _updated(self, published: datetime, amended: Amendment | None) -> datetime:
        zone = self.site.config.site.timezone
        return max(published.astimezone(UTC), dates.start(amended.when, zone)) if amended else published.astimezone(UTC)


def adrift(site: Site) -> int:
    """Return how many items have no settled place, if archives must hold some of them; otherwise 0."""
    settled = {(one.slug, one.number) for one in site.order}
    items = [
        (incident.folder.slug, number)
        for incident in site.incidents
        for number in (*(document.number for document in incident.folder.updates), *((0,) if incident.folder.review else ()))
    ]
    loose = sum(item not in settled for item in items)
    return loose if loose > MOST else 0


def _pages(entries: Sequence[_Position]) -> tuple[int, int]:
    """Return the number of archives, and the index of the feed's first item.

    There are as many archives as needed for the items outside the feed, each of them full. Neither number decreases when items are added,
    because settled items keep their places.
    """
    settled = [entry.came for entry in entries if entry.came is not None]
    newest = max(settled, default=None)
    fresh = next((index for index, came in enumerate(settled) if newest is not None and came > newest - FRESH), len(settled))
    start = max(0, min(len(entries) - LATEST, fresh))
    full = len(settled)
    if len(entries) - start > MOST:
        start = len(entries) - MOST
        full = max(full, start + LATEST - 1)
    archives = min(-(-start // LATEST), full // LATEST)
    return archives, min(start, archives * LATEST)
