"""Keys, and what holds them: a record is a table whose keys are declared, such as a fact, a window, or a whole file.

A key is declared once, here and nowhere else. From its declaration come reading, JSON Schemas, the tables of docs/format.md, what a translation
repeats, what is compared with a template, `diff`, `ledger.json` and its schema, and `explain`.

Declarations are laid out by hand (`fmt: off`): a key takes the few lines that its words need, so that a file of keys reads like the table it is.
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
from generator.model.diagnostic import Finding
from generator.model.source import Source, Span

#: The number of the format, which `since` of a key refers to.
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Missing:
    """What is said when a key that has to be there is not; `{name}` stands for the name or key that the record stands under.

    Attributes:
        message: what is missing.
        help: the line to add.
        stops: whether nothing else of the record can be read without it.
    """

    message: str
    help: str
    stops: bool = False


@dataclass(frozen=True, eq=False)
class Key:
    """A key of the format.

    Attributes:
        name: as it is written.
        kind: what may stand under it.
        title: what it is, in a few words.
        words: what to write, in a sentence or two.
        example: how that looks.
        more: further examples.
        required: what is said when it is missing; None: it may be.
        needed: when it is asked for, for people; `required` if it always is.
        docs: its cell in docs/format.md; `title` and `words` if it has none of its own.
        attr: the attribute of the model; the name of the key if it does not say.
        called: what problems call its value; `{name}` stands for the name that the record stands under.
        translation: what a translation does with it; what is usual for its kind if it does not say.
        since: the number of the format that first had it.
        shown: what readers of `diff` are told that it is. Within a record: what stands before it on its line.
        at_use: why it is given when a template is used, so that what was approved says nothing of it; empty: it is approved with the rest.
        ledger: what `ledger.json` says that it is, in its schema.
        ledger_name: its name there; the same if it does not say.
        inline: whether its own keys stand there in place of it.
        folded: whether it does not stand there with its update, since what becomes of it stands with the incident.
        standing: whether it stands there with the incident as it is, as the ledger holds it after the newest update.
        terse: whether it is a name or a few words and no sentence, so that the rules of wording pass it over.
        quiet: in site_config.yml: whether it decides nothing, so that `diff` tells it among what readers see.
        private: whether `diff` says that it changed, and not to what.
        unsaid: what `diff` says of settings that do not say it.
        apart: which of the readers of this declaration do not take it from here, and why: `diff`, `ledger.json`, `translations`, `templates`.
        check: looks at it together with what was read before.
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
    since: int = FORMAT
    shown: str = ""
    at_use: str = ""
    ledger: str = ""
    ledger_name: str = ""
    inline: bool = False
    folded: bool = False
    standing: bool = False
    terse: bool = False
    quiet: bool = False
    private: bool = False
    unsaid: str = ""
    apart: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    check: Callable[[Reader, Node, dict[str, Any]], None] | None = None

    @cached_property
    def attribute(self) -> str:
        """The attribute of the model that holds it."""
        return self.attr or self.name

    @property
    def label(self) -> str:
        """What `diff` calls it where it stands alone."""
        return self.shown or self.title

    @cached_property
    def language(self) -> TranslationMode:
        """What a translation does with it."""
        return self.translation or self.kind.language

    @property
    def short(self) -> str:
        """The key below it, or below each name under it, that a value alone stands for; empty when there is none."""
        kind = self.kind.inner
        kind = kind.of if isinstance(kind, Map) else kind
        return kind.short if isinstance(kind, Record) else ""

    def section(self, holder: object) -> Mapping[str, Any]:
        """What stands in a model under names of the writer's own; nothing where there are none."""
        value = self.get(holder) if isinstance(self.kind.inner, Map) else None
        return value if isinstance(value, Mapping) else MappingProxyType({})

    def part(self) -> Part:
        """Its JSON Schema, with its words."""
        return with_description(self.kind.part(), self.title, self.words, (self.example, *self.more))

    def get(self, holder: object) -> Any:
        """Its value in a model."""
        return self.kind.get(holder, self.attribute)


