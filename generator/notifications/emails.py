"""Messages to mailing lists about new items: one for each update, correction, overdue promise and review.

Who gets it, unsubscribing, `List-Id` and DKIM are the list's affair. The ids of a message are made of its item's, so that the same item is
the same message however often it is made, and an incident is one thread (RFC 5322, section 3.6.4).
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from generator.format.mail_addresses import mail_address
from generator.ledger.records import Promise
from generator.model.artifact import Theme
from generator.model.config import Audience, Contact
from generator.model.identity import host_of
from generator.model.notifications import Message, NewsItem, Target, TargetKind
from generator.notifications.overdue import overdue, overdue_id
from generator.render import emails
from generator.render.emails import EmailText
from generator.render.language import direction, language_for
from generator.render.pages import other_languages
from generator.render.permanent_ids import item_id
from generator.render.readers import told
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts, original, translated_texts
from generator.render.views import IncidentView

#: The most bytes of a message. Mailman holds back what has more than 40 kilobytes, unless it is told otherwise; on its way a message gains headers.
MOST_BYTES: Final = 40_000
#: The most letters of a sender's name.
_MOST_OF_NAME: Final = 120
#: How many letters of an id may be made of names; a longer one is made of their digest. A header's line has at most 998 (RFC 5322, section 2.1.1).
_LONGEST_ID: Final = 200
_FOLDED_ID: Final = re.compile(rb"^(Message-ID|In-Reply-To|References):\r\n <", re.MULTILINE)
_EVERYONE: Final = "everyone"
_LATE: Final = "late"
_REVIEW: Final = "review"


@dataclass(frozen=True, slots=True)
class _Source:
    """What an item is made of: an incident, and its update, its review (0), or the promise that is late."""

    incident: PublicIncident
    number: int
    promise: Promise | None = None


def list_messages(target: Target, items: tuple[NewsItem, ...], site: Site, theme: Theme) -> tuple[Message, ...]:
    """Return the messages to a mailing list about some items, in order."""
    sources = {
        **{
            item_id(site, incident, number): _Source(incident, number)
            for incident in site.incidents
            for number in (*(one.document.number for one in incident.ledger.transitions), 0)
        },
        **{overdue_id(site, late): _Source(late.incident, late.newest.document.number, late.promise) for late in overdue(site)},
    }
    write = _Letters(site, theme, target)
    return tuple(write.message(item, sources[item.id]) for item in items)


class _Letters:
    """What writes the messages to one list."""

    def __init__(self, site: Site, theme: Theme, target: Target) -> None:
        self.site, self.theme, self.target = site, theme, target
        self.list = target.mailing_list
        self.audience: Audience | None = site.config.audiences.get(self.list.audience)
        own = site.config.site.language
        wanted = self.list.language or (self.audience.language if self.audience else "") or own
        self.tag = next((tag for tag in (own, *other_languages(site)) if tag.lower() == wanted.lower()), own)
        self.texts: TranslatedTexts = original(site) if self.tag == own else translated_texts(site, self.tag)
        self.language = language_for(self.tag, theme, site.config.site.timezone)

    def message(self, item: NewsItem, source: _Source) -> Message:
        """Return the message about an item."""
        text, contact = self._text(source)
        ids = self._ids(source)
        make = self._campaign if self.target.kind is TargetKind.LISTMONK else self._eml
        return Message(
            target=self.target,
            id=ids[0],
            about=item.title,
            covers=(item.id,),
            body=_bounded(text, lambda body: make(text, body, ids, item.published, contact)),
            content_type="application/json" if self.target.kind is TargetKind.LISTMONK else "message/rfc822",
        )

    def _text(self, source: _Source) -> tuple[EmailText, Contact]:
        incident = told(self.site, source.incident, self.audience) if self.audience else source.incident
        contact = incident.folder.incident.contact or self.site.config.contact
        if source.promise is None and not source.number:
            return emails.of_review(self.site, incident, self.texts, self.language, self.theme), contact
        number = source.number
        transition = next(one for one in incident.ledger.transitions if one.document.number == number)
        view = IncidentView(self.site, incident, transition, self.language)
        if source.promise is not None:
            return emails.of_overdue(view, source.promise, self.texts, self.theme), contact
        return emails.of_update(view, self.texts, self.theme), contact

    def _ids(self, source: _Source) -> tuple[str, str]:
        """Return the id of a message, and that of the message with which its thread begins."""
        if source.promise is not None:
            which = f"{source.promise.made_in}-{source.promise.kind}-{_LATE}"
        else:
            which = str(source.number) if source.number else _REVIEW
        first = str(source.incident.ledger.transitions[0].document.number)
        return self._id(source.incident, which), self._id(source.incident, first)

    def _id(self, incident: PublicIncident, which: str) -> str:
        """Return a message's id: its site, incident, part, language and audience, each written so that none can be taken for another."""
        identity = self.site.config.site.identity
        host = host_of(identity)
        parts = [incident.identity, which, self.tag.lower(), self.list.audience or _EVERYONE]
        if where := identity[len(host) :]:
            parts.append(where)
        name = ".".join(map(_word, parts))
        if len(name) > _LONGEST_ID:
            name = hashlib.sha256(name.encode()).hexdigest()
        return f"<{name}@{host}>"

    def _eml(self, text: EmailText, body: str, ids: tuple[str, str], published: datetime, contact: Contact) -> bytes:
        """Return a message by RFC 5322 and MIME, the same bytes for the same facts."""
        mail = EmailMessage(policy=SMTP)
        mail["Date"] = format_datetime(published.astimezone(self.site.config.site.timezone))
        mail["From"] = self._named(self.target.server.sender)
        mail["To"] = Address(addr_spec=self.list.address)
        if (reply := _address(contact.email)) is not None:
            mail["Reply-To"] = reply
        mail["Subject"] = text.subject
        for name, value in _thread(ids):
            mail[name] = value
        plain, html = text.text(body), text.html(body)
        mail.set_content(plain, cte="quoted-printable")
        mail.add_alternative(html, subtype="html", cte="quoted-printable")
        mail["Content-Language"] = text.tag
        # The library would draw a boundary by lot.
        mail.set_boundary(f"aboveboard-{hashlib.sha256((ids[0] + plain + html).encode()).hexdigest()[:24]}")
        # The library puts a long id on a line of its own, where some programs do not find it.
        head, empty, rest = mail.as_bytes().partition(b"\r\n\r\n")
        return _FOLDED_ID.sub(rb"\1: <", head) + empty + rest

    def _named(self, address: str) -> Address:
        said = self.texts.of(self.site.config.organisation.name) or self.site.config.organisation.name
        return Address(display_name=emails.shortened(said, _MOST_OF_NAME), addr_spec=address)

    def _campaign(self, text: EmailText, body: str, ids: tuple[str, str], _published: datetime, _contact: Contact) -> bytes:
        """Return a campaign by Listmonk's API: JSON in UTF-8.

        Its tag is the same for the same message to the same list: by it the campaign is found again. What Listmonk would take for a template is made text.
        """
        subject = text.subject
        sender = self.target.listmonk.sender
        campaign = {
            "name": _literal(f"{subject} ({ids[0][1:-1]})"),
            "subject": _literal(subject),
            "lists": [self.list.listmonk],
            "type": "regular",
            "content_type": "html",
            "messenger": "email",
            "body": _literal(f'<div lang="{text.tag}" dir="{direction(text.tag)}">\n{emails.fragment(body)}\n</div>'),
            "altbody": _literal(text.text(body)),
            "headers": [{name: value} for name, value in _thread(ids)],
            "tags": [f"aboveboard-{hashlib.sha256(f'{self.list.listmonk} {ids[0]}'.encode()).hexdigest()[:32]}"],
            **({"from_email": str(self._named(sender))} if sender else {}),
        }
        return json.dumps(campaign, ensure_ascii=False, indent=1).encode()


