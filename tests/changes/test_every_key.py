"""Whatever a file can say: a template is compared by it, and `diff` tells when it changes.

The keys come from the schemas, which know what the parser knows (test_schemas.py). A key that is added to the format is in these tests by itself,
and they fail until whoever added it has thought of both.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pytest

from generator.changes.model import SiteChange, SiteChangeKind
from generator.content.assembly import ReadFolders
from generator.content.parser import parse_update
from generator.content.plan import reader_texts
from generator.format.json_schemas import SCHEMAS
from generator.format.kinds import Part, fixed_words
from generator.format.update import UPDATE as DECLARED
from generator.model.history import Base
from generator.model.plan import Template
from generator.model.source import RawFile, Source
from generator.pipeline import checking, reporting
from generator.rules.catalogue import ALL_RULES
from generator.rules.rule_set import RuleSet
from generator.rules.runner import judge

NOW = datetime(2027, 12, 1, 12, tzinfo=UTC)
FOLDER = "content/incidents/tickets"

#: Keys whose change need not be reported to readers or reviewers, each with its reason.
NEVER_SEEN: Mapping[str, Mapping[tuple[str, ...], str]] = {
    "update": {},
    "incident": {},
    "incident_translation": {},
    "review": {},
    "page": {},
    "plan": {},
    "site_config": {},
}

UPDATE = {
    "title": "Someone got in",
    "published": "2027-03-03T03:40Z",
    "status": "investigating",
    "known": {"entry": "Someone got in."},
    "unknown": {"copied": "Whether they copied tickets."},
    "next_steps": {"log": "We read the log."},
    "actions": {"password": "Change your password."},
    "next_update": "2027-03-03T09:00Z",
}
INCIDENT = {"title": "Someone read tickets", "aware": "2027-03-03T02:40Z"}
REVIEW = {"title": "What we changed", "published": "2027-03-09T09:00Z", "cause": "A password."}
CONFIG: dict[str, Any] = {
    "organisation": {"name": "Larkfield Energy"},
    "site": {"url": "https://incidents.larkfield.example/", "title": "Larkfield", "languages": ["en", "de"]},
    "contact": {"hours": "always", "who": "Sam Reed", "out_of_band": "Ring us."},
    "subscribe": {
        "email_privacy": "We keep your address until you unsubscribe.",
        "mail_server": {"from": "status@larkfield.example", "server": "mail.larkfield.example"},
        "listmonk": {"url": "https://lists.larkfield.example/", "user_env": "LISTMONK_USER", "token_env": "LISTMONK_TOKEN"},
        "lists": {"all": "all@lists.larkfield.example"},
    },
    "systems": ["Support desk"],
    "audiences": {
        "staff": {
            "name": "Our staff",
            "words": "You work for us.",
            "contact": {"hours": "by day", "who": "Sam", "out_of_band": "Ring."},
        }
    },
}


def _parts(part: Part, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Part]]:
    """Every key of a file with a value of its own, by path; `*` stands for a name chosen by the writer."""
    for key, inner in part.get("properties", {}).items():
        yield (*path, key), inner
        yield from _parts(inner, (*path, key))
    more = part.get("additionalProperties")
    if isinstance(more, dict):
        yield (*path, "*"), more
        yield from _parts(more, (*path, "*"))


def _examples(part: Part) -> list[Any]:
    """Several values that differ: the examples, every fixed word, and an example that says something else."""
    found = [*part.get("examples", ()), *fixed_words(part).get("enum", ())]
    for one in tuple(found):
        if isinstance(one, str) and " " in one:
            found.append(f"{one} And more.")
        elif isinstance(one, list) and one and all(isinstance(inner, str) for inner in one):
            found.append([*one, "another"])
    return [one for number, one in enumerate(found) if one not in found[:number]]


def _around(part: Part, path: tuple[str, ...], value: object, beside: Any) -> Any:
    """Return a value in its place, with whatever must surround it and what is there already."""
    if not path:
        return value
    key, *rest = path
    here = dict(beside) if isinstance(beside, dict) else {}
    if key == "*":
        keys = part.get("properties", {}).keys()
        named = next((one for one in part.get("examples", ()) if isinstance(one, dict) and not keys & one.keys()), {"one": None})
        name = next((one for one in here if one not in keys), next(iter(named)))
        return {**here, name: _around(part["additionalProperties"], tuple(rest), value, here.get(name))}
    for needed in (*part.get("required", ()), *part.get("dependencies", {}).get(key, ())):
        if needed != key and needed not in here:
            here[needed] = part["properties"][needed]["examples"][0]
    here[key] = _around(part["properties"][key], tuple(rest), value, here.get(key))
    return here


#: What a value needs beside it to mean anything.
_BESIDE: Mapping[str, Mapping[str, object]] = {
    "unit": {"exact": 12},
    "of": {"exact": 12},
    "about": {"of": 18400},
    "part_of": {"exact": 12},
    "audience": {"exact": 12},
    "parts": {"exact": 12},
    "residents": {"exact": 1300},
    "kind": {"url_env": "CHAT_WEBHOOK"},
    "secret_env": {"url_env": "CHAT_WEBHOOK"},
    "notifier": {"url_env": "CHAT_WEBHOOK"},
    "language": {"url_env": "CHAT_WEBHOOK"},
}
_COUNTS = frozenset({"exact", "about", "at_least", "at_most", "between", "unknown"})


def _pairs(name: str, base: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], list[dict[str, Any]]]]:
    """For every key of a kind of file: the file with two values of it that both can be understood."""
    schema = SCHEMAS[name].part
    for path, part in _parts(schema):
        made: list[dict[str, Any]] = []
        for value in _examples(part):
            data = _around(schema, path, value, base)
            inner: Any = data
            if "lists" in path and path[-1] in {"audience", "language"}:
                data["subscribe"]["lists"][next(iter(data["subscribe"]["lists"]))].setdefault(
                    "address", "staff@lists.larkfield.example"
                )
            for key in path[:-1]:
                if key == "moved":
                    inner.setdefault("by", "2027-08-01")
                inner = inner[key if key != "*" else next(iter(inner))]
            if path[-1] == "moved":
                inner.setdefault("by", "2027-08-01")
            if path[-1] in {"sure", "through", "cannot_see"} and path[0] in {"affected", "window"} and not _COUNTS & set(inner):
                inner.setdefault(*(("exact", 12) if path[0] == "affected" else ("from", "2027-03-02")))
            if (
                name != "plan"
                and path[0] != "corrections"
                and "lists" not in path
                # Of a fact, `about` is no number.
                and (path[-1] != "about" or path[0] in {"affected", "data", "also_told"})
                and not (path[-1] in {"unit", "of", "part_of", "audience", "parts", "residents"} and _COUNTS & set(inner))
            ):
                beside = _BESIDE.get(path[-1], {})
                if path[-1] == "audience" and "webhooks" in path:
                    # Only a chat room is for an audience.
                    beside = {"url_env": "CHAT_WEBHOOK", "kind": "slack"}
                for key, more in beside.items():
                    if key != "url_env" or "webhooks" in path:
                        inner.setdefault(key, more)
            if "posts" in path and path[-1] == "handle":
                # Mastodon has none: it knows from the token whose account it is.
                inner["kind"] = "bluesky"
            made.append(copy.deepcopy(data))
        yield path, made


def _yaml(data: Mapping[str, Any]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in data.items())


def _front(data: Mapping[str, Any], body: str = "") -> str:
    return f"---\n{_yaml(data)}---\n{body}"


def _files(more: Mapping[str, str]) -> tuple[RawFile, ...]:
    """A small site with some files more, or with others in their place."""
    texts = {
        "site_config.yml": _yaml(CONFIG),
        f"{FOLDER}/incident.md": _front(INCIDENT),
        f"{FOLDER}/01-a.md": _front(UPDATE),
        # What `related` may name: incidents of which something is published.
        **{
            f"content/incidents/{other}/{name}": _front(keys)
            for other in ("meter-portal", "another")
            for name, keys in (("incident.md", INCIDENT), ("01-a.md", UPDATE))
        },
        **more,
    }
    return tuple(RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items() if text)


#: The rules that say what in a file cannot be understood.
FORM = RuleSet(rule for rule in ALL_RULES if rule.code.startswith("FRM"))


@pytest.fixture(autouse=True)
def form_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask no other rule: what files say is compared here, thousands of times, and what rules find in it is no part of that."""
    monkeypatch.setattr(checking, "judge", lambda analysis, _rules, *more, **named: judge(analysis, FORM, *more, **named))
    monkeypatch.setattr(reporting, "check", lambda files, _now, **_named: _checked(files))


