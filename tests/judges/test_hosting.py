"""The built site as real servers serve it: nginx and Caddy with the lines of docs/hosting.md, and nothing else that matters.

Ports, paths and certificates are this computer's; every other line is the page's own. So are the commands that publish a site.
"""

import contextlib
import gzip
import hashlib
import http.client
import os
import re
import shlex
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT, rules_of
from tests.ports import reserved_port
from tests.programs import program

pytestmark = pytest.mark.judge

PAGE = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
TARGET = ".ci/run"
#: Files that only hosts read, or the next build.
HIDDEN = frozenset({"_headers", ".aboveboard"})
FOR_EVER = re.compile(r"assets/.*\.[0-9a-f]{8}\.min\.(?:js|css)(?:\.map)?|(?:.*/)?preview-[0-9a-f]{12}\.png")
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json",
    ".lock": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".sha512": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
#: Of these every server has a name of its own.
LIKE = {".js": "javascript", ".map": "", ".xml": "xml"}
#: What is compressed, from 1,000 bytes on.
TEXTS = frozenset(".html .css .ics .json .svg .txt .js .xml".split())
REQUESTS = 10_000


def _block(language: str, number: int = 0) -> str:
    """A block of code of the page."""
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return found[number]


def _replaced(text: str, changes: Mapping[str, str]) -> str:
    """A text with this computer's ports and paths, each of which stood there."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def _without_certificates(text: str) -> str:
    assert "ssl_certificate_key" in text
    return re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)


def _nginx_lines(folder: Path, port: int, insecure: int) -> str:
    changes = {
        "listen 443 ssl": f"listen 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{insecure}",
        "/srv/status": str(folder),
    }
    return _without_certificates(_replaced(_block("nginx"), changes))


@contextlib.contextmanager
def _running(command: list[str], ports: list[int], home: Path) -> Iterator[None]:
    """Run a server until the `with` ends, from when it takes connections."""
    log = home / "log"
    places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **places}) as server:
        try:
            for port in ports:
                _wait(server, port, log)
            yield
        finally:
            server.terminate()
            server.wait(30)


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    pytest.fail(log.read_text(encoding="utf-8", errors="replace"))


def _in_nginx(http: str, home: Path) -> list[str]:
    """The command that runs nginx with these lines in `http`, as Debian's nginx.conf has them: its types, one worker, and no log."""
    nginx = program("nginx", "/usr/sbin/nginx", target=TARGET)
    config = home / "nginx.conf"
    # A server that was started by root would serve the files as somebody who may not read them.
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "\n".join(f"{kind}_temp_path {home}/{kind};" for kind in kinds)
    config.write_text(
        f"{user}\nworker_processes 1;\ndaemon off;\npid {home}/pid;\nerror_log {home}/error;\nevents {{ }}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{own}\n{http}\n}}\n",
        encoding="utf-8",
    )
    return [nginx, "-p", str(home), "-c", str(config), "-e", str(home / "error")]


@contextlib.contextmanager
def _nginx(folder: Path, home: Path) -> Iterator[int]:
    with (
        reserved_port() as port,
        reserved_port() as insecure,
        _running(_in_nginx(_nginx_lines(folder, port, insecure), home), [port], home),
    ):
        yield port


@contextlib.contextmanager
def _caddy(folder: Path, home: Path) -> Iterator[int]:
    config = home / "Caddyfile"
    command = [program("caddy", target=TARGET), "run", "--adapter", "caddyfile", "--config", str(config)]
    with reserved_port() as port:
        lines = _replaced(
            _block("caddyfile"), {"status.larkfield.example {": f"http://127.0.0.1:{port} {{", "/srv/status": str(folder)}
        )
        config.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{lines}", encoding="utf-8")
        with _running(command, [port], home):
            yield port


@pytest.fixture
def ports() -> Iterator[tuple[int, int, int]]:
    """Ports for servers that run at once."""
    with reserved_port() as one, reserved_port() as two, reserved_port() as three:
        yield one, two, three


SERVERS = {"nginx": _nginx, "caddy": _caddy}
each_server = pytest.mark.parametrize("server", SERVERS)


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()


