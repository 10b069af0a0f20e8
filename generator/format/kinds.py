"""Kinds of values: how each is read, its JSON Schema, and how translations, comparisons and the ledger treat it.

A kind is data: `Moment()`, `Named(STEP)`, `Choice(Status, …)`. A kind with keys of its own is a `Record` (record.py). A kind that only one
document uses is defined next to the declaration of that document.

Schemas check times with a pattern, because the format `date-time` requires seconds. A value that may be a sentence or keys has one schema
of two types and not a choice between two schemas, so that editors point at the very key that is wrong. `patternErrorMessage` is shown by
yaml-language-server in place of the pattern; other programs ignore it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Final, NamedTuple, TypeAlias

from generator.format.invisible_characters import is_invisible, with_plain_spaces, within
from generator.format.names import NAME, invented
from generator.format.reader import Reader
from generator.format.strict_yaml import Items, Node, Table, Text, line_of, short

#: A JSON Schema.
Part: TypeAlias = dict[str, Any]
#: The location of a value: the keys and names that lead to it.
Path: TypeAlias = tuple[str, ...]

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[Tt ]\s*[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?\s*(Z|z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})"
# A name as the reader accepts it: letters of any script but no Latin capitals, digits, single hyphens or underscores.
_LETTER = r"[^\s\u0000-\u002f:-`{-\u007f]"
#: The pattern of a name, without anchors.
NAME_PATTERN: Final = f"{_LETTER}+([-_]{_LETTER}+)*"


class TranslationMode(StrEnum):
    """How a translation treats a value."""

    TRANSLATE = "translate"
    REPEAT = "repeat"
    #: It has its own value or none: who approved it, which rules are waived in it.
    OWN = "own"


class Leaf(NamedTuple):
    """One value of a file.

    Attributes:
        path: its location; a plain sentence under a name has the path that it would have if its key were written.
        value: the value as read.
        language: how a translation treats it.
        at_use: whether it is supplied when a template is used, so that no template can contain it.
        main: whether it is the value that a record's short form stands for.
    """

    path: Path
    value: object
    language: TranslationMode
    at_use: bool = False
    main: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of value that a key may have.

    Attributes:
        PART: its JSON Schema without description, where that is always the same.
        FORM: what to write, in a few words, where that is always the same.
        ABSENT: the value used when a required key was not written.
        LANGUAGE: how a translation treats it, unless the key says otherwise.
    """

    PART: ClassVar[Part] = {}
    FORM: ClassVar[str] = ""
    ABSENT: ClassVar[Any] = None
    LANGUAGE: ClassVar[TranslationMode] = TranslationMode.REPEAT

    def called(self, key: str) -> str:
        """Return what problems call the value of a key."""
        return key

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        """Read a value; None, or an empty value, when it cannot be understood (which is reported).

        Args:
            reader: collects problems.
            node: the parsed YAML.
            what: what problems call it.
            path: the location of the value.
        """
        raise NotImplementedError

    def part(self) -> Part:
        """Return the JSON Schema without description."""
        return self.PART

    def form(self) -> str:
        """Say what to write, in a few words: `a sentence`, `a day`."""
        return self.FORM

    @property
    def language(self) -> TranslationMode:
        """How a translation treats it, unless the key says otherwise."""
        return self.LANGUAGE

    @property
    def sentence_first(self) -> tuple[str, ...]:
        """The keys of a value that may also be a plain sentence, the sentence's own key first; empty for other kinds."""
        return ()

    def put(self, fields: dict[str, Any], name: str, value: Any) -> None:
        """Store a value that was read under its attribute of the model."""
        fields[name] = value

    def get(self, holder: object, name: str) -> Any:
        """Return the value from a model."""
        return getattr(holder, name)

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        """Yield every single value in it; `leaf` gives the location and what applies to all of them."""
        yield leaf._replace(value=value)

    @property
    def inner(self) -> "Kind":
        """The usual kind of value, where another may replace it."""
        return self


def with_description(part: Part, title: str, words: str, examples: tuple[object, ...]) -> Part:
    """Return a schema with a title, a description and examples."""
    # A record below a key has a description for its use under names; the key's description applies here.
    return {"title": title, "description": words} | part | {"title": title, "description": words, "examples": list(examples)}


def is_empty(node: Node) -> bool:
    """Whether a key has no value."""
    return isinstance(node, Text) and node.is_empty


