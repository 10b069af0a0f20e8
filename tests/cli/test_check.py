"""`aboveboard check`: texts from files and standard input, what it prints, and how it leaves."""

import io
import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import docx
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


def _docx(path: Path, *paragraphs: str) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))


def _pdf(path: Path, *pages: str) -> None:
    """A PDF with a line of text on each page, in the fewest objects that the format allows."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{4 + 2 * number} 0 R' for number in range(len(pages)))}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, text in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {5 + 2 * number} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream")
    data, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{written}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    path.write_bytes(data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode())


#: By ending: how the wrong sentence is written, and where it then stands.
KINDS: dict[str, tuple[Callable[[Path], object], str, int, int]] = {
    ".txt": (lambda path: path.write_text(f"A statement.\n\n{WRONG}", encoding="utf-8"), "", 3, 28),
    ".md": (lambda path: path.write_text(f"# A statement\n\n- {WRONG}", encoding="utf-8"), "", 3, 30),
    ".html": (lambda path: path.write_text(f"<h1>A statement</h1>\n<p>{WRONG}</p>\n", encoding="utf-8"), "", 2, 31),
    ".docx": (lambda path: _docx(path, "A statement.", WRONG.strip()), "", 2, 28),
    ".pdf": (lambda path: _pdf(path, "A statement.", WRONG.strip()), "#page=2", 1, 28),
    ".eml": (lambda path: path.write_text(f"Subject: A statement\n\n{WRONG}", encoding="utf-8"), "", 3, 28),
}


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("form", ["plain", "json", "sarif", "github"])
def test_every_kind_of_file_in_every_form(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str, form: str
) -> None:
    """Whatever a text is kept in, and whoever reads the report, it names the file or its page, the line and the column."""
    write, page, line, column = KINDS[ending]
    file = tmp_path / f"press{ending}"
    write(file)
    capsys.readouterr()
    assert _check(root, str(file), "--channel", "supplier", "--format", form) == 1
    out = capsys.readouterr().out
    if form == "plain":
        assert f"{file}{page}:{line}:{column}" in out
    elif form == "json":
        (found,) = json.loads(out)["diagnostics"]
        assert (found["path"], found["line"], found["column"]) == (f"{file}{page}", line, column)
    elif form == "sarif":
        (result,) = json.loads(out)["runs"][0]["results"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == (line, column)
    else:
        assert f"line={line}," in out
        assert f"col={column}" in out


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"\n \n", "is empty"),
        ("photo.txt", b"\x00\x01\x02", "is not a text"),
        ("scan.pdf", b"no PDF", "is not a PDF that can be read"),
        ("letter.docx", b"no Word", "letter.docx"),
        ("letter.odt", b"x", "is not a kind of file that can be read"),
    ],
)
def test_what_cannot_be_read(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, said: str
) -> None:
    """A file without a text, or of another kind than its ending says, is one sentence and what to do, never a traceback."""
    file = tmp_path / name
    file.write_bytes(data)
    capsys.readouterr()
    assert _check(root, str(file)) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "help: " in told
    assert "Traceback" not in told


def test_without_the_extra(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the package that reads Word is missing, the command says what to install; other texts are checked all the same."""
    word, text = tmp_path / "press.docx", tmp_path / "press.txt"
    _docx(word, WRONG.strip())
    text.write_text(RIGHT, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "docx", None)
    capsys.readouterr()
    assert _check(root, str(word)) != 0
    assert " -m pip " in capsys.readouterr().err
    assert _check(root, str(text)) == 0


