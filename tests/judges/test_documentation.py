"""What judges that other people wrote say of the documentation: lychee of its links, on a git host and in the site, and Lighthouse of its pages."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from documentation.build import address
from tests.fixture_types import Hosting
from tests.judges.test_judges import CHROME, LIGHTHOUSE
from tests.programs import CHROMIUM, missing, program

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parents[2]
#: The marks that every page of the site gets, of 100.
LEAST = {"performance": 90, "accessibility": 100, "best-practices": 100, "seo": 100}


def _links(*arguments: str) -> dict[str, object]:
    command = [program("lychee"), "--offline", "--include-fragments", "--no-progress", "--format", "json", *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    report: dict[str, object] = json.loads(said.stdout)
    return report


def test_links_of_the_site(documentation: Path) -> None:
    """Every page, file and anchor that a page of the site links to is there, in the example as well."""
    remapped = (
        "--remap",
        f"^{address()} file://{documentation}/",
        "--root-dir",
        str(documentation),
        "--index-files",
        "index.html",
    )
    report = _links(
        *remapped, "--extensions", "html", "--exclude", "#__search$", "--exclude-path", "404.html$", str(documentation)
    )
    assert report["error_map"] == {}
    assert isinstance(report["total"], int)
    assert report["total"] > 2000


def test_links_on_a_git_host() -> None:
    """The same sources are whole where a git host shows them: every file and anchor that one links to is there."""
    files = sorted(str(file.relative_to(ROOT)) for file in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
    report = _links(*files)
    assert report["error_map"] == {}
    assert isinstance(report["total"], int)
    assert report["total"] > 150


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    """The check above sees a file that is not there, and an anchor that is not there."""
    (tmp_path / "b.md").write_text("# There\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("[x](no.md) [y](b.md#not-there) [z](b.md#there)\n", encoding="utf-8")
    (found,) = _links(str(tmp_path / "a.md"))["error_map"].values()  # type: ignore[attr-defined]
    assert len(found) == 2


@pytest.mark.alone
@pytest.mark.parametrize("path", ["", "install/", "refused/", "rules/con001/", "commands/new/"])
def test_lighthouse(hosting: Hosting, documentation: Path, tmp_path: Path, path: str) -> None:
    """Lighthouse, on its slow phone, gives each kind of page at least 90 for performance and 100 for everything else."""
    chromium = program(*CHROMIUM, target="make chromium")
    node = program("node")
    if not LIGHTHOUSE.is_file():
        missing("Lighthouse")
    with hosting(documentation.parent) as host:
        command = [
            node,
            str(LIGHTHOUSE),
            f"{host.address}docs/{path}",
            "--quiet",
            "--no-enable-error-reporting",
            "--output",
            "json",
        ]
        command += [f"--only-categories={','.join(LEAST)}", f"--chrome-flags={CHROME}"]
        # A busy computer can only lower a mark: the best of several is the page's own.
        for attempt in range(4):
            out = tmp_path / f"{attempt}.json"
            environment = {**os.environ, "CHROME_PATH": chromium}
            said = subprocess.run(
                [*command, "--output-path", str(out)], check=False, capture_output=True, text=True, env=environment
            )
            if said.returncode and attempt < 3:
                continue
            assert said.returncode == 0, said.stderr
            report = json.loads(out.read_text(encoding="utf-8"))
            marks = {name: round(category["score"] * 100) for name, category in report["categories"].items()}
            if all(marks[name] >= least for name, least in LEAST.items()):
                break
    faults = [name for name, audit in report["audits"].items() if audit["score"] is not None and audit["score"] < 0.9]
    assert {name: mark for name, mark in marks.items() if mark < LEAST[name]} == {}, faults
