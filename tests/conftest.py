"""What tests share: the repository's own site, and copies of it to change."""

import contextlib
import gzip
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23T12:00Z"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own content, built once for all tests of a worker."""
    from generator.cli.main import run

    out = tmp_path_factory.mktemp("built") / "site"
    assert run(["build", "--root", str(ROOT), "--now", NOW, "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def lifeboat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own content in the lifeboat, built once for all tests of a worker."""
    from generator.cli.main import run

    top = tmp_path_factory.mktemp("lifeboat")
    shutil.copytree(ROOT / "content", top / "content")
    in_lifeboat(top)
    assert run(["build", "--root", str(top), "--now", NOW]) == 0
    return top / "site"


def in_lifeboat(top: Path) -> None:
    """Write the repository's own configuration into a folder, with the lifeboat as its theme."""
    text = (ROOT / "site_config.yml").read_text(encoding="utf-8")
    assert "  timezone:" in text
    (top / "site_config.yml").write_text(text.replace("  timezone:", "  theme: lifeboat\n  timezone:"), encoding="utf-8")


@dataclass
class Host:
    """A folder that is being served.

    Attributes:
        address: ends in a slash.
        sent: what was asked for and the bytes of the body that went over the line, in order.
        rules: what the folder's `_headers` says.
    """

    address: str = ""
    sent: list[tuple[str, int]] = field(default_factory=list)
    rules: list[tuple[re.Pattern[str], str, str]] = field(default_factory=list)


def rules_of(folder: Path) -> list[tuple[re.Pattern[str], str, str]]:
    """What a folder's `_headers` says, as Cloudflare Pages and Netlify read it: the addresses of a rule, and each header of it."""
    rules: list[tuple[re.Pattern[str], str, str]] = []
    file = folder / "_headers"
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        if line.startswith("/"):
            assert "*" not in line[:-1], f"nothing may follow a *: {line}"
            pattern = re.compile(re.sub(r":\w+", "[^/]+", re.escape(line).replace(r"\*", ".*").replace(r"\:", ":")))
        elif line:
            name, _, value = line.strip().partition(": ")
            assert line.startswith("  "), line
            assert value, line
            rules.append((pattern, name, value))
    return rules


@cache
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 9, mtime=0)


class _Handler(SimpleHTTPRequestHandler):
    """As an ordinary host serves a site: text is compressed, a page that is missing is 404.html, `_headers` is heeded."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, host: Host, **kwargs: object) -> None:
        self.host = host
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        file = Path(self.directory, unquote(urlsplit(self.path).path).lstrip("/"))
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file()
        file = file if found else Path(self.directory, "404.html")
        kind = self.guess_type(str(file))
        text = kind.startswith("text/") or kind.endswith(("json", "javascript", "xml"))
        body = _packed(file) if text else file.read_bytes()
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(body)))
        for pattern, name, value in self.host.rules:
            if pattern.fullmatch(urlsplit(self.path).path):
                self.send_header(name, value)
        if text:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)
        self.host.sent.append((self.path, len(body)))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[Host]:
    host = Host(rules=rules_of(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host=host, directory=str(folder)))
    server.daemon_threads = True
    host.address = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def hosting() -> Callable[[Path], contextlib.AbstractContextManager[Host]]:
    """Serves a folder for as long as a `with` lasts, and weighs what it sends."""
    return _serving


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the site's content that a test may change: site_config.yml and content/, nothing else."""
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(ROOT / "site_config.yml", copy)
    shutil.copytree(ROOT / "content", copy / "content")
    return copy
