"""What an incident's updates have said of each name in one language, and which of it stands no more.

A text elsewhere that repeats a sentence which was corrected since repeats a mistake, and one that repeats advice which was withdrawn harms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from generator.content.sentences import statement_of
from generator.ledger.records import Change, Event, Ledger, Transition
from generator.model.document import UpdateDocument
from generator.prose.clause_kinds import ClauseKind, clause_kinds
from generator.prose.clauses import clauses, sentences
from generator.prose.lexicon import lexicon
from generator.prose.subjects import word_forms

#: By section of an update: what `corrections` puts before the name.
_SECTIONS: Mapping[str, str] = {
    "known": "",
    "unknown": "",
    "actions": "action.",
    "consequences": "consequence.",
    "next_steps": "step.",
    "remedies": "remedies.",
}
_OVER = {Change.CORRECTED, Change.WITHDRAWN, Change.ENDED}
#: What ends a question: from then on, "we do not know whether" is not true.
_NO_QUESTION = {Change.ANSWERED, Change.UNANSWERABLE}
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
#: How much of two sentences' words has to be the same for one to repeat the other.
_SAME = 0.6
_SHORTEST = 3
#: How many words, its verb among them, a statement and an open question have in common at least.
_LEAST_ASKED = 2


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence that an update gave under a name.

    Attributes:
        subject: as `corrections` calls it.
        text: the sentence.
        update: the number of the update.
        over: what ended it, corrected it or took it back; None: it stands.
        is_question: whether it is an unknown.
    """

    subject: str
    text: str
    update: int
    over: Event | None
    is_question: bool = False


class Sayings:
    """Every sentence of an incident in a language, to be found again in other texts.

    Args:
        those: the sentences.
        language: theirs.
    """

    def __init__(self, those: Iterable[Saying], language: str) -> None:
        self.those = tuple(those)
        self._language = language

    def repeated(self, text: str) -> Saying | None:
        """Return what a sentence repeats that stands no more; None where it repeats nothing, or is as near to something that stands."""
        own = content_words(text, self._language)
        if len(own) < _SHORTEST:
            # Of so few words, nothing is alike but the same.
            same = [saying for saying in self.those if any(text.endswith(part) for part in _first(saying.text, self._language))]
            return same[0] if same and all(saying.over is not None for saying in same) else None
        best: tuple[float, Saying] | None = None
        standing = 0.0
        asks = any(part.kind is ClauseKind.CONDITIONAL or part.asked for part in clause_kinds(text, self._language))
        for saying in self.those:
            if saying.is_question and saying.over is not None and not asks:
                continue  # The answer has the words of its question.
            near = max(
                (likeness(own, content_words(one, self._language)) for one in _parts(saying.text, self._language)), default=0.0
            )
            if saying.is_question and asks:
                # "We do not know yet whether …": what stands before the question is the asking.
                those = content_words(saying.text, self._language)
                near = 1.0 if len(those) >= _SHORTEST and those <= own else near
            if saying.over is None:
                standing = max(standing, near)
            elif near >= _SAME and (best is None or near > best[0]):
                best = (near, saying)
        if best is None or best[0] <= standing:
            return None
        return best[1]

    def asked(self, text: str, verbs: frozenset[str]) -> Saying | None:
        """Return the open question to which a statement would be an answer, by its words; None where there is none.

        Args:
            text: the statement.
            verbs: what it says was done, by lemma: the question has to ask for one of these, and not only to mention it.
        """
        deny = _denying(self._language)
        # Who did it, and "also", make no other statement of it.
        own = content_words(text, self._language) - deny - _fillers(self._language)
        if len(own) < _LEAST_ASKED:
            return None
        best: tuple[float, Saying] | None = None
        standing = 0.0
        for saying in self.those:
            those = content_words(saying.text, self._language) - deny
            both = len(own & those)
            near = both / len(own) if both >= _LEAST_ASKED else 0.0
            if saying.over is None and not saying.is_question:
                standing = max(standing, near)
            elif saying.over is None and near >= _SAME and (best is None or near > best[0]):
                first = clauses(saying.text, self._language)[0].text
                if not verbs.isdisjoint(content_words(first, self._language)):
                    best = (near, saying)
        return None if best is None or best[0] <= standing else best[1]

    def about(self, text: str, least: float) -> Iterator[Saying]:
        """Yield what stands and is said again in a text, in these words or others."""
        own = content_words(text, self._language)
        for saying in self.those:
            if saying.over is None and likeness(own, content_words(saying.text, self._language)) >= least:
                yield saying


