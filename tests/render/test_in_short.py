"""What a reader asks first is answered with what the ledger knows, and nothing else: `view.in_short`."""

from datetime import UTC, datetime

import pytest

from generator.model.source import RawFile
from generator.model.update import CorrectionKind, DataState
from generator.pipeline import checking, publishing
from generator.render import in_short, views
from generator.render.in_short import InShort
from generator.render.language import Language, language_for
from generator.render.markup import html_of
from tests.render.sites import theme

CONFIG = """organisation: {name: Brookside Clinic}
site: {url: https://status.brookside.example/}
contact: {email: help@brookside.example, phone: "+44 20 7946 0018"}
audiences: {staff: {name: Our staff}, patients: {name: Our patients}}
"""
FIRST = """title: Someone got into our letters
published: 2026-09-01T09:00Z
status: investigating
known: {entry: Someone used a stolen key.}
unknown: {copied: Whether they copied letters.}
next_steps: {log: We read the log.}
actions: There is nothing you can do yet.
next_update: 2026-09-02T09:00Z
"""


def _language(tag: str = "en") -> Language:
    return language_for(tag, theme())


def _short(*updates: str, incident: str = "") -> InShort:
    """The newest update's answers."""
    files = {
        "site_config.yml": CONFIG,
        "content/incidents/letters/incident.md": f"---\ntitle: Someone read letters\naware: 2026-09-01T08:00Z\n{incident}---\n",
        **{f"content/incidents/letters/{number:02}-words.md": f"---\n{text}---\n" for number, text in enumerate(updates, 1)},
    }
    raw = [RawFile(path, text.encode(), len(text)) for path, text in files.items()]
    now = datetime(2026, 9, 20, tzinfo=UTC)
    site = publishing.publish(checking.check(raw, now), now)
    return views.newest(site, site.incidents[0], _language()).in_short


def _next(**keys: str) -> str:
    """A second update that says all of the first again, and more."""
    given = {
        "title": "What is new",
        "published": "2026-09-02T08:00Z",
        "status": "confirmed",
        "unknown": "{copied: Whether they copied letters.}",
        "next_steps": "{log: We read the log.}",
        "next_update": "2026-09-03T09:00Z",
        **keys,
    }
    return "".join(f"{key}: {value}\n" for key, value in given.items())


def _who(short: InShort, tag: str = "en") -> list[str]:
    language = _language(tag)
    return [in_short.affected_words(language, one.entry.count, html_of, is_over=short.is_over) for one in short.affected]


def _what(short: InShort) -> list[str]:
    return [
        f"{in_short.seen_words(_language(), line, html_of, html_of, is_over=short.is_over)}: {', '.join(kind.name for kind in line.kinds)}"
        for line in short.seen
    ]


def test_first_statement() -> None:
    """With only what a first statement needs, what happened is its fact, and nobody knows who is affected."""
    short = _short(FIRST)
    assert short.story == "Someone used a stolen key."
    assert short.affected == ()
    assert short.is_uncounted
    assert short.nobody_counted == "We do not know yet who is affected."
    assert short.may_all_be_untold
    assert (short.seen, short.not_affected) == ((), ())
    assert [entry.name for entry in short.unknown] == ["copied"]
    assert (short.for_all, short.for_some) == (False, False)


def test_the_oldest_fact_is_what_happened_and_not_the_newest() -> None:
    """Without `what_happened`, the fact that happened first says it, also where it became known last."""
    later = _next(known="{closed: We closed the door., source: {text: A key was copied in a shop., when: 2026-08}}")
    assert _short(FIRST, _next(known="{closed: We closed the door.}")).story == "Someone used a stolen key."
    assert _short(FIRST, later).story == "A key was copied in a shop."


def test_what_concerns_some_alone_is_not_told_to_everyone_as_what_happened() -> None:
    """A fact for one audience does not say what happened, as long as there is another."""
    shifts = "{shifts: {text: Work plans of nurses were read., when: 2026-08, for: [staff]}}"
    assert _short(FIRST, _next(known=shifts)).story == "Someone used a stolen key."


