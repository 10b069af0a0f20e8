"""What is known of a language: its words, a file each under `words/`."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from generator.prose.number_words import base

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verbs:
    """How verbs are told in a language.

    Attributes:
        helping: lemma by form, of verbs that help others: forms of be and have, modals.
        towards: lemma by form, of verbs that stand before another and say little: "manage", "appear".
        main: lemmas by form, of the other verbs that are listed.
        noun_first: forms that are nouns unless the words before them make verbs of them.
        like: forms that are verbs though they are not listed.
        unlike: words that only look like it.
        before_nouns: determiners and prepositions, after which stands no finite verb.
        prepositions: of these, the prepositions.
        pronouns: words that are the subject of what follows.
        adverbs: words that may stand between a verb and what belongs to it.
        infinitive: what stands before a verb that has no person ("to").
        progressive: the end of a form that is a verb only after "be".
        capital_nouns: whether nouns begin with a capital letter.
        adverb_ending: how adverbs end, but for `no_adverbs`.
        no_progressives: words that only end like one.
        past: forms that are a past or a participle, though they are something else too.
        participles: those that stand before nouns.
        after_be: forms of `towards` that lead on only after "be".
        plurals: plural nouns that do not look like it.
        joining: what may stand before a verb that has its subject elsewhere.
        names: words that are names where they begin with a capital letter.
        nouns_after_article: helping verbs that are nouns after an article.
        joined: two words that are written as one.
        whole: what the first of them is, where letters are left out.
    """

    helping: Mapping[str, str]
    towards: Mapping[str, str]
    main: Mapping[str, frozenset[str]]
    noun_first: frozenset[str]
    like: re.Pattern[str] | None
    unlike: frozenset[str]
    before_nouns: frozenset[str]
    prepositions: frozenset[str]
    pronouns: frozenset[str]
    adverbs: frozenset[str]
    infinitive: frozenset[str]
    progressive: str
    capital_nouns: bool
    adverb_ending: str
    no_adverbs: frozenset[str]
    no_progressives: frozenset[str]
    past: frozenset[str]
    participles: frozenset[str]
    after_be: frozenset[str]
    plurals: frozenset[str]
    joining: frozenset[str]
    names: frozenset[str]
    nouns_after_article: frozenset[str]
    joined: re.Pattern[str] | None
    whole: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of a language.

    Attributes:
        language: its tag, without a region.
        splits: words before which a text is split into clauses.
        conjunction: the word for "and", which may stand before those of `alone`.
        alone: words that leave the part before them alone, though that has no verb.
        abbreviations: words after whose full stop a sentence goes on.
        verbs: None: nothing is known, and every part counts as having a verb.
        denial: the words of denials, by what they are for; empty: nothing is known.
        figures: the words of figures, by what they are for.
        subjects: how names are compared.
        spelling: words that no mended spelling may bring in or take out, and how words are put together.
        deciding: words that decide what a sentence says.
        clause_kinds: words that begin a clause, by what it is.
    """

    language: str
    splits: frozenset[str]
    conjunction: str
    alone: frozenset[str]
    abbreviations: frozenset[str]
    verbs: Verbs | None
    denial: "LexiconSection"
    figures: "LexiconSection"
    subjects: "LexiconSection"
    spelling: "LexiconSection"
    deciding: "LexiconSection"
    clause_kinds: "LexiconSection"


class LexiconSection:
    """A part of a language's file: words, patterns and settings by name; what is not there is empty."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._words: dict[str, frozenset[str]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}

    def __bool__(self) -> bool:
        """Whether the language has this part."""
        return bool(self._values)

    def words(self, name: str) -> frozenset[str]:
        """Return a set of words, which the file has on one line."""
        if name not in self._words:
            self._words[name] = _word_set(self._values.get(name, ""))
        return self._words[name]

    def word(self, name: str) -> str:
        """Return one word; empty when the language has none."""
        return str(self._values.get(name, ""))

    def flag(self, name: str) -> bool:
        """Return a setting."""
        return bool(self._values.get(name, False))

    def parts(self, name: str) -> tuple[str, ...]:
        """Return a list, in order."""
        return tuple(self._values.get(name, ()))

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return a pattern of whole words, or of any one of a list of them; one that never matches when the language has none."""
        if name not in self._patterns:
            written = self._values.get(name, ())
            choices = [written] if isinstance(written, str) else list(written)
            whole = "|".join(choice for choice in choices if choice)
            self._patterns[name] = re.compile(rf"(?<!\w)(?:{whole})(?!\w)") if whole else _NEVER
        return self._patterns[name]

    def compiled(self, name: str, pattern: Callable[[], str]) -> re.Pattern[str]:
        """Return a pattern made of several lists, compiled once."""
        if name not in self._patterns:
            self._patterns[name] = re.compile(pattern() or "(?!)")
        return self._patterns[name]

    def pairs(self, name: str) -> Mapping[str, str]:
        """Return the mapping written as "people=person"."""
        return dict(pair.split("=", 1) for pair in str(self._values.get(name, "")).split())


