"""Files that may have been published already, and so must not be changed. In case of doubt, a file counts as published."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from generator.content import frontmatter
from generator.content.assembly import UPDATE
from generator.format import yaml_files
from generator.format.decoding import MARKDOWN_LIMIT, decode
from generator.format.reader import Reader
from generator.format.strict_yaml import Node, Table, Text
from generator.model.history import Committed
from generator.model.source import RawFile, Source, Span

_CORRECT = "already published: write a correction in a new update"
_KEY = r"[\"' ]*{}[\"']?\s*[:=]\s*[\"']?(.*?)[\"']?\s*(?:\s#.*)?$"
_PUBLISHED = re.compile(_KEY.format("published"), re.IGNORECASE)
_DRAFT = re.compile(_KEY.format("draft"), re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}.*", re.ASCII)
_TRUE = frozenset({"true", "yes", "on", "y"})

#: The earliest time zone is 14 hours ahead of UTC.
_EARLIEST = timedelta(hours=14)


#: Where free pages are, and their lock.
_PAGES = "content/pages/"


def maybe_published(files: Iterable[RawFile], now: datetime, committed: Committed) -> Mapping[str, str]:
    """Return the updates, translations and reviews that may have been published, each with the reason.

    Args:
        files: every file of the site.
        now: the present time.
        committed: the state of files in version control.
    """
    by_path = {file.path: file for file in files}
    reasons: dict[str, str] = {}
    for path, file in by_path.items():
        folder, name = incident_file_of(path)
        if folder and (name == "review.md" or UPDATE.fullmatch(name)):
            original = by_path.get(original_of(path))
            reason = _reason(file, original, by_path.get(f"{folder}/ledger.lock"), now, committed)
            if reason:
                reasons[path] = reason
        elif path.startswith(_PAGES) and names_in_lock(by_path.get(f"{_PAGES}pages.lock"), path.removeprefix(_PAGES)):
            reasons[path] = "its text is sealed in pages.lock: change it yourself, and add a note under `changed` with the reason"
    return reasons


def incident_file_of(path: str) -> tuple[str, str]:
    """Return the incident folder of a file, and the file's name; empty for other files."""
    found = re.fullmatch(r"(content/incidents/[^/]+)/([^/]+)", path)
    return (found.group(1), found.group(2)) if found else ("", "")


def original_of(path: str) -> str:
    """Return the path of the update that a translation belongs to; for an original, its own path."""
    found = re.fullmatch(r"(.*/[0-9]{1,4}-[a-z0-9-]+)\.[A-Za-z0-9-]+\.md", path)
    return f"{found.group(1)}.md" if found else path


def names_in_lock(lock: RawFile | None, name: str) -> bool:
    """Whether a ledger.lock contains a file name. A lock that was not read completely may contain any."""
    if lock is None:
        return False
    if lock.link or lock.size > MARKDOWN_LIMIT or len(lock.data) < lock.size:
        return True
    return any(name in line for line in lock.data.decode("utf-8", "replace").splitlines())


def _reason(file: RawFile, original: RawFile | None, lock: RawFile | None, now: datetime, committed: Committed) -> str:
    if names_in_lock(lock, file.path.rpartition("/")[2]):
        return f"{_CORRECT} (its text is sealed in ledger.lock)"
    texts = [file, *([original] if original else [])]
    if not committed.known:
        if any(_is_draft(one) for one in texts) or min(due_of(one) for one in texts) > now:
            return ""
        return f"it may already have been published, which cannot be determined here ({committed.why}): if so, write a correction in a new update; if not, set `draft: true` or a later time of publication while you fix it"
    if file.path not in committed.files:
        return ""
    last = [RawFile(one.path, data, len(data)) for one in texts if (data := committed.files.get(one.path)) is not None]
    if any(_is_draft(one) for one in last) or min(due_of(one) for one in (*last, *texts)) > now:
        return ""
    return f"{_CORRECT} (it is committed, and its time has passed)"


def _keys(file: RawFile) -> tuple[Table | None, list[str]]:
    """Return a file's keys if they can be read, otherwise its lines that hold keys."""
    source, _ = decode(RawFile(file.path, file.data, len(file.data)), max(MARKDOWN_LIMIT, len(file.data)))
    text = source.text or file.data.decode("utf-8", "replace")
    parts, _ = frontmatter.split(Source(file.path, text))
    if parts is not None:
        node, _ = yaml_files.read(parts.front, file.path)
        if isinstance(node, Table):
            return node, []
        return None, parts.front.split("\n")
    return None, text.split("\n")


def _value_of(table: Table, key: str) -> Node | None:
    return next((entry.value for entry in table.entries.values() if entry.key.strip().lower() == key), None)


def _is_draft(file: RawFile) -> bool:
    """Whether a file is marked as a draft, so that no build ever published it."""
    table, lines = _keys(file)
    if table is not None:
        value = _value_of(table, "draft")
        return isinstance(value, Text) and value.value.strip().lower() in _TRUE
    # Keys end at the first empty line at the latest; lines below it may be text for readers.
    keys = "\n".join(lines).strip("\n").partition("\n\n")[0].split("\n")
    return any(not line[:1].isspace() and (found := _DRAFT.match(line)) and found.group(1).lower() in _TRUE for line in keys)


def due_of(file: RawFile) -> datetime:
    """Return the earliest time at which a file may have been published; the earliest possible time when it gives none."""
    table, lines = _keys(file)
    if table is not None:
        value = _value_of(table, "published")
        written = [value.value] if isinstance(value, Text) else []
    else:
        written = [found.group(1) for line in lines if (found := _PUBLISHED.match(line))]
    return min((_earliest_moment(one) for one in written), default=datetime.min.replace(tzinfo=UTC))


def _earliest_moment(written: str) -> datetime:
    at = Span("", 1, 1, 1, 1)
    found = Reader("").moment(Text(written, at, plain=True), "published") if _MOMENT.match(written.strip()) else None
    if found is not None:
        return found.astimezone(UTC)
    # Without a zone, any zone is possible; an unreadable time may be long past.
    naive = Reader("").moment(Text(f"{written.strip()}Z", at, plain=True), "published")
    return naive - _EARLIEST if naive is not None else datetime.min.replace(tzinfo=UTC)
