"""`new update` at an end: what it asks for, what it fills in, and what it refuses."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.adapters.site_files import read_site
from generator.cli.main import run
from generator.pipeline import checking

DESK = "content/incidents/desk/"
NOW = ["--now", "2026-11-26T12:00Z"]
FIRST = """title: A folder of our front desk is missing
published: 2026-11-25T08:00Z
known: {folder: A folder was not in its place.}
unknown: {who: Who has it.}
next_steps: {ask: We ask everybody.}
actions: There is nothing you can do yet.
next_update: 2026-11-26T12:30Z
"""
ENDS = ["--answer", "who=The caretaker.", "--done", "ask=We asked all."]


def _site(root: Path, *updates: str, incident: str = "") -> None:
    """Put an incident of these updates beside the others; each is the first one with further keys."""
    folder = root / DESK
    folder.mkdir(parents=True)
    (folder / "incident.md").write_text(
        f"---\ntitle: A folder is missing\naware: 2026-11-25T07:40Z\n{incident}---\n", encoding="utf-8"
    )
    for number, keys in enumerate(updates, 1):
        text = FIRST.replace("T08:00Z", f"T{7 + number:02}:00Z")
        (folder / f"{number:02}-words.md").write_text(f"---\n{text}{keys}---\n", encoding="utf-8")


def _run(root: Path, *arguments: str, status: str = "resolved") -> int:
    return run(["new", "update", "desk", "--root", str(root), *NOW, "--title", "It is over", "--status", status, *arguments])


def _written(root: Path) -> str:
    return max((root / DESK).glob("*-it-is-over.md")).read_text(encoding="utf-8")


def _codes(root: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    capsys.readouterr()
    run(["validate", "--root", str(root), *NOW, f"{DESK}"])
    return set(re.findall(r"\[([A-Z]{3}\d{3})\]", capsys.readouterr().out))


@pytest.mark.no_cover
def test_an_outcome_is_asked_for_where_nobody_can_tell(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What had been possible leaves it open: without a terminal the option is named, and with it the file passes."""
    _site(english, "status: investigating\ndata: {letters: possible}\n")
    because = ["--because", "The caretaker had fixed it."]
    assert _run(english, *ENDS, *because) == 2
    assert "--outcome false_alarm" in capsys.readouterr().err
    assert _run(english, *ENDS, *because, "--outcome", "false_alarm") == 0
    text = _written(english)
    assert "outcome: false_alarm" in text
    assert "review_by" not in text
    assert not {"CON024", "CON060", "CON061", "CON062", "CON063", "HON013"} & _codes(english, capsys)


