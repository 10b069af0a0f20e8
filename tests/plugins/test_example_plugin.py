"""The plugin in docs/example-plugin, built and installed as anybody would: its rule, its file and its notifier, and whose code is never run."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
EXAMPLE = TOP / "docs/example-plugin"
NOW = "2026-11-23T12:00Z"
UPDATE = "content/incidents/support-tickets/06-ticket.md"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of an environment that has everything that this one has, and the example plugin."""
    place = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    python = place / "bin/python"
    packages = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    ).stdout.strip()
    here = sysconfig.get_path("purelib")
    Path(packages, "here.pth").write_text(f"import site; site.addsitedir({here!r})\n", encoding="utf-8")
    source = place / "source"
    subprocess.run(["cp", "-r", str(EXAMPLE), str(source)], check=True)
    install = ["install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", str(source)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True)
    return python


def _run(python: Path, root: Path, *words: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [python, "-m", "generator.cli", *words],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "CI": "", **environment},
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _name(root: Path, *plugins: str) -> None:
    config = root / "site_config.yml"
    text = re.sub(r"^plugins: .*\n", "", config.read_text(encoding="utf-8"), flags=re.MULTILINE)
    config.write_text(f"{text.rstrip()}\nplugins: [{', '.join(plugins)}]\n", encoding="utf-8")


def _with_a_ticket(root: Path, more: str = "") -> int:
    """Write a draft that names a ticket, and return the line on which it does."""
    lines = [
        "---",
        "title: Someone read customer support tickets",
        "published: 2026-11-23T11:00Z",
        "status: contained",
        "known:",
        "  repair: The repair is tracked in OPS-1234.",
        *([more] if more else []),
        "---",
    ]
    (root / UPDATE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 6


def test_the_plugin_is_listed(python: Path, root: Path) -> None:
    """`aboveboard plugins` says what is installed, what it brings, and how to use it; then that it is used."""
    code, said = _run(python, root, "plugins")
    assert code == 0
    assert "larkfield-house-rules 1.0.0: not in use; write `plugins: [larkfield-house-rules]` into site_config.yml" in said
    assert "  rule LRK001 ticket-number\n" in said
    assert "  writer open-incidents\n" in said
    assert "  notifier wall\n" in said
    _name(root, "Larkfield_House.Rules", "gone")
    code, said = _run(python, root, "plugins")
    assert "larkfield-house-rules 1.0.0: in use" in said
    assert "gone: named in site_config.yml, but not installed here" in said


def test_the_rule_is_like_any_other(python: Path, root: Path) -> None:
    """Named, the plugin's rule finds the ticket at its place, can be waived with a reason, and is explained; unnamed, it finds nothing."""
    line = _with_a_ticket(root)
    assert "LRK001" not in _run(python, root, "validate", UPDATE, "--now", NOW)[1]
    _name(root, "larkfield-house-rules")
    found = json.loads(_run(python, root, "validate", UPDATE, "--now", NOW, "--format", "json")[1])
    (one,) = [one for one in found["diagnostics"] if one["code"] == "LRK001"]
    assert (one["name"], one["severity"], one["line"], one["column"]) == ("ticket-number", "error", line, 36)
    _with_a_ticket(root, "waivers: {ticket-number: We speak of the ticket itself.}")
    said = _run(python, root, "validate", UPDATE, "--now", NOW)[1]
    assert "LRK001" not in said
    assert "ticket-number" not in said
    code, said = _run(python, root, "explain", "LRK001")
    assert code == 0
    assert said.startswith("# LRK001 ticket-number\n")
    assert "We repair the billing system tonight" in said


def test_its_file_is_published(python: Path, root: Path) -> None:
    """A build publishes the writer's file, lists it with the others, and notifies by the plugin's notifier."""
    _name(root, "larkfield-house-rules")
    config = root / "site_config.yml"
    text = config.read_text(encoding="utf-8")
    assert "\nsubscribe:\n" in text
    webhook = "  webhooks: {hall: {notifier: wall, url: 'http://127.0.0.1:9/'}}\n"
    config.write_text(text.replace("\nsubscribe:\n", f"\nsubscribe:\n{webhook}"), encoding="utf-8")
    code, said = _run(python, root, "build", "--as-of", NOW, "--unsigned")
    assert code == 0, said
    assert json.loads((root / "site/hall/open.json").read_text(encoding="utf-8"))["open"] == 1
    assert any("hall/open.json" in file.read_text(encoding="utf-8") for file in (root / "site/integrity").glob("*.json"))
    code, said = _run(python, root, "notify", "--dry-run", "--now", NOW, "--all")
    assert code == 0, said
    assert "Would tell hall: " in said


def test_a_missing_plugin_stops_everything(python: Path, root: Path) -> None:
    """A site that names a plugin which is not there is not checked, not built, and nobody is told anything."""
    _name(root, "larkfield-house-rules", "larkfield-other-rules")
    for command in (["validate"], ["build", "--unsigned"], ["status"], ["notify", "--dry-run"]):
        code, said = _run(python, root, *command, "--now", NOW)
        assert code == 4, said
        assert "site_config.yml names the plugin larkfield-other-rules, which is not installed here" in said
        assert "Traceback" not in said


EVIL = "from pathlib import Path\nPath('executed').write_text('')\nRULES = []\n"


def _plant(root: Path, package: str, module: str) -> None:
    about = root / f"{package}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[aboveboard.rules]\nx = {module}:RULES\n", encoding="utf-8")
    (root / f"{module}.py").write_text(EVIL, encoding="utf-8")


