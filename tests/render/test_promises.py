"""The page of promises: every promise of the ledger, once, where it belongs, and nothing else."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.ledger.promises import promises
from generator.ledger.records import Promise, PromiseKind, PromiseState
from generator.model.source import RawFile
from generator.pipeline import checking, publishing
from generator.render import dates
from generator.render.kept_parts import Alone
from generator.render.language import language_for
from generator.render.pages import _Pages
from generator.render.promises import Promises
from generator.render.record_page import counted, record_pages
from generator.render.site import Site
from generator.render.templating import environment_for
from generator.render.translations import original
from tests.thorough import examples

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
THEME = read_theme("lifeboat", ROOT)
ENGLISH = language_for("en", THEME)


@cache
def _read() -> tuple[RawFile, ...]:
    return tuple(read_site(ROOT, 1 << 20))


def _site(now: datetime = NOW, changes: dict[str, str] | None = None) -> Site:
    files = list(_read())
    for old, new in (changes or {}).items():
        assert any(old.encode() in file.data for file in files), old
        files = [replace(file, data=file.data.replace(old.encode(), new.encode())) for file in files]
    return publishing.publish(checking.check(files, now), now)


def _promises(site: Site) -> Promises:
    pages = record_pages(site, ENGLISH, lambda one: counted(Alone(site, one, original(site)))[1])
    return next(pages).counted


def _page(site: Site) -> dict[str, list[str]]:
    """Return the text of each line by its heading; counts are under `numbers`."""
    made = _Pages(site, environment_for(THEME), ENGLISH, original(site)).record().data.decode()
    parsed = html5lib.parse(made.partition("---\n\n")[2], namespaceHTMLElements=False)
    lines: dict[str, list[str]] = {}
    for items in parsed.iter("ul"):
        name = (items.get("aria-labelledby") or "").removeprefix("h-")
        if name:
            lines[name] = [_text(line) for line in items.iter("li")]
    lines["numbers"] = [_text(line) for items in parsed.iter("ul") if items.get("id") == "h-kept" for line in items]
    return lines


def _text(element: object) -> str:
    said = "".join(element.itertext()).replace("\N{NO-BREAK SPACE}", " ")  # type: ignore[attr-defined]  # html5lib has no types
    return " ".join(said.split())


def _said(promise: Promise) -> str:
    what = {
        PromiseKind.UPDATE: "The next update",
        PromiseKind.REVIEW: "The review",
        PromiseKind.ANSWER: f"An answer: {promise.text}",
    }
    return what.get(promise.kind, promise.text)


def _due(promise: Promise) -> str:
    return f"Promised by {dates.words(ENGLISH, promise.due)}: Update {promise.made_in}".replace("\N{NO-BREAK SPACE}", " ")


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(0, 330 * 24))
def test_the_page_is_the_ledger(hours: int) -> None:
    """On any day of the year, the page holds each promise of every ledger once: overdue, coming or past, and counts them right."""
    now = datetime(2026, 2, 20, tzinfo=UTC) + timedelta(hours=hours)
    site = _site(now)
    owed = [one for incident in site.incidents for one in promises(incident.ledger, now, site.config.policy.grace)]
    page = _page(site)
    if not owed:
        assert page == {"numbers": []}
        return
    places = {
        "overdue": [one for one in owed if one.state is PromiseState.MISSED and one.settled is None],
        "coming": [one for one in owed if one.state is PromiseState.PENDING],
        "past": [one for one in owed if one.settled is not None],
    }
    for place, expected in places.items():
        lines = page.get(place, [])
        found = [(line.partition(" Promised by")[0], re.search(r"Promised by .*?: Update \d+", line)) for line in lines]
        said = [(re.sub(" (Overdue|Kept|Late|Dropped|Delayed)$", "", what), due[0] if due else "") for what, due in found]
        assert Counter(said) == Counter((_said(one), _due(one)) for one in expected)
    states = Counter(one.state for one in owed)
    assert [int(re.match(r"\d+", line)[0]) for line in page["numbers"]] == [  # type: ignore[index]  # each begins with its number
        states[PromiseState.KEPT],
        states[PromiseState.MISSED],
        states[PromiseState.MOVED],
        states[PromiseState.PENDING],
    ]
    assert f"of {states[PromiseState.KEPT] + states[PromiseState.MISSED]} " in page["numbers"][0]


def test_order() -> None:
    """What is coming comes by its date, what is past with the newest first."""
    found = _promises(_site())
    assert [one.promise.due_at for one in found.coming] == sorted(one.promise.due_at for one in found.coming)
    past = [one.promise.settled for one in found.past if one.promise.settled]
    assert past == sorted(past, reverse=True)


_STEP = """  supplier:
    do: The supplier of the desk looks for copies in its own records.
    by: 2026-12-04
    because: The supplier's records for the first two days are on tape, and reading them takes until then.
"""


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {},
            "Delayed Promised by 20 November 2026: Update 3, Someone read customer support tickets Moved on 20 November 2026",
        ),
        ({_STEP: "dropped:\n  supplier: The supplier has closed.\n"}, "Dropped Promised by 20 November 2026: Update 3"),
        ({"    by: 2026-11-20\n": "    by: 2026-11-18\n"}, "Late Promised by 18 November 2026: Update 3"),
    ],
    ids=["delayed", "dropped", "delayed-late"],
)
def test_what_became_of_a_step(changes: dict[str, str], line: str) -> None:
    """A step that was delayed in time, dropped, or delayed only after its day is labelled as such, with the reason."""
    (found,) = [one for one in _page(_site(changes=changes))["past"] if "supplier of the desk looks" in one]
    assert line in found
    assert "Why: " in found
    assert ("after it was due" in found) == ("    by: 2026-11-20\n" in changes)


def test_overdue() -> None:
    """Overdue promises are listed first, and not among the coming ones."""
    page = _page(_site(datetime(2026, 11, 28, tzinfo=UTC)))
    assert [line.partition(" Promised")[0] for line in page["overdue"]] == ["The next update Overdue"]
    assert not any(line.startswith("The next update") for line in page["coming"])
