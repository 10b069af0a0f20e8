"""site_config.yml as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.model.update import Status

#: The longest a reader should wait for the next update, by status (reference: research, section 3, "Cadence defaults").
DEFAULT_CADENCE: Mapping[Status, timedelta] = MappingProxyType(
    {
        Status.INVESTIGATING: timedelta(hours=24),
        Status.CONFIRMED: timedelta(hours=72),
        Status.REOPENED: timedelta(hours=72),
        Status.CONTAINED: timedelta(days=7),
        Status.MONITORING: timedelta(days=30),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who speaks. `domains` are the hosts that links may lead to."""

    name: str
    url: str = ""
    logo: str = ""
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The site: its public address (always ending in a slash), title, languages (BCP 47 tags), time zone and theme."""

    url: str
    title: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    theme: str = "material"


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
        """Whether a reader can reach somebody by it."""
        return bool(self.email or self.phone or self.out_of_band)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the organisation holds itself to.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe:
    """Where readers can subscribe beyond the feeds."""

    email_url: str = ""
    websub_hub: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityTxt:
    """The fields of /.well-known/security.txt (RFC 9116)."""

    contact: tuple[str, ...] = ()
    expires: str = ""
    encryption: str = ""
    acknowledgments: str = ""
    policy: str = ""
    preferred_languages: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The site's own phrases: allowed ones are passed over, added ones are reported."""

    allow: tuple[str, ...] = ()
    add: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """site_config.yml.

    Attributes:
        translations: by language tag: what the configuration says (titles, names, how to ask), and the same in that language.
    """

    organisation: Organisation
    site: SiteSettings
    contact: Contact = Contact()
    systems: tuple[str, ...] = ()
    policy: Policy = Policy()
    profiles: tuple[str, ...] = ()
    subscribe: Subscribe = Subscribe()
    security_txt: SecurityTxt = SecurityTxt()
    wording: Wording = Wording()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    mkdocs: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
