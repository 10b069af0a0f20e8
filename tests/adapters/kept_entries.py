"""All results that are kept in a folder, whether in packs or in a file each."""

from pathlib import Path
from struct import iter_unpack


def entries_in(folder: Path) -> dict[str, bytes]:
    """Return all results by their kind and key, as they are on the disk."""
    found = {}
    for file in sorted(folder.rglob("*"), key=lambda one: (one.suffix, len(one.name), one.name)):
        kind = file.parent.relative_to(folder).as_posix()
        if file.suffix == ".index":
            entries = file.with_suffix(".entries").read_bytes()
            for key, at, length in iter_unpack("<32sQQ", file.read_bytes()):
                found[f"{kind}/{key.hex()}"] = entries[at : at + length]
        elif file.is_file() and not file.suffix:
            found[f"{kind}/{file.name}"] = file.read_bytes()
    return found
