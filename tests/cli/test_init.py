"""`init`, `new incident --from` and `new page` for a newcomer: what is asked, what is written, and nothing before the last answer."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from generator.adapters import file_writing as disk
from generator.cli import prompts
from generator.cli.main import run

NOW = ["--now", "2027-03-03T03:10Z"]
ANSWERS = [
    "Larkfield Energy",
    "status.larkfield.example",
    "the incident team, help@larkfield.example, on weekdays from 9 to 17",
    "london",
    "Sam Reed",
]
#: What a new site must be told before it can be built.
ANSWERED = ["--name", ANSWERS[0], "--address", ANSWERS[1]]
STATEMENT = "content/incidents/someone-got-into-our-support/01-first-statement.md"


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Simulate somebody at the terminal who types these answers and then presses Ctrl-C."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def type_in(*answers: str) -> list[str]:
        waiting = list(answers)

        def prompt(*_: object, default: str = "", **__: object) -> str:
            if not waiting:
                raise click.Abort
            return waiting.pop(0) or default

        monkeypatch.setattr(click, "prompt", prompt)
        monkeypatch.setattr("sys.stdin", Terminal())
        return waiting

    return type_in


@pytest.fixture(scope="module")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site, with everything answered but what only a calm day gives; no test changes it."""
    name, address, contact, zone, lead = ANSWERS
    given = ["--name", name, "--address", address, "--contact", contact, "--timezone", zone, "--lead", lead]
    made = tmp_path_factory.mktemp("new") / "status"
    assert run(["init", str(made), *given, *NOW]) == 0
    return made


