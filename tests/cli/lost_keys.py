"""A library that lost its keys, in a repository whose commits have times: two updates, the second of which keeps what the first promised."""

import os
import subprocess
from pathlib import Path

TOP = "content/incidents/lost-keys"
CONFIG = """organisation: {name: Fernhill Library, domains: [fernhill.example]}
site: {url: https://status.fernhill.example/, id: status.fernhill.example, timezone: America/St_Johns}
contact: {email: help@fernhill.example, hours: always, who: Ada Moss}
policy: {grace: 15m, cadence: {investigating: 5w, confirmed: 5w}}
"""
FIRST = """---
title: Keys to the archive were lost
published: 2026-03-02T09:00Z
status: investigating
known:
  keys: A set of keys was lost on 1 March.
unknown:
  whose: {text: Whose files were opened., by: 2026-03-04T12:00Z}
next_steps:
  locks: {do: We change the locks., by: 2026-03-03}
actions: There is nothing you can do yet.
next_update: 2026-03-04T12:00Z
---
"""
SECOND = """---
title: The locks are changed
published: 2026-03-04T11:50Z
status: investigating
known:
  whose: Nobody opened a file.
unknown:
  found: Who has the keys.
next_steps:
  ask: We ask the police.
done:
  locks: All locks are new.
actions: There is nothing you can do yet.
next_update: 2026-03-20T12:00Z
---
"""
#: The same, with the day on which the locks were changed.
SECOND_WITH_DAY = SECOND.replace("locks: All locks are new.", "locks: {on: 2026-03-03, what: All locks are new.}")


def git(folder: Path, *arguments: str, when: str) -> None:
    """Run git as if it were then."""
    who = ("-c", "user.name=A", "-c", "user.email=a@fernhill.example", "-c", "commit.gpgsign=false")
    dated = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, env=dated)


def write(folder: Path, **files: str) -> None:
    """Write files by their paths; a bare name is one of the incident."""
    for name, text in files.items():
        path = folder / (name if "/" in name or name == "site_config.yml" else f"{TOP}/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def commit(folder: Path, when: str) -> None:
    """Commit all there is as if it were then."""
    git(folder, "add", "-A", when=when)
    git(folder, "commit", "-qm", "x", when=when)


def began(folder: Path) -> None:
    """A site with a first update that was committed in time, in a repository that is older."""
    write(folder, **{"site_config.yml": CONFIG, "content/pages/about.md": "---\ntitle: About us\n---\nText.\n"})
    git(folder, "init", "-q", "-b", "main", when="2026-03-01T09:00Z")
    commit(folder, "2026-03-01T09:00Z")
    write(folder, **{"incident.md": "---\ntitle: Keys were lost\naware: 2026-03-02T08:00Z\n---\n", "01-first.md": FIRST})
    commit(folder, "2026-03-02T09:02Z")
