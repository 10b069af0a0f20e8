"""A site of twice as many incidents, updates or languages is twice as much work: counted, since seconds say more of the machine than of the program."""

from collections.abc import Callable
from cProfile import Profile
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

import pytest
from jinja2.runtime import Context, Macro  # noqa: TID251  # counted, not used

from benchmarks.sites import NOW, Shape, write_ours
from generator.cli.main import run
from generator.format import strict_yaml
from generator.render import templating
from generator.render.views import AGAIN

#: How much more each of the last may cost than each of those before.
GROWTH = 1.15
SHAPES: dict[str, tuple[tuple[int, ...], Callable[[int], Shape]]] = {
    "incidents": ((5, 10, 20), Shape),
    # Their pages say all that is known, however many they are: here, as much in each.
    "updates": ((5, 10, 20), lambda count: Shape(1, count, facts=3)),
    # Each update adds a fact. From `AGAIN` facts on, the page of an update, and its item in feeds, are no longer for that.
    "facts": ((AGAIN + 5, 2 * AGAIN + 10, 3 * AGAIN + 15), lambda count: Shape(1, count)),
    "languages": ((1, 3, 5), lambda count: Shape(2, languages=count)),
}

#: The functions that fill in templates.
FILLING = {
    Context.__init__.__code__,
    Macro._invoke.__code__,
    *(code for code in templating._macro.__code__.co_consts if isinstance(code, CodeType)),
}


@dataclass(frozen=True)
class Work:
    """What a command did.

    Attributes:
        calls: how many Python functions it called, its libraries' among them.
        parsed: how many texts it read as YAML.
        filled: how many templates it filled in, those within templates among them.
        written: how many bytes of files it left.
    """

    calls: int
    parsed: int
    filled: int
    written: int


def work(root: Path, command: str) -> Work:
    """Return what a command does to a site that was never built."""
    watching = Profile(subcalls=False, builtins=False)
    watching.enable()
    try:
        assert run([command, "--root", str(root), "--now", f"{NOW:%Y-%m-%dT%H:%MZ}"]) == 0
    finally:
        watching.disable()
    counts = {entry.code: entry.callcount for entry in watching.getstats()}
    # Nothing else says it of a macro, which is Jinja's own or a plain function (`_macro` in render/templating.py).
    filled = sum(number for code, number in counts.items() if isinstance(code, CodeType) and code in FILLING)
    written = sum(file.stat().st_size for file in (root / "site").rglob("*") if file.is_file())
    return Work(sum(counts.values()), counts[strict_yaml.read.__code__], filled, written)


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("command", ["validate", "build"])
@pytest.mark.parametrize("of", SHAPES)
def test_work_grows_with_the_site(of: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What each of the last incidents, updates or languages costs is what each of those before cost."""
    counts, shape = SHAPES[of]
    found: list[Work] = []
    # What a process does once, and once for each language, it has done after the first.
    for count in (max(SHAPES["languages"][0]), *counts):
        root = tmp_path / f"{len(found)}"
        write_ours(root, shape(count))
        found.append(work(root, command))
        capsys.readouterr()
    least, middle, most = found[1:]
    for what in ("calls", "parsed", "filled", "written"):
        some, more, all_ = (getattr(one, what) for one in (least, middle, most))
        each, last = (more - some) / (counts[1] - counts[0]), (all_ - more) / (counts[2] - counts[1])
        assert last <= GROWTH * each, f"{what}: {some:,}, {more:,} and {all_:,} for {counts}"
