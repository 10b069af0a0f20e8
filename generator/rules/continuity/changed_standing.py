"""What incident.md or its translation says was changed silently.

## What it checks

That every part of incident.md and of its translations still says what was published, according to ledger.lock, or to git's full history:
`impact`, `contact`, the questions and their answers, the background below the keys, and in a translation `title`, `remedy` and `direct_notice`
too. You may add something. You may change or remove a part with a note under `changed` that says when, why, and what the earlier words
were: readers then see both. A second change of the same part is noted as `remedy.2`, and a note that was published stays.

## Why it matters

An answer that turns from no to yes, or a telephone number that is no longer ours, changes what people do. Readers of the first one never
learn of the second unless someone says that there are two.

## Instead of

    questions:
      bank: {ask: Was my account number there?, answer: In some cases it was.}     # it was published as: No.

## Write

    questions:
      bank: {ask: Was my account number there?, answer: In some cases it was.}
    changed:
      questions.bank.answer: {on: 2027-03-05, because: We had not looked into attached files., was: 'No.'}
"""

from collections.abc import Iterator

from generator.history.publication import standing_of
from generator.inspection.context import Context
from generator.inspection.standing_changes import bring_back, note_line
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.history import PastIncident
from generator.rules.rule import Rule
from generator.seals.standing_words import NOTE, altered


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Parts that are not what was published, and say nothing of it."""
    past = context.analysis.past.get(folder.slug, PastIncident())
    said = {path: tuple(standing_of(path, texts, folder)) for path, texts in past.standing.items()}
    for one in altered(folder, said):
        if one.document is folder.document and one.part in {"remedy", "direct_notice"}:
            continue
        name = one.document.source.path.rpartition("/")[2]
        if one.part.startswith(NOTE):
            yield Finding(
                at=one.document.span("changed"),
                message=f"the note of change `{one.part}` in {name} is {'gone' if one.gone else 'different from what was published'}",
                help=f"restore it ({bring_back(one, past)}); note a further change separately, as `{one.part.removeprefix(NOTE)}.2`",
            )
            continue
        what = "the text below the keys" if one.part == "body" else f"`{one.part}`"
        wrong = " (the words under `was` in its note were never published)" if one.note is not None else ""
        yield Finding(
            at=one.document.span(*one.part.split(".")),
            message=f"{what} in {name} is {'gone, and it was published' if one.gone else 'different from what was published'}{wrong}",
            help=f"restore it ({bring_back(one, past)}), or give the earlier words {note_line(one, said, context)}",
        )


RULE = Rule(code="CON089", name="changed-standing", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
