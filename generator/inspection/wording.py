"""One mechanism for the rules that read sentences; the patterns they look for are data (`author_text.py`).

A finding points at the words, not at the line.
"""

import re
from collections.abc import Callable, Iterator

from generator.inspection.author_text import Stretch, phrases
from generator.inspection.context import Context, UpdateCheck
from generator.ledger.records import State
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding
from generator.model.document import UpdateDocument
from generator.model.update import CountForm, DataState
from generator.prose.grammar import is_adverb, words
from generator.prose.lexicon import lexicon

#: Plain verbs for what happened to data, which euphemisms replace.
PLAIN_VERB = re.compile(
    r"\b(?:stole|stolen|took|taken|cop(?:y|ied)|read|opened|saw|seen|got into|broke into|deleted|locked|changed|shown|showed)\b",
    re.IGNORECASE,
)


def wording(
    code: str,
    why: str,
    help: str,
    *,
    when: Callable[[UpdateDocument, Context], bool] = lambda _document, _context: True,
    better: Callable[[UpdateDocument, Context], str] = lambda _document, _context: "",
    spared: Callable[[Stretch, int, str], bool] = lambda _stretch, _start, _language: False,
) -> UpdateCheck:
    """Return a check that reports the words its patterns match.

    Args:
        code: the code of the rule, under which its patterns are listed.
        why: why the words mislead; the message consists of the words and this.
        help: what to write instead.
        when: whether the rule applies to this update; it may look at the ledger.
        better: returns a sentence made from this incident's own facts, put in front of the help; empty if there are none.
        spared: whether words at a place of a text are fine there, in a language.
    """

    def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
        hits = context.analysis.author_text(document).hits.get(code)
        if not hits or not when(document, context):
            return
        language = context.analysis.language(document)
        pattern = phrases(language)[code].pattern
        own = better(document, context)
        for stretch, start, sentence in hits:
            for found in pattern.finditer(sentence):
                if not found.group().strip() or spared(stretch, start + found.start(), language):
                    continue
                words = stretch.text[start + found.start() : start + found.end()].strip()
                yield Finding(
                    at=stretch.span(start + found.start(), start + found.end()),
                    message=f"“{words}” {why}",
                    help=f"{own}; {help}" if own else help,
                )

    return check


# Knowledge from the ledger, for the rules that need it.


def happened(_document: UpdateDocument, context: Context) -> bool:
    """Whether the ledger records that data was seen or taken."""
    return bool(_reached(context))


def is_open(document: UpdateDocument, _context: Context) -> bool:
    """Whether the incident is open after this update."""
    return document.update.is_open


def _known_state(context: Context) -> State:
    return context.transition.after if context.transition else State()


def _reached(context: Context) -> list[str]:
    return [kind for kind, entry in _known_state(context).data.items() if entry.state in {DataState.ACCESSED, DataState.TAKEN}]


def is_told_to_all(stretch: Stretch, _start: int, _language: str) -> bool:
    """Whether a sentence stands where what hearing nothing means is accepted only once it is certain."""
    return stretch.key[:1] == ("direct_notice",) and stretch.key[-1:] == ("silence",)


def own_count(_document: UpdateDocument, context: Context) -> str:
    """Return the incident's own count, if it has one."""
    for entry in _known_state(context).affected.values():
        if entry.count.form is not CountForm.UNKNOWN:
            return f"write “{count_words(entry.count)}”"
    return ""


def own_data(_document: UpdateDocument, context: Context) -> str:
    """Return what happened to data according to the ledger, if it says."""
    reached = _reached(context)
    if not reached:
        return ""
    return f"the ledger says what happened: {', '.join(f'{kind} was {_known_state(context).data[kind].state.value}' for kind in reached[:3])}"


def says_where(stretch: Stretch, start: int, language: str) -> bool:
    """Whether words that say that nothing was found stand where it is said what was looked at, and that is said.

    Just that is asked for: "The log of 2 March: no sign of copying". Bare words are no place: "We have found no sign of copying".
    """
    looked = stretch.key[-1:] == ("looked",) or stretch.key[:1] == ("still_true",)
    known = lexicon(language)
    if not looked or known.verbs is None:
        return looked
    before, after = stretch.text[:start], stretch.text[start:]
    rest = {word.text for word in words(after, language)}
    if re.search(r"[:;,.()–—]", before) or not rest.isdisjoint(known.denial.words("in")) or _goes_on(after):
        return True
    named = (word for word in words(before, language) if not word.is_verb and not is_adverb(word, known.verbs))
    return any(word.text not in known.verbs.pronouns | {"there"} for word in named)


def _goes_on(text: str) -> bool:
    """Whether another sentence follows."""
    return bool(re.search(r"[.;!?]\s+\S", text))


def own_looked(_document: UpdateDocument, context: Context) -> str:
    """Return where the organisation has looked, if an open unknown says so."""
    looked = next((entry for entry in _known_state(context).open_unknowns if entry.fact.looked), None)
    return f"`{looked.name}` already says where you have looked" if looked else ""
