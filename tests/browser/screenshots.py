"""Pictures of every kind of page, as readers see them: `make screenshots` writes docs/screenshots/.

Usage: python tests/browser/screenshots.py [FOLDER]

The repository's own content is built at a fixed time and seen by a browser whose clock stands at that time, so that the same pages give the
same pictures, as far as the same Chromium and fonts draw them.
"""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from generator.cli.main import run

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T12:00:00Z"
INCIDENT = "incidents/support-tickets/"
#: By name: width and height in CSS pixels, and how many pixels of the picture one is. A phone's are drawn twice as fine.
SCREENS = {"phone": (390, 844, 2), "desktop": (1280, 900, 1)}
#: A palette of this many colours is enough for pages of text; the rest is shades of the edges of letters.
COLOURS = 64
MOST = 150_000


@dataclass(frozen=True)
class Shot:
    """A picture to take.

    Attributes:
        name: of the page; with theme, screen and scheme it is the file's.
        path: the page's address, relative to the site's.
        themes: the themes in which it is taken.
        screens: the screens on which it is seen.
        schemes: light, dark or both.
    """

    name: str
    path: str
    themes: tuple[str, ...] = ("material",)
    screens: tuple[str, ...] = ("desktop",)
    schemes: tuple[str, ...] = ("light",)


BOTH_THEMES = ("material", "lifeboat")
EVERY_SCREEN = ("phone", "desktop")
LIGHT_AND_DARK = ("light", "dark")
SHOTS = (
    Shot("home", "", BOTH_THEMES, EVERY_SCREEN, LIGHT_AND_DARK),
    Shot("incident", INCIDENT, BOTH_THEMES, EVERY_SCREEN, LIGHT_AND_DARK),
    Shot("incident-de", f"de/{INCIDENT}", ("material",), ("phone",)),
    Shot("update", f"{INCIDENT}3/", ("material",), EVERY_SCREEN),
    Shot("review", "incidents/meter-portal/review/"),
    Shot("archive", "incidents/"),
    Shot("corrections", "corrections/"),
    Shot("promises", "promises/"),
    Shot("lessons", "lessons/"),
    Shot("subscribe", "subscribe/"),
    Shot("verify", "verify/"),
    Shot("about", "about/"),
    Shot("missing", "404.html", BOTH_THEMES),
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _built(theme: str, into: Path) -> Path:
    """The repository's own content in a theme."""
    shutil.copytree(ROOT / "content", into / "content")
    text = (ROOT / "site_config.yml").read_text(encoding="utf-8")
    (into / "site_config.yml").write_text(text.replace("  timezone:", f"  theme: {theme}\n  timezone:", 1), encoding="utf-8")
    if run(["build", "--root", str(into), "--now", NOW]) != 0:
        sys.exit(1)
    return into / "site"


def _take(browser: Browser, address: str, theme: str, shot: Shot, folder: Path) -> Iterator[Path]:
    for screen in shot.screens:
        width, height, scale = SCREENS[screen]
        for scheme in shot.schemes:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=scale,
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                timezone_id="Europe/London",
                locale="en-GB",
            )
            page = context.new_page()
            page.clock.set_fixed_time(NOW)
            page.goto(address + shot.path)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready")
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            context.close()
            file = folder / f"{shot.name}-{theme}-{screen}-{scheme}.png"
            picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
            yield file


def main() -> None:
    """Write every picture, and say how large it is; those that are no longer taken are removed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if chromium is None:
        sys.exit("there is no Chromium on this computer (make chromium)")
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    written: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        for theme in BOTH_THEMES:
            with _served(_built(theme, Path(scratch, theme))) as address:
                for shot in SHOTS:
                    if theme in shot.themes:
                        written += _take(browser, address, theme, shot, folder)
        browser.close()
    for old in set(folder.glob("*.png")) - set(written):
        old.unlink()
    for file in written:
        print(f"{file.stat().st_size:>8,} {file.name}")
    heavy = [file.name for file in written if file.stat().st_size > MOST]
    if heavy:
        sys.exit(f"larger than {MOST:,} bytes: {', '.join(heavy)}")


if __name__ == "__main__":
    main()
