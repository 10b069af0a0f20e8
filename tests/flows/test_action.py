"""The action of this repository, run to the end by act in a site's pull request: the findings on their lines, the comment, and the build; and the component of GitLab.

gitlab-ci-local runs the component, in one shell that the first failing command ends; no container, which it would start otherwise, is here.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from ruamel.yaml import YAML

from tests.flows.test_running import LAPTOP, ROOT, Host, second
from tests.programs import missing, program

pytestmark = [pytest.mark.judge, pytest.mark.slow]

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WORKFLOW = f"""\
name: Ours
on: pull_request
permissions: {{}}
jobs:
  check:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: write
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
        with:
          python-version: "3.13"
      - uses: larkfield/aboveboard@{COMMIT}
        with:
          comment: "true"
"""
#: As gh, where the action uses it: one comment of its own, and whether it may write at all.
GH = """\
#!/bin/sh
echo "gh $*" >> "$KEPT/log"
case "$*" in
  *--paginate*) [ ! -e "$KEPT/comment.md" ] || echo 41 ;;
  *--method*) [ ! -e "$KEPT/fork" ] || exit 1
    for last; do :; done
    cp "${last#body=@}" "$KEPT/comment.md" ;;
esac
"""


@pytest.fixture
def host(tmp_path: Path, wheel: Path) -> Host:
    """A site whose only workflow uses the action, as of this very source."""
    host = Host(tmp_path, wheel)
    action = tmp_path / "action"
    action.mkdir()
    for name in ("generator", "themes", "requirements"):
        shutil.copytree(ROOT / name, action / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("action.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, action)
    host.replaced += ["--local-repository", f"larkfield/aboveboard@{COMMIT}={action}"]
    (tmp_path / "bin/gh").write_text(GH, encoding="utf-8")
    shutil.rmtree(host.site / ".github/workflows")
    host.write(".github/workflows/ours.yml", WORKFLOW)
    host.commit("Our own workflow")
    host.git("switch", "--quiet", "--create", "found")
    return host


def _opened(host: Host, text: str) -> tuple[int, str]:
    host.write(f"{LAPTOP}/02-found.md", text)
    host.commit("The laptop was found", "found")
    return host.run("pull_request", "ours.yml", pull_request={"number": 12, "head": {"ref": "found"}, "base": {"ref": "main"}})


def test_a_dishonest_pull_request(host: Host) -> None:
    """A dropped unknown is an annotation on its line, the changes for readers are a comment, and nothing is built; once put right, all is, in the same comment."""
    code, said = _opened(host, second().replace("  whose: It holds the records of 40 customers.\n", ""))
    assert code == 1
    assert f"::error file={LAPTOP}/02-found.md,line=" in said
    assert "title=CON001 dropped-unknown::`whose` was still unknown" in said
    assert "Success - Main Build the site" not in said
    comment = (host.kept / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith("<!-- aboveboard: ")
    assert "The laptop was found" in comment
    assert any("--method POST repos/larkfield/status/issues/12/comments" in line for line in host.log())

    code, said = _opened(host, second())
    assert code == 0, said
    assert "::error" not in said
    assert "A guard found the laptop" in (host.kept / "comment.md").read_text(encoding="utf-8")
    assert any("--method PATCH repos/larkfield/status/issues/comments/41" in line for line in host.log())


def test_a_pull_request_from_a_fork(host: Host) -> None:
    """Where no comment may be written, the check is as good as otherwise, and says where the changes stand."""
    (host.kept / "fork").touch()
    code, said = _opened(host, second())
    assert code == 0, said
    assert "No comment was written" in said
    assert not (host.kept / "comment.md").exists()


def _component(**inputs: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The declaration of the inputs of GitLab's component, and its jobs with these inputs."""
    text = (ROOT / "templates/check/template.yml").read_text(encoding="utf-8")
    declared, jobs = text.split("\n---\n")
    told: dict[str, Any] = YAML(typ="safe").load(declared)["spec"]["inputs"]
    given = {name: str(one["default"]) for name, one in told.items() if "default" in one} | inputs
    assert given.keys() == told.keys()
    filled = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: given[found[1]], jobs)
    assert "$[[" not in filled
    read: dict[str, Any] = YAML(typ="safe").load(filled)
    return told, read


