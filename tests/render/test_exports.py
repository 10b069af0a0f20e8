"""The same facts in every channel: what e-mails, posts, scripts and letters may say, and in which order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from functools import cache
from html.parser import HTMLParser
from typing import Any

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import UsageError
from generator.ledger.records import Event
from generator.model.artifact import Artifact
from generator.model.config import Contact, Organisation
from generator.model.incident import Question
from generator.model.update import Action, Correction, Count, CountForm, Data, DataState, Fact, Status, Urgency, Window
from generator.pipeline import publishing
from generator.render import dates, exports, words
from generator.render.exports import Form
from generator.render.markup import Html, html_of, unlinked
from generator.render.plain_text import plain_text
from generator.render.post_limits import NETWORKS
from generator.render.site import Site
from generator.render.translations import TranslatedTexts
from generator.render.views import IncidentView
from tests.render.sites import (
    BEGAN,
    CONFIG,
    HARD,
    HISTORIES,
    NOW,
    UNFIT,
    incident,
    made_up,
    moments,
    own,
    replay,
    site_of,
    theme,
    update,
)
from tests.thorough import examples

HOUR = timedelta(hours=1)
NUMBER = re.compile(r"\d(?:[\d.,:]*\d)?")


def _told(site: Site, number: int | None = None, tag: str = "", public_incident: int = 0) -> tuple[IncidentView, TranslatedTexts]:
    return exports.view_of(site, site.incidents[public_incident], number, tag, theme())


def _files(site: Site, number: int | None = None, tag: str = "", *, forms: Iterable[Form] = tuple(Form)) -> dict[str, str]:
    view, texts = _told(site, number, tag)
    return {one.path: one.data.decode() for one in exports.write(view, texts, theme(), forms)}


# The ledger's own words


def _said(thing: Any, view: IncidentView, texts: TranslatedTexts) -> Iterator[str]:
    """Return every text in a part of the model, in words, in the original and in the reader's language."""
    if isinstance(thing, str):
        yield thing
        yield texts.of(thing)
    elif isinstance(thing, Count):
        yield plain_text(words.count(view.language, thing, html_of))
    elif isinstance(thing, date):
        yield dates.words(view.language, thing)
        yield dates.day(view.language, thing)
        yield dates.day(view.language, thing, full=True)
        if isinstance(thing, datetime):
            yield view.language.in_utc(thing)
    elif isinstance(thing, dict) or hasattr(thing, "items"):
        for key, value in thing.items():
            yield from _said(key, view, texts)
            yield from _said(value, view, texts)
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _said(one, view, texts)
    elif is_dataclass(thing):
        for one in fields(thing):
            if one.name not in {"history", "comfort"}:
                yield from _said(getattr(thing, one.name), view, texts)


@cache
def _in_numbers(text: str) -> frozenset[str]:
    return frozenset(NUMBER.findall(text))


def _numbers(*things: Any, view: IncidentView, texts: TranslatedTexts) -> set[str]:
    return {number for thing in things for text in _said(thing, view, texts) for number in _in_numbers(text)}


def _check(view: IncidentView, texts: TranslatedTexts, artifacts: Iterable[Artifact]) -> None:
    """Every number in an export comes from the ledger, and a corrected one appears only with its correction."""
    folder = view.incident.folder.incident
    steps = tuple(entry.step.by for entry in view.state.steps.values())
    moved = tuple(entry.moved_from for entry in view.state.steps.values())
    now = _numbers(
        view.state,
        view.update,
        folder,
        view.site.config,
        view.promise,
        steps,
        moved,
        view.incident.slug,
        view=view,
        texts=texts,
    )
    # What people see of a fake is shown as they see it, in halves that no program makes a link of.
    seen = (unlinked(one) for entry in view.state.standing_fakes for one in entry.fake.seen)
    now |= {number for one in seen for number in _in_numbers(one)}
    now |= {view.language.number(number) for number in (view.number, view.total)}
    for artifact in artifacts:
        if artifact.path.endswith(".txt"):
            for line in artifact.data.decode().splitlines():
                rest = _in_numbers(line) - now
                assert not rest or _is_correction(rest, line, view, texts), (artifact.path, line, rest)


