"""`new update` about what others say and what people are owed: what is asked, what is filled in, and what is refused."""

from pathlib import Path

import pexpect
import pytest

from tests.cli.test_new_ends import ENDS, NOW, _codes, _run, _site, _written
from tests.terminals import at_terminal

BASE = "status: confirmed\nnature: mistake\naffected: {guests: {unit: people, exact: 90}, staff: {unit: people, about: 12}}\n"
CLAIM = "claims: {forum: {by: someone on a forum, says: I have every name., since: 2026-11-25, we_say: not_checked}}\n"
NOTICE = "direct_notice: {guests: {how: by letter, by: 2026-12-04, sent: 40}}\n"
REMEDY = "remedies: {locks: {what: We change your lock., for: guests, enrol_by: 2027-01-31, months: 3}}\n"


def test_what_stands_is_in_the_file(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal, all that stands is there behind a mark, whole, and works when the mark is taken away."""
    _site(english, BASE + CLAIM + NOTICE + REMEDY)
    assert _run(english, status="confirmed") == 0
    text = _written(english)
    for line in (
        "#  forum:",
        "#    says: I have every name.",
        "#    we_say: not_checked",
        "#  guests: {how: by letter, by: 2026-12-04, sent: 40}",
        "#  locks:",
        "#    what: We change your lock.",
        "#    for: [guests]",
        "#    months: 3",
    ):
        assert f"{line}\n" in text
    file = next((english / "content/incidents/desk").glob("*-it-is-over.md"))
    before = _codes(english, capsys)
    at, end = text.index("#claims:"), text.index("next_steps:")
    started = text[:at] + "".join(line.removeprefix("#") for line in text[at:end].splitlines(keepends=True))
    file.write_text(started + text[text.index("next_steps:") :], encoding="utf-8")
    assert _codes(english, capsys) == before


def test_an_incident_without_them_is_as_before(english: Path) -> None:
    """Nothing is added where nobody claims or is owed anything."""
    _site(english, BASE)
    assert _run(english, status="confirmed") == 0
    text = _written(english)
    assert not any(key in text for key in ("claims", "direct_notice", "remedies"))


@pytest.mark.parametrize(
    ("view", "asked"), [("partly", "in_fact: "), ("false", "looked: "), ("cannot_say", "because: "), ("true", "we_say: true")]
)
def test_a_claim_is_looked_into(english: Path, view: str, asked: str) -> None:
    """The option says what came of it; the rest is restated, and what that view asks for is a blank."""
    _site(english, BASE + CLAIM)
    assert _run(english, "--claim", f"forum={view}", status="confirmed") == 0
    text = _written(english)
    assert "claims:\n  forum:\n    by: someone on a forum\n    says: I have every name.\n    since: 2026-11-25\n" in text
    assert f"    we_say: {view}\n" in text
    assert asked in text


def test_a_changed_view_is_a_correction(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever says otherwise than before has a line for the reason."""
    _site(english, BASE + CLAIM.replace("not_checked", "cannot_say, because: They show nothing."))
    assert _run(english, "--claim", "forum=true", status="confirmed") == 0
    assert "corrections:\n  claims.forum: " in _written(english)
    assert "CON080" not in _codes(english, capsys)


def test_an_end_is_refused_while_a_claim_is_unchecked(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Resolving asks what came of each claim, and names the option."""
    _site(english, BASE + CLAIM)
    assert _run(english, *ENDS, "--because", "It was found.") == 2
    assert '--claim "forum=partly"' in capsys.readouterr().err
    assert _run(english, *ENDS, "--because", "It was found.", "--claim", "forum=cannot_say") == 0


def test_people_are_told(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A number, all of them, or how: each is written beside what was said before."""
    _site(english, BASE + NOTICE)
    assert _run(english, "--notice", "guests=70", "--notice", "staff=in person", status="confirmed") == 0
    assert "direct_notice:\n  guests: {how: by letter, by: 2026-12-04, sent: 70}\n  staff: {how: in person}\n" in _written(
        english
    )
    assert not {"CON072", "CON073", "FMT014"} & _codes(english, capsys)


def test_all_are_told(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`all` is taken where their number is exact, and refused where it is not."""
    _site(english, BASE + NOTICE)
    assert _run(english, "--notice", "staff=all", status="confirmed") == 2
    assert "their number is not exact" in capsys.readouterr().err
    assert _run(english, "--notice", "guests=all", status="confirmed") == 0
    assert "  guests: {how: by letter, sent: 90, complete: true}\n" in _written(english)
    assert "CON072" not in _codes(english, capsys)


def test_a_remedy(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new one is written; another sentence for one that stands has a line for the reason."""
    _site(english, BASE + REMEDY)
    assert _run(english, "--remedy", "locks=We pay for your lock.", "--remedy", "line=A free helpline.", status="confirmed") == 0
    text = _written(english)
    assert "    what: We pay for your lock.\n    for: [guests]\n    enrol_by: 2027-01-31\n    months: 3\n" in text
    assert "  line: A free helpline.\n" in text
    assert "  remedies.locks: " in text
    assert "CON070" not in _codes(english, capsys)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--claim", "forum"),
        ("--claim", "forum=maybe"),
        ("--claim", "fourm=partly"),
        ("--notice", "gests=3"),
        ("--notice", "=3"),
        ("--remedy", "locks="),
        ("--remedy", "My Locks=We pay."),
    ],
)
def test_what_cannot_be_understood(english: Path, capsys: pytest.CaptureFixture[str], option: str, said: str) -> None:
    """A slip of the keyboard is named, and nothing is written."""
    _site(english, BASE + CLAIM + NOTICE + REMEDY)
    assert _run(english, option, said, status="confirmed") == 2
    assert "help: " in capsys.readouterr().err
    assert not list((english / "content/incidents/desk").glob("*-it-is-over.md"))


def test_on_a_terminal(english: Path) -> None:
    """Somebody who is asked types a number or a word: of the claim what is so, of the guests that all have been told; nothing else is asked."""
    _site(english, BASE + CLAIM + NOTICE + REMEDY)
    child = at_terminal(["new", "update", "desk", "--root", str(english), *NOW, "--title", "It is over"])
    child.expect("What is your view of this\\? someone on a forum: “I have every name.”")
    child.sendline("5")
    child.expect("Why can't you say")
    child.sendline("They show no name.")
    child.expect("How many of guests have been told directly so far")
    child.sendline("many")
    child.expect("Write a number")
    child.sendline("all")
    child.expect("Wrote content/incidents/desk/02-it-is-over.md")
    child.expect(pexpect.EOF)
    text = _written(english)
    assert "    we_say: cannot_say\n    because: They show no name.\n" in text
    assert "  guests: {how: by letter, sent: 90, complete: true}\n" in text


def test_whoever_presses_enter_changes_nothing(english: Path) -> None:
    """Empty answers leave what stands behind its mark."""
    _site(english, BASE + CLAIM + NOTICE)
    child = at_terminal(["new", "update", "desk", "--root", str(english), *NOW, "--title", "It is over"])
    child.expect("What is your view of this")
    child.sendline("")
    child.expect("How many of guests")
    child.sendline("")
    child.expect("Wrote content/incidents/desk/02-it-is-over.md")
    child.expect(pexpect.EOF)
    assert "#claims:" in _written(english)
    assert "#  guests: {how: by letter, by: 2026-12-04, sent: 40}" in _written(english)
