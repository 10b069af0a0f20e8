"""Whoever copies a signed site to another address has a genuine copy of it, and must not pass for the publisher."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.errors import UsageError
from generator.seals.integrity_list import is_one_of
from generator.seals.rollback import Kept
from tests.fixture_types import Hosting
from tests.own_site import with_one_incident

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T12:00Z"
OWN = "https://status.larkfield.example/"


def _built(folder: Path, site: str = "") -> tuple[Path, Path]:
    """A site that is signed, with more settings of the site, and the public key."""
    top, key = folder / "top", folder / "key"
    if not key.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, capture_output=True)
        shutil.copytree(ROOT / "content", top / "content")
        with_one_incident(top)
    text = (ROOT / "site_config.yml").read_text(encoding="utf-8").replace("  timezone:", f"  theme: lifeboat\n{site}  timezone:")
    public = key.with_suffix(".pub")
    (top / "site_config.yml").write_text(
        f"{text}\nsigning: {{key: {public.read_text(encoding='utf-8').strip()}}}\n", encoding="utf-8"
    )
    assert run(["build", "--root", str(top), "--now", NOW, "--sign", str(key)]) == 0
    return top / "site", public


@pytest.mark.no_cover
def test_a_faithful_copy(tmp_path: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy that differs in nothing is refused at any other address, and the sentence says what differs and what does not."""
    site, public = _built(tmp_path)
    with hosting(site) as host:
        for more in (["--key", str(public)], []):
            capsys.readouterr()
            assert run(["verify", host.address, "--now", NOW, *more]) == 1
            said = capsys.readouterr()
            assert f"{host.address} is not an address of this site: its list is for {OWN}." in said.out
            assert "all files in the list are as they were published there" in said.out
            assert "This is not as it was published" not in said.out
            assert f"mirrors: [{host.address}]" in said.err
    # In a folder there is no address to compare.
    assert run(["verify", str(site), "--now", NOW, "--key", str(public)]) == 0


@pytest.mark.no_cover
def test_a_mirror(tmp_path: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """At an address that the signed list names it is the publisher's, and readers are told of it; not at a folder below, nor at another port."""
    with hosting(tmp_path / "top/site") as host, hosting(tmp_path / "top/site") as other, hosting(tmp_path / "top") as wider:
        mirrors = f"https://second.larkfield.example/, {host.address.removesuffix('/')}, {wider.address.removesuffix('/')}"
        site, public = _built(tmp_path, f"  mirrors: [{mirrors}]\n")
        assert run(["verify", host.address, "--now", NOW, "--key", str(public)]) == 0
        page = (site / "verify/index.html").read_text(encoding="utf-8")
        assert host.address in page
        assert "https://second.larkfield.example/" in page
        assert "This site has one address" not in page
        for address in (f"{wider.address}site/", other.address):
            capsys.readouterr()
            assert run(["verify", address, "--now", NOW, "--key", str(public)]) == 1
            listed = f"its list is for {OWN} and for https://second.larkfield.example/, {host.address}, {wider.address}."
            assert listed in capsys.readouterr().out


@pytest.mark.no_cover
def test_a_mirror_that_nobody_signed(tmp_path: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever writes the mirror into the list of the copy breaks its signature."""
    site, public = _built(tmp_path)
    with hosting(site) as host:
        said = json.loads((site / "integrity.json").read_text(encoding="utf-8"))
        (site / "integrity.json").write_text(json.dumps(said | {"mirrors": [host.address]}), encoding="utf-8")
        capsys.readouterr()
        assert run(["verify", host.address, "--now", NOW, "--key", str(public)]) == 1
        assert "integrity.json.sig is not a signature of integrity.json" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "same"),
    [
        (OWN, True),
        ("https://STATUS.larkfield.example", True),
        ("http://status.larkfield.example/", True),
        ("https://status.larkfield.example:443/", True),
        ("https://status.larkfield.example./", True),
        ("https://status.larkfield.example:8443/", False),
        ("https://status.larkfield.example/copy/", False),
        ("https://status.larkfield.example.evil.example/", False),
        ("https://status.larkfield.example@evil.example/", False),
        ("https://status-larkfield.example/", False),
        ("https://xn--sttus-9ta.larkfield.example/", False),
        ("https://stаtus.larkfield.example/", False),
        ("http://status.larkfield.example:443/", False),
        ("https://[::1/", False),
        ("https://status.larkfield.example\u3002/", True),
        ("https://status.larkfield.example:/", True),
        ("https://status.larkfield.example/%2e/", False),
        ("https://status.larkfield.example:99999/", False),
        ("https://status.larkfield.example\t.evil.example/", False),
        ("https://status.larkfield.example\\.evil.example/", False),
    ],
)
def test_which_addresses_are_one(address: str, same: bool) -> None:
    """How an address is written makes no difference, and nothing else does not."""
    assert is_one_of(address, (OWN,)) is same


@pytest.mark.parametrize(
    "wrong",
    [
        "[hello]",
        "[https://status.larkfield.example@evil.example/]",
        "[http://a.example/]",
        "[https://a.example/#x]",
        "['https://a.example/\u200b']",
        "[https://a.example/?x=1]",
        "[https://a.example/index.html]",
        "{a: b}",
        "[ftp://a.example/]",
    ],
)
def test_what_is_no_mirror(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mirror is the address of a site; anything else is an error in the settings."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    text = (ROOT / "site_config.yml").read_text(encoding="utf-8").replace("  timezone:", f"  mirrors: {wrong}\n  timezone:")
    (tmp_path / "site_config.yml").write_text(text, encoding="utf-8")
    assert run(["validate", "--root", str(tmp_path), "--now", NOW]) == 2
    assert "mirror" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ("https://status.larkfield.example/", "https://status.larkfield.example./"),
        ("https://status.larkfield.example/", "HTTPS://Status.Larkfield.Example"),
        ("https://bücher.larkfield.example/", "https://xn--bcher-kva.larkfield.example/"),
        ("https://xn--bcher-kva.larkfield.example/", "https://bücher.larkfield.example/"),
    ],
)
def test_our_own_address_written_otherwise(own: str, asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the site's own folder its key and its seals count, however its address is typed."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    text = (ROOT / "site_config.yml").read_text(encoding="utf-8").replace(OWN, own)
    (tmp_path / "site_config.yml").write_text(text, encoding="utf-8")
    kept: list[Path] = []

    def keep(root: Path) -> Kept:
        kept.append(root)
        raise UsageError("enough", "seen")

    monkeypatch.setattr("generator.cli.verify_own.kept_in", keep)
    assert run(["verify", asked, "--root", str(tmp_path)]) == 2
    assert kept == [tmp_path]
