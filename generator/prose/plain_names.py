"""What groups of people and kinds of data are called whose names are plain words, in each language with a word list."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


def plain_name(name: str, language: str) -> str:
    """Return what readers call a group or a kind of data, as inside a sentence; empty where the name is no plain word of that language.

    A writer may name it in English or in the language itself: `passwords` and `passwörter` are the same in German.

    Args:
        name: the writer's name for it, such as `card-number`.
        language: a BCP 47 tag; of `de-AT`, the words of `de` are taken.
    """
    spoken = language.lower().partition("-")[0]
    return _names().get(name, {}).get(spoken, "") or _own(spoken).get(name.replace("_", "-"), "")


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    source = files("generator.prose").joinpath("plain_names.toml")
    return MappingProxyType(tomllib.loads(source.read_text(encoding="utf-8")))


@cache
def _own(language: str) -> Mapping[str, str]:
    """The words of a language by the names that somebody who writes in it would give."""
    found = (words[language] for words in _names().values() if language in words)
    return MappingProxyType({words.lower().replace(" ", "-"): words for words in found})
