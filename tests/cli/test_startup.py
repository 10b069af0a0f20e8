"""What commands load: nothing that takes long and that they do not need."""

import gc
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sites import NOW, Shape, change, write_ours
from generator.adapters import builder
from generator.cli.main import main, run

#: Packages, and our own parts, that `validate` needs for few sites or none.
SPARED = (
    *("PIL", "icalendar", "langcodes", "phonenumbers", "idna", "mkdocs", "docx", "pypdf", "typst", "email", "http.client", "ssl"),
    *("asyncio", "jinja2", "nh3", "markdown_it", "linkify_it", "holidays", "detect_secrets", "feedgenerator", "rapidfuzz", "xml"),
    *(
        "generator.render",
        "generator.notifications",
        "generator.questions",
        "generator.changes",
        "generator.autofix",
        "generator.pipeline.exporting",
        "generator.pipeline.plugin_notifiers",
        "generator.scaffolding.new_files",
        "generator.content.files",
        "generator.format.typed_times",
        "generator.model.notifications",
        "generator.adapters.builder",
    ),
    *("generator.adapters.plugins", "generator.adapters.outside_files", "generator.adapters.signing"),
)
#: The same of a build after one change, which makes few pages and no picture anew.
SPARED_BY_BUILDS = (
    *("PIL", "docx", "holidays", "detect_secrets", "langcodes", "mkdocs.commands", "phonenumbers", "pypdf", "regex", "typst"),
    *(
        "asyncio",
        "ctypes.util",
        "generator.notifications",
        "generator.questions",
        "generator.autofix",
        "generator.pipeline.exporting",
    ),
)
#: The most that `validate` of a plain site may load after one change. Each dataclass takes as long as six regular expressions or three modules;
#: rules are not counted, since each is a module.
MOST = {"modules": 500, "patterns": 475, "dataclasses": 312}
LOADED = """
import dataclasses, json, re, re._compiler, sys
compiled, made = re._compiler.compile, dataclasses._process_class
counted = {"patterns": 0, "dataclasses": 0}
def count(what, then):
    def counting(*arguments):
        counted[what] += 1
        return then(*arguments)
    return counting
re._compiler.compile = count("patterns", compiled)
dataclasses._process_class = count("dataclasses", made)
from generator.cli.main import run
assert run(sys.argv[1:]) == 0
counted["modules"] = sum(not name.startswith("generator.rules.") for name in sys.modules)
sys.stderr.write(json.dumps({"loaded": list(sys.modules), "counted": counted}))
"""


def _loaded(root: Path, *options: str, command: str = "validate") -> Any:
    words = [command, "--root", str(root), "--now", f"{NOW:%Y-%m-%dT%H:%MZ}", *options]
    made = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True)
    # Notes about the folder come before it.
    return json.loads(made.stderr.splitlines()[-1])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plain site of which nothing is kept yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write_ours(tmp_path / "site", Shape(2))
    return tmp_path / "site"


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_validate_loads_what_it_needs(site: Path, options: tuple[str, ...]) -> None:
    """`validate` of a plain site, of which all is judged anew, loads no library that only other sites or commands need."""
    loaded = _loaded(site, *options)["loaded"]
    assert "generator.rules.catalogue" in loaded
    assert [name for name in loaded if name.startswith(SPARED)] == []


def test_validate_loads_little(site: Path) -> None:
    """After one change, `validate` loads and compiles no more than a plain text is read with."""
    _loaded(site)
    change(site, Shape(2), 1)
    told = _loaded(site)
    assert {name: (count, MOST[name]) for name, count in told["counted"].items() if count > MOST[name]} == {}
    assert [name for name in told["loaded"] if name.startswith(SPARED)] == []


def test_builds_load_what_they_need(site: Path) -> None:
    """After one change, a build loads no library that only other sites, or builds that make pictures and frames, need."""
    _loaded(site, command="build")
    change(site, Shape(2), 1)
    loaded = _loaded(site, command="build")["loaded"]
    assert "generator.render.badges" in loaded
    assert [name for name in loaded if name.startswith(SPARED_BY_BUILDS)] == []


def test_validate_makes_no_cycles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is read and judged goes when nothing refers to it any more: the program looks for no cycles in it."""
    for size in (2, 6):
        write_ours(tmp_path / str(size), Shape(size))
    left = []
    # What the tests before have left is not looked through each time.
    gc.collect()
    gc.freeze()
    try:
        # What a process makes once, it has made after the first.
        for size in (2, 2, 6):
            gc.collect()
            gc.disable()
            assert run(["validate", "--no-cache", "--root", str(tmp_path / str(size)), "--now", f"{NOW:%Y-%m-%dT%H:%MZ}"]) == 0
            capsys.readouterr()
            left.append(gc.collect())
    finally:
        gc.enable()
    assert left[2] <= left[1]


def test_when_cycles_are_looked_for(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build looks for cycles where it makes many pages, or keeps nothing; else it makes few, and ends."""
    looks = []
    real, thresholds = builder.build, gc.get_threshold()

    def build(*given: Any, **more: Any) -> builder.Built:
        looks.append(gc.isenabled())
        return real(*given, **more)

    monkeypatch.setattr(builder, "build", build)
    words = ["aboveboard", "build", "--root", str(site), "--out", str(site.parent / "made"), "--now", f"{NOW:%Y-%m-%dT%H:%MZ}"]
    try:
        for many, more in ((2, []), (2, []), (100, ["--no-cache"])):
            monkeypatch.setattr("generator.cli.build._SHARED", many)
            monkeypatch.setattr(sys, "argv", [*words, *more])
            with pytest.raises(SystemExit) as ended:
                main()
            assert ended.value.code == 0
    finally:
        gc.enable()
        gc.unfreeze()
        gc.set_threshold(*thresholds)
    assert looks == [True, False, True]
