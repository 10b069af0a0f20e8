"""The JSON Schemas accept exactly the keys and words that the parser reads."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from generator.content.assessments import parse_assessment
from generator.content.outside import parse_outside
from generator.content.parser import (
    parse_asked,
    parse_drill,
    parse_incident,
    parse_incident_translation,
    parse_page,
    parse_review,
    parse_update,
)
from generator.content.plan import parse_plan, parse_template
from generator.content.profiles import parse_profile
from generator.content.scenario import parse_scenario
from generator.content.settings import parse_settings
from generator.format.config import OURS
from generator.format.json_schemas import SCHEMAS, Schema
from generator.format.kinds import NEVER, Part, fixed_words
from generator.format.reader import Reader
from generator.format.strict_yaml import Node, Table
from generator.model.document import Document
from generator.model.source import Source
from tests.rules.case_files import ALL_CASES

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parent.parent.parent
PARSE: dict[str, Callable[[Source], Document]] = {
    "site_config": lambda source: parse_settings(source, ()),
    "plan": lambda source: parse_plan(source, ()),
    "incident": lambda source: parse_incident(source, ()),
    "incident_translation": lambda source: parse_incident_translation(source, (), "de"),
    "update": lambda source: parse_update(source, (), 1, "a"),
    "review": lambda source: parse_review(source, ()),
    "template": lambda source: parse_template(source, (), "a"),
    "page": lambda source: parse_page(source, (), "a"),
    "drill": lambda source: parse_drill(source, (), "a"),
    "elsewhere": lambda source: parse_outside(source, (), "archive", "a", None),
    "asked": lambda source: parse_asked(source, (), "a"),
    "assessment": lambda source: parse_assessment(source, (), "a"),
    "profile": lambda source: parse_profile(source, (), "a"),
    "scenario": lambda source: parse_scenario(source, (), "a"),
}
each = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)


def _yaml() -> YAML:
    """Read YAML as editors do: version 1.2, in which a time is text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", yaml.constructor.__class__.construct_yaml_str)
    return yaml


def _data(schema: Schema, text: str) -> Any:
    front = text.split("---\n")[1] if schema.is_front_matter else text
    return _yaml().load(front)


def _faults(schema: Schema, data: Any) -> list[str]:
    errors = Draft7Validator(schema.part).iter_errors(data)
    return [f"{'/'.join(str(part) for part in error.absolute_path)}: {error.message[:200]}" for error in errors]


def _schema_of(path: str) -> Schema | None:
    return next((schema for schema in SCHEMAS.values() for glob in schema.files if PurePosixPath(path).match(glob)), None)


@each
def test_a_schema_is_one(schema: Schema) -> None:
    """Each schema is valid, and has a description and an example for each key."""
    Draft7Validator.check_schema(json.loads(schema.text))
    for path, part in _parts(schema.part):
        assert part.get("title"), path
        assert part.get("description"), path
        assert part.get("examples"), path
        for example in part["examples"]:
            assert [error.message for error in Draft7Validator(part).iter_errors(example)] == [], path


def _parts(part: Part, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Part]]:
    """Yield every schema under a key or a name, at any depth."""
    for key, inner in part.get("properties", {}).items():
        yield (*path, key), inner
        yield from _parts(inner, (*path, key))
    more = part.get("additionalProperties")
    if isinstance(more, dict):
        yield from _parts(more, (*path, "*"))


def test_own_content() -> None:
    """Every file of this site, and every shipped profile and scenario, is valid under its schema."""
    seen = set()
    ours = {"generator/content/notice_profiles": "content/profiles", "generator/content/scenarios": "content/drills/scenarios"}
    for file in (
        ROOT / "site_config.yml",
        *sorted((ROOT / "content").rglob("*.*")),
        *(file for folder in ours for file in sorted((ROOT / folder).glob("*.yml"))),
    ):
        folder, name = file.parent.relative_to(ROOT).as_posix(), file.name
        schema = _schema_of(f"{ours.get(folder, folder)}/{name}".removeprefix("./"))
        if schema is not None:
            seen.add(schema.name)
            assert _faults(schema, _data(schema, file.read_text(encoding="utf-8"))) == [], file
    assert seen == set(SCHEMAS)


