"""What to write beside a part of incident.md that was changed."""

from collections.abc import Mapping, Sequence

from generator.format.strict_yaml import flow
from generator.inspection.context import Context
from generator.model.history import PastIncident
from generator.model.incident import Impact, Incident, IncidentTranslation
from generator.seals.ledger_lock import digest_of
from generator.seals.standing_words import Altered, words_with


def bring_back(one: Altered, past: PastIncident) -> str:
    """Return the command that brings a published file back, or shows it."""
    path = one.document.source.path
    texts = past.standing.get(path, ())
    return f"`git checkout {texts[0].commit[:10]} -- {path}`" if texts else f"`git log -p -- {path}` shows it"


def note_line(one: Altered, said: Mapping[str, Sequence[Incident | IncidentTranslation]], context: Context) -> str:
    """Return what to write to own up to a change: the line, where the words that stood there are known."""
    was = words_with(one.digest, said.get(one.document.source.path, ()), one.part) or _of_few(one)
    if not was:
        return "under `changed:`, by its key: when (`on`), why (`because`), and the earlier words (`was`)"
    day = context.now.astimezone(context.zone).date().isoformat()
    note = flow({"on": day, "because": "Why it was changed.", "was": was})
    key = next((key for number in range(1, 10) if (key := _key(one.part, number)) not in one.kept), one.part)
    return f"under `changed:`, `{key}: {note}`"


def _of_few(one: Altered) -> str:
    """Return the word that stood there, where only a few are possible."""
    return next((word.value for word in Impact if one.part == "impact" and digest_of(word.value) == one.digest), "")


def _key(part: str, number: int) -> str:
    return part if number == 1 else f"{part}.{number}"