def test_an_incident_must_be_chosen(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With two open incidents the command asks which is meant, and names them; with none it says how to begin."""
    file = tmp_path / "press.txt"
    file.write_text(RIGHT, encoding="utf-8")
    shutil.copytree(root / "content/incidents/support-tickets", root / "content/incidents/support-desk")
    (root / "content/incidents/support-desk/ledger.lock").unlink(missing_ok=True)
    capsys.readouterr()
    assert _check(root, str(file)) == 2
    told = capsys.readouterr().err
    assert "say which incident you mean" in told
    assert "support-tickets" in told
    assert "support-desk" in told
    shutil.rmtree(root / "content/incidents")
    (root / "content/incidents").mkdir()
    assert _check(root, str(file)) == 2
    assert "there is no incident yet" in capsys.readouterr().err


def test_a_long_text_is_not_called_an_update(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is said of a whole text calls it a text."""
    file = tmp_path / "filing.txt"
    sentence = "The person who opened the tickets used the password of a colleague who had left the desk in the spring of the year before and whose account nobody had thought of shutting."
    file.write_text(" ".join([sentence] * 12), encoding="utf-8")
    assert _check(root, str(file), "--format", "json") == 0
    said = [one["message"] for one in json.loads(capsys.readouterr().out)["diagnostics"] if one["code"] == "WRD026"]
    assert any(one.startswith("the sentences of this text") for one in said)
    assert not any("this update" in one for one in said)


@pytest.mark.parametrize("place", ["press.txt", "support-tickets/2026/press.txt"])
def test_where_a_kept_text_belongs(root: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:
    """A text outside its incident's folder is an error that names where it belongs, and not the places of updates."""
    file = root / "content/elsewhere" / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x", encoding="utf-8")
    assert run(["validate", "content/elsewhere", "--root", str(root), "--now", NOW, "--format", "json"]) == 1
    found = [one for one in json.loads(capsys.readouterr().out)["diagnostics"] if one["code"] == "FRM013"]
    assert [one["help"].partition("press.txt")[0] for one in found] == ["move it to content/elsewhere/INCIDENT/"]


@pytest.mark.parametrize("ending", KINDS)
def test_standard_input_of_every_kind(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """What comes without a name is read as what its first bytes say that it is."""
    write, page, line, column = KINDS[ending]
    file = tmp_path / f"press{ending}"
    write(file)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    capsys.readouterr()
    assert _check(root, "-", "--channel", "supplier", "--format", "json") == 1
    (found,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (found["path"], found["line"], found["column"]) == (f"standard-input{page}", line, column)


@pytest.mark.parametrize(
    ("ending", "data", "said"),
    [
        (".txt", b"%PDF-1.4 and what follows", "is not plain text: it looks like a PDF"),
        (".md", b"PK\x03\x04 and what follows", "is not Markdown: it looks like a Word document"),
        (".html", b"%PDF-1.4 and what follows", "is not a web page: it looks like a PDF"),
        (".eml", b"PK\x03\x04 and what follows", "is not an e-mail: it looks like a Word document"),
        (".txt", b"<!DOCTYPE html><p>They read it.", "is not plain text: it looks like a web page"),
        (".docx", b"%PDF-1.4 and what follows", "is not a Word document"),
        (".pdf", b"PK\x03\x04 and what follows", "is not a PDF that can be read"),
    ],
)
def test_what_its_ending_does_not_say(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str, data: bytes, said: str
) -> None:
    """A file that is not what its ending says is refused by what it is, and never checked as if its bytes were words."""
    file = tmp_path / f"press{ending}"
    file.write_bytes(data)
    capsys.readouterr()
    assert _check(root, str(file)) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        (RIGHT, "pl", "sentences in the language `pl` cannot be read"),
        (
            "Odczytali zgłoszenia 410 klientów. Sprawa jest bardzo poważna i pracujemy dzień i noc, aby ją rozwiązać.",
            "",
            "it seems to be in none of the languages that can be read (en, de, fr, es, ar)",
        ),
        ("Copiaron los tiques de 410 clientes y los han publicado en la red.", "", "the incident has no words in `es`"),
    ],
)
@pytest.mark.parametrize("form", ["plain", "json"])
def test_what_was_not_read_is_said(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, language: str, said: str, form: str
) -> None:
    """Of a text whose sentences are not compared with the ledger, no report says without a word that nothing contradicts it."""
    file = tmp_path / "press.txt"
    file.write_text(text, encoding="utf-8")
    capsys.readouterr()
    _check(root, str(file), "--format", form, *(("--language", language) if language else ()))
    out = capsys.readouterr()
    assert f"warning: {file} was compared only in part: {said}" in out.err
    assert form == "json" or "what was read" in out.out


_EXAMPLES = re.findall(
    r"^aboveboard (check .+)$", (Path(__file__).parents[2] / "docs/elsewhere.md").read_text(encoding="utf-8"), re.MULTILINE
)


def test_there_are_examples() -> None:
    """The documentation has lines to run."""
    assert len(_EXAMPLES) >= 3


@pytest.mark.parametrize("line", _EXAMPLES)
def test_the_documentations_examples(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    """Each line of the documentation runs as it stands there, on files of those names, and ends as it says."""
    monkeypatch.chdir(tmp_path)
    command, _, given = line.partition(" < ")
    arguments = shlex.split(command)
    for name in (*(one for one in arguments if re.search(r"\.\w+$", one)), *([given] if given else [])):
        KINDS[Path(name).suffix][0](tmp_path / name)
    if given:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((tmp_path / given).read_bytes())))
    now = () if "--now" in arguments else ("--now", NOW)
    assert run([*arguments, "--root", str(root), *now]) in {0, 1}
    assert "1,212 of 18,400 customers" in capsys.readouterr().out or "--language" in arguments


_UPDATE = (
    "---\ntitle: Someone read tickets\npublished: {published}\nstatus: {status}\n{draft}known: {{entry: They read tickets of 310 of our 9000 guests.}}\n"
    "{rest}affected: {{guests: {{unit: guests, exact: 310, of: 9000}}}}\ndata: {{tickets: accessed}}\n---\n"
)
_OPEN = "unknown: {c: Whether they copied them.}\nnext_steps: {log: We read the log.}\nactions: There is nothing yet.\nnext_update: 2027-03-05T09:00Z\n"
_OVER = "unknown: none_left\nactions: There is nothing.\nnext_update: none_planned\n"


def _update(published: str = "2027-03-03T03:10Z", *, status: str = "investigating", draft: bool = False) -> str:
    return _UPDATE.format(
        published=published, status=status, draft="draft: true\n" if draft else "", rest=_OVER if status == "resolved" else _OPEN
    )


_RESOLVED = (_update(), _update("2027-03-03T05:00Z", status="resolved"))


@pytest.mark.parametrize(
    ("incidents", "now", "code", "said"),
    [
        ({"desk": (_update(draft=True),)}, "2027-03-04T12:00Z", 2, "nothing of desk was public on 4 March 2027"),
        ({"desk": (_update("2027-03-05T09:00Z"),)}, "2027-03-04T12:00Z", 2, "nothing of desk was public on 4 March 2027"),
        ({"desk": (_update(),)}, "2027-03-01T12:00Z", 2, "nothing of desk was public on 1 March 2027"),
        ({"desk": (_update(draft=True),), "shop": (_update(),)}, "2027-03-04T12:00Z", 1, "the ledger has 310 of 9,000 guests"),
        ({"desk": _RESOLVED}, "2027-03-04T12:00Z", 1, "the ledger has 310 of 9,000 guests"),
        ({"desk": _RESOLVED, "shop": _RESOLVED}, "2027-03-04T12:00Z", 2, "say which incident you mean"),
        ({"desk": (_update(),), "shop": (_update(),)}, "2027-03-04T12:00Z", 2, "there is: desk, shop"),
        ({"desk": ("---\ntitle: [\n---\n",)}, "2027-03-04T12:00Z", 2, "some files of desk cannot be understood"),
        ({}, "2027-03-04T12:00Z", 3, "help: "),
    ],
    ids=["draft", "embargoed", "before the first", "a draft beside", "resolved", "all resolved", "two open", "broken", "none"],
)
def test_states_of_incidents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], incidents: dict[str, tuple[str, ...]], now: str, code: int, said: str
) -> None:
    """Whatever state the incidents of a site are in, the command judges the one that can be meant, or says in a sentence why it does not."""
    (tmp_path / "content/incidents").mkdir(parents=True)
    (tmp_path / "site_config.yml").write_text(
        "organisation: {name: L}\nsite: {url: https://s.example/, language: en}\ncontact: {phone: '+44 20 7946 0190', hours: x, who: x}\n",
        encoding="utf-8",
    )
    for slug, updates in incidents.items():
        folder = tmp_path / "content/incidents" / slug
        folder.mkdir()
        (folder / "incident.md").write_text("---\ntitle: Something\naware: 2027-03-03T03:00Z\n---\n", encoding="utf-8")
        for number, text in enumerate(updates, 1):
            (folder / f"0{number}-update.md").write_text(text, encoding="utf-8")
    file = tmp_path / "press.txt"
    file.write_text("They read tickets of 410 guests.\n", encoding="utf-8")
    assert _check(tmp_path, str(file), now=now) == code
    out = capsys.readouterr()
    assert said in out.out + out.err
    assert "Traceback" not in out.out + out.err
