"""Notifications of new items: every published update and review, and the messages about them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import urlencode

from generator.links.audience_pages import page_address, pages_of
from generator.model.artifact import Theme
from generator.model.document import UpdateDocument
from generator.model.identity import name_in
from generator.model.notifications import (
    ChatMessage,
    Delivery,
    Message,
    MessageBody,
    NewsItem,
    NewsItemKind,
    Notifier,
    NotifyState,
    Request,
    Target,
    TargetKind,
    TargetState,
)
from generator.notifications import discord, mattermost, ntfy, slack, teams
from generator.notifications.announcing import Announcer
from generator.notifications.overdue import overdue_items
from generator.notifications.request_bodies import JSON, json_bytes
from generator.render import feeds, headlines
from generator.render.language import Language
from generator.render.markup import flat
from generator.render.pages import other_languages, site_language
from generator.render.permanent_ids import item_id
from generator.render.site import PublicIncident, Site
from generator.render.views import IncidentView


def new_items(site: Site, theme: Theme) -> tuple[NewsItem, ...]:
    """Return every item of the feeds, oldest first."""
    language = site_language(site, theme)
    held = feeds.addresses(site)
    found = [item for incident in site.incidents for item in _items_of(site, incident, language, held)]
    return tuple(sorted(found, key=lambda item: (item.published.astimezone(UTC), item.id)))


def items_and_overdue(site: Site, theme: Theme) -> tuple[NewsItem, ...]:
    """Return what people are told who cannot see it on a page: every item of the feeds, and every promise that is late, oldest first."""
    found = (*new_items(site, theme), *overdue_items(site, theme))
    return tuple(sorted(found, key=lambda item: (item.published.astimezone(UTC), item.id)))


def _items_of(
    site: Site, incident: PublicIncident, language: Language, held: Mapping[tuple[str, int], tuple[str, ...]]
) -> Iterator[NewsItem]:
    address = f"{site.config.site.url}incidents/{incident.slug}/"
    documents = [transition.document for transition in incident.ledger.transitions]
    name = flat(incident.folder.incident.title)
    for transition in incident.ledger.transitions:
        view = IncidentView(site, incident, transition, language)
        update = transition.document.update
        yield NewsItem(
            id=item_id(site, incident, transition.document.number),
            kind=NewsItemKind.CORRECTION if view.is_correction else NewsItemKind.UPDATE,
            title=headlines.of_update(view, str),
            summary=flat(view.announcement),
            link=f"{address}{transition.document.number}/",
            status=update.status.value,
            published=update.published,
            language=site.config.site.language,
            slug=incident.slug,
            incident=name,
            feeds=held[incident.slug, transition.document.number],
            audiences=_readers(site, incident.slug, documents[: documents.index(transition.document) + 1]),
        )
    if incident.folder.review and incident.folder.review.review:
        review = incident.folder.review.review
        yield NewsItem(
            id=item_id(site, incident, 0),
            kind=NewsItemKind.REVIEW,
            title=headlines.of_review(language, site, incident, review.title, str),
            summary=flat(review.cause),
            link=f"{address}review/",
            status="",
            published=review.published,
            language=site.config.site.language,
            slug=incident.slug,
            incident=name,
            feeds=held[incident.slug, 0],
            audiences=_readers(site, incident.slug, documents),
        )


def _readers(site: Site, slug: str, updates: Iterable[UpdateDocument]) -> tuple[tuple[str, str, str], ...]:
    """Return the audiences that have a page of an incident after some updates, each with its address: in its own language where the site has it."""
    audiences = site.config.audiences
    tags = {tag.lower(): f"{tag}/" for tag in other_languages(site)}
    return tuple(
        (
            name,
            flat(audiences[name].title),
            site.config.site.url + tags.get(audiences[name].language.lower(), "") + page_address(slug, name),
        )
        for name in pages_of(updates, audiences, everything=True)
    )


def messages(
    target: Target, items: tuple[NewsItem, ...], announcer: Announcer, plugins: Mapping[str, Notifier] = MappingProxyType({})
) -> tuple[Message, ...]:
    """Return the messages to a target about some items, in order: for a hub one for each feed, for others one for each item.

    Args:
        target: who is told.
        items: what is new.
        announcer: gives what chat programs are told of an item, and posts.
        plugins: the notifiers of plugins, by name.
    """
    if target.kind.is_public:
        return tuple(announcer.post(target, item) for item in items)
    if target.kind.is_chat:
        return tuple(
            _to_chat(target, item, _CHATS[target.kind](announcer.chat_message(item, target.language, target.audience), target))
            for item in items
        )
    if target.kind is TargetKind.WEBSUB:
        changed = {address: None for item in items for address in item.feeds}
        return tuple(_published(target, address, items) for address in changed)
    notifier = plugins[target.notifier] if target.kind is TargetKind.PLUGIN else _NOTIFIERS[target.kind]
    return tuple(_about(target, item, notifier(item)) for item in items)


def _published(target: Target, address: str, items: tuple[NewsItem, ...]) -> Message:
    # WebSub does not define how publishers notify hubs; this is the request of PubSubHubbub 0.4, which hubs still accept.
    return Message(
        target=target,
        id=address,
        about=address,
        covers=tuple(item.id for item in items if address in item.feeds),
        body=urlencode({"hub.mode": "publish", "hub.url": address}).encode(),
        content_type="application/x-www-form-urlencoded",
    )


def _about(target: Target, item: NewsItem, body: MessageBody) -> Message:
    return Message(target=target, id=item.id, about=item.title, covers=(item.id,), body=body.data, content_type=body.content_type)


def _to_chat(target: Target, item: NewsItem, request: Request) -> Message:
    return Message(
        target=target,
        id=item.id,
        about=item.title,
        covers=(item.id,),
        body=request.body,
        content_type=request.headers["Content-Type"],
        url=request.url,
        headers=request.headers,
    )


def _event(item: NewsItem) -> MessageBody:
    """Return the body recommended by the Standard Webhooks specification: type, timestamp, data."""
    readers = [{"name": name, "title": title, "url": address} for name, title, address in item.audiences]
    event = {
        "type": f"{item.kind}.published",
        "timestamp": item.published.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": {
            "id": item.id,
            "title": item.title,
            "summary": item.summary,
            "url": item.link,
            "status": item.status or None,
            "language": item.language,
            "incident": {"name": item.slug, "title": item.incident},
            **({"audiences": readers} if readers else {}),
        },
    }
    return MessageBody(json_bytes(event), JSON)


#: Write the request that tells a chat program.
_CHATS: Mapping[TargetKind, Callable[[ChatMessage, Target], Request]] = MappingProxyType(
    {
        TargetKind.SLACK: slack.request,
        TargetKind.TEAMS: teams.request,
        TargetKind.MATTERMOST: mattermost.request,
        TargetKind.DISCORD: discord.request,
        TargetKind.NTFY: ntfy.request,
    }
)
_NOTIFIERS: Mapping[TargetKind, Notifier] = MappingProxyType({TargetKind.JSON: _event})


def first_met(state: NotifyState, targets: tuple[Target, ...], items: tuple[NewsItem, ...], since: datetime) -> NotifyState:
    """Return the state with every target added; a new target skips items published before `since`."""
    old = tuple(item.id for item in items if item.published < since)
    new = {target.name: TargetState(passed_over=old) for target in targets if target.name not in state.targets}
    return NotifyState(MappingProxyType({**state.targets, **new}))


def due(state: NotifyState, target: Target, items: tuple[NewsItem, ...]) -> tuple[NewsItem, ...]:
    """Return the items that a target has not been notified of yet, oldest first."""
    known = state.targets.get(target.name, TargetState()).known
    return tuple(item for item in items if name_in(item.id) not in known)


def complete(outcomes: Iterable[Delivery], sent: tuple[Message, ...]) -> frozenset[str]:
    """Return the ids of items for which a target received every message that covers them."""
    arrived = {outcome.message.id for outcome in outcomes if outcome.arrived}
    missing = {id for message in sent if message.id not in arrived for id in message.covers}
    return frozenset(id for message in sent for id in message.covers) - missing
