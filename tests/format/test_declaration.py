"""Every reader of the declaration knows every declared key."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path as File
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generator.changes.texts import (
    corrective_lines,
    incident_texts,
    incident_translation_texts,
    page_texts,
    question_lines,
    review_texts,
    update_texts,
)
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
from generator.content.plan import parse_plan, parse_template, reader_texts
from generator.content.profiles import parse_profile
from generator.content.scenario import parse_scenario
from generator.content.sentences import statement_of
from generator.content.settings import parse_settings
from generator.format import strict_yaml
from generator.format.documents import DOCUMENTS
from generator.format.json_schemas import SCHEMAS
from generator.format.key_pages import find, page
from generator.format.key_tables import table, within, written
from generator.format.kinds import Kind, Map, Named, Path, Sentence, TranslationMode
from generator.format.name_reader import NAMEABLE, SECTIONS
from generator.format.prose_keys import DECLARED, Prose, every_prose, prose_of
from generator.format.record import FORMAT, Key, Record
from generator.inspection.author_text import author_text
from generator.model.config import SiteConfig
from generator.model.document import Document, IncidentDocument, IncidentFolder, ReadersDocument, UpdateDocument
from generator.model.drill import Scenario
from generator.model.incident import Incident, IncidentTranslation, Review
from generator.model.notice_profile import Profile
from generator.model.plan import DrillRecord, Plan
from generator.model.source import Source
from generator.model.update import Update
from generator.render import ledger_json
from tests.each import each
from tests.render.sites import files_of, read, site_of

ZONE = ZoneInfo("UTC")
FORMAT_PAGE = File(__file__).parents[2] / "docs/format.md"

PARSE: Mapping[str, tuple[Callable[[Source], Any], str]] = {
    "site_config": (lambda source: parse_settings(source, ()), "config"),
    "plan": (lambda source: parse_plan(source, ()), "plan"),
    "incident": (lambda source: parse_incident(source, ()), "incident"),
    "incident_translation": (lambda source: parse_incident_translation(source, (), "de"), "parsed"),
    "update": (lambda source: parse_update(source, (), 2, "a"), "parsed"),
    "review": (lambda source: parse_review(source, ()), "review"),
    "template": (lambda source: parse_template(source, (), "a"), "template"),
    "page": (lambda source: parse_page(source, (), "a"), "title"),
    "profile": (lambda source: parse_profile(source, (), "a"), "profile"),
    "scenario": (lambda source: parse_scenario(source, (), "a"), "scenario"),
    "drill": (lambda source: parse_drill(source, (), "a"), "record"),
    "elsewhere": (lambda source: parse_outside(source, (), "archive", "a", None), "record"),
    "asked": (lambda source: parse_asked(source, (), "a"), "record"),
    "assessment": (lambda source: parse_assessment(source, (), "a"), "assessment"),
}
#: What else must be written for a key's example to be meaningful, by kind of file and path.
BESIDE: Mapping[str, Mapping[str, Any]] = {
    "affected.*.unit": {"exact": 7},
    "affected.*.about": {"of": 18400},
    "affected.*.of": {"exact": 1212},
    **{f"affected.*.{key}": {"exact": 7} for key in ("part_of", "audience", "parts", "sure", "through", "cannot_see")},
    "affected.*.residents": {"exact": 1300},
    "data.*.unit": {"exact": 7},
    "data.*.about": {"of": 18400},
    "data.*.of": {"exact": 1212},
    **{f"direct_notice.*.{key}.unit": {"exact": 7} for key in ("sent", "returned")},
    **{f"direct_notice.*.{key}.of": {"exact": 1212} for key in ("sent", "returned")},
    **{f"direct_notice.*.{key}.about": {"of": 18400} for key in ("sent", "returned")},
    "update direct_notice": {"affected": {"customers": {"unit": "people", "exact": 1212}}},
    "direct_notice.*.complete": {"sent": 1212},
    "direct_notice.*.on": {"sent": 1212, "complete": True},
    "direct_notice.*.silence": {"sent": 1212, "complete": True},
    **{f"window.{key}": {"from": "2027-03-02"} for key in ("sure", "through", "cannot_see")},
    "corrective_actions.*.moved": {"by": "2027-09-01"},
    "drill promises_kept": {"promises_made": 3},
    "update corrections": {"known": {"whose-tickets": "They opened 1,212 tickets, and not 40."}, "window": {"from": "unknown"}},
    "update corrections.*.window": {"kind": "new_event"},
    "site_config subscribe.webhooks.*.kind": {"url_env": "CHAT_WEBHOOK"},
    "site_config subscribe.webhooks.*.secret_env": {"url_env": "CHAT_WEBHOOK"},
    "site_config subscribe.webhooks.*.notifier": {"url_env": "CHAT_WEBHOOK"},
    "site_config subscribe.webhooks.*.language": {"url_env": "CHAT_WEBHOOK"},
    "site_config subscribe.webhooks.*.audience": {"url_env": "CHAT_WEBHOOK", "kind": "slack"},
    "site_config subscribe.posts.*.handle": {"kind": "bluesky"},
    "site_config subscribe": {"audiences": {"staff": "Our staff"}},
    "site_config subscribe.lists": {
        "mail_server": {"from": "status@larkfield.example", "server": "mail.larkfield.example"},
        "listmonk": {"url": "https://lists.larkfield.example/", "user_env": "LISTMONK_USER", "token_env": "LISTMONK_TOKEN"},
    },
    "site_config subscribe.mail_server.user_env": {"password_env": "SMTP_PASSWORD"},
    "site_config subscribe.mail_server.password_env": {"user_env": "SMTP_USER"},
    "site_config subscribe.lists.*.audience": {"address": "staff@lists.larkfield.example"},
    "site_config subscribe.lists.*.language": {"address": "staff@lists.larkfield.example"},
    "site_config translations": {
        "site": {"url": "https://status.larkfield.example/", "title": "Larkfield", "languages": ["de"]},
        "contact": {"hours": "always", "who": "Sam Reed", "out_of_band": "Ring us."},
        "subscribe": {"email_privacy": "We keep your address until you unsubscribe."},
        "systems": ["Support desk"],
        "audiences": {
            "staff": {
                "name": "Our staff",
                "words": "You work for us.",
                "contact": {"hours": "always", "who": "Sam", "out_of_band": "Ring us."},
            }
        },
    },
    "profile clocks.*": {"within": "24 hours"},
    "profile clocks.*.cap.from": {"within": "24 hours"},
    "profile clocks.*.cap.lapses": {"within": "24 hours"},
    "profile clocks.*.soon": {"warn": "72 hours"},
    "profile never": {"clocks": {"residents": {"tell": "each of them", "within": "24 hours", "from": "aware"}}},
    "profile main": {"clocks": {"first": {"tell": "each of them", "within": "24 hours", "from": "aware"}}},
    "profile form": {"output": "notification"},
    "profile letter_says.*.only_if": {"say": "You can complain to the authority."},
    "profile letter_says.*.translations": {"say": "You can complain to the authority."},
    "profile letter_says.*.source": {"say": "You can complain to the authority.", "text_checked": "2026-11"},
    "profile letter_says.*.text_checked": {"say": "You can complain to the authority.", "source": "the authority's own page"},
    "profile posting.where": {"days": 90},
    "profile posting.only_if": {"days": 90},
    "scenario injects.*.figure": {"wants": "correction"},
}
#: The update before the one under test.
EARLIER = """---
title: Someone read customer support tickets
published: 2027-03-03T02:40Z
status: investigating
known: {entry: Someone used a stolen staff password., whose-tickets: {text: They opened 40 tickets., sure: likely}}
unknown: {copied: Whether they copied them.}
next_steps: {log: We are reading the access log.}
actions: {password: Change your password.}
next_update: 2027-03-03T09:00Z
---
"""


def _keys(*documents: str) -> list[tuple[str, Path, Key]]:
    return [(document, path, key) for document in documents for path, key in DOCUMENTS[document].all()]


def _beside(document: str, path: Path) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for where, more in BESIDE.items():
        kind, _, wanted = where.rpartition(" ")
        if kind in {"", document} and ".".join(path)[-len(wanted) :] == wanted:
            found |= more
    # Keys of a clock need the clock's length next to them.
    if document == "profile" and path[:2] == ("clocks", "*") and path[2:] not in {("within",), ("soon",)} and len(path) == 3:
        found |= BESIDE["profile clocks.*"]
    return found


_NOTHING = Key("", Kind(), "", "", None)
_NO_VALUE: list[dict[str, dict[str, list[object]]]] = [{"no": {"value": []}}]


def _inside(kind: Kind, path: Path, seen: Path, document: str, key: Key, given: Any = None) -> Any:
    """Return the value of the kind that contains a key, with whatever must surround it."""
    if isinstance(kind, Map):
        named = key.example if isinstance(key.example, dict) else {"a-name": None}
        return {next(iter(named)): _inside(kind.of.inner, path[1:], (*seen, "*"), document, key, given)}
    assert isinstance(kind, Record)
    here = kind.by_name[path[0]]
    if len(path) > 1:
        value = _inside(here.kind.inner, path[1:], (*seen, path[0]), document, here, given)
    else:
        value = here.example if given is None else given
    needed = {one.name: one.example for one in kind.keys if one.required}
    above = _beside(document, (*seen, path[0]))
    return {**needed, **above, path[0]: value}


def _without(data: Any, path: Path) -> Any:
    """Return the same value without a key, and without everything that is meaningless without it."""
    name = next(iter(data)) if path[0] == "*" else path[0]
    rest = {key: value for key, value in data.items() if key != name}
    if len(path) == 1:
        return rest
    inner = _without(data[name], path[1:])
    return {**rest, name: inner} if inner else rest


def _text(document: str, data: Mapping[str, Any]) -> str:
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in data.items())
    return (
        lines if document in {"site_config", "plan", "profile", "scenario", "elsewhere", "assessment"} else f"---\n{lines}---\n"
    )


def _read(document: str, data: Mapping[str, Any]) -> Document | None:
    read_, value = PARSE[document]
    found = read_(Source("a", _text(document, data)))
    return found if getattr(found, value) is not None and not found.problems else None


@cache
def _pair(document: str, path: Path) -> tuple[Document, Document | None]:
    """Return a file with a key, and the same file without it; None when there is no such file."""
    data = _inside(DOCUMENTS[document], path, (), document, _NOTHING)
    with_it = _read(document, data)
    assert with_it is not None, f"the example of `{path[-1]}` is not understood: {data}"
    without, at = None, path
    while without is None and at:
        rest = _without(data, at)
        without = _read(document, rest)
        at = at[:-1]
        while at and at[-1] == "*":
            at = at[:-1]
    return with_it, without


def _unknown(path: Path, reader: str) -> str:
    return f"`{'.'.join(path)}` is declared, and {reader} does not know it"


@each(_keys(*DOCUMENTS))
def test_reading(document: str, path: Path, key: Key) -> None:
    """Each key is read, each of its examples is understood, and the result differs from that without the key."""
    with_it, without = _pair(document, path)
    read_, value = PARSE[document]
    if without is not None and getattr(with_it, value) == getattr(without, value):
        # The example is what holds without it: then what is no value at all is refused.
        data = _inside(DOCUMENTS[document], path, (), document, _NOTHING, _NO_VALUE)
        assert "wrong-type" in {problem.rule for problem in read_(Source("a", _text(document, data))).problems}, _unknown(
            path, "reading"
        )
    for example in (key.example, *key.more):
        data = _inside(DOCUMENTS[document], path, (), document, _NOTHING, example)
        assert _read(document, data) is not None, f"the example of `{path[-1]}` is not understood: {data}"


#: A sentence that a rule of wording refuses, by its language; longer than a name or a few words.
_REFUSED = {
    "en": "We take the security of the data of each of our customers very seriously.",
    "de": "Wir nehmen den Schutz der Daten aller unserer Kundinnen und Kunden sehr ernst.",
}


def test_every_published_file_is_judged() -> None:
    """Of each kind of file, the sentences are judged, or its declaration says why readers never see it."""
    assert {name for name, record in DOCUMENTS.items() if record.unpublished} == {
        *("plan", "template", "profile", "scenario", "drill", "elsewhere", "asked", "assessment"),
    }
    published = [record for record in DOCUMENTS.values() if not record.unpublished]
    assert published == sorted(DECLARED.values(), key=published.index)


@each([(name, path, key) for name, of in DOCUMENTS.items() if not of.unpublished for path, key, _ in every_prose(of)])
def test_prose_is_judged(document: str, path: Path, key: Key) -> None:
    """The rules of wording read the value of every key in which a person types words that readers see, unless these are somebody else's."""
    german = document == "incident_translation" or path[0] == "translations"
    sentence = _REFUSED["de" if german else "en"]
    given = {next(iter(key.example)): sentence} if isinstance(key.example, dict) else sentence
    if prose_of(key) is Prose.NONE:
        # It is no sentence, but an address, a name or the like, or the declaration says whose it is.
        assert key.theirs or type(key.kind.inner) is not Sentence, _unknown(path, "no rule of wording")
        return
    data = _inside(DOCUMENTS[document], path, (), document, _NOTHING, given)
    found = _read(document, data)
    assert isinstance(found, ReadersDocument), data
    judged = [stretch.key for stretch, _ in author_text(found, None).hits.get("WRD001", ())]
    written = tuple(place for place in judged if len(place) >= len(path) - 1 and place[0] == path[0])
    assert written, f"`{'.'.join(path)}` is prose that readers see, and no rule of wording reads it"


