"""Files that the program writes for itself: its state, and the schemas for editors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.adapters.file_writing import replace_file, unwritable
from generator.adapters.safe_open import NotAFileError, read_below, refuse_links
from generator.adapters.site_files import unreadable
from generator.adapters.site_lock import exclusive_access


def read_generated(root: Path, path: str, limit: int) -> str:
    """Return the text of a file that the program wrote for itself; empty when there is none.

    Args:
        root: the site's folder.
        path: relative to it, or in full.
        limit: the most bytes to take of it.

    Raises:
        EnvironmentFailedError: it cannot be read.
    """
    try:
        return read_below(root, path, limit).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except NotAFileError as error:
        raise error.refused from error
    except OSError as error:
        raise unreadable(path, error) from error


@contextmanager
def alone_with(root: Path, path: str) -> Iterator[None]:
    """Wait until no other run of the program works with a file, and keep others from it until this one ends.

    Raises:
        EnvironmentFailedError: its folder cannot be made or read.
    """
    _make_folder(root, path)
    folder = (root / path).parent
    with exclusive_access(folder.parent, folder.name):
        yield


def write_generated(root: Path, path: str, text: str) -> None:
    """Replace a file like `replace_file`, creating its folder if necessary."""
    _make_folder(root, path)
    replace_file(root, path, text)


def _make_folder(root: Path, path: str) -> None:
    try:
        refuse_links(root, path)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
    except NotAFileError as error:
        raise error.refused from error
    except OSError as error:
        raise unwritable(path, error) from error