def sayings(ledger: Ledger, language: str, when: datetime) -> Sayings:
    """Return what was said in a language by a time, and what of it stands then."""
    seen = ledger.seen(when)
    over: dict[str, list[Event]] = defaultdict(list)
    for transition in seen:
        for event in transition.events:
            if event.change in _OVER | _NO_QUESTION:
                over[event.subject].append(event)
    incident = ledger.folder.translated_incident(language) or ledger.folder.incident
    found = {("", incident.title): Saying("", incident.title, 0, None)}
    for transition in seen:
        document = _in_language(ledger, transition.document, language)
        if document is None:
            continue
        told = statement_of(document).sentences
        if transition is seen[-1]:
            for plain in ("title", "summary", "what_happened"):
                if (plain,) in told:
                    found[plain, told[plain,]] = Saying(plain, told[plain,], document.number, None)
        if none := told.get(("actions",)):
            ended = next(
                (
                    _withdrawn(one)
                    for one in seen
                    if one.document.number > document.number and one.after.no_action != transition.after.no_action
                ),
                None,
            )
            found["actions", none] = Saying("actions", none, document.number, ended)
        for key, text in told.items():
            if len(key) > 1 and key[0] in {"ended", "corrections", "done"}:
                found[key[0], text] = Saying(key[0], text, document.number, None)
            if len(key) < 2 or key[0] not in _SECTIONS or key[2:] not in {(), ("text",), ("do",), ("what",)}:
                continue
            subject = f"{_SECTIONS[key[0]]}{key[1]}"
            is_question = key[0] == "unknown"
            ends = _NO_QUESTION if is_question else _OVER
            ended = next((event for event in over[subject] if event.update > document.number and event.change in ends), None)
            if is_question and ended is None and not _is_open(key[1], seen[-1]):
                continue
            found[subject, text] = Saying(subject, text, document.number, ended, is_question=is_question)
    return Sayings(found.values(), language)


def _is_open(name: str, last: Transition) -> bool:
    return any(entry.name == name for entry in last.after.open_unknowns)


def _withdrawn(transition: Transition) -> Event:
    """The end of the advice that there is nothing to do, which no event of the ledger says."""
    update = transition.document.update
    return Event(change=Change.WITHDRAWN, subject="actions", update=update.number, when=update.published)


def _in_language(ledger: Ledger, document: UpdateDocument, language: str) -> UpdateDocument | None:
    """Return an update in a language; the original where it is written in it."""
    translated = ledger.folder.translated(document.number, language)
    if translated is not None:
        return translated
    others = {one.language.partition("-")[0].lower() for one in ledger.folder.translations}
    return None if language in others else document


def _first(text: str, language: str) -> tuple[str, ...]:
    """Return a text, and its first sentence: of what follows that, a few words alone say little."""
    return (text, *(text[start:end].strip() for start, end in sentences(text, language)[:1]))


def _parts(text: str, language: str) -> Iterator[str]:
    yield text
    spans = sentences(text, language)
    if len(spans) > 1:
        yield from (text[start:end].strip() for start, end in spans)


@lru_cache(maxsize=8192)
def content_words(text: str, language: str) -> frozenset[str]:
    """Return the words of a text that say what it is about, verbs and nouns without their endings; negations and numbers are among them."""
    known = lexicon(language)
    small = known.verbs.before_nouns | known.verbs.pronouns | known.verbs.helping.keys() if known.verbs else frozenset[str]()
    main = known.verbs.main if known.verbs else {}
    # "One rented server" and "two rented servers" differ in what is a pronoun elsewhere.
    kept = _denying(language) | (known.spelling.words("weighty") - (known.verbs.helping.keys() if known.verbs else set()))
    found: set[str] = set()
    for word in (match.group() for match in _WORD.finditer(text.lower())):
        if word in kept or word[0].isdigit() or (word not in small and len(word) > 2):
            found.add(min(main.get(word) or word_forms(word, language), key=lambda form: (len(form), form)))
    return frozenset(found)


def _denying(language: str) -> frozenset[str]:
    known = lexicon(language).denial
    return known.words("verb") | known.words("noun")


@lru_cache(maxsize=8)
def _fillers(language: str) -> frozenset[str]:
    known = lexicon(language)
    adverbs = known.verbs.adverbs if known.verbs else frozenset[str]()
    return content_words(" ".join((*known.denial.words("intruders"), *adverbs)), language) - _denying(language)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which part of the words of two texts both have, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0