def test_code_in_the_folder_of_a_site_is_never_run(python: Path, root: Path) -> None:
    """A package that lies in a site's folder is no plugin, even where Python would find it: neither the current folder nor PYTHONPATH brings it in."""
    _plant(root, "evil_rules", "evil_rules")
    _plant(root / "content", "evil_rules", "evil_rules_of_content")
    _name(root, "evil-rules")
    path = os.pathsep.join((str(root), str(root / "content"), ".", "content"))
    for command in (["validate"], ["plugins"], ["explain", "EVL001"], ["build", "--unsigned"]):
        code, said = _run(python, root, *command, PYTHONPATH=path)
        assert code in {0, 2, 4}, said
        assert not list(root.rglob("executed"))
        if command == ["validate"]:
            assert "which is not installed here" in said


def test_no_file_of_a_site_stands_in_for_a_plugin(python: Path, root: Path) -> None:
    """A file in the site's folder that is called like an installed plugin's module is not loaded in its place."""
    _name(root, "larkfield-house-rules")
    (root / "larkfield_house_rules.py").write_text(EVIL, encoding="utf-8")
    code, said = _run(python, root, "validate", "--now", NOW, PYTHONPATH=str(root))
    assert code == 4, said
    assert "the plugin larkfield-house-rules would be loaded from the site's own folder" in said
    assert not list(root.rglob("executed"))


def test_the_page_shows_the_plugin_as_it_is() -> None:
    """What docs/plugins.md shows of the example stands in its files, word for word."""
    page = (TOP / "docs/plugins.md").read_text(encoding="utf-8")
    source = EXAMPLE / "src/larkfield_house_rules"
    shown = [block for language, block in re.findall(r"^```(python|toml)\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)]
    files = "\n".join(file.read_text(encoding="utf-8") for file in (*source.glob("*.py"), EXAMPLE / "pyproject.toml"))
    ours = [block for block in shown if "check_site" not in block]
    assert len(ours) == 4
    for block in ours:
        assert block.strip() in files


def test_the_page_runs(root: Path) -> None:
    """The program in docs/plugins.md that uses the API runs as it stands, and prints something of the example site."""
    page = (TOP / "docs/plugins.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(from datetime.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert "support-tickets 5\n" in done.stdout
    assert int(done.stdout.splitlines()[-1]) > 100_000
