"""Reading values: from what was written to what it means. Everything that cannot be understood is reported, nothing is guessed."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final, TypeVar

from generator.format.name_reader import NameReader
from generator.format.names import nearest
from generator.format.place_reader import wrong_type_words
from generator.format.strict_yaml import Entry, Items, Node, Table, Text, short
from generator.format.text_edit import spelled

_Choice = TypeVar("_Choice", bound=StrEnum)


#: Keys that had another name in version 0.1, which is still read.
_NAMED_BEFORE: Final = MappingProxyType({"press": "builder"})


@cache
def _words(choices: type[StrEnum]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)


class Reader(NameReader):
    """Reads the values of one file and collects problems and places.

    Args:
        path: the file.
        text: its text, from which problems derive edits; without it, they have none.
        earlier: names used so far in the incident, by kind and wording of their sentences.
        names: whether entries without a name may be given one; False for a translation, which has the names of its original.
        taken: names used elsewhere in the incident, by kind; no other entry is given one of them.
    """

    def keys(self, table: Table, known: Iterable[str], of: str) -> dict[str, Node]:
        """Return the table's values by key; unknown keys are reported with the closest known one.

        Args:
            table: what was written.
            known: the permitted keys.
            of: the kind of table, in the writer's words.
        """
        known = tuple(known)
        values: dict[str, Node] = {}
        for entry in table.entries.values():
            if entry.key in known:
                values[entry.key] = entry.value
                continue
            if (now := _NAMED_BEFORE.get(entry.key, "")) in known and now not in table.entries:
                values[now] = entry.value
                continue
            if (variable := f"{entry.key}_env") in known:
                self._secret(entry, variable)
                continue
            near = nearest(entry.key, known)
            certain = spelled(entry.key, known)
            self.problem(
                "unknown-key",
                entry.key_at,
                f"`{short(entry.key)}` is not a key of {of}",
                self._renamed(near, entry.value) if near and near not in table.entries else f"use one of: {', '.join(known)}",
                self.instead(entry.key_at, certain) if certain not in table.entries else (),
            )
        return values

    def _secret(self, entry: Entry, variable: str) -> None:
        """Report a value that belongs into an environment variable, and stands in the file."""
        self.problem(
            "unknown-key",
            entry.value.at,
            f"`{entry.key}` is in this file, which everyone with access to the site's source can read",
            f"write `{variable}: {variable.removesuffix('_env').upper()}` instead, and the value into the environment variable of that name;"
            " make a new one, because this one is known",
            hides=entry.value.value if isinstance(entry.value, Text) else "",
        )

    def table(self, node: Node, what: str, help: str) -> Table | None:
        """Return a table of keys; anything else is reported."""
        if isinstance(node, Table):
            return node
        self.problem("wrong-type", node.at, f"{what} {wrong_type_words(node)}", help)
        return None

    def choice(self, node: Node, choices: type[_Choice], what: str) -> _Choice | None:
        """Return one word of a fixed set."""
        words = _words(choices)
        if isinstance(node, Text):
            word = node.value.strip()
            if word in words:
                return choices(word)
            near = nearest(word, words) if word else ""
            article = "an" if what[0] in "aeiou" else "a"
            shown = f"`{short(word)}` is not {article} {what}" if word else f"the {what} is empty"
            self.problem(
                "wrong-type",
                node.at,
                shown,
                f"write {self.shown(node.at, near)}" if near else f"use one of: {', '.join(words)}",
                self.instead(node.at, spelled(word, words)),
            )
        else:
            self.problem("wrong-type", node.at, f"the {what} {wrong_type_words(node)}", f"use one of: {', '.join(words)}")
        return None

    def flag(self, node: Node, what: str) -> bool:
        """Return True for `true`; an empty value is False."""
        if isinstance(node, Text) and node.value in {"true", "false"}:
            return node.value == "true"
        meant = isinstance(node, Text) and node.value.strip().lower() in {"yes", "on", "y", "ja", "oui", "si", "true"}
        self.problem(
            "wrong-type",
            node.at,
            f"`{what}` can only be true or false",
            f"write `{what}: true`" if meant else f"write `{what}: true`, or delete the line",
            self.instead(node.at, "true") if meant else (),
        )
        return False

    def whole(self, node: Node, what: str) -> int | None:
        """Return a whole number of at most five digits."""
        if isinstance(node, Text) and re.fullmatch(r"[0-9]{1,5}", node.value.strip()):
            return int(node.value)
        self.problem("wrong-type", node.at, f"`{what}` needs a whole number", f"write it like {what}: 2")
        return None

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        """Return a list of sentences; a single sentence counts as a list of one."""
        if isinstance(node, Text):
            return (text,) if (text := self.text(node, what)) else ()
        if isinstance(node, Items):
            return tuple(text for item in node.items if (text := self.text(item, what)))
        self.problem(
            "wrong-type", node.at, f"{what} {wrong_type_words(node)}", "write a list: each item on its own line, after a hyphen"
        )
        return ()
