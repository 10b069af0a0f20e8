"""`new incident` and `new update`: what they write passes, or says what is still to be filled in."""

from pathlib import Path

import pexpect
import pytest

from generator.cli.main import run
from tests.terminals import at_terminal

FIRST = [
    *("--title", "Someone read invoices: ours"),
    *("--aware", "2026-11-23T02:40Z"),
    *("--known", "Someone used a stolen password to open our billing system."),
    *("--unknown", "Whose invoices they read."),
    *("--unknown", "Whether they copied them."),
    *("--step", "We are reading the access log."),
]
NOW = ["--now", "2026-11-23T03:10Z"]


def test_a_first_statement(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the answers given it writes both files, and they pass every rule without a warning."""
    assert run(["new", "incident", "invoices", "--root", str(english), *NOW, *FIRST]) == 0
    said = capsys.readouterr()
    assert "Wrote content/incidents/invoices/01-first-statement.md" in said.out
    assert "passes every rule" in said.err
    assert run(["validate", "--root", str(english), *NOW, "content/incidents/invoices"]) == 0
    text = (english / "content/incidents/invoices/01-first-statement.md").read_text(encoding="utf-8")
    assert 'title: "Someone read invoices: ours"' in text
    assert "next_update: 2026-11-24T03:00Z" in text


def test_the_promise_follows_the_sites_policy(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The next update is promised within the cadence that the site has set itself."""
    config = root / "site_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("investigating: 24h", "investigating: 6h"), encoding="utf-8")
    assert run(["new", "incident", "invoices", "--root", str(root), *NOW, *FIRST]) == 0
    text = (root / "content/incidents/invoices/01-first-statement.md").read_text(encoding="utf-8")
    assert "next_update: 2026-11-23T09:00Z" in text
    capsys.readouterr()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3am", "2026-11-23T03:00Z"),
        ("yesterday 22:00", "2026-11-22T22:00Z"),
        ("22.11.2026 22:00", "2026-11-22T22:00Z"),
        ("40m ago", "2026-11-23T02:30Z"),
    ],
)
def test_options_take_what_prompts_take(root: Path, written: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Times are given informally on the site's clocks, and the output says how they were understood."""
    answers = [written if one == "2026-11-23T02:40Z" else one for one in FIRST]
    assert run(["new", "incident", "invoices", "--root", str(root), *NOW, *answers, "--next-update", "tomorrow 9:00"]) == 0
    assert f"aware: {meant}   #" in (root / "content/incidents/invoices/incident.md").read_text(encoding="utf-8")
    assert "next_update: 2026-11-24T09:00Z" in (root / "content/incidents/invoices/01-first-statement.md").read_text(
        encoding="utf-8"
    )
    assert "--aware: that is " in capsys.readouterr().err


@pytest.mark.parametrize("written", ["tomorrow 9:00", "2026-11-24T02:40Z", "tomorrow", "24.11.2026"])
def test_what_has_not_come_yet_is_nothing_that_was_noticed(root: Path, written: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A future time is refused in any form; the suggested line is in the past and accepted."""
    answers = [written if one == "2026-11-23T02:40Z" else one for one in FIRST]
    assert run(["new", "incident", "invoices", "--root", str(root), *NOW, *answers]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert f"{written} is in the future" in said
    assert "such as --aware 2026-11-23T03:10Z" in said
    assert not (root / "content/incidents/invoices").exists()


def test_a_time_that_cannot_be_read_is_shown_with_one_that_has_been(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody became aware of anything tomorrow."""
    answers = ["some time ago" if one == "2026-11-23T02:40Z" else one for one in FIRST]
    assert run(["new", "incident", "invoices", "--root", str(root), *NOW, *answers]) == 2
    assert "write it like --aware 2026-11-23T03:10Z" in " ".join(capsys.readouterr().err.split())


def test_an_option_that_may_be_two_times(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not guessed: both are given to copy, and either works."""
    answers = ["5/6/2026 22:00" if one == "2026-11-23T02:40Z" else one for one in FIRST]
    assert run(["new", "incident", "invoices", "--root", str(root), *NOW, *answers]) == 2
    said = capsys.readouterr().err
    assert "--aware 2026-06-05T22:00+01:00 if it is 5 June, or --aware 2026-05-06T22:00+01:00 if it is 6 May" in " ".join(
        said.split()
    )
    again = ["2026-06-05T22:00+01:00" if one == "5/6/2026 22:00" else one for one in answers]
    assert run(["new", "incident", "invoices", "--root", str(root), *NOW, *again]) == 0
    capsys.readouterr()


def test_a_fact_and_an_unknown_have_names_of_their_own(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two sentences that begin alike become two facts, known or not."""
    alike = ["--known", "They read invoices of March and April.", "--unknown", "They read invoices of March or May, too?"]
    assert run(["new", "incident", "invoices", "--root", str(root), *NOW, *FIRST, *alike]) == 0
    text = (root / "content/incidents/invoices/01-first-statement.md").read_text(encoding="utf-8")
    assert "  they-read-invoices-of-march: They read invoices of March and April.\n" in text
    assert "  they-read-invoices-of-march-2: They read invoices of March or May, too?\n" in text
    capsys.readouterr()


def test_nothing_is_written_where_no_site_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without site_config.yml is no site (3)."""
    assert run(["new", "incident", "invoices", "--root", str(tmp_path), *NOW, *FIRST]) == 3
    assert list(tmp_path.iterdir()) == []
    capsys.readouterr()


def test_nothing_is_overwritten(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An incident that exists is left alone."""
    assert run(["new", "incident", "support-tickets", "--root", str(root), *NOW, *FIRST]) == 2
    assert "already exists" in capsys.readouterr().err


def test_unasked_questions_name_their_option(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody can be asked, the missing option is named, and nothing is written."""
    assert run(["new", "incident", "--root", str(root), *NOW, "--title", "Someone read invoices"]) == 2
    assert "--aware" in capsys.readouterr().err
    assert not (root / "content/incidents/someone-read-invoices").exists()


@pytest.mark.parametrize("slug", ["../x", "Big", "a b", "-", "x/y"])
def test_odd_slugs(root: Path, slug: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An invalid address is refused, and nothing is written outside its place."""
    assert run(["new", "incident", "--root", str(root), *NOW, *FIRST, "--", slug]) == 2
    assert not (root.parent / "x").exists()
    capsys.readouterr()


def test_the_next_update_is_filled_in(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The new update contains every open unknown, step and action unchanged, and passes except that nothing is new."""
    when = ["--now", "2026-11-26T10:00Z"]
    assert run(["new", "update", "--root", str(root), *when, "--title", "Our supplier has found something"]) == 0
    path = "content/incidents/support-tickets/06-our-supplier-has-found-something.md"
    said = capsys.readouterr()
    assert f"Wrote {path}" in said.out
    assert "PRO017" in said.err
    text = (root / path).read_text(encoding="utf-8")
    for line in (
        "  copied:",
        "    by: 2026-12-04",
        "  watch:",
        "  supplier:",
        "  told-password:",
        "    urgency: now",
        "status: contained",
    ):
        assert line in text
    assert "next_update: 2026-12-03T10:00Z" in text
    assert run(["validate", "--root", str(root), *when]) == 0
    # The newcomer's mistake: a line is lost.
    lines = text.split("\n")
    at = lines.index("  copied:")
    cut = [line for index, line in enumerate(lines) if not at <= index <= at + 5]
    (root / path).write_text("\n".join(cut), encoding="utf-8")
    assert run(["validate", "--root", str(root), *when]) == 1
    out = capsys.readouterr().out
    assert "`copied` was still unknown" in out
    assert "HON002" in out


def test_a_late_update_says_so(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Past its time, the reason goes into the file; without one, it is named as missing."""
    late = ["--now", "2026-11-28T10:00Z"]
    assert (
        run(["new", "update", "support-tickets", "--root", str(root), *late, "--title", "One", "--late", "We forgot: sorry."])
        == 0
    )
    text = (root / "content/incidents/support-tickets/06-one.md").read_text(encoding="utf-8")
    assert 'late: "We forgot: sorry."' in text
    (root / "content/incidents/support-tickets/06-one.md").unlink()
    assert run(["new", "update", "support-tickets", "--root", str(root), *late, "--title", "One"]) == 0
    assert "PRO008" in capsys.readouterr().err


def test_which_incident(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For an unknown name, the closest one is suggested."""
    assert run(["new", "update", "suport-tickets", "--root", str(root), *NOW, "--title", "X"]) == 2
    assert "did you mean support-tickets?" in capsys.readouterr().err


def test_a_broken_incident_is_not_continued(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While its files are not understood, there is nothing to fill in from."""
    file = root / "content/incidents/support-tickets/05-password-source.md"
    file.write_text(file.read_text(encoding="utf-8").replace("known:", "knwon:"), encoding="utf-8")
    assert run(["new", "update", "support-tickets", "--root", str(root), *NOW, "--title", "X"]) == 2
    assert "cannot be understood" in capsys.readouterr().err


def test_on_a_terminal(english: Path) -> None:
    """On a terminal it asks in plain words, and repeats the question after an empty answer."""
    child = at_terminal(["new", "incident", "--root", str(english), *NOW])
    child.expect("templates fit")
    child.sendline("")
    child.expect("What happened")
    child.sendline("")
    child.expect("cannot be left out")
    child.sendline("Someone read invoices")
    child.expect("good reason to believe")
    child.sendline("yesterday")
    child.expect("not a time that can be read for certain")
    child.sendline("2026-11-23T02:40Z")
    for question, answers in {
        "What do you know": ["Someone used a stolen password.", ""],
        "not know yet": ["Whose invoices they read.", ""],
        "What will you do next": ["We are reading the access log.", ""],
        "What should readers do": [""],
        "hear again": [""],
    }.items():
        child.expect(question)
        for answer in answers:
            child.expect(">")
            child.sendline(answer)
    child.expect("passes every rule")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (english / "content/incidents/someone-read-invoices/01-first-statement.md").is_file()
