"""What Slack, Microsoft Teams, Mattermost, Discord and ntfy are sent: it is what they take, it fits, and authors' words do nothing in it."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt  # noqa: TID251  # a reader of the Markdown that chat programs read
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.model.notifications import ChatMessage, NewsItemKind, Part, Request, Target, TargetKind
from generator.model.update import Count, CountForm, Data, DataState, Status
from generator.notifications import discord, mattermost, ntfy, slack, teams
from generator.notifications.announcing import Announcer
from generator.notifications.markdown_signs import JOINER, escaped
from generator.notifications.new_items import items_and_overdue
from generator.notifications.shortening import shortened
from generator.render.post_limits import utf16
from tests.each import hold_each
from tests.notifications.messages import INSTEAD, LINES, MESSAGES, announcer, faults, item, items
from tests.render.sites import BEGAN, incident, own, site_of, theme, update
from tests.thorough import examples

PROGRAMS: dict[str, Callable[[ChatMessage, Target], Request]] = {
    "slack": slack.request,
    "teams": teams.request,
    "mattermost": mattermost.request,
    "discord": discord.request,
    "ntfy": ntfy.request,
}
SECRET = "https://chat.larkfield.example/hooks/larkfield-status"
#: The kinds of Slack's blocks, which are no text.
KINDS = frozenset({"section", "plain_text", "mrkdwn", "header", "context"})
#: What calls people where a program reads it: with an ordinary letter right after the sign.
CALL = re.compile(r"<[!@#]|@(?=\w)|:tada:|~(?=\w)")


class _Json(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "json"


def _target(program: str, **more: Any) -> Target:
    return Target(name="chat", kind=TargetKind(program), url=SECRET, **more)


def _sent(program: str, message: ChatMessage) -> Any:
    return json.loads(PROGRAMS[program](message, _target(program)).body)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("name", "language"),
    [("support-tickets/3", ""), ("support-tickets/5", "de"), ("meter-portal/review", "")],
    ids=["correction", "in German", "review"],
)
def test_what_is_sent(program: str, name: str, language: str, snapshot: SnapshotAssertion) -> None:
    """A correction, an update in another language, and a review, as each program gets them."""
    sent = _sent(program, announcer().chat_message(item(name), language))
    assert json.dumps(sent, ensure_ascii=False, indent=1) + "\n" == snapshot(extension_class=_Json)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("language", ["", "de"], ids=["English", "German"])
def test_what_is_late(program: str, language: str, snapshot: SnapshotAssertion) -> None:
    """That an update is late: by when it was promised, that nothing newer is there, and what was last known and advised."""
    site = own(datetime(2026, 11, 29, 12, tzinfo=UTC))
    (late,) = (one for one in items_and_overdue(site, theme()) if one.kind is NewsItemKind.OVERDUE)
    sent = _sent(program, Announcer(site, theme()).chat_message(late, language))
    assert faults(program, sent) == []
    assert json.dumps(sent, ensure_ascii=False, indent=1) + "\n" == snapshot(extension_class=_Json)


def test_a_review_that_is_late() -> None:
    """A review that was promised and is not there is told of in the same way; a closed incident is not said to have open questions."""
    first = update(1, BEGAN, status=Status.RESOLVED, next_update=None, review_by=date(2027, 4, 1), unknown={})
    site = site_of([incident(first)], datetime(2027, 4, 3, 12, tzinfo=UTC))
    (late,) = (one for one in items_and_overdue(site, theme()) if one.kind is NewsItemKind.OVERDUE)
    assert late.title == "Larkfield Energy: the promised review of “An incident” is late"
    message = Announcer(site, theme()).chat_message(late)
    brief = next(section.lines[0] for section in message.sections if section.part is Part.BRIEF)
    assert brief.startswith("Our review is overdue. It was promised by ")
    assert Part.UNKNOWN not in {section.part for section in message.sections}


def test_what_was_seen() -> None:
    """What happened to each kind of data is said, also where no update says it in a sentence; what was not affected comes after it, and so goes first."""
    message = announcer().chat_message(item("support-tickets/3"))
    (known,) = (section.lines for section in message.sections if section.part is Part.KNOWN)
    assert known[1:3] == (
        "Seen: name and e-mail address, text of your tickets, passwords (corrected).",
        "Not affected: card numbers.",
    )
    for room in range(600):
        left = shortened(message, lambda one, room=room: sum(map(len, _lines(one))) <= room)  # type: ignore[misc]
        assert known[2] not in _lines(left) or known[1] in _lines(left)


def test_what_nobody_knows_is_not_under_what_we_know() -> None:
    """Numbers and data of which nothing is known stand with the open questions, and no heading says the opposite of what is below it."""
    nobody_knows = Count(population="customers", unit="customers", form=CountForm.UNKNOWN, low=0, high=None)
    ten = Count(population="staff", unit="staff", form=CountForm.EXACT, low=10, high=10, stated=(10,))
    kinds = {
        "name": (Data(kind="name", state=DataState.TAKEN),),
        "password": (Data(kind="password", state=DataState.UNKNOWN),),
    }
    first = update(1, BEGAN, affected={"customers": nobody_knows, "staff": ten}, data=kinds, unknown={})
    site = site_of([incident(first)], datetime(2027, 3, 3, 4, tzinfo=UTC))
    (new,) = (one for one in items_and_overdue(site, theme()) if one.kind is NewsItemKind.UPDATE)
    message = Announcer(site, theme()).chat_message(new)
    lines = {section.part: section.lines for section in message.sections}
    assert [one for one in lines[Part.KNOWN] if "affected" in one] == ["10 staff are affected."]
    assert "Copied: names." in lines[Part.KNOWN]
    assert lines[Part.UNKNOWN] == ("We do not know yet how many customers are affected.", "Not known yet: passwords.")


def test_each_audience_reads_its_own() -> None:
    """A chat room for an audience is told what is for everyone and for it, in its language, and nothing that is only for others."""
    told = {
        audience: _run_on(repr(announcer().chat_message(item("support-tickets/5"), "", audience)))
        for audience in ("", "staff", "customers")
    }
    only_staff, for_all = (
        _run_on("Change your Larkfield password if you use it anywhere else."),
        _run_on("Change your password if you ever sent it"),
    )
    assert [only_staff in told[audience] for audience in ("", "staff", "customers")] == [True, True, False]
    assert all(for_all in one for one in told.values())
    config = replace(
        own().config, audiences={**own().config.audiences, "staff": replace(own().config.audiences["staff"], language="de")}
    )
    german = Announcer(replace(own(), config=config), theme()).chat_message(item("support-tickets/5"), "", "staff")
    assert (german.language, german.link) == ("de", "https://status.larkfield.example/de/incidents/support-tickets/5/")


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_item_is_taken_whole(program: str) -> None:
    """Every item of the example is within the limits, with the incident's name and the link, and nothing is left out."""
    for one in items():
        message = announcer().chat_message(one)
        sent = _sent(program, message)
        said = "\n".join(_texts(sent))
        assert faults(program, sent) == []
        assert message.link in said
        assert message.incident in said.replace("\\", "").replace(JOINER, "")
        assert message.shortened not in said


