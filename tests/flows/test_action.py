"""The action of this repository, run to the end by act in a site's pull request: the findings on their lines, the comment, and the build; and the component of GitLab.

gitlab-ci-local runs the component, in one shell that the first failing command ends; no container, which it would start otherwise, is here.
"""

import json
import os
import re
import shutil
import subprocess
import sys
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
#: As gh, where the action uses it: comments of several accounts, and whether it may write at all. What a filter does not ask for it does not apply.
GH = f"""\
#!{sys.executable}
import json, os, re, sys
from pathlib import Path

kept = Path(os.environ["KEPT"])
given = dict(re.split("=", word, maxsplit=1) for word in sys.argv if re.match(r"\\w+=", word))
with (kept / "log").open("a") as log:
    print("gh", *sys.argv[1:3], *(one for one in sys.argv if one.startswith("repos/")), given.get("id", ""), file=log)
comments = json.loads((kept / "comments.json").read_text())
if "--paginate" in sys.argv:
    assert given["owner"] + "/" + given["name"] == os.environ["GITHUB_REPOSITORY"] and given["number"] == "12"
    wanted = sys.argv[sys.argv.index("--jq") + 1]
    for one in comments:
        ours = one["ours"] or "select(.viewerDidAuthor" not in wanted
        if ours and (one["body"].startswith("<!-- aboveboard: ") or 'startswith("<!-- aboveboard: ")' not in wanted):
            print(one["id"])
elif (kept / "fork").exists():
    sys.exit(1)
else:
    body = Path(given["body"].removeprefix("@")).read_text()
    if "graphql" in sys.argv:
        assert "updateIssueComment" in given["query"]
        (one,) = [one for one in comments if one["id"] == given["id"]]
        one["body"] = body
    else:
        comments.append({{"id": "IC_41", "ours": True, "body": body}})
    (kept / "comments.json").write_text(json.dumps(comments))
"""
#: What others have written, among it what looks like the action's, and what its account has written about something else.
BEFORE = [
    {"id": "IC_1", "ours": False, "body": "<!-- aboveboard: what readers would see change -->\nNothing at all"},
    {"id": "IC_2", "ours": True, "body": "Deployed"},
]


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
    (host.kept / "comments.json").write_text(json.dumps(BEFORE), encoding="utf-8")
    shutil.rmtree(host.site / ".github/workflows")
    host.write(".github/workflows/ours.yml", WORKFLOW)
    host.commit("Our own workflow")
    host.git("switch", "--quiet", "--create", "found")
    return host


def _comments(host: Host) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((host.kept / "comments.json").read_text(encoding="utf-8"))
    return read


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
    *others, comment = _comments(host)
    assert others == BEFORE
    assert comment["body"].startswith("<!-- aboveboard: ")
    assert "The laptop was found" in comment["body"]
    assert any("repos/larkfield/status/issues/12/comments" in line for line in host.log())

    code, said = _opened(host, second())
    assert code == 0, said
    assert "::error" not in said
    *others, comment = _comments(host)
    assert others == BEFORE
    assert "A guard found the laptop" in comment["body"]
    assert "gh api graphql IC_41" in host.log()


def test_a_pull_request_from_a_fork(host: Host) -> None:
    """Where no comment may be written, the check is as good as otherwise, and says where the changes stand."""
    (host.kept / "fork").touch()
    code, said = _opened(host, second())
    assert code == 0, said
    assert "No comment was written" in said
    assert _comments(host) == BEFORE


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
