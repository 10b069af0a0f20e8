"""What a release says, and when there is none."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = '"""aboveboard."""\n\n__version__ = "0.2.0"\n'
PROJECT = '[project.urls]\nSource = "https://git.larkfield.org/"\n\n[project.scripts]\nx = "https://larkfield.example/"\n'
CHANGELOG = """# Changelog

Words before.

## Unreleased

- What comes.

## 0.2.0 - 2027-03-01

### Added

- What came.

## 0.1.0

- The first.
"""


@pytest.fixture(scope="module")
def notes() -> Any:
    """The function that prints the text of a release."""
    spec = importlib.util.spec_from_file_location("release_notes", ROOT / ".github/release_notes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.notes


def test_the_changelog_becomes_the_text(notes: Any) -> None:
    """A release says what the changelog says under its version, and nothing of any other; one for trying out says what is not released."""
    assert notes("v0.2.0", CHANGELOG, PROGRAM, PROJECT) == "### Added\n\n- What came.\n"
    assert notes("v0.2.0rc1", CHANGELOG, PROGRAM.replace("0.2.0", "0.2.0rc1"), PROJECT) == "- What comes.\n"


@pytest.mark.parametrize(
    ("tag", "old", "new", "why"),
    [
        ("v0.2.1", "", "", "the tag is v0.2.1, and generator/__init__.py says 0.2.0"),
        ("0.2.0", "", "", "the tag is 0.2.0"),
        ("v0.2.0", "## 0.2.0 - 2027-03-01", "## 0.3.0 - 2027-03-01", "says nothing under"),
        ("v0.2.0", "### Added\n\n- What came.\n", "", "says nothing under"),
        ("v0.2.0", " - 2027-03-01", "", "does not say on which day 0.2.0 is released"),
        ("v0.2.0", "git.larkfield.org", "aboveboard.example", "invented addresses"),
        ("v0.2.0", "__version__", "version", "says nothing"),
    ],
)
def test_nothing_is_released_by_accident(notes: Any, tag: str, old: str, new: str, why: str) -> None:
    """A tag that is not the version of the program and the changelog releases nothing, and no addresses that anybody could claim are published."""
    changelog, program, project = ((text.replace(old, new) if old else text) for text in (CHANGELOG, PROGRAM, PROJECT))
    with pytest.raises(SystemExit, match=why):
        notes(tag, changelog, program, project)


def test_this_project_has_no_place_yet(notes: Any) -> None:
    """The project's own files are understood; they release nothing until its addresses are set."""
    read = {
        name: (ROOT / name).read_text(encoding="utf-8") for name in ("CHANGELOG.md", "generator/__init__.py", "pyproject.toml")
    }
    with pytest.raises(SystemExit, match="invented addresses"):
        notes("v0.1.0", *read.values())
