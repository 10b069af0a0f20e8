"""What tests share: the repository's own site, and copies of it to change."""

import contextlib
import fcntl
import gc
import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from coverage import Coverage
from hypothesis import settings

from tests.fixture_types import FeedsOf, Files, Host, Hosting, Once
from tests.own_site import in_one_language
from tests.programs import CHROMIUM, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytest_plugins = ["tests.skipped"]

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23T12:00Z"
#: The same as a browser takes it.
MOMENT = datetime.fromisoformat(NOW)


# On a busy machine any example may take longer than hypothesis allows by itself, which says nothing of the program.
settings.register_profile("whatever time it takes", deadline=None)
settings.load_profile("whatever time it takes")

# No test finds what another one, or the person who runs them, has kept: there is no folder at this place, and none can be made.
os.environ["XDG_CACHE_HOME"] = f"{os.devnull}/cache"


def pytest_runtest_setup() -> None:
    """Heed Ctrl-C: what a shell starts in the background ignores it, and so would every program that a test starts and then interrupts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is slow begins first, shared out among the workers, each of which is given one stretch of the list: none of it is left for the end.

    All that is slow and looks at the documentation is given to one of them: the others would wait until that has been built. What forks often comes
    before the rest: a fork takes the longer the more is in memory, and all tests leave something there.

    A generated example covers no branch: the next run may not make it, and tracing doubles the time of the hundreds that are made. Where
    coverage is measured, what is not traced comes last: else it would fill caches, whose code no traced test would run any more.

    What drives a browser runs a second time if it fails; nothing else does, since whatever else fails once is wrong.
    """
    for item in items:
        if item.get_closest_marker("browser") and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))
        if item.get_closest_marker("hypothesis"):
            item.add_marker("no_cover")
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    first = [item for item in items if item.get_closest_marker("slow") and "documentation" in getattr(item, "fixturenames", ())]
    forks = [item for item in items if item.get_closest_marker("forks")]
    slow = [*forks, *(item for item in items if item.get_closest_marker("slow") and item not in first and item not in forks)]
    others = [item for item in items if not item.get_closest_marker("slow") and item not in forks]
    shares = [
        (
            [*([] if at else first), *slow[at::workers]],
            others[at * len(others) // workers : (at + 1) * len(others) // workers],
        )
        for at in range(workers)
    ]
    items[:] = [item for share in shares for item in _traced_first([*share[0], *share[1]], config)]


def _traced_first(items: list[pytest.Item], config: pytest.Config) -> list[pytest.Item]:
    if not config.getoption("cov_source", default=None):
        return items
    return sorted(items, key=lambda item: item.get_closest_marker("no_cover") is not None)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Trace nothing of a test marked `no_cover`.

    pytest-cov stops its measurement for it; but in a worker of xdist it has started one before the worker's own, and that one then goes on.
    """
    stopped: list[Coverage] = []
    while item.get_closest_marker("no_cover") and (running := Coverage.current()) is not None:
        running.stop()
        stopped.append(running)
    try:
        return (yield)
    finally:
        for one in reversed(stopped):
            one.start()


def pytest_collection_finish() -> None:
    """Exempt all that collecting made, which stays, from being searched for garbage again and again: this took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Exempt it again after tests that undid it: a command that shares its work out among processes ends with nothing exempt."""
    if (nextitem is None or nextitem.path != item.path) and not gc.get_freeze_count():
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a folder that no test changes, once for all workers of a run: whoever needs it first makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    top = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = top / f"once-{name}", top / f"once-{name}.made"
        with (top / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return made


def _build(*arguments: str) -> None:
    from generator.cli.main import run

    assert run(["build", "--now", NOW, *arguments]) == 0


@pytest.fixture(scope="session")
def built(once: Once) -> Path:
    """The repository's own content, built."""
    return once("built", lambda top: _build("--root", str(ROOT), "--out", str(top / "site"))) / "site"


@pytest.fixture(scope="session")
def lifeboat(once: Once) -> Path:
    """The repository's own content in the lifeboat."""

    def make(top: Path) -> None:
        shutil.copytree(ROOT / "content", top / "content")
        in_lifeboat(top)
        _build("--root", str(top))

    return once("lifeboat", make) / "site"


def in_lifeboat(top: Path) -> None:
    """Write the repository's own configuration into a folder, with the lifeboat as its theme."""
    text = (ROOT / "site_config.yml").read_text(encoding="utf-8")
    assert "  timezone:" in text
    (top / "site_config.yml").write_text(text.replace("  timezone:", "  theme: lifeboat\n  timezone:"), encoding="utf-8")


@pytest.fixture(scope="session")
def three_languages(once: Once) -> dict[str, Path]:
    """The repository's own content in English, German and, in part, Arabic, in either theme, by theme."""

    def make(theme: str, top: Path) -> None:
        shutil.copytree(ROOT / "content", top / "content")
        shutil.copytree(ROOT / "tests/whole/arabic/content", top / "content", dirs_exist_ok=True)
        text = (ROOT / "site_config.yml").read_text(encoding="utf-8")
        assert "  languages: [en, de]\n" in text
        text = text.replace("  languages: [en, de]\n", f"  languages: [en, de, ar]\n  theme: {theme}\n")
        # The translations of the settings stand last in them.
        systems = "{Support desk: مكتب الدعم, Customer website: موقع العملاء, Billing: الفوترة, Meter readings: قراءات العدادات}"
        text += f"  ar: {{systems: {systems}, audiences: {{customers: عملاؤنا, staff: موظفونا}}}}\n"
        (top / "site_config.yml").write_text(text, encoding="utf-8")
        _build("--root", str(top))

    return {theme: once(f"three-{theme}", partial(make, theme)) / "site" for theme in ("material", "lifeboat")}


@pytest.fixture(scope="session")
def documentation(once: Once) -> Path:
    """The documentation site, as `make docs` builds it, in a folder `docs` as at its address; gives that folder.

    Where DOCS_SITE names a folder, `make docs` has just built it there (.ci/run).
    """

    def make(top: Path) -> None:
        if given := os.environ.get("DOCS_SITE"):
            shutil.copytree(given, top / "docs")
            shutil.copyfile(top / "docs/404.html", top / "404.html")
            return
        command = [sys.executable, "-m", "documentation.build", str(top / "docs"), "--as-of", NOW]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
        # A host answers with this page from wherever it has it; the tests' own has it at its root.
        shutil.copyfile(top / "docs/404.html", top / "404.html")

    return once("documentation", make) / "docs"


@pytest.fixture(scope="session")
def wheel(once: Once) -> Path:
    """The program's wheel, as `make wheel` makes it."""

    def make(folder: Path) -> None:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    (made,) = once("dist", make).glob("aboveboard-*.whl")
    return made


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium from the system, one for all tests of a worker: Playwright runs once in a process, and is read where a browser is used alone."""
    path = program(*CHROMIUM, target="make chromium")
    from playwright.sync_api import expect, sync_playwright

    # Five seconds are little where every core runs tests.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        # The sandbox needs rights that containers do not give; nothing but our own pages is opened.
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        _with_a_fixed_clock(running)
        yield running
        running.close()


def _with_a_fixed_clock(running: "Browser") -> None:
    """Every page is opened at the time for which the tests' sites are built, on whatever day the tests run; a test may set another."""
    new_context, new_page = running.new_context, running.new_page

    def context_at_the_moment(**options: Any) -> "BrowserContext":
        context = new_context(**options)
        context.clock.set_fixed_time(MOMENT)
        return context

    def page_at_the_moment(**options: Any) -> "Page":
        page = new_page(**options)
        page.clock.set_fixed_time(MOMENT)
        return page

    running.new_context = context_at_the_moment  # type: ignore[method-assign]
    running.new_page = page_at_the_moment  # type: ignore[method-assign]


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

    def __init__(self, *args: Any, host: Host, **kwargs: Any) -> None:
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
def hosting() -> Hosting:
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


@pytest.fixture
def english(root: Path) -> Path:
    """A copy as above, in one language."""
    in_one_language(root)
    return root


@pytest.fixture(scope="session")
def feeds_of() -> FeedsOf:
    """Makes the feeds of a site, given as paths and texts, as of a moment: every file by its address."""
    from generator.adapters.theme_files import read_theme
    from generator.model.source import RawFile
    from generator.pipeline import publishing
    from generator.render import feeds
    from tests.unjudged import unjudged

    theme = read_theme("material", ROOT)

    def make(files: Iterable[tuple[str, str]], now: datetime) -> dict[str, bytes]:
        raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files]
        site = publishing.publish(unjudged(raw, now), now)
        return {artifact.path.removeprefix("docs/"): artifact.data for artifact in feeds.write(site, theme)}

    return make