_NEVER = re.compile(r"(?!)")
_NONE = LexiconSection({})


def lexicon(language: str) -> Lexicon:
    """Return what is known of a language, by its BCP 47 tag; next to nothing without a file."""
    return _read_file(base(language))


@cache
def _read_file(language: str) -> Lexicon:
    source = files("generator.prose").joinpath("words", f"{language}.toml")
    if not re.fullmatch(r"[a-z]{2,3}", language) or not source.is_file():
        return Lexicon(language, _NOTHING, "", _NOTHING, _NOTHING, None, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE)
    written = tomllib.loads(source.read_text(encoding="utf-8"))
    clauses = written.get("clauses", {})
    return Lexicon(
        language=language,
        splits=_word_set(clauses.get("before", "")),
        conjunction=clauses.get("and", ""),
        alone=_word_set(clauses.get("alone", "")),
        abbreviations=_word_set(clauses.get("abbreviations", "")),
        verbs=_verbs(written["verbs"]) if "verbs" in written else None,
        denial=LexiconSection({**_steps(), **written["denial"]}) if "denial" in written else _NONE,
        figures=LexiconSection(written.get("figures", {})),
        subjects=LexiconSection(written.get("subjects", {})),
        spelling=LexiconSection(written.get("spelling", {})),
        deciding=LexiconSection(written.get("deciding", {})),
        clause_kinds=LexiconSection(written.get("clause_kinds", {})),
    )


@cache
def _steps() -> Mapping[str, Any]:
    """Return what holds for verbs of every language."""
    steps = files("generator.prose").joinpath("words", "steps.toml")
    return MappingProxyType(tomllib.loads(steps.read_text(encoding="utf-8"))["denial"])


def _verbs(written: Mapping[str, Any]) -> Verbs:
    main: dict[str, set[str]] = {}
    for lemma, forms in _lemma_lines(written.get("irregular", "")):
        for form in forms:
            main.setdefault(form, set()).add(lemma)
    listed = {lemma for lemmas in main.values() for lemma in lemmas}
    for lemma in _word_set(written.get("regular", "")) - listed:
        for form in _regular(lemma):
            main.setdefault(form, set()).add(lemma)
    return Verbs(
        helping=_by_form(written.get("helping", "")),
        towards=_by_form(written.get("towards", "")),
        main=MappingProxyType({form: frozenset(lemmas) for form, lemmas in main.items()}),
        noun_first=_word_set(written.get("noun_first", "")),
        like=re.compile(written["like"]) if written.get("like") else None,
        unlike=_word_set(written.get("unlike", "")),
        before_nouns=_word_set(written.get("determiners", "")) | _word_set(written.get("prepositions", "")),
        prepositions=_word_set(written.get("prepositions", "")),
        pronouns=_word_set(written.get("pronouns", "")),
        adverbs=_word_set(written.get("adverbs", "")),
        infinitive=_word_set(written.get("infinitive", "")),
        progressive=written.get("progressive", ""),
        capital_nouns=bool(written.get("capital_nouns")),
        adverb_ending=written.get("adverb_ending", ""),
        no_adverbs=_word_set(written.get("no_adverbs", "")),
        no_progressives=_word_set(written.get("no_progressives", "")),
        past=_word_set(written.get("past", "")),
        participles=_word_set(written.get("participles", "")),
        after_be=_word_set(written.get("after_be", "")),
        plurals=_word_set(written.get("plurals", "")),
        joining=_word_set(written.get("joining", "")),
        names=_word_set(written.get("names", "")),
        nouns_after_article=_word_set(written.get("nouns_after_article", "")),
        joined=re.compile(written["joined"]) if written.get("joined") else None,
        whole=MappingProxyType(LexiconSection(written).pairs("whole")),
    )


def _by_form(lines: str) -> Mapping[str, str]:
    return MappingProxyType({form: lemma for lemma, forms in _lemma_lines(lines) for form in forms})


def _lemma_lines(written: str) -> Iterable[tuple[str, list[str]]]:
    for line in written.split("\n"):
        lemma, mark, forms = line.partition(":")
        if mark:
            yield lemma.strip(), forms.split()


def _word_set(written: str) -> frozenset[str]:
    return frozenset(written.split())


def _regular(verb: str) -> tuple[str, ...]:
    """Return the forms of a regular English verb that doubles no letter."""
    if verb.endswith("e"):
        return (verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing")
    if re.search(r"[^aeiou]y$", verb):
        return (verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    return (verb, f"{verb}es" if re.search(r"(?:s|x|z|ch|sh)$", verb) else f"{verb}s", f"{verb}ed", f"{verb}ing")
