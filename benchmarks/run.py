"""Time and memory compared with a plain MkDocs Material build of the same number of pages, in one run.

Usage: python benchmarks/run.py [--rounds N] [--sizes 100,1000,5000]

Results are medians over the rounds (large sizes get one round) of whole processes, including start-up. The comparison is a site of as many
plain pages with about the same text, built by MkDocs with Material in its default settings. Such a site lists every page in the navigation
of every page, so its time grows with the square of the number of pages, and 5,000 pages would take most of an hour. So there is a second,
leaner comparison with one page in its navigation, the only one at the largest size. Budgets are ratios to the first, because machines differ.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

BIN = Path(sys.executable).parent
PER_INCIDENT = 10
# The largest size at which MkDocs lists every page in every page's navigation.
PLAIN_UP_TO = 1000
# The time that feeds and JSON together may add to a build of the largest size.
MACHINE_READABLE = 0.15
SHARES = Path(__file__).parent / "shares.py"
WORDS = (
    "We read the access log of the support desk and compared it with the list of staff who were at work on that day. "
    "Each entry that no member of staff could explain was looked at by two people. "
)


@dataclass(frozen=True)
class Figure:
    """One measured process: seconds and peak memory in MiB."""

    seconds: float
    mebibytes: float


def measure(command: list[str], cwd: Path, rounds: int) -> Figure:
    """Return the medians of a command over several runs; exit with its message when it fails."""
    seconds, memory = [], []
    for _ in range(rounds):
        with tempfile.TemporaryFile() as said:
            started = time.perf_counter()
            environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
            pid = os.posix_spawn(
                command[0],
                command,
                environment,
                file_actions=[(os.POSIX_SPAWN_DUP2, said.fileno(), 1), (os.POSIX_SPAWN_DUP2, said.fileno(), 2)],
            )
            _, status, usage = os.wait4(pid, 0)
            seconds.append(time.perf_counter() - started)
            memory.append(usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024))
            if os.waitstatus_to_exitcode(status):
                said.seek(0)
                sys.exit(f"{' '.join(command)} (in {cwd})\n{said.read().decode()}")
    return Figure(statistics.median(seconds), statistics.median(memory))


def write_site(root: Path, updates: int) -> None:
    """Write a generated site: incidents of ten updates each, with facts, unknowns, steps, actions and a body."""
    (root / "content").mkdir(parents=True)
    (root / "site_config.yml").write_text(
        "organisation: {name: Larkfield Energy, domains: [larkfield.example]}\n"
        "site: {url: https://status.larkfield.example/}\n"
        "contact: {email: incident@larkfield.example, hours: every day, who: Sam Reed}\n",
        encoding="utf-8",
    )
    for incident in range(updates // PER_INCIDENT):
        folder = root / f"content/incidents/incident-{incident:04}"
        folder.mkdir(parents=True)
        began = datetime(2026, 1, 1, 6, tzinfo=UTC) + timedelta(hours=incident)
        (folder / "incident.md").write_text(
            f"---\ntitle: Someone read customer support tickets ({incident})\naware: {began:%Y-%m-%dT%H:%MZ}\n---\n",
            encoding="utf-8",
        )
        for number in range(1, PER_INCIDENT + 1):
            (folder / f"{number:02}-update.md").write_text(update(number, began), encoding="utf-8")


def update(number: int, began: datetime) -> str:
    """Return one update of an incident."""
    published = began + timedelta(hours=number)
    left = "".join(
        f"  unknown-{name}: {{text: Whose tickets they read on day {name}., looked: The access log of day {name}.}}\n"
        for name in range(number, PER_INCIDENT + 3)
    )
    known = f"  unknown-{number - 1}: They opened {number * 17} tickets on day {number - 1}.\n" if number > 1 else ""
    return (
        f"---\ntitle: Update number {number} of this incident\npublished: {published:%Y-%m-%dT%H:%MZ}\nstatus: investigating\n"
        f"known:\n  fact-{number}: We found entry number {number} in the access log and can explain it.\n{known}"
        f"unknown:\n{left}"
        "next_steps:\n  log: {do: We are reading the access log., who: Incident team}\n"
        "affected:\n  customers: {unit: people, at_most: 1300, of: 18400}\n"
        "data: {name-and-email: accessed, card-number: unknown}\n"
        "actions:\n  password: {do: Change your password., why: They could read it., urgency: today}\n"
        f"next_update: {published + timedelta(hours=2):%Y-%m-%dT%H:%MZ}\n---\n\n{WORDS * 3}\n"
    )


def write_plain(root: Path, pages: int) -> None:
    """Write the same number of plain pages, in folders of ten, with both configurations."""
    (root / "docs").mkdir(parents=True)
    settings = "site_name: Plain\nsite_url: https://plain.example/\ntheme: {name: material}\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    lean = settings + "nav: [index.md]\nvalidation: {nav: {omitted_files: ignore}}\n"
    (root / "lean.yml").write_text(lean, encoding="utf-8")
    (root / "docs/index.md").write_text("# Plain\n", encoding="utf-8")
    for page in range(pages - 1):
        target = root / f"docs/part-{page // PER_INCIDENT:04}/page-{page % PER_INCIDENT}.md"
        target.parent.mkdir(exist_ok=True)
        lines = "\n".join(f"- {WORDS}" for _ in range(4))
        target.write_text(
            f"# Page {page}\n\n{WORDS * 3}\n\n## What we know\n\n{lines}\n\n## What comes next\n\n{lines}\n", encoding="utf-8"
        )


def main() -> None:
    """Measure and print the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default="100,1000,5000")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    scratch = Path(tempfile.mkdtemp(prefix="bench-"))
    held = True
    try:
        python, ours, mkdocs = str(BIN / "python"), str(BIN / "aboveboard"), str(BIN / "mkdocs")
        helping = measure([ours, "--help"], scratch, 7)
        clicking = measure([python, "-c", "import click"], scratch, 7)
        held &= verdict("--help", helping.seconds / clicking.seconds, 2.5, "import click", helping, clicking)
        rows: dict[int, tuple[Figure, Figure, Figure]] = {}
        for size in sizes:
            rounds = given.rounds if size <= 1000 else 1
            site, plain = scratch / f"site-{size}", scratch / f"plain-{size}"
            write_site(site, size)
            write_plain(plain, size)
            now = ["--now", "2026-06-01T00:00Z", "--root", str(site)]
            validated = measure([ours, "validate", *now], site, rounds)
            built = measure([ours, "build", *now], site, rounds)
            lean = measure([mkdocs, "build", "-q", "-f", str(plain / "lean.yml"), "-d", str(plain / "site")], plain, rounds)
            rows[size] = (validated, built, lean)
            held &= outputs([python, str(SHARES), *now], site, size)
            words = sum(len(file.read_text(encoding="utf-8").split()) for file in site.glob("content/incidents/*/*-update.md"))
            found = count_findings([ours, "validate", "--format", "json", *now])
            print(f"\n{size} updates of {words / size:.0f} words on average, {size // PER_INCIDENT} incidents")
            print(
                f"  all rules: {found} findings, {found / validated.seconds:.0f} a second; {size / validated.seconds:.0f} updates a second"
            )
            if size <= PLAIN_UP_TO:
                pressed = measure(
                    [mkdocs, "build", "-q", "-f", str(plain / "mkdocs.yml"), "-d", str(plain / "site")], plain, rounds
                )
                # At the smallest size, start-up dominates, so there is no budget.
                half, one_and_a_half = (0.5, 1.5) if size >= 1000 else (None, None)
                held &= verdict("validate", validated.seconds / pressed.seconds, half, f"{size} plain pages", validated, pressed)
                held &= verdict("build", built.seconds / pressed.seconds, one_and_a_half, f"{size} plain pages", built, pressed)
            verdict("validate", validated.seconds / lean.seconds, None, f"{size} plain pages, lean", validated, lean)
            verdict("build", built.seconds / lean.seconds, None, f"{size} plain pages, lean", built, lean)
            shutil.rmtree(site)
            shutil.rmtree(plain)
        if len(sizes) > 1:
            print("\nGrowth: what an update costs more at the largest size than at the one before (1.00 is linear)")
            small, large = sizes[-2], sizes[-1]
            for index, name in enumerate(("validate", "build", "plain")):
                few, many = rows[small][index], rows[large][index]
                start = helping.seconds
                slope = ((many.seconds - start) / large) / ((few.seconds - start) / small)
                memory = (many.mebibytes / large) / (few.mebibytes / small)
                print(f"  {name:10} time {slope:5.2f}   memory {memory:5.2f}   ({small} to {large})")
                if name != "plain":
                    held &= slope <= 1.15 and memory <= 1.0
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print("\nEvery budget holds." if held else "\nA budget does not hold.")
    sys.exit(0 if held else 1)


