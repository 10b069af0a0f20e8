"""However a command is stopped, readers and writers find the old state or the new one, never a mixture."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.adapters import file_writing
from generator.cli.main import run

ROOT = Path(__file__).parents[2]
NOW = "2026-11-20T17:00Z"
OPEN = "content/incidents/support-tickets"
STATEMENT = [
    *("--title", "Someone read invoices: ours"),
    *("--aware", "2026-11-20T02:40Z"),
    *("--known", "Someone used a stolen password to open our billing system."),
    *("--unknown", "Whose invoices they read."),
    *("--step", "We are reading the access log."),
]
#: Each command that writes, by name: what to run, and what it would have written.
COMMANDS = {
    "seal": (["seal"], f"{OPEN}/ledger.lock"),
    "new": (["new", "incident", "invoices", *STATEMENT], "content/incidents/invoices"),
    "fix": (["validate", "--fix"], f"{OPEN}/06-found.md"),
    "notify": (["notify"], ".aboveboard/notified.json"),
}
#: What the disk does, by name: the call that fails, and the error that it gives.
DISKS = {
    "full": ("os.fsync", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))),
    "read-only": ("tempfile.mkstemp", OSError(errno.EROFS, os.strerror(errno.EROFS))),
    "protected": ("tempfile.mkstemp", OSError(errno.EACCES, os.strerror(errno.EACCES))),
}


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_killed_at_each_moment(tmp_path: Path) -> None:
    """Killed whenever it is about to touch the disk, a build leaves the old or the new site, and other writers their old or new file."""
    command = [sys.executable, str(Path(__file__).parent / "killed.py"), str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert said.returncode == 0, said.stderr
    seen = json.loads(said.stdout)
    assert seen["build"]["moments"] >= 50
    # The folder takes its place before the zip does.
    assert set(seen["build"]["seen"]) == {"old old", "new old", "new new"}
    assert (seen["build"]["code"], seen["build"]["last"]) == (0, "new new")
    for writer in ("replace", "remember", "rewrite"):
        assert seen[writer]["moments"] >= 4
        assert seen[writer]["seen"] == ["new", "old"]
        assert seen[writer]["last"] == "new"
    assert seen["new"]["seen"] == ["new", "nothing"]
    # Two concurrent builds: both succeed, and their pages are not mixed.
    assert seen["both"] == ["[0, 0] whole"]


@pytest.mark.parametrize("disk", DISKS)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_disk_does_not_let_us(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, disk: str
) -> None:
    """A full, read-only or protected disk gives exit code 4 and a message with the file's name; nothing is changed or left behind."""
    command, written = COMMANDS[name]
    if name == "fix":
        text = (root / OPEN / "05-password-source.md").read_text(encoding="utf-8")
        text = text.replace("2026-11-20T16:40Z", "2099-11-20T16:50Z").replace("known:", "Known:", 1)
        assert "Known:" in text
        (root / written).write_text(text, encoding="utf-8")
    if name == "notify":
        config = (root / "site_config.yml").read_text(encoding="utf-8")
        config = config.replace("subscribe:\n", "subscribe:\n  webhooks: {chat: {url_env: NO_SUCH_VARIABLE, kind: slack}}\n")
        (root / "site_config.yml").write_text(config, encoding="utf-8")
    before = _tree(root)
    call, error = DISKS[disk]
    module, _, function = call.partition(".")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(getattr(file_writing, module), function, refuse)
    code = run([*command, "--root", str(root), "--now", NOW])
    said = capsys.readouterr()
    assert code == 4, said
    assert "cannot be written" in said.err
    assert "Traceback" not in said.err
    assert _tree(root) == before
