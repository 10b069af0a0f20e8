"""What a question asks: the same for the same question in other words or another language."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generator.questions.redaction import redacted
from generator.questions.vocabulary import Meaning, meaning_of

#: What questions are about, where questions about different things are different.
_THINGS = ("password", "card", "child", "email", "phone", "address", "health", "identity")
#: Words that open a second question in a sentence: "was I affected and what should I do".
_JOINED = re.compile(
    r"(?:\s*[,;]\s*|\s+)(?:and|und|et|y|e|also|sowie|ainsi que|además)\s+|\s*[,;،؛]\s+|\s+و(?=(?:هل|ما|ماذا|متى|كيف|لماذا|من)\b)",
    re.IGNORECASE,
)
_OR = re.compile(r"\b(?:or|oder|ou|o|أو)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked: its name, the things that it is asked of, and the line to write while nobody knows the answer."""

    name: str
    things: frozenset[str]
    unknown: str
    answered: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Pattern:
    name: str
    needs: frozenset[str]
    one_of: frozenset[str]
    without: frozenset[str]
    of_things: bool
    unknown: str
    answered: tuple[frozenset[str], ...]


@cache
def _patterns() -> tuple[_Pattern, ...]:
    read = tomllib.loads(files("generator.questions").joinpath("words/asked.toml").read_text(encoding="utf-8"))
    return tuple(
        _Pattern(
            one["name"],
            frozenset(one.get("all", ())),
            frozenset(one.get("any", ())),
            frozenset(one.get("none", ())),
            one.get("of", False),
            one["unknown"],
            tuple(frozenset(several) for several in one["answered"]),
        )
        for one in read["asked"]
    )


@cache
def _unknowns() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("generator.questions").joinpath("words/unknown.toml").read_text(encoding="utf-8"))


def unknown_in(subject: str, language: str) -> str:
    """Return the line to write while nobody knows the answer to a subject, in a language; empty where there is none but the English one."""
    return _unknowns().get(language.partition("-")[0].lower(), {}).get(subject, "")


@cache
def subject_of(text: str) -> Subject | None:
    """Return what a text asks; None when it is nothing of what customers usually ask."""
    said = meaning_of(redacted(text))
    concepts = said.concepts | ({"choice"} if _OR.search(text) else frozenset())
    for pattern in _patterns():
        fits = pattern.needs <= concepts and not pattern.without & concepts
        if fits and (not pattern.one_of or pattern.one_of & concepts):
            return Subject(pattern.name, _things(said) if pattern.of_things else frozenset(), pattern.unknown, pattern.answered)
    return None


def _things(said: Meaning) -> frozenset[str]:
    things = said.concepts.intersection(_THINGS)
    # "Bank account" is a card in one language and an account in another.
    if "card" in things and "account" in said.concepts and "safe" in said.concepts:
        things -= {"card"}
    return things | said.own


def parts_of(sentence: str) -> tuple[str, ...]:
    """Return the questions in a sentence: its parts where each asks something different, otherwise the whole."""
    parts = [part.strip() for part in _JOINED.split(sentence) if part and part.strip()]
    if len(parts) == 1:
        return (sentence,)
    subjects = {subject for part in parts if (subject := subject_of(part))}
    asking = [part for part in parts if subject_of(part)]
    return tuple(asking) if len(subjects) > 1 else (sentence,)
