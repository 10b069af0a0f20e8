"""Keys and records: a record is a table with declared keys, such as a fact, a window, or a whole file.

A key is declared once, here and nowhere else. From its declaration come reading, JSON Schemas, the tables of docs/format.md, what a
translation repeats, the comparison with a template, `diff`, `ledger.json` and its schema, and `explain`.

Declarations are laid out by hand (`fmt: off`): each key takes only the lines that its texts need, so that the file reads like a table.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from generator.format.kinds import (
    Kind,
    Leaf,
    Map,
    Part,
    Path,
    Sentence,
    TranslationMode,
    is_empty,
    read_plainly,
    with_description,
)
from generator.format.reader import Reader
from generator.format.strict_yaml import Node, Table, Text
from generator.model.source import Span

#: The current number of the format; a key's `since` refers to these numbers.
FORMAT: Final = 2


@dataclass(frozen=True, slots=True)
class Missing:
    """What is reported when a required key is missing; `{name}` stands for the name or key of the record.

    Attributes:
        message: what is missing.
        help: the line to add.
        stops: whether the rest of the record cannot be read without it.
    """

    message: str
    help: str
    stops: bool = False


@dataclass(frozen=True, eq=False)
class Key:
    """A key of the format.

    Attributes:
        name: the key as written.
        kind: the kind of its value.
        title: what it is, in a few words.
        words: what to write, in one or two sentences.
        example: an example value.
        more: further examples.
        required: the report when it is missing; None for an optional key.
        needed: a description of when it is required; by default derived from `required`.
        docs: its cell in docs/format.md; by default `title` and `words`.
        attr: its attribute in the model; by default the name of the key.
        called: what problems call its value; `{name}` stands for the name of the record.
        translation: how a translation treats it; by default as its kind says.
        since: the number of the format that introduced it.
        shown: what `diff` calls it. Within a record: the text before it on its line.
        at_use: why it is given only when a template is used, so that the template's approval does not cover it; empty: the approval
            covers it.
        ledger: its description in the schema of `ledger.json`.
        ledger_name: its name in `ledger.json`; by default the same.
        inline: whether `ledger.json` has its own keys in place of it.
        folded: whether `ledger.json` omits it from the update, because its outcome is listed with the incident.
        standing: whether `ledger.json` lists it with the incident, with the state after the newest update.
        terse: whether it is a name or a few words and not a sentence, so that the wording rules skip it as long as it is that short.
        theirs: whether its words are someone else's, or stand there as what was said before, so that the wording rules skip them.
        unread: why no reader of the site sees it, so that the wording rules skip it; empty: readers see it.
        quiet: in site_config.yml: whether it decides nothing, so that `diff` lists it among what readers see.
        private: whether `diff` reports a change without the new value.
        unsaid: what `diff` says about settings that omit the key.
        apart: the users of this declaration that handle the key separately, and why: `diff`, `ledger.json`, `translations`, `templates`.
        check: checks it together with the values read before it.
    """

    name: str
    kind: Kind
    title: str
    words: str
    example: object
    more: tuple[object, ...] = ()
    required: Missing | None = None
    needed: str = ""
    docs: str = ""
    attr: str = ""
    called: str = ""
    translation: TranslationMode | None = None
    since: int = 1
    shown: str = ""
    at_use: str = ""
    ledger: str = ""
    ledger_name: str = ""
    inline: bool = False
    folded: bool = False
    standing: bool = False
    terse: bool = False
    theirs: bool = False
    unread: str = ""
    quiet: bool = False
    private: bool = False
    unsaid: str = ""
    apart: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    check: Callable[[Reader, Node, dict[str, Any]], None] | None = None

    @cached_property
    def attribute(self) -> str:
        """Its attribute in the model."""
        return self.attr or self.name

    @property
    def label(self) -> str:
        """What `diff` calls it where it appears alone."""
        return self.shown or self.title

    @cached_property
    def language(self) -> TranslationMode:
        """How a translation treats it."""
        return self.translation or self.kind.language

    @property
    def short(self) -> str:
        """The key below it, or below each name under it, that a plain value stands for; empty when there is none."""
        kind = self.kind.inner
        kind = kind.of.inner if isinstance(kind, Map) else kind
        return kind.short if isinstance(kind, Record) else ""

    def section(self, holder: object) -> Mapping[str, Any]:
        """Return the entries under names of the writer's own in a model; empty where there are none."""
        value = self.get(holder) if isinstance(self.kind.inner, Map) else None
        return value if isinstance(value, Mapping) else MappingProxyType({})

    def part(self) -> Part:
        """Its JSON Schema, with title and description."""
        return with_description(self.kind.part(), self.title, self.words, (self.example, *self.more))

    def get(self, holder: object) -> Any:
        """Return its value in a model."""
        return self.kind.get(holder, self.attribute)


