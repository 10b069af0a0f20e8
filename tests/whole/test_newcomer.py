"""Somebody who has never seen the tool, in an empty folder, on a terminal: from nothing to the second update.

Everything that appears on the screen is kept, and no word of it may need a programmer.
"""

import os
import re
import shlex
from datetime import datetime, timedelta
from pathlib import Path

import pexpect
import pytest

from generator.adapters import clock
from tests.terminals import at_terminal, interrupt

ROOT = Path(__file__).parents[2]
ANSWERS_AT_MOST = 15

#: What nobody who only writes should have to know. Names of files and commands are not words of this kind, and neither are the keys of the
#: format: they stand in the files that the writer sees.
FORBIDDEN = re.compile(
    r"\b(?:yaml|json|toml|markdown|html|regex(?:p|es)?|regular expressions?|pars(?:e[drs]?|ing)|schemas?|syntax|token(?:s|ise[dr]?)?|null"
    r"|bool(?:ean)?s?|int(?:eger)?s?|strings?|arrays?|dict(?:ionary|ionaries)?|mappings?|scalars?|tuples?|objects?|front ?matter|metadata"
    r"|stdin|stdout|stderr|standard (?:input|output)|tracebacks?|stack|exceptions?|assert(?:ion)?s?|errno|debug|deprecat\w+|warnings\.warn"
    r"|slugs?|repositor(?:y|ies)|repos?|git|commits?|branch(?:es)?|pull requests?|ci|arguments?|parameters?|flags?|environment variables?"
    r"|director(?:y|ies)|utf-?8|unicode|encod(?:e|ed|ing)|ascii|bytes?|python|module|import|callback|webhooks?|endpoint"
    r"|(?-i:None|True|False|NULL))\b|0x[0-9a-f]+|\w+Error\b|File \"",
    re.IGNORECASE,
)
#: Keys with their values and lines to be written, which are shown as what they are, in the writer's own file.
SHOWN = re.compile(r"^  schema(?= )|`[^`\n]*`|^ *\d+ \|.*$|^ +\|.*$|^Wrote .*$|^ +--> .*$", re.MULTILINE)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Newcomer:
    """Types at a terminal. `screen` is everything that appeared on it, `answered` the number of times Enter was pressed."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.screen, self.answered = folder, "", 0
        self._surroundings = {
            # What day it is, where these tests run at another time (tests/at).
            **{name: value for name, value in os.environ.items() if name.startswith(("FAKETIME", "LD_PRELOAD", "NO_FAKE_STAT"))},
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(home),
            "TERM": "xterm",
            "TZ": "Europe/London",
        }

    def types(self, command: str, answers: dict[str, list[str]] | None = None, *, leaves: int = 0) -> str:
        """Run a command.

        Args:
            command: what follows `aboveboard`, as a shell reads it.
            answers: what is typed, by part of the question; the first answers are reused where there are several.
            leaves: the exit code.

        Returns:
            What appeared on the screen.
        """
        child = at_terminal(shlex.split(command), cwd=self.folder, environment=self._surroundings, dimensions=(50, 240))
        seen = ""
        for question, lines in (answers or {}).items():
            child.expect_exact(question)
            seen += child.before + child.after
            for line in lines:
                child.expect(r"> (?:\[[^\]]*\] )?")
                seen += child.before + child.after
                child.sendline(line)
                self.answered += 1
        child.expect(pexpect.EOF)
        seen = COLOURS.sub("", seen + child.before).replace("\r\n", "\n")
        child.close()
        assert child.exitstatus == leaves, seen
        self.screen += f"\n$ aboveboard {command}\n{seen}"
        return seen

    def edits(self, path: str, old: str, new: str) -> None:
        """Change a file in an editor."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def stops(self, command: str, question: str, key: str) -> str:
        """Run a command, and press a key at a question."""
        child = at_terminal(shlex.split(command), cwd=self.folder, environment=self._surroundings)
        child.expect_exact(question)
        child.expect("> ")
        interrupt(child, key)
        child.expect(pexpect.EOF)
        seen = COLOURS.sub("", child.before).replace("\r\n", "\n")
        child.close()
        assert child.exitstatus == 130, seen
        self.screen += seen
        return seen


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    """An empty folder, and an empty home."""
    (tmp_path / "site").mkdir()
    (tmp_path / "home").mkdir()
    return Newcomer(tmp_path / "site", tmp_path / "home")


