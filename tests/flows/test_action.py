"""The action of this repository, run to the end by act in a site's pull request: the findings on their lines, the comment, and the build."""

import shutil
from pathlib import Path

import pytest

from tests.flows.test_running import LAPTOP, ROOT, Host, second

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