@pytest.fixture(scope="session")
def told_in_three() -> Files:
    """A small site in English, German and Arabic.

    Of its three updates the first is translated into both, the second into none, the third, a correction, into German.
    """
    folder = "content/incidents/lost-laptop/"
    times = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (2, 3, 4)]

    def update(number: int, title: str, known: str, *more: str) -> str:
        when = f"{times[number - 1]:%Y-%m-%dT%H:%MZ}"
        first = ("---", f"title: {title}", f"published: {when}", "status: investigating", "known:", f"  laptop: {known}")
        return "\n".join((*first, *more, "next_update: 2026-03-09T09:00Z", "---", ""))

    english = (
        *("unknown:", "  whose: Whose records are on it.", "next_steps:", "  search: We search the train.", "actions:"),
        "  watch: Watch your account.",
    )
    german = (
        *("unknown:", "  whose: Wessen Daten darauf sind.", "next_steps:", "  search: Wir durchsuchen den Zug.", "actions:"),
        "  watch: Achten Sie auf Ihr Konto.",
    )
    arabic = (
        *("unknown:", "  whose: من تخصه السجلات.", "next_steps:", "  search: نفتش القطار.", "actions:"),
        "  watch: راقب حسابك.",
    )
    fixes = "corrections:\n  laptop: We had not asked the guard."
    fixes_german = "corrections:\n  laptop: Wir hatten den Schaffner nicht gefragt."
    return [
        (
            "site_config.yml",
            (
                "organisation: {name: Larkfield Energy, url: https://larkfield.example/, domains: [larkfield.example]}\n"
                "site: {url: https://status.larkfield.example/, languages: [de, ar]}\n"
                "contact: {email: incident@larkfield.example, hours: always, who: Sam Reed}\n"
                "systems: [Field service, Billing]\nsubscribe: {websub_hub: https://hub.larkfield.example/}\n"
            ),
        ),
        (f"{folder}incident.md", "---\ntitle: A laptop was lost\naware: 2026-03-02T06:00Z\nsystems: [Field service]\n---\n"),
        (f"{folder}incident.de.md", "---\ntitle: Ein Laptop ging verloren\n---\n"),
        (f"{folder}01-first.md", update(1, "A laptop was lost on a train", "A laptop was left on a train.", *english)),
        (f"{folder}01-first.de.md", update(1, "Ein Laptop blieb im Zug", "Ein Laptop blieb in einem Zug liegen.", *german)),
        (f"{folder}01-first.ar.md", update(1, "فقدان حاسوب محمول", "تُرك حاسوب محمول في قطار.", *arabic)),
        (f"{folder}02-search.md", update(2, "We are still searching", "A laptop was left on a train.", *english)),
        (f"{folder}03-stolen.md", update(3, "It was stolen", "A laptop was stolen on a train.", *english, fixes)),
        (
            f"{folder}03-stolen.de.md",
            update(3, "Es war Diebstahl", "Ein Laptop wurde in einem Zug gestohlen.", *german, fixes_german),
        ),
    ]
