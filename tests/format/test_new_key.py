"""A key that is added to a declaration, and to the model that holds its value, is known wherever keys are known, without another line.

It is added to a scratch copy of the program, which a process of its own asks.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]


class New(NamedTuple):
    """A key that does not exist.

    Attributes:
        declared: the module of the declaration, what the key is put before, and the key.
        model: the module of the model, and the class that holds the value.
        field: its line in that class.
        asked: the code run with the modified copy.
    """

    declared: tuple[str, str, str]
    model: tuple[str, str]
    field: str
    asked: Mapping[str, Any]


#: By the kind of file and the path, the first of which is a sentence that a rule of wording refuses.
NEW = {
    "update.detour": New(
        ("update", "        DRAFT,\n", 'Key("detour", Sentence(), "What to do instead", "How to do without.", "Ring us."),'),
        ("update", "Update"),
        'detour: str = ""',
        {"text": "Your data is safe.", "words": "How to do without.", "ledger": True, "template": True, "translation": True},
    ),
    "update.pledges": New(
        (
            "update",
            "        DRAFT,\n",
            'Key("pledges", *reasons("What we fix", "Each in one sentence.", "cards", "We pay for a new card.", what="pledge")),',
        ),
        ("update", "Update"),
        "pledges: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))",
        {
            "text": {"cards": "Your data is safe."},
            "words": "Each in one sentence.",
            "ledger": True,
            "template": True,
            "translation": True,
        },
    ),
    "update.next_steps.*.cost": New(
        (
            "update",
            '        Key("because", Sentence(), "Why its date moved"',
            'Key("cost", Sentence(), "What it costs", "You, the reader.", "Nothing.", shown="Cost: "),',
        ),
        ("update", "Step"),
        'cost: str = ""',
        {
            "text": {"log": {"do": "We read the log.", "cost": "Your data is safe."}},
            "words": "You, the reader.",
            "ledger": True,
            "template": True,
            "translation": True,
        },
    ),
    **{
        f"update.{name}": New(
            ("update", "        DRAFT,\n", f'Key("{name}", {kind}, "Title of {name}", "Words of {name}.", {example!r}),'),
            ("update", "Update"),
            f"{name}: {field}",
            {"text": example, "words": f"Words of {name}.", "ledger": True, "template": True, "translation": True},
        )
        for name, kind, field, example in (
            ("rehearsed", "Flag()", "bool = False", True),
            ("seen_on", "Day()", "date | None = None", "2027-03-02"),
            ("seen_at", "Moment()", "datetime | None = None", "2027-03-02T19:05Z"),
            ("seen", 'OrWord("unknown", DayOrMoment())', "When | None = None", "2027-03-02"),
            ("kind", "NATURE", "Nature | None = None", "intrusion"),
            ("settled_by", 'NameOf("a known fact")', 'str = ""', "entry"),
            ("asked_of", "STEP", "Step | None = None", {"do": "We ask them.", "by": "2027-03-09"}),
            (
                "places",
                'Named(of=STEP, what="place")',
                "Mapping[str, Step] = field(default_factory=dict)",
                {"york": "We go there."},
            ),
        )
    },
    "incident.insurer": New(
        (
            "incident",
            '        _REMEDY,\n        Key("related"',
            'Key("insurer", Sentence(), "Who pays", "One sentence.", "Our insurer pays."),',
        ),
        ("incident", "Incident"),
        'insurer: str = ""',
        {"text": "Your data is safe.", "words": "One sentence.", "ledger": True, "translation": True},
    ),
    "review.regret": New(
        ("review", "        but(DRAFT,", 'Key("regret", Sentence(), "What we regret", "Once only.", "We are sorry."),'),
        ("incident", "Review"),
        'regret: str = ""',
        {"text": "Your data is safe.", "words": "Once only.", "ledger": True, "translation": True},
    ),
    "site_config.subscribe.paper": New(
        (
            "config",
            '        Key("websub_hub"',
            'Key("paper", Sentence(), "On paper", "In one sentence.", "By post.", shown="Paper"),',
        ),
        ("config", "Subscribe"),
        'paper: str = ""',
        {"text": {"paper": "Your data is safe."}, "words": "In one sentence."},
    ),
    "review.read_by": New(
        ("review", "        but(DRAFT,", 'Key("read_by", Day(), "Read by", "The board has read it.", "2027-05-20"),'),
        ("incident", "Review"),
        "read_by: date | None = None",
        {"text": "2027-05-20", "words": "The board has read it.", "ledger": True, "translation": True},
    ),
    "site_config.policy.patience": New(
        ("config", '        Key("grace"', 'Key("patience", Duration(), "Patience", "How long we are patient.", "3h"),'),
        ("config", "Policy"),
        "patience: timedelta = timedelta()",
        {"text": {"patience": "3h"}, "words": "How long we are patient."},
    ),
    "site_config.subscribe.paper_url": New(
        ("config", '        Key("websub_hub"', 'Key("paper_url", Address(), "On paper", "By post.", "https://p.example/"),'),
        ("config", "Subscribe"),
        'paper_url: str = ""',
        {"text": {"paper_url": "https://p.example/"}, "words": "By post."},
    ),
    "plan.roles.*.pager": New(
        ("plan", '        Key("duties"', 'Key("pager", Free(_Note()), "Pager", "Never published.", "+44 1", private=True),'),
        ("plan", "Role"),
        'pager: str = ""',
        {"text": {"lead": {"who": "Sam Reed", "pager": "+44 7700 900123"}}, "words": "Never published.", "private": "900123"},
    ),
}

#: Asks the copy: what it says of each key, as JSON.
_ASK = """
import json, sys
import jsonschema
from datetime import UTC, datetime
from pathlib import Path
from generator.content.parser import parse_update
from generator.content.plan import reader_texts
from generator.content.sentences import statement_of
from generator.format.documents import DOCUMENTS
from generator.format.json_schemas import SCHEMAS
from generator.format.key_pages import find, page
from generator.format.key_tables import written
from generator.model.artifact import Theme
from generator.model.history import Base
from generator.model.plan import Template
from generator.model.source import RawFile, Source
from generator.pipeline import checking, publishing, reporting
from generator.render import ledger_json
from generator.render.ledger_schema import SCHEMA

