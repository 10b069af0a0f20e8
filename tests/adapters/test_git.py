"""What git knows: the last commit's bytes; and nothing where git is missing, fails, or looks at another folder."""

import subprocess
from pathlib import Path

import pytest

from generator.adapters.git import attachments_changed, base, committed, files_at
from generator.errors import EnvironmentFailedError

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


def test_a_whole_commit(repository: Path) -> None:
    """The site of a commit is what stood in its folder: links are said to be links, large files and attachments have their size alone."""
    folder = repository / "content/incidents/x"
    (folder / "files").mkdir()
    (folder / "files/letter.txt").write_bytes(b"Dear\n")
    (folder / "link.md").symlink_to("01-a.md")
    (folder / "größe.md").write_bytes(b"x" * 2000)
    (repository / "site_config.yml").write_bytes(b"a: 1\n")
    (repository / "README.md").write_bytes(b"no part of the site\n")
    _git(repository.parent, "add", ".")
    _git(repository.parent, "commit", "-qm", "x")
    commit = base(repository, "HEAD", "").commit
    (repository / "site_config.yml").write_bytes(b"a: 2\n")
    found = {file.path: file for file in files_at(repository, commit, 1000)}
    assert list(found) == sorted(found)
    assert {path: (file.data, file.size, file.link) for path, file in found.items()} == {
        PATH: (b"one\r\n\xff\n", 7, False),
        "content/incidents/x/files/letter.txt": (b"", 5, False),
        "content/incidents/x/größe.md": (b"", 2000, False),
        "content/incidents/x/link.md": (b"", 0, True),
        "site_config.yml": (b"a: 1\n", 5, False),
    }
    assert files_at(repository, "", 1000) == ()


def test_attachments_that_changed(repository: Path) -> None:
    """What is new, gone or another file is told, whatever git does to line ends."""
    files = repository / "content/incidents/x/files"
    files.mkdir()
    (repository.parent / ".gitattributes").write_bytes(b"*.txt text\n")
    for name in ("same", "other", "gone"):
        (files / f"{name}.txt").write_bytes(b"Dear\n")
    _git(repository.parent, "add", ".")
    _git(repository.parent, "commit", "-qm", "x")
    (files / "same.txt").write_bytes(b"Dear\r\n")
    (files / "other.txt").write_bytes(b"Esteemed\n")
    (files / "gone.txt").unlink()
    (files / "new.txt").write_bytes(b"Dear\n")
    there = [f"content/incidents/x/files/{name}.txt" for name in ("new", "other", "same")]
    commit = base(repository, None, "").commit
    assert attachments_changed(repository, commit, there) == {
        "content/incidents/x/files/new.txt": True,
        "content/incidents/x/files/gone.txt": False,
        "content/incidents/x/files/other.txt": None,
    }


def test_a_commit_with_a_missing_part(repository: Path) -> None:
    """Where git has a commit but not all of its files, nothing is made up."""
    _git(repository.parent, "add", ".")
    _git(repository.parent, "commit", "-qm", "x")
    commit = base(repository, "HEAD", "").commit
    for file in (repository.parent / ".git/objects").glob("??/*"):
        kind = subprocess.run(
            ["git", "-C", str(repository), "cat-file", "-t", file.parent.name + file.name], capture_output=True, check=True
        )
        if kind.stdout.strip() == b"blob":
            file.unlink()
    with pytest.raises(EnvironmentFailedError, match="git does not have every file"):
        files_at(repository, commit, 1000)
