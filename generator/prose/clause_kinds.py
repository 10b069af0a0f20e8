"""What kind of clause words stand in: said as a fact, asked, made to depend on something, told by others, or an order to the reader."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Self

from generator.prose.clause_reading import readings
from generator.prose.clause_subject import Actor, SubjectReading
from generator.prose.clauses import Clause, sentences
from generator.prose.grammar import WordRole
from generator.prose.lexicon import Lexicon, Verbs, lexicon


class ClauseKind(Enum):
    """What a clause is in its sentence."""

    MAIN = "main"
    CONDITIONAL = "conditional"
    RELATIVE = "relative"
    TEMPORAL = "temporal"
    REPORTED = "reported"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause, or a part of one that a word such as "that", "once" or "how" begins.

    Attributes:
        start: where it begins in the text.
        kind: what it is.
        negated: whether it has a word of denial.
        asked: whether it is part of a question.
        subject: who does what its verb says.
    """

    start: int
    kind: ClauseKind
    negated: bool
    asked: bool
    subject: Actor


class _KindReading(SubjectReading):
    def __init__(
        self, clause: Clause, known: Lexicon, verbs: Verbs, before: Self | None, following: Clause | None, *, asks: bool
    ) -> None:
        super().__init__(clause, known, verbs, before, following, asks=asks)
        self.openers = known.clause_kinds
        self.language = known.language

    def parts(self) -> list[ReadClause]:
        """Return what the clause consists of, parted before words that begin a clause of their own."""
        openers = self.openers
        opening, negative = _openings(self.language), _denials(self.language)
        cuts = [0, *(place for place in range(1, len(self.words)) if self._opens(place, opening))]
        found: list[ReadClause] = []
        for place, after in zip(cuts, [*cuts[1:], len(self.words)], strict=True):
            words = self.words[place:after]
            # "And if", "but whether": what joins comes first.
            first = next((self.words[index].text for index in range(place, after)[:2] if self._opens(index, opening)), "")
            kind = opening.get(first, ClauseKind.MAIN)
            verb = next((index for index in range(place, after) if self.words[index].role is WordRole.VERB), None)
            subject = self._subject(verb) if verb is not None else Actor.NOBODY_SAID
            if kind is ClauseKind.MAIN and subject is Actor.YOU and verb is not None and self._orders(verb):
                kind = ClauseKind.ORDER
            if kind is ClauseKind.RELATIVE and first in openers.words("said") and self._told(place):
                kind = ClauseKind.REPORTED
            found.append(
                ReadClause(
                    self.clause.start + (words[0].start if place and words else 0),
                    kind,
                    not {word.text for word in words}.isdisjoint(negative),
                    self.asks,
                    subject,
                )
            )
        return found

    def _opens(self, place: int, opening: Mapping[str, ClauseKind]) -> bool:
        """Whether a word begins a clause of its own; "s'" does before a pronoun ("s'ils ont copié"), and not in "s'est produit"."""
        word = self.words[place].text
        if word not in self.openers.words("elided_if"):
            return word in opening
        return place + 1 < len(self.words) and self.words[place + 1].text in self.openers.words("elided_before")

    def _orders(self, verb: int) -> bool:
        """Whether nothing that could be a subject stands before a verb."""
        return not any(word.text in self.verbs.pronouns for word in self.words[:verb])

    def _told(self, place: int) -> bool:
        tells = self.denying.words("tells")
        return any(not word.lemmas.isdisjoint(tells) for word in self.words[max(0, place - 4) : place])


@cache
def _openings(language: str) -> Mapping[str, ClauseKind]:
    """Return the words that begin a clause of their own."""
    openers = lexicon(language).clause_kinds
    opening = {word: kind for kind in ClauseKind for word in openers.words(kind.value)}
    return opening | dict.fromkeys(openers.words("elided_if"), ClauseKind.CONDITIONAL)


@cache
def _denials(language: str) -> frozenset[str]:
    """Return the words that deny a clause."""
    denying = lexicon(language).denial
    return denying.words("verb") | denying.words("noun") | denying.words("unable")


@lru_cache(maxsize=4096)
def clause_kinds(text: str, language: str) -> tuple[ReadClause, ...]:
    """Return the clauses of a text, each with its kind; nothing in a language without a word list."""
    known = lexicon(language)
    if known.verbs is None:
        return ()
    return tuple(part for reading in readings(_KindReading, text, known, known.verbs) for part in reading.parts())


def clause_at(parts: tuple[ReadClause, ...], place: int) -> ReadClause | None:
    """Return the clause that a place in the text belongs to."""
    index = bisect_right(parts, place, key=lambda part: part.start) - 1
    return parts[max(index, 0)] if parts else None


def goes_on(text: str, language: str) -> bool:
    """Whether every sentence of a text, and every part of one between semicolons, says only that something goes on, has begun or is to come."""
    pattern = lexicon(language).deciding.pattern("goes_on")
    if not pattern.search(text.lower()):
        return False
    parts = [part for start, end in sentences(text, language) for part in text[start:end].split(";") if part.strip()]
    return bool(parts) and all(pattern.search(part.lower()) for part in parts)
