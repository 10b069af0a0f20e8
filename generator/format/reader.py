"""Reading values: from what was written to what it means. Everything that cannot be understood is reported, nothing is guessed."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from generator.format.inline_names import Given, given_name, of_text
from generator.format.invisible_characters import BREAKS, STRAY
from generator.format.merge_conflicts import UNJOINED, conflicts
from generator.format.strict_yaml import Items, Node, Table, Text, line_of, quoted, read, short
from generator.format.text_edit import FileLines, Point, spelled
from generator.model.diagnostic import Edit, Finding, TypedTime
from generator.model.source import BYTE_ORDER_MARK, Place, RawFile, Source, Span, with_newlines
from generator.model.update import Month, Occasion, When

#: Problems that leave no doubt about the meaning: the file counts as understood.
UNDERSTOOD: Final = frozenset({"unnamed-fact", "unportable-name", "stray-space"})

#: Problems that leave every value readable. They do not stop a published text from being used, since readers already have it.
READABLE: Final = UNDERSTOOD | {"unknown-key", "odd-character", "keys-in-body", "cut-text", "empty-value"}

#: The largest permitted sizes in bytes of a Markdown file (a year of updates is far less) and a configuration file.
MARKDOWN_LIMIT: Final = 1 << 20
SETTINGS_LIMIT: Final = 1 << 18

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

NAME = re.compile(r"[^\W_A-Z]+(?:[-_][^\W_A-Z]+)*")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt ]\s*(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.ASCII
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_LENGTH = re.compile(r"(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

# Characters that no text may contain: control characters, line ends that only some programs recognise, an invisible mark, and those that
# change the direction of the following text, so that a page shows something other than its file.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\uffff]")

_Choice = TypeVar("_Choice", bound=StrEnum)
_Value = TypeVar("_Value")


def decode(file: RawFile, limit: int) -> tuple[Source, tuple[Finding, ...]]:
    """Return a file's bytes as text, with newlines as line ends and no byte-order mark.

    Args:
        file: the file as read.
        limit: the largest permitted size in bytes.
    """
    start = Span(file.path, 1, 1, 1, 1)
    empty = Source(file.path, "")
    if file.link:
        return empty, (
            Finding(
                rule="symbolic-link",
                at=start,
                message="this is a link to another place, not a file",
                help="put a copy of the file itself here",
            ),
        )
    if file.special:
        return empty, (
            Finding(
                rule="symbolic-link",
                at=start,
                message="this is a pipe, a socket or a device, not a file",
                help="take it away, or put the file itself here",
            ),
        )
    if file.size > limit:
        return empty, (
            Finding(
                rule="too-large",
                at=start,
                message=f"the file has {file.size:,} bytes; the most that can be read is {limit:,}",
                help="put pictures and documents into files/ and link to them",
            ),
        )
    if file.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return empty, (
            Finding(
                rule="unreadable-file",
                at=start,
                message="the file is saved as UTF-16",
                help="save it again with the encoding UTF-8",
            ),
        )
    try:
        text = with_newlines(file.data.removeprefix(BYTE_ORDER_MARK).decode("utf-8"))
    except UnicodeDecodeError as error:
        before = with_newlines(error.object[: error.start].decode("utf-8", errors="replace"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        at = Span(file.path, line, column, line, column + 1)
        return empty, (
            Finding(
                rule="unreadable-file",
                at=at,
                message="the file is not saved as UTF-8",
                help="save it again with the encoding UTF-8",
            ),
        )
    unjoined = conflicts(file.path, text, _keys_in(file.path, text))
    # Other problems cannot be judged before it is known which of the two versions is meant.
    return Source(file.path, text), unjoined or tuple(_odd_characters(file.path, text))


def _keys_in(path: str, text: str) -> range:
    """Return the lines of a file (from 1) that hold keys and no text for readers."""
    lines = text.split("\n")
    if not path.endswith(".md"):
        return range(1, len(lines) + 1)
    if lines[0].rstrip() != "---":
        return range(0)
    return range(1, next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 1))


def is_unread(source: Source, problems: Iterable[Finding]) -> bool:
    """Whether a problem found before parsing leaves nothing in the file to be read."""
    problems = tuple(problems)
    return bool(problems and not source.text) or any(problem.rule == UNJOINED for problem in problems)


# Between words, these stand for a space or a line end; the other known ones stand for nothing. Any other control character, or U+FFFD,
# may be the remains of a letter that only the writer knows.
_AS_SPACE = "\x0b\x0c\x85\u2028\u2029"
_NOTHING = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffc\ufffe\uffff]")

_ODD_NAMES = {
    "\x0b": "a vertical tab, which word processors write for a new line",
    "\x0c": "a form feed, which word processors write for a new page",
    "\x85": "the line end of another system",
    "\u2028": "line separator, which word processors write for a new line",
    "\u2029": "paragraph separator, which word processors write for a new paragraph",
    "\ufeff": "a mark that some editors write at the start of a file",
}

#: With more odd characters than this, the file is not text.
_ODD_LIMIT: Final = 200


def _without_odd(path: str, text: str) -> tuple[Edit, ...]:
    found = list(_ODD.finditer(text))
    if len(found) > _ODD_LIMIT:
        return ()
    lines = FileLines(path, tuple(text.split("\n")))
    edits = []
    for one in found:
        line, column = text.count("\n", 0, one.start()), one.start() - text.rfind("\n", 0, one.start()) - 1
        if one.group() in _AS_SPACE:
            edits.append(lines.edit((line, column), (line, column + 1), " "))
        elif _NOTHING.match(one.group()):
            edits.append(lines.edit((line, column), (line, column + 1), ""))
    return tuple(edits)


def _odd_characters(path: str, text: str) -> Iterable[Finding]:
    last, edits = 0, None
    for number, found in enumerate(_ODD.finditer(text)):
        line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        code = f"U+{ord(found.group()):04X}"
        if number > _ODD_LIMIT:
            return  # A binary file would produce thousands.
        if line == last:
            continue  # One on a line is enough.
        last = line
        edits = _without_odd(path, text) if edits is None else edits
        what = _ODD_NAMES.get(found.group()) or unicodedata.name(found.group(), "a control character").lower()
        yield Finding(
            rule="odd-character",
            at=Span(path, line, column, line, column + 1),
            message=f"there is a character here that cannot be seen ({code}, {what})",
            help="delete it; it often comes along when text is pasted from another program",
            edits=edits,
        )


def once(problems: Iterable[Finding]) -> list[Finding]:
    """Return the problems without general ones about invisible characters on lines that have a more exact one."""
    problems = list(problems)
    said = {problem.at.line for problem in problems if problem.rule in {BREAKS, STRAY}}
    return [problem for problem in problems if problem.rule != "odd-character" or problem.at.line not in said]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that was most likely meant; empty if none is close."""
    near = get_close_matches(word.lower().replace(" ", "_"), list(known), n=1, cutoff=0.6)
    return near[0] if near else ""


