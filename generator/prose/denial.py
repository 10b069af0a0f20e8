"""Denials: whether a text says that something did not happen to data, or is not there.

The grammar is a handful of steps, for sentences that people write in a hurry; the words are data, a file a language (`words/`). In a language
without a file nothing denies. Lemmas have English names in every file, so that the steps need no words of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from generator.prose.clause_reading import normalised, readings
from generator.prose.clause_subject import Actor
from generator.prose.clauses import Clause
from generator.prose.grammar import Word, WordRole, is_adverb
from generator.prose.lexicon import lexicon
from generator.prose.number_words import lowered_same_length
from generator.prose.reach import ReachReading

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
        return self.clause.text.strip().strip(",;:—–،؛").strip()


def denies(text: str, language: str) -> bool:
    """Whether any clause of a text denies."""
    return bool(denials(text, language))


def answers_no(text: str, language: str) -> bool:
    """Whether a text begins with "No", as an answer does."""
    first = re.match(r"\w+", text.lower())
    return first is not None and first.group() in lexicon(language).denial.words("answers_no")


def denies_taking_alone(text: str, language: str) -> bool:
    """Whether all that a text denies is that something was taken: who has read a thing has not thereby copied it."""
    known = lexicon(language)
    found = denials(text, language)
    if not found or known.verbs is None:
        return False
    main, taking = known.verbs.main, known.denial.words("taking")
    forms = known.denial.pattern("taking_forms")
    return all(
        one.means is Means.REACH
        and (not main.get(one.governs, frozenset()).isdisjoint(taking) or bool(forms.search(one.governs)))
        for one in found
    )


def denies_since_alone(text: str, language: str) -> bool:
    """Whether all that a text denies is denied of the time since then: "Since then nobody has read a letter"."""
    since = lexicon(language).denial.pattern("since")
    found = denials(text, language)
    return bool(found) and all(since.search(normalised(one.clause.text)) for one in found)


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
    return tuple(found for reading in readings(DenialReading, text, known, known.verbs) if (found := reading.denial()))


# A text that stands unchanged in every update is read once.
@lru_cache(maxsize=4096)
def comforts(text: str, language: str) -> bool:
    """Whether a text about where somebody looked says in words that nothing was found: "We read both logs and found nothing"."""
    known = lexicon(language)
    if not known.denial or known.verbs is None:
        return False
    return any(
        reading.denial() is not None or reading.found_nothing() for reading in readings(DenialReading, text, known, known.verbs)
    )


def says_down(text: str, language: str) -> bool:
    """Whether a text says that something does not work: cannot, down, closed, unavailable."""
    known = lexicon(language)
    return bool(known.denial) and bool(known.denial.pattern("down").search(normalised(text)))


def excepted(clause: str, language: str) -> tuple[int, int] | None:
    """Return where a clause names what its denial does not extend to: up to the next comma; None where it names nothing."""
    found = lexicon(language).denial.pattern("excepting").search(lowered_same_length(clause).replace("’", "'"))
    if found is None:
        return None
    comma = clause.find(",", found.end())
    return found.start(), comma if comma >= 0 else len(clause)


def is_undone(text: str, place: int, language: str) -> bool:
    """Whether a word of denial stands right before a place: "passwords: not affected", "mots de passe non touchés"."""
    known = lexicon(language).denial
    before = re.search(r"([^\W\d_]+)[\s-]+$", text[max(0, place - 40) : place].lower())
    return before is not None and before.group(1) in known.words("verb") | known.words("undoing")


#: Arabic marks of vowels, and the line that lengthens a word.
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")


def _without_marks(text: str) -> str:
    return _MARKS.sub("", text)


class DenialReading(ReachReading):
    """One clause, read word by word."""

    def denial(self) -> Denial | None:
        """Return the first reason for which the clause denies."""
        if not self.words or self._only_supposes():
            return None
        if safe := self._safe():
            return safe
        if phrase := self.denying.pattern("finding_phrases").search(self.text):
            return Denial(self.clause, phrase.group().split()[0], " ".join(phrase.group().split()[1:]), Means.FINDING)
        if phrase := self.denying.pattern("phrases").search(_without_marks(self.text)):
            return Denial(self.clause, phrase.group().split()[0], " ".join(phrase.group().split()[1:]), Means.REACH)
        for index in self._denying_words():
            if found := self._denies_by(index):
                return found
        return None

    # What a clause is.

    def _only_supposes(self) -> bool:
        """Whether it asks, sets a condition, or says what was thought once."""
        known = self.denying
        first = self.words[0].text
        if self.asks or first in known.words("conditions"):
            return True
        if known.pattern("retracted").search(_without_marks(self.text)):
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
                and (stands < 2 or self.words[stands - 2].role is not WordRole.TOWARDS)
            ):
                continue  # "to be safe"
            if self.words[0].role is WordRole.VERB and self.words[0].text in self.words[0].lemmas and known.flag("imperative"):
                continue  # "make sure that it is safe"
            if stands == 0 and self.words[0].role is not WordRole.HELPING and known.flag("imperative"):
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
            " " + normalised(self.following.text[:80]) if self.following and self._starts_late(self.following) else ""
        )
        return bool(known.pattern("late").search(after)) and not known.pattern("late_but").search(after)

    def _starts_late(self, clause: Clause) -> bool:
        return bool(self.denying.pattern("late").match(normalised(clause.text[:40]).lstrip()))

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
        if nearest is None or self.words[nearest].role is not WordRole.HELPING or self.before is None:
            return None
        main = next(
            (place for place in range(len(self.before.words) - 1, -1, -1) if self.before.words[place].role is WordRole.VERB), None
        )
        reached = self.before.reaches(main) if main is not None else ""
        said = [word for word in self.words[:nearest] if word.text not in self.denying.words("fillers")]
        who = self._who(said) if said else self._inherited(relative=False)
        if self.words[nearest].lemmas & self.denying.words("inability") and who is not Actor.INTRUDER:
            return None  # "we tried to reach them and could not"
        if who in {Actor.US, Actor.YOU} or self.words[nearest].lemmas & self.denying.words("future"):
            return None
        return Denial(self.clause, self.words[index].text, reached, Means.REACH) if reached else None

    def _is_out(self, governed: int) -> bool:
        """Whether "no longer" says that who broke in is out, and not that something is not needed any more."""
        who = self._subject(governed)
        access = self._has_access(governed)
        return who is Actor.INTRUDER or (access and who not in {Actor.US, Actor.YOU, Actor.READERS})

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
            excused = who in {Actor.US, Actor.YOU, Actor.READERS} and verb.lemmas.isdisjoint({"find", "see", "show", "detect"})
        if excused or self._future(governed, who):
            return None
        return Denial(
            self.clause,
            self.words[index].text,
            next(iter(sorted(known.words("access_noun") & {w.text for w in self.words}))),
            Means.REACH,
        )

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
        if known.pattern("clean").search(_without_marks(self.text).rstrip(" .!;,،؛")):
            return True
        for index in self._denying_words():
            word = self.words[index]
            if word.text in known.words("only") | known.words("unable"):
                continue
            phrase = self._phrase(index) if word.text in known.words("noun") else []
            if word.text in known.words("noun"):
                governed = self._verb_of(index, phrase)
                nouns = {self.words[place].text for place in phrase}
                if governed is None or (
                    self.words[governed].role is WordRole.HELPING and not self._last_main(len(self.words), 0)
                ):
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
