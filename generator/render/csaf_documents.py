"""Each incident as a CSAF document (Common Security Advisory Framework 2.0, profile `csaf_security_incident_response`), for programs of security teams.

It says what the feeds say of the newest update, part by part, and every correction so far, in the site's own language. Nothing in it depends
on the time of the build, except that what comes later is not in it yet. Sections are those of the standard.

A revision is what readers are told as something new: an update, the review, a note that incident.md or the way to ask has changed, words
that were taken out. Spelling is a patch of it. What changes the document without being told so (another name of the organisation, a new
release of this program) changes the build metadata at the end of its version, so that two documents with the same version are the same.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final, TypeAlias

from generator import __version__
from generator.ledger.records import Transition
from generator.links import csaf_files
from generator.model.artifact import Theme
from generator.model.config import Contact
from generator.model.document import Redaction
from generator.model.identity import address_of
from generator.model.update import Amendment, StandingChange
from generator.render import dates, headlines
from generator.render.language import Language, same_language
from generator.render.markup import Html, flat, html_of
from generator.render.own_changes import own_changes
from generator.render.pages import feed_review, site_language, statement_parts
from generator.render.plain_text import plain_text
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts
from generator.render.views import IncidentView, newest
from generator.seals.standing_words import NOTE, line_name

Thing: TypeAlias = dict[str, Any]

#: Where the marking of what may be passed on is explained (section 3.2.1.5.2).
_TLP: Final = "https://www.first.org/tlp/"
#: What kind of note each part of a statement is (section 3.1.6); all others are details.
_CATEGORIES: Final = {
    "lead": "general",
    "short": "summary",
    "advice": "general",
    "works": "general",
    "next": "general",
    "offered": "general",
    "more": "description",
    "end": "general",
}
_HEADING = re.compile(r"<h3[^>]*>(.*?)</h3>", re.DOTALL)
#: How many hexadecimal digits of its digest stand at the end of a version.
_DIGITS: Final = 12
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """What the lists of all documents say of an incident's document.

    Attributes:
        path: its path below `csaf_files.FOLDER`.
        id: its tracking id.
        title: its title.
        summary: its newest revision, in a sentence.
        released: when its first revision came out.
        changed: when its newest revision came out.
    """

    path: str
    id: str
    title: str
    summary: str
    released: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Document(ListedDocument):
    """An incident's document; `data` is the document itself."""

    data: bytes


@dataclass(frozen=True, slots=True)
class _Revision:
    """One version of a document.

    Attributes:
        when: when it came out; of a day without a time, its beginning.
        summary: what is new in it.
        is_patch: whether only spelling is.
        number: its number; empty until it is known what stands before it.
    """

    when: datetime
    summary: str
    is_patch: bool = False
    number: str = ""


def document(site: Site, theme: Theme, incident: PublicIncident, texts: TranslatedTexts) -> Document:
    """Return an incident's document.

    Args:
        site: the whole site.
        theme: the folder with templates.
        incident: the incident.
        texts: the authors' texts in the site's own language. What fills the templates is made once for these, and used for all documents.
    """
    language = site_language(site, theme)
    revisions = _numbered(_revisions(site, incident, language))
    first, last = revisions[0], revisions[-1]
    config = site.config
    tracking = csaf_files.tracking_id(config, incident.identity)
    path = csaf_files.document_path(config, incident.identity, first.when).removeprefix(csaf_files.FOLDER)
    title = flat(incident.folder.incident.title)
    whole: Thing = {
        "category": "csaf_security_incident_response",
        "csaf_version": "2.0",
        "distribution": {"tlp": {"label": "WHITE", "url": _TLP}},
        "lang": config.site.language,
        "notes": list(_notes(site, theme, incident, language, texts)),
        "publisher": publisher(site, incident.folder.incident.contact or config.contact),
        "references": list(_references(site, incident, language, path, title)),
        "title": title,
        "tracking": {
            "current_release_date": dates.exact(last.when),
            "generator": {"engine": {"name": "aboveboard", "version": __version__}},
            "id": tracking,
            "initial_release_date": dates.exact(first.when),
            "revision_history": [
                {"date": dates.exact(one.when), "number": one.number, "summary": one.summary} for one in revisions
            ],
            "status": "interim" if incident.is_open else "final",
        },
    }
    digest = sha256(_bytes(whole)).hexdigest()[:_DIGITS]
    whole["tracking"]["version"] = f"{last.number}+{digest}"
    return Document(path, tracking, title, last.summary, first.when, last.when, _bytes({"document": whole}))


def publisher(site: Site, contact: Contact) -> Thing:
    """Return who publishes (section 3.2.1.8), and how they can be asked."""
    config = site.config
    ways = (contact.email, contact.phone, contact.hours, contact.who, contact.out_of_band)
    return {
        "category": config.csaf.category,
        "contact_details": "\n".join(flat(way) for way in ways if way) or config.organisation.url or config.site.url,
        "name": flat(config.organisation.name),
        "namespace": config.csaf.namespace or address_of(config.site.identity),
    }


def _bytes(thing: Thing) -> bytes:
    # The optional test 6.2.13 wants the keys in the order of the alphabet.
    return f"{json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}\n".encode()


