"""Reading git: the last commit's content; and nothing where git is missing, fails, or belongs to another folder."""

import os
import random
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.adapters.git import _Bases, attachments_changed, base, committed, files_at, history
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
    """Outside a repository, nothing is known."""
    said = committed(tmp_path, [PATH])
    assert not said.known
    assert said.why == "the folder is not in a git repository"


def test_before_the_first_commit(repository: Path) -> None:
    """A repository without a commit has published nothing."""
    said = committed(repository, [PATH])
    assert (said.known, said.files) == (True, {})


def test_the_last_commit(repository: Path) -> None:
    """The content of the last commit is returned, whatever is in the folder now; staged files are not included."""
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
    """On an empty branch next to others, nothing is known: published texts may be on one of those."""
    _git(repository, "add", ".")
    _git(repository, "commit", "-qm", "x")
    _git(repository, "checkout", "-q", "--orphan", "new")
    assert not committed(repository, [PATH]).known


def test_a_broken_repository(repository: Path) -> None:
    """A repository with a missing object, or without HEAD, knows nothing."""
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
    """Without git, or when it never answers, nothing is known and nothing is raised."""
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
    """A commit gives the content of the site's folder: links are marked as links; large files and attachments have only their size."""
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
    """New, removed and replaced attachments are reported, whatever git does to line ends."""
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
    """If git has a commit but not all of its files, nothing is invented."""
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


def _commit(folder: Path, when: str, **files: str | None) -> None:
    """Commit files (by name, `__` for a dot; None takes one away) at a time."""
    for name, text in files.items():
        file = folder / "content/incidents/x" / name.replace("__", ".").replace("_", "-")
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    _git(folder, "add", "-A", ".")
    dated = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    subprocess.run(["git", "-C", str(folder), *WHO, "commit", "-qm", "x"], check=True, capture_output=True, env=dated)


def _told(folder: Path) -> dict[str, list[tuple[str, bytes | None]]]:
    said = history(folder)
    assert said.known, said.why
    return {path.rpartition("/")[2]: [(f"{one.since:%H:%M}", one.data) for one in found] for path, found in said.files.items()}


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commits of these tests are of 2027: dates to come are not believed."""
    monkeypatch.setattr("generator.adapters.clock.now", lambda: datetime(2028, 1, 1, tzinfo=UTC))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site below the top of a repository, with three commits on main."""
    folder = tmp_path / "repository/ein Ört"
    folder.mkdir(parents=True)
    _git(folder.parent, "init", "-q", "-b", "main")
    (folder.parent / "elsewhere.md").write_text("not of the site", encoding="utf-8")
    _commit(folder, "2027-03-03T03:00Z", **{"01_a__md": "one\r\n", "02_b__md": "two\n"})
    _commit(folder, "2027-03-03T04:00Z", **{"01_a__md": "ONE\n"})
    _commit(folder, "2027-03-03T05:00Z", **{"02_b__md": None, "ledger__lock": "x\n"})
    return folder


def test_every_version(site: Path) -> None:
    """Every version of every text in the site is returned with its time, oldest first, and its removal; nothing outside the site is."""
    assert _told(site) == {
        "01-a.md": [("03:00", b"one\r\n"), ("04:00", b"ONE\n")],
        "02-b.md": [("03:00", b"two\n"), ("05:00", None)],
        "ledger.lock": [("05:00", b"x\n")],
    }


def test_settings_of_its_user_change_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's git settings do not change the result."""
    before = _told(site)
    odd = ("log.showSignature=true", "diff.renames=copies", "log.showRoot=false", "core.quotePath=true", "color.ui=always")
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(odd)))
    for number, setting in enumerate(odd):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", setting.partition("=")[0])
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", setting.partition("=")[2])
    assert _told(site) == before


def test_a_merge_counts_when_it_comes(site: Path) -> None:
    """A text from a branch became public with the merge; text that was only on the branch never did."""
    _git(site, "checkout", "-qb", "third")
    _commit(site, "2027-03-03T06:00Z", **{"03_c__md": "draft\n"})
    _commit(site, "2027-03-03T07:00Z", **{"03_c__md": "three\n"})
    assert "03-c.md" not in _told(site)
    _git(site, "checkout", "-q", "main")
    _commit(site, "2027-03-03T06:30Z", **{"04_d__md": "four\n"})
    dated = {**os.environ, "GIT_COMMITTER_DATE": "2027-03-03T08:00Z"}
    subprocess.run(["git", "-C", str(site), *WHO, "merge", "-qm", "x", "third"], check=True, capture_output=True, env=dated)
    assert _told(site)["03-c.md"] == [("08:00", b"three\n")]
    assert _told(site)["04-d.md"] == [("06:30", b"four\n")]


