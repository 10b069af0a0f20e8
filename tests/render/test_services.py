"""What works now, wherever readers and programs look: pages, feeds, the API and the ledger's file."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest

from generator.model.document import IncidentFolder
from generator.model.incident import Impact
from generator.model.update import Correction, Service, ServiceState, Status
from generator.render import feeds, ledger_json, pages, status_api
from tests.render.sites import BEGAN, files_of, incident, read, site_of, update

DAY = timedelta(days=1)
DESK = "Support desk"
DOWN = Service(name=DESK, state=ServiceState.DOWN, what="You cannot send us a photo.", instead="Bring it to the counter.")
WORKS = Service(name=DESK, state=ServiceState.WORKING, since=date(2027, 3, 4))


def _history(*said: Service, slug: str = "incident", last: Status = Status.INVESTIGATING, **keys: object) -> IncidentFolder:
    """An incident whose updates, a day apart, say this of a system; the last has a status."""
    updates = [update(number, BEGAN + DAY * (number - 1), services={one.name: one}) for number, one in enumerate(said, 1)]
    updates[-1] = replace(updates[-1], status=last)
    return incident(*updates, slug=slug, **keys)


def _text(page: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.decode())).split())


def _components(*folders: IncidentFolder) -> dict[str, str]:
    files = files_of(site_of(folders, BEGAN + 9 * DAY), status_api.write)
    return {one["name"]: one["status"] for one in read(files, "api/v2/components.json")["components"]}


def test_every_page_says_what_works_and_the_way_round() -> None:
    """The incident's page says how it is now, each update how it was then, and home what does not work."""
    files = files_of(site_of([_history(DOWN, WORKS)], BEGAN + 9 * DAY), pages.write)
    first, second = (_text(files[f"incidents/incident/{number}/index.md"]) for number in (1, 2))
    assert "Not working. You cannot send us a photo. What to do instead: Bring it to the counter." in first
    assert re.search(r"Working since \w* ?4 March ?\.", second)
    assert "Bring it to the counter. " not in _text(files["index.md"])
    files = files_of(site_of([_history(DOWN)], BEGAN + 9 * DAY), pages.write)
    assert "What to do instead: Bring it to the counter." in _text(files["index.md"])


def test_home_says_what_does_not_work_after_the_end() -> None:
    """What does not work when the incident is over stands on the home page, with the reason; what works does not."""
    still = replace(DOWN, because="We build it anew.")
    files = files_of(site_of([_history(still, last=Status.RESOLVED)], BEGAN + 9 * DAY), pages.write)
    home = _text(files["index.md"])
    assert "You cannot send us a photo." in home
    assert "We build it anew." in home
    files = files_of(site_of([_history(DOWN, WORKS, last=Status.RESOLVED)], BEGAN + 9 * DAY), pages.write)
    assert "What works now" not in _text(files["index.md"])


def test_a_change_is_an_item_of_the_system_alone() -> None:
    """Who follows the system hears that it works again, under an id of its own; the other feeds hold the updates alone."""
    files = files_of(site_of([_history(DOWN, DOWN, WORKS)], BEGAN + 9 * DAY), feeds.write)
    items = read(files, "systems/support-desk/feed.json")["items"]
    assert [one["title"] for one in items] == [
        "Larkfield Energy: An incident (update 3). Support desk: working again",
        "Larkfield Energy: An incident (update 1). Support desk: not working",
    ]
    assert items[0]["id"].endswith(":incident/3/services/Support%20desk")
    assert "Working since" in items[0]["content_html"]
    assert len(read(files, "feed.json")["items"]) == 3
    assert len(read(files, "incidents/incident/feed.json")["items"]) == 3
    assert not read(files, "systems/billing/feed.json")["items"]
    for name in ("feed.xml", "atom.xml"):
        assert files[f"systems/support-desk/{name}"].count(b"/services/Support%20desk") >= 2


def test_news_is_no_correction_unless_it_is_one() -> None:
    """A change is not called a correction, and a corrected one is, in the title of its item."""
    early = replace(WORKS, since=date(2027, 3, 2))
    because = Correction(name=f"services.{DESK}", because="We had not asked the desk.")
    folder = _history(DOWN, early)
    last = replace(folder.updates[1].update, corrections={because.name: because})
    folder = replace(folder, updates=(folder.updates[0], replace(folder.updates[1], parsed=last)))
    items = read(files_of(site_of([folder], BEGAN + 9 * DAY), feeds.write), "systems/support-desk/feed.json")["items"]
    assert [one["title"] for one in items] == [
        "Larkfield Energy: An incident (update 2). Correction: Support desk: working again",
        "Larkfield Energy: An incident (update 1). Support desk: not working",
    ]
    assert "We had not asked the desk." in items[0]["content_html"]


@pytest.mark.parametrize(
    ("state", "component"),
    [
        (ServiceState.WORKING, "operational"),
        (ServiceState.LIMITED, "partial_outage"),
        (ServiceState.UNKNOWN, "partial_outage"),
        (ServiceState.DOWN, "major_outage"),
        (ServiceState.RETIRED, None),
    ],
)
def test_a_component_for_each_state(state: ServiceState, component: str | None) -> None:
    """Whatever an incident's impact, its word on a system is its component; what is gone for good is none."""
    said = _history(Service(name=DESK, state=state), impact=Impact.MINOR, systems=(DESK,))
    assert _components(said).get(DESK) == component


def test_the_worst_of_open_incidents_else_the_last_word() -> None:
    """Of several open incidents the worst counts, also by impact; once none is open, what was said last does."""
    down, works = _history(DOWN, slug="one"), _history(Service(name=DESK, state=ServiceState.WORKING), slug="two")
    assert _components(down, works)[DESK] == "major_outage"
    by_impact = _history(Service(name="Billing", state=ServiceState.DOWN), slug="three", impact=Impact.MAJOR, systems=(DESK,))
    assert _components(by_impact, works)[DESK] == "partial_outage"
    over = _history(DOWN, DOWN, slug="one", last=Status.RESOLVED)
    assert _components(over)[DESK] == "major_outage"
    later = _history(DOWN, DOWN, WORKS, slug="two", last=Status.RESOLVED)
    assert _components(over, later)[DESK] == "operational"
    # A closed incident says nothing against an open one.
    assert _components(over, works)[DESK] == "operational"


def test_the_ledgers_file_has_each_system_and_the_old_one_does_not() -> None:
    """Schema 2 says of each system whether it works and what happened to it; schema 1 knows no systems."""
    files = files_of(site_of([_history(DOWN, WORKS)], BEGAN + 9 * DAY), ledger_json.write)
    new = [json.loads(data) for name, data in files.items() if name.endswith(".json") and b'"services":[' in data]
    (found,) = [one["services"] for one in new if isinstance(one.get("services"), list)]
    assert [(one["name"], one["state"], one["since"]) for one in found] == [(DESK, "working", "2027-03-04")]
    assert [one["change"] for one in found[0]["history"]] == ["stated", "changed"]
    assert found[0]["history"][0]["after"]["instead"] == "Bring it to the counter."
