"""What chat programs are told of an update or a review: the sentences of posts and pages, sorted into parts, as plain text.

The parts are whole; how much of them a chat program takes is the business of the module that speaks to it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from generator.ledger.records import Promise, PromiseKind
from generator.model.incident import Review
from generator.model.notifications import ChatMessage, Part, Section
from generator.render import event_titles, headlines, words
from generator.render.language import Language, direction
from generator.render.markup import flat, html_of
from generator.render.plain_text import plain_text
from generator.render.post_limits import Network
from generator.render.posts import Post, PostWriter
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts
from generator.render.views import IncidentView


def of_update(view: IncidentView, texts: TranslatedTexts, address: str) -> ChatMessage:
    """Return what is told of an update.

    Args:
        view: the incident after it.
        texts: the authors' texts in the language of the message.
        address: the update's page.
    """
    writer, language = PostWriter(view, texts, address), view.language
    corrected = writer.corrected
    heading = language.gettext(words.CORRECTION[view.corrected[0].kind]) if corrected and view.is_correction else ""
    sections = (
        # What was wrong is never said alone: where a correction does not fit as a whole, a sentence points to it.
        Section(Part.CORRECTED, heading, tuple(line.text for line in corrected), writer.shortest_correction),
        Section(Part.BRIEF, "", _one(*_brief(view, writer))),
        Section(Part.ACTIONS, language.gettext("What you should do"), tuple(line.text for line in writer.actions)),
        Section(Part.KNOWN, language.gettext("What we know"), tuple(_known(view, writer))),
        Section(Part.UNKNOWN, language.gettext("What we do not know yet"), tuple(_unknown(view, writer))),
        Section(Part.NEXT, "", _one(writer.next.text)),
    )
    published = language.gettext(
        "Update %(number)s, published %(when)s.", number=view.number, when=language.stamp(view.update.published)
    )
    return _message(
        language,
        incident=_said(view.incident.folder.incident.title, texts),
        title=headlines.of_update(view, lambda text: _said(text, texts)),
        dateline=f"{view.status_word}. {published}",
        sections=sections,
        link=address,
        tag=texts.tag,
    )


def of_review(
    site: Site, incident: PublicIncident, review: Review, language: Language, texts: TranslatedTexts, address: str
) -> ChatMessage:
    """Return what is told of the review of an incident."""
    # Translators: at the head of a chat message: what it is, and when it was published.
    dateline = language.gettext("Review, published %(when)s.", when=language.stamp(review.published))
    return _message(
        language,
        incident=_said(incident.folder.incident.title, texts),
        title=headlines.of_review(language, site, incident, review.title, lambda text: _said(text, texts)),
        dateline=dateline,
        sections=(Section(Part.BRIEF, "", _one(_said(review.cause, texts))),),
        link=address,
        tag=texts.tag,
    )


def of_overdue(view: IncidentView, promise: Promise, texts: TranslatedTexts, address: str) -> ChatMessage:
    """Return what is told of a promised update or review that is late: that it is, and what was last known.

    Args:
        view: the incident after its newest update.
        promise: what was promised.
        texts: the authors' texts in the language of the message.
        address: the incident's page.
    """
    writer, language = PostWriter(view, texts, address), view.language
    due = language.due_in_zone(promise.due) if isinstance(promise.due, datetime) else language.weekday(promise.due)
    if promise.kind is PromiseKind.UPDATE:
        late = language.gettext("We promised an update by %(when)s. It is late.", when=due)
    else:
        late = plain_text(
            language.html(
                "<b>Our review is overdue.</b> It was promised by %(when)s and has not been published.", when=html_of(due)
            )
        )
    known = language.gettext(
        "We have published nothing newer. This is what we knew on %(when)s.", when=language.stamp(view.update.published)
    )
    brief = writer.said(view.brief)
    note = writer.note if any(line.original for line in (brief, *writer.actions, *writer.unknowns)) else ""
    return _message(
        language,
        incident=_said(view.incident.folder.incident.title, texts),
        title=event_titles.title(
            language,
            (promise,),
            _said(view.site.config.organisation.name, texts),
            _said(view.incident.folder.incident.title, texts),
        ),
        dateline=f"{view.status_word}.",
        sections=(
            Section(Part.BRIEF, "", (f"{late} {known}", *_one(brief.text, note))),
            Section(Part.ACTIONS, language.gettext("What you should do"), tuple(line.text for line in writer.actions)),
            Section(Part.UNKNOWN, language.gettext("What we do not know yet"), tuple(_unknown(view, writer))),
        ),
        link=address,
        tag=texts.tag,
    )


def post_of_update(view: IncidentView, texts: TranslatedTexts, address: str, network: Network) -> Post:
    """Return the post about an update on a network."""
    return PostWriter(view, texts, address).post(network)


def post_of_review(message: ChatMessage, network: Network) -> Post:
    """Return the post about a review on a network: its title, the cause where that fits, and the link."""
    cause = [line for section in message.sections for line in section.lines]
    long, short = (
        network.spelt(network.joint.join(lines))
        for lines in ([message.title, *cause, message.link], [message.title, message.link])
    )
    text = next((one for one in (long, short) if network.fits(one)), "")
    return Post(network, text, network.measure(text or short), network.room(short))


def _message(
    language: Language, *, incident: str, title: str, dateline: str, sections: Iterable[Section], link: str, tag: str
) -> ChatMessage:
    return ChatMessage(
        incident=incident,
        title=title,
        dateline=dateline,
        link=link,
        sections=tuple(section for section in sections if section.lines),
        link_text=language.gettext("Read everything we know"),
        # Translators: at the end of a chat message in which there was no room for all sentences; a link follows.
        shortened=language.gettext("This message is shortened. The link has everything."),
        language=tag,
        direction=direction(tag),
    )


def _brief(view: IncidentView, writer: PostWriter) -> Iterator[str]:
    yield writer.older
    yield view.outcome
    if view.update.no_change:
        yield view.language.gettext("Nothing has changed since the previous update.")
    if view.is_news_to_others:
        yield view.language.gettext("Nothing in this update is new for you.")
    yield writer.said(view.brief).text
    lines = (*writer.corrected, *writer.actions, *writer.known, *writer.unknown)
    yield writer.note if any(line.original for line in lines) else ""


def _known(view: IncidentView, writer: PostWriter) -> Iterator[str]:
    """Yield the numbers, what was seen, and what this update states; what was known before stands on the page."""
    unknown = {*writer.not_known}
    yield from (line.text for line in writer.counts if line.text not in unknown)
    yield from writer.seen
    brief = writer.said(view.brief).text
    for name in view.update.known:
        if (entry := view.state.facts.get(name)) is not None:
            said = writer.said(entry.fact).text
            if said != brief:
                yield _for(view, writer, said, entry.fact.for_whom)


def _unknown(view: IncidentView, writer: PostWriter) -> Iterator[str]:
    """Yield what is not known of numbers and data, which would contradict the heading above what is known, and the open questions."""
    unknown = tuple(writer.not_known)
    yield from unknown
    for entry, line in zip(view.state.open_unknowns, writer.unknowns, strict=True):
        yield _for(view, writer, line.text, entry.fact.for_whom)
    if not unknown and not view.state.open_unknowns and view.update.is_open:
        language = view.language
        yield (
            language.gettext("We have no open questions.")
            if view.nothing_left
            else language.gettext("This update names no open questions. That does not mean that there are none.")
        )


def _for(view: IncidentView, writer: PostWriter, said: str, for_whom: tuple[str, ...]) -> str:
    if not view.is_told_whom(for_whom):
        return said
    whom = view.language.listed(writer.called(name) for name in for_whom)
    # First: where a line is shortened, nobody else takes the rest for theirs.
    return f"{view.language.gettext('For: %(whom)s.', whom=whom)} {said}"


def _one(*said: str) -> tuple[str, ...]:
    line = " ".join(one for one in said if one)
    return (line,) if line else ()


def _said(text: str, texts: TranslatedTexts) -> str:
    return flat(texts.of(text) or text)
