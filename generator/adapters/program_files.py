"""The program's own files: the starter site, its lock files, and the wheel that it was installed from."""

import json
import re
import stat
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

from generator.adapters.site_files import unreadable
from generator.errors import UsageError


def read_starter() -> dict[str, str]:
    """Return the files of a new site by path: the program's folder `starter/`. `dot-` at the start of a name stands for a dot."""
    top = resources("generator") / "cli" / "starter"
    found: dict[str, str] = {}

    def walk(folder: Traversable, path: str) -> None:
        for entry in sorted(folder.iterdir(), key=lambda one: one.name):
            below = path + re.sub(r"^dot-", ".", entry.name)
            if entry.is_dir():
                walk(entry, f"{below}/")
            else:
                found[below] = entry.read_text(encoding="utf-8")

    walk(top, "")
    return found


def read_lock(name: str) -> str:
    """Return a lock file of the program: `run` is what it needs, `audit` what looks for vulnerabilities in it."""
    return (program_folder("requirements") / f"{name}.txt").read_text(encoding="utf-8")


def read_wheel(file: Path, limit: int) -> bytes:
    """Return the bytes of a wheel, at most one more than `limit`.

    Raises:
        UsageError: it is not there, or no ordinary file.
        EnvironmentFailedError: it cannot be read.
    """
    try:
        kind = file.lstat().st_mode
        if not stat.S_ISREG(kind):
            what = "a symbolic link" if stat.S_ISLNK(kind) else "a folder" if stat.S_ISDIR(kind) else "not an ordinary file"
            raise UsageError(f"{file} is {what}", "name the wheel itself")
        with file.open("rb") as stream:
            return stream.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(
            f"there is no {file}", "check where it is; `make wheel` in the program's source writes it to dist/"
        ) from error
    except OSError as error:
        raise unreadable(str(file), error) from error


def checkout() -> Path | None:
    """Return the folder of the program's source when it runs from there; None when it is installed."""
    top = Path(str(resources("generator"))).parent
    return top if (top / "pyproject.toml").is_file() and (top / "Makefile").is_file() else None


def running_program() -> dict[str, bytes]:
    """Return the program's own files, by their path in its wheel."""
    package = Path(str(resources("generator")))
    found: dict[str, bytes] = {}
    inside = {name: program_folder(name) for name in ("themes", "requirements")}
    for file in sorted(package.rglob("*")):
        path = file.relative_to(package)
        if file.is_file() and "__pycache__" not in path.parts and path.parts[0] not in inside:
            found[f"generator/{path.as_posix()}"] = file.read_bytes()
    for name, top in inside.items():
        for file in sorted(top.rglob("*")):
            if file.is_file() and (name == "themes" or file.stem in {"run", "audit"}):
                found[f"generator/{name}/{file.relative_to(top).as_posix()}"] = file.read_bytes()
    return found


def installed_from() -> Path | None:
    """Return the wheel on this computer from which the program was installed; None when it was installed another way."""
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415  # heavy, and few commands need them
    from urllib.request import url2pathname  # noqa: PLC0415

    try:
        told = json.loads(distribution("aboveboard").read_text("direct_url.json") or "{}")
        address = urlsplit(told["url"])
        # Another computer's file has a host.
        return (
            Path(url2pathname(address.path))
            if "archive_info" in told and (address.scheme, address.netloc) == ("file", "")
            else None
        )
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return None


def program_folder(name: str) -> Path:
    """Return where one of the program's folders is: in the package once installed, beside it in a checkout."""
    package = Path(str(resources("generator")))
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
