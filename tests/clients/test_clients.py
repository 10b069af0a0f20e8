"""Subscribers and status clients that other people wrote, pointed at the built site while it is served.

`make judges` installs those that are written for Node; without one a test is skipped, and under CI=true it fails: a test that did not run
proves nothing.
"""

import contextlib
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar  # noqa: TID251  # a second reader of the same file

from tests.programs import missing, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
WIDGET = HERE / "node_modules/@statuspage/status-widget/dist/index.js"
DESCRIPTION = "1 open security incident at Larkfield Energy: Someone read customer support tickets"
ADDRESS = "https://status.larkfield.example/incidents/support-tickets/"


class _Handler(SimpleHTTPRequestHandler):
    """A host set up as docs/api.md says, where programs on other hosts may read what is under /api/."""

    def end_headers(self) -> None:
        if self.path.startswith("/api/"):
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[str]:
    """The built site's address, without a slash at its end."""
    with _serving(built) as address:
        yield address


def _node(script: str, *arguments: str, given: bytes = b"") -> dict[str, Any]:
    node = program("node")
    if not (HERE / "node_modules").is_dir():
        missing("what package.json of tests/clients lists")
    said = subprocess.run([node, str(HERE / script), *arguments], input=given, capture_output=True, check=False)
    assert said.returncode == 0, said.stderr.decode()
    read: dict[str, Any] = json.loads(said.stdout)
    return read


def test_statuspage_io(served: str) -> None:
    """The client statuspage.io finds the open incident, its newest statement first, its system, and no maintenance."""
    said = _node("ask-status.cjs", served)
    assert said["status"]["status"] == {"indicator": "major", "description": DESCRIPTION}
    (open_now,) = said["summary"]["incidents"]
    assert said["unresolved"]["incidents"] == [open_now]
    assert (open_now["name"], open_now["status"], open_now["shortlink"]) == (
        *("Someone read customer support tickets", "identified", ADDRESS),
    )
    assert [one["id"] for one in open_now["incident_updates"]] == [f"support-tickets-{number}" for number in (5, 4, 3, 2, 1)]
    assert "Whether they copied the tickets they read." in open_now["incident_updates"][0]["body"]
    assert [one["id"] for one in said["incidents"]["incidents"]] == ["support-tickets", "false-alarm-login", "meter-portal"]
    assert [one["name"] for one in said["components"]["components"] if one["status"] != "operational"] == []
    for name in ("maintenances", "active", "upcoming"):
        assert said[name]["scheduled_maintenances"] == []


def test_prometheus_exporter(served: str, tmp_path: Path) -> None:
    """The exporter for Prometheus reports the incident, where to read of it, how bad it is, and the state of each system."""
    program = Path(sys.executable).parent / "statuspage-prometheus-exporter"
    services = tmp_path / "services.json"
    services.write_text(json.dumps({"ours": {"url": f"{served}/api/v2/summary.json", "name": "Ours"}}), encoding="utf-8")
    out = tmp_path / "out.prom"
    environment = {
        **os.environ,
        "RUN_MODE": "once",
        "SERVICES_JSON_PATH": str(services),
        "METRICS_TEXTFILE_PATH": str(out),
        "CLEAR_CACHE": "true",
    }
    said = subprocess.run([str(program)], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    lines = out.read_text(encoding="utf-8").splitlines()
    (found,) = [line for line in lines if "support-tickets" in line and line.startswith("statuspage_incident_info")]
    for words in (
        *('impact="major"', 'incident_id="support-tickets"', 'incident_name="Someone read customer support tickets"'),
        *(f'shortlink="{ADDRESS}"', 'started_at="2026-11-10T06:40:00Z"', 'affected_components="Support desk"'),
    ):
        assert words in found
    components = {
        name: float(line.rpartition(" ")[2])
        for line in lines
        for name in re.findall(r'^statuspage_component_status\{component_name="([^"]*)"', line)
    }
    assert components == {"Support desk": 1.0, "Customer website": 1.0, "Billing": 1.0, "Meter readings": 1.0}


def test_widget(served: str, browser: "Browser", tmp_path: Path) -> None:
    """Atlassian's own widget, embedded in a page of another host, shows the open incident."""
    if not WIDGET.is_file():
        missing("Atlassian's status-widget")
    page_file = tmp_path / "page.html"
    shutil.copy(WIDGET, tmp_path / "widget.js")
    page_file.write_text(
        f'<!doctype html><title>Elsewhere</title><statuspage-widget src="{served}"></statuspage-widget>'
        '<script src="widget.js"></script>',
        encoding="utf-8",
    )
    with _serving(tmp_path) as elsewhere, browser.new_page() as page:
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{elsewhere}/page.html")
        page.get_by_text(DESCRIPTION).wait_for(timeout=20_000)
    assert f"{served}/api/v2/summary.json" in requests


@pytest.mark.parametrize("calendar", ["calendar.ics", "incidents/support-tickets/calendar.ics"])
def test_calendars(built: Path, calendar: str) -> None:
    """ical.js reads every event as the library that wrote it does."""
    data = (built / calendar).read_bytes()
    said = _node("read-calendar.mjs", given=data)
    ours = {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}
    assert [event["uid"] for event in said["events"]] == list(ours)
    for event in said["events"]:
        own = ours[event["uid"]]
        for key in ("summary", "description", "sequence", "url"):
            assert event[key] == own[key]
        start = own.decoded("dtstart")
        moment = isinstance(start, datetime)
        assert event["allDay"] == (not moment)
        assert event["start"] == (f"{start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else start.isoformat())
        assert event["categories"] == [str(one) for one in getattr(own["categories"], "cats", ())]


def test_ical_js_reads_hard_words() -> None:
    """ical.js reads escapes, folded emoji and right-to-left words correctly."""
    from generator.render import calendar
    from tests.render.sites import BEGAN, HARD, files_of, incident, site_of, update

    words = f"{HARD} {'ب😀,' * 99}"
    folder = incident(update(1, BEGAN, next_update=BEGAN), title=words, systems=(words,))
    (event,) = _node("read-calendar.mjs", given=files_of(site_of([folder], BEGAN), calendar.write)["calendar.ics"])["events"]
    assert event["summary"] == f"Larkfield Energy: next update on “{words}”"
    assert words in event["description"].split("\n")
    assert event["categories"] == ["Promised update", words]


def test_the_example_of_the_ledger(served: str) -> None:
    """The program in docs/ledger.md says what is still unknown in the open incident, and for how long, in at most twenty lines."""
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/ledger.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(example.splitlines()) <= 20
    said = subprocess.run(
        [sys.executable, "-c", example, f"{served}/api/ledger/2/index.json"], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    (line,) = said.stdout.splitlines()
    days = (datetime.now(UTC) - datetime(2026, 11, 10, 7, 10, tzinfo=UTC)).days  # noqa: TID251  # the example asks the clock too
    assert line == (
        f"Someone read customer support tickets: Whether they copied the tickets they read. {days} days, and we expect to know by 2026-12-04"
    )