def read_plainly(kind: Kind, reader: Reader, node: Node, what: str, path: Path) -> Any:
    """Read a value as `Kind.read` does; if unusual spaces are all that is wrong with it, report those instead."""
    begun = len(reader.problems)
    value = kind.read(reader, node, what, path)
    if len(reader.problems) == begun or not _is_odd(node):
        return value
    for put in (" ", ""):
        mark = len(reader.problems)
        other = kind.read(reader, _with_plain_spaces(node, put), what, path)
        if len(reader.problems) == mark:
            reader.problems[begun:] = within(reader.lines, node.at, put)
            return other
        del reader.problems[mark:]
    return value


def _is_odd(node: Node) -> bool:
    items = node.items if isinstance(node, Items) else (node,)
    return all(isinstance(item, Text) for item in items) and any(
        isinstance(item, Text) and is_invisible(item.value) for item in items
    )


def _with_plain_spaces(node: Node, put: str) -> Node:
    if isinstance(node, Items):
        return node._replace(items=tuple(_with_plain_spaces(item, put) for item in node.items))
    return node._replace(value=with_plain_spaces(node.value, put)) if isinstance(node, Text) else node


# Sentences and words.


class Sentence(Kind):
    """One sentence."""

    PART: ClassVar[Part] = {"type": "string", "minLength": 1}
    FORM = "a sentence"
    ABSENT: ClassVar[Any] = ""
    LANGUAGE = TranslationMode.TRANSLATE

    def called(self, key: str) -> str:
        return f"`{key}`"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        return reader.text(node, what)


class PersonName(Sentence):
    """The name of a person."""

    LANGUAGE = TranslationMode.OWN

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        if isinstance(node, Text):
            return reader.text(node, what)
        items = node.items if isinstance(node, Items) else tuple(entry.value for entry in node.entries.values())
        names = [" ".join(item.value.split()) for item in items if isinstance(item, Text) and not item.is_empty]
        if isinstance(node, Table):
            names = names[:1]
        shown = line_of(path[-1], " and ".join(names) or "Sam Reed")
        said = "is a list" if isinstance(node, Items) else "has further keys below it"
        reader.problem("wrong-type", node.at, f"`{path[-1]}` {said}, but it should be a name", f"write only the names: `{shown}`")
        return ""


@dataclass(frozen=True, slots=True)
class NameOf(Sentence):
    """The name of something defined elsewhere: a fact, a file."""

    of: str = "something"

    LANGUAGE = TranslationMode.REPEAT

    def form(self) -> str:
        return f"the name of {self.of}"


class FileName(NameOf):
    """The name of a file."""


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a fixed set of words.

    Attributes:
        choices: the words.
        what: what one of the words is.
        meanings: what each word means, in the same order.
    """

    choices: type[StrEnum]
    what: str
    meanings: tuple[str, ...]

    def called(self, key: str) -> str:
        return self.what

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> StrEnum | None:
        return reader.choice(node, self.choices, what)

    def part(self) -> Part:
        words = [word.value for word in self.choices]
        part: Part = {"type": "string", "enum": words, "enumDescriptions": list(self.meanings)}
        # Editors read these two words as values of another type.
        switches = {word: word == "true" for word in words if word in {"true", "false"}}
        if not switches:
            return part
        meanings = dict(zip(words, self.meanings, strict=True))
        return {
            "type": ["string", "boolean"],
            "enum": [*words, *switches.values()],
            "enumDescriptions": [*self.meanings, *(meanings[word] for word in switches)],
        }

    def form(self) -> str:
        return ", ".join(word.value for word in self.choices)


def fixed_words(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the part of a schema that lists the fixed words of a value; of a record, those of its plain value."""
    then = part.get("then", part)
    return then if "enum" in then else part


class Flag(Kind):
    """`true`, or no value."""

    PART: ClassVar[Part] = {"type": "boolean"}
    FORM = "true"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> bool:
        return reader.flag(node, what)


# Times and numbers.


class Moment(Kind):
    """A time with its zone."""

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": f"^{_DAY}{_CLOCK}$",
        "patternErrorMessage": (
            "Write the day, the time and its zone: 2027-03-03T02:40Z (Z is UTC; +01:00 would be an hour ahead of it)."
        ),
    }
    FORM = "a time with its zone"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        return reader.moment(node, what)