@pytest.fixture
def site(tmp_path: Path, new_site: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(new_site, tmp_path / "status", symlinks=True)


def _tree(folder: Path) -> dict[str, bytes | None]:
    """Every file with its bytes, and every folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))
    }


def _read(folder: Path, path: str) -> str:
    return (folder / path).read_text(encoding="utf-8")


def test_five_answers(
    tmp_path: Path, answering: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five answers make a site in this folder. It has no errors, and the output says what to do next."""
    monkeypatch.chdir(tmp_path)
    assert answering(*ANSWERS) is not None
    assert run(["init", *NOW]) == 0
    said = capsys.readouterr()
    assert "Wrote site_config.yml\n" in said.out
    assert [line.strip()[:22] for line in said.err.splitlines()[-3:]] == [
        "aboveboard serve      ",
        "aboveboard new inciden",
        "aboveboard build      ",
    ]
    assert "  cd " not in said.err
    config = _read(tmp_path, "site_config.yml")
    for line in (
        "name: Larkfield Energy",
        "url: https://status.larkfield.example/",
        "id: status.larkfield.example",
        "email: help@larkfield.example",
        "hours: on weekdays from 9 to 17",
        "who: the incident team",
        "timezone: Europe/London",
    ):
        assert f"  {line}\n" in config
    assert "    who: Sam Reed\n" in _read(tmp_path, "content/plan.yml")
    assert "since: 2027-03-03\n" in _read(tmp_path, "content/plan.yml")
    assert "Its address is `https://status.larkfield.example/`." in _read(tmp_path, "content/pages/about.md")
    assert "site/" in _read(tmp_path, ".gitignore")
    assert run(["validate", *NOW]) == 0
    found = capsys.readouterr().out
    assert "error[" not in found
    assert "PLN018" not in found


def test_no_id_before_there_is_an_address(tmp_path: Path) -> None:
    """As long as the address is open, ids are made of nothing: two new sites would have the same."""
    assert run(["init", str(tmp_path), "--yes", *NOW]) == 0
    assert "\n  id:" not in _read(tmp_path, "site_config.yml")
    assert "  url: https://to-be-filled-in.invalid/\n" in _read(tmp_path, "site_config.yml")


@pytest.mark.slow
def test_it_builds_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its name and its address it builds. Readers see that nothing was published, and nothing from the example or the plan."""
    assert run(["init", str(tmp_path), "--yes", *ANSWERED, *NOW]) == 0
    said = capsys.readouterr().err
    assert "The site can be built now." in said
    for missing in ("an e-mail address or telephone number", "`lead`"):
        assert missing in said
    assert run(["validate", "--root", str(tmp_path), *NOW]) == 0
    found = capsys.readouterr().out
    assert "error[" not in found
    assert found.count("[PLN018]") == 3
    assert run(["build", "--root", str(tmp_path), *NOW]) == 0
    home = _read(tmp_path, "site/index.html")
    assert "Nothing has been published here yet" in home
    published = b"".join(data for data in _tree(tmp_path / "site").values() if data)
    for held_back in (b"not a real incident", b"support requests", b"Decides what is said", b"Somebody got into an account"):
        assert held_back not in published


def test_no_blank_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site that was told nothing is not built: readers would see a statement of nobody. What is missing is said, and is enough."""
    assert run(["init", str(tmp_path), "--yes", *NOW]) == 0
    said = capsys.readouterr().err
    assert "Before the site can be built, fix:" in said
    assert "On a calm day, fill in:" in said
    for missing in ("the name of your organisation", "the site's address", "an e-mail address or telephone number", "`lead`"):
        assert missing in said
    assert run(["build", "--root", str(tmp_path), *NOW]) == 2
    assert capsys.readouterr().out.count("error[PLN023]") == 2
    assert not (tmp_path / "site").exists()
    config = _read(tmp_path, "site_config.yml").replace('"[[the name of your organisation]]"', "Larkfield Energy")
    config = config.replace("https://to-be-filled-in.invalid/", "https://status.larkfield.example/")
    (tmp_path / "site_config.yml").write_text(config, encoding="utf-8")
    assert "[[" not in _read(tmp_path, "content/pages/about.md")
    assert "We never ask for your password" in _read(tmp_path, "content/pages/about.md")
    assert run(["validate", "--root", str(tmp_path), *NOW]) == 0


def test_with_nobody_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal it requires the answers or --yes, and says so; nothing is written."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(["init", str(tmp_path / "new"), *NOW, "--name", "Larkfield Energy"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "answer", "said"),
    [
        ("--address", "our site", "write it in full"),
        ("--contact", "the incident team", "no e-mail address"),
        ("--timezone", "Larkfield", "nearest large city"),
    ],
)
def test_answers_that_cannot_be_used(
    tmp_path: Path,
    answering: Callable[..., list[str]],
    option: str,
    answer: str,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As an option they are refused; at the terminal they are asked for again, with what to write instead."""
    assert run(["init", str(tmp_path / "new"), *NOW, "--yes", option, answer]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    at = ["--name", "--address", "--contact", "--timezone"].index(option)
    waiting = answering(*ANSWERS[:at], answer, *ANSWERS[at:])
    assert run(["init", str(tmp_path / "new"), *NOW]) == 0
    assert waiting == []
    assert said in capsys.readouterr().err


def test_any_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name is written so that it is read back as that name, whatever signs it contains; a placeholder is not accepted as a person."""
    name = 'Larkfield: "Gas & #Power" [North]'
    assert run(["init", str(tmp_path), *NOW, "--yes", "--name", name, "--lead", "null"]) == 2
    assert "`null` is a placeholder for a name" in capsys.readouterr().err
    assert run(["init", str(tmp_path), *NOW, "--yes", "--name", name, "--lead", "Ann Null"]) == 0
    assert f"name: '{name}'\n" in _read(tmp_path, "site_config.yml")
    assert run(["validate", "--root", str(tmp_path), *NOW]) == 2
    assert "Ann Null has no deputy" in capsys.readouterr().out


def test_a_folder_with_other_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Other files, including a README and a .gitignore, are kept and listed."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("mine", encoding="utf-8")
    before = _tree(tmp_path)
    assert run(["init", str(tmp_path), "--yes", *NOW]) == 0
    said = capsys.readouterr()
    assert "Kept your own README.md" in said.err
    assert "add the line `site/` to it" in said.err
    assert "README" not in said.out
    after = _tree(tmp_path)
    assert {path: after[path] for path in before} == before
    assert "content/plan.yml" in after


def test_beside_something_that_stops_the_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An existing incident with an error is kept; the output then does not claim that the site can be built."""
    folder = tmp_path / "content/incidents/old"
    folder.mkdir(parents=True)
    (folder / "incident.md").write_text("no keys\n", encoding="utf-8")
    assert run(["init", str(tmp_path), "--yes", *NOW]) == 0
    said = capsys.readouterr().err
    assert "Before the site can be built, fix:\n  content/incidents/old/incident.md, line 1:" in said
    assert "can be built now" not in said


@pytest.mark.parametrize("there", ["site_config.yml", "content/plan.yml", "content/templates/supplier.md", "content"])
def test_nothing_is_written_over(
    tmp_path: Path, there: str, answering: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """If there is part of a site already, nothing is written or asked."""
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_text("mine", encoding="utf-8")
    before = _tree(tmp_path)
    waiting = answering(*ANSWERS)
    assert run(["init", str(tmp_path), *NOW]) == 2
    said = capsys.readouterr().err
    assert "is not empty: " in said
    assert "nothing was changed" in said
    assert waiting == ANSWERS
    assert _tree(tmp_path) == before


def test_a_link_that_leads_nowhere_is_something(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link in the place of a file is not replaced."""
    (tmp_path / "site_config.yml").symlink_to(tmp_path / "elsewhere")
    assert run(["init", str(tmp_path), "--yes", *NOW]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["site_config.yml"]
    capsys.readouterr()


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in place of the folder is reported; DIR and --root mean the same."""
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    assert run(["init", str(tmp_path / "x"), "--yes"]) == 2
    assert "is a file, not a folder" in capsys.readouterr().err
    assert run(["init", "a", "--root", "b", "--yes"]) == 2
    assert run(["init", "--root", str(tmp_path / "y"), "--yes", *NOW]) == 0
    assert (tmp_path / "y/site_config.yml").is_file()
    capsys.readouterr()


PLAIN = [
    *("", "Someone read invoices", "02:40", "Someone used a stolen password.", "", "Whose invoices they read.", ""),
    *("We are reading the log.", "", "", "6h"),
]
FROM = ["1", "our support desk", "2 March", "our members", "", ""]
DIALOGUES = [
    (["init", "new"], ANSWERS),
    (["new", "incident"], FROM),
    (["new", "incident"], PLAIN),
    (["new", "update", "open"], ["They read 12 requests", "We were asleep."]),
    (["new", "page"], ["Questions and answers", ""]),
    (["new", "update", "open", "--status", "contained"], ["We have stopped it", "We were asleep.", "a"]),
    (
        ["new", "review", "open"],
        ["A password was used elsewhere.", "One is not enough.", "A second step.", "Sam Reed", "2027-06-30"],
    ),
]
#: What changes a file that is there, or writes elsewhere.
CHANGES = [
    (["questions", "add", "open"], ["Was my card number read?", "", "", ""]),
    (["questions", "answer", "open", "asked"], ["No. We hold none."]),
    (["drill", "start"], [""]),
]
STOPPED = [*DIALOGUES, *CHANGES]


@pytest.mark.parametrize(
    ("arguments", "answers"),
    [(arguments, answers[:number]) for arguments, answers in STOPPED for number in range(len(answers))],
    ids=[f"{'-'.join(arguments)}-{number}" for arguments, answers in STOPPED for number in range(len(answers))],
)
def test_interrupted(
    site: Path,
    arguments: list[str],
    answers: list[str],
    answering: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Ctrl-C at any question leaves every file and folder as it was."""
    _open_incident(site)
    before = _tree(site)
    monkeypatch.chdir(site)
    waiting = answering(*answers)
    assert run([*arguments, "--now", "2027-03-05T03:10Z"]) == 130
    assert waiting == []
    assert "Stopped. Nothing was written." in capsys.readouterr().err
    assert _tree(site) == before


@pytest.mark.parametrize(("arguments", "answers"), DIALOGUES, ids=["-".join(arguments) for arguments, _ in DIALOGUES])
def test_to_the_end(
    site: Path,
    arguments: list[str],
    answers: list[str],
    answering: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The same answers, all of them, are enough; none is left over, and no file that was there is changed."""
    _open_incident(site)
    before = _tree(site)
    monkeypatch.chdir(site)
    waiting = answering(*answers)
    assert run([*arguments, "--now", "2027-03-05T03:10Z"]) == 0
    assert waiting == []
    after = _tree(site)
    assert {path: after[path] for path in before} == before
    assert len(after) > len(before)
    capsys.readouterr()


def test_few_answers() -> None:
    """From nothing to a first statement that passes takes at most fifteen answers."""
    assert len(ANSWERS) + len(FROM) <= 15


@pytest.mark.parametrize("number", [1, 2, 7, 11])
def test_interrupted_while_writing(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything is written or nothing: what was written is taken back, folders included."""
    put, calls = disk.put_in_place, 0

    def stop(*given: Any, **more: Any) -> bool:
        nonlocal calls
        calls += 1
        if calls == number:
            raise KeyboardInterrupt
        return put(*given, **more)

    (tmp_path / "content").mkdir()
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    before = _tree(tmp_path)
    monkeypatch.setattr(disk, "put_in_place", stop)
    assert run(["init", str(tmp_path), "--yes", *NOW]) == 130
    assert calls == number
    assert _tree(tmp_path) == before
    capsys.readouterr()


def test_interrupted_while_checking(
    site: Path, answering: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once files were written, no message says that nothing was written."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    answering(*FROM)
    monkeypatch.setattr(prompts, "judge", stop)
    assert run(["new", "incident", "--root", str(site), *NOW]) == 130
    said = capsys.readouterr().err
    assert "Nothing was written" not in said
    assert "file has been written;" in said
    assert (site / STATEMENT).is_file()


def _open_incident(site: Path) -> None:
    folder = site / "content/incidents/open"
    folder.mkdir(parents=True)
    (folder / "incident.md").write_text(
        "---\ntitle: Someone read requests\naware: 2027-03-03T02:40Z\nquestions:\n  asked: {ask: Was it me?, since: 2027-03-03}\n---\n",
        encoding="utf-8",
    )
    (folder / "01-first.md").write_text(
        "---\ntitle: Someone read requests\npublished: 2027-03-03T03:10Z\nstatus: investigating\nknown:\n  a: Someone read requests.\n"
        "unknown:\n  b: Whose they were.\nnext_steps:\n  c: We are reading the log.\nactions: There is nothing you can do yet.\n"
        "next_update: 2027-03-04T03:00Z\n---\n",
        encoding="utf-8",
    )


def test_a_statement_from_a_template(site: Path, answering: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    """A template is chosen by number and each blank asked for once, in its sentence.

    The result passes every rule and repeats the template's text.
    """
    answering("stolen-login", "our support desk.", "2 March. They", "2 March", "Our members", "yesterday 22:00", "")
    assert run(["new", "incident", "--root", str(site), *NOW]) == 0
    said = capsys.readouterr()
    assert "1  stolen-login: Someone got into an account or a system." in said.err
    assert said.err.count("Which system:") == 1
    assert "It completes this sentence: We noticed it ____." in said.err
    assert "at most 80 characters" in said.err
    assert "It passes every rule." in said.err
    text = _read(site, STATEMENT)
    assert "title: Someone got into our support desk\npublished: 2027-03-03T03:10Z\n" in text
    assert "  log: We are reading the access log of our support desk.\n" in text
    # The template promises an update after six hours: the last half hour by then.
    assert "next_update: 2027-03-03T09:00Z\ntemplate: stolen-login\n---\n" in text
    assert "aware: 2027-03-02T22:00Z" in _read(site, f"{STATEMENT.rpartition('/')[0]}/incident.md")
    assert run(["validate", "--root", str(site), *NOW, STATEMENT]) == 0
    assert "No findings" in capsys.readouterr().out


@pytest.mark.parametrize("approved", [True, False])
def test_an_approved_template_needs_no_approval(site: Path, capsys: pytest.CaptureFixture[str], *, approved: bool) -> None:
    """Where the plan wants first statements approved, one from an approved template passes as it is, and another does not."""
    plan = site / "content/plan.yml"
    text = plan.read_text(encoding="utf-8").replace("first_statement: []", "first_statement: [lead]")
    if approved:
        text = text.replace("or a system.}", "or a system., approved_by: {lead: Sam Reed}, approved_on: 2027-03-01}")
    plan.write_text(text, encoding="utf-8")
    given = [
        "--from",
        "stolen-login",
        "--fill",
        "which system=our support desk",
        "--fill",
        "ON WHICH DAY = 2 March",
        "--fill",
        "whose data=our members",
    ]
    assert run(["new", "incident", "--root", str(site), *NOW, *given, "--aware", "2027-03-03T02:40Z"]) == 0
    assert ("PLN003" not in capsys.readouterr().err) is approved
    assert run(["validate", "--root", str(site), *NOW, "content/incidents"]) == (0 if approved else 1)
    capsys.readouterr()


def test_blanks_that_stay(site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal, a blank that was not filled is named, with its line."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    given = [
        "--from",
        "content/templates/stolen-login.md",
        "--fill",
        "which system=our support desk",
        "--aware",
        "2027-03-03T02:40Z",
    ]
    assert run(["new", "incident", "desk", "--root", str(site), *NOW, *given]) == 0
    said = capsys.readouterr().err
    assert "this still has to be filled in: on which day" in said
    assert "content/incidents/desk/01-first-statement.md:7" in said
    assert "this still has to be filled in: whose data" in said
    assert "which system" not in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--from", "stolen-logn"], "did you mean stolen-login?"),
        (["--from", "floods"], "there is: insider, locked-systems, lost-device, paper-records, published-by-mistake"),
        (["--from", "stolen-login", "--known", "It rains."], "--known and --from cannot both be given"),
        (["--from", "stolen-login", "--fill", "which system"], "does not say what to put into the blank"),
        (["--from", "stolen-login", "--fill", "which street=ours"], "its blanks are: which system, on which day, whose data"),
        (["--from", "stolen-login", "--fill", "on which day=2 March. It rained"], "one sentence"),
        (["--from", "stolen-login", "--fill", "on which day=[[x]]"], "leave the brackets out"),
        (["--fill", "which day=2 March"], "--fill goes with --from"),
        (["example", "--from", "stolen-login"], "already exists"),
        (["--from", "stolen-login"], "--aware"),
    ],
)
def test_what_cannot_be_made(
    site: Path, given: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is impossible is reported, and nothing is written."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    before = _tree(site)
    assert run(["new", "incident", "--root", str(site), *NOW, *given]) == 2
    assert said in capsys.readouterr().err
    assert _tree(site) == before


def test_a_template_that_cannot_be_understood(
    site: Path, answering: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not offered, and when requested by name, it is reported as what must be fixed first."""
    file = site / "content/templates/stolen-login.md"
    file.write_text(file.read_text(encoding="utf-8").replace("known:", "knwon:", 1), encoding="utf-8")
    answering()
    assert run(["new", "incident", "--root", str(site), *NOW]) == 130
    assert "stolen-login" not in capsys.readouterr().err
    assert run(["new", "incident", "--root", str(site), *NOW, "--from", "stolen-login"]) == 2
    assert "cannot be understood" in capsys.readouterr().err


def test_the_same_title_again(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody's answers are lost because an older incident has the address: the next gets another."""
    given = [
        "--from",
        "stolen-login",
        "--fill",
        "which system=our desk",
        "--fill",
        "on which day=2 March",
        "--fill",
        "whose data=our members",
        "--aware",
        "2027-03-03T02:40Z",
    ]
    assert run(["new", "incident", "--root", str(site), *NOW, *given, "--impact", "major"]) == 0
    assert run(["new", "incident", "--root", str(site), *NOW, *given, "--system", "Desk: tickets"]) == 0
    first, second = (site / f"content/incidents/someone-got-into-our-desk{more}/incident.md" for more in ("", "-2"))
    assert "impact: major\n" in first.read_text(encoding="utf-8")
    assert 'systems:\n  - "Desk: tickets"\n' in second.read_text(encoding="utf-8")
    capsys.readouterr()


def test_the_example_is_never_gone_on_with(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft has no next update: nothing of the example is published by a slip."""
    assert run(["new", "update", "--root", str(site), *NOW, "--title", "More"]) == 2
    assert "there is no incident yet" in capsys.readouterr().err
    assert run(["new", "update", "example", "--root", str(site), *NOW, "--title", "More"]) == 2
    assert "has only drafts so far" in capsys.readouterr().err
    given = [
        "--from",
        "stolen-login",
        "--fill",
        "which system=our desk",
        "--fill",
        "on which day=2 March",
        "--fill",
        "whose data=our members",
        "--aware",
        "2027-03-03T02:40Z",
    ]
    assert run(["new", "incident", "desk", "--root", str(site), *NOW, *given]) == 0
    assert run(["new", "update", "--root", str(site), "--now", "2027-03-03T08:10Z", "--title", "More"]) == 0
    assert "Wrote content/incidents/desk/02-more.md" in capsys.readouterr().out


def test_a_draft_stops_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What would stop the build if readers could see it does not while every update of the incident is a draft."""
    for path, old in (
        ("site_config.yml", "email: help@larkfield.example"),
        ("content/incidents/example/incident.md", "email: incident@larkfield.example"),
    ):
        text = _read(site, path)
        assert old in text
        (site / path).write_text(text.replace(old, "email:"), encoding="utf-8")
    assert run(["validate", "--root", str(site), *NOW]) == 0
    assert "readers have nobody to ask" in capsys.readouterr().out
    draft = site / "content/incidents/example/01-first-statement.md"
    draft.write_text(draft.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    assert run(["validate", "--root", str(site), *NOW]) == 1
    capsys.readouterr()


def test_a_dozen_templates_are_one_thing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is left to fill in is a list that can be read: of many findings of one kind in a file, the first stands for all."""
    assert run(["init", str(tmp_path), "--yes"]) == 0
    said = capsys.readouterr().err
    templates = len(list((tmp_path / "content/templates").glob("*.md")))
    assert templates > 6
    assert said.count("has not been approved") == 1
    assert f"    and {templates - 1} more like it, to line " in said
    assert "the name of your organisation" in said
    assert "the hours when someone answers" in said


@pytest.mark.parametrize("now", ["2026-01-01T00:00Z", "2028-03-01T23:59Z"])
def test_the_example_has_happened(now: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the example says happened the day before, on whatever day a site is made, and no rule finds anything in it, then or years later."""
    assert run(["init", str(tmp_path), "--yes", "--now", now]) == 0
    assert "content/incidents/example" not in capsys.readouterr().err.partition("fill in:")[2].partition("Next:")[0]
    folder = tmp_path / "content/incidents/example"
    said = "".join((folder / name).read_text(encoding="utf-8") for name in ("incident.md", "01-first-statement.md"))
    day, before = ("2025-12-31", "30 December") if now.startswith("2026") else ("2028-02-29", "28 February")
    assert set(re.findall(r"\d{4}-\d\d-\d\d", said)) == {day}
    assert f"our support desk on {before}." in said
    for later in (now, "2033-07-01T00:00Z"):
        run(["validate", "--root", str(tmp_path), "--now", later])
        assert "--> content/incidents/example" not in capsys.readouterr().out


def test_every_starter_template_passes_on_any_day(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A statement made from each of them, without a terminal, has no finding at all."""
    for file in sorted((site / "content/templates").glob("*.md")):
        blanks = dict.fromkeys(re.findall(r"\[\[(.+?)\]\]", file.read_text(encoding="utf-8").lower()))
        words = {
            blank: "2 March" if "which day" in blank else "our members" if "whose" in blank else "our desk" for blank in blanks
        }
        given = [part for blank, answer in words.items() for part in ("--fill", f"{blank}={answer}")]
        arguments = ["new", "incident", file.stem, "--root", str(site), *NOW, "--from", file.stem, *given]
        assert run([*arguments, "--aware", "2027-03-03T02:40Z"]) == 0
        assert "It passes every rule." in capsys.readouterr().err, file.stem


def test_a_page(site: Path, answering: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    """A title and an address make a page; an existing or invalid address is asked for again; its missing text is reported."""
    answering("Questions: and answers", "incidents", "About us", "about", "")
    assert run(["new", "page", "--root", str(site), *NOW]) == 0
    said = capsys.readouterr()
    assert "Wrote content/pages/questions-and-answers.md" in said.out
    for reason in (
        "page of its own at /incidents/",
        "About us cannot be an address",
        "about.md already exists",
        "the text of this page",
    ):
        assert reason in said.err
    assert 'title: "Questions: and answers"\n' in _read(site, "content/pages/questions-and-answers.md")
    before = _tree(site)
    for address in ("verify", "about", "../x"):
        assert run(["new", "page", address, "--title", "X", "--root", str(site), *NOW]) == 2
    assert _tree(site) == before
    capsys.readouterr()


def test_a_page_with_nobody_to_ask(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a terminal the title is required and the address derived from it; a folder without a site is refused."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(["new", "page", "--root", str(site), *NOW]) == 2
    assert "--title" in capsys.readouterr().err
    assert run(["new", "page", "--root", str(site), *NOW, "--title", "Who we are"]) == 0
    assert (site / "content/pages/who-we-are.md").is_file()
    assert run(["new", "page", "--root", str(tmp_path), *NOW, "--title", "Who we are"]) == 3
    capsys.readouterr()
