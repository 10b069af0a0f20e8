"""How people are told directly is said in the reader's language, however its author began and ended it."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from generator.content.assembly import assemble
from generator.model.source import RawFile
from generator.render import pages
from tests.render.sites import CONFIG, files_of, site_of

LATER = datetime(2027, 3, 8, tzinfo=UTC)
UPDATE = (
    "title: {title}\npublished: 2027-03-03T03:00Z\nstatus: investigating\nknown: {{entry: {entry}}}\n"
    "unknown: {{read: {read}}}\nnext_steps: {{log: {log}}}\nactions: {actions}\nnext_update: 2027-03-04T03:00Z\n"
    "affected: {{patients: {{unit: {unit}, exact: 4}}}}\ndirect_notice: {{patients: {{how: {how}, by: 2027-03-09}}}}\n"
)
ENGLISH = {
    "title": "First",
    "entry": "Someone got in.",
    "read": "What they read.",
    "log": "We read the log.",
    "actions": "Nothing yet.",
}
GERMAN = {
    "title": "Erste",
    "entry": "Jemand war darin.",
    "read": "Was gelesen wurde.",
    "log": "Wir lesen nach.",
    "actions": "Noch nichts.",
}


def _file(name: str, keys: str) -> RawFile:
    data = f"---\n{keys}---\n".encode()
    return RawFile(f"content/incidents/x/{name}", data, len(data))


@pytest.mark.parametrize("ours", ["by letter", "By letter", "by letter.", "By letter."])
@pytest.mark.parametrize("theirs", ["mit einem Brief", "Mit einem Brief."])
def test_told_in_translation(ours: str, theirs: str) -> None:
    """The German page says it in German, and nothing of it in English."""
    files = [
        _file("incident.md", "title: X\naware: 2027-03-03T00:00Z\n"),
        _file("incident.de.md", "title: X auf Deutsch\n"),
        _file("01-first.md", UPDATE.format(**ENGLISH, unit="people", how=ours)),
        _file("01-first.de.md", UPDATE.format(**GERMAN, unit="Menschen", how=theirs)),
    ]
    (folder,) = assemble(files).incidents
    assert folder.understood, [document.problems for document in folder.updates]
    made = files_of(site_of([folder], LATER, replace(CONFIG, site=replace(CONFIG.site, languages=("en", "de")))), pages.write)
    page = made["de/incidents/x/index.md"].decode()
    assert "Mit einem Brief." in page
    assert f"So benachrichtigen wir sie: {theirs.removesuffix('.')}." in re.sub("<[^>]+>", "", page)
    assert "etter" not in page
    assert "By letter." in made["incidents/x/index.md"].decode()
