"""`assess` as its users run it: what it asks, keeps and suggests, and that nothing of it is published."""

import shutil
from pathlib import Path

import pexpect
import pytest

from generator.adapters.site_files import read_site
from generator.cli.main import run
from generator.content.assembly import assemble
from generator.deadlines.risk_assessment import suggested_risk
from generator.model.assessment import Assessment, Identification, Protection, Severity, Vulnerable
from generator.model.incident_facts import Category, Risk
from generator.pipeline import building, checking, publishing
from tests.render.sites import NOW, ROOT, theme
from tests.terminals import at_terminal, interrupt

CASE = "support-tickets"
RECORD = f"content/assessments/{CASE}.yml"
ALL = {
    "--kinds": "health,contact",
    "--protection": "none",
    "--identification": "easy",
    "--severity": "significant",
    "--number": "4380",
    "--vulnerable": "some",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the repository's own site, in which nothing has been assessed."""
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("assessments"))
    shutil.copy(ROOT / "site_config.yml", tmp_path)
    return tmp_path


def _assess(root: Path, *arguments: str) -> int:
    return run(["assess", CASE, *arguments, "--root", str(root), "--now", "2026-11-23T12:00Z"])


def _record(root: Path) -> Assessment:
    (document,) = assemble(read_site(root, 1 << 20)).assessments
    assert document.assessment is not None
    return document.assessment


