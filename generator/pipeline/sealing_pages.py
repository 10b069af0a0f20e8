"""What the command `seal` must write of what the site says beside its incidents: its free pages, and how to ask."""

from collections.abc import Iterator
from datetime import datetime

from generator.model.config import ALWAYS
from generator.pipeline.checking import Checked, settings_of
from generator.seals.integrity_list import digest_of_key
from generator.seals.key_changes import sealed_key
from generator.seals.ledger_lock import SealedTerms, digest_of, lock_text, with_seals
from generator.seals.page_words import PAGE_LOCK, PAGES, every_page, page_name, ways_to_ask


def awaits_readers(checked: Checked, now: datetime) -> bool:
    """Whether nobody can have read the pages yet, so that they may still change: no update is public, and no setting says that the site is.

    What was sealed once stays sealed, whatever a setting says later.
    """
    content, since = checked.content, settings_of(checked).site.public_since
    if content.page_lock is not None and content.page_lock.lines:
        return False
    visibility = checked.analysis.visibility
    published = any(visibility.is_public(update, now) for folder in content.incidents for update in folder.updates)
    return not published and (since == ALWAYS or since > now)


def seals(checked: Checked, now: datetime) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield, where there is something to seal: the path of pages.lock, its new text, and the names added to it."""
    content, config = checked.content, settings_of(checked)
    if config.drill or awaits_readers(checked, now):
        return
    texts = {page_name(page): page.source.text for page in every_page(content)}
    items = [(name, digest_of(text)) for name, text in texts.items()]
    items += [(name, digest_of(words)) for name, words in ways_to_ask(config).items()]
    items += [(sealed_key(key), digest_of_key(key)) for key in config.signing.keys]
    terms = {page_name(page): SealedTerms(note=page.changed) for page in every_page(content)}
    lock = content.page_lock
    lines = with_seals(PAGES, lock, items, terms, now, texts)
    text = lock_text(lines)
    if text != (lock.source.text if lock else ""):
        old = len(lock.lines) if lock else 0
        yield PAGE_LOCK, text, tuple(line.name for line in lines[old:])
