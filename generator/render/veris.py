"""An incident in the terms of VERIS 1.4.0 (Vocabulary for Event Recording and Incident Sharing), for programs that compare incidents.

The terms are those of verisc-enum.json in github.com/vz-risk/veris. They say no more than the updates do: what these leave open is `Unknown`,
and so is a kind of data whose plain name does not tell what it is. `categories` in incident.md say it to laws alone: no reader was told.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from generator.ledger.records import DataEntry
from generator.ledger.statuses import is_false_alarm
from generator.model.update import DataState, Nature, Status
from generator.render.ledger_parts import Part, Thing, described, many
from generator.render.site import PublicIncident

VERSION: Final = "1.4.0"
UNKNOWN: Final = "Unknown"


class Action(NamedTuple):
    """What was done, as VERIS sorts it: the section of `action`, its key, and the term."""

    section: str
    key: str
    term: str


#: An action of which nothing is known has no variety, only a result.
NOTHING_KNOWN: Final = Action("unknown", "result", UNKNOWN)
#: What kind of incident it is. A theft of data is told by its result and not by how it was done; a device that is lost or stolen may be either.
ACTIONS: Final[Mapping[Nature, Action]] = MappingProxyType(
    {
        Nature.UNKNOWN: NOTHING_KNOWN,
        Nature.MALFUNCTION: Action("error", "variety", "Malfunction"),
        Nature.OUTAGE_BY_ATTACK: Action("hacking", "variety", "DoS"),
        Nature.INTRUSION: Action("hacking", "variety", UNKNOWN),
        Nature.THEFT: NOTHING_KNOWN,
        Nature.RANSOMWARE: Action("malware", "variety", "Ransomware"),
        Nature.MISTAKE: Action("error", "variety", UNKNOWN),
        Nature.LOST_DEVICE: NOTHING_KNOWN,
        Nature.INSIDER: Action("misuse", "variety", UNKNOWN),
        Nature.SUPPLIER: Action("hacking", "variety", UNKNOWN),
    }
)
#: What a kind of data is whose name says it: plain names, of `generator/prose/plain_names.toml`.
OF_NAME: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(("password", "passwords"), "Credentials")
    | dict.fromkeys(("card-number", "card-numbers"), "Payment")
    | dict.fromkeys(("bank-account", "bank-account-number", "bank-account-numbers", "bank-details"), "Bank")
    | dict.fromkeys(("test-result", "test-results"), "Medical")
    | dict.fromkeys(
        (
            *("address", "addresses", "email-address", "email-addresses", "phone-number", "phone-numbers"),
            *("name", "names", "name-and-address", "name-and-email", "date-of-birth", "dates-of-birth", "customer-data"),
        ),
        "Personal",
    )
)

_REACHED: Final = frozenset({DataState.TAKEN, DataState.ACCESSED})
_MAYBE: Final = frozenset({DataState.POSSIBLE, *_REACHED})
_SECTIONS: Final = tuple(dict.fromkeys(action.section for action in ACTIONS.values()))


def _terms(*given: str) -> Part:
    return {"enum": sorted({*given, UNKNOWN})}


def _object(**keys: Part) -> Part:
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


def _action_part(section: str) -> Part:
    actions = [action for action in ACTIONS.values() if action.section == section]
    return _object(**{actions[0].key: many(_terms(*(action.term for action in actions)))})


_DATA: Part = many(_object(variety=_terms(*OF_NAME.values())))
_CONFIDENTIALITY: Part = {
    **_object(data_disclosure=_terms("Yes", "Potentially", "No"), data=_DATA),
    "required": ["data_disclosure"],
}
#: Its schema.
PART: Final[Part] = described(
    _object(
        schema_version={"const": VERSION},
        security_incident={"enum": ["Confirmed", "Suspected", "False positive"]},
        action={
            "type": "object",
            "properties": {section: _action_part(section) for section in _SECTIONS},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
        attribute=_object(confidentiality=_CONFIDENTIALITY),
    ),
    "In the terms of VERIS, and in its form: what does not apply is left out. What the statement leaves open is `Unknown`.",
)


def terms(incident: PublicIncident) -> Thing:
    """Return an incident as it stands after its newest update, in the terms of VERIS."""
    state, false_alarm = incident.ledger.state, is_false_alarm(incident.ledger.transitions)
    nature = state.nature.nature if state.nature and not false_alarm else Nature.UNKNOWN
    action = ACTIONS[nature]
    entries = () if false_alarm else tuple(state.data.values())
    disclosed = "No" if false_alarm else _disclosed(nature, entries)
    touched = [entry for entry in entries if entry.state in _MAYBE]
    varieties = dict.fromkeys(OF_NAME.get(entry.kind, UNKNOWN) for entry in touched)
    data = [{"variety": term} for term in varieties or ([] if disclosed == "No" else [UNKNOWN])]
    certainty = "False positive" if false_alarm else "Suspected" if state.status is Status.INVESTIGATING else "Confirmed"
    return {
        "schema_version": VERSION,
        "security_incident": certainty,
        "action": {action.section: {action.key: [action.term]}},
        "attribute": {"confidentiality": {"data_disclosure": disclosed, **({"data": data} if data else {})}},
    }


def _disclosed(nature: Nature, entries: Iterable[DataEntry]) -> str:
    """Return whether somebody saw data who should not have: `Yes` only where that is certain."""
    told = [one for entry in entries for one in entry.told]
    if nature is Nature.THEFT or any(one.state in _REACHED and not one.likely for one in told):
        return "Yes"
    if any(one.state in _MAYBE for one in told):
        return "Potentially"
    return "No" if told and all(one.state is DataState.NOT_AFFECTED for one in told) else UNKNOWN