def _is_correction(numbers: frozenset[str], line: str, view: IncidentView, texts: TranslatedTexts) -> bool:
    """Whether a line that has old figures is a correction that says what is right beside each of them."""
    if view.corrected and numbers == {view.language.number(len(view.corrected[0].events))}:
        return True
    beside = set()
    for event in view.corrections:
        if all(_heard(view, texts, event, side) in line for side in ("was", "becomes")):
            beside |= _numbers(event.was, event.because, view=view, texts=texts)
    return numbers <= beside


def _heard(view: IncidentView, texts: TranslatedTexts, event: Event, side: str) -> str:
    def named(name: str, inside: bool) -> Html:  # the shape that pages have
        return html_of(words.lowered(words.as_heading(name)) if inside else words.as_heading(name))

    said = words.value(view.language, getattr(event, side), lambda text: html_of(texts.of(text) or text), named)
    return " ".join(plain_text(said).split())


@pytest.mark.parametrize("tag", ["", "de", "ar"])
def test_every_figure_is_the_ledgers(tag: str) -> None:
    """Over every update of the repository's own incidents, no channel has a number, a date or a count that the ledger does not say."""
    site = own()
    for number, public_incident in enumerate(site.incidents):
        for transition in public_incident.ledger.transitions:
            view, texts = _told(site, transition.document.number, tag, number)
            _check(view, texts, exports.write(view, texts, theme(), Form))


@pytest.mark.parametrize("history", sorted(path.name for path in HISTORIES.iterdir() if (path / "incident.md").is_file()))
def test_figures_of_real_histories(history: str) -> None:
    """The same over real histories, at every moment at which something was published."""
    checked = replay(history)
    for now in moments(checked):
        site = publishing.publish(checked, now)
        if site.incidents:
            view, texts = _told(site)
            _check(view, texts, exports.write(view, texts, theme(), Form))


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_up(), st.sampled_from(["", "de", "ar"]))
def test_figures_of_any_history(folder: Any, tag: str) -> None:
    """The same over any history that the format can hold, honest or not; and nothing raises."""
    site = site_of([folder], NOW.replace(year=2028))
    if site.incidents:
        view, texts = _told(site, tag=tag)
        _check(view, texts, exports.write(view, texts, theme(), Form))


def test_a_figure_of_ones_own_is_found() -> None:
    """The check above sees a figure that no ledger holds, and an old one without what is right."""
    site = _corrected()
    view, texts = _told(site)
    with pytest.raises(AssertionError, match="77"):
        _check(view, texts, [Artifact("email.txt", b"There are 77.")])
    with pytest.raises(AssertionError, match="40"):
        _check(view, texts, [Artifact("email.txt", b"There were 40 people.")])


def _count(form: CountForm, *stated: int, of: int | None = None) -> Count:
    low = stated[0] if form is not CountForm.AT_MOST else 0
    return Count(population="people", unit="people", form=form, low=low, high=stated[-1], stated=stated, of=of)


def _corrected() -> Site:
    first = update(
        1,
        BEGAN,
        affected={"people": _count(CountForm.EXACT, 40)},
        data={"password": (Data(kind="password", state=DataState.NOT_AFFECTED),)},
    )
    second = update(
        2,
        BEGAN + HOUR,
        affected={"people": _count(CountForm.AT_MOST, 1300, of=18400)},
        data={"password": (Data(kind="password", state=DataState.TAKEN),)},
        corrections={
            name: Correction(name=name, because=because)
            for name, because in (("affected.people", "We had counted one list only."), ("data.password", "We had not looked."))
        },
    )
    return site_of([incident(first, second)], NOW.replace(year=2028))


def test_a_correction_comes_first() -> None:
    """Corrections made by the newest update come before its other content, in a first letter after what happened; the subject mentions them."""
    site = _corrected()
    view, texts = _told(site)
    files = _files(site)
    assert exports.subject(view, texts) == "Larkfield Energy: An incident (update 2). Correction: A sentence."
    for name in ("email.txt", "script.txt", "letter.txt"):
        at = files[name].index('We said: "40 people." In fact: "at most 1,300 of 18,400 people."')
        assert name != "letter.txt" or files[name].index("What happened") < at
        assert at < files[name].index("What to tell them to do" if name == "script.txt" else "What you should do")
    for post in exports.posts_of(view, texts):
        lines = post.text.splitlines()
        assert next(line for line in lines if line != "Larkfield Energy:").startswith("Correction"), post.network