@each([(name, of) for name, of in DOCUMENTS.items() if not of.unpublished])
def test_the_text_below_the_keys_is_judged(document: str, of: Record) -> None:
    """So is what stands below the keys, where there can be anything."""
    if document == "site_config":
        return
    data = {one.name: one.example for one in of.keys if one.required}
    found = PARSE[document][0](Source("a", f"{_text(document, data)}\n{_REFUSED['de' if 'translation' in document else 'en']}\n"))
    assert [stretch.key for stretch, _ in author_text(found, None).hits.get("WRD001", ())] == [()]


@each(_keys(*SCHEMAS))
def test_schemas(document: str, path: Path, key: Key) -> None:
    """The schema of each kind of file contains every key with its description."""
    part = SCHEMAS[document].part
    for name in path:
        part = part["additionalProperties"] if name == "*" else part["properties"].get(name, {})
    assert part.get("description") == key.words, _unknown(path, "the schema")
    assert part["examples"][0] == key.example


@cache
def _rows(of: Callable[[Record], str], record: Record) -> str:
    return of(record)


@each(_keys(*DOCUMENTS))
def test_docs(document: str, path: Path, key: Key) -> None:
    """Each key has a row in the tables of the page on the format, and words for `explain`."""
    record = DOCUMENTS[document]
    rows = _rows(table if len(path) == 1 else within, record)
    listed = f"`{path[-1]}` |" in rows or "by_impact" in path or "cadence" in path or "approvals" in path
    assert listed, _unknown(path, "docs/format.md")
    if document in SCHEMAS:
        explained = [
            one
            for one in find(".".join((document, *path)).replace("*", "a-name"))
            if one.words == tuple(name for name in path if name != "*")
        ]
        assert key.words in page(tuple(explained)), _unknown(path, "`explain`")


