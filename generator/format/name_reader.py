"""Reading named values, and offering names for those that have none."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeVar

from generator.format.inline_names import Given, given_name, of_text
from generator.format.names import NAME, invented
from generator.format.place_reader import rejoined
from generator.format.strict_yaml import Items, Node, Table, Text, line_of, quoted, short
from generator.format.text_edit import Point
from generator.format.time_reader import TimeReader
from generator.model.diagnostic import Edit
from generator.model.source import Place, Span

#: Sections of an update and a review whose names share a kind, with the word for one entry.
SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("known", "unknown", "unanswerable"), "fact"),
        **dict.fromkeys(("next_steps", "done", "dropped"), "step"),
        **dict.fromkeys(("actions", "withdrawn"), "action"),
        "consequences": "consequence",
        "questions": "question",
        "lessons": "lesson",
        "corrective_actions": "corrective action",
    }
)
KINDS: Final[Mapping[str, str]] = MappingProxyType({kind: kind for kind in SECTIONS.values()})
#: Entries that can be given a name made of their words. A reason or an outcome has the name of what it is about, which only the writer
#: knows.
NAMEABLE: Final = frozenset({"fact", "step", "action", "consequence", "question", "lesson", "corrective action"})
#: Sections whose names are defined elsewhere: what has such a name, and an example for files with no such name.
_ELSEWHERE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "done": ("step", ""),
        "dropped": ("step", ""),
        "withdrawn": ("action", ""),
        "unanswerable": ("fact", ""),
        "approved_by": ("role", "lead"),
        "waivers": ("rule", "empty-update"),
    }
)
_Value = TypeVar("_Value")


class NameReader(TimeReader):
    """Reads named values: facts, steps, questions and everything else that has a name of its own."""

    def named(
        self,
        node: Node,
        what: str,
        read: Callable[[str, Node, tuple[str, ...]], _Value | None],
        *path: str,
        keys: tuple[str, ...] = (),
    ) -> Mapping[str, _Value]:
        """Return named values in their order. A list of plain sentences is read, and reported.

        Args:
            node: the parsed YAML.
            what: what one of them is, in the writer's words.
            read: reads one value, given its name, node and path.
            path: the key that contains them.
            keys: the keys of an entry, the one for its sentence first; empty when an entry is only a sentence.
        """
        values: dict[str, _Value] = {}
        if isinstance(node, Table):
            for entry in node.entries.values():
                if not self.name(entry.key, entry.key_at, what, entry.value):
                    continue
                value = read(entry.key, entry.value, (*path, entry.key))
                if value is not None:
                    values[entry.key] = value
        elif isinstance(node, Items):
            for index, item in enumerate(node.items):
                self._unnamed(item, values, what, read, (*path, str(index)), keys)
            self._offer_names(node, what, tuple(values), path, keys)
        elif node.is_empty:
            pass  # an empty key: the rules on honesty report it
        elif path[-1] in _ELSEWHERE and (not node.plain or not of_text(node, ())):
            self._without_its_name(node, node.value, path[-1])
        else:
            given = of_text(node, self._names_of(what))
            name, text = (given.name, given.value) if given else (self._name_for(node.value, what, ()), node)
            self.problem(
                "wrong-type",
                node.at,
                f"`{path[-1]}` needs a name before each {what}",
                f"write under `{path[-1]}:`, indented by two spaces, the line `{line_of(name, text.value if isinstance(text, Text) else '')}`",
                self._name_one(node, what, path),
            )
        return MappingProxyType(values)

    def _unnamed(
        self,
        item: Node,
        values: dict[str, _Value],
        what: str,
        read: Callable[[str, Node, tuple[str, ...]], _Value | None],
        path: tuple[str, ...],
        keys: tuple[str, ...],
    ) -> None:
        given = given_name(item, keys, self._names_of(what)) if what in NAMEABLE else named_alone(item)
        if given is None and path[-2] in _ELSEWHERE:
            sentence = item.value if isinstance(item, Text) else rejoined(item) if isinstance(item, Table) else ""
            self._without_its_name(item, sentence, path[-2])
            return
        doubt = given if given and not given.certain else None
        if given is not None and given.certain and given.name not in values:
            node, name = given.value, given.name
        else:
            node, name, given = item, "", None
        mains = dict.fromkeys(("text", "do", "ask", *keys[:1]))
        inner = next((found for main in mains if (found := node.get(main))), None) if isinstance(node, Table) else node
        if isinstance(node, Table) and inner is None and given is None:
            sentence = rejoined(node)
            if sentence:
                self.problem(
                    "colon-in-text",
                    item.at,
                    f"{with_article(what)} has a colon in it but no quotes",
                    f"put it in quotes: `- {quoted(sentence)}`",
                    self.quotes(item),
                )
            else:
                self.problem("wrong-type", item.at, f"{with_article(what)} has no text", f"write one sentence for each {what}")
            return
        name = name or self._name_for(inner.value if isinstance(inner, Text) else what, what, values)
        self.places[(*path[:-1], name)] = self.places.get(path, Place(item.at, item.at))
        for known in [known for known in self.places if known[: len(path)] == path and len(known) > len(path)]:
            self.places[(*path[:-1], name, *known[len(path) :])] = self.places[known]
        value = read(name, node, (*path[:-1], name))
        if value is None:
            return
        values[name] = value
        sentence = inner.value if isinstance(inner, Text) else ""
        shown = line_of(name, sentence) if sentence and (isinstance(node, Text) or isinstance(inner, Text)) else f"{name}: …"
        if given is not None:
            self.problem(
                "unnamed-fact",
                item.at,
                f"the name `{name}` is in a list of plain sentences, so this {what} cannot be followed from one update to the next",
                f"write it without the hyphen{self._further(item, path)}: `{shown}`",
            )
            return
        if doubt is not None and isinstance(doubt.value, Text):
            self.problem(
                "unnamed-fact",
                item.at,
                f"this {what} has no name; or its name, `{doubt.name}`, is inside the sentence",
                f"if it is its name, write `{line_of(doubt.name, doubt.value.value)}` in place of the hyphen; if not, `{shown}`",
            )
            return
        self.problem(
            "unnamed-fact",
            item.at,
            f"this {what} has no name, so it cannot be followed from one update to the next",
            f"give it a short, permanent name in place of the hyphen{self._further(item, path)}: `{shown}`",
        )

    def _without_its_name(self, item: Node, sentence: str, key: str) -> None:
        """Report a text that belongs under one of the existing names; only the writer knows which."""
        of, example = _ELSEWHERE[key]
        here = {path[1] for path in self.places if len(path) == 2 and KINDS.get(of) == SECTIONS.get(path[0])}
        names = sorted(self._names_of(of) - here or self._names_of(of)) or ([example] if example else [])
        given = " ".join(sentence.split())
        first, _, rest = given.partition(" ")
        if first.rstrip(":") in names:
            # The text may be a name without its colon, or with nothing after it.
            names, given = [first.rstrip(":")], rest
        if of == "role":
            given = given or "Sam Reed"
        shown = [f"`{line_of(name, given or ('the result' if key == 'done' else 'why'))}`" for name in names]
        if len(shown) > 3 or (of == "fact" and len(shown) > 1):
            shown = []  # With many names, most suggestions would be wrong.
        what = f"which {of} it is about" if of != "role" else "which role they hold"
        help = f"write the name of the {of} before it, indented by two spaces and without a hyphen"
        self.problem(
            "wrong-type",
            item.at,
            f"this line of `{key}` does not say {what}",
            f"under `{key}:` {help}: {', or '.join(shown)}" if shown else f"{help}: the name, a colon and the sentence",
        )

    def _further(self, item: Node, path: tuple[str, ...]) -> str:
        """Return the extra indentation needed: a list may start at its key's indentation, names must be indented further."""
        place = self.places.get(path[:-1])
        before = self.lines.before(self.lines.start(item.at))
        inside = place is not None and before.strip() == "-" and before.index("-") > self.lines.start(place.key)[1]
        return "" if inside or not before.strip() else ", indented by two spaces"

    def _names_of(self, what: str) -> set[str]:
        """Return every name of this kind in the incident: in other updates, and elsewhere in this file."""
        kind = KINDS.get(what, "")
        here = {path[1] for path in self.places if len(path) == 2 and kind and SECTIONS.get(path[0]) == kind}
        return {
            *self._taken.get(kind, ()),
            *(name for (of, _), name in self._earlier.items() if of == what),
            *(name for name in here if not name.isdecimal()),
        }

    def _name_for(self, sentence: str, what: str, taken: Iterable[str]) -> str:
        # A sentence that appeared under a name before is the same fact and keeps its name. No other fact gets that name.
        taken = set(taken)
        name = self._earlier.get((what, " ".join(sentence.split())), "")
        return name if name and name not in taken else invented(sentence, taken | self._names_of(what))

    def _offer_names(
        self, listed: Items, what: str, names: tuple[str, ...], path: tuple[str, ...], keys: tuple[str, ...]
    ) -> None:
        """Give all problems of a list the edits that name every item: a mixture of list items and names could not be read."""
        unnamed = [index for index, problem in enumerate(self.problems) if problem.rule == "unnamed-fact"][-len(names) :]
        if not names or len(names) != len(listed.items) or len(unnamed) != len(names):
            return
        alone = [named_alone(item) for item in listed.items]
        if not (self._names and what in NAMEABLE) and not all(alone):
            return
        found = [given_name(item, keys, self._names_of(what)) for item in listed.items] if what in NAMEABLE else alone
        # A quoted sentence may or may not begin with its name; the writer is asked.
        given = [one if one and (one.name == name or not one.certain) else None for one, name in zip(found, names, strict=True)]
        edits = self._in_brackets(listed, names, given) if listed.flow else self._in_lines(listed, names, path, given)
        for index in unnamed if edits else ():
            self.problems[index] = replace(self.problems[index], edits=edits)

    def _in_brackets(self, listed: Items, names: tuple[str, ...], given: list[Given | None]) -> tuple[Edit, ...]:
        start, (line, column) = self.lines.start(listed.at), self.lines.end(listed.at)
        if self.lines.between(start, (start[0], start[1] + 1)) != "[" or self.lines.before((line, column))[-1:] != "]":
            return ()
        if any(one and one.how != "key" for one in given):
            return ()
        return (
            self.lines.edit(start, (start[0], start[1] + 1), "{"),
            *(
                self.lines.put(self.lines.start(item.at), f"{name}: ")
                for item, name, one in zip(listed.items, names, given, strict=True)
                if one is None
            ),
            self.lines.edit((line, column - 1), (line, column), "}"),
        )

    def _in_lines(
        self, listed: Items, names: tuple[str, ...], path: tuple[str, ...], given: list[Given | None]
    ) -> tuple[Edit, ...]:
        place = self.places.get(path)
        if place is None or not self.lines.lines:
            return ()
        edits: list[Edit] = []
        for item, name, one in zip(listed.items, names, given, strict=True):
            start, last = self.lines.start(item.at), max(self._last_line(item), self.lines.start(item.at)[0])
            found = re.fullmatch(r"( *)-( +)", self.lines.before(start))
            if not found:
                return ()
            dash = len(found.group(1))
            # A list may start at its key's indentation; names must be indented further.
            further = "  " if dash <= self.lines.start(place.key)[1] else ""
            front = " " * dash + further
            inner = " " * (len(found.group(0)) + len(further))
            if one is None:
                sentence = isinstance(item, Text) or (isinstance(item, Table) and item.flow)
                edits.append(self.lines.edit((start[0], 0), start, f"{front}{name}:" + (" " if sentence else f"\n{inner}")))
            elif (edit := self._without_hyphen(item, one, front, inner)) is not None:
                edits.append(edit)
            else:
                return ()
            if further:
                edits += [
                    self.lines.put((line, 0), further) for line in range(start[0] + 1, last + 1) if self.lines.lines[line].strip()
                ]
        return tuple(edits)

    def _without_hyphen(self, item: Node, given: Given, front: str, inner: str) -> Edit | None:
        """Return the edit that keeps the name in place and removes what makes it part of a list or a sentence."""
        start, end = self.lines.start(item.at), self.lines.end(item.at)
        if given.how == "text":
            if not isinstance(given.value, Text) or start[0] != end[0]:
                return None
            asks = "" if given.certain else f"Is `{given.name}` the name of this line, and not part of the sentence?"
            return self.lines.edit((start[0], 0), end, front + line_of(given.name, given.value.value), asks)
        if not isinstance(item, Table) or given.how == "inside":
            return None
        first = next(iter(item.entries.values()))
        value = self.lines.start(first.value.at)
        if given.how == "key":
            return self.lines.edit((start[0], 0), start, front)
        if given.how == "name":
            return self.lines.edit((start[0], 0), self.lines.end(first.value.at), f"{front}{given.name}:")
        main = next(iter(given.value.entries)) if isinstance(given.value, Table) else ""
        return self.lines.edit((start[0], 0), value, f"{front}{given.name}:\n{inner}{main}: ") if value[0] == start[0] else None

    def _last_line(self, node: Node) -> int:
        """Return the last line of a value."""
        if isinstance(node, Text) or node.flow:
            return self.lines.end(node.at)[0]
        inner = node.items if isinstance(node, Items) else tuple(entry.value for entry in node.entries.values())
        return max((self._last_line(one) for one in inner), default=self.lines.end(node.at)[0])

    def _name_one(self, node: Text, what: str, path: tuple[str, ...]) -> tuple[Edit, ...]:
        place = self.places.get(path)
        if not self._names or what not in NAMEABLE or place is None or not self.lines.lines:
            return ()
        start, end = self.lines.start(node.at), self.lines.end(node.at)
        written, key_end = self.lines.between(start, end), self.lines.end(place.key)
        if self.lines.before(self.lines.start(place.key)).strip() or written[:1] in {"|", ">"}:
            return ()
        if node.plain and (spaced := self._spaced(start, end)):
            return spaced
        if given := of_text(node, self._names_of(what)):
            # The sentence already begins with its name, inside the quotes.
            if start[0] != end[0] or start[0] != key_end[0] or not isinstance(given.value, Text):
                return ()
            asks = "" if given.certain else f"Is `{given.name}` the name of this {what}, and not part of the sentence?"
            indent = len(self.lines.before(self.lines.start(place.key))) + 2
            new = "\n" + " " * indent + line_of(given.name, given.value.value)
            return (self.lines.edit((key_end[0], key_end[1] + 1), end, new, asks),)
        # One or two words may mean "nothing yet".
        if len(node.value.split()) < 3:
            return ()
        indent = len(self.lines.before(self.lines.start(place.key))) + 2
        name = f"{self._name_for(node.value, what, ())}: "
        if start[0] == key_end[0]:
            edits = [self.lines.edit((key_end[0], key_end[1] + 1), start, "\n" + " " * indent + name)]
        else:
            edits = [self.lines.edit((start[0], 0), start, " " * indent + name)]
        return (
            *edits,
            *(self.lines.put((line, 0), "  ") for line in range(start[0] + 1, end[0] + 1) if self.lines.lines[line].strip()),
        )

    def _spaced(self, start: Point, end: Point) -> tuple[Edit, ...]:
        # `entry:Someone got in.` is one text without a name; with a space after the colon it has one.
        edits: list[Edit] = []
        for line in range(start[0], end[0] + 1):
            begin = start[1] if line == start[0] else 0
            found = re.match(r"( *[a-z][a-z0-9]*(?:-[a-z0-9]+)*:)([^\s/:].*)$", self.lines.lines[line][begin:])
            if not found or self.lines.before(start).strip() or ": " in found.group(2):
                return ()
            edits.append(self.lines.put((line, begin + found.end(1)), " "))
        return tuple(edits)

    def _name_torn(self, name: str, at: Span, value: Node) -> tuple[Edit, ...]:
        if not isinstance(value, Text) or value.is_empty or not value.plain:
            return ()
        start, end = self.lines.start(at), self.lines.end(value.at)
        if not self.lines.lines or self.lines.before(start).strip() or self.lines.between(start, end)[:1] in {'"', "'", "?"}:
            return ()
        whole = short(" ".join(self.lines.between(start, end).split()), 80)
        asks = f"Is `{whole}` one sentence, with `{short(name)}` as its beginning?"
        opening, *rest = self.lines.quote(start, end, asks) or (None,)
        if opening is None:
            return ()
        free = invented(name, {known for of in KINDS for known in self._names_of(of)})
        return (Edit(opening.at, f"{free}: {opening.text}", asks), *rest)

    def _small_letters(self, name: str, at: Span) -> tuple[Edit, ...]:
        small = name.lower()
        # The name may be used elsewhere in the file, and references must change together with it.
        uses = sum(len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line)) for line in self.lines.lines)
        taken = any(path[-1:] == (small,) for path in self.places)
        return self.instead(at, small) if NAME.fullmatch(small) and len(small) <= 64 and uses == 1 and not taken else ()

    def name(self, name: str, at: Span, what: str, value: Node) -> bool:
        """Whether a name is valid; an invalid one is reported."""
        if NAME.fullmatch(name) and name == name.lower() and len(name) <= 64:
            return True
        if (torn := re.fullmatch(rf"({NAME.pattern}):([^\W\d].*)", name)) and isinstance(value, Text) and value.is_empty:
            start = self.lines.start(at)
            place = (start[0], start[1] + len(torn.group(1)) + 1)
            is_there = self.lines.between(start, place) == f"{torn.group(1)}:"
            self.problem(
                "colon-in-text",
                at,
                f"there is no space after the colon of `{torn.group(1)}`, so all of it is read as one name",
                f"add one: `{line_of(torn.group(1), torn.group(2))}`",
                (self.lines.put(place, " "),) if is_there else (),
            )
            return False
        if " " in name.strip():
            sentence = f"{name}: {value.value}" if isinstance(value, Text) and not value.is_empty else name
            self.problem(
                "colon-in-text",
                at,
                f"`{short(name)}` is read as a name, because a colon follows it",
                "give the sentence a short name and put it in quotes:"
                f" `{line_of(invented(name, self._names_of(what)), sentence)}`",
                self._name_torn(name, at, value),
            )
        else:
            self.problem(
                "bad-name",
                at,
                f"`{short(name)}` cannot be the name of {with_article(what)}",
                "use lower-case letters, digits and hyphens: "
                + self._renamed(invented(name, self._names_of(what)), value).removeprefix("write "),
                self._small_letters(name, at),
            )
        return False


def named_alone(item: Node) -> Given | None:
    """Return the name of a list item that already consists of a name and a sentence."""
    given = given_name(item, (), ())
    return given if given and given.how == "key" and isinstance(given.value, Text) and not given.value.is_empty else None


def with_article(what: str) -> str:
    """Return a noun with its indefinite article."""
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
