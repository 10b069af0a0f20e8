"""What is printed of an end is true of the incident: for every nature, state of data and way to end, on pages, in exports and in the API.

What may be said is worked out here from what was written alone, by tables of this file; the ledger is not asked.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from html import unescape
from typing import Any

import pytest

from generator.model.document import IncidentFolder
from generator.model.incident import Impact, Question
from generator.model.update import Count, CountForm, Data, DataState, Fact, Nature, Outcome, Status, Update, Window
from generator.notifications.new_items import new_items
from generator.render import exports, pages, status_api, words
from generator.render.exports import Form
from generator.render.language import language_for
from generator.render.plain_text import plain_text
from generator.render.site import Site
from generator.render.views import IncidentView
from tests.render.sites import BEGAN, CONFIG, NOW, files_of, incident, read, site_of, theme, update

HOUR = timedelta(hours=1)

#: Who was there, by what the author said that it is.
INTRUDER = {
    None: True,
    Nature.UNKNOWN: True,
    Nature.INTRUSION: True,
    Nature.THEFT: True,
    Nature.RANSOMWARE: True,
    Nature.OUTAGE_BY_ATTACK: True,
    Nature.INSIDER: True,
    Nature.SUPPLIER: True,
    Nature.MISTAKE: False,
    Nature.LOST_DEVICE: False,
    Nature.MALFUNCTION: False,
}
#: Whether data was reached, by what the author said of it; None: nobody knows.
REACHED = {
    None: False,
    DataState.NOT_AFFECTED: False,
    DataState.UNKNOWN: None,
    DataState.POSSIBLE: None,
    DataState.ACCESSED: True,
    DataState.TAKEN: True,
}
#: How incidents go, and how far they had come before they ended, if they did.
WAYS = {
    "investigated": (Status.INVESTIGATING,),
    "confirmed": (Status.INVESTIGATING, Status.CONFIRMED),
    "contained": (Status.INVESTIGATING, Status.CONFIRMED, Status.CONTAINED),
    "watched": (Status.INVESTIGATING, Status.CONFIRMED, Status.CONTAINED, Status.MONITORING),
    "reopened": (Status.INVESTIGATING, Status.CONFIRMED, Status.CONTAINED, Status.REOPENED),
    "ended at once": (Status.INVESTIGATING, Status.RESOLVED),
    "ended when confirmed": (Status.INVESTIGATING, Status.CONFIRMED, Status.RESOLVED),
    "ended when contained": (Status.INVESTIGATING, Status.CONFIRMED, Status.CONTAINED, Status.RESOLVED),
    "ended after a watch": (Status.INVESTIGATING, Status.CONFIRMED, Status.CONTAINED, Status.MONITORING, Status.RESOLVED),
    "ended after it was reopened": (
        Status.INVESTIGATING,
        Status.CONFIRMED,
        Status.CONTAINED,
        Status.REOPENED,
        Status.CONFIRMED,
        Status.CONTAINED,
        Status.MONITORING,
        Status.RESOLVED,
    ),
}


@dataclass(frozen=True)
class Case:
    """An incident as somebody wrote it."""

    way: str
    nature: Nature | None
    data: DataState | None
    outcome: Outcome | None = None

    @property
    def slug(self) -> str:
        """A name for it."""
        parts = (self.way, self.nature, self.data, self.outcome)
        return "-".join(str(part or "nothing") for part in parts).replace(" ", "-").replace("_", "-")

    @property
    def is_over(self) -> bool:
        """Whether its last update says that it is resolved."""
        return WAYS[self.way][-1] is Status.RESOLVED

    @property
    def is_false_alarm(self) -> bool:
        """Whether nothing but a false alarm can be meant, or it is said and nothing speaks against it."""
        if not self.is_over or set(WAYS[self.way]) & {Status.CONTAINED, Status.MONITORING, Status.REOPENED} or REACHED[self.data]:
            return False
        if self.outcome is not None:
            return self.outcome is Outcome.FALSE_ALARM
        return self.data is not DataState.POSSIBLE and self.nature in {None, Nature.UNKNOWN}

    @property
    def is_untouched(self) -> bool:
        """Whether it is said that no data was reached, and that is so."""
        stolen = self.nature is Nature.THEFT
        return self.is_over and self.outcome is Outcome.NOTHING_REACHED and REACHED[self.data] is False and not stolen

    @property
    def has_questions(self) -> bool:
        """Whether something is given as unknown."""
        return self.data is DataState.UNKNOWN or self.nature is Nature.UNKNOWN

    @property
    def without_intruder(self) -> bool:
        """Whether nobody was there, and nothing ever said otherwise."""
        return not INTRUDER[self.nature] and self.data is not DataState.TAKEN and Status.REOPENED not in WAYS[self.way]

    def folder(self) -> IncidentFolder:
        """Write it down."""
        statuses = WAYS[self.way]
        updates = []
        for number, status in enumerate(statuses, 1):
            keys: dict[str, Any] = {"status": status, "known": {}, "unknown": {}, "next_steps": {}}
            if number == 1:
                keys["known"] = {"entry": Fact(name="entry", text="The lamp went out.")}
                keys["unknown"] = {"who": Fact(name="who", text="Who put it out.")}
                keys["windows"] = {"": Window(start=date(2027, 3, 1), end=date(2027, 3, 2))}
                keys["nature"] = self.nature
                keys["data"] = {"letters": (Data(kind="letters", state=self.data),)} if self.data else {}
            elif number == 2:
                keys["known"] = {"who": Fact(name="who", text="The wind.")}
            if status is Status.RESOLVED:
                keys |= {"none_left": True, "none_planned": True, "because": "We looked again.", "outcome": self.outcome}
                keys["review_by"] = date(2027, 5, 3)
            elif status is Status.REOPENED:
                keys["because"] = "We looked again."
            updates.append(update(number, BEGAN + number * HOUR, **keys))
        return incident(*updates, slug=self.slug, impact=Impact.MAJOR, systems=("Billing",), occurred=date(2027, 3, 1))


def _cases() -> Iterator[Case]:
    for way, statuses in WAYS.items():
        for nature in INTRUDER:
            # Whoever was there, the same follows from each kind of intruder.
            alike = {Nature.RANSOMWARE, Nature.OUTAGE_BY_ATTACK, Nature.INSIDER, Nature.SUPPLIER}
            for data in (None, DataState.POSSIBLE) if nature in alike else REACHED:
                yield Case(way, nature, data)
                if statuses[-1] is Status.RESOLVED:
                    yield from (Case(way, nature, data, outcome) for outcome in Outcome)


CASES = tuple(_cases())


@cache
def _site() -> Site:
    return site_of([case.folder() for case in CASES], NOW.replace(year=2028))


@cache
def _pages() -> Mapping[str, str]:
    """The incidents' pages as text, by the incident's name; the first line is its status and what that means."""
    found = {}
    for name, data in files_of(_site(), pages.write).items():
        if match := re.fullmatch(r"incidents/([^/]+)/index\.md", name):
            found[match.group(1)] = _text(data.decode())
    return found


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def _exported(slug: str) -> Mapping[str, str]:
    """The e-mail, the script, the letter, the feed's item and the posts of an incident, as text."""
    number = next(place for place, one in enumerate(_site().incidents) if one.slug == slug)
    view, texts = exports.view_of(_site(), _site().incidents[number], None, "", theme())
    found = {one.path: one.data.decode() for one in exports.write(view, texts, theme(), tuple(Form)) if one.path.endswith(".txt")}
    found["feed"] = plain_text(pages.feed_statement(view, theme(), texts))
    return {name: re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))) for name, text in found.items()}