def test_the_story_as_the_author_tells_it() -> None:
    """`what_happened` goes before every fact, and stands until it is told anew."""
    told = _next(what_happened="Someone read letters with a stolen key.")
    third = _next(published="2026-09-03T08:00Z", next_update="2026-09-04T09:00Z")
    assert _short(FIRST, told, third).story == "Someone read letters with a stolen key."


def test_what_we_think_is_said_as_what_we_think() -> None:
    """A story that is only likely, and a number that is, are marked."""
    short = _short(
        FIRST.replace("entry: Someone used a stolen key.", "entry: {text: Someone used a stolen key., sure: likely}"),
        _next(affected="{patients: {unit: patients, about: 800, sure: likely}}"),
    )
    assert short.story_likely
    assert _who(short) == ["We think that <b>about 800 patients</b> are affected."]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ("exact: 1212, of: 18400", "<b>1,212 of 18,400 patients</b> are affected."),
        ("exact: 1", "<b>1 patients</b> is affected."),
        ("about: 50", "<b>About 50 patients</b> are affected."),
        ("at_most: 50, of: 900", "<b>At most 50 of 900 patients</b> are affected."),
        ("between: [3, 7]", "<b>Between 3 and 7 patients</b> are affected."),
        ("unknown: true", "We do not know yet how many patients are affected."),
        ("unknown: true, of: 900", "We do not know yet how many of 900 patients are affected."),
    ],
)
def test_how_many(count: str, said: str) -> None:
    """Each form of a count makes a sentence."""
    short = _short(FIRST, _next(affected=f"{{patients: {{unit: patients, {count}}}}}"))
    assert _who(short) == [said]


@pytest.mark.parametrize("tag", ["de", "fr", "es", "ar"])
def test_how_many_in_every_language(tag: str) -> None:
    """The sentence holds the number and what is counted in each language, and is translated."""
    short = _short(FIRST, _next(affected="{patients: {unit: patients, exact: 1212}}"))
    (said,) = _who(short, tag)
    assert "212" in said
    assert "patients" in said
    assert said != _who(short)[0]


def test_silence_is_never_inferred() -> None:
    """What hearing nothing means is said where the author says it; else that readers may be affected all the same."""
    counted = "{patients: {unit: patients, exact: 40}}"
    partly = _short(FIRST, _next(affected=counted, direct_notice="{patients: {how: by letter, by: 2026-09-20}}"))
    assert partly.may_all_be_untold
    told = "{patients: {how: by letter, sent: {exact: 40}, complete: true, silence: 'If you heard nothing, your letters were not opened.'}}"
    whole = _short(
        FIRST.replace("copied: Whether they copied letters.", "key: Where they had the key from."),
        _next(affected=counted, direct_notice=told, unknown="{key: Where they had the key from.}"),
    )
    assert not whole.may_be_untold
    (one,) = whole.affected
    assert one.notice is not None
    said = in_short.notice_words(_language(), one.notice.notice, html_of)
    assert "If you heard nothing, your letters were not opened. If your address has changed, ask us." in said
    assert "Sent" not in said


def test_a_notice_to_everyone_counts_for_each() -> None:
    """What incident.md says of how people are told stands once, and is not doubted for each population."""
    short = _short(
        FIRST, _next(affected="{patients: {unit: patients, exact: 40}}"), incident="direct_notice: We wrote to all 40 patients.\n"
    )
    assert [entry.name for entry in short.notices] == ["everyone"]
    assert not short.may_be_untold


def test_what_was_seen_stands_by_what_happened_to_it_and_for_how_many() -> None:
    """The worst comes first; the same for the same people stands together; what was not affected comes last."""
    short = _short(
        FIRST,
        _next(
            affected="{patients: {unit: patients, exact: 40}}",
            data="{name: accessed, address: accessed, note: {state: taken, exact: 4, for: patients}, photo: possible, card: not_affected}",
        ),
    )
    assert short.seen_heading == "What they saw"
    assert _what(short) == ["Copied, for 4 patients: note", "Seen: name, address", "Possibly seen: photo"]
    assert [kind.name for kind in short.not_affected] == ["card"]


