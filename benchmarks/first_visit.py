"""What a reader's first visit to a page takes: the page, and the style sheets, scripts, pictures and fonts of the site that it names."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

_IN_STYLES = re.compile(r"url\(\s*['\"]?([^'\")]+)")
_PACKED = frozenset({".html", ".css", ".js", ".json", ".svg", ".ics", ".xml"})
#: Each kind of page, and where the newest of its kind is, as a pattern among the paths of the site.
KINDS = {
    "home": "index.html",
    "incident": "incidents/letters-*/index.html",
    "update": "incidents/letters-*/1/index.html",
    "list of incidents": "incidents/index.html",
    "record": "record/index.html",
    "lessons": "lessons/index.html",
    "subscribe": "subscribe/index.html",
    "verify": "verify/index.html",
}
#: What programs ask for again and again.
POLLED = {
    "feed.xml": "feed.xml",
    "feed of a system": "systems/helpdesk/feed.xml",
    "feed of an incident": "incidents/letters-*/feed.xml",
    "calendar": "calendar.ics",
    "status API": "api/v2/summary.json",
    "ledger.json": "api/ledger.json",
}


class _Names(HTMLParser):
    """Collects what a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and {"stylesheet", "icon", "preload"} & set((given.get("rel") or "").split()):
            self.found.append(given.get("href") or "")
        elif tag in {"script", "img"}:
            self.found.append(given.get("src") or "")


def weights(site: Path, kinds: dict[str, str] = KINDS) -> Iterator[tuple[str, int, int]]:
    """Yield each kind of page that a site has, and the bytes of it alone and of a first visit, packed as hosts pack them."""
    for kind, pattern in kinds.items():
        if found := sorted(site.glob(pattern)):
            page = found[-1]
            loaded = {page}
            names = _Names()
            if page.suffix == ".html":
                names.feed(page.read_text(encoding="utf-8"))
            waiting = [(page, name) for name in names.found]
            while waiting:
                start, name = waiting.pop()
                file = _file(site, start, name)
                if file is None or file in loaded:
                    continue
                loaded.add(file)
                if file.suffix == ".css":
                    waiting += [(file, inner) for inner in _IN_STYLES.findall(file.read_text(encoding="utf-8"))]
            yield kind, _weight(page), sum(map(_weight, loaded))


def _file(site: Path, start: Path, name: str) -> Path | None:
    address = urlsplit(urljoin(f"https://x/{start.relative_to(site).as_posix()}", name))
    file = site / unquote(address.path).lstrip("/")
    return file if address.netloc == "x" and file.is_file() else None


def _weight(file: Path) -> int:
    data = file.read_bytes()
    return len(gzip.compress(data, 6, mtime=0)) if file.suffix in _PACKED else len(data)