class Moments(Kind):
    """A list of moments; a single moment counts as a list of one."""

    PART: ClassVar[Part] = {"type": ["string", "array"], "items": {**Moment.PART, "type": "string"}}
    FORM = "a list of times with their zones"
    ABSENT: ClassVar[Any] = ()

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        items = node.items if isinstance(node, Items) else (node,)
        found = (reader.moment(item, what) for item in items)
        return tuple(one for one in found if one is not None)


class Day(Kind):
    """A day."""

    PART: ClassVar[Part] = {"type": "string", "pattern": f"^{_DAY}$", "patternErrorMessage": "Write only the day: 2027-03-03."}
    FORM = "a day"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        return reader.day(node, what)


class DayOrMoment(Kind):
    """A day, or a time with its zone."""

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": f"^{_DAY}({_CLOCK})?$",
        "patternErrorMessage": "Write a day, 2027-03-03, or a time with its zone, 2027-03-03T02:40Z.",
    }
    FORM = "a day, or a time with its zone"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        return reader.when(node, what)


class MonthDayOrMoment(Kind):
    """A month, a day, or a time with its zone."""

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": f"^[0-9]{{4}}-[0-9]{{2}}(-[0-9]{{2}}({_CLOCK})?)?$",
        "patternErrorMessage": "Write a month, 2027-03, a day, 2027-03-03, or a time with its zone, 2027-03-03T02:40Z.",
    }
    FORM = "a month, a day, or a time with its zone"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        return reader.occasion(node, what)


