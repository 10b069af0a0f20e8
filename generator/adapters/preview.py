"""The live preview: builds again when a file changes, and tells the browser. MkDocs' own server does the serving."""

import contextlib
import gc
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from generator.adapters import builder
from generator.errors import AboveboardError, EnvironmentFailedError
from generator.model.artifact import Artifact

# Where the pages in another theme are: the builder clears its folder before it builds a whole site, but not what begins with a dot.
_OTHERS = ".theme/"

#: How often the folder is looked at, and how long to wait for a second change, in seconds: together well under the second that a
#: change may take to show.
_LOOK = 0.05
_SETTLE = 0.02
#: How often a folder with more files than that is looked at, which takes a twentieth of a second itself, and from how many on.
_LOOK_AT_MANY = 0.2
_MANY = 1000


#: How many of the pages that were looked at are made again when something changes, where not all are: the last ones.
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Pages:
    """What the preview shows in one theme.

    Attributes:
        files: gives the project's files, for pages at some addresses, relative to the site's.
        on_demand: whether it gives the files of those pages alone, so that a page is made when somebody looks at it; otherwise it gives all.
    """

    files: Callable[[Collection[str]], Iterable[Artifact]]
    on_demand: bool = False


def place(theme: str) -> str:
    """Return the folder at which the preview shows a theme that is not the site's own, relative to its address."""
    return f"{_OTHERS}{theme}/"