@pytest.mark.parametrize(
    ("form", "stated", "of", "said"),
    [
        (CountForm.EXACT, (1,), None, "1 people"),
        (CountForm.ABOUT, (1300,), None, "about 1,300 people"),
        (CountForm.AT_MOST, (1300,), 18400, "at most 1,300 of 18,400 people"),
        (CountForm.AT_LEAST, (12,), 18400, "at least 12 of 18,400 people"),
        (CountForm.BETWEEN, (10, 20), None, "between 10 and 20 people"),
    ],
)
def test_intervals(form: CountForm, stated: tuple[int, ...], of: int | None, said: str) -> None:
    """A count keeps its interval in every channel that says it."""
    site = site_of([incident(update(1, BEGAN, affected={"people": _count(form, *stated, of=of)}))], NOW.replace(year=2028))
    for name, text in _files(site).items():
        if name.endswith(".txt"):
            post = f"\n{said[0].upper()}{said[1:]} {'is' if stated == (1,) else 'are'} affected.\n"
            assert (post if name.startswith("post") else f"People: {said}") in text, name


# What authors write


HOSTILE = f"<script>alert(1)</script> {HARD}{UNFIT} \r\nBcc: x@evil.example\r\n\u200f\u200d日本 #[*x*] ```"


def _hostile() -> Site:
    config = replace(
        CONFIG,
        organisation=Organisation(name=HOSTILE),
        contact=Contact(email=HOSTILE, phone=HOSTILE, hours=HOSTILE, who=HOSTILE),
    )
    questions = {"q": Question(name="q", ask=HOSTILE, answer=HOSTILE)}
    return site_of([incident(update(1, BEGAN, HOSTILE), title=HOSTILE, remedy=HOSTILE, questions=questions)], BEGAN, config)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@pytest.mark.parametrize("tag", ["", "de", "ar"])
def test_what_authors_write_stays_text(tag: str) -> None:
    """Markup and commands in any field come out as text: no element, no attribute, nothing that is fetched, no control character."""
    for name, text in _files(_hostile(), tag=tag).items():
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\ud800-\udfff]", text), name
        if name.endswith(".txt"):
            assert "<script>" in text, name
        if name.endswith(".html"):
            reader = _Elements()
            reader.feed(text)
            assert not {element for element, _ in reader.found} & {"script", "img", "link", "iframe", "form", "object"}
            assert not {name for _, given in reader.found for name in given} - {
                *("lang", "dir", "charset", "name", "content", "href", "style", "datetime", "rel", "class")
            }
            for element, given in reader.found:
                assert "href" not in given or element == "a"
                assert given.get("href", "https:").partition(":")[0] in {"https", "mailto", "tel"}
            html5lib.HTMLParser(strict=True).parse(text)


def test_an_email_asks_for_nothing() -> None:
    """An e-mail's HTML has inline styles, and one style sheet for dark mode: no picture, no URL except in links."""
    html = _files(own(), forms=[Form.EMAIL])["email.html"]
    reader = _Elements()
    reader.feed(html)
    assert [element for element, _ in reader.found].count("style") == 1
    assert "@media (prefers-color-scheme:dark)" in html
    assert "@import" not in html
    assert "url(" not in html
    assert "src=" not in html
    assert all(given.get("style") for element, given in reader.found if element in {"h1", "h2", "p", "li", "a"})


def test_no_header_can_be_added() -> None:
    """A line break in a title does not break a message's headers."""
    message = message_from_bytes(_files(_hostile(), forms=[Form.EMAIL])["email.eml"].encode(), policy=default)
    assert set(message.keys()) == {"Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Language"}
    assert "Bcc: x@evil.example" in message["Subject"]
    assert not message.defects


