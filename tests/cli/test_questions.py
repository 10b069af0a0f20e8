"""`aboveboard questions`: customers' questions from their exports to the page, and nothing of the customers on the way."""

import csv
import io
import json
import mailbox  # noqa: TID251  # makes what the command reads
import re
import subprocess
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pexpect
import pytest

from generator.cli.main import run
from tests.terminals import at_terminal

ROOT = Path(__file__).parents[2]
FOLDER = "content/incidents/support-tickets"
NOW = ["--now", "2026-11-28T10:00Z"]

#: Messages as a help desk keeps them, with everything in them that must not be shown.
ROWS = (
    (
        "4711",
        "Re: [#4512] Your notice",
        "Dear Sam,\n\nDid they copy my data?\n\nKind regards,\nAnna Brown\n+44 20 7946 0018",
        "14.11.2026 09:12",
    ),
    ("4712", "Question", "did they copy my data??? my number is 12345678; write to bob.smith@mail.example", "12.11.2026 19:00"),
    ("4713", "data", "Hello,\nHave the attackers copied my data; or only read it?\nThanks\nCarol White", "15.11.2026 08:00"),
    ("4714", "Costs", 'Will you pay if somebody misuses my data? I had "trouble" before.', "20.11.2026 08:00"),
    ("4715", "money", "Who pays if someone misuses my data?", "21.11.2026 08:00"),
    (
        "4716",
        "pw",
        "Must I change my password now?\n> Will you pay for everything?\nOn 10 Nov 2026 Larkfield wrote:\nAny questions?",
        "",
    ),
    (
        "4717",
        "call",
        "Why was my IBAN DE89 3704 0044 0532 0130 00 with you, and who rings 0044 (0) 20 7946-0018?",
        "13.11.2026 08:00",
    ),
)


