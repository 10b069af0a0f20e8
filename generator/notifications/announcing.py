"""What is said of an item elsewhere, in the language of those who are told: a chat message, or a post."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from generator.ledger.records import Promise, Transition
from generator.model.artifact import Theme
from generator.model.identity import name_in
from generator.model.incident import Review
from generator.model.notifications import ChatMessage, Conversation, Message, NewsItem, Part, Target, TargetKind
from generator.notifications import bluesky, mastodon
from generator.notifications.overdue import overdue, overdue_id
from generator.render import chat_messages
from generator.render.language import language_for
from generator.render.pages import other_languages
from generator.render.permanent_ids import item_id
from generator.render.post_limits import Network
from generator.render.posts import Post
from generator.render.readers import told
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts, original, translated_texts
from generator.render.views import IncidentView


@dataclass(frozen=True, slots=True)
class _Place:
    """An item in the site.

    Attributes:
        incident: its incident.
        told: the update, by what it did; the review; or the promise that is late.
        name: the part of its id that does not change with the site's identity.
        published: when it was published.
        before: the items of its incident before it, the newest first.
    """

    incident: PublicIncident
    told: Transition | Review | Promise
    name: str
    published: datetime
    before: tuple["_Place", ...]

    @property
    def address(self) -> str:
        """Its page, below the site's address in its language; of what is late, the incident's."""
        if isinstance(self.told, Promise):
            return f"incidents/{self.incident.slug}/"
        page = "review" if isinstance(self.told, Review) else self.told.document.number
        return f"incidents/{self.incident.slug}/{page}/"


class Announcer:
    """Writes what is said of the items of a site elsewhere."""

    def __init__(self, site: Site, theme: Theme) -> None:
        """Take a site and its look, which has the message catalogues."""
        self._site = site
        self._theme = theme
        self._texts: dict[str, TranslatedTexts] = {}

    def chat_message(self, item: NewsItem, language: str = "", audience: str = "") -> ChatMessage:
        """Return what a chat program is told of an item.

        Args:
            item: the item.
            language: in which language; empty: that of the audience, or else the site's own.
            audience: for whom: with what is for everyone and for that audience; empty: all of it.
        """
        place, readers = self._places[name_in(item.id)], self._site.config.audiences.get(audience)
        tag = self._known(language or (readers.language if readers else ""))
        texts, address = self._in(tag), self._address(place, tag)
        incident = told(self._site, place.incident, readers) if readers else place.incident
        if isinstance(place.told, Review):
            spoken = language_for(tag, self._theme, self._site.config.site.timezone)
            return chat_messages.of_review(self._site, incident, place.told, spoken, texts, address)
        if isinstance(place.told, Promise):
            return chat_messages.of_overdue(
                self._view(incident, incident.ledger.transitions[-1], tag), place.told, texts, address
            )
        number = place.told.document.number
        transition = next(one for one in incident.ledger.transitions if one.document.number == number)
        return chat_messages.of_update(self._view(incident, transition, tag), texts, address)

    def post(self, target: Target, item: NewsItem) -> Message:
        """Return the message that posts an item on a network."""
        return self._on_mastodon(target, item) if target.kind is TargetKind.MASTODON else self._on_bluesky(target, item)

    def _on_mastodon(self, target: Target, item: NewsItem) -> Message:
        place, tag = self._places[name_in(item.id)], self._known(target.language)
        first = place.before[-1] if place.before else place
        posted = mastodon.PostedItem(
            name=place.name,
            link=self._address(place, tag),
            begun=first.published,
            language=tag,
            earlier=tuple(self._address(one, tag) for one in place.before),
            text=lambda characters: self._post(item, tag, mastodon.network(characters)).text,
        )
        post = self._post(item, tag, mastodon.network(target.characters or mastodon.CHARACTERS))
        # A server may allow more than most do, which it is asked.
        return _message(target, item, post, partial(mastodon.speak, posted, target), is_final=bool(target.characters))

    def _on_bluesky(self, target: Target, item: NewsItem) -> Message:
        post = self._post(item, self._known(target.language), bluesky.network())
        return _message(target, item, post, partial(bluesky.speak, self.posted_on_bluesky(target, item), target), is_final=True)

    def posted_on_bluesky(self, target: Target, item: NewsItem) -> bluesky.PostedItem:
        """Return what Bluesky is given of an item."""
        place, tag = self._places[name_in(item.id)], self._known(target.language)
        message = self.chat_message(item, tag)
        brief = (line for section in message.sections if section.part is Part.BRIEF for line in section.lines)
        return bluesky.PostedItem(
            key=bluesky.record_key(place.name, tag, place.published),
            text=self._post(item, tag, bluesky.network()).text,
            link=self._address(place, tag),
            title=message.title,
            summary=next(brief, ""),
            published=place.published,
            language=tag,
            earlier=tuple(bluesky.record_key(one.name, tag, one.published) for one in place.before),
        )

    def _post(self, item: NewsItem, tag: str, network: Network) -> Post:
        place = self._places[name_in(item.id)]
        if not isinstance(place.told, Transition):
            return chat_messages.post_of_review(self.chat_message(item, tag), network)
        view = self._view(place.incident, place.told, tag)
        return chat_messages.post_of_update(view, self._in(tag), self._address(place, tag), network)

    def _view(self, incident: PublicIncident, transition: Transition, tag: str) -> IncidentView:
        return IncidentView(self._site, incident, transition, language_for(tag, self._theme, self._site.config.site.timezone))

    @property
    def _languages(self) -> tuple[str, ...]:
        return (self._site.config.site.language, *other_languages(self._site))

    def _known(self, tag: str) -> str:
        """Return a language as the site writes it; the site's own where none is given; empty where the site does not have it."""
        return next((one for one in self._languages if not tag or one.lower() == tag.lower()), "")

    def _in(self, tag: str) -> TranslatedTexts:
        if tag not in self._texts:
            own = tag == self._site.config.site.language
            self._texts[tag] = original(self._site) if own else translated_texts(self._site, tag)
        return self._texts[tag]

    def _address(self, place: _Place, tag: str) -> str:
        part = "" if tag == self._site.config.site.language else f"{tag}/"
        return f"{self._site.config.site.url}{part}{place.address}"

    @cached_property
    def _places(self) -> dict[str, _Place]:
        found: dict[str, _Place] = {}
        for incident in self._site.incidents:
            before: tuple[_Place, ...] = ()
            for transition in incident.ledger.transitions:
                document = transition.document
                name = name_in(item_id(self._site, incident, document.number))
                found[name] = place = _Place(incident, transition, name, document.update.published, before)
                before = (place, *before)
            if incident.folder.review and (review := incident.folder.review.review):
                name = name_in(item_id(self._site, incident, 0))
                found[name] = _Place(incident, review, name, review.published, before)
        for late in overdue(self._site):
            name = name_in(overdue_id(self._site, late))
            found[name] = _Place(late.incident, late.promise, name, late.promise.due_at, ())
        return found


def _message(target: Target, item: NewsItem, post: Post, conversation: Conversation, *, is_final: bool) -> Message:
    too_long = f"not even its shortest form fits ({post.length} of {post.room} characters); write a shorter `summary`"
    return Message(
        target=target,
        id=item.id,
        about=item.title,
        covers=(item.id,),
        conversation=conversation,
        shown=post.text,
        unwritten=too_long if is_final and not post.text else "",
    )