def test_what_was_not_pushed(site: Path, tmp_path: Path) -> None:
    """A commit that was never pushed was not public; what others pushed meanwhile is not missing here."""
    copy = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(site.parent), str(copy)], check=True, capture_output=True)
    mine = copy / site.name
    _commit(mine, "2027-03-03T06:00Z", **{"05_e__md": "mine\n"})
    _commit(site, "2027-03-03T06:00Z", **{"06_f__md": "theirs\n"})
    _git(mine, "fetch", "-q")
    assert set(_told(mine)) == {"01-a.md", "02-b.md", "ledger.lock"}


def test_clocks_that_differ(site: Path) -> None:
    """A commit whose clock was slow is not older than what it follows."""
    _commit(site, "2027-03-03T01:00Z", **{"01_a__md": "slow\n"})
    assert _told(site)["01-a.md"][-1] == ("05:00", b"slow\n")


def test_a_shallow_clone(site: Path, tmp_path: Path) -> None:
    """A clone that is cut short says so, and what to do."""
    copy = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=2", f"file://{site.parent}", str(copy)], check=True, capture_output=True)
    said = history(copy / site.name)
    assert (said.known, dict(said.files)) == (False, {})
    assert "only the latest commits" in said.why
    assert "fetch-depth: 0" in said.help


def test_a_clone_without_the_texts(site: Path, tmp_path: Path) -> None:
    """A clone that left the earlier texts on the server says so, and fetches nothing."""
    _git(site, "config", "uploadpack.allowFilter", "true")
    copy = tmp_path / "clone"
    made = ["git", "clone", "-q", "--filter=blob:none", f"file://{site.parent}", str(copy)]
    subprocess.run(made, check=True, capture_output=True)
    assert "has not fetched" in history(copy / site.name).why


def _filtered(site: Path, clean: str) -> None:
    """Let a filter of git run over the texts from now on."""
    _git(site, "config", "filter.odd.clean", clean)
    (site / ".gitattributes").write_text("content/**/*.md filter=odd\n", encoding="utf-8")
    _git(site, "rm", "-qr", "--cached", "content")


@pytest.mark.parametrize("head", ["version https://git-lfs.github.com/spec/v1\\noid sha256:", "\\0GITCRYPT\\0"])
def test_texts_that_git_keeps_in_another_form(site: Path, tmp_path: Path, head: str) -> None:
    """Where git has pointers or secret letters in the place of texts, nothing is known of them; whoever has no filter is told too."""
    _filtered(site, f"printf '{head}%s\\n' $(sha256sum)")
    _commit(site, "2027-03-03T06:00Z")
    copy = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(site.parent), str(copy)], check=True, capture_output=True)
    for where in (site, copy / site.name):
        said = history(where)
        assert (said.known, said.outside, dict(said.files)) == (False, False, {})
        assert "because of a filter" in said.why
        assert ".gitattributes" in said.help
        with pytest.raises(EnvironmentFailedError, match="filter"):
            files_at(where, "HEAD", 1000)
    (site / ".gitattributes").unlink()
    _git(site, "rm", "-qr", "--cached", "content")
    _commit(site, "2027-03-03T07:00Z")
    assert _told(site)["01-a.md"][-1] == ("07:00", b"ONE\n")


