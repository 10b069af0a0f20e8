"""The Makefile runs each test in one target, and a skipped test fails where everything should be installed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
MARKS = re.compile(r"^pytestmark\b.*\bmark\.judge\b|^@pytest\.mark\.judge\b|\bmarks=.*\bmark\.judge\b", re.MULTILINE)
SKIPPED = """
import pytest

def test_by_itself():
    pytest.skip("there is no such program")

@pytest.mark.skipif(True, reason="not here")
def test_by_a_mark():
    assert False

@pytest.mark.xfail(strict=True)
def test_that_is_to_fail():
    assert False

def test_that_passes():
    assert True
"""


def _list(name: str) -> list[str]:
    found: str
    (found,) = re.findall(rf"^{name} := (.+)$", MAKEFILE, flags=re.MULTILINE)
    return found.split()


#: What make tells the programs that it runs, and they the makes that they run: these tests are run by `make test LINTED=1` themselves.
_OF_MAKE = {"MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "CLOCK", "LINTED", "WORKERS"}


def _asked(target: str, *more: str) -> str:
    """Return what a target would run, as make says it."""
    clean = {name: value for name, value in os.environ.items() if name not in _OF_MAKE}
    command = ["make", "--dry-run", "--always-make", target, *more]
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=True).stdout


def test_every_folder_is_there() -> None:
    """The folders and the rooms of the core that the targets name exist."""
    for folder in (*_list("QUICK"), *_list("TRACED")[1:], *_list("JUDGED"), *(f"generator/{room}" for room in _list("CORE"))):
        assert (ROOT / folder).exists(), folder


def test_judges_stand_where_they_are_looked_for() -> None:
    """`make test` leaves out tests with the mark `judge`; `make judges` runs them from a few folders. The mark is used nowhere else."""
    judged = tuple(f"{folder}{'' if folder.endswith('.py') else '/'}" for folder in _list("JUDGED"))
    files = {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py")}
    files = {path: text for path, text in files.items() if "node_modules" not in path}
    marked = {path for path, text in files.items() if MARKS.search(text)}
    assert len(marked) >= 6
    assert [path for path in marked if not path.startswith(judged)] == []
    # Tests with other people's programs run in `make judges` only.
    assert [
        path
        for path, text in files.items()
        if re.search(r"^@pytest\.mark\.alone", text, flags=re.MULTILINE) and path not in marked
    ] == []
    assert [path for path in files if path.startswith(("tests/judges/", "tests/clients/")) and path not in marked] == []


def test_each_target_sets_up_what_it_needs() -> None:
    """On an empty machine every target installs exactly what its tests need."""
    quick, test, judges = (_asked(target) for target in ("quick", "test", "judges"))
    for said in (quick, test, judges):
        assert "requirements/dev.txt" in said
    assert "install-chromium" not in quick
    assert "install-chromium" in test
    assert "install-chromium" in judges
    for script in ("./tests/judges/install", "./tests/clients/install"):
        assert script in judges
        assert script not in test
    assert "ruff check" in test
    assert "ruff check" not in _asked("test", "LINTED=1")
    assert "--cov" not in quick
    assert test.count("--cov-fail-under=95") == 1
    assert "-m alone" in judges


def test_everything_runs_once() -> None:
    """The tests that are traced are exactly those that the second run leaves out, and `quick` runs only some of them."""
    rest, traced = (line.split() for line in _asked("test").splitlines() if " -m pytest" in line)
    (quick,) = (line.split() for line in _asked("quick").splitlines() if " -m pytest" in line)
    named = {word for word in traced if word.startswith("tests/")}
    assert {word.removeprefix("--ignore=") for word in rest if word.startswith("--ignore=")} == named
    assert {word for word in quick if word.startswith("tests/")} < named


@pytest.mark.parametrize("target", ["quick", "test", "judges"])
def test_every_target_runs_at_another_time(target: str) -> None:
    """Each run of the tests uses CLOCK."""
    runs = [line for line in _asked(target, "CLOCK=2028-02-29 12:00").splitlines() if " -m pytest" in line]
    assert runs
    assert all(line.startswith('tests/at "2028-02-29 12:00" .venv/bin/python -m pytest') for line in runs)


def test_what_a_host_runs() -> None:
    """The one script for machines runs the site, the documentation, the tests and the judges; workflows that test run it."""
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    code = re.sub(r"^ *#.*\n", "", script, flags=re.MULTILINE)
    assert re.findall(r"(?:^|[{&] )make ([\w./]+)", code, flags=re.MULTILINE) == [
        ".venv/dev",
        "site",
        "docs",
        "collected",
        "fetched",
        "lint",
        "test",
        "judges",
    ]
    assert "make test LINTED=1\n" in code
    assert "export CI=true" in script
    for name in ("code", "clocks", "newest"):
        assert "run: .ci/run" in (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("ci", "failed", "skipped"), [("true", 2, 0), ("", 0, 2)])
@pytest.mark.parametrize("whole", [False, True])
def test_nothing_is_skipped_on_a_host(tmp_path: Path, ci: str, failed: int, skipped: int, *, whole: bool) -> None:
    """Under CI=true a skipped test or file counts as failed, and an expected failure does not; elsewhere skipping is allowed."""
    text = "import pytest\npytest.importorskip('no_such_package')\n" if whole else SKIPPED
    (tmp_path / "test_one.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(tmp_path), "-p", "tests.skipped"]
    command += ["-p", "no:randomly", "-p", "no:cacheprovider", "-q", str(tmp_path)]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", said.stdout.splitlines()[-1])}
    if whole:
        assert said.returncode == (2 if ci else 5), said.stdout
        assert counts.get("error" if ci else "skipped") == 1
        return
    # What a mark skips fails before it begins, which pytest calls an error.
    bad = sum(counts.get(word, 0) for word in ("failed", "error", "errors"))
    assert (bad, counts.get("skipped", 0), counts["xfailed"], counts["passed"]) == (failed, skipped, 1, 1)
    assert (said.returncode == 0) is not bool(failed)
    if ci:
        assert "there is no such program" in said.stdout


@pytest.mark.parametrize(("traced", "order"), [(False, ["b", "a"]), (True, ["a", "b"])])
def test_what_is_not_traced_comes_last(tmp_path: Path, traced: bool, order: list[str]) -> None:
    """Where coverage is measured, what covers nothing cannot fill a cache before a test that covers what fills it."""
    text = "import pytest\n@pytest.mark.no_cover\ndef test_b(): pass\ndef test_a(): pass\n"
    (tmp_path / "test_order.py").write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--collect-only",
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(tmp_path),
    ]
    options = [
        "-p",
        "tests.conftest",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        *(["--cov=generator/errors"] if traced else []),
    ]
    said = subprocess.run(
        [*command, *options, "test_order.py"],
        cwd=tmp_path,
        check=False,
        # Whoever runs the tests may have options of their own.
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
    )
    assert re.findall(r"::test_(\w)", said.stdout) == order, said.stdout + said.stderr
