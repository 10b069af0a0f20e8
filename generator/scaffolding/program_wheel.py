"""The program as a site's workflows install it: its own wheel and its dependencies, each pinned by hash.

A site never fetches the program from a package index by name: whoever owned that name there would then control the program. The wheel is
stored in the site's repository, and every other package is pinned by the hashes of its files.
"""

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from email.parser import BytesHeaderParser

from generator.errors import UsageError

#: The folder in which a site keeps the program.
FOLDER = "tool"
REQUIREMENTS = "requirements.txt"
AUDITOR = f"{FOLDER}/audit.txt"
#: The script with which workflows install it, part of the starter.
INSTALLER = f"{FOLDER}/install.sh"

#: The file name of this program's wheel, in any version.
WHEEL = re.compile(r"aboveboard-[^/\\-]+-py3-none-any\.whl")

#: The largest permitted size of a wheel, packed and unpacked, in bytes; the real one has a small part of that.
WHEEL_LIMIT = 32 << 20
_UNPACKED = 128 << 20

_LOCK = "generator/requirements/run.txt"
_AUDIT = "generator/requirements/audit.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """A wheel of this program.

    Attributes:
        name: its file name.
        data: its content.
        lock: its dependencies with hashes, as stored in the wheel.
        audit: the same for the auditor, which looks for known vulnerabilities.
        files: the files that it installs, by path.
    """

    name: str
    data: bytes
    lock: str
    audit: str
    files: dict[str, bytes]


def name_of(version: str) -> str:
    """Return the file name of a version's wheel."""
    return f"aboveboard-{version}-py3-none-any.whl"


def wheel_of(name: str, data: bytes, version: str) -> Wheel:
    """Read a wheel.

    Args:
        name: its file name.
        data: its content; more than WHEEL_LIMIT bytes are refused.
        version: this program's version.

    Raises:
        UsageError: it is not a wheel of this version of this program.
    """
    wanted = name_of(version)
    if name != wanted:
        if WHEEL.fullmatch(name):
            raise UsageError(
                f"{name} is a different version from this program, which is {version}",
                f"give {wanted}, or install that version and run its `aboveboard init`",
            )
        raise UsageError(
            f"{name} is not the name of a wheel of this program",
            f"give {wanted}: `make wheel` in the program's source writes it into dist/, and a renamed file needs its original name",
        )
    if len(data) > WHEEL_LIMIT:
        raise UsageError(f"{name} is larger than {WHEEL_LIMIT >> 20} MB, so it is not this program's wheel", _ANEW)
    try:
        files = _unpacked(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise UsageError(f"{name} is damaged, or is not a wheel", _ANEW) from error
    told = BytesHeaderParser().parsebytes(files.get(f"aboveboard-{version}.dist-info/METADATA", b""))
    if (told["Name"], told["Version"]) != ("aboveboard", version) or "generator/__init__.py" not in files:
        raise UsageError(f"{name} contains something other than aboveboard {version}", _ANEW)
    if not (_LOCK in files and _AUDIT in files):
        raise UsageError(f"{name} does not say which packages it was made with", _ANEW)
    lock, audit = (files[path].decode("utf-8", "replace") for path in (_LOCK, _AUDIT))
    return Wheel(name=name, data=data, lock=lock, audit=audit, files=files)


_ANEW = "make it again with `make wheel` in the program's source, or copy it again"


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return every file in a zip; nothing is written to disk.

    Raises:
        BadZipFile: it cannot be read, or is larger than the program's wheel can be.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = packed.infolist()
        if sum(entry.file_size for entry in entries) > _UNPACKED:
            raise zipfile.BadZipFile
        return {entry.filename: packed.read(entry) for entry in entries if not entry.is_dir()}


def is_this(wheel: Wheel, running: dict[str, bytes]) -> bool:
    """Whether a wheel contains exactly the running program.

    Args:
        wheel: the wheel.
        running: the program's files, by their path in a wheel.
    """
    return running == {path: data for path, data in wheel.files.items() if path.startswith("generator/")}


def files(wheel: Wheel | None, lock: str, audit: str) -> dict[str, str | bytes]:
    """Return the files with which a site's workflows install the program, by path: the wheel, and the list of it and its dependencies.

    Args:
        wheel: the wheel; None when there is none yet, which the list then says.
        lock: the program's dependencies, for a site without a wheel.
        audit: the same for the auditor.
    """
    if wheel is None:
        return {REQUIREMENTS: f"{_MISSING}\n{_without_heading(lock)}", AUDITOR: f"{_AUDITS}\n{_without_heading(audit)}"}
    digest = hashlib.sha256(wheel.data).hexdigest()
    return {
        REQUIREMENTS: f"{_HERE}./{FOLDER}/{wheel.name} --hash=sha256:{digest}\n\n{_without_heading(wheel.lock)}",
        AUDITOR: f"{_AUDITS}\n{_without_heading(wheel.audit)}",
        f"{FOLDER}/{wheel.name}": wheel.data,
    }


_HERE = f"""\
# The tool as the workflows install it ({INSTALLER}), with all its parts. Each file is pinned by its hash.
# `aboveboard init --wheel FILE` in this folder rewrites this for another version.
"""
_MISSING = f"""\
# The parts of the tool, each file pinned by its hash. The tool itself is missing here, so {INSTALLER} fails:
# `aboveboard init --wheel FILE` in this folder adds it.
"""
_AUDITS = "# The program that looks for known vulnerabilities in the tool, once a week. Each file is pinned by its hash.\n"


def _without_heading(lock: str) -> str:
    """Return a lock without its heading, which describes how the program's maintainers generate it."""
    return re.sub(r"\A(?:#.*\n)+", "", lock)
