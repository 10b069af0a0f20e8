"""Whoever can write to the repository can put a key of their own there: only the owner of the old key can announce another."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.format.public_key import read_public_key
from generator.model.config import SigningKey
from generator.model.key_change import KeyAnnouncement
from generator.seals.integrity_list import fingerprint, read_keys
from generator.seals.key_changes import NAMESPACE, vouched_for
from tests.adversary.repositories import Repository

FIRST, SECOND, THIRD, NOW = "2026-03-03T05:00Z", "2026-03-10T05:00Z", "2026-03-17T05:00Z", "2026-03-20T12:00Z"
CONFIG = """\
organisation: {name: Brookside, url: https://brookside.example/, domains: [brookside.example]}
site: {url: https://status.brookside.example/, theme: lifeboat, languages: [de]}
contact: {email: incident@brookside.example, hours: always, who: Mara Quist}
"""
INCIDENT = {
    "content/incidents/lost-bag/incident.md": "---\ntitle: A bag was lost\naware: 2026-03-03T03:00Z\n---\n",
    "content/incidents/lost-bag/01-first.md": (
        "---\ntitle: A bag was lost\npublished: 2026-03-03T04:00Z\nstatus: investigating\nknown: {bag: A bag was left on a bus.}\n"
        "unknown: {whose: Whose letters were in it.}\nnext_steps: {search: We search the bus.}\nactions: {watch: Watch your account.}\n"
        "next_update: 2026-04-03T04:00Z\n---\n"
    ),
}
BANNER = "key that signs this site was changed"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Four keys: three of the publisher's, and a stranger's."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("one", "two", "three", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True, capture_output=True)
    return {name: folder / name for name in ("one", "two", "three", "stranger")}


def _public(key: Path) -> SigningKey:
    return read_public_key(key.with_suffix(".pub").read_text(encoding="utf-8")) or pytest.fail("no key")


def _mark(key: Path) -> str:
    return fingerprint(_public(key))


def _config(*named: Path, more: str = "") -> dict[str, str]:
    lines = [f"    - {_public(key).kind} {_public(key).blob}\n" for key in named]
    return {"site_config.yml": CONFIG + more + (f"signing:\n  key:\n{''.join(lines)}" if lines else "")}


@pytest.fixture
def site(tmp_path: Path, keys: dict[str, Path]) -> Repository:
    """A site in git that has been signed with its first key from the beginning, and says so in no lock."""
    made = Repository(tmp_path / "site")
    made.commit(FIRST, INCIDENT | _config(keys["one"]))
    return made


def _findings(site: Repository, capsys: pytest.CaptureFixture[str], now: str = NOW) -> list[str]:
    capsys.readouterr()
    run(["validate", "--root", str(site.folder), "--now", now, "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    rows = said["diagnostics"]
    return [str(one["message"]) for one in rows if one["code"] == "SEA015"]


def _build(site: Repository, key: Path | None, now: str = NOW) -> Path:
    more = ["--sign", str(key)] if key else []
    assert run(["build", "--root", str(site.folder), "--now", now, *more]) == 0
    return site.folder / "site"


def _pages(out: Path) -> dict[str, str]:
    return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in out.rglob("index.html")}


def _rekey(site: Repository, old: Path, new: Path | str, at: str, because: str = "We renew it every two years.") -> int:
    given = new if isinstance(new, str) else str(new.with_suffix(".pub"))
    return run(["rekey", given, "--sign", str(old), "--because", because, "--root", str(site.folder), "--now", at])


@pytest.mark.no_cover
def test_the_first_key(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Of a key that was there from the beginning nothing is said but since when, whether it was sealed or not; nor of a second one that is announced."""
    assert _findings(site, capsys) == []
    page = _pages(_build(site, keys["one"]))["verify/index.html"]
    assert "In use from" in page
    assert run(["seal", "--root", str(site.folder), "--now", NOW]) == 0
    site.commit(NOW, {})
    assert _findings(site, capsys) == []


@pytest.mark.no_cover
def test_a_key_in_silence(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A key that nobody announced is a finding, and a banner with the day on every page, in each language; after 90 days on /verify/ alone."""
    site.commit(SECOND, _config(keys["stranger"]))
    (found,) = _findings(site, capsys)
    assert _mark(keys["stranger"]) in found
    assert "10 March 2026" in found
    out = _build(site, keys["stranger"])
    pages = _pages(out)
    assert len(pages) > 10
    for path, page in pages.items():
        assert ("wurde der Schlüssel geändert" if path.startswith("de/") else BANNER) in page, path
        assert 'datetime="2026-03-10T05:00' in page
    assert "No previous key announced it." in pages["verify/index.html"]
    assert _mark(keys["one"]) in pages["verify/index.html"]
    assert not any(BANNER in path.read_text(encoding="utf-8") for path in out.rglob("*.xml"))
    assert run(["verify", str(out), "--now", NOW, "--key", str(keys["one"].with_suffix(".pub"))]) == 1
    for now, shown in (("2026-06-08T04:00Z", True), ("2026-06-08T06:00Z", False)):
        later = _pages(_build(site, keys["stranger"], now))
        assert (BANNER in later["index.html"]) == shown
        assert "No previous key announced it." in later["verify/index.html"]


def test_a_key_beside_the_old_one(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Adding a key to the list is a change as well, wherever it stands there."""
    for named in ((keys["one"], keys["stranger"]), (keys["stranger"], keys["one"])):
        site.commit(SECOND, _config(*named))
        assert len(_findings(site, capsys)) == 1


@pytest.mark.no_cover
def test_an_announced_key(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """With a statement of the old key there is neither finding nor banner; it is published, and whoever knows the old key accepts the new one."""
    assert _rekey(site, keys["one"], keys["two"], SECOND) == 0
    said = capsys.readouterr().out
    assert "SIGNING_KEY" in said
    assert f"- {_public(keys['two']).kind} {_public(keys['two']).blob}" in said
    site.commit(SECOND, _config(keys["two"]))
    assert _findings(site, capsys) == []
    out = _build(site, keys["two"])
    pages = _pages(out)
    assert not any(BANNER in page for page in pages.values())
    assert "The previous key announced it on" in pages["verify/index.html"]
    assert "We renew it every two years." in pages["verify/index.html"]
    (text,) = out.glob("keys/*.txt")
    allowed = out.parent / "allowed"
    allowed.write_text(f"x {_public(keys['one']).kind} {_public(keys['one']).blob}\n", encoding="ascii")
    command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "x", "-n", NAMESPACE, "-s", f"{text}.sig"]
    subprocess.run(command, input=text.read_bytes(), check=True, capture_output=True)
    assert {f"keys/{text.name}", f"keys/{text.name}.sig"} <= json.loads((out / "integrity.json").read_text(encoding="utf-8"))[
        "files"
    ].keys()
    for more in (["--key", str(keys["one"].with_suffix(".pub"))], ["--fingerprint", _mark(keys["one"])]):
        capsys.readouterr()
        assert run(["verify", str(out), "--now", NOW, *more]) == 0
        assert (
            "but that one has announced it for status.brookside.example (2026-03-10, 05:00 UTC): We renew it every two years."
            in capsys.readouterr().out
        )
    assert run(["verify", str(out), "--now", NOW, "--key", str(keys["stranger"].with_suffix(".pub"))]) == 1


def test_a_chain_of_keys(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Each key may announce the next; whoever knows the first accepts the last. A key may also speak late, and a silent one for nobody but those after it."""
    site.commit(SECOND, _config(keys["two"]))
    assert _rekey(site, keys["two"], keys["three"], THIRD) == 0
    site.commit(THIRD, _config(keys["three"], keys["two"]))
    (found,) = _findings(site, capsys)
    assert _mark(keys["two"]) in found
    out = _build(site, keys["three"])
    assert run(["verify", str(out), "--now", NOW, "--fingerprint", _mark(keys["one"])]) == 1
    assert _rekey(site, keys["one"], keys["two"], NOW) == 0
    assert _findings(site, capsys) == []
    out = _build(site, keys["three"])
    assert run(["verify", str(out), "--now", NOW, "--fingerprint", _mark(keys["one"])]) == 0


FOURTH = "2026-03-19T05:00Z"


def _handed_over(site: Repository, keys: dict[str, Path]) -> None:
    """The first key announces the second, which takes its place."""
    assert _rekey(site, keys["one"], keys["two"], SECOND) == 0
    site.commit(SECOND, _config(keys["two"]))


@pytest.mark.no_cover
def test_a_key_that_handed_over_comes_back(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever has a copy of a key that is out of use cannot put it back in silence, alone or beside the one in use; with a word of that one anybody may."""
    _handed_over(site, keys)
    for named in ((keys["one"],), (keys["two"], keys["one"])):
        site.commit(THIRD, _config(*named))
        (found,) = _findings(site, capsys)
        assert _mark(keys["one"]) in found
        assert "17 March 2026" in found
    page = _pages(_build(site, keys["two"]))["verify/index.html"]
    assert BANNER in page
    assert "No previous key announced it." in page
    # Nor does it help to have a stranger's key say so.
    site.commit(THIRD, _config(keys["stranger"]))
    assert _rekey(site, keys["stranger"], keys["one"], THIRD) == 0
    site.commit(FOURTH, _config(keys["one"]))
    (found,) = _findings(site, capsys)
    assert _mark(keys["one"]) in found
    assert _rekey(site, keys["two"], keys["one"], THIRD) == 0
    assert _findings(site, capsys) == []


@pytest.mark.no_cover
def test_a_key_that_handed_over_announces_another(
    site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """An announcement counts while its key is in use, whatever day stands in it; the key in use must announce the next one, or one that it announced."""
    _handed_over(site, keys)
    assert _rekey(site, keys["one"], keys["stranger"], FIRST) == 0
    assert _findings(site, capsys) == []
    site.commit(THIRD, _config(keys["stranger"]))
    (found,) = _findings(site, capsys)
    assert _mark(keys["stranger"]) in found
    assert BANNER in _pages(_build(site, keys["stranger"]))["index.html"]
    # Nor does it help to announce a third key with that one.
    assert _rekey(site, keys["stranger"], keys["three"], FOURTH) == 0
    site.commit(FOURTH, _config(keys["three"]))
    (found,) = _findings(site, capsys)
    assert _mark(keys["three"]) in found
    # The owner of the key before takes it back.
    site.commit(NOW, _config(keys["two"]))
    assert _findings(site, capsys) == []


def test_its_word_is_taken_away(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever takes away the announcement too, with the key that it names, does not give its say back to the key that made it."""
    _handed_over(site, keys)
    for file in (site.folder / "content/keys").iterdir():
        file.unlink()
    site.commit(THIRD, _config(keys["one"]))
    (found,) = _findings(site, capsys)
    assert _mark(keys["one"]) in found


@pytest.mark.no_cover
def test_a_silent_key_is_not_forgotten(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A key that nobody announced cannot announce one in its place that is above doubt: finding and banner stay until an earlier key speaks."""
    site.commit(SECOND, _config(keys["stranger"]))
    assert _rekey(site, keys["stranger"], keys["three"], THIRD) == 0
    site.commit(THIRD, _config(keys["three"]))
    (found,) = _findings(site, capsys)
    assert _mark(keys["stranger"]) in found
    assert "was signed with a different key since" in found
    assert BANNER in _pages(_build(site, keys["three"]))["index.html"]
    assert _rekey(site, keys["one"], keys["three"], NOW) == 0
    assert _findings(site, capsys) == []


def test_a_wrong_key_is_taken_back(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The first key takes the place of a stranger's again, or announces one that does: that is the way out, and no finding."""
    site.commit(SECOND, _config(keys["stranger"]))
    site.commit(THIRD, _config(keys["one"]))
    assert _findings(site, capsys) == []
    assert _rekey(site, keys["one"], keys["two"], FOURTH) == 0
    site.commit(FOURTH, _config(keys["two"]))
    assert _findings(site, capsys) == []


def test_chains_that_are_none() -> None:
    """A chain with a gap leads nowhere; one that is a ring, or has two ends, ends; order of files and days makes no difference."""
    keys = [SigningKey(kind="ssh-ed25519", blob=b64encode(bytes([number] * 40)).decode()) for number in range(40)]

    def told(old: int, new: int, day: int = 1) -> KeyAnnouncement:
        return KeyAnnouncement(
            path=f"{old}-{new}", text=b"", signature=b"", site="x", old=keys[old], new=keys[new], because="x", signer=fingerprint(keys[old]),
            on=datetime(2026, 1, day, tzinfo=UTC),
        )  # fmt: skip

    def reached(start: int, *chain: KeyAnnouncement) -> set[int]:
        marks = {fingerprint(key): number for number, key in enumerate(keys)}
        return {marks[mark] for mark in vouched_for([fingerprint(keys[start])], chain)}

    assert reached(0, told(0, 1), told(2, 3)) == {1}
    assert reached(0, told(0, 1), told(1, 2), told(2, 0)) == {1, 2}
    assert reached(0, told(1, 1), told(0, 0)) == set()
    assert reached(0, told(2, 3, 1), told(0, 1, 9), told(1, 2, 5)) == {1, 2, 3}
    assert reached(0, *(told(number, number + 1) for number in reversed(range(39)))) == set(range(1, 40))


def test_what_a_key_said_for_another_site(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever signs several sites with a key and gives one of them away has not given away the others: `verify` looks at the site as well."""
    _handed_over(site, keys)
    out = _build(site, keys["two"])
    more = ["--now", NOW, "--key", str(keys["one"].with_suffix(".pub"))]
    assert run(["verify", str(out), *more]) == 0
    other = site.folder.parent / "other"
    shutil.copytree(out, other)
    root = json.loads((other / "integrity.json").read_text(encoding="utf-8"))
    (other / "integrity.json").write_text(json.dumps(root | {"site": "https://status.other.example/"}), encoding="utf-8")
    (other / "integrity.json.sig").unlink()
    command = [
        "ssh-keygen",
        "-q",
        "-Y",
        "sign",
        "-f",
        str(keys["two"]),
        "-n",
        "aboveboard-integrity",
        str(other / "integrity.json"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    capsys.readouterr()
    assert run(["verify", str(other), *more]) == 1
    assert "which has not announced it for this site" in capsys.readouterr().out


@pytest.mark.no_cover
def test_a_site_with_an_id_of_its_own(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Where the ids are made of something else than the address, the statement says for which address it is."""
    own = _config(keys["one"])["site_config.yml"].replace("theme: lifeboat", "theme: lifeboat, id: news.brookside.example")
    site.commit(SECOND, {"site_config.yml": own})
    assert _rekey(site, keys["one"], keys["two"], SECOND) == 0
    (text,) = (site.folder / "content/keys").glob("*.txt")
    assert "address: https://status.brookside.example/\n" in text.read_text(encoding="utf-8")
    public = f"{_public(keys['two']).kind} {_public(keys['two']).blob}"
    site.commit(THIRD, {"site_config.yml": re.sub(r"ssh-ed25519 \S+", public, own)})
    assert _findings(site, capsys) == []
    assert run(["verify", str(_build(site, keys["two"])), "--now", NOW, "--fingerprint", _mark(keys["one"])]) == 0


@pytest.mark.no_cover
def test_line_ends_of_another_system(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Where git writes other line ends into the folder, an announcement is the same, and is published as it was signed."""
    assert _rekey(site, keys["one"], keys["two"], SECOND) == 0
    for file in (site.folder / "content/keys").iterdir():
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    site.commit(SECOND, _config(keys["two"]))
    assert _findings(site, capsys) == []
    out = _build(site, keys["two"])
    assert b"\r" not in b"".join(file.read_bytes() for file in (out / "keys").iterdir())
    assert run(["verify", str(out), "--now", NOW, "--fingerprint", _mark(keys["one"])]) == 0


def test_which_keys_a_file_names(keys: dict[str, Path]) -> None:
    """A key in a comment is not named, nor is one that may sign other things alone."""
    one, two, three, stranger = (_public(key) for key in keys.values())
    text = (
        f"# out of use: {stranger.kind} {stranger.blob}\r\n{one.kind} {one.blob} ours\r\n"
        f'a namespaces="git" {stranger.kind} {stranger.blob}\naboveboard-integrity namespaces="file,aboveboard-integrity" {two.kind} {two.blob}\n'
        f"   #{stranger.kind} {stranger.blob}\nb {three.kind} {three.blob}"
    )
    assert read_keys(text) == (one, two, three)


def _forge(site: Repository, signer: Path, text: str) -> None:
    folder = site.folder / "content/keys"
    folder.mkdir(exist_ok=True)
    file = folder / "2026-03-10-forged.txt"
    file.write_text(text, encoding="utf-8")
    Path(f"{file}.sig").unlink(missing_ok=True)
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(signer), "-n", NAMESPACE, str(file)]
    subprocess.run(command, check=True, capture_output=True)


@pytest.mark.no_cover
def test_forged_announcements(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A statement that the old key did not sign, that was changed, or that is about another key or another site, announces nothing."""
    one, two, stranger = (f"{_public(keys[name]).kind} {_public(keys[name]).blob}" for name in ("one", "two", "stranger"))
    line = "aboveboard key change 1\nsite: {site}\nold: {old}\nnew: {new}\non: 2026-03-10T04:00:00Z\nbecause: It is time.\n"
    mine = "status.brookside.example"
    site.commit(SECOND, _config(keys["stranger"]))
    for signer, text in (
        ("stranger", line.format(site=mine, old=one, new=stranger)),
        ("stranger", line.format(site=mine, old=stranger, new=stranger)),
        ("stranger", line.format(site=mine, old=two, new=stranger)),
        ("two", line.format(site=mine, old=two, new=stranger)),
        ("one", line.format(site=mine, old=one, new=two)),
        ("one", line.format(site="status.other.example", old=one, new=stranger)),
        ("one", line.format(site=mine, old=two, new=stranger)),
        ("one", line.format(site=mine, old=one, new="none")),
    ):
        _forge(site, keys[signer], text)
        assert len(_findings(site, capsys)) == 1, text
        assert BANNER in _pages(_build(site, keys["stranger"]))["index.html"]
    _forge(site, keys["one"], line.format(site=mine, old=one, new=two))
    file = site.folder / "content/keys/2026-03-10-forged.txt"
    file.write_text(file.read_text(encoding="utf-8").replace(two, stranger), encoding="utf-8")
    assert len(_findings(site, capsys)) == 1
    assert not (_build(site, keys["stranger"]) / "keys").exists()
    _forge(site, keys["one"], line.format(site=mine, old=one, new=stranger))
    assert _findings(site, capsys) == []


def test_a_signature_for_something_else(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """What the old key signed for another purpose, such as a list of files, is no announcement."""
    assert _rekey(site, keys["one"], keys["two"], SECOND) == 0
    (file,) = (site.folder / "content/keys").glob("*.txt")
    Path(f"{file}.sig").unlink()
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(keys["one"]), "-n", "aboveboard-integrity", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    site.commit(SECOND, _config(keys["two"]))
    assert len(_findings(site, capsys)) == 1


def test_what_was_before_cannot_be_hidden(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """No git, a history in which it was always so, a lock that is gone, and `public_since` do not make a key the first one."""
    assert run(["seal", "--root", str(site.folder), "--now", FIRST]) == 0
    site.commit(FIRST, {})
    site.commit(SECOND, _config(keys["stranger"], more=""))
    files = {
        path.relative_to(site.folder).as_posix(): path.read_text(encoding="utf-8")
        for path in site.folder.rglob("content/**/*")
        if path.is_file()
    }
    # The lock alone, without git; then with a history in which the key was always there.
    bare = site.folder.parent / "bare"
    shutil.copytree(site.folder, bare, ignore=shutil.ignore_patterns(".git"))
    forged = Repository(site.folder.parent / "forged")
    forged.commit("2026-03-03T03:30Z", files | _config(keys["stranger"]))
    for folder in (bare, forged.folder):
        capsys.readouterr()
        run(["validate", "--root", str(folder), "--now", NOW])
        assert "SEA015" in capsys.readouterr().out
    # The lock is taken away: history remembers, and it is not made anew.
    (site.folder / "content/pages/pages.lock").unlink()
    assert len(_findings(site, capsys)) == 1
    assert run(["seal", "--root", str(site.folder), "--now", NOW]) == 1
    for since in ("not_yet", "2026-03-19"):
        text = _config(keys["stranger"])["site_config.yml"].replace("theme: lifeboat", f"theme: lifeboat, public_since: {since}")
        site.commit(THIRD, {"site_config.yml": text})
        assert len(_findings(site, capsys)) == 1


@pytest.mark.no_cover
def test_no_key_any_more(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A site that was signed and is not any more says so on every page, unless its last key has announced that."""
    site.commit(SECOND, _config())
    (found,) = _findings(site, capsys)
    assert "is no longer signed," in found
    for page in _pages(_build(site, None)).values():
        assert "This site used to be signed" in page or "früher signiert" in page
    assert _rekey(site, keys["one"], "none", SECOND, "We are closing this site.") == 0
    assert _findings(site, capsys) == []
    assert not any("This site used to be signed" in page for page in _pages(_build(site, None)).values())


@pytest.mark.no_cover
def test_who_may_say_that_it_ends(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A key that handed over, or that nobody announced, cannot say that the site is not signed any more; the key in use can."""
    _handed_over(site, keys)
    site.commit(THIRD, _config())
    assert _rekey(site, keys["one"], "none", THIRD) == 0
    (found,) = _findings(site, capsys)
    assert "is no longer signed," in found
    assert "This site used to be signed" in _pages(_build(site, None))["index.html"]
    site.commit(FOURTH, _config(keys["stranger"]))
    site.commit(NOW, _config())
    assert _rekey(site, keys["stranger"], "none", FOURTH) == 0
    assert len(_findings(site, capsys)) == 1
    assert _rekey(site, keys["two"], "none", NOW) == 0
    assert _findings(site, capsys) == []


def test_verify_in_the_folder(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """In the site's own folder, where the key is taken from the settings, a key that nobody announced is named."""
    site.commit(SECOND, _config(keys["stranger"]))
    capsys.readouterr()
    text = (
        (site.folder / "site_config.yml")
        .read_text(encoding="utf-8")
        .replace("https://status.brookside.example/", "http://127.0.0.1:9/")
    )
    (site.folder / "site_config.yml").write_text(text, encoding="utf-8")
    assert run(["verify", "--root", str(site.folder), "--now", NOW, "--budget", "3"]) == 4
    assert f"warning: site_config.yml names a new key, {_mark(keys['stranger'])}" in capsys.readouterr().err


def test_other_files_among_them(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever else lies in content/keys/ is an error, and none of it is published."""
    assert _rekey(site, keys["one"], keys["two"], SECOND) == 0
    (text,) = (site.folder / "content/keys").glob("*.txt")
    good = text.read_bytes()
    for name, data in (
        ("note.txt", good),
        ("page.html", b"<script>"),
        ("../keys/A.txt", good),
        (text.name, b"hello\n"),
        (text.name, good.replace(b"because: ", b"because: \x1b[2J")),
        (text.name, good + b"more\n"),
        (text.name, good.replace(b"change 1", b"change 2")),
    ):
        file = site.folder / "content/keys" / name
        file.write_bytes(data)
        capsys.readouterr()
        assert run(["validate", "--root", str(site.folder), "--now", NOW]) == 1, name
        assert "aboveboard rekey" in re.sub(r"\s+", " ", capsys.readouterr().out)
        file.unlink()
        text.write_bytes(good)


@pytest.mark.parametrize(
    ("old", "new", "because", "said"),
    [
        ("one", "one", "Why.", "the new key is the same as the old one"),
        ("one", "two", " ", "--because is empty,"),
        ("one", "two", "a\nb", "--because is empty,"),
        ("missing", "two", "Why.", "missing cannot be read"),
        ("one", "missing", "Why.", "cannot be read"),
    ],
)
def test_wrong_use(
    site: Repository, keys: dict[str, Path], old: str, new: str, because: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What announces nothing writes nothing."""
    missing = site.folder / "missing"
    assert _rekey(site, keys.get(old, missing), keys.get(new, missing), SECOND, because) in {2, 4}
    assert said in capsys.readouterr().err
    assert not (site.folder / "content/keys").exists()


def test_a_key_that_never_signed(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever announces with a key that the site does not name is told that it counts for nothing."""
    assert _rekey(site, keys["two"], keys["three"], SECOND) == 0
    assert "warning: site_config.yml does not name the key" in capsys.readouterr().err


def test_diff_shows_it(site: Repository, keys: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever looks at a change sees both: the announcement, and the key."""
    assert _rekey(site, keys["one"], keys["two"], SECOND) == 0
    site.write(_config(keys["two"]))
    capsys.readouterr()
    run(["diff", "--root", str(site.folder), "--now", NOW])
    said = capsys.readouterr().out
    assert "Announcement of a key" in said
    assert "We renew it every two years." in said
    assert said.count(_mark(keys["two"])) >= 2
    site.commit(SECOND, {})
    site.write({"content/pages/new.md": "---\ntitle: New\n---\nA page.\n"})
    run(["diff", "--root", str(site.folder), "--now", NOW])
    assert "Announcement of a key" not in capsys.readouterr().out


def test_a_reason_is_words(site: Repository, keys: dict[str, Path]) -> None:
    """What the announcement says is shown as text, whatever stands in it."""
    assert _rekey(site, keys["one"], keys["two"], SECOND, 'It is <script>alert("x")</script> & %(when)s {{ time }}.') == 0
    site.commit(SECOND, _config(keys["two"]))
    page = _pages(_build(site, keys["two"]))["verify/index.html"]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
