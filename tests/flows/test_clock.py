"""Running the tests at another time: every kind of program they start gets that time, and waits as long as it should."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.programs import CHROMIUM, program

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parent.parent.parent
AT = ROOT / "tests/at"
LEAP = "2028-02-29 12:00"
PROGRAMS = {
    "date": ["date", "--utc", "+%F"],
    "python": [sys.executable, "-c", "import datetime; print(datetime.datetime.now(datetime.UTC).date())"],
    "its child": [sys.executable, "-c", "import subprocess; subprocess.run(['date', '--utc', '+%F'], check=True, timeout=30)"],
    "node": ["node", "-p", "new Date().toISOString().slice(0, 10)"],
    "git": [
        "sh",
        "-c",
        "git init -q . && git -c user.name=A -c user.email=a@b.example commit -q --allow-empty -m x && git log --format=%cs",
    ],
}
#: What waits by each of the ways that the system has.
WAITS = """
import subprocess, sys, threading, time
began = time.monotonic()
time.sleep(0.2)
threading.Event().wait(0.2)
subprocess.run([sys.executable, "-c", "import time; time.sleep(0.2)"], check=True, timeout=30)
assert 0.6 <= time.monotonic() - began < 20
print("waited")
"""


def _at(when: str, command: list[str], folder: Path) -> str:
    program("faketime")
    told = {name: value for name, value in os.environ.items() if not name.startswith(("FAKETIME", "LD_PRELOAD", "GIT_"))}
    environment = told | {"TZ": "UTC", "NODE_NO_WARNINGS": "1", "HOME": str(folder)}
    said = subprocess.run(
        [AT, when, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert said.returncode == 0, said.stderr
    return said.stdout.strip()


@pytest.mark.parametrize("kind", PROGRAMS)
def test_every_program_is_told(kind: str, tmp_path: Path) -> None:
    """On a leap day it says that day."""
    program(PROGRAMS[kind][0])
    assert _at(LEAP, PROGRAMS[kind], tmp_path) == "2028-02-29"


def test_time_goes_on(tmp_path: Path) -> None:
    """A time is an offset from now: each program started later gets a later time, and relative times count from now."""
    one, other = (_at(LEAP, ["sh", "-c", "date +%s%N; sleep 0.1; date +%s%N"], tmp_path).split() for _ in range(2))
    assert int(one[0]) < int(one[1])
    assert abs(int(other[0]) - int(one[0])) < 5e9
    # These tests may themselves run at another time, so the machine's date is determined in the same way.
    today = date.fromisoformat(_at("now", ["date", "--utc", "+%F"], tmp_path))
    assert date.fromisoformat(_at("tomorrow", ["date", "--utc", "+%F"], tmp_path)) - today in (
        timedelta(days=1),
        timedelta(days=2),
    )


def test_waiting_takes_as_long_as_it_does(tmp_path: Path) -> None:
    """Nothing sleeps for years, fails to sleep, or spins."""
    assert _at(LEAP, [sys.executable, "-c", WAITS], tmp_path) == "waited"


@pytest.mark.browser
def test_a_browser_is_told(tmp_path: Path) -> None:
    """Chromium starts as fast as ever, and its pages see the day."""
    path = program(*CHROMIUM, target="make chromium")
    script = f"""
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path={path!r}, args=["--no-sandbox", "--disable-dev-shm-usage"], timeout=60000)
    page = browser.new_page()
    print(page.evaluate("new Date().toISOString().slice(0, 10)"))
    browser.close()
"""
    assert _at(LEAP, [sys.executable, "-c", script], tmp_path) == "2028-02-29"
