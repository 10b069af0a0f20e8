"""One mechanism for the rules that read sentences; the patterns they look for are data (`author_text.py`).

A finding points at the words, not at the line.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from generator.inspection.author_text import Stretch
from generator.inspection.context import Context, ReadersCheck
from generator.inspection.said_before import content_words
from generator.inspection.wording_frames import FramedWords, says, says_no_more
from generator.inspection.wording_language import count_said, said, why_and_help
from generator.ledger.records import State
from generator.ledger.sentences import Naming
from generator.model.diagnostic import Finding
from generator.model.document import ReadersDocument, TextKind, UpdateDocument
from generator.model.update import CountForm, DataState, Fact
from generator.prose.clauses import clauses
from generator.prose.grammar import is_adverb
from generator.prose.grammar import words as words_of_clause
from generator.prose.lexicon import lexicon
from generator.prose.subjects import SubjectNames
from generator.prose.word_classes import NUMBER


def wording(
    code: str,
    why: str,
    help: str,
    *,
    words_of: str = "",
    in_words: str = "",
    when: Callable[[ReadersDocument, Context], bool] = lambda _document, _context: True,
    better: Callable[[str, Context, Naming], str] = lambda _sentence, _context, _naming: "",
    spared: Callable[[Stretch, int, str], bool] = lambda _stretch, _start, _language: False,
    answered_by: str = "",
) -> ReadersCheck:
    """Return a check that reports the words its patterns match.

    Args:
        code: the code of the rule, under which its patterns and frames are listed.
        words_of: another rule's code, where this one is about the same words and differs in what it asks of the update.
        why: why the words mislead; the message consists of the words and this, in the language of the text (`wording_language.py`).
        help: what to write instead.
        in_words: likewise, where a text has none of the keys that `help` names: anywhere but in an update; empty: the help names none.
        when: whether the rule applies to this text; it may look at the ledger.
        better: returns what the ledger has for a sentence, put in front of the help; empty where it has nothing on what the sentence names.
        spared: whether words at a place of a text are fine there, in a language.
        answered_by: the class of words that makes them fine wherever it stands nearby in the same text.
    """

    def check(document: ReadersDocument, context: Context) -> Iterator[Finding]:
        hits = context.analysis.author_text(document).hits.get(words_of or code)
        if not hits or not when(document, context):
            return
        language = context.analysis.language(document)
        naming = _naming(context, language)
        # What is asked of a whole sentence is asked once, however many words in it are reported.
        better_of = cache(lambda sentence: better(sentence, context, naming))
        is_another = cache(lambda sentence: _is_another(sentence, context, naming))
        stretches = context.analysis.author_text(document).stretches
        places = {id(one): place for place, one in enumerate(stretches)} if answered_by else {}
        is_answered = cache(lambda place: _is_answered(answered_by, place, stretches, language))
        for stretch, words in hits:
            spoken = stretch.language or language
            if spared(stretch, words.start, spoken) or (words.reached and not is_another(_sentence(stretch, words))):
                continue
            if answered_by and is_answered(places[id(stretch)]):
                continue
            own = better_of(_sentence(stretch, words))
            quoted = said(spoken, "quoted", words=stretch.text[words.start : words.end].strip())
            because, instead = why_and_help(spoken, code, why, help, in_words if document.KIND is not TextKind.UPDATE else "")
            yield Finding(
                at=stretch.span(words.start, words.end),
                message=f"{quoted} {because}",
                help=f"{own}; {instead}" if own else instead,
            )

    check.looks_for = words_of or code  # type: ignore[attr-defined]  # read by `words_looked_for`
    return check


def words_looked_for(check: object) -> str:
    """Return the code under which the words are listed without which a check finds nothing; empty for a check that looks for something else."""
    return getattr(check, "looks_for", "")


_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")

#: How many sentences of the front matter and paragraphs of the body on either side are read together: about a page.
_READ_TOGETHER = 20


def _is_answered(name: str, place: int, stretches: Sequence[Stretch], language: str) -> bool:
    """Whether words of a class stand where they are read together with the stretch at a place."""
    near = stretches[max(0, place - _READ_TOGETHER) : place + _READ_TOGETHER + 1]
    return any(says(one.text[start:end], language, name) for one in near for start, end in one.sentences)


# Knowledge from the ledger, for the rules that need it.


def happened(_document: ReadersDocument, context: Context) -> bool:
    """Whether the ledger records that data was seen or taken."""
    return bool(_reached(context))


def _naming(context: Context, language: str) -> Naming:
    """Return what sentences call the populations and the data of the incident."""
    folder = context.ledger.folder if context.ledger else None
    incident = (folder.translated_incident(language) or folder.document.incident) if folder else None
    return Naming(language=language, zone=context.zone, called=incident.names if incident else {})


def _sentence(stretch: Stretch, words: FramedWords) -> str:
    return next((stretch.text[start:end] for start, end in stretch.sentences if start <= words.start < end), "")


def _is_another(sentence: str, context: Context, naming: Naming) -> bool:
    """Whether the ledger says that data was reached, and does not say of the kind that is named that it was not."""
    if not _reached(context):
        return False
    safe = [kind for kind, entry in _known_state(context).data.items() if entry.state is DataState.NOT_AFFECTED]
    return not SubjectNames({kind: naming.words(kind) for kind in safe}, naming.language).subjects(sentence)


def is_open(document: ReadersDocument, context: Context) -> bool:
    """Whether the incident is open after this update; for a text that is none, after the last one that readers can see."""
    if isinstance(document, UpdateDocument):
        return document.update.is_open
    return context.transition is not None and context.transition.document.update.is_open


def _known_state(context: Context) -> State:
    return context.transition.after if context.transition else State()


def _reached(context: Context) -> list[str]:
    return [kind for kind, entry in _known_state(context).data.items() if entry.state in {DataState.ACCESSED, DataState.TAKEN}]


def can_still_grow(document: ReadersDocument, context: Context) -> bool:
    """Whether more people can turn out to be affected: while the incident is open. A page stands beside every incident, those to come too."""
    return document.KIND in {TextKind.PAGE, TextKind.SETTINGS} or is_open(document, context)


def is_dated(document: ReadersDocument, _context: Context) -> bool:
    """Whether the update says when the next one comes, or that none does; a text that is no update has no place for it."""
    if not isinstance(document, UpdateDocument):
        return True
    return document.update.next_update is not None or not document.update.is_open


def is_step(stretch: Stretch, _start: int, _language: str) -> bool:
    """Whether a sentence stands where its day has a key of its own: a step, and what was found or done."""
    return stretch.key[:1] in {
        *(("next_steps",), ("done",), ("dropped",), ("monitoring",), ("actions",), ("direct_notice",)),
        ("corrective_actions",),
    }


def is_consequence(stretch: Stretch, _start: int, _language: str) -> bool:
    """Whether a sentence stands where it is said what could follow."""
    return stretch.key[:1] == ("consequences",)


def is_measured(stretch: Stretch, start: int, language: str) -> bool:
    """Whether a sentence stands where a review says what went well, and has a number: "You heard of it 35 minutes after we did, and so in time"."""
    if stretch.key[:1] not in {("response_well",), ("communication_well",)}:
        return False
    return any(says(stretch.text[first:end], language, NUMBER) for first, end in stretch.sentences if first <= start < end)


def is_told_to_all(stretch: Stretch, _start: int, _language: str) -> bool:
    """Whether a sentence stands where what hearing nothing means is accepted only once it is certain."""
    return stretch.key[:1] == ("direct_notice",) and stretch.key[-1:] == ("silence",)


#: The classes of words with which a sentence says of a population that some of it were affected.
_SOME = ("some", "small_share", "small_share_loosely", "only", "affected")
#: Those with which it says that who hears nothing is safe.
_SILENT = ("if_no_word", "then_safe", "only_those_told", "whom_we_contact", "message_noun", "no", "affected")
#: Those with which it says that a kind of data may have been reached.
_MAY = ("may", "reached", "not_excluded", "affected")
#: Those with which it says that nothing of a thing was found.
_NOT_FOUND = (
    *("no", "evidence", "nothing", "suggests", "points", "seen", "as_far_as_known", "unaware", "failed_to_find"),
    *("not_believe", "we_believe"),
)


def own_count(sentence: str, context: Context, naming: Naming) -> str:
    """Return the count of the only population of which a sentence says that some were affected, and nothing more, if it is known.

    Of a part of a population, of a kind of data, or of what people did, the ledger's figure could be false: "Some business customers are affected".
    """
    return _count_of(sentence, context, naming, _SOME)


def own_count_of_silence(sentence: str, context: Context, naming: Naming) -> str:
    """Return the count of the only population of which a sentence says that who of it hears nothing is safe, and nothing more, if it is known."""
    return _count_of(sentence, context, naming, _SILENT)


def _count_of(sentence: str, context: Context, naming: Naming, classes: Sequence[str]) -> str:
    config = context.analysis.config
    if naming.language != (config.site.language.partition("-")[0].lower() if config else "en"):
        return ""  # A unit is in the language of the site.
    if not says(sentence, naming.language, "affected"):
        return ""
    counts = {name: entry.count for name, entry in _known_state(context).affected.items()}
    names = {name: (*naming.words(name), count.unit) for name, count in counts.items()}
    mentions = SubjectNames(names, naming.language).mentions(sentence)
    named = {one.subject for one in mentions}
    count = counts[min(named)] if len(named) == 1 else None
    if count is None or not says_no_more(sentence, naming.language, classes, ((one.start, one.end) for one in mentions)):
        return ""
    told = count_said(count, naming.language) if count.form is not CountForm.UNKNOWN and count.stated else ""
    return said(naming.language, "count", count=told) if told else ""


def own_data(sentence: str, context: Context, naming: Naming) -> str:
    """Return what happened to the kinds of data of which a sentence, or a clause of it, says just that they may have been reached, if the ledger says."""
    data = _known_state(context).data
    kinds = SubjectNames({kind: naming.words(kind) for kind in data}, naming.language)
    for part in (sentence, *(one.text for one in clauses(sentence, naming.language))):
        mentions = kinds.mentions(part)
        if (
            mentions
            and any(says(part, naming.language, name) for name in ("may", "not_excluded"))
            and says_no_more(part, naming.language, _MAY, ((one.start, one.end) for one in mentions))
        ):
            named = sorted({one.subject for one in mentions} & set(_reached(context)))
            return "; ".join(said(naming.language, "data", kind=kind, state=data[kind].state.value) for kind in named[:3])
    return ""


def own_looked(sentence: str, context: Context, naming: Naming) -> str:
    """Return the open unknown that says where the organisation has looked for just what a sentence says was not found."""
    found = [
        entry.name for entry in _known_state(context).open_unknowns if entry.fact.looked and _asks(entry.fact, sentence, naming)
    ]
    return said(naming.language, "looked", name=found[0]) if len(found) == 1 else ""


def _asks(unknown: Fact, sentence: str, naming: Naming) -> bool:
    """Whether a sentence has words of the question, what is asked among them, and no other words but those that say that nothing was found."""
    about = {one: naming.words(one.rpartition(".")[2]) for one in unknown.about}
    mentions = SubjectNames(about, naming.language).mentions(sentence)
    things = {word for names in about.values() for name in names for word in content_words(name, naming.language)}
    asked = content_words(unknown.text, naming.language)
    own = [one.span() for one in _WORD.finditer(sentence) if content_words(one.group(), naming.language) & asked]
    spans = [*((one.start, one.end) for one in mentions), *own]
    named = mentions or not about
    does = any(content_words(sentence[start:end], naming.language) & (asked - things) for start, end in own)
    return bool(named and does) and says_no_more(sentence, naming.language, _NOT_FOUND, spans)


def says_where(stretch: Stretch, start: int, language: str) -> bool:
    """Whether words that say that nothing was found stand where it is said what was looked at, and that is said.

    Just that is asked for: "The log of 2 March: no sign of copying". Bare words are no place: "We have found no sign of copying".
    """
    looked = stretch.key[-1:] == ("looked",) or stretch.key[:1] == ("still_true",)
    known = lexicon(language)
    if not looked or known.verbs is None:
        return looked
    before, after = stretch.text[:start], stretch.text[start:]
    rest = {word.text for word in words_of_clause(after, language)}
    if re.search(r"[:;,.()–—]", before) or not rest.isdisjoint(known.denial.words("in")) or _goes_on(after):
        return True
    named = (word for word in words_of_clause(before, language) if not word.is_verb and not is_adverb(word, known.verbs))
    return any(word.text not in known.verbs.pronouns | {"there"} for word in named)


def says_how_far(stretch: Stretch, start: int, language: str) -> bool:
    """Whether it is said where nothing was found, or the next sentence says whom or what was asked or searched, with a number.

    "Nobody has reported a false charge. We asked all 412 people, and 37 have answered."
    """
    told = _next_sentence(stretch, start)
    return says_where(stretch, start, language) or all(says(told, language, name) for name in ("searched", NUMBER))


def is_doubted(stretch: Stretch, start: int, language: str) -> bool:
    """Whether the next sentence doubts what a sentence says: "He says that he has wiped the disk. We cannot check that."."""
    return says(_next_sentence(stretch, start), language, "doubt")


def _next_sentence(stretch: Stretch, start: int) -> str:
    following = next((place for place in stretch.sentences if place[0] > start), None)
    return stretch.text[following[0] : following[1]] if following else ""


def _goes_on(text: str) -> bool:
    """Whether another sentence follows."""
    return bool(re.search(r"[.;!?]\s+\S", text))
