"""Which audiences had pages that readers know, according to version control, and have them no longer."""

from datetime import datetime

from generator.content.settings import PATH, parse_settings
from generator.format.decoding import SETTINGS_LIMIT, decode
from generator.history.publication import SITTING
from generator.links.audience_pages import pages_of
from generator.model.document import Content
from generator.model.history import History
from generator.model.source import RawFile
from generator.model.visibility import is_public


def former_audiences(history: History, content: Content, now: datetime) -> tuple[str, ...]:
    """Return the names of audiences that had a page of some incident, and have none of it now.

    Args:
        history: every version of each file.
        content: the present site.
        now: the time of judgement.
    """
    config = content.config.config
    if config is None or not history.known:
        return ()
    end = min(now, history.queried_at)
    versions = history.files.get(PATH, ())
    found: dict[str, None] = {}
    for version, after in zip(versions, [*versions[1:], None], strict=False):
        until = min(after.since, end) if after else end
        begun = max(version.since, config.site.public_since)
        if version.data is None or b"audiences" not in version.data or until - begun < SITTING:
            continue
        was = parse_settings(*decode(RawFile(PATH, version.data, len(version.data)), SETTINGS_LIMIT)).config
        if was is None or was.drill:
            continue
        for folder in content.incidents:
            seen = [document for document in folder.updates if is_public(document.parsed, until - SITTING)]
            now_there = pages_of(folder.updates, config.audiences)
            found |= dict.fromkeys(name for name in pages_of(seen, was.audiences) if name not in now_there)
    return tuple(found)