def test_good_cases() -> None:
    """Every file in the rules' silent cases that the parser understands is valid under its schema."""
    number = 0
    seen: set[tuple[str, bytes]] = set()
    for incident in ALL_CASES:
        for file in incident.files if not incident.fires else ():
            schema = _schema_of(file.path)
            if schema is None or file.link or len(file.data) < file.size or not _is_text(file.data):
                continue
            if (schema.name, file.data) in seen:
                continue  # What a case leaves out is the same in all.
            seen.add((schema.name, file.data))
            text = file.data.decode()
            if PARSE[schema.name](Source(file.path, text)).problems:
                continue
            number += 1
            assert _faults(schema, _data(schema, text)) == [], f"{incident}: {file.path}"
    assert number > 300


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


# What the parser knows, by listening to it.

#: What an example needs beside it to mean anything, by its key.
_BESIDE: Mapping[str, Mapping[str, object]] = {
    "unit": {"exact": 1212},
    "of": {"exact": 1212},
    "about": {"of": 18400},
    "main": {"clocks": {"first": {"tell": "each of them", "within": "24 hours", "from": "aware"}}},
    "form": {"output": "notification"},
    "kind": {"url_env": "CHAT_WEBHOOK"},
    "secret_env": {"url_env": "CHAT_WEBHOOK"},
    "notifier": {"url_env": "CHAT_WEBHOOK"},
    "language": {"url_env": "CHAT_WEBHOOK"},
    "promises_kept": {"promises_made": 3},
    **{key: {"exact": 1212} for key in ("part_of", "audience", "parts")},
    "residents": {"exact": 1212},
    "lapses": {"within": "24 hours"},
}
#: What sends messages to mailing lists.
_SENDING = {
    "mail_server": {"from": "status@larkfield.example", "server": "mail.larkfield.example"},
    "listmonk": {"url": "https://lists.larkfield.example/", "user_env": "LISTMONK_USER", "token_env": "LISTMONK_TOKEN"},
}
#: The same for what says how sure we are, in a count and in a window.
_SAID: tuple[Mapping[str, object], ...] = ({"exact": 1212}, {"from": "2027-03-02"})
#: What site_config.yml must contain so that it can be translated into German.
_TRANSLATED = {
    "organisation": {"name": "Larkfield Energy"},
    "site": {"url": "https://status.larkfield.example/", "title": "Larkfield", "languages": ["de"]},
    "contact": {"hours": "always", "who": "Sam Reed", "out_of_band": "Ring us."},
    "systems": ["Support desk"],
    "subscribe": {"email_privacy": "We keep your address until you unsubscribe."},
    "audiences": {
        "staff": {
            "name": "Our staff",
            "words": "You work for us.",
            "contact": {"hours": "always", "who": "Sam", "out_of_band": "Ring us."},
        }
    },
}


def _documents(schema: Schema) -> Iterator[str]:
    """Return a small file for every example of every part."""
    for path, part in _parts(schema.part):
        for example in part["examples"]:
            data = _around(schema.part, path, example)
            if schema.name == "site_config" and path[0] == "translations":
                data = {**data, **_TRANSLATED}
            if path[:2] == ("subscribe", "lists"):
                data = {**data, "audiences": {"staff": "Our staff"}, "subscribe": {**data["subscribe"], **_SENDING}}
                for one in data["subscribe"]["lists"].values():
                    if isinstance(one, dict) and not {"address", "listmonk"} & one.keys():
                        one["address"] = "updates@lists.larkfield.example"
            if path[:2] == ("subscribe", "webhooks"):
                data["audiences"] = {"staff": "Our staff"}
                for one in data["subscribe"]["webhooks"].values():
                    one.update({"url_env": "CHAT_WEBHOOK", "kind": "slack"} if "audience" in one and "url_env" not in one else {})
            if path[:2] == ("subscribe", "posts"):
                for one in data["subscribe"]["posts"].values():
                    one.update({"kind": "bluesky"} if "handle" in one else {})
            if schema.name == "update" and "known" in data:
                data["unknown"] = {"other": "Whose tickets they read."}
            if "never" in data:
                data["clocks"] = {"residents": {"tell": "each of them", "from": "aware"}}
            for clock in data.get("clocks", {}).values():
                clock.update({} if {"within", "soon"} & set(clock) else {"within": "24 hours"})
                clock.update({"warn": "72 hours"} if "soon" in clock else {})
                clock.get("cap", {}).setdefault("within", "24 hours")
            if "posting" in data:
                data["posting"] = {"days": 90, **data["posting"]}
            for text in data.get("letter_says", {}).values():
                text.update({} if {"say", "fill"} & set(text) else {"say": "You can complain to the authority."})
                if {"source", "text_checked"} & set(text):
                    text.update({"source": "the authority's own page", "text_checked": "2026-11", **text})
            for inject in data.get("injects", {}).values():
                if {"figure", "correction"} & {*inject, inject.get("wants")}:
                    inject.update({"wants": "correction", "figure": 1200})
            lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in data.items())
            yield f"---\n{lines}---\n" if schema.is_front_matter else lines


