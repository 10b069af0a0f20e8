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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from generator.format.mail_addresses import mail_address
from generator.ledger.records import Turn
from generator.model.artifact import Artifact, Theme
from generator.model.identity import identity_in, tag_of
from generator.model.incident import Review
from generator.model.update import Amendment
from generator.render import dates
from generator.render.channels import FORMATS, Channel, Format, channels, of_case, tags
from generator.render.feed_formats import WRITTEN_BY, Author, Head, Item
from generator.render.language import framed, same_language, speaking
from generator.render.markup import Html, flat
from generator.render.pages import feed_review, feed_statement, feed_untranslated, site_name
from generator.render.site import Case, Site
from generator.render.translated import original, translated
from generator.render.views import Stand

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
class _Entry:
    """An item, written in each format.

    Attributes:
        order: what it stands by among items of its own time: that, its incident, its number.
        updated: when its words last changed.
        written: by format.
        place: where it stands in the order in which items came out; None if that is not settled.
        came: when it came out, as far as that is settled.
    """

    order: tuple[datetime, str, int]
    updated: datetime
    written: Mapping[Format, str]
    place: int | None = None
    came: datetime | None = None

    @property
    def sequence(self) -> tuple[bool, int, tuple[datetime, str, int]]:
        """Its place among all items: what is settled as it came out, then the rest by its own time."""
        return self.place is None, self.place or 0, self.order

    @property
    def changed(self) -> datetime:
        """When a feed last changed because of it: when its words did, or when it came late."""
        late = self.came is not None and self.came - self.order[0] > _LATE
        return max(self.updated, self.came) if self.came is not None and late else self.updated


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Every feed in every language."""
    # The site's own language comes first; what is not translated into another is shown there as it was written.
    originals: dict[tuple[str, int], Html] = {}
    places = {(one.slug, one.number): (place, one.when) for place, one in enumerate(site.order)}
    for tag in tags(site):
        speaker = _Speaker(site, theme, tag, originals, places)
        entries: dict[str, list[_Entry]] = {}
        for case in site.cases:
            entries[case.slug] = sorted(speaker.entries(case), key=lambda entry: entry.order)
            yield from speaker.complete(of_case(site, tag, case), entries[case.slug])
        for channel in channels(site, tag):
            if channel.case is None:
                about = [
                    entry
                    for case in site.cases
                    if not channel.system or channel.system in case.folder.incident.systems
                    for entry in entries[case.slug]
                ]
                yield from speaker.paged(channel, sorted(about, key=lambda entry: entry.sequence))


def item_id(site: Site, case: Case, number: int, tag: str = "") -> str:
    """An item's permanent id: a tag URI of the incident's folder and the update's number, never of a title, a date or an address.

    Args:
        site: the whole site.
        case: the incident.
        number: the update's; 0 for the review.
        tag: the language of a feed that is not in the site's own; there the id is the same whether the update is translated yet or not.
    """
    return tag_of(site.config.site.identity, f"{case.slug}/{number or 'review'}{f'/{tag}' if tag else ''}")


def identity_of_feed(feed: bytes) -> str:
    """What the ids of a site were made of, from its JSON feed; empty when it tells of nothing, or is none of ours."""
    try:
        items = json.loads(feed)["items"]
        return identity_in(str(items[0]["id"])) if items else ""
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""


class _Speaker:
    """Makes the feeds of one language.

    Args:
        site: the whole site.
        theme: where the templates and catalogues are.
        tag: the language, as the site's settings write it.
        originals: the statements in the site's own language, by incident and number (0 for a review), as far as they were made.
        places: the place of each item whose place is settled, and when it came out, likewise.
    """

    def __init__(
        self,
        site: Site,
        theme: Theme,
        tag: str,
        originals: dict[tuple[str, int], Html],
        places: Mapping[tuple[str, int], tuple[int, datetime]],
    ) -> None:
        self.site = site
        self.theme = theme
        self.tag = tag
        self.language = speaking(tag, theme, site.config.site.timezone)
        #: What the feed's own words are in: where nobody has put them into its language, they are in English, and the items say theirs.
        self.spoken = framed(self.language, tag)
        self.own = tag == site.config.site.language
        self.originals = originals
        self.places = places
        self.texts = original(site) if self.own else translated(site, tag)
        self.place = "" if self.own else f"{tag}/"
        organisation, email = site.config.organisation, mail_address(site.config.contact.email)
        self.author = Author(name=flat(organisation.name), url=organisation.url, email=email)
        self.name = site_name(site, self.language, self.texts)

    def complete(self, channel: Channel, entries: list[_Entry]) -> Iterator[Artifact]:
        """A feed that holds everything, in each format."""
        for form in FORMATS:
            yield self._document(channel, form, channel.address(form), entries, complete=True)

    def paged(self, channel: Channel, entries: list[_Entry]) -> Iterator[Artifact]:
        """A feed of the latest items and its archives, in each format. `entries` are in order, the first that came out first."""
        archives, start = _pages(entries)
        for form in FORMATS:
            addresses = ["", *(channel.folder + form.archive(number) for number in range(1, archives + 1))]
            yield self._document(channel, form, channel.address(form), entries[start:], older=addresses[archives])
            for number in range(1, archives + 1):
                page = entries[(number - 1) * LATEST : number * LATEST]
                # It names the one before it and not the one after it: that it would only gain later.
                older, current = addresses[number - 1], channel.address(form)
                yield self._document(channel, form, addresses[number], page, current=current, older=older)

    def _document(
        self,
        channel: Channel,
        form: Format,
        address: str,
        entries: list[_Entry],
        *,
        current: str = "",
        older: str = "",
        complete: bool = False,
    ) -> Artifact:
        base = self.site.config.site.url
        incident = self.texts.of(channel.case.folder.incident.title) if channel.case else ""
        head = Head(
            id=tag_of(self.site.config.site.identity, f"{channel.folder}feed"),
            title=channel.title(self.site, self.name, incident),
            promise=channel.promise(self.site, self.language, incident),
            language=self.spoken,
            author=self.author,
            page=base + channel.page,
            self=base + address,
            updated=max((entry.changed for entry in entries), default=_NEVER),
            hub="" if current else self.site.config.subscribe.websub_hub,
            current=current and base + current,
            older=older and base + older,
            complete=complete,
        )
        newest_first = [entry.written[form] for entry in reversed(entries)]
        return Artifact(f"docs/{address}", WRITTEN_BY[form].document(head, newest_first))

    def entries(self, case: Case) -> Iterator[_Entry]:
        """What an incident has published, written in each format."""
        for turn in case.ledger.turns:
            yield self._entry(case, turn.document.number, self._update(case, turn))
        document = case.folder.review
        if document is not None and document.review is not None:
            yield self._entry(case, 0, self._review(case, document.review))

    def _entry(self, case: Case, number: int, item: Item) -> _Entry:
        written = {form: WRITTEN_BY[form].item(item) for form in FORMATS}
        place, came = self.places.get((case.slug, number), (None, None))
        return _Entry((item.published, case.slug, number), item.updated, written, place, came)

    def _update(self, case: Case, turn: Turn) -> Item:
        update = turn.document.update
        stand = Stand(self.site, case, turn, self.language)
        number = turn.document.number
        here = self.own or (case.slug, number) in self.texts.updates
        amended = update.amended
        if not self.own and here:
            ours = case.folder.translated(number, self.tag)
            amended = (ours and ours.update.amended) or amended
        title = stand.headline(self._said(update.title) if here else update.title)
        return Item(
            id=item_id(self.site, case, number, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}incidents/{case.slug}/{number}/",
            title=flat(title),
            summary=flat(self._said(stand.brief) if here else stand.brief),
            content=self._statement(stand, here=here),
            published=update.published.astimezone(UTC),
            updated=self._updated(update.published, amended),
            tags=(stand.status_word, *(flat(system) for system in case.folder.incident.systems)),
            language=self._language(here=here),
        )

    def _review(self, case: Case, review: Review) -> Item:
        here = self.own or case.slug in self.texts.reviews
        amended = review.amended
        if not self.own and here:
            ours = case.folder.translated_review(self.tag)
            amended = (ours and ours.review and ours.review.amended) or amended
        title = self._said(review.title) if here else review.title
        return Item(
            id=item_id(self.site, case, 0, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}incidents/{case.slug}/review/",
            title=flat(self.language.gettext("Review: %(title)s", title=title)),
            summary=flat(self._said(review.cause) if here else review.cause),
            content=self._review_statement(case, review, here=here),
            published=review.published.astimezone(UTC),
            updated=self._updated(review.published, amended),
            tags=(self.language.gettext("Review"), *(flat(system) for system in case.folder.incident.systems)),
            language=self._language(here=here),
        )

    def _statement(self, stand: Stand, *, here: bool) -> Html:
        key = (stand.case.slug, stand.number)
        if self.own:
            self.originals[key] = feed_statement(stand, self.theme, self.texts)
            return self.originals[key]
        return (
            feed_statement(stand, self.theme, self.texts)
            if here
            else feed_untranslated(self.site, self.originals[key], self.language)
        )

    def _review_statement(self, case: Case, review: Review, *, here: bool) -> Html:
        key = (case.slug, 0)
        if self.own:
            self.originals[key] = feed_review(self.site, case, review, self.theme, self.language, self.texts)
            return self.originals[key]
        if here:
            return feed_review(self.site, case, review, self.theme, self.language, self.texts)
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
        (case.folder.slug, number)
        for case in site.cases
        for number in (*(document.number for document in case.folder.updates), *((0,) if case.folder.review else ()))
    ]
    loose = sum(item not in settled for item in items)
    return loose if loose > MOST else 0


def _pages(entries: list[_Entry]) -> tuple[int, int]:
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
