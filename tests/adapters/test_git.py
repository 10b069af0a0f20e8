"""What git knows: the last commit's bytes; and nothing where git is missing, fails, or looks at another folder."""

import subprocess
from pathlib import Path

import pytest

from generator.adapters.git import committed

PATH = "content/incidents/x/01-a.md"
WHO = ["-c", "user.name=A", "-c", "user.email=a@larkfield.example", "-c", "commit.gpgsign=false"]


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *WHO, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one update in it, not yet committed, in a folder of its own."""
    site = tmp_path / "repository" / "a site"
    (site / PATH).parent.mkdir(parents=True)
    (site / PATH).write_bytes(b"one\r\n\xff\n")
    _git_init(site.parent)
    return site


def _git_init(folder: Path) -> None:
    _git(folder, "init", "-q")


def test_no_repository(tmp_path: Path) -> None:
    """Outside of a repository nothing is known."""
    said = committed(tmp_path, [PATH])
    assert not said.known
    assert said.why == "the folder is not in a git repository"


def test_before_the_first_commit(repository: Path) -> None:
    """A repository without a commit has published nothing."""
    said = committed(repository, [PATH])
    assert (said.known, said.files) == (True, {})


def test_the_last_commit(repository: Path) -> None:
    """The bytes of the last commit are given, whatever stands in the folder now; what was only added is not in it."""
    _git(repository, "add", ".")
    assert committed(repository, [PATH]).files == {}
    _git(repository, "commit", "-qm", "x")
    (repository / PATH).write_bytes(b"two\n")
    (repository / "content/new.md").write_bytes(b"three\n")
    said = committed(repository, [PATH, "content/new.md", "content/gone.md"])
    assert (said.known, said.files) == (True, {PATH: b"one\r\n\xff\n"})


def test_an_ignored_folder(repository: Path) -> None:
    """A site that its repository ignores is not in it."""
    (repository.parent / ".gitignore").write_text("/a site/\n", encoding="utf-8")
    _git(repository.parent, "add", ".gitignore")
    _git(repository.parent, "commit", "-qm", "x")
    assert not committed(repository, [PATH]).known


def test_a_branch_without_commits_beside_others(repository: Path) -> None:
    """On an empty branch beside others nothing is known: what was published may stand on one of those."""
    _git(repository, "add", ".")
    _git(repository, "commit", "-qm", "x")
    _git(repository, "checkout", "-q", "--orphan", "new")
    assert not committed(repository, [PATH]).known


def test_a_broken_repository(repository: Path) -> None:
    """A repository that has lost an object, or its HEAD, knows nothing."""
    _git(repository, "add", ".")
    _git(repository, "commit", "-qm", "x")
    for loose in (repository.parent / ".git/objects").rglob("*"):
        if loose.is_file():
            loose.chmod(0o644)
            loose.write_bytes(b"")
    assert not committed(repository, [PATH]).known
    (repository.parent / ".git/HEAD").write_text("nonsense\n", encoding="utf-8")
    assert not committed(repository, [PATH]).known


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git nothing is known, and nothing is raised; nor when it never answers."""
    monkeypatch.setenv("PATH", str(repository))
    said = committed(repository, [PATH])
    assert (said.known, said.why) == (False, "there is no git")

    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("git", 60)

    monkeypatch.setattr(subprocess, "run", hang)
    assert committed(repository, [PATH]).why == "git failed"


def test_inside_a_hook(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables that git sets for its hooks do not lead to another repository."""
    _git(repository, "add", ".")
    _git(repository, "commit", "-qm", "x")
    other = tmp_path / "other"
    other.mkdir()
    _git_init(other)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert committed(repository, [PATH]).files == {PATH: b"one\r\n\xff\n"}
