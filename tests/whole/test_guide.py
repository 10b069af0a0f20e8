"""The communicator's guide: what it tells people to write passes, and what it says of the fields is so."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.ledger.records import Change
from generator.model.source import RawFile
from generator.model.update import CorrectionKind
from generator.pipeline import checking
from tests.whole.guide import GUIDE, INCIDENT, PAGES, files, new_site, printed, published, write

ROOT = Path(__file__).parents[2]
TIMES = sorted({published(text) for text in files().values()} - {""})


def _found(top: Path, when: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    capsys.readouterr()
    run(["validate", "--root", str(top), "--now", when, "--format", "json"])
    said = json.loads(capsys.readouterr().out)["diagnostics"]
    # What a plan needs beside its lead is for a calm day.
    return [(one["code"], one["message"]) for one in said if one["path"] != "content/plan.yml"]


@pytest.mark.parametrize("when", TIMES)
def test_every_file_passes(when: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the day on which each update of the guide is published, neither it nor the earlier ones have findings."""
    write(tmp_path, when)
    assert _found(tmp_path, when, capsys) == []


def test_it_tells_a_whole_incident() -> None:
    """The guide prints an incident from its first statement to its review."""
    assert len(TIMES) == 7
    assert [Path(path).name for path in files()][-1] == "review.md"


def test_what_it_says_is_missed_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the corrections that the guide prints, the check asks for them."""
    write(tmp_path, TIMES[2])
    file = next(tmp_path.rglob("03-*.md"))
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"corrections:\n(  .*\n)+", "", text), encoding="utf-8")
    assert {code for code, _ in _found(tmp_path, TIMES[2], capsys)} == {"CON002", "CON003"}


def test_nothing_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The update of four keys keeps the promise, and so does the sentence for a late one."""
    write(tmp_path, TIMES[1])
    page = (GUIDE / "next-update.md").read_text(encoding="utf-8")
    short = next(found for found in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "no_change" in found)
    file = next(tmp_path.rglob("02-*.md")).with_name("03-still-counting.md")
    file.write_text(f"---\n{short}---\n", encoding="utf-8")
    assert _found(tmp_path, "2027-03-04T16:00Z", capsys) == []
    late = re.search(r"`(late: [^`]+)`", page)
    assert late
    assert "PRO008" in {code for code, _ in _late(file, short, "", tmp_path, capsys)}
    assert _late(file, short, late[1] + "\n", tmp_path, capsys) == []


def _late(file: Path, short: str, line: str, top: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    later = short.replace("2027-03-05T16:00Z", "2027-03-06T16:00Z").replace("2027-03-04T15:00Z", "2027-03-05T17:00Z")
    file.write_text(f"---\n{later}{line}---\n", encoding="utf-8")
    return _found(top, "2027-03-05T17:30Z", capsys)


def test_every_field_is_explained() -> None:
    """The page of the fields has a row for every key that incident.md and an update must have, and for those that a status asks for."""
    page = (GUIDE / "fields.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)`(?:, `(\w+)`)? \|", page, re.MULTILINE))
    told = {name for row in rows for name in row if name}
    format_page = (
        (ROOT / "docs/format.md").read_text(encoding="utf-8").partition("<!-- keys: update -->")[2].partition("<!-- /keys -->")[0]
    )
    table = re.findall(r"^\| `(\w+)`[^|]*\| ([^|]*) \|", format_page, re.MULTILINE)
    asked = {key for key, when in table if when.strip() and key not in {"template", "no_change"}}
    assert asked - told == set()
    assert len(asked) > 12


@pytest.mark.parametrize("page", PAGES)
def test_links(page: str) -> None:
    """Every page and picture that the guide links to is there."""
    text = (GUIDE / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)", text)
    assert targets
    assert [target for target in targets if not target.startswith("http") and not (GUIDE / target).exists()] == []


def test_six_pages() -> None:
    """The guide is six pages, and no more."""
    assert sorted(file.name for file in GUIDE.glob("*.md")) == sorted(PAGES)