UNTOUCHED = "No data was reached."
ALARM = "it was not what it seemed"
ALL_ANSWERED = "every question that can be answered has been answered"
ACCESS = re.compile(r"(?<!thought that )(?<!thought that there was )\b[Uu]nauthorised access")
OPEN = re.compile(r"(?<!thought that )\b[Tt]he exposure (?:began|ended)|\bExposed\b")
SAID_TO_BE = re.compile(r"Kind of incident:? ?: (?:a break-in|a theft of data|an attack|someone who works)")


def _untrue(case: Case, said: str) -> list[str]:
    """The sentences of a text that are not true of an incident."""
    wrong = []
    if (UNTOUCHED in said) is not case.is_untouched:
        wrong.append(UNTOUCHED)
    if ALARM in said and not case.is_false_alarm:
        wrong.append(ALARM)
    if ALL_ANSWERED in said and (case.has_questions or not case.is_over):
        wrong.append(ALL_ANSWERED)
    if ACCESS.search(said) and (case.is_false_alarm or not INTRUDER[case.nature]):
        wrong.append("somebody had access")
    if OPEN.search(said) and (case.is_false_alarm or INTRUDER[case.nature]):
        wrong.append("it lay open")
    if case.is_false_alarm and SAID_TO_BE.search(said):
        wrong.append("what kind of thing it is")
    if "We are working to stop it" in said and case.without_intruder:
        wrong.append("nobody is to be stopped")
    if (
        case.is_false_alarm
        and "Possibly seen" in said
        and "It was a false alarm. Anything described here as possible" not in said
    ):
        wrong.append("it was not possible")
    return wrong


