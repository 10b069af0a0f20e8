"""A risk assessment: content/assessments/INCIDENT.yml."""

import re
from typing import Any, Final

from generator.format.kinds import Choice, Choices, Day, Kind, Part, Path, Sentences, reasons
from generator.format.reader import Reader
from generator.format.record import Key, Record, line
from generator.format.strict_yaml import Node, Text
from generator.model.assessment import QUESTIONS, Identification, Protection, Severity, Vulnerable
from generator.model.incident_facts import Category

#: What stands for a number that nobody knows.
UNKNOWN: Final = "unknown"
_PEOPLE = re.compile(r"[0-9]{1,12}")


class People(Kind):
    """A number of people, or `unknown`."""

    FORM = "a whole number, or unknown"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> int | str | None:
        written = node.value if isinstance(node, Text) else ""
        if written == UNKNOWN:
            return UNKNOWN
        if _PEOPLE.fullmatch(written):
            return int(written)
        reader.problem(
            "wrong-type",
            node.at,
            "this is not a number of people",
            "write `number: 4380`, in digits without separators, or `number: unknown`",
        )
        return None

    def part(self) -> Part:
        return {"anyOf": [{"type": "integer", "minimum": 0}, {"const": UNKNOWN}]}


def _of_questions(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    unknown = next((name for name in values.get("because") or () if name not in QUESTIONS), None)
    if unknown is not None:
        reader.problem(
            "wrong-type", node.at, f"`{unknown}` is not a question of an assessment", f"use one of: {', '.join(QUESTIONS)}"
        )


# fmt: off
ASSESSMENT = Record(of="a risk assessment", unpublished="a risk assessment is never published",
    keys=(
        Key("assessed", Day(), "When it was made", "The day of the last answer.", "2027-03-04",
            required=line("assessed", "2027-03-04"), needed="required"),
        Key("by", Sentences("a name"), "Who answered", "Their names or roles.", ["the data protection officer"]),
        Key("kinds", Choices(Category, "category of data"), QUESTIONS["kinds"], "All that were reached, or may have been.", ["contact", "health"]),
        Key("protection",
            Choice(Protection, "protection", ("Anyone can read it.", "Some of it is protected, or weakly.",
                "Nobody can read it: it is encrypted, and its keys are safe.", "Nobody knows.")),
            QUESTIONS["protection"], "One word.", "none"),
        Key("identification",
            Choice(Identification, "answer", ("At a glance, by names or numbers.", "With other data beside it.", "Hardly at all.", "Nobody knows.")),
            QUESTIONS["identification"], "One word.", "easy"),
        Key("severity",
            Choice(Severity, "severity", ("A nuisance that passes.", "Trouble that people get over.",
                "Serious harm: loss of money or work, fraud, distress.", "Harm from which people may not recover.", "Nobody knows.")),
            QUESTIONS["severity"], "One word.", "significant"),
        Key("number", People(), QUESTIONS["number"], "In digits; or unknown.", 4380),
        Key("vulnerable",
            Choice(Vulnerable, "answer", ("Nobody.", "Some of them.", "Most of them.", "Nobody knows.")),
            QUESTIONS["vulnerable"], "One word.", "some"),
        Key("because",
            *reasons("Why", "The key of an answer, a colon and one sentence.", "severity", "Someone could use the numbers to open accounts.",
                what="reason"), check=_of_questions),
    ))
# fmt: on
