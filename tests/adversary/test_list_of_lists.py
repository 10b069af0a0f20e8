"""integrity.json names the lists of the files by digest. A host that changes, drops or mixes any of them is found out, and none is believed before."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.seals.integrity_list import read, read_part
from generator.seals.listed_files import UnreadableError
from tests.fixture_types import Hosting
from tests.site_lists import entry, listed, relist

NOW = "2026-11-23T12:00Z"
PAGE = "incidents/support-tickets/index.html"
YEAR, SITE = "integrity/2026-1.json", "integrity/site-1.json"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The repository's own site in the lifeboat, sealed and signed, and the key."""
    top = tmp_path_factory.mktemp("lists")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(top / "key")], check=True)
    root = Path(__file__).parents[2]
    shutil.copytree(root / "content", top / "content")
    text = (root / "site_config.yml").read_text(encoding="utf-8").replace("  timezone:", "  theme: lifeboat\n  timezone:")
    public = (top / "key.pub").read_text(encoding="utf-8").strip()
    (top / "site_config.yml").write_text(f"{text}\nsigning: {{key: {public}}}\n", encoding="utf-8")
    assert run(["seal", "--root", str(top), "--now", NOW]) == 0
    assert run(["build", "--root", str(top), "--now", NOW, "--sign", str(top / "key")]) == 0
    return top / "site", top / "key"


