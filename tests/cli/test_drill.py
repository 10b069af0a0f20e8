"""`drill`: a rehearsal on a clock of its own, and what it leaves behind."""

import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pexpect
import pytest

from generator.adapters import clock
from generator.cli.main import run
from tests.terminals import at_terminal, interrupt

#: A day on which the plan holds.
BEGAN = datetime(2026, 12, 7, 9, 0, 30, tzinfo=UTC)
INCIDENT = "content/incidents/stolen-login"
FIRST = f"{INCIDENT}/01-first-statement.md"


class Clock:
    """The machine's clock, as far as the program can see it."""

    def __init__(self) -> None:
        self.now = BEGAN

    def pass_minutes(self, minutes: float) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that only a test moves."""
    # It takes the clock when it is loaded: were that here, it would keep this one for all tests that follow.
    import_module("generator.adapters.network")
    ours = Clock()
    monkeypatch.setattr(clock, "now", lambda: ours.now)
    return ours


@pytest.fixture
def drill(english: Path, tmp_path: Path) -> Path:
    """The scratch copy of a drill that has just begun."""
    folder = tmp_path / "drill"
    assert run(["drill", "start", "--root", str(english), "--in", str(folder), "--template", "stolen-login"]) == 0
    return folder


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _edit(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def _fill(drill: Path) -> None:
    """Fill in the blanks of the practice incident."""
    _edit(drill / INCIDENT / "incident.md", ("[[which system]]", "our support desk"))
    _edit(drill / FIRST, ("[[which system]]", "our support desk"), ("[[on which day]]", "on 7 December"))


def _do(drill: Path, *arguments: str) -> int:
    verb = arguments[:1] if arguments[0] == "validate" else arguments[:2]
    return run([*verb, "--root", str(drill), *arguments[len(verb) :]])


def test_a_whole_drill(english: Path, drill: Path, machine: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    """From the first sign to the record: what happened, what was answered in public and when, and how long a false number stood."""
    before = _tree(english)
    capsys.readouterr()
    # With its blanks the first statement cannot go out, and that is remembered.
    machine.pass_minutes(12)
    assert _do(drill, "drill", "publish") == 0
    assert "this still has to be filled in: which system" in capsys.readouterr().err
    _fill(drill)
    machine.pass_minutes(6)
    assert _do(drill, "drill", "publish") == 0
    said = capsys.readouterr()
    assert "0:18  Update 1 is out." in said.out
    assert "`published` says 09:00 UTC; it is 09:18" in said.err
    # The journalist, the number, the customer: the clock is moved on to each.
    for name in ("A journalist, by telephone", "1200 customers", "Is my password"):
        assert _do(drill, "drill", "next") == 0
        assert name in capsys.readouterr().out
    # It is 45 minutes into the drill; the machine says 18. The commands that write know the drill's time.
    assert _do(drill, "new", "update", "--title", "They opened tickets of 1,200 customers") == 0
    second = next((drill / INCIDENT).glob("02-*.md"))
    assert "published: 2026-12-07T09:45Z" in second.read_text(encoding="utf-8")
    _edit(
        second,
        (
            "\nknown:   #",
            "\naffected:\n  customers: {unit: customers, exact: 1200, of: 18400}\napproved_by: {lead: Sam Reed}\nknown:   #",
        ),
    )
    _edit(second, ("  read:\n    text: What they read there, if anything, and whose data it is.\n    by: 2026-12-10\n", ""))
    _edit(second, ("unknown:   #", "  read: They opened the tickets of 1,200 customers.\nunknown:   #"))
    _edit(
        drill / INCIDENT / "incident.md",
        ("\n---\n", "\nquestions:\n  password:\n    ask: Is my password in there?\n    unknown: copied\n---\n"),
    )
    assert _do(drill, "drill", "publish") == 0
    assert "0:45  Update 2 is out." in capsys.readouterr().out
    # The board, then: the number was wrong.
    assert _do(drill, "drill", "next") == 0
    assert _do(drill, "drill", "next") == 0
    assert "It is 3,460 customers" in capsys.readouterr().out
    assert _do(drill, "new", "update", "--title", "It is more customers than we said") == 0
    third = next((drill / INCIDENT).glob("03-*.md"))
    _edit(
        third,
        (
            "\nknown:   #",
            (
                "\naffected:\n  customers: {unit: customers, exact: 3460, of: 18400}\ncorrections:\n"
                "  affected.customers: We had counted one log alone.\n  read: We had counted one log alone.\nknown:\n"
                "  read: They opened the tickets of 3,460 customers.\n# "
            ),
        ),
    )
    assert _do(drill, "drill", "publish") == 0
    assert "missing-approval" in capsys.readouterr().err
    _edit(third, ("status: investigating", "status: investigating\napproved_by: {lead: Sam Reed, legal: Priya Shah}"))
    machine.pass_minutes(5)
    assert _do(drill, "drill", "publish") == 0
    capsys.readouterr()
    # The promise that stands now, not the one from the beginning, decides when readers wait again. Nobody writes anything.
    promised = re.search(r"next_update: (\S+)Z", third.read_text(encoding="utf-8"))
    assert promised
    assert _do(drill, "drill", "next") == 0
    said = capsys.readouterr()
    assert "The clock" in said.out
    hours = (datetime.fromisoformat(promised[1]).replace(tzinfo=UTC) - BEGAN).total_seconds() / 3600
    assert f"\n{int(hours)}:{int(hours % 1 * 60):02}  The clock" in said.out
    assert _do(drill, "drill", "next") == 0
    assert "session token" in capsys.readouterr().out
    assert _tree(english) == before
    # The end.
    assert _do(drill, "drill", "end", "--took-part", "Ines Okafor", "--lesson", "Count twice before you say a number.") == 0
    said = capsys.readouterr()
    (path,) = set(_tree(english)) - set(before)
    assert path == "content/drills/2026-12-07-stolen-login.md"
    assert f"Wrote {path}" in said.out
    record = (english / path).read_text(encoding="utf-8")
    assert record.startswith("---\nheld: 2026-12-07\ntemplate: stolen-login\nminutes: 18\ntook_part:\n  - Ines Okafor\n")
    for line in (
        "unfilled-blank (PLN016), in update 1, which could not be published",
        "missing-approval (PLN003), in update 3, which could not be published",
        "promises_made: 4\npromises_kept: 3\n",
        "count-twice-before-you-say: Count twice before you say a number.",
        "**A journalist, by telephone**, after 20 minutes (journalist): the next update came 25 minutes later, in update 2.",
        "(screenshot): answered under `questions`, less than a minute later.",
        "(comfort): nothing that needed a public answer.",
        "(wrong-number): corrected 5 minutes later, in update 3. The false number was public for 50 minutes.",
        "(promised): no update followed.",
        "Update 3 was held back by missing-approval (PLN003); it was published 5 minutes later.",
        "An approval was missing when the text was ready.",
        "“The next update” was missed altogether.",
        "Update 1 gave a different time from when it came out.",
    ):
        assert line in record, line
    # The record is one that the site reads, and the drill that was due has been held.
    _edit(english / "content/plan.yml", ("drills_every: 180d", "drills_every: 30d"))
    validate = ["validate", "--root", str(english), "--now", "2026-12-08T09:00Z", "content/plan.yml", "content/drills"]
    assert run(validate) == 0
    assert "overdue-drill" not in capsys.readouterr().out
    (english / path).unlink()
    assert run(validate) == 0
    assert "overdue-drill" in capsys.readouterr().out
    assert _do(drill, "drill", "next") == 2
    assert "this drill has ended" in capsys.readouterr().err


def test_what_was_published_is_sealed(drill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As on a real night, what has gone out is corrected and not changed."""
    _fill(drill)
    assert _do(drill, "drill", "publish") == 0
    assert (drill / INCIDENT / "ledger.lock").is_file()
    _edit(drill / FIRST, ("Someone who had no right to got into", "Nobody who had no right to got into"))
    assert _do(drill, "validate") == 1
    assert "edited-in-place" in capsys.readouterr().out


