"""What a review begins with: every sentence is true of what was said then."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from generator.ledger.fallen_comforts import fallen_comforts
from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import Ledger, PromiseKind, PromiseState
from generator.ledger.retrospective import Retrospective, retrospective
from generator.model.document import IncidentFolder
from generator.model.source import RawFile
from generator.model.update import CorrectionKind, Status
from generator.pipeline import checking
from tests.ledger.generated import START, folders
from tests.thorough import examples

RETOLD = Path(__file__).parent / "retold"
GRACE, PATIENCE = timedelta(minutes=30), timedelta(hours=4)
LAST = datetime(2027, 4, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@cache
def _ledger(name: str) -> Ledger:
    """A hard history (tests/ledger/retold): its updates, one after the other."""
    files = {
        "site_config.yml": "organisation: {name: Brookside Clinic}\nsite: {url: https://status.brookside.example/, timezone: Europe/London}\n",
        "content/incidents/a/incident.md": "---\ntitle: Someone read letters\naware: 2027-03-01T08:00Z\nimpact: major\n---\n",
    }
    for number, text in enumerate((RETOLD / f"{name}.txt").read_text(encoding="utf-8").split("\n---\n"), 1):
        files[f"content/incidents/a/{number:02}-a.md"] = f"---\n{text}\n---\n"
    made = [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]
    return checking.check(made, LAST).ledgers["a"]


@cache
def _past(name: str, now: datetime = LAST) -> Retrospective:
    return retrospective(_ledger(name), now, GRACE, PATIENCE)


@pytest.mark.parametrize("name", sorted(path.stem for path in RETOLD.iterdir()))
def test_every_sentence(name: str, snapshot: SnapshotAssertion) -> None:
    """Each was read, and compared with what the updates said on that day."""
    past = _past(name)
    assert {"well": dict(past.well), "badly": dict(past.badly)} == snapshot


def test_an_answer_is_not_given_in_later_words() -> None:
    """An unknown that was answered, and whose answer changed twice since, is quoted as it was asked; each answer as it was given."""
    badly = _past("letters").badly
    assert badly["asked-copied"] == "It took more than 13 days until we answered this: “Whether they copied letters.”"
    well = _past("letters").well["found-more-whose"]
    assert well.startswith("We said on 2 March 2027 “They read letters of about 860 patients.” More than 6 days later, we said")
    assert "Then we said: “They read letters of 1140 patients.”" in well
    assert "1210" not in well
    assert "“They read letters of 1140 patients.”" in badly["wrong-whose"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "comfort-held",
            "We said on 4 March 2027 “The archive held no test results.” More than 25 days later, we had to correct that.",
        ),
        (
            "comfort-data-bank",
            "Bank: we said on 2 March 2027, last on 4 March 2027, “not affected”. More than 23 days later, we said that",
        ),
        (
            "comfort-copied",
            "We said on 1 March 2027, last on 12 March 2027, that we did not know this, and where we had looked: “Whether",
        ),
    ],
)
def test_fallen_comforts_went_badly(name: str, sentence: str) -> None:
    """Each says how long it stood and when it was last called true, whatever the kind of its correction."""
    assert _past("letters").badly[name].startswith(sentence)


def test_a_comfort_of_numbers_and_one_that_we_only_thought() -> None:
    """A maximum that had been lowered and rises again had reassured, and so had a denial that was only likely, whatever corrects it."""
    badly = _past("laptop").badly
    assert badly["comfort-affected-clients"].startswith(
        "Clients: we said on 1 March 2027 “at most 300 people”. 62 hours later, we had to"
    )
    assert badly["comfort-enc"].startswith(
        "We said on 1 March 2027 “We think: Nobody can read the disk.” More than 66 hours later, we said that"
    )
    assert not any(name.startswith("comfort-") for name in _past("laptop").well)


def test_each_reopening_went_badly() -> None:
    """Two reopenings are two sentences, each with the calm word that it took back."""
    badly = _past("laptop").badly
    assert [name for name in badly if name.startswith("reopened-")] == ["reopened-3", "reopened-5"]
    assert badly["reopened-5"].startswith(
        "On 5 March 2027 we said that it was contained, and 48 hours later we had to open it again."
    )


def test_a_reopening_went_badly() -> None:
    """It says when we had called it over, and for how long that stood."""
    assert _past("letters").badly["reopened-10"] == (
        "On 22 March 2027 we said that it was over, and more than 3 days later we had to open it again."
        " They came back through the supplier."
    )


def test_late_promises_went_badly() -> None:
    """Late, put off in time, put off when it was late already, given up, and never kept: each is told as what it was."""
    badly = _past("letters").badly
    assert badly["late-update-12"].startswith("Update 12 was promised for 28 March 2027, 20:00 BST, and it came 38 hours late.")
    assert badly["put-off-second"].endswith("and put it off until 5 April 2027. The supplier needs longer.")
    assert "only more than 9 hours after that did we say that it would take until 15 April 2027" in badly["late-second"]
    assert badly["given-up-supplier"].startswith("We announced a step and dropped it: The supplier checks every account.")
    assert badly.keys().isdisjoint({"late-supplier", "late-log"})
    folder = _past("folder").badly
    assert folder["missing-update"].endswith("and it has not come.")
    assert folder["late-who"].endswith("and 34 hours after that we said that we will never know.")


def test_corrections_are_counted_by_kind() -> None:
    """What was no mistake is not counted among mistakes, and stands among what went well unless it had reassured."""
    past = _past("letters")
    assert past.badly["corrections"] == (
        "We changed what we had told you: 9 times because we had been wrong, twice because we found out more about what we had left open"
        " and once because something new had happened."
    )
    assert past.corrected == 9
    assert {name for name in past.well if name.startswith(("found-more", "new"))} == {
        "found-more-affected-patients",
        "found-more-whose",
    }


def test_what_ended_is_no_fault() -> None:
    """What was true and is no longer is told nowhere among what went badly."""
    assert not any("book" in sentence or "ring you" in sentence for sentence in _past("letters").badly.values())


def test_what_was_not_known_and_then_was_and_then_was_not() -> None:
    """Each time in which something was unknown is told for itself, with its question of then."""
    badly = _past("folder").badly
    assert badly["asked-who"] == "It took more than 24 hours until we answered this: “Who opened it.”"
    assert badly["asked-again-who"] == "After 4 days we had to say that we will never know: “Who opened it, after all.”"
    assert badly["wrong-who"].startswith(
        "We said on 2 March 2027 “One reader opened it.” 24 hours later, we had to correct that."
    )
    assert "Then we said that we did not know this: “Who opened it, after all.”" in badly["wrong-who"]
    assert badly["wrong-who-2"].startswith("We said on 7 March 2027 that we would never know this: “The log is gone.”")


def test_nobody_broke_in_as_far_as_we_knew() -> None:
    """A time in which things lay open is called so, even if it turned out later that somebody had broken in."""
    assert _past("folder").badly["wrong-window"].startswith("The time of the exposure: we said on 1 March 2027")


def test_what_incident_md_said_before_is_not_made_up() -> None:
    """Of a title that was corrected only the present one is known, so none is quoted."""
    assert (
        _past("folder").badly["wrong-incident-title"]
        == "On 3 March 2027 we corrected the title of the incident. It named the wrong folder."
    )


@settings(max_examples=examples(30), deadline=None)
@given(folders(), st.integers(0, 300))
def test_only_what_readers_had_seen(folder: IncidentFolder, hours: int) -> None:
    """What is published later changes nothing that is said of a time before: no later text, number or outcome is in it."""
    zone, now = ZoneInfo("Europe/London"), START + hours * HOUR
    ledger = fold(folder, zone)
    seen = [transition.document for transition in ledger.seen(now)]
    assume(seen)
    only = fold(replace(folder, updates=tuple(seen)), zone)
    assert retrospective(ledger, now, GRACE, PATIENCE) == retrospective(only, now, GRACE, PATIENCE)


@settings(max_examples=examples(30), deadline=None)
@given(folders(), st.integers(0, 400))
def test_nothing_bad_is_left_out(folder: IncidentFolder, hours: int) -> None:
    """Every fallen comfort, reopening, missed promise and error is among what went badly, and nothing that was no error is called one."""
    now = START + hours * HOUR
    ledger = fold(folder, ZoneInfo("Europe/London"))
    seen = ledger.seen(now)
    past = retrospective(ledger, now, GRACE, PATIENCE)
    names = [
        re.sub(r"-\d+$", "", name) if name.startswith(("wrong-", "comfort-", "found-more-", "new-")) else name
        for name in past.badly
    ]
    fallen = fallen_comforts(seen, "en")
    events = [event for transition in seen for event in transition.events]
    assert sum(name.startswith("comfort-") for name in names) == len(fallen)
    wrong = [event for event in events if event.kind is CorrectionKind.OUR_ERROR]
    assert sum(name.startswith("wrong-") for name in names) == len(
        [event for event in wrong if event not in [one.event for one in fallen]]
    )
    assert past.corrected == len(wrong)
    reopened = [
        transition for transition in seen if transition.document.update.status is Status.REOPENED is not transition.before.status
    ]
    assert sum(name.startswith("reopened-") for name in names) == len(reopened)
    missed = [
        one for one in promises(ledger, now, GRACE) if one.kind is not PromiseKind.REVIEW and one.state is PromiseState.MISSED
    ]
    told = sum(name.startswith(("late-", "missing-")) for name in past.badly)
    given_up = sum(name.startswith("given-up-") for name in past.badly)
    assert told <= len(missed) <= told + given_up
    for sentence in (*past.well.values(), *past.badly.values()):
        assert "more more" not in sentence
