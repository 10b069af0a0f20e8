"""Another question, or another step, has the name of an earlier one.

## What it checks

That an unknown or a step which is told in other words still has something in common with its earlier words, or with its name: a word, or words for
the same thing, such as “saved” and “photographed”. The first word, which asks, does not count. In languages with a list of words.

## Why it matters

Readers see "Clarified", with the old words below. If it is another question, the first one was never answered, and its promise and its age pass to
something else.

## Instead of

    # before: unknown: {copied: Whether they copied the tickets.}
    unknown: {copied: Who opened our door to them.}

## Write

    unknown:
      copied: Whether they copied the tickets.
      door: Who opened our door to them.
"""

from collections.abc import Iterator

from generator.format.strict_yaml import short
from generator.inspection.context import Context
from generator.inspection.said_before import content_words
from generator.ledger.records import Change
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.prose.lexicon import lexicon
from generator.prose.subjects import alike
from generator.rules.rule import Rule

#: How many letters of two words have to be the same: opened, opening.
_STEM = 5


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Unknowns and steps that have nothing in common with what they were."""
    language = context.analysis.language(document)
    if context.transition is None or not lexicon(language).verbs:
        return
    for event in context.transition.events:
        kind, _, name = event.subject.rpartition(".")
        if event.change is not Change.REFINED or kind not in {"", "step"} or event.subject in document.update.known:
            continue
        if (
            isinstance(event.was, str)
            and isinstance(event.becomes, str)
            and _is_another(name, event.was, event.becomes, language)
        ):
            section = "next_steps" if kind else "unknown"
            yield Finding(
                at=document.span(section, name),
                message=f"`{name}` was “{short(event.was, 80)}” and has no word in common with it",
                help=f"if this is another {'step' if kind else 'question'}, give it a name of its own, and say what became of the first; if it is the same,"
                " repeat what it is about",
            )


def _is_another(name: str, was: str, becomes: str, language: str) -> bool:
    before, after = (content_words(text.partition(" ")[2], language) for text in (was, becomes))
    called = name.replace("-", " ").replace("_", " ")
    named = content_words(called, language)
    if not before or not after or {one[:_STEM] for one in before | named} & {one[:_STEM] for one in after}:
        return False
    return alike(f"{was} {called}", language).isdisjoint(alike(becomes, language))


RULE = Rule(code="CON097", name="another-question", severity=Severity.ADVICE, check=check, waivable=True, doc=__doc__)