class Reader:
    """Reads the values of one file and collects problems and places.

    Args:
        path: the file.
        text: its text, from which problems derive edits; without it, they have none.
        earlier: names used so far in the incident, by kind and wording of their sentences.
        names: whether entries without a name may be given one; False for a translation, which has the names of its original.
        taken: names used elsewhere in the incident, by kind; no other entry is given one of them.
    """

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

    @classmethod
    def opened(cls, source: Source, problems: tuple[Finding, ...]) -> tuple["Reader", Node | None]:
        """Return a reader for a file of YAML, and its parsed content; None when the file is empty or could not be read.

        Args:
            source: the file.
            problems: problems found before parsing (its encoding, its size).
        """
        reader = cls(source.path, source.text)
        reader.problems += problems
        start = Span(source.path, 1, 1, 1, len(source.text.split("\n", 1)[0]) + 1)
        reader.places[()] = Place(start, start)
        if is_unread(source, problems):
            return reader, None
        node, found = read(source.text, source.path)
        reader.problems[:] = once((*reader.problems, *found))
        return reader, node

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

    def problem(self, rule: str, at: Span, message: str, help: str, edits: tuple[Edit, ...] = ()) -> None:
        """Record a problem. An example in its help is shown as a line with the key it belongs to."""
        self.problems.append(Finding(rule=rule, at=at, message=message, help=self._as_lines(at, help), edits=edits))

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
        for entry in table.entries.values():
            self.keep(entry.value, *path, entry.key, key_at=entry.key_at)
            self._record(entry.value, (*path, entry.key))

    def _record(self, node: Node, path: tuple[str, ...]) -> None:
        if isinstance(node, Table):
            self.record_all(node, *path)
        elif isinstance(node, Items):
            for index, item in enumerate(node.items):
                self.keep(item, *path, str(index))
                self._record(item, (*path, str(index)))

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

    @staticmethod
    def _renamed(key: str, value: Node) -> str:
        """Return the line with another key: with its value if that is a sentence, otherwise the key alone."""
        if isinstance(value, Text) and value.at.line == value.at.end_line and not value.is_empty:
            return f"write `{key}: {quoted(value.value) if not value.plain else value.value}`"
        return f"write `{key}:`"

    def table(self, node: Node, what: str, help: str) -> Table | None:
        """Return a table of keys; anything else is reported."""
        if isinstance(node, Table):
            return node
        self.problem("wrong-type", node.at, f"{what} {_is(node)}", help)
        return None

    def text(self, node: Node, what: str) -> str:
        """Return a sentence with white space collapsed; empty when it is not one (which is reported)."""
        if isinstance(node, Text):
            if node.is_empty:
                self.problem("empty-value", node.at, f"{what} is empty", "write it, or delete the line")
                return ""
            self._check_quotes(node)
            text = " ".join(node.value.split())
            if not text:
                self.problem("empty-value", node.at, f"{what} is empty", "write it, or delete the line")
            return text
        if isinstance(node, Table) and (sentence := _rejoined(node)):
            self.problem(
                "colon-in-text",
                node.at,
                f"{what} has a colon in it and no quotes round it",
                f"put quotes round it: {self.shown(node.at, quoted(sentence))}",
                self.quotes(node),
            )
        else:
            self.problem("wrong-type", node.at, f"{what} {_is(node)}", "write one sentence")
        return ""

    def _check_quotes(self, node: Text) -> None:
        value = node.value.strip()
        pairs = {"“": "”", "„": "“”", "‘": "’", "«": "»", "”": "”"}
        if node.plain and len(value) > 1 and value[0] in pairs and value[-1] in pairs[value[0]]:
            self.problem(
                "curly-quotes",
                node.at,
                "these quotation marks are curly, so they become part of the text",
                f"use straight ones, or none: {self.shown(node.at, quoted(value[1:-1]))}",
                self.quotes(node),
            )

    def choice(self, node: Node, choices: type[_Choice], what: str) -> _Choice | None:
        """Return one word of a fixed set."""
        words = [choice.value for choice in choices]
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
            self.problem("wrong-type", node.at, f"the {what} {_is(node)}", f"use one of: {', '.join(words)}")
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
            f"write `{what}: true`" if meant else f"write `{what}: true`, or take the line out",
            self.instead(node.at, "true") if meant else (),
        )
        return False

    def moment(self, node: Node, what: str) -> datetime | None:
        """Return a time with its zone."""
        when = self.when(node, what, days=False)
        return when if isinstance(when, datetime) else None

    def day(self, node: Node, what: str) -> date | None:
        """Return a day."""
        when = self.when(node, what, moments=False)
        return when if not isinstance(when, datetime) else None

    def when(self, node: Node, what: str, *, days: bool = True, moments: bool = True) -> When | None:
        """Return a day or a time with its zone; None when it is neither (which is reported)."""
        key = what.strip("`")
        if not isinstance(node, Text) or not node.value.strip():
            empty = isinstance(node, Text)
            message = f"`{key}` is empty" if empty else f"`{key}` {_is(node)}"
            self._no_time(node, key, message, days=days, moments=moments)
            return None
        written = node.value.strip()
        refused = ""
        try:
            if found := _MOMENT.fullmatch(written):
                year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
                zone = _zone(found.group(7))
                naive = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
                self._check_year(year)
                if moments and zone is not None:
                    return naive.replace(tzinfo=zone)
                refused = f"`{key}` needs a day, without a time" if not moments else "no zone"
            elif found := _DAY.fullmatch(written):
                on = date(*(int(part) for part in found.groups()))
                self._check_year(on.year)
                if days:
                    return on
                refused = f"`{key}` needs a time as well as a day"
        except ValueError:
            refused = f"`{short(written)}` is not a date that exists"
        if refused == "no zone":
            message = f"`{key}` does not say in which time zone it is"
            self._no_time(node, key, message, days=days, moments=moments, rule="time-without-zone")
            return None
        if not refused and re.fullmatch(r"\d{1,2}:\d{2}", written):
            refused = f"`{key}` needs the day as well as the time"
        kind = "a time" if not days else "a day" if not moments else "a day or a time"
        message = refused or f"`{short(written)}` is not {kind} that can be read for certain"
        self._no_time(node, key, message, days=days, moments=moments)
        return None

    def occasion(self, node: Node, what: str) -> Occasion | None:
        """A month, a day or a time with its zone; None when it is none of them (which is reported)."""
        found = _MONTH.fullmatch(node.value.strip()) if isinstance(node, Text) else None
        if found is None:
            return self.when(node, what)
        month = Month(int(found.group(1)), int(found.group(2)))
        try:
            self._check_year(date(month.year, month.month, 1).year)
        except ValueError:
            self.problem(
                "wrong-type",
                node.at,
                f"`{short(str(month))}` is not a month that exists",
                f"write it like `{what.strip('`')}: 2027-03`",
            )
            return None
        return month

    def _no_time(self, node: Node, key: str, message: str, *, days: bool, moments: bool, rule: str = "wrong-type") -> None:
        """Report an invalid time. The rule, which knows the site's time zone, adds what it may mean."""
        form = f"write it like `{key}: {'2027-03-03' if days else '2027-03-03T02:40Z'}`"
        typed = TypedTime(key=key, written=node.value if isinstance(node, Text) else "", days=days, moments=moments)
        self.problems.append(Finding(rule=rule, at=node.at, message=message, help=form, time=typed))

    def _check_year(self, year: int) -> None:
        # This also keeps later arithmetic with times within Python's range.
        if not 1970 <= year <= 2999:
            raise ValueError(year)

    def length(self, node: Node, what: str) -> timedelta | None:
        """Return a length of time: `15m`, `24h`, `7d`, `2w`."""
        if isinstance(node, Text) and (length := length_of(node.value)) is not None:
            return length
        self.problem(
            "wrong-type",
            node.at,
            f"`{what}` is not a length of time",
            "write it like 15m or 24h (15 minutes, 24 hours; 7d would be 7 days)",
        )
        return None

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
        self.problem("wrong-type", node.at, f"{what} {_is(node)}", "write a list, each on its own line after a hyphen")
        return ()

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
                f"write under `{path[-1]}:`, two spaces in, the line `{line_of(name, text.value if isinstance(text, Text) else '')}`",
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
        given = given_name(item, keys, self._names_of(what)) if what in NAMEABLE else _named_alone(item)
        if given is None and path[-2] in _ELSEWHERE:
            sentence = item.value if isinstance(item, Text) else _rejoined(item) if isinstance(item, Table) else ""
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
            sentence = _rejoined(node)
            if sentence:
                self.problem(
                    "colon-in-text",
                    item.at,
                    f"{_one(what)} has a colon in it and no quotes round it",
                    f"put quotes round it: `- {quoted(sentence)}`",
                    self.quotes(item),
                )
            else:
                self.problem("wrong-type", item.at, f"{_one(what)} has no text", f"write one sentence for each {what}")
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
                f"the name `{name}` stands where only sentences stand, so nobody can follow this {what} from one update to the next",
                f"write it without the hyphen{self._further(item, path)}: `{shown}`",
            )
            return
        if doubt is not None and isinstance(doubt.value, Text):
            self.problem(
                "unnamed-fact",
                item.at,
                f"this {what} has no name, or `{doubt.name}` is its name and stands inside the sentence",
                f"if it is its name, write `{line_of(doubt.name, doubt.value.value)}` in place of the hyphen; if not, `{shown}`",
            )
            return
        self.problem(
            "unnamed-fact",
            item.at,
            f"this {what} has no name, so nobody can follow it from one update to the next",
            f"give it a short name that stays the same, in place of the hyphen{self._further(item, path)}: `{shown}`",
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
        shown = [f"`{line_of(name, given or ('what came of it' if key == 'done' else 'why'))}`" for name in names]
        if len(shown) > 3 or (of == "fact" and len(shown) > 1):
            shown = []  # With many names, most suggestions would be wrong.
        what = f"which {of} it is about" if of != "role" else "which role they hold"
        help = f"write the name of the {of} in front of it, two spaces in and without a hyphen"
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
        return "" if inside or not before.strip() else ", two spaces in"

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
        alone = [_named_alone(item) for item in listed.items]
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
            asks = "" if given.certain else f"Is `{given.name}` the name of this line, and not a part of the sentence?"
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
            asks = "" if given.certain else f"Is `{given.name}` the name of this {what}, and not a part of the sentence?"
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
                f"there is no space behind the colon of `{torn.group(1)}`, so all of it is read as one name",
                f"leave one: `{line_of(torn.group(1), torn.group(2))}`",
                (self.lines.put(place, " "),) if is_there else (),
            )
            return False
        if " " in name.strip():
            sentence = f"{name}: {value.value}" if isinstance(value, Text) and not value.is_empty else name
            self.problem(
                "colon-in-text",
                at,
                f"`{short(name)}` is read as a name, because a colon follows it",
                "give the sentence a short name and put quotes round it:"
                f" `{line_of(invented(name, self._names_of(what)), sentence)}`",
                self._name_torn(name, at, value),
            )
        else:
            self.problem(
                "bad-name",
                at,
                f"`{short(name)}` cannot be the name of {_one(what)}",
                "use small letters, digits and hyphens: "
                + self._renamed(invented(name, self._names_of(what)), value).removeprefix("write "),
                self._small_letters(name, at),
            )
        return False