def test_the_message_is_whole() -> None:
    """The .eml has exactly the text and HTML of the other files, the organisation's address as sender, no recipient and no date."""
    files = _files(own(), tag="de")
    message = message_from_bytes(files["email.eml"].encode(), policy=default)
    plain, html = message.get_body(["plain"]), message.get_body(["html"])
    assert plain is not None
    assert html is not None
    assert plain.get_content().split() == files["email.txt"].partition("\n")[2].split()
    assert html.get_content().split() == files["email.html"].split()
    assert message["Subject"] == files["email.txt"].partition("\n")[0]
    assert message["From"].addresses[0].addr_spec == "incident@larkfield.example"
    assert message["Content-Language"] == "de"
    assert message["To"] is None
    assert message["Date"] is None
    assert files["email.eml"] == _files(own(), tag="de")["email.eml"]


# Posts


def test_posts_fit() -> None:
    """Every post fits as its network counts; all its lines are complete; the link is at the end."""
    for number in (None, 1, 2, 3, 4):
        for tag in ("", "de", "fr", "ar"):
            view, texts = _told(own(), number, tag)
            for post in exports.posts_of(view, texts):
                assert post.text, (post.network, number, tag)
                assert post.network.fits(post.text)
                assert post.text.endswith("incidents/support-tickets/")
                assert "…" not in post.text
                assert len(post.text.splitlines()) >= 2


def test_a_post_says_what_matters_first() -> None:
    """Of what does not all fit, what happened, what to do now and when the next update comes are kept; more is added while there is room."""
    view, texts = _told(own())
    texts_of = {post.network.key: post.text for post in exports.posts_of(view, texts)}
    for text in texts_of.values():
        assert "Next update by Friday 27 November, 5 pm UK time." in text
        assert "Now: The 41 people whose password was in a ticket" in text
    assert "Still unknown: Whether they copied the tickets they read." in texts_of["mastodon"]
    assert "This week: If someone rings" in texts_of["linkedin"]


def test_a_text_message_says_who_writes() -> None:
    """A text message comes from a number, so it begins with the organisation's name."""
    assert _files(own(), forms=[Form.POST])["post-sms.txt"].startswith("Larkfield Energy:\n")


def test_a_post_that_cannot_fit() -> None:
    """When even the shortest version is too long there is no post, and its length is reported."""
    site = site_of([incident(update(1, BEGAN, "A sentence of some length. " * 20), title="A title of some length " * 20)], BEGAN)
    view, texts = _told(site)
    by_key = {post.network.key: post for post in exports.posts_of(view, texts)}
    assert by_key["x"].text == ""
    assert by_key["x"].length > by_key["x"].room == 280
    assert by_key["linkedin"].text
    assert "post-x.txt" not in _files(site)


def test_an_action_that_does_not_fit_is_pointed_to() -> None:
    """When there is no room for what to do, the link is what to do."""
    actions = {"call": Action(name="call", do="Do this and that. " * 20, urgency=Urgency.NOW)}
    view, texts = _told(site_of([incident(update(1, BEGAN, actions=actions, next_update=BEGAN + HOUR))], BEGAN))
    post = exports.posts_of(view, texts)[0]
    assert "What you should do: https://status.larkfield.example/incidents/incident/" in post.text
    assert "Next update by Wednesday 3 March, 4 am UK time." in post.text


def test_what_is_only_thought_is_only_thought() -> None:
    """A fact that we only think is called that in every channel."""
    known = {"entry": Fact(name="entry", text="They came by a supplier.", likely=True)}
    files = _files(site_of([incident(update(1, BEGAN, known=known))], BEGAN))
    for name, text in files.items():
        if name.endswith(".txt"):
            assert text.count("They came by a supplier.") == text.count("We think: They came by a supplier.") >= 1, name


# Scripts, languages, older updates


def test_the_script_never_guesses() -> None:
    """What is missing is stated as such: who is affected, which data, unanswered questions."""
    questions = {
        "pay": Question(name="pay", ask="Will you pay?"),
        "copied": Question(name="copied", ask="Did they copy?", unknown="whose"),
    }
    text = _files(site_of([incident(update(1, BEGAN), questions=questions)], BEGAN))["script.txt"]
    assert "Am I affected?\n\nWe have not said yet who is affected. Do not guess." in text
    assert "Which of my data is affected?\n\nWe have not said yet which data is affected. Do not guess." in text
    assert "Will you pay?\n\nNot answered yet. Say so, and do not guess." in text
    assert "Did they copy?\n\nWe do not know yet: A sentence." in text
    assert "What you never ask a caller for\n\n- A password or a PIN" in text


