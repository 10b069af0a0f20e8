"""The content of a file as names in sections, values, sentences and a body: what translations repeat and pages look up."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from generator.format.incident import INCIDENT, INCIDENT_TRANSLATION
from generator.format.kinds import Path, TranslationMode
from generator.format.page import PAGE
from generator.format.record import Record, leaves
from generator.format.review import REVIEW
from generator.format.update import UPDATE
from generator.model.document import (
    Document,
    IncidentDocument,
    IncidentTranslationDocument,
    PageDocument,
    ReviewDocument,
    UpdateDocument,
)
from generator.model.incident import Incident, IncidentTranslation, Review
from generator.model.update import Update


@dataclass(frozen=True, slots=True)
class Statement:
    """The content of a file that a translation must repeat.

    Attributes:
        names: the names in each section, in order; sections without names are omitted.
        values: values that must be equal, by path; missing ones are omitted.
        sentences: sentences with white space collapsed, by path; missing ones are omitted.
        body: the Markdown after the front matter.
    """

    names: Mapping[str, tuple[str, ...]]
    values: Mapping[Path, object]
    sentences: Mapping[Path, str]
    body: str


def statement_of(document: Document) -> Statement:
    """Return the content of a file."""
    match document:
        case UpdateDocument(parsed=Update() as told):
            record: Record = UPDATE
        case IncidentDocument(incident=Incident() as told):
            record = INCIDENT
        case IncidentTranslationDocument(parsed=IncidentTranslation() as told):
            record = INCIDENT_TRANSLATION
        case ReviewDocument(review=Review() as told):
            record = REVIEW
        case PageDocument() as told:
            record = PAGE
        case _:
            return Statement(names=_NOTHING, values=_NOTHING, sentences=_NOTHING, body="")
    values: dict[Path, object] = {}
    sentences: dict[Path, str] = {}
    for leaf in leaves(record, told):
        if leaf.language is TranslationMode.TRANSLATE:
            sentences[leaf.path] = str(leaf.value)
        elif leaf.language is TranslationMode.REPEAT:
            values[leaf.path] = leaf.value
    names = {key.name: tuple(key.section(told)) for key in record.sections if key.language is not TranslationMode.OWN}
    return Statement(
        names=MappingProxyType({section: those for section, those in names.items() if those}),
        values=MappingProxyType(values),
        sentences=MappingProxyType(sentences),
        body=told.body,
    )


_NOTHING: Mapping[Any, Any] = MappingProxyType({})
