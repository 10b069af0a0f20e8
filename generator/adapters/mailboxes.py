"""Exports of help desks and mailboxes on the writer's disk. They are read in place; nothing of them is copied."""

import mailbox  # noqa: TID251  # this module is its home
from pathlib import Path

from generator.adapters.safe_open import FileKind, NotAFileError, kind_of, opened
from generator.errors import EnvironmentFailedError, UsageError
from generator.model.customer_message import ExportFile

#: The most bytes of an export, in all. A mailbox with pictures in it is large; what is larger was not exported for this.
LIMIT = 512 << 20

#: How the first message of a mailbox file begins.
_MBOX = b"From "
_MESSAGE = frozenset({".eml", ".emlx"})
_TABLE = frozenset({".csv", ".tsv", ".tab"})


def read_messages(path: Path, root: Path) -> ExportFile:
    """Read an export: a table (CSV), a mailbox (.mbox), a message (.eml), a text (.txt) or a folder of messages.

    Args:
        path: the export.
        root: the site's folder. An export must not lie in it: it holds people's data, and what lies there is soon committed.

    Raises:
        UsageError: it lies in the site's folder, is too large, or is no export.
        EnvironmentFailedError: it cannot be read.
    """
    full, top = path.resolve(), root.resolve()
    if full.is_relative_to(top):
        raise UsageError(
            f"{path} is in the site's folder, where customers' names and data could be committed",
            "move it elsewhere, such as your Downloads folder, and delete it once you have read it",
        )
    try:
        _refuse(path)
        if full.is_dir():
            return ExportFile(path.name, messages=_folder(full))
        if full.stat().st_size > LIMIT:
            raise _too_large(path)
        with opened(full, str(path)) as stream:
            begins = stream.read(len(_MBOX))
        if full.suffix.lower() == ".mbox" or begins == _MBOX:
            return ExportFile(path.name, messages=_mailbox(full))
        data = full.read_bytes()
    except NotAFileError as error:
        raise error.refused from error
    except OSError as error:
        raise EnvironmentFailedError(
            f"{path} cannot be read: {error.strerror or error}", "check its name, its owner and its permissions"
        ) from error
    if full.suffix.lower() in _MESSAGE:
        return ExportFile(path.name, messages=(_message(full, data),))
    return ExportFile(path.name, table=data, text=full.suffix.lower() not in _TABLE)


def _mailbox(path: Path) -> tuple[bytes, ...]:
    box = mailbox.mbox(path, create=False)
    try:
        return tuple(box.get_bytes(key) for key in box.keys())  # noqa: SIM118  # a mailbox iterates over messages, not keys
    finally:
        box.close()


def _folder(folder: Path) -> tuple[bytes, ...]:
    # Some programs export a mailbox as a folder that holds one mailbox file (Apple Mail: NAME.mbox/mbox).
    inner = folder / "mbox"
    if kind_of(inner) not in {FileKind.NOTHING, FileKind.FOLDER}:
        _refuse(inner)
        return _mailbox(inner)
    found = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _MESSAGE and kind_of(file) is not FileKind.FOLDER)
    for file in found:
        _refuse(file)
    if not found:
        raise UsageError(f"there is no message in {folder}", "a folder of messages contains files that end in .eml")
    if sum(file.stat().st_size for file in found) > LIMIT:
        raise _too_large(folder)
    return tuple(_message(file, file.read_bytes()) for file in found)


def _refuse(path: Path) -> None:
    """Raise for anything but a regular file or folder: a link may lead anywhere, and a pipe would block.

    Raises:
        NotAFileError: it is none, and no folder either.
    """
    if (kind := kind_of(path)) in {FileKind.LINK, FileKind.OTHER}:
        raise NotAFileError(str(path), kind)


def _message(path: Path, data: bytes) -> bytes:
    if path.suffix.lower() != ".emlx":
        return data
    # Apple Mail writes the message's length on a line before it, and its own notes behind it.
    length, _, rest = data.partition(b"\n")
    return rest[: int(length)] if length.strip().isdigit() else data


def _too_large(path: Path) -> UsageError:
    return UsageError(f"{path} is larger than {LIMIT >> 20} MB", "export only the folder or the days that you need")
