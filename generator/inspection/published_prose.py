"""How words that readers can already have read are said better, in a text that is no dated statement: incident.md, a page, site_config.yml.

Such a text may be changed, but not in silence: a note beside it gives the earlier words (CON089, CON091), and an offer is said anew in an update (CON075).
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from generator.format.prose_keys import Prose, declaration_of, prose_at
from generator.format.strict_yaml import flow
from generator.history.publication import standing_of
from generator.inspection.context import Context
from generator.model.document import (
    ConfigDocument,
    IncidentDocument,
    IncidentFolder,
    IncidentTranslationDocument,
    PageDocument,
    ReadersDocument,
)
from generator.model.history import PastIncident
from generator.model.source import Span
from generator.seals.ledger_lock import digest_of
from generator.seals.page_words import is_as_sealed, page_name, ways_to_ask, words_line
from generator.seals.standing_words import line_name, standing_words

#: Where later words of what incident.md offers belong, by its key: the section of an update, and the name in it.
OFFERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"remedy": ("remedies", "remedy"), "direct_notice": ("direct_notice", "everyone")}
)
#: The most characters of a page's earlier words that are offered for a note.
_LONGEST: Final = 400


def how_to_say_it(document: ReadersDocument, at: Span, folder: IncidentFolder | None, context: Context) -> str:
    """Return how to say it better what stands at a place, if readers can have read it there; empty where nothing tells that they have."""
    match document:
        case IncidentDocument() | IncidentTranslationDocument() if folder is not None:
            return _in_incident(document, at, folder, context)
        case PageDocument():
            lock = context.analysis.content.page_lock
            line = lock.last(page_name(document)) if lock else None
            if line is None or not is_as_sealed(document, line):
                return ""
            note = _note(context, _block_at(document, at, context))
            return f"it was published, so say that you change it: `changed: {note}`{' in place of the earlier note' if document.changed else ''}"
        case ConfigDocument(config=config) if config is not None:
            path = _path_at(document, at)
            part = f"@{path[1]}.{'.'.join(path[2:])}" if path[:1] == ("translations",) else ".".join(path)
            words, lock = ways_to_ask(config).get(words_line(part), ""), context.analysis.content.page_lock
            sealed = lock.last(words_line(part)) if lock and words else None
            if sealed is None or sealed.digest != digest_of(words):
                return ""
            return _with_note(part, words, config.changed, context)
    return ""


def _in_incident(
    document: IncidentDocument | IncidentTranslationDocument, at: Span, folder: IncidentFolder, context: Context
) -> str:
    held = document.parsed if isinstance(document, IncidentTranslationDocument) else document.incident
    if held is None:
        return ""
    language = document.language
    part = ".".join(_path_at(document, at)) or "body"
    words = standing_words(held).get(part, "")
    line = folder.lock.last(line_name(part, language)) if folder.lock and words else None
    past = context.analysis.past.get(folder.slug, PastIncident()).standing.get(document.source.path, ())
    shown = any(standing_words(one).get(part, "") == words for one in standing_of(document.source.path, past, folder))
    if not words or not (shown or (line is not None and line.digest == digest_of(words))):
        return ""
    if part in OFFERS and isinstance(document, IncidentDocument):
        section, name = OFFERS[part]
        return f"it was published: say it better in a new update, under `{section}:`, as `{name}`"
    return _with_note(part, words, held.changed, context)


def _with_note(part: str, words: str, kept: Iterable[str], context: Context) -> str:
    key = next((one for number in range(1, 10) if (one := part if number == 1 else f"{part}.{number}") not in kept), part)
    # A plain value of YAML cannot begin with this sign.
    written = f"'{key}'" if key.startswith("@") else key
    return f"it was published, so give the earlier words too, under `changed:`, `{written}: {_note(context, words)}`"


def _note(context: Context, was: str) -> str:
    day = context.now.astimezone(context.zone).date().isoformat()
    return flow({"on": day, "because": "Why it was changed.", **({"was": was} if was else {})})


def _path_at(document: ReadersDocument, at: Span) -> tuple[str, ...]:
    """Return the key whose value stands at a place; nothing for the text below the keys."""
    of = declaration_of(document)
    for path, place in document.places.items():
        value = place.value
        within = (value.line, value.column) <= (at.line, at.column) < (value.end_line, value.end_column)
        if path and within and prose_at(of, path) is not Prose.NONE:
            return path
    return ()


def _block_at(document: PageDocument, at: Span, context: Context) -> str:
    """Return the title or the paragraph that a place is in; empty where it is too long for a note."""
    for one in context.analysis.author_text(document).stretches:
        if one.line <= at.line < one.line + len(one.rows):
            words = " ".join(" ".join(one.rows).split())
            return words if len(words) <= _LONGEST else ""
    return ""
