"""One mechanism for the rules that read sentences; the patterns they look for are data (`author_text.py`).

A finding points at the words, not at the line.
"""

import re
from collections.abc import Callable, Iterator

from generator.inspection.author_text import phrases
from generator.inspection.context import Context, UpdateCheck
from generator.ledger.records import State
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding
from generator.model.document import UpdateDocument
from generator.model.update import CountForm, DataState

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
) -> UpdateCheck:
    """Return a check that reports the words its patterns match.

    Args:
        code: the code of the rule, under which its patterns are listed.
        why: why the words mislead; the message consists of the words and this.
        help: what to write instead.
        when: whether the rule applies to this update; it may look at the ledger.
        better: returns a sentence made from this incident's own facts, put in front of the help; empty if there are none.
    """

    def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
        hits = context.analysis.author_text(document).hits.get(code)
        if not hits or not when(document, context):
            return
        pattern = phrases(context.analysis.language(document))[code].pattern
        own = better(document, context)
        for stretch, start, sentence in hits:
            for found in pattern.finditer(sentence):
                if not found.group().strip():
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


def own_looked(_document: UpdateDocument, context: Context) -> str:
    """Return where the organisation has looked, if an open unknown says so."""
    looked = next((entry for entry in _known_state(context).open_unknowns if entry.fact.looked), None)
    return f"`{looked.name}` already says where you have looked" if looked else ""
