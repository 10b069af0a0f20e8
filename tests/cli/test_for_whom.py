"""`export` and `notice` for one audience: what is for everyone and for them, in their language and with their way to ask."""

from pathlib import Path

import pytest
from pypdf import PdfReader  # noqa: TID251  # reads what was printed

from tests.cli.test_export import CASE, FILES, _edit, _run

STAFF = "The tickets name 63 of our 410 staff."
CUSTOMERS = "We give you a new customer number if you want one."
EVERYONE = "A member of staff had used the password on another website as well."


def _export(root: Path, out: Path, *arguments: str) -> dict[str, str]:
    assert _run(root, "export", CASE, "--out", str(out), *arguments) == 0
    return {path.name: path.read_text(encoding="utf-8") for path in out.iterdir() if path.suffix == ".txt"}


def test_what_is_for_them_and_nothing_else(root: Path, tmp_path: Path) -> None:
    """Each file has the audience's name, so that nobody sends the wrong one, and leads to its page; there is no post."""
    staff = _export(root, tmp_path / "staff", "--audience", "staff")
    customers = _export(root, tmp_path / "customers", "--audience", "customers")
    names = {f"{name.removesuffix('.txt')}-staff.txt" for name in FILES if name.endswith(".txt") and not name.startswith("post")}
    assert set(staff) == names
    for form in ("email", "letter"):
        assert STAFF in staff[f"{form}-staff.txt"]
        assert STAFF not in customers[f"{form}-customers.txt"]
    for form in ("email", "letter", "script"):
        mine, theirs = staff[f"{form}-staff.txt"], customers[f"{form}-customers.txt"]
        assert CUSTOMERS in theirs
        assert CUSTOMERS not in mine
        assert "For: Our staff." in mine
        assert f"/incidents/{CASE}/for/staff/" in mine
        assert f"/incidents/{CASE}/for/customers/" in theirs
        assert EVERYONE in mine
        assert EVERYONE in theirs


def test_without_an_audience_all_of_it(root: Path, tmp_path: Path) -> None:
    """Everything is there, and what is not for everyone says whom it is for."""
    whole = _export(root, tmp_path / "all")
    assert f"{STAFF} We told each of them in person by 20 November. For: Our staff." in whole["email.txt"]
    for form in ("email", "letter", "script"):
        assert "For: Our customers." in whole[f"{form}.txt"]
        assert f"/incidents/{CASE}/\n" in f"{whole[f'{form}.txt']}\n"
        assert "/for/" not in whole[f"{form}.txt"]


def test_in_their_language_and_with_their_way_to_ask(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The language of an audience is that of its letters, unless another is asked for; what its contact leaves out is as for everybody."""
    _edit(
        root,
        "site_config.yml",
        "words: You work for Larkfield Energy.}",
        "words: You work for Larkfield Energy., language: de, contact: {phone: '+44 20 7946 0199'}}",
    )
    made = _export(root, tmp_path / "out", "--audience", "Staff")
    assert "Für: Unser Personal." in made["letter-staff.txt"]
    assert "Die Anfragen nennen 63 unserer 410 Beschäftigten." in made["letter-staff.txt"]
    assert "+44 20 7946 0199" in made["letter-staff.txt"]
    assert "incident" in made["letter-staff.txt"][made["letter-staff.txt"].index("0199") :]
    assert f"/de/incidents/{CASE}/for/staff/" in made["email-staff.txt"]
    assert "For: Our staff." in _export(root, tmp_path / "en", "--audience", "staff", "--language", "en")["letter-staff.txt"]
    capsys.readouterr()
    assert _run(root, "notice", CASE, "--profile", "us-ca", "--audience", "staff", "--out", str(tmp_path / "notices")) == 0
    names = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    assert names == [f"{CASE}-us-ca-staff.{kind}" for kind in ("html", "txt", "pdf")]
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "notices" / names[2]).pages)
    assert "63" in text
    assert "neue Kundennummer" not in text


def test_what_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is none, and a post for some alone: each says what to type instead."""
    for arguments, help_line in (
        (["export", CASE, "--audience", "staf"], "did you mean staff?"),
        (["notice", CASE, "--profile", "us-ca", "--audience", "members"], "there is: customers, staff"),
        (["export", CASE, "--audience", "staff", "--as", "post"], "leave `--audience` out"),
    ):
        assert _run(root, *arguments) == 2
        assert help_line in capsys.readouterr().err
