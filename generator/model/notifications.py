"""Notifications: the new items, the targets, and the outcome of each message."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from generator.model.identity import name_in

#: Hosts of this computer; only their addresses may begin with http.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class NewsItemKind(StrEnum):
    """The kinds of items that targets are notified of."""

    UPDATE = "update"
    CORRECTION = "correction"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """An item that was published.

    Attributes:
        id: its permanent id, as in the feeds, by which receivers recognise an item they already have.
        title: as in the feeds, such as `Correction: …`.
        summary: one sentence.
        link: its page.
        status: the incident's status after it; empty for a review.
        language: what it is written in.
        slug: the incident's folder.
        incident: the incident's title.
        feeds: the addresses of the feeds that hold it.
        audiences: the readers who have a page of their own of the incident, each with what readers call them and its address.
    """

    id: str
    kind: NewsItemKind
    title: str
    summary: str
    link: str
    status: str
    published: datetime
    language: str
    slug: str
    incident: str
    feeds: tuple[str, ...] = ()
    audiences: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MessageBody:
    """What is sent of an item.

    Attributes:
        data: the bytes. Where messages are signed, they are UTF-8.
        content_type: what kind of text they are, such as `application/json`.
    """

    data: bytes
    content_type: str


#: Writes what is sent of an item.
Notifier: TypeAlias = Callable[[NewsItem], MessageBody]


class TargetKind(StrEnum):
    """The protocol of a target."""

    SLACK = "slack"
    JSON = "json"
    WEBSUB = "websub"
    PLUGIN = "plugin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A receiver of notifications.

    Attributes:
        name: its key in the state file and its name in messages.
        url: where it listens. It may be a secret, so no message shows it.
        secret: what messages to it are signed with; empty when they are not.
        unusable: why nothing can be sent to it; empty when something can.
        notifier: the name of the plugin's notifier that writes its messages; empty for the other protocols.
    """

    name: str
    kind: TargetKind
    url: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    unusable: str = ""
    notifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One request to one target.

    Attributes:
        target: whom it is for.
        id: by which receivers can recognise duplicates.
        about: what it is about, for people.
        covers: the ids of the items in it.
        body: what is sent.
        content_type: what kind of text that is.
    """

    target: Target
    id: str
    about: str
    covers: tuple[str, ...]
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The outcome of a message: delivered when `why` is empty, else why not."""

    message: Message
    why: str = ""

    @property
    def arrived(self) -> bool:
        """Whether the target accepted it."""
        return not self.why


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetState:
    """Which items one target has received.

    Attributes:
        told: the ids of the items that it accepted.
        passed_over: the ids of items that were already old when it was first notified.
    """

    told: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def known(self) -> frozenset[str]:
        """Return the items that it need not receive, by the part of their ids that does not change with the site's identity."""
        return frozenset(map(name_in, (*self.told, *self.passed_over)))


@dataclass(frozen=True, slots=True)
class NotifyState:
    """What every target has been told, by the target's name."""

    targets: Mapping[str, TargetState] = field(default_factory=lambda: MappingProxyType({}))

    def told(self, message: Message, complete: frozenset[str]) -> "NotifyState":
        """Return the state after a message was delivered.

        Args:
            message: what arrived.
            complete: the ids of those of its items of which the target has now been told everything.
        """
        target_state = self.targets.get(message.target.name, TargetState())
        new = tuple(id for id in message.covers if id in complete and id not in target_state.told)
        changed = TargetState(told=(*target_state.told, *new), passed_over=target_state.passed_over)
        return NotifyState(MappingProxyType({**self.targets, message.target.name: changed}))