def _get(
    connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection.request("GET", path, headers={"Accept-Encoding": "identity", **(headers or {})})
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def _files(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path not in HIDDEN)


def _address(path: str) -> str:
    """The address at which readers ask for a file."""
    return "/" + (path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path)


@each_server
def test_every_file(server: str, built: Path, tmp_path: Path) -> None:
    """Each file has its bytes, its type, and what `_headers` says of it; compressed it is the same; and a browser that has it gets 304."""
    rules = rules_of(built)
    files = _files(built)
    assert {Path(path).suffix for path in files} <= KINDS.keys() | LIKE.keys()
    compressed = 0
    with (
        SERVERS[server](built, tmp_path) as port,
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as connection,
    ):
        for path in files:
            address, data = _address(path), _read(built / path)
            status, headers, body = _get(connection, address)
            assert (path, status) == (path, 200)
            assert body == data, path
            _check_kind(path, headers["content-type"])
            wanted = {name.lower(): value for pattern, name, value in rules if pattern.fullmatch(address)}
            kept = "public, max-age=31536000, immutable" if FOR_EVER.fullmatch(path) else "no-cache"
            # Of the pictures of single incidents `_headers` says nothing, since hosts read only so many rules.
            assert (path, wanted.get("cache-control") in {kept, "no-cache"}) == (path, True)
            assert (path, headers["cache-control"]) == (path, kept)
            assert (path, headers.get("access-control-allow-origin")) == (path, wanted.get("access-control-allow-origin"))
            for name in ("x-content-type-options", "x-frame-options", "referrer-policy", "cross-origin-opener-policy"):
                assert headers[name] == wanted[name], path
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert _get(connection, address, {"If-None-Match": headers["etag"]})[0] == 304, path
            _, headers, body = _get(connection, address, {"Accept-Encoding": "gzip"})
            if Path(path).suffix in TEXTS and len(data) > 1000:
                assert (path, headers.get("content-encoding"), headers["vary"]) == (path, "gzip", "Accept-Encoding")
                assert gzip.decompress(body) == data
                assert _get(connection, address, {"If-None-Match": headers["etag"], "Accept-Encoding": "gzip"})[0] == 304, path
                compressed += 1
            elif "content-encoding" not in headers:
                assert body == data
    assert compressed > 50


def _check_kind(path: str, given: str) -> None:
    suffix, name = Path(path).suffix, path.rpartition("/")[2]
    if suffix in KINDS:
        assert (path, given) == (path, KINDS[suffix])
    elif name in {"feed.xml", "atom.xml"}:
        assert (path, given) == (path, {"feed.xml": "application/rss+xml", "atom.xml": "application/atom+xml"}[name])
    else:
        assert LIKE[suffix] in given, path


@each_server
def test_what_is_missing(server: str, built: Path, tmp_path: Path) -> None:
    """What is missing, or is nobody's business, is 404.html with the status 404, which nobody keeps; a folder leads to its page."""
    page = _read(built / "404.html")
    paths = ("/nothing/", "/nothing.ics", "/feed-9.xml", "/assets/x.0123abcd.min.js", "/_headers", "/.aboveboard")
    with (
        SERVERS[server](built, tmp_path) as port,
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as connection,
    ):
        for path in paths:
            status, headers, body = _get(connection, path)
            assert (path, status, headers["content-type"]) == (path, 404, "text/html; charset=utf-8")
            assert body == page
            assert (path, headers["cache-control"]) == (path, "no-cache")
            assert headers["x-content-type-options"] == "nosniff"
        status, headers, _ = _get(connection, "/verify")
        assert (status in {301, 308}, headers["location"]) == (True, "/verify/")
        for path in ("/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd"):
            assert b"root:" not in _get(connection, path)[2]


def test_nginx_redirects(built: Path, tmp_path: Path) -> None:
    """Whoever comes without encryption is led to the same address with it."""
    with (
        reserved_port() as port,
        reserved_port() as insecure,
        _running(_in_nginx(_nginx_lines(built, port, insecure), tmp_path), [insecure], tmp_path),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", insecure)
        status, headers, _ = _get(connection, "/verify/?a=b", {"Host": "status.larkfield.example"})
        connection.close()
    assert (status, headers["location"]) == (301, "https://status.larkfield.example/verify/?a=b")


def _load(address: str, size: int) -> None:
    """Ask 10,000 times, from 50 readers at once: every answer is there, and is the same compressed page."""
    command = ["ab", "-q", "-k", "-n", str(REQUESTS), "-c", "50", "-H", "Accept-Encoding: gzip", address]
    said = subprocess.run([program("ab", target=TARGET), *command[1:]], capture_output=True, text=True, check=True).stdout
    counted = dict(re.findall(r"^(\w[\w -]*?):\s+(\d+(?:\.\d+)?)", said, re.MULTILINE))
    assert (counted["Complete requests"], counted["Failed requests"]) == (str(REQUESTS), "0"), said
    assert "Non-2xx responses" not in counted
    assert 0 < int(counted["Document Length"]) < size / 2


PATHS = ("", "feed.xml")


@each_server
def test_load(server: str, built: Path, tmp_path: Path) -> None:
    """Ten thousand readers of the home page, and as many of the feed, are each answered, compressed and whole."""
    with SERVERS[server](built, tmp_path) as port:
        for path in PATHS:
            _load(f"http://127.0.0.1:{port}/{path}", (built / (path or "index.html")).stat().st_size)


def test_a_cache_in_front(ports: tuple[int, int, int], built: Path, tmp_path: Path) -> None:
    """With a cache in front, as a CDN is, ten thousand readers cost the server one request for each address, also when it is gone afterwards."""
    (front, origin, insecure), log = ports, tmp_path / "origin.log"
    behind = _nginx_lines(built, origin, insecure).replace("server {", f"server {{ access_log {log};", 1)
    lines = _replaced(
        _block("nginx", 1),
        {
            "/var/cache/nginx/status": str(tmp_path / "kept"),
            "listen 443 ssl": f"listen 127.0.0.1:{front}",
            "https://origin.larkfield.example": f"http://127.0.0.1:{origin}",
        },
    )
    for one in ("origin", "front"):
        (tmp_path / one).mkdir()
    with _running(_in_nginx(_without_certificates(lines), tmp_path / "front"), [front], tmp_path / "front"):
        connection = http.client.HTTPConnection("127.0.0.1", front)
        with _running(_in_nginx(behind, tmp_path / "origin"), [origin], tmp_path / "origin"):
            for path in PATHS:
                size = (built / (path or "index.html")).stat().st_size
                _load(f"http://127.0.0.1:{front}/{path}?seen=by", size)
            assert _get(connection, "/nothing/")[0] == 404
        asked = log.read_text(encoding="utf-8").splitlines()
        assert len(asked) == len(PATHS) + 1, asked[:5]
        # The server is gone.
        status, headers, body = _get(connection, "/?somebody=else")
        assert (status, headers["cache-control"], body) == (200, "no-cache", _read(built / "index.html"))
        assert _get(connection, "/", {"If-None-Match": headers["etag"]})[0] == 304
        assert _get(connection, "/verify/")[0] == 502
        connection.close()


def test_a_cache_shows_nothing_old(ports: tuple[int, int, int], built: Path, tmp_path: Path) -> None:
    """A copy that is too old is not shown, not even to the first reader after a quiet time."""
    site, (front, origin, insecure) = tmp_path / "site", ports
    site.mkdir()
    shutil.copy(built / "index.html", site)
    lines = _replaced(
        _without_certificates(_block("nginx", 1)),
        {
            "/var/cache/nginx/status": str(tmp_path / "kept"),
            "listen 443 ssl": f"listen 127.0.0.1:{front}",
            "https://origin.larkfield.example": f"http://127.0.0.1:{origin}",
            # Nobody has to wait for a minute.
            "200 301 404 60s": "200 301 404 1s",
        },
    )
    both = f"{_nginx_lines(site, origin, insecure)}\n{lines}"
    with _running(_in_nginx(both, tmp_path), [front, origin], tmp_path):
        connection = http.client.HTTPConnection("127.0.0.1", front)
        before = _get(connection, "/")[2]
        began = time.monotonic()
        (site / "index.html").write_bytes(before + b"<!-- late -->")
        # Not how fast anything is: from then on the copy is too old.
        while time.monotonic() < began + 2.1:
            time.sleep(0.1)
        assert _get(connection, "/")[2] == before + b"<!-- late -->"
        connection.close()


# Publishing: the commands of the page.


def _zip(folder: Path, target: Path, **changed: bytes) -> None:
    """Pack a site as `build --zip` does, with one time for all files."""
    with zipfile.ZipFile(target, "w") as packed:
        for path in _files(folder):
            entry = zipfile.ZipInfo(path, (2026, 11, 20, 16, 40, 0))
            packed.writestr(entry, changed.get(path, _read(folder / path)))


def _late(data: bytes) -> bytes:
    """Another page of the same length."""
    assert b"is this me?" in data.lower()
    return re.sub(rb"(?i)is this me\?", b"Is this us?", data)


def _digests(folder: Path) -> dict[str, str]:
    return {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in _files(folder)}


def _run(lines: str, changes: Mapping[str, str], where: Path) -> None:
    """Run commands of the page, with other places."""
    for line in _replaced(lines, changes).splitlines():
        command = shlex.split(line)
        command[0] = program(command[0], target=TARGET)
        subprocess.run(
            command, cwd=where, check=True, capture_output=True, env={**os.environ, "RCLONE_CONFIG": str(where / "none")}
        )


def test_on_your_own_server(built: Path, tmp_path: Path) -> None:
    """A page that changed and is no longer than before is news to a browser that has the old one; what did not change is not sent again."""
    served, packed = tmp_path / "served", tmp_path / "site.zip"
    served.mkdir()
    commands = next(block for number in range(9) if "rsync" in (block := _block("sh", number)))
    places = {"site.zip": str(packed), "/srv/status.new": str(tmp_path / "new"), "/srv/status/": f"{served}/"}

    def publish(**changed: bytes) -> None:
        _zip(built, packed, **changed)
        _run(commands, places, tmp_path)

    publish()
    assert _digests(served) == _digests(built)
    # As long ago as a day.
    for path in served.rglob("*"):
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 86_400))
    home = tmp_path / "nginx"
    home.mkdir()
    with _nginx(served, home) as port, contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        tags = {path: _get(connection, path)[1]["etag"] for path in ("/", "/verify/")}
        publish(**{"index.html": _late(_read(built / "index.html"))})
        status, _, body = _get(connection, "/", {"If-None-Match": tags["/"]})
        assert (status, b"Is this us?" in body) == (200, True)
        assert _get(connection, "/verify/", {"If-None-Match": tags["/verify/"]})[0] == 304


