"""site_config.yml as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from generator.model.addressee import Addressee
from generator.model.identity import identity_of
from generator.model.update import StandingChange, Status, When

#: The longest a reader should wait for the next update, by status.
DEFAULT_CADENCE: Mapping[Status, timedelta] = MappingProxyType(
    {
        Status.INVESTIGATING: timedelta(hours=24),
        Status.CONFIRMED: timedelta(hours=72),
        Status.REOPENED: timedelta(hours=72),
        Status.CONTAINED: timedelta(days=7),
        Status.MONITORING: timedelta(days=30),
    }
)


#: For how many days a signature is valid if the site does not say.
DEFAULT_VALID_DAYS: Final = 7

#: The themes that come with the program; a site may bring others.
THEMES = ("material", "lifeboat")

#: The address of every drill's site, whatever its settings say: a host name that can never exist (RFC 2606).
DRILL_URL = "https://drill.invalid/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who speaks.

    `domains` are the hosts that links may lead to; `country` is where we are established (ISO 3166-1); `data_protection_officer` is who that is,
    and how to reach them, in words.
    """

    name: str
    url: str = ""
    logo: str = ""
    domains: tuple[str, ...] = ()
    country: str = ""
    data_protection_officer: str = ""


#: Values of `public_since`: public for as long as anyone knows, and not public yet.
ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
NOT_YET: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The site: its public address (always ending in a slash), title, languages (BCP 47 tags), time zone and theme.

    `mirrors` are the other addresses at which the publisher serves the same files, each ending in a slash too.
    `id` is what permanent ids are made of; empty: derived from the address. `public_since` is when readers could first see the site: commits from before that were never public.
    """

    url: str
    title: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    theme: str = "material"
    public_since: datetime = ALWAYS
    id: str = ""
    mirrors: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """What permanent ids are made of: the configured `id`, else one derived from the address."""
        return self.id or identity_of(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to ask. At least an e-mail address, a telephone number or an address out of band makes it usable."""

    email: str = ""
    phone: str = ""
    hours: str = ""
    who: str = ""
    out_of_band: str = ""

    @property
    def usable(self) -> bool:
        """Whether a reader can reach someone by it."""
        return bool(self.email or self.phone or self.out_of_band)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The organisation's policy.

    Attributes:
        cadence: the longest time to the next update, by status.
        grace: how much later than promised an update still counts as on time.
        approvals: roles that must approve an update.
        grade_at_most: the Flesch-Kincaid grade that text should not exceed; None: not set.
    """

    cadence: Mapping[Status, timedelta] = field(default_factory=lambda: DEFAULT_CADENCE)
    grace: timedelta = timedelta()
    approvals: tuple[str, ...] = ()
    grade_at_most: float | None = None


class WebhookKind(StrEnum):
    """The form of a webhook's messages: that of a chat program, or plain JSON."""

    SLACK = "slack"
    TEAMS = "teams"
    MATTERMOST = "mattermost"
    DISCORD = "discord"
    NTFY = "ntfy"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A webhook that is notified of new items.

    Attributes:
        url: where it listens; empty: `url_env` names the environment variable that holds the address.
        secret_env: the name of the environment variable with the secret that messages are signed with, or that lets them in; empty: there is none.
        language: in which language it is told; empty: that of its audience, or else the site's own.
        audience: for which audience a chat room is; empty: for everyone.
        notifier: the name of the plugin's notifier that writes the messages, whatever `kind` is; empty: `kind` counts.
    """

    kind: WebhookKind
    url: str = ""
    url_env: str = ""
    secret_env: str = ""
    language: str = ""
    audience: str = ""
    notifier: str = ""


class PostKind(StrEnum):
    """The networks on which posts can be published."""

    MASTODON = "mastodon"
    BLUESKY = "bluesky"


class Visibility(StrEnum):
    """Who sees a post on Mastodon: everybody; everybody, but not in the lists of all posts; those who follow."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAccount:
    """An account that posts every update.

    Attributes:
        url: the server.
        secret_env: the name of the environment variable with the token or the app password.
        handle: the account's name, where the server asks for it.
        language: the language of the posts; empty: the site's own.
        visibility: who sees them.
        characters: how long one may be; 0: as the server says.
    """

    kind: PostKind
    url: str
    secret_env: str
    handle: str = ""
    language: str = ""
    visibility: Visibility | None = None
    characters: int = 0


