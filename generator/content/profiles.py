"""Parsing profile files strictly into notice profiles. Shipped profiles and a site's own use the same parser."""

from collections.abc import Mapping

from generator.format.profile import PROFILE
from generator.format.reader import Reader
from generator.format.yaml_files import read_whole
from generator.model.diagnostic import Finding
from generator.model.document import ProfileDocument
from generator.model.notice_profile import Clock, Output, Profile, ToldBy, Unit
from generator.model.source import Source


def parse_profile(source: Source, problems: tuple[Finding, ...], key: str) -> ProfileDocument:
    """Parse a profile; `profile` is None when anything in it was not understood.

    Args:
        source: the file.
        problems: problems found before parsing (its encoding, its size).
        key: the profile's name, from its file.
    """
    reader, values = read_whole(PROFILE, source, problems, "`title:` and `source:`")
    if values is not None and not values.get("country"):
        _check_country(reader, values.get("clocks", {}))
    if values is not None:
        _check_outputs(reader, values.get("clocks", {}), values.get("outputs", (Output.LETTER,)))
    profile = None
    if values is not None and reader.understood:
        # Empty values were not given.
        profile = Profile(key=key, **{name: value for name, value in values.items() if value is not None and value != ""})
    return ProfileDocument(**reader.document(source), key=key, profile=profile)


def _check_country(reader: Reader, clocks: Mapping[str, Clock]) -> None:
    for clock in clocks.values():
        lengths = (clock.limit.length, clock.cap.length if clock.cap else None, clock.warn)
        if any(length is not None and length.unit is Unit.BUSINESS_DAYS for length in lengths):
            reader.problem(
                "missing-key",
                reader.places["clocks", clock.name].key,
                "the profile counts business days, but does not say whose public holidays apply",
                "add a line such as `country: US`",
            )
            return


def _check_outputs(reader: Reader, clocks: Mapping[str, Clock], outputs: tuple[Output, ...]) -> None:
    """Report clocks whose recipient is told by an output that the profile does not have."""
    possible = (*(output.value for output in outputs), ToldBy.OTHER.value)
    for clock in clocks.values():
        if clock.told_by is not None and clock.told_by.value not in possible:
            reader.problem(
                "wrong-type",
                reader.places["clocks", clock.name, "told_by"].value,
                f"the clock `{clock.name}` is told by a {clock.told_by}, which this profile does not write",
                f"add it to `output:`, or use one of: {', '.join(possible)}",
            )
