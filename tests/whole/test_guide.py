"""The communicator's guide: what it tells people to write passes, and what it says of the fields is so."""

import json
import re
import sys
from pathlib import Path

import pytest

from generator.cli.main import run

sys.path.insert(0, str(Path(__file__).parent))
from guide import GUIDE, PAGES, files, published, write

ROOT = Path(__file__).parents[2]
TIMES = sorted({published(text) for text in files().values()} - {""})


def _found(top: Path, when: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    capsys.readouterr()
    run(["validate", "--root", str(top), "--now", when, "--format", "json"])
    said = json.loads(capsys.readouterr().out)["diagnostics"]
    # The guide leaves the plan to another page.
    return [(one["code"], one["message"]) for one in said if one["path"] != "content/plan.yml"]


@pytest.mark.parametrize("when", TIMES)
def test_every_file_passes(when: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the day on which each update of the guide is published, nothing is found in it or in those before it."""
    write(tmp_path, when)
    assert _found(tmp_path, when, capsys) == []


def test_it_tells_a_whole_incident() -> None:
    """The guide prints an incident from its first statement to its review."""
    assert len(TIMES) == 7
    assert [Path(path).name for path in files()][-1] == "review.md"


def test_what_it_says_is_missed_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the corrections that the guide prints, the check asks for them."""
    write(tmp_path, TIMES[2])
    file = next(tmp_path.rglob("03-*.md"))
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"corrections:\n(  .*\n)+", "", text), encoding="utf-8")
    assert {code for code, _ in _found(tmp_path, TIMES[2], capsys)} == {"CON002", "CON003"}


def test_nothing_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The update of four keys keeps the promise, and so does the sentence for a late one."""
    write(tmp_path, TIMES[1])
    page = (GUIDE / "next-update.md").read_text(encoding="utf-8")
    short = next(found for found in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "no_change" in found)
    file = next(tmp_path.rglob("02-*.md")).with_name("03-still-counting.md")
    file.write_text(f"---\n{short}---\n", encoding="utf-8")
    assert _found(tmp_path, "2027-03-04T16:00Z", capsys) == []
    late = re.search(r"`(late: [^`]+)`", page)
    assert late
    assert "PRO008" in {code for code, _ in _late(file, short, "", tmp_path, capsys)}
    assert _late(file, short, late[1] + "\n", tmp_path, capsys) == []


def _late(file: Path, short: str, line: str, top: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    later = short.replace("2027-03-05T16:00Z", "2027-03-06T16:00Z").replace("2027-03-04T15:00Z", "2027-03-05T17:00Z")
    file.write_text(f"---\n{later}{line}---\n", encoding="utf-8")
    return _found(top, "2027-03-05T17:30Z", capsys)


def test_every_field_is_explained() -> None:
    """The page of the fields has a row for every key that incident.md and an update must have, and for those that a status asks for."""
    page = (GUIDE / "fields.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)`(?:, `(\w+)`)? \|", page, re.MULTILINE))
    told = {name for row in rows for name in row if name}
    format_page = (
        (ROOT / "docs/format.md").read_text(encoding="utf-8").partition("<!-- keys: update -->")[2].partition("<!-- /keys -->")[0]
    )
    table = re.findall(r"^\| `(\w+)`[^|]*\| ([^|]*) \|", format_page, re.MULTILINE)
    asked = {key for key, when in table if when.strip() and key not in {"template", "no_change"}}
    assert asked - told == set()
    assert len(asked) > 12


@pytest.mark.parametrize("page", PAGES)
def test_links(page: str) -> None:
    """Every page and picture that the guide links to is there."""
    text = (GUIDE / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)", text)
    assert targets
    assert [target for target in targets if not target.startswith("http") and not (GUIDE / target).exists()] == []


def test_six_pages() -> None:
    """The guide is six pages, and no more."""
    assert sorted(file.name for file in GUIDE.glob("*.md")) == sorted(PAGES)