class Encryption(StrEnum):
    """How the connection to a mail server is encrypted: after a greeting in the clear (RFC 3207), from its beginning (RFC 8314), or not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The server through which e-mail to mailing lists is sent; without a host there is none.

    Attributes:
        sender: the address that the messages are from, which the lists accept messages from.
        host: the server's name.
        port: where it listens.
        user_env: the name of the environment variable with the user's name; empty: nobody logs in.
        password_env: the name of the environment variable with the password.
    """

    sender: str = ""
    host: str = ""
    port: int = 0
    encryption: Encryption = Encryption.STARTTLS
    user_env: str = ""
    password_env: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listmonk:
    """A Listmonk, whose lists are told by its API; without an address there is none.

    Attributes:
        url: its address, ending in a slash.
        user_env: the name of the environment variable with the name of its API user.
        token_env: the name of the environment variable with that user's token.
        sender: the address that the messages are from; empty: what Listmonk's own settings say.
    """

    url: str = ""
    user_env: str = ""
    token_env: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingList:
    """A mailing list that gets every update.

    Attributes:
        name: its name in the settings and in messages of the program.
        address: where messages to it are sent; empty for a list of a Listmonk.
        listmonk: its number in Listmonk; 0 for a list with an address.
        audience: for which audience it is; empty: for everyone.
        language: in which language; empty: that of its audience, or else the site's own.
    """

    name: str = ""
    address: str = ""
    listmonk: int = 0
    audience: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe:
    """Where readers can subscribe beyond the feeds, and who is told what is new."""

    email_url: str = ""
    email_privacy: str = ""
    websub_hub: str = ""
    webhooks: Mapping[str, Webhook] = field(default_factory=lambda: MappingProxyType({}))
    posts: Mapping[str, PostAccount] = field(default_factory=lambda: MappingProxyType({}))

    mail_server: MailServer = MailServer()
    listmonk: Listmonk = Listmonk()
    lists: Mapping[str, MailingList] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityTxt:
    """The fields of /.well-known/security.txt (RFC 9116); without a contact there is no such file.

    Attributes:
        contact: addresses to report a weakness to, each in full (`mailto:`, `tel:` or `https:`), the preferred one first.
        expires: until when the file is valid; a day lasts until its end in the site's time zone.
        preferred_languages: language tags, in no order.
    """

    contact: tuple[str, ...] = ()
    expires: When | None = None
    encryption: str = ""
    acknowledgments: str = ""
    policy: str = ""
    preferred_languages: tuple[str, ...] = ()

    def ends_at(self, zone: ZoneInfo) -> datetime | None:
        """Return the last second in which it is valid; None without an expiry. A day lasts until its end in the zone."""
        expires = self.expires
        if expires is None or isinstance(expires, datetime):
            return expires
        return datetime.combine(expires, time(23, 59, 59), tzinfo=zone)


class PublisherCategory(StrEnum):
    """What the organisation is in a CSAF document (CSAF 2.0, section 3.2.1.8.1); `translator` is none that issues documents of its own."""

    VENDOR = "vendor"
    USER = "user"
    COORDINATOR = "coordinator"
    DISCOVERER = "discoverer"
    OTHER = "other"


class Aggregators(StrEnum):
    """What those who collect CSAF documents may do: name where they are, copy them too, or neither."""

    LIST = "list"
    MIRROR = "mirror"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Csaf:
    """How incidents are told as CSAF documents.

    Attributes:
        publish: whether they are.
        category: what the organisation is in them.
        namespace: the address that stands for the organisation in all its CSAF documents; empty: the one that stands for the site in ids.
        aggregators: what those who collect such documents may do.
    """

    publish: bool = True
    category: PublisherCategory = PublisherCategory.VENDOR
    namespace: str = ""
    aggregators: Aggregators = Aggregators.LIST


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A public key of OpenSSH: its kind, such as `ssh-ed25519`, and the key itself in base64."""

    kind: str
    blob: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How the list of the site's files is signed; without keys it is not.

    Attributes:
        keys: the keys that may sign, the one in use first.
        valid_days: for how many days a signature is valid.
    """

    keys: tuple[SigningKey, ...] = ()
    valid_days: int = DEFAULT_VALID_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """A group of readers.

    Attributes:
        name: its name in texts, and in the addresses of its pages.
        title: the key `name`: what readers call it, in the site's own language.
        words: who that is, said to a reader who has to choose.
        pages: whether incidents have pages of its own for it.
        language: the language in which most of it reads; empty: the site's own.
        contact: how it can ask; what is empty is the site's.
        letter_to: to whom its letters are written, such as the guardians of those whose data it was; None: to themselves.
    """

    name: str
    title: str
    words: str = ""
    pages: bool = True
    language: str = ""
    contact: Contact = Contact()
    letter_to: Addressee | None = None


class Builder(StrEnum):
    """The program that builds the site from the project that the generator writes."""

    MKDOCS = "mkdocs"
    PROPERDOCS = "properdocs"
    ZENSICAL = "zensical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The site's own phrases: allowed ones are passed over, added ones are reported."""

    allow: tuple[str, ...] = ()
    add: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """site_config.yml.

    Attributes:
        changed: which way to ask was changed after it was sealed, by its place: `contact.phone`.
        signing: how the list of the site's files is signed.
        translations: by language tag: each text of the configuration (titles, names, how to ask) and its translation.
        drill: whether this is the scratch copy of a drill: every page says that none of it is real, and nothing is published.
        plugins: the names of the packages whose rules, writers and notifiers are used.
    """

    organisation: Organisation
    site: SiteSettings
    contact: Contact = Contact()
    changed: Mapping[str, StandingChange] = field(default_factory=lambda: MappingProxyType({}))
    systems: tuple[str, ...] = ()
    audiences: Mapping[str, Audience] = field(default_factory=lambda: MappingProxyType({}))
    policy: Policy = Policy()
    profiles: tuple[str, ...] = ()
    subscribe: Subscribe = Subscribe()
    security_txt: SecurityTxt = SecurityTxt()
    csaf: Csaf = Csaf()
    wording: Wording = Wording()
    signing: Signing = Signing()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    mkdocs: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    drill: bool = False
    builder: Builder = Builder.MKDOCS
    plugins: tuple[str, ...] = ()
