"""Notice profiles: the shipped ones, a site's own, and those in force for an incident.

The shipped ones are data, a file a profile, under `profiles/`. A site's own (content/profiles/) of the same key takes a shipped one's place.
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

#: In force for every incident. What it asks for, the rules on honesty refuse to do without.
BASE = "base"


@cache
def shipped() -> Mapping[str, Profile]:
    """The profiles that come with the program, by key, `base` first."""
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
    """Every profile that a site may name, by key; one of its own that could not be understood is not among them."""
    own = {document.key: document.profile for document in content.profiles}
    return MappingProxyType({key: profile for key, profile in {**shipped(), **own}.items() if profile is not None})


def in_force(incident: Incident, config: SiteConfig | None, profiles: Mapping[str, Profile]) -> tuple[Profile, ...]:
    """The profiles in force for an incident: `base`, those that it asks for and those that the site asks for, each once.

    Args:
        incident: what incident.md says.
        config: the site's configuration, if it was understood.
        profiles: every profile that the site may name (`profiles_of`).
    """
    keys = dict.fromkeys((BASE, *incident.profiles, *(config.profiles if config else ())))
    return tuple(profiles[key] for key in keys if key in profiles)