def _notes(site: Site, theme: Theme, incident: PublicIncident, language: Language, texts: TranslatedTexts) -> Iterator[Thing]:
    """Yield what the newest update says, then the review: a note for each heading."""
    for part, html in statement_parts(newest(site, incident, language), theme, texts):
        before, *rest = _HEADING.split(html)
        category = _CATEGORIES.get(part, "details")
        yield from _note(category, "", before)
        for heading, said in zip(rest[::2], rest[1::2], strict=True):
            yield from _note(category, heading, said)
    review = incident.folder.review.review if incident.folder.review else None
    if review is not None:
        yield from _note("details", html_of(flat(review.title)), feed_review(site, incident, review, theme, language, texts))


def _note(category: str, heading: str, html: str) -> Iterator[Thing]:
    text, title = plain_text(html), " ".join(plain_text(heading).split())
    if text:
        yield {"category": category, "text": text, **({"title": title} if title else {})}


def _references(site: Site, incident: PublicIncident, language: Language, path: str, title: str) -> Iterator[Thing]:
    base = site.config.site.url
    address = f"{base}incidents/{incident.slug}/"
    review = incident.folder.review.review if incident.folder.review else None
    yield {"category": "external", "summary": language.gettext("The latest on this incident"), "url": address}
    if review is not None:
        yield {"category": "external", "summary": flat(review.title), "url": f"{address}review/"}
    yield {"category": "self", "summary": title, "url": f"{base}{csaf_files.FOLDER}{path}"}


def _numbered(revisions: list[_Revision]) -> tuple[_Revision, ...]:
    """Return the revisions in order, with their numbers (section 3.1.11.2): never a new major version, since a document names no products."""
    minor, patch, last = -1, 0, datetime.min.replace(tzinfo=UTC)
    found: list[_Revision] = []
    for one in sorted(revisions, key=lambda one: one.when):
        minor, patch = (minor, patch + 1) if one.is_patch and found else (minor + 1, 0)
        # Of a day nobody knows the time: it came after what had come before. Test 6.1.14 goes by the dates alone.
        last = max(one.when, last + _SECOND) if found else one.when
        found.append(replace(one, when=last, number=f"1.{minor}.{patch}"))
    return tuple(found)


def _revisions(site: Site, incident: PublicIncident, language: Language) -> list[_Revision]:
    """Return every revision, in no order, none of them before the first update."""
    folder, zone = incident.folder, site.config.site.timezone
    found: list[_Revision] = []

    def words_changed(published: datetime, amended: Amendment | None, redactions: tuple[Redaction, ...]) -> None:
        if amended is not None:
            at = max(dates.start(amended.when, zone), published.astimezone(UTC))
            found.append(_Revision(at, _spelling(language, amended), is_patch=True))
        for one in redactions:
            told = headlines.of_change(language, site, incident, one.because, str)
            found.append(_Revision(max(one.when.astimezone(UTC), published.astimezone(UTC)), told))

    for transition in incident.ledger.transitions:
        update = transition.document.update
        found.append(_Revision(update.published.astimezone(UTC), _of_update(site, incident, transition, language)))
        words_changed(update.published, update.amended, transition.document.redactions)
    if folder.review is not None and folder.review.review is not None:
        review = folder.review.review
        told = headlines.of_review(language, site, incident, review.title, str)
        found.append(_Revision(review.published.astimezone(UTC), told))
        words_changed(review.published, review.amended, folder.review.redactions)
    began = min(one.when for one in found)
    for when, summary in (*_of_incident(site, incident, language), *_of_ways(site, incident, language)):
        if when <= site.as_of:
            found.append(_Revision(max(when, began), summary))
    return found


def _of_update(site: Site, incident: PublicIncident, transition: Transition, language: Language) -> str:
    return headlines.of_update(IncidentView(site, incident, transition, language), str)


def _of_incident(site: Site, incident: PublicIncident, language: Language) -> Iterator[tuple[datetime, str]]:
    """Yield the changes of incident.md."""
    lines = incident.folder.lock.lines if incident.folder.lock else ()
    seen = {line.name: line.seen for line in reversed(lines)}
    for key, note in incident.folder.incident.changed.items():
        at = _at(site, note, seen.get(line_name(f"{NOTE}{key}")))
        yield at, headlines.of_change(language, site, incident, note.because, str)


def _of_ways(site: Site, incident: PublicIncident, language: Language) -> Iterator[tuple[datetime, str]]:
    """Yield the changes of how to ask that came after the first update, where the incident does not have its own way."""
    if incident.folder.incident.contact is not None:
        return
    first = incident.ledger.transitions[0].document.update.published
    for one in own_changes(site):
        is_ours = not one.language or same_language(one.language, site.config.site.language)
        if one.page is None and is_ours and "contact." in one.key and not one.key.startswith("audiences."):
            at = _at(site, one.note, one.seen)
            if at > first:
                yield at, headlines.of_own_change(language, site, "", str)


def _at(site: Site, note: StandingChange, seen: datetime | None) -> datetime:
    """Return when readers saw a change: when it was sealed, where that is known."""
    return (seen or dates.start(note.on, site.config.site.timezone)).astimezone(UTC)


def _spelling(language: Language, amended: Amendment) -> str:
    changed = (
        language.html("<del>%(was)s</del> is now <ins>%(now)s</ins>", was=html_of(was), now=html_of(now))
        for was, now in amended.what.items()
    )
    said = language.html(
        "<b>Spelling corrected on %(when)s:</b> %(words)s",
        when=dates.time(language, amended.when),
        words=Html("; ".join(changed)),
    )
    return " ".join(plain_text(said).split())
