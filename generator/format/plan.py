"""content/plan.yml."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from generator.format.kinds import Day, Duration, Flag, Free, Kind, Named, Part, Path, Roles, Sentence, Whole
from generator.format.reader import Reader
from generator.format.record import Key, Record, needs
from generator.format.shared import APPROVED_BY, but
from generator.format.strict_yaml import Node, quoted
from generator.model.config import DEFAULT_CADENCE
from generator.model.incident import Impact
from generator.model.person import not_a_name, person_of
from generator.model.plan import Approval, Channel, Occasion, Role, TemplateApproval
from generator.model.update import Status

#: What accounts at GitHub and GitLab consist of; those of programs end in [bot], and approve nothing.
_ACCOUNT = "@?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_])?"


class _Approver(Sentence):
    """The name of an approver. A role may have the name of its holder, so only text that cannot be a name is refused here."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        name = reader.text(node, what)
        role = path[-1]
        if name and (said := not_a_name(name)):
            reader.problem(
                "wrong-type",
                node.at,
                f"the name of `{role}` is {said}, so nobody has approved the template as `{role}`",
                f"write who approved it, such as `{role}: {quoted(person_of(name).name or 'Sam Reed', flow=True)}`, or delete the line until someone has",
            )
        return name


class _Note(Sentence):
    """A sentence that the schema describes only as text."""

    PART: ClassVar[Part] = {"type": "string"}


class _Account(Sentence):
    """The name of an account at a git host, with or without the @ in front of it."""

    PART: ClassVar[Part] = {"type": "string", "pattern": f"^{_ACCOUNT}$"}

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        name = reader.text(node, what).removeprefix("@")
        if name and not re.fullmatch(_ACCOUNT, name):
            reader.problem(
                "wrong-type",
                node.at,
                f"`{path[-1]}` is not an account at a git host",
                f"write the account's name as in its address, such as `{path[-1]}: sam-reed`",
            )
            return ""
        return name


#: What `diff` calls ways to reach a person.
_REACHED = "How they are reached"

# fmt: off
ROLE = Record(of="the role `{name}`", free=True, model=Role, named=True, help="write it like {who: Sam Reed, deputy: Ines Okafor}",
    keys=(
        Key("who", Free(_Note()), "Who", "A name.", "Sam Reed", shown="Holds the role", unsaid="nobody"),
        Key("deputy", Free(_Note()), "Who steps in", "A name.", "Ines Okafor", shown="Steps in for the role"),
        Key("phone", Free(_Note()), "Telephone", "In quotes. Never published.", "+44 20 7946 0041", shown=_REACHED, private=True),
        Key("email", Free(_Note()), "E-mail", "Never published.", "sam.reed@larkfield.example", shown=_REACHED, private=True),
        Key("deputy_phone", Free(_Note()), "The deputy's telephone", "In quotes. Never published.", "+44 20 7946 0042",
            shown=_REACHED, private=True),
        Key("account", _Account(), "Account", "The person's account at the git host, without @: its reviews are compared with approvals.",
            "sam-reed", shown="Account at the git host"),
        Key("deputy_account", _Account(), "The deputy's account", "Likewise.", "ines-okafor", shown="The deputy's account at the git host"),
        Key("duties", Free(_Note()), "What the role does", "One sentence.", "Decides what is said and when.",
            shown="Does in the role"),
    ),
    title="A role", words="Who is responsible for something during an incident.",
    examples=({"who": "Sam Reed", "deputy": "Ines Okafor", "phone": "+44 20 7946 0041"},))
CHANNEL = Record(of="the channel `{name}`", free=True, model=Channel, named=True,
    help="write it like {how: Text messages, tested: 2027-03-03, without_our_systems: true}",
    keys=(
        Key("how", Free(_Note()), "How it is used", "One sentence.", "From the supplier's own website.", shown="Spare channel",
            private=True),
        Key("tested", Day(), "Last tested on", "The day.", "2027-02-01", shown="Spare channel tested"),
        Key("without_our_systems", Flag(), "Works when your systems are down", "true, if it does.", True, shown="Works without our systems"),
    ),
    title="A way to reach people", words="How, when it was last tested, and whether it needs your own systems.",
    examples=({"how": "From the supplier's own website.", "tested": "2027-02-01", "without_our_systems": True},))
