"""Whoever empties the secret, deletes it or builds in the wrong way must not get a site that speaks of a signature it does not have."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from generator.adapters.theme_files import read_theme
from generator.cli.judging import judge
from generator.cli.main import run
from generator.format.public_key import read_public_key
from generator.pipeline import building, publishing
from generator.seals.integrity_list import KEYS, fingerprint
from tests.own_site import in_one_language, with_one_incident
from tests.site_lists import relist

#: Whole sites are built: what is traced of that, other tests reach.
pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T12:00Z"
THEMES = ("lifeboat", "material")


def _key(folder: Path) -> Path:
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "incidents", "-f", str(folder / "key")],
        check=True,
        capture_output=True,
    )
    return folder / "key"


def _mark(key: Path) -> str:
    return fingerprint(read_public_key(key.with_suffix(".pub").read_text(encoding="utf-8")) or pytest.fail("no key"))


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    """Each theme."""
    return str(request.param)


@pytest.fixture
def site(theme: str, tmp_path: Path) -> tuple[Path, Path]:
    """A site that names a key, in each theme, and the key."""
    return _site(tmp_path, theme, in_one_language)


@pytest.fixture
def translated(theme: str, tmp_path: Path) -> tuple[Path, Path]:
    """Such a site in two languages."""
    return _site(tmp_path, theme)


def _site(folder: Path, theme: str, *changes: Callable[[Path], None]) -> tuple[Path, Path]:
    top = folder / "top"
    shutil.copytree(ROOT / "content", top / "content")
    shutil.copy(ROOT / "site_config.yml", top)
    for change in (with_one_incident, *changes):
        change(top)
    key = _key(folder)
    text = (top / "site_config.yml").read_text(encoding="utf-8").replace("  timezone:", f"  theme: {theme}\n  timezone:")
    (top / "site_config.yml").write_text(
        f"{text}\nsigning: {{key: {key.with_suffix('.pub').read_text().strip()}}}\n", encoding="utf-8"
    )
    return top, key


def _pages(out: Path) -> list[str]:
    """Return the page in each language that the site has."""
    return [path.read_text(encoding="utf-8") for path in sorted(out.glob("**/verify/index.html"))]


def test_a_build_without_signature_is_refused(site: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A site that names a key is not built without it, at any time and in any form, and what stood there stays as it was."""
    top, key = site
    assert run(["build", "--root", str(top), "--now", NOW, "--sign", str(key)]) == 0
    before = {path: path.read_bytes() for path in (top / "site").rglob("*") if path.is_file()}
    capsys.readouterr()
    for more in (["--now", NOW], ["--as-of", NOW], ["--now", NOW, "--zip"], ["--now", NOW, "--out", str(top / "other")]):
        assert run(["build", "--root", str(top), *more]) == 2
        said = capsys.readouterr().err
        assert "names the key that signs this site, but no key was given" in said
        assert "--unsigned" in said
        assert "check whether the secret SIGNING_KEY is empty" in said
    assert {path: path.read_bytes() for path in (top / "site").rglob("*") if path.is_file()} == before
    assert not (top / "site.zip").exists()
    assert not (top / "other").exists()
    assert run(["build", "--root", str(top), "--now", NOW, "--sign", str(key), "--unsigned"]) == 2


def test_a_secret_that_is_empty(site: tuple[Path, Path], tmp_path: Path) -> None:
    """A key file with nothing in it builds nothing."""
    empty = tmp_path / "empty"
    empty.touch(mode=0o600)
    assert run(["build", "--root", str(site[0]), "--now", NOW, "--sign", str(empty)]) == 2
    assert not (site[0] / "site").exists()


