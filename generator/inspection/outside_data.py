"""What a text elsewhere says of kinds of data, against what the ledger says happened to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.inspection.contradicted import is_all
from generator.inspection.outside import OutsideSentence, OutsideStatement
from generator.ledger.records import DataEntry
from generator.model.update import DataState
from generator.prose.clause_kinds import ClauseKind, clause_at, clause_kinds
from generator.prose.denial import Denial, Means, denials, denies_taking_alone, excepted, is_undone
from generator.prose.figures import is_of_others
from generator.prose.grammar import WordRole, words
from generator.prose.lexicon import Lexicon, lexicon
from generator.prose.reach import Reached, is_purpose, reaching
from generator.prose.subjects import Mention, SubjectNames

_REACHED = frozenset({DataState.ACCESSED, DataState.TAKEN})
#: Verbs of reach that say where something is, and not that anybody saw it.
_HOLDING = frozenset({"hold", "contain", "include", "store", "involve"})
_DIGIT = re.compile(r"\d")
_OPEN = frozenset({DataState.UNKNOWN, DataState.POSSIBLE})
#: Kinds of clauses that state nothing.
_NO_STATEMENT = frozenset({ClauseKind.CONDITIONAL, ClauseKind.ORDER, ClauseKind.REPORTED})

#: Languages in which adjectives stand behind their nouns.
_ADJECTIVES_FOLLOW = frozenset({"fr", "es", "ar"})
#: Prepositions before what someone had access to.
_TOWARDS = frozenset({"to", "auf", "à", "aux", "au", "a", "al"})
#: Lemmas of helping verbs that say what may be, as every language's file names them.
_MODAL = frozenset({"can", "could", "may", "might", "must", "shall", "should", "will", "would", "want"})


@dataclass(frozen=True, slots=True)
class OtherData:
    """A kind of data of which a sentence says another thing than the ledger.

    Attributes:
        sentence: where it is said.
        entry: the kind, as the ledger has it.
        start: where its name begins in the sentence.
        end: one past its last character.
    """

    sentence: OutsideSentence
    entry: DataEntry
    start: int
    end: int


def claimed(said: OutsideStatement) -> Iterator[OtherData]:
    """Yield the kinds of data that a text says were reached, and of which the ledger does not say so."""
    known, names = lexicon(said.language), _names(said)
    if known.verbs is None or not said.state.data:
        return
    for sentence in said.sentences:
        if not names.mentions(sentence.text):
            continue
        denied = {one.clause.start for one in denials(sentence.text, said.language)}
        parts = clause_kinds(sentence.text, said.language)
        for reached in reaching(sentence.text, said.language):
            clause = clause_at(parts, reached.start)
            states_nothing = clause is not None and (clause.kind in _NO_STATEMENT or clause.asked or clause.negated)
            if reached.clause.start in denied or states_nothing or _only_describes(reached, sentence.text, known, said.language):
                continue
            if is_of_others(reached.clause.text, said.language):
                continue
            if supposes(reached, said.language) or is_undone(sentence.text, reached.start, said.language):
                continue
            for mention in names.mentions(reached.clause.text):
                entry = said.state.data[mention.subject]
                if _is_described(reached, mention, said.language) or _is_beside(reached, mention, known, said.language):
                    continue
                if mention.end <= reached.start - reached.clause.start and is_purpose(reached, said.language):
                    continue  # What somebody used to reach something else.
                if _is_more(entry, reached, said.language):
                    yield _found(sentence, entry, reached.clause.start, mention)


def denied(said: OutsideStatement) -> Iterator[OtherData]:
    """Yield the kinds of data that a text says were not reached, and of which the ledger says that they were, or that nobody knows."""
    known, names = lexicon(said.language), _names(said)
    if known.verbs is None or not known.verbs.main or not said.state.data:
        return
    for sentence in said.sentences:
        if not names.mentions(sentence.text):
            continue
        parts = clause_kinds(sentence.text, said.language)
        only_taking = denies_taking_alone(sentence.text, said.language)
        for denial in denials(sentence.text, said.language):
            clause = clause_at(parts, denial.clause.start)
            if clause is not None and (clause.kind in _NO_STATEMENT or clause.asked):
                continue
            some = denial.word in known.denial.words("only") or _DIGIT.search(denial.clause.text)
            if some or denial.means is Means.FINDING:
                continue  # "found no sign of" says where someone looked; the wording rules ask about it.
            if is_of_others(denial.clause.text, said.language):
                continue
            beyond = excepted(denial.clause.text, said.language)
            for mention in names.mentions(denial.clause.text):
                entry = said.state.data[mention.subject]
                if beyond and not beyond[1] <= mention.start:
                    continue  # "No bank details other than those in the letters": neither is denied in whole.
                if _is_denied(entry, only_taking=only_taking) and _all(denial, mention, known, said.language):
                    yield _found(sentence, entry, denial.clause.start, mention)


def refused_by_no(said: OutsideStatement, ask: str) -> Iterator[DataEntry]:
    """Yield the kinds of data that a question asks about, and that a plain "No" would deny although the ledger says that they were reached, or that nobody knows."""
    asks, taking = reaching(ask, said.language), lexicon(said.language).denial.words("taking")
    for mention in _names(said).mentions(ask) if asks else ():
        entry = said.state.data[mention.subject]
        if _is_denied(entry, only_taking=all(_has_verb(one, said.language, taking) for one in asks)):
            yield entry


def _has_verb(reached: Reached, language: str, lemmas: frozenset[str]) -> bool:
    """Whether the verb group of reach has one of these verbs."""
    verb = reached.start - reached.clause.start
    there = [word for word in words(reached.clause.text, language) if word.start >= verb]
    return any(word.is_verb and not word.lemmas.isdisjoint(lemmas) for word in there[:3])


def _names(said: OutsideStatement) -> SubjectNames[str]:
    return SubjectNames({kind: said.naming.words(kind) for kind in said.state.data}, said.language)


def _found(sentence: OutsideSentence, entry: DataEntry, offset: int, mention: Mention[str]) -> OtherData:
    return OtherData(sentence, entry, offset + mention.start, offset + mention.end)


def _only_describes(reached: Reached, text: str, known: Lexicon, language: str) -> bool:
    """Whether the word of reach stands before a noun: "used a stolen password" says nothing of what this intruder reached."""
    small = known.verbs.before_nouns if known.verbs else frozenset[str]()
    before = words(text[: reached.start], language)
    return bool(before) and before[-1].text in small


def _is_described(reached: Reached, mention: Mention[str], language: str) -> bool:
    """Whether the word of reach is an adjective behind the noun: "un mot de passe volé"."""
    between = reached.clause.text[mention.end : reached.start - reached.clause.start]
    following = words(reached.clause.text[reached.start - reached.clause.start :], language)
    return (
        language in _ADJECTIVES_FOLLOW
        and mention.end <= reached.start - reached.clause.start
        and not between.strip()
        and bool(following)
        and following[0].role is not WordRole.HELPING
    )


def _is_beside(reached: Reached, mention: Mention[str], known: Lexicon, language: str) -> bool:
    """Whether a preposition stands between the verb and what is named: "they came in with a password"."""
    verb = reached.start - reached.clause.start
    between = words(reached.clause.text[verb : mention.start], language) if mention.start > verb else ()
    prepositions = known.verbs.prepositions if known.verbs else frozenset[str]()
    return any(word.text in prepositions and word.text not in _TOWARDS for word in between)


def supposes(reached: Reached, language: str) -> bool:
    """Whether a modal verb stands in the clause: it may have been read."""
    return any(not word.lemmas.isdisjoint(_MODAL) for word in words(reached.clause.text, language))


def _is_more(entry: DataEntry, reached: Reached, language: str) -> bool:
    states = {one.state for one in entry.told}
    if states <= _OPEN:
        # What was on a stolen laptop has not been read for that.
        return not _has_verb(reached, language, _HOLDING)
    if states <= {DataState.NOT_AFFECTED}:
        return True
    if DataState.TAKEN in states or not states <= {DataState.ACCESSED, DataState.NOT_AFFECTED} | _OPEN:
        return False
    return _has_verb(reached, language, lexicon(language).denial.words("taking"))


def _is_denied(entry: DataEntry, *, only_taking: bool) -> bool:
    states = {one.state for one in entry.told}
    if DataState.NOT_AFFECTED in states:
        return False  # It is true of some, and the sentence may be about these.
    if only_taking and states <= {DataState.ACCESSED}:
        return False
    return states <= _REACHED | _OPEN


def _all(denial: Denial, mention: Mention[str], known: Lexicon, language: str) -> bool:
    return known.verbs is not None and is_all(denial.clause.text, mention.start, mention.end, known, known.verbs, language)
