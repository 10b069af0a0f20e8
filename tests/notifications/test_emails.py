"""Messages to mailing lists: what is in them, how they are threaded, and that both of their parts say the same."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.adapters.site_files import read_site
from generator.model.config import Audience, Contact, Listmonk, MailingList, MailServer
from generator.model.document import IncidentFolder
from generator.model.notifications import Message, NewsItemKind, Target, TargetKind
from generator.model.update import Fact
from generator.notifications.announcing import Announcer
from generator.notifications.emails import MOST_BYTES, list_messages
from generator.notifications.new_items import items_and_overdue
from generator.pipeline import checking, publishing
from generator.render.site import Site
from tests.render.sites import BEGAN, CONFIG, HARD, NOW, ROOT, UNFIT, incident, made_up, own, site_of, theme, update
from tests.thorough import examples

SERVER = MailServer(sender="status@larkfield.example", host="mail.larkfield.example", port=587)
EVERYONE = MailingList(name="everyone", address="updates@lists.larkfield.example")
LISTS = {
    "everyone": EVERYONE,
    "staff": MailingList(name="staff", address="staff@lists.larkfield.example", audience="staff"),
    "deutsch": MailingList(name="deutsch", address="updates-de@lists.larkfield.example", language="de"),
}
#: Two days after the promise of the newest update.
LATE = datetime(2026, 11, 29, 12, tzinfo=UTC)
#: When the generated histories are over.
END = BEGAN + timedelta(days=3650)


class _Eml(SingleFileSnapshotExtension):
    _write_mode = WriteMode.BINARY
    file_extension = "eml"


class _Json(SingleFileSnapshotExtension):
    _write_mode = WriteMode.BINARY
    file_extension = "json"


def target(one: MailingList) -> Target:
    """A list as a target."""
    kind = TargetKind.LISTMONK if one.listmonk else TargetKind.EMAIL
    listmonk = Listmonk(url="https://lists.larkfield.example/", sender="status@larkfield.example")
    return Target(name=one.name, kind=kind, mailing_list=one, server=SERVER, listmonk=listmonk)


def messages(site: Site, one: MailingList) -> tuple[Message, ...]:
    """Everything that a list is told."""
    return list_messages(target(one), items_and_overdue(site, theme()), site, theme())


def parsed(message: Message) -> EmailMessage:
    """A message as Python's own parser reads it, without anything that it has to complain of."""
    mail = message_from_bytes(message.body, policy=default)
    assert isinstance(mail, EmailMessage)
    assert [defect for part in mail.walk() for defect in part.defects] == []
    assert [defect for value in mail.values() for defect in getattr(value, "defects", ())] == []
    return mail


def text_of(mail: EmailMessage, kind: str) -> str:
    """One of a message's two parts."""
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


@cache
def _own(late: bool = False) -> Site:  # a word says no more
    return own(LATE) if late else own()


@pytest.mark.parametrize(
    ("name", "which", "late"),
    [
        ("everyone", "support-tickets.1.en.everyone", False),
        ("everyone", "support-tickets.3.en.everyone", False),
        ("staff", "support-tickets.5.en.staff", False),
        ("deutsch", "support-tickets.3.de.everyone", False),
        ("everyone", "support-tickets.5-update-late.en.everyone", True),
        ("everyone", "meter-portal.review.en.everyone", False),
        ("deutsch", "false-alarm-login.2.de.everyone", False),
    ],
)
def test_message(name: str, which: str, late: bool, snapshot: SnapshotAssertion) -> None:
    """A whole message, byte for byte, as a file that a mail program opens."""
    by_id = {message.id: message.body for message in messages(_own(late), LISTS[name])}
    assert by_id[f"<{which}@status.larkfield.example>"] == snapshot(extension_class=_Eml)


def test_campaign(snapshot: SnapshotAssertion) -> None:
    """A campaign for Listmonk."""
    by_id = {message.id: message.body for message in messages(_own(), MailingList(name="letters", listmonk=3))}
    assert by_id["<support-tickets.3.en.everyone@status.larkfield.example>"] == snapshot(extension_class=_Json)


