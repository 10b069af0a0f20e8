"""Profile files: from text to a notice profile, strictly. The shipped ones and a site's own are read alike."""

from collections.abc import Mapping
from types import MappingProxyType

from generator.format.profile import PROFILE
from generator.format.reading import Reader
from generator.format.strict_yaml import Node, Table
from generator.model.diagnostic import Finding
from generator.model.document import ProfileDocument
from generator.model.profile import (
    Clock,
    Profile,
    Unit,
)
from generator.model.source import Source


def parse_profile(source: Source, problems: tuple[Finding, ...], key: str) -> ProfileDocument:
    """A profile; `profile` is None when anything in it could not be understood.

    Args:
        source: the file.
        problems: what was wrong with it before it was read (its encoding, its size).
        key: the profile's name: that of its file.
    """
    reader, node = Reader.opened(source, problems)
    profile = _profile(reader, node, key) if reader.understood else None
    return ProfileDocument(
        source=source,
        places=MappingProxyType(reader.places),
        problems=tuple(reader.problems),
        key=key,
        profile=profile if reader.understood else None,
    )


def _profile(reader: Reader, node: Node | None, key: str) -> Profile | None:
    if not isinstance(node, Table):
        reader.problem("wrong-type", reader.places[()].whole, "a profile has no keys", "begin with `title:` and `source:`")
        return None
    reader.record_all(node)
    values = PROFILE.values(reader, None, reader.keys(node, PROFILE.names, PROFILE.of), ()) or {}
    if not values.get("country"):
        _check_country(reader, values.get("clocks", {}))
    if not reader.understood:
        return None
    # What is empty was not said.
    return Profile(key=key, **{name: value for name, value in values.items() if value is not None and value != ""})


def _check_country(reader: Reader, clocks: Mapping[str, Clock]) -> None:
    for clock in clocks.values():
        lengths = (clock.limit.length, clock.cap.length if clock.cap else None, clock.warn)
        if any(length is not None and length.unit is Unit.BUSINESS_DAYS for length in lengths):
            reader.problem(
                "missing-key",
                reader.places["clocks", clock.name].key,
                "business days are counted, and the profile does not say whose public holidays count",
                "add a line such as `country: US`",
            )
            return