def outputs(command: list[str], site: Path, size: int) -> bool:
    """Print what each kind of non-page output adds to a build, as processor time in one process.

    Return whether it is within its budget.
    """
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=site).stdout
    seconds: dict[str, float] = json.loads(said.splitlines()[-1])
    total = seconds.pop("build")
    added = {name: seconds[name] for name in ("feeds", "status_api", "ledger_json")}
    rest = total - sum(added.values()) - seconds["calendar"]
    budget = MACHINE_READABLE if size > PLAIN_UP_TO else None
    held = budget is None or sum(added.values()) / rest <= budget
    of_budget = "" if budget is None else f" of at most {budget:.0%} {'ok' if held else 'OVER'}"
    each = ", ".join(f"{name} {spent / rest:.1%}" for name, spent in added.items())
    print(
        f"  feeds and JSON add {sum(added.values()) / rest:.1%} to a build without them{of_budget}"
        f" ({each}); calendars {seconds['calendar'] / rest:.1%}; {total:.1f} s of processor time in all",
        flush=True,
    )
    return held


def count_findings(command: list[str]) -> int:
    """Return the number of findings that a command reports as JSON."""
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return len(json.loads(said)["diagnostics"])


def verdict(name: str, ratio: float, budget: float | None, beside: str, figure: Figure, other: Figure) -> bool:
    """Print one result next to its comparison; return whether it is within its budget, if it has one."""
    held = budget is None or ratio <= budget
    said = "" if budget is None else f" of at most {budget} {'ok' if held else 'OVER'}"
    print(
        f"  {name:10} {figure.seconds:8.2f} s {figure.mebibytes:6.0f} MiB   {beside:26} {other.seconds:8.2f} s {other.mebibytes:6.0f} MiB"
        f"   ratio {ratio:5.2f}{said}",
        flush=True,
    )
    return held


if __name__ == "__main__":
    main()
