"""What is new, for programs that are told of it: every published update and review, and the messages about them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import urlencode

from generator.model.artifact import Theme
from generator.model.identity import name_in
from generator.model.telling import Memories, Memory, Message, News, NewsKind, Outcome, Target, TargetKind
from generator.render import feeds
from generator.render.feeds import item_id
from generator.render.language import Language
from generator.render.markup import flat
from generator.render.pages import site_language
from generator.render.site import Case, Site
from generator.render.views import Stand


def news(site: Site, theme: Theme) -> tuple[News, ...]:
    """Every item of the feeds, oldest first."""
    language = site_language(site, theme)
    held = feeds.addresses(site)
    found = [item for case in site.cases for item in _of(site, case, language, held)]
    return tuple(sorted(found, key=lambda item: (item.published.astimezone(UTC), item.id)))


def _of(site: Site, case: Case, language: Language, held: Mapping[tuple[str, int], tuple[str, ...]]) -> Iterator[News]:
    address = f"{site.config.site.url}incidents/{case.slug}/"
    name = flat(case.folder.incident.title)
    for turn in case.ledger.turns:
        stand = Stand(site, case, turn, language)
        update = turn.document.update
        yield News(
            id=item_id(site, case, turn.document.number),
            kind=NewsKind.CORRECTION if stand.corrections else NewsKind.UPDATE,
            title=flat(stand.headline(update.title)),
            summary=flat(stand.brief),
            link=f"{address}{turn.document.number}/",
            status=update.status.value,
            published=update.published,
            language=site.config.site.language,
            slug=case.slug,
            incident=name,
            feeds=held[case.slug, turn.document.number],
        )
    if case.folder.review and case.folder.review.review:
        review = case.folder.review.review
        yield News(
            id=item_id(site, case, 0),
            kind=NewsKind.REVIEW,
            title=flat(language.gettext("Review: %(title)s", title=review.title)),
            summary=flat(review.cause),
            link=f"{address}review/",
            status="",
            published=review.published,
            language=site.config.site.language,
            slug=case.slug,
            incident=name,
            feeds=held[case.slug, 0],
        )


def messages(target: Target, items: tuple[News, ...]) -> tuple[Message, ...]:
    """What a target is sent about some items, in their order: for a hub one message a feed, for others one an item."""
    if target.kind is TargetKind.WEBSUB:
        changed = {address: None for item in items for address in item.feeds}
        return tuple(_published(target, address, items) for address in changed)
    return tuple(_about(target, item) for item in items)


def _published(target: Target, address: str, items: tuple[News, ...]) -> Message:
    # WebSub leaves how a publisher tells its hub to the two of them; this is the form that PubSubHubbub 0.4 had and hubs kept.
    return Message(
        target=target,
        id=address,
        about=address,
        covers=tuple(item.id for item in items if address in item.feeds),
        body=urlencode({"hub.mode": "publish", "hub.url": address}).encode(),
        content_type="application/x-www-form-urlencoded",
    )


def _about(target: Target, item: News) -> Message:
    said = {"text": _slack(item)} if target.kind is TargetKind.SLACK else _event(item)
    return Message(
        target=target,
        id=item.id,
        about=item.title,
        covers=(item.id,),
        body=json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(),
        content_type="application/json",
    )


def _slack(item: News) -> str:
    """Text in Slack's form, in which three characters mean something: nothing that an author wrote can call people or hide a link."""
    lines = [f"{item.incident}: {item.title}" if item.incident not in item.title else item.title, item.summary]
    text = "\n".join(dict.fromkeys(lines))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + f"\n<{item.link}>"


def _event(item: News) -> dict[str, object]:
    """The body that the Standard Webhooks specification recommends: type, timestamp, data."""
    return {
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
        },
    }


def first_met(memories: Memories, targets: tuple[Target, ...], items: tuple[News, ...], since: datetime) -> Memories:
    """The memories with every target in them: one that was never told anything passes over what was published before `since`."""
    old = tuple(item.id for item in items if item.published < since)
    new = {target.name: Memory(passed_over=old) for target in targets if target.name not in memories.targets}
    return Memories(MappingProxyType({**memories.targets, **new}))


def due(memories: Memories, target: Target, items: tuple[News, ...]) -> tuple[News, ...]:
    """What a target has not been told yet, oldest first."""
    known = memories.targets.get(target.name, Memory()).known
    return tuple(item for item in items if name_in(item.id) not in known)


def complete(outcomes: Iterable[Outcome], sent: tuple[Message, ...]) -> frozenset[str]:
    """The ids of the items of which a target has now been told everything: each message that covers one has arrived."""
    arrived = {outcome.message.id for outcome in outcomes if outcome.arrived}
    missing = {id for message in sent if message.id not in arrived for id in message.covers}
    return frozenset(id for message in sent for id in message.covers) - missing
