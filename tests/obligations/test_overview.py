"""Obligations and the rules agree: neither calls something late that the other does not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.inspection.analysis import Analysis
from generator.ledger.fold import fold
from generator.ledger.records import Ledger
from generator.model.config import Organisation, Policy, SiteConfig, SiteSettings
from generator.model.diagnostic import Diagnostic
from generator.model.document import ConfigDocument, Content, IncidentFolder
from generator.model.incident import Question
from generator.model.source import RawFile, Source
from generator.obligations.model import ObligationKind, Obligations
from generator.obligations.overview import collect_obligations
from generator.pipeline import checking, reporting
from generator.rules.runner import judge
from tests.ledger.generated import START, folders
from tests.rules.case_files import ALL_CASES, Case
from tests.thorough import examples

#: The rules that report lateness, and the corresponding obligations.
LATE = {
    "PRO012": {ObligationKind.UNKNOWN, ObligationKind.ANSWER},
    "PRO016": {ObligationKind.CLOCK},
    "PRO022": {ObligationKind.UPDATE},
    "PRO023": {ObligationKind.STEP},
    "PRO024": {ObligationKind.ANSWER},
    "PRO025": {ObligationKind.REVIEW},
    "PRO027": {ObligationKind.QUESTION},
    "PLN010": {ObligationKind.TEMPLATE},
    "PLN013": {ObligationKind.CHANNEL},
    "PLN014": {ObligationKind.DRILL},
    "PLN017": {ObligationKind.SECURITY_TXT},
}
#: The rules that say it in place of these: of a step whose date had passed before the newest update, or that is done on a wrong day; of a
#: question when the incident is closed. A step that is announced and done at once closes nothing.
ALSO = {ObligationKind.STEP: {"PRO018", "PRO031", "CON023"}, ObligationKind.QUESTION: {"CON063"}}
#: What is late by a promise that no rule watches, and what could not be read at all.
UNWATCHED = {ObligationKind.CORRECTIVE_ACTION, ObligationKind.UNREADABLE}


def _says_late(one: Diagnostic) -> bool:
    if one.code == "PRO016":
        return " ran out " in one.message
    never = ("never been tested", "there has been no drill", "more than a year from now")
    return one.code in LATE and not any(words in one.message for words in never)


def _compare(found: tuple[Diagnostic, ...], owed: Obligations) -> None:
    said = {one.code for one in found if _says_late(one)}
    late = {one.kind for one in owed.late}
    for code in said:
        assert late & LATE[code], f"{code} says late, and status does not"
    for kind in late - UNWATCHED:
        codes = {code for code, kinds in LATE.items() if kind in kinds} | ALSO.get(kind, set())
        assert {one.code for one in found} & codes, f"status says {kind} is late, and no rule does"


TIMED = [case for case in ALL_CASES if case.code in LATE or case.code in {"NOT008", "NOT009", "NOT010", "PRO008", "PRO018"}]


@pytest.mark.parametrize("case", TIMED, ids=str)
def test_case_files(case: Case) -> None:
    """On every case of the rules that know what is late: as of the case, and when everything in it has had time to be late."""
    for later in (timedelta(), timedelta(days=70)):
        checked = checking.check(case.files, case.now + later)
        if checked.content.config.config is not None:
            _compare(checked.diagnostics, reporting.obligations(checked, case.now + later))


def _content(folder: IncidentFolder) -> Content:
    config = SiteConfig(
        organisation=Organisation(name="Larkfield Energy"),
        site=SiteSettings(url="https://status.larkfield.example/", timezone=ZoneInfo("Europe/London")),
        policy=Policy(grace=timedelta(minutes=15)),
        profiles=("gdpr-33", "dora", "us-ca"),
    )
    return Content(config=ConfigDocument(source=Source("site_config.yml", ""), config=config), incidents=(folder,))


def _asked(folder: IncidentFolder, days: int) -> IncidentFolder:
    questions = {
        "cost": Question(name="cost", ask="Will you pay?", since=START.date() + timedelta(days=days)),
        "copied": Question(name="copied", ask="Did they copy it?", unknown="copied"),
    }
    incident = replace(folder.incident, questions=MappingProxyType(questions))
    return replace(folder, document=replace(folder.document, incident=incident))


@settings(max_examples=examples(50), deadline=None)
@given(folders(), st.integers(0, 2400), st.integers(-3, 90))
def test_generated_histories(folder: IncidentFolder, hours: int, days: int) -> None:
    """On histories that were made up, at any hour of their first hundred days."""
    content = _content(_asked(folder, days))
    ledgers: dict[str, Ledger] = {"incident": fold(content.incidents[0], ZoneInfo("Europe/London"))}
    now = START + timedelta(hours=hours)
    analysis = Analysis(content=content, ledgers=ledgers, now=now)
    _compare(judge(analysis), collect_obligations(analysis))


@settings(max_examples=examples(30), deadline=None)
@given(folders(), st.integers(0, 2400))
def test_order(folder: IncidentFolder, hours: int) -> None:
    """What is late comes first, and each part in the order in which it falls due; the four parts are the whole."""
    content = _content(folder)
    now = START + timedelta(hours=hours)
    owed = collect_obligations(Analysis(content=content, ledgers={"incident": fold(folder, ZoneInfo("Europe/London"))}, now=now))
    assert owed.obligations == (*owed.late, *owed.soon, *owed.later, *owed.undated)
    for part in (owed.late, (*owed.soon, *owed.later)):
        dues = [one.due_at for one in part if one.due_at is not None]
        assert dues == sorted(dues)


CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, languages: [de], timezone: Europe/Berlin}
contact: {email: incident@larkfield.example, hours: always, who: Sam Reed}
security_txt: {contact: [security@larkfield.example], expires: 2027-03-20}
policy: {grace: 1h}
profiles: [gdpr-33, sec-8k]
"""
INCIDENT = """---
title: Someone read customer support tickets
aware: 2027-03-03T02:40Z
questions:
  copied: {ask: Did they copy my ticket?, unknown: copied, since: 2027-03-03}
  cost: Will you pay?
---
"""
FIRST = """---
title: Someone read tickets
published: 2027-03-03T03:00Z
status: investigating
known: {entry: They used a stolen password.}
unknown: {copied: Whether they copied them., how: How they got in.}
next_steps: {log: {do: We read the log., by: 2027-03-05}}
actions: {password: Change your password.}
next_update: 2027-03-03T17:00Z
---
"""
SECOND = FIRST.replace("T03:00Z", "T12:00Z").replace("known: {entry", "known: {copied: They did not copy them., entry", 1)
SECOND = SECOND.replace("unknown: {copied: Whether they copied them., how", "unknown: {how").replace("T17:00Z", "T20:00Z")


