"""Only what was untrue is shown as a fault, in every output; corrections are counted each kind for itself, everywhere alike."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from html import unescape

import pytest
from hypothesis import given, settings

from generator.adapters.theme_files import read_theme
from generator.links.ledger_files import INDEX
from generator.model.artifact import Theme
from generator.model.document import IncidentFolder
from generator.model.source import RawFile
from generator.model.update import CorrectionKind
from generator.pipeline import building, checking, exporting, publishing
from generator.render import exports
from generator.render.exports import Form
from generator.render.markup import flat
from generator.render.site import Site
from tests.ledger.generated import START
from tests.render.sites import NOW, ROOT, made_up, own, site_of
from tests.thorough import examples

CONFIG = """organisation: {name: Brookside Clinic}
site: {url: https://status.brookside.example/}
contact: {email: help@brookside.example, hours: every day, who: Sam Reed}
"""
INCIDENT = "---\ntitle: Someone read letters\naware: 2026-09-01T08:00Z\nsystems: [Letters]\n---\n"
FIRST = """---
title: Someone read letters
published: 2026-09-01T09:00Z
status: contained
contained_by: entry
known:
  entry: We closed the stolen account and tested that it is closed.
  rooms: {text: They came in by one room., sure: likely}
  held: The archive held no test results.
unknown: {copied: Whether they copied letters.}
affected: {patients: {unit: people, about: 860}}
data: {letter: {state: accessed, sure: likely}, bank: not_affected}
window: {from: 2026-08-20, to: 2026-08-21}
next_steps: {log: We read the log.}
actions: You do not need to do anything.
next_update: 2026-09-02T09:00Z
---
"""
#: What turned out otherwise, and how each correction is explained. `KIND` is for what was left open, `EVENT` for what something new changed.
SECOND = """---
title: What is new today
published: 2026-09-02T09:00Z
status: reopened
because: They came back.
known:
  rooms: They came in by two rooms.
  held: The archive holds test results.
unknown: {copied: Whether they copied letters.}
affected: {patients: {unit: people, exact: 1140}}
data: {letter: taken, bank: accessed}
window: {second: {from: 2026-09-01T20:00Z, to: unknown}}
corrections:
  rooms: {because: The older log shows the second., KIND}
  affected.patients: {because: The older log begins earlier., KIND}
  data.letter: {because: The older log shows it., KIND}
  held: {because: They put them there last night., EVENT}
  data.bank: {because: They came back last night., EVENT}
  actions: {because: They came back last night., EVENT}
next_steps: {log: We read the log.}
actions: {watch: {do: Watch your statements., urgency: today}}
next_update: 2026-09-03T09:00Z
---
"""
THIRD = """---
title: Nothing is new
published: 2026-09-03T08:00Z
status: confirmed
no_change: true
next_update: 2026-09-04T09:00Z
---
"""
KINDS = {
    "no fault": ("kind: found_more", "kind: new_event, window: second"),
    "faults": ("kind: our_error", "kind: our_error"),
}
FAULT = re.compile(r"\b(?:wrong|mistakes?|corrections?|corrected|untrue)\b", re.IGNORECASE)
#: What pages say of corrections whatever there was: names of pages, and how this site works.
ALWAYS = re.compile(
    r"""
    What\ we\ publish\ is\ not\ changed\ afterwards;\ what\ was\ wrong\ is\ corrected\ in\ a\ new\ update
    | What\ is\ published\ here\ is\ not\ changed\ afterwards;\ what\ was\ wrong\ is\ corrected\ in\ a\ new\ update
    | What\ we\ got\ wrong,\ what\ we\ found\ out\ later,\ and\ what\ has\ changed\ since
    | If\ something\ is\ wrong,\ a\ new\ update\ corrects\ it,\ and\ every\ correction\ is\ listed\ under\ Corrections
    | Every\ update\ reaches\ you\ in\ full,\ corrections\ included
    | We\ can\ tell\ you\ about\ each\ update,\ corrections\ included
    | \bcorrections/ | \bCorrections\b | "corrections":\{"our_error":0,
    | whether\ we\ kept\ our\ promises,\ what\ we\ corrected | Only\ a\ correction\ means\ that\ we\ were\ wrong
    """,
    re.VERBOSE,
)


@cache
def _theme(name: str) -> Theme:
    return read_theme(name, ROOT)


@cache
def _site(which: str) -> Site:
    more, event = KINDS[which]
    files = {
        "site_config.yml": CONFIG,
        "content/incidents/letters/incident.md": INCIDENT,
        "content/incidents/letters/01-first.md": FIRST,
        "content/incidents/letters/02-second.md": SECOND.replace("KIND", more).replace("EVENT", event),
        "content/incidents/letters/03-third.md": THIRD,
    }
    checked = checking.check([RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()], NOW)
    refused = [violation for one in checked.ledgers["letters"].transitions for violation in one.violations]
    assert [one.kind.value for one in refused] == []
    return publishing.publish(checked, NOW)


@cache
def _outputs(which: str, theme: str) -> Mapping[str, str]:
    """Every file of the site and of what is sent by hand, as text without markup."""
    site = _site(which)
    made = {artifact.path: artifact.data for artifact in building.render(site, _theme(theme))}
    sent = exporting.export(site, site.incidents[0], tuple(Form), _theme(theme))[2]
    made |= {f"export/{artifact.path}": artifact.data for artifact in sent}
    return {
        path: unescape(re.sub(r"<[^<>]*>", "", data.decode()))
        for path, data in made.items()
        if path.endswith((".md", ".xml", ".json", ".ics", ".html", ".txt")) and not _is_for_programs(path)
    }


def _texts(site: Site) -> dict[str, str]:
    made = building.render(site, _theme("lifeboat"))
    texts = {artifact.path: artifact.data.decode() for artifact in made if artifact.path.endswith((".md", ".json"))}
    # Numbers do not part from their words.
    return {path: text.replace("\N{NO-BREAK SPACE}", " ") for path, text in texts.items()}


def _is_for_programs(path: str) -> bool:
    """The ledger for programs has names of kinds and changes; it is tried by itself."""
    return "api/ledger" in path or path.startswith(("overrides/", "docs/assets/"))


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_what_was_no_mistake_is_shown_as_none(theme: str) -> None:
    """Pages, feeds, calendars, the API, e-mails, letters, scripts and posts: none speaks of a mistake, a correction, or something wrong."""
    outputs = _outputs("no fault", theme)
    assert {
        "docs/index.md",
        "docs/feed.xml",
        "docs/feed.json",
        "docs/calendar.ics",
        "docs/api/v2/incidents.json",
    } <= outputs.keys()
    assert sum(path.startswith("export/") for path in outputs) > 3
    for path, text in outputs.items():
        if path.endswith(".schema.json"):
            continue  # It describes the format, and no incident.
        found = [text[max(0, hit.start() - 60) : hit.end() + 60] for hit in FAULT.finditer(ALWAYS.sub("", text))]
        assert found == [], path


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_what_was_a_mistake_is_shown_as_one(theme: str) -> None:
    """The same history with faults says so in each place that speaks of it."""
    outputs = _outputs("faults", theme)
    for path in (
        "docs/incidents/letters/2/index.md",
        "docs/incidents/letters/index.md",
        "docs/feed.xml",
        "docs/corrections/index.md",
    ):
        assert FAULT.search(ALWAYS.sub("", outputs[path])), path
    assert "Correction: What is new today" in outputs["docs/feed.xml"]


def test_numbers_are_given_by_kind_and_alike() -> None:
    """The index for programs, the record of the incident, the page of corrections and, in one sum, the archive give the same numbers."""
    made = _texts(_site("no fault"))
    (row,) = json.loads(made[f"docs/{INDEX}"])["incidents"]
    assert row["corrections"] == {"our_error": 0, "found_more": 3, "new_event": 3}
    for path in ("docs/incidents/letters/index.md", "docs/corrections/index.md"):
        assert "<b>3</b> times we found out more" in made[path], path
        assert "<b>3</b> statements overtaken by events" in made[path], path
    archive = made["docs/incidents/index.md"]
    assert "6 things changed since</a>" in archive.replace("\N{NO-BREAK SPACE}", " ")
    assert "corrected" not in archive


def test_what_was_said_then_is_not_said_to_be_so_now() -> None:
    """Looking back, a correction that was itself overtaken says what we said then; the last one says what is."""
    files = {
        "site_config.yml": CONFIG,
        "content/incidents/letters/incident.md": INCIDENT,
        "content/incidents/letters/01-first.md": FIRST,
        "content/incidents/letters/02-second.md": SECOND.replace("KIND", "kind: found_more").replace("EVENT", "kind: our_error"),
        "content/incidents/letters/03-third.md": """---
title: There were more
published: 2026-09-03T08:00Z
status: confirmed
known: {other: We counted again.}
affected: {patients: {unit: people, exact: 1210}}
corrections: {affected.patients: We had left out a server.}
unknown: {copied: Whether they copied letters.}
next_steps: {log: We read the log.}
actions: {watch: {do: Watch your statements., urgency: today}}
next_update: 2026-09-04T09:00Z
---
""",
    }
    checked = checking.check([RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()], NOW)
    made = _texts(publishing.publish(checked, NOW))
    for path in ("docs/incidents/letters/index.md", "docs/corrections/index.md"):
        page = made[path]
        assert "<dt>Then we said:</dt> <dd><ins>1,140 people</ins>" in page, path
        assert "<dt>In fact:</dt> <dd><ins>1,210 people</ins>" in page, path
        assert page.count("<ins>1,140 people") == 1, path
    # So does the page of the update itself, which is out of date.
    assert "<dt>Then we said:</dt> <dd><ins>1,140 people</ins>" in made["docs/incidents/letters/2/index.md"]


def test_every_kind_of_correction_is_tried() -> None:
    """Both histories have corrections, of all kinds between them."""
    kinds = {event.kind for which in KINDS for event in _site(which).incidents[0].ledger.events if event.kind}
    assert kinds == set(CorrectionKind)


@settings(max_examples=examples(25), deadline=None)
@given(made_up())
def test_any_history(folder: IncidentFolder) -> None:
    """Whatever the history: titles, subjects, posts, programs that are notified and the record call a fault only what was untrue."""
    site = site_of([folder], START + timedelta(days=400))
    for public in site.incidents:
        for transition in public.ledger.transitions:
            view, texts = exports.view_of(site, public, transition.document.number, "", _theme("material"))
            wrong = any(event.kind is CorrectionKind.OUR_ERROR for event in transition.events)
            assert view.headline("A title.").startswith("Correction: ") is wrong
            assert ("Correction: " in exports.subject(view, texts)) is wrong
            assert any("Correction" in post.text for post in exports.posts_of(view, texts)) is wrong
            # A first update has no summary: nothing was said before it.
            assert (" corrected" in view.summary) is (wrong and transition.before.status is not None)
            assert view.is_correction is wrong
            faults = {event.subject for event in transition.events if event.kind is CorrectionKind.OUR_ERROR}
            assert {event.subject for event in transition.events if view.tag(event.subject) == "Corrected"} <= faults
        kinds = [event.kind for event in public.ledger.events if event.kind]
        told = {group.kind: len(group.events) for group in view.all_corrected}
        assert told == {kind: kinds.count(kind) for kind in dict.fromkeys(sorted(kinds, key=list(CorrectionKind).index))}


def test_the_example_has_something_of_each() -> None:
    """The example site shows corrections of two kinds and a fact that ended, and says so in each of its languages."""
    site = own()
    (tickets,) = (one for one in site.incidents if one.slug == "support-tickets")
    assert {event.kind for event in tickets.ledger.events if event.kind} == {CorrectionKind.OUR_ERROR, CorrectionKind.FOUND_MORE}
    (ended,) = tickets.ledger.state.ended
    made = _texts(site)
    assert site.config.site.languages
    for tag in ("", *(f"{tag}/" for tag in site.config.site.languages if tag != site.config.site.language)):
        page = made[f"docs/{tag}incidents/support-tickets/index.md"]
        assert {group for group in ('id="h-before"', 'id="h-found-before"', 'id="h-earlier"') if group in page} == {
            *('id="h-found-before"', 'id="h-earlier"'),
        }, tag
        assert 'id="h-ended"' in page, tag
        assert (flat(ended.sentence) in page) is not bool(tag), tag