def test_time_passes_by_itself(english: Path, tmp_path: Path, machine: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--speed 60` a minute is a second; what is due by then happens without being asked for, and the clock is not moved as well."""
    folder = tmp_path / "fast"
    start = ["drill", "start", "--root", str(english), "--in", str(folder), "--speed", "60", "--template", "supplier"]
    assert run(start) == 0
    said = capsys.readouterr().out
    assert "This is a drill. None of this has happened." in said
    assert "0:00  The supplier that prints your letters, by e-mail" in said
    machine.pass_minutes(36 / 60)
    assert _do(folder, "drill", "next") == 0
    said = capsys.readouterr().out
    assert "0:36  A journalist, by telephone" in said
    assert "0:36  customers (Ruth Bell or Karim Aziz)" in said
    assert "picture" not in said
    assert _do(folder, "drill", "next", "--minutes", "4") == 0
    assert "0:40  Nothing new." in capsys.readouterr().err


def test_what_is_there_to_choose(english: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody can be asked, the template rehearsed longest ago is taken; what does not exist is named, and nothing is made."""
    base = ["drill", "start", "--root", str(english), "--in", str(tmp_path / "a")]
    assert run([*base, "--template", "meteor"]) == 2
    assert "there is: locked-systems, stolen-login, supplier" in capsys.readouterr().err
    assert run([*base, "--scenario", "meteor"]) == 2
    assert "there is no scenario called meteor" in capsys.readouterr().err
    assert run(["drill", "start", "--root", str(english), "--in", str(english / "content/x")]) == 2
    assert "outside content/" in capsys.readouterr().err
    assert run(["drill", "start", "--root", str(english), "--in", str(english)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()
    assert run(base) == 0
    # locked-systems was rehearsed in October, the other two never.
    assert (tmp_path / "a" / FIRST).is_file()
    assert run(["drill", "--root", str(english)]) == 2
    assert "aboveboard drill start" in capsys.readouterr().err
    assert run(["drill", "--root", str(english), "next"]) == 2
    assert "after the command" in capsys.readouterr().err
    assert _do(english, "drill", "next") == 2
    assert "there is no drill in" in capsys.readouterr().err


def test_a_scenario_of_the_sites_own(english: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site brings its own under content/drills/scenarios/; what is wrong in one is said in the writer's words."""
    own = english / "content/drills/scenarios/stolen-login.yml"
    own.parent.mkdir()
    own.write_text(
        "title: A visitor in the server room\ntemplate: stolen-login\nimpact: critical\ninjects:\n"
        "  door: {at: 0m, from: The porter, says: The door was open.}\n",
        encoding="utf-8",
    )
    assert run(["drill", "start", "--root", str(english), "--in", str(tmp_path / "own"), "--template", "stolen-login"]) == 0
    assert "The door was open." in capsys.readouterr().out
    assert "impact: critical" in (tmp_path / "own" / INCIDENT / "incident.md").read_text(encoding="utf-8")
    own.write_text(
        "title: A visitor\ntemplate: stolen-login\ninjects:\n"
        "  door: {at: 20m, from: The porter, say: The door was open.}\n"
        "  window: {at: 5 parsecs, from: The porter, says: It was open., wants: a prize}\n"
        "  roof: {at: 10m, from: The porter, says: It leaks., figure: 12}\n"
        "  cellar: {at: 5m, from: The porter, says: It was 13., wants: correction}\n",
        encoding="utf-8",
    )
    (own.parent / "Two.txt").write_text("", encoding="utf-8")
    assert _do(english, "validate") == 1
    out = capsys.readouterr().out
    for message in (
        "`say` is not a key of what happens in a drill",
        "`door` has no `says`",
        "`at` is not a length of time",
        "`a prize` is not an answer",
        "`figure` is the number that turns out to be wrong, so it needs a correction",
        "`cellar` does not say which number was wrong",
        "`cellar` happens before `roof`, which is above it",
        "this is not a valid name for a scenario",
    ):
        assert message in out, message
    # What cannot be understood is passed over: the one that comes with the program is taken.
    assert run(["drill", "start", "--root", str(english), "--in", str(tmp_path / "ours"), "--template", "stolen-login"]) == 0
    assert "Dana Cole" in capsys.readouterr().out


def test_stopped_half_way(
    english: Path, drill: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stops while being asked has changed nothing in the site, is told where the drill is, and can end it later."""
    import click

    from generator.cli.prompts import Asker

    def interrupt(*_: object, **__: object) -> tuple[str, ...]:
        raise click.Abort

    before = _tree(english)
    monkeypatch.setattr(Asker, "sentences", interrupt)
    assert _do(drill, "drill", "end") == 130
    said = capsys.readouterr()
    assert f"the drill is in {drill}" in said.err
    assert _tree(english) == before
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: BEGAN + timedelta(hours=1))
    assert _do(drill, "drill", "end") == 0
    record = (english / "content/drills/2026-12-07-stolen-login.md").read_text(encoding="utf-8")
    assert "minutes:" not in record
    assert "No statement was published." in record
    # A second drill on the same day does not take the first one's place.
    again = drill.parent / "again"
    assert run(["drill", "start", "--root", str(english), "--in", str(again), "--template", "stolen-login"]) == 0
    assert _do(again, "drill", "end") == 0
    assert (english / "content/drills/2026-12-07-stolen-login-2.md").is_file()


def test_a_memory_that_was_changed(drill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that says nothing of a drill is said to be one, in words."""
    for text in ("{}", "[", '{"schema": 1}', '{"schema": 2}', "null"):
        (drill / "drill.json").write_text(text, encoding="utf-8")
        assert _do(drill, "drill", "next") == 2
        assert "drill.json does not show the progress of the drill" in capsys.readouterr().err


def test_a_drill_cannot_get_out(drill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is neither built nor told to anyone, whatever its settings say; and what has happened is not in it, of which it would say otherwise."""
    assert [folder.name for folder in (drill / "content/incidents").iterdir()] == ["stolen-login"]
    _fill(drill)
    assert _do(drill, "validate") == 0
    capsys.readouterr()
    assert run(["build", "--root", str(drill)]) == 2
    assert "a drill is never built" in capsys.readouterr().err
    assert run(["notify", "--root", str(drill), "--all"]) == 2
    assert "a drill is never told to anyone" in capsys.readouterr().err
    assert not (drill / "site").exists()


@pytest.mark.no_cover
def test_every_page_says_so(drill: Path) -> None:
    """Each page of a drill says in its own language that it is one, names no address that could be, and has nothing beside it to take away."""
    from generator.adapters.theme_files import read_theme
    from generator.cli.judging import judge
    from generator.pipeline import building, publishing

    _fill(drill)
    _edit(drill / "site_config.yml", ("language: en\n", "language: en\n  languages: [en, de, fr, es, ar]\n"))
    checked = judge(drill, BEGAN).checked
    site = publishing.publish(checked, BEGAN)
    made = {one.path: one.data.decode() for one in building.render(site, read_theme("lifeboat", drill))}
    words = {
        "": "This is a drill. None of this has happened.",
        "de": "Dies ist eine Übung. Nichts davon ist geschehen.",
        "fr": "Ceci est un exercice.",
        "es": "Esto es un simulacro.",
        "ar": "هذا تمرين.",
    }
    pages = {path: text for path, text in made.items() if path.startswith("docs/") and path.endswith(".md")}
    assert len(pages) > 30
    for path, text in pages.items():
        language = path.split("/")[1]
        assert words.get(language, words[""]) in text.partition("\n---\n")[2], path
        assert "og:" not in text
        assert "https://status.larkfield.example" not in text, path
    assert words[""] in made["overrides/missing.html"]
    others = {path for path in made if path.startswith("docs/")} - set(pages)
    assert others == {"docs/robots.txt"}
    assert "Disallow: /\n" in made["docs/robots.txt"]
    assert words[""] in made["mkdocs.yml"]


def test_at_the_terminal(english: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Things happen while one writes; Enter publishes, n goes on, e ends; then two questions, and the record is there."""
    # Here time passes by itself.
    monkeypatch.undo()
    command = ["drill", "--root", str(english), "--in", str(tmp_path / "own"), "--speed", "600"]
    terminal = at_terminal(command, dimensions=(50, 160))
    terminal.expect("Which template do you want to rehearse")
    terminal.sendline("stolen-login")
    # The template's blanks are asked for as on the night; what is left empty stays a blank.
    for blank in ("Which system", "On which day"):
        terminal.expect(f"{blank}:")
        terminal.sendline("")
    terminal.expect("None of this has happened")
    # Nothing is typed: the journalist rings by himself.
    terminal.expect("A journalist, by telephone")
    terminal.sendline("")
    terminal.expect("still has to be filled in")
    _fill(tmp_path / "own")
    terminal.sendline("")
    terminal.expect("Update 1 is out")
    terminal.sendline("x")
    terminal.expect("e: end")
    terminal.sendline("m 1440")
    terminal.expect("The supplier of the support desk")
    terminal.expect("last event.")
    terminal.sendline("e")
    terminal.expect("What to talk about")
    terminal.expect("Who took part")
    terminal.sendline("Ines Okafor")
    terminal.sendline("")
    terminal.expect("What did you learn")
    terminal.sendline("")
    terminal.expect(r"Wrote content/drills/\d{4}-\d\d-\d\d-stolen-login.md")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    (record,) = (english / "content/drills").glob("*-stolen-login.md")
    assert "took_part:\n  - Ines Okafor\n" in record.read_text(encoding="utf-8")


def test_interrupted_at_the_terminal(english: Path, tmp_path: Path) -> None:
    """Ctrl+C leaves the site as it was, and says where the drill is and how it goes on."""
    before = _tree(english)
    command = ["drill", "--root", str(english), "--in", str(tmp_path / "own"), "--template", "supplier"]
    terminal = at_terminal(command, dimensions=(50, 160))
    for blank, words in (("Which supplier", "Halden Print"), ("On which day", "7 December"), ("Which kinds of data", "")):
        terminal.expect(f"{blank}:")
        terminal.sendline(words)
    terminal.expect("Enter: publish what is ready")
    statement = (tmp_path / "own/content/incidents/supplier/01-first-statement.md").read_text(encoding="utf-8")
    assert "We heard of it from Halden Print on 7 December." in statement
    assert "We keep [[which kinds of data]] of our customers with Halden Print." in statement
    facts = (tmp_path / "own/content/incidents/supplier/incident.md").read_text(encoding="utf-8")
    assert "title: Someone broke into Halden Print, where data" in facts
    terminal.expect("The supplier that prints your letters")
    interrupt(terminal)
    terminal.expect("Stopped. Your site is unchanged")
    terminal.expect("aboveboard drill next --root")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert _tree(english) == before
    assert (tmp_path / "own" / "drill.json").is_file()


def test_stopped_at_a_blank(english: Path, tmp_path: Path) -> None:
    """Ctrl+C at a blank leaves nothing behind: no scratch copy, and the site as it was."""
    before = _tree(english)
    command = ["drill", "--root", str(english), "--in", str(tmp_path / "own"), "--template", "supplier"]
    terminal = at_terminal(command, dimensions=(50, 160))
    terminal.expect("Which supplier:")
    interrupt(terminal)
    terminal.expect("Nothing was written")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert _tree(english) == before
    assert not (tmp_path / "own").exists()


def test_blanks_are_given(english: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody can be asked, `--fill` fills the blanks as `new incident --fill` does, and refuses what that refuses."""
    own = tmp_path / "own"
    begin = ["drill", "start", "--root", str(english), "--in", str(own), "--template", "stolen-login"]
    assert run([*begin, "--fill", "which colour=blue"]) == 2
    assert "has no blank called which colour" in capsys.readouterr().err
    assert not own.exists()
    assert run([*begin, "--fill", "which system=our shop", "--fill", "on which day=7 December"]) == 0
    assert "We noticed it on 7 December." in (own / FIRST).read_text(encoding="utf-8")
    assert "title: Someone got into our shop\n" in (own / INCIDENT / "incident.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("settings", "marked"),
    [
        ("organisation: x\n", "drill: true\norganisation"),
        ("# ours\n---\norganisation: x\n", "---\n# This is"),
        ("\ufefforganisation: x\r\n", "drill: true\norganisation: x\n"),
    ],
)
def test_the_mark(settings: str, marked: str) -> None:
    """The mark stands at the top of the copy's settings, behind the line that opens them if there is one."""
    from generator.drills.preparation import marked_settings as mark

    assert marked in mark(settings)
