"""A sentence of a translation is still in the original's language.

## What it checks

That no sentence of more than three words is, word for word, the one in the same place of the original.

## Why it matters

At 3 am, it is easy to forget a line when translating a copied file. Readers who do not know the original's language cannot read
it.

## Instead of

    # 02-scope.de.md
    copied: Whether they copied them.

## Write

    copied: Ob sie die Tickets kopiert haben.
"""

import re
from collections.abc import Iterator

from generator.format.language_tags import same_language
from generator.format.strict_yaml import short
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation
from generator.rules.rule import Rule

_MOST_WORDS = 3
_END = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[“„«\"].*[”“»\"][.!?]?")


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """Sentences that are the same in both, word for word."""
    found = context.analysis.compared(pair)
    if same_language(pair.language, found.from_language):
        return
    for ours, theirs, at in found.texts():
        known = set(_sentences_of_body(ours))
        for sentence in dict.fromkeys(_sentences_of_body(theirs)):
            if sentence in known and len(_WORD.findall(sentence)) > _MOST_WORDS and not _QUOTED.fullmatch(sentence):
                yield Finding(
                    at=at,
                    message=f"“{short(sentence, 60)}” is not translated",
                    help=f"write it in the language of this file (`{pair.language}`)",
                )


def _sentences_of_body(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield from _END.split(" ".join(paragraph.split()))


RULE = Rule(
    code="TRA006",
    name="untranslated-text",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; correct the translation in that of a new update, under `corrections:`",
    doc=__doc__,
)
