"""The finding about a fact that may no longer hold: what it said, what stands against it now, and the lines that answer."""

from collections.abc import Mapping

from generator.format.strict_yaml import flow
from generator.inspection.context import Context
from generator.ledger.comforts import STORY
from generator.ledger.correction_kinds import left_open
from generator.ledger.records import Answer, Asked, AskedBecause
from generator.ledger.words import count_words, when_words
from generator.model.diagnostic import Finding
from generator.model.document import UpdateDocument
from generator.model.source import Span
from generator.model.update import CorrectionKind, DataState

_STATES = {
    DataState.UNKNOWN: "is not known",
    DataState.POSSIBLE: "was possibly seen",
    DataState.ACCESSED: "was accessed",
    DataState.TAKEN: "is taken",
    DataState.NOT_AFFECTED: "is not affected",
}
_REFUSED = {
    Answer.RESTATED: ", so repeating it is not enough",
    Answer.STILL_TRUE: ", so it cannot still be true",
    Answer.DOUBTED: ", so it is not only uncertain",
}
#: The blocks from which a refused answer is taken out; what is restated is written over.
_TAKEN_OUT = {Answer.STILL_TRUE: "still_true", Answer.DOUBTED: "unknown"}


def finding(asked: Asked, document: UpdateDocument, context: Context) -> Finding:
    """Return the finding about a fact: it quotes the old sentence, and offers lines that work."""
    verb = "called false" if asked.name.startswith("claims.") else "wrote"
    said = asked.text if asked.text.rstrip().endswith((".", "!", "?", "…", "”", '"')) else f"{asked.text}."
    on = when_words(asked.since.astimezone(context.zone).date(), context.zone)
    refused = _REFUSED.get(asked.refused, "") if asked.refused else ""
    return Finding(
        at=_span_of_question(asked, document),
        message=f"on {on} you {verb} `{asked.name}`: {said} {_now(asked, document)}{refused}",
        help=_help(asked, document, context),
    )


def _span_of_question(asked: Asked, document: UpdateDocument) -> Span:
    if asked.refused is Answer.STILL_TRUE:
        return document.span("still_true", asked.name)
    if asked.refused is Answer.DOUBTED:
        return document.span("unknown", asked.name)
    if asked.name.startswith("claims.") and document.wrote(*asked.name.split(".", 1)):
        return document.span(*asked.name.split(".", 1))
    if asked.refused is Answer.RESTATED and document.wrote("known", asked.name):
        return document.span("known", asked.name)
    kind, _, name = asked.subject.partition(".")
    if kind == "services":
        return document.span("services", name)
    if not asked.subject:
        return document.span("status")
    if kind in {"data", "affected", "window", "claims"} and document.wrote(kind):
        return document.span(kind, name.partition(".")[0]) if name else document.span(kind)
    return document.span("corrections", asked.subject)


def _now(asked: Asked, document: UpdateDocument) -> str:
    """What stands against it."""
    if asked.because is AskedBecause.CONTAINED_BY:
        return "That contained the incident, which is reopened now"
    if not asked.subject:
        return "Now the incident is reopened"
    if asked.because is AskedBecause.FIGURE:
        return f"That gives a figure of `{asked.subject}`, which this update corrects"
    if asked.because is AskedBecause.SERVICE:
        return f"Now `{asked.subject.removeprefix('services.')}` works"
    kind, _, name = asked.subject.partition(".")
    update = document.update
    first, _, population = name.partition(".")
    if kind == "data" and first in update.data:
        told = update.data[first]
        one = next((each for each in told if each.population == population), max(told, key=lambda each: _WORST[each.state]))
        whose = f" of `{one.population}`" if one.population and len(told) > 1 else ""
        return f"Now `{first}`{whose} {_STATES[one.state]}"
    if kind == "affected" and name in update.affected:
        return f"Now `{name}` is {count_words(update.affected[name])}"
    if kind == "claims" and name in update.claims:
        return f"Now our view of the claim `{name}` has changed"
    if kind == "window":
        return f"Now `{asked.subject}` is new or wider"
    return f"This update corrects `{asked.subject}`"


_WORST = {
    state: place
    for place, state in enumerate(
        (DataState.NOT_AFFECTED, DataState.UNKNOWN, DataState.POSSIBLE, DataState.ACCESSED, DataState.TAKEN)
    )
}


def _help(asked: Asked, document: UpdateDocument, context: Context) -> str:
    name = asked.name
    if name.startswith("claims."):
        return _help_for_claim(asked, context)
    if name == STORY:
        return "tell the story as it is now: `what_happened: what is true now`"
    because = flow(_reason(asked, document, context))
    out = _TAKEN_OUT.get(asked.refused) if asked.refused else None
    first = f"remove it from `{out}:`, and add" if out else "add"
    correct = f"{first} under `corrections:` the line `{name}: {because}` and under `known:` the line `{name}: what is true`"
    if asked.happened:
        return correct
    if asked.because is AskedBecause.FIGURE:
        # A figure of another day, or of others, was no mistake: nobody is to confess one.
        return f"{correct}; if it is about another day or about others, and still true, {_still_true(name, document)}"
    if asked.because is AskedBecause.SERVICE:
        ended = f"if that is over, add under `ended:` the line `{name}: what works again`"
        return f"{ended}; if it is still true, {_still_true(name, document)}; if it was never true, {correct}"
    still = f"if it is still true, {_still_true(name, document)}"
    if asked.because in {AskedBecause.REOPENED, AskedBecause.CONTAINED_BY}:
        still += f"; if nobody knows any more, write under `unknown:` the line `{name}: what is no longer certain`"
    return f"{still}; if it does not, {correct}"


def _reason(asked: Asked, document: UpdateDocument, context: Context) -> Mapping[str, str]:
    """What to write of why a sentence was said otherwise: what this update says of the number in it, that more was found than it had left open, or that it was wrong."""
    given = document.update.corrections.get(asked.subject) if asked.because is AskedBecause.FIGURE else None
    if given is not None and given.kind is CorrectionKind.NEW_EVENT and given.window:
        return {"because": "what happened since", "kind": "new_event", "window": given.window}
    entry = context.transition.before.facts.get(asked.name) if context.transition else None
    if entry is not None and left_open(entry.fact, entry.fact, context.zone):
        # It said itself that it was not certain: nobody is to confess a mistake.
        return {"because": "what we have found since", "kind": "found_more"}
    return {"because": "why it was wrong", "kind": "our_error"}


def _help_for_claim(asked: Asked, context: Context) -> str:
    name = asked.name.removeprefix("claims.")
    entry = context.transition.before.claims.get(name) if context.transition else None
    by = entry.claim.by if entry else "who says it"
    said = {"by": by, "says": asked.text}
    because = flow({"because": "why it was wrong", "kind": "our_error"})
    now = flow({**said, "we_say": "partly", "in_fact": "what is true"})
    correct = f"add under `corrections:` the line `{asked.name}: {because}` and under `claims:` the line `{name}: {now}`"
    if asked.happened:
        return correct
    again = flow({**said, "we_say": "false", "looked": "what we checked again"})
    return f"if it is still false, add under `claims:` the line `{name}: {again}`; if not, {correct}"


def _still_true(name: str, document: UpdateDocument) -> str:
    """The line that says that a fact still holds, in the form that stands there already."""
    listed = document.update.still_true
    if any(listed.values()):
        return f"add under `still_true:` the line `{name}: what we checked again`"
    return f"write `still_true: [{', '.join([*listed, name])}]`"
