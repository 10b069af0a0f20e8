"""Drill scenarios: content/drills/scenarios/NAME.yml."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any, ClassVar

from generator.format.incident import IMPACT
from generator.format.kinds import Choice, Duration, FileName, Flag, Kind, Named, Part, Path, Sentence
from generator.format.reader import Reader
from generator.format.record import Key, Missing, Record, needs
from generator.format.strict_yaml import Node, Table, Text
from generator.model.drill import Inject, WantedResponse

_EXAMPLE = "first-sign: {at: 0m, from: security, says: Someone is in our support desk.}"


class _Figure(Kind):
    """The number that turned out to be wrong."""

    PART: ClassVar[Part] = {"type": "integer", "minimum": 0}
    FORM = "a whole number"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> int | None:
        if isinstance(node, Text) and node.value.strip().isascii() and node.value.strip().isdecimal() and len(node.value) < 12:
            return int(node.value)
        reader.problem("wrong-type", node.at, "`figure` needs a whole number", "write it without commas, like figure: 1200")
        return None


class _InjectRecord(Record):
    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Inject | None:
        name = path[-1]
        given = self.opened(reader, node, what, name)
        if given is None:
            return None
        values = self.values(reader, node, given, path) or {}
        wants = values.pop("wants", None) or WantedResponse.UPDATE
        if values.get("figure") is not None and wants is not WantedResponse.CORRECTION:
            reader.problem(
                "wrong-type",
                given["figure"].at,
                "`figure` is the number that turns out to be wrong, so it needs a correction",
                "write `wants: correction`, or delete `figure:`",
            )
        if wants is WantedResponse.CORRECTION and "figure" not in given:
            reader.problem(
                "missing-key", node.at, f"`{name}` does not say which number was wrong", "add a line such as `figure: 1200`"
            )
        return Inject(name=name, at=values.pop("at") or timedelta(), wants=wants, **values)


def _has_no(key: str, example: str) -> Missing:
    return needs(f"`{{name}}` has no `{key}`", f"add a line such as `{example}`")


# fmt: off
INJECT = _InjectRecord(of="what happens in a drill",
    help="write `at:`, `from:` and `says:` on the lines below, indented by two more spaces",
    keys=(
        Key("at", Duration(), "When it happens", "How long after the first sign.", "20m", required=_has_no("at", "at: 20m"),
            needed="required"),
        Key("from", Sentence(), "Who it comes from", "In words; a role of the plan is shown with its person.",
            "A journalist, by telephone", required=_has_no("from", "from: A journalist, by telephone"), needed="required",
            attr="source"),
        Key("says", Sentence(), "What they say or do", "One sentence.", "Is it true?",
            required=_has_no("says", "says: Is it true?"), needed="required"),
        Key("wants",
            Choice(WantedResponse, "answer",
                ("An update.", "A correction.", "An answer under questions in incident.md.", "Nothing in public.")),
            "What it calls for", "The public answer; an update by default.", "question"),
        Key("figure", _Figure(), "The false number", "With wants: correction, the number that turns out to be wrong.", 1200),
        Key("when_promised", Flag(), "When the next update is due",
            "true: it happens when the next promised update is due; at: applies if none was promised.", True),
    ),
    title="Something that happens", words="When, from whom, and what they say.",
    examples=({"at": "20m", "from": "A journalist, by telephone", "says": "Is it true?"},))
# fmt: on


class _Injects(Named):
    """The events, in order of time."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        if not isinstance(node, Table):
            reader.problem("wrong-type", node.at, "`injects` needs a name before each event", f"write it like {_EXAMPLE}")
            return ()
        found: Mapping[str, Inject] = Named.read(self, reader, node, what, path)
        for earlier, later in pairwise(found.values()):
            if later.at < earlier.at:
                reader.problem(
                    "wrong-type",
                    (reader.places.get((*path, later.name, "at")) or reader.places[(*path, later.name)]).whole,
                    f"`{later.name}` happens before `{earlier.name}`, which is above it",
                    "put the events in order of time",
                )
        return tuple(found.values())


def _lacks(key: str, example: str) -> Missing:
    help = f"add a line such as `{example}`" if key != "injects" else f"add {example}"
    return needs(f"`{key}` is missing", help)


# fmt: off
SCENARIO = Record(of="a scenario", unpublished="a drill is never published",
    keys=(
        Key("title", Sentence(), "Title", "What it is about, in one sentence with no spoilers.", "A stolen login",
            required=_lacks("title", "title: A stolen login"), needed="required"),
        Key("template", FileName("a file in content/templates/"), "Template", "The template that it was written for.",
            "stolen-login", required=_lacks("template", "template: stolen-login"), needed="required"),
        Key("impact", IMPACT, "How bad it is", "For people who rely on you.", "major"),
        Key("injects", _Injects(of=INJECT, what="inject", one="`{name}`"), "What happens",
            "A name for each event, in order of time.",
            {"press": {"at": "20m", "from": "A journalist, by telephone", "says": "Is it true?"}},
            required=_lacks("injects", f"injects: and below it, indented by two spaces, {_EXAMPLE}"), needed="required"),
        Key("talk", Sentence(), "What to talk about", "Afterwards, in one paragraph.", "Who decided, and who was asked?"),
    ))
# fmt: on
