"""Feeds: for everything, for each system, for each incident; in each language; as RSS, Atom and JSON Feed.

An item is one update or one review, with a permanent id and the whole statement in it. Nothing depends on when the site is built.

The feed of an incident is complete. The others hold the latest items, and everything older stands in archives (RFC 5005), so that nothing
is lost to a program that was away. An archive is full: its items never change when new ones come. It only gains the link to the archive
after it, once there is one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from generator.ledger.records import Turn
from generator.model.artifact import Artifact, Theme
from generator.model.incident import Review
from generator.model.update import Amendment
from generator.render import dates
from generator.render.channels import FORMATS, Channel, Format, channels, of_case, tags
from generator.render.feed_formats import WRITTEN_BY, Author, Head, Item
from generator.render.language import speaking
from generator.render.markup import Html, flat
from generator.render.pages import feed_review, feed_statement, feed_untranslated, site_name
from generator.render.site import Case, Site
from generator.render.translated import original, translated
from generator.render.views import Stand

#: How many items an archive holds, and a feed that is not complete.
LATEST = 50

# The year is part of what makes a tag URI unique for ever (RFC 4151); it is that of this format, not of an incident, whose dates can
# turn out to be wrong.
_MINTED = "2026"

# When nothing was published yet: both formats are given a time, and the clock's would be another each time. Validators take an earlier year
# for a slip.
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item, written in each format. `order` is what it stands by: its time, its incident, its number."""

    order: tuple[datetime, str, int]
    updated: datetime
    written: Mapping[Format, str]


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Every feed in every language."""
    # The site's own language comes first; what is not translated into another is shown there as it was written.
    originals: dict[tuple[str, int], Html] = {}
    for tag in tags(site):
        speaker = _Speaker(site, theme, tag, originals)
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
                yield from speaker.paged(channel, sorted(about, key=lambda entry: entry.order))


def item_id(site: Site, case: Case, number: int, tag: str = "") -> str:
    """An item's permanent id: a tag URI of the incident's folder and the update's number, never of a title, a date or an address.

    Args:
        site: the whole site.
        case: the incident.
        number: the update's; 0 for the review.
        tag: the language of a feed that is not in the site's own; there the id is the same whether the update is translated yet or not.
    """
    return f"tag:{_host(site)},{_MINTED}:{case.slug}/{number or 'review'}{f'/{tag}' if tag else ''}"


def _host(site: Site) -> str:
    return urlsplit(site.config.site.url).hostname or ""


class _Speaker:
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
        self.language = speaking(tag, theme, site.config.site.timezone)
        self.own = tag == site.config.site.language
        self.originals = originals
        self.texts = original(site) if self.own else translated(site, tag)
        self.place = "" if self.own else f"{tag}/"
        organisation, email = site.config.organisation, site.config.contact.email
        self.author = Author(name=flat(organisation.name), url=organisation.url, email=email)
        self.name = site_name(site, self.language, self.texts)

    def complete(self, channel: Channel, entries: list[_Entry]) -> Iterator[Artifact]:
        """A feed that holds everything, in each format."""
        for form in FORMATS:
            yield self._document(channel, form, channel.address(form), entries, complete=True)

    def paged(self, channel: Channel, entries: list[_Entry]) -> Iterator[Artifact]:
        """A feed of the latest items and its archives, in each format. `entries` are in order, oldest first."""
        # As many as it takes to hold what the feed itself does not; each of them is full.
        archives = max(0, -(-(len(entries) - LATEST) // LATEST))
        for form in FORMATS:
            addresses = ["", *(channel.folder + form.archive(number) for number in range(1, archives + 1)), ""]
            yield self._document(channel, form, channel.address(form), entries[-LATEST:], older=addresses[archives])
            for number in range(1, archives + 1):
                page = entries[(number - 1) * LATEST : number * LATEST]
                older, newer = addresses[number - 1], addresses[number + 1]
                current = channel.address(form)
                yield self._document(channel, form, addresses[number], page, current=current, older=older, newer=newer)

    def _document(
        self,
        channel: Channel,
        form: Format,
        address: str,
        entries: list[_Entry],
        *,
        current: str = "",
        older: str = "",
        newer: str = "",
        complete: bool = False,
    ) -> Artifact:
        base = self.site.config.site.url
        incident = self.texts.of(channel.case.folder.incident.title) if channel.case else ""
        head = Head(
            id=f"tag:{_host(self.site)},{_MINTED}:{channel.folder}feed",
            title=channel.title(self.site, self.name, incident),
            promise=channel.promise(self.site, self.language, incident),
            language=self.tag,
            author=self.author,
            page=base + channel.page,
            self=base + address,
            updated=max((entry.updated for entry in entries), default=_NEVER),
            hub="" if current else self.site.config.subscribe.websub_hub,
            current=current and base + current,
            older=older and base + older,
            newer=newer and base + newer,
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
        return _Entry((item.published, case.slug, number), item.updated, written)

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
            language="" if here else self.site.config.site.language,
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
            language="" if here else self.site.config.site.language,
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

    def _said(self, text: str) -> str:
        return self.texts.of(text) or text

    def _updated(self, published: datetime, amended: Amendment | None) -> datetime:
        zone = self.site.config.site.timezone
        return max(published.astimezone(UTC), dates.start(amended.when, zone)) if amended else published.astimezone(UTC)
