"""What others say, and what is not from us, over an incident.

A claim is quoted as someone else's. What we say of it is ours: as long as it is not checked, anything may come of it; from then on another word
needs a correction, and so do other words of the claim that we judged. Neither a claim nor a fake ever goes away by itself.
"""

from dataclasses import replace
from typing import Final

from generator.ledger.folding import Folding, is_same_text, with_event
from generator.ledger.records import (
    Change,
    ClaimEntry,
    ClaimState,
    FakeEntry,
    FakeState,
    ViolationKind,
)
from generator.model.update import Claim, ClaimView, End, Fake

CLAIMS: Final = "claims."
FAKES: Final = "fakes."
_OPEN: Final = frozenset({None, ClaimView.NOT_CHECKED})


# Claims.


def fold_claims(folding: Folding) -> None:
    """Apply the claims of an update, and those that it takes back."""
    for name, claim in folding.update.claims.items():
        _claim(folding, name, claim)
    for subject in sorted(folding.update.never):
        if subject.startswith(CLAIMS):
            _take_back_claim(folding, subject)


def _claim(folding: Folding, name: str, claim: Claim) -> None:
    entry, now, subject = folding.claims.get(name), folding.update.published, f"{CLAIMS}{name}"
    if entry is None:
        event = folding.event(Change.STATED, subject, after=claim)
        folding.claims[name] = ClaimEntry(name=name, claim=claim, stated=now, changed=now, history=(event,))
        return
    old = entry.claim
    # Keys that a restatement leaves out keep their values; the grounds of one view are none of another.
    new = replace(
        claim,
        since=claim.since or old.since,
        about=tuple(dict.fromkeys((*old.about, *claim.about))),
        we_say=claim.we_say or old.we_say,
    )
    if new.we_say is old.we_say:
        new = replace(
            new,
            looked=new.looked or old.looked,
            in_fact=new.in_fact or old.in_fact,
            because=new.because or old.because,
        )
    stands = entry.state is ClaimState.STANDING
    if stands and new == old:
        return
    adverse = old.we_say is ClaimView.FALSE and new.we_say is not ClaimView.FALSE
    if not stands or _is_another(old, new):
        before: Claim | str = old if stands else ""
        if admitted := folding.admits(subject, old, new, adverse=adverse):
            event = folding.event(Change.CORRECTED, subject, before=old, after=new, correction=admitted, adverse=adverse)
        elif not stands:
            event = folding.event(Change.STATED, subject, before=before, after=new)
        else:
            folding.violation(
                ViolationKind.CLAIM_CHANGED,
                subject,
                ("claims", name),
                before=old,
                after=new,
                since=entry.changed,
                adverse=adverse,
            )
            return
        folding.claims[name] = with_event(entry, event, claim=new, changed=now, state=ClaimState.STANDING)
    elif _is_news(old, new):
        event = folding.progress(Change.REFINED, subject, before=old, after=new, adverse=False)
        folding.claims[name] = with_event(entry, event, claim=new, changed=now)
    else:
        folding.claims[name] = replace(entry, claim=new)


def _is_another(old: Claim, new: Claim) -> bool:
    """Whether readers were told otherwise before: by us of the claim, or whose and what it is, once we had judged it."""
    judged = old.we_say not in _OPEN
    moved = judged and (new.we_say is not old.we_say or not is_same_text(old.says, new.says) or not is_same_text(old.by, new.by))
    otherwise = bool(old.in_fact) and not is_same_text(old.in_fact, new.in_fact)
    dated = old.since is not None and new.since != old.since
    return moved or otherwise or dated


def _is_news(old: Claim, new: Claim) -> bool:
    return replace(new, about=(), since=None) != replace(old, about=(), since=None)


def _take_back_claim(folding: Folding, subject: str) -> None:
    name = subject.removeprefix(CLAIMS)
    entry = folding.claims.get(name)
    event = folding.took_back(
        subject,
        ("claims", name),
        entry.claim if entry else None,
        entry.changed if entry else None,
        is_gone=entry is not None and entry.state is ClaimState.TAKEN_BACK,
        adverse=entry is not None and entry.claim.we_say is ClaimView.FALSE,
    )
    if entry and event:
        folding.claims[name] = with_event(entry, event, state=ClaimState.TAKEN_BACK, changed=folding.update.published)


# Fakes.


def fold_fakes(folding: Folding) -> None:
    """Apply what an update says is not from us, what of it has ended, and what should never have been named."""
    for name, fake in folding.update.fakes.items():
        _fake(folding, name, fake)
    for subject in sorted(folding.update.never):
        if subject.startswith(FAKES):
            _take_back_fake(folding, subject)
    for subject, end in folding.update.ended.items():
        if subject.startswith(FAKES):
            _end_fake(folding, subject, end)


def _fake(folding: Folding, name: str, fake: Fake) -> None:
    entry, now, subject = folding.fakes.get(name), folding.update.published, f"{FAKES}{name}"
    if entry is None:
        event = folding.event(Change.STATED, subject, after=fake)
        folding.fakes[name] = FakeEntry(name=name, fake=fake, stated=now, changed=now, history=(event,))
        return
    old = entry.fake
    new = replace(fake, seen=fake.seen or old.seen, since=fake.since or old.since)
    stands = entry.state is FakeState.STANDING
    if stands and new == old:
        return
    fewer = not set(old.seen) <= set(new.seen)
    otherwise = not is_same_text(old.what, new.what) or fewer or (old.since is not None and new.since != old.since)
    if otherwise and (admitted := folding.admits(subject, old, new)):
        event = folding.event(Change.CORRECTED, subject, before=old, after=new, correction=admitted)
    elif not stands:
        # It is back.
        event = folding.event(Change.STATED, subject, after=new)
    elif otherwise:
        folding.violation(ViolationKind.FAKE_CHANGED, subject, ("fakes", name), before=old, after=new, since=entry.changed)
        return
    else:
        event = folding.progress(Change.REFINED, subject, before=old, after=new)
    folding.fakes[name] = with_event(entry, event, fake=new, state=FakeState.STANDING, changed=now, settled=None, end=None)


def _take_back_fake(folding: Folding, subject: str) -> None:
    name = subject.removeprefix(FAKES)
    entry = folding.fakes.get(name)
    event = folding.took_back(
        subject,
        ("fakes", name),
        entry.fake if entry else None,
        entry.changed if entry else None,
        is_gone=entry is not None and entry.state is FakeState.TAKEN_BACK,
    )
    if entry and event:
        now = folding.update.published
        folding.fakes[name] = with_event(entry, event, state=FakeState.TAKEN_BACK, changed=now, settled=now, end=None)


def _end_fake(folding: Folding, subject: str, end: End) -> None:
    name = subject.removeprefix(FAKES)
    entry = folding.before.fakes.get(name)
    if entry is not None and entry.end is not None and is_same_text(entry.end.what, end.what):
        return
    if entry is None or entry.state is not FakeState.STANDING:
        before = entry.fake if entry else ""
        folding.violation(ViolationKind.NOTHING_TO_CLOSE, subject, ("ended", subject), before=before, after=end.what)
        return
    if event := folding.ended(subject, entry.fake, entry.changed, end, said_as_well=name in folding.update.fakes):
        now = folding.update.published
        folding.fakes[name] = with_event(entry, event, state=FakeState.ENDED, changed=now, settled=now, end=end)