def _around(part: Part, path: tuple[str, ...], example: object) -> Any:
    """Return an example in its place, with everything required around it."""
    if not path:
        return example
    key, *rest = path
    if key == "*":
        # Where keys or names may stand, one of the examples has names.
        keys = part.get("properties", {}).keys()
        named = next(one for one in part["examples"] if isinstance(one, dict) and not keys & one.keys())
        return {next(iter(named)): _around(part["additionalProperties"], tuple(rest), example)}
    needed = {
        name: part["properties"][name]["examples"][0]
        for name in (*part.get("required", ()), *part.get("dependencies", {}).get(key, ()))
        if name != key
    }
    beside = _BESIDE.get(key, {}) if not rest and set(_BESIDE.get(key, {})) <= set(part["properties"]) else {}
    if not rest and key in {"sure", "through", "cannot_see"}:
        beside = next((more for more in _SAID if set(more) <= set(part["properties"]) and "state" not in part["properties"]), {})
    return {**needed, **beside, key: _around(part["properties"][key], tuple(rest), example)}


def _at(part: Part, path: Sequence[str]) -> Part:
    for key in path:
        if part.get("type") == "array" and key.isdecimal():
            part = part["items"]
        else:
            part = part["properties"][key] if key in part.get("properties", {}) else part["additionalProperties"]
    return part


class _Ear:
    """Records which keys and words the parser accepts in which table."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tables: list[tuple[Reader, Table, tuple[str, ...]]] = []
        self.choices: list[tuple[Reader, Node, type[StrEnum]]] = []
        keys, choice = Reader.keys, Reader.choice

        def heard_keys(reader: Reader, table: Table, known: Any, of: str) -> Any:
            known = tuple(known)
            self.tables.append((reader, table, known))
            return keys(reader, table, known, of)

        def heard_choice(reader: Reader, node: Node, choices: Any, what: str) -> Any:
            self.choices.append((reader, node, choices))
            return choice(reader, node, choices, what)

        monkeypatch.setattr(Reader, "keys", heard_keys)
        monkeypatch.setattr(Reader, "choice", heard_choice)

    @staticmethod
    def place(reader: Reader, node: Node) -> tuple[str, ...]:
        return next((path for path, place in reader.places.items() if path and place.value == node.at), ())


@each
def test_every_example_is_understood(schema: Schema) -> None:
    """The parser understands every key, with every example that the schema gives of it."""
    for text in _documents(schema):
        document = PARSE[schema.name](Source("a", text))
        assert [(one.rule, one.message) for one in document.problems] == [], text


@each
def test_no_key_and_no_word_more_or_less(schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every table of a file the parser knows the keys that the schema has, and every fixed word; the schema has no table that it never reads."""
    ear = _Ear(monkeypatch)
    for text in _documents(schema):
        PARSE[schema.name](Source("a", text))
    heard = set()
    for reader, table, known in ear.tables:
        path = ear.place(reader, table)
        # Languages and systems have the names that the writer gave them.
        if (
            schema.name == "site_config"
            and path[:1] == ("translations",)
            and (len(path) == 1 or path[-1] in {"systems", "audiences"})
        ):
            continue
        # So have the clocks of a profile; and elements of a notice are described as names.
        if schema.name == "profile" and path in {("never",), ("require_if",)}:
            continue
        part = _at(schema.part, path)
        heard.add(id(part["properties"]))
        assert set(known) == set(part["properties"]), path
        # One window has keys; several have names.
        assert path == ("window",) or part["additionalProperties"] is False, path
    words = set()
    for reader, node, choices in ear.choices:
        place = ear.place(reader, node)
        # A list of words is described with its words, and a list of tables with its items.
        part = _at(schema.part, place if place[:1] == ("form",) else [key for key in place if not key.isdecimal()])
        fixed_part = fixed_words(part.get("items", part) if "then" not in part else part)
        enum = fixed_part["enum"]
        words.add(id(enum))
        # What should never have been named is `none`.
        assert [word for word in enum if (word != NEVER or word in tuple(choices)) and not isinstance(word, bool)] == [
            choice.value for choice in choices
        ], choices
        assert len(fixed_part.get("enumDescriptions", enum)) == len(enum)
    tables = [(path, part) for path, part in (((), schema.part), *_parts(schema.part)) if part.get("properties")]
    assert [path for path, part in tables if id(part["properties"]) not in heard] == []
    fixed = [
        (path, fixed_words(part)) for path, part in _parts(schema.part) if "enum" in fixed_words(part) and path[-1] != "sure"
    ]
    assert [path for path, part in fixed if id(part["enum"]) not in words] == []


