"""Reading and writing files: what belongs to a site, and what does not."""

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.adapters.builder import build, write
from generator.adapters.file_writing import rewrite_file, write_new
from generator.adapters.site_files import read_attachments, read_site
from generator.adapters.site_lock import exclusive_access
from generator.adapters.theme_files import read_theme
from generator.errors import EnvironmentFailedError, NoContentError, UsageError
from generator.model.artifact import Artifact
from generator.model.config import Organisation, SiteConfig, SiteSettings
from generator.model.source import RawFile
from generator.pipeline import building
from generator.render.site import Site

WHEN = datetime(2027, 3, 3, tzinfo=UTC)
CONFIG = SiteConfig(
    organisation=Organisation(name="Larkfield Energy"), site=SiteSettings(url="https://status.larkfield.example/")
)
FINISH = building.finish(Site(config=CONFIG, incidents=(), pages=(), as_of=WHEN))


def test_what_belongs_to_a_site(tmp_path: Path) -> None:
    """site_config.yml and content/ belong to a site; attachments are listed but not read; links are not followed.

    Other files are ignored.
    """
    (tmp_path / "content/incidents/x/files").mkdir(parents=True)
    (tmp_path / "site_config.yml").write_bytes(b"a: b\n")
    (tmp_path / "content/incidents/x/01-a.md").write_bytes(b"x" * 50)
    (tmp_path / "content/incidents/x/files/a.pdf").write_bytes(b"%PDF")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (tmp_path / "content/incidents/x/02-b.md").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "content/linked").symlink_to(tmp_path)
    found = {file.path: file for file in read_site(tmp_path, 10)}
    assert set(found) == {
        "site_config.yml",
        "content/incidents/x/01-a.md",
        "content/incidents/x/02-b.md",
        "content/incidents/x/files/a.pdf",
        "content/linked",
    }
    assert len(found["content/incidents/x/01-a.md"].data) == 11
    assert found["content/incidents/x/01-a.md"].size == 50
    assert found["content/incidents/x/files/a.pdf"].data == b""
    assert found["content/incidents/x/02-b.md"].link
    assert found["content/linked"].link
    assert all(b"secret" not in file.data for file in found.values())


def test_no_site(tmp_path: Path) -> None:
    """An empty folder is not a site."""
    with pytest.raises(NoContentError):
        read_site(tmp_path, 10)


def test_attachments(tmp_path: Path) -> None:
    """Attachments are read whole, and one that is too large is refused."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert read_attachments(tmp_path, ("a.pdf",)) == {"a.pdf": b"%PDF"}
    with (tmp_path / "big.zip").open("wb") as stream:
        stream.truncate(26 << 20)
    with pytest.raises(UsageError, match="larger than 25 MB"):
        read_attachments(tmp_path, ("big.zip",))
    with pytest.raises(EnvironmentFailedError):
        read_attachments(tmp_path, ("gone.pdf",))


def test_a_sites_own_theme(tmp_path: Path) -> None:
    """A site's own themes/ replace the shipped files one by one; an unknown theme is refused."""
    (tmp_path / "themes/pages").mkdir(parents=True)
    (tmp_path / "themes/pages/home.html").write_text("mine", encoding="utf-8")
    theme = read_theme("material", tmp_path)
    assert theme.files["pages/home.html"] == b"mine"
    assert b"ab" in theme.files["pages/incident.html"]
    with pytest.raises(UsageError, match="no theme called"):
        read_theme("fancy", tmp_path)


def test_new_files_are_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If one of two files cannot be written, neither is there; existing files are never changed."""
    (tmp_path / "b").write_text("old", encoding="utf-8")
    with pytest.raises(UsageError):
        write_new(tmp_path, {"a": "new", "b": "new"})
    assert not (tmp_path / "a").exists()
    assert (tmp_path / "b").read_text(encoding="utf-8") == "old"
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target).name == "d":
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EnvironmentFailedError, match="No space left"):
        write_new(tmp_path, {"c": "new", "d": "new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b"]


@pytest.mark.parametrize("path", ["../x", "/etc/x", "docs/../../x"])
def test_nothing_is_written_outside(tmp_path: Path, path: str) -> None:
    """An artifact cannot leave the project."""
    with pytest.raises(UsageError, match="outside the site"):
        write([Artifact(path, b"x")], tmp_path / "project")
    assert not (tmp_path / "x").exists()


def test_without_an_exchange_the_old_site_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where folders cannot be exchanged at once, a failure between the two renames puts the old site back."""
    project = [Artifact("mkdocs.yml", b'{"site_name": "x"}'), Artifact("docs/index.md", b"# One\n")]
    build(project, tmp_path / "site", WHEN, FINISH)
    old = (tmp_path / "site/index.html").read_bytes()
    monkeypatch.setattr("generator.adapters.builder._exchange", lambda *_: False)
    build([*project[:1], Artifact("docs/index.md", b"# Two\n")], tmp_path / "site", WHEN, FINISH)
    new = (tmp_path / "site/index.html").read_bytes()
    assert new != old
    rename = Path.rename

    def broken(self: Path, target: Path) -> Path:
        if self.name == "site" and Path(target) == tmp_path / "site":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(EnvironmentFailedError):
        build(project, tmp_path / "site", WHEN, FINISH)
    assert (tmp_path / "site/index.html").read_bytes() == new


