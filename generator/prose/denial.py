"""Denials: whether a text says that something did not happen to data, or is not there.

The grammar is a handful of steps, for sentences that people write in a hurry; the words are data, a file a language (`words/`). In a language
without a file nothing denies. Lemmas have English names in every file, so that the steps need no words of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from generator.prose.clauses import Clause, clauses
from generator.prose.grammar import Role, Word, is_adverb, words
from generator.prose.lexicon import Lexicon, Section, Verbs, lexicon
from generator.prose.number_words import lowered_same_length

#: A clause with more denying words than this is no sentence; looking at all of them would take the square of its length.
_MOST_DENYING = 20


class Means(Enum):
    """How a clause denies."""

    SAFE = "safe"
    REACH = "reach"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Denial:
    """A clause that denies, and why it is taken to.

    Attributes:
        clause: where it stands in the text.
        word: the denying word, or the word of safety, in small letters.
        governs: the verb or noun that it governs, in small letters; of a word of safety, the verb before it.
        means: which of the steps found it.
    """

    clause: Clause
    word: str
    governs: str
    means: Means

    @property
    def quote(self) -> str:
        """The clause as it was written, without the spaces and marks round it."""
        return self.clause.text.strip().strip(",;:—–").strip()


class _Who(Enum):
    """Who does what a verb says."""

    US = "we"
    YOU = "you"
    READERS = "readers and staff"
    INTRUDER = "who broke in, or nobody"
    MESSAGE = "a message"
    OTHER = "something else"
    NOBODY_SAID = "not said"


def denies(text: str, language: str) -> bool:
    """Whether any clause of a text denies."""
    return bool(denials(text, language))


def denies_taking_alone(text: str, language: str) -> bool:
    """Whether all that a text denies is that something was taken: who has read a thing has not thereby copied it."""
    known = lexicon(language)
    found = denials(text, language)
    if not found or known.verbs is None:
        return False
    main, taking = known.verbs.main, known.denial.words("taking")
    return all(one.means is Means.REACH and not main.get(one.governs, frozenset()).isdisjoint(taking) for one in found)


@lru_cache(maxsize=4096)
def denials(text: str, language: str) -> tuple[Denial, ...]:
    """Return the clauses of a text that deny, in order, with one reason each; none in a language without a word list.

    Args:
        text: one sentence or many.
        language: its BCP 47 tag.
    """
    known = lexicon(language)
    if not known.denial or known.verbs is None:
        return ()
    return tuple(found for reading in _readings(text, known, known.verbs) if (found := reading.denial()))


def comforts(text: str, language: str) -> bool:
    """Whether a text about where somebody looked says in words that nothing was found: "We read both logs and found nothing"."""
    known = lexicon(language)
    if not known.denial or known.verbs is None:
        return False
    return any(reading.denial() is not None or reading.found_nothing() for reading in _readings(text, known, known.verbs))


def says_down(text: str, language: str) -> bool:
    """Whether a text says that something does not work: cannot, down, closed, unavailable."""
    known = lexicon(language)
    return bool(known.denial) and bool(known.denial.pattern("down").search(_normalised(text)))


def reaching(text: str, language: str) -> tuple["Reached", ...]:
    """Return the clauses of a text that speak of reach, denied or not, and who is said to have reached: "they opened", "was copied", "affected"."""
    known = lexicon(language)
    if not known.denial or known.verbs is None:
        return ()
    return tuple(found for reading in _readings(text, known, known.verbs) for found in reading.reached())


@dataclass(frozen=True, slots=True)
class Reached:
    """A word of reach in a text.

    Attributes:
        clause: where it stands.
        start: where its verb group begins in the text.
        by_subject: whether the clause's own subject did it ("two people opened"); in the passive, something else did.
    """

    clause: Clause
    start: int
    by_subject: bool


def _readings(text: str, known: Lexicon, verbs: Verbs) -> Iterator["_Reading"]:
    whole = clauses(text, known.language)
    before: _Reading | None = None
    for index, clause in enumerate(whole):
        following = whole[index + 1] if index + 1 < len(whole) and whole[index + 1].sentence == clause.sentence else None
        same = before if before is not None and before.clause.sentence == clause.sentence else None
        last = next((one for one in whole[index : index + 40] if one.sentence != clause.sentence), None)
        end = whole[whole.index(last, index) - 1] if last is not None else whole[min(index + 39, len(whole) - 1)]
        reading = _Reading(clause, known, verbs, same, following, asks=end.text.rstrip().endswith(("?", "\u061f")))
        yield reading
        before = reading


class _Reading:
    """One clause, read word by word."""

    def __init__(
        self, clause: Clause, known: Lexicon, verbs: Verbs, before: "_Reading | None", following: Clause | None, *, asks: bool
    ) -> None:
        self.clause = clause
        self.verbs = verbs
        self.denying: Section = known.denial
        self.before = before
        self.following = following
        self.asks = asks
        self.words: tuple[Word, ...] = words(clause.text, known.language)
        self.text = _normalised(clause.text)
        self.longer = [found.span() for found in self.denying.pattern("no_longer").finditer(self.text)]

    def denial(self) -> Denial | None:
        """Return the first reason for which the clause denies."""
        if not self.words or self._only_supposes():
            return None
        if safe := self._safe():
            return safe
        if phrase := self.denying.pattern("finding_phrases").search(self.text):
            return Denial(self.clause, phrase.group().split()[0], " ".join(phrase.group().split()[1:]), Means.FINDING)
        for index in self._denying_words():
            if found := self._denies_by(index):
                return found
        return None

    def reached(self) -> Iterator[Reached]:
        """Yield each verb of reach, and each word that describes what was reached ("stolen", "affected")."""
        for index, word in enumerate(self.words):
            if word.text in self.denying.words("affected"):
                yield Reached(self.clause, self.clause.start + word.start, by_subject=False)
            elif word.is_verb:
                if self._reaches(index):
                    # What leaks is what was reached, though no other word says so.
                    active = not self._passive(index) and word.role is Role.VERB and "leak" not in word.lemmas
                    start = self.words[self._group(index)].start
                    if self.verbs.capital_nouns:
                        # German has what was reached between its two verbs: "sie haben 40 Briefe gelesen".
                        start = min([start, *(other.start for other in self.words if other.role is Role.HELPING)])
                    yield Reached(self.clause, self.clause.start + start, active)
            elif word.text not in self.verbs.noun_first and not self.verbs.main.get(word.text, frozenset()).isdisjoint(
                self.denying.words("reach")
            ):
                yield Reached(self.clause, self.clause.start + word.start, by_subject=False)

    # What a clause is.

    def _only_supposes(self) -> bool:
        """Whether it asks, sets a condition, or says what was thought once."""
        known = self.denying
        first = self.words[0].text
        if self.asks or first in known.words("conditions"):
            return True
        if known.pattern("retracted").search(self.text):
            return True
        told = any(word.text in known.words("said_before") for word in self.words)
        said = self.before.text if self.before is not None and told else ""
        return bool(said) and bool(known.pattern("retracted").search(said))

    def _safe(self) -> Denial | None:
        known = self.denying
        negating = known.words("verb") | (known.words("noun") - {"only"})
        for index, word in enumerate(self.words):
            if word.text not in known.words("safe"):
                continue
            stands = next((other for other in range(index - 1, max(-1, index - 5), -1) if self._stays(self.words[other])), None)
            if stands is None or any(other.text in negating for other in self.words[:index]):
                continue
            if any(other.text in known.words("conditions") for other in self.words[:index]):
                continue
            lead = self.words[stands - 1] if stands else None
            if (
                lead is not None
                and lead.text in self.verbs.infinitive
                and (stands < 2 or self.words[stands - 2].role is not Role.TOWARDS)
            ):
                continue  # "to be safe"
            if self.words[0].role is Role.VERB and self.words[0].text in self.words[0].lemmas and known.flag("imperative"):
                continue  # "make sure that it is safe"
            if stands == 0 and self.words[0].role is not Role.HELPING and known.flag("imperative"):
                continue  # "stay safe"
            return Denial(self.clause, word.text, self.words[stands].text, Means.SAFE)
        return None

    def _stays(self, word: Word) -> bool:
        return not word.lemmas.isdisjoint(self.denying.words("safe_after"))

    def _denying_words(self) -> Iterator[int]:
        known = self.denying
        struck = [found.span() for found in known.pattern("struck").finditer(self.text)]
        longer = self.longer
        deniers = known.words("verb") | known.words("noun")
        left = _MOST_DENYING
        for index, word in enumerate(self.words):
            if word.text not in deniers or (self.text[word.end : word.end + 1] == "," and word.text == "no"):
                continue
            left -= 1
            if left < 0:
                return
            if any(start <= word.start < end for start, end in struck) and not any(
                start <= word.start < end for start, end in longer
            ):
                continue
            if word.text in known.words("with_particle") and not self._has_particle(index):
                continue
            if not self._happened_later(index) and not self._said_of_no_one(index):
                yield index

    def _has_particle(self, index: int) -> bool:
        """Whether a word denies together with another: "ne … personne", "ne … que", but not "la personne"."""
        known = self.denying
        word = self.words[index]
        told = {other.text for other in self.words}
        if told.isdisjoint(known.words("particle")):
            return False
        if word.text in known.words("alone") and not told.isdisjoint((known.words("verb") | known.words("noun")) - {word.text}):
            return False
        return not (index and self.words[index - 1].text in known.words("the"))

    def _said_of_no_one(self, index: int) -> bool:
        """Whether a denial before it is of saying or knowing: "we cannot say that nobody read it"."""
        known = self.denying
        that = next((place for place in range(index - 1, -1, -1) if self.words[place].text in known.words("that")), None)
        if that is not None and any(word.text in known.words("verb") for word in self.words[:that]):
            return True
        if any(word.text in known.words("supposing") for word in self.words[:index]):
            return True
        main = self._last_main(index, 0)
        if main is None or self.words[main].lemmas.isdisjoint(known.words("said")):
            return False
        return any(word.text in known.words("verb") for word in self.words[self._group(main) : main])

    def _happened_later(self, index: int) -> bool:
        """Whether it happened after all: "not until 4 May", "not … yet"."""
        known = self.denying
        word = self.words[index]
        if word.text in known.words("only"):
            return self._only_later(index)
        rest = [other.text for other in self.words[index + 1 :]]
        if rest and rest[-1] in known.words("yet"):
            return True
        after = self.text[word.end :] + (
            " " + _normalised(self.following.text[:80]) if self.following and self._starts_late(self.following) else ""
        )
        return bool(known.pattern("late").search(after)) and not known.pattern("late_but").search(after)

    def _starts_late(self, clause: Clause) -> bool:
        return bool(self.denying.pattern("late").match(_normalised(clause.text[:40]).lstrip()))

    def _only_later(self, index: int) -> bool:
        """Whether "only" is about when, or is an adjective: "it was only opened in May", "the only copy"."""
        known = self.denying
        if index + 1 == len(self.words) and self.following is not None and self._starts_late(self.following):
            return True
        before = self.words[index - 1].text if index else ""
        if before in known.words("the"):
            who = [word.text in known.words("intruders") for word in self.words[index + 1 : index + 7]]
            return not any(who)
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        return following is not None and following.is_verb and bool(known.pattern("at_a_time").search(self.text[following.end :]))

    # What a denying word governs.

    def _denies_by(self, index: int) -> Denial | None:
        word = self.words[index]
        longer = any(start <= word.start < end for start, end in self.longer)
        if longer or word.text in self.denying.words("verb"):
            return self._by_verb(index, longer=longer)
        return self._by_noun(index)

    def _by_verb(self, index: int, *, longer: bool) -> Denial | None:
        word = self.words[index]
        if word.text in self.denying.words("unable") and not self._intruder_before(index):
            return None
        governed = self._verb_after(
            index, index + 1 if longer and self._word_after(index) in self.denying.words("longer") else index
        )
        if self._is_all_of_it(index) and not self.denying.flag("after_all"):
            return self._as_before(index)
        if governed is None:
            governed = self._last_main(index, 0)
        if governed is None:
            return None
        if any(other.text in self.denying.words("conditions") for other in self.words[index + 1 : governed]):
            return None
        if found := self._finding_after(governed):
            return None if self._excused_finding(governed) else Denial(self.clause, word.text, found, Means.FINDING)
        reached = self._reaches(governed)
        following = self._next(index)
        if not reached and governed > index:
            reached = self._stands_in(governed, [governed])  # "no había números en el archivo"
        if not reached and following is not None and self.words[following].text in self.denying.words("any"):
            reached = self._stands_in(governed, self._phrase(following) or [following])
        reached = reached or self._joined_reach(governed)
        if not reached:
            return None
        if longer and not self._is_out(governed):
            return None
        if self._excused(governed, index):
            return None
        return Denial(self.clause, word.text, reached, Means.REACH)

    def _as_before(self, index: int) -> Denial | None:
        """Return what a clause denies whose verb is in the one before: "names were copied, addresses were not"."""
        nearest = self._nearest_before(index)
        if nearest is None or self.words[nearest].role is not Role.HELPING or self.before is None:
            return None
        main = next(
            (place for place in range(len(self.before.words) - 1, -1, -1) if self.before.words[place].role is Role.VERB), None
        )
        reached = self.before.reaches(main) if main is not None else ""
        said = [word for word in self.words[:nearest] if word.text not in self.denying.words("fillers")]
        who = self._who(said) if said else self._inherited(relative=False)
        if self.words[nearest].lemmas & self.denying.words("inability") and who is not _Who.INTRUDER:
            return None  # "we tried to reach them and could not"
        if who in {_Who.US, _Who.YOU} or self.words[nearest].lemmas & self.denying.words("future"):
            return None
        return Denial(self.clause, self.words[index].text, reached, Means.REACH) if reached else None

    def _is_out(self, governed: int) -> bool:
        """Whether "no longer" says that who broke in is out, and not that something is not needed any more."""
        who = self._subject(governed)
        access = self._has_access(governed)
        return who is _Who.INTRUDER or (access and who not in {_Who.US, _Who.YOU, _Who.READERS})

    def _is_all_of_it(self, index: int) -> bool:
        """Whether nothing follows for which the word could stand: "or not"."""
        return not any(not is_adverb(word, self.verbs) for word in self.words[index + 1 :])

    def _by_noun(self, index: int) -> Denial | None:
        word = self.words[index]
        phrase = self._phrase(index)
        nouns = {self.words[place].text for place in phrase} | {word.text}
        governed = self._verb_of(index, phrase)
        known = self.denying
        if found := next((self.words[place] for place in phrase if self.words[place].text in known.words("finding")), None):
            if word.text in known.words("only") or self._asked_for(found) or self._untraced(governed):
                return None
            return Denial(self.clause, word.text, found.text, Means.FINDING)
        if governed is None:
            return None
        lemmas = self.words[governed].lemmas
        if word.text in known.words("nothing") and self._shows_nothing(index, governed):
            return Denial(self.clause, word.text, self.words[governed].text, Means.FINDING)
        if not nouns.isdisjoint(known.words("missing")) and not lemmas.isdisjoint(known.words("missing_after")):
            return None
        if not nouns.isdisjoint(known.words("warned")):
            return None
        if not nouns.isdisjoint(known.words("access_noun")):
            return self._no_access(index, governed)
        reached = self._reaches(governed) or self._stands_in(governed, phrase or [index]) or self._joined_reach(governed)
        if not reached or self._excused(governed, index):
            return None
        return Denial(self.clause, word.text, reached, Means.REACH)

    def _no_access(self, index: int, governed: int) -> Denial | None:
        """Return what "no access" denies: that intruders had access; or, of us and of readers, that a service is available."""
        known = self.denying
        verb = self.words[governed]
        if verb.lemmas.isdisjoint(known.words("access_after")):
            return None
        who = self._subject(governed)
        if not verb.lemmas.isdisjoint(known.words("copula")):
            excused = verb.text in known.words("present")
        else:
            excused = who in {_Who.US, _Who.YOU, _Who.READERS} and verb.lemmas.isdisjoint({"find", "see", "show", "detect"})
        if excused or self._future(governed, who):
            return None
        return Denial(
            self.clause,
            self.words[index].text,
            next(iter(sorted(known.words("access_noun") & {w.text for w in self.words}))),
            Means.REACH,
        )

    def _verb_after(self, index: int, last: int) -> int | None:
        """Return the first verb after a word that ends at `last`, skipping helping verbs; the helping verb itself if there is no other."""
        before = self._nearest_before(index)
        after = self._next(last)
        if self.words[index].text in self.denying.words("unable"):
            before = None
        if self.denying.flag("after_verb") and before is not None and self.words[before].role is Role.VERB:
            return before  # "ne contenait pas"
        if before is not None and "be" in self.words[before].lemmas and (after is None or not self.words[after].is_verb):
            # "not in it", "not clear": what follows "be" is no verb.
            if self.words[max(0, before - 1)].text in self.denying.words("there"):
                return before
            if after is None or not self._is_determiner(after) or self._first_main(last) is None:
                return before
        elif (
            before is not None and self.words[before].role is Role.HELPING and after is not None and not self.words[after].is_verb
        ):
            # A verb that is not listed, or the subject of a question: "did they not open".
            return after if self.denying.flag("verb_follows") and self.words[after].text not in self.verbs.pronouns else before
        held: int | None = None
        for place in range(last + 1, len(self.words)):
            word = self.words[place]
            if word.role is Role.VERB:
                return place
            if word.text in self.denying.words("that") and held is not None:
                return held
            if word.role is Role.HELPING:
                if self._has_access(place) or self._is_in(place):
                    return place
                held = place
        return held if held is not None else self._helping_before(index)

    def _word_after(self, index: int) -> str:
        return self.words[index + 1].text if index + 1 < len(self.words) else ""

    def _helping_before(self, index: int) -> int | None:
        """Return the form of be or have before the word that is the only verb: "she has not access"."""
        before = self._nearest_before(index)
        if before is not None and self.words[before].role is Role.HELPING and (self._has_access(before) or self._is_in(before)):
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
        helping = [place for place in range(len(self.words)) if self.words[place].role is Role.HELPING]
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
        return next((place for place in range(index - 1, start - 1, -1) if self.words[place].role is Role.VERB), None)

    def _first_main(self, start: int) -> int | None:
        return next((place for place in range(start, len(self.words)) if self.words[place].role is Role.VERB), None)

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

    # What the verb is.

    def _reaches(self, index: int) -> str:
        """Return the verb of reach at a place, as it is written; empty when it is none."""
        known = self.denying
        word = self.words[index]
        if self._has_access(index):
            return word.text
        if self._is_in(index):
            return word.text
        rest = self.text[word.end :].lstrip()
        for phrase in known.parts("with_word"):
            lemma, _, following = phrase.partition(" ")
            if lemma in word.lemmas and re.match(rf"(?:{following})(?!\w)", rest):
                return word.text
        if word.lemmas.isdisjoint(known.words("reach")) or self._is_idiom(word, rest):
            return ""
        if "hold" in word.lemmas and not rest.strip(" .!,;") and not self._passive(index):
            return ""  # "the lock did not hold"
        first = next(iter(rest.split(maxsplit=1)), "")
        what = first in known.words("what") and word.lemmas.isdisjoint({"hold", "contain", "store", "include"})
        if not what and (known.pattern("asked_for").match(rest) or (not rest.strip() and self._asks_on())):
            return ""  # "the log does not hold who opened it"
        if "contain" in word.lemmas and not self._holds(index, rest):
            return ""
        return word.text

    def reaches(self, index: int) -> str:
        """Return the verb of reach at a place, for the clause after this one."""
        return self._reaches(index)

    def _joined_reach(self, governed: int) -> str:
        """Return a verb of reach that is joined to the governed one: "was published or leaked"."""
        for place in range(governed + 1, min(governed + 4, len(self.words) - 1), 2):
            if self.words[place].text not in self.denying.words("or"):
                return ""
            if self.words[place + 1].role is Role.VERB and (reached := self._reaches(place + 1)):
                return reached
        return ""

    def _asks_on(self) -> bool:
        """Whether the next clause says what is asked for: "the log does not hold | who opened it"."""
        return self.following is not None and bool(
            self.denying.pattern("asked_for").match(_normalised(self.following.text[:40]).lstrip())
        )

    def _is_idiom(self, word: Word, rest: str) -> bool:
        """Whether a verb of reach means something else: "took no action", "does not open on Sunday"."""
        parts = self.denying.parts("idioms")
        following = [other.text for other in self.words if other.start >= word.end][:3]
        subject = [other.text for other in self.words if other.end <= word.start][-5:]
        for form, nouns in zip(parts[::2], parts[1::2], strict=True):
            if not re.fullmatch(form, word.text):
                continue
            near = [
                other
                for other in following
                if not is_adverb(Word(other, 0, 0), self.verbs)
                and other not in self.verbs.before_nouns | self.denying.words("noun")
            ]
            known = _whole(nouns)
            if (near and known.fullmatch(near[0])) or re.match(rf"(?:{nouns})(?!\w)", rest):
                return True
            # In the passive the noun stands before: "no steps were taken".
            if (
                not re.fullmatch(form, "open")
                and self._passive(self.words.index(word))
                and any(known.fullmatch(other) for other in subject)
            ):
                return True
        return False

    def _holds(self, index: int, rest: str) -> bool:
        """Whether "contain" means that something is in it, and not that an attack was stopped."""
        known = self.denying
        if self._passive(index):
            return bool(re.match(rf"(?:{'|'.join(sorted(known.words('in')))})(?!\w)", rest))
        following = {word.text for word in self.words[index + 1 : index + 4]}
        return self._subject(index) not in {_Who.US, _Who.YOU} and following.isdisjoint(known.words("contained"))

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

    # Findings.

    def _finding_after(self, index: int) -> str:
        """Return the noun of finding that is a verb's object: "did not find any sign"."""
        known = self.denying
        if self.words[index].lemmas.isdisjoint(known.words("found")):
            return ""
        for place in range(index + 1, min(index + 7, len(self.words))):
            word = self.words[place]
            if word.text in known.words("finding"):
                return "" if self._asked_for(word) else word.text
            if word.is_verb or (word.text in self.verbs.prepositions and word.text not in known.words("any")):
                return ""
        return ""

    def _excused_finding(self, governed: int) -> bool:
        return self._future(governed, self._subject(governed))

    def _asked_for(self, found: Word) -> bool:
        """Whether what has no trace is how, when or by whom: that is not knowing."""
        rest = self.text[found.end :]
        here = self.denying.pattern("asked_for").match(rest.lstrip())
        left = rest.strip(" ,")
        follows = (not left or left in self.denying.words("asked_after")) and self._asks_on()
        return bool(here) or follows

    def _untraced(self, governed: int | None) -> bool:
        """Whether a verb says that nothing was kept to find: "keeps no trace of copying"."""
        return governed is not None and not self.words[governed].lemmas.isdisjoint(self.denying.words("untraced"))

    def _shows_nothing(self, index: int, governed: int) -> bool:
        known = self.denying
        lemmas = self.words[governed].lemmas
        if index < governed:
            return not lemmas.isdisjoint(known.words("suggests")) and not self._passive(governed)
        following = self.words[index + 1].text if index + 1 < len(self.words) else ""
        return not lemmas.isdisjoint(known.words("found_out")) and following not in known.words("found_what")

    def found_nothing(self) -> bool:
        """Whether it says that somebody looked and found nothing, in ways that are no denial elsewhere."""
        if not self.words or self._only_supposes():
            return False
        known = self.denying
        if known.pattern("clean").search(self.text.rstrip(" .!;,")):
            return True
        for index in self._denying_words():
            word = self.words[index]
            if word.text in known.words("only") | known.words("unable"):
                continue
            phrase = self._phrase(index) if word.text in known.words("noun") else []
            if word.text in known.words("noun"):
                governed = self._verb_of(index, phrase)
                nouns = {self.words[place].text for place in phrase}
                if governed is None or (self.words[governed].role is Role.HELPING and not self._last_main(len(self.words), 0)):
                    if nouns.isdisjoint(known.words("missing")):
                        return True
                    continue
            else:
                governed = self._verb_after(index, index)
                if governed is None or self._subject_is_unable(governed):
                    continue
            if self.words[governed].lemmas.isdisjoint(known.words("comforts")):
                continue
            following = self.words[max(index, governed) + 1 :]
            if following and following[0].text in known.words("asked"):
                continue
            if not following and self._asks_on():
                continue
            return True
        return False

    def _subject_is_unable(self, governed: int) -> bool:
        return bool(self._modals(governed) & self.denying.words("inability"))

    # Who did it.

    def _excused(self, governed: int, index: int) -> bool:
        """Whether a clause is no denial although its verb is one of reach."""
        known = self.denying
        word = self.words[governed]
        who = self._subject(governed)
        modals = self._modals(governed) | ({"unable"} if self.words[index].text in known.words("unable") else set())
        passive = self._passive(governed)
        if modals & known.words("hedged"):
            return True
        serves = not word.lemmas.isdisjoint(known.words("service_verbs") | {"take"})
        if serves and self._is_service(governed) and not passive and who is _Who.OTHER:
            return True
        if self.words[index].text in known.words("only") and "have" in modals and "could" in modals:
            return True  # "they could only have read it if"
        if modals & known.words("inability"):
            if not passive:
                return who is not _Who.INTRUDER
            by = self._agent(governed)
            if by is not _Who.NOBODY_SAID:
                return by is not _Who.INTRUDER
            if not {other.text for other in self.words[:governed]}.isdisjoint(known.words("missing")):
                return True
            if self._is_service(governed) and not word.lemmas.isdisjoint(known.words("service_verbs")):
                return True
            # "cannot be opened" is a service that is down, "could not be read" a comfort.
            return "can" in modals and not word.lemmas.isdisjoint(known.words("service_verbs"))
        if self._future(governed, who):
            return True
        if who in {_Who.US, _Who.YOU} and not passive and not word.lemmas.isdisjoint(known.words("done")):
            return True
        if passive and self._agent(governed) in {_Who.US, _Who.YOU}:
            return True
        if self._which_ones(who, governed) and not word.lemmas.isdisjoint(known.words("done")):
            return True
        if who in {_Who.US, _Who.YOU, _Who.READERS} and self._has_access(governed):
            return True
        if who is _Who.MESSAGE and "reach" in word.lemmas and not passive:
            return True
        if (
            who is _Who.READERS
            and not passive
            and not {other.text for other in self.words[governed + 1 : governed + 4]}.isdisjoint(known.words("messages"))
            and not {other.text for other in self.words[governed + 1 : governed + 4]}.isdisjoint(known.words("our"))
        ):
            return True
        if "store" in word.lemmas and any(other.text in known.words("manner") for other in self.words[governed + 1 :]):
            return True  # "we did not store the passwords safely"
        object_ = {other.text for other in self.words[governed + 1 : governed + 4]}
        if not object_.isdisjoint(known.words("missing")) and not word.lemmas.isdisjoint(known.words("missing_made")):
            return True
        return not object_.isdisjoint(known.words("warned"))

    def _is_service(self, governed: int) -> bool:
        """Whether what does it is a service to readers: "the portal does not take letters"."""
        return not {other.text for other in self.words[:governed]}.isdisjoint(self.denying.words("services"))

    def _future(self, governed: int, who: _Who) -> bool:
        modals = self._modals(governed)
        if modals & self.denying.words("hedged"):
            return True
        return bool(modals & self.denying.words("future")) and who is not _Who.INTRUDER

    def _group(self, governed: int) -> int:
        """Return where the verb group that ends with a verb begins: "could not have been [opened]"."""
        start = governed
        if self.verbs.capital_nouns:
            # In German the helping verb stands far in front: "können keine E-Mails lesen".
            return next((place for place in range(governed) if self.words[place].role is Role.HELPING), governed)
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
            if word.role in {Role.HELPING, Role.TOWARDS}:
                start = place
            elif not inner:
                # "nor did they open": the subject stands within the group.
                if (
                    word.text in self.verbs.pronouns
                    and place
                    and self.words[place - 1].role is Role.HELPING
                    and start == governed
                ):
                    return place
                break
        return start

    def _modals(self, governed: int) -> frozenset[str]:
        start = self._group(governed)
        if start == governed and start >= 2 and self.words[start - 1].text in self.verbs.pronouns:
            start = max(0, start - 3)
        first = max(0, start - 1) if start and self.words[start - 1].role is Role.HELPING else start
        lemmas: set[str] = set()
        for word in self.words[first : governed + 1]:
            if word.role in {Role.HELPING, Role.TOWARDS}:
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
            if nearest is None or nearest.role is not Role.HELPING:
                group = ()
            else:
                group = (nearest, *[word for word in group if word.text in self.denying.words("reflexive")])
        return any(word.role is Role.HELPING and not word.lemmas.isdisjoint(auxiliary) for word in group[-4:]) or any(
            word.text in self.denying.words("reflexive") for word in group[-3:]
        )

    def _subject(self, governed: int) -> _Who:
        start = self._group(governed)
        begin = 0
        for place in range(start - 1, -1, -1):
            if self.words[place].text in self.denying.words("that") or self.words[place].role is Role.VERB:
                begin = place + 1
                break
        person = self._person(start, governed)
        if person is not None:
            return person
        if start < governed and self.words[start].text in self.verbs.pronouns:
            return self._who([self.words[start]])  # "nor did they open"
        passed = (
            self.denying.words("fillers") | self.denying.words("verb") | self.denying.words("longer") | {self.denying.word("no")}
        )
        said = [word for word in self.words[begin:start] if word.text not in passed and not is_adverb(word, self.verbs)]
        if not said and start < governed and self.words[start].role is Role.HELPING:
            # A question's order: "did they open".
            said = [word for word in self.words[start + 1 : governed] if word.text in self.verbs.pronouns]
        if not said or said[0].text in self.denying.words("relative"):
            following = self.words[governed + 1] if governed + 1 < len(self.words) else None
            formal = self.denying.word("formal")
            if self._is_order(start, governed) or (formal and following is not None and following.text == formal):
                return _Who.YOU
            return self._inherited(relative=bool(said))
        if self.verbs.capital_nouns and start < governed and self._who(said) is _Who.OTHER:
            # "Heute können Kunden keine Rechnungen sehen"
            return self._who(list(self.words[start + 1 : governed]))
        if self.denying.word("formal") and any(self._is_formal(word, governed) for word in said):
            return _Who.YOU
        for place, word in enumerate(said):
            if place and word.text in self.denying.words("relative"):
                return self._who(said[:place])
        return self._who(said)

    def _person(self, start: int, governed: int) -> _Who | None:
        """Return who does it, if the form of the verb tells."""
        forms = {word.text for word in self.words[start : governed + 1]}
        if not forms.isdisjoint(self.denying.words("us_forms")):
            return _Who.US
        if not forms.isdisjoint(self.denying.words("you_forms")):
            return _Who.YOU
        if not forms.isdisjoint(self.denying.words("they_forms")) and all(
            word.text in self.denying.words("verb") | self.denying.words("fillers") for word in self.words[:start]
        ):
            return _Who.INTRUDER
        return None

    def _is_formal(self, word: Word, governed: int) -> bool:
        """Whether "Sie" means the reader; at the beginning, where it could be "they" too, the words round it tell."""
        known = self.denying
        if word.text != known.word("formal") or not self.clause.text[word.start].isupper():
            return False
        if word.start > len(self.clause.text) - len(self.clause.text.lstrip(' -*>"„“')):
            return True
        own = any(
            other.text in known.words("you") and self.clause.text[other.start].isupper()
            for other in self.words
            if other is not word
        )
        return own or any(other.text in known.words("you_forms_first") for other in self.words[: governed + 1])

    def _who(self, said: list[Word]) -> _Who:
        if not said:
            return _Who.OTHER
        known = self.denying
        told = [word.text for word in said]
        present = set(told)
        if told[0] in known.words("nobody") and told[-1] in known.words("you") | known.words("us"):
            return _Who.INTRUDER  # "nobody but you"
        if not present.isdisjoint(known.words("insiders") | known.words("outside")):
            return _Who.INTRUDER
        if not present.isdisjoint(known.words("us")) and told[-1] in known.words("us"):
            return _Who.US
        if not present.isdisjoint(known.words("others")) and not present.isdisjoint(known.words("readers")):
            return _Who.INTRUDER  # "other customers"
        if not present.isdisjoint(known.words("our")) and not present.isdisjoint(known.words("our_people")):
            return _Who.US
        if not present.isdisjoint(known.words("you")) and told[-1] in known.words("you"):
            return _Who.YOU
        if not present.isdisjoint(known.words("noun")) and not present.isdisjoint(known.words("our_people")):
            return _Who.US
        if not present.isdisjoint(known.words("readers")):
            return _Who.READERS
        if not present.isdisjoint(known.words("intruders")):
            return _Who.INTRUDER
        if not present.isdisjoint(known.words("us")):
            return _Who.US
        if not present.isdisjoint(known.words("messages")):
            return _Who.MESSAGE
        return _Who.OTHER

    def _is_order(self, start: int, governed: int) -> bool:
        """Whether it tells the reader to do something: "Do not open the e-mail", "Open only letters"."""
        if not self.denying.flag("imperative"):
            return False
        leading = [
            word.text
            for word in self.words[:start]
            if word.text
            not in self.denying.words("fillers") | self.denying.words("verb") | self.denying.words("noun") | self.verbs.adverbs
        ]
        first = self.words[start]
        base = self.words[governed].text in self.words[governed].lemmas
        return not leading and base and (first.text == "do" or start == governed)

    def _inherited(self, *, relative: bool) -> _Who:
        if self.before is None or not self.before.words:
            return _Who.NOBODY_SAID
        if relative:
            return self.before._who(list(self.before.words[-3:]))  # noqa: SLF001  # another clause of the same kind
        main = next((place for place in range(len(self.before.words)) if self.before.words[place].is_verb), None)
        return self.before._subject(main) if main is not None else _Who.NOBODY_SAID  # noqa: SLF001  # as above

    def _which_ones(self, who: _Who, governed: int) -> bool:
        """Whether a clause says which people or things are meant ("members who have not opened our letter"), and states nothing."""
        place = next((place for place, word in enumerate(self.words) if word.text in self.denying.words("relative")), None)
        if (
            place is None
            or place >= governed
            or who is _Who.INTRUDER
            or any(word.role is Role.VERB for word in self.words[place:governed])
        ):
            return False
        before = self.text[: self.words[place].start] if place else self.before.text if self.before is not None else ","
        return not before.rstrip().endswith(",")

    def _agent(self, governed: int) -> _Who:
        known = self.denying
        for place in range(governed + 1, min(governed + 5, len(self.words) - 1)):
            if self.words[place].text in known.words("by"):
                return self._who(list(self.words[place + 1 : place + 4]))
        return _Who.NOBODY_SAID

    def _intruder_before(self, index: int) -> bool:
        before = [word for word in self.words[:index] if word.role is Role.OTHER and not is_adverb(word, self.verbs)]
        return self._who(before) is _Who.INTRUDER if before else self._inherited(relative=False) is _Who.INTRUDER


@cache
def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _normalised(text: str) -> str:
    """Convert to lower case, with straight apostrophes and plain spaces, without changing the length."""
    return re.sub(r"\s", " ", lowered_same_length(text).replace("’", "'"))
