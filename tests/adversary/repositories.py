"""Repositories of git with a site in them, for tests of what somebody could do in one."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


class Repository:
    """A repository whose branch `main` is the published one.

    Args:
        folder: where it is made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, at: str = "2027-03-03T03:00Z") -> str:
        """Run git, and return what it says; `at` is the date of a commit that it makes."""
        who = ("-c", "user.name=Mara Quist", "-c", "user.email=mara@brookside.example", "-c", "commit.gpgsign=false")
        dated = {**os.environ, "GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at}
        command = ["git", "-C", str(self.folder), *who, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=dated).stdout.strip()

    def write(self, files: Mapping[str, str]) -> None:
        """Write files without committing them."""
        for path, text in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(text.encode())

    def commit(self, at: str, files: Mapping[str, str]) -> str:
        """Write and commit files, and whatever else has changed; the commit's name."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", "A change", at=at)
        return self.git("rev-parse", "HEAD")