def test_answers_are_kept_and_added(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is answered is kept; what is not is named, with exit code 1, and can be answered later. Then it says how great the risk seems."""
    assert _assess(root, "--kinds", "health, contact", "--number", "4380", "--by", "Mara Quist") == 1
    said = capsys.readouterr()
    assert "Too little is answered" in said.out
    assert "Not answered yet: protection, identification, severity, vulnerable." in said.err
    assert _record(root).unanswered == ("protection", "identification", "severity", "vulnerable")
    rest = [word for name in ("--protection", "--identification", "--severity", "--vulnerable") for word in (name, ALL[name])]
    assert _assess(root, *rest, "--because", "severity=Fraud is likely: they have account numbers.") == 0
    said = capsys.readouterr()
    assert "the risk to people seems to be: high. You decide." in said.out
    assert "write in incident.md: `risk: high`" in said.out
    kept = _record(root)
    assert kept.number == 4380
    assert kept.by == ("Mara Quist",)
    assert dict(kept.because) == {"severity": "Fraud is likely: they have account numbers."}
    assert kept.kinds == (Category.HEALTH, Category.CONTACT)


def _session(root: Path) -> "pexpect.spawn[str]":
    return at_terminal(["assess", CASE, "--root", str(root), "--now", "2026-11-23T12:00Z"], dimensions=(60, 200))


def _told(child: "pexpect.spawn[str]", *answers: tuple[str, str]) -> None:
    for question, answer in answers:
        child.expect(question)
        child.expect("> ")
        child.sendline(answer)


def test_it_asks_at_a_terminal(root: Path) -> None:
    """At a terminal it asks what is not answered; what is no answer is asked again, an empty one is left for later, and each is kept at once."""
    child = _session(root)
    _told(
        child,
        ("Which kinds of data", "health, shoe size"),
        ("shoe size", "health, contact"),
        ("read", "1"),
        ("recognise", "easy"),
        ("harm", ""),
        ("How many", "a lot"),
        ("a lot", "4380"),
    )
    # The last question is on the screen, and what was answered before it is in the file.
    child.expect("easily harmed")
    child.expect("> ")
    kept = _record(root)
    assert (kept.kinds, kept.number) == ((Category.HEALTH, Category.CONTACT), 4380)
    child.sendline("some")
    child.expect("Not answered yet: severity.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
    again = _session(root)
    _told(again, ("harm", "significant"))
    again.expect("seems to be: high")
    again.expect(pexpect.EOF)
    again.close()
    assert again.exitstatus == 0
    assert _record(root).unanswered == ()


def test_whoever_stops_loses_nothing(root: Path) -> None:
    """Whoever presses Ctrl-C at a question has kept what was answered before it."""
    child = _session(root)
    _told(child, ("Which kinds of data", "credentials"))
    child.expect("read")
    child.expect("> ")
    interrupt(child)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus not in {0, None}
    assert _record(root).kinds == (Category.CREDENTIALS,)


def test_answers_of_a_file(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of the same form answers too; what is wrong in it is named with its place, and nothing is written."""
    answers = tmp_path / "answers.yml"
    answers.write_text("kinds: [health]\nprotection: none\nseverity: sever\n", encoding="utf-8")
    assert _assess(root, "--answers", str(answers)) == 2
    said = capsys.readouterr().err
    assert "answers.yml:3:11: `sever` is not a severity" in said
    assert "write `severity: severe`" in said
    assert not (root / RECORD).exists()
    answers.write_text(
        "kinds: [health]\nprotection: none\nseverity: severe\nidentification: easy\nnumber: unknown\nvulnerable: most\n",
        encoding="utf-8",
    )
    assert _assess(root, "--answers", str(answers)) == 0
    assert _record(root).number_unknown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--severity", "bad"), "--severity: `bad` is not a severity"),
        (("--kinds", "health,shoes"), "--kinds: `shoes` is not a category of data"),
        (("--number", "4,380"), "--number: this is not a number of people"),
        (("--because", "weather=Rain."), "--because weather=Rain. has no answer's name"),
    ],
)
def test_what_is_no_answer(root: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused with what to write, and nothing is kept."""
    assert _assess(root, *arguments) == 2
    assert said in capsys.readouterr().err
    assert not (root / RECORD).exists()


def test_a_record_that_cannot_be_understood(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`validate` finds it with its place, and `assess` writes nothing over it."""
    (root / RECORD).parent.mkdir()
    (root / RECORD).write_text("assessed: 2026-11-20\nprotection: iron\n", encoding="utf-8")
    assert run(["validate", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 1
    assert f"{RECORD}:2:13" in capsys.readouterr().out
    assert _assess(root, "--severity", "severe") == 2
    assert f"{RECORD}:2:13: `iron` is not a protection" in capsys.readouterr().err
    assert "iron" in (root / RECORD).read_text(encoding="utf-8")


def test_a_record_of_no_incident(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record named after no incident, or not named like one, is found."""
    (root / RECORD).parent.mkdir()
    for name, said in (
        ("no-such.yml", "there is no incident called no-such"),
        ("notes.txt", "this is not the name of a risk assessment"),
    ):
        (root / RECORD).with_name(name).write_text("assessed: 2026-11-20\n", encoding="utf-8")
        assert run(["validate", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 1
        assert said in capsys.readouterr().out
        (root / RECORD).with_name(name).unlink()


def test_nothing_of_it_is_published(root: Path) -> None:
    """No page, feed, list or interface holds a word of it, or its name; every file of the site has the same bytes with it and without it."""
    before = _published(root)
    _assess(
        root,
        *(word for pair in ALL.items() for word in pair),
        "--by",
        "Xenia Quorn",
        "--because",
        "severity=Zwicky spoke of fraud.",
    )
    assert (root / RECORD).exists()
    after = _published(root)
    assert after == before
    assert not any(word in data for data in after.values() for word in (b"Quorn", b"Zwicky", b"assessments"))


def _published(root: Path) -> dict[str, bytes]:
    checked = checking.check(read_site(root, 1 << 20), NOW)
    site = publishing.publish(checked, NOW)
    return {artifact.path: artifact.data for artifact in building.render(site, theme())}


def _given(**answers: object) -> Assessment:
    whole: dict[str, object] = {
        "kinds": (Category.CONTACT,),
        "protection": Protection.NONE,
        "identification": Identification.EASY,
        "severity": Severity.LIMITED,
        "number": 12,
        "vulnerable": Vulnerable.NOBODY,
    }
    return Assessment(assessed=NOW.date(), **(whole | answers))  # type: ignore[arg-type]  # given by name


@pytest.mark.parametrize(
    ("answers", "risk"),
    [
        ({}, Risk.LIKELY),
        ({"severity": Severity.NEGLIGIBLE}, Risk.UNLIKELY),
        ({"severity": Severity.NEGLIGIBLE, "vulnerable": Vulnerable.SOME}, Risk.LIKELY),
        ({"severity": Severity.NEGLIGIBLE, "kinds": (Category.HEALTH,)}, Risk.HIGH),
        ({"severity": Severity.SEVERE}, Risk.HIGH),
        ({"severity": Severity.UNKNOWN}, Risk.HIGH),
        ({"severity": Severity.SEVERE, "identification": Identification.HARDLY}, Risk.LIKELY),
        ({"vulnerable": Vulnerable.MOST}, Risk.HIGH),
        ({"severity": Severity.SEVERE, "protection": Protection.STRONG}, Risk.UNLIKELY),
        ({"severity": Severity.SEVERE, "protection": Protection.UNKNOWN}, Risk.HIGH),
        ({"severity": None}, None),
    ],
)
def test_how_great_the_risk_seems(answers: dict[str, object], risk: Risk | None) -> None:
    """Data that nobody can read, or a nuisance, makes harm unlikely; serious harm to people who are recognised makes the risk high."""
    seems = suggested_risk(_given(**answers))
    assert seems.risk is risk
    assert seems.because or risk is None
