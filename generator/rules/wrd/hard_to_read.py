"""A sentence is too long.

## What it checks

That no sentence has more than 30 words.

## Why it matters

Laws ask for plain language, and most notices fail. People who read on a phone, in fear, lose a long sentence in its middle.

## Instead of

    A sentence that goes on and on, with every fact of the night in it, joined by commas, by "and" and by "which", until nobody who began it in fear on a telephone can say how it began.

## Write

    Two sentences. Or three.
"""

from collections.abc import Iterator

from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Context, Rule
from generator.rules.wording import stretches

#: Plain-language guidance asks for 15 to 20 words on average (research, section 4.2, L26).
MOST_WORDS = 30


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Sentences of more than thirty words."""
    for stretch in stretches(document, context):
        for start, sentence in stretch.sentences:
            if sentence.count(" ") < MOST_WORDS:
                continue
            number = len([word for word in sentence.split() if any(character.isalnum() for character in word)])
            if number > MOST_WORDS:
                lead = len(sentence) - len(sentence.lstrip())
                yield Finding(
                    at=stretch.span(start + lead, start + len(sentence.rstrip())),
                    message=f"this sentence has {number} words",
                    help=f"make two of it; at most {MOST_WORDS} can be read in one go",
                )


RULE = Rule(
    code="WRD026", name="hard-to-read", severity=Severity.WARNING, check=check, waivable=True, translations=True, doc=__doc__
)
