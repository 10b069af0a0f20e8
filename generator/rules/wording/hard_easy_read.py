"""The easy form is hard to read.

## What it checks

That no sentence under `easy_read` has more than 15 words, and that an English one of 20 words or more needs no more than six years of school
(Flesch-Kincaid).

## Why it matters

It is for those who cannot read the statement itself: people with learning difficulties, people who are learning the language, people who are
too frightened to read long sentences.

## Instead of

    easy_read: Following unauthorised access to our ticketing system, correspondence containing credentials was exfiltrated.

## Write

    easy_read: Someone got into our help desk. They took messages. There were passwords in the messages.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.easy_read import KEY
from generator.inspection.readability import HIGHEST_EASY_GRADE, LEAST_EASY_WORDS, MOST_WORDS_IN_AN_EASY_SENTENCE, measure, words
from generator.inspection.wording_language import sentence_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Long sentences; then the form as a whole."""
    language = context.analysis.language(document)
    found = [one for one in context.analysis.author_text(document).stretches if one.key == (KEY,)]
    for stretch in found:
        for start, end in stretch.sentences:
            sentence = stretch.text[start:end]
            number = words(sentence)
            if number > MOST_WORDS_IN_AN_EASY_SENTENCE:
                lead = len(sentence) - len(sentence.lstrip())
                yield Finding(
                    at=stretch.span(start + lead, start + len(sentence.rstrip())),
                    message=sentence_of(
                        language, "WRD042", "sentence", "this sentence of the easy form has %(number)s words", number=number
                    ),
                    help=sentence_of(
                        language,
                        "WRD042",
                        "sentence_help",
                        "make two of it; at most %(most)s words are easy to read",
                        most=MOST_WORDS_IN_AN_EASY_SENTENCE,
                    ),
                )
    whole = measure(stretch.text[start:end] for stretch in found for start, end in stretch.sentences)
    if language == "en" and whole.words >= LEAST_EASY_WORDS and whole.grade > HIGHEST_EASY_GRADE:
        yield Finding(
            at=document.span(KEY),
            message=f"the easy form needs {whole.grade:.0f} years of school to be read; at most {HIGHEST_EASY_GRADE:g} are asked for",
            help="use short sentences and everyday words: one thing in each sentence",
        )


RULE = Rule(
    code="WRD042", name="hard-easy-read", severity=Severity.WARNING, check=check, waivable=True, translations=True, doc=__doc__
)