def test_tables() -> None:
    """The tables of docs/format.md are what the declaration says: `make keys` writes them."""
    text = FORMAT_PAGE.read_text(encoding="utf-8")
    assert written(text) == text, "docs/format.md is stale: run `make keys`"
    tables = {document for document in DOCUMENTS if f"<!-- keys: {document} -->" in text}
    assert tables == set(DOCUMENTS)


def test_names_in_lists() -> None:
    """The reader of unnamed lists, which does not know the declaration, lists the same sections with names as the declaration."""
    for document in ("update", "incident", "review"):
        for key in DOCUMENTS[document].sections:
            kind = key.kind.inner
            if not isinstance(kind, Named) or kind.what not in NAMEABLE:
                continue
            assert key.name in strict_yaml._SECTIONS, key.name
            assert document == "incident" or SECTIONS[key.name] == kind.what


@each(_keys("update", "incident", "review", "page"))
def test_translations(document: str, path: Path, key: Key) -> None:
    """A translation repeats or translates each key, unless it may have its own value."""
    with_it, without = _pair(document, path)
    top = DOCUMENTS[document].by_name[path[0]]
    own = TranslationMode.OWN in {top.language, key.language} or any(
        one.language is TranslationMode.OWN for where, one in DOCUMENTS[document].all() if path[: len(where)] == where
    )
    if without is not None and not own:
        assert statement_of(with_it) != statement_of(without), _unknown(path, "the comparison of translations")


