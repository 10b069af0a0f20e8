"""content/plan.yml and templates: from text to frozen documents. Nothing here raises on what an author wrote."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from generator.content.parse import UNDATED, parse_update
from generator.content.settings import read_roles
from generator.format.reading import Reader
from generator.format.strict_yaml import Items, Node, Table, Text
from generator.model.config import DEFAULT_CADENCE
from generator.model.diagnostic import Problem
from generator.model.document import PlanDocument, TemplateDocument
from generator.model.incident import Impact
from generator.model.plan import BLANK, Approval, Channel, Occasion, Plan, Role, Template, TemplateApproval, blanks
from generator.model.source import Source, Span
from generator.model.update import Status

PATH = "content/plan.yml"

PLAN_KEYS = ("since", "roles", "approvals", "cadence", "channels", "templates", "drills_every")
ROLE_KEYS = ("who", "deputy", "phone", "email", "deputy_phone", "duties")
CHANNEL_KEYS = ("how", "tested", "without_our_systems")
TEMPLATE_APPROVAL_KEYS = ("for", "approved_by", "approved_on")

#: What stands in a blank while YAML is read, in place of the characters that mean something to it: from the range of Unicode that is left
#: to private use, so not in what an author wrote.
_SIGNS = "[]{},:#&*!|>'\"%@`-?\\"
_HIDDEN = {ord(sign): 0xE000 + number for number, sign in enumerate(_SIGNS)}
_BACK = {hidden: sign for sign, hidden in _HIDDEN.items()}

_Value = TypeVar("_Value")
_Key = TypeVar("_Key", bound=StrEnum)


def parse_plan(source: Source, problems: tuple[Problem, ...]) -> PlanDocument:
    """The plan; `plan` is None when anything in it could not be understood."""
    reader, node = Reader.opened(source, problems)
    plan = _plan(reader, node) if reader.understood else None
    return PlanDocument(
        source=source,
        places=MappingProxyType(reader.places),
        problems=tuple(reader.problems),
        plan=plan if reader.understood else None,
    )


def _plan(reader: Reader, node: Node | None) -> Plan | None:
    if not isinstance(node, Table):
        reader.problem("wrong-type", reader.places[()].whole, "the plan has no keys", "begin with `roles:`")
        return None
    reader.record_all(node)
    given = reader.keys(node, PLAN_KEYS, "the plan")
    approvals, approvals_by_impact = _by_occasion(reader, given.get("approvals"))
    cadence, cadence_by_impact = _by_status(reader, given.get("cadence"))
    return Plan(
        since=reader.day(given["since"], "since") if "since" in given else None,
        roles=_named(reader, given, "roles", "role", _role),
        approvals=approvals,
        approvals_by_impact=approvals_by_impact,
        cadence=cadence,
        cadence_by_impact=cadence_by_impact,
        channels=_named(reader, given, "channels", "channel", _channel),
        templates=_named(reader, given, "templates", "template", _template_approval),
        drills_every=_length(reader, given["drills_every"], "drills_every") if "drills_every" in given else None,
    )


def _named(reader: Reader, given: Mapping[str, Node], key: str, what: str, read: Any) -> Mapping[str, Any]:
    if key not in given:
        return MappingProxyType({})
    node = given[key]
    if isinstance(node, Items):
        example = {
            "roles": "lead: {who: Sam Reed}",
            "channels": "post: {how: A letter}",
            "templates": "stolen-password: {for: …}",
        }[key]
        reader.problem(
            "wrong-type",
            node.at,
            f"`{key}` needs a name before each {what}",
            f"write it on the next line, two spaces in: `{example}`",
        )
        return MappingProxyType({})
    return reader.named(node, what, lambda name, value, _path: read(reader, name, value), key)


def _entries(reader: Reader, node: Node, what: str, keys: tuple[str, ...], help: str) -> dict[str, Node]:
    if isinstance(node, Text) and node.is_empty:
        return {}
    table = reader.table(node, what, help)
    return reader.keys(table, keys, what) if table else {}


def _text(reader: Reader, given: Mapping[str, Node], key: str) -> str:
    # A key with nothing after it is a place left free: the rules say what that means.
    node = given.get(key)
    return "" if node is None or (isinstance(node, Text) and node.is_empty) else reader.text(node, f"`{key}`")


def _role(reader: Reader, name: str, node: Node) -> Role:
    given = _entries(reader, node, f"the role `{name}`", ROLE_KEYS, "write it like {who: Sam Reed, deputy: Ines Okafor}")
    return Role(name=name, **{key: _text(reader, given, key) for key in ROLE_KEYS})


def _channel(reader: Reader, name: str, node: Node) -> Channel:
    help = "write it like {how: Text messages, tested: 2027-03-03, without_our_systems: true}"
    given = _entries(reader, node, f"the channel `{name}`", CHANNEL_KEYS, help)
    return Channel(
        name=name,
        how=_text(reader, given, "how"),
        tested=reader.day(given["tested"], "tested") if "tested" in given else None,
        without_our_systems=reader.flag(given["without_our_systems"], "without_our_systems")
        if "without_our_systems" in given
        else False,
    )


def _template_approval(reader: Reader, name: str, node: Node) -> TemplateApproval:
    help = "write it like {for: A stolen password, approved_by: {lead: Sam Reed}, approved_on: 2027-03-03}"
    given = _entries(reader, node, f"the template `{name}`", TEMPLATE_APPROVAL_KEYS, help)
    return TemplateApproval(
        name=name,
        purpose=_text(reader, given, "for"),
        approved_by=reader.named(
            given["approved_by"],
            "name",
            lambda role, value, _path: reader.text(value, f"the name of `{role}`") or None,
            *("templates", name, "approved_by"),
        )
        if "approved_by" in given
        else MappingProxyType({}),
        approved_on=reader.day(given["approved_on"], "approved_on") if "approved_on" in given else None,
    )


def _by_occasion(reader: Reader, node: Node | None) -> tuple[Mapping[Occasion, Approval], Mapping[Impact, Approval]]:
    keys = (*(occasion.value for occasion in Occasion), "by_impact")
    help = "write it like {update: [lead, legal]}: what is to be approved, and by which roles"
    given = _entries(reader, node, "`approvals`", keys, help) if node else {}
    by_impact = given.pop("by_impact", None)
    impacts = tuple(impact.value for impact in Impact)
    more = _entries(reader, by_impact, "`by_impact`", impacts, "write it like {critical: [board]}") if by_impact else {}
    return _keyed(given, Occasion, lambda key, value: _approval(reader, key, value)), _keyed(
        more, Impact, lambda key, value: _approval(reader, key, value)
    )


def _approval(reader: Reader, key: str, node: Node) -> Approval | None:
    number: Node | None = None
    if isinstance(node, Table):
        given = reader.keys(node, ("of", "at_least"), f"`{key}`")
        number = given.get("at_least")
        if "of" not in given:
            reader.problem(
                "missing-key", node.at, f"`{key}` does not say which roles", "write it like {of: [lead, legal], at_least: 1}"
            )
            return None
        node = given["of"]
    roles = read_roles(reader, node)
    at_least = len(roles)
    if number is not None:
        at_least = reader.whole(number, "at_least") or 0
        if not 1 <= at_least <= len(roles):
            reader.problem(
                "wrong-type",
                number.at,
                f"of {len(roles)} role{'' if len(roles) == 1 else 's'} this many cannot be asked to approve",
                f"write a number from 1 to {len(roles)}" if roles else "name the roles under `of:`",
            )
    return Approval(roles=roles, at_least=at_least)


def _by_status(
    reader: Reader, node: Node | None
) -> tuple[Mapping[Status, timedelta], Mapping[Impact, Mapping[Status, timedelta]]]:
    statuses = tuple(status.value for status in DEFAULT_CADENCE)
    help = "write it like {investigating: 12h, contained: 7d}"
    given = _entries(reader, node, "`cadence`", (*statuses, "by_impact"), help) if node else {}
    by_impact = given.pop("by_impact", None)
    impacts = tuple(impact.value for impact in Impact)
    more = (
        _entries(reader, by_impact, "`by_impact`", impacts, "write it like {critical: {investigating: 4h}}") if by_impact else {}
    )

    def lengths(of: Mapping[str, Node]) -> Mapping[Status, timedelta]:
        return _keyed(of, Status, lambda key, value: _length(reader, value, key))

    return lengths(given), _keyed(more, Impact, lambda key, value: lengths(_entries(reader, value, f"`{key}`", statuses, help)))


def _keyed(given: Mapping[str, Node], kind: type[_Key], read: Any) -> Mapping[_Key, Any]:
    found = {kind(key): read(key, node) for key, node in given.items()}
    return MappingProxyType({key: value for key, value in found.items() if value is not None})


def _length(reader: Reader, node: Node, key: str) -> timedelta | None:
    length = reader.length(node, key)
    if length is not None and length <= timedelta():
        reader.problem("wrong-type", node.at, f"`{key}` must be longer than nothing", "write it like 24h or 7d")
        return None
    return length


def parse_template(source: Source, problems: tuple[Problem, ...], name: str) -> TemplateDocument:
    """A first statement with blanks.

    Args:
        source: the file.
        problems: what was wrong with it before it was read (its encoding, its size).
        name: its file name without the ending.
    """
    # Neither way of writing a blank moves anything, so that every place is one in the template itself.
    marked = Source(source.path, marked_blanks(source.text))
    filled = Source(source.path, BLANK.sub(lambda found: "X".ljust(len(found.group())), source.text))
    read = parse_update(marked, problems, 1, name, template=True)
    found = tuple(
        replace(problem, message=as_written(problem.message), help=as_written(problem.help)) for problem in read.problems
    )
    found = (*found, *_open_blanks(source))
    statement = parse_update(filled, problems, 1, name, template=True)
    template = None
    if read.parsed is not None and statement.parsed is not None and len(found) == len(read.problems):
        due = read.parsed.next_update
        template = Template(
            name=name,
            update=_as_written(read.parsed),
            blanks=tuple(blanks(source)),
            next_update=due - UNDATED if due else None,
        )
    return TemplateDocument(
        source=source,
        places=read.places,
        problems=found,
        name=name,
        template=template,
        filled=replace(statement, problems=()) if template else None,
    )


def marked_blanks(text: str) -> str:
    """A text whose blanks mean nothing to YAML, as long as it was."""
    return BLANK.sub(lambda found: found.group().translate(_HIDDEN), text)


def as_written(text: str) -> str:
    """What was taken from a text with marked blanks, as its author wrote it."""
    return text.translate(_BACK)


def _open_blanks(source: Source) -> Iterator[Problem]:
    for number, line in enumerate(source.text.split("\n"), 1):
        rest = BLANK.sub(lambda found: " " * len(found.group()), line)
        if (at := rest.find("[[")) >= 0 or (at := rest.find("]]")) >= 0:
            yield Problem(
                "wrong-type",
                Span(source.path, number, at + 1, number, at + 3),
                "a blank is not closed on its line, or never opened",
                "write two brackets on each side, on one line, and what is to be filled in between them: [[which system]]",
            )


def _as_written(value: _Value) -> _Value:
    """The same with its blanks as they were written."""
    read: Any = value
    if isinstance(read, str) and type(read) is str:
        read = as_written(read)
    elif isinstance(read, Mapping):
        read = MappingProxyType({key: _as_written(inner) for key, inner in read.items()})
    elif is_dataclass(read) and not isinstance(read, type):
        read = replace(read, **{field.name: _as_written(getattr(read, field.name)) for field in fields(read)})
    result: _Value = read
    return result
