"""Reading sentences, and keeping places, problems and the edits that solve them."""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

from generator.format.problems import UNDERSTOOD
from generator.format.strict_yaml import Items, Node, Table, Text, quoted
from generator.format.text_edit import FileLines
from generator.model.diagnostic import Edit, Finding
from generator.model.source import Place, Source, Span

#: Quotation marks that are curly, each with those that close it.
_CURLY: Final = {"“": "”", "„": "“”", "‘": "’", "«": "»", "”": "”"}


class PlaceReader:
    """Reads sentences, and keeps places, problems and the edits that solve them."""

    def __init__(
        self,
        path: str,
        text: str = "",
        earlier: Mapping[tuple[str, str], str] = MappingProxyType({}),
        *,
        names: bool = True,
        taken: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> None:
        self.path = path
        self._earlier = earlier
        self._taken = taken
        self._names = names
        self.lines = FileLines(path, tuple(text.split("\n")) if text else ())
        self.problems: list[Finding] = []
        self.places: dict[tuple[str, ...], Place] = {}

    def document(self, source: Source) -> dict[str, Any]:
        """Return the fields that every kind of document has."""
        return {"source": source, "places": MappingProxyType(self.places), "problems": tuple(self.problems)}

    @property
    def understood(self) -> bool:
        """Whether what was read can be used."""
        return self.within(UNDERSTOOD)

    def within(self, kinds: Collection[str]) -> bool:
        """Whether all problems are of these kinds."""
        return all(problem.rule in kinds for problem in self.problems)

    def problem(self, rule: str, at: Span, message: str, help: str, edits: tuple[Edit, ...] = (), hides: str = "") -> None:
        """Record a problem. An example in its help is shown as a line with the key it belongs to; what may be a secret is shown nowhere."""
        found = Finding(rule=rule, at=at, message=message, help=self._as_lines(at, help), edits=edits, hides=hides)
        self.problems.append(found)

    def _key_at(self, at: Span) -> str:
        """Return the key whose value is at a place; empty when there is none, as for items of a list."""
        found = next((path[-1] for path, place in reversed(self.places.items()) if place.value == at and path), "")
        return "" if found.isdecimal() else found

    def _as_lines(self, at: Span, help: str) -> str:
        key = self._key_at(at)
        help = help.replace(f" {key}: ", " ", 1) if key else help
        found = re.fullmatch(
            r"(write (?:it|them)(?: in full, such as| like)) ([^`;]+?)(?: or ([^`;]+?))?( \(.*\)|: [^{}`]*)?", help
        )
        if not found or not key:
            return help
        more = found.group(4) or ""
        shown = [one.rpartition(", ")[2] if not set(one) & set("{[:") else one for one in found.groups()[1:3] if one]
        return (
            f"{found.group(1)} "
            + ", or ".join(f"`{one if one.startswith(f'{key}:') else f'{key}: {one}'}`" for one in shown)
            + more
        )

    def shown(self, at: Span, text: str) -> str:
        """Return a value as the line to write, with its key, or with a hyphen in a list.

        Args:
            at: the present place of the value.
            text: the new value, as YAML.
        """
        if key := self._key_at(at):
            return f"`{key}: {text}`"
        found = re.search(r"(?:^|[{,])\s*([\w.-]+):\s*$", self.lines.before(self.lines.start(at)))
        before = self.lines.before(self.lines.start(at)).strip()
        return f"`{found.group(1)}: {text}`" if found else f"`- {text}`" if before == "-" else f"`{text}`"

    def instead(self, at: Span, text: str, asks: str = "") -> tuple[Edit, ...]:
        """Return the edit that replaces a value with `text`, inside its quotes if it has any."""
        written = self.lines.between(self.lines.start(at), self.lines.end(at))
        if not written or "\n" in written or not text:
            return ()
        inside = len(written) > 1 and written[0] == written[-1] and written[0] in "\"'"
        start, end = self.lines.start(at), self.lines.end(at)
        return (self.lines.edit((start[0], start[1] + inside), (end[0], end[1] - inside), text, asks),)

    def quotes(self, node: Node) -> tuple[Edit, ...]:
        """Return the edits that put quotes around a text, or around a sentence that a colon split into a table."""
        start, end = self.lines.start(node.at), self.lines.end(node.at)
        if isinstance(node, Table):
            (entry,) = node.entries.values()
            end = self.lines.end(entry.value.at)
        written = self.lines.between(start, end)
        return self.lines.quote(start, end) if written and written[0] not in "{[|>\"'" else ()

    def keep(self, node: Node, *path: str, key_at: Span | None = None) -> None:
        """Record the place of a value."""
        self.places[path] = Place(key_at or node.at, node.at)

    def record_all(self, table: Table, *path: str) -> None:
        """Record the places of everything in a table, at any depth."""
        places = self.places
        for key, key_at, value in table.entries.values():
            below = (*path, key)
            places[below] = Place(key_at, value.at)
            if type(value) is not Text:
                self._record(value, below)

    def _record(self, node: Node, path: tuple[str, ...]) -> None:
        if isinstance(node, Table):
            self.record_all(node, *path)
        elif isinstance(node, Items):
            for index, item in enumerate(node.items):
                self.keep(item, *path, str(index))
                self._record(item, (*path, str(index)))

    @staticmethod
    def _renamed(key: str, value: Node) -> str:
        """Return the line with another key: with its value if that is a sentence, otherwise the key alone."""
        if isinstance(value, Text) and value.at.line == value.at.end_line and not value.is_empty:
            return f"write `{key}: {quoted(value.value) if not value.plain else value.value}`"
        return f"write `{key}:`"

    def text(self, node: Node, what: str) -> str:
        """Return a sentence with white space collapsed; empty when it is not one (which is reported)."""
        if isinstance(node, Text):
            if node.is_empty:
                self.problem("empty-value", node.at, f"{what} is empty", "fill it in, or delete the line")
                return ""
            if node.plain and not node.value.isascii():
                self._check_quotes(node)
            text = " ".join(node.value.split())
            if not text:
                self.problem("empty-value", node.at, f"{what} is empty", "fill it in, or delete the line")
            return text
        if isinstance(node, Table) and (sentence := rejoined(node)):
            self.problem(
                "colon-in-text",
                node.at,
                f"{what} has a colon in it but no quotes",
                f"put it in quotes: {self.shown(node.at, quoted(sentence))}",
                self.quotes(node),
            )
        else:
            self.problem("wrong-type", node.at, f"{what} {wrong_type_words(node)}", "write one sentence")
        return ""

    def _check_quotes(self, node: Text) -> None:
        value = node.value.strip()
        if len(value) > 1 and value[0] in _CURLY and value[-1] in _CURLY[value[0]]:
            self.problem(
                "curly-quotes",
                node.at,
                "these quotation marks are curly, so they are part of the text",
                f"use straight ones, or none: {self.shown(node.at, quoted(value[1:-1]))}",
                self.quotes(node),
            )


def rejoined(table: Table) -> str:
    """Return the sentence that a colon split into a table of one key; empty if it does not look like one."""
    if len(table.entries) != 1:
        return ""
    (entry,) = table.entries.values()
    return f"{entry.key}: {entry.value.value}" if isinstance(entry.value, Text) else ""


def wrong_type_words(node: Node) -> str:
    """Say what a value cannot be: a list, or a table."""
    if isinstance(node, Items):
        return "cannot be a list"
    if isinstance(node, Table):
        return "cannot have further keys"
    return "is empty" if node.is_empty else "cannot be a sentence"