@each(_keys("update"))
def test_templates(document: str, path: Path, key: Key) -> None:
    """Everything that a first statement says beyond its template is found, except keys given when a template is used."""
    with_it, without = _pair(document, path)
    top = DOCUMENTS[document].by_name[path[0]]
    if without is not None and not key.at_use and not top.at_use:
        assert isinstance(with_it, UpdateDocument)
        assert isinstance(without, UpdateDocument)
        assert with_it.parsed is not None
        assert without.parsed is not None
        assert reader_texts(with_it.parsed) != reader_texts(without.parsed), _unknown(path, "the comparison with templates")


def _diffed(document: Any) -> Any:
    by_name: dict[str, Callable[[Any], object]] = {
        "review": lambda one: (
            review_texts(one, ZONE),
            [corrective_lines(each, ZONE) for each in one.corrective_actions.values()],
        ),
        "incident": lambda one: (incident_texts(one, ZONE), [question_lines(each, ZONE) for each in one.questions.values()]),
    }
    for name, texts in by_name.items():
        if getattr(document, name, None) is not None:
            return texts(getattr(document, name))
    if not hasattr(document, "parsed"):
        return page_texts(document, ZONE)
    return (
        incident_translation_texts(document.parsed, ZONE)
        if hasattr(document.parsed, "of")
        else update_texts(document.parsed, ZONE)
    )


