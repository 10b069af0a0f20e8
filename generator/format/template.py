"""A template: an update whose times are filled in when it is used."""

from datetime import UTC, datetime
from typing import Any, Final

from generator.format.kinds import Duration, OrWord, Path
from generator.format.reader import Reader
from generator.format.record import Record
from generator.format.shared import but
from generator.format.strict_yaml import Node
from generator.format.update import UPDATE

#: The placeholder for a template's time of publication: a time that no site can have.
UNDATED: Final = datetime(1970, 1, 1, tzinfo=UTC)


class _AfterStart(Duration):
    """A time since the first statement, as a moment counted from `UNDATED`."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        length = reader.length(node, what)
        return UNDATED + length if length else None


# fmt: off
_CHANGED = {
    "title": but(UPDATE.by_name["title"], words="One plain sentence. What is to be filled in stands in [[two brackets]].",
        example="Someone got into [[which system]]"),
    "next_update": but(UPDATE.by_name["next_update"], kind=OrWord("none_planned", _AfterStart(), flag="none_planned"),
        title="How long until readers hear again", words="A length of time, from the first statement on.", example="6h", more=(),
        needed="",
        docs="how long after the first statement readers hear again, such as `6h`; without it the cadence says"),
}

#: The keys of a template: it becomes a first statement, and its times are filled in when it is used.
TEMPLATE = Record(of="a template",
    keys=tuple(_CHANGED.get(name, UPDATE.by_name[name])
        for name in (
            *("title", "status", "known", "unknown", "next_steps", "actions", "next_update", "nature", "affected", "data"),
            *("consequences", "contained_by", "waivers", "summary"),
        )))
# fmt: on
