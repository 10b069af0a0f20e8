"""Coverage-guided fuzzing of parsing: whatever bytes stand in a file, there is a document or a finding, inside the file and in bounded time.

Usage: python tests/fuzz/parse.py [MINUTES]

`make fuzz` installs atheris and runs this for five minutes. The first byte of an input chooses which file it is; the inputs to begin with are the
repository's own content and the texts of tests/corpora/. What breaks it is left as `crash-…` in the present folder.
"""

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["generator"]):
    from generator.model.source import RawFile
    from generator.pipeline import checking

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FOLDER = "content/incidents/fuzzed/"
PATHS = (
    f"{FOLDER}01-first.md",
    f"{FOLDER}02-second.md",
    f"{FOLDER}01-first.de.md",
    f"{FOLDER}incident.md",
    f"{FOLDER}review.md",
    f"{FOLDER}ledger.lock",
    "site_config.yml",
    "content/plan.yml",
    "content/templates/stolen-login.md",
    "content/pages/about.md",
    "content/drills/2026-10-22-a.md",
    "content/asked/2026-10-22-a.md",
    "content/profiles/own.yml",
)
SETTLED = {
    "site_config.yml": (ROOT / "site_config.yml").read_bytes(),
    f"{FOLDER}incident.md": b"---\ntitle: A test\naware: 2026-11-20T02:40Z\n---\n",
    f"{FOLDER}01-first.md": (ROOT / "content/incidents/support-tickets/01-first-statement.md").read_bytes(),
}


def one(data: bytes) -> None:
    """Judge a site in which one file holds the data.

    Raises:
        AssertionError: a finding lies outside of its file.
    """
    if not data:
        return
    path, data = PATHS[data[0] % len(PATHS)], data[1:]
    files = {**SETTLED, path: data}
    checked = checking.check([RawFile(name, text, len(text)) for name, text in files.items()], NOW)
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for found in checked.diagnostics:
        if found.span.path == path:
            assert 1 <= found.span.line <= found.span.end_line <= len(lines), found
            assert 1 <= found.span.column <= len(lines[found.span.line - 1]) + 2, found


def _inputs(folder: Path) -> None:
    """Write what to begin with."""
    texts: list[tuple[int, bytes]] = [
        (kind, file.read_bytes())
        for kind in range(len(PATHS))
        for file in (*sorted((ROOT / "content").rglob("*.md")), ROOT / "content/plan.yml", ROOT / "site_config.yml")
        if file.suffix == Path(PATHS[kind]).suffix
    ]
    for name in ("dompurify", "naughty-strings"):
        hostile = json.loads((ROOT / f"tests/corpora/{name}.json").read_text(encoding="utf-8"))[::10]
        texts += [(0, f"---\ntitle: {json.dumps(text)}\n---\n\n{text}\n".encode("utf-8", "replace")) for text in hostile]
    suite = json.loads((ROOT / "tests/corpora/yaml-test-suite.json").read_text(encoding="utf-8"))[::4]
    texts += [(6, case["yaml"].encode("utf-8", "replace")) for case in suite]
    for number, (kind, text) in enumerate(texts):
        (folder / f"{number}").write_bytes(bytes([kind]) + text)


def main() -> None:
    """Fuzz for the requested time."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        _inputs(Path(folder))
        options = [
            f"-max_total_time={int(minutes * 60)}",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-max_len=20000",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, folder], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
