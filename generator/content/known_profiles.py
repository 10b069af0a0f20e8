"""Notice profiles: the shipped ones, a site's own, and those in force for an incident.

Shipped profiles are data, one file each, in `content/notice_profiles/`. A site's own profile (content/profiles/) replaces a shipped one with
the same key.
"""

from collections.abc import Mapping
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


@cache
def shipped() -> Mapping[str, Profile]:
    """Return the profiles that come with the program, by key, `base` first."""
    folder = files("generator.content").joinpath("notice_profiles")
    keys = sorted(file.name.removesuffix(".yml") for file in folder.iterdir() if file.name.endswith(".yml"))
    found: dict[str, Profile] = {}
    for key in (BASE, *(key for key in keys if key != BASE)):
        text = folder.joinpath(f"{key}.yml").read_text(encoding="utf-8")
        document = parse_profile(Source(f"{key}.yml", text), (), key)
        if document.profile is None:
            raise ValueError(f"{key}.yml: {document.problems}")
        found[key] = document.profile
    return MappingProxyType(found)


def profiles_of(content: Content) -> Mapping[str, Profile]:
    """Return every profile that a site may name, by key; its own profiles that were not understood are omitted."""
    own = {document.key: document.profile for document in content.profiles}
    return MappingProxyType({key: profile for key, profile in {**shipped(), **own}.items() if profile is not None})


def in_force(incident: Incident, config: SiteConfig | None, profiles: Mapping[str, Profile]) -> tuple[Profile, ...]:
    """Return the profiles in force for an incident, without repetition: `base`, the incident's and the site's.

    Args:
        incident: the content of incident.md.
        config: the site's configuration, if it was understood.
        profiles: every profile that the site may name (`profiles_of`).
    """
    keys = dict.fromkeys((BASE, *incident.profiles, *(config.profiles if config else ())))
    return tuple(profiles[key] for key in keys if key in profiles)
