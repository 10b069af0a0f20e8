"""Notice profiles: the shipped ones, a site's own, and those in force for an incident.

Shipped profiles are data, one file each, in `content/notice_profiles/`. A site's own profile (content/profiles/) replaces a shipped one with
the same key.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from generator.content.profiles import parse_profile
from generator.model.config import SiteConfig
from generator.model.document import Content
from generator.model.incident import Incident
from generator.model.notice_profile import Profile
from generator.model.source import Source

#: In force for every incident. Its requirements are those that the rules on honesty enforce.
BASE = "base"

#: Laws that have no profile here, by the key that one would have, and why not.
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "ch-fadp": "the Swiss Federal Act on Data Protection",
        "circia": "the Cyber Incident Reporting for Critical Infrastructure Act of the United States",
        "eu-cra": "article 14 of the Cyber Resilience Act of the European Union",
        "in-dpdp": "the Digital Personal Data Protection Act of India",
        "jp-appi": "the Japanese Act on the Protection of Personal Information",
        "kr-pipa": "the Korean Personal Information Protection Act",
        "nz-privacy": "the New Zealand Privacy Act 2020",
        "us-banks": "the 36-hour rule of the banking agencies of the United States",
        "us-il": "the Personal Information Protection Act of Illinois",
        "za-popia": "the South African Protection of Personal Information Act",
    }
)


def why_left_out(key: str) -> str:
    """Return why a law has no profile, in a sentence; empty where it has one or is not known."""
    law = LEFT_OUT.get(key.strip().lower(), "")
    return (
        f"There is no profile of {law}: what is known of it here comes from memory alone, and a clock that nobody has compared with the law's text"
        " would be trusted. A site can write its own in content/profiles/."
        if law
        else ""
    )


class Profiles(Mapping[str, Profile]):
    """Profiles by key: those that come with the program, `base` first, each read when it is first asked for, and a site's own.

    Args:
        own: the site's own; None for one that was not understood, which hides a shipped one all the same.
    """

    def __init__(self, own: Mapping[str, Profile | None]) -> None:
        self._own = own

    def __getitem__(self, key: str) -> Profile:
        """Return a profile."""
        if key not in self._own:
            return _shipped_profile(key)
        profile = self._own[key]
        if profile is None:
            raise KeyError(key)
        return profile

    def __contains__(self, key: object) -> bool:
        """Whether there is a profile; none is read."""
        return self._own[key] is not None if isinstance(key, str) and key in self._own else key in _shipped_keys()

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        keys = dict.fromkeys((*_shipped_keys(), *self._own))
        return (key for key in keys if key in self)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(1 for _ in self)


@cache
def _shipped_keys() -> tuple[str, ...]:
    folder = files("generator.content").joinpath("notice_profiles")
    keys = sorted(file.name.removesuffix(".yml") for file in folder.iterdir() if file.name.endswith(".yml"))
    return (BASE, *(key for key in keys if key != BASE))


@cache
def _shipped_profile(key: str) -> Profile:
    if key not in _shipped_keys():
        raise KeyError(key)
    text = files("generator.content").joinpath("notice_profiles", f"{key}.yml").read_text(encoding="utf-8")
    document = parse_profile(Source(f"{key}.yml", text), (), key)
    if document.profile is None:
        raise ValueError(f"{key}.yml: {document.problems}")
    return document.profile


@cache
def shipped() -> Mapping[str, Profile]:
    """Return the profiles that come with the program, by key, `base` first."""
    return Profiles({})


def profiles_of(content: Content) -> Mapping[str, Profile]:
    """Return every profile that a site may name, by key; its own profiles that were not understood are omitted."""
    return Profiles({document.key: document.profile for document in content.profiles})


def in_force(incident: Incident, config: SiteConfig | None, profiles: Mapping[str, Profile]) -> tuple[Profile, ...]:
    """Return the profiles in force for an incident, without repetition: `base`, the incident's and the site's.

    Args:
        incident: the content of incident.md.
        config: the site's configuration, if it was understood.
        profiles: every profile that the site may name (`profiles_of`).
    """
    keys = dict.fromkeys((BASE, *incident.profiles, *(config.profiles if config else ())))
    return tuple(profiles[key] for key in keys if key in profiles)