def test_one_message_an_item_in_their_order() -> None:
    """A list gets every update, correction and review once, oldest first, and the notice that an update is late."""
    for one in LISTS.values():
        told = messages(_own(late=True), one)
        items = items_and_overdue(_own(late=True), theme())
        assert [message.covers for message in told] == [(item.id,) for item in items]
        assert len({message.id for message in told}) == len(told) == 14
        assert [item.kind for item in items].count(NewsItemKind.OVERDUE) == 1
        assert [item.kind for item in items].count(NewsItemKind.CORRECTION) == 1
        assert [item.kind for item in items].count(NewsItemKind.REVIEW) == 1
        dates = [parsedate_to_datetime(str(parsed(message)["Date"])) for message in told]
        assert dates == [item.published.replace(microsecond=0) for item in items] == sorted(dates)


def test_an_overdue_notice_comes_once_and_ends_with_the_update() -> None:
    """Before a promise is due nobody is told that it is late; while it is, by one message, which stays the same; after the update, by none."""

    def late(now: datetime) -> list[str]:
        return [message.id for message in messages(own(now), EVERYONE) if "late" in message.id]

    # The promise of update 4 was for 20 November, 5 pm; update 5 kept it. That of update 5 is for a week later, with a quarter of an hour of grace.
    assert late(datetime(2026, 11, 27, 17, 14, tzinfo=UTC)) == []
    first = late(datetime(2026, 11, 27, 17, 16, tzinfo=UTC))
    assert first == ["<support-tickets.5-update-late.en.everyone@status.larkfield.example>"]
    assert late(LATE) == first


def test_the_order_of_a_message() -> None:
    """Both parts: the title, what was wrong, in short, what to do, what is new, and after that the rest."""
    (mail,) = (parsed(one) for one in messages(_own(), EVERYONE) if one.id.startswith("<support-tickets.3.en"))
    headings = [
        "1,212 customers, and two things we got wrong",
        "We got this wrong",
        "In short",
        "What you should do",
        "What is new in this update",
        "What we know",
        "What we do not know yet",
        "What happens next",
        "Ask us",
    ]
    lines = text_of(mail, "plain").splitlines()
    assert [line for line in lines if line in headings] == headings
    soup = BeautifulSoup(text_of(mail, "html"), "html.parser")
    assert [one.get_text() for one in soup.find_all(["h1", "h2"]) if one.get_text() in headings] == headings


def test_a_question_that_is_new_is_not_called_still_open() -> None:
    """What an update asks for the first time stands under what is new as what is not known yet, and not as something that readers had read before."""
    (mail,) = (parsed(one) for one in messages(_own(), EVERYONE) if one.id.startswith("<support-tickets.3.en"))
    new = text_of(mail, "plain").partition("What is new in this update")[2].partition("What we know")[0]
    assert "- Not known yet: Where they got the password." in new
    assert "Still unknown" not in new


def test_each_audience_reads_its_own() -> None:
    """A list for an audience is told what is for everyone and for it, and nothing that is only for others; a list for everyone is told all."""
    staff, everyone = (
        next(
            text_of(parsed(message), "plain")
            for message in messages(_own(), LISTS[name])
            if message.id.startswith("<support-tickets.5.")
        )
        for name in ("staff", "everyone")
    )
    only_customers = "We give you a new customer number"
    assert only_customers in everyone
    assert only_customers not in staff
    assert "For: Our staff." in staff
    assert "https://status.larkfield.example/incidents/support-tickets/for/staff/" in staff


def test_what_is_not_translated_is_said_to_be() -> None:
    """In a list in another language, an update without a translation comes as it was written, after a sentence in that language, and says its own language."""
    files = [file for file in read_site(ROOT, 1 << 20) if not file.path.endswith("support-tickets/02-confirmed.de.md")]
    site = publishing.publish(checking.check(files, NOW), NOW)
    mails = {message.id.partition(".de.")[0]: parsed(message) for message in messages(site, LISTS["deutsch"])}
    translated, other = mails["<support-tickets.3"], mails["<support-tickets.2"]
    assert (str(translated["Content-Language"]), str(other["Content-Language"])) == ("de", "en")
    assert str(translated["Subject"]).startswith("Larkfield Energy: Jemand")
    assert str(other["Subject"]).startswith("Larkfield Energy: Someone read")
    assert "Das haben wir noch nicht übersetzt." in text_of(other, "plain")
    assert "Was Sie tun sollten" not in text_of(other, "plain")
    assert "noch nicht übersetzt" not in text_of(translated, "plain")