@dataclass(frozen=True, eq=False, kw_only=True)
class Record(Kind):
    """A table of declared keys.

    Attributes:
        of: what it is, in the writer's words: `a fact`, `an update`, "`window`". `{name}` stands for the name or key that contains it.
        keys: its keys, in the order in which they are best written.
        model: makes the value from what was read; documents that are whole files are made by their readers.
        named: whether the model receives the record's name.
        help: what to write when the value is not a table; if empty, a line for each key.
        short: the key that a plain value stands for; if empty, a table is required.
        short_called: what problems call that plain value; by default as the key.
        empty_is_none: whether a plain sentence that turns out to be empty makes the whole record None.
        free: whether a key without a value is a blank to be filled in.
        whole: whether missing keys are reported at both key and value, rather than at the value.
        required_first: whether required keys are read first, and the others only if all of those were understood.
        check: checks what was written before it is read.
        also: further parts of its schema.
        words_of: the fixed set of words that are its keys; None for ordinary keys.
        unpublished: of a whole file: why readers of the site never see it, so that its sentences are not judged; empty: they do.
        title: what it is, where it appears under names.
        words: what to write there.
        examples: examples of it.
    """

    of: str
    keys: tuple[Key, ...]
    model: Callable[..., Any] | None = None
    named: bool = False
    help: str = ""
    short: str = ""
    short_called: str = ""
    empty_is_none: bool = False
    free: bool = False
    whole: bool = False
    required_first: bool = False
    check: Callable[[Reader, Node, Mapping[str, Node], Path], None] | None = None
    also: Part = field(default_factory=dict)
    words_of: type[StrEnum] | None = None
    unpublished: str = ""
    title: str = ""
    words: str = ""
    examples: tuple[object, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its keys."""
        return tuple(key.name for key in self.keys)

    @cached_property
    def sentence_first(self) -> tuple[str, ...]:
        return (self.short, *(name for name in self.names if name != self.short)) if self.short else ()

    @cached_property
    def by_name(self) -> Mapping[str, Key]:
        """Its keys, by name."""
        return MappingProxyType({key.name: key for key in self.keys})

    @cached_property
    def sections(self) -> tuple[Key, ...]:
        """The keys that contain names of the writer's own."""
        return tuple(key for key in self.keys if isinstance(key.kind.inner, Map))

    @cached_property
    def required(self) -> tuple[Key, ...]:
        """The keys that have to be written."""
        return tuple(key for key in self.keys if key.required)

    @cached_property
    def _required(self) -> tuple[tuple[Key, Missing], ...]:
        return tuple((key, key.required) for key in self.keys if key.required)

    @cached_property
    def _reading(self) -> Mapping[str, tuple[int, Key, str]]:
        """Each key by name, with its position in the order of reading, and what problems call its value."""
        keys = sorted(self.keys, key=lambda one: one.required is None) if self.required_first else self.keys
        return {key.name: (place, key, key.called or key.kind.called(key.name)) for place, key in enumerate(keys)}

    def called(self, key: str) -> str:
        return f"`{key}`"

    # Reading.

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        name = path[-1] if path else ""
        given = self.opened(reader, node, what, name)
        if given is None:
            return None
        values = self.values(reader, node, given, path)
        if values is None:
            return None
        if self._lacks(values):
            return None
        if self.empty_is_none and self._is_short(node) and not values.get(self.by_name[self.short].attribute):
            return None
        if self.model is None:
            return values
        return self.model(name=name, **values) if self.named else self.model(**values)

    def opened(self, reader: Reader, node: Node, what: str, name: str) -> dict[str, Node] | None:
        """Return the parsed values by key; None when it is not a table of this kind (which is reported)."""
        if self.free and is_empty(node):
            return {}
        if self.short and self._is_short(node):
            if self._is_sentence and (isinstance(node, Table) or is_empty(node)):
                reader.text(node, what)
                return None
            return {self.short: node}
        table = reader.table(node, what, self._help)
        of = self.of.replace("{name}", name) if "{" in self.of else self.of
        if table is None:
            return {} if self.free else None
        return reader.keys(table, self.names, of)

    @cached_property
    def _help(self) -> str:
        return self.help or f"write its keys on the lines below, indented by two spaces: {', '.join(self.names)}"

    def _is_short(self, node: Node) -> bool:
        """Whether a value is the short form. A table with none of the keys is a sentence that a colon split into a table."""
        if not self._is_sentence:
            return not isinstance(node, Table)
        return isinstance(node, Text) or (
            isinstance(node, Table) and len(node.entries) == 1 and not self.by_name.keys() & node.entries.keys()
        )

    @cached_property
    def _is_sentence(self) -> bool:
        """Whether the short form is a sentence."""
        return isinstance(self.by_name[self.short].kind, Sentence)

    def values(self, reader: Reader, node: Node | None, given: Mapping[str, Node], path: Path) -> dict[str, Any] | None:
        """Return the values by attribute of the model; None when a key is missing without which nothing can be read.

        Args:
            reader: collects problems.
            node: the table; None for a whole file.
            given: the parsed values by key.
            path: the location of the table.
        """
        name = path[-1] if path else ""
        values: dict[str, Any] = {}
        for key, missing in self._required:
            if key.name not in given:
                reader.problem(
                    "missing-key", self._place(reader, node, path), _with(missing.message, name), _with(missing.help, name)
                )
                if missing.stops and not self.required_first:
                    return None
                values[key.attribute] = key.kind.ABSENT
        if self.check and node is not None:
            self.check(reader, node, given, path)
        for _, key, called in sorted([self._reading[one] for one in given]):
            if self.required_first and not key.required and self._lacks(values):
                return None
            written = given[key.name]
            what = self.short_called if self.short_called and written is node else called
            value = read_plainly(key.kind, reader, written, _with(what, name), (*path, key.name))
            key.kind.put(values, key.attribute, value)
            if key.check:
                key.check(reader, written, values)
        return None if self.required_first and self._lacks(values) else values

    def _lacks(self, values: Mapping[str, Any]) -> bool:
        """Whether a required value could not be understood."""
        return any(_is_nothing(values.get(key.attribute)) for key, _ in self._required)

    def _place(self, reader: Reader, node: Node | None, path: Path) -> Span:
        if node is not None and not self.whole:
            return node.at
        return reader.places.get(path, reader.places[()]).whole

    # Other uses of the declaration.

    def part(self) -> Part:
        part: Part = {
            "type": "object",
            "properties": {key.name: key.part() for key in self.keys},
            "required": [key.name for key in self.keys if key.required],
            "additionalProperties": False,
            **self.also,
        }
        if self.short:
            main = self.by_name[self.short].kind.part()
            types = main["type"] if isinstance(main["type"], list) else [main["type"]]
            # The fixed words of a plain value are not asked of a table.
            words = {key: main[key] for key in ("enum", "enumDescriptions") if key in main}
            plain = {key: value for key, value in main.items() if key not in words}
            part |= {**plain, "type": [*types, "object"]}
            if words:
                part |= {"if": {"type": "string"}, "then": words}
        return with_description(part, self.title, self.words, self.examples) if self.title else part

    def form(self) -> str:
        keys = "{" + ", ".join(self.names) + "}"
        return f"{self.by_name[self.short].kind.form()}, or {keys}" if self.short else keys

    @cached_property
    def _leaf_keys(self) -> tuple[tuple[Key, TranslationMode, bool, bool], ...]:
        """The keys, each with how a translation treats it, whether it is the short form, and whether it is a single value."""
        return tuple((key, key.language, key.name == self.short, type(key.kind).leaves is Kind.leaves) for key in self.keys)

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        for key, own, main, single in self._leaf_keys if value is not None else ():
            one = key.kind.get(value, key.attribute)
            if not one:
                continue
            # The location of the record decides when a translation has its own value.
            language = leaf.language if leaf.language is TranslationMode.OWN else own
            found = Leaf((*leaf.path, key.name), one, language, leaf.at_use or bool(key.at_use), main)
            if single:
                yield found
            else:
                yield from key.kind.leaves(one, found)

    def all(self, path: Path = ()) -> Iterator[tuple[Path, Key]]:
        """Yield every key at any depth, with the path of keys to it; `*` stands for a name of the writer's own."""
        for key in self.keys:
            yield (*path, key.name), key
            yield from _below(key.kind.inner, (*path, key.name))


def _below(kind: Kind, path: Path) -> Iterator[tuple[Path, Key]]:
    if isinstance(kind, Record):
        yield from kind.all(path)
    elif isinstance(kind, Map):
        yield from _below(kind.of.inner, (*path, "*"))


def leaves(record: Record, holder: object) -> Iterator[Leaf]:
    """Yield every value that was given."""
    return record.leaves(holder, Leaf((), holder, TranslationMode.REPEAT))


def needs(message: str, help: str, *, stops: bool = False) -> Missing:
    """Make the report of a missing key."""
    return Missing(message, help, stops)


def line(key: str, example: str) -> Missing:
    """Make the report of a key missing in a file."""
    return Missing(f"`{key}` is missing", f"add a line such as `{key}: {example}`")


def _with(words: str, name: str) -> str:
    return words.replace("{name}", name) if "{" in words else words


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, Mapping) and not value)