@dataclass(frozen=True, slots=True)
class Duration(Kind):
    """A length of time. `positive`: zero is refused."""

    positive: bool = False

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": r"^[0-9]{1,4}\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)$",
        "patternErrorMessage": "Write a length of time: 15m, 24h, 7d or 2w.",
    }
    FORM = "a length of time, such as 24h or 7d"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> timedelta | None:
        length = reader.length(node, what)
        if self.positive and length is not None and length <= timedelta():
            reader.problem("wrong-type", node.at, f"`{what}` must be longer than zero", "write it like 24h or 7d")
            return None
        return length


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number of at most five digits."""

    minimum: int = 0

    FORM = "a whole number"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> int | None:
        return reader.whole(node, what)

    def part(self) -> Part:
        return {"type": "integer", "minimum": self.minimum, "maximum": 99999}


# Lists and names.


@dataclass(frozen=True, slots=True)
class Sentences(Kind):
    """A list of sentences; a single sentence counts as a list of one. `one` describes an item."""

    one: str

    FORM = "a list"
    ABSENT: ClassVar[Any] = ()

    def called(self, key: str) -> str:
        return self.one

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[str, ...]:
        return reader.texts(node, what)

    def part(self) -> Part:
        return {"type": ["string", "array"], "items": self.item()}

    def item(self) -> Part:
        """Return the schema of an item."""
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class NamesOf(Sentences):
    """A list of names defined elsewhere.

    Attributes:
        once: whether a name that is written twice counts once, without a word.
    """

    FORM = "a list of names"

    once: bool = False

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[str, ...]:
        names = reader.texts(node, what)
        return tuple(dict.fromkeys(names)) if self.once else names


@dataclass(frozen=True, slots=True)
class Choices(Kind):
    """A list of words from a fixed set; a single word counts as a list of one."""

    choices: type[StrEnum]
    what: str

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[StrEnum, ...]:
        items = node.items if isinstance(node, Items) else (node,)
        found = (reader.choice(item, self.choices, self.what) for item in items)
        return tuple(choice for choice in found if choice is not None)

    def part(self) -> Part:
        words = [word.value for word in self.choices]
        return {"type": ["string", "array"], "items": {"type": "string", "enum": words}}

    def form(self) -> str:
        return f"a list of: {', '.join(word.value for word in self.choices)}"


class Roles(Kind):
    """A list of roles, by their names in `approved_by`."""

    PART: ClassVar[Part] = {"type": ["string", "array"], "items": {"type": "string", "pattern": f"^{NAME_PATTERN}$"}}
    FORM = "a list of roles"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[str, ...]:
        roles = reader.texts(node, "a role")
        for role in roles:
            if not NAME.fullmatch(role):
                reader.problem(
                    "bad-name",
                    node.at,
                    f"`{short(role)}` cannot be the name of a role",
                    f"use lower-case letters, digits and hyphens, as `approved_by` will: `{invented(role, ())}`",
                )
        return tuple(dict.fromkeys(roles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Map(Kind):
    """Values by name: the common base of `Named` and `Keyed`.

    Attributes:
        of: the kind of value under each name.
        one: what problems call the value under a name; `{name}` stands for the name.
        title: what such a value is.
        words: what to write there.
        examples: examples of it.
    """

    of: Kind
    one: str = ""
    title: str = ""
    words: str = ""
    examples: tuple[object, ...] = ()

    def read_one(self, reader: Reader, name: str, node: Node, path: Path) -> Any:
        """Read the value under one name; None when there is none."""
        what = self.one.replace("{name}", name) if "{" in self.one else self.one
        return read_plainly(self.of, reader, node, what, path) or None

    def values_part(self) -> Part:
        """Return the schema of a value."""
        described: Part = self.of.part()
        return with_description(described, self.title, self.words, self.examples) if self.title else described

    def form(self) -> str:
        return f"name → {self.of.form()}"

    @property
    def language(self) -> TranslationMode:
        return self.of.language

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        for name, one in value.items():
            yield from self.of.leaves(one, Leaf((*leaf.path, name), one, leaf.language, leaf.at_use))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Map):
    """Values under names of the writer's own.

    Attributes:
        what: what one of them is, in the writer's words.
        listed: an example of a name and its value, for kinds that refuse a list; empty where sentences in a list are given names.
    """

    what: str
    listed: str = ""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, Any]:
        if self.listed and isinstance(node, Items):
            reader.problem(
                "wrong-type",
                node.at,
                f"`{path[-1]}` needs a name before each {self.what}",
                f"write under `{path[-1]}:`, indented by two spaces, a line such as `{self.listed}`",
            )
            return MappingProxyType({})
        return reader.named(
            node, self.what, lambda name, value, at: self.read_one(reader, name, value, at), *path, keys=self.of.sentence_first
        )

    def part(self) -> Part:
        return {
            "type": "object",
            "propertyNames": {
                "pattern": f"^{NAME_PATTERN}$",
                "maxLength": 64,
                "patternErrorMessage": (
                    "A name consists of lower-case letters, digits and hyphens, such as whose-tickets. A sentence with a colon in it needs quotes."
                ),
            },
            "additionalProperties": self.values_part(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed(Map):
    """Values under names that follow a rule of their own.

    Attributes:
        is_key: whether a text is a valid name.
        pattern: the same rule as a pattern of the schema.
        pattern_words: what editors say about an invalid name.
        help: what to write when the value is not a table.
        bad: what is wrong with an invalid name; `{name}` stands for it.
        bad_help: what to write in its place.
        what: what one of them is, where a list or a sentence without a name is read as far as it can be; empty where it is refused.
    """

    is_key: Callable[[str], bool]
    pattern: str
    pattern_words: str
    help: str
    bad: str
    bad_help: str
    what: str = ""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, Any]:
        if is_empty(node):
            return MappingProxyType({})
        if self.what and not isinstance(node, Table):
            return reader.named(node, self.what, lambda name, value, at: self.read_one(reader, name, value, at), *path)
        table = reader.table(node, f"`{what}`", self.help)
        values: dict[str, Any] = {}
        for entry in table.entries.values() if table else ():
            if not self.is_key(entry.key):
                reader.problem("bad-name", entry.key_at, self.bad.replace("{name}", entry.key[:60]), self.bad_help)
            elif (value := self.read_one(reader, entry.key, entry.value, (*path, entry.key))) is not None:
                values[entry.key] = value
        return MappingProxyType(values)

    def part(self) -> Part:
        return {
            "type": "object",
            "propertyNames": {"pattern": self.pattern, "patternErrorMessage": self.pattern_words},
            "additionalProperties": self.values_part(),
        }


def reasons(
    title: str, words: str, name: str, sentence: str, *, what: str, one: str = "", of: Kind | None = None
) -> tuple[Named, str, str, object]:
    """Return the kind, title, words and example of a key that holds names, each with a sentence.

    Args:
        title: what the sentences are.
        words: what to write.
        name: an example name.
        sentence: its example sentence.
        what: what one of them is.
        one: what problems call a sentence; by default `a <what>`.
        of: the kind of value under a name, if it is not a sentence.
    """
    kind = Named(of=of or Sentence(), what=what, one=one or f"a {what}", title=title, words=words, examples=(sentence,))
    return kind, title, words, {name: sentence}


# Alternatives to the usual value.


@dataclass(frozen=True, slots=True)
class OrWord(Kind):
    """One fixed word, or the usual kind of value.

    Attributes:
        word: the word.
        kind: the usual kind.
        flag: the attribute that the word sets; if empty, the value is `means`.
        means: the value that the word stands for.
    """

    word: str
    kind: Kind
    flag: str = ""
    means: Any = None

    def called(self, key: str) -> str:
        return self.kind.called(key)

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        if isinstance(node, Text) and node.value.strip() == self.word:
            return _WORD if self.flag else self.means
        return self.kind.read(reader, node, what, path)

    def part(self) -> Part:
        part = self.kind.part()
        types = part["type"] if isinstance(part["type"], list) else [part["type"]]
        kept = {key: value for key, value in part.items() if key != "type"}
        snippet = [{"label": self.word, "body": self.word}]
        if "string" in types:
            pattern = kept["pattern"].removeprefix("^").removesuffix("$")
            return {**kept, "type": types, "pattern": f"^({self.word}|{pattern})$", "defaultSnippets": snippet}
        return {
            **kept,
            "type": ["string", *types],
            "pattern": f"^{self.word}$",
            "patternErrorMessage": f"Write {self.word}, or a name, a colon and a sentence on each line below.",
            "defaultSnippets": snippet,
        }

    def form(self) -> str:
        return f"{self.kind.form()}; or {self.word}"

    @property
    def language(self) -> TranslationMode:
        return self.kind.language

    def put(self, fields: dict[str, Any], name: str, value: Any) -> None:
        if value is _WORD:
            fields[self.flag] = True
        else:
            self.kind.put(fields, name, value)

    def get(self, holder: object, name: str) -> Any:
        if self.flag and getattr(holder, self.flag):
            return self.word
        value = self.kind.get(holder, name)
        return self.word if not self.flag and value == self.means else value

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        if value == self.word:
            # A word, unlike a time, can be given in a template.
            yield Leaf(leaf.path, value, TranslationMode.REPEAT)
        else:
            yield from self.kind.leaves(value, leaf)

    @property
    def inner(self) -> Kind:
        return self.kind


_WORD: Final = object()

#: What stands in place of something that should never have been named.
NEVER: Final = "none"


@dataclass(frozen=True, slots=True)
class OrNever(Kind):
    """The usual value, or `none` in its place or under one of its names: it should never have been named.

    What is given so is kept by its name under `corrections`, in the attribute `never` of the model.

    Attributes:
        kind: the usual kind.
        subject: what the value is called under `corrections`; names under it follow after a full stop.
        alone: whether `none` may stand for the whole.
        named: whether `none` may stand under a name.
    """

    kind: Kind
    subject: str
    alone: bool = False
    named: bool = True

    def called(self, key: str) -> str:
        return self.kind.called(key)

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        if self.alone and _is_never(node):
            return _Never(None, (self.subject,))
        if not self.named or not isinstance(node, Table):
            return self.kind.read(reader, node, what, path)
        rest, never = self.without(node)
        if not never:
            return self.kind.read(reader, node, what, path)
        value = self.kind.read(reader, rest, what, path) if rest.entries else MappingProxyType({})
        return _Never(value, tuple(f"{self.subject}.{name}" for name in never))

    def without(self, table: Table) -> tuple[Table, tuple[str, ...]]:
        """The table without what should never have been named, and the names of that."""
        never = tuple(key for key, entry in table.entries.items() if _is_never(entry.value) and NAME.fullmatch(key))
        if not never:
            return table, ()
        return table._replace(entries={key: entry for key, entry in table.entries.items() if key not in never}), never

    def part(self) -> Part:
        part = self.kind.part()
        if self.named:
            part = {**part, "additionalProperties": or_never(part["additionalProperties"])}
        return or_never(part) if self.alone else part

    def form(self) -> str:
        return self.kind.form()

    @property
    def language(self) -> TranslationMode:
        return self.kind.language

    def put(self, fields: dict[str, Any], name: str, value: Any) -> None:
        if isinstance(value, _Never):
            fields["never"] = fields.get("never", frozenset()) | set(value.subjects)
            value = value.value
            if value is None:
                return
        self.kind.put(fields, name, value)

    def get(self, holder: object, name: str) -> Any:
        value = self.kind.get(holder, name)
        never: frozenset[str] = getattr(holder, "never", frozenset())
        if self.alone and self.subject in never:
            return NEVER
        mine = sorted(one.partition(".")[2] for one in never if one.startswith(f"{self.subject}."))
        return {**value, **dict.fromkeys(mine, NEVER)} if mine and isinstance(value, Mapping) else value

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        if value == NEVER:
            yield Leaf(leaf.path, value, TranslationMode.REPEAT, leaf.at_use)
        elif isinstance(value, Mapping):
            yield from self.kind.leaves({name: one for name, one in value.items() if one != NEVER}, leaf)
            for name, one in value.items():
                if one == NEVER:
                    yield Leaf((*leaf.path, name), NEVER, TranslationMode.REPEAT, leaf.at_use)
        else:
            yield from self.kind.leaves(value, leaf)

    @property
    def inner(self) -> Kind:
        return self.kind.inner


def or_never(part: Part) -> Part:
    """Return a schema that allows `none` as well."""
    types = part["type"] if isinstance(part["type"], list) else [part["type"]]
    if "enum" in part:
        described = {"enumDescriptions": [*part["enumDescriptions"], _NEVER_WORDS]} if "enumDescriptions" in part else {}
        return {**part, **described, "enum": [*part["enum"], NEVER]}
    if "string" in types:
        return {**part, "then": or_never({"type": "string", **part["then"]})} if "then" in part else part
    plain = {key: value for key, value in part.items() if key != "oneOf"}
    # What is asked of a table is not asked of a word.
    asked = {"if": {"type": "object"}, "then": {"oneOf": part["oneOf"]}} if "oneOf" in part else {}
    return {
        **plain,
        **asked,
        "type": ["string", *types],
        "pattern": f"^{NEVER}$",
        "patternErrorMessage": f"Write {NEVER} if it should never have been named, or its keys on the lines below.",
    }


_NEVER_WORDS: Final = "It should never have been named. Say why under corrections."


class _Never(NamedTuple):
    """A value in which something should never have been named."""

    value: Any
    subjects: tuple[str, ...]


def _is_never(node: Node) -> bool:
    return isinstance(node, Text) and node.value.strip() == NEVER


@dataclass(frozen=True, slots=True)
class OrSentence(Kind):
    """A single sentence instead of names, kept in the attribute `sentence` of the model."""

    kind: Named
    sentence: str

    LANGUAGE = TranslationMode.TRANSLATE

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        if isinstance(node, Text) and not node.is_empty:
            return reader.text(node, f"`{what}`")
        return self.kind.read(reader, node, what, path)

    def part(self) -> Part:
        return {**self.kind.part(), "type": ["string", "object"], "minLength": 1}

    def form(self) -> str:
        return f"{self.kind.form()}; or one sentence"

    def put(self, fields: dict[str, Any], name: str, value: Any) -> None:
        fields[self.sentence if isinstance(value, str) else name] = value

    def get(self, holder: object, name: str) -> Any:
        return getattr(holder, self.sentence) or getattr(holder, name)

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        if isinstance(value, str):
            yield Leaf(leaf.path, value, leaf.language, leaf.at_use)
        else:
            yield from self.kind.leaves(value, leaf)

    @property
    def inner(self) -> Kind:
        return self.kind


@dataclass(frozen=True, slots=True)
class Free(Kind):
    """A value that may be left blank: a key with nothing after it.

    Attributes:
        kind: the usual kind; the value is read as text.
        shown: whether the schema tells editors that the value may be blank.
    """

    kind: Kind = field(default_factory=Sentence)
    shown: bool = True

    def called(self, key: str) -> str:
        return self.kind.called(key)

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        return "" if is_empty(node) else self.kind.read(reader, node, what, path)

    def part(self) -> Part:
        part = self.kind.part()
        return {**part, "type": [part["type"], "null"]} if self.shown else part

    def form(self) -> str:
        return self.kind.form()

    @property
    def language(self) -> TranslationMode:
        return self.kind.language

    @property
    def inner(self) -> Kind:
        return self.kind
