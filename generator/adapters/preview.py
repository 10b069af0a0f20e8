"""The live preview: presses again when a file changes, and tells the browser. MkDocs' own server does the serving."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from generator.adapters import press
from generator.errors import AboveboardError, EnvironmentFailedError
from generator.model.artifact import Artifact

#: How often the folder is looked at, and how long to wait for a second change, in seconds: together well under the second that a
#: change may take to show.
_LOOK = 0.05
_SETTLE = 0.02


def serve(
    make: Callable[[], Iterable[Artifact] | str],
    watched: Iterable[Path],
    host: str,
    port: int,
    say: Callable[[str], None],
) -> None:
    """Serve the preview until interrupted.

    Args:
        make: gives the project's files, or a whole HTML page when there is no site to show. May raise an AboveboardError.
        watched: files and folders whose changes are to be shown.
        host: the address to listen at.
        port: the port to listen at.
        say: tells the writer something.

    Raises:
        EnvironmentFailedError: the port is taken.
    """
    scratch = Path(tempfile.mkdtemp(prefix="aboveboard-preview-"))
    project, made = scratch / "project", scratch / "site"
    project.mkdir()
    made.mkdir()
    pressed_before: dict[str, bool] = {"whole": False}
    kept: dict[str, Any] = {}

    def rebuild() -> None:
        try:
            result = make()
            if isinstance(result, str):
                _replace_with_page(made, result)
                pressed_before["whole"] = False
            else:
                changed, gone = press.write(result, project)
                # Only what changed is pressed, unless the frame round all pages changed.
                same = pressed_before["whole"] and not any(
                    path == "mkdocs.yml" or path.startswith("overrides/") for path in changed | gone
                )
                for path in gone:
                    made.joinpath(*PurePosixPath(path).with_suffix(".html").parts[1:]).unlink(missing_ok=True)
                press.press(project, made, datetime(1980, 1, 1, tzinfo=UTC), only_changed=same, kept=kept)
                pressed_before["whole"] = True
        except AboveboardError as error:
            say(f"{error.message}{f'; {error.help}' if error.help else ''}")
            pressed_before["whole"] = False
            _replace_with_page(made, _trouble(error))

    try:
        rebuild()
        server = press.live_server(
            rebuild,
            made,
            host,
            port,
            look=_LOOK,
            settle=_SETTLE,
            listening=lambda bound: say(f"Serving http://{host}:{bound}/ (Ctrl+C ends it)"),
        )
        for path in watched:
            if path.exists():
                server.watch(str(path))
        try:
            server.serve()
        except KeyboardInterrupt:
            say("Stopped.")
        finally:
            server.shutdown()
    except OSError as error:
        raise EnvironmentFailedError(
            f"cannot listen at {host}:{port}: {error.strerror or error}", "choose another port with --port"
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _replace_with_page(made: Path, page: str) -> None:
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    (made / "index.html").write_text(page, encoding="utf-8")


def _trouble(error: AboveboardError) -> str:
    from html import escape  # noqa: PLC0415  # only when something failed

    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The preview cannot be shown</title></head><body>'
        f"<h1>The preview cannot be shown</h1><p>{escape(error.message)}</p><p>{escape(error.help)}</p></body></html>"
    )