NOW = datetime(2027, 12, 1, 12, tzinfo=UTC)
VALID = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
VALID.check_schema(SCHEMA)
FOLDER = "content/incidents/tickets"
FIRST = {"title": "Someone got in", "published": "2027-03-03T03:40Z", "status": "investigating", "known": {"entry": "Someone got in."},
    "unknown": {"copied": "Whether they copied tickets."}, "next_steps": {"log": "We read the log."},
    "actions": {"password": "Change your password."}, "next_update": "2027-03-03T09:00Z"}
CONFIG = {"organisation": {"name": "Larkfield Energy"}, "site": {"url": "https://incidents.larkfield.example/"},
    "contact": {"email": "help@larkfield.example", "hours": "always", "who": "Sam Reed"}}
PLACES = {"update": (f"{FOLDER}/01-a.md", FIRST), "incident": (f"{FOLDER}/incident.md", {"title": "A", "aware": "2027-03-03T02:40Z"}),
    "review": (f"{FOLDER}/review.md", {"title": "B", "published": "2027-03-09T09:00Z", "cause": "A password."}),
    "site_config": ("site_config.yml", CONFIG), "plan": ("content/plan.yml", {"roles": {"lead": {"who": "Sam Reed"}}})}

def text_of(path, data):
    lines = "".join(f"{key}: {json.dumps(value)}\\n" for key, value in data.items())
    return lines if path.endswith(".yml") else f"---\\n{lines}---\\n"

def files(document, data):
    site = {path: text_of(path, data if name == document else usual) for name, (path, usual) in PLACES.items()}
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in site.items()]

def document_of(content, document):
    folder = content.incidents[0]
    return {"update": folder.updates[0], "incident": folder.document, "review": folder.review}.get(document)

def names(part):
    found = set(part.get("properties", {}))
    for inner in part.get("properties", {}).values():
        found |= names(inner) | names(inner.get("items", {}))
    return found.union(*map(names, part.get("$defs", {}).values())) if part.get("$defs") else found

