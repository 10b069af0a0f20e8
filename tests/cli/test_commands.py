"""The command as its users run it: what it prints, what it writes, how it leaves."""

import contextlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.adapters import clock
from generator.cli import main
from generator.cli.main import run

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
    assert "error[CON001] dropped-unknown: `copied` was still unknown, and this update does not mention it" in out
    assert f"--> {NEWEST}:9:1" in out
    assert "aboveboard explain CON001" in out
    assert f"Next: mend {NEWEST}, line 9" in out


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
            "help": "write `contained`",
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
        "::`containd` is not a status%0AFix: write `contained`\n"
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
        (["validate", "--now", "2026-11-23T12:00"], 2),
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
    assert "write `organisation`" in out
    assert run(["build", "--root", str(root), "--now", NOW]) == 2
    capsys.readouterr()


def test_a_bug_is_reported_as_one(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What we did not foresee is 70, with what to report."""
    monkeypatch.setattr("generator.pipeline.check", lambda *_: 1 / 0)
    assert run(["validate", "--root", str(root)]) == 70
    assert "This is a bug in aboveboard" in capsys.readouterr().err


def test_unreadable_file(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the disk does not give us is 4, and is named."""
    opened = Path.open

    def refuse(self: Path, *arguments: object, **options: object) -> object:
        if self.name == Path(NEWEST).name:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
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
    """When the press itself fails the old site stays, and nothing is left behind; exit code 4."""
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


def test_help_imports_nothing_heavy() -> None:
    """`--help` answers at once: it imports neither MkDocs nor Jinja nor our own rules."""
    code = (
        "import sys; from generator.cli.main import run; run(['--help']);"
        "print(sorted({'mkdocs', 'jinja2', 'yaml', 'nh3', 'generator.rules', 'generator.pipeline'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.rstrip().endswith("[]")


def test_every_verb_is_in_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The table of verbs and the commands agree."""
    run(["--help"])
    listed = capsys.readouterr().out
    for verb, (_, short) in main.cli.verbs.items():
        assert verb in listed
        command = main.cli.get_command(None, verb)
        assert command is not None
        assert command.get_short_help_str(200) == short


def test_seal(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`seal` writes down what is published; from then on a change in place is refused, and sealing with it."""
    given = ["--root", str(root), "--now", NOW]
    lock = root / OPEN / "ledger.lock"
    assert run(["seal", *given]) == 0
    before = lock.read_text(encoding="utf-8")
    assert [line.rpartition(" ")[2] for line in before.splitlines()][::10] == ["incident.md", "05-password-source.de.md"]
    assert run(["seal", *given]) == 0
    assert lock.read_text(encoding="utf-8") == before
    _edit(root, f"{OPEN}/01-first-statement.md", "title: ", "title: Possibly ")
    capsys.readouterr()
    assert run(["validate", *given]) == 1
    assert (
        f"error[CON013] edited-in-place: this was published with another text\n  --> {OPEN}/01-first-statement.md:1:1"
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
        f"warning[SAF040] file-with-metadata: the message names who it went to and the computers on its way\n  --> {OPEN}/files/letter.eml"
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
