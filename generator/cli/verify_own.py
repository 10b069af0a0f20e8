"""What the site's own folder knows, for `aboveboard verify`: its settings, and the seals of what was published."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from generator.adapters.built_site import read_served
from generator.cli.judging import content_of, judge, prepared
from generator.format.decoding import MARKDOWN_LIMIT, decode
from generator.model.config import SiteConfig
from generator.model.document import IncidentFolder, LockDocument
from generator.model.source import RawFile
from generator.seals.ledger_lock import LOCK, name_of, parse_lock
from generator.seals.page_words import PAGE_LOCK, PAGES
from generator.seals.rollback import Kept


def config_of(root: Path) -> SiteConfig | None:
    """Return the settings of the site in a folder; None where they cannot be understood.

    Raises:
        NoContentError: the folder is not a site.
    """
    return prepared(root).config.config


def kept_in(root: Path) -> Kept:
    """Return what the folder of a site keeps of what was published.

    Raises:
        NoContentError: the folder is not a site.
    """
    locks = {}
    for file in sorted(root.glob(f"content/incidents/*/{LOCK}")):
        slug = file.parent.name
        if lock := _lock(root, file.relative_to(root).as_posix(), slug):
            locks[slug] = lock
    if not locks:
        return Kept(pages=_lock(root, PAGE_LOCK, PAGES))
    newest = {}
    for folder in content_of(root).incidents:
        sealed = {line.name for line in locks[folder.slug].lines} if folder.slug in locks else set[str]()
        texts = [(when, path) for path, when in _published(folder) if name_of(folder, path) in sealed]
        if texts:
            when, path = max(texts)
            newest[folder.slug] = path, when
    return Kept(locks=locks, pages=_lock(root, PAGE_LOCK, PAGES), newest=newest)


def doubts_about_keys(root: Path, now: datetime) -> Iterator[str]:
    """Yield what the rule on keys would find in the site of a folder: a key that none before it has announced."""
    record = judge(root, now).checked.analysis.keys
    for use in record.silent:
        yield f"site_config.yml {'names' if use.current else 'named'} a new key, {use.mark}, which no earlier key has announced: ask who changed it, through another channel"
    if record.given_up:
        yield "site_config.yml no longer names a key, and the last one has not announced that: ask who changed it, through another channel"


def _published(folder: IncidentFolder) -> list[tuple[str, datetime]]:
    """Return the path of each update, and of the review, that was understood, and when it was published."""
    found = [(one.source.path, one.parsed.published) for one in folder.updates if one.parsed]
    if folder.review and folder.review.review:
        found.append((folder.review.source.path, folder.review.review.published))
    return [(path, when.astimezone(UTC)) for path, when in found]


def _lock(root: Path, name: str, slug: str) -> LockDocument | None:
    got = read_served(root, name, MARKDOWN_LIMIT)
    return parse_lock(*decode(RawFile(name, got.data, len(got.data)), MARKDOWN_LIMIT), slug) if got.data is not None else None
