"""Incidents in the terms of VERIS: each term is one of its own, and none says more than the statement."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.model.document import IncidentFolder
from generator.model.incident_facts import Category
from generator.model.update import Data, DataState, Nature, Outcome, Status
from generator.prose.plain_names import plain_name
from generator.render import ledger_json, veris
from generator.render.ledger_schema import SCHEMA
from tests.render.sites import BEGAN, ROOT, files_of, incident, own, read, site_of, update

TERMS: dict[str, Any] = json.loads((ROOT / f"tests/standards/veris-{veris.VERSION}.json").read_text(encoding="utf-8"))
KINDS = TERMS["attribute"]["confidentiality"]["data"]["variety"]


def _said(**keys: Any) -> dict[str, Any]:
    """What the ledger's file says of an incident with one update."""
    return _told(incident(update(1, BEGAN, **keys)))


def _told(folder: IncidentFolder) -> dict[str, Any]:
    made = files_of(site_of([folder], BEGAN), ledger_json.write)
    found: dict[str, Any] = read(made, "api/ledger/2/incidents/incident.json")["veris"]
    return found


def _data(**kinds: DataState | Data) -> MappingProxyType[str, tuple[Data, ...]]:
    given = {name: one if isinstance(one, Data) else Data(kind=name, state=one) for name, one in kinds.items()}
    return MappingProxyType({name: (one,) for name, one in given.items()})


@pytest.mark.parametrize("nature", [None, *Nature])
def test_every_nature(nature: Nature | None) -> None:
    """Every nature is exactly one action, with a term of VERIS; without one it is unknown."""
    said = _said(nature=nature)
    ((section, terms),) = said["action"].items()
    ((key, found),) = terms.items()
    assert set(found) <= set(TERMS["action"][section][key])
    assert (said["schema_version"], said["security_incident"] in TERMS["security_incident"]) == ("1.4.0", True)
    if nature in {None, Nature.UNKNOWN}:
        assert said["action"] == {"unknown": {"result": ["Unknown"]}}


def test_natures_that_say_what_was_done() -> None:
    """What a nature says of how it happened is said, and no more."""
    assert _said(nature=Nature.RANSOMWARE)["action"] == {"malware": {"variety": ["Ransomware"]}}
    assert _said(nature=Nature.INTRUSION)["action"] == {"hacking": {"variety": ["Unknown"]}}
    assert _said(nature=Nature.MALFUNCTION)["action"] == {"error": {"variety": ["Malfunction"]}}
    # Lost or stolen: VERIS would have to be told which.
    assert _said(nature=Nature.LOST_DEVICE)["action"] == {"unknown": {"result": ["Unknown"]}}


def test_what_only_laws_are_told() -> None:
    """What a kind of data is in the eyes of a law, in incident.md, was told to no reader: nothing that is published is another for it."""
    first = update(1, BEGAN, data=_data(visit=DataState.TAKEN, password=DataState.TAKEN))
    sorted_out = MappingProxyType({"visit": (Category.HEALTH, Category.CHILDREN), "password": (Category.BIOMETRIC,)})
    with_them, without = (
        files_of(site_of([incident(first, categories=said)], BEGAN), ledger_json.write)
        for said in (sorted_out, MappingProxyType({}))
    )
    assert with_them == without
    told = _told(incident(first, categories=sorted_out))
    assert told["attribute"]["confidentiality"]["data"] == [{"variety": "Unknown"}, {"variety": "Credentials"}]


def test_every_name() -> None:
    """Names that say what a kind of data is are plain names, each with a term of VERIS."""
    for name, term in veris.OF_NAME.items():
        assert plain_name(name, "en")
        assert term in KINDS


def test_several_kinds() -> None:
    """Kinds of data are told once for each term; what was not touched is left out, and what nobody sorts is unknown."""
    data = _data(
        **{
            "password": DataState.ACCESSED,
            "card-numbers": DataState.NOT_AFFECTED,
            "names": DataState.TAKEN,
            "addresses": DataState.POSSIBLE,
            "plans": DataState.POSSIBLE,
            "tickets": DataState.UNKNOWN,
        }
    )
    assert _said(data=data)["attribute"]["confidentiality"]["data"] == [
        *({"variety": "Credentials"}, {"variety": "Personal"}, {"variety": "Unknown"}),
    ]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "Unknown"),
        ({"data": _data(password=DataState.UNKNOWN)}, "Unknown"),
        ({"data": _data(password=DataState.POSSIBLE)}, "Potentially"),
        ({"data": _data(password=Data(kind="password", state=DataState.TAKEN, likely=True))}, "Potentially"),
        ({"data": _data(password=DataState.ACCESSED, names=DataState.NOT_AFFECTED)}, "Yes"),
        ({"data": _data(password=DataState.NOT_AFFECTED)}, "No"),
        ({"data": _data(password=DataState.NOT_AFFECTED, names=DataState.UNKNOWN)}, "Unknown"),
        ({"nature": Nature.THEFT}, "Yes"),
    ],
)
def test_disclosure(keys: dict[str, Any], said: str) -> None:
    """Data was disclosed only where the statement is certain of it; that none was, only where it says so of every kind."""
    confidentiality = _said(**keys)["attribute"]["confidentiality"]
    assert confidentiality["data_disclosure"] == said
    assert said in TERMS["attribute"]["confidentiality"]["data_disclosure"]
    assert ("data" in confidentiality) == (said != "No")


def test_a_false_alarm() -> None:
    """A false alarm is a false positive: nothing was done, and no data was seen."""
    folder = incident(
        update(1, BEGAN, nature=Nature.INTRUSION, data=_data(password=DataState.POSSIBLE)),
        update(2, BEGAN + timedelta(hours=1), status=Status.RESOLVED, outcome=Outcome.FALSE_ALARM, because="It was a test."),
    )
    site = site_of([folder], BEGAN + timedelta(hours=1))
    assert veris.terms(site.incidents[0]) == {
        "schema_version": "1.4.0",
        "security_incident": "False positive",
        "action": {"unknown": {"result": ["Unknown"]}},
        "attribute": {"confidentiality": {"data_disclosure": "No"}},
    }


def test_certainty() -> None:
    """While it is only looked into, an incident is suspected."""
    assert [_said(status=one)["security_incident"] for one in (Status.INVESTIGATING, Status.CONFIRMED)] == [
        *("Suspected", "Confirmed"),
    ]


def test_the_schema_knows_the_terms() -> None:
    """The ledger's schema takes what is written, and no other term."""
    part = {**SCHEMA["$defs"]["veris"]}
    said = veris.terms(replace(own().incidents[0]))
    assert not list(Draft202012Validator(part).iter_errors(said))
    others: list[dict[str, Any]] = [{"hacking": {"variety": ["Sorcery"]}}, {"sorcery": {}}, {}]
    for other in others:
        assert list(Draft202012Validator(part).iter_errors({**said, "action": other}))


def test_the_page_says_the_same() -> None:
    """docs/ledger.md names for each nature the term that it has, and for each term names that have it."""
    page = (ROOT / "docs/ledger.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    for nature, action in veris.ACTIONS.items():
        assert [row[1] for row in rows if nature.value in re.split(r"[ ,]+", row[0])] == [
            f"`{action.section}.{action.key}`: {action.term}"
        ]
    terms = {row[1]: re.findall(r"`([^`]+)`", row[0]) for row in rows if row[1] in veris.OF_NAME.values()}
    assert set(terms) == set(veris.OF_NAME.values())
    for term, names in terms.items():
        assert names
        assert {veris.OF_NAME[name] for name in names} == {term}
