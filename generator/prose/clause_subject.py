"""Who does what the verb of a clause says."""

from enum import Enum

from generator.prose.clause_reading import ClauseReading
from generator.prose.grammar import Word, WordRole, is_adverb


class Actor(Enum):
    """Who does what a verb says."""

    US = "we"
    YOU = "you"
    READERS = "readers and staff"
    INTRUDER = "who broke in, or nobody"
    MESSAGE = "a message"
    OTHER = "something else"
    NOBODY_SAID = "not said"


class SubjectReading(ClauseReading):
    """Who does what the verb of a clause says."""

    def _future(self, governed: int, who: Actor) -> bool:
        modals = self._modals(governed)
        if modals & self.denying.words("hedged"):
            return True
        return bool(modals & self.denying.words("future")) and who is not Actor.INTRUDER

    def _subject(self, governed: int) -> Actor:
        start = self._group(governed)
        begin = 0
        for place in range(start - 1, -1, -1):
            if self.words[place].text in self.denying.words("that") or self.words[place].role is WordRole.VERB:
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
        if not said and start < governed and self.words[start].role is WordRole.HELPING:
            # A question's order: "did they open".
            said = [word for word in self.words[start + 1 : governed] if word.text in self.verbs.pronouns]
        if not said or said[0].text in self.denying.words("relative"):
            following = self.words[governed + 1] if governed + 1 < len(self.words) else None
            formal = self.denying.word("formal")
            if self._is_order(start, governed) or (formal and following is not None and following.text == formal):
                return Actor.YOU
            return self._inherited(relative=bool(said))
        if self.verbs.capital_nouns and start < governed and self._who(said) is Actor.OTHER:
            # "Heute können Kunden keine Rechnungen sehen"
            return self._who(list(self.words[start + 1 : governed]))
        if self.denying.word("formal") and any(self._is_formal(word, governed) for word in said):
            return Actor.YOU
        for place, word in enumerate(said):
            if place and word.text in self.denying.words("relative"):
                return self._who(said[:place])
        return self._who(said)

    def _person(self, start: int, governed: int) -> Actor | None:
        """Return who does it, if the form of the verb tells."""
        forms = {word.text for word in self.words[start : governed + 1]}
        if not forms.isdisjoint(self.denying.words("us_forms")):
            return Actor.US
        if not forms.isdisjoint(self.denying.words("you_forms")):
            return Actor.YOU
        if not forms.isdisjoint(self.denying.words("they_forms")) and all(
            word.text in self.denying.words("verb") | self.denying.words("fillers") for word in self.words[:start]
        ):
            return Actor.INTRUDER
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

    def _who(self, said: list[Word]) -> Actor:
        if not said:
            return Actor.OTHER
        known = self.denying
        told = [word.text for word in said]
        present = set(told)
        if told[0] in known.words("nobody") and told[-1] in known.words("you") | known.words("us"):
            return Actor.INTRUDER  # "nobody but you"
        if not present.isdisjoint(known.words("insiders") | known.words("outside")):
            return Actor.INTRUDER
        if not present.isdisjoint(known.words("us")) and told[-1] in known.words("us"):
            return Actor.US
        if not present.isdisjoint(known.words("others")) and not present.isdisjoint(known.words("readers")):
            return Actor.INTRUDER  # "other customers"
        if not present.isdisjoint(known.words("our")) and not present.isdisjoint(known.words("our_people")):
            return Actor.US
        if not present.isdisjoint(known.words("you")) and told[-1] in known.words("you"):
            return Actor.YOU
        if not present.isdisjoint(known.words("noun")) and not present.isdisjoint(known.words("our_people")):
            return Actor.US
        if not present.isdisjoint(known.words("readers")):
            return Actor.READERS
        if not present.isdisjoint(known.words("intruders")):
            return Actor.INTRUDER
        if not present.isdisjoint(known.words("us")):
            return Actor.US
        if not present.isdisjoint(known.words("messages")):
            return Actor.MESSAGE
        return Actor.OTHER

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

    def _inherited(self, *, relative: bool) -> Actor:
        if self.before is None or not self.before.words:
            return Actor.NOBODY_SAID
        if relative:
            return self.before._who(list(self.before.words[-3:]))  # noqa: SLF001  # another clause of the same kind
        main = next((place for place in range(len(self.before.words)) if self.before.words[place].is_verb), None)
        return self.before._subject(main) if main is not None else Actor.NOBODY_SAID  # noqa: SLF001  # as above

    def _agent(self, governed: int) -> Actor:
        known = self.denying
        for place in range(governed + 1, min(governed + 5, len(self.words) - 1)):
            if self.words[place].text in known.words("by"):
                return self._who(list(self.words[place + 1 : place + 4]))
        return Actor.NOBODY_SAID

    def _intruder_before(self, index: int) -> bool:
        before = [word for word in self.words[:index] if word.role is WordRole.OTHER and not is_adverb(word, self.verbs)]
        return self._who(before) is Actor.INTRUDER if before else self._inherited(relative=False) is Actor.INTRUDER