_APPROVED_TEMPLATE = {"for": "Someone got into a system.", "approved_by": {"lead": "Sam Reed"}, "approved_on": "2027-02-01"}
TEMPLATE_APPROVAL = Record(of="the template `{name}`", free=True, model=TemplateApproval, named=True,
    help="write it like {for: A stolen password, approved_by: {lead: Sam Reed}, approved_on: 2027-03-03}",
    keys=(
        Key("for", Free(_Note()), "What it is for", "One sentence.", "Someone got into a system.", attr="purpose", shown="For: "),
        but(APPROVED_BY, needed="", docs="", shown="Approved by ",
            kind=Named(of=_Approver(), what="name", one="the name of `{name}`", title=APPROVED_BY.title, words=APPROVED_BY.words,
                examples=("Sam Reed",))),
        Key("approved_on", Day(), "Approved on", "The day.", "2027-02-01", shown="Approved on "),
    ),
    title="A template", words="The name of its file in content/templates/.", examples=(_APPROVED_TEMPLATE,))
# fmt: on


class _ApprovalRecord(Record):
    """Roles that approve; or roles under `of`, of which `at_least` this many must approve."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Approval | None:
        given = self.opened(reader, node, what, path[-1])
        values = None if given is None else self.values(reader, node, given, path)
        if given is None or values is None:
            return None
        roles: tuple[str, ...] = values["of"]
        number = given.get("at_least")
        at_least = len(roles) if number is None else values["at_least"] or 0
        if number is not None and not 1 <= at_least <= len(roles):
            reader.problem(
                "wrong-type",
                number.at,
                f"with {len(roles)} role{'' if len(roles) == 1 else 's'}, this many approvals are not possible",
                f"write a number from 1 to {len(roles)}" if roles else "name the roles under `of:`",
            )
        return Approval(roles=roles, at_least=at_least)


# fmt: off
APPROVAL = _ApprovalRecord(of="`{name}`", short="of",
    keys=(
        Key("of", Roles(), "Roles", "As approved_by names them.", ["lead", "legal"],
            required=needs("`{name}` does not say which roles", "write it like {of: [lead, legal], at_least: 1}", stops=True)),
        Key("at_least", Whole(minimum=1), "How many of them", "All by default.", 2),
    ))
# fmt: on


class ByWord(Record):
    """A table whose keys are words of a fixed set, all with the same kind of value; read as values by word."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[StrEnum, Any]:
        given = self.opened(reader, node, what, path[-1]) or {}
        values = self.values(reader, node, given, path) or {}
        return _by_word(self, given, values)


