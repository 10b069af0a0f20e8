"""Reading a built site in a folder."""

from pathlib import Path

from generator.adapters.safe_open import NotAFileError, read_below
from generator.model.fetch_result import FetchResult


def read_served(folder: Path, path: str, limit: int) -> FetchResult:
    """Return a file of a built site in a folder, as a reader would get it; at most one byte more than `limit`."""
    try:
        return FetchResult(read_below(folder, path, limit + 1))
    except NotAFileError as error:
        return FetchResult(None, f"is {error.kind.value}")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return FetchResult(None, "is missing")
    except OSError as error:
        return FetchResult(None, f"cannot be read: {error.strerror or error}", away=True)


def list_built(folder: Path) -> tuple[str, ...]:
    """Return the paths of all files of a built site in a folder."""
    return tuple(
        sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    )