@pytest.mark.slow
@given(message=MESSAGES)
@settings(max_examples=examples(100), deadline=None)
def test_any_message(message: ChatMessage) -> None:
    """Whatever is to be told: what each program is sent fits, says what was left out, and calls nobody."""

    def hold(program: str) -> None:
        request = PROGRAMS[program](message, _target(program))
        sent = json.loads(request.body)
        _fits(program, message, request, sent)
        _says_what_is_left_out(message, sent)
        _calls_nobody(program, message, sent)

    hold_each(hold, PROGRAMS)


def _fits(program: str, message: ChatMessage, request: Request, sent: Any) -> None:
    """What is sent is within the limits, and has the link and the beginning of the incident's name."""
    assert faults(program, sent) == []
    said = list(_texts(sent))
    assert any(message.link in one for one in said)
    plain = [one.replace("\\", "").replace(JOINER, "") for one in said]
    start = message.incident.replace("\\", "").replace(JOINER, "")[:20]
    assert any(start in one for one in plain)
    match program:
        case "slack":
            assert all(utf16(one) <= 3000 for one in said)
        case "teams":
            assert len(request.body) <= 28 * 1024
        case "discord":
            embed = sent["embeds"][0]
            assert utf16(embed["title"]) <= 256
            assert utf16(embed["description"]) <= 4096
            assert utf16(embed["title"] + embed["description"]) <= 6000
            assert utf16(sent["content"]) <= 2000
        case "ntfy":
            assert len(sent["message"].encode()) <= 4096
    assert SECRET not in request.body.decode()


