"""A template: an update whose times are filled in when it is used."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, TypeVar

from generator.format.kinds import Duration, Named, OrNever, OrWord, Path
from generator.format.reader import Reader
from generator.format.record import Record
from generator.format.shared import but
from generator.format.strict_yaml import Node
from generator.format.update import OPEN_FACT, STEP, UPDATE, NoneLeft
from generator.model.update import Fact, Step, Update

#: The keys whose entries can promise something with `by`.
PROMISING: Final = ("unknown", "next_steps")

#: The placeholder for a template's time of publication: a time that no site can have.
UNDATED: Final = datetime(1970, 1, 1, tzinfo=UTC)


class _AfterStart(Duration):
    """A time since the first statement, as a moment counted from `UNDATED`."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        length = reader.length(node, what)
        return UNDATED + length if length else None


def _counted(record: Record, example: str) -> Record:
    """Return a record whose `by` is a length of time."""
    by = but(record.by_name["by"], kind=_AfterStart(positive=True), example="3d", more=(), docs="",
        words="A length of time, counted from the first statement: 3d. It becomes a promise; readers see whether you keep it.")  # fmt: skip
    examples = tuple(
        {key: "3d" if key == "by" else value for key, value in one.items() if key in {example, "by"}}
        if isinstance(one, Mapping)
        else one
        for one in record.examples
    )
    return replace(record, keys=tuple(by if key.name == "by" else key for key in record.keys), examples=examples)


_OPEN_FACT = _counted(OPEN_FACT, "text")
_STEP = _counted(STEP, "do")


# fmt: off
_CHANGED = {
    "unknown": but(UPDATE.by_name["unknown"],
        kind=NoneLeft("none_left", Named(of=_OPEN_FACT, what="fact", one="the fact `{name}`"), flag="none_left"),
        docs="name → fact, every open unknown; its `by` is a length of time, such as `3d`"),
    "next_steps": but(UPDATE.by_name["next_steps"],
        kind=OrNever(Named(of=_STEP, what="step", one="the step `{name}`"), "step"),
        docs="name → step; its `by` is a length of time, such as `3d`"),
    "title": but(UPDATE.by_name["title"], words="One plain sentence. Put what has to be filled in in [[double brackets]].",
        example="Someone got into [[which system]]"),
    "next_update": but(UPDATE.by_name["next_update"], kind=OrWord("none_planned", _AfterStart(), flag="none_planned"),
        title="How long until readers hear again", words="A length of time, counted from the first statement.", example="6h", more=(),
        needed="",
        docs="how long after the first statement readers hear again, such as `6h`; the default is the cadence"),
}

#: The keys of a template: it becomes a first statement, and its times are filled in when it is used.
TEMPLATE = Record(of="a template", unpublished="it is judged as the first statement that it makes",
    keys=tuple(_CHANGED.get(name, UPDATE.by_name[name])
        for name in (
            *("title", "status", "known", "unknown", "next_steps", "actions", "next_update", "nature", "affected", "data"),
            *("consequences", "contained_by", "waivers", "summary"),
        )))
# fmt: on

_Promise = TypeVar("_Promise", Fact, Step)


def dated(update: Update, published: datetime) -> Update:
    """Return a template's update as published at a time, with each `by` counted from then. What has no `by` stays."""

    def moved(entries: Mapping[str, _Promise]) -> Mapping[str, _Promise]:
        return MappingProxyType(
            {
                name: replace(entry, by=published + (entry.by - UNDATED)) if isinstance(entry.by, datetime) else entry
                for name, entry in entries.items()
            }
        )

    return replace(update, published=published, unknown=moved(update.unknown), next_steps=moved(update.next_steps))