def test_no_page_says_what_is_untrue() -> None:
    """Of every combination of nature, data, way and outcome, a page says only what was written, or what follows from it."""
    wrong = {case.slug: found for case in CASES if (found := _untrue(case, _pages()[case.slug]))}
    assert wrong == {}


def test_every_end_is_called_by_its_name() -> None:
    """A page says that it was a false alarm, that no data was reached, or that we have finished: each where it is so."""
    for case in CASES:
        said = _pages()[case.slug]
        assert (ALARM in said) is case.is_false_alarm, case
        goes_on = case.is_over and case.outcome is Outcome.PART_OF_ANOTHER
        assert ("We report on it there." in said) is goes_on, case
        finished = case.is_over and not case.is_false_alarm and not goes_on
        assert ("Our work is done" in said) is finished, case
        assert ("not every question has been answered" in said) is (finished and case.has_questions), case


def test_nothing_is_to_be_stopped_where_nobody_broke_in() -> None:
    """While an incident is only confirmed, a page says that it may not be stopped, or, where nobody broke in, that we put it right."""
    for case in CASES:
        said = _pages()[case.slug]
        confirmed = WAYS[case.way][-1] is Status.CONFIRMED
        assert ("We cannot say yet that it is stopped" in said) is (confirmed and not case.without_intruder), case
        assert ("we are putting it right" in said) is (confirmed and case.without_intruder), case


SOME = [
    case
    for case in CASES
    if (case.nature, case.data)
    in {
        (None, None),
        (Nature.INTRUSION, DataState.POSSIBLE),
        (Nature.LOST_DEVICE, DataState.NOT_AFFECTED),
        (Nature.THEFT, DataState.TAKEN),
    }
]


def test_a_notification_says_that_no_data_was_reached() -> None:
    """Whoever reads only the message in a chat hears it, where it is so, and only there."""
    items = {item.slug: item for item in new_items(_site(), theme())}
    for case in CASES:
        assert (UNTOUCHED in items[case.slug].summary) is case.is_untouched, case


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.slug)
def test_no_channel_says_what_is_untrue(case: Case) -> None:
    """E-mail, script, letter and feed say of an end what the page says."""
    for name, said in _exported(case.slug).items():
        assert _untrue(case, said) == [], name


def test_the_script_answers_whether_somebody_is_affected() -> None:
    """A caller hears that it was a false alarm or that no data was reached; and after an end nobody says that we will say so yet."""
    for case in SOME:
        said = next(text for name, text in _exported(case.slug).items() if "script" in name)
        assert ("No. It was a false alarm." in said) is case.is_false_alarm, case
        assert ("We have not said yet" in said) is (not case.is_over), case


def test_the_api_says_as_much() -> None:
    """Status clients see an end only of what has ended, no impact of a false alarm, and the sentence of the outcome in the body."""
    listed = {one["id"]: one for one in read(files_of(_site(), status_api.write), "api/v2/incidents.json")["incidents"]}
    unresolved = {one["id"] for one in read(files_of(_site(), status_api.write), "api/v2/incidents/unresolved.json")["incidents"]}
    checked = 0
    for case in CASES:
        assert (case.slug in unresolved) is not case.is_over, case
        one = listed.get(case.slug)
        if one is None:
            continue
        checked += 1
        assert (one["status"] == "resolved") is case.is_over, case
        assert (one["resolved_at"] is not None) is case.is_over, case
        assert one["impact"] == ("none" if case.is_false_alarm else "major"), case
        body = one["incident_updates"][0]["body"]
        assert (UNTOUCHED in body) is case.is_untouched, case
        assert ("False alarm." in body) is case.is_false_alarm, case
        (component,) = one["incident_updates"][0]["affected_components"]
        assert (component["new_status"] == "operational") is (case.is_over or case.is_false_alarm), case
    assert checked >= 50