def test_a_full_disk_leaves_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full while the project is written leaves the old site and nothing else."""
    project = [Artifact("mkdocs.yml", b'{"site_name": "x"}'), Artifact("docs/index.md", b"# One\n")]
    build(project, tmp_path / "site", WHEN, FINISH)
    old = (tmp_path / "site/index.html").read_bytes()

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(EnvironmentFailedError, match="No space left"):
        build([*project, Artifact("docs/more.md", b"# More\n")], tmp_path / "site", WHEN, FINISH)
    assert (tmp_path / "site/index.html").read_bytes() == old
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new bytes, the old permissions, and nothing left beside it."""
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "a.md").chmod(0o640)
    assert rewrite_file(tmp_path, "a.md", b"old", b"new") == ""
    assert (tmp_path / "a.md").read_bytes() == b"new"
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_what_changed_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    """A file that is no longer what was read, is protected, is a link, or is gone stays as it is, and the reason is given."""
    file = tmp_path / "a.md"
    file.write_bytes(b"other")
    assert "another program" in rewrite_file(tmp_path, "a.md", b"old", b"new")
    assert file.read_bytes() == b"other"
    file.chmod(0o444)
    assert "protected" in rewrite_file(tmp_path, "a.md", b"other", b"new")
    (tmp_path / "b.md").symlink_to(file)
    assert "link" in rewrite_file(tmp_path, "b.md", b"other", b"new")
    assert "no longer there" in rewrite_file(tmp_path, "c.md", b"other", b"new")
    assert file.read_bytes() == b"other"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_a_replacement_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """When the disk fails at any step the old file is there, whole, and nothing beside it."""
    (tmp_path / "a.md").write_bytes(b"old")

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, broken)
    with pytest.raises(EnvironmentFailedError, match="No space left"):
        rewrite_file(tmp_path, "a.md", b"old", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_killed_replacement_leaves_old_or_new(tmp_path: Path) -> None:
    """Killed at any moment, a run leaves the old bytes or the new ones, never a part."""
    old, new = b"old\n" * 200_000, b"newer\n" * 200_000
    code = (
        "import sys; from pathlib import Path; from generator.adapters.files import rewrite_file\n"
        "old, new = b'old\\n' * 200_000, b'newer\\n' * 200_000\n"
        "print('go', flush=True)\n"
        "while True:\n"
        "    rewrite_file(Path(sys.argv[1]), 'a.md', old, new); rewrite_file(Path(sys.argv[1]), 'a.md', new, old)\n"
    )
    for moment in (0.0, 0.01, 0.02, 0.05, 0.1):
        (tmp_path / "a.md").write_bytes(old)
        running = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(moment)
        running.kill()
        running.wait()
        running.stdout.close()
        assert (tmp_path / "a.md").read_bytes() in {old, new}


def test_attachments_are_looked_into_one_at_a_time(tmp_path: Path) -> None:
    """Each is given with its bytes to whoever looks, except one too large to publish; what is made of it is kept in its place."""
    folder = tmp_path / "content/incidents/x/files"
    folder.mkdir(parents=True)
    (tmp_path / "site_config.yml").write_bytes(b"a: b\n")
    (folder / "a.txt").write_bytes(b"Dear customer")
    with (folder / "big.txt").open("wb") as stream:
        stream.truncate(26 << 20)
    seen: list[tuple[str, bytes, int]] = []

    def look(file: RawFile) -> RawFile:
        seen.append((file.path.rpartition("/")[2], file.data, file.size))
        return RawFile(file.path, b"", file.size)

    found = read_site(tmp_path, 10, look)
    assert seen == [("a.txt", b"Dear customer", 13), ("big.txt", b"", 26 << 20)]
    assert all(file.data == b"" for file in found if "/files/" in file.path)


def test_one_after_the_other(tmp_path: Path) -> None:
    """A process that wants the lock waits until the other has finished; one that is killed blocks nobody."""
    (tmp_path / "content").mkdir()
    code = (
        "import sys, time; from pathlib import Path; from generator.adapters.files import alone\n"
        "with alone(Path(sys.argv[1])):\n    print('in', flush=True)\n    time.sleep(60)\n"
    )
    running = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.readline()
    entered = threading.Event()

    def wait() -> None:
        with exclusive_access(tmp_path):
            entered.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not entered.wait(0.2)
    running.kill()
    running.wait()
    running.stdout.close()
    waiting.join(60)
    assert entered.is_set()
