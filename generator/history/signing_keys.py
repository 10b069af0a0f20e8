"""With which keys a site was signed over time, according to version control."""

from datetime import UTC, datetime

from generator.content.settings import PATH, parse_settings
from generator.format.decoding import SETTINGS_LIMIT, decode
from generator.model.config import SigningKey
from generator.model.history import History
from generator.model.source import RawFile


def signing_keys(history: History, now: datetime) -> tuple[tuple[datetime, tuple[SigningKey, ...]], ...]:
    """Return the keys in each version of site_config.yml that names any, the oldest first, and when it came.

    What readers saw of it does not matter, nor from when on: no setting makes a former key unknown.

    Args:
        history: every version of each file.
        now: the time of judgement.
    """
    found = []
    # What may be public proves nothing, but it shows that there was another key.
    versions = (*history.files.get(PATH, ()), *history.ahead.get(PATH, ())) if history.known else ()
    for version in versions:
        if version.data is None or version.since > now or b"signing" not in version.data:
            continue
        was = parse_settings(*decode(RawFile(PATH, version.data, len(version.data)), SETTINGS_LIMIT)).config
        if was is not None and not was.drill and was.signing.keys:
            found.append((version.since.astimezone(UTC), was.signing.keys))
    return tuple(found)