def test_keys_of_mkdocs_are_ours() -> None:
    """The keys of mkdocs.yml that the generator sets itself are refused."""
    base = {"organisation": {"name": "A"}, "site": {"url": "https://a.example/"}}
    assert _faults(SCHEMAS["site_config"], {**base, "mkdocs": {"copyright": "A"}}) == []
    for key in OURS:
        assert len(_faults(SCHEMAS["site_config"], {**base, "mkdocs": {key: "A"}})) == 1


GOOD = """title: Someone read tickets
published: 2027-03-03T02:40Z
status: confirmed
known: {entry: Someone got in.}
unknown: {copied: {text: Whether they copied them., by: 2027-03-05}}
actions: There is nothing you can do yet.
next_update: 2027-03-03T09:00Z
affected: {customers: {unit: customers, exact: 1212}}
data: {names: accessed, letters: {state: taken, for: customers}}
"""


@pytest.mark.parametrize(
    ("was", "now", "where"),
    [
        ("title:", "titel:", ""),
        ("published: 2027-03-03T02:40Z\n", "", ""),
        ("02:40Z", "02:40", "published"),
        ("confirmed", "confrimed", "status"),
        ("{entry:", "{Entry one:", "known"),
        ("by: 2027-03-05", "by: soon", "unknown/copied/by"),
        ("by: 2027", "bye: 2027", "unknown/copied"),
        ("unknown: {copied: {text: Whether they copied them., by: 2027-03-05}}", "unknown: none", "unknown"),
        ("unknown: {copied: {text: Whether they copied them., by: 2027-03-05}}\n", "", ""),
        ("exact: 1212", "exact: 1,212", "affected/customers"),
        ("exact: 1212", "exact: many", "affected/customers/exact"),
        (", exact: 1212", "", "affected/customers"),
        ("unit: customers, ", "", "affected/customers"),
        ("names: accessed", "names: acessed", "data/names"),
        ("state: taken", "state: token", "data/letters/state"),
        ("state: taken, ", "", "data/letters"),
    ],
)
def test_what_is_wrong_is_refused(was: str, now: str, where: str) -> None:
    """The schemas refuse an unknown key, a wrong word, a missing key and a time without a zone, each at its place."""
    yaml, schema = _yaml(), SCHEMAS["update"]
    assert _faults(schema, yaml.load(GOOD)) == []
    assert was in GOOD
    faults = _faults(schema, yaml.load(GOOD.replace(was, now)))
    assert {fault.partition(": ")[0] for fault in faults} == {where}


def test_an_update_without_news() -> None:
    """An update that says `no_change` need not say again what is open."""
    text = re.sub("(?m)^(known|unknown|actions|next_update|affected|data):.*\n", "", GOOD)
    assert _faults(SCHEMAS["update"], _yaml().load(text + "no_change: true\n")) == []
    assert len(_faults(SCHEMAS["update"], _yaml().load(text))) == 3
