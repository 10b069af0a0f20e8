"""A built site as one zip file: the same site gives the same bytes."""

import shutil
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

# The range of times in a zip, which has no time zone and a resolution of two seconds.
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_LATEST = datetime(2107, 12, 31, tzinfo=UTC)


def pack(folder: Path, target: Path, when: datetime) -> None:
    """Pack every file of a folder into a zip: sorted by path, all with the same time and permissions, nothing about this computer.

    Args:
        folder: the folder. What is in it stands at the top of the zip, so that it can be unpacked where it is to be served.
        target: the zip; one that is there is written over.
        when: the time that every file gets.

    Raises:
        OSError: the disk does not let us.
    """
    time = min(max(when.astimezone(UTC), _EARLIEST), _LATEST)
    paths = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path, file in sorted(paths.items()):
            entry = zipfile.ZipInfo(path, (time.year, time.month, time.day, time.hour, time.minute, time.second))
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Unix permissions on every system, readable by everyone.
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.file_size = file.stat().st_size
            with file.open("rb") as source, packed.open(entry, "w") as sink:
                shutil.copyfileobj(source, sink)