#: What was read of incidents last: of three, two stay as they are.
READ = ReadFolders()


@lru_cache(maxsize=256)
def _checked(files: tuple[RawFile, ...]) -> checking.Checked:
    """Cached: the same site is used several times in a row."""
    return checking.check(files, NOW, folders=READ)


def _compare(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[SiteChange, ...]:
    return reporting.compare(_files(before), _checked(_files(after)), NOW, Base(words="before"), {}).differences


def _told(found: tuple[SiteChange, ...]) -> bool:
    return any(
        one.rows or one.what in {SiteChangeKind.ADDED, SiteChangeKind.TAKEN_BACK, SiteChangeKind.REMOVED}
        for one in found
        if one.what is not SiteChangeKind.MISSING
    )


#: The path of each kind of file, its required content, and whether that is front matter.
PLACES: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "update": ("update", f"{FOLDER}/01-a.md", UPDATE),
    "translation of an update": ("update", f"{FOLDER}/01-a.de.md", UPDATE),
    "incident": ("incident", f"{FOLDER}/incident.md", INCIDENT),
    "incident_translation": ("incident_translation", f"{FOLDER}/incident.de.md", {"title": "Jemand las Anfragen"}),
    "review": ("review", f"{FOLDER}/review.md", REVIEW),
    "translation of a review": ("review", f"{FOLDER}/review.de.md", REVIEW),
    "page": ("page", "content/pages/about-us.md", {"title": "About"}),
    "translation of a page": ("page", "content/pages/about-us.de.md", {"title": "Wir"}),
    "plan": ("plan", "content/plan.yml", {"roles": {"lead": {"who": "Sam Reed"}}}),
    "site_config": ("site_config", "site_config.yml", CONFIG),
}


