"""Names that a writer put before a sentence, although it is in a list, in quotes, or lacks the space after the colon."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from generator.format.strict_yaml import Entry, Node, Table, Text

_NAME: Final = r"[^\W_A-Z]+(?:[-_][^\W_A-Z]+)*"
_BEFORE: Final = re.compile(rf"({_NAME})(\s*:\s+|\s*:(?=[^\W\d])|\s+(?:[-–—=]|->|→)\s+)(\S.*)", re.DOTALL)

#: Keys that any named entry may have. None of them is read as a name at the start of a list item.
_KEYS: Final = frozenset(
    (
        "text do ask from sure by looked through cannot_see when what kind window who because why urgency for"
        " answer unknown since owner moved done dropped name id key"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A name found before a sentence.

    Attributes:
        name: the name.
        value: the named value, without the name.
        how: the form in which it was written: `key` (`- entry: …`), `first` (`- entry: …` with further keys below), `name` (`- name:
            entry`), `text` (inside the sentence).
        certain: whether it is a name beyond doubt.
        asks: the full sentence, where there is one.
    """

    name: str
    value: Node
    how: str
    certain: bool = True


def given_name(item: Node, keys: tuple[str, ...], known: Collection[str]) -> Given | None:
    """Return the name that a list item already has, or None.

    Args:
        item: the value after the hyphen.
        keys: the keys that an item may have, the one for its sentence first; empty when an item is only a sentence.
        known: names in use in the incident.
    """
    if isinstance(item, Table):
        return _of_table(item, keys)
    if isinstance(item, Text):
        return of_text(item, known)
    return None


def of_text(text: Text, known: Collection[str]) -> Given | None:
    """Return the name at the start of a sentence, as in `"entry: They came in."`."""
    found = _BEFORE.fullmatch(text.value.strip())
    if not found:
        return None
    name, sign, rest = found.groups()
    colon = sign.strip() == ":"
    if not colon and name not in known:
        return None  # A sentence may contain a dash.
    # Without quotes and without a space, it can only have been meant as a name.
    certain = name in known or (colon and text.plain and not sign.endswith((" ", "\n")))
    return Given(name=name, value=text._replace(value=rest), how="text", certain=certain)


def _of_table(table: Table, keys: tuple[str, ...]) -> Given | None:
    entries = list(table.entries.values())
    first, main = entries[0] if entries else None, keys[0] if keys else ""
    further = {*_KEYS, *keys}
    if first is None or (table.flow and len(entries) > 1):
        return None
    rest = {entry.key for entry in entries[1:]}
    if first.key not in further and re.fullmatch(_NAME, first.key):
        if not rest:
            return Given(name=first.key, value=first.value, how="key")
        if main and rest <= further - {main} and isinstance(first.value, Text) and not first.value.is_empty:
            inner = {main: Entry(main, first.key_at, first.value), **{entry.key: entry for entry in entries[1:]}}
            return Given(name=first.key, value=table._replace(entries=MappingProxyType(inner)), how="first")
        return None
    named = next((entry for entry in entries if entry.key in {"name", "id", "key"}), None)
    if named is None or main not in table.entries or not isinstance(named.value, Text):
        return None
    if not re.fullmatch(_NAME, named.value.value):
        return None
    inner = {entry.key: entry for entry in entries if entry is not named}
    return Given(
        name=named.value.value, value=table._replace(entries=MappingProxyType(inner)), how="name" if named is first else "inside"
    )
