"""Words of a clause, and which of them are verbs: as much grammar as clauses and denials need, decided by a word and those beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from generator.prose.lexicon import Lexicon, Verbs, lexicon

_WORD = re.compile(r"[^\W_]+(?:[’'\u2011-][^\W_]+)*[’']?")
#: Where a link leads is not said.
_ADDRESS = re.compile(r"(?<=\])\([^)\s]{0,300}\)|https?://[^\s<>]{1,300}")


class WordRole(Enum):
    """What a word is in its clause."""

    HELPING = "helping"
    TOWARDS = "towards"
    VERB = "verb"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clause.

    Attributes:
        text: in small letters, with straight apostrophes.
        start: where it begins in the clause.
        end: one past its last character.
        role: whether it is a verb, and of what sort.
        lemmas: of a verb: the verbs that it may be a form of; empty for one that is not listed.
    """

    text: str
    start: int
    end: int
    role: WordRole = WordRole.OTHER
    lemmas: frozenset[str] = frozenset()

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb of any sort."""
        return self.role is not WordRole.OTHER


@lru_cache(maxsize=8192)
def words(text: str, language: str) -> tuple[Word, ...]:
    """Return the words of a text, each with its role."""
    known = lexicon(language)
    plain = tuple(_split_words(text, known))
    if known.verbs is None:
        return plain
    told: list[Word] = []
    for index, word in enumerate(plain):
        role, lemmas = _role(index, plain, told, text, known.verbs)
        told.append(word if role is WordRole.OTHER and not lemmas else Word(word.text, word.start, word.end, role, lemmas))
    if known.verbs.progressive and not any(word.is_verb for word in told):
        return _with_late_verb(told, known.verbs)
    return tuple(told)


def _with_late_verb(told: list[Word], verbs: Verbs) -> tuple[Word, ...]:
    """Return the words with a verb where none was found: a form that is also a noun, between "people of the night shift" and "the telephone"."""
    for index in range(2, len(told) - 1):
        word, following = told[index], told[index + 1]
        head = next((place for place in range(index - 1) if _is_plural(told[place], verbs)), None)
        determined = following.text in verbs.before_nouns - verbs.prepositions
        if (
            head is None
            or not determined
            or told[index - 1].text in verbs.before_nouns
            or word.text not in verbs.main.get(word.text, frozenset())
        ):
            continue
        if told[head + 1].text in verbs.prepositions:
            return (
                *told[:index],
                Word(word.text, word.start, word.end, WordRole.VERB, verbs.main[word.text]),
                *told[index + 1 :],
            )
    return tuple(told)


def has_verb(text: str, language: str) -> bool:
    """Whether a part of a sentence has a verb; so has every part in a language of which nothing is known."""
    return lexicon(language).verbs is None or any(word.is_verb for word in words(text, language))


def _split_words(text: str, known: Lexicon) -> Iterator[Word]:
    joined = known.verbs.joined if known.verbs else None
    masked = _ADDRESS.sub(lambda address: " " * len(address.group()), text)
    for found in _WORD.finditer(masked):
        written = found.group().lower().replace("’", "'").replace("\u2011", "-")
        if joined and (parts := joined.fullmatch(written)):
            first, second = (part for part in parts.groups() if part)
            middle = min(found.start() + len(first), found.end())
            yield Word(known.verbs.whole.get(first, first) if known.verbs else first, found.start(), middle)
            yield Word(second, middle, found.end())
        else:
            yield Word(written, found.start(), found.end())


def _role(index: int, plain: tuple[Word, ...], told: list[Word], text: str, verbs: Verbs) -> tuple[WordRole, frozenset[str]]:
    word = plain[index]
    form = word.text
    capital = text[word.start : word.start + 1].isupper() and not text.isupper()
    if verbs.capital_nouns and capital and index:
        return WordRole.OTHER, frozenset()
    if capital and index and form in verbs.names:
        # A month or a name.
        return WordRole.OTHER, frozenset()
    before = _before(told, verbs)
    after_noun_word = (
        before is not None
        and (before.text in verbs.before_nouns or before.text.isdigit())
        and before.text not in verbs.pronouns
        and not before.is_verb
    )
    if form in verbs.helping:
        if after_noun_word and form in verbs.nouns_after_article:
            return WordRole.OTHER, frozenset()
        if index and plain[index - 1].text == "y" and verbs.helping[form] == "have":
            return WordRole.HELPING, frozenset({"be"})  # "il y avait"
        return WordRole.HELPING, frozenset({verbs.helping[form]})
    if form in verbs.towards and not after_noun_word and _leads_on(index, plain, told, verbs):
        return WordRole.TOWARDS, frozenset({verbs.towards[form]})
    lemmas = verbs.main.get(form, frozenset())
    if not lemmas and not (
        verbs.like and verbs.like.fullmatch(form) and form not in verbs.unlike and not _name_like(text, word, index)
    ):
        return WordRole.OTHER, frozenset()
    to_verb = before is not None and (
        before.text in verbs.infinitive
        or (before.role is WordRole.HELPING and before.lemmas.isdisjoint({"have", "be"}))
        or before.role is WordRole.TOWARDS
    )
    if verbs.progressive and form.endswith(verbs.progressive) and form not in verbs.no_progressives:
        if index > 1 and told[-1].text in verbs.prepositions and told[-2].role is WordRole.TOWARDS:
            return WordRole.VERB, lemmas  # "did not succeed in opening"
        progressive = before is not None and (not before.lemmas.isdisjoint({"be", "keep", "stop", "begin", "start"}))
        return (WordRole.VERB, lemmas) if progressive else (WordRole.OTHER, frozenset())
    if to_verb:
        return WordRole.VERB, lemmas
    if after_noun_word:
        return WordRole.OTHER, frozenset()
    if (
        form in verbs.noun_first
        and not _made_a_verb(form, before, told, verbs)
        and not _orders(index, plain, told, lemmas, verbs)
    ):
        return WordRole.OTHER, frozenset()
    if (
        verbs.progressive
        and form in lemmas
        and form not in verbs.past
        and before is not None
        and not _may_act(before, told, verbs)
    ):
        return WordRole.OTHER, frozenset()
    if verbs.progressive and _only_describes(form, index, plain, told, verbs):
        return WordRole.OTHER, frozenset()
    return WordRole.VERB, lemmas


def _name_like(text: str, word: Word, index: int) -> bool:
    """Whether a word that is not listed begins with a capital letter within a clause: a name."""
    return bool(index) and text[word.start].isupper()


def _before(told: list[Word], verbs: Verbs) -> Word | None:
    """Return the nearest preceding word that is no adverb."""
    after = ""
    for word in reversed(told[-5:]):
        if word.is_verb or not (is_adverb(word, verbs) or (after == "longer" and word.text == "no")):
            return word
        after = word.text
    return None


def is_adverb(word: Word, verbs: Verbs) -> bool:
    """Whether a word may stand within a verb group without being part of it."""
    return word.text in verbs.adverbs or (
        bool(verbs.adverb_ending)
        and len(word.text) > 4
        and word.text.endswith(verbs.adverb_ending)
        and word.text not in verbs.no_adverbs
    )


def _leads_on(index: int, plain: tuple[Word, ...], told: list[Word], verbs: Verbs) -> bool:
    """Whether a word such as "known" or "manage" stands before another verb: "is not known to have been copied"."""
    form = plain[index].text
    if form in verbs.after_be:
        before = _before(told, verbs)
        if before is None or "be" not in before.lemmas:
            return False
    following = [word.text for word in plain[index + 1 : index + 3]]
    return bool(following) and (following[0] in verbs.infinitive or following[0] == "in" or form == "able")


def _made_a_verb(form: str, before: Word | None, told: list[Word], verbs: Verbs) -> bool:
    """Whether what stands before a noun makes a verb of it: "they access", "members call", "has left"."""
    if before is None:
        return False
    past = form in verbs.past
    if before.text in verbs.pronouns:
        return True
    if not before.lemmas.isdisjoint({"have", "be"}):
        return past
    if before.is_verb or before.text in verbs.before_nouns:
        return False
    if past:
        return True
    if told[-1] is not before:
        return False
    # Nouns before nouns are singular: "members call", "our team of twelve nurses answers".
    return _is_plural(before, verbs)


def _orders(index: int, plain: tuple[Word, ...], told: list[Word], lemmas: frozenset[str], verbs: Verbs) -> bool:
    """Whether a form without an ending begins an order: "change your password", "please answer the letter"."""
    if plain[index].text not in lemmas or any(word.text not in verbs.joining for word in told) or index + 1 == len(plain):
        return False
    return plain[index + 1].text in verbs.before_nouns - verbs.prepositions


def _may_act(before: Word, told: list[Word], verbs: Verbs) -> bool:
    """Whether a form without an ending may follow a word: "they drive", "nurses read", "and stop", but not "the lost drive"."""
    if before.is_verb or before.text in verbs.pronouns or before.text in verbs.joining:
        return True
    return _is_plural(before, verbs) or told[-1] is not before


def _is_plural(word: Word, verbs: Verbs) -> bool:
    return (word.text.endswith("s") and not word.text.endswith(("ss", "us", "'s"))) or word.text in verbs.plurals


def _only_describes(form: str, index: int, plain: tuple[Word, ...], told: list[Word], verbs: Verbs) -> bool:
    """Whether a participle stands before its noun at the beginning of what it belongs to: "Stolen passwords were used"."""
    if index or not (form.endswith("ed") or form in verbs.participles):
        return False
    return any(word.text in verbs.helping for word in plain[1:6]) and not told