def _to_the_end(newcomer: Newcomer, incident: str, now: datetime) -> None:
    """From there until the incident is over and reviewed; required keys are asked for, and obstacles reported."""

    def at(days: int) -> str:
        return f"--now {now + timedelta(days=days):%Y-%m-%dT%H:%MZ}"

    def approve(number: int, days: int) -> None:
        (file,) = (newcomer.folder / "content/incidents" / incident).glob(f"{number:02}-*.md")
        said = newcomer.types(f'ready {file.relative_to(newcomer.folder)} --approved-by "lead=Sam Reed" {at(days)}')
        assert "is ready: published" in said
        text = file.read_text(encoding="utf-8")
        assert "approved_by: {lead: Sam Reed}\n" in text
        assert "draft:" not in text

    newcomer.types(
        f"new update {incident} --status contained {at(0)}",
        {"What is new": ["We have stopped it"], "Which fact says": ["twelve"]},
    )
    approve(3, 0)
    assert "cannot be" in newcomer.types(f"new update {incident} --status resolved {at(1)}", leaves=2)
    newcomer.types(
        f"new update {incident} --status monitoring --monitor-until {now + timedelta(days=5):%Y-%m-%d} {at(1)}"
        ' --answer "how=With a password that had been used elsewhere." --answer "read=They read 12 requests."'
        ' --answer "inside=They have no way in. We tried."'
        ' --done "shut=Done on the same day."',
        {
            "What is new": ["We keep watch"],
            "What are you watching?": ["New logins, every day."],
        },
    )
    approve(4, 1)
    assert "keep watch until" in newcomer.types(f"new update {incident} --status resolved {at(2)}", leaves=2)
    newcomer.types(
        f'new update {incident} --status resolved {at(7)} --done "log=It showed nothing more."'
        ' --never-known "copied=Our desk keeps no record of copying."',
        {"What is new": ["It is over"]},
    )
    (file,) = (newcomer.folder / "content/incidents" / incident).glob("05-*.md")
    letting_out = f'ready {file.relative_to(newcomer.folder)} --approved-by "lead=Sam Reed" {at(7)}'
    assert "still has to be filled in: what readers should still do" in newcomer.types(letting_out, leaves=1)
    text = file.read_text(encoding="utf-8")
    advice = "actions: If someone rings and knows what you wrote to us, hang up and ring us."
    file.write_text(re.sub(r"^actions: .*$", advice, text, flags=re.MULTILINE), encoding="utf-8")
    approve(5, 7)
    assert "Nothing stops the build." in newcomer.types(f"validate {at(7)}")
    newcomer.types(
        f"new review {incident} {at(9)}",
        {
            "Why did it happen?": ["A password had been used on another website."],
            "What do you know now": ["One password must not be enough."],
            "What will you change": ["Every account needs a second step."],
            "Who is responsible for it?": ["Sam Reed"],
            "By which day": [f"{now + timedelta(days=60):%Y-%m-%d}"],
        },
    )
    review = f"content/incidents/{incident}/review.md"
    newcomer.edits(review, "draft: true", "approved_by: {lead: Sam Reed}")
    assert "still has to be filled in: what went well" in newcomer.types(f"validate {at(10)}", leaves=1)
    newcomer.edits(review, '"[[what went well; or delete this line]]"', "We closed the account on the same day.")
    newcomer.edits(review, '"[[what went badly; or delete this line]]"', "None of our systems noticed it.")
    newcomer.types(f"validate {at(10)}")
    newcomer.types(f"build {at(10)}")
    page = (newcomer.folder / f"site/incidents/{incident}/review/index.html").read_text(encoding="utf-8")
    assert "A password had been used on another website." in page
    assert "Every account needs a second step." in (newcomer.folder / "site/lessons/index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_first_hour(newcomer: Newcomer) -> None:
    """A new site, a first statement from a prepared one, the next update with a slip in it, and a statement from nothing."""
    newcomer.types("--help")
    newcomer.types("init --help")
    newcomer.types("new incident --help")
    for key in ("c", "d"):
        assert "Stopped. Nothing was written." in newcomer.stops("init", "What is your organisation called?", key)
        assert list(newcomer.folder.iterdir()) == []
    newcomer.types(
        "init",
        {
            "What is your organisation called?": ["Larkfield Energy"],
            "What will the address": ["our site", "status.larkfield.example"],
            "Who answers questions": ["the incident team, help@larkfield.example, on weekdays from 9 to 17"],
            "In which time zone": [""],
            "Who decides what is said": ["Sam Reed"],
        },
    )
    newcomer.answered -= 1  # The slip.
    newcomer.types(
        "new incident",
        {
            "templates fit": ["1"],
            "Which system:": ["our support desk"],
            "On which day:": ["2 March"],
            "Whose data:": ["our customers"],
            "good reason to believe": ["1h ago"],
            "readers hear again": [""],
        },
    )
    assert "It passes every rule." in newcomer.screen
    assert newcomer.answered <= ANSWERS_AT_MOST
    assert "Nothing stops the build." in newcomer.types("validate")
    assert "1 update in 1 incident." in newcomer.types("build")
    home = (newcomer.folder / "site/index.html").read_text(encoding="utf-8")
    assert "Someone got into our support desk" in home
    assert "not a real incident" not in home

    said = newcomer.types("new update", {"What is new": ["They read 12 requests"]})
    assert "Still to fill in or fix:" in said
    assert "write `approved_by: {lead: Sam Reed}`" in said
    update = "content/incidents/someone-got-into-our-support/02-they-read-12-requests.md"
    newcomer.edits(update, "known:   #", "known:\n  twelve: They read 12 requests: names and addresses.\n  #")
    text = (newcomer.folder / update).read_text(encoding="utf-8")
    inside = re.search(r"^  inside:\n(?:    .*\n)+", text, re.MULTILINE)
    assert inside
    newcomer.edits(update, inside[0], "")
    said = newcomer.types("validate", leaves=1)
    assert "quotes" in said
    newcomer.edits(update, "They read 12 requests: names and addresses.", '"They read 12 requests: names and addresses."')
    # A draft is never published, so that nothing in it stops the rest.
    assert "`inside` was still unknown" in newcomer.types("validate")
    assert "1 update in 1 incident." in newcomer.types("build")
    before = (newcomer.folder / update).read_text(encoding="utf-8")
    said = newcomer.types(f"ready {update}", {"Has Sam Reed approved it": ["y"]}, leaves=1)
    assert "`inside` was still unknown" in said
    assert "is not ready. Fix this first:" in said
    assert (newcomer.folder / update).read_text(encoding="utf-8") == before
    newcomer.edits(update, "unknown:", f"unknown:\n{inside[0]}  #")
    newcomer.types("validate")
    assert "approved" in newcomer.types(f"ready {update}", {"Has Sam Reed approved it": ["n"]}, leaves=1)
    assert "is ready: published" in newcomer.types(f"ready {update}", {"Has Sam Reed approved it": ["y"]})
    # It was all so quick that the second update has the next minute as its time: until then it is held back, by name.
    later = clock.now() + timedelta(minutes=3)
    assert "2 updates in 1 incident." in newcomer.types(f"build --now {later:%Y-%m-%dT%H:%MZ}")

    newcomer.types(
        "new incident",
        {
            "templates fit": [""],
            "What happened": ["", "Someone read invoices"],
            "good reason to believe": ["the day before", "02:40"],
            "What do you know": ["Someone used a stolen password.", ""],
            "not know yet": ["", "Whose invoices they read.", ""],
            "What will you do next": ["We are reading the access log.", ""],
            "What should readers do": [""],
            "hear again": ["6h"],
        },
    )
    newcomer.types("new update", leaves=2)
    newcomer.types("new page", {"What is the page called?": ["Questions and answers"], "last part of its address": [""]})
    newcomer.types("new incidnet", leaves=2)
    newcomer.types("init", leaves=2)
    _to_the_end(newcomer, "someone-got-into-our-support", later)
    # The location of this program is not part of its wording.
    screen = newcomer.screen.replace(str(ROOT), "")
    found = [line for line in SHOWN.sub("", screen).splitlines() if FORBIDDEN.search(line)]
    assert not found, "\n".join(found)