@each(_keys("update", "incident", "incident_translation", "review", "page"))
def test_diff(document: str, path: Path, key: Key) -> None:
    """Each key that readers or approvers can see is compared."""
    with_it, without = _pair(document, path)
    top = DOCUMENTS[document].by_name[path[0]]
    if without is not None and not {"diff"} & {*key.apart, *top.apart}:
        assert _diffed(with_it) != _diffed(without), _unknown(path, "`diff`")


def _ledger(document: str, held: Any) -> Any:
    began = datetime(2027, 3, 3, 2, 40, tzinfo=UTC)
    incident = parse_incident(Source("a", "---\ntitle: A\naware: 2027-03-03T02:40Z\n---\n"), ())
    folder = IncidentFolder(slug="a", document=incident, updates=(parse_update(Source("a", EARLIER), (), 1, "a"),))
    if document == "incident":
        assert isinstance(held, IncidentDocument)
        folder = IncidentFolder(slug="a", document=held, updates=folder.updates)
    elif document == "update":
        # New statements are reported in a first update, outcomes of names in a second.
        later = any(
            held.wrote(key) for key in ("corrections", "ended", "still_true", "unanswerable", "done", "dropped", "withdrawn")
        )
        first = replace(held, number=1, parsed=replace(held.parsed, number=1))
        folder = IncidentFolder(slug="a", document=incident, updates=(*folder.updates, held) if later else (first,))
    else:
        folder = IncidentFolder(slug="a", document=incident, updates=folder.updates, review=held)
    made = files_of(site_of([folder], began + timedelta(days=9000)), ledger_json.write)
    return {path: read(made, path) for path in ("api/ledger/2/index.json", "api/ledger/2/incidents/a.json")}


@pytest.mark.no_cover
@each(_keys("update", "incident", "review"))
def test_ledger_json(document: str, path: Path, key: Key) -> None:
    """ledger.json contains each key, unless its declaration says why not."""
    with_it, without = _pair(document, path)
    top = DOCUMENTS[document].by_name[path[0]]
    if without is not None and not {"ledger.json"} & {*key.apart, *top.apart}:
        assert _ledger(document, with_it) != _ledger(document, without), _unknown(path, "ledger.json")


def test_models() -> None:
    """Each key has an attribute of the model in which it is kept."""
    for document, model in (
        ("update", Update),
        ("incident", Incident),
        ("incident_translation", IncidentTranslation),
        ("review", Review),
        ("plan", Plan),
        ("drill", DrillRecord),
        ("profile", Profile),
        ("scenario", Scenario),
        ("site_config", SiteConfig),
    ):
        names = {one.name for one in fields(model)}
        for key in DOCUMENTS[document].keys:
            assert key.attribute in names, f"`{key.name}` is declared, and {model.__name__} has no `{key.attribute}`"


def test_numbers() -> None:
    """No key is newer than the format."""
    for document, record in DOCUMENTS.items():
        for path, key in record.all():
            assert 1 <= key.since <= FORMAT, (document, path)


def _reasons() -> Iterator[tuple[str, str]]:
    for record in DOCUMENTS.values():
        for _, key in record.all():
            yield from key.apart.items()


def test_reasons() -> None:
    """A key that an output omits has a reason, and that output exists."""
    for reader, why in _reasons():
        assert reader in {"diff", "ledger.json"}
        assert len(why.split()) > 3
