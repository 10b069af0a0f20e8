"""`export` and `notice` as their users run them: what they print and write, and how they leave."""

import csv
import re
import shutil
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from pypdf import PdfReader

from generator.cli.main import run
from generator.render import mail_merge

NOW = "2026-11-23T12:00Z"
CASE = "support-tickets"
FILES = ["email.eml", "email.html", "email.txt", "letter.html", "letter.txt"]
FILES += [f"post-{key}.txt" for key in ("bluesky", "linkedin", "mastodon", "sms", "x")]
FILES += ["script.html", "script.txt"]


def _run(root: Path, *arguments: str, now: str = NOW) -> int:
    return run([*arguments, "--root", str(root), "--now", now])


def _edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_everything_into_a_folder(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--as` every channel is written; the files are named on stdout, how long each post is on stderr; again gives the same."""
    out = tmp_path / "new/out"
    assert _run(root, "export", CASE, "--out", str(out)) == 0
    shown = capsys.readouterr()
    assert sorted(Path(line).name for line in shown.out.splitlines()) == sorted(FILES)
    assert sorted(path.name for path in out.iterdir()) == sorted(FILES)
    assert "of 280" in shown.err
    assert (
        message_from_bytes((out / "email.eml").read_bytes(), policy=default)["Subject"]
        == "Larkfield Energy: Someone read customer support tickets (update 5). We know where the password came from"
    )
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert _run(root, "export", CASE, "--out", str(out)) == 0
    assert before == {path.name: path.read_bytes() for path in out.iterdir()}


def test_one_channel_on_the_screen(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The open incident is meant when none is named; one channel is printed as it is, with nothing round it."""
    assert _run(root, "export", "--as", "script") == 0
    out = capsys.readouterr().out
    assert out.startswith("What to tell people who call: Someone read customer support tickets\n")
    assert "=====" not in out
    assert _run(root, "export", f"content/incidents/{CASE}/", "--as", "post", "--as", "letter", "--language", "de") == 0
    out = capsys.readouterr().out
    assert "===== post-x.txt =====" in out
    assert "===== letter.txt =====" in out
    assert "Nächste Mitteilung bis" in out


def test_drafts_and_embargoed_updates_stay_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What readers cannot see yet is in no channel; with the time of its publication it is."""
    assert _run(root, "export", CASE, "--as", "email", now="2026-11-20T16:39Z") == 0
    assert "We know where the password came from" not in capsys.readouterr().out
    _edit(root, f"content/incidents/{CASE}/05-password-source.md", "published:", "draft: true\npublished:")
    assert _run(root, "export", CASE, "--as", "email") == 0
    assert "We know where the password came from" not in capsys.readouterr().out
    for other in {path.name for path in (root / "content/incidents").iterdir()} - {CASE}:
        shutil.rmtree(root / "content/incidents" / other)
    assert _run(root, "export", CASE, now="2026-11-10T06:41Z") == 3
    assert "readers see no incident yet" in capsys.readouterr().err


def test_an_older_update(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An older update can be had, and is said to be one; one that does not exist is refused."""
    assert _run(root, "export", CASE, "--as", "email", "--update", "2") == 0
    shown = capsys.readouterr()
    assert "This is update 2 of 5" in shown.out
    assert "the newest is 5" in shown.err
    assert _run(root, "export", CASE, "--update", "9") == 2
    assert "use one of: 1, 2, 3, 4, 5" in capsys.readouterr().err


def test_the_wrong_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The nearest incident is named; a language and a profile that there are not are refused."""
    assert _run(root, "export", "support-ticket") == 2
    assert "did you mean support-tickets?" in capsys.readouterr().err
    assert _run(root, "export", CASE, "--language", "tlh") == 2
    assert "has no translation for `tlh`" in capsys.readouterr().err
    assert _run(root, "notice", CASE, "--profile", "us-xx") == 2
    assert "there is no notice profile called us-xx" in capsys.readouterr().err


def test_what_stops_a_build_stops_an_export(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While an error stands nothing is written, and what it is is said."""
    _edit(root, f"content/incidents/{CASE}/05-password-source.md", "next_update:", "next_updat:")
    for arguments in (["export", CASE], ["notice", CASE, "--profile", "us-ca"]):
        assert _run(root, *arguments, "--out", str(tmp_path / "out")) == 1
        shown = capsys.readouterr()
        assert "next_updat" in shown.out
        assert "was" in shown.err
        assert not (tmp_path / "out").exists()


def test_a_post_that_does_not_fit(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not written, the exit code says so, and the help says how much is too much; the others are written all the same."""
    long = "We know where the password came from. " * 9
    path = f"content/incidents/{CASE}/05-password-source.md"
    _edit(root, path, "title: We know where the password came from\n", f"title: {long}\nsummary: {long}\n")
    _edit(root, f"content/incidents/{CASE}/incident.md", "customer support tickets\n", f"{'customer support tickets ' * 12}\n")
    out = tmp_path / "out"
    assert _run(root, "export", CASE, "--as", "post", "--out", str(out)) == 1
    assert "X: even the shortest post has " in capsys.readouterr().err
    names = {file.name for file in out.iterdir()}
    assert "post-x.txt" not in names
    assert "post-linkedin.txt" in names


def test_a_notice(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page and a PDF of it; what the profile is not is said to the writer, and not in the notice."""
    out = tmp_path / "out"
    assert _run(root, "notice", CASE, "--profile", "us-ca", "--language", "de", "--out", str(out)) == 0
    shown = capsys.readouterr()
    names = ["support-tickets-us-ca-de.html", "support-tickets-us-ca-de.txt", "support-tickets-us-ca-de.pdf"]
    assert [Path(line).name for line in shown.out.splitlines()] == names
    assert "a reminder, not legal advice" in shown.err
    assert "legal advice" not in (out / names[0]).read_text(encoding="utf-8")
    metadata = PdfReader(out / names[-1]).metadata
    assert metadata is not None
    assert metadata.title == "Notice of Data Breach"


def test_a_notice_with_a_blank(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is missing is named with the line to write; the notice is written and marked; the exit code is 1. What a font lacks, likewise."""
    path = root / f"content/incidents/{CASE}/incident.md"
    out = tmp_path / "out"
    assert _run(root, "notice", "false-alarm-login", "--profile", "gdpr-34", "--out", str(out)) == 1
    shown = capsys.readouterr()
    assert "missing: what this could mean for people, which `gdpr-34` asks for\n  help: add `consequences:" in shown.err
    assert "DRAFT: what this could mean for people is missing" in (out / "false-alarm-login-gdpr-34.html").read_text(
        encoding="utf-8"
    )
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Will you pay", "Will you 日 pay").replace("tickets\n", "tickets 😀\n", 1), encoding="utf-8")
    assert _run(root, "notice", CASE, "--profile", "gdpr-34", "--out", str(out)) == 1
    shown = capsys.readouterr()
    assert "cannot be printed: 😀 (grinning face); the PDF has [?] in its place\n  help: write it in words" in shown.err


FORM = """title: Notification to the harbour authority
tells: the harbour authority
source: our licence
text_checked: 2026-11
output: notification
in_force: {from: 2026-12-01}
form:
  - {name: What happened, from: [what_happened, known], required: true}
  - {name: Licence number, required: true}
  - {name: Where people live, from: residents}
"""


def test_a_form(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What no file holds is filled in by hand; until then it is a draft. A law that is not in force is refused without --draft."""
    (root / "content/profiles").mkdir(exist_ok=True)
    (root / "content/profiles/harbour.yml").write_text(FORM, encoding="utf-8")
    out = tmp_path / "out"
    asked = ["notice", CASE, "--profile", "harbour", "--out", str(out)]
    assert _run(root, *asked) == 2
    assert "`harbour` is not in force on 2026-11-23: this law is in force only from 2026-12-01" in capsys.readouterr().err
    assert not out.exists()
    filled = ["--fill", "Licence number=H 12 = 3"]
    assert _run(root, *asked, *filled, "--draft") == 1
    text = (out / f"{CASE}-harbour.txt").read_text(encoding="utf-8")
    assert text.startswith("DRAFT: this law is in force only from 2026-12-01\n")
    later = "2026-12-02T12:00Z"
    assert _run(root, *asked, now=later) == 1
    shown = capsys.readouterr()
    assert 'help: add it by hand with `--fill "Licence number=…"`' in shown.err
    assert _run(root, *asked, *filled, now=later) in {0, 1}
    text = (out / f"{CASE}-harbour.txt").read_text(encoding="utf-8")
    assert "Licence number\n\nH 12 = 3\n" in text
    assert "Where people live\n\nNot stated here." in text
    assert "What you should do" not in text
    for wrong, said in (
        (("--fill", "Licence no=1"), "has no field called Licence no"),
        (("--fill", "Licence number"), "has no name or no words"),
        ((*filled, *filled), "--fill gives Licence number twice"),
        (("--merge",), "is not a letter to people"),
        (("--to", "guardian"), "leave `--to` out"),
    ):
        assert _run(root, *asked, *wrong, now=later) == 2
        assert said in capsys.readouterr().err


def test_fields_of_a_letter(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A letter has placeholders, and a table of their names with one invented row; no cell of it is taken for a formula."""
    out = tmp_path / "out"
    asked = ["notice", CASE, "--profile", "gdpr-34", "--out", str(out)]
    assert _run(root, *asked, "--merge", "--to", "next-of-kin") in {0, 1}
    name = f"{CASE}-gdpr-34-next-of-kin-merge"
    assert f"{name}.csv" in capsys.readouterr().out
    with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        columns, row = csv.reader(file)
    text = (out / f"{name}.txt").read_text(encoding="utf-8")
    assert columns == re.findall(r"«(\w+)»", text)[:4] + columns[4:]
    assert set(columns) == set(re.findall(r"«(\w+)»", text))
    assert len(row) == len(columns)
    assert "This letter is about «about», who has died." in text
    for begin in ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"):
        assert mail_merge.safe_cell(f"{begin}1+1") == f"'{begin}1+1"
    assert mail_merge.safe_cell("Alex = Example") == "Alex = Example"


def test_a_letter_in_easy_words(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what the update says in easy words, and nothing else of it; without such words there is none."""
    out = tmp_path / "out"
    path = f"content/incidents/{CASE}/05-password-source.md"
    asked = ["notice", CASE, "--profile", "gdpr-34", "--easy-read", "--out", str(out)]
    text = re.sub(r"^easy_read:.*\n(?:  .*\n)*", "", (root / path).read_text(encoding="utf-8"), flags=re.MULTILINE)
    (root / path).write_text(text, encoding="utf-8")
    assert _run(root, *asked) == 2
    assert "says nothing in easy words" in capsys.readouterr().err
    _edit(root, path, "next_update:", "easy_read: Someone read letters to us. Please change your password.\nnext_update:")
    german = path.replace(".md", ".de.md")
    _edit(root, german, "next_update:", "easy_read: Jemand las Briefe an uns. Bitte ändern Sie Ihr Passwort.\nnext_update:")
    assert _run(root, *asked) == 0
    page = (out / f"{CASE}-gdpr-34-easy-read.html").read_text(encoding="utf-8")
    assert "font:14pt" in page
    assert "<p>Please change your password.</p>" in page
    assert "The whole letter comes with it." in page
    assert "What happens next" not in page


def test_the_notices(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --profile they are listed: what each is, whom it tells, and who asks for it, the site's own needs first; nothing is written."""
    from generator.content.known_profiles import shipped

    settings = root / "site_config.yml"
    text = re.sub(r"^profiles:.*\n", "", settings.read_text(encoding="utf-8"), flags=re.MULTILINE)
    settings.write_text(f"{text}\nprofiles: [us-ny]\n", encoding="utf-8")
    before = sorted(root.rglob("*"))
    assert _run(root, "notice") == 0
    said = capsys.readouterr()
    assert said.out.startswith("Asked for by this site (`profiles:` in site_config.yml):\n  us-ny")
    for key, profile in shipped().items():
        assert f"  {key} " in said.out
        assert profile.title in " ".join(said.out.split())
    assert (
        "the media if many people of one state are affected; of a business associate, the covered entity (a letter, a notification and a press release)"
        in " ".join(said.out.split())
    )
    assert "No notice was written." in said.err
    assert "--profile KEY" in said.err
    assert sorted(root.rglob("*")) == before
    incident = root / f"content/incidents/{CASE}/incident.md"
    text = re.sub(r"^profiles:.*\n", "", incident.read_text(encoding="utf-8"), flags=re.MULTILINE)
    incident.write_text(text.replace("---\n", "---\nprofiles: [au-ndb]\n", 1), encoding="utf-8")
    assert _run(root, "notice", CASE) == 0
    assert f"Asked for by {CASE} (`profiles:` in its incident.md):\n  au-ndb" in capsys.readouterr().out
    assert _run(root, "notice", "no-such") == 2
    assert "there is no incident called no-such" in capsys.readouterr().err
