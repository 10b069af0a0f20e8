"""What a page says of a review that came before the incident was opened again, and of a step that was put off before it was done."""

from datetime import UTC, datetime

import pytest

from generator.content.assembly import assemble
from generator.model.source import RawFile
from generator.render import pages
from tests.render.sites import files_of, site_of

LATER = datetime(2028, 1, 1, tzinfo=UTC)
UPDATES = (
    (
        "title: First\npublished: 2027-03-03T03:00Z\nstatus: contained\nknown: {entry: Someone got in., shut: We shut the door and tried it.}\n"
        "contained_by: shut\nunknown: {copied: Whether they copied.}\nnext_steps: {log: {do: We read the log., by: 2027-03-04}}\n"
        "next_update: 2027-03-04T03:00Z\nactions: Nothing yet.\n"
    ),
    (
        "title: Second\npublished: 2027-03-04T03:00Z\nstatus: monitoring\nmonitor_until: 2027-03-05\nunknown: {copied: Whether they copied.}\n"
        "next_steps: {log: {do: We read the log., by: 2027-03-06}}\nnext_update: 2027-03-07T03:00Z\nactions: Nothing yet.\n"
    ),
    (
        "title: Third\npublished: 2027-03-07T03:00Z\nstatus: resolved\nunknown: none_left\nknown: {copied: They copied nothing.}\n"
        "done: {log: {on: 2027-03-06, what: We read it.}}\nreview_by: 2027-04-01\nnext_update: none_planned\nactions: Nothing yet.\n"
    ),
    (
        "title: Fourth\npublished: 2027-05-03T03:00Z\nstatus: reopened\nbecause: They came back.\nknown: {again: They came back.}\n"
        "unknown: {why: Why.}\nnext_steps: {look: We look.}\nnext_update: 2027-05-04T03:00Z\nactions: Nothing yet.\n"
    ),
)
REVIEW = "title: What we learned\npublished: {at}\ncause: Nobody asked.\nlessons: {{ask: We ask.}}\n"
SAID = "We opened this incident again on"


def _file(name: str, keys: str) -> RawFile:
    data = f"---\n{keys}---\n".encode()
    return RawFile(f"content/incidents/x/{name}", data, len(data))


def _pages(updates: tuple[str, ...], review: str) -> dict[str, str]:
    files = [_file("incident.md", "title: X\naware: 2027-03-03T00:00Z\n"), _file("review.md", REVIEW.format(at=review))]
    files += [_file(f"{number:02}-update.md", keys) for number, keys in enumerate(updates, 1)]
    (folder,) = assemble(files).incidents
    assert folder.understood, [document.problems for document in folder.updates]
    made = files_of(site_of([folder], LATER), pages.write)
    return {
        name: made[f"incidents/x/{name}index.md"].decode()
        for name in ("", "review/", "3/")
        if f"incidents/x/{name}index.md" in made
    }


@pytest.mark.parametrize(
    ("updates", "review", "older"),
    [
        (UPDATES, "2027-03-20T03:00Z", True),
        (UPDATES, "2027-05-20T03:00Z", False),
        (UPDATES[:3], "2027-03-20T03:00Z", False),
    ],
)
def test_a_review_says_nothing_of_what_came_later(updates: tuple[str, ...], review: str, *, older: bool) -> None:
    """The incident's page and the review say that it is older than what the incident was opened again for."""
    made = _pages(updates, review)
    assert (SAID in made[""]) is older
    assert (SAID in made["review/"]) is older


def test_a_step_that_is_done_keeps_its_first_day() -> None:
    """Readers see until when a step was promised first, also after it is done."""
    made = _pages(UPDATES[:3], "2027-03-20T03:00Z")
    done = made[""].partition('id="step-log"')[2].partition("</li>")[0]
    assert "We read it." in done
    assert "First promised for" in done
    assert "4 March" in done.replace("\N{NO-BREAK SPACE}", " ")
