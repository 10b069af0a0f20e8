"""The text is hard to read.

## What it checks

That no sentence has more than 30 words, no paragraph more than 90, that sentences have at most 20 words on average, and that an English
text of 100 words or more needs no more than nine years of school (Flesch-Kincaid; `policy: {readability: {grade_at_most: 9}}` sets
another limit, and a notice profile may set a lower one).

## Why it matters

Laws require plain language, and 97 of 100 real notices were hard to read. Frightened people who read on a phone lose track in the middle
of a long sentence.

## Instead of

    A sentence that goes on and on, with every fact of the night in it, joined by commas, by "and" and by "which", until nobody who began it in fear on a telephone can say how it began.

## Write

    Two sentences. Or three.
"""

import re
from collections.abc import Iterator

from generator.content.known_profiles import in_force
from generator.inspection.author_text import Stretch
from generator.inspection.context import Context
from generator.inspection.easy_read import KEY as EASY_READ
from generator.inspection.readability import (
    HIGHEST_GRADE,
    LEAST_WORDS,
    MOST_WORDS_IN_A_PARAGRAPH,
    MOST_WORDS_IN_A_SENTENCE,
    MOST_WORDS_ON_AVERAGE,
    measure,
    words,
)
from generator.inspection.wording_language import sentence_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ReadersDocument, TextKind
from generator.rules.rule import Rule

#: The beginning of an item of a list in Markdown.
_ITEM = re.compile(r"\s{0,3}(?:[-*+]|\d{1,9}[.)])\s")


def check(document: ReadersDocument, context: Context) -> Iterator[Finding]:
    """Long sentences and paragraphs; then the text as a whole."""
    language = context.analysis.language(document)
    # An easy form has a measure of its own, and must not make the rest look easier.
    found = tuple(one for one in context.analysis.author_text(document).stretches if one.key != (EASY_READ,))
    for stretch in found:
        yield from _long_sentences(stretch, stretch.language or language)
        number = _most_words(stretch) if stretch.text.count(" ") >= MOST_WORDS_IN_A_PARAGRAPH else 0
        if number > MOST_WORDS_IN_A_PARAGRAPH:
            yield Finding(
                at=stretch.span(0, len(stretch.text.rstrip())),
                message=sentence_of(language, "WRD026", "paragraph", "this paragraph has %(number)s words", number=number),
                help=sentence_of(
                    language,
                    "WRD026",
                    "paragraph_help",
                    "make two of it; at most %(most)s words fit on a telephone",
                    most=MOST_WORDS_IN_A_PARAGRAPH,
                ),
            )
    # What was told elsewhere is no update.
    is_update = document.KIND is TextKind.UPDATE and document.source.path not in context.analysis.outside
    whole = measure(stretch.text[start:end].lower() for stretch in found for start, end in stretch.sentences)
    if whole.words < LEAST_WORDS:
        return
    if whole.average > MOST_WORDS_ON_AVERAGE:
        yield Finding(
            at=document.span("title"),
            message=sentence_of(
                language,
                "WRD026",
                "average" if is_update else "average_elsewhere",
                f"the sentences of this {'update' if is_update else 'text'} have %(number)s words on average",
                number=f"{whole.average:.0f}",
            ),
            help=sentence_of(
                language,
                "WRD026",
                "average_help",
                "make them shorter; most people can follow at most %(most)s on average",
                most=MOST_WORDS_ON_AVERAGE,
            ),
        )
    highest = _highest_grade(context)
    if language == "en" and whole.grade > highest:
        yield Finding(
            at=document.span("title"),
            message=f"this {'update' if is_update else 'text'} needs {whole.grade:.0f} years of school to be read; at most {highest:g} are asked for",
            help="use shorter sentences and shorter words: “told” for “notified”, “use” for “utilise”, “about” for “approximately”",
        )


def _most_words(stretch: Stretch) -> int:
    """Return the number of words of a paragraph; of a list, those of its longest item."""
    items: list[list[str]] = [[]]
    for row in stretch.rows:
        if _ITEM.match(row):
            items.append([])
        items[-1].append(row)
    return words(stretch.text) if len(items) == 1 else max(words(" ".join(rows)) for rows in items)


def _long_sentences(stretch: Stretch, language: str) -> Iterator[Finding]:
    for start, end in stretch.sentences:
        sentence = stretch.text[start:end]
        if sentence.count(" ") < MOST_WORDS_IN_A_SENTENCE:
            continue
        number = words(sentence)
        if number > MOST_WORDS_IN_A_SENTENCE:
            lead = len(sentence) - len(sentence.lstrip())
            yield Finding(
                at=stretch.span(start + lead, start + len(sentence.rstrip())),
                message=sentence_of(language, "WRD026", "sentence", "this sentence has %(number)s words", number=number),
                help=sentence_of(
                    language,
                    "WRD026",
                    "sentence_help",
                    "make two of it; at most %(most)s words can be read in one go",
                    most=MOST_WORDS_IN_A_SENTENCE,
                ),
            )


def _highest_grade(context: Context) -> float:
    own = context.config.policy.grade_at_most if context.config else None
    limits = [HIGHEST_GRADE if own is None else own]
    if context.ledger is not None:
        profiles = in_force(context.ledger.folder.incident, context.config, context.profiles)
        limits += [profile.grade_at_most for profile in profiles if profile.grade_at_most is not None and profile.key != "base"]
    return min(limits)


RULE = Rule(
    code="WRD026", name="hard-to-read", severity=Severity.WARNING, check=check, waivable=True, translations=True, doc=__doc__
)