def _words(text: str) -> list[str]:
    # An address beside its words is in the text alone, and so are the marks of a list and of what was wrong.
    return re.findall(r"\w+", re.sub(r"\(https?://[^)\s]*\)", " ", text))


def _said_alike(mail: EmailMessage) -> None:
    soup = BeautifulSoup(text_of(mail, "html"), "html.parser")
    body = soup.body
    assert body is not None
    for link in body.find_all("a"):
        # The text has the address of a link instead of its words where these are the address.
        if link.get_text() == link["href"]:
            link.string = str(link["href"])
    assert _words(body.get_text(" ")) == _words(text_of(mail, "plain"))


def _sound(message: Message) -> EmailMessage:
    """Check what holds for every message, and return it as read."""
    assert len(message.body) <= MOST_BYTES
    lines = message.body.split(b"\r\n")
    assert message.body.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", message.body)
    assert max(map(len, lines)) <= 998
    assert message.body.endswith(b"\r\n")
    mail = parsed(message)
    for name in ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Language"):
        assert len(mail.get_all(name, [])) == 1, name
    assert not {"bcc", "cc", "list-id", "list-unsubscribe", "precedence", "sender"} & {name.lower() for name in mail}
    assert re.fullmatch(r"<[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*@[a-z0-9.-]+>", message.id)
    assert str(mail["Message-ID"]) == message.id
    assert str(mail["Subject"]).strip()
    soup = BeautifulSoup(text_of(mail, "html"), "html.parser")
    assert soup.find(["img", "script", "link", "iframe", "object", "embed", "video", "audio", "form", "table"]) is None
    assert not [one for one in soup.find_all(True) if {"src", "background", "srcset"} & one.attrs.keys()]
    assert not [one for one in soup.find_all(True) if [name for name in one.attrs if name.startswith("on")]]
    assert not re.search(r"url\(|@import", text_of(mail, "html"))
    _said_alike(mail)
    return mail


def _one_thread_each(told: Iterable[Message]) -> None:
    roots: dict[str, set[str]] = {}
    seen: set[str] = set()
    for message in told:
        mail = _sound(message)
        assert message.id not in seen
        seen.add(message.id)
        root = str(mail["References"] or mail["Message-ID"])
        assert mail["References"] == mail["In-Reply-To"]
        roots.setdefault(message.covers[0].rpartition(":")[2].partition("/")[0], set()).add(root)
    assert all(len(of) == 1 for of in roots.values())


def test_own_content() -> None:
    """Every message of this repository's content, to each list: sound, one thread an incident, both parts alike."""
    for one in LISTS.values():
        _one_thread_each(messages(_own(late=True), one))


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(made_up(), min_size=1, max_size=2))
def test_any_history(folders: list[IncidentFolder]) -> None:
    """The same for any history, for everyone and for an audience."""
    named = [replace(folder, slug=f"incident-{number}") for number, folder in enumerate(folders)]
    config = replace(CONFIG, audiences={"staff": Audience(name="staff", title="Our staff")})
    site = site_of(named, END, config)
    for one in (EVERYONE, LISTS["staff"]):
        _one_thread_each(messages(site, one))


@pytest.mark.parametrize(
    "text",
    [
        HARD,
        UNFIT + "x",
        "A title\r\nBcc: everyone@elsewhere.example\r\n\r\nAnd a body",
        "a" * 5000,
        "=?utf-8?q?not_encoded?= \u2028 \x85 end",
        ".",
        "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich " * 12,
        '"quoted" <address@elsewhere.example>, other@elsewhere.example',
    ],
)
def test_nothing_in_a_title_becomes_a_header(text: str) -> None:
    """Whatever a title, a name or a fact holds: no header comes of it, no message is torn, and the server can be told where it ends."""
    config = replace(CONFIG, organisation=replace(CONFIG.organisation, name=text))
    site = site_of([incident(update(1, BEGAN, text), title=text)], BEGAN + timedelta(days=1), config)
    for message in messages(site, EVERYONE):
        mail = _sound(message)
        assert mail["Bcc"] is None
        (sender,) = mail["From"].addresses
        assert sender.addr_spec == SERVER.sender
        assert [str(one.addr_spec) for one in mail["To"].addresses] == [EVERYONE.address]


