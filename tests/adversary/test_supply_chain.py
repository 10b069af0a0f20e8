"""Promise: nothing runs in a workflow but what was locked, and who may write, or has a key, runs nothing else.

Whoever publishes a package under a name that we install, or replaces a release, gets no job that may write to a repository.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "generator/cli/starter"
FLOWS = [*sorted((STARTER / "dot-github/workflows").glob("*.yml")), *sorted((ROOT / ".github/workflows").glob("*.yml"))]
GITLAB = STARTER / "dot-gitlab-ci.yml"
#: Everything that installs something: workflows, and the scripts that they run.
SCRIPTS = [
    *FLOWS,
    GITLAB,
    STARTER / "tool/install.sh",
    ROOT / "action.yml",
    ROOT / "templates/check/template.yml",
    ROOT / "Makefile",
    ROOT / ".ci/run",
    ROOT / "tests/judges/install",
]
#: What fetches code, by the program: what has to stand behind it.
INSTALLS = {
    r"\bpip3?\s+(?:\S+\s+)*?install\b": (
        r"--require-hashes\b.*--only-binary[= ]:all:|--only-binary[= ]:all:.*--require-hashes\b",
        r"--no-index\b.*--no-deps\b",
    ),
    r"\b(?:uv\s+(?:pip\s+)?(?:install|sync|add|run|tool)|uvx|pipx|poetry|pdm|conda|easy_install)\b": (),
    r"\bnpm\s+(?:\S+\s+)*?(?:install|i|add)\b": (r"--package-lock-only\b",),
    r"\bnpm\s+(?:\S+\s+)*?ci\b": (r"--ignore-scripts\b",),
    r"\b(?:npx|yarn|pnpm|gem|cargo|go)\s+(?:install|add|run|exec|get|-y)\b": (),
    r"\b(?:curl|wget)\b.*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b": (),
    r"\bdocker\s+(?:run|pull)\b": (),
}


def _lines(text: str) -> Iterator[str]:
    """The commands of a text, with continued lines joined, and without comments."""
    for line in re.sub(r"\\\n\s*", " ", text).split("\n"):
        bare = re.sub(r"(?:^|\s)#.*$", "", line)
        if bare.strip():
            yield bare


def _loose(text: str) -> list[str]:
    """The commands that install what is not locked."""
    locked = "\n".join(re.findall(r"^LOCKED = (.*)$", text, re.MULTILINE))
    found = []
    for line in _lines(text):
        whole = line.replace("$(LOCKED)", locked)
        for command, wanted in INSTALLS.items():
            if re.search(command, whole) and not any(re.search(one, whole) for one in wanted):
                found.append(line.strip())
    return found


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_only_what_is_locked_is_installed(file: Path) -> None:
    """Every command that installs something takes it by its hash, and never builds it here."""
    assert _loose(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "pip install example-program",
        "python -m pip install --require-hashes -r requirements.txt",
        "python -m pip --quiet install --only-binary=:all: -r requirements.txt",
        "python3 -m pip install \\\n  --upgrade pip",
        "pipx run example-program",
        "uvx zizmor",
        "npm install",
        "npm ci",
        "npx -y example-program",
        "curl -fsSL https://x.example/install.sh | sh",
        "docker run x",
    ],
)
def test_the_search_finds_something(line: str) -> None:
    """What is not locked is found, in each way in which it could be written."""
    assert _loose(line)
    assert _loose(f"  - run: {line}")


#: Where a site's repository, or what is left of it, is the folder in which commands run.
IN_A_SITE = [
    *sorted((STARTER / "dot-github/workflows").glob("*.yml")),
    GITLAB,
    STARTER / "tool/install.sh",
    ROOT / "action.yml",
    ROOT / "templates/check/template.yml",
]
_RUNS_PYTHON = re.compile(r"\bpython3?\s+(?=-)(?!-P\s)")


@pytest.mark.parametrize("file", IN_A_SITE, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_python_takes_no_module_from_the_folder_of_a_site(file: Path) -> None:
    """`-m` and `-c` look into the present folder first: a pip.py or json.py proposed there would run with the rights of the job."""
    assert [line.strip() for line in _lines(file.read_text(encoding="utf-8")) if _RUNS_PYTHON.search(line)] == []


@pytest.mark.parametrize("line", ["python -m ensurepip", "got=$(ask | python3 -c 'import json')", "  - run: python3 -m zipfile"])
def test_a_python_that_looks_into_the_folder_is_found(line: str) -> None:
    """Python without -P is found, wherever in a line it stands."""
    assert _RUNS_PYTHON.search(line)


def _jobs(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from YAML(typ="safe").load(file.read_text(encoding="utf-8"))["jobs"].items()


#: How the workflows get their programs: each from a lock, which the tests above look into.
FROM_LOCKS = re.compile(r"sh tool/install\.sh|make (?:install|site|lock UPGRADE=1)(?: #.*)?|\.ci/run")
_FETCHES = re.compile(r"\b(?:pip|uv|npm|npx|pipx|curl|wget|make|apt(?:-get)?|docker|go|cargo|gem)\b|\.ci/run|install\.sh")


def _trusted(job: dict[str, Any]) -> bool:
    """Whether a job may write to the repository, or is given a key."""
    permissions = job.get("permissions", {})
    return permissions.get("contents") == "write" or "secrets." in str({**job, "permissions": {}})


@pytest.mark.parametrize("file", FLOWS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_who_may_write_installs_nothing_else(file: Path) -> None:
    """A job that may write, or has a key, gets nothing but the locked programs, and actions that are pinned by their digest."""
    for name, job in _jobs(file):
        for step in job.get("steps", []) if _trusted(job) else []:
            for line in _lines(step.get("run", "")):
                assert not _FETCHES.search(line) or FROM_LOCKS.fullmatch(line.strip()), (name, line)
            if "uses" in step:
                assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"]), (name, step["uses"])


def test_some_jobs_may_write() -> None:
    """The test above looks at something: the jobs that seal, remember and propose."""
    names = {(file.name, name) for file in FLOWS for name, job in _jobs(file) if _trusted(job)}
    assert {("publish.yml", "build"), ("publish.yml", "notify"), ("newest.yml", "propose")} <= names


def test_every_lock_has_hashes() -> None:
    """Every requirement of every lock is one release with a hash for each file, and no lock names an index or a place."""
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        text = re.sub(r"\\\n\s*", " ", file.read_text(encoding="utf-8"))
        for line in (one for one in text.splitlines() if one and not one.lstrip().startswith("#")):
            assert re.match(r"[A-Za-z0-9._-]+(?:\[[\w,-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line), f"{file.name}: {line}"
            assert "://" not in line


def test_the_audit_covers_every_lock() -> None:
    """Once a week both audits ask about known weaknesses: of a site's tool, and of every lock here; each says that no test asks the service."""
    ours, theirs = ROOT / ".github/workflows/audit.yml", STARTER / "dot-github/workflows/audit.yml"
    for file in (ours, theirs):
        text = file.read_text(encoding="utf-8")
        assert "cron:" in text
        assert "pip-audit --requirement" in text
        assert "--disable-pip" in text
        assert "only a run here shows" in " ".join(text.replace("#", "").split()).lower()
    assert "requirements/*.txt" in ours.read_text(encoding="utf-8")
    assert "pip-audit" in GITLAB.read_text(encoding="utf-8")
