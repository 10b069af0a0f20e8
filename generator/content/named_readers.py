"""Advice for one audience or group, written as a word: `for: staff`. It is told from free words by the names that the site has."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.update import Action


def with_named_readers(folder: IncidentFolder, audiences: Iterable[str]) -> IncidentFolder:
    """The same incident, with each `for` of advice that is the name of an audience, or of a group named until then, known as such.

    A site without audiences has one page for everyone: there the word is only a word.
    """
    names = set(audiences)
    if not names:
        return folder
    by_number: dict[int, frozenset[str]] = {}
    updates = []
    for document in folder.updates:
        if document.parsed is not None:
            names |= document.parsed.affected.keys()
        by_number[document.number] = frozenset(names)
        updates.append(_update_with_readers(document, by_number[document.number]))
    translations = (
        _update_with_readers(document, by_number.get(document.number, frozenset(names))) for document in folder.translations
    )
    return replace(folder, updates=tuple(updates), translations=tuple(translations))


def _update_with_readers(document: UpdateDocument, names: frozenset[str]) -> UpdateDocument:
    update = document.parsed
    if update is None or not any(action.audience in names for action in update.actions.values()):
        return document
    actions = {name: _with_readers(action, names) for name, action in update.actions.items()}
    return replace(document, parsed=replace(update, actions=MappingProxyType(actions)))


def _with_readers(action: Action, names: frozenset[str]) -> Action:
    return replace(action, for_whom=(action.audience,)) if action.audience in names else action