def length_of(written: str) -> timedelta | None:
    """Return the meaning of `15m`, `24h`, `7d` or `2w`; None for anything else."""
    found = _LENGTH.fullmatch(written.strip().lower())
    return int(found.group(1)) * _UNITS[found.group(2)[0]] if found else None


def invented(sentence: str, taken: Iterable[str]) -> str:
    """Make a name from a sentence's first words. The same sentence gives the same name, unless it is taken."""
    folded = unicodedata.normalize("NFC", sentence).lower()
    words = re.findall(r"[^\W_]+", folded.replace("'", "").replace("’", ""))[:5]
    name = base = "-".join(words)[:48].strip("-") or "unnamed"
    taken = set(taken)
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


def zoned(written: str, zone: ZoneInfo) -> str:
    """Add to a time without a zone its difference from UTC in a zone; empty when it is not such a time or is ambiguous.

    An hour skipped in spring does not exist in the zone; an hour repeated in autumn is ambiguous.
    """
    found = _MOMENT.fullmatch(written.strip())
    if not found or found.group(7):
        return ""
    try:
        local = datetime(*(int(part or 0) for part in found.groups()[:6]), tzinfo=zone)  # type: ignore[arg-type, misc]
        first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
        if first is None or first != second or not 1970 <= local.year <= 2999:
            return ""
    except (ValueError, OverflowError):
        return ""
    minutes = round(first.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    difference = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "Z"
    return written.strip() + difference


def _zone(written: str | None) -> timezone | None:
    if not written:
        return None
    if written.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    if minutes > 59 or hours > 14:
        raise ValueError(written)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if written[0] == "-" else offset)


def _rejoined(table: Table) -> str:
    """Return the sentence that a colon split into a table of one key; empty if it does not look like one."""
    if len(table.entries) != 1:
        return ""
    (entry,) = table.entries.values()
    return f"{entry.key}: {entry.value.value}" if isinstance(entry.value, Text) else ""


def _named_alone(item: Node) -> Given | None:
    """Return the name of a list item that already consists of a name and a sentence."""
    given = given_name(item, (), ())
    return given if given and given.how == "key" and isinstance(given.value, Text) and not given.value.is_empty else None


def _one(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def _is(node: Node) -> str:
    if isinstance(node, Items):
        return "cannot be a list"
    if isinstance(node, Table):
        return "cannot have further keys"
    return "is empty" if node.is_empty else "cannot be a sentence"