@pytest.mark.parametrize(
    ("data", "nature", "heading"),
    [
        ("{name: accessed}", "intrusion", "What they saw"),
        ("{name: accessed}", "mistake", "What was seen"),
        ("{name: possible, card: not_affected}", "intrusion", "What may have been seen"),
        ("{name: {state: accessed, sure: likely}}", "intrusion", "What may have been seen"),
        ("{card: not_affected}", "intrusion", "What was seen"),
    ],
)
def test_no_heading_says_more_than_is_known(data: str, nature: str, heading: str) -> None:
    """That they saw something is said only where somebody did, and of somebody who broke in."""
    assert _short(FIRST, _next(data=data, nature=nature)).seen_heading == heading


def test_corrected_stands_beside_what_it_changed() -> None:
    """A corrected number, kind of data and fact are marked, and nothing else."""
    second = _next(affected="{patients: {unit: patients, exact: 40}}", data="{name: not_affected, note: accessed}")
    third = _next(
        published="2026-09-03T08:00Z",
        next_update="2026-09-04T09:00Z",
        known="{entry: Someone used a lost key.}",
        affected="{patients: {unit: patients, exact: 60}}",
        data="{name: accessed}",
        corrections="{affected.patients: {because: An older log., kind: our_error}, data.name: We searched again., entry: It was not stolen.}",
    )
    short = _short(FIRST, second, third)
    wrong = CorrectionKind.OUR_ERROR
    assert short.story_corrected is wrong
    assert [one.corrected for one in short.affected] == [wrong]
    assert {kind.name: kind.corrected for line in short.seen for kind in line.kinds} == {"name": wrong, "note": None}


def test_three_unknowns_and_how_many_more() -> None:
    """At most three stand in it; the others are counted."""
    unknown = ", ".join(f"part-{number}: Whether they copied part {number}." for number in range(7))
    short = _short(FIRST.replace("copied: Whether they copied letters.", unknown))
    assert [entry.name for entry in short.unknown] == ["part-0", "part-1", "part-2"]
    assert short.more_unknown == 4


def test_a_false_alarm() -> None:
    """A false alarm affects nobody; what was thought to have happened, and what seemed possible, is not said as if it were so."""
    second = _next(
        status="resolved",
        because="It was our own test.",
        outcome="false_alarm",
        unknown="none_left",
        known="{copied: Nobody copied anything.}",
    ).replace("next_update: 2026-09-03T09:00Z\n", "next_update: none_planned\n")
    short = _short(FIRST + "data: {name: possible}\n", second)
    assert short.is_false_alarm
    assert short.story == "It was our own test."
    thought = FIRST + "data: {name: possible}\nwhat_happened: Someone read letters with a stolen key.\n"
    assert _short(thought, second).story == "It was our own test."
    assert (short.seen, short.affected, short.may_be_untold) == ((), (), False)


def test_advice_is_pointed_to_by_whom_it_is_for() -> None:
    """Whether everyone has something to do, or only some."""
    everyone = _short(FIRST, _next(actions="{watch: {do: Watch your post.}}"))
    some = _short(FIRST, _next(actions="{watch: {do: Watch your post., for: [staff]}}"))
    assert (everyone.for_all, everyone.for_some) == (True, False)
    assert (some.for_all, some.for_some) == (False, True)


def test_what_was_no_mistake_is_not_called_corrected() -> None:
    """What was left open and is found out later is marked as such."""
    second = _next(affected="{patients: {unit: patients, about: 40}}")
    third = _next(
        published="2026-09-03T08:00Z",
        next_update="2026-09-04T09:00Z",
        affected="{patients: {unit: patients, exact: 90}}",
        corrections="{affected.patients: {because: An older log., kind: found_more}}",
    )
    assert [one.corrected for one in _short(FIRST, second, third).affected] == [CorrectionKind.FOUND_MORE]


def test_every_state_of_data_has_a_label() -> None:
    """A new state of data cannot be left without words."""
    assert set(in_short.SEEN) == set(DataState)
