"""The command as its users run it: what it prints, what it writes, how it leaves."""

import contextlib
import errno
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

import click
import pytest

from generator import __version__
from generator.adapters import clock
from generator.cli import main
from generator.cli.main import run
from tests.whole.generated_changes import begun

NOW = "2026-11-23T12:00Z"
OPEN = "content/incidents/support-tickets"
NEWEST = f"{OPEN}/05-password-source.md"


def _edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_clean_content_has_no_finding(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The site that comes with the program passes every rule."""
    assert run(["validate", "--root", str(root), "--now", NOW]) == 0
    assert capsys.readouterr().out == "No findings. The site can be built.\n"


def test_a_dropped_unknown_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown that is left out is named, with file, line, fix and the rule's page; exit code 1."""
    _edit(
        root,
        NEWEST,
        "  copied:\n    text: Whether they copied the tickets they read.\n    by: 2026-12-04\n",
        "  other:\n    text: Another thing.\n",
    )
    assert run(["validate", "--root", str(root), "--now", NOW]) == 1
    out = capsys.readouterr().out
    assert "error[CON001] dropped-unknown: `copied` was still unknown, but this update does not mention it" in out
    line = (root / NEWEST).read_text(encoding="utf-8").splitlines().index("unknown:") + 1
    assert f"--> {NEWEST}:{line}:1" in out
    assert "aboveboard explain CON001" in out
    assert f"Next: fix {NEWEST}, line {line}" in out


def test_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON form has a schema number and every place."""
    _edit(root, NEWEST, "status: contained", "status: containd")
    assert run(["validate", "--root", str(root), "--now", NOW, "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == 1
    assert said["diagnostics"] == [
        {
            "code": "FRM007",
            "name": "wrong-type",
            "severity": "error",
            "message": "`containd` is not a status",
            "help": "write `status: contained`",
            "path": NEWEST,
            "line": 4,
            "column": 9,
            "end_line": 4,
            "end_column": 17,
        }
    ]


def test_github_is_chosen_by_itself(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Under GitHub Actions findings become annotations."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    _edit(root, NEWEST, "status: contained", "status: containd")
    assert run(["validate", "--root", str(root), "--now", NOW]) == 1
    assert capsys.readouterr().out == (
        f"::error file={NEWEST},line=4,endLine=4,col=9,endColumn=16,title=FRM007 wrong-type"
        "::`containd` is not a status%0AFix: write `status: contained`\n"
    )


def test_one_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path shows only its own findings, judged with the whole incident."""
    _edit(root, NEWEST, "status: contained", "status: containd")
    assert run(["validate", "--root", str(root), "--now", NOW, str(root / OPEN / "01-first-statement.md")]) == 0
    assert run(["validate", "--root", str(root), "--now", NOW, OPEN]) == 1
    assert run(["validate", "--root", str(root), "--now", NOW, "nothing-here"]) == 2
    capsys.readouterr()


def test_drafts_block_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft is judged and does not stop the build; nor is it in the site."""
    _edit(root, NEWEST, "status: contained", "status: resolved\ndraft: true")
    assert run(["validate", "--root", str(root), "--now", "2026-11-20T12:00Z"]) == 0
    assert "this is a draft, so the build goes on" in capsys.readouterr().out
    assert run(["build", "--root", str(root), "--now", "2026-11-20T12:00Z"]) == 0
    assert not (root / "site/incidents/support-tickets/5").exists()
    assert "Held back: 1" in capsys.readouterr().err


def test_embargo(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An update of the future is judged as of its own time, and appears only then."""
    assert run(["build", "--root", str(root), "--now", "2026-11-20T16:39Z"]) == 0
    assert not (root / "site/incidents/support-tickets/5").exists()
    assert "had used the password on" not in (root / "site/feed.xml").read_text(encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", "2026-11-20T16:41Z"]) == 0
    assert (root / "site/incidents/support-tickets/5/index.html").exists()
    capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["validate", "--help"], 0),
        (["new", "--help"], 0),
        ([], 2),
        (["vaildate"], 2),
        (["validate", "--nonsense"], 2),
        (["validate", "--now", "tomorrow"], 2),
        (["validate", "--now", "5/6/2027 12:00"], 2),
        (["explain", "HON002"], 0),
        (["explain", "hipaa"], 0),
        (["explain", "--profiles"], 0),
        (["explain", "HON999"], 2),
        (["explain"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Help is fine, wrong usage is 2; never a traceback."""
    assert run(arguments) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err


def test_nearest_verb_and_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the keyboard is answered with what was meant."""
    run(["vaildate"])
    assert "Did you mean validate?" in capsys.readouterr().err
    run(["explain", "missing-unknwon"])
    assert "did you mean missing-unknown?" in capsys.readouterr().err


def test_no_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder is no site (3), and one without content has none (3)."""
    assert run(["validate", "--root", str(tmp_path)]) == 3
    (tmp_path / "site_config.yml").write_text("organisation: {name: L}\nsite: {url: https://s.example/}\n", encoding="utf-8")
    assert run(["validate", "--root", str(tmp_path)]) == 3
    (tmp_path / "content").mkdir()
    assert run(["validate", "--root", str(tmp_path)]) == 3
    assert "aboveboard new incident" in capsys.readouterr().err


def test_wrong_configuration(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A configuration that cannot be understood is 2, for every verb that needs it."""
    _edit(root, "site_config.yml", "organisation:", "organization:")
    assert run(["validate", "--root", str(root), "--now", NOW]) == 2
    out = capsys.readouterr().out
    assert "`organization` is not a key of site_config.yml" in out
    assert "write `organisation:`" in out
    assert run(["build", "--root", str(root), "--now", NOW]) == 2
    capsys.readouterr()


def test_a_bug_is_reported_as_one(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What we did not foresee is 70, with what to report."""
    monkeypatch.setattr("generator.pipeline.checking.check", lambda *_: 1 / 0)
    assert run(["validate", "--root", str(root)]) == 70
    assert "This is a bug in aboveboard" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "some\nfile"), 4),
        (OSError(errno.ENOSPC, "No space left on device"), 4),
        (OSError(errno.EMFILE, "Too many open files"), 4),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "file"), 70),
        (OSError("of some library"), 70),
    ],
)
def test_what_the_computer_does_not_let_us(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: OSError, code: int
) -> None:
    """What is the computer's fault is 4 wherever it happens, in one sentence; a file that we forgot is still a bug."""

    def refused(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("generator.pipeline.checking.check", refused)
    assert run(["validate", "--root", str(root)]) == code
    said = capsys.readouterr().err
    assert ("Traceback" in said) == (code == 70)
    assert code == 70 or f"{error.strerror}\n" in said


def test_a_folder_whose_files_cannot_be_looked_at(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that may be listed, and not entered, is named."""
    looked = os.lstat

    def refuse(path: str | Path, **options: Any) -> os.stat_result:
        if str(path).endswith(OPEN):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return looked(path, **options)

    monkeypatch.setattr(os, "lstat", refuse)
    assert run(["validate", "--root", str(root), "--now", NOW]) == 4
    assert f"{OPEN} cannot be read: Permission denied" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("command", [["explain", "HON001"], ["validate"], ["status"]])
def test_a_full_disk_where_results_go(root: Path, command: list[str]) -> None:
    """Results that do not fit on the disk are 4, and told of; nothing is called a bug."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "generator.cli", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            text=True,
            check=False,
        )
    assert done.returncode == 4, done.stderr
    assert "error: something cannot be read or written: No space left on device\n" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(root: Path, closed: str) -> None:
    """Whoever starts us without anywhere to print gets the site all the same, and no line of ours is in a file of it."""
    command = f'exec "$0" -m generator.cli build --now {NOW} {closed}'
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["sh", "-c", command, sys.executable], cwd=root, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done
    assert run(["verify", str(root / "site")]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
@pytest.mark.parametrize(("umask", "rights"), [(0o077, (0o644, 0o755)), (0o777, (0o644, 0o755)), (0o002, (0o664, 0o775))])
def test_everyone_may_read_a_site(root: Path, tmp_path: Path, umask: int, rights: tuple[int, int]) -> None:
    """What is written for readers can be read by the server that gives it to them; what others may write stays as whoever builds has it."""
    before = os.umask(umask)
    try:
        out = str(tmp_path / "site")
        assert run(["build", "--root", str(root), "--now", NOW, "--out", out, "--zip", str(tmp_path / "site.zip")]) == 0
        (tmp_path / "site/about/index.html").chmod(0o600)
        assert run(["build", "--root", str(root), "--now", NOW, "--out", out]) == 0
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    built = list((tmp_path / "site").rglob("*"))
    assert {path.stat().st_mode & 0o777 for path in built if path.is_file()} == {rights[0]}
    assert {path.stat().st_mode & 0o777 for path in built if path.is_dir()} == {rights[1]}
    assert (tmp_path / "site.zip").stat().st_mode & 0o777 == rights[0]


def test_unreadable_file(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the disk does not give us is 4, and is named."""
    opened = os.open

    def refuse(path: str | Path, *arguments: Any, **options: Any) -> int:
        if Path(path).name == Path(NEWEST).name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    assert run(["validate", "--root", str(root)]) == 4
    assert f"{NEWEST} cannot be read" in capsys.readouterr().err


def test_a_killed_build_leaves_the_site(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A build that is killed at any moment leaves the old site or the new one, and the next build sweeps up behind it."""
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    old = _tree(root / "site")
    (root / "content/pages/more.md").write_text("---\ntitle: More\n---\nText.\n", encoding="utf-8")
    command = [sys.executable, "-m", "generator.cli", "build", "--root", str(root), "--now", NOW]
    for moment in (0.3, 0.7, 1.0, 1.3, 1.6):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(moment)
        running.kill()
        running.wait()
        now = _tree(root / "site")
        assert now == old or (now.keys() > old.keys() and "more/index.html" in now)
    for left in root.glob(".aboveboard-*"):
        os.utime(left, (1, 1))
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    assert sorted(path.name for path in root.iterdir()) == ["content", "site", "site_config.yml"]
    capsys.readouterr()


def test_a_clock_that_is_ahead_of_the_disk(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What another build is at work in stays, however far the machine's clock is from the one that dates files."""
    other = root / ".aboveboard-other"
    other.mkdir()
    monkeypatch.setattr(clock, "now", lambda: datetime(2031, 11, 27, tzinfo=UTC))
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    assert other.is_dir()
    capsys.readouterr()


def test_a_refused_build_leaves_the_site(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While an error stands nothing is written, and the old site stays byte for byte."""
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    before = _tree(root / "site")
    _edit(root, NEWEST, "status: contained", "status: containd")
    assert run(["build", "--root", str(root), "--now", NOW]) == 1
    assert _tree(root / "site") == before
    assert "unchanged" in capsys.readouterr().err
    assert sorted(path.name for path in root.iterdir()) == ["content", "site", "site_config.yml"]


def test_a_failing_press_leaves_the_site(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """When the builder itself fails the old site stays, and nothing is left behind; exit code 4."""
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    before = _tree(root / "site")
    (root / "content/pages/more.md").write_text("---\ntitle: More\n---\nText.\n", encoding="utf-8")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr("mkdocs.commands.build._build_page", broken)
    assert run(["build", "--root", str(root), "--now", NOW]) == 4
    assert _tree(root / "site") == before
    assert sorted(path.name for path in root.iterdir()) == ["content", "site", "site_config.yml"]
    assert "no paper" in capsys.readouterr().err


def test_only_our_own_output_is_replaced(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that no build made is never replaced, nor the site's own files."""
    mine = root.parent / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("keep me", encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", NOW, "--out", str(mine)]) == 2
    assert (mine / "letter.txt").read_text(encoding="utf-8") == "keep me"
    for out in (root, root / "content", root / "content/pages", root.parent):
        assert run(["build", "--root", str(root), "--now", NOW, "--out", str(out)]) == 2
    assert (root / NEWEST).exists()
    capsys.readouterr()


#: What `--help` and a shell that completes words may load of the program: what says which commands there are, and what each takes.
LIGHT = re.compile(
    r"generator(?:\.errors|\.model(?:\.(?:addressee|channel))?|\.report(?:\.terminal)?|\.cli(?:\.(?:main|output|lazy_group|options|deferring|new|drill|questions|commands(?:\.\w+)?))?)?"
)


def _commands(group: click.Group = main.cli, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command there is, with the words that call it."""
    for verb in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), verb)
        assert command is not None
        yield (*path, verb), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, verb))


COMMANDS = dict(_commands())


def _loaded(arguments: list[str], completing: str | None = None) -> tuple[str, set[str]]:
    """What a call in a process of its own printed, and which modules it loaded."""
    code = (
        f"import sys; from generator.cli import main; sys.argv = {['aboveboard', *arguments]!r}\n"
        "try: main.main()\nexcept SystemExit: pass\nprint('\\0', *sys.modules)"
    )
    told = {} if completing is None else {"COMP_WORDS": f"aboveboard {completing}", "_ABOVEBOARD_COMPLETE": "bash_complete"}
    told |= {} if completing is None else {"COMP_CWORD": str(len(f"aboveboard {completing}x".split()) - 1)}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | told)
    printed, _, modules = said.stdout.partition("\0")
    return printed, set(modules.split())


@pytest.mark.parametrize("words", [(), *COMMANDS], ids=" ".join)
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    """`--help` answers at once, of the program and of every command: it imports nothing of what a command does."""
    printed, modules = _loaded([*words, "--help"])
    assert printed.startswith(f"Usage: {' '.join(('aboveboard', *words))} ")
    assert [name for name in modules if name.startswith("generator") and not LIGHT.fullmatch(name)] == []


def test_validating_loads_nothing_of_what_is_made(tmp_path: Path) -> None:
    """`validate` of texts loads nothing that makes pages, pictures, feeds, calendars, letters or exports: it is run at every commit."""
    for path, text in begun(0).tree.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    printed, modules = _loaded(["validate", "--root", str(tmp_path), "--now", "2026-03-02T12:00Z"])
    assert "content/incidents/case-0/01-first.md" in printed
    made = {"PIL", "icalendar", "feedgenerator", "jinja2", "mkdocs", "material", "nh3", "pypdf", "typst", "rapidfuzz"}
    assert {name.partition(".")[0] for name in modules} & made == set()
    assert [name for name in modules if name.startswith(("generator.render", "generator.pipeline.exporting"))] == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", "validate"),
        ("v", "verify"),
        ("new ", "incident"),
        ("drill ", "start"),
        ("questions a", "add"),
        ("validate --", "--fix"),
    ],
)
def test_completion_imports_nothing_heavy(typed: str, offered: str) -> None:
    """So does a shell that completes words; and it is not told of commands by loading them all."""
    printed, modules = _loaded([], typed)
    assert f"plain,{offered}" in printed.splitlines()
    assert [name for name in modules if name.startswith("generator") and not LIGHT.fullmatch(name)] == []
    assert len([name for name in modules if name.startswith("generator.cli.commands.")]) <= 1


def test_version_imports_nothing_heavy() -> None:
    """`--version` says the version of this very code, without looking for it among what is installed."""
    printed, modules = _loaded(["--version"])
    assert printed.strip() == f"aboveboard, version {__version__}"
    assert "importlib.metadata" not in modules
    assert [name for name in modules if name.startswith("generator") and not LIGHT.fullmatch(name)] == []


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_starting_costs_little(arguments: list[str]) -> None:
    """What the processor does for it is at most two and a half times what importing click takes."""

    def seconds(code: str) -> float:
        before = os.times()
        subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    # In turn, so that a machine that is slow for a while is slow for both.
    pairs = [(seconds("from generator.cli.main import main; main()"), seconds("import click")) for _ in range(20)]
    assert median(ours for ours, _ in pairs) <= 2.5 * median(theirs for _, theirs in pairs)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_is_run_with_what_it_takes(words: tuple[str, ...]) -> None:
    """The function that runs a command takes just what its command line gives, under the same names."""
    command = COMMANDS[words]
    path = f"generator.cli.{'_'.join(words).replace('-', '_')}"
    if isinstance(command, click.Group):
        return
    assert command.callback is not None
    assert command.callback.__module__ == f"generator.cli.commands.{'_'.join(words).replace('-', '_')}"
    taken = inspect.signature(import_module(path).run).parameters
    named = {name for name, one in taken.items() if one.kind is not inspect.Parameter.VAR_KEYWORD}
    given = {parameter.name for parameter in command.params}
    assert named <= given
    assert named == given or len(taken) > len(named)


def test_every_verb_is_in_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The table of verbs and the commands agree."""
    run(["--help"])
    listed = capsys.readouterr().out
    for verb, (_, short) in main.cli.lazy_commands.items():
        assert verb in listed
        command = main.cli.get_command(click.Context(main.cli), verb)
        assert command is not None
        assert command.get_short_help_str(200) == short


def test_seal(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`seal` writes down what is published; from then on a change in place is refused, and sealing with it."""
    given = ["--root", str(root), "--now", NOW]
    lock = root / OPEN / "ledger.lock"
    assert run(["seal", *given]) == 0
    before = lock.read_text(encoding="utf-8")
    assert [line.split(" ")[2] for line in before.splitlines()][::10] == [
        "incident.md",
        "05-password-source.de.md",
        "incident.md##@de.direct_notice",
    ]
    assert f"Sealed in {OPEN}/ledger.lock: incident.md, 01-first-statement.md, " in capsys.readouterr().out
    assert run(["seal", *given]) == 0
    assert lock.read_text(encoding="utf-8") == before
    _edit(root, f"{OPEN}/01-first-statement.md", "title: ", "title: Possibly ")
    capsys.readouterr()
    assert run(["validate", *given]) == 1
    assert (
        f"error[CON013] edited-in-place: this text has changed since it was published: `title` has changed\n  --> {OPEN}/01-first-statement.md:2:"
        in capsys.readouterr().out
    )
    assert run(["seal", *given]) == 1
    assert lock.read_text(encoding="utf-8") == before


def test_files_are_looked_into(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program among the attachments stops the build, and a message with the names of those it went to is pointed out."""
    (root / OPEN / "files").mkdir()
    (root / OPEN / "files/letter.eml").write_bytes(b"To: jan@mail.example\n\nDear customer\n")
    assert run(["validate", "--root", str(root), "--now", NOW]) == 0
    assert (
        f"warning[SAF040] file-with-metadata: the message names its recipients and the computers on its way\n  --> {OPEN}/files/letter.eml"
        in (capsys.readouterr().out)
    )
    (root / OPEN / "files/check.exe").write_bytes(b"MZ")
    assert run(["build", "--root", str(root), "--now", NOW, "--out", str(root / "out")]) == 1
    assert "error[SAF039] unsafe-file: `.exe` files are not published" in capsys.readouterr().out


def test_a_secret_is_not_shown_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line is shown with dots in the place of the secret, in every finding that shows it."""
    key = "AKIA" + "QYLPMN5HHHFPZAM2"
    (root / NEWEST).write_text(
        (root / NEWEST).read_text(encoding="utf-8") + f"\nWe take the key {key} very seriously.\n", encoding="utf-8"
    )
    for form in ("plain", "json", "github", "sarif"):
        assert run(["validate", "--root", str(root), "--now", NOW, "--format", form]) == 1
        said = capsys.readouterr().out
        assert "SAF033" in said
        assert key[4:] not in said
    assert run(["validate", "--root", str(root), "--now", NOW]) == 1
    assert f"We take the key {'•' * len(key)} very seriously." in capsys.readouterr().out


@pytest.mark.parametrize(
    "hostile", ['<![><img src="]><img src=x>', "<![CDATA[ <!DOCTYPE a [ <!", "<a <b <![if x]> &#0; &#xD800; &"]
)
def test_no_build_dies_of_a_text(root: Path, hostile: str) -> None:
    """Text that readers of HTML are known to stumble over is published as text, or refused with a finding."""
    newest = root / NEWEST
    newest.write_text(newest.read_text(encoding="utf-8") + f"\n{hostile}\n\nAnd on.\n", encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", NOW, "--out", str(root / "out")]) in {0, 1}


def test_an_example_says_of_which_time_it_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --as-of every page says which time it shows, in its own language; with --now, or without either, none does. Not both at once."""
    assert run(["build", "--root", str(root), "--as-of", NOW]) == 0
    assert "as of Mon 23 Nov 2026, 12:00 GMT (12:00 UTC)." in capsys.readouterr().out
    pages = [page.read_text(encoding="utf-8") for page in (root / "site").rglob("*.html")]
    assert all('data-now="2026-11-23T12:00Z"' in page for page in pages)
    german = (root / "site/de/index.html").read_text(encoding="utf-8")
    assert "Ein Beispiel, Stand" in german
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    assert not any("data-now" in page.read_text(encoding="utf-8") for page in (root / "site").rglob("*.html"))
    assert run(["build", "--root", str(root), "--as-of", NOW, "--now", NOW]) == 2
    assert run(["build", "--root", str(root), "--as-of", "soon"]) == 2
    assert "--as-of soon is not a time" in capsys.readouterr().err


def _small(root: Path, site: str = "site:\n  url: https://status.larkfield.example/\n") -> Path:
    incident = root / "content/incidents/desk"
    incident.mkdir(parents=True)
    (root / "site_config.yml").write_text(
        f"organisation: {{name: Larkfield Energy}}\n{site}contact: {{email: incident@larkfield.example, hours: always, who: Sam Reed}}\n",
        encoding="utf-8",
    )
    (incident / "incident.md").write_text("---\ntitle: Someone got in\naware: 2027-03-03T02:40Z\n---\n", encoding="utf-8")
    (incident / "01-first.md").write_text(
        "---\ntitle: Someone got in\npublished: 2027-03-03T03:10Z\nstatus: investigating\nknown: {entry: Someone got in.}\n"
        "unknown: {whose: Whose tickets they read.}\nnext_steps: {log: We read the log.}\nactions: There is nothing you can do yet.\n"
        "next_update: 2027-03-04T03:10Z\n---\n",
        encoding="utf-8",
    )
    return root


def _ids(root: Path) -> set[str]:
    files = ("feed.xml", "atom.xml", "feed.json", "calendar.ics", "api/ledger.json")
    return {found for file in files for found in re.findall(r"tag:[^\"<\s]+", (root / "site" / file).read_text(encoding="utf-8"))}


@pytest.mark.slow
@pytest.mark.parametrize(
    "site",
    [
        "site:\n  url: https://status.larkfield.example/\n",
        "site:\n    title: Status   # ours\n    url: 'https://larkfield.example/status'   # here\n",
        "site: {url: https://larkfield.example/a/b/, timezone: Europe/London}\n",
        'site: {timezone: Europe/London, url: "https://status.larkfield.example:8443/"}\n',
    ],
    ids=["plain", "path", "flow", "port"],
)
def test_the_line_that_keeps_ids(site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is offered where ids hang on the address keeps every id as it is, typed or, once somebody has said so, written by `--fix`; and then the address may change."""
    root = _small(tmp_path, site)
    options = ("--root", str(root), "--now", "2027-03-03T12:00Z")
    assert run(["build", *options]) == 0
    before = _ids(root)
    said = capsys.readouterr().out
    line = re.search(r"= help: write `(id: \S+)` under `site:`", said)
    assert line is not None
    assert run(["validate", "--fix", *options]) == 0
    assert line[1] not in (root / "site_config.yml").read_text(encoding="utf-8")
    assert run(["validate", "--fix", "--yes", *options]) == 0
    config = (root / "site_config.yml").read_text(encoding="utf-8")
    assert line[1] in config
    capsys.readouterr()
    assert run(["validate", *options]) == 0
    assert "SEA009" not in capsys.readouterr().out
    moved = re.sub(r"https://[^\s,'\"]+", "https://incidents.larkfield.example/", config, count=1)
    assert moved != config
    (root / "site_config.yml").write_text(moved, encoding="utf-8")
    assert run(["build", *options]) == 0
    assert _ids(root) == before
    assert "warning: ids" not in capsys.readouterr().err


@pytest.mark.slow
def test_a_build_says_that_ids_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without git, the site that is replaced tells that ids change; the line that is offered brings them back."""
    root = _small(tmp_path)
    options = ("--root", str(root), "--now", "2027-03-03T12:00Z")
    assert run(["build", *options]) == 0
    before = _ids(root)
    assert "warning: ids" not in capsys.readouterr().err
    config = root / "site_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("status.larkfield", "incidents.larkfield"), encoding="utf-8")
    assert run(["build", *options]) == 0
    said = capsys.readouterr().err
    assert "write `id: status.larkfield.example` under `site:`" in said
    assert _ids(root) != before
    config.write_text(
        config.read_text(encoding="utf-8").replace("site:\n", "site:\n  id: status.larkfield.example\n"), encoding="utf-8"
    )
    assert run(["build", *options]) == 0
    assert _ids(root) == before


@pytest.mark.slow
@pytest.mark.parametrize("languages", ["[en]", "[en, de]"])
@pytest.mark.parametrize("shared", [1, 100], ids=["in several processes", "in one"])
def test_how_many_incidents_are_made(
    languages: str, shared: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While pages are made, a terminal is told of how many incidents that is, whatever their languages: never of more than there are."""
    root = _small(tmp_path, f"site: {{url: https://status.larkfield.example/, languages: {languages}}}\n")
    shutil.copytree(root / "content/incidents/desk", root / "content/incidents/till")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    for name, length in (("_PATIENCE", -1.0), ("_PAUSE", -1.0)):
        monkeypatch.setattr(f"generator.cli.progress.{name}", length)
    monkeypatch.setattr("generator.cli.build._SHARED", shared)
    assert run(["build", "--root", str(root), "--now", "2027-03-03T12:00Z", "--no-cache"]) == 0
    said = re.findall(r"(\d+) of (\d+) incidents made into pages(.*)", capsys.readouterr().err.replace("\r\x1b[2K", "\n"))
    assert {(of, rest) for _, of, rest in said} == {("2", "")}
    assert {int(number) for number, _, _ in said} <= {0, 1, 2}
    assert said[-1][0] == "2"


@pytest.mark.slow
def test_what_is_held_back_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A build names each file that it leaves out, and why; a translation only where it is the one that waits."""
    root = _small(tmp_path, "site: {url: https://status.larkfield.example/, id: status.larkfield.example, languages: [en, de]}\n")
    incident = root / "content/incidents/desk"
    first = (incident / "01-first.md").read_text(encoding="utf-8")
    later = (
        first.replace("03-03T03:10Z", "03-09T03:10Z")
        .replace("03-04T", "03-10T")
        .replace("status:", "late: We were slow.\nstatus:")
    )
    for name, text in {
        "01-first.de.md": first.replace("status:", "draft: true\nstatus:") + "\n[Der Brief](files/brief.txt)\n",
        "02-more.md": later + "\n[The letter](files/letter.txt)\n",
        "02-more.de.md": later,
        "review.md": "---\ntitle: What we learnt\npublished: 2027-03-08T09:00Z\ncause: A password.\n---\n\n[All](files/all.txt)\n",
    }.items():
        (incident / name).write_text(text, encoding="utf-8")
    (incident / "files").mkdir()
    for name in ("brief", "letter", "all", "nobody"):
        (incident / f"files/{name}.txt").write_text("Dear customer\n", encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", "2027-03-03T12:00Z"]) == 0
    top = "  content/incidents/desk/"
    assert [line.removeprefix(top) for line in capsys.readouterr().err.splitlines() if line.startswith(top)] == [
        "02-more.md: until 9 March 2027, 03:10 UTC",
        "01-first.de.md: a draft",
        "review.md: until 8 March 2027, 09:00 UTC",
        "files/all.txt: until review.md is published, which links to it",
        "files/brief.txt: until 01-first.de.md is published, which links to it",
        "files/letter.txt: until 02-more.md is published, which links to it",
        "files/nobody.txt: no text links to it",
    ]
    assert not (root / "site/incidents/desk/files").exists()


def test_the_id_that_git_remembers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the address changed since something was published, what is offered and written is the id that subscribers know; not for ever."""
    root = _small(tmp_path)
    # Nothing that git remembers was public later than today.
    for file in (root / "content").rglob("*.md"):
        file.write_text(file.read_text(encoding="utf-8").replace("2027-", "2026-"), encoding="utf-8")
    who = ["git", "-C", str(root), "-c", "user.name=Sam", "-c", "user.email=sam@larkfield.example"]
    when = {**os.environ, "GIT_COMMITTER_DATE": "2026-03-03T03:12Z", "GIT_AUTHOR_DATE": "2026-03-03T03:12Z"}
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*who, *command], check=True, env=when)
    config = root / "site_config.yml"
    moved = config.read_text(encoding="utf-8").replace("https://status.larkfield.example/", "https://larkfield.example/now/")
    config.write_text(moved, encoding="utf-8")
    options = ("--root", str(root), "--now", "2026-03-03T12:00Z")
    assert run(["validate", *options]) == 0
    said = capsys.readouterr().out
    assert "SEA009" not in said
    assert "ids were based on `status.larkfield.example` until" in said
    assert "feed readers will show the update again as new" in said
    assert run(["validate", "--fix", "--yes", *options]) == 0
    assert "\n  id: status.larkfield.example\n" in config.read_text(encoding="utf-8")
    assert "SEA008" not in capsys.readouterr().out
    config.write_text(moved, encoding="utf-8")
    subprocess.run([*who, "commit", "-qam", "x"], check=True, env={**when, "GIT_COMMITTER_DATE": "2026-03-04T09:00Z"})
    for day, codes in (("2026-03-20", {"SEA008"}), ("2026-04-20", {"SEA009"})):
        assert run(["validate", "--root", str(root), "--now", f"{day}T12:00Z", "--format", "json"]) == 0
        found = {one["code"] for one in json.loads(capsys.readouterr().out)["diagnostics"]}
        assert found & {"SEA008", "SEA009"} == codes


@pytest.mark.parametrize(
    ("files", "lacking"), [((), "there is no site in ."), (("site_config.yml",), "there is no content/ in .")]
)
def test_a_path_without_a_site(
    files: tuple[str, ...], lacking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is no site, `validate` says so, and not that the path which was typed is wrong."""
    monkeypatch.chdir(tmp_path)
    for name in files:
        Path(name).touch()
    assert run(["validate", "content/incidents/laptop"]) == 3
    said = capsys.readouterr().err
    assert lacking in said
    assert "run this in the folder with site_config.yml and content/" in said
    Path("content").mkdir()
    assert run(["validate", "content/incidents/laptop"]) == 2
    assert "There is no file or folder 'content/incidents/laptop' in the site." in capsys.readouterr().err


def test_who_was_at_work_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """After Ctrl-C in a plugin the last line names it."""

    def stopped(*_given: object, **_more: object) -> None:
        stopping = KeyboardInterrupt()
        stopping.add_note("The plugin larkfield was at work in its LRK001 ticket-number.")
        raise stopping

    monkeypatch.setattr("generator.cli.validate.run", stopped)
    assert run(["validate"]) == 130
    said = capsys.readouterr().err.splitlines()
    assert said[-2:] == ["Stopped. Nothing was written.", "The plugin larkfield was at work in its LRK001 ticket-number."]