def test_unsigned_says_so(translated: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """`--unsigned` leaves no signature of an earlier build, says so on /verify/ and in the zip, shows no fingerprint; `verify` refuses it."""
    top, key = translated
    assert run(["build", "--root", str(top), "--now", NOW, "--sign", str(key)]) == 0
    for page in _pages(top / "site"):
        assert _mark(key) in page
        assert "not signed" not in page
    for time in ("--now", "--as-of"):
        assert run(["build", "--root", str(top), time, NOW, "--unsigned", "--zip"]) == 0
        assert "warning: the site is not signed" in capsys.readouterr().err
        assert not (top / "site/integrity.json.sig").exists()
        with zipfile.ZipFile(top / "site.zip") as packed:
            zipped = [packed.read(name).decode() for name in packed.namelist() if name.endswith("verify/index.html")]
            assert not any(name.endswith(".sig") for name in packed.namelist())
        assert zipped == _pages(top / "site")
        assert "is not signed with it" in zipped[-1]
        for page in zipped:
            assert _mark(key) not in page
            assert "ssh-keygen" not in page
            assert "--fingerprint" not in page
        assert run(["verify", str(top / "site")]) == 1
        assert run(["verify", str(top / "site"), "--key", str(key.with_suffix(".pub"))]) == 1
        # Whoever takes the keys out of the copy and of its lists as well is refused by those who know the key.
        (top / "site" / KEYS).unlink()
        relist(top / "site", KEYS)
        assert run(["verify", str(top / "site")]) == 0
        assert run(["verify", str(top / "site"), "--key", str(key.with_suffix(".pub"))]) == 1


def test_a_link_to_no_signature(site: tuple[Path, Path]) -> None:
    """An author's link to the signature leads there where there is one, and is no link in a build without; that to the keys is in both."""
    top, key = site
    words = "---\ntitle: Checking\n---\nHere is [the list](../integrity.json.sig) and here are [the keys](../allowed_signers).\n"
    (top / "content/pages/checking.md").write_text(words, encoding="utf-8")
    for more, links in (["--sign", str(key)], 1), (["--unsigned"], 0), (["--sign-later"], 1):
        assert run(["build", "--root", str(top), "--now", NOW, *more]) == 0
        page = (top / "site/checking/index.html").read_text(encoding="utf-8")
        assert "the list" in page
        assert page.count('integrity.json.sig"') == links
        assert 'allowed_signers"' in page


def test_signing_later(site: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """What is built to be signed later says that it is not signed yet, is refused as it is, and is the signed site once OpenSSH has signed its list."""
    top, key = site
    build = ["build", "--root", str(top), "--now", NOW]
    assert run([*build, "--sign", str(key)]) == 0
    whole = {path.relative_to(top): path.read_bytes() for path in (top / "site").rglob("*") if path.is_file()}
    assert run([*build, "--sign-later"]) == 0
    assert "warning: the site is not signed yet" in capsys.readouterr().err
    assert not (top / "site/integrity.json.sig").exists()
    assert run(["verify", str(top / "site"), "--now", NOW]) == 1
    assert run(["verify", str(top / "site"), "--now", NOW, "--key", str(key.with_suffix(".pub"))]) == 1
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "aboveboard-integrity", str(top / "site/integrity.json")]
    subprocess.run(command, check=True, capture_output=True)
    assert {path.relative_to(top): path.read_bytes() for path in (top / "site").rglob("*") if path.is_file()} == whole
    for wrong in (["--sign", str(key)], ["--unsigned"]):
        assert run([*build, "--sign-later", *wrong]) == 2


def test_the_preview_claims_nothing(site: tuple[Path, Path]) -> None:
    """The live preview is never signed, and its page says so."""
    top, key = site
    when = datetime.fromisoformat(NOW)
    seen = publishing.preview(judge(top, when).checked, when)
    pages = [one.data.decode() for one in building.render(seen, read_theme(seen.config.site.theme, top)) if "verify" in one.path]
    assert any("is not signed with it" in page for page in pages)
    assert not any(_mark(key) in page for page in pages)


def test_a_site_without_a_key(tmp_path: Path) -> None:
    """A site that names no key is built as before, with and without the option, and says that its list is not signed."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "site_config.yml", tmp_path)
    with_one_incident(tmp_path)
    in_one_language(tmp_path)
    for more in ([], ["--unsigned"], ["--sign-later"]):
        assert run(["build", "--root", str(tmp_path), "--now", NOW, *more]) == 0
        assert not (tmp_path / "site/allowed_signers").exists()
        assert "That list is not signed" in (tmp_path / "site/verify/index.html").read_text(encoding="utf-8")
