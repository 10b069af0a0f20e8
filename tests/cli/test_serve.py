"""The preview as a process: what is left of it when it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_nothing_is_left_of_a_preview(root: Path, tmp_path: Path, name: str) -> None:
    """Whether by the interrupt key, by the system or with its terminal: when it ends, its folder goes, in which drafts are."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "generator.cli", "serve", "--port", "0", "--root", str(root), "--now", "2026-11-23T12:00Z"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(scratch)}) as running:
        assert running.stderr is not None
        assert "Serving http://" in running.stderr.readline()
        assert any(one.name.startswith("aboveboard-preview-") for one in scratch.iterdir())
        running.send_signal(getattr(signal, name))
        assert running.wait(timeout=60) in {0, 130}
        assert "Traceback" not in running.stderr.read()
    assert not [one.name for one in scratch.iterdir() if one.name.startswith("aboveboard-preview-")]
