"""`validate --fix` as its users run it."""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pexpect
import pytest

from generator.adapters import clock
from generator.adapters.file_writing import rename_file
from generator.cli.main import run
from tests.terminals import at_terminal, interrupt

NOW = "2026-11-23T12:00Z"
OPEN = "content/incidents/support-tickets"
NEWEST = f"{OPEN}/05-password-source.md"
NEXT = f"{OPEN}/06-next.md"
WHO = ["-c", "user.name=A", "-c", "user.email=a@larkfield.example", "-c", "commit.gpgsign=false"]


@pytest.fixture
def repository(root: Path) -> Path:
    """The site, committed; a sixth update that was not, written in a hurry."""
    _git(root, "init", "-q")
    _git(root, "add", ".")
    _git(root, "commit", "-qm", "published")
    text = (root / NEWEST).read_text(encoding="utf-8")
    text = text.replace("2026-11-20T16:40Z", "2026-11-23T11:00Z").replace("known:", "Known:", 1)
    assert "Known:" in text
    (root / NEXT).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    # The machine's clock, which decides what may be public already.
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))


def _git(folder: Path, *arguments: str) -> None:
    dated = {**os.environ, "GIT_COMMITTER_DATE": "2026-11-23T11:30Z", "GIT_AUTHOR_DATE": "2026-11-23T11:30Z"}
    subprocess.run(["git", "-C", str(folder), *WHO, *arguments], check=True, capture_output=True, env=dated)


