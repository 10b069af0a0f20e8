"""New sentences that deny what the same update, or the ledger, says to have happened to a kind of data."""

import re
from collections.abc import Iterator, Mapping

from generator.inspection.context import Context
from generator.ledger.records import DataEntry, FactState, Transition
from generator.ledger.sentences import Naming
from generator.model.diagnostic import Finding
from generator.model.document import UpdateDocument
from generator.model.update import Data, DataState
from generator.prose.clauses import LONGEST
from generator.prose.denial import denials, denies_taking_alone
from generator.prose.grammar import Word, words
from generator.prose.lexicon import Lexicon, Verbs, lexicon
from generator.prose.subjects import SubjectNames

_STATES = {DataState.ACCESSED: "was accessed", DataState.TAKEN: "is taken"}
_DIGIT = re.compile(r"\d")


def contradicted(document: UpdateDocument, transition: Transition, context: Context) -> Iterator[Finding]:
    """Facts that are new or worded anew and deny flatly what `data` says; a sentence that narrows what it denies is left alone."""
    incident = context.ledger.folder.document.incident if context.ledger else None
    naming = Naming(
        language=context.analysis.language(document), zone=context.zone, called=incident.names if incident else {}, systems=()
    )
    known = lexicon(naming.language)
    if known.verbs is None or not known.verbs.main:
        return
    before, after = transition.before, transition.after
    reached = {entry.kind: told for entry in after.data.values() if (told := _reached(entry)) is not None}
    if not reached:
        return
    names = SubjectNames({kind: naming.words(kind) for kind in reached}, naming.language)
    asked = {one.name for one in transition.asked_about}
    for name in document.update.known:
        entry, old = after.facts.get(name), before.facts.get(name)
        if entry is None or entry.state is not FactState.KNOWN or name in asked:
            continue
        text = entry.fact.text
        if old is not None and old.state is FactState.KNOWN and old.fact.text == text:
            continue
        # Most facts name nothing of it. No clause names what the whole text does not, unless a text of this length was cut within a word.
        if len(text) <= LONGEST and not names.subjects(text):
            continue
        said = _denied(text, reached, names, naming.language, known, known.verbs)
        if said is not None:
            yield Finding(
                at=document.span("known", name),
                message=f"`{name}` says: {text.rstrip('.')}. But `{said.kind}` {_STATES[said.state]}",
                help=f"say under `known:` what is true: `{name}: what is true`; or, if `data:` is wrong, correct `data.{said.kind}`",
            )


def _reached(entry: DataEntry) -> Data | None:
    """Return what was told of a kind of data, where all of it was reached."""
    told = entry.told[0] if len(entry.told) == 1 else None
    return told if told is not None and not told.population and told.state in _STATES else None


def _denied(
    text: str, reached: Mapping[str, Data], names: SubjectNames[str], language: str, known: Lexicon, verbs: Verbs
) -> Data | None:
    """The kind of data that a text denies to have been reached, and that was; None where it may mean less than all of it."""
    only_taking = denies_taking_alone(text, language)
    for denial in denials(text, language):
        clause = denial.clause.text
        if denial.word in known.denial.words("only") or _DIGIT.search(clause):
            continue
        for mention in names.mentions(clause):
            told = reached[mention.subject]
            if only_taking and told.state is not DataState.TAKEN:
                continue
            if is_all(clause, mention.start, mention.end, known, verbs, language):
                return told
    return None


def is_all(clause: str, start: int, end: int, known: Lexicon, verbs: Verbs, language: str) -> bool:
    """Whether a noun stands for all of its kind: nothing before it but small words, and no preposition or further noun after it."""
    told = words(clause, language)
    before = next((word for word in reversed(told) if word.end <= start), None)
    if before is not None and re.search(r"[,:;–—]", clause[before.end : start]):
        before = None  # "No, bank details": what stands before the mark is another part of speech.
    # In French and Spanish, what denies the verb stands before it.
    denying = known.denial.words("verb") | known.denial.words("particle")
    after = next((word for word in told if word.start >= end and word.text not in denying), None)
    small = verbs.before_nouns | known.denial.words("noun") | known.denial.words("verb")
    if before is not None and not before.is_verb and before.text not in small:
        return False
    return after is None or after.is_verb or _ends(clause, end, after)


def _ends(clause: str, end: int, after: Word) -> bool:
    return bool(re.match(r"\s*[.,;:!]", clause[end : after.start]))