@dataclass(frozen=True, eq=False, kw_only=True)
class Record(Kind):
    """A table of declared keys.

    Attributes:
        of: what it is, in the writer's words: `a fact`, `an update`, "`window`". `{name}` stands for the name or key that it stands under.
        keys: its keys, in the order in which they are best written.
        model: makes the value of what was read; a whole file is made where it is read.
        named: whether the model is told the name that it stands under.
        help: what to write when it is no table; empty: a line for each key.
        short: the key that a value alone stands for; empty: there has to be a table.
        short_called: what problems call that value; what the key is called if it does not say.
        empty_is_none: whether a sentence alone that turns out to be empty is nothing.
        free: whether a key with nothing behind it is a place that is left free.
        whole: whether missing keys are reported for key and value, not for the value.
        required_first: whether what is required is read first, and without it nothing else.
        check: looks at what was written before it is read.
        also: what else its schema says.
        words_of: the fixed set whose words its keys are; None: they are keys of their own.
        title: what it is, where it stands under names.
        words: what to write there.
        examples: how that looks.
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
        """The keys under which names of the writer's own stand."""
        return tuple(key for key in self.keys if isinstance(key.kind.inner, Map))

    @cached_property
    def _required(self) -> tuple[tuple[Key, Missing], ...]:
        return tuple((key, key.required) for key in self.keys if key.required)

    @cached_property
    def _reading(self) -> Mapping[str, tuple[int, Key, str]]:
        """By name: a key's place in the order of reading, the key, and what problems call its value."""
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
        """What was written, by key; None when it is no table of this kind (which is reported)."""
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
        return self.help or f"write its keys on the lines below, two spaces in: {', '.join(self.names)}"

    def _is_short(self, node: Node) -> bool:
        """Whether something stands for the main key alone: a table that has none of the keys is a sentence that a colon tore apart."""
        if not self._is_sentence:
            return not isinstance(node, Table)
        return isinstance(node, Text) or (
            isinstance(node, Table) and len(node.entries) == 1 and not self.by_name.keys() & node.entries.keys()
        )

    @cached_property
    def _is_sentence(self) -> bool:
        """Whether what stands for the main key alone is a sentence."""
        return isinstance(self.by_name[self.short].kind, Sentence)

    def values(self, reader: Reader, node: Node | None, given: Mapping[str, Node], path: Path) -> dict[str, Any] | None:
        """What was written, by the attributes of the model; None when a key is missing without which nothing can be read.

        Args:
            reader: collects problems.
            node: the table; None: a whole file.
            given: what was written, by key.
            path: where the table stands.
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
        for _, key, called in sorted(self._reading[one] for one in given):
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
        """Whether something that is required could not be understood."""
        return any(_is_nothing(values.get(key.attribute)) for key, _ in self._required)

    def _place(self, reader: Reader, node: Node | None, path: Path) -> Span:
        if node is not None and not self.whole:
            return node.at
        return reader.places.get(path, reader.places[()]).whole

    # What else is known of it.

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
            part |= {**main, "type": [*types, "object"]}
        return with_description(part, self.title, self.words, self.examples) if self.title else part

    def form(self) -> str:
        keys = "{" + ", ".join(self.names) + "}"
        return f"{self.by_name[self.short].kind.form()}, or {keys}" if self.short else keys

    @cached_property
    def _said(self) -> tuple[tuple[Key, TranslationMode, bool, bool], ...]:
        """The keys, each with what a translation does with it, whether it is what stands alone, and whether it is one value."""
        return tuple((key, key.language, key.name == self.short, type(key.kind).leaves is Kind.leaves) for key in self.keys)

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        for key, own, main, single in self._said if value is not None else ():
            one = key.kind.get(value, key.attribute)
            if not one:
                continue
            # Where the record stands decides when a translation says its own.
            language = leaf.language if leaf.language is TranslationMode.OWN else own
            found = Leaf((*leaf.path, key.name), one, language, leaf.at_use or bool(key.at_use), main)
            if single:
                yield found
            else:
                yield from key.kind.leaves(one, found)

    def all(self, path: Path = ()) -> Iterator[tuple[Path, Key]]:
        """Every key in it, however deep, with the names of the keys that lead to it; `*` stands for a name of the writer's own."""
        for key in self.keys:
            yield (*path, key.name), key
            yield from _below(key.kind.inner, (*path, key.name))


def _below(kind: Kind, path: Path) -> Iterator[tuple[Path, Key]]:
    if isinstance(kind, Record):
        yield from kind.all(path)
    elif isinstance(kind, Map):
        yield from _below(kind.of.inner, (*path, "*"))


def read_whole(record: Record, source: Source, problems: tuple[Finding, ...], begin: str) -> tuple[Reader, dict[str, Any] | None]:
    """A reader of a file that is YAML alone, and what it says, by the attributes of the model; None when that could not be read.

    Args:
        record: the kind of file.
        source: the file.
        problems: what was wrong with it before it was read (its encoding, its size).
        begin: what to begin with, when nothing is in it.
    """
    reader, node = Reader.opened(source, problems)
    if not reader.understood:
        return reader, None
    if not isinstance(node, Table):
        reader.problem("wrong-type", reader.places[()].whole, f"{record.of} has no keys", f"begin with {begin}")
        return reader, None
    reader.record_all(node)
    return reader, record.values(reader, None, reader.keys(node, record.names, record.of), ())


def leaves(record: Record, holder: object) -> Iterator[Leaf]:
    """Every value of what was read; what was not said is left out."""
    return record.leaves(holder, Leaf((), holder, TranslationMode.REPEAT))


def needs(message: str, help: str, *, stops: bool = False) -> Missing:
    """What is said when a key is missing."""
    return Missing(message, help, stops)


def line(key: str, example: str) -> Missing:
    """What is said when a file lacks a key."""
    return Missing(f"`{key}` is missing", f"add a line such as `{key}: {example}`")


def _with(words: str, name: str) -> str:
    return words.replace("{name}", name) if "{" in words else words


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, Mapping) and not value)