def _agenda(now: datetime, *more: tuple[str, str]) -> Obligations:
    folder = "content/incidents/tickets/"
    texts = {"site_config.yml": CONFIG, f"{folder}incident.md": INCIDENT, f"{folder}01-first.md": FIRST} | dict(more)
    checked = checking.check([RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()], now)
    return reporting.obligations(checked, now)


def _words(owed: Obligations, kind: ObligationKind) -> list[str]:
    return [f"{one.distance}: {one.what} -> {one.next}" for one in owed.obligations if one.kind is kind]


NOON = datetime(2027, 3, 3, 12, 30, tzinfo=UTC)


def test_grace() -> None:
    """Within the grace that the site gives itself an update is due and not late."""
    due = datetime(2027, 3, 3, 17, tzinfo=UTC)
    assert _words(_agenda(due + timedelta(minutes=40)), ObligationKind.UPDATE)[0].startswith(
        "due 40 minutes ago: the next update"
    )
    owed = _agenda(due + timedelta(minutes=61))
    assert _words(owed, ObligationKind.UPDATE)[0].startswith("1 hour late: the promised update")
    assert ObligationKind.UPDATE in {one.kind for one in owed.late}


def test_written_and_not_yet_public() -> None:
    """An update that comes out in time needs nothing, one that comes too late is to be brought forward, and a draft is to be finished."""
    path = "content/incidents/tickets/02-second.md"
    early = datetime(2027, 3, 3, 9, tzinfo=UTC)
    (update,) = _words(_agenda(early, (path, SECOND)), ObligationKind.UPDATE)
    assert "nothing: content/incidents/tickets/02-second.md comes out on 3 March 2027, 13:00 CET" in update
    assert _words(_agenda(early, (path, SECOND)), ObligationKind.EMBARGOED)[0].startswith("in 3 hours: update 2 comes out")
    too_late = SECOND.replace("published: 2027-03-03T12:00Z", "published: 2027-03-03T19:00Z")
    (update,) = _words(_agenda(early, (path, too_late)), ObligationKind.UPDATE)
    assert "bring content/incidents/tickets/02-second.md forward" in update
    draft = SECOND.replace("title:", "draft: true\ntitle:")
    owed = _agenda(NOON, (path, draft))
    assert (
        "finish content/incidents/tickets/02-second.md, then `aboveboard ready content/incidents/tickets/02-second.md`"
        in _words(owed, ObligationKind.UPDATE)[0]
    )
    assert _words(owed, ObligationKind.DRAFT)[0].startswith("for 30 minutes: update 2 is a draft")
    assert "in content/incidents/tickets/02-second.md" in _words(owed, ObligationKind.STEP)[0]


