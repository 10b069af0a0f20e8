"""RSS 2.0: one feed for the site, one for each incident. The only home of the feed library.

An item is one update or one review, with a permanent id and the whole statement in it. Nothing depends on when the site is built.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from feedgenerator import Rss201rev2Feed  # noqa: TID251  # this module is its home

from generator.ledger.records import Change
from generator.model.artifact import Artifact, Theme
from generator.render.language import Language
from generator.render.markup import flat
from generator.render.pages import feed_review, feed_statement, site_language, site_name
from generator.render.site import Case, Site
from generator.render.views import Stand

#: How many items the site's feed holds; an incident's own feed is complete.
LATEST = 50

# The year is part of what makes a tag URI unique for ever (RFC 4151); it is that of this format, not of an incident, whose dates can
# turn out to be wrong.
_MINTED = "2026"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed, not yet written out. `number` is 0 for a review."""

    case: Case
    number: int
    when: datetime


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """The site's feed and every incident's."""
    items = sorted((item for case in site.cases for item in _items(case)), key=lambda one: (one.when, one.case.slug, one.number))
    language = site_language(site, theme)
    organisation = site.config.organisation.name
    filled = _Filler(site, theme, language)
    every = language.gettext("Every update of every incident at %(organisation)s", organisation=organisation)
    yield filled.feed("feed.xml", site_name(site, language), "", every, items[::-1][:LATEST])
    for case in site.cases:
        own = sorted(_items(case), key=lambda one: (one.when, one.number), reverse=True)
        name = flat(case.folder.incident.title)
        address = f"incidents/{case.slug}/"
        every = language.gettext("Every update: %(title)s", title=name)
        yield filled.feed(f"{address}feed.xml", f"{name} ({organisation})", address, every, own)


def _items(case: Case) -> Iterator[Item]:
    for turn in case.ledger.turns:
        yield Item(case, turn.document.number, turn.document.update.published)
    if case.folder.review and case.folder.review.review:
        yield Item(case, 0, case.folder.review.review.published)


def item_id(site: Site, case: Case, number: int) -> str:
    """An item's permanent id: a tag URI of the incident's folder and the update's number, never of a title, a date or an address."""
    host = urlsplit(site.config.site.url).hostname or ""
    return f"tag:{host},{_MINTED}:{case.slug}/{number or 'review'}"


class _Filler:
    def __init__(self, site: Site, theme: Theme, language: Language) -> None:
        self.site = site
        self.theme = theme
        self.language = language
        # An update stands in two feeds; its statement is made once.
        self.kept: dict[tuple[str, int], dict[str, Any]] = {}

    def feed(self, path: str, title: str, page: str, description: str, items: list[Item]) -> Artifact:
        base = self.site.config.site.url
        feed = _Feed(
            title=flat(title),
            link=base + page,
            description=flat(description),
            language=self.site.config.site.language,
            feed_url=base + path,
        )
        for item in items:
            feed.add_item(**self._item(item))
        return Artifact(f"docs/{path}", (feed.writeString("utf-8") + "\n").encode("utf-8"))

    def _item(self, item: Item) -> dict[str, Any]:
        key = (item.case.slug, item.number)
        if key not in self.kept:
            self.kept[key] = self._update(item) if item.number else self._review(item)
        return self.kept[key]

    def _update(self, item: Item) -> dict[str, Any]:
        case = item.case
        turn = next(turn for turn in case.ledger.turns if turn.document.number == item.number)
        stand = Stand(self.site, case, turn, self.language)
        corrects = any(event.change is Change.CORRECTED for event in turn.events)
        title = turn.document.update.title
        return {
            "title": flat(self.language.gettext("Correction: %(title)s", title=title) if corrects else title),
            "link": f"{self.site.config.site.url}incidents/{case.slug}/{item.number}/",
            "description": flat(stand.brief),
            "content": feed_statement(stand, self.theme),
            "unique_id": item_id(self.site, case, item.number),
            "unique_id_is_permalink": False,
            "pubdate": item.when.astimezone(UTC),
            "categories": [stand.status_word, *(flat(system) for system in case.folder.incident.systems)],
        }

    def _review(self, item: Item) -> dict[str, Any]:
        case = item.case
        document = case.folder.review
        if document is None or document.review is None:
            raise LookupError(case.slug)
        review = document.review
        return {
            "title": flat(self.language.gettext("Review: %(title)s", title=review.title)),
            "link": f"{self.site.config.site.url}incidents/{case.slug}/review/",
            "description": flat(review.cause),
            "content": feed_review(self.site, case, review, self.theme, self.language),
            "unique_id": item_id(self.site, case, 0),
            "unique_id_is_permalink": False,
            "pubdate": item.when.astimezone(UTC),
            "categories": [self.language.gettext("Review"), *(flat(system) for system in case.folder.incident.systems)],
        }


class _Feed(Rss201rev2Feed):  # type: ignore[misc]  # the library has no types
    """The library's RSS with what it leaves out."""

    def latest_post_date(self) -> datetime:
        """The newest item's time; the library would ask the clock for an empty feed."""
        times: list[datetime] = [item["pubdate"] for item in self.items]
        return max(times, default=datetime(1980, 1, 1, tzinfo=UTC))

    def rss_attributes(self) -> dict[str, str]:
        """The namespaces."""
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_root_elements(self, handler: Any) -> None:
        """The channel's own elements; an empty feed was last built at no time at all."""
        super().add_root_elements(handler)
        handler.addQuickElement("docs", "https://www.rssboard.org/rss-specification")

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """An item's elements, and the whole statement."""
        content, item["content"] = item.get("content"), None
        super().add_item_elements(handler, item)
        item["content"] = content
        if content:
            handler.addQuickElement("content:encoded", content)