def test_the_component_is_understood(tmp_path: Path) -> None:
    """The jobs of the component are such as GitLab's own schema describes; the commit has to be one in full."""
    told, jobs = _component(source="https://git.larkfield.example/a.git", commit=COMMIT)
    (tmp_path / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    command = [program("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", "jobs.json"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout
    assert re.fullmatch(told["commit"]["regex"], COMMIT)
    assert not re.fullmatch(told["commit"]["regex"], "main")


#: gitlab-ci-local's own expressions are a library that a compiler has to make; none that a job here uses differs from those of JavaScript.
EXPRESSIONS = "export function resolve(name, context, next) { return name === 're2' ? { url: 'data:text/javascript,export default RegExp', shortCircuit: true } : next(name, context) }"
GITLAB_CI_LOCAL = ROOT / "tests/judges/node_modules/gitlab-ci-local/src/index.js"


@pytest.mark.parametrize("honest", [True, False])
def test_the_component_in_a_merge_request(host: Host, tmp_path: Path, honest: bool) -> None:
    """On GitLab a dishonest update fails the job, with the finding in its log, and an honest one is built; what readers would see change is kept either way.

    gitlab-ci-local fetches the component from its repository by the commit, fills in the inputs, decides that the job runs in a merge request and not
    for a push, and runs it to the end.
    """
    node = program("node")
    if not GITLAB_CI_LOCAL.is_file():
        missing("gitlab-ci-local")
    action = tmp_path / "action"
    shutil.copytree(ROOT / "templates", action / "templates")
    host.git("init", "--quiet", str(action))
    for command in (["add", "--all"], ["commit", "--quiet", "--message", "The source"]):
        host.git("-C", str(action), *command)
    commit = host.git("-C", str(action), "rev-parse", "HEAD").strip()
    # As GitLab's server does, and git's own by itself does not: any commit can be had by its hash.
    host.git("-C", str(action), "config", "uploadArchive.allowUnreachable", "true")
    with (host.home / ".gitconfig").open("a", encoding="utf-8") as config:
        config.write(f'[url "{action.as_uri()}"]\n  insteadOf = ssh://git@gitlab.larkfield.example:22/larkfield/aboveboard.git\n')
    # It asks the remote of this name in which project it is.
    host.git("remote", "add", "gcl-origin", "git@gitlab.larkfield.example:larkfield/status.git")
    included = {
        "component": f"$CI_SERVER_FQDN/larkfield/aboveboard/check@{commit}",
        "inputs": {"source": action.as_uri(), "commit": commit},
    }
    host.write(".gitlab-ci.yml", json.dumps({"include": [included]}))
    text = second() if honest else second().replace("  whose: It holds the records of 40 customers.\n", "")
    host.write(f"{LAPTOP}/02-found.md", text)
    host.commit("The laptop was found", "found")
    # Of the branch into which something is to be merged GitLab gives a job nothing but the name.
    host.git("update-ref", "-d", "refs/remotes/origin/main")
    environment = host.environment | {
        "PATH": f"{host.python}{os.pathsep}{host.environment['PATH']}",
        "PIP_NO_INDEX": "1",
        "CI": "true",
    }

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        hook = f"import {{ register }} from 'node:module'; register('data:text/javascript,' + encodeURIComponent({json.dumps(EXPRESSIONS)}))"
        command = [node, "--import", f"data:text/javascript,{quote(hook)}", str(GITLAB_CI_LOCAL), "--no-color", *options]
        return subprocess.run(command, cwd=host.site, env=environment, capture_output=True, text=True, check=False)

    def variables(source: str) -> list[str]:
        given = {"CI_PIPELINE_SOURCE": source, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_PROJECT_DIR": str(host.site)}
        return [word for name, value in given.items() for word in ("--variable", f"{name}={value}")]

    before = {path.name for path in host.site.iterdir()}
    assert "aboveboard" not in run("--list", *variables("push")).stdout
    # By itself it would start the component's container.
    done = run("--force-shell-executor", *variables("merge_request_event"))
    said = done.stdout + done.stderr
    assert (done.returncode == 0) is honest, said
    assert ("error[CON001]" in said) is not honest, said
    assert ("Built " in said) is honest, said
    assert {path.name for path in host.site.iterdir()} == before | {".gitlab-ci-local", "aboveboard-changes.md"}
    changes = (host.site / "aboveboard-changes.md").read_text(encoding="utf-8")
    assert "The laptop was found" in changes
    # Nothing that the job itself makes counts as proposed.
    assert set(re.findall(r" – (\S+)$", changes, re.MULTILINE)) == {
        ".gitlab-ci.yml",
        ".gitlab-ci-local/.gitignore",
        f"{LAPTOP}/02-found.md",
    }
