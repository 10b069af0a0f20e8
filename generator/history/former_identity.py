"""What a site derived its permanent ids from in the past, according to version control."""

from datetime import UTC, datetime, timedelta
from itertools import dropwhile

from generator.content.settings import PATH, parse_settings
from generator.format.decoding import SETTINGS_LIMIT, decode
from generator.history.publication import SITTING
from generator.model.document import Content
from generator.model.history import FormerIdentity, History
from generator.model.source import RawFile
from generator.model.visibility import is_public

#: How long a change can still be undone: subscribers who have not seen the new ids by then are rare.
MENDABLE = timedelta(days=30)


def former_identity(history: History, content: Content, now: datetime) -> FormerIdentity | None:
    """Return the source of ids that subscribers know, if ids are now derived from something else; None otherwise, or if unknown.

    Only an identity under which something was published counts. If the site returns to a former identity, subscribers know it already.

    Args:
        history: every version of each file.
        content: the present site.
        now: the time of judgement.
    """
    config = content.config.config
    if config is None or not history.known:
        return None
    end = min(now, history.queried_at)
    updates = [document.parsed for folder in content.incidents for document in folder.updates if document.parsed]
    times = [update.published for update in updates if is_public(update, end)]
    versions = history.files.get(PATH, ())
    known: list[FormerIdentity] = []
    for version, after in zip(versions, [*versions[1:], None], strict=False):
        until = min(after.since, end) if after else end
        begun = max(version.since, config.site.public_since)
        if version.data is None or until - begun < SITTING or not any(time <= until - SITTING for time in times):
            continue
        was = parse_settings(*decode(RawFile(PATH, version.data, len(version.data)), SETTINGS_LIMIT)).config
        if was is not None and not was.drill:
            known.append(FormerIdentity(identity=was.site.identity, until=until.astimezone(UTC)))
    known = [one for one in known if one.until >= now - MENDABLE or one.identity == config.site.identity]
    before = list(dropwhile(lambda one: one.identity == config.site.identity, reversed(known)))
    return before[0] if before and all(one.identity != config.site.identity for one in before) else None