@pytest.mark.parametrize("tag", ["de", "fr", "es", "ar"])
def test_each_end_has_a_sentence_of_its_own(tag: str) -> None:
    """In every language the ends read differently, and none is in English."""
    language = language_for(tag, theme(), CONFIG.site.timezone)
    meanings: dict[str, set[str]] = {}
    for incident_ in _site().incidents:
        state = incident_.ledger.state
        if state.status is Status.RESOLVED:
            ends = [words.meaning(state), *((words.OUTCOME[state.outcome],) if state.outcome else ())]
            for end in ends:
                meanings.setdefault(end, set()).add(language.gettext(end))
    assert len(meanings) >= 4
    said = [text for texts in meanings.values() for text in texts]
    assert len(set(said)) == len(meanings)
    assert not set(said) & set(meanings)


def _asked(*questions: Question, **last: Any) -> IncidentView:
    resolved: dict[str, Any] = {
        "status": Status.RESOLVED,
        "known": {},
        "unknown": {},
        "next_steps": {},
        "because": "It was us.",
        "none_left": True,
    }
    updates: list[Update] = [update(1, BEGAN, known={}, unknown={"who": Fact(name="who", text="Who it was.")}, next_steps={})]
    updates.append(
        update(
            2,
            BEGAN + HOUR,
            **resolved | last,
        )
    )
    folder = incident(*updates, questions={question.name: question for question in questions})
    site = site_of([folder], NOW.replace(year=2028))
    return exports.view_of(site, site.incidents[0], None, "", theme())[0]


def _page(view: IncidentView) -> str:
    return _text(files_of(view.site, pages.write)["incidents/incident/index.md"].decode())


def _printed(view: IncidentView, *forms: Form) -> list[str]:
    _, texts = exports.view_of(view.site, view.incident, None, "", theme())
    return [_text(one.data.decode()) for one in exports.write(view, texts, theme(), forms)]


WHO = {"known": {"who": Fact(name="who", text="It was the wind.")}}


@pytest.mark.parametrize(
    ("question", "last", "said"),
    [
        (
            Question(name="a", ask="Who?", because="The court forbids it."),
            WHO,
            "We have no answer to this: The court forbids it.",
        ),
        (Question(name="a", ask="Who?", unknown="who"), WHO, "It was the wind."),
        (
            Question(name="a", ask="Who?", unknown="who"),
            {"unanswerable": {"who": "Nobody saw."}},
            "We will never know: Nobody saw.",
        ),
    ],
)
def test_a_question_says_why_it_has_no_answer(question: Question, last: dict[str, Any], said: str) -> None:
    """Readers and callers see the reason, and never that we do not know it *yet*."""
    view = _asked(question, **last)
    for text in (_page(view), *_printed(view, Form.SCRIPT)):
        assert said in text
        assert "We do not know yet:" not in text


def test_an_open_question_is_no_finished_end() -> None:
    """While a question is without an answer, no page says that every one is answered."""
    outcome = {"outcome": Outcome.NOTHING_REACHED, "nature": Nature.MISTAKE, **WHO}
    assert "not every question has been answered" in _page(_asked(Question(name="a", ask="When?"), **outcome))
    assert ALL_ANSWERED in _page(_asked(Question(name="a", ask="When?", answer="On Monday."), **outcome))


def _unknown_count(**more: Any) -> Count:
    return Count(population="readers", unit="people", form=CountForm.UNKNOWN, low=0, high=None, **more)


def test_why_a_value_will_never_be_known_stands_beside_it() -> None:
    """The page, the e-mail, the script and the feed give the reason; no page says that nothing is left to find out without one."""
    first: dict[str, Any] = {
        "data": {"letters": (Data(kind="letters", state=DataState.UNKNOWN),)},
        "affected": {"readers": _unknown_count()},
    }
    reasons = {"data.letters": "The lamp keeps no record.", "affected.readers": "Nobody counts them."}
    base = _asked(**WHO, nature=Nature.MISTAKE)
    documents = base.incident.folder.updates
    for unanswerable in ({}, reasons):
        updates = (
            replace(documents[0].update, **first),
            replace(documents[1].update, unanswerable=unanswerable),
        )
        site = site_of([incident(*updates)], NOW.replace(year=2028))
        view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
        said = [_page(view), plain_text(pages.feed_statement(view, theme(), texts))]
        said += _printed(view, Form.SCRIPT, Form.LETTER)
        told = "We have no open questions."
        for text in said:
            flat = re.sub(r"\s+", " ", text)
            if not unanswerable:
                assert told not in flat
            elif "What we do not know" in flat:
                assert all(reason in flat for reason in reasons.values())