def test_the_script_says_when_a_fact_was_looked_at_again() -> None:
    """Whoever reads an old fact out can say that it is still so, since when that is known, and where somebody looked."""
    questions = {"bins": Question(name="bins", ask="Did they go through the bins?", unknown="bins")}
    first = update(
        1,
        BEGAN,
        known={"shelf": Fact(name="shelf", text="The shelf is full.")},
        unknown={"bins": Fact(name="bins", text="Whether they went through the bins.")},
    )
    second = update(2, BEGAN + HOUR, known={"bins": Fact(name="bins", text="The bins are sealed.")}, unknown={})
    third = update(
        3,
        BEGAN + 30 * HOUR,
        known={},
        unknown={},
        still_true={"shelf": "We counted every folder.", "bins": ""},
        title="We looked again",
    )
    text = _files(site_of([incident(first, second, third, questions=questions)], BEGAN + 40 * HOUR))["script.txt"]
    again = f"Checked again on {(BEGAN + 30 * HOUR).day} March"
    flat = " ".join(text.split())
    assert f"The shelf is full. {again}: We counted every folder." in flat
    assert f"Did they go through the bins? The bins are sealed. {again}." in flat


def test_a_language_without_translation() -> None:
    """In a language without translations, only the product's words are translated, the author's stay, and every channel says so."""
    files = _files(own(), tag="fr")
    assert "Tout n’est pas encore traduit." in files["email.txt"]
    assert "Tout n’est pas encore traduit." in files["script.txt"]
    assert "Tout n’est pas encore traduit." in files["letter.txt"]
    assert "Pas encore traduit." in files["post-x.txt"]
    assert '<html lang="fr" dir="ltr">' in files["email.html"]
    assert '<bdi lang="en" dir="ltr">' in files["email.html"]
    # There are no pages in it, so links lead to those that there are.
    assert "https://status.larkfield.example/incidents/support-tickets/" in files["post-x.txt"]
    german = _files(own(), tag="de")
    assert "übersetzt" not in german["email.txt"]
    assert "https://status.larkfield.example/de/incidents/support-tickets/" in german["email.txt"]


def test_a_language_that_we_do_not_speak() -> None:
    """A language without a catalogue is refused, with those that there are."""
    with pytest.raises(UsageError) as error:
        _told(own(), tag="tlh")
    assert error.value.help == "use one of: ar, de, en, es, fr"


def test_an_older_update_says_so() -> None:
    """An export as of an older update says that there is a newer one, and promises nothing that has passed."""
    files = _files(own(), 3)
    for name in ("email.txt", "script.txt", "letter.txt"):
        assert "This is update 3 of 5; things may have changed since." in files[name], name
        assert "Next update by" not in files[name], name
    assert files["post-x.txt"].startswith("This is update 3 of 5;")
    with pytest.raises(UsageError):
        _told(own(), 9)


def test_overdue_is_said() -> None:
    """A promise that has passed without an update is called that, in every channel."""
    site = own(NOW + timedelta(days=10))
    for name, text in _files(site).items():
        if name.endswith(".txt"):
            assert "The next update was due by Friday 27 November, 5 pm" in text, name


def test_resolved_and_unknown_windows() -> None:
    """An end that is planned and a window that is open at one side read as sentences."""
    last = update(1, BEGAN, status=Status.RESOLVED, none_planned=True, windows={"": Window(start=BEGAN.date())})
    files = _files(site_of([incident(last)], BEGAN))
    assert "Unauthorised access: from 3 March (end not known)" in files["email.txt"]
    assert "No further update is planned." in files["post-x.txt"]


def test_networks_say_where_their_numbers_come_from() -> None:
    """Every limit has its source and the month in which it was read."""
    assert [one.key for one in NETWORKS] == ["x", "mastodon", "bluesky", "linkedin", "sms"]
    assert all(one.source and re.fullmatch(r"20\d\d-\d\d", one.checked) for one in NETWORKS)
