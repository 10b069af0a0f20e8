"""`new review` and `new update --status`: what they fill in, what they leave to the writer, and what they refuse."""

import re
from pathlib import Path

import pexpect
import pytest

from generator.cli.main import run
from tests.terminals import at_terminal

NOW = ["--now", "2026-11-23T12:00Z"]
REVIEW = "content/incidents/meter-portal/review.md"
TICKETS = "content/incidents/support-tickets/"
ANSWERS = [
    *("--cause", "A page was kept for everybody."),
    *("--lesson", "One customer is not enough to test with."),
    *("--action", "Every test uses two customers."),
    *("--owner", "Website team"),
    *("--by", "2026-12-31"),
]


@pytest.fixture
def unreviewed(english: Path) -> Path:
    """A site whose one finished incident waits for its review."""
    (english / REVIEW).unlink()
    (english / REVIEW.replace(".md", ".de.md")).unlink(missing_ok=True)
    return english


def _text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def test_a_review_that_nobody_answered(unreviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It takes the incident that waits for a review, summarises it for the writer, and lists each blank; as a draft it blocks nothing."""
    assert run(["new", "review", "--root", str(unreviewed), *NOW]) == 0
    said = capsys.readouterr()
    assert f"Wrote {REVIEW}" in said.out
    assert "until you delete the line `draft: true`" in said.err
    text = _text(unreviewed, REVIEW)
    for line in (
        "draft: true",
        "# approved_by: {lead: Sam Reed, board: Helen Marsh}",
        "We told you 35 minutes after we found out.",
        "We published 5 updates between 2 March 2026 and 9 April 2026.",
        "Of 8 promises that fell due, we kept 8 on time.",
        "After more than 37 days we had to say that we will never know: “Whether anybody wrote down what they saw.”",
    ):
        assert line in text
    assert run(["validate", "--root", str(unreviewed), *NOW]) == 0
    assert capsys.readouterr().out.count("error[PLN016]") == len(re.findall(r"\[\[", text)) == 6


@pytest.mark.no_cover
def test_half_a_review_is_not_published(unreviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `draft: true` every blank is in the way, and so is the approval that is missing."""
    assert run(["new", "review", "--root", str(unreviewed), *NOW, *ANSWERS]) == 0
    text = _text(unreviewed, REVIEW)
    whole = re.sub(r"draft: true.*\n", "", text).replace("published: 2026-11-23T12:00Z", "published: 2026-12-02T12:00Z")
    (unreviewed / REVIEW).write_text(whole, encoding="utf-8")
    when = ["--now", "2026-12-02T13:00Z"]
    capsys.readouterr()
    assert run(["validate", "--root", str(unreviewed), *when, REVIEW]) == 1
    out = capsys.readouterr().out
    assert out.count("error[PLN016]") == 2
    assert "PLN005" in out
    done = re.sub(r"response_\w+:.*\n.*\n", "", whole).replace("# approved_by: ", "approved_by: ")
    (unreviewed / REVIEW).write_text(done, encoding="utf-8")
    assert run(["validate", "--root", str(unreviewed), *when, REVIEW]) == 0
    assert "No findings" in capsys.readouterr().out


def test_what_was_missed_and_corrected(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Late updates, wrong statements, their corrections and how long they were wrong are in the part on communication."""
    assert run(["new", "review", "support-tickets", "--root", str(english), "--now", "2026-11-27T12:00Z", *ANSWERS]) == 0
    said = capsys.readouterr()
    assert "still open" in said.err
    badly = _text(english, f"{TICKETS}review.md").partition("communication_badly:")[2]
    for part in (
        "Update 4 was promised for 16 November 2026, 17:00 GMT, and it came more than 16 hours late.",
        "Password: we said on 10 November 2026 “not affected”. More than 51 hours later, we had to correct that. Then we said: “seen without permission”",
        "This has been open for more than 17 days: “Whether they copied the tickets they read.”",
    ):
        assert part in badly


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["meter-portal"], "already exists"),
        ([], "say which incident you mean"),
        (["meter-portl"], "did you mean meter-portal?"),
        (["support-tickets", "--by", "soon"], "is not a day that can be read"),
    ],
)
def test_refused(english: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is overwritten or guessed."""
    assert run(["new", "review", *arguments, "--root", str(english), *NOW]) == 2
    assert said in capsys.readouterr().err


def test_on_a_terminal(unreviewed: Path) -> None:
    """On a terminal it asks for the cause, a lesson, and an action with owner and day; an invalid day is asked for again."""
    child = at_terminal(["new", "review", "--root", str(unreviewed), *NOW])
    for question, answer in (
        ("Why did it happen", "A page was kept for everybody."),
        ("did not know before", ""),
        ("What will you change", "Every test uses two customers."),
        ("Who is responsible for it", "Website team"),
        ("By which day", "in spring"),
        ("can be read for certain", "2026-12-31"),
    ):
        child.expect(question)
        child.expect("> ")
        child.sendline(answer)
    child.expect("It is a draft")
    child.expect(pexpect.EOF)
    child.close()
    text = _text(unreviewed, REVIEW)
    assert "    by: 2026-12-31" in text
    assert "cause: A page was kept for everybody." in text
    assert "[[what you know now" in text


LATER = ["--now", "2026-11-26T12:00Z"]


@pytest.mark.no_cover
def test_a_watch_is_filled_in(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The end comes from the cadence; what is monitored is asked for; the next update repeats both."""
    update = ["new", "update", "--root", str(english), "--title", "We watch"]
    assert run([*update, *LATER, "--status", "monitoring", "--watch", "Every login.", "--looked", "2026-11-26T08:00Z"]) == 0
    text = _text(english, f"{TICKETS}06-we-watch.md")
    assert "monitor_until: 2026-12-25\nmonitoring:\n  what: Every login.\n  looked: 2026-11-26T08:00Z" in text
    assert "HON017" not in capsys.readouterr().err
    assert run([*update, "--now", "2026-11-28T12:00Z", "--slug", "second"]) == 0
    text = _text(english, f"{TICKETS}07-second.md")
    assert "status: monitoring\nmonitor_until: 2026-12-25\nmonitoring:\n  what: Every login.\n  looked: 2026-11-26T08:00Z" in text
    capsys.readouterr()


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--status", "resolved"], "an incident that is contained cannot become resolved"),
        (["--status", "confirmed"], "an incident that is contained cannot become confirmed"),
        (["--status", "reopened"], "--because"),
        (["--status", "monitoring", "--monitor-until", "soon"], "is not a day"),
        (["--answer", "copy=No."], "copy is not the name of an open unknown"),
        (["--done", "watch"], "has no name or no sentence"),
    ],
)
def test_a_status_that_is_not_earned(english: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused with the reason, and nothing is written."""
    assert run(["new", "update", "--root", str(english), *LATER, "--title", "X", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (english / f"{TICKETS}06-x.md").exists()


def test_the_end_is_earned(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While the watch goes on, or something is open, `resolved` is refused and what is in the way is named; then it is filled in."""
    update = ["new", "update", "--root", str(english), "--title"]
    watch = ["--status", "monitoring", "--watch", "Every login.", "--looked", "2026-11-26T08:00Z"]
    assert run([*update, "We watch", *LATER, *watch]) == 0
    over = [*update, "It is over", "--status", "resolved"]
    assert run([*over, *LATER]) == 2
    assert "keep watch until 25 December 2026" in capsys.readouterr().err
    after = ["--now", "2026-12-26T10:00Z"]
    assert run([*over, *after]) == 2
    error = capsys.readouterr().err
    assert "still unknown: copied" in error
    assert "neither done nor dropped: watch, supplier" in error
    ends = [
        "--never-known",
        "copied=The desk keeps no record.",
        "--done",
        "watch=We saw nothing.",
        "--drop",
        "supplier=It has none.",
    ]
    assert run([*over, *after, *ends]) == 2
    assert "the question cost has no answer" in capsys.readouterr().err
    answer = ["questions", "answer", "support-tickets", "cost", "--answer", "Yes. Send us the bill."]
    assert run([*answer, "--root", str(english), *after]) == 0
    assert run([*over, *after, *ends]) == 0
    text = _text(english, f"{TICKETS}07-it-is-over.md")
    for part in ("review_by: 2027-01-25", "unknown: none_left", "  copied: The desk keeps", "next_update: none_planned"):
        assert part in text
    capsys.readouterr()
    run(["validate", "--root", str(english), *after, f"{TICKETS}07-it-is-over.md"])
    out = capsys.readouterr().out
    assert not {"HON013", "CON010", "CON024"} & set(re.findall(r"[A-Z]{3}\d{3}", out))


def test_contained_names_its_proof(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The facts to choose from are listed next to the blank; a given fact fills it."""
    update = ["new", "update", "--root", str(english), *LATER, "--title"]
    assert run([*update, "Again", "--status", "reopened", "--because", "The password was used again."]) == 0
    assert "because: The password was used again." in _text(english, f"{TICKETS}06-again.md")
    update[update.index("2026-11-26T12:00Z")] = "2026-11-26T13:00Z"
    assert run([*update, "Stopped", "--status", "contained"]) == 0
    text = _text(english, f"{TICKETS}07-stopped.md")
    assert 'contained_by: "[[the name of the fact]]"' in text
    assert "HON011" in capsys.readouterr().err
    for name in re.findall(r"^#   ([a-z-]+): ", text, re.MULTILINE)[:1]:
        assert run([*update, "Stopped now", "--slug", "now", "--status", "contained", "--contained-by", name]) == 0
        assert f"contained_by: {name}" in _text(english, f"{TICKETS}08-now.md")
    capsys.readouterr()
