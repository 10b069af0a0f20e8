"""What findings about words say in the language of the text that they are about; in English where a language has no words for it.

Who writes German reads German: the words found, why they mislead, and what to write in their place. The words of a language are data
(`wording_words/`); the English ones stand in the rules.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from generator.ledger.words import count_words
from generator.model.update import Count, CountForm

_FILES = files("generator.inspection").joinpath("wording_words")
_ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "quoted": "“%(words)s”",
        "count": "write “%(count)s”",
        "data": "the ledger has `%(kind)s: %(state)s`",
        "attackers": "the attackers",
        "looked": "`%(name)s` already says where you have looked",
    }
)
_ROUGH = frozenset({CountForm.ABOUT, CountForm.AT_LEAST, CountForm.AT_MOST})


def said(language: str, phrase: str, /, **values: str) -> str:
    """Return a phrase that findings about words share, with its values."""
    return str(_words(language).get(phrase, _ENGLISH.get(phrase, ""))) % values


def why_and_help(language: str, code: str, why: str, help: str, in_words: str = "") -> tuple[str, str]:
    """Return why the words that a rule is about mislead, and what to write instead; all are given in English.

    Args:
        language: of the text, without a region.
        code: of the rule.
        why: why they mislead.
        help: what to write instead.
        in_words: the same for a text without the keys that the help names; empty: the help holds.
    """
    own: Mapping[str, str] = _words(language).get(code, {})
    return own.get("why", why), own.get("in_words", in_words) if in_words else own.get("help", help)


def sentence_of(language: str, code: str, name: str, english: str, /, **values: str | int) -> str:
    """Return a whole message or help of a rule that says more than one thing.

    Args:
        language: of the text that the finding is about, without a region.
        code: of the rule.
        name: of the sentence among the rule's own.
        english: the sentence in English, with `%(name)s` for each value.
        values: what stands for these.
    """
    own: Mapping[str, str] = _words(language).get(code, {})
    return own.get(name, english) % values


def count_said(count: Count, language: str) -> str:
    """Return a count that is known as it is written in a sentence of a language; nothing where the language has no words for it."""
    if language == "en":
        return count_words(count)
    words = _words(language)
    if not words or count.likely:
        return ""
    figures = [f"{number:,}".replace(",", words["thousands"]) for number in count.stated]
    values = {"unit": count.unit, "low": figures[0], "high": figures[-1]}
    if count.of is not None:
        values["of"] = f"{count.of:,}".replace(",", words["thousands"])
    shape = ("between" if count.form is CountForm.BETWEEN else "exact") + ("_of" if count.of is not None else "")
    number = str(words[shape]) % values
    return str(words[count.form.value]) % {"number": number} if count.form in _ROUGH else number


@cache
def _words(language: str) -> Mapping[str, Any]:
    source = _FILES.joinpath(f"{language}.toml")
    if not language.isalpha() or not source.is_file():
        return MappingProxyType({})
    return MappingProxyType(tomllib.loads(source.read_text(encoding="utf-8")))