@pytest.fixture
def site(published: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the built site to change."""
    return Path(shutil.copytree(published[0], tmp_path / "site"))


def _verify(site: Path | str, key: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["verify", str(site), "--key", f"{key}.pub", *more])
    return code, capsys.readouterr().out


def _sign(site: Path, key: Path) -> None:
    (site / "integrity.json.sig").unlink(missing_ok=True)
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "aboveboard-integrity", str(site / "integrity.json")]
    subprocess.run(command, check=True)


def _lies(site: Path) -> None:
    """Change a page, and the list that has it so that it fits."""
    page, root = site / PAGE, (site / "integrity.json").read_bytes()
    page.write_bytes(page.read_bytes().replace(b"1,212", b"1,112"))
    relist(site, PAGE)
    (site / "integrity.json").write_bytes(root)


def _folder(site: Path) -> None:
    (site / YEAR).unlink()
    (site / YEAR).mkdir()


ATTACKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed with its page": (_lies, f"{YEAR} is not the list that integrity.json names"),
    "one space more": (lambda site: (site / YEAR).write_bytes((site / YEAR).read_bytes() + b" "), f"{YEAR} is not the list"),
    "gone": (lambda site: (site / YEAR).unlink(), f"{YEAR} is missing"),
    "empty": (lambda site: (site / YEAR).write_bytes(b""), f"{YEAR} is not the list"),
    "another in its place": (lambda site: shutil.copy(site / SITE, site / YEAR), f"{YEAR} is not the list"),
    "a folder": (_folder, f"{YEAR} is missing"),
    "one that nobody named": (
        lambda site: (site / "integrity/2026-2.json").write_bytes((site / YEAR).read_bytes()),
        "integrity/2026-2.json is not in the list, so it was not published",
    ),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_list_that_the_signed_one_does_not_name(
    published: tuple[Path, Path], site: Path, attack: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is named, in a folder, though the signature of the first list is good."""
    act, wanted = ATTACKS[attack]
    act(site)
    code, out = _verify(site, published[1], capsys)
    assert (code, out.splitlines()[0].startswith(wanted)) == (1, True), out
    assert "The signature is good" in out
    assert "files are as" not in out


def test_the_others_are_compared_too(
    published: tuple[Path, Path], site: Path, capsys: pytest.CaptureFixture[str], hosting: Hosting
) -> None:
    """With --all, what stands in the other lists is compared; what stands in the one that is gone is said not to be, and accuses nobody."""
    (site / YEAR).unlink()
    (site / "lessons/index.html").unlink()
    for place in ("folder", "host"):
        with hosting(site) as host:
            where = str(site) if place == "folder" else host.address
            code, out = _verify(where, published[1], capsys, "--all")
        prefix = "" if place == "folder" else host.address
        assert code == 1
        assert f"{prefix}{YEAR} is missing" in out
        assert f"{prefix}lessons/{'index.html' if place == 'folder' else ''} is missing" in out
        assert f"Without {YEAR}, the files that it lists were not compared." in out
        assert not re.search("so it was not published|older than|counted again", out)


def test_what_a_publisher_may_not_list(published: tuple[Path, Path], site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file or an incident in two lists, a list that says what the first one says, and one that is too long are refused though they are signed."""
    key = published[1]
    root = json.loads((site / "integrity.json").read_bytes())
    parts = {name: json.loads((site / name).read_bytes()) for name in root["lists"]}

    def refused(name: str, part: object, wanted: str, **more: object) -> None:
        data = json.dumps(part).encode()
        (site / name).write_bytes(data)
        (site / "integrity.json").write_text(json.dumps({**root, "lists": {**root["lists"], name: entry(data) | more}}))
        _sign(site, key)
        code, out = _verify(site, key, capsys)
        assert (code, wanted in out) == (1, True), out
        (site / name).write_text(json.dumps(parts[name]))

    page = {PAGE: parts[YEAR]["files"][PAGE]}
    refused(SITE, parts[SITE] | {"files": parts[SITE]["files"] | page}, f"has {PAGE}, which another list has too")
    twice = {"integrity.json": parts[SITE]["files"]["index.html"]}
    refused(SITE, parts[SITE] | {"files": parts[SITE]["files"] | twice}, "has integrity.json, which another list has too")
    ends = dict(list(parts[YEAR]["incidents"].items())[:1])
    refused(SITE, parts[SITE] | {"incidents": ends}, "which another list has too")
    refused(YEAR, parts[YEAR] | {"lists": {}}, "it contains what only the first list may contain")
    refused(YEAR, parts[YEAR] | {"valid_until": "2099-01-01T00:00:00Z"}, "it contains what only the first list may contain")
    refused(YEAR, parts[YEAR], "the limit for a list in integrity.json", size=5 << 20)


@pytest.mark.parametrize(
    "said",
    [
        '{"schema": 2, "site": "x", "newest": "", "files": {}}',
        '{"schema": 2, "site": "x", "newest": "", "incidents": {}, "lists": {}, "files": {}}',
        '{"schema": 1, "site": "x", "newest": "", "incidents": {}, "lists": {}, "files": {}}',
        '{"schema": 0, "site": "x", "newest": "", "incidents": {}, "files": {}}',
        '{"schema": true, "site": "x", "newest": "", "incidents": {}, "files": {}}',
        '{"schema": "2", "site": "x", "newest": "", "lists": {}, "files": {}}',
        '{"schema": 1, "site": "x", "newest": "", "incidents": {"a": {"chain": null}, "a": {"chain": null}}, "files": {}}',
        *(
            f'{{"schema": 2, "site": "x", "newest": "", "lists": {{"{path}": {{"sha256": "{"0" * 64}", "size": 1}}}}, "files": {{}}}}'
            for path in (
                "a.json",
                "integrity/../a.json",
                "integrity/a/b.json",
                "integrity/A.json",
                "integrity/a.js",
                "/integrity/a.json",
            )
        ),
    ],
)
def test_a_first_list_that_can_be_read_in_two_ways(said: str) -> None:
    """What one program would pass over and another believe is no list."""
    with pytest.raises(UnreadableError):
        read(said.encode())


def test_a_site_from_before(published: tuple[Path, Path], site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site whose list is in one piece is verified as ever: all is well, and a changed file and one that nobody listed are named."""
    key = published[1]
    root = json.loads((site / "integrity.json").read_bytes())
    ends: dict[str, object] = {}
    for name in root.pop("lists"):
        part = read_part((site / name).read_bytes())
        ends |= {slug: {"lock": f"incidents/{slug}/ledger.lock", "chain": end} for slug, end in part.chains.items()}
        root["files"] |= {path: {"sha256": one.digest, "size": one.size} for path, one in part.files.items()}
        (site / name).unlink()
    (site / "integrity.json").write_text(json.dumps(root | {"schema": 1, "incidents": ends}), encoding="utf-8")
    _sign(site, key)
    code, out = _verify(site, key, capsys)
    assert code == 0
    assert f"all {len(root['files'])} files are as" in out
    assert "the record of 3 incidents is intact" in out
    assert "counted again" in out
    (site / "more.html").touch()
    (site / PAGE).write_bytes(b"")
    code, out = _verify(site, key, capsys, "--all")
    assert code == 1
    assert out.splitlines()[:2] == [
        f"{PAGE} differs from what was published",
        "more.html is not in the list, so it was not published",
    ]


def test_by_hand(published: tuple[Path, Path]) -> None:
    """The way from the signature to a page's digest, without this program: each list has the digest of the next thing."""
    site, _ = published
    name = next(name for name in json.loads((site / "integrity.json").read_bytes())["lists"] if PAGE in (site / name).read_text())
    digest = hashlib.sha256((site / name).read_bytes()).hexdigest()
    assert f'"{name}": {{"sha256": "{digest}"' in (site / "integrity.json").read_text(encoding="utf-8")
    digest = hashlib.sha256((site / PAGE).read_bytes()).hexdigest()
    assert f'"{PAGE}": {{"sha256": "{digest}"' in (site / name).read_text(encoding="utf-8")
    assert set(listed(site)) >= {PAGE, name}