class _AndByImpact(Record):
    """The same with `by_impact` beside the words, stored separately: `<key>` and `<key>_by_impact` in the model."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[Mapping[StrEnum, Any], Mapping[StrEnum, Any]]:
        given = self.opened(reader, node, what, path[-1]) or {}
        values = self.values(reader, node, given, path) or {}
        by_impact = values.pop("by_impact", MappingProxyType({}))
        return _by_word(self, given, values), by_impact

    def put(self, fields: dict[str, Any], name: str, value: Any) -> None:
        fields[name], fields[f"{name}_by_impact"] = value

    def get(self, holder: object, name: str) -> Any:
        return getattr(holder, name), getattr(holder, f"{name}_by_impact")


def _by_word(record: Record, given: Iterable[str], values: Mapping[str, Any]) -> Mapping[StrEnum, Any]:
    words = {str(word): word for word in record.words_of or ()}
    return MappingProxyType({words[word]: values[word] for word in given if values.get(word) is not None})


def waits(kind: Kind) -> tuple[Key, ...]:
    """Return a key for each status in which readers wait, with the longest wait."""
    return tuple(
        Key(status.value, kind, f"While {status.value}", "The longest that readers wait for the next update.", "24h")
        for status in DEFAULT_CADENCE
    )


_CADENCE_HELP = "write it like {investigating: 12h, contained: 7d}"
_OCCASIONS = ("A first statement", "An update", "An update with nothing new", "A correction", "The last update", "The review")

# fmt: off
_APPROVALS = _AndByImpact(of="`approvals`", free=True, words_of=Occasion,
    help="write it like {update: [lead, legal]}: what must be approved, and by which roles",
    keys=(
        *(Key(occasion.value, APPROVAL, title, "Roles that must approve; [] requires none.", ["lead", "legal"],
            ({"of": ["lead", "legal", "board"], "at_least": 2},)) for occasion, title in zip(Occasion, _OCCASIONS, strict=True)),
        Key("by_impact",
            ByWord(of="`by_impact`", free=True, help="write it like {critical: [board]}", words_of=Impact,
                keys=tuple(Key(impact.value, APPROVAL, f"Impact {impact}", "Roles that must also approve.", ["board"])
                    for impact in Impact)),
            "By impact", "What is also required, for incidents of this impact.", {"critical": ["board"]},
            shown="Must also approve"),
    ))
_CADENCE = _AndByImpact(of="`cadence`", free=True, help=_CADENCE_HELP, words_of=Status,
    keys=(
        *waits(Duration(positive=True)),
        Key("by_impact",
            ByWord(of="`by_impact`", free=True, help="write it like {critical: {investigating: 4h}}", words_of=Impact,
                keys=tuple(Key(impact.value,
                    ByWord(of=f"`{impact}`", free=True, help=_CADENCE_HELP, words_of=Status, keys=waits(Duration(positive=True))),
                    f"Impact {impact}", "By status.", {"investigating": "4h"}) for impact in Impact)),
            "By impact", "For incidents of this impact.", {"critical": {"investigating": "4h"}}),
    ))

PLAN = Record(of="the plan", unpublished="a plan is never published",
    keys=(
        Key("since", Day(), "In force since", "Texts published earlier are exempt.", "2027-02-01",
            shown="In force since"),
        Key("roles", Named(of=ROLE, what="role", one="the role `{name}`", listed="lead: {who: Sam Reed}"), "Roles",
            "A name for each role, and who holds it.", {"lead": {"who": "Sam Reed", "deputy": "Ines Okafor"}}),
        Key("approvals", _APPROVALS, "Who must approve what", "What must be approved, and by which roles.",
            {"update": ["lead"], "no_change": []}, shown="Must approve",
            docs="what → the roles that must approve it, or {of, at_least}; [] requires none. What: first_statement, update, no_change, correction, resolved, review; by_impact: impact → what is also required"),
        Key("cadence", _CADENCE, "The longest that readers wait", "By status. Never more than site_config.yml allows.",
            {"investigating": "12h"}, shown="Longest wait for the next update",
            docs="status → the longest that readers wait, never more than site_config.yml allows; by_impact: impact → the same for incidents of this impact"),
        Key("channels", Named(of=CHANNEL, what="channel", one="the channel `{name}`", listed="post: {how: A letter}"), "Channels",
            "A name for each way to reach readers or one another.",
            {"text-messages": {"how": "From the supplier's own website.", "tested": "2027-02-01"}}),
        Key("templates",
            Named(of=TEMPLATE_APPROVAL, what="template", one="the template `{name}`",
                listed="stolen-password: {for: A stolen password}"),
            "Templates", "Which first statements were approved in advance.", {"stolen-login": _APPROVED_TEMPLATE}, shown="Template"),
        Key("drills_every", Duration(positive=True), "How often to rehearse", "A year by default.", "180d",
            shown="A drill at least every"),
    ))
# fmt: on
