"""No file of a site costs more than it is worth: 100 kB of whatever is repeated in it are judged, and built, in a second and in little memory."""

import os
import resource
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.cli.main import run
from tests.least_time import least
from tests.thorough import taken
from tests.whole.test_floods import CONFIG, NOW, UPDATE

#: Bytes of what is repeated.
LENGTH = 100_000
#: Seconds of the processor, and bytes of memory, that one such file may cost beside a site without it. On processors that do nothing else, `build` takes
#: 0.6 seconds for the worst; beside other tests each second is longer.
MOST_SECONDS = {"validate": 1.0, "build": 1.5}
MOST_BYTES = 100 << 20
#: What does not come to an end by itself: a text that hangs must not hang the tests.
LIMIT = 60
INCIDENT = "content/incidents/letters/incident.md"
FIRST = "content/incidents/letters/01-first.md"
PLAIN = {
    "site_config.yml": CONFIG,
    INCIDENT: "---\ntitle: Someone read letters\naware: 2026-03-03T02:40Z\n---\n",
    FIRST: UPDATE.replace("FACT", "We saw it.").replace("BODY", "Hello."),
}
PRESS = {"content/elsewhere/letters/press.yml": "channel: press\ntold: 2026-03-03\nto: Readers\n"}
#: Where it is repeated: a file, and its text, in which it stands for HERE.
PLACES: dict[str, tuple[str, str]] = {
    "a setting": ("site_config.yml", CONFIG.replace("Sam Reed", "'HERE'")),
    "the settings": ("site_config.yml", f"{CONFIG}HERE"),
    "a system": ("site_config.yml", f"{CONFIG}systems: ['HERE']\n"),
    "a role": ("content/plan.yml", "roles: {lead: {who: 'HERE'}}\n"),
    "a telephone": ("content/plan.yml", "roles: {lead: {who: Sam Reed, phone: 'HERE'}}\n"),
    "the plan": ("content/plan.yml", "HERE"),
    "a title": (INCIDENT, "---\ntitle: 'HERE'\naware: 2026-03-03T02:40Z\n---\n"),
    "an incident's body": (INCIDENT, f"{PLAIN[INCIDENT]}\nHERE\n"),
    "an incident's keys": (INCIDENT, "---\nHERE\n---\n"),
    "an incident": (INCIDENT, "HERE"),
    "an update's keys": (FIRST, "---\nHERE\n---\n"),
    "a translation": ("content/incidents/letters/01-first.de.md", UPDATE.replace("FACT", "HERE").replace("BODY", "HERE")),
    "a review": (
        "content/incidents/letters/review.md",
        "---\ntitle: Why\npublished: 2026-03-03T03:40Z\ncause: 'HERE'\nlessons: {a: 'HERE'}\n---\n\nHERE\n",
    ),
    "what readers were asked": ("content/asked/2026-03-03-letters.md", "---\nasked: 2026-03-03\n---\n\nHERE\n"),
    "what readers understood": ("content/asked/2026-03-03-letters.md", "---\nHERE\n---\n"),
    "a text told elsewhere": ("content/elsewhere/letters/press.txt", "HERE"),
    "Markdown told elsewhere": ("content/elsewhere/letters/press.md", "HERE"),
    "a page told elsewhere": ("content/elsewhere/letters/press.html", "<html><body><p>HERE"),
    "a message told elsewhere": ("content/elsewhere/letters/press.eml", "From: sam@larkfield.example\nSubject: HERE\n\nHERE\n"),
    "seals": ("content/incidents/letters/ledger.lock", "HERE"),
    "the order": ("content/order.lock", "HERE"),
    "seals of pages": ("content/pages/pages.lock", "HERE"),
    "a drill": ("content/drills/2026-03-03-letters.md", "---\ndate: 2026-03-03\nscenario: 'HERE'\n---\n\nHERE\n"),
    "a scenario": ("content/drills/scenarios/lost.yml", "title: 'HERE'\nsituation: 'HERE'\n"),
    "an assessment": ("content/assessments/letters.yml", "assessed: 2026-03-03\nHERE"),
    "a profile": ("content/profiles/members.yml", "name: 'HERE'\nclocks: {members: {within: 3d, to: 'HERE'}}\n"),
    "a template": ("content/templates/letters.md", UPDATE.replace("FACT", "HERE").replace("BODY", "HERE")),
    "a page": ("content/pages/about.md", "---\ntitle: 'HERE'\n---\n\nHERE\n"),
    "a key": ("content/keys/new.txt", "HERE"),
    "redirects": ("content/static/_redirects", "HERE"),
}
#: What is repeated, with how each might be looked at again for each other one.
REPEATED = (
    "a: ", "[", "](", "<a ", "<!-- ", "a@b.co ", "+44 20 7946 0000 ", "12 customers ", "not ", "3 March 2026 ", "\n", "key: value\n",
    "{a: b}, ", "- a\n", "- - ", "http://a.b ", "[x](/nowhere/) ", "\\", "\u200b", "{{ ", "#a ", "2026-03-03 ",
)  # fmt: skip


