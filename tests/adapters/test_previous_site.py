"""What a build uses again of the site that it replaces, and what it writes anew."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.adapters.builder import MARKER
from generator.adapters.previous_site import PreviousSite, previous_site
from generator.cli.main import run
from tests.whole.generated_changes import begun

DATA = b"<p>As it was.</p>"


def _site(folder: Path) -> tuple[PreviousSite, Path]:
    """Return a site with one page, and that page."""
    page = folder / "out/incidents/one/index.html"
    page.parent.mkdir(parents=True)
    page.write_bytes(DATA)
    (folder / "out" / MARKER).write_bytes(b"")
    before = previous_site(folder / "out", MARKER, folder)
    assert before is not None
    return before, page


def test_same_bytes(tmp_path: Path) -> None:
    """A file with the same bytes is one file in both folders, in the place of what was there."""
    before, page = _site(tmp_path)
    target = tmp_path / "made/incidents/one/index.html"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"another")
    assert before.gives("incidents/one/index.html", DATA, str(target))
    assert target.read_bytes() == DATA
    assert target.samefile(page)


def _no_more(page: Path) -> None:
    page.unlink()


def _tampered(page: Path) -> None:
    page.write_bytes(DATA.replace(b"was", b"WAS"))


def _longer(page: Path) -> None:
    page.write_bytes(DATA + b"<script></script>")


def _open_to_all(page: Path) -> None:
    page.chmod(0o666)


def _a_link(page: Path) -> None:
    page.rename(page.with_name("other"))
    page.symlink_to("other")


def _also_elsewhere(page: Path) -> None:
    (page.parents[3] / "elsewhere").hardlink_to(page)


def _folder_elsewhere(page: Path) -> None:
    (page.parents[1]).rename(page.parents[3] / "incidents")
    page.parents[1].symlink_to(page.parents[3] / "incidents")


def _a_pipe(page: Path) -> None:
    page.unlink()
    os.mkfifo(page)


@pytest.mark.parametrize(
    "change", [_no_more, _tampered, _longer, _open_to_all, _a_link, _also_elsewhere, _folder_elsewhere, _a_pipe]
)
def test_what_is_written_anew(tmp_path: Path, change: Callable[[Path], None]) -> None:
    """A file that was changed, or that somebody else could change later, is not used again, and nothing is left of the attempt."""
    before, page = _site(tmp_path)
    change(page)
    target = tmp_path / "made/incidents/one/index.html"
    assert not before.gives("incidents/one/index.html", DATA, str(target))
    assert not target.exists()


def test_a_folder_that_no_build_made(tmp_path: Path) -> None:
    """Where there is no site, none is used again."""
    (tmp_path / "out").mkdir()
    assert previous_site(tmp_path / "out", MARKER, tmp_path) is None


def test_a_build_over_a_site_that_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build over its own site keeps the files that are right, mends those that were changed, and takes away what was added."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    life, root, out = begun(2), tmp_path / "site", tmp_path / "made"
    for path, text in life.tree.items():
        for place in [path, *(path.replace("/case-0/", f"/more-{number}/") for number in range(9) if "/case-0/" in path)]:
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            (root / place).write_text(text, encoding="utf-8")

    def build() -> dict[str, bytes]:
        assert run(["build", "--root", str(root), "--out", str(out), "--now", f"{life.now:%Y-%m-%dT%H:%MZ}"]) == 0
        return {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}

    fresh = build()
    pages = sorted(path for path in fresh if path.startswith("incidents/more-") and path.endswith("index.html"))
    numbers = {path: (out / path).stat().st_ino for path in pages}
    (out / pages[0]).write_bytes(fresh[pages[0]].replace(b"<", b">"))
    (out / "incidents/added.html").write_bytes(b"added")
    assert build() == fresh
    assert {path for path in pages if (out / path).stat().st_ino != numbers[path]} == {pages[0]}
    assert all((out / path).stat().st_nlink == 1 for path in fresh)