def test_on_an_object_store(built: Path, tmp_path: Path) -> None:
    """A mirror has the same files as the zip, a page of the same length is replaced, what is gone is gone, and hosts' own files are not there."""
    mirror, packed = tmp_path / "mirror", tmp_path / "site.zip"
    mirror.mkdir()
    commands = next(block for number in range(9) if "rclone sync" in (block := _block("sh", number)))
    # A folder stands for the store: like a store, it can say what checksum a file has.
    places = {"site.zip": str(packed), "mirror:status": str(mirror)}
    _zip(built, packed)
    _run(commands, places, tmp_path)
    assert _digests(mirror) == _digests(built)
    assert not (mirror / "_headers").exists()
    (mirror / "old/page").mkdir(parents=True)
    (mirror / "old/page/index.html").write_bytes(b"old")
    shutil.rmtree(tmp_path / "site")
    late = _late(_read(built / "index.html"))
    _zip(built, packed, **{"index.html": late})
    _run(commands, places, tmp_path)
    assert (mirror / "index.html").read_bytes() == late
    assert not (mirror / "old/page/index.html").exists()


def test_a_store_without_checksums(ports: tuple[int, int, int], built: Path, tmp_path: Path) -> None:
    """Where a remote keeps no checksums, `--checksum` would leave the old page there; `--ignore-times`, as the page says, does not."""
    rclone, port, mirror = program("rclone", target=TARGET), ports[0], tmp_path / "mirror"
    assert "write `--ignore-times` in place of `--checksum`" in PAGE
    site = tmp_path / "site"
    for path in ("index.html", "verify/index.html", "feed.xml"):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(built / path, site / path)
    mirror.mkdir()
    command = [rclone, "serve", "webdav", "--addr", f"127.0.0.1:{port}", str(mirror)]
    with _running(command, [port], tmp_path):
        sync = [rclone, "sync", "--config", str(tmp_path / "none"), str(site), f":webdav,url='http://127.0.0.1:{port}':"]
        subprocess.run([*sync, "--checksum"], check=True, capture_output=True)
        assert _digests(mirror) == _digests(site)
        (site / "index.html").write_bytes(late := _late(_read(built / "index.html")))
        subprocess.run([*sync, "--checksum"], check=True, capture_output=True)
        assert (mirror / "index.html").read_bytes() != late
        subprocess.run([*sync, "--ignore-times"], check=True, capture_output=True)
        assert _digests(mirror) == _digests(site)