def _says_what_is_left_out(message: ChatMessage, sent: Any) -> None:
    """A message that lost a line says so; none loses what is not known while it still has what is known; what was wrong is there as a whole, or pointed to."""
    texts = [one for one in _texts(sent) if one not in KINDS]
    said = "\n".join(texts).replace("\\", "").replace(JOINER, "")
    # Slack has no room for a long line in one place: there it goes on in the next.
    together = _run_on(said)
    if any(_run_on(_plain(line)) not in together for section in message.sections for line in section.lines):
        assert message.shortened in said
    if "What we know" in said and any(section.part is Part.KNOWN for section in message.sections):
        for section in message.sections:
            if section.part is Part.UNKNOWN:
                assert all(_plain(line)[:20] in said for line in section.lines)
    for section in message.sections:
        if section.part is Part.CORRECTED and INSTEAD not in said:
            assert all(_run_on(_plain(line)) in together for line in section.lines)


def _calls_nobody(program: str, message: ChatMessage, sent: Any) -> None:
    """No word of an author calls a person or a group, links a place, or becomes a picture."""
    for text in _texts(sent):
        if program == "slack":
            # What is no mrkdwn is not read; in the rest, only our own links begin with the sign.
            assert not re.search(r"<[!@#]", text)
        elif program in {"mattermost", "discord"}:
            assert not CALL.search(text.replace(message.link, ""))


def test_nobody_is_called_in_words_that_tell_of_it() -> None:
    """The sign for everybody is one that Discord would not heed anyway: the message allows no call."""
    assert _sent("discord", announcer().chat_message(items()[0]))["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("line", LINES)
def test_markdown_shows_what_was_written(line: str) -> None:
    """A reader of Markdown shows an author's line as it is, as one paragraph of text."""
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(escaped(line.strip()))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children).replace(JOINER, "") == line.strip()


def test_discord_says_when_it_did_not_keep_a_message() -> None:
    """Discord reports an error only to those who wait; a thread in the address stays."""
    request = discord.request(
        announcer().chat_message(items()[0]), Target(name="chat", kind=TargetKind.DISCORD, url=f"{SECRET}?thread_id=7&wait=false")
    )
    assert request.url == f"{SECRET}?thread_id=7&wait=true"


def test_ntfy() -> None:
    """A topic is the end of its address; a token is sent in the head, and nowhere else."""
    message = announcer().chat_message(item("support-tickets/5"))
    request = ntfy.request(
        message, Target(name="phones", kind=TargetKind.NTFY, url="https://ntfy.example/sub/status_1", secret="tk_1")
    )
    assert request.url == "https://ntfy.example/sub/"
    assert request.headers["Authorization"] == "Bearer tk_1"
    assert json.loads(request.body)["topic"] == "status_1"
    assert "tk_1" not in request.body.decode()
    assert "tk_1" not in repr(request)
    assert ntfy.refuse_topic("https://ntfy.example/") == "its address does not end in the name of a topic"
    assert ntfy.refuse_topic("https://ntfy.example/a/b%20c") != ""
    assert ntfy.refuse_topic("https://ntfy.example/status_1") == ""


def test_a_card_in_a_language_written_from_the_right() -> None:
    """A card says in which direction it is read."""
    message = announcer().chat_message(items()[0])
    arabic = ChatMessage(
        incident="حادث",
        title="عنوان",
        dateline="اليوم",
        sections=(),
        link=message.link,
        link_text="اقرأ",
        shortened="مختصر",
        language="ar",
        direction="rtl",
    )
    card = _sent("teams", arabic)["attachments"][0]["content"]
    assert (card["lang"], card["rtl"]) == ("ar", True)
    assert "rtl" not in _sent("teams", message)["attachments"][0]["content"]


def _lines(message: ChatMessage) -> list[str]:
    return [line for section in message.sections for line in section.lines]


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(one)


def _run_on(text: str) -> str:
    return re.sub(r"\s", "", text)


def _plain(line: str) -> str:
    return line.replace("\\", "").replace(JOINER, "")
