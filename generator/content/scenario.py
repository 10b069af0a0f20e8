"""Parsing drill scenarios strictly. Shipped scenarios and a site's own use the same parser.

Shipped scenarios are data, one file each, in `content/scenarios/`. A site's own scenario (content/drills/scenarios/) replaces a shipped one
with the same key.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from generator.format.scenario import SCENARIO
from generator.format.yaml_files import read_whole
from generator.model.diagnostic import Finding
from generator.model.document import ScenarioDocument
from generator.model.drill import Scenario
from generator.model.source import Source

FOLDER = "content/drills/scenarios"


@cache
def shipped() -> Mapping[str, Scenario]:
    """Return the scenarios that come with the program, by key."""
    folder = files("generator.content").joinpath("scenarios")
    found: dict[str, Scenario] = {}
    for key in sorted(file.name.removesuffix(".yml") for file in folder.iterdir() if file.name.endswith(".yml")):
        text = folder.joinpath(f"{key}.yml").read_text(encoding="utf-8")
        document = parse_scenario(Source(f"{key}.yml", text), (), key)
        if document.scenario is None:
            raise ValueError(f"{key}.yml: {document.problems}")
        found[key] = document.scenario
    return MappingProxyType(found)


def parse_scenario(source: Source, problems: tuple[Finding, ...], key: str) -> ScenarioDocument:
    """Parse a scenario; `scenario` is None when anything in it was not understood.

    Args:
        source: the file.
        problems: problems found before parsing (its encoding, its size).
        key: its name, from its file.
    """
    reader, values = read_whole(SCENARIO, source, problems, "`title:` and `injects:`")
    scenario = Scenario(key=key, **values) if values is not None and reader.understood else None
    return ScenarioDocument(**reader.document(source), key=key, scenario=scenario)
