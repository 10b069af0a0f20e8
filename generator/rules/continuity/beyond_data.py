"""A sentence says more, or less, than `data` does.

## What it checks

That no sentence of the title, the summary, `what_happened`, `known` or the text of an update, and none of a review or of incident.md, says of a kind of data that it was read, copied or published where `data`
calls it unknown, possible or not affected; that none says "copied" where `data` says `accessed`; and that none denies what `data` calls
unknown or possible. A review and incident.md are held to what the newest update says; answers in incident.md are for CON099. What others say (`from`), what may be, what is asked and what is told of others are left alone.

## Why it matters

Pages, letters, badges and files for programs show the state of each kind of data; so does every later update. Whoever answers "Whether they copied the letters"
with "They copied them", and leaves `letters: accessed`, tells half of the readers another story.

## Instead of

    known: {copied: They copied the letters.}      # and `letters: accessed` before

## Write

    known: {copied: They copied the letters.}
    data: {letters: taken}
"""

from collections.abc import Iterator
from dataclasses import replace

from generator.inspection.context import Context
from generator.inspection.outside import OutsideStatement
from generator.inspection.outside_data import claimed, denied
from generator.inspection.wording_frames import says
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ReadersDocument, TextKind, UpdateDocument
from generator.model.update import DataState
from generator.prose.denial import denies_taking_alone
from generator.rules.rule import Rule

_DENIES = "denies what stands in"
_OPEN = frozenset({DataState.UNKNOWN, DataState.POSSIBLE})
#: What is said there of incident.md is answered by CON099, or tells of what was said before.
_ELSEWHERE = (("questions",), ("changed",))
_TOLD = frozenset({"title", "summary", "what_happened", "known"})


def check(document: ReadersDocument, context: Context) -> Iterator[Finding]:
    """Sentences that say another thing of a kind of data than the ledger after this update, or after the newest."""
    ledger, transition = context.ledger, context.transition
    if ledger is None or transition is None or not transition.after.data:
        return
    update = document.update if isinstance(document, UpdateDocument) else None
    read = context.analysis.author_text(document)
    if update is not None:
        # What others say is theirs; of a fact that no longer holds, fallen-comfort and doubtful-denial (CON050, CON051) say what to do.
        spared = {("known", name) for name, fact in update.known.items() if fact.sources}
        spared |= {("known", asked.name) for asked in transition.asked_about}
        told = tuple(one for one in read.stretches if not one.key or (one.key[0] in _TOLD and one.key[:2] not in spared))
    else:
        told = tuple(one for one in read.stretches if one.key[:1] not in _ELSEWHERE)
    said = OutsideStatement(
        path=document.source.path,
        language=context.analysis.language(document),
        read=replace(read, stretches=told),
        transition=transition,
        ledger=ledger,
        when=update.published if update is not None else context.now,
    )
    places = set()
    # Where this update gives a kind another state in silence, that is found (CON005), and the ledger still has the earlier one.
    silent = {
        subject[1] for one in transition.violations if (subject := one.subject.split("."))[0] == "data" and len(subject) > 1
    }
    given = "under `data:`" if update is not None else "under `data:` in an update"
    for found, what in ((claimed(said), "says more than"), (denied(said), _DENIES)):
        for one in found:
            at = one.sentence.stretch.span(one.sentence.start + one.start, one.sentence.start + one.end)
            # A denial of what was reached is for doubtful-denial (CON051); that nothing was copied leaves open whether it was seen.
            known = one.entry.state not in _OPEN and (update is not None or one.entry.state is DataState.NOT_AFFECTED)
            taking = denies_taking_alone(one.sentence.text, said.language) and one.entry.state is not DataState.TAKEN
            # A review tells what was said before, and may quote it as it was.
            retold = update is None and any(says(one.sentence.text, said.language, name) for name in ("retold", "taken_back"))
            left = what == _DENIES and (known or taking or retold)
            if left or at in places or one.entry.kind in silent:
                continue
            places.add(at)
            yield Finding(
                at=at,
                message=f"“{one.sentence.quote}” {what} `data:`, where `{one.entry.kind}` is {one.entry.state}",
                help=f"if the sentence is right, give this kind its new state {given}; if not, say in it what `data:` says",
            )


RULE = Rule(
    code="CON098",
    name="beyond-data",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    translations=True,
    unfit=dict.fromkeys((TextKind.PAGE, TextKind.SETTINGS), "these are about no incident, whose data could be named"),
    if_published="it was published, so the text stays as it is; say in a new update which of the two is right, and correct the other under `corrections:`",
    doc=__doc__,
)
