"""`aboveboard check`: texts from files and standard input, what it prints, and how it leaves."""

import io
import json
import sys
from pathlib import Path

import pytest

from generator.cli.main import run

NOW = "2026-11-23T12:00Z"
WRONG = "They opened the tickets of 1,410 customers.\n"
RIGHT = "They opened the tickets of 1,212 customers.\n"


def _check(root: Path, *arguments: str, now: str = NOW) -> int:
    return run(["check", *arguments, "--root", str(root), "--now", now])


def test_findings(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A contradiction is shown with the line, what the ledger has, and what to write; the code is 1."""
    file = tmp_path / "press.txt"
    file.write_text(f"A statement.\n\n{WRONG}", encoding="utf-8")
    assert _check(root, str(file)) == 1
    out = capsys.readouterr().out
    assert f"{file}:3:28" in out
    assert " 3 | They opened the tickets of 1,410 customers.\n" in out
    assert "write “They opened the tickets of 1,212 customers.”" in out
    assert out.endswith(f"then run `aboveboard check {file}` again.\n")


def test_nothing_wrong(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing is contradicted, that is said with the incident and the time, and the code is 0."""
    file = tmp_path / "press.txt"
    file.write_text(RIGHT, encoding="utf-8")
    assert _check(root, str(file)) == 0
    assert capsys.readouterr().out == (
        "No findings: nothing contradicts the ledger of support-tickets as of 23 November 2026, 12:00 GMT.\n"
    )


def test_as_of_then(root: Path, tmp_path: Path) -> None:
    """A text is judged by what readers could read at the time: what was true then is not wrong."""
    file = tmp_path / "post.txt"
    file.write_text("Passwords were not affected, as far as the log shows.\n", encoding="utf-8")
    assert _check(root, str(file), "--channel", "supplier", now="2026-11-11T12:00Z") == 0
    assert _check(root, str(file), "--channel", "supplier", now="2026-11-13T12:00Z") == 1


def test_standard_input(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`-` is standard input; the findings for programs name it so."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
    assert _check(root, "-", "--format", "json") == 1
    (found,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (found["path"], found["code"], found["line"], found["column"]) == ("standard-input", "ELS001", 1, 28)


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_forms(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    """The forms of `validate` are those of `check`."""
    file = tmp_path / "press.txt"
    file.write_text(WRONG, encoding="utf-8")
    assert _check(root, str(file), "--format", form) == 1
    assert "ELS001" in capsys.readouterr().out


def test_channels(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a supplier's text the facts alone are checked; other texts are judged by their words too."""
    file = tmp_path / "notice.txt"
    file.write_text("We take your security very seriously.\n", encoding="utf-8")
    assert _check(root, str(file), "--channel", "supplier") == 0
    assert "No findings" in capsys.readouterr().out
    assert _check(root, str(file), "--channel", "press") == 0
    assert "WRD001" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing.txt",), "there is no file nothing.txt"),
        (("-", "-"), "standard input can be read only once"),
        ((".",), "there is no file ."),
    ],
)
def test_wrong_use(root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    """What cannot be read is said before anything is judged."""
    assert _check(root, *arguments) == 2
    assert said in capsys.readouterr().err


def test_which_incident(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The open incident is meant unless another is named; one of which readers could read nothing then is refused."""
    file = tmp_path / "press.txt"
    file.write_text(WRONG, encoding="utf-8")
    assert _check(root, str(file), "--incident", "meter-portal") == 1
    assert "the ledger has 312 of 18,400 customers" in capsys.readouterr().out
    assert _check(root, str(file), "--incident", "support-tickets", now="2026-11-01T12:00Z") == 2
    assert "nothing of support-tickets was public on" in capsys.readouterr().err
    assert _check(root, str(file), "--incident", "supprt-tickets") == 2
    assert "did you mean support-tickets?" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["", "de"])
def test_what_the_program_writes(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    """E-mail, post, call script and letter, as `export` writes them, contradict nothing, and hold no words that mislead."""
    out = tmp_path / "out"
    wanted = ("--language", language) if language else ()
    assert run(["export", "support-tickets", "--root", str(root), "--now", NOW, "--out", str(out), *wanted]) == 0
    texts = [
        str(out / name) for name in ("email.txt", "email.eml", "post-linkedin.txt", "script.txt", "letter.txt", "letter.html")
    ]
    capsys.readouterr()
    assert _check(root, *texts) == 0
    assert "No findings" in capsys.readouterr().out


def test_kept_texts(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A kept text is checked with the site: an error until it is told, then something to put right, of which `status` says whom to tell."""
    folder = root / "content/elsewhere/support-tickets"
    (folder / "filing.txt").write_text(WRONG, encoding="utf-8")
    told = "channel: filing\ntold: {}\nto: the regulator\n"
    (folder / "filing.yml").write_text(told.format("2026-11-24"), encoding="utf-8")
    assert run(["validate", "content/elsewhere", "--root", str(root), "--now", NOW]) == 1
    assert "error[ELS001]" in capsys.readouterr().out
    (folder / "filing.yml").write_text(told.format("2026-11-20"), encoding="utf-8")
    assert run(["validate", "content/elsewhere", "--root", str(root), "--now", NOW]) == 0
    assert "told to the regulator: tell them what is right, then write `righted:`" in " ".join(capsys.readouterr().out.split())
    run(["status", "--root", str(root), "--now", NOW])
    assert "`filing`, told to the regulator, is now wrong" in capsys.readouterr().out
    (folder / "filing.yml").write_text(told.format("2026-11-20") + "righted: 2026-11-21\n", encoding="utf-8")
    run(["status", "--root", str(root), "--now", NOW])
    assert "filing" not in capsys.readouterr().out


def test_what_becomes_wrong(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was right when it was told, and is wrong since a later update, is listed with whom to tell."""
    folder = root / "content/elsewhere/support-tickets"
    (folder / "post.txt").write_text("Passwords were not affected.\n", encoding="utf-8")
    (folder / "post.yml").write_text("channel: post\ntold: 2026-11-11\nto: our followers\n", encoding="utf-8")
    run(["status", "--root", str(root), "--now", "2026-11-11T23:59:59Z"])
    assert "our followers" not in capsys.readouterr().out
    run(["status", "--root", str(root), "--now", NOW])
    assert "`post`, told to our followers, is now wrong" in capsys.readouterr().out
    assert run(["validate", "content/elsewhere", "--root", str(root), "--now", NOW]) == 0


@pytest.mark.parametrize("righted", ["2026-11-01", "2030-01-01"])
def test_a_day_that_rights_nothing(root: Path, capsys: pytest.CaptureFixture[str], righted: str) -> None:
    """A `righted` before the telling or still to come is an error, and `status` goes on naming whom to tell."""
    folder = root / "content/elsewhere/support-tickets"
    (folder / "filing.txt").write_text(WRONG, encoding="utf-8")
    (folder / "filing.yml").write_text(
        f"channel: filing\ntold: 2026-11-20\nto: the regulator\nrighted: {righted}\n", encoding="utf-8"
    )
    assert run(["validate", "content/elsewhere", "--root", str(root), "--now", NOW]) == 1
    assert "error[ELS011]" in capsys.readouterr().out
    run(["status", "--root", str(root), "--now", NOW])
    assert "`filing`, told to the regulator, is now wrong" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"support-tickets/a.txt": "x"}, "there is no record of how, when and to whom this was told"),
        ({"support-tickets/a.yml": "channel: press\ntold: 2026-11-20\nto: x\n"}, "there is no text for this"),
        (
            {"nowhere/a.txt": "x", "nowhere/a.yml": "channel: press\ntold: 2026-11-20\nto: x\n"},
            "there is no incident called nowhere",
        ),
        (
            {
                "support-tickets/a.txt": "x",
                "support-tickets/a.md": "x",
                "support-tickets/a.yml": "channel: press\ntold: 2026-11-20\nto: x\n",
            },
            "has the same name",
        ),
        (
            {"support-tickets/a.txt": "x", "support-tickets/a.yml": "channel: carrier-pigeon\ntold: 2026-11-20\nto: x\n"},
            "carrier-pigeon",
        ),
        ({"support-tickets/a.txt": "x", "support-tickets/a.yml": "channel: press\nto: x\n"}, "told"),
    ],
)
def test_what_is_out_of_place(root: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], said: str) -> None:
    """A text without its record, a record without its text, and other slips are findings at their place."""
    for path, text in files.items():
        file = root / "content/elsewhere" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert run(["validate", "content/elsewhere", "--root", str(root), "--now", NOW]) == 1
    assert said in capsys.readouterr().out
