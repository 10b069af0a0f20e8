"""What judges that other people wrote say of the built site, in both themes.

The Nu Html Checker for every page, lychee for every link and anchor, Lighthouse for the pages that matter most. `make judges` installs them;
without one a test is skipped, and under CI=true it fails: a test that did not run proves nothing.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.fixture_types import Hosting
from tests.programs import CHROMIUM, missing, program

pytestmark = pytest.mark.judge

HERE = Path(__file__).parent
SITE = "https://status.larkfield.example/"
CHECKER = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
EVALUATOR = HERE / "node_modules/csp_evaluator"
LIGHTHOUSE = HERE / "node_modules/lighthouse/cli/index.js"
#: No host but this computer can be reached; the rest keeps Chromium from asking its maker for anything.
CHROME = (
    "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --host-resolver-rules='MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'"
)

both = pytest.mark.parametrize("theme", ["built", "lifeboat"], ids=["material", "lifeboat"])


@both
def test_html(theme: str, request: pytest.FixtureRequest) -> None:
    """The Nu Html Checker finds no error on any page."""
    folder = request.getfixturevalue(theme)
    java = program("java")
    if not CHECKER.is_file():
        missing("the Nu Html Checker")
    command = [java, "-jar", str(CHECKER), "--skip-non-html", "--errors-only", "--format", "json", str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [
        (Path(one.get("url", "")).name, one["message"], one.get("extract", "")) for one in json.loads(said.stderr)["messages"]
    ]
    assert found == []
    assert said.returncode == 0


@both
def test_links(theme: str, request: pytest.FixtureRequest) -> None:
    """Lychee finds every page, file and anchor that a page links to."""
    folder = request.getfixturevalue(theme)
    lychee = program("lychee")
    command = [
        lychee,
        "--offline",
        "--include-fragments",
        "--no-progress",
        "--root-dir",
        str(folder),
        "--index-files",
        "index.html",
    ]
    command += ["--remap", f"^{SITE} file://{folder}/", "--extensions", "html", "--format", "json"]
    # Material opens its search at this address; it is no anchor.
    command += ["--exclude", "#__search$", str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(said.stdout)
    assert report["error_map"] == {}
    assert report["total"] > 200
    assert said.returncode == 0, said.stderr


def _faults(policy: str) -> list[dict[str, Any]]:
    node = program("node")
    if not EVALUATOR.is_dir():
        missing("the CSP Evaluator")
    script = (
        'const {CspEvaluator} = require("csp_evaluator/dist/evaluator.js"), {CspParser} = require("csp_evaluator/dist/parser.js");'
        "console.log(JSON.stringify(new CspEvaluator(new CspParser(process.argv[1]).csp).evaluate()));"
    )
    said = subprocess.run([node, "-e", script, policy], capture_output=True, text=True, check=True, cwd=HERE)
    found: list[dict[str, Any]] = json.loads(said.stdout)
    return found


@both
def test_policy(theme: str, request: pytest.FixtureRequest) -> None:
    """The CSP Evaluator finds nothing of high or medium severity (10 and 20) in the policy, and does in one that is lax."""
    text = (request.getfixturevalue(theme) / "_headers").read_text(encoding="utf-8")
    policy = text.partition("Content-Security-Policy: ")[2].partition("\n")[0]
    assert [one for one in _faults(policy) if one["severity"] <= 20] == []
    assert any(
        one["severity"] == 10
        for one in _faults(policy.replace("script-src", "script-src 'unsafe-inline' *", 1).replace("'sha256", "'x"))
    )


@pytest.mark.alone
@pytest.mark.parametrize("path", ["", "incidents/support-tickets/"], ids=["home", "incident"])
@pytest.mark.parametrize(("theme", "least"), [("built", 95), ("lifeboat", 100)], ids=["material", "lifeboat"])
def test_lighthouse(hosting: Hosting, tmp_path: Path, request: pytest.FixtureRequest, theme: str, least: int, path: str) -> None:
    """Lighthouse, on its slow phone, gives Material at least 95 and the lifeboat 100: performance, accessibility, best practices, search engines."""
    chromium = program(*CHROMIUM, target="make chromium")
    node = program("node")
    if not LIGHTHOUSE.is_file():
        missing("Lighthouse")
    with hosting(request.getfixturevalue(theme)) as host:
        command = [node, str(LIGHTHOUSE), host.address + path, "--quiet", "--no-enable-error-reporting", "--output", "json"]
        command += ["--only-categories=performance,accessibility,best-practices,seo", f"--chrome-flags={CHROME}"]
        # A computer that is busy with something else can only lower a mark, or stop the browser, never raise a mark: what is best is the page's own.
        for attempt in range(4):
            out = tmp_path / f"{attempt}.json"
            environment = {**os.environ, "CHROME_PATH": chromium}
            said = subprocess.run(
                [*command, "--output-path", str(out)], check=False, capture_output=True, text=True, env=environment
            )
            if said.returncode and attempt < 3:
                continue
            assert said.returncode == 0, said.stderr
            report = json.loads(out.read_text(encoding="utf-8"))
            marks = {name: round(category["score"] * 100) for name, category in report["categories"].items()}
            if min(marks.values()) >= least:
                break
    faults = [name for name, audit in report["audits"].items() if audit["score"] is not None and audit["score"] < 0.9]
    assert {name: mark for name, mark in marks.items() if mark < least} == {}, faults
