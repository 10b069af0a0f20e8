"""The record of a drill."""

from typing import Any

from generator.format.kinds import Day, FileName, Sentences, Whole, reasons
from generator.format.reader import Reader
from generator.format.record import Key, Record, line
from generator.format.strict_yaml import Node


def _no_more_than_made(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    made, kept = values.get("promises_made"), values.get("promises_kept")
    if made is not None and kept is not None and kept > made:
        reader.problem(
            "wrong-type",
            node.at,
            "more promises were kept than were made",
            f"write a number up to {made}, or fix `promises_made:`",
        )


# fmt: off
DRILL_RECORD = Record(of="a drill's record", unpublished="the record of a drill is never published",
    keys=(
        Key("held", Day(), "When it was held", "The day.", "2027-03-03", required=line("held", "2027-03-03"), needed="required"),
        Key("template", FileName("a file in content/templates/"), "Which template was used",
            "The name of the file in content/templates/.", "stolen-login"),
        Key("minutes", Whole(), "How long it took", "Minutes until the first statement could have been published.", 41),
        Key("took_part", Sentences("a name"), "Who took part", "Their names.", ["Ines Okafor", "Tom Ash"]),
        Key("findings", Sentences("a finding"), "What was found in the text",
            "What the rules, or others, found in what they wrote.", ["vague-time"]),
        Key("promises_made", Whole(), "Promises made", "How many.", 3),
        Key("promises_kept", Whole(), "Promises kept", "How many of them.", 2, check=_no_more_than_made),
        Key("lessons",
            *reasons("What we learnt", "A name, a colon and one sentence.", "lead", "Nobody knew who may decide.", what="lesson")),
    ))
# fmt: on
