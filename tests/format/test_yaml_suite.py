"""The YAML test suite as front matter, configuration and plan gives documents or findings, and no exception."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.format import yaml_files
from generator.model.source import RawFile
from generator.pipeline import checking

ROOT = Path(__file__).parents[2]
SUITE = json.loads((ROOT / "tests/corpora/yaml-test-suite.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
UPDATE = "content/incidents/suite/01-first.md"
INCIDENT = "content/incidents/suite/incident.md"
SETTINGS = (ROOT / "site_config.yml").read_bytes()


def _judged(path: str, text: str) -> checking.Checked:
    files = {"site_config.yml": SETTINGS, INCIDENT: b"---\ntitle: A test\naware: 2026-11-23T02:40Z\n---\n"}
    files[path] = text.encode("utf-8", "surrogatepass")
    return checking.check([RawFile(path, data, len(data)) for path, data in files.items()], NOW)


@pytest.mark.no_cover
@pytest.mark.parametrize("path", [UPDATE, "site_config.yml", "content/plan.yml"])
def test_a_document_or_a_finding(path: str) -> None:
    """Each of the suite's documents, valid or not, is read or has a finding, at a place inside its file."""
    for incident in SUITE:
        text = f"---\n{incident['yaml']}\n---\n" if path.endswith(".md") else incident["yaml"]
        checked = _judged(path, text)
        own = [one for one in checked.diagnostics if one.span.path == path]
        # None of the suite's documents is an update, a configuration or a plan of this format.
        assert own, incident["id"]
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert all(1 <= one.span.line <= len(lines) for one in own), incident["id"]


#: What the suite calls an error and the YAML library reads: white space that YAML forbids, a comment that is not set off by a blank, and a lone
#: hyphen in brackets. No word that somebody wrote is lost by it.
LENIENT = {"DK95-1", "S98Z-0", "SU5Z-0", "X4QW-0", "Y79Y-3", "YJV2-0"}


def test_what_is_no_yaml_is_refused() -> None:
    """Everything that the suite calls an error has a problem, except six cases of white space and signs; everything else is read."""
    let_through: set[str] = set()
    for incident in SUITE:
        node, problems = yaml_files.read(incident["yaml"], "a.yml")
        only_comments = all(not line.strip() or line.strip().startswith("#") for line in incident["yaml"].splitlines())
        assert node is not None or problems or only_comments, incident["id"]
        if incident["fail"] and not problems:
            let_through.add(incident["id"])
    assert let_through == LENIENT
