"""Reading one clause: its words, verb groups and phrases."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Self, TypeVar

from generator.prose.clauses import Clause, clauses
from generator.prose.grammar import Word, WordRole, is_adverb, words
from generator.prose.lexicon import Lexicon, LexiconSection, Verbs
from generator.prose.number_words import lowered_same_length

#: How many clauses of a sentence are looked at for its end: nobody reads a longer one, and time must not grow with its square.
_MOST_ON = 40

Reading = TypeVar("Reading", bound="ClauseReading")


def readings(kind: type[Reading], text: str, known: Lexicon, verbs: Verbs) -> Iterator[Reading]:
    """Yield a text's clauses, each read by a class that answers the question at hand."""
    whole = clauses(text, known.language)
    before: Reading | None = None
    for index, clause in enumerate(whole):
        following = whole[index + 1] if index + 1 < len(whole) and whole[index + 1].sentence == clause.sentence else None
        same = before if before is not None and before.clause.sentence == clause.sentence else None
        end = clause
        for after in whole[index + 1 : index + _MOST_ON]:
            if after.sentence != clause.sentence:
                break
            end = after
        reading = kind(clause, known, verbs, same, following, asks=end.text.rstrip().endswith(("?", "\u061f")))
        yield reading
        before = reading


class ClauseReading:
    """The words of one clause: verb groups, phrases, and what stands next to what."""

    def __init__(
        self, clause: Clause, known: Lexicon, verbs: Verbs, before: Self | None, following: Clause | None, *, asks: bool
    ) -> None:
        self.clause = clause
        self.verbs = verbs
        self.denying: LexiconSection = known.denial
        self.before = before
        self.following = following
        self.asks = asks
        self.words: tuple[Word, ...] = words(clause.text, known.language)
        self.text = normalised(clause.text)
        self.longer = [found.span() for found in self.denying.pattern("no_longer").finditer(self.text)]

    def _verb_after(self, index: int, last: int) -> int | None:
        """Return the first verb after a word that ends at `last`, skipping helping verbs; the helping verb itself if there is no other."""
        before = self._nearest_before(index)
        after = self._next(last)
        if self.words[index].text in self.denying.words("unable"):
            before = None
        if self.denying.flag("after_verb") and before is not None and self.words[before].role is WordRole.VERB:
            return before  # "ne contenait pas"
        if before is not None and "be" in self.words[before].lemmas and (after is None or not self.words[after].is_verb):
            # "not in it", "not clear": what follows "be" is no verb.
            if self.words[max(0, before - 1)].text in self.denying.words("there"):
                return before
            if after is None or not self._is_determiner(after) or self._first_main(last) is None:
                return before
        elif (
            before is not None
            and self.words[before].role is WordRole.HELPING
            and after is not None
            and not self.words[after].is_verb
        ):
            # A verb that is not listed, or the subject of a question: "did they not open".
            return after if self.denying.flag("verb_follows") and self.words[after].text not in self.verbs.pronouns else before
        held: int | None = None
        for place in range(last + 1, len(self.words)):
            word = self.words[place]
            if word.role is WordRole.VERB:
                return place
            if word.text in self.denying.words("that") and held is not None:
                return held
            if word.role is WordRole.HELPING:
                if self._has_access(place) or self._is_in(place):
                    return place
                held = place
        return held if held is not None else self._helping_before(index)

    def _word_after(self, index: int) -> str:
        return self.words[index + 1].text if index + 1 < len(self.words) else ""

    def _helping_before(self, index: int) -> int | None:
        """Return the form of be or have before the word that is the only verb: "she has not access"."""
        before = self._nearest_before(index)
        if (
            before is not None
            and self.words[before].role is WordRole.HELPING
            and (self._has_access(before) or self._is_in(before))
        ):
            return before
        return None

    def _verb_of(self, index: int, phrase: list[int]) -> int | None:
        """Return the verb of which a phrase is subject or object: the last before it, else the first after it."""
        before = self._last_main(index, 0)
        end = (phrase[-1] if phrase else index) + 1
        after = self._first_main(end)
        if before is not None:
            verb = self.words[before]
            told = not verb.lemmas.isdisjoint(self.denying.words("tells"))
            parted = self.words[index - 1].text in self.denying.words("that")
            if after is not None and (parted or told) and self._is_subject(end, after):
                return after
            return before
        if after is not None and not self._of_another(end, after):
            return after
        helping = [place for place in range(len(self.words)) if self.words[place].role is WordRole.HELPING]
        earlier = [place for place in helping if place < index]
        if index and self.words[index - 1].text in self.denying.words("that") and helping and helping[-1] > index:
            return next(place for place in helping if place > index)
        return earlier[-1] if earlier else (helping[0] if helping else None)

    def _of_another(self, end: int, after: int) -> bool:
        """Whether a verb belongs to a noun that a preposition joins to the phrase: "no list of the letters that were copied"."""
        between = [word.text for word in self.words[end:after]]
        that = next((place for place, word in enumerate(between) if word in self.denying.words("that")), None)
        return that is not None and any(word in self.verbs.prepositions for word in between[:that])

    def _is_subject(self, end: int, after: int) -> bool:
        """Whether a verb follows a phrase, with no more than a few words of the phrase between."""
        group = next((place for place in range(end, after + 1) if self.words[place].is_verb), after)
        return group - end <= 6

    def _last_main(self, index: int, start: int) -> int | None:
        return next((place for place in range(index - 1, start - 1, -1) if self.words[place].role is WordRole.VERB), None)

    def _first_main(self, start: int) -> int | None:
        return next((place for place in range(start, len(self.words)) if self.words[place].role is WordRole.VERB), None)

    def _phrase(self, index: int) -> list[int]:
        """Return the noun that a denying word precedes, with what describes it: up to a verb, a preposition or a pronoun."""
        found: list[int] = []
        for place in range(index + 1, min(index + 6, len(self.words))):
            word = self.words[place]
            known = self.verbs
            if (
                word.is_verb
                or word.text in known.prepositions
                or word.text in known.infinitive
                or word.text in self.denying.words("that")
            ):
                break
            if word.text in known.pronouns and place > index + 1:
                break
            if word.text in self.denying.words("inside"):
                break
            found.append(place)
        return found

    def _nearest_before(self, index: int) -> int | None:
        return next(
            (
                place
                for place in range(index - 1, -1, -1)
                if self.words[place].is_verb or not is_adverb(self.words[place], self.verbs)
            ),
            None,
        )

    def _next(self, index: int) -> int | None:
        return next(
            (
                place
                for place in range(index + 1, len(self.words))
                if self.words[place].is_verb or not is_adverb(self.words[place], self.verbs)
            ),
            None,
        )

    def _is_determiner(self, index: int) -> bool:
        return self.words[index].text in self.verbs.before_nouns - self.verbs.prepositions

    def _has_access(self, index: int) -> bool:
        """Whether a verb and the noun after it say "have access"."""
        known = self.denying
        word = self.words[index]
        if word.lemmas.isdisjoint(known.words("gain")):
            return False
        near = [other.text for other in self.words[index + 1 : index + 5]]
        for other in near:
            if other in known.words("access_noun"):
                return True
            if (
                other
                not in self.verbs.before_nouns
                | self.verbs.adverbs
                | known.words("noun")
                | known.words("verb")
                | known.words("longer")
                or other in self.verbs.prepositions
            ):
                return False
        return False

    def _is_in(self, index: int) -> bool:
        """Whether a form of be and what follows say "be in" something: not "in time"."""
        known = self.denying
        word = self.words[index]
        if word.lemmas.isdisjoint(known.words("copula")):
            return False
        for place in range(index + 1, min(index + 7, len(self.words))):
            other = self.words[place]
            if other.text in known.words("inside"):
                return True
            if other.text in known.words("in"):
                return self._place_after(place)
            if (
                other.text not in known.words("verb") | known.words("longer") | {known.word("no")}
                and not is_adverb(other, self.verbs)
                and not other.lemmas & known.words("copula")
            ):
                return bool(re.match(rf"(?:{'|'.join(known.parts('in_words')) or '(?!)'})(?!\w)", self.text[other.start :]))
        return False

    def _place_after(self, index: int) -> bool:
        known = self.denying
        following = [word.text for word in self.words[index + 1 : index + 4]]
        near = [word for word in following if word not in self.verbs.before_nouns]
        return any(word not in self.verbs.prepositions for word in following) and not (
            near and (near[0] in known.words("not_in") or near[0].isdigit())
        )

    def _stands_in(self, index: int, phrase: list[int]) -> str:
        """Whether "there was no … in" stands here, and its verb."""
        known = self.denying
        word = self.words[index]
        if self._has_on_it(index, phrase[-1]):
            return word.text
        if word.lemmas.isdisjoint(known.words("copula")):
            return ""
        end = phrase[-1] + 1
        if self._place_before(index):
            return word.text
        for place in range(end, min(end + 8, len(self.words))):
            other = self.words[place]
            if other.is_verb and place != index:
                return ""
            if other.text in known.words("in") and self._place_after(place):
                return word.text
            if other.text in known.words("inside"):
                return word.text
        return ""

    def _has_on_it(self, index: int, end: int) -> bool:
        """Whether something is said to have nothing on it or in it: "the laptop had no letters on it"."""
        known = self.denying
        if self.words[index].lemmas.isdisjoint({"have"}):
            return False
        pairs = zip(self.words[end:], self.words[end + 1 :], strict=False)
        return any(one.text in known.words("in") and other.text in known.words("on_it") for one, other in pairs)

    def _place_before(self, index: int) -> bool:
        """Whether a place is named in front: "in the file there were no names"."""
        known = self.denying
        there = index and self.words[index - 1].text in known.words("there")
        if not there and not known.flag("place_first"):
            return False
        return any(word.text in known.words("in") and self._place_after(place) for place, word in enumerate(self.words[:index]))

    def _group(self, governed: int) -> int:
        """Return where the verb group that ends with a verb begins: "could not have been [opened]"."""
        start = governed
        if self.verbs.capital_nouns:
            # In German the helping verb stands far in front: "können keine E-Mails lesen".
            return next((place for place in range(governed) if self.words[place].role is WordRole.HELPING), governed)
        for place in range(governed - 1, -1, -1):
            word = self.words[place]
            inner = (
                word.text in self.verbs.infinitive
                or is_adverb(word, self.verbs)
                or word.text in self.denying.words("verb") | self.denying.words("longer")
            )
            inner = (
                inner
                or word.text in self.denying.words("only")
                or (word.text == self.denying.word("no") and self.words[place + 1].text in self.denying.words("longer"))
            )
            if word.role in {WordRole.HELPING, WordRole.TOWARDS}:
                start = place
            elif not inner:
                # "nor did they open": the subject stands within the group.
                if (
                    word.text in self.verbs.pronouns
                    and place
                    and self.words[place - 1].role is WordRole.HELPING
                    and start == governed
                ):
                    return place
                break
        return start

    def _modals(self, governed: int) -> frozenset[str]:
        start = self._group(governed)
        if start == governed and start >= 2 and self.words[start - 1].text in self.verbs.pronouns:
            start = max(0, start - 3)
        first = max(0, start - 1) if start and self.words[start - 1].role is WordRole.HELPING else start
        lemmas: set[str] = set()
        for word in self.words[first : governed + 1]:
            if word.role in {WordRole.HELPING, WordRole.TOWARDS}:
                lemmas |= word.lemmas
            if word.text in self.denying.words("inability"):
                lemmas.add(word.text)
        return frozenset(lemmas)

    def _passive(self, governed: int) -> bool:
        if self.verbs.progressive and self.words[governed].text.endswith(self.verbs.progressive):
            return False
        start = self._group(governed)
        group = self.words[start:governed]
        auxiliary = self.denying.words("passive")
        if not self.verbs.capital_nouns:
            # In German the helping verbs stand on both sides.
            nearest = next((word for word in reversed(group) if word.is_verb or word.text in self.verbs.infinitive), None)
            if nearest is None or nearest.role is not WordRole.HELPING:
                group = ()
            else:
                group = (nearest, *[word for word in group if word.text in self.denying.words("reflexive")])
        return any(word.role is WordRole.HELPING and not word.lemmas.isdisjoint(auxiliary) for word in group[-4:]) or any(
            word.text in self.denying.words("reflexive") for word in group[-3:]
        )


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern once."""
    return re.compile(pattern)


def normalised(text: str) -> str:
    """Convert to lower case, with straight apostrophes and plain spaces, without changing the length."""
    return re.sub(r"\s", " ", lowered_same_length(text).replace("’", "'"))