def _prose(letters: int) -> str:
    return " ".join(f"word{number}" for number in range(letters // 8))


@pytest.mark.parametrize(
    ("long", "missing", "kept"),
    [
        ({"body": _prose(20_000)}, "What we know", "What you should do"),
        ({"known": {"entry": Fact(name="entry", text=_prose(30_000))}}, "What you should do", "Ask us"),
        ({"title": _prose(60_000)}, "Ask us", "Larkfield Energy"),
    ],
    ids=["the body", "a fact", "the title"],
)
def test_a_long_update_is_shortened_and_says_so(long: Mapping[str, Any], missing: str, kept: str) -> None:
    """What is longer than a list takes lacks the whole statement, then all but how to ask, then that too; the link is always there."""
    config = replace(CONFIG, contact=Contact(email="incident@larkfield.example"))
    (message,) = messages(site_of([incident(update(1, BEGAN, **long))], BEGAN + timedelta(days=1), config), EVERYONE)
    said = text_of(_sound(message), "plain")
    assert "This is a shortened message. The full text is here:" in said
    assert "https://status.larkfield.example/incidents/incident/" in said
    assert kept in said
    assert missing not in said


def test_ids_of_sites_in_one_host_differ() -> None:
    """Two sites below one host, and two incidents whose names look alike, never have the same id."""
    when = BEGAN + timedelta(days=1)
    ids = []
    for url in (
        "https://larkfield.example/a/",
        "https://larkfield.example/a.b/",
        "https://larkfield.example/a/b/",
        "https://larkfield.example/",
    ):
        config = replace(CONFIG, site=replace(CONFIG.site, url=url))
        for slug in ("a", "a.1", "a_1", "ä", "a" * 300):
            ids += [one.id for one in messages(site_of([incident(update(1, BEGAN), slug=slug)], when, config), EVERYONE)]
    assert len(set(ids)) == len(ids) == 20
    assert max(map(len, ids)) < 400


def test_a_move_of_the_site_changes_no_id() -> None:
    """A lasting `id` keeps a thread together when the site's address changes."""
    site = _own()
    moved = replace(site, config=replace(site.config, site=replace(site.config.site, url="https://elsewhere.example/")))
    assert [one.id for one in messages(moved, EVERYONE)] == [one.id for one in messages(site, EVERYONE)]


def test_nothing_in_a_campaign_is_a_template() -> None:
    """Listmonk fills in what stands between two braces: an author's braces stay what they are."""
    text = 'Say {{ .Subscriber.Email }} and {{ TrackLink "x" . }} at https://larkfield.example/@TrackLink.'
    site = site_of([incident(update(1, BEGAN, text), title=text)], BEGAN + timedelta(days=1))
    (message,) = messages(site, MailingList(name="letters", listmonk=3))
    campaign = json.loads(message.body)
    for key in ("name", "subject", "body", "altbody"):
        left = campaign[key].replace('{{ "{{" }}', "")
        assert "{{" not in left, key
        assert "@TrackLink" not in left, key
    assert campaign["lists"] == [3]
    assert [next(iter(one)) for one in campaign["headers"]] == ["Message-ID", "Auto-Submitted"]


def test_an_update_that_is_only_for_others() -> None:
    """Readers of an audience whom an update tells nothing new are told that, so that they need not look for it; those whom it concerns are not."""
    second = update(
        2,
        BEGAN + timedelta(hours=1),
        known={"pay": Fact(name="pay", text="They read payslips.", for_whom=("staff",))},
        unknown={},
        next_steps={},
        actions={},
        body="",
    )
    audiences = {name: Audience(name=name, title=f"Our {name}") for name in ("staff", "customers")}
    site = site_of([incident(update(1, BEGAN), second)], BEGAN + timedelta(hours=2), replace(CONFIG, audiences=audiences))
    nothing = "Nothing in this update is new for you."
    for name, is_said in (("customers", True), ("staff", False), ("", False)):
        first, told = (text_of(parsed(message), "plain") for message in messages(site, replace(EVERYONE, audience=name)))
        assert (nothing in told) == is_said
        assert nothing not in first
        assert ("They read payslips." in told) != is_said
        brief = Announcer(site, theme()).chat_message(items_and_overdue(site, theme())[1], "", name).sections[0].lines[0]
        assert (nothing in brief) == is_said
