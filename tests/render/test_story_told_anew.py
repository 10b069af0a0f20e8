"""The story so far is replaced as a whole: readers see what it said before."""

from datetime import UTC, datetime

import pytest

from generator.content.assembly import assemble
from generator.model.source import RawFile
from generator.render import feeds, pages
from tests.render.sites import files_of, site_of

LATER = datetime(2028, 1, 1, tzinfo=UTC)
FIRST = "Someone copied card numbers."
KEYS = (
    "title: A\npublished: 2027-03-0{number}T03:00Z\nstatus: investigating\nknown: {{fact-{number}: They were there.}}\n"
    "unknown: {{who: Who.}}\nnext_steps: {{look: We look.}}\nactions: Nothing yet.\nnext_update: 2027-03-0{next}T03:00Z\n{more}"
)


def _file(name: str, keys: str) -> RawFile:
    data = f"---\n{keys}---\n".encode()
    return RawFile(f"content/incidents/x/{name}", data, len(data))


@pytest.mark.parametrize(
    ("second", "shown"),
    [
        ("what_happened: We saw something.\n", True),
        (f"what_happened: {FIRST}\n", False),
        (f"what_happened: >\n  {FIRST.replace(' copied', '   copied')}\n", False),
        ("", False),
    ],
)
def test_what_it_said_before_is_shown(second: str, *, shown: bool) -> None:
    """On the page of the update that tells it in other words; not where it is said again, or nothing is said of it."""
    first = KEYS.format(number=3, next=4, more=f"what_happened: {FIRST}\n")
    files = [_file("incident.md", "title: X\naware: 2027-03-03T00:00Z\n"), _file("01-a.md", first)]
    files.append(_file("02-b.md", KEYS.format(number=4, next=5, more=second)))
    (folder,) = assemble(files).incidents
    assert folder.understood, [document.problems for document in folder.updates]
    made = files_of(site_of([folder], LATER), pages.write)
    for name in ("", "2/"):
        said = made[f"incidents/x/{name}index.md"].decode()
        assert ("as we tell it now" in said) is shown
        assert (f"Before: {FIRST}" in said) is shown
    assert "as we tell it now" not in made["incidents/x/1/index.md"].decode()
    told = files_of(site_of([folder], LATER), feeds.write)
    for name in ("feed.xml", "atom.xml", "feed.json"):
        said = told[f"incidents/x/{name}"].decode()
        assert said.count("as we tell it now") == shown
        assert (f"Before: {FIRST}" in said) is shown
