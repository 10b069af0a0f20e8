"""Wording: one mechanism for the rules that read sentences; what they look for is data (`author_text.py`).

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

#: Plain verbs of what was done to data: what a euphemism stands in the place of.
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
    """A check that reports the words its patterns find.

    Args:
        code: the rule's, under which its patterns stand.
        why: why the words mislead; the message is the words and this.
        help: what to write instead.
        when: whether the rule applies to this update at all; it may look at the ledger.
        better: a sentence made of this incident's own facts, if there are any; it is put in front of the help.
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


# What the ledger knows, for the rules that ask it.


def happened(_document: UpdateDocument, context: Context) -> bool:
    """Whether the ledger says that data was seen or taken."""
    return bool(_reached(context))


def is_open(document: UpdateDocument, _context: Context) -> bool:
    """Whether the incident is open after this update."""
    return document.update.is_open


def _state(context: Context) -> State:
    return context.transition.after if context.transition else State()


def _reached(context: Context) -> list[str]:
    return [kind for kind, entry in _state(context).data.items() if entry.state in {DataState.ACCESSED, DataState.TAKEN}]


def own_count(_document: UpdateDocument, context: Context) -> str:
    """The incident's own number, if it has one."""
    for entry in _state(context).affected.values():
        if entry.count.form is not CountForm.UNKNOWN:
            return f"write “{count_words(entry.count)}”"
    return ""


def own_data(_document: UpdateDocument, context: Context) -> str:
    """What the ledger says happened to data, if it says so."""
    reached = _reached(context)
    if not reached:
        return ""
    return f"the ledger says what happened: {', '.join(f'{kind} was {_state(context).data[kind].state.value}' for kind in reached[:3])}"


def own_looked(_document: UpdateDocument, context: Context) -> str:
    """Where we have looked, if an open unknown says so."""
    looked = next((entry for entry in _state(context).open_unknowns if entry.fact.looked), None)
    return f"`{looked.name}` already says where you have looked" if looked else ""