def _table(delimiter: str, *, header: tuple[str, ...] = ("ID", "Betreff", "Beschreibung", "Erstellt am")) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([header, *ROWS, ("", "", "", ""), ("4718", "short row")])
    return text.getvalue()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A folder outside of the site, as Downloads is."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _read(root: Path, file: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert run(["questions", "read", str(file), "--root", str(root), "--format", "json", *options]) == 0
    read: dict[str, Any] = json.loads(capsys.readouterr().out)
    return read


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16"), ("|", "utf-8"), (";", "cp1252")],
    ids=["excel", "plain", "excel-unicode", "bars", "old-windows"],
)
def test_tables(root: Path, export: Path, delimiter: str, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Any delimiter and encoding; the columns are found by what they are called; like questions are counted together."""
    file = export / "tickets.csv"
    file.write_bytes(_table(delimiter).encode(encoding))
    said = _read(root, file, capsys)
    assert said["messages"] == 8
    assert {"example": "Did they copy my data?", "messages": 2, "first": "2026-11-12"}.items() <= said["groups"][0].items()
    pays = next(group for group in said["groups"] if "pays" in group["example"])
    assert (pays["messages"], pays["first"]) == (2, "2026-11-20")
    assert any(group["example"] == "Must I change my password now?" and group["first"] is None for group in said["groups"])
    assert not any("pay for everything" in group["example"] for group in said["groups"])


@pytest.mark.no_cover
def test_nothing_of_the_customers_is_shown_or_kept(root: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No address, number or signature is shown, in no form; and neither the site nor the export's folder has a file more."""
    file = export / "tickets.csv"
    file.write_bytes(_table(";").encode())
    before = (_tree(root), _tree(export))
    for form in ("plain", "json"):
        assert run(["questions", "read", str(file), "--root", str(root), "--format", form]) == 0
        said = capsys.readouterr()
        for piece in ("bob.smith", "mail.example", "12345678", "7946", "3704", "DE89", "Anna Brown", "Carol White"):
            assert piece not in said.out + said.err
        assert "[number]" in said.out
        assert "Names and addresses may still be in it" in said.err
    assert (_tree(root), _tree(export)) == before


def test_an_export_in_the_site_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files in the site's folder are easily committed, so they are not read there, by whatever path they are given."""
    file = root / "tickets.csv"
    file.write_text(_table(","), encoding="utf-8")
    (root.parent / "link.csv").symlink_to(file)
    for path in (file, root / "content/../tickets.csv", root.parent / "link.csv"):
        assert run(["questions", "read", str(path), "--root", str(root)]) == 2
        said = capsys.readouterr()
        assert "could be committed" in said.err
        assert said.out == ""


def test_columns_with_other_names(root: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no column is called as expected, the columns are named and one can be given; a wrong one is refused."""
    file = export / "odd.csv"
    file.write_text(_table(",", header=("a", "b", "Kummer", "Tag")), encoding="utf-8")
    assert run(["questions", "read", str(file), "--root", str(root)]) == 2
    assert "the columns are: a, b, Kummer, Tag" in capsys.readouterr().err
    assert run(["questions", "read", str(file), "--root", str(root), "--question", "Sorge"]) == 2
    assert "there is no column called Sorge" in capsys.readouterr().err
    said = _read(root, file, capsys, "--question", "kummer", "--date", "Tag")
    assert said["groups"][0]["first"] == "2026-11-12"


@pytest.mark.no_cover
def test_days_that_can_be_read_two_ways(root: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An ambiguous date is not used, and the message says how to make it clear."""
    file = export / "dates.csv"
    file.write_text('question,created\n"Is it safe, now?",03/04/2027\nIs it safe now?,05/04/2027 10:00\n', encoding="utf-8")
    assert run(["questions", "read", str(file), "--root", str(root)]) == 0
    said = capsys.readouterr()
    assert "first on" not in said.out
    assert "--dates dmy" in said.err
    assert _read(root, file, capsys, "--dates", "dmy")["groups"][0]["first"] == "2027-04-03"
    assert _read(root, file, capsys, "--dates", "mdy")["groups"][0]["first"] == "2027-03-04"


@pytest.mark.parametrize(
    "data", [b"", b"\0\0\0", b"\xff\xfe", b"PK\x03\x04\0\0", b"a"], ids=["empty", "nul", "bom", "zip", "one-cell"]
)
def test_what_is_no_table(root: Path, export: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is refused in plain words."""
    file = export / "odd.csv"
    file.write_bytes(data)
    assert run(["questions", "read", str(file), "--root", str(root)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert "Traceback" not in err


def _mail(subject: str, text: str, when: str, *, html: bool = False) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Dora Green <dora.green@mail.example>"
    message["To"] = "incident@larkfield.example"
    message["Subject"] = subject
    message["Date"] = when
    message.set_content(text, subtype="html" if html else "plain")
    return message


MAILS = (
    _mail(
        "Re: Notice",
        "Hi,\n\nWas my ticket copied?\n\nOn Mon, 9 Nov 2026 Larkfield wrote:\n> Shall we ring you?\n",
        "Sun, 15 Nov 2026 23:30:00 -0500",
    ),
    _mail("Frage: Wurde mein Ticket kopiert?", "Siehe oben.\n-- \nDora Green", "Thu, 12 Nov 2026 09:00:00 +0100"),
    _mail(
        "=?utf-8?q?Did_they_copy_my_ticket=3F?=",
        "<p>Dear team,</p><p>Did they copy my ticket?</p><blockquote>Old?</blockquote>",
        "nonsense",
        html=True,
    ),
)


def test_mailboxes(root: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mailbox file and a folder of messages give the same: what people wrote themselves, plain or HTML, and their day in the site's zone."""
    box = mailbox.mbox(export / "inbox.mbox")
    folder = export / "messages"
    folder.mkdir()
    for number, message in enumerate(MAILS):
        box.add(message)
        (folder / f"{number}.eml").write_bytes(bytes(message))
    box.close()
    said = _read(root, export / "inbox.mbox", capsys)
    assert said == _read(root, folder, capsys)
    assert said["messages"] == 3
    assert {"messages": 3, "first": "2026-11-12"}.items() <= said["groups"][0].items()
    assert not any(word in json.dumps(said) for word in ("Dora", "dora", "Shall we", "Old?"))
    assert _read(root, folder / "1.eml", capsys)["groups"][0]["first"] == "2026-11-12"
    empty = export / "nothing"
    empty.mkdir()
    assert run(["questions", "read", str(empty), "--root", str(root)]) == 2
    assert "files that end in .eml" in capsys.readouterr().err


def test_only_what_is_asked_often(root: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --at-least the rare ones are left out, and counted."""
    file = export / "tickets.csv"
    file.write_text(_table(","), encoding="utf-8")
    assert run(["questions", "read", str(file), "--root", str(root), "--at-least", "2"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("  2 messages, first on Thu 12 Nov 2026\n    Did they copy my data?")
    assert "Must I change" not in out
    assert "asked in fewer than 2 messages are not shown." in out


@pytest.mark.parametrize(
    ("language", "line"), [("de-AT", "Ob ein Lösegeld gezahlt wurde."), ("nl", "Whether a ransom was paid.")]
)
def test_the_line_is_in_the_language_of_the_site(
    root: Path, export: Path, capsys: pytest.CaptureFixture[str], language: str, line: str
) -> None:
    """What is offered for `unknown:` can be pasted into the site's own language, whatever the customer wrote in; else it is in English."""
    config = root / "site_config.yml"
    config.write_text(
        re.sub(r"(?m)^(  language: )\S+", rf"\g<1>{language}", config.read_text(encoding="utf-8")), encoding="utf-8"
    )
    file = export / "one.csv"
    file.write_text("question\n¿Habéis pagado un rescate?\n", encoding="utf-8")
    (group,) = _read(root, file, capsys)["groups"]
    assert group["unknown"] == f"ransom: {line}"


def test_the_list(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Alone, it lists the open ones, those that wait on an unknown, and the answered ones; one whose unknown was answered comes first."""
    assert run(["questions", "--root", str(root), *NOW]) == 0
    out = capsys.readouterr().out
    assert "Asked since Fri 20 Nov 2026 (for 7 days, too long)" in out
    assert out.index("OPEN") < out.index("WAITING FOR") < out.index("ANSWERED")
    assert out.endswith("1 is open.\n")
    file = root / FOLDER / "06-answer.md"
    file.write_text(
        (root / FOLDER / "05-password-source.md")
        .read_text(encoding="utf-8")
        .replace("2026-11-20T16:40Z", "2026-11-27T16:40Z")
        .replace("known:\n", "known:\n  copied: They copied none of them.\n", 1),
        encoding="utf-8",
    )
    text = file.read_text(encoding="utf-8")
    start = text.index("  copied:\n    text:")
    text = text[:start] + text[text.index("next_steps:") :]
    file.write_text(text.replace("unknown:\n", "unknown: {other: What else there is.}\n"), encoding="utf-8")
    assert run(["questions", "--root", str(root), *NOW]) == 0
    out = capsys.readouterr().out
    assert out.startswith("CAN BE ANSWERED NOW\n\n  support-tickets, copied: Did they copy what they read?\n")
    assert "It waited for `copied`, which readers already know: They copied none of them." in out
    assert run(["status", "--root", str(root), *NOW]) == 1
    assert "updates have already answered `copied`" in capsys.readouterr().out


@pytest.mark.no_cover
def test_the_list_for_programs(root: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON forms have a schema number and the documented keys."""
    assert run(["questions", "--root", str(root), *NOW, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == 1
    assert [(one["name"], one["state"], one["late"]) for one in said["questions"]] == [
        ("meter", "answered", False),
        ("copied", "waiting", False),
        ("cost", "open", True),
    ]
    file = export / "tickets.csv"
    file.write_text(_table(","), encoding="utf-8")
    groups = _read(root, file, capsys)
    documented = (ROOT / "docs/obligations.md").read_text(encoding="utf-8")
    for key in (*said, *said["questions"][0], *groups, *groups["groups"][0]):
        assert f"`{key}`" in documented


@pytest.mark.no_cover
def test_add(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question is written below the others in the writer's words; every other line stays as it was, and the site passes."""
    file = english / FOLDER / "incident.md"
    before = file.read_text(encoding="utf-8").splitlines()
    options = ["--root", str(english), *NOW, "--since", "2026-11-26"]
    assert run(["questions", "add", "support-tickets", "--ask", "Must I change my password: now?", *options]) == 0
    assert f"Wrote {FOLDER}/incident.md" in capsys.readouterr().out
    after = file.read_text(encoding="utf-8").splitlines()
    new = ["  must-i-change-my-password:", '    ask: "Must I change my password: now?"', "    since: 2026-11-26"]
    at = after.index(new[0])
    assert after[at : at + 3] == new
    assert after[:at] + after[at + 3 :] == before
    assert (
        run(["questions", "add", "support-tickets", "--ask", "Was it read?", "--unknown", "copied", "--name", "read", *options])
        == 0
    )
    assert run(["questions", "add", "support-tickets", "--ask", "Can I ring?", "--answer", "Yes, from 8 to 20.", *options]) == 0
    assert run(["validate", "--root", str(english), "--now", "2026-11-26T12:00Z"]) == 0
    capsys.readouterr()
    assert run(["questions", "--root", str(english), *NOW, "--format", "json"]) == 0
    states = {one["name"]: one["state"] for one in json.loads(capsys.readouterr().out)["questions"]}
    assert states["read"] == "waiting"
    assert states["can-i-ring"] == "answered"


@pytest.mark.no_cover
def test_add_says_what_its_translation_needs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where incident.md is translated, the same command says what to add there."""
    assert run(["questions", "add", "support-tickets", "--ask", "Can I ring?", "--root", str(root), *NOW]) == 0
    assert "incident.de.md" in capsys.readouterr().err


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--ask", "Did bob.smith@mail.example get it?"], "looks like someone's e-mail address"),
        (["--ask", "Is account 12345678 safe?"], "looks like someone's e-mail address or number"),
        (["--ask", "Is it?", "--unknown", "copyed"], "did you mean copied?"),
        (["--ask", "Is it?", "--since", "soon"], "is not a day or a time"),
        (["--ask", "Is it?", "--since", "2027-11-28"], "is in the future"),
        (["--ask", "Is it?", "--name", "Big Name"], "lower-case letters"),
        (["--ask", "Is it?", "--name", "cost"], "there is already a question called cost"),
        (["--ask", "Is it?", "--answer", "Yes.", "--unknown", "copied"], "give one of them"),
        ([], "--ask"),
    ],
)
def test_add_refuses(root: Path, options: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Personal data, an unknown name, a future day: refused with a clear message, and the file stays unchanged."""
    before = _tree(root)
    assert run(["questions", "add", "support-tickets", *options, "--root", str(root), *NOW]) == 2
    assert why in capsys.readouterr().err
    assert _tree(root) == before


@pytest.mark.no_cover
def test_answer(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer goes below the question, in place of its unknown; a second answer is refused."""
    file = english / FOLDER / "incident.md"
    before = file.read_text(encoding="utf-8")
    options = ["--root", str(english), *NOW]
    assert run(["questions", "answer", "support-tickets", "cost", "--answer", "Yes: send us the bill.", *options]) == 0
    assert run(["questions", "answer", "support-tickets", "copied", "--answer", "No, they did not.", *options]) == 0
    wanted = before.replace("    unknown: copied\n", "    answer: No, they did not.\n")
    wanted = wanted.replace("    since: 2026-11-20\n", '    answer: "Yes: send us the bill."\n    since: 2026-11-20\n')
    assert file.read_text(encoding="utf-8") == wanted
    capsys.readouterr()
    assert run(["questions", "answer", "support-tickets", "cost", "--answer", "No.", *options]) == 2
    assert "is answered already" in capsys.readouterr().err
    assert run(["questions", "answer", "support-tickets", "csot", "--answer", "No.", *options]) == 2
    assert "did you mean cost?" in capsys.readouterr().err
    assert run(["status", *options]) == 1
    assert "customers ask" not in capsys.readouterr().out


@pytest.mark.no_cover
def test_questions_are_not_sealed(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An incident that is published and sealed takes questions and answers: what is sealed of incident.md is its title and `aware`."""
    options = ["--root", str(english), *NOW]
    assert run(["seal", *options]) == 0
    assert run(["questions", "add", "support-tickets", "--ask", "Can I ring?", "--answer", "Yes.", *options]) == 0
    assert run(["questions", "answer", "support-tickets", "cost", "--answer", "Yes.", *options]) == 0
    assert run(["validate", *options]) == 0
    assert "CON0" not in capsys.readouterr().out


def test_options_go_behind_the_verb(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An option of the list in front of a verb would be lost, so it is refused."""
    assert run(["questions", "--root", str(root), "add", "support-tickets", "--ask", "Can I ring?"]) == 2
    assert "after the command:" in capsys.readouterr().err


def test_on_a_terminal(english: Path) -> None:
    """On a terminal it asks for the question, the day, the answer, and the unknown that it waits on."""
    child = at_terminal(["questions", "add", "support-tickets", "--root", str(english), *NOW])
    for prompt, said in (
        ("What do people ask", "Was it read?"),
        ("When did people first ask it", ""),
        ("What is the answer", ""),
        ("Does it wait", "copied"),
    ):
        child.expect(prompt)
        child.expect("> ")
        child.sendline(said)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    text = (english / FOLDER / "incident.md").read_text(encoding="utf-8")
    assert "  was-it-read:\n    ask: Was it read?\n    unknown: copied\n    since: 2026-11-28\n" in text


@pytest.mark.no_cover
def test_git_sees_one_changed_file(english: Path) -> None:
    """After reading an export, adding and answering, git shows changes only in incident.md."""
    who = ["-c", "user.name=A", "-c", "user.email=a@larkfield.example"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "All"]):
        subprocess.run(["git", *command], check=True, cwd=english, capture_output=True)
    export = english.parent / "tickets.csv"
    export.write_text(_table(","), encoding="utf-8")
    assert run(["questions", "read", str(export), "--root", str(english)]) == 0
    assert run(["questions", "add", "support-tickets", "--ask", "Can I ring?", "--root", str(english), *NOW]) == 0
    changed = subprocess.run(["git", "status", "--porcelain"], check=True, cwd=english, capture_output=True).stdout.decode()
    assert changed == f" M {FOLDER}/incident.md\n"


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Did they copy my data?\nI ask for my mother.\n\nMust I change my password?\n", 2),
        ("Did they copy my data?\r\nMust I change my password, and when?\r\n", 2),
        ("- Did they copy my data?\n- Must I change my password?\n- Who pays for that?\n", 3),
        ("1. Did they copy my data?\n2) Must I change my password?\n\nWho pays for that?\n", 3),
        ("Hello,\n\nDid they copy my data?\n\nThanks\n", 1),
        ("\ufeffDid they copy my data?", 1),
    ],
)
@pytest.mark.parametrize("name", ["asked.txt", "asked.md", "asked"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_plain_text(
    text: str, asked: int, name: str, encoding: str, root: Path, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In plain text a paragraph is a question; without empty lines, and in a list, a line is."""
    (export / name).write_bytes(text.encode(encoding))
    assert run(["questions", "read", str(export / name), "--root", str(root)]) == 0
    said = capsys.readouterr().out
    assert said.count("?\n") == asked
    assert "Did they copy my data?" in said
    assert re.search(rf"^{asked} messages?, ", said, re.MULTILINE)
    assert "- Did" not in said


def test_a_table_in_a_text_file(root: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a spreadsheet saves as text is a table all the same, and one whose columns are not known asks for them."""
    (export / "tickets.txt").write_text(_table("\t"), encoding="utf-16")
    assert run(["questions", "read", str(export / "tickets.txt"), "--root", str(root)]) == 0
    assert "2 messages, first on Thu 12 Nov 2026" in capsys.readouterr().out
    (export / "odd.txt").write_text("a;b;c\nWill you pay?;1;2\nWho pays?;3;4\n", encoding="utf-8")
    assert run(["questions", "read", str(export / "odd.txt"), "--root", str(root)]) == 2
    assert "name it with --question; the columns are: a, b, c" in capsys.readouterr().err
    assert run(["questions", "read", str(export / "odd.txt"), "--question", "a", "--root", str(root)]) == 0
    assert "Will you pay?" in capsys.readouterr().out


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nDid they copy it?\n",
        b"PK\x03\x04Did they copy it?",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"Did\0they?",
        b"{\\rtf1 Did they?}",
        b"",
        b" \n\n ",
    ],
)
@pytest.mark.parametrize("name", ["asked.txt", "asked.docx", "asked"])
def test_no_text(name: str, data: bytes, root: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no text is refused, with what to do, and nothing of it is shown."""
    (export / name).write_bytes(data)
    assert run(["questions", "read", str(export / name), "--root", str(root)]) == 2
    said = capsys.readouterr()
    assert "the file contains no text" in said.err
    assert said.out == ""