def _thread(ids: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the headers by which a message is recognised, and put with the others of its incident; no program answers it (RFC 3834)."""
    own, first = ids
    yield "Message-ID", own
    if own != first:
        yield "In-Reply-To", first
        yield "References", first
    yield "Auto-Submitted", "auto-generated"


def _bounded(text: EmailText, make: Callable[[str], bytes]) -> bytes:
    """Return the longest message that is short enough; the shortest, whatever it is."""
    made = b""
    for body in text.bodies:
        made = make(body)
        if len(made) <= MOST_BYTES:
            break
    return made


def _word(text: str) -> str:
    """Return a name in letters, digits and hyphens; whatever else it has is written with an underscore and its code."""
    return re.sub(r"[^A-Za-z0-9-]", lambda found: "".join(f"_{byte:02x}" for byte in found[0].encode()), text)


def _address(text: str) -> Address | None:
    address = mail_address(text)
    try:
        return Address(addr_spec=address) if address.isascii() and address else None
    except (MessageError, ValueError, IndexError):  # the exceptions with which the library refuses an address
        return None


def _literal(text: str) -> str:
    """Return a text as it is said in a template of Go: two braces would begin a command, and `@TrackLink` at the end of an address one of Listmonk's own."""
    return re.sub(r"@(?=TrackLink)", "@\u2060", text.replace("{{", '{{ "{{" }}'))
