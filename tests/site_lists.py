"""The lists of a built site's files, read and changed as somebody does who can write to all of them."""

import hashlib
import json
from pathlib import Path
from typing import Any

from generator.seals.integrity_list import read, read_part

LIST = "integrity.json"


def listed(site: Path) -> dict[str, tuple[str, int]]:
    """Return digest and size of every listed file, of the lists too."""
    root = read((site / LIST).read_bytes())
    files = {**root.lists, **root.files}
    for path in root.lists:
        files |= read_part((site / path).read_bytes()).files
    return {path: (one.digest, one.size) for path, one in files.items()}


def chains(site: Path) -> dict[str, str]:
    """Return the end of every incident's seals."""
    root = read((site / LIST).read_bytes())
    return {slug: end for path in root.lists for slug, end in read_part((site / path).read_bytes()).chains.items()}


def list_of(site: Path, path: str) -> str:
    """Return the path of the list that has a file."""
    names = (LIST, *read((site / LIST).read_bytes()).lists)
    return next(name for name in names if path in json.loads((site / name).read_bytes())["files"])


def relist(site: Path, *paths: str) -> None:
    """Make the lists say of files what they are now, and leave out those that are not there any more. The signature does not fit afterwards."""
    root = json.loads((site / LIST).read_bytes())
    for path in paths:
        name = list_of(site, path)
        said = root if name == LIST else json.loads((site / name).read_bytes())
        if (site / path).exists():
            said["files"][path] = entry((site / path).read_bytes())
        else:
            del said["files"][path]
        if name != LIST:
            (site / name).write_text(json.dumps(said), encoding="utf-8")
            root["lists"][name] = entry((site / name).read_bytes())
    (site / LIST).write_text(json.dumps(root), encoding="utf-8")


def entry(data: bytes) -> dict[str, Any]:
    """Return what a list says of a file."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
