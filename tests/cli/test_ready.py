"""`ready`: the time of publication is the actual one, and a text that waits for approval never has it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.content.parser import parse_review
from generator.model.source import Source
from generator.scaffolding.new_files import ReviewAnswers, review_file
from generator.scaffolding.publication_line import ready

FOLDER = "content/incidents/support-tickets"
DRAFT = f"{FOLDER}/06-we-found-more.md"
WRITTEN, LATER = ["--now", "2026-11-23T12:00Z"], ["--now", "2026-11-23T15:30Z"]
PLAN = "since: 2026-01-01\nroles:\n  lead: {who: Sam Reed, deputy: Ines Okafor}\n  legal: {who: 'Shah, Priya', deputy: Tom Ash}\n"


def _new_update(root: Path, *more: str) -> int:
    """Write the next update of the example's incident at noon; the exit code."""
    given = ["--root", str(root), *WRITTEN, "--title", "We found more", "--late", "We counted.", *more]
    return run(["new", "update", "support-tickets", *given])


@pytest.fixture
def site(root: Path) -> Path:
    """The example with a plan that asks two for an approval, and an update that was written at noon."""
    (root / "content/plan.yml").write_text(f"{PLAN}approvals: {{update: [lead, legal]}}\n", encoding="utf-8")
    assert _new_update(root) == 0
    path = root / DRAFT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("known:   #", "known:\n  more: They read 40 more tickets of 18,400.\n  #", 1), encoding="utf-8")
    return root


def test_what_waits_is_a_draft(site: Path) -> None:
    """A text that needs approval says that its time is provisional, and who must approve it."""
    text = (site / DRAFT).read_text(encoding="utf-8")
    assert "published: 2026-11-23T12:00Z   # not yet: `aboveboard ready` writes the time once it is approved\n" in text
    assert "draft: true   # not published while this line is here\n" in text
    assert '# approved_by: {lead: Sam Reed, legal: "Shah, Priya"}\n' in text


def test_ready(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Approved hours later, it is published then; nothing of the note and of the draft is left, and everything else stays."""
    before = (site / DRAFT).read_text(encoding="utf-8").split("\n")
    names = ["--approved-by", "lead=Sam Reed", "--approved-by", "legal=Shah, Priya"]
    assert run(["ready", "--root", str(site), *LATER, *names, DRAFT]) == 0
    assert f"{DRAFT} is ready: published 2026-11-23 15:30 (Europe/London)." in capsys.readouterr().out
    after = (site / DRAFT).read_text(encoding="utf-8").split("\n")
    assert [line for line in after if line not in before] == [
        "published: 2026-11-23T15:30Z",
        'approved_by: {lead: Sam Reed, legal: "Shah, Priya"}',
    ]
    assert len(before) - len(after) == 1
    assert run(["validate", "--root", str(site), *LATER, DRAFT]) == 0
    capsys.readouterr()


def test_nothing_is_let_out_that_would_not_pass(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an approval, or with an error in it, the file stays unchanged, and the obstacle is reported."""
    before = (site / DRAFT).read_bytes()
    assert run(["ready", "--root", str(site), *LATER, "--approved-by", "lead=Sam Reed", DRAFT]) == 1
    said = capsys.readouterr().err
    assert "`legal` must approve it" in said
    assert f"{DRAFT} is not ready. Fix this first:" in said
    assert (site / DRAFT).read_bytes() == before


def test_for_later(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A later time holds it back."""
    names = ["--approved-by", "lead=Sam Reed", "--approved-by", "legal=Shah, Priya"]
    assert run(["ready", "--root", str(site), *LATER, *names, "--published", "tomorrow 9:00"]) == 0
    assert "It is held back until then." in capsys.readouterr().out
    assert "published: 2026-11-24T09:00Z\n" in (site / DRAFT).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([f"{FOLDER}/99-x.md"], "there is no update and no review called"),
        (["--approved-by", "Sam"], "has no role or no name"),
        (["--published", "soon", DRAFT], "is not a time that can be read for certain"),
    ],
)
def test_refused(site: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be done is reported, and nothing is written."""
    before = (site / DRAFT).read_bytes()
    assert run(["ready", "--root", str(site), *LATER, *arguments]) == 2
    assert said in capsys.readouterr().err
    assert (site / DRAFT).read_bytes() == before


def test_where_nobody_has_to_approve(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In that case it is not a draft, and `--published` gives the time informally."""
    (root / "content/plan.yml").write_text(f"{PLAN}approvals: {{update: []}}\n", encoding="utf-8")
    assert _new_update(root, "--published", "6pm") == 0
    text = (root / DRAFT).read_text(encoding="utf-8")
    assert "published: 2026-11-23T18:00Z\n" in text
    assert "draft" not in text
    capsys.readouterr()


def test_a_review() -> None:
    """A review gets its time and its approval in the same way, wherever its keys are."""
    text = review_file(
        ReviewAnswers(title="Why", published=datetime(2027, 5, 1, 8, tzinfo=UTC), approval="approved_by: {lead: Sam Reed}")
    )
    document = parse_review(Source("review.md", text), ())
    assert document.review is not None
    after = ready(document, datetime(2027, 5, 3, 9, tzinfo=UTC), {"lead": "Sam Reed"})
    assert "\npublished: 2027-05-03T09:00Z\napproved_by: {lead: Sam Reed}\ncause:" in after
    given = parse_review(Source("review.md", after), ())
    assert given.review is not None
    again = ready(given, datetime(2027, 5, 4, 9, tzinfo=UTC), {"lead": "Ann", "legal": "Bo, C."})
    assert '\napproved_by: {lead: Ann, legal: "Bo, C."}\ncause:' in again
