"""What is there without the extras: everything but a PDF and the grouping of questions, and for those a sentence that says what to install."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.extras import EXTRAS, of_extra
from generator.cli.main import run
from generator.errors import EnvironmentFailedError

ROOT = Path(__file__).parent.parent.parent
NOW = "2026-11-23T12:00Z"
CASE = "support-tickets"
PACKAGES = [package for packages in EXTRAS.values() for package in packages]


@pytest.fixture(autouse=True)
def _on_no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    # Help is as wide as the terminal, of which this process and another may know different things.
    monkeypatch.setenv("COLUMNS", "80")


def _run_here(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command in this process, where everything is installed; return its exit code, and what it says."""
    capsys.readouterr()
    code = run(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def _run(*arguments: str, without: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own, as where packages are not installed."""
    code = f"import sys; sys.modules.update(dict.fromkeys({without!r})); from generator.cli.main import main; main()"
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_same_findings_and_the_same_site(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither what is found nor any byte of the site depends on an extra."""
    # Something to find beside what the example has: sentences alike, a secret, a likeness of the site's name.
    draft = root / "content/incidents" / CASE / "06-more.md"
    text = (root / "content/incidents" / CASE / "05-password-source.md").read_text(encoding="utf-8")
    draft.write_text(text.replace("title: ", "draft: true\ntitle: ") + "\nWe take this very seriously.\n", encoding="utf-8")
    given = ["--root", str(root), "--now", NOW]
    lacks = _run("validate", *given, "--format", "json", without=PACKAGES)
    made = _run("build", *given, without=PACKAGES)
    assert made.returncode == 0, made.stderr
    without = lacks.returncode, json.loads(lacks.stdout), (root / "site/integrity.json").read_bytes()
    assert "WRD001" in lacks.stdout
    code, found, _ = _run_here(capsys, "validate", *given, "--format", "json")
    assert run(["build", *given]) == 0
    assert (code, json.loads(found), (root / "site/integrity.json").read_bytes()) == without


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["deadlines"],
        ["questions"],
        ["export", CASE],
        ["notice", CASE],
        ["explain", "HON002"],
    ],
    ids=" ".join,
)
def test_the_rest_needs_none(arguments: list[str], root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every other command says the same with them and without."""
    given = [] if arguments[0] == "explain" else ["--root", str(root), "--now", NOW]
    lacks = _run(*arguments, *given, without=PACKAGES)
    code, out, err = _run_here(capsys, *arguments, *given)
    # By lines, so that a failure shows the first that differs.
    assert (lacks.returncode, lacks.stderr, lacks.stdout.splitlines(keepends=True)) == (code, err, out.splitlines(keepends=True))
    assert lacks.stdout


@pytest.mark.parametrize("command", [["questions", "read"], ["notice"]], ids=" ".join)
def test_their_help_needs_none(command: list[str]) -> None:
    """What a command that needs an extra can do is told without it; both are asked in a process of their own, since help is as wide as a terminal."""
    lacks, has = (_run(*command, "--help", without=packages) for packages in (PACKAGES, []))
    assert lacks.stdout.splitlines(keepends=True) == has.stdout.splitlines(keepends=True)
    assert (lacks.returncode, lacks.stderr) == (has.returncode, has.stderr) == (0, "")
    assert lacks.stdout


def test_a_notice_without_the_printer(root: Path, tmp_path: Path) -> None:
    """The page is written and its gaps are named; that no PDF was made is said, and what to install; so is a PDF that is older than the page."""
    out = tmp_path / "out"
    given = ["--root", str(root), "--now", NOW, "--out", str(out)]
    said = _run("notice", CASE, "--profile", "us-ca", *given, without=PACKAGES)
    assert said.returncode == 4
    assert said.stdout.split() == [str(out / f"support-tickets-us-ca.{form}") for form in ("html", "txt")]
    assert sorted(path.name for path in out.iterdir()) == ["support-tickets-us-ca.html", "support-tickets-us-ca.txt"]
    assert "a reminder, not legal advice" in said.stderr
    assert "error: no PDF was made: printing a PDF needs typst, which is not installed here\n" in said.stderr
    assert f'"{EXTRAS["pdf"]["typst"]}"`; or print ' in said.stderr
    assert f"or print {out / 'support-tickets-us-ca.html'} from a browser\n" in said.stderr
    assert "Traceback" not in said.stderr
    assert "delete" not in said.stderr
    (out / "support-tickets-us-ca.pdf").write_bytes(b"of yesterday")
    said = _run("notice", CASE, "--profile", "us-ca", *given, without=PACKAGES)
    assert f"and delete {out / 'support-tickets-us-ca.pdf'}, which is from an earlier run\n" in said.stderr
    # Where something else is missing as well, that is said too.
    said = _run("notice", "false-alarm-login", "--profile", "gdpr-34", *given, without=PACKAGES)
    assert said.returncode == 4
    assert "missing: what this could mean for people" in said.stderr


def test_questions_without_their_grouping(root: Path, tmp_path: Path) -> None:
    """It is said before anything of customers is read; nothing is shown of it."""
    file = tmp_path / "tickets.txt"
    file.write_text("Did they copy my data?\n\nDid they copy all of my data?\n", encoding="utf-8")
    said = _run("questions", "read", str(file), "--root", str(root), without=PACKAGES)
    assert (said.returncode, said.stdout) == (4, "")
    assert "error: grouping questions needs rapidfuzz, which is not installed here\n" in said.stderr
    assert "help: install it beside this program with `python -m pip " in said.stderr
    for requirement in EXTRAS["questions"].values():
        assert f'"{requirement}"' in said.stderr
    without_stems = _run("questions", "read", str(file), "--root", str(root), without=["snowballstemmer"])
    assert (without_stems.returncode, "needs snowballstemmer, which is not installed" in without_stems.stderr) == (4, True)
    assert "Traceback" not in said.stderr
    assert _run("questions", "read", str(file), "--root", str(root), without=["typst"]).returncode == 0


def test_a_package_that_cannot_be_loaded() -> None:
    """One that was made for another system is told from one that is not there; what fails for any other reason is not hidden."""
    with pytest.raises(EnvironmentFailedError, match=r"cannot be loaded here \(wrong ELF class\)"), of_extra("pdf", "printing"):
        raise ImportError("wrong ELF class", name="typst._typst")
    with pytest.raises(ModuleNotFoundError), of_extra("pdf", "printing"):
        raise ModuleNotFoundError("no such module", name="jinja2")


def test_pictures_without_what_orders_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A site written from right to left is built where FriBiDi is not installed, and the build says that its pictures show no words; other sites hear nothing."""
    page = tmp_path / "content/pages/help.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\ntitle: Help\n---\nCall us.\n", encoding="utf-8")
    for language, lacks, warned in (("ar", True, True), ("en", True, False), ("ar", False, False)):
        (tmp_path / "site_config.yml").write_text(
            "organisation: {name: Larkfield Energy, domains: [larkfield.example]}\n"
            f"site: {{url: 'https://status.larkfield.example/', language: {language}, theme: lifeboat}}\n"
            "contact: {email: incident@larkfield.example, hours: every day, who: Sam Reed}\n",
            encoding="utf-8",
        )
        with monkeypatch.context() as bare:
            if lacks:
                bare.setattr("generator.cli.build.joins_letters", lambda: False)
                bare.setattr("generator.render.pictures.joins_letters", lambda: False)
            assert run(["build", "--root", str(tmp_path), "--now", NOW]) == 0
        assert ("apt install libfribidi0" in capsys.readouterr().err) == warned
