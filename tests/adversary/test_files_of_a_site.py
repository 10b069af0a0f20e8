"""A whole site with files that carry more than is seen: none of it is published."""

from pathlib import Path

import pytest

from generator.cli.main import run
from generator.content.attachments import look
from generator.model.source import RawFile
from tests.adversary.marked_documents import documents
from tests.adversary.marked_files import Marked, holds_mark, pictures


def _is_refused(one: Marked) -> bool:
    found = look(RawFile(f"content/incidents/x/files/{one.name}", one.data, len(one.data))).problems
    return any(problem.rule != "file-with-metadata" for problem in found)


@pytest.mark.no_cover
def test_the_site_holds_no_marker(root: Path) -> None:
    """A site built with a file of each kind has none of the markers, in no file that it is made of."""
    files = root / "content/incidents/support-tickets/files"
    files.mkdir(exist_ok=True)
    chosen: dict[str, Marked] = {}
    for number, one in enumerate((*pictures(), *documents())):
        if number % 7 == 0 and not _is_refused(one):
            stem, _, ending = one.name.rpartition(".")
            chosen[f"{stem}-{number}.{ending}"] = one
    assert len(chosen) > 50
    for name, one in chosen.items():
        (files / name).write_bytes(one.data)
    incident = files.parent / "incident.md"
    links = "".join(f"\n[The file](files/{name})\n" for name in chosen)
    incident.write_text(incident.read_text(encoding="utf-8") + links, encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 0
    published = root / "site/incidents/support-tickets/files"
    assert {path.name for path in published.iterdir()} >= chosen.keys()
    assert [path.name for path in published.iterdir() if holds_mark(path.read_bytes())] == []
