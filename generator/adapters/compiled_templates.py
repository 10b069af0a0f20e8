"""The program's own templates as they were compiled, beside the program's own modules as Python compiled them.

They are code, so they are neither in a site nor in the folder of kept results, of which nothing is run. They are where Python keeps what it makes of
this program's modules, in the package's `__pycache__`: whoever can write there can change the program anyway. Where Python would keep nothing, or
the folder is not that of the program's owner alone, the templates are compiled anew in each run.
"""

import contextlib
import importlib.util
import marshal
import os
import stat
import sys
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Final, TypeAlias

from generator import __version__

#: Compiled templates: by the name that Jinja gives to each, the checksum of its text, and the code.
Compiled: TypeAlias = Mapping[str, tuple[str, CodeType]]

#: What the file begins with. Behind it come the digest of what it was made by, the digest of the rest, and the rest.
_FORM: Final = b"aboveboard templates 1\n"
_DIGEST: Final = 32


def read_compiled(made_by: str) -> Compiled:
    """Return the templates as they were compiled; none where nothing is kept that the same program made.

    Args:
        made_by: what made them, beside Python: the release of Jinja, and how it is set up.
    """
    file = _file()
    if file is None or not _is_the_programs(file.parent):
        return {}
    try:
        handle = os.open(
            file, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
        with os.fdopen(handle, "rb") as stream:
            told = os.fstat(handle)
            if not stat.S_ISREG(told.st_mode) or not _is_of_the_owner(told, stat.S_IWGRP | stat.S_IWOTH):
                return {}
            held = stream.read()
    except OSError:
        return {}
    data = held[len(_FORM) + 2 * _DIGEST :]
    if held[: len(_FORM) + 2 * _DIGEST] != _FORM + _maker(made_by) + sha256(data).digest():
        return {}
    try:
        found = marshal.loads(data)  # noqa: S302  # what Python itself would load from this folder
    except (ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def keep_compiled(compiled: Compiled, made_by: str) -> None:
    """Keep compiled templates, where Python would keep what it compiled.

    Args:
        compiled: the templates.
        made_by: as for `read_compiled`.
    """
    file = _file()
    if file is None or sys.dont_write_bytecode or not _is_the_programs(file.parent):
        return
    data = marshal.dumps(dict(compiled))
    beside = None
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(_FORM + _maker(made_by) + sha256(data).digest() + data)
        # Whoever may run the program may read it, as they may its modules.
        Path(beside).chmod(0o644)
        Path(beside).replace(file)
    except OSError:
        if beside is not None:
            with contextlib.suppress(OSError):
                Path(beside).unlink()


def _file() -> Path | None:
    """Return where they are kept: beside what Python compiled this module to."""
    try:
        compiled = Path(importlib.util.cache_from_source(__file__))
    except NotImplementedError:
        return None
    return compiled.with_name(f"templates.{sys.implementation.cache_tag}")


def _maker(made_by: str) -> bytes:
    return sha256(
        f"{__version__}\n{sys.version}\n{sys.flags.optimize}\n{made_by}".encode() + importlib.util.MAGIC_NUMBER
    ).digest()


def _is_the_programs(folder: Path) -> bool:
    """Whether a folder is one, of whoever owns the program or runs it, and not everybody can write to it: a group of one's own is nobody else."""
    try:
        told = folder.lstat()
        return stat.S_ISDIR(told.st_mode) and _is_of_the_owner(told, stat.S_IWOTH)
    except OSError:
        return False


def _is_of_the_owner(told: os.stat_result, others: int) -> bool:
    """Whether something belongs to whoever owns the program or runs it, without some rights of others."""
    if not hasattr(os, "getuid"):
        return True
    return told.st_uid in {os.getuid(), Path(__file__).stat().st_uid} and not told.st_mode & others
