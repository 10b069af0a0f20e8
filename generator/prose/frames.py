"""Frames: what words of several classes say together, wherever they stand near each other."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from generator.prose.clause_kinds import ClauseKind, clause_at, clause_kinds
from generator.prose.word_classes import ClassedText, Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Classes whose examples say something when they stand together.

    Attributes:
        slots: for each place, the classes that may fill it.
        ordered: whether they stand in this order.
        within: of how many words the whole may consist.
        given: classes one of which the sentence must have besides, wherever it stands; none for nothing more.
        unless: classes any of which in the sentence makes it say something else.
        without: the same between the words that fill the places; what stands within an example of a class belongs to it.
        beside: the same among all of these words and the three before and after.
        longest: how many words the sentence may have; 0 for any number.
        leading: how many words may stand before it; none for any number.
        never: kinds of clauses in which it says something else.
        negated: whether its clause must, or must not, be negated; none for either.
    """

    slots: tuple[frozenset[str], ...]
    ordered: bool = False
    within: int = 12
    given: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    longest: int = 0
    leading: int | None = None
    never: frozenset[ClauseKind] = frozenset({ClauseKind.CONDITIONAL})
    negated: bool | None = None

    def found(self, text: str, classed: ClassedText, language: str) -> Iterator[tuple[int, int]]:
        """Yield where one sentence fills the frame, as places in it."""
        present = classed.occurrences.keys()
        if any(names.isdisjoint(present) for names in self.slots) or not self.unless.isdisjoint(present):
            return
        if self.given and self.given.isdisjoint(present):
            return
        if 0 < self.longest < len(classed.spans):
            return
        done = 0
        for anchor in _examples(self.slots[0], classed, 0, len(classed.spans)):
            if anchor.first < done:
                continue
            taken = self._filled(anchor, classed)
            if taken is None:
                continue
            filled = Occurrence(min(one.first for one in taken), max(one.after for one in taken))
            if not self._is_free(taken, filled, classed) or not self._says_so(filled, text, classed, language):
                continue
            done = filled.after
            yield classed.spans[filled.first][0], classed.spans[filled.after - 1][1]

    def _filled(self, anchor: Occurrence, classed: ClassedText) -> list[Occurrence] | None:
        """Return the examples that fill the places, round one of the first class."""
        taken = [anchor]
        first, after = anchor.first, anchor.after
        for names in self.slots[1:]:
            low = after if self.ordered else max(0, after - self.within)
            near = [
                one
                for one in _examples(names, classed, low, first + self.within)
                if one.after - first <= self.within
                and all(one.after <= other.first or other.after <= one.first for other in taken)
            ]
            best = min(near, key=lambda one: (max(one.after, after) - min(one.first, first), one), default=None)
            if best is None:
                return None
            taken.append(best)
            first, after = min(first, best.first), max(after, best.after)
        if after - first > self.within or classed.parts[first] != classed.parts[after - 1]:
            return None
        return taken

    def _is_free(self, taken: list[Occurrence], filled: Occurrence, classed: ClassedText) -> bool:
        """Whether nothing that changes the sense stands between the examples."""
        return not any(
            all(one.first < other.first or other.after < one.after for other in taken)
            for name in self.without
            for one in classed.near(name, filled.first, filled.after)
        )

    def _says_so(self, filled: Occurrence, text: str, classed: ClassedText, language: str) -> bool:
        if self.leading is not None and filled.first > self.leading:
            return False
        if any(classed.near(name, max(0, filled.first - 3), filled.after + 3) for name in self.beside):
            return False
        if not self.never and self.negated is None:
            return True
        parts = clause_kinds(text, language)
        said = [clause_at(parts, classed.spans[place][0]) for place in (filled.first, filled.after - 1)]
        return all(
            clause is None or (clause.kind not in self.never and not clause.asked and self.negated in {None, clause.negated})
            for clause in said
        )


def _examples(names: Collection[str], classed: ClassedText, first: int, after: int) -> Sequence[Occurrence]:
    """Return the examples of classes that begin within a range of words, in order: a set of names has none of its own."""
    if len(names) == 1:
        (name,) = names
        return classed.near(name, first, after)
    return sorted(one for name in names for one in classed.near(name, first, after))
