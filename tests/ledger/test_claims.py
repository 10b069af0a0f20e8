"""What others say, and what is not from us, over an incident."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ledger.fallen_comforts import fallen_comforts
from generator.ledger.records import AskedBecause, Change, ClaimState, FakeState, ViolationKind
from generator.ledger.stale import STALE, unchecked_claims
from generator.model.update import (
    Claim,
    ClaimView,
    Correction,
    CorrectionKind,
    Data,
    DataState,
    End,
    Fact,
    Fake,
)
from tests.ledger.updates import BEGAN, ledger_of, update
from tests.thorough import examples

FALSE, TRUE, PARTLY, OPEN, UNSURE = (
    ClaimView.FALSE,
    ClaimView.TRUE,
    ClaimView.PARTLY,
    ClaimView.NOT_CHECKED,
    ClaimView.CANNOT_SAY,
)


def _claim(we_say: ClaimView | None, says: str = "They have the letters.", **keys: Any) -> dict[str, Claim]:
    return {"site": Claim(name="site", by="a group", says=says, we_say=we_say, **keys)}


def _corrects(name: str = "claims.site", kind: CorrectionKind | None = None) -> dict[str, Correction]:
    return {name: Correction(name=name, because="We had searched one of two servers.", kind=kind)}


@pytest.mark.parametrize("new", [FALSE, TRUE, PARTLY, UNSURE])
@pytest.mark.parametrize("old", [FALSE, TRUE, PARTLY, UNSURE, OPEN, None])
def test_what_we_said_of_a_claim_changes_with_a_correction_alone(old: ClaimView | None, new: ClaimView) -> None:
    """Until we have looked, anything may come of it; after that another word needs a correction, and without one the old word stands."""
    ledger = ledger_of(update(1, claims=_claim(old)), update(2, claims=_claim(new)))
    silent = old in {None, OPEN} or old is new
    assert [one.kind for one in ledger.transitions[1].violations] == ([] if silent else [ViolationKind.CLAIM_CHANGED])
    assert ledger.state.claims["site"].claim.we_say is (new if silent else old)
    corrected = ledger_of(update(1, claims=_claim(old)), update(2, claims=_claim(new), corrections=_corrects()))
    assert corrected.state.claims["site"].claim.we_say is new


@pytest.mark.parametrize(("old", "accepted"), [(UNSURE, True), (OPEN, True), (FALSE, False), (TRUE, False), (PARTLY, False)])
def test_only_what_was_left_open_was_found_later(old: ClaimView, *, accepted: bool) -> None:
    """That we could not say left it open; that we called it false, true or partly true did not."""
    new = TRUE if old is not TRUE else FALSE
    later = update(2, claims=_claim(new), corrections=_corrects(kind=CorrectionKind.FOUND_MORE))
    transition = ledger_of(update(1, claims=_claim(old)), later).transitions[1]
    refused = [one.kind for one in transition.violations]
    assert refused == ([] if accepted else [ViolationKind.KIND_REFUSED])
    kind = CorrectionKind.FOUND_MORE if accepted else CorrectionKind.OUR_ERROR
    assert [event.kind for event in transition.events if event.subject == "claims.site"] == [kind]


def test_a_claim_called_false_is_asked_about_when_its_subject_gets_worse() -> None:
    """It denies what it is about, as a fact would, and saying it again is no answer to what was taken."""
    said = update(1, claims=_claim(FALSE, looked="The log.", about=("data.letters",)))
    taken = {"data": {"letters": (Data(kind="letters", state=DataState.TAKEN),)}}
    asked = ledger_of(said, update(2, **taken)).transitions[1].asked_about
    assert [(one.name, one.because, one.happened) for one in asked] == [("claims.site", AskedBecause.ABOUT, True)]
    again = ledger_of(said, update(2, claims=_claim(FALSE), **taken)).transitions[1].asked_about
    assert [one.name for one in again] == ["claims.site"]
    right = update(2, claims=_claim(TRUE), corrections=_corrects(), **taken)
    assert ledger_of(said, right).transitions[1].asked_about == ()


@pytest.mark.parametrize("view", [TRUE, PARTLY, OPEN, UNSURE])
def test_what_is_not_called_false_denies_nothing(view: ClaimView) -> None:
    """Nobody was comforted by it, so nothing is asked."""
    said = update(1, claims=_claim(view, in_fact="Some are gone.", about=("data.letters",)))
    worse = update(2, data={"letters": (Data(kind="letters", state=DataState.TAKEN),)})
    assert ledger_of(said, worse).transitions[1].asked_about == ()


def test_a_denial_falls_with_the_claim_that_we_called_false() -> None:
    """A fact that denies the same is asked about once we no longer call the claim false."""
    said = update(
        1,
        claims=_claim(FALSE, looked="The log.", about=("data.letters",)),
        known={"held": Fact(name="held", text="No letters were read.", about=("data.letters",))},
    )
    later = update(2, claims=_claim(UNSURE, because="A log is missing."), corrections=_corrects())
    assert [one.name for one in ledger_of(said, later).transitions[1].asked_about] == ["held"]


def test_a_claim_that_was_right_is_a_fallen_comfort() -> None:
    """We had called it false: that stood since then, and readers were comforted by it."""
    ledger = ledger_of(update(1, claims=_claim(FALSE)), update(4, claims=_claim(TRUE), corrections=_corrects()))
    (fell,) = fallen_comforts(ledger.transitions, "en")
    assert (fell.event.subject, fell.since, fell.event.adverse) == ("claims.site", BEGAN, True)


def test_nothing_of_a_claim_goes_away_silently() -> None:
    """It stands in every later state, unless it is taken back with a reason; then it is known to have been."""
    updates = [update(1, claims=_claim(FALSE, looked="The log.")), update(2, claims=_claim(None)), update(3, no_change=True)]
    entry = ledger_of(*updates).state.claims["site"]
    assert (entry.state, entry.claim.we_say, entry.claim.looked) == (ClaimState.STANDING, FALSE, "The log.")
    bare = ledger_of(*updates, update(4, never=frozenset({"claims.site"})))
    assert bare.state.claims["site"].state is ClaimState.STANDING
    assert [one.kind for one in bare.transitions[-1].violations] == [ViolationKind.NEVER_UNEXPLAINED]
    gone = ledger_of(*updates, update(4, never=frozenset({"claims.site"}), corrections=_corrects()))
    assert gone.state.claims["site"].state is ClaimState.TAKEN_BACK
    assert gone.state.standing_claims == ()


def test_an_unchecked_claim_ages() -> None:
    """As an unknown does: from the day on which it last changed."""
    ledger = ledger_of(update(1, claims=_claim(OPEN)))
    (waiting,) = unchecked_claims(ledger, BEGAN + STALE)
    assert (waiting.since, waiting.late) == (BEGAN, True)
    assert not next(unchecked_claims(ledger, BEGAN + STALE - timedelta(minutes=1))).late
    assert not list(unchecked_claims(ledger_of(update(1, claims=_claim(FALSE))), BEGAN + STALE))


def test_a_fake_ends() -> None:
    """It was not from us, and now it is over: that is no correction, and the day is held to the last update that warned of it."""
    fakes = {"sms": Fake(name="sms", what="A text asks you to pay.", seen=("a.example",))}
    end = {"fakes.sms": End(name="fakes.sms", what="The number is switched off.", since=date(2027, 3, 4))}
    ledger = ledger_of(update(1, fakes=fakes), update(3, ended=end))
    assert ledger.state.fakes["sms"].state is FakeState.ENDED
    assert [one.end for one in ledger.state.ended] == [end["fakes.sms"]]
    assert [event.change for event in ledger.events] == [Change.STATED, Change.ENDED]
    early = ledger_of(update(1, fakes=fakes), update(2, no_change=True), update(3, ended=end | {}))
    assert early.state.fakes["sms"].state is FakeState.ENDED
    refused = ledger_of(update(1, fakes=fakes), update(3, no_change=True), update(4, ended=end))
    assert [one.kind for one in refused.transitions[-1].violations] == [ViolationKind.END_REFUSED]
    assert refused.state.fakes["sms"].state is FakeState.STANDING


_VIEWS = st.sampled_from([None, *ClaimView])


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(st.tuples(_VIEWS, st.booleans(), st.booleans(), st.sampled_from(["They have it.", "They have all."])), max_size=8)
)
def test_whatever_is_said_of_a_claim(said: list[tuple[ClaimView | None, bool, bool, str]]) -> None:
    """No history loses a claim, and what we say of it changes, once we have judged it, in corrections alone."""
    updates = [
        update(
            number,
            claims=_claim(view, words) if not never else {},
            never=frozenset({"claims.site"}) if never else frozenset(),
            corrections=_corrects() if corrects else {},
        )
        for number, (view, corrects, never, words) in enumerate(said, 1)
    ]
    before: Claim | None = None
    for transition in ledger_of(*updates).transitions:
        entry = transition.after.claims.get("site")
        corrected = any(event.subject == "claims.site" and event.kind for event in transition.events)
        if before is not None:
            assert entry is not None
            judged = before.we_say not in {None, OPEN}
            same = (entry.claim.we_say, entry.claim.says) == (before.we_say, before.says)
            back = transition.before.claims["site"].state is ClaimState.TAKEN_BACK
            assert same or corrected or back or not judged
        before = entry.claim if entry else None


SMS = Fake(name="sms", what="A text asks you to pay.", seen=("a.example", "b.example"), since=date(2027, 3, 2))


def _fakes(**keys: Any) -> dict[str, Fake]:
    return {"sms": Fake(**{"name": "sms", "what": SMS.what, **keys})}


@pytest.mark.parametrize(
    ("then", "refused"),
    [
        ({"what": "A text asks for your password."}, True),
        ({"seen": ("a.example",)}, True),
        ({"since": date(2027, 3, 1)}, True),
        ({"seen": ("a.example", "b.example", "c.example")}, False),
        ({}, False),
    ],
)
def test_a_fake_changes_only_in_the_open(then: dict[str, Any], *, refused: bool) -> None:
    """Another sentence, fewer things to tell it by, or another day: each needs a correction; more to tell it by does not."""
    ledger = ledger_of(update(1, fakes={"sms": SMS}), update(2, fakes=_fakes(**then)))
    assert [one.kind for one in ledger.transitions[1].violations] == ([ViolationKind.FAKE_CHANGED] if refused else [])
    corrected = ledger_of(update(1, fakes={"sms": SMS}), update(2, fakes=_fakes(**then), corrections=_corrects("fakes.sms")))
    if refused:
        assert corrected.transitions[1].violations == ()
        assert corrected.state.fakes["sms"].history[-1].kind is CorrectionKind.OUR_ERROR


def test_a_fake_that_should_never_have_been_named() -> None:
    """It goes with a reason, and stays without one; nothing can be taken back that was never said, or twice."""
    first, never = update(1, fakes={"sms": SMS}), frozenset({"fakes.sms"})
    silent = ledger_of(first, update(2, never=never))
    assert [one.kind for one in silent.transitions[1].violations] == [ViolationKind.NEVER_UNEXPLAINED]
    assert silent.state.standing_fakes[0].sentence == SMS.what
    gone = ledger_of(first, update(2, never=never, corrections=_corrects("fakes.sms")), update(3, never=never))
    assert gone.state.fakes["sms"].state is FakeState.TAKEN_BACK
    assert gone.transitions[2].violations == ()
    nothing = ledger_of(update(1, never=never | {"claims.site"}))
    assert {one.kind for one in nothing.transitions[0].violations} == {ViolationKind.NOTHING_TO_CLOSE}


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ({"corrections": {"fakes.sms": Correction(name="fakes.sms", because="It was ours.")}}, ViolationKind.END_REFUSED),
        ({"fakes": {"sms": SMS}}, ViolationKind.END_REFUSED),
        ({"ended": {"fakes.calls": End(name="fakes.calls", what="It is over.")}}, ViolationKind.NOTHING_TO_CLOSE),
    ],
)
def test_what_cannot_end(keys: dict[str, Any], kind: ViolationKind) -> None:
    """What the update corrects or says as well has not ended, and what was never named cannot."""
    end = {"fakes.sms": End(name="fakes.sms", what="It is over.")}
    ledger = ledger_of(update(1, fakes={"sms": SMS}), update(2, **{"ended": end, **keys}))
    assert kind in {one.kind for one in ledger.transitions[1].violations}
    assert ledger.state.fakes["sms"].state is FakeState.STANDING


def test_a_fake_can_come_back() -> None:
    """What had ended is said anew, and its end said twice changes nothing."""
    end = {"fakes.sms": End(name="fakes.sms", what="It is over.")}
    over = (update(1, fakes={"sms": SMS}), update(2, ended=end), update(3, ended=end))
    assert ledger_of(*over).transitions[2].violations == ()
    again = ledger_of(*over, update(4, fakes={"sms": SMS}))
    assert again.state.standing_fakes[0].end is None
    assert again.state.fakes["sms"].last_stated == BEGAN + timedelta(days=3)


def test_a_claim_can_be_named_again() -> None:
    """What had been taken back is said anew, with its history."""
    back = update(2, never=frozenset({"claims.site"}), corrections=_corrects())
    ledger = ledger_of(update(1, claims=_claim(FALSE)), back, update(3, claims=_claim(OPEN)))
    assert ledger.state.standing_claims[0].claim.we_say is OPEN
    assert len(ledger.state.claims["site"].history) == 3