def _pairs(places: tuple[str, ...], step: int) -> list[tuple[str, str]]:
    """Return each place with each `step`-th text, another for each place; with all of them for a thorough run."""
    return [
        (place, repeated)
        for offset, place in enumerate(places)
        for number, repeated in enumerate(REPEATED)
        if taken(number, step, offset)
    ]


def _write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def _cost(*arguments: str) -> tuple[float, int]:
    """Return the seconds of the processor that a command takes once everything is loaded, and the most bytes of memory."""
    child = os.fork()
    if not child:
        code = 9
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
            sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # until the process ends
            code = run([*arguments])
        finally:
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) in {0, 1, 2}, "it did not end by itself"
    return used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@cache
def _plain(*arguments: str) -> tuple[float, int]:
    """Return what a command takes for a site of a few words."""
    with TemporaryDirectory() as folder:
        _write(Path(folder), PLAIN)
        command, *options = arguments
        out = ("--out", f"{folder}/out") if command == "build" else ()
        run([command, "--root", folder, *options, *out])  # what is loaded is loaded for all
        return _cost(command, "--root", folder, *options, *out)


def _check(root: Path, *arguments: str) -> None:
    """Compare the cost of a command with that for a site of a few words."""
    command, *options = arguments
    least_taken, least_held = _plain(*arguments)
    out = ("--out", str(root.parent / "out")) if command == "build" else ()
    most, enough = 0, MOST_SECONDS[command] + least_taken

    def seconds() -> float:
        nonlocal most
        taken, held = _cost(command, "--root", str(root), *options, *out)
        most = max(most, held)
        return taken

    assert least(seconds, enough) < enough
    assert most < least_held + MOST_BYTES


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize(("place", "repeated"), _pairs(tuple(PLACES), 22))
def test_a_costly_file(place: str, repeated: str, tmp_path: Path) -> None:
    """Whatever is repeated in any file of a site, `validate` takes less than a second for it."""
    path, text = PLACES[place]
    files = {**PLAIN, **(PRESS if "/elsewhere/" in path else {}), path: text}
    times = LENGTH // len(repeated.encode()) // text.count("HERE")
    _write(tmp_path / "site", {name: held.replace("HERE", repeated * times) for name, held in files.items()})
    _check(tmp_path / "site", "validate", "--no-cache", "--now", NOW)


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize(("place", "repeated"), _pairs(("FACT", "BODY"), 11))
def test_a_costly_update_is_built(place: str, repeated: str, tmp_path: Path) -> None:
    """Whatever is repeated in an update, `build` takes less than a second for it, whether or not it can be published."""
    text = UPDATE.replace(place, repeated * (LENGTH // len(repeated.encode()))).replace("FACT", "We saw it.").replace("BODY", "")
    _write(tmp_path / "site", {**PLAIN, FIRST: text})
    _check(tmp_path / "site", "build", "--no-cache", "--now", NOW)
