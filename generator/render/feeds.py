"""Feeds: for everything, for each system, for each incident; in each language; as RSS, Atom and JSON Feed.

An item is one update or one review, with a permanent id and the whole statement in it. Nothing depends on when the site is built.

The feed of an incident is complete. The others hold the latest items, and everything older stands in archives (RFC 5005), so that nothing
is lost to a program that was away.

Items stand in the order in which they came out, which is not that of their dates: an incident may be told of long after its updates are dated,
and is news all the same. From the texts alone nobody can tell. If a feed were made of them alone, any item could be the one that came last, so
that none could ever leave the first page. Therefore `seal` writes the order down (order.lock), and what is not in it yet came last. An archive
is full, holds nothing whose place is not settled, and never changes: neither when new items come, nor when old ones come late.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from generator.format.mail_addresses import mail_address
from generator.ledger.records import Transition
from generator.model.artifact import Artifact, Theme
from generator.model.identity import identity_in, tag_of
from generator.model.incident import Review
from generator.model.update import Amendment
from generator.render import dates
from generator.render.channels import FORMATS, FeedChannel, Format, channels, of_incident, tags
from generator.render.feed_formats import WRITTEN_BY, Author, Head, Item
from generator.render.language import language_for, page_language, same_language
from generator.render.markup import Html, flat
from generator.render.pages import feed_review, feed_statement, feed_untranslated, site_name
from generator.render.site import PublicIncident, Site
from generator.render.translations import original, translated_texts
from generator.render.views import IncidentView

#: How many items an archive holds, and a feed that is not complete at least.
LATEST = 50
#: What came out within this time before the newest stands in the feed itself, however many items that are: who looks in after a weekend misses
#: nothing.
FRESH = timedelta(days=3)
#: How many items a feed holds at most. A site that never seals has no settled order; from here on its archives go by the items' own dates, and
#: one that comes late moves what they hold.
MOST = 500

# Between a statement's own time and its seal lies what a deployment takes, and where it is sealed by hand a night.
_LATE = timedelta(days=1)

# When nothing was published yet: both formats are given a time, and the clock's would be another each time. Validators take an earlier year
# for a slip.
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Position:
    """Where an item stands among all others, whatever it says.

    Attributes:
        order: what it stands by among items of its own time: that, its incident, its number (0 for a review).
        place: where it stands in the order in which items came out; None if that is not settled.
        came: when it came out, as far as that is settled.
        about: what it tells of.
    """

    order: tuple[datetime, str, int]
    place: int | None
    came: datetime | None
    about: Transition | Review

    @property
    def sequence(self) -> tuple[bool, int, tuple[datetime, str, int]]:
        """Its place among all items: what is settled as it came out, then the rest by its own time."""
        return self.place is None, self.place or 0, self.order


@dataclass(frozen=True, slots=True)
class _Entry(_Position):
    """An item, written in each format.

    Attributes:
        updated: when its words last changed.
        written: by format.
    """

    updated: datetime
    written: Mapping[Format, str]

    @property
    def changed(self) -> datetime:
        """When a feed last changed because of it: when its words did, or when it came late."""
        late = self.came is not None and self.came - self.order[0] > _LATE
        return max(self.updated, self.came) if self.came is not None and late else self.updated


_P = TypeVar("_P", bound=_Position)


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Every feed in every language."""
    # The site's own language comes first; what is not translated into another is shown there as it was written.
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
    """The addresses of the feeds and archives in the site's own language that hold each item, by its incident and number (0 for a review)."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for _, _, document in _documents(site, site.config.site.language, _positions(site)):
        for one in document.entries:
            found[one.order[1:]].append(site.config.site.url + document.address)
    return {item: tuple(held) for item, held in found.items()}


def _positions(site: Site) -> Mapping[str, list[_Position]]:
    """Everything that each incident has published, by its slug, in the order of its own time."""
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
        found[incident.slug] = sorted(items, key=lambda one: one.order)
    return found


@dataclass(frozen=True, slots=True)
class _Document(Generic[_P]):
    """One file of a feed.

    Attributes:
        address: relative to the site's.
        entries: what it holds, in the order in which it came out.
        current: for an archive, the address of the feed that it belongs to; else empty.
        older: the address of the archive before it; empty when there is none.
        complete: whether it holds every item that the feed has ever had.
    """

    address: str
    entries: Sequence[_P]
    current: str = ""
    older: str = ""
    complete: bool = False


def _documents(site: Site, tag: str, entries: Mapping[str, Sequence[_P]]) -> Iterator[tuple[FeedChannel, Format, _Document[_P]]]:
    """Every file of every feed in a language: those of each incident, which are complete, then the others with their archives."""
    for incident in site.incidents:
        channel = of_incident(site, tag, incident)
        for form in FORMATS:
            yield channel, form, _Document(channel.address(form), entries[incident.slug], complete=True)
    for channel in channels(site, tag):
        if channel.incident is not None:
            continue
        about = [
            entry
            for incident in site.incidents
            if not channel.system or channel.system in incident.folder.incident.systems
            for entry in entries[incident.slug]
        ]
        about.sort(key=lambda entry: entry.sequence)
        for form in FORMATS:
            yield from ((channel, form, document) for document in _paged(channel, form, about))


def _paged(channel: FeedChannel, form: Format, entries: Sequence[_P]) -> Iterator[_Document[_P]]:
    """A feed of the latest items and its archives. `entries` are in order, the first that came out first."""
    archives, start = _pages(entries)
    current = channel.address(form)
    archived = ["", *(channel.folder + form.archive(number) for number in range(1, archives + 1))]
    yield _Document(current, entries[start:], older=archived[archives])
    for number in range(1, archives + 1):
        # An archive names the one before it and not the one after it: that it would only gain later.
        page = entries[(number - 1) * LATEST : number * LATEST]
        yield _Document(archived[number], page, current=current, older=archived[number - 1])


def item_id(site: Site, incident: PublicIncident, number: int, tag: str = "") -> str:
    """An item's permanent id: a tag URI of the incident's folder and the update's number, never of a title, a date or an address.

    Args:
        site: the whole site.
        incident: the incident.
        number: the update's; 0 for the review.
        tag: the language of a feed that is not in the site's own; there the id is the same whether the update is translated yet or not.
    """
    return tag_of(site.config.site.identity, f"{incident.slug}/{number or 'review'}{f'/{tag}' if tag else ''}")


def identity_of_feed(feed: bytes) -> str:
    """What the ids of a site were made of, from its JSON feed; empty when it tells of nothing, or is none of ours."""
    try:
        items = json.loads(feed)["items"]
        return identity_in(str(items[0]["id"])) if items else ""
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""


class _LanguageFeeds:
    """Makes the feeds of one language.

    Args:
        site: the whole site.
        theme: where the templates and catalogues are.
        tag: the language, as the site's settings write it.
        originals: the statements in the site's own language, by incident and number (0 for a review), as far as they were made.
    """

    def __init__(self, site: Site, theme: Theme, tag: str, originals: dict[tuple[str, int], Html]) -> None:
        self.site = site
        self.theme = theme
        self.tag = tag
        self.language = language_for(tag, theme, site.config.site.timezone)
        #: What the feed's own words are in: where nobody has put them into its language, they are in English, and the items say theirs.
        self.spoken = page_language(self.language, tag)
        self.own = tag == site.config.site.language
        self.originals = originals
        self.texts = original(site) if self.own else translated_texts(site, tag)
        self.place = "" if self.own else f"{tag}/"
        organisation, email = site.config.organisation, mail_address(site.config.contact.email)
        self.author = Author(name=flat(organisation.name), url=organisation.url, email=email)
        self.name = site_name(site, self.language, self.texts)

    def written(self, channel: FeedChannel, form: Format, document: _Document[_Entry]) -> Artifact:
        """A file of a feed."""
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
        """What an incident has published, written in each format."""
        item = self._update(incident, at.about) if isinstance(at.about, Transition) else self._review(incident, at.about)
        return _Entry(
            at.order, at.place, at.came, at.about, item.updated, {form: WRITTEN_BY[form].item(item) for form in FORMATS}
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
        title = view.headline(self._said(update.title) if here else update.title)
        return Item(
            id=item_id(self.site, incident, number, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}incidents/{incident.slug}/{number}/",
            title=flat(title),
            summary=flat(self._said(view.brief) if here else view.brief),
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
        title = self._said(review.title) if here else review.title
        return Item(
            id=item_id(self.site, incident, 0, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}incidents/{incident.slug}/review/",
            title=flat(self.language.gettext("Review: %(title)s", title=title)),
            summary=flat(self._said(review.cause) if here else review.cause),
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
        """What an item's title is in, where that is another language than the feed's."""
        written = self.tag if here else self.site.config.site.language
        return "" if here and same_language(written, self.spoken) else written

    def _said(self, text: str) -> str:
        return self.texts.of(text) or text

    def _updated(self, published: datetime, amended: Amendment | None) -> datetime:
        zone = self.site.config.site.timezone
        return max(published.astimezone(UTC), dates.start(amended.when, zone)) if amended else published.astimezone(UTC)


def adrift(site: Site) -> int:
    """How many updates and reviews have no settled place, if they are so many that archives hold some of them; else 0."""
    settled = {(one.slug, one.number) for one in site.order}
    items = [
        (incident.folder.slug, number)
        for incident in site.incidents
        for number in (*(document.number for document in incident.folder.updates), *((0,) if incident.folder.review else ()))
    ]
    loose = sum(item not in settled for item in items)
    return loose if loose > MOST else 0


def _pages(entries: Sequence[_Position]) -> tuple[int, int]:
    """How many archives there are, and the index of the first item of the feed itself.

    As many archives as it takes to hold what the feed does not, each of them full. Neither number ever falls when items come, for what is
    settled stays where it is.
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
