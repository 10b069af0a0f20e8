"""Verbs of reach: who opened, copied, published or affected what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.prose.clause_reading import compiled, normalised, readings
from generator.prose.clause_subject import Actor, SubjectReading
from generator.prose.clauses import Clause
from generator.prose.grammar import Word, WordRole, is_adverb
from generator.prose.lexicon import lexicon


@lru_cache(maxsize=4096)
def reaching(text: str, language: str) -> tuple["Reached", ...]:
    """Return the clauses of a text that speak of reach, denied or not, and who is said to have reached: "they opened", "was copied", "affected"."""
    known = lexicon(language)
    if not known.denial or known.verbs is None:
        return ()
    return tuple(found for reading in readings(ReachReading, text, known, known.verbs) for found in reading.reached())


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


def is_purpose(reached: Reached, language: str) -> bool:
    """Whether the verb of reach says what something was used for: "used a password to open our desk"."""
    before = re.findall(r"\w+", reached.clause.text[: reached.start - reached.clause.start].lower())
    return bool(before) and before[-1] in lexicon(language).denial.words("in_order_to")


class ReachReading(SubjectReading):
    """Verbs of reach in a clause, and those of them that mean something else."""

    def reached(self) -> Iterator[Reached]:
        """Yield each verb of reach, and each word that describes what was reached ("stolen", "affected")."""
        for index, word in enumerate(self.words):
            if word.text in self.denying.words("affected"):
                yield Reached(self.clause, self.clause.start + word.start, by_subject=False)
            elif word.is_verb:
                if self._reaches(index):
                    # What leaks is what was reached, though no other word says so.
                    active = not self._passive(index) and word.role is WordRole.VERB and "leak" not in word.lemmas
                    start = self.words[self._group(index)].start
                    if self.verbs.capital_nouns:
                        # German has what was reached between its two verbs: "sie haben 40 Briefe gelesen".
                        start = min([start, *(other.start for other in self.words if other.role is WordRole.HELPING)])
                    yield Reached(self.clause, self.clause.start + start, active)
            elif word.text not in self.verbs.noun_first and not self.verbs.main.get(word.text, frozenset()).isdisjoint(
                self.denying.words("reach")
            ):
                yield Reached(self.clause, self.clause.start + word.start, by_subject=False)

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
            if self.words[place + 1].role is WordRole.VERB and (reached := self._reaches(place + 1)):
                return reached
        return ""

    def _asks_on(self) -> bool:
        """Whether the next clause says what is asked for: "the log does not hold | who opened it"."""
        return self.following is not None and bool(
            self.denying.pattern("asked_for").match(normalised(self.following.text[:40]).lstrip())
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
            known = compiled(nouns)
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
        return self._subject(index) not in {Actor.US, Actor.YOU} and following.isdisjoint(known.words("contained"))

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
        if serves and self._is_service(governed) and not passive and who is Actor.OTHER:
            return True
        if self.words[index].text in known.words("only") and "have" in modals and "could" in modals:
            return True  # "they could only have read it if"
        if modals & known.words("inability"):
            if not passive:
                return who is not Actor.INTRUDER
            by = self._agent(governed)
            if by is not Actor.NOBODY_SAID:
                return by is not Actor.INTRUDER
            if not {other.text for other in self.words[:governed]}.isdisjoint(known.words("missing")):
                return True
            if self._is_service(governed) and not word.lemmas.isdisjoint(known.words("service_verbs")):
                return True
            # "cannot be opened" is a service that is down, "could not be read" a comfort.
            return "can" in modals and not word.lemmas.isdisjoint(known.words("service_verbs"))
        if self._future(governed, who):
            return True
        if who in {Actor.US, Actor.YOU} and not passive and not word.lemmas.isdisjoint(known.words("done")):
            return True
        if passive and self._agent(governed) in {Actor.US, Actor.YOU}:
            return True
        if self._which_ones(who, governed) and not word.lemmas.isdisjoint(known.words("done")):
            return True
        if who in {Actor.US, Actor.YOU, Actor.READERS} and self._has_access(governed):
            return True
        if who is Actor.MESSAGE and "reach" in word.lemmas and not passive:
            return True
        if (
            who is Actor.READERS
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

    def _which_ones(self, who: Actor, governed: int) -> bool:
        """Whether a clause says which people or things are meant ("members who have not opened our letter"), and states nothing."""
        place = next((place for place, word in enumerate(self.words) if word.text in self.denying.words("relative")), None)
        if (
            place is None
            or place >= governed
            or who is Actor.INTRUDER
            or any(word.role is WordRole.VERB for word in self.words[place:governed])
        ):
            return False
        before = self.text[: self.words[place].start] if place else self.before.text if self.before is not None else ","
        return not before.rstrip().endswith(",")
