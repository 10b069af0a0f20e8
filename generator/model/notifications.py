"""Notifications: the new items, the targets, and the outcome of each message."""

from collections.abc import Callable, Generator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from generator.model.config import Listmonk, MailingList, MailServer
from generator.model.identity import name_in


class NewsItemKind(StrEnum):
    """The kinds of items that targets are notified of."""

    UPDATE = "update"
    CORRECTION = "correction"
    REVIEW = "review"
    OVERDUE = "overdue"


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


class Part(StrEnum):
    """The parts of a chat message, in the order in which they are shown."""

    CORRECTED = "corrected"
    BRIEF = "brief"
    ACTIONS = "actions"
    KNOWN = "known"
    UNKNOWN = "unknown"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chat message.

    Attributes:
        part: which one.
        heading: its heading; empty for none.
        lines: each a plain text without line breaks.
        instead: the sentence that stands for lines that are left out, where some may not be left out without a word; empty elsewhere.
    """

    part: Part
    heading: str
    lines: tuple[str, ...]
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """What a chat is told of an item, in one language. All of it is plain text: what a chat program takes for a sign, its module makes harmless.

    Attributes:
        incident: the incident's title.
        title: the title of the item, as in the feeds.
        dateline: which update it is, of when, and the status after it.
        sections: what it says, in order.
        link: the item's page.
        link_text: what the link says.
        shortened: the sentence that says that something is left out.
        is_shortened: whether something is left out.
        language: its language.
        direction: `ltr` or `rtl`.
    """

    incident: str
    title: str
    dateline: str
    sections: tuple[Section, ...]
    link: str
    link_text: str
    shortened: str
    is_shortened: bool = False
    language: str = "en"
    direction: str = "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request of a program that speaks with a server in more than one step.

    Attributes:
        url: the address. It may hold a secret, as the headers and the body may.
        handles: statuses other than 2xx that are an answer, not a failure.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    body: bytes = field(default=b"", repr=False)
    handles: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: the status, and the JSON of its body, None where it is none."""

    status: int
    content: object = None


#: Speaks with a server: yields requests, is sent the answers, and returns the address of what was posted; it raises `NotPostedError`
#: where nothing can be. It is given what was kept from the messages before to the same target, and may begin again at
#: any time: what it did before, it finds.
Conversation: TypeAlias = Callable[[MutableMapping[str, str]], Generator[Request, Answer, str]]


class NotPostedError(Exception):
    """Nothing was posted, and trying again would not help. The message says why, and holds nothing of what the server answered."""


class TargetKind(StrEnum):
    """The protocol of a target."""

    SLACK = "slack"
    TEAMS = "teams"
    MATTERMOST = "mattermost"
    DISCORD = "discord"
    NTFY = "ntfy"
    JSON = "json"
    WEBSUB = "websub"
    PLUGIN = "plugin"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    EMAIL = "email"
    LISTMONK = "listmonk"

    @property
    def is_public(self) -> bool:
        """Whether everybody sees what it is sent: it is posted, and only when that is asked for."""
        return self in {TargetKind.MASTODON, TargetKind.BLUESKY}

    @property
    def is_chat(self) -> bool:
        """Whether people read what it is sent, in a chat room or on their telephones."""
        return self in {TargetKind.SLACK, TargetKind.TEAMS, TargetKind.MATTERMOST, TargetKind.DISCORD, TargetKind.NTFY}

    @property
    def is_list(self) -> bool:
        """Whether it is a mailing list, whose readers see all that is sent: what may have arrived is not sent again without end."""
        return self in {TargetKind.EMAIL, TargetKind.LISTMONK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A receiver of notifications.

    Attributes:
        name: its key in the state file and its name in messages.
        url: where it listens. It may be a secret, so no message shows it.
        secret: what messages to it are signed with, or the token that lets them in; empty when there is none.
        unusable: why nothing can be sent to it; empty when something can.
        notifier: the name of the plugin's notifier that writes its messages; empty for the other protocols.
        language: in which language it is told; empty for that of its audience, or else the site's own.
        audience: for which audience a chat room is; empty: for everyone.
        handle: the name of the account that posts, where the server asks for it.
        visibility: who sees its posts.
        characters: how long a post may be; 0: as the server says.
        mailing_list: the mailing list that it is.
        server: the mail server through which the list is reached.
        listmonk: the Listmonk that has the list.
        user: who logs in there; empty when nobody does. The password, or token, is `secret`.
    """

    name: str
    kind: TargetKind
    url: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    unusable: str = ""
    notifier: str = ""
    language: str = ""
    audience: str = ""
    handle: str = ""
    visibility: str = ""
    characters: int = 0
    mailing_list: MailingList = field(default_factory=MailingList)
    server: MailServer = field(default_factory=MailServer)
    listmonk: Listmonk = field(default_factory=Listmonk)
    user: str = field(default="", repr=False)

    @property
    def is_signed(self) -> bool:
        """Whether its secret signs what it is sent; elsewhere a secret lets messages in, and is sent itself."""
        return bool(self.secret) and self.kind in {TargetKind.JSON, TargetKind.PLUGIN}


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
        url: where it is sent, if not to the target's own address.
        headers: what else is said of it to the server.
        conversation: speaks with the server, in place of one request with the body.
        shown: what people will read, where they are shown it before it is posted.
        unwritten: why there is nothing to send; empty when there is something.
    """

    target: Target
    id: str
    about: str
    covers: tuple[str, ...]
    body: bytes = b""
    content_type: str = ""
    url: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    conversation: Conversation | None = field(default=None, repr=False)
    shown: str = ""
    unwritten: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The outcome of a message: delivered when `why` is empty, else why not.

    Attributes:
        message: the message.
        why: why it was not delivered, as far as is known.
        doubtful: whether it may have been delivered all the same.
        address: where it can be read, if that is known.
    """

    message: Message
    why: str = ""
    doubtful: bool = False
    address: str = ""

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
        in_doubt: how often each item that it may have received was sent to it, without anybody knowing what became of it.
    """

    told: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    in_doubt: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def known(self) -> frozenset[str]:
        """Return the items that it need not receive, by the part of their ids that does not change with the site's identity."""
        return frozenset(map(name_in, (*self.told, *self.passed_over)))

    def tries(self, id: str) -> int:
        """Return how often an item was sent without anybody knowing what became of it."""
        return max((number for known, number in self.in_doubt.items() if name_in(known) == name_in(id)), default=0)

    def doubting(self, id: str, tries: int) -> "TargetState":
        """Return the state in which an item was sent so often; 0: nothing of it is in doubt."""
        others = {known: number for known, number in self.in_doubt.items() if name_in(known) != name_in(id)}
        return replace(self, in_doubt=MappingProxyType({**others, id: tries} if tries else others))


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
        return self._with(message.target, replace(_settled(target_state, new), told=(*target_state.told, *new)))

    def doubted(self, message: Message, more: int) -> "NotifyState":
        """Return the state after a message was sent once more, or once less, without anybody knowing what became of it."""
        target_state = self.targets.get(message.target.name, TargetState())
        for id in message.covers:
            target_state = target_state.doubting(id, max(0, target_state.tries(id) + more))
        return self._with(message.target, target_state)

    def _with(self, target: Target, target_state: TargetState) -> "NotifyState":
        return NotifyState(MappingProxyType({**self.targets, target.name: target_state}))


def _settled(target_state: TargetState, ids: tuple[str, ...]) -> TargetState:
    for id in ids:
        target_state = target_state.doubting(id, 0)
    return target_state
