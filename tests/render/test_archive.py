"""The list of all incidents, and the page for addresses that do not exist, say what they say without reading any incident."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis.strategies import lists

from generator.model.document import IncidentFolder
from generator.model.source import RawFile
from generator.pipeline import checking, publishing
from generator.render import pages
from generator.render.site import Site
from tests.ledger.generated import START
from tests.render.sites import NOW, made_up, moments, own, replay, site_of, theme, unread
from tests.thorough import examples

#: The addresses of the list, of which the second is a page where there are many incidents.
LISTS = ("incidents/", "incidents/page_2/")
CONFIG = """organisation: {name: Brookside Clinic}
site: {url: https://status.brookside.example/}
"""
INCIDENT = "---\ntitle: Someone read letters\naware: 2026-09-01T08:00Z\n---\n"
FIRST = """---
title: What we know
published: 2026-09-01T09:00Z
status: contained
contained_by: entry
known: {entry: We closed the stolen account., rooms: They came in by one room., bank: They read no letter.}
affected: {patients: {unit: patients, about: 40}}
---
"""


def _next(number: int, keys: str) -> str:
    return f"---\ntitle: What is new\npublished: 2026-09-{number:02}T09:00Z\n{keys}---\n"


WATCHED = _next(2, "status: monitoring\nmonitor_until: 2026-12-24\n")
REOPENED = _next(3, "status: reopened\nbecause: They came back.\n")
REOPENED_AGAIN = _next(4, "status: reopened\nbecause: They are still here.\n")
CORRECTED = _next(
    2,
    "status: contained\nknown: {rooms: They came in by two rooms., bank: They read letters.}\n"
    "corrections:\n  rooms: {because: We misread it., kind: our_error}\n  bank: {because: We missed a line., kind: our_error}\n",
)
CHANGED = _next(
    2,
    "status: contained\naffected: {patients: {unit: patients, exact: 90}}\n"
    "corrections: {affected.patients: {because: An older log., kind: found_more}}\n",
)
SUPPOSED = """---
title: What we know
published: 2026-09-01T09:00Z
status: investigating
unknown: {copied: Whether someone copied letters.}
---
"""
ENDED = "status: resolved\nbecause: It was our own test.\nknown: {copied: Nobody copied anything.}\nunknown: none_left\noutcome: "
FALSE_ALARM = _next(2, f"{ENDED}false_alarm\n")
NOTHING_REACHED = _next(2, f"{ENDED}nothing_reached\n")
CLOSED = _next(2, "status: resolved\n")
#: What the line of each says.
SAID = {
    "watched": ((FIRST, WATCHED), "We are watching until"),
    "reopened": ((FIRST, WATCHED, REOPENED, REOPENED_AGAIN), "They came back. They are still here."),
    "corrected": ((FIRST, CORRECTED), "2\xa0things corrected"),
    "changed": ((FIRST, CHANGED), "1\xa0thing changed since"),
    "false": ((SUPPOSED, FALSE_ALARM), "A false alarm."),
    "nothing": ((SUPPOSED, NOTHING_REACHED), "No data was reached."),
    "closed": (
        (FIRST, CLOSED, REOPENED.replace("reopened\nbecause: They came back.", "resolved")),
        "2\xa0September\xa02026</time>.",
    ),
    "first": ((FIRST,), "1\xa0update."),
}


def _written() -> Site:
    files = {"site_config.yml": CONFIG}
    for slug, (updates, _) in SAID.items():
        files[f"content/incidents/{slug}/incident.md"] = INCIDENT
        files |= {f"content/incidents/{slug}/{number:02}-words.md": text for number, text in enumerate(updates, 1)}
    checked = checking.check([RawFile(path, text.encode(), len(text)) for path, text in files.items()], NOW)
    return publishing.publish(checked, NOW)


def _lists(site: Site) -> dict[str, str]:
    # In the head of every page is the picture of the home page, for which open incidents are read: pages of a drill have none.
    site = replace(site, config=replace(site.config, drill=True))
    made = {one.path: one.data.decode() for one in pages.some(site, theme(), LISTS)}
    return {path: text for path, text in made.items() if path == "overrides/missing.html" or "/incidents/" in path}


def test_lists_say_how_each_stands() -> None:
    """Every way in which an incident can stand has its words, and they are there where no incident can be read."""
    site = _written()
    found = _lists(unread(site))
    assert found == _lists(site)
    assert len(found) == 2
    for name, (_, words) in SAID.items():
        _, _, line = found["docs/incidents/index.md"].partition(f'href="{name}/"')
        assert words in line.partition("</li>")[0], name


def test_the_own_site_at_every_moment() -> None:
    """So it is at every moment of the example, and of a real history."""
    for when in moments(replay("comfort-in-steps"))[::3]:
        site = publishing.publish(replay("comfort-in-steps"), when)
        assert _lists(unread(site)) == _lists(site)
    # What is translated is read for its translations.
    site = replace(own(), config=replace(own().config, site=replace(own().config.site, languages=())))
    assert _lists(unread(site)) == _lists(site)


@given(lists(made_up(), min_size=1, max_size=2, unique_by=lambda one: one.slug))
@settings(max_examples=examples(20), deadline=None)
def test_any_history(folders: list[IncidentFolder]) -> None:
    """So it is of any incident."""
    site = site_of(folders, START + timedelta(days=400))
    if site.incidents:
        assert _lists(unread(site)) == _lists(site)
