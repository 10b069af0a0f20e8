"""Scenario files: from text to what happens in a drill, strictly. The shipped ones and a site's own are read alike.

The shipped ones are data, a file a scenario, under `scenarios/`. A site's own (content/drills/scenarios/) of the same key takes a shipped one's
place.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

from generator.format.reading import Reader
from generator.format.strict_yaml import Node, Table, Text
from generator.model.diagnostic import Problem
from generator.model.document import ScenarioDocument
from generator.model.drill import Inject, Scenario, Wanted
from generator.model.incident import Impact
from generator.model.source import Source

FOLDER = "content/drills/scenarios"

SCENARIO_KEYS = ("title", "template", "impact", "injects", "talk")
INJECT_KEYS = ("at", "from", "says", "wants", "figure", "when_promised")

_EXAMPLE = "first-sign: {at: 0m, from: security, says: Somebody is in our support desk.}"


@cache
def shipped() -> Mapping[str, Scenario]:
    """The scenarios that come with the program, by key."""
    folder = files("generator.content").joinpath("scenarios")
    found: dict[str, Scenario] = {}
    for key in sorted(file.name.removesuffix(".yml") for file in folder.iterdir() if file.name.endswith(".yml")):
        text = folder.joinpath(f"{key}.yml").read_text(encoding="utf-8")
        document = parse_scenario(Source(f"{key}.yml", text), (), key)
        if document.scenario is None:
            raise ValueError(f"{key}.yml: {document.problems}")
        found[key] = document.scenario
    return MappingProxyType(found)


def parse_scenario(source: Source, problems: tuple[Problem, ...], key: str) -> ScenarioDocument:
    """A scenario; `scenario` is None when anything in it could not be understood.

    Args:
        source: the file.
        problems: what was wrong with it before it was read (its encoding, its size).
        key: its name: that of its file.
    """
    reader, node = Reader.opened(source, problems)
    scenario = _scenario(reader, node, key) if reader.understood else None
    return ScenarioDocument(
        source=source,
        places=MappingProxyType(reader.places),
        problems=tuple(reader.problems),
        key=key,
        scenario=scenario if reader.understood else None,
    )


def _scenario(reader: Reader, node: Node | None, key: str) -> Scenario | None:
    if not isinstance(node, Table):
        reader.problem("wrong-type", reader.places[()].whole, "a scenario has no keys", "begin with `title:` and `injects:`")
        return None
    reader.record_all(node)
    given = reader.keys(node, SCENARIO_KEYS, "a scenario")
    for needed, example in (
        ("title", "title: A stolen login"),
        ("template", "template: stolen-login"),
        ("injects", f"injects: and below it, two spaces in, {_EXAMPLE}"),
    ):
        if needed not in given:
            reader.problem("missing-key", reader.places[()].whole, f"`{needed}` is missing", f"add it, for example {example}")
    return Scenario(
        key=key,
        title=reader.text(given["title"], "`title`") if "title" in given else "",
        template=reader.text(given["template"], "`template`") if "template" in given else "",
        impact=reader.choice(given["impact"], Impact, "impact") if "impact" in given else None,
        injects=_injects(reader, given["injects"]) if "injects" in given else (),
        talk=reader.text(given["talk"], "`talk`") if "talk" in given else "",
    )


def _injects(reader: Reader, node: Node) -> tuple[Inject, ...]:
    if not isinstance(node, Table):
        reader.problem(
            "wrong-type", node.at, "`injects` needs a name before each thing that happens", f"write it like {_EXAMPLE}"
        )
        return ()
    found = reader.named(node, "inject", lambda name, value, _path: _inject(reader, name, value), "injects")
    for earlier, later in pairwise(found.values()):
        if later.at < earlier.at:
            at = reader.places["injects", later.name, "at"].whole
            reader.problem(
                "wrong-type",
                at,
                f"`{later.name}` happens before `{earlier.name}`, which stands above it",
                "put what happens in the order of time",
            )
    return tuple(found.values())


def _inject(reader: Reader, name: str, node: Node) -> Inject | None:
    table = reader.table(node, f"`{name}`", "write `at:`, `from:` and `says:` on the lines below, two spaces further in")
    if table is None:
        return None
    given = reader.keys(table, INJECT_KEYS, "what happens in a drill")
    for needed, example in (("at", "at: 20m"), ("from", "from: A journalist, by telephone"), ("says", "says: Is it true?")):
        if needed not in given:
            reader.problem("missing-key", node.at, f"`{name}` has no `{needed}`", f"add it, for example {example}")
    wants = (reader.choice(given["wants"], Wanted, "answer") if "wants" in given else None) or Wanted.UPDATE
    figure = _figure(reader, given["figure"]) if "figure" in given else None
    if figure is not None and wants is not Wanted.CORRECTION:
        reader.problem(
            "wrong-type",
            given["figure"].at,
            "`figure` is the number that turned out wrong, so it needs a correction",
            "write `wants: correction`, or delete `figure:`",
        )
    if wants is Wanted.CORRECTION and "figure" not in given:
        reader.problem(
            "missing-key", node.at, f"`{name}` does not say which number was wrong", "add it, for example figure: 1200"
        )
    return Inject(
        name=name,
        at=(reader.length(given["at"], "at") if "at" in given else None) or timedelta(),
        source=reader.text(given["from"], "`from`") if "from" in given else "",
        says=reader.text(given["says"], "`says`") if "says" in given else "",
        wants=wants,
        figure=figure,
        when_promised=reader.flag(given["when_promised"], "when_promised") if "when_promised" in given else False,
    )


def _figure(reader: Reader, node: Node) -> int | None:
    if isinstance(node, Text) and node.value.strip().isascii() and node.value.strip().isdecimal() and len(node.value) < 12:
        return int(node.value)
    reader.problem("wrong-type", node.at, "`figure` needs a whole number", "write it without commas, like figure: 1200")
    return None
