"""What a built site consists of: bytes and files of each kind. `python -m benchmarks.written FOLDER` prints it of a site's folder."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

#: Each kind and the paths that are of it, relative to the site's folder; the first that fits counts.
KINDS = {
    "pages of updates": r"(?:\w\w/)?incidents/[^/]+/\d+/index\.html",
    "pages of incidents": r"(?:\w\w/)?incidents/(?!page_)[^/]+/index\.html",
    "reviews": r"(?:\w\w/)?incidents/[^/]+/review/index\.html",
    "other pages": r".*\.html",
    "feeds of incidents, Atom": r"(?:.*/)?incidents/.*atom\.xml",
    "feeds of incidents, RSS and JSON": r"(?:.*/)?incidents/.*feed\.(?:xml|json)",
    "archives of feeds": r"(?:.*/)?archive/.*",
    "feeds of the site and of systems": r"(?:.*/)?(?:atom\.xml|feed\.xml|feed\.json)",
    "calendars": r".*\.ics",
    "CSAF": r"\.well-known/csaf/.*",
    "data of incidents, record": r"api/(?:ledger|record).*",
    "status API": r"api/v2/.*",
    "badges": r"badge/.*",
    "pictures": r".*preview-.*\.png",
    "lists of digests": r"integrity.*",
    "search, site map": r"(?:search|sitemap).*",
    "theme": r"assets/.*",
    "other": r".*",
}


def written(site: Path) -> Iterator[tuple[str, int, int]]:
    """Yield each kind that a site has, with its bytes and its files."""
    found = {kind: [0, 0] for kind in KINDS}
    for file in site.rglob("*"):
        if file.is_file():
            path = file.relative_to(site).as_posix()
            counts = found[next(kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, path))]
            counts[0] += file.stat().st_size
            counts[1] += 1
    yield from ((kind, size, files) for kind, (size, files) in found.items() if files)


def main() -> None:
    """Print the kinds of a site, the largest first."""
    rows = sorted(written(Path(sys.argv[1])), key=lambda row: -row[1])
    for kind, size, files in (*rows, ("all", sum(row[1] for row in rows), sum(row[2] for row in rows))):
        print(f"{kind:34} {size / 1e6:8.2f} MB {files:7,} files")


if __name__ == "__main__":
    main()