def test_questions() -> None:
    """A question that waits for an open unknown is not an obligation.

    One whose unknown is answered is, and one without a day is undated.
    """
    assert _words(_agenda(NOON), ObligationKind.QUESTION) == [
        ": customers ask `cost`: Will you pay? -> `aboveboard questions answer tickets cost`"
    ]
    said = _words(_agenda(NOON, ("content/incidents/tickets/02-second.md", SECOND)), ObligationKind.QUESTION)
    assert any("`aboveboard questions answer tickets copied`; updates have already answered `copied`" in one for one in said)


def test_clocks() -> None:
    """A running clock has its day; a waiting one names its moment; a stopped one is not an obligation."""
    said = _words(_agenda(NOON), ObligationKind.CLOCK)
    assert said[0].startswith("in 62 hours: `gdpr-33`, to tell the data protection authority")
    assert any("`sec-8k.filing` has not started: nothing is recorded under `material`" in one for one in said)
    told = INCIDENT.replace("questions:", "told: {gdpr-33: 2027-03-03T10:00Z}\nquestions:")
    assert not any(
        "gdpr-33`" in one for one in _words(_agenda(NOON, ("content/incidents/tickets/incident.md", told)), ObligationKind.CLOCK)
    )


def test_unknowns_by_age() -> None:
    """An unknown without a date is listed with its age, and late after two weeks without a change."""
    said = _words(_agenda(NOON + timedelta(days=10)), ObligationKind.UNKNOWN)
    assert any("nothing new about `how` for 10 days: How they got in" in one for one in said)
    assert {"how", "copied"} <= {one.subject for one in _agenda(NOON + timedelta(days=14)).late}


def test_review_and_its_actions() -> None:
    """A review's promise is due by its day until it is marked `done`; a draft of a review promises nothing."""
    review = (
        "---\ntitle: A review\npublished: 2027-03-03T12:00Z\ncause: A cause.\n"
        "corrective_actions:\n  keys: {do: Keys are counted., owner: Sam Reed, by: 2027-03-10}\n"
        "  doors: {do: Doors are locked., by: 2027-03-10, done: 2027-03-03}\n---\n"
    )
    path = "content/incidents/tickets/review.md"
    late = _agenda(datetime(2027, 3, 10, 23, 30, tzinfo=UTC), (path, review))
    assert [one.subject for one in late.late if one.kind is ObligationKind.CORRECTIVE_ACTION] == ["keys"]
    assert late.zone.key == "Europe/Berlin"
    in_time = _agenda(datetime(2027, 3, 10, 22, 30, tzinfo=UTC), (path, review))
    assert "keys" not in {one.subject for one in in_time.late}
    draft = _agenda(NOON, (path, review.replace("title:", "draft: true\ntitle:")))
    assert ObligationKind.CORRECTIVE_ACTION not in {one.kind for one in draft.obligations}
    assert any("the review is a draft" in one for one in _words(draft, ObligationKind.DRAFT))


def test_what_cannot_be_read_is_late() -> None:
    """Unreadable files are listed first, because they may hide something: silence would be a false all-clear."""
    owed = _agenda(NOON, ("content/incidents/tickets/02-second.md", SECOND.replace("status:", "statsu:")))
    assert [one.kind for one in owed.late] == [ObligationKind.UNREADABLE]
    owed = _agenda(NOON, ("content/plan.yml", "roles: [\n"))
    assert any(one.kind is ObligationKind.UNREADABLE and "content/plan.yml" in one.what for one in owed.late)