# The template's route, and that of approvals, as somebody follows them in the web editor.


def _text(page: str) -> str:
    return (GUIDE / page).read_text(encoding="utf-8")


def _section(page: str, heading: str) -> str:
    return _text(page).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def _template_route() -> tuple[str, str]:
    """Where the guide puts the first statement that it makes from a template, and its text."""
    ((path, text),) = ((path, text) for path, text in printed().items() if not path.startswith(INCIDENT))
    return path, text


def _followed(top: Path) -> str:
    """What comes of the five steps, done to the template of a new site."""
    section = _section("first-hour.md", "If a template fits")
    template = re.search(r"`(content/templates/[^`]+)`", section)
    steps = re.findall(r"^\d\. (.+)$", section, re.MULTILINE)
    assert template
    assert len(steps) == 5
    text = (top / template[1]).read_text(encoding="utf-8")
    text = text.replace("[[which system]]", "our billing system").replace("[[on which day]]", "on 2 March")
    text = text.replace("[[whose data]]", "our customers")
    lines = [re.findall(r"`([^`]+)`", step) for step in steps]
    (_brackets,), (when,), (was, due), (wait, day), (_due, _ending, name) = lines
    assert f"\n{was}\n" in text
    text = re.sub(r"^(title: .*)$", rf"\1\n{when}", text, count=1, flags=re.MULTILINE)
    assert f" {wait}\n" in text
    text = text.replace(f" {wait}\n", f" {day}\n")
    return text.replace(f"\n{was}\n", f"\n{due}\n{name}\n")