def _tree(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _fix(root: Path, *arguments: str) -> int:
    return run(["validate", "--fix", "--root", str(root), "--now", NOW, *arguments])


def _break(root: Path, path: str, old: str = "known:", new: str = "Known:") -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_at_three_in_the_morning(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An uncommitted update is fixed although its time has come; the output names file, line and problem."""
    before = _tree(repository)
    _fix(repository)
    said = capsys.readouterr()
    assert f"fixed {NEXT}:" in said.err
    assert "`Known` is not a key of an update" in said.err
    assert "   - Known:\n   + known:\n" in said.err
    assert "fixed" not in said.out
    after = _tree(repository)
    assert [path for path in after if after[path] != before[path]] == [NEXT]
    assert "\nknown:\n" in (repository / NEXT).read_text(encoding="utf-8")
    _fix(repository)
    assert "fixed" not in capsys.readouterr().err
    assert _tree(repository) == after


def test_a_published_update_is_never_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is committed and whose time has come stays as it is; it says why, and what to do instead; exit code 1."""
    _break(repository, NEWEST)
    before = _tree(repository)
    assert _fix(repository, NEWEST, "--yes") == 1
    assert _tree(repository) == before
    said = capsys.readouterr()
    assert f"left {NEWEST}:" in said.err
    assert "already published: write a correction in a new update" in said.err
    assert "FRM006" in said.out


def test_two_of_one_number(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The update that was never published gets the next number, its translation with it; one that is committed keeps its own."""
    double = f"{OPEN}/05-also-five"
    (repository / NEXT).rename(repository / f"{double}.md")
    (repository / f"{double}.de.md").write_bytes((repository / f"{double}.md").read_bytes())
    before = _tree(repository)
    _fix(repository, "--diff")
    assert f"rename from {double}.md\nrename to {OPEN}/06-also-five.md" in capsys.readouterr().out
    assert _tree(repository) == before
    _fix(repository)
    assert (
        f"fixed {double}.md:1: 05-password-source.md has this number too, so this was renamed to 06-also-five.md"
        in capsys.readouterr().err
    )
    after = _tree(repository)
    assert {f"{OPEN}/06-also-five.md", f"{OPEN}/06-also-five.de.md"} <= set(after)
    assert not [path for path in after if path.startswith(double)]
    assert after[NEWEST] == before[NEWEST]


def test_no_file_is_renamed_over_another(tmp_path: Path) -> None:
    """What came there in the meantime stays, and so does what was to be renamed."""
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    assert rename_file(tmp_path, "a", "b") == "there is already a file called b"
    assert rename_file(tmp_path, "c", "d") == "it is no longer there"
    assert ((tmp_path / "a").read_text(), (tmp_path / "b").read_text()) == ("a", "b")


def test_the_past_makes_nothing_unpublished(repository: Path) -> None:
    """A `--now` before its publication does not open a published update."""
    _break(repository, NEWEST)
    before = _tree(repository)
    run(["validate", "--fix", "--root", str(repository), "--now", "2026-11-01T00:00Z", NEWEST])
    assert _tree(repository) == before


def test_what_is_sealed_is_never_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that its incident's ledger.lock names is not changed, committed or not."""
    (repository / OPEN / "ledger.lock").write_text("0000 0000 06-next.md\n", encoding="utf-8")
    before = _tree(repository)
    _fix(repository, NEXT)
    assert _tree(repository) == before
    assert "sealed in ledger.lock" in capsys.readouterr().err


def test_without_git(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing can be known of what was published, an update whose time has come is left; a draft and a later one are not."""
    _break(root, NEWEST)
    before = _tree(root)
    _fix(root, NEWEST)
    assert _tree(root) == before
    said = capsys.readouterr().err
    assert "the folder is not in a git repository" in said
    assert "set `draft: true`" in said
    _break(root, NEWEST, "status:", "draft: true\nstatus:")
    _fix(root, NEWEST)
    assert "\nknown:\n" in (root / NEWEST).read_text(encoding="utf-8")
    capsys.readouterr()


def test_an_embargoed_update(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is committed and not due yet was never public, and is fixed."""
    _break(repository, NEXT, "2026-11-23T11:00Z", "2026-11-24T11:00Z")
    _git(repository, "add", ".")
    _git(repository, "commit", "-qm", "embargoed")
    _fix(repository)
    assert "\nknown:\n" in (repository / NEXT).read_text(encoding="utf-8")
    capsys.readouterr()


def test_title_of_a_published_incident(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """incident.md of a published incident is fixed, but not in its title."""
    path = f"{OPEN}/incident.md"
    _break(repository, path, "title: Someone read customer support tickets", "title: “Someone read customer support tickets”")
    _break(repository, path, "impact: major", "Impact: Major")
    _fix(repository, path)
    text = (repository / path).read_text(encoding="utf-8")
    assert "title: “Someone read customer support tickets”" in text
    assert "\nimpact: major\n" in text
    assert "stay as they are" in capsys.readouterr().err


def test_diff(repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`--diff` prints a patch that git can apply, changes nothing, and reports what would remain."""
    # In a log that a CI host reads, line ends of another kind would be shown as escapes.
    monkeypatch.delenv("CI", raising=False)
    (repository / NEXT).write_bytes((repository / NEXT).read_bytes().replace(b"\n", b"\r\n"))
    before = _tree(repository)
    code = _fix(repository, "--diff")
    said = capsys.readouterr()
    assert _tree(repository) == before
    assert said.out.startswith(f"--- a/{NEXT}\n+++ b/{NEXT}\n")
    assert f"would fix {NEXT}:" in said.err
    assert "FRM006" not in said.err
    saved = repository.parent / "x.patch"
    saved.write_bytes(said.out.encode())
    _git(repository, "apply", str(saved))
    patched = _tree(repository)
    assert patched != before
    (repository / NEXT).write_bytes(before[NEXT])
    assert _fix(repository) == code
    assert _tree(repository) == patched
    assert _fix(repository, "--dry-run") == code
    assert capsys.readouterr().out.endswith("")


def test_only_the_chosen_files(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With paths, nothing else is fixed."""
    before = _tree(repository)
    _fix(repository, "content/pages")
    assert _tree(repository) == before
    capsys.readouterr()


def test_json_has_the_output_for_itself(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --format json the output is the findings that remain, and nothing else; so with --diff."""
    for more in (["--diff"], []):
        _fix(repository, "--format", "json", *more)
        said = json.loads(capsys.readouterr().out)
        assert said["schema"] == 1
        assert all(len(one) == 10 for one in said["diagnostics"])
        assert not any(one["code"] == "FRM006" for one in said["diagnostics"])


def test_sarif_offers_no_change_of_what_was_published(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fixes of SARIF are those that --fix would make: none in a published file."""
    _break(repository, NEWEST)
    run(["validate", "--root", str(repository), "--now", NOW, "--format", "sarif"])
    (one,) = json.loads(capsys.readouterr().out)["runs"]
    fixes = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: "fixes" in result for result in one["results"]
    }
    assert fixes == {NEWEST: False, NEXT: True}


def test_wrong_usage(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--diff and --yes mean nothing without --fix."""
    for option in ("--diff", "--yes"):
        assert run(["validate", option, "--root", str(root)]) == 2
    capsys.readouterr()


def test_a_file_that_changes_meanwhile(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that an editor saves while we work is not overwritten."""
    from generator.adapters import git

    asked = git.committed

    def slow(*arguments: Any) -> object:
        (repository / NEXT).write_text("---\ntitle: Mine\n---\n", encoding="utf-8")
        return asked(*arguments)

    monkeypatch.setattr(git, "committed", slow)
    _fix(repository)
    assert (repository / NEXT).read_text(encoding="utf-8") == "---\ntitle: Mine\n---\n"
    assert "another program" in capsys.readouterr().err


def _zone(repository: Path) -> None:
    _break(repository, NEXT, "published: 2026-11-23T11:00Z", "published: 2026-11-23T11:00")


def test_nobody_to_ask(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal, a missing time zone is left and reported; --yes uses the site's."""
    _zone(repository)
    _fix(repository)
    assert "run it in a terminal, or with --yes" in capsys.readouterr().err
    assert "published: 2026-11-23T11:00\n" in (repository / NEXT).read_text(encoding="utf-8")
    _fix(repository, "--yes")
    assert "published: 2026-11-23T11:00Z\n" in (repository / NEXT).read_text(encoding="utf-8")
    capsys.readouterr()


@pytest.mark.parametrize(("answer", "written"), [("y", "2026-11-23T11:00Z"), ("n", "2026-11-23T11:00"), ("", "2026-11-23T11:00")])
def test_asked_on_a_terminal(repository: Path, answer: str, written: str) -> None:
    """On a terminal, the question is asked once, in words; only yes writes the zone."""
    _zone(repository)
    child = at_terminal(["validate", "--fix", "--root", str(repository), "--now", NOW], dimensions=(60, 200))
    child.expect("Is 2026-11-23T11:00 the time in Europe/London")
    child.expect("Only you can know")
    child.sendline(answer)
    child.expect("fixed" if answer == "y" else "you said no")
    child.expect(pexpect.EOF)
    child.close()
    assert f"published: {written}\n" in (repository / NEXT).read_text(encoding="utf-8")


def test_stopped_while_asked(repository: Path) -> None:
    """Who stops at a question has changed nothing."""
    _zone(repository)
    before = _tree(repository)
    child = at_terminal(["validate", "--fix", "--root", str(repository), "--now", NOW], dimensions=(60, 200))
    child.expect("Only you can know")
    interrupt(child)
    child.expect("Nothing was written")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert _tree(repository) == before
