"""Pictures of every kind of page, as readers see them: `make screenshots` writes docs/screenshots/ and docs/guide/pictures/.

Usage: python tests/browser/screenshots.py [FOLDER [FOLDER OF THE GUIDE'S]]

The repository's own content is built at a fixed time and seen by a browser whose clock stands at that time, so that the same pages give the
same pictures, as far as the same Chromium and fonts draw them.
"""

import base64
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from generator.cli.main import run
from tests.browser.loading import wait_until_painted
from tests.programs import CHROMIUM
from tests.whole import guide

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T12:00:00Z"
INCIDENT = "incidents/support-tickets/"
#: By name: width and height in CSS pixels, and how many pixels of the picture one is. A phone's are drawn twice as fine.
SCREENS = {"phone": (390, 844, 2), "desktop": (1280, 900, 1)}
#: A palette of this many colours is enough for pages of text; the rest is shades of the edges of letters.
COLOURS = 96
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
    Shot("record", "record/"),
    Shot("lessons", "lessons/"),
    Shot("subscribe", "subscribe/"),
    Shot("verify", "verify/"),
    Shot("about", "about/"),
    Shot("missing", "404.html", BOTH_THEMES),
)


@dataclass(frozen=True)
class Step:
    """A picture of the guide's own incident: its name, the update after which it is taken, and the part of the page to begin with, as a selector."""

    name: str
    update: int
    begins: str = ""
    path: str = "incidents/invoices/"


STEPS = (
    Step("correction", 3, "#h-fix"),
    Step("closed", 6),
    Step("review", 7, path="incidents/invoices/review/"),
)
#: The light colours that mark a section of the file, where the page has one for it: those of the style sheet. The others are the ink of the page.
SECTIONS = {"unknown": "#874600", "actions": "#0a4c99"}


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
    """Build the repository's own content in a theme."""
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
            wait_until_painted(page)
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            context.close()
            yield _save(picture, folder / f"{shot.name}-{theme}-{screen}-{scheme}.png")


def _save(picture: Image.Image, file: Path) -> Path:
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    return file


def _page_at(browser: Browser, scratch: Path, update: int, path: str, begins: str = "", tall: int = 0) -> Image.Image:
    """What a phone, or one that is much taller, shows of the guide's incident when an update has just been published."""
    when = sorted({guide.published(text) for text in guide.files().values()} - {""})[update - 1]
    top = scratch / f"guide-{update}"
    if not top.exists():
        top.mkdir()
        guide.write(top, when)
        if run(["build", "--root", str(top), "--now", when]) != 0:
            sys.exit(1)
    width, height, scale = SCREENS["phone"]
    with _served(top / "site") as address:
        context = browser.new_context(
            viewport={"width": width, "height": tall or height},
            device_scale_factor=scale,
            reduced_motion="reduce",
            timezone_id="Europe/London",
            locale="en-GB",
        )
        page = context.new_page()
        page.clock.set_fixed_time(when)
        page.goto(address + path)
        wait_until_painted(page)
        if begins:
            page.locator(begins).evaluate("it => scrollTo(0, it.getBoundingClientRect().top + scrollY - 70)")
            wait_until_painted(page)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        context.close()
    return picture


def _file_and_page(browser: Browser, scratch: Path) -> Image.Image:
    """The first statement as it is written, beside the page that it becomes; what the page sets off by a colour has it in the file too."""
    page_picture = BytesIO()
    _page_at(browser, scratch, 1, "incidents/invoices/", tall=1350).save(page_picture, "PNG")
    name, text = next((path, text) for path, text in guide.files().items() if path.endswith("01-first-statement.md"))
    colour, lines = "#444", []
    for line in text.splitlines():
        key = re.match(r"(\w+):", line)
        if key:
            colour = SECTIONS.get(key[1], "#444")
        elif line == "---":
            colour = "#444"
        lines.append(f'<div style="border-left:5px solid {colour};padding-left:9px">{escape(line) or " "}</div>')
    shot = base64.b64encode(page_picture.getvalue()).decode()
    context = browser.new_context(viewport={"width": 1100, "height": 700}, device_scale_factor=1)
    page = context.new_page()
    page.set_content(
        '<body style="margin:0;background:#fff;font-family:sans-serif"><main style="display:flex;gap:24px;padding:20px;width:940px">'
        f'<div style="flex:1;min-width:0"><p style="margin:0 0 8px"><b>What you write</b><br><small>{escape(name)}</small></p>'
        '<div style="font:13px/1.55 monospace;white-space:pre-wrap;border:1px solid #bbb;border-radius:6px;padding:10px">'
        f'{"".join(lines)}</div></div><div style="width:330px"><p style="margin:0 0 8px"><b>What readers see</b><br><small>on a phone</small></p>'
        f'<img style="width:328px;border:1px solid #bbb;border-radius:6px" src="data:image/png;base64,{shot}"></div></main></body>'
    )
    page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    picture = Image.open(BytesIO(page.locator("main").screenshot())).convert("RGB")
    context.close()
    return picture


def _guide(browser: Browser, scratch: Path, folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    yield _save(_file_and_page(browser, scratch), folder / "file-and-page.png")
    for step in STEPS:
        yield _save(_page_at(browser, scratch, step.update, step.path, step.begins), folder / f"{step.name}.png")


def main() -> None:
    """Write every picture, and say how large it is; those that are no longer taken are removed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/screenshots"
    guide_folder = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs/guide/pictures"
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
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
        written += _guide(browser, Path(scratch), guide_folder)
        browser.close()
    for old in {*folder.glob("*.png"), *guide_folder.glob("*.png")} - set(written):
        old.unlink()
    for file in written:
        print(f"{file.stat().st_size:>8,} {file.name}")
    heavy = [file.name for file in written if file.stat().st_size > MOST]
    if heavy:
        sys.exit(f"larger than {MOST:,} bytes: {', '.join(heavy)}")


if __name__ == "__main__":
    main()