def test_preparation() -> None:
    """What the plan wants done again is spoken of a month ahead, the next drill always; a channel that was never tried has no date."""
    plan = (
        "channels:\n  bridge: {how: A line., tested: 2026-03-15, without_our_systems: true}\n"
        "  texts: {how: A site., without_our_systems: true}\n  fresh: {how: A site., tested: 2027-02-01, without_our_systems: true}\n"
    )
    drill = "---\nheld: 2027-01-10\n---\n"
    owed = _agenda(NOON, ("content/plan.yml", plan), ("content/drills/first.md", drill))
    dues = {one.subject: one.due for one in owed.obligations if one.kind is ObligationKind.CHANNEL}
    assert dues == {"bridge": date(2027, 3, 15), "texts": None}
    assert [one.due for one in owed.obligations if one.kind is ObligationKind.DRILL] == [date(2028, 1, 10)]
    on_the_day = _agenda(datetime(2027, 3, 15, 23, 59, tzinfo=UTC), ("content/plan.yml", plan))
    assert "bridge" not in {one.subject for one in on_the_day.late}
    assert "bridge" in {one.subject for one in _agenda(datetime(2027, 3, 16, tzinfo=UTC), ("content/plan.yml", plan)).late}
    assert [one.due for one in owed.obligations if one.kind is ObligationKind.SECURITY_TXT] == [date(2027, 3, 20)]
    assert any("not yet in `de`: 01-first.md, incident.md" in one for one in _words(owed, ObligationKind.TRANSLATION))


DESK = """title: A folder is missing
published: 2027-03-03T03:10Z
status: contained
contained_by: lock
nature: intrusion
known: {lock: We changed the lock and tried the old key., door: Somebody opened a door.}
unknown: {copied: Whether they copied a page.}
data: {letters: unknown}
next_steps: {ring: We ring everybody in the folder.}
actions: There is nothing you can do yet.
monitor_until: 2027-03-20
next_update: 2027-03-04T03:10Z
"""


def _of_the_desk(now: datetime, *updates: str, questions: str = "") -> list[tuple[ObligationKind, str]]:
    config = "organisation: {name: Larkfield}\nsite: {url: https://status.larkfield.example/, timezone: UTC, language: en}\n"
    files = {
        "site_config.yml": config,
        "content/incidents/desk/incident.md": f"---\ntitle: A folder is missing\naware: 2027-03-03T02:00Z\n{questions}---\n",
        **{f"content/incidents/desk/{n:02}-words.md": f"---\n{text}---\n" for n, text in enumerate(updates, 1)},
    }
    checked = checking.check(
        [RawFile(path=path, data=text.encode(), size=len(text.encode())) for path, text in files.items()], now
    )
    return [(one.kind, one.what) for one in reporting.obligations(checked, now).obligations]


def test_what_bars_an_end() -> None:
    """Of an incident that is contained, one line says all that is open before it can be called resolved; before that there is none."""
    now = datetime(2027, 3, 3, 4, tzinfo=UTC)
    questions = "questions: {pay: {ask: Who pays?}, copy: {ask: Did they copy it?, unknown: copied}}\n"
    said = next(what for kind, what in _of_the_desk(now, DESK, questions=questions) if kind is ObligationKind.END)
    assert said == (
        "it cannot be resolved yet: unanswered: `copied`; neither done nor dropped: `ring`; `letters` is unknown; "
        "a question without an answer: `pay`; you promised to keep watch until 20 March 2027"
    )
    early = DESK.replace("status: contained\ncontained_by: lock\n", "status: confirmed\n").replace(
        "monitor_until: 2027-03-20\n", ""
    )
    assert ObligationKind.END not in dict(_of_the_desk(now, early))
    nobody = early.replace("nature: intrusion", "nature: lost_device")
    assert ObligationKind.END in dict(_of_the_desk(now, nobody))
    ready = DESK.replace("unknown: {copied: Whether they copied a page.}", "unknown: none_left").replace(
        "letters: unknown", "letters: possible"
    )
    ready = ready.replace("next_steps: {ring: We ring everybody in the folder.}\n", "").replace("monitor_until: 2027-03-20\n", "")
    assert ObligationKind.END not in dict(_of_the_desk(now, ready))


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("outcome: nothing_reached\n", "the review (it ended, and no data was reached)"), ("", "the review")],
)
def test_how_it_ended(outcome: str, words: str) -> None:
    """Beside the review that is still to come stands as what the incident ended."""
    last = f"""title: It is over
published: 2027-03-03T05:10Z
status: resolved
because: We looked at every page.
{outcome}known: {{copied: Nobody copied a page.}}
unknown: none_left
data: {{letters: not_affected}}
done: {{ring: We rang all.}}
actions: There is nothing left for you to do.
review_by: 2027-04-03
next_update: none_planned
"""
    first = DESK.replace("monitor_until: 2027-03-20\n", "")
    found = dict(_of_the_desk(datetime(2027, 3, 3, 6, tzinfo=UTC), first, last))
    assert found[ObligationKind.REVIEW] == words
    assert ObligationKind.END not in found
