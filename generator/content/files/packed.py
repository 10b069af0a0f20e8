"""Zip archives, which documents of office programs are too: opened without unpacking more than they should hold, and packed anew."""

import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

from generator.content.files.found import DamagedError, unsafe

#: Limits: bytes that an archive may unpack to, at least and for each of its own; and its parts.
UNPACKED = 16 << 20
RATIO = 200
PARTS = 5_000
TOO_MUCH = unsafe("it unpacks to far more data than it should", "pack it again, or put the files here separately")
_ENCRYPTED = 1
#: Every packed file has the earliest date that the form knows.
_DATE = (1980, 1, 1, 0, 0, 0)


class TooMuchError(DamagedError):
    """An archive unpacks to more than it should."""


class Packed:
    """An archive that has been opened.

    Attributes:
        names: the names of its files, without folders.
        locked: whether any of them needs a password.

    Raises:
        TooMuchError: it unpacks to far more than its size.
        DamagedError: it is none, or two files in it have one name.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DamagedError("no archive") from error
        parts = self._archive.infolist()
        self._most = max(len(data) * RATIO, UNPACKED)
        if len(parts) > PARTS or sum(part.file_size for part in parts) > self._most:
            raise TooMuchError("too much")
        self._parts = {part.filename: part for part in parts if not part.is_dir()}
        if len(self._parts) != sum(not part.is_dir() for part in parts):
            raise DamagedError("two files of one name")
        self.names = tuple(self._parts)
        self.locked = any(part.flag_bits & _ENCRYPTED for part in parts)

    def read(self, name: str) -> bytes:
        """Return the content of a file.

        Raises:
            DamagedError: it cannot be unpacked.
        """
        part = self._parts[name]
        try:
            with self._archive.open(part) as stream:
                data = stream.read(part.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise DamagedError("a part cannot be unpacked") from error
        if len(data) != part.file_size:
            raise DamagedError("a part has another size")
        return data


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of files with nothing else: no dates, no notes, nothing between them; a type comes first and is not compressed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            part = zipfile.ZipInfo(name, _DATE)
            part.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            part.create_system = 0
            archive.writestr(part, data)
    return out.getvalue()
