"""Readers can verify that a site is what was published, and tampering is detected."""

import contextlib
import hashlib
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.format.public_key import read_public_key
from generator.seals.integrity_list import fingerprint
from tests.fixture_types import Hosting
from tests.site_lists import chains, listed, relist

NOW = "2026-11-23T12:00Z"
LOCK = "incidents/support-tickets/ledger.lock"


def _keys(folder: Path, name: str) -> Path:
    key = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(key)], check=True, capture_output=True)
    return key


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The publisher's key, and an impostor's."""
    folder = tmp_path_factory.mktemp("keys")
    return _keys(folder, "ours"), _keys(folder, "theirs")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, keys: tuple[Path, Path]) -> Path:
    """The repository's own content in the lifeboat, with a file of an incident, sealed, and the key named."""
    top = tmp_path_factory.mktemp("source")
    root = Path(__file__).parents[2]
    shutil.copytree(root / "content", top / "content")
    text = (root / "site_config.yml").read_text(encoding="utf-8").replace("  timezone:", "  theme: lifeboat\n  timezone:")
    public = keys[0].with_suffix(".pub").read_text(encoding="utf-8").strip()
    (top / "site_config.yml").write_text(f"{text}\nsigning: {{key: {public}}}\n", encoding="utf-8")
    assert run(["seal", "--root", str(top), "--now", NOW]) == 0
    return top


@pytest.fixture(scope="module")
def published(source: Path, keys: tuple[Path, Path]) -> Path:
    """The site, built and signed once."""
    assert run(["build", "--root", str(source), "--now", NOW, "--sign", str(keys[0])]) == 0
    return source / "site"


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    """A copy of the built site to change."""
    return Path(shutil.copytree(published, tmp_path / "site"))


def _verify(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["verify", *map(str, arguments)])
    return code, capsys.readouterr().out


def _sign(site: Path, key: Path) -> None:
    (site / "integrity.json.sig").unlink(missing_ok=True)
    made = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", "aboveboard-integrity", str(site / "integrity.json")]
    subprocess.run(made, check=True, capture_output=True)