def ask(path, asked):
    document, top, *_ = path.split(".")
    key = path.rpartition(".")[2]
    usual = PLACES[document][1]
    data = {**usual, top: {**usual[top], **asked["text"]} if document == "site_config" and top in usual else asked["text"]}
    before, after = checking.check(files(document, usual), NOW), checking.check(files(document, data), NOW)
    found = [one for one in after.diagnostics if one not in before.diagnostics]
    part = SCHEMAS[document].part
    for name in path.split(".")[1:]:
        part = part["additionalProperties"] if name == "*" else part["properties"][name]
    pages = find(path.replace("*", "a-name"))
    compared = reporting.compare(files(document, usual), after, NOW, Base(words="before"), {})
    mark = f"<!-- keys: {document}" + (" within" if path.count(".") > 1 else "") + " -->\\n"
    told_by_diff = [[row.label, row.about, row.now] for one in compared.differences for row in one.rows]
    answer = {"problems": [one.message for one in found if one.code.startswith("FRM")], "codes": sorted({one.code for one in found}),
        "schema": part["description"], "explain": page(pages) if pages else "", "diff": told_by_diff,
        "docs": written(f"{mark}\\n<!-- /keys -->"), "ledger": key in names(SCHEMA) and ledger_of(before) != ledger_of(after)}
    if document == "update":
        was, now = (parse_update(Source("a", text_of("a.md", one)), (), 1, "a").parsed for one in (usual, data))
        answer["template"] = Template(name="a", update=was, said=reader_texts(was)).changed(reader_texts(now))
    if held := document_of(after.content, document):
        before_it = document_of(before.content, document)
        answer["translation"] = statement_of(held) != statement_of(before_it)
    return answer

def ledger_of(checked):
    if checked.content.config.config is None or not all(one.parsed for one in checked.content.incidents[0].updates):
        return None
    made, *_ = ledger_json.write(publishing.publish(checked, NOW), Theme("bare", {}))
    ledger = json.loads(made.data)
    VALID.validate(ledger)
    return ledger

print(json.dumps({path: ask(path, asked) for path, asked in json.loads(sys.stdin.read()).items()}))
"""


def _with_key(text: str, before: str, key: str) -> str:
    """Return the text of a declaration with one more key."""
    assert text.count(before) == 1, before
    return text.replace(before, f"        {key}\n{before}")


def _with_field(text: str, of: str, field: str) -> str:
    """Return the text of a module with one more field in a class."""
    start = text.index(f"class {of}:\n")
    end = text.index('"""', text.index('"""', start) + 3) + 3
    return f"{text[:end]}\n\n    {field}{text[end:]}"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Return what a copy of the program with all of the keys says of them."""
    copy = tmp_path_factory.mktemp("copy")
    # With its bytecode, which is good for the modules that are not changed: to compile all of them takes longer than to ask.
    shutil.copytree(ROOT / "generator", copy / "generator")
    for new in NEW.values():
        module, before, key = new.declared
        file = copy / f"generator/format/{module}.py"
        file.write_text(_with_key(file.read_text(encoding="utf-8"), before, key), encoding="utf-8")
        module, of = new.model
        file = copy / f"generator/model/{module}.py"
        file.write_text(_with_field(file.read_text(encoding="utf-8"), of, new.field), encoding="utf-8")
    asked = subprocess.run(
        [sys.executable, "-c", _ASK],
        input=json.dumps({path: new.asked for path, new in NEW.items()}),
        capture_output=True,
        text=True,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    answers: Mapping[str, Any] = json.loads(asked.stdout)
    return answers


@pytest.mark.parametrize("path", NEW)
def test_a_new_key_is_known(answers: Mapping[str, Any], path: str) -> None:
    """A new key is read, is in the schema, the tables and `explain`, is reported by `diff`, and is included wherever keys are listed."""
    answer, asked, name = answers[path], NEW[path].asked, path.rpartition(".")[2]
    assert answer["problems"] == []
    assert answer["schema"] == asked["words"]
    assert asked["words"] in answer["explain"]
    assert f"`{name}`" in answer["docs"]
    assert asked["words"].rstrip(".") in answer["docs"] or f"Title of {name}" in answer["docs"]
    assert answer["diff"], "diff does not tell it"
    if private := asked.get("private"):
        assert private not in json.dumps(answer["diff"])
    if asked.get("ledger"):
        assert answer["ledger"], "it is not in ledger.json, or not in its schema"
    if asked.get("template"):
        assert answer["template"] is not None, "a template is not compared by it"
    if asked.get("translation"):
        assert answer["translation"], "a translation need not repeat it"
    if "Your data is safe." in json.dumps(asked["text"]):
        assert any(code.startswith("WRD") for code in answer["codes"]), "the rules of wording do not read it"