def test_a_filter_that_is_not_known(site: Path) -> None:
    """A filter that runs here is named, whatever it does; one that nobody set up runs nowhere, and does nothing."""
    _filtered(site, "tr a-z A-Z")
    _commit(site, "2027-03-03T06:00Z")
    assert "(odd)" in history(site).why
    _git(site, "config", "--unset", "filter.odd.clean")
    assert set(_told(site)) == {"01-a.md", "02-b.md", "ledger.lock"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives folders away")
def test_a_folder_of_someone_else(site: Path) -> None:
    """The folder to be trusted is that of the repository, in full, and not that of the site in it."""
    for path in (site.parent, site.parent / ".git"):
        os.chown(path, 12345, 12345)
    said = history(site)
    assert "does not trust" in said.why
    assert f"safe.directory '{site.parent}'`" in said.help or f"safe.directory {site.parent}`" in said.help


def test_no_history(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a repository, and without git, there is no history and no message; before the first commit it is empty."""
    assert (history(tmp_path).known, history(tmp_path).outside) == (False, True)
    assert history(tmp_path).why == "the folder is not in a git repository"
    assert (history(repository).known, dict(history(repository).files)) == (True, {})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (history(repository).known, history(repository).outside) == (False, True)
    assert history(repository).why == "there is no git here"


def test_links_are_no_texts(site: Path) -> None:
    """A symbolic link was never published as a file."""
    (site / "content/incidents/x/07-g.md").symlink_to("01-a.md")
    _commit(site, "2027-03-03T06:00Z")
    assert _told(site)["07-g.md"] == [("06:00", None)]


def _fast_import(root: Path, stream: str) -> None:
    root.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True, capture_output=True)
    subprocess.run(["git", "-C", str(root), "fast-import", "--quiet"], input=stream.encode(), check=True, capture_output=True)


def _merge_by_merge(root: Path, merges: int) -> None:
    """A repository in which main changes a text again and again, and each time a merge keeps the text from before."""
    lines = []

    def commit(mark: int, parents: list[int], text: str) -> None:
        when = 1_600_000_000 + mark * 600
        lines.append(f"commit refs/heads/main\nmark :{mark}\ncommitter x <x@x.example> {when} +0000\ndata 1\nx")
        lines.extend(f"{'merge' if number else 'from'} :{parent}" for number, parent in enumerate(parents))
        lines.append(f"M 100644 inline content/incidents/a/01-a.md\ndata {len(text)}\n{text}")

    commit(1, [], "first")
    for number in range(merges):
        last = 3 * number + 1
        commit(last + 1, [last], f"text {number}")
        commit(last + 2, [last], "first")
        commit(last + 3, [last + 2, last + 1], "first")
    _fast_import(root, "\n".join(lines) + "\n")
    subprocess.run(["git", "-C", str(root), "reset", "-q", "--hard", "main"], check=True, capture_output=True)


def test_merges_cost_no_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many merges lost a text, git is asked as often as for one, and each text that was lost is found."""
    asked = []
    run = subprocess.run

    def counted(*arguments: Any, **more: Any) -> Any:
        asked.append(arguments)
        return run(*arguments, **more)

    counts = []
    for merges in (1, 12):
        _merge_by_merge(tmp_path / str(merges), merges)
        asked.clear()
        with monkeypatch.context() as patched:
            patched.setattr("generator.adapters.git.subprocess.run", counted)
            said = history(tmp_path / str(merges), "main")
        counts.append(len(asked))
        assert {one.data for those in said.dropped.values() for one in those} == {
            f"text {number}".encode() for number in range(merges)
        }
    assert counts[0] == counts[1]


def test_where_lines_parted(tmp_path: Path) -> None:
    """The newest common ancestors are those that git finds: in a history of many merges, some of which cross, for two and for three commits."""
    chance = random.Random(16)
    lines = []
    for mark in range(1, 41):
        parents = chance.sample(range(max(1, mark - 6), mark), k=min(mark - 1, chance.choice([1, 1, 2, 2, 3])))
        lines.append(
            f"commit refs/heads/b{mark}\nmark :{mark}\ncommitter x <x@x.example> {1_600_000_000 + mark} +0000\ndata {len(str(mark))}\n{mark}"
        )
        lines.extend(f"{'merge' if number else 'from'} :{parent}" for number, parent in enumerate(parents))
    _fast_import(tmp_path / "site", "\n".join(lines) + "\n")

    def git(*arguments: str) -> list[str]:
        said = subprocess.run(["git", "-C", str(tmp_path / "site"), *arguments], capture_output=True, text=True, check=False)
        return said.stdout.splitlines()

    bases = _Bases(tuple(line.split()) for line in git("rev-list", "--all", "--topo-order", "--parents"))
    tips = dict(zip(git("for-each-ref", "--format=%(refname:short)"), git("for-each-ref", "--format=%(objectname)"), strict=True))
    several = 0
    for _ in range(40):
        some = tuple(chance.sample(sorted(tips.values()), k=chance.choice([2, 2, 3])))
        found = bases.of(some)
        assert sorted(found) == sorted(git("merge-base", "--octopus", "--all", *some)), some
        several += len(found) > 1
    assert several > 3