@pytest.mark.parametrize("approved", [False, True], ids=["a new plan", "a plan that asks for approvals"])
def test_the_template_route(approved: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The five steps make the file that the guide prints; it passes in a new site, and where the plan has approved the template."""
    new_site(tmp_path)
    path, text = _template_route()
    assert _followed(tmp_path) == text
    plan = tmp_path / "content/plan.yml"
    if approved:
        words = plan.read_text(encoding="utf-8")
        line = "  stolen-login: {for: Someone got into an account or a system.}\n"
        assert line in words
        assert "first_statement: []" in words
        # As the notes in the file itself say.
        given = line.replace(".}", "., approved_by: {lead: Sam Reed}, approved_on: 2027-03-01}")
        plan.write_text(words.replace(line, given).replace("first_statement: []", "first_statement: [lead]"), encoding="utf-8")
    folder = (tmp_path / path).parent
    folder.mkdir()
    (folder / "incident.md").write_text(files()[f"{INCIDENT}incident.md"], encoding="utf-8")
    (tmp_path / path).write_text(text, encoding="utf-8")
    assert _found(tmp_path, published(text), capsys) == []
    # One word more, and somebody has to approve it.
    (tmp_path / path).write_text(
        text.replace("How they got in, and when.", "How they got in, and when and where."), encoding="utf-8"
    )
    assert [code for code, _ in _found(tmp_path, published(text), capsys)] == (["PLN003"] if approved else [])


def test_the_same_from_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`new incident --from` writes the same keys as the five steps."""
    new_site(tmp_path)
    path, text = _template_route()
    arguments = ["new", "incident", "billing", "--root", str(tmp_path), "--from", "stolen-login", "--now", published(text)]
    fills = ["--fill", "which system=our billing system", "--fill", "on which day=2 March", "--aware", "2027-03-03T02:40Z"]
    fills += ["--fill", "whose data=our customers"]
    assert run([*arguments, *fills]) == 0
    assert (tmp_path / path).read_text(encoding="utf-8") == text
    capsys.readouterr()


def test_the_approvals_route(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the approval the check says what the guide says it does, word for word, and stops the build; with the line it offers, it passes."""
    write(tmp_path, TIMES[1])
    file = next(tmp_path.rglob("02-*.md"))
    text = file.read_text(encoding="utf-8")
    shown = re.search(r"```text\n(error.*)\n(.*)\n```", _section("next-update.md", "Have it approved"))
    assert shown
    offered = re.search(r"`(approved_by: [^`]+)`", shown[2])
    assert offered
    assert f"\n{offered[1]}\n" in text
    file.write_text(text.replace(f"{offered[1]}\n", ""), encoding="utf-8")
    capsys.readouterr()
    assert run(["validate", "--root", str(tmp_path), "--now", TIMES[1], "content/incidents"]) == 1
    said = capsys.readouterr().out.split("\n")
    assert shown[1] in said
    assert shown[2] in said
    assert run(["build", "--root", str(tmp_path), "--now", TIMES[1]]) == 1
    file.write_text(text, encoding="utf-8")
    assert run(["build", "--root", str(tmp_path), "--now", TIMES[1]]) == 0
    assert "Sam Reed" in (tmp_path / "site/incidents/invoices/2/index.html").read_text(encoding="utf-8")
    capsys.readouterr()


def test_a_draft_until_it_is_approved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The draft in the guide blocks nothing and is not published; its three steps, by hand or with `ready`, give the file it prints."""
    section = _section("next-update.md", "Have it approved")
    write(tmp_path, TIMES[1])
    file = next(tmp_path.rglob("02-*.md"))
    text = file.read_text(encoding="utf-8")
    steps = re.findall(r"^\d\. (.+?)(?=\n\d\. |\n\n)", section, re.MULTILINE | re.DOTALL)
    (when,), (approval,), (line,) = (re.findall(r"`([^`]+)`", step) for step in steps)
    assert (when, line) == ("published", "draft: true")
    draft = text.replace(f"published: {TIMES[1]}\n", f"published: 2027-03-03T12:00Z\n{line}\n").replace(f"{approval}\n", "")
    assert len(draft.split("\n")) == len(text.split("\n"))
    file.write_text(draft, encoding="utf-8")
    assert run(["build", "--root", str(tmp_path), "--now", TIMES[1]]) == 0
    assert not (tmp_path / "site/incidents/invoices/2/index.html").exists()
    by_hand = draft.replace("published: 2027-03-03T12:00Z", f"published: {TIMES[1]}").replace(f"{line}\n", f"{approval}\n")
    (told,) = re.findall(r"`aboveboard (ready [^`]+)`", section)
    capsys.readouterr()
    assert run([*told.split(), "--root", str(tmp_path), "--now", TIMES[1]]) == 1
    assert "missing-approval" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == draft
    who = approval.partition("{")[2].rstrip("}").replace(": ", "=")
    assert run([*told.split(), "--root", str(tmp_path), "--now", TIMES[1], "--approved-by", who]) == 0
    by_ready = file.read_text(encoding="utf-8")
    assert sorted(by_ready.split("\n")) == sorted(by_hand.split("\n")) == sorted(text.split("\n"))
    for done in (by_hand, by_ready):
        file.write_text(done, encoding="utf-8")
        assert run(["build", "--root", str(tmp_path), "--now", TIMES[1]]) == 0
        assert "Sam Reed" in (tmp_path / "site/incidents/invoices/2/index.html").read_text(encoding="utf-8")
    capsys.readouterr()


def test_the_site_is_built_at_each_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After each file of the guide the whole site is built, as it would be after each merge."""
    new_site(tmp_path)
    for when in TIMES:
        write(tmp_path, when)
        assert run(["build", "--root", str(tmp_path), "--now", when]) == 0, when
    capsys.readouterr()


@pytest.mark.parametrize("page", ["first-hour.md", "next-update.md"])
def test_lines_that_stand_in_sentences(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that the guide tells people to write is valid in place of the present one."""
    write(tmp_path, TIMES[0])
    file = next(tmp_path.rglob("01-first*.md"))
    text = file.read_text(encoding="utf-8")
    lines = re.findall(r"`((?:entry|actions|known|at_most|at_least|late|published): [^`]+)`", _text(page))
    tried = 0
    for line in lines:
        key = line.partition(":")[0]
        if key == "actions":
            changed = re.sub(r"actions:\n(?:  .*\n)+", f"{line}\n", text)
        elif key == "entry":
            changed = re.sub(r"  entry: .*", f"  {line}", text)
        elif key == "at_most":
            changed = text.replace("unknown:\n", f"affected:\n  customers: {{unit: people, {line}, of: 18400}}\nunknown:\n")
        else:
            continue
        assert changed != text
        file.write_text(changed, encoding="utf-8")
        assert _found(tmp_path, TIMES[0], capsys) == []
        tried += 1
    assert tried


def test_how_many_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a laptop, the program asks as many questions as the guide says, and fewer with a prepared statement."""
    from generator.cli.prompts import Asker

    asked: list[str] = []
    monkeypatch.setattr("generator.cli.prompts.sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(Asker, "_explain", lambda _self, question, _why: asked.append(question))
    words = {"eight": 8}
    said = re.search(r"The first asks you (\w+) questions, or fewer with a template", _text("first-hour.md"))
    assert said
    new_site(tmp_path)
    answers = iter(["", "Someone read invoices", "", "We know.", "", "Whose.", "", "We read.", "", "", ""])
    monkeypatch.setattr("click.prompt", lambda *_args, default="", **_options: next(answers) or default)
    assert run(["new", "incident", "--root", str(tmp_path), "--now", TIMES[0]]) == 0
    assert len(asked) == words[said[1]]
    asked.clear()
    answers = iter(["stolen-login", "our shop", "2 March", "our members", "", ""])
    assert run(["new", "incident", "--root", str(tmp_path), "--now", TIMES[0]]) == 0
    assert len(asked) < words[said[1]]
    capsys.readouterr()


BEFORE = """---
title: Someone came in
published: 2027-03-05T10:00Z
status: contained
contained_by: closed
known:
  closed: We closed the account and tested that it is closed.
  held: The archive held no test results.
  booking: You cannot book online.
unknown: {copied: Whether they copied them.}
affected: {customers: {unit: people, about: 1000}}
data: {password: not_affected}
window: {from: 2027-03-02T10:00Z, to: 2027-03-02T14:00Z}
next_steps: {log: We read the log.}
actions: {call: Ring us if somebody asks for a password.}
next_update: 2027-03-22T10:00Z
---
"""
AFTER = """---
title: What is new
published: 2027-03-22T10:00Z
unknown: {copied: Whether they copied them.}
next_steps: {log: We read the log.}
actions: {call: Ring us if somebody asks for a password.}
next_update: 2027-03-23T10:00Z
"""


def test_what_is_no_longer_so() -> None:
    """Each of the four ways that the guide gives is accepted as what the guide says that it is."""
    page = (GUIDE / "correction.md").read_text(encoding="utf-8")
    part = page.partition("## Something we said is no longer true")[2].partition("\n## ")[0]
    ways = re.findall(r"```yaml\n(.*?)```", part, re.DOTALL)
    kinds = []
    for way in ways:
        status = "" if "status:" in way else "status: reopened\nbecause: It was not over.\n"
        files = {
            "site_config.yml": "organisation: {name: Larkfield}\nsite: {url: https://status.larkfield.example/}\n",
            "content/incidents/a/incident.md": "---\ntitle: Someone came in\naware: 2027-03-05T08:00Z\n---\n",
            "content/incidents/a/01-a.md": BEFORE,
            "content/incidents/a/02-b.md": f"{AFTER}{status}{way}---\n",
        }
        read = [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]
        checked = checking.check(read, datetime(2027, 3, 22, 12, tzinfo=UTC))
        first, second = checked.ledgers["a"].transitions
        assert first.violations == second.violations == (), way
        kinds.append([event.kind or event.change for event in second.events if event.kind or event.change is Change.ENDED])
    assert kinds == [[CorrectionKind.OUR_ERROR], [CorrectionKind.NEW_EVENT], [CorrectionKind.FOUND_MORE], [Change.ENDED]]