def _change(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def test_what_was_published(published: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The site is as it was published: with the key, with its fingerprint, and, with neither, as far as it can tell of itself."""
    public = keys[0].with_suffix(".pub")
    mark = fingerprint(read_public_key(public.read_text(encoding="utf-8")) or pytest.fail("no key"))
    for arguments in (("--key", public), ("--fingerprint", mark)):
        code, said = _verify(capsys, published, *arguments)
        assert code == 0
        assert f"The signature is good, and its key is the one that you gave: {mark}" in said
        assert "the record of 3 incidents is intact" in said
    code, said = _verify(capsys, published)
    assert code == 0
    assert f"Compare this fingerprint with one that you got elsewhere, on paper or by telephone: {mark}" in said


def test_the_fingerprint_is_that_of_ssh_keygen(keys: tuple[Path, Path]) -> None:
    """What we show is what `ssh-keygen -l` shows."""
    public = keys[0].with_suffix(".pub")
    said = subprocess.run(["ssh-keygen", "-lf", str(public)], check=True, capture_output=True, text=True).stdout
    assert said.split()[1] == fingerprint(read_public_key(public.read_text(encoding="utf-8")) or pytest.fail("no key"))


def test_the_list_is_whole(published: Path) -> None:
    """Every file of the site but the list, its signature and the builder's mark is in the list, with its digest and size; nothing else is."""
    found = listed(published)
    there = {path.relative_to(published).as_posix(): path.read_bytes() for path in published.rglob("*") if path.is_file()}
    assert set(there) - set(found) == {"integrity.json", "integrity.json.sig", ".aboveboard"}
    for path, one in found.items():
        assert one == (hashlib.sha256(there[path]).hexdigest(), len(there[path]))
    lock = there[LOCK].decode().splitlines()
    assert chains(published)["support-tickets"] == lock[-1].split()[0]


CLASSES = {
    "a page's text": ("incidents/support-tickets/index.html", b"1,212", b"1,112"),
    "a page's markup": ("index.html", b"<main", b"<maim"),
    "the page for missing addresses": ("404.html", b"<", b"> "),
    "a feed": ("feed.xml", b"<item>", b"<item >"),
    "a feed of one incident": ("incidents/support-tickets/atom.xml", b"<entry>", b"<entry >"),
    "JSON": ("api/v2/summary.json", b'"', b"' "),
    "the ledger": ("api/ledger/2/incidents/support-tickets.json", b"not_affected", b"taken"),
    "the list of ledgers": ("api/ledger/2/index.json", b"our_error", b"new_event"),
    "the ledger in schema 1": ("api/ledger.json", b"unknown", b"known"),
    "the calendar": ("calendar.ics", b"DTSTART", b"DTSTARX"),
    "a lock": (LOCK, b"0", b"1"),
    "the policy": ("_headers", b"'none'", b"*"),
    "the keys": ("allowed_signers", b"AAAA", b"AAAB"),
}


@pytest.mark.parametrize("what", [*CLASSES, "a picture"])
def test_a_changed_file(copy: Path, keys: tuple[Path, Path], what: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever kind of file is changed is named, with and without the key."""
    if what == "a picture":
        path = next(file for file in sorted(copy.rglob("*.png"))).relative_to(copy).as_posix()
        _change(copy / path)
    else:
        path, was, now = CLASSES[what]
        data = (copy / path).read_bytes()
        assert was in data
        (copy / path).write_bytes(data.replace(was, now, 1))
    for arguments in ((), ("--key", keys[0].with_suffix(".pub"))):
        code, said = _verify(capsys, copy, *arguments)
        assert code == 1
        assert said.startswith(f"{path} differs from what was published\n")
        assert "is consistent." not in said


def test_a_removed_and_an_added_file(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file is named, and in a folder one that is not listed; with --all each of them."""
    (copy / "corrections/index.html").unlink()
    (copy / "login.html").write_text("Your password, please.", encoding="utf-8")
    _change(copy / "index.html")
    code, said = _verify(capsys, copy)
    assert (code, said.splitlines()[0]) == (1, "corrections/index.html is missing")
    assert "login.html" not in said
    code, said = _verify(capsys, copy, "--all")
    assert code == 1
    assert said.splitlines()[:3] == [
        "corrections/index.html is missing",
        "index.html differs from what was published",
        "login.html is not in the list, so it was not published",
    ]
    assert "This is not as it was published: 3 differ." in said


def test_a_changed_list(copy: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A list that was made to fit the changed page no longer fits its signature."""
    _change(copy / "index.html")
    relist(copy, "index.html")
    code, out = _verify(capsys, copy, "--key", keys[0].with_suffix(".pub"))
    assert code == 1
    assert out.startswith("integrity.json.sig is not a signature of integrity.json: one of the two was changed\n")


@pytest.mark.parametrize("how", ["changed", "gone", "empty"])
def test_a_changed_signature(copy: Path, how: str, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A changed or removed signature is reported."""
    file = copy / "integrity.json.sig"
    _change(file) if how == "changed" else file.unlink() if how == "gone" else file.write_bytes(b"")
    for arguments in ((), ("--key", keys[0].with_suffix(".pub"))):
        code, said = _verify(capsys, copy, *arguments)
        assert code == 1
        assert said.startswith("integrity.json.sig is")


@pytest.mark.parametrize(
    "data", [None, b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"schema": 1, "site": "x", "newest": "", "files": {}}']
)
def test_no_list(copy: Path, data: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing or invalid list is reported."""
    file = copy / "integrity.json"
    file.unlink() if data is None else file.write_bytes(data)
    (copy / "integrity.json.sig").unlink()
    (copy / "allowed_signers").unlink()
    code, said = _verify(capsys, copy)
    assert code == 1
    assert said.startswith("integrity.json is")


def test_an_impostor(copy: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A copy that somebody changed, listed and signed with a key of their own is consistent.; the key that the verifier has wins."""
    _change(copy / "index.html")
    theirs = keys[1].with_suffix(".pub").read_text(encoding="utf-8").split()
    (copy / "allowed_signers").write_text(f'aboveboard-integrity namespaces="aboveboard-integrity" {theirs[0]} {theirs[1]}\n')
    relist(copy, "index.html", "allowed_signers")
    _sign(copy, keys[1])
    code, out = _verify(capsys, copy)
    assert code == 0
    assert "That alone proves little" in out
    code, out = _verify(capsys, copy, "--key", keys[0].with_suffix(".pub"))
    assert code == 1
    assert "was made with a different key" in out
    assert "this is not the publisher's site" in out


def test_a_signature_for_something_else(copy: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """What the publisher's key signed for another purpose, such as a commit, does not count."""
    (copy / "integrity.json.sig").unlink()
    made = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(keys[0]), "-n", "git", str(copy / "integrity.json")]
    subprocess.run(made, check=True, capture_output=True)
    assert _verify(capsys, copy, "--key", keys[0].with_suffix(".pub"))[0] == 1


def test_a_chain_that_is_broken(copy: Path, source: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A record of what was published that does not follow from line to line is named, though its publisher signed it."""
    lock = copy / LOCK
    lines = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    lock.write_text("".join([*lines[:2], *lines[3:]]), encoding="utf-8")
    relist(copy, LOCK)
    _sign(copy, keys[0])
    code, out = _verify(capsys, copy, "--key", keys[0].with_suffix(".pub"))
    assert (code, out.splitlines()[0]) == (1, f"{LOCK} is broken in line 3: it does not follow from the line before")


def test_without_ssh_keygen(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing ssh-keygen is reported, and an unchecked signature does not count as good."""
    monkeypatch.setenv("PATH", str(tmp_path))
    code, said = _verify(capsys, copy)
    assert code == 4
    assert "The signature was not checked: there is no ssh-keygen on this computer" in said
    assert "as https://status.larkfield.example/ listed them" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere",),
        ("http://status.larkfield.example/",),
        (".", "--fingerprint", "SHA256:abc"),
        (".", "--key", __file__),
        (".", "--key", __file__, "--fingerprint", "SHA256:" + "a" * 43),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be meant is refused with exit code 2."""
    assert _verify(capsys, *arguments)[0] == 2


def test_signing_with_a_key_that_nobody_knows(
    source: Path, keys: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A site is signed with the key that site_config.yml names or not at all, and the old site stays."""
    top = Path(shutil.copytree(source, tmp_path / "source", ignore=shutil.ignore_patterns("site")))
    build = ["build", "--root", str(top), "--now", NOW, "--sign"]
    assert run([*build, str(keys[1])]) == 2
    assert "is not the one that site_config.yml names" in capsys.readouterr().err
    config = top / "site_config.yml"
    config.write_text(config.read_text(encoding="utf-8").partition("\nsigning:")[0] + "\n", encoding="utf-8")
    assert run([*build, str(keys[0])]) == 2
    assert "does not name the signing key," in capsys.readouterr().err
    assert not (top / "site").exists()


def test_a_served_site(published: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str], hosting: Hosting) -> None:
    """A served site is compared as readers receive it, decompressed; a site at another address than it was made for is refused."""
    with hosting(published) as host:
        code, said = _verify(capsys, host.address, "--key", keys[0].with_suffix(".pub"))
        assert code == 1
        assert said.splitlines()[0].startswith(
            f"{host.address} is not an address of this site: its list is for https://status.larkfield.example/."
        )
        assert "all files in the list are as they were published there" in said


def test_a_served_site_that_was_changed(copy: Path, capsys: pytest.CaptureFixture[str], hosting: Hosting) -> None:
    """The first page that differs is named by the address at which it was read, and with --all every one."""
    _change(copy / "corrections/index.html")
    (copy / "incidents/support-tickets/2/index.html").unlink()
    with hosting(copy) as host:
        code, said = _verify(capsys, host.address)
        assert (code, said.splitlines()[0]) == (1, f"{host.address}incidents/support-tickets/2/ is missing")
        code, said = _verify(capsys, host.address, "--all")
        assert (code, said.splitlines()[1]) == (1, f"{host.address}corrections/ differs from what was published")


def test_a_host_that_keeps_its_headers(
    copy: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str], hosting: Hosting
) -> None:
    """On the web `_headers` may be missing, as hosts keep it to themselves; in a folder it may not."""
    (copy / "_headers").unlink()
    with hosting(copy) as host:
        _, said = _verify(capsys, host.address, "--key", keys[0].with_suffix(".pub"))
    assert f"{host.address}_headers" not in said
    assert "_headers is only for the host" in said
    assert _verify(capsys, copy, "--key", keys[0].with_suffix(".pub"))[0] == 1


def test_the_site_of_this_folder(
    source: Path, keys: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], hosting: Hosting
) -> None:
    """Without an address, or with that of its own site, the site of a folder is checked with the key that is named there."""
    top = tmp_path / "top"
    shutil.copytree(source / "content", top / "content")
    config = (source / "site_config.yml").read_text(encoding="utf-8")
    with hosting(top / "site") as host:
        mine = config.replace("https://status.larkfield.example/", host.address)
        (top / "site_config.yml").write_text(mine, encoding="utf-8")
        assert run(["build", "--root", str(top), "--now", NOW, "--sign", str(keys[0])]) == 0
        for more in ([], [host.address], [host.address.replace("http", "HTTP").removesuffix("/")]):
            code, said = _verify(capsys, "--root", top, *more)
            assert code == 0
            assert "The signature is good, and its key is in site_config.yml" in said
        theirs = keys[1].with_suffix(".pub").read_text(encoding="utf-8").strip()
        (top / "site_config.yml").write_text(
            mine.partition("\nsigning:")[0] + f"\nsigning: {{key: {theirs}}}\n", encoding="utf-8"
        )
        assert _verify(capsys, "--root", top)[0] == 1


def test_no_answer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that cannot be reached is not called changed: exit code 4."""
    monkeypatch.setattr("generator.adapters.web_site._TRIES", 1)
    assert _verify(capsys, "http://127.0.0.1:9/")[0] == 4


@contextlib.contextmanager
def _answering(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_a_host_that_leads_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    """No other host is contacted, and no endless chain of redirects is followed."""

    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", f"http://127.0.0.2:{handler.connection.getsockname()[1]}/")
        handler.end_headers()

    def round_and_round(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", handler.path)
        handler.end_headers()

    with _answering(elsewhere) as address:
        assert _verify(capsys, address)[1].startswith(f"{address}integrity.json redirects to another host, 127.0.0.2")
    with _answering(round_and_round) as address:
        assert _verify(capsys, address)[1].startswith(f"{address}integrity.json redirects in circles")


def test_an_endless_answer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that never stops is not listened to for ever, nor what it packed unpacked without end."""
    monkeypatch.setattr("generator.seals.integrity_list.LIST_LIMIT", 1 << 16)
    read_bytes = {"sent": 0}

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"[" * (1 << 16))
            read_bytes["sent"] += 1 << 16

    with _answering(endless) as address:
        assert _verify(capsys, address)[0] == 1
    assert read_bytes["sent"] < 1000 << 16


def test_a_build_is_the_same_again(source: Path, published: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    """The same content gives the same list and, with the same key, the same signature."""
    out = tmp_path / "again"
    assert run(["build", "--root", str(source), "--now", NOW, "--sign", str(keys[0]), "--out", str(out)]) == 0
    for name in ("integrity.json", "integrity.json.sig"):
        assert (out / name).read_bytes() == (published / name).read_bytes()


RECORD = "api/record/1/record.json"


def _relist(site: Path, path: str) -> None:
    """Put a changed file into the list, as a publisher could who wants to look better."""
    (site / "integrity.json.sig").unlink(missing_ok=True)
    (site / "allowed_signers").unlink(missing_ok=True)
    relist(site, path, *(["allowed_signers"] if "allowed_signers" in listed(site) else []))


def test_the_record_is_counted_again(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A figure of the record that its ledgers do not give is named, also where the list agrees with it; so is one that was only changed."""
    code, said = _verify(capsys, copy)
    assert code == 0
    assert "The record, counted again from the ledgers here, matches record.json." in said
    file = copy / RECORD
    found = json.loads(file.read_text(encoding="utf-8"))
    found["promises"]["late"] = 0
    file.write_text(json.dumps(found), encoding="utf-8")
    code, said = _verify(capsys, copy)
    assert code == 1
    assert f"{RECORD} says promises.late: 0, but its ledgers give 1" in said
    _relist(copy, RECORD)
    code, said = _verify(capsys, copy)
    assert code == 1
    assert said.startswith(f"{RECORD} says promises.late: 0, but its ledgers give 1")


def test_a_ledger_is_held_against_its_seals(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A due moment in a ledger that is not the sealed one is found, also where list, index and record agree with it."""
    path = "api/ledger/2/incidents/support-tickets.json"
    file = copy / path
    ledger = json.loads(file.read_text(encoding="utf-8"))
    late = next(one for one in ledger["promises"] if one["state"] == "missed")
    late.update(state="kept", due_at=late["settled"])
    file.write_text(json.dumps(ledger), encoding="utf-8")
    _relist(copy, path)
    code, said = _verify(capsys, copy)
    assert code == 1
    assert f"{path} says that {late['id']} was due at {late['settled']}, but its seal says" in said


def test_a_site_without_its_record(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that is taken out of site and list is missed, because its page is there."""
    (copy / RECORD).unlink()
    relist(copy, RECORD)
    (copy / "integrity.json.sig").unlink()
    code, said = _verify(capsys, copy, "--all")
    assert code == 1
    assert f"{RECORD} is missing from the list, but there is a page of it" in said