@pytest.mark.no_cover
@pytest.mark.parametrize("status", ["investigating", "contained"])
def test_it_goes_on_in_another_incident(status: str, english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Once the other one is named, it ends from any status: what is unknown stays unknown, and neither a watch nor a review is asked for."""
    contained = "contained_by: folder\n" if status == "contained" else ""
    goes_on = ["--outcome", "part_of_another", "--because", "The same key was used.", "--drop", "ask=We ask for both together."]
    _site(english, f"status: {status}\n{contained}data: {{letters: unknown}}\n")
    assert _run(english, *goes_on) == 2
    assert "related: [" in capsys.readouterr().err
    named = english / DESK / "incident.md"
    named.write_text(
        named.read_text(encoding="utf-8").replace("\n---\n", "\nrelated: [support-tickets]\n---\n"), encoding="utf-8"
    )
    assert _run(english, *goes_on) == 0
    text = _written(english)
    assert "outcome: part_of_another\nbecause: The same key was used.\n" in text
    assert "  who: Who has it.\n" in text
    assert "next_update: none_planned\n" in text
    assert "unanswerable" not in text
    assert "review_by" not in text
    assert not {"CON001", "CON010", "CON024", "CON060", "CON061", "CON062", "CON063", "HON002", "HON013"} & _codes(
        english, capsys
    )


@pytest.mark.no_cover
def test_what_is_certain_is_not_asked(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A false alarm of which nothing was ever possible needs its reason alone."""
    _site(english, "status: investigating\n")
    assert _run(english, *ENDS, "--because", "The caretaker had fixed it.") == 0
    assert "outcome" not in _written(english)
    assert "CON062" not in _codes(english, capsys)


def test_nothing_reached_says_it_of_everything(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each kind of data that was open is written as not affected, and each count as nobody; what was certain is refused."""
    watched = "status: monitoring\nmonitor_until: 2026-11-25\nmonitoring: {what: The shelf., looked: 2026-11-25}\n"
    base = "status: confirmed\ndata: {letters: possible}\naffected: {guests: {unit: people, at_most: 9}}\n"
    contained = "status: contained\ncontained_by: shut\nknown: {shut: We shut the room and tried the door.}\n"
    _site(
        english,
        base,
        contained.replace("known: ", "what_happened: ").replace("{shut: We", "We").replace("door.}", "door."),
        watched,
    )
    assert _run(english, *ENDS, "--outcome", "nothing_reached") == 0
    text = _written(english)
    for part in ("outcome: nothing_reached", "  letters: not_affected", "  guests: {unit: people, exact: 0}", "review_by: "):
        assert part in text
    assert not {"CON060", "CON061", "CON063"} & _codes(english, capsys)


def test_nothing_reached_is_refused_after_something_was(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What readers were told for certain is not taken back by the way."""
    _site(english, "status: confirmed\nnature: lost_device\ndata: {letters: accessed}\n")
    assert _run(english, *ENDS, "--outcome", "nothing_reached", "--because", "It is back.") == 2
    assert "data.letters" in capsys.readouterr().err
    assert _run(english, "--outcome", "nothing_reached", status="confirmed") == 2
    assert "--status resolved" in capsys.readouterr().err


@pytest.mark.no_cover
def test_without_an_intruder(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A lost folder goes from confirmed to resolved with a reason and a day for the review."""
    _site(english, "status: confirmed\nnature: lost_device\ndata: {letters: accessed}\n")
    assert _run(english, *ENDS) == 2
    assert "--because" in capsys.readouterr().err
    assert _run(english, *ENDS, "--because", "It is back.") == 0
    assert "review_by: " in _written(english)
    assert not {"CON024", "CON062", "HON013"} & _codes(english, capsys)


@pytest.mark.no_cover
def test_what_is_unknown_is_asked_about(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A value that is given as unknown comes as a blank under `unanswerable`, or with the reason that was given."""
    _site(english, "status: confirmed\nnature: mistake\ndata: {letters: unknown, photos: unknown}\n")
    given = ["--never-known", "data.photos=Nobody looks at them.", "--because", "It is back."]
    assert _run(english, *ENDS, *given) == 0
    text = _written(english)
    assert "  data.photos: Nobody looks at them." in text
    assert re.search(r"  data\.letters: \"?\[\[", text)
    assert "CON060" not in _codes(english, capsys)
    assert _run(english, "--never-known", "data.maps=Why.") == 2


def test_questions_are_answered_first(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command that answers the question is named."""
    _site(english, "status: investigating\n", incident="questions: {mine: {ask: Is my letter in it?}}\n")
    assert _run(english, *ENDS, "--because", "The caretaker had fixed it.") == 2
    assert "aboveboard questions answer desk mine" in capsys.readouterr().err


def test_that_nothing_is_left_goes_on(english: Path) -> None:
    """After `none_left`, the next update says it again."""
    _site(english, "status: contained\nnature: lost_device\n".replace("lost_device", "lost_device"))
    path = english / DESK / "01-words.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("unknown: {who: Who has it.}", "unknown: none_left"), encoding="utf-8"
    )
    assert _run(english, status="contained") == 0
    assert "unknown: none_left   # as before" in _written(english)


def test_what_may_no_longer_hold_is_shown(english: Path) -> None:
    """On `reopened` the facts that deny something, and the one that contained it, stand beside the form of a correction."""
    _site(english, "status: contained\ncontained_by: folder\n")
    assert _run(english, "--because", "It is gone again.", status="reopened") == 0
    text = _written(english)
    assert "#   folder: A folder was not in its place." in text
    assert "kind: our_error" in text


def test_nobody_has_to_be_kept_out(english: Path) -> None:
    """Where nobody broke in, `contained` asks for no proof, and leaves no blank for it."""
    _site(english, "status: confirmed\nnature: mistake\n")
    assert _run(english, status="contained") == 0
    assert "contained_by" not in _written(english)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Whether this is still true: "),
        ("de", "Ob das noch stimmt: "),
        ("fr", "Si cela est encore vrai : "),
        ("es", "Si esto sigue siendo cierto: "),
        ("ar", "هل ما زال هذا صحيحًا: "),
    ],
)
def test_what_is_doubted_is_asked_in_the_sites_language(english: Path, language: str, words: str) -> None:
    """The question that readers see is in their language, whatever language the commands speak."""
    config = english / "site_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("language: en\n", f"language: {language}\n"), encoding="utf-8")
    _site(english, "status: contained\ncontained_by: folder\n")
    assert _run(english, "--because", "It is gone again.", status="reopened") == 0
    assert f"{words}A folder was not in its place." in _written(english).replace("\N{NO-BREAK SPACE}", " ")


#: A fact that denies, with every key that one can have.
WHOLE = """  shelf:
    text: No other folder was opened.
    from: the caretaker
    sure: likely
    when: 2026-11
    about: [data.letters, affected.parents]
    looked: "Every shelf: three rooms."
    found: nothing
    through: 2026-11-24T18:00Z
    cannot_see: Nobody counts copies.
"""


def test_what_is_doubted_keeps_all_that_was_said_of_it(english: Path) -> None:
    """As an unknown it is still about the same things, and says where somebody looked."""
    _site(english, "status: contained\ncontained_by: folder\n")
    path = english / DESK / "01-words.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "known: {folder: A folder was not in its place.}\n", f"known:\n  folder: A folder was not in its place.\n{WHOLE}"
        ),
        encoding="utf-8",
    )
    assert _run(english, "--because", "It is gone again.", status="reopened") == 0
    checked = checking.check(read_site(english, 1 << 20), datetime(2026, 11, 26, 12, tzinfo=UTC))
    updates = next(one for one in checked.content.incidents if one.slug == "desk").updates
    fact, doubted = updates[0].update.known["shelf"], updates[1].update.unknown["shelf"]
    assert doubted.text == f"Whether this is still true: {fact.text}"
    assert replace(doubted, text=fact.text) == fact


def test_what_ended_is_not_doubted(english: Path) -> None:
    """A fact that `--ended` ends is neither asked nor named in the comment; the others are, with each way to answer."""
    _site(english, "status: contained\ncontained_by: folder\n")
    path = english / DESK / "01-words.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "known: {folder: A folder was not in its place.}",
            "known: {folder: We have the folder., shelf: No other folder was opened.}",
        ),
        encoding="utf-8",
    )
    assert _run(english, "--because", "It is gone again.", "--ended", "folder=It is gone again.", status="reopened") == 0
    text = _written(english)
    assert "ended:\n  folder: It is gone again.\n" in text
    assert "folder: We have" not in text
    assert "Whether this is still true: No other folder was opened." in text
    comment = text.partition("# Readers were told")[2]
    for way in ("# still_true: [shelf]\n", "# ended:\n", "# corrections:\n"):
        assert way in comment


def test_no_day_is_written_for_a_review_that_readers_have(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An incident that is over again has its review: a day would promise nothing."""
    _site(english, "status: confirmed\nnature: malfunction\n")
    review = english / DESK / "review.md"
    review.write_text(
        "---\ntitle: What we learnt\npublished: 2026-11-26T09:00Z\ncause: A shelf broke.\nlessons: {shelf: We look.}\n---\n",
        encoding="utf-8",
    )
    because = ["--because", "The shelf is repaired."]
    assert _run(english, *ENDS, *because) == 0
    assert "review_by" not in _written(english)
    for written in (review, *(english / DESK).glob("*-it-is-over.md")):
        written.unlink()
    assert _run(english, *ENDS, *because) == 0
    assert "review_by: " in _written(english)
    capsys.readouterr()