def _written(kind: str, data: Mapping[str, Any]) -> dict[str, str]:
    name, path, _ = PLACES[kind]
    text = _front(data) if SCHEMAS[name].is_front_matter else _yaml(data)
    beside = {}
    if kind == "translation of a review":
        beside = {f"{FOLDER}/review.md": _front(REVIEW)}
    if kind == "translation of a page":
        beside = {"content/pages/about-us.md": _front({"title": "About"})}
    return {**beside, path: text}


def _understood(kind: str, data: Mapping[str, Any]) -> bool:
    checked = _checked(_files(_written(kind, data)))
    path = PLACES[kind][1]
    return not any(one.code.startswith("FRM") and one.code != "FRM009" and one.span.path == path for one in checked.diagnostics)


@pytest.mark.parametrize("kind", PLACES)
def test_diff_tells_every_key(kind: str) -> None:
    """`diff` reports a changed, new or removed value for every key that readers see or that controls something."""
    name, _, base = PLACES[kind]
    silent: list[tuple[str, ...]] = []
    tried = 0
    for path, made in _pairs(name, base):
        good = [data for data in made if _understood(kind, data)]
        assert good or not made, (kind, path)
        if not good:
            continue
        pairs = [(dict(base), good[0]), (good[0], dict(base)), *((good[0], other) for other in good[1:])]
        for before, after in pairs:
            if before == after:
                continue
            tried += 1
            if not _told(_compare(_written(kind, before), _written(kind, after))) and not _same(kind, before, after):
                silent.append((*path, json.dumps(before, default=str), json.dumps(after, default=str)))
    assert tried > 1
    assert [one for one in silent if one[:-2] not in NEVER_SEEN.get(name, {})] == []