def serve(
    make: Callable[[], Pages | str],
    watched: Iterable[Path],
    host: str,
    port: int,
    say: Callable[[str], None],
    others: Mapping[str, Pages],
) -> None:
    """Serve the preview until interrupted.

    Args:
        make: gives what is shown, or a whole HTML page when there is no site to show. May raise an AboveboardError.
        watched: files and folders whose changes are to be shown.
        host: the address to listen at.
        port: the port to listen at.
        say: tells the writer something.
        others: by the folder at which it is shown (`place`), what is shown in another theme, as of the last `make`. It is built when someone
            looks.

    Raises:
        EnvironmentFailedError: the port is taken.
    """
    watched = tuple(watched)
    stopping = contextlib.ExitStack()
    scratch = Path(tempfile.mkdtemp(prefix="aboveboard-preview-"))
    made = scratch / "site"
    made.mkdir()
    own = _Project(scratch / "project", made)
    shown: dict[str, _Project] = {}
    # Two threads build: this one when a file changes, the server's when someone looks at a page in another theme.
    building = threading.Lock()

    def rebuild() -> None:
        with building:
            # To look through all that was read takes as long as to make a page; that can wait until the page is shown.
            gc.disable()
            try:
                build_own()
            finally:
                gc.enable()
            for other in shown.values():
                other.stale = True

    def on_request(path: str) -> None:
        if not path.startswith(f"/{_OTHERS}"):
            with building:
                look_at(own, path.removeprefix("/"))
            return
        if not path.endswith("/"):
            return
        with building:
            there = next((one for one in others if path.startswith(f"/{one}")), None)
            if there is None:
                return
            other = shown.setdefault(there, _Project(scratch / f"project-{len(shown)}", made / there))
            if other.stale:
                try:
                    other.build(others[there], path.removeprefix(f"/{there}"))
                except AboveboardError as error:
                    other.fail(error, say)
            look_at(other, path.removeprefix(f"/{there}"))

    def look_at(project: _Project, address: str) -> None:
        try:
            project.look_at(address)
        except AboveboardError as error:
            project.fail(error, say)

    def build_own() -> None:
        try:
            result = make()
            if isinstance(result, str):
                own.replace(result)
            else:
                own.build(result)
        except AboveboardError as error:
            own.fail(error, say)

    try:
        stopping.enter_context(_stopped_in_order())
        rebuild()
        server = builder.live_server(
            rebuild,
            made,
            host,
            port,
            look=_LOOK_AT_MANY if sum(1 for top in watched for _ in top.rglob("*")) > _MANY else _LOOK,
            settle=_SETTLE,
            on_request=on_request,
            listening=lambda bound: say(f"Serving http://{host}:{bound}/ (Ctrl+C stops it)"),
        )
        for path in watched:
            if path.exists():
                server.watch(str(path))
        try:
            server.serve()
        except KeyboardInterrupt:
            # The terminal may be what was closed.
            with contextlib.suppress(OSError):
                say("Stopped.")
        finally:
            server.shutdown()
    except OSError as error:
        raise EnvironmentFailedError(
            f"cannot listen at {host}:{port}: {error.strerror or error}", "choose another port with --port"
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        stopping.close()


@contextlib.contextmanager
def _stopped_in_order() -> Iterator[None]:
    """Stop as with the interrupt key when the terminal is closed or the system asks for it: drafts and embargoed texts are in the preview's folder."""

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    kinds = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    # Elsewhere than in the main thread none may be caught, and who asked to go on when the terminal is closed goes on.
    here = threading.current_thread() is threading.main_thread()
    before = {kind: signal.signal(kind, stop) for kind in kinds if here and signal.getsignal(kind) is signal.SIG_DFL}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


class _Project:
    """A project and what is built of it, again and again.

    Args:
        folder: where the project is written.
        made: where the site is.
    """

    def __init__(self, folder: Path, made: Path) -> None:
        self._folder = folder
        self._made = made
        self._whole = False
        self._pages: Pages | None = None
        #: The addresses that were looked at, in that order.
        self._looked_at: dict[str, None] = {}
        self._kept: dict[str, Any] = {}
        #: Whether it must be rebuilt before it is shown.
        self.stale = True

    def build(self, pages: Pages, address: str = "") -> None:
        """Build what has changed.

        Args:
            pages: what is shown now.
            address: at which page somebody is looking.
        """
        self._pages = pages
        # Only pages are made again: for another file, all that are no pages may have to be made.
        self._looked_at = {one: None for one in (*self._looked_at, address) if _is_page(one)}
        self._press()

    def look_at(self, address: str) -> None:
        """Build the page or file at an address, if it was not looked at before."""
        if self._pages is None or not self._pages.on_demand or address in self._looked_at:
            return
        # What the theme and the builder bring themselves is there, and what has no name of a file is asked by the server's own script.
        if not _is_page(address) and (
            PurePosixPath(address).suffix in {"", ".ico"} or self._made.joinpath(*PurePosixPath(address).parts).is_file()
        ):
            return
        self._looked_at[address] = None
        self._press()

    def _press(self) -> None:
        if self._pages is None:
            return
        while len(self._looked_at) > _LOOKED_AT:
            del self._looked_at[next(iter(self._looked_at))]
        artifacts = self._pages.files(tuple(self._looked_at))
        self._folder.mkdir(exist_ok=True)
        changed, gone = builder.write(artifacts, self._folder)
        # Only what changed is built, unless the frame round all pages changed, or all of it is gone.
        same = (
            self._whole
            and (self._made / "index.html").is_file()
            and not any(path == "mkdocs.yml" or path.startswith("overrides/") for path in changed | gone)
        )
        for path in gone:
            self._made.joinpath(*PurePosixPath(path).with_suffix(".html").parts[1:]).unlink(missing_ok=True)
        builder.build_pages(self._folder, self._made, datetime(1980, 1, 1, tzinfo=UTC), only_changed=same, kept=self._kept)
        self._whole = True
        self.stale = False

    def replace(self, page: str) -> None:
        """Show one page instead of the site."""
        self._whole = False
        self._pages = None
        self.stale = True
        shutil.rmtree(self._made, ignore_errors=True)
        self._made.mkdir(parents=True)
        (self._made / "index.html").write_text(page, encoding="utf-8")

    def fail(self, error: AboveboardError, say: Callable[[str], None]) -> None:
        """Report why there is no site, to the writer and on a page."""
        say(f"{error.message}{f'; {error.help}' if error.help else ''}")
        self.replace(_trouble(error))


def _is_page(address: str) -> bool:
    return not address or address.endswith("/")


def _trouble(error: AboveboardError) -> str:
    from html import escape  # noqa: PLC0415  # only when something failed

    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>The preview cannot be shown</title></head><body>'
        f"<h1>The preview cannot be shown</h1><p>{escape(error.message)}</p><p>{escape(error.help)}</p></body></html>"
    )
