"""CSAF documents: true to the standard's schemas, one for each incident, and a new version for whatever readers are told as new."""

import csv
import hashlib
import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from referencing import Registry

from generator.adapters.site_files import read_site
from generator.links import csaf_files
from generator.model.artifact import Theme
from generator.model.config import Aggregators, Contact, Csaf, Organisation, PublisherCategory, SecurityTxt, SiteSettings
from generator.model.document import IncidentFolder, Redaction
from generator.model.update import Amendment, StandingChange, Status
from generator.pipeline import checking, publishing
from generator.render import csaf_directory, csaf_documents, security_txt, verification
from generator.render.pages import feed_statement, site_language
from generator.render.site import Site
from generator.render.translations import original
from generator.render.views import newest
from tests.render.sites import (
    BEGAN,
    CONFIG,
    HARD,
    HISTORIES,
    NOW,
    ROOT,
    files_of,
    incident,
    made_up,
    moments,
    own,
    read,
    replay,
    site_of,
    theme,
    update,
)
from tests.thorough import examples

STANDARDS = ROOT / "tests/standards"
FOLDER = csaf_files.FOLDER
HOUR = timedelta(hours=1)


@cache
def _validator(name: str) -> Draft202012Validator:
    schemas = [json.loads((STANDARDS / f"{one}_json_schema.json").read_text(encoding="utf-8")) for one in (name, "csaf")]
    # The metadata's schema refers to that of documents.
    known = Registry().with_contents((schema["$id"], schema) for schema in schemas)
    return Draft202012Validator(schemas[0], registry=known, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _wrong(name: str, held: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in _validator(name).iter_errors(held)]


def _checked(site: Site) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The documents by path, after they and all lists have been held against the standard and against each other; and every file."""
    made = files_of(site, csaf_directory.write)
    base = site.config.site.url
    paths = read_index(made)
    documents = {path: read(made, f"{FOLDER}{path}") for path in paths}
    assert len(documents) == len(site.incidents)
    for path, whole in documents.items():
        assert _wrong("csaf", whole) == []
        document = whole["document"]
        tracking, data = document["tracking"], made[f"{FOLDER}{path}"]
        assert path == f"{tracking['initial_release_date'][:4]}/{csaf_files.file_name(tracking['id'])}"
        assert [one["url"] for one in document["references"] if one["category"] == "self"] == [f"{base}{FOLDER}{path}"]
        assert f"{base}incidents/" in next(one["url"] for one in document["references"] if one["category"] == "external")
        assert {"summary", "general", "details"} <= {note["category"] for note in document["notes"]}
        said = f"{hashlib.sha512(data).hexdigest()}  {path.rpartition('/')[2]}\n"
        assert made[f"{FOLDER}{path}.sha512"].decode() == said
        _check_versions(tracking)
    metadata = read(made, csaf_files.METADATA)
    assert _wrong("provider", metadata) == []
    assert metadata["canonical_url"] == base + csaf_files.METADATA
    rows = list(csv.reader(made[csaf_files.CHANGES].decode().splitlines()))
    assert sorted(path for path, _ in rows) == sorted(paths)
    assert [when for _, when in rows] == sorted((when for _, when in rows), reverse=True)
    assert dict(rows) == {path: whole["document"]["tracking"]["current_release_date"] for path, whole in documents.items()}
    _check_feed(read(made, csaf_files.FEED)["feed"], metadata, documents, base)
    return documents, made


def read_index(made: dict[str, bytes]) -> list[str]:
    """The paths in index.txt."""
    return made[csaf_files.INDEX].decode().splitlines()


def _check_versions(tracking: dict[str, Any]) -> None:
    revisions = tracking["revision_history"]
    dates = [one["date"] for one in revisions]
    numbers = [tuple(map(int, one["number"].split("."))) for one in revisions]
    assert dates == sorted(set(dates))
    assert numbers == sorted(set(numbers))
    assert numbers[0] == (1, 0, 0)
    for before, after in itertools.pairwise(numbers):
        assert after in {(1, before[1] + 1, 0), (1, before[1], before[2] + 1)}
    assert (dates[0], dates[-1]) == (tracking["initial_release_date"], tracking["current_release_date"])
    assert tracking["version"].partition("+")[0] == revisions[-1]["number"]


def _check_feed(feed: dict[str, Any], metadata: dict[str, Any], documents: dict[str, Any], base: str) -> None:
    """The ROLIE feed has every document, with its digest."""
    assert [one["url"] for one in metadata["distributions"][0]["rolie"]["feeds"]] == [feed["link"][0]["href"]]
    entries = {entry["content"]["src"].removeprefix(f"{base}{FOLDER}"): entry for entry in feed["entry"]}
    assert entries.keys() == documents.keys()
    for path, entry in entries.items():
        tracking = documents[path]["document"]["tracking"]
        assert (entry["id"], entry["published"], entry["updated"]) == (
            *(tracking["id"], tracking["initial_release_date"], tracking["current_release_date"]),
        )
        address = f"{base}{FOLDER}{path}"
        assert [(one["rel"], one["href"]) for one in entry["link"]] == [
            *(("self", address), ("hash", f"{address}.sha512")),
        ]
    assert feed["updated"] == max(entry["updated"] for entry in feed["entry"])


def _tracking(site: Site, slug: str = "incident") -> dict[str, Any]:
    documents, _ = _checked(site)
    found: dict[str, Any] = next(
        whole["document"]["tracking"] for path, whole in documents.items() if path.endswith(f"_{slug}.json")
    )
    return found


def _notes(site: Site, slug: str) -> list[dict[str, str]]:
    documents, _ = _checked(site)
    return next(whole["document"]["notes"] for path, whole in documents.items() if path.endswith(f"_{slug}.json"))


def test_the_example() -> None:
    """Every incident of the example is told, with known, unknown, next steps, advice and every correction under its own heading."""
    notes = {note.get("title", ""): note for note in _notes(own(), "support-tickets")}
    assert [title for title in notes if title][:8] == [
        *("In short", "We got this wrong", "We found out more", "What you should do"),
        *("What works now", "What we know", "No longer the case", "What we do not know yet"),
    ]
    assert (notes["In short"]["category"], notes["What we know"]["category"]) == ("summary", "details")
    # The correction is older than the newest update.
    assert "41 people had pasted a password into a ticket" in notes["We got this wrong"]["text"]
    assert "See update 3 (https://status.larkfield.example/incidents/support-tickets/3/)" in notes["We got this wrong"]["text"]
    assert (
        "Whether they copied the tickets they read. We expect to know by 4 December." in notes["What we do not know yet"]["text"]
    )
    assert "By 14 December." in notes["What happens next"]["text"]
    tracking = _tracking(own(), "support-tickets")
    assert (tracking["id"], tracking["status"]) == ("status.larkfield.example/support-tickets", "interim")
    assert [one["number"] for one in tracking["revision_history"]] == ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"]
    assert "Correction: 1,212 customers" in tracking["revision_history"][2]["summary"]
    closed = _tracking(own(), "meter-portal")
    assert closed["status"] == "final"
    assert "Review:" in closed["revision_history"][-1]["summary"]


@pytest.mark.parametrize("history", sorted(path.name for path in HISTORIES.iterdir() if (path / "incident.md").is_file()))
def test_real_histories(history: str) -> None:
    """Every real history is a valid document."""
    _checked(publishing.publish(replay(history), NOW))


@pytest.mark.parametrize(("tag", "heading"), [("de", "Kurz gesagt"), ("fr", "En bref"), ("es", "En resumen"), ("ar", "باختصار")])
def test_in_the_sites_language(tag: str, heading: str) -> None:
    """A document is in the language of the site, headings and all."""
    config = replace(CONFIG, site=replace(CONFIG.site, language=tag))
    documents, _ = _checked(site_of([incident(update(1, BEGAN))], BEGAN, config))
    (whole,) = documents.values()
    assert whole["document"]["lang"] == tag
    assert heading in {note.get("title") for note in whole["document"]["notes"]}


def _statements(site: Site, like: Theme) -> dict[str, str]:
    """What feeds say in each update of a site that was the newest once, by its incident and number."""
    language, texts = site_language(site, like), original(site)
    views = (newest(site, incident, language) for incident in site.incidents)
    return {f"{view.incident.slug}/{view.number}": feed_statement(view, like, texts) for view in views}


def test_statements_in_feeds_are_those_of_documents_without_marks() -> None:
    """What feeds have of the newest update is filled in once with the document, and is what their own template makes of it, to the byte."""
    # A site's own templates are filled in for feeds alone.
    alone = replace(theme(), own=frozenset({"pages/feed_item.html"}))
    hard = checking.check(read_site(ROOT / "tests/whole/hard_case", 1 << 20), NOW + timedelta(days=3650))
    sites = [publishing.publish(hard, when) for when in moments(hard)]
    sites += [own(when) for when in moments(checking.check(read_site(ROOT, 1 << 20), NOW))]
    sites += [publishing.publish(replay(one.name), NOW) for one in HISTORIES.iterdir() if (one / "incident.md").is_file()]
    for site in sites:
        assert _statements(site, theme()) == _statements(site, alone)
    # Both ways are gone: with corrections, and without.
    assert {any(name[0] == "marked statement" for name in one.remembered) for one in sites} == {True, False}


def test_a_template_of_the_sites_own() -> None:
    """Where a site has its own template of what feeds say, without the marks of the parts, the document has what that says, by its headings."""
    files = {**theme().files, "pages/feed_item.html": b"<p>{{ s(view.update.title) }}</p><h3>Ours</h3><p>{{ view.number }}</p>"}
    own_theme = replace(theme(), files=MappingProxyType(files), own=frozenset({"pages/feed_item.html"}))
    site = own()
    newest = next(one for one in site.incidents if one.slug == "support-tickets")
    whole = json.loads(csaf_documents.document(site, own_theme, newest, original(site)).data)
    assert _wrong("csaf", whole) == []
    assert whole["document"]["notes"] == [
        {"category": "general", "text": "We know where the password came from"},
        {"category": "general", "text": "5", "title": "Ours"},
    ]


@settings(max_examples=examples(40), deadline=None)
@given(made_up())
def test_any_history(folder: IncidentFolder) -> None:
    """Whatever an incident's history is, its document is valid."""
    site = site_of([folder], BEGAN + timedelta(days=400))
    if site.incidents:
        _checked(site)


def test_text_is_kept() -> None:
    """Text of every script and with every character that means something to HTML is in the document as it was written."""
    folder = incident(update(1, BEGAN, HARD), title=HARD)
    documents, _ = _checked(site_of([folder], BEGAN))
    (whole,) = documents.values()
    assert whole["document"]["title"] == " ".join(HARD.split())
    assert any("😀 ]]> &amp; <b>" in note["text"] for note in whole["document"]["notes"])


def test_same_bytes_whenever_it_is_built() -> None:
    """Time alone changes nothing, not even when a promise is broken."""
    made = [files_of(own(now), csaf_directory.write) for now in (NOW, NOW + timedelta(days=60))]
    assert made[0] == made[1]


def _changed(**keys: Any) -> Callable[[IncidentFolder], IncidentFolder]:
    def change(folder: IncidentFolder) -> IncidentFolder:
        document = folder.document
        return replace(folder, document=replace(document, incident=replace(folder.incident, **keys)))

    return change


def _first(**keys: Any) -> Callable[[IncidentFolder], IncidentFolder]:
    """Change the first update."""

    def change(folder: IncidentFolder) -> IncidentFolder:
        one = folder.updates[0]
        return replace(folder, updates=(replace(one, parsed=replace(one.update, **keys)), *folder.updates[1:]))

    return change


def _redacted(folder: IncidentFolder) -> IncidentFolder:
    taken = Redaction(when=BEGAN + 3 * HOUR, because="It named somebody.", by="lead: Sam", mark="[name]")
    return replace(folder, updates=(replace(folder.updates[0], redactions=(taken,)), *folder.updates[1:]))


@pytest.mark.parametrize(
    ("change", "numbers"),
    [
        (lambda folder: folder, ["1.0.0", "1.1.0"]),
        # In the first one, an hour before the second.
        (_first(amended=Amendment(when=BEGAN + HOUR, what={"teh": "the"})), ["1.0.0", "1.0.1", "1.1.0"]),
        # A day has no time: it was on the day of both, so it came after the one whose spelling it is.
        (_first(amended=Amendment(when=BEGAN.date(), what={"teh": "the"})), ["1.0.0", "1.0.1", "1.1.0"]),
        (_redacted, ["1.0.0", "1.1.0", "1.2.0"]),
        (
            _changed(changed=MappingProxyType({"title": StandingChange(on=date(2027, 3, 9), because="It was unclear.")})),
            ["1.0.0", "1.1.0", "1.2.0"],
        ),
        # Not yet.
        (_changed(changed=MappingProxyType({"title": StandingChange(on=date(2028, 3, 9), because="?")})), ["1.0.0", "1.1.0"]),
    ],
)
def test_revisions(change: Callable[[IncidentFolder], IncidentFolder], numbers: list[str]) -> None:
    """An update, a note of a change and a redaction are a version each; spelling is a patch; the versions follow their dates."""
    folder = change(incident(update(1, BEGAN), update(2, BEGAN + 2 * HOUR)))
    tracking = _tracking(site_of([folder], datetime(2027, 4, 1, tzinfo=UTC)))
    assert [one["number"] for one in tracking["revision_history"]] == numbers


def test_a_changed_way_to_ask() -> None:
    """A telephone number that changed is a revision of every document that shows it, and of none whose incident came later or has its own."""
    note = MappingProxyType({"contact.phone": StandingChange(on=date(2027, 3, 9), because="We have another number.")})
    config = replace(CONFIG, contact=Contact(phone="+44 20 7946 0018"), changed=note)
    folders = [
        incident(update(1, BEGAN), slug="before"),
        incident(update(1, BEGAN), slug="own", contact=Contact(email="desk@larkfield.example")),
        incident(update(1, datetime(2027, 3, 20, tzinfo=UTC)), slug="after"),
    ]
    site = site_of(folders, datetime(2027, 4, 1, tzinfo=UTC), config)
    assert {slug: len(_tracking(site, slug)["revision_history"]) for slug in ("before", "own", "after")} == {
        "before": 2,
        "own": 1,
        "after": 1,
    }


def test_no_two_contents_have_one_version() -> None:
    """What changes without being news, such as the organisation's name, changes the end of the version all the same."""
    folder = incident(update(1, BEGAN))
    renamed = replace(CONFIG, organisation=Organisation(name="Larkfield"))
    versions = [_tracking(site_of([folder], BEGAN, config))["version"] for config in (CONFIG, renamed)]
    assert versions[0] != versions[1]
    assert {version.partition("+")[0] for version in versions} == {"1.0.0"}


@pytest.mark.parametrize(
    ("status", "said"), [(Status.CONFIRMED, "interim"), (Status.RESOLVED, "final"), (Status.REOPENED, "interim")]
)
def test_status(status: Status, said: str) -> None:
    """A document is final when its incident is closed, and interim before."""
    folder = incident(update(1, BEGAN), update(2, BEGAN + HOUR, status=status))
    assert _tracking(site_of([folder], BEGAN + HOUR))["status"] == said


@pytest.mark.parametrize(
    ("site", "organisation", "security", "role"),
    [
        ("https://status.larkfield.example/", "https://larkfield.example/", False, "csaf_publisher"),
        ("https://status.larkfield.example/", "https://larkfield.example/", True, "csaf_provider"),
        ("https://www.larkfield.example/", "https://larkfield.example/", False, "csaf_provider"),
        ("https://larkfield.example/status/", "https://larkfield.example/", True, "csaf_publisher"),
    ],
)
def test_role(site: str, organisation: str, security: bool, role: str) -> None:
    """A site claims the role of a provider only where its metadata can be found by security.txt or at the organisation's own host."""
    given = SecurityTxt(contact=("mailto:a@l.example",), expires=date(2027, 12, 1)) if security else SecurityTxt()
    config = replace(
        CONFIG,
        site=SiteSettings(url=site),
        organisation=Organisation(name="Larkfield Energy", url=organisation),
        security_txt=given,
    )
    shown = site_of([incident(update(1, BEGAN))], BEGAN, config)
    _, made = _checked(shown)
    assert read(made, csaf_files.METADATA)["role"] == role
    text = b"".join(files_of(shown, security_txt.write).values()).decode()
    assert (f"CSAF: {site}{csaf_files.METADATA}\n" in text) == security


@pytest.mark.parametrize(
    ("incidents", "keys"),
    [
        (1, {"csaf": Csaf(publish=False)}),
        (1, {"site": SiteSettings(url="http://localhost:8000/")}),
        (0, {}),
    ],
    ids=["switched off", "not encrypted", "no incidents"],
)
def test_none(incidents: int, keys: dict[str, Any]) -> None:
    """A site that does not want them, is not served encrypted, or has nothing to tell has none, and does not say that it has."""
    given = SecurityTxt(contact=("mailto:a@l.example",), expires=date(2027, 12, 1))
    site = site_of([incident(update(1, BEGAN))] * incidents, BEGAN, replace(CONFIG, security_txt=given, **keys))
    assert files_of(site, csaf_directory.write) == {}
    assert "CSAF" not in b"".join(files_of(site, security_txt.write).values()).decode()


def test_settings() -> None:
    """What the organisation is, under which address it is known, and what collectors may do, is as the settings say."""
    given = Csaf(category=PublisherCategory.USER, namespace="https://larkfield.example/", aggregators=Aggregators.MIRROR)
    documents, made = _checked(site_of([incident(update(1, BEGAN))], BEGAN, replace(CONFIG, csaf=given)))
    (whole,) = documents.values()
    said = whole["document"]["publisher"]
    assert (said["category"], said["namespace"]) == ("user", "https://larkfield.example/")
    metadata = read(made, csaf_files.METADATA)
    assert metadata["publisher"] == said
    assert (metadata["list_on_CSAF_aggregators"], metadata["mirror_on_CSAF_aggregators"]) == (True, True)


@pytest.mark.parametrize(
    ("tracking", "name"),
    [
        ("cisco-sa-20190513-secureboot", "cisco-sa-20190513-secureboot.json"),
        ("Example Company - 2019-YH3234", "example_company_-_2019-yh3234.json"),
        ("RHBA-2019:0024", "rhba-2019_0024.json"),
        ("2022_#01-A", "2022_01-a.json"),
        ("status.larkfield.example/support-tickets", "status_larkfield_example_support-tickets.json"),
    ],
)
def test_file_names(tracking: str, name: str) -> None:
    """A file is named as section 5.1 of the standard says; the first four are its own examples."""
    assert csaf_files.file_name(tracking) == name


def test_an_incidents_files_are_in_its_list() -> None:
    """The list of an incident's files has its document and its digests, so that another incident's list does not change with it."""
    site = own()
    made = files_of(site, csaf_directory.write)
    lists = verification.lists(site, {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in made.items()})
    held = {artifact.path: artifact.data for artifact in lists}
    (year,) = (data for path, data in held.items() if path.endswith("2026-1.json"))
    assert sorted(path for path in json.loads(year)["files"] if path.startswith(FOLDER)) == sorted(
        path for path in made if path.startswith(f"{FOLDER}2026/")
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one["document"].pop("tracking"),
        lambda one: one["document"].update(lang="in English"),
        lambda one: one["document"]["publisher"].update(category="company"),
        lambda one: one["document"]["publisher"].update(namespace="larkfield energy"),
        lambda one: one["document"]["notes"][0].update(text=""),
        lambda one: one["document"]["tracking"].update(version="v1"),
        lambda one: one["document"]["tracking"].update(current_release_date="2027-03-03"),
        lambda one: one["document"]["distribution"]["tlp"].update(label="CLEAR"),
    ],
)
def test_the_schema_can_say_no(change: Callable[[Any], Any]) -> None:
    """The schema refuses what is not right in a document."""
    made = csaf_documents.document(own(), theme(), own().incidents[0], original(own()))
    whole = json.loads(made.data)
    assert _wrong("csaf", whole) == []
    change(whole)
    assert _wrong("csaf", whole)
