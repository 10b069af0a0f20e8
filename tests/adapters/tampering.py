"""What can be done to a file of a site before the next build, so that the file must not be used again."""

import os
from collections.abc import Callable
from pathlib import Path

#: Does something to a file; gets the file, and a folder outside the site for what is moved there.
Tampering = Callable[[Path, Path], None]


def removed(page: Path, _: Path) -> None:
    """Remove it."""
    page.unlink()


def written_to(page: Path, _: Path) -> None:
    """Write other bytes into it, as many as before."""
    page.write_bytes(_other(page.read_bytes()))


def written_to_in_secret(page: Path, outside: Path) -> None:
    """Do the same, and give it back its time."""
    told = page.stat()
    written_to(page, outside)
    os.utime(page, ns=(told.st_atime_ns, told.st_mtime_ns))


def longer(page: Path, _: Path) -> None:
    """Add bytes."""
    page.write_bytes(page.read_bytes() + b"<script></script>")


def exchanged(page: Path, _: Path) -> None:
    """Put another file with other bytes and the same time in its place."""
    told, other = page.stat(), page.with_name("other")
    other.write_bytes(_other(page.read_bytes()))
    os.utime(other, ns=(told.st_atime_ns, told.st_mtime_ns))
    other.rename(page)


def exchanged_for_the_same(page: Path, _: Path) -> None:
    """Put another file with the same bytes in its place."""
    data = page.read_bytes()
    page.unlink()
    page.write_bytes(data)


def open_to_all(page: Path, _: Path) -> None:
    """Let everybody write to it."""
    page.chmod(0o666)


def a_link(page: Path, _: Path) -> None:
    """Put a symbolic link to it in its place."""
    page.rename(page.with_name("other"))
    page.symlink_to("other")


def also_elsewhere(page: Path, outside: Path) -> None:
    """Give it another name, through which somebody can write to it later."""
    (outside / "also").hardlink_to(page)


def a_pipe(page: Path, _: Path) -> None:
    """Put a pipe in its place."""
    page.unlink()
    os.mkfifo(page)


def a_folder(page: Path, _: Path) -> None:
    """Put a folder in its place."""
    data = page.read_bytes()
    page.unlink()
    page.mkdir()
    (page / "file").write_bytes(data)


def folder_elsewhere(page: Path, outside: Path) -> None:
    """Put a symbolic link in the place of its folder."""
    _moved(page.parent, outside)


def folder_above_elsewhere(page: Path, outside: Path) -> None:
    """Put a symbolic link in the place of the folder above its folder."""
    _moved(page.parents[1], outside)


def folder_open_to_all(page: Path, _: Path) -> None:
    """Let everybody write into its folder."""
    page.parent.chmod(0o777)


def _moved(folder: Path, outside: Path) -> None:
    folder.rename(outside / "moved")
    folder.symlink_to(outside / "moved")


def _other(data: bytes) -> bytes:
    """Return as many other bytes."""
    return data.swapcase()


#: What is seen by reading a file and asking the system about it.
SEEN: tuple[Tampering, ...] = (
    *(removed, written_to, written_to_in_secret, longer, exchanged, open_to_all, a_link, also_elsewhere, a_pipe, a_folder),
    folder_elsewhere,
)
