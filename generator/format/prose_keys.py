"""Which values of a file are prose that readers see: what the wording rules judge. It follows from the declaration of each key.

A sentence is prose unless its key says that it is someone else's (`theirs`), or that no reader sees it (`unread`, which holds for the keys below it too). Of a name or a few words
(`terse`) it depends on how many words there are. A new key is prose without another line.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from generator.format.config import CONFIG
from generator.format.incident import INCIDENT, INCIDENT_TRANSLATION
from generator.format.kinds import (
    Free,
    Kind,
    Map,
    NameOf,
    OrNever,
    OrSentence,
    Path,
    PersonName,
    Sentence,
    Sentences,
    TranslationMode,
)
from generator.format.page import PAGE
from generator.format.record import Key, Record
from generator.format.review import REVIEW
from generator.format.update import UPDATE, OrNames
from generator.model.document import (
    ConfigDocument,
    Document,
    IncidentDocument,
    IncidentTranslationDocument,
    PageDocument,
    ReviewDocument,
    UpdateDocument,
)

#: The declaration of each file with sentences that readers see.
DECLARED: Mapping[type[Document], Record] = MappingProxyType(
    {
        UpdateDocument: UPDATE,
        IncidentDocument: INCIDENT,
        IncidentTranslationDocument: INCIDENT_TRANSLATION,
        ReviewDocument: REVIEW,
        PageDocument: PAGE,
        ConfigDocument: CONFIG,
    }
)


def declaration_of(document: Document) -> Record:
    """Return the declaration of a file with sentences that readers see; what stands for one that is read later has the same."""
    return next(DECLARED[one] for one in type(document).__mro__ if one in DECLARED)


class Prose(StrEnum):
    """How much of a value is prose."""

    WHOLE = "whole"
    #: It is a name or a few words, and prose only where there are more.
    TERSE = "terse"
    NONE = "none"


def prose_of(key: Key) -> Prose:
    """Return how much of a key's own value is prose; that of the keys below it is theirs to say."""
    if key.theirs or not _holds_sentences(key.kind):
        return Prose.NONE
    return Prose.TERSE if key.terse else Prose.WHOLE


def _holds_sentences(kind: Kind) -> bool:
    """Whether a value holds sentences of its own. Kinds that are made of them, such as addresses and names, hold none."""
    while True:
        if isinstance(kind, OrSentence):
            return True
        inner = kind.kind if isinstance(kind, Free | OrNever) else kind.of if isinstance(kind, Map) else kind
        if inner is kind:
            break
        kind = inner
    if isinstance(kind, OrNames):
        return True
    if isinstance(kind, Sentences):
        return kind.language is TranslationMode.TRANSLATE
    return type(kind) is Sentence


@lru_cache(maxsize=4096)
def prose_at(record: Record, path: Path) -> Prose:
    """Return how much of the value at a path of a file is prose. Cached: most keys of an update are those of the one before."""
    if not path:
        return prose_of(record.by_name[record.short]) if record.short else Prose.NONE
    key = record.by_name.get(path[0])
    if key is None:
        # One window of several has a name, and one state of several for a kind of data has a number: neither is in the declaration.
        return prose_at(record, path[1:]) if len(path) > 1 else Prose.NONE
    if key.unread:
        return Prose.NONE
    kind, rest = key.kind, path[1:]
    if not rest and isinstance(kind.kind if isinstance(kind, OrNever) else kind, OrSentence):
        return prose_of(key)
    inner = kind.inner
    while isinstance(inner, Map):
        if not rest:
            return Prose.NONE
        inner, rest = inner.of.inner, rest[1:]
    if isinstance(inner, Record):
        return prose_at(inner, rest)
    # A list has a number for each of its items.
    listed = isinstance(inner, Sentences) and len(rest) == 1
    return prose_of(key) if not rest or listed else Prose.NONE


def every_prose(record: Record, at: Path = ()) -> Iterator[tuple[Path, Key, Prose]]:
    """Yield every key of a file in which a person types words that readers see, with its path (`*` stands for a name) and how much of it is prose."""
    for key in record.keys:
        if key.unread:
            continue
        path = (*at, key.name)
        if _may_be_words(key.kind):
            yield path, key, prose_of(key)
        kind = key.kind.inner
        while isinstance(kind, Map):
            kind, path = kind.of.inner, (*path, "*")
        if isinstance(kind, Record):
            yield from every_prose(kind, path)


def _may_be_words(kind: Kind) -> bool:
    """Whether a person types words there: whatever is made of sentences but names of things that are defined elsewhere, and of people."""
    inner = kind.inner
    while isinstance(inner, Map):
        inner = inner.of.inner
    if isinstance(inner, Record):
        return isinstance(kind.kind if isinstance(kind, OrNever) else kind, OrSentence)
    return isinstance(inner, Sentence | Sentences | OrNames) and not isinstance(inner, NameOf | PersonName)