def _same(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two files mean the same: `draft: false` is nothing, and one name alone is a list of one."""

    def parsed(data: Mapping[str, Any]) -> object:
        content = _checked(_files(_written(kind, data))).content
        (folder,) = [one for one in content.incidents if FOLDER.endswith(f"/{one.slug}")]
        return (
            content.config.config,
            content.plan.plan if content.plan else None,
            folder.document.incident,
            [one.parsed for one in (*folder.updates, *folder.translations)],
            [one.parsed for one in folder.incident_translations],
            [one.review for one in (folder.review, *folder.review_translations) if one],
            [(one.title, one.body) for one in (*content.pages, *content.page_translations)],
        )

    return parsed(before) == parsed(after)


@pytest.mark.parametrize("kind", [kind for kind in PLACES if SCHEMAS[PLACES[kind][0]].is_front_matter])
def test_diff_tells_the_text(kind: str) -> None:
    """So it does for the text below the keys."""
    _, path, base = PLACES[kind]
    texts = [{**_written(kind, base), path: _front(base, f"\n{body}\n")} for body in ("", "One.", "Two.")]
    for before, after in ((texts[0], texts[1]), (texts[1], texts[2]), (texts[2], texts[0])):
        assert _told(_compare(before, after)), kind


@pytest.mark.slow
def test_a_new_update_tells_every_key() -> None:
    """A new second update is reported by what happened to each name, and with every further key."""
    later = {**UPDATE, "published": "2027-03-03T08:40Z"}
    silent = []
    for path, made in _pairs("update", later):
        if path == ("draft",):
            continue
        good = [data for data in made if _understood("update", data)]
        rows = {}
        for data in (later, *good):
            found = _compare({}, {f"{FOLDER}/02-b.md": _front(data)})
            one = next(one for one in found if one.thing == "Update 2" and one.what is not SiteChangeKind.MISSING)
            rows[json.dumps(data)] = (one.rows, one.title, one.comes, one.approvals, one.seen)
        keys = list(rows)
        silent += [
            (path, keys[0], key) for key in keys[1:] if rows[key] == rows[keys[0]] and not _same("update", later, json.loads(key))
        ]
    assert silent == []


def test_a_template_is_compared_by_every_key() -> None:
    """Whatever a first statement says that its template does not, or says otherwise, has not been approved with it."""
    left_out = {key.name: key.at_use for key in DECLARED.keys if key.at_use}
    template = _template(_update(UPDATE))
    assert template.changed(reader_texts(_update(UPDATE))) is None
    silent = []
    compared = set()
    for path, made in _pairs("update", UPDATE):
        compared.add(path[0])
        for data in made:
            document = parse_update(Source("a", _front(data)), (), 1, "a")
            if document.parsed is None or document.parsed == template.update or path[0] in left_out:
                continue
            back = _template(document.parsed)
            if template.changed(reader_texts(document.parsed)) is None or back.changed(template.said) is None:
                silent.append((path, data))
    assert silent == []
    # What is left out is there, and each thing has its reason.
    assert set(left_out) == {"published", "next_update", "template", "approved_by", "draft"} <= compared
    assert all(len(why.split()) > 3 for why in left_out.values())
    assert template.changed(reader_texts(_update({**UPDATE, "next_update": "none_planned"}))) == ("next_update",)
    assert template.changed(reader_texts(_update(UPDATE, "\nMore.\n"))) == ()


def _template(update: Any) -> Template:
    return Template(name="a", update=update, said=reader_texts(update))


def _update(data: Mapping[str, Any], body: str = "") -> Any:
    parsed = parse_update(Source("a", _front(data, body)), (), 1, "a").parsed
    assert parsed is not None
    return parsed


#: Settings in site_config.yml that are reported with ordinary changes because they decide nothing.
QUIET = {
    ("site", "title"),
    ("site", "timezone"),
    ("organisation", "name"),
    ("organisation", "url"),
    ("organisation", "logo"),
    ("systems",),
}


def test_settings_that_steer_are_loud() -> None:
    """Every key of site_config.yml and of the plan is reported in the first part, except a few that are only labels."""
    for kind in ("site_config", "plan"):
        name, _, base = PLACES[kind]
        for path, made in _pairs(name, base):
            if path[0] == "translations":
                continue
            for data in made:
                if data == base or not _understood(kind, data) or _same(kind, base, data):
                    continue
                found = _compare(_written(kind, base), _written(kind, data))
                loud = {one.loud for one in found if one.rows}
                quiet = kind == "site_config" and any(path[: len(one)] == one or one[: len(path)] == path for one in QUIET)
                assert quiet or True in loud, (path, data, found)


def test_populations_and_windows_have_their_names() -> None:
    """`diff` says whose data it was, in what the group is called where the count has no unit, and which window."""
    said = {
        **UPDATE,
        "affected": {
            "tenants": {"unit": "people", "exact": 1140},
            "owners": {"unit": "people", "exact": 95, "part_of": "tenants"},
        },
        "data": {"names": [{"state": "taken", "exact": 41, "for": "tenants"}, {"state": "possible", "for": "owners"}]},
        "window": {"second": {"from": "2027-03-02", "to": "unknown", "sure": "likely"}},
    }
    path = f"{FOLDER}/01-a.md"
    found = _compare({path: _front(UPDATE)}, {path: _front(said)})
    rows = {(row.label, row.about): row.now for one in found for row in one.rows}
    assert rows["Data", "Names"] == "Tenants: copied, for 41 tenants\nOwners: possibly seen"
    assert rows["How many", "Owners"] == "95 people\nPart of: Tenants"
    assert rows["Unauthorised access", "Second"] == "from 2 March 2027 (end not known), we think"
