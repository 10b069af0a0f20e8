"""Feeds of everything, of each system and of each incident, in each language, as RSS, Atom and JSON Feed.

An item is one update or review, or a change of what incident.md, a free page or the ways to ask say, with a permanent id and the whole statement. Nothing depends on the time of the build.

An incident's feed is complete; once the incident is at rest, in Atom alone, and the other formats hold its last item and lead to that. Other feeds
hold the latest items, and archives (RFC 5005) list all older ones, so that a program that was offline misses nothing. Archives are in Atom
alone, whatever the format of the feed: programs that follow links to them read it. An item in an archive has its title, its times, its
summary and the address of its page, which has the statement; the statement itself is in the feed of its incident.

Items are in the order of their publication, which may differ from that of their dates: an incident may be published long after the dates of
its updates, and is news nevertheless. The texts alone do not tell. If feeds were made from them alone, any item could be the latest one, so
none could ever leave the first page. Therefore `seal` records the order (order.lock), and items not yet recorded count as the latest. An
archive is full, contains only items with a recorded place, and never changes: neither when new items come, nor when old ones come late.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar

from generator.format.mail_addresses import mail_address
from generator.ledger.records import Event, Transition
from generator.model.artifact import Artifact, Theme
from generator.model.document import Redaction, ReviewDocument, UpdateDocument
from generator.model.identity import identity_in, tag_of
from generator.model.incident import Review
from generator.model.update import Amendment, StandingChange
from generator.render import dates, headlines, words
from generator.render.channels import ARCHIVED, FORMATS, LISTED, FeedChannel, Format, of_incident, shared_channels, tags
from generator.render.feed_formats import WRITTEN_BY, Author, Head, Item
from generator.render.incident_facts import SERVICE_NEWS, TextFacts
from generator.render.kept_parts import Alone, KeptParts, OfIncident
from generator.render.language import Language, language_for, page_language, same_language
from generator.render.markup import Html, flat
from generator.render.own_changes import OwnChange, notes_in, own_changes
from generator.render.pages import (
    feed_change,
    feed_own_change,
    feed_review,
    feed_service,
    feed_statement,
    feed_untranslated,
    parts_in,
    site_language,
    site_name,
)
from generator.render.permanent_ids import change_item_id, item_id, own_change_item_id, service_item_id
from generator.render.readers import told, with_pages
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts, original, translated_texts
from generator.render.views import IncidentView
from generator.seals.standing_words import NOTE, line_name

#: The number of items in an archive, and the least number in an incomplete feed.
LATEST = 50
#: Items this recent, counted from the newest, stay in the feed itself, however many there are, so that a reader who returns after a
#: weekend misses nothing.
FRESH = timedelta(days=3)
#: The most items in a feed. A site that never seals has no settled order: beyond this number its archives follow the items' own dates,
#: and a late item changes them.
MOST = 100

# Between a statement's own time and its seal are the minutes of a deployment, or a night where somebody seals by hand.
_LATE = timedelta(days=1)

# The time of a feed without items: both formats require one, and the clock's would differ between builds. Validators consider an earlier
# year an error.
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
#: Where an incident's slug stands: what concerns none.
_SITE = ""


@dataclass(frozen=True, slots=True)
class _Noted:
    """The note of a change of incident.md, with its key; `language` is that of the translation which alone was changed, or empty."""

    key: str
    note: StandingChange
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    """The change of a system, of which no more is known than the system's name."""

    system: str


@dataclass(frozen=True, slots=True)
class _Position:
    """The position of an item among all others, independent of its content.

    Attributes:
        order: the sort key by the item's own time: that time, its incident, its number (0 for a review).
        place: its recorded place in the order of publication; None if it has none.
        came: when it was published, as far as that is recorded.
        about: the update's transition or the review, or what lists say of either; the key and the note of a change of incident.md; a change of the site's own words.
        service: the change of a system of which the item tells; None: it is the whole update or review.
    """

    order: tuple[datetime, str, int]
    place: int | None
    came: datetime | None
    about: Transition | Review | TextFacts | _Noted | OwnChange
    service: "Event | _Named | None" = None

    @property
    def system(self) -> str:
        """The system of whose change alone it tells, or the part of incident.md; empty for an update or a review."""
        if isinstance(self.about, _Noted | OwnChange):
            return self.about.key
        if isinstance(self.service, _Named):
            return self.service.system
        return self.service.subject.partition(".")[2] if self.service else ""

    @property
    def sequence(self) -> tuple[bool, int, tuple[datetime, str, int], str]:
        """The sort key among all items: recorded places first, then the others by their own time; what changed of a system after its update."""
        return self.place is None, self.place or 0, self.order, self.system


@dataclass(frozen=True, slots=True)
class _Entry(_Position):
    """An item, serialised in each format.

    Attributes:
        updated: when its text last changed.
        written: the serialised item by format.
    """

    # What stands before has a default.
    updated: datetime = _NEVER
    written: Mapping[Format, str] = field(default_factory=dict)

    @property
    def changed(self) -> datetime:
        """When the item last changed its feeds: when its text changed, or when it was published late."""
        late = self.came is not None and self.came - self.order[0] > _LATE
        return max(self.updated, self.came) if self.came is not None and late else self.updated


class _Serialised(dict[Format, str]):
    """An item in each format, written when it is asked for: most old items are in Atom alone."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item

    def __missing__(self, form: Format) -> str:
        self[form] = written = WRITTEN_BY[form].item(self._item)
        return written


class _Held(dict[Format, str]):
    """An item in each format, as it was kept."""

    def __init__(self, written: Mapping[Format, Artifact]) -> None:
        super().__init__()
        self._written = written

    def digest(self, form: Format) -> str:
        """Return the digest of the item in a format."""
        return self._written[form].digest[1]

    def __missing__(self, form: Format) -> str:
        self[form] = written = self._written[form].data.decode("utf-8")
        return written


_P = TypeVar("_P", bound=_Position)
_Originals: TypeAlias = dict[tuple[str, int], Html]


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield every feed in every language."""
    # The default language comes first: an untranslated text is shown in other languages as written there.
    originals: dict[str, _Originals] = defaultdict(dict)
    for made in _in_languages(site, theme):
        entries: dict[str, list[_Entry]] = {}
        for incident in site.incidents:
            files, entries[incident.slug] = made.of_incident(incident, originals[incident.slug])
            yield from files
        entries[_SITE] = [made.speaker.own_entry(one) for one in made.at[_SITE]]
        for channel, form, document in _shared_documents(site, made.speaker.tag, entries):
            yield _written(made.parts, made.speaker, channel, form, document)


def _in_languages(site: Site, theme: Theme) -> Iterator["_InLanguage"]:
    """Yield what makes the feeds of each language, the default language first."""
    places = _places(site)
    positions = _positions(site, places)
    for tag in tags(site):
        speaker = _LanguageFeeds(site, theme, tag, {})
        parts = parts_in(site, theme, speaker.language, speaker.texts)
        at = {slug: tuple(_read_in(tag, those)) for slug, those in positions.items()}
        yield _InLanguage(speaker, parts, places, at, _latest(site, tag, at))


def of_incidents(site: Site, theme: Theme) -> Iterator[OfIncident]:
    """Yield what makes the parts of an incident, in every language."""
    known = tuple(_in_languages(site, theme))

    def make(incident: PublicIncident) -> None:
        originals: _Originals = {}
        for made in known:
            made.of_incident(incident, originals)

    yield make


def _written(
    parts: KeptParts, speaker: "_LanguageFeeds", channel: FeedChannel, form: Format, document: "_Document[_Entry]"
) -> Artifact:
    """Return a file of a feed of the site. An archive, of which there are many and few change, is not put together again from the same items."""
    held = [entry.written for entry in document.entries]
    digests = [one.digest(LISTED) for one in held if isinstance(one, _Held)]
    if not document.current or len(digests) != len(held):
        return speaker.written(channel, form, document)
    beside = speaker.tag, speaker.head(channel, document), digests
    return parts.of_texts(f"docs/{document.address}", beside, lambda: speaker.written(channel, form, document).data)


def _latest(site: Site, tag: str, at: Mapping[str, Sequence[_Position]]) -> frozenset[str]:
    """Return the slugs of the incidents of which an item is in a feed of the site or of a system. Of all others, only archives list the items."""
    current = (document for _, form, document in _shared_documents(site, tag, at) if form is ARCHIVED and not document.current)
    return frozenset(one.order[1] for document in current for one in document.entries)


#: Where items that are kept stand among the files of their incident's feeds.
_ITEMS = "items/"
#: In what an item is written that a feed of the site may hold: each format of feeds, and what archives list of it.
_FORMS = (*FORMATS, LISTED)


@dataclass(frozen=True, slots=True)
class _InLanguage:
    """What makes the feeds of incidents in a language.

    Attributes:
        speaker: makes the feeds of the whole site in the language.
        parts: keeps what is made of one incident.
        places: the recorded place of each item, and when it came.
        at: the items of each incident; under no slug, what the site says of itself.
        latest: the incidents of which an item is in a feed of the site or of a system.
    """

    speaker: "_LanguageFeeds"
    parts: KeptParts
    places: Mapping[tuple[str, int], tuple[int, datetime]]
    at: Mapping[str, tuple[_Position, ...]]
    latest: frozenset[str]

    def of_incident(self, incident: PublicIncident, originals: _Originals) -> tuple[Iterator[Artifact], list[_Entry]]:
        """Return the feeds of an incident, and its items for the feeds of the site.

        Args:
            incident: the incident.
            originals: its statements in the default language, to which those of the default language are added.
        """
        speaker, at = self.speaker, self.at[incident.slug]
        speaker.originals = originals
        # What only archives list is in the form of archives alone.
        forms = _FORMS if incident.slug in self.latest else (LISTED,)
        # What an item is made of beside its incident: its place among all items, and what was written in the site's own language.
        beside = [(one.order[0].isoformat(), one.order[2], one.system, one.came and one.came.isoformat()) for one in at]
        theirs = [] if speaker.own else [(*key, str(html)) for key, html in originals.items()]
        is_copied = speaker.own and len(tags(speaker.site)) > 1
        is_at_rest = speaker.site.is_at_rest(incident)
        make = partial(self._alone, forms, is_copied=is_copied, is_at_rest=is_at_rest)
        told_of = (beside, theirs, is_copied, is_at_rest, [form.file for form in forms])
        files, (updated, written) = self.parts.part("feeds", incident, make, told_of)
        originals.update({(place, number): Html(html) for place, number, html in written})
        entries = []
        for number, (one, when) in enumerate(zip(at, updated, strict=True)):
            held = files[len(forms) * number : len(forms) * (number + 1)]
            texts = _Held(dict(zip(forms, held, strict=True)))
            entries.append(_Entry(one.order, one.place, one.came, one.about, one.service, datetime.fromisoformat(when), texts))
        return (file for file in files if not file.path.startswith(_ITEMS)), entries

    def _alone(self, forms: Sequence[Format], alone: Alone, *, is_copied: bool, is_at_rest: bool) -> tuple[list[Artifact], Any]:
        """Return the items of an incident, then its feeds; and when each item last changed, and statements for other languages.

        Args:
            forms: in what items are written for the feeds of the site.
            alone: the incident.
            is_copied: whether other languages show statements of this one.
            is_at_rest: whether the incident is at rest.
        """
        whole, site, incident = self.speaker, alone.site, alone.incident
        at = tuple(_read_in(whole.tag, _positions_of(whole.site, incident, self.places)))
        is_whole = site is whole.site
        speaker = whole if is_whole else _LanguageFeeds(site, whole.theme, whole.tag, dict(whole.originals), alone.texts)
        entries = [speaker.entry(incident, one) for one in at]
        files = [
            Artifact(f"{_ITEMS}{number}.{form.file}", entry.written[form].encode("utf-8"))
            for number, entry in enumerate(entries)
            for form in forms
        ]
        readings = [(incident, entries)]
        for audience in with_pages(site, incident):
            reading = told(site, incident, audience)
            readings.append((reading, [speaker.entry(reading, one) for one in _told(at, reading)]))
        for reading, items in readings:
            channel = of_incident(site, whole.tag, reading)
            files += (speaker.written(channel, form, _of_one(channel, form, items, is_at_rest=is_at_rest)) for form in FORMATS)
        originals = [(*key, html) for key, html in speaker.originals.items()] if is_copied else []
        return files, ([entry.updated.isoformat() for entry in entries], originals)


def _read_in(tag: str, positions: Iterable[_Position]) -> Iterator[_Position]:
    """Yield the items that feeds in a language hold: not the change of a translation into another one."""
    for one in positions:
        if not isinstance(one.about, _Noted | OwnChange) or not one.about.language or same_language(one.about.language, tag):
            yield one


def _told(positions: Iterable[_Position], incident: PublicIncident) -> Iterator[_Position]:
    """Yield the items of an incident as an audience reads them."""
    read = {transition.document.number: transition for transition in incident.ledger.transitions}
    for one in positions:
        yield replace(one, about=read[one.about.document.number]) if isinstance(one.about, Transition) else one


def _whole_items(entries: Iterable[_P]) -> list[_P]:
    """Return the items that are whole updates or reviews."""
    return [entry for entry in entries if entry.service is None]


def addresses(site: Site) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Return the addresses of the default-language feeds and archives that hold each item, by incident and number (0 for a review)."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for _, _, document in _documents(site, site.config.site.language, _positions(site, _places(site))):
        for one in document.entries:
            if one.service is not None or isinstance(one.about, _Noted | OwnChange):
                continue
            found[one.order[1:]].append(site.config.site.url + document.address)
    return {item: tuple(held) for item, held in found.items()}


def _positions(site: Site, places: Mapping[tuple[str, int], tuple[int, datetime]]) -> Mapping[str, list[_Position]]:
    """Return every published item of each incident, by slug, ordered by the items' own times; under no slug, what the site says of itself.

    Of an incident, no more is asked than what lists say, where that says which items it has: then what an item is about is told by `_positions_of`.
    """
    found: dict[str, list[_Position]] = {}
    for incident in site.incidents:
        if incident.facts.noted:
            found[incident.slug] = _positions_of(site, incident, places)
            continue
        texts = (*incident.facts.updates, *((incident.facts.review,) if incident.facts.review else ()))
        items = []
        for text in texts:
            order = text.published.astimezone(UTC), incident.slug, text.number
            place, came = places.get(order[1:], (None, None))
            items += [_Position(order, place, came, text, _Named(system) if system else None) for system in ("", *text.services)]
        found[incident.slug] = sorted(items, key=lambda one: (one.order, one.system))
    found[_SITE] = sorted(_own(site), key=lambda one: (one.order, one.system))
    return found


def _places(site: Site) -> Mapping[tuple[str, int], tuple[int, datetime]]:
    """Return the recorded place of each item and when it came, by its incident and number."""
    return {(one.slug, one.number): (2 * place, one.when) for place, one in enumerate(site.order)}


def _positions_of(
    site: Site, incident: PublicIncident, places: Mapping[tuple[str, int], tuple[int, datetime]]
) -> list[_Position]:
    """Return every published item of an incident, ordered by their own times."""

    def position(number: int, published: datetime, about: Transition | Review) -> _Position:
        place, came = places.get((incident.slug, number), (None, None))
        return _Position((published.astimezone(UTC), incident.slug, number), place, came, about)

    updates = ((transition, transition.document) for transition in incident.ledger.transitions)
    items = [position(document.number, document.update.published, transition) for transition, document in updates]
    review = incident.folder.review.review if incident.folder.review else None
    items += [position(0, review.published, review)] if review else []
    changes = [replace(item, service=event) for item in items for event in _service_changes(item.about)]
    return sorted((*items, *changes, *_notes(site, incident)), key=lambda one: (one.order, one.system))


def _own(site: Site) -> Iterator[_Position]:
    """Yield the changes of free pages and of the ways to ask."""
    for one in own_changes(site):
        start = dates.start(one.note.on, site.config.site.timezone).astimezone(UTC)
        yield _Position((start, _SITE, -1), _place_of(site, one.seen), one.seen, one)


def _place_of(site: Site, seen: datetime | None) -> int | None:
    """Return the place of what was sealed at a moment: between the items with even places."""
    return 2 * sum(one.when <= seen for one in site.order) - 1 if seen else None


def _notes(site: Site, incident: PublicIncident) -> Iterator[_Position]:
    """Yield the changes of incident.md that have come, each after what was published when it was first sealed."""
    folder, zone = incident.folder, site.config.site.timezone
    own = [("", folder.incident.changed)]
    for document in folder.incident_translations:
        if document.parsed is not None:
            theirs = {key: note for key, note in document.parsed.changed.items() if key not in folder.incident.changed}
            own.append((document.language, theirs))
    for language, changed in own:
        for key, note in changed.items():
            start = dates.start(note.on, zone).astimezone(UTC)
            if start > site.as_of:
                continue
            name = line_name(f"{NOTE}{key}", language)
            seen = next((line.seen for line in (folder.lock.lines if folder.lock else ()) if line.name == name), None)
            # Its number is that of no update, so that it has a place of its own among items of the same moment.
            yield _Position((start, incident.slug, -1), _place_of(site, seen), seen, _Noted(key, note, language))


def _service_changes(about: Transition | Review | TextFacts | _Noted | OwnChange) -> tuple[Event, ...]:
    """What an update changes of systems; a time that is only more exact is no news."""
    if not isinstance(about, Transition):
        return ()
    return tuple(event for event in about.events if event.subject.startswith("services.") and event.change in SERVICE_NEWS)


@dataclass(frozen=True, slots=True)
class _Document(Generic[_P]):
    """One file of a feed.

    Attributes:
        address: its address, relative to the site's.
        entries: its items, in the order of publication.
        current: for an archive, the address of its feed; otherwise empty.
        older: the address of the archive before it; empty when there is none.
        complete: whether it holds every item that the feed ever had.
    """

    address: str
    entries: Sequence[_P]
    current: str = ""
    older: str = ""
    complete: bool = False


def _documents(site: Site, tag: str, entries: Mapping[str, Sequence[_P]]) -> Iterator[tuple[FeedChannel, Format, _Document[_P]]]:
    """Yield every file of every feed in a language: the complete feeds of incidents, then the others with their archives."""
    for incident in site.incidents:
        channel = of_incident(site, tag, incident)
        for form in FORMATS:
            yield channel, form, _of_one(channel, form, entries[incident.slug], is_at_rest=site.is_at_rest(incident))
    yield from _shared_documents(site, tag, entries)


def _of_one(channel: FeedChannel, form: Format, entries: Iterable[_P], *, is_at_rest: bool) -> _Document[_P]:
    """Return the feed of an incident in a format: all of its items, or the last one where all of them are in another format."""
    items = _whole_items(entries)
    if is_at_rest and form is not ARCHIVED:
        return _Document(channel.address(form), items[-1:], older=channel.address(ARCHIVED))
    return _Document(channel.address(form), items, complete=True)


def _shared_documents(
    site: Site, tag: str, entries: Mapping[str, Sequence[_P]]
) -> Iterator[tuple[FeedChannel, Format, _Document[_P]]]:
    """Yield every file of the feeds in a language that belong to no incident, with their archives."""
    # In one order for all feeds: each has some of them.
    every: list[tuple[Collection[str] | None, _P]] = [
        (incident.facts.systems, entry) for incident in site.incidents for entry in entries[incident.slug]
    ]
    every += [(None, entry) for entry in entries[_SITE]]
    every.sort(key=lambda one: one[1].sequence)
    held: dict[str, list[_P]] = defaultdict(list)
    for systems, entry in every:
        for system in _systems_of(systems, entry):
            held[system].append(entry)
    for channel in shared_channels(site, tag):
        for form in FORMATS:
            yield from ((channel, form, document) for document in _paged(channel, form, held[channel.system]))


def _systems_of(systems: Collection[str] | None, entry: _Position) -> Collection[str]:
    """Return the systems whose feeds hold an item; an empty name stands for the feed about everything.

    Args:
        systems: those of the item's incident; None: it belongs to none.
        entry: the item.
    """
    if systems is None:
        return ("",)
    return (entry.system,) if entry.service else {"", *systems}


def _paged(channel: FeedChannel, form: Format, entries: Sequence[_P]) -> Iterator[_Document[_P]]:
    """Yield a feed of the latest items and its archives. `entries` are in the order of publication."""
    archives, start = _pages(entries)
    current = channel.address(form)
    archived = ["", *(channel.archive(number) for number in range(1, archives + 1))]
    yield _Document(current, entries[start:], older=archived[archives])
    for number in range(1, archives + 1) if form is ARCHIVED else ():
        # An archive links to the one before it but not to the one after it, which is added only later.
        page = entries[(number - 1) * LATEST : number * LATEST]
        yield _Document(archived[number], page, current=current, older=archived[number - 1])


def identity_of_feed(feed: bytes) -> str:
    """Return what a site's ids were derived from, read from its JSON feed.

    Empty when the feed has no items or is not from this product.
    """
    try:
        items = json.loads(feed)["items"]
        return identity_in(str(items[0]["id"])) if items else ""
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""


class _LanguageFeeds:
    """Makes the feeds of one language.

    Args:
        site: the whole site.
        theme: the folder with templates and message catalogues.
        tag: the language, as written in the site's settings.
        originals: statements of an incident in the default language rendered so far, by its readers and number (0 for a review).
        texts: the authors' texts in the language; None: those of the whole site.
    """

    def __init__(
        self,
        site: Site,
        theme: Theme,
        tag: str,
        originals: _Originals,
        texts: TranslatedTexts | None = None,
    ) -> None:
        self.site = site
        self.theme = theme
        self.tag = tag
        self.language = language_for(tag, theme, site.config.site.timezone)
        #: The language of the feed's own words: English where the product does not have the feed's language; the items then state their
        #: own.
        self.spoken = page_language(self.language, tag)
        self.own = tag == site.config.site.language
        self.originals = originals
        self.texts = texts or (original(site) if self.own else translated_texts(site, tag))
        self.place = "" if self.own else f"{tag}/"
        organisation, email = site.config.organisation, mail_address(site.config.contact.email)
        self.author = Author(name=flat(organisation.name), url=organisation.url, email=email)
        self.name = site_name(site, self.language, self.texts)

    def written(self, channel: FeedChannel, form: Format, document: _Document[_Entry]) -> Artifact:
        """Return a file of a feed."""
        head = self.head(channel, document)
        newest_first = [entry.written[LISTED if document.current else form] for entry in reversed(document.entries)]
        return Artifact(f"docs/{document.address}", WRITTEN_BY[form].document(head, newest_first))

    def head(self, channel: FeedChannel, document: _Document[_Entry]) -> Head:
        """Return what stands before the items of a file."""
        base = self.site.config.site.url
        incident = self.texts.of(channel.incident.folder.incident.title) if channel.incident else ""
        readers = channel.incident.audience if channel.incident else None
        return Head(
            id=tag_of(self.site.config.site.identity, f"{channel.permanent}feed"),
            title=channel.title(self.site, self.name, self.language, incident, self.texts.of(readers.title) if readers else ""),
            promise=channel.promise(self.site, self.language, incident),
            language=self.spoken,
            author=self.author,
            page=base + channel.page,
            self=base + document.address,
            updated=max((entry.changed for entry in document.entries), default=_NEVER),
            hub="" if document.current else self.site.config.subscribe.websub_hub,
            current=document.current and base + document.current,
            older=document.older and base + document.older,
            complete=document.complete,
        )

    def entry(self, incident: PublicIncident, at: _Position) -> _Entry:
        """Return an item, serialised in each format."""
        if isinstance(at.about, OwnChange):
            return self.own_entry(at)
        if isinstance(at.about, _Noted):
            item = self._change(incident, at.about)
        elif isinstance(at.about, Review):
            item = self._review(incident, at.about)
        else:
            if not isinstance(at.about, Transition) or isinstance(at.service, _Named):
                raise TypeError(at)
            item = self._update(incident, at.about)
            if at.service is not None:
                item = self._service(incident, at.about, at.service, item)
        return _Entry(at.order, at.place, at.came, at.about, at.service, item.updated, self._serialised(item))

    def _serialised(self, item: Item) -> Mapping[Format, str]:
        return _Serialised(item)

    def own_entry(self, at: _Position) -> _Entry:
        """Return the item of a change of the site's own words, serialised in each format."""
        if not isinstance(at.about, OwnChange):
            raise TypeError(at.about)
        item = self._own_change(at.about)
        return _Entry(at.order, at.place, at.came, at.about, at.service, item.updated, self._serialised(item))

    def _service(self, incident: PublicIncident, transition: Transition, event: Event, update: Item) -> Item:
        """What an update changes of a system, beside the item of the whole update."""
        system = event.subject.partition(".")[2]
        number = transition.document.number
        view = IncidentView(self.site, incident, transition, self.language)
        here = self.own or (incident.slug, number) in self.texts.updates
        key = (f"{incident.slug}/{system}", number)
        if self.own:
            content = self.originals[key] = feed_service(view, event, self.theme, self.texts)
        elif here:
            content = feed_service(view, event, self.theme, self.texts)
        else:
            content = feed_untranslated(self.site, self.originals[key], self.language)
        shown, said = self._telling(incident, transition, here=here)
        title = headlines.of_service(shown, event, said)
        return replace(
            update,
            id=service_item_id(self.site, incident, number, system, "" if self.own else self.tag),
            link=f"{update.link}#h-works",
            title=title,
            summary=flat(words.service_news(shown.language, event, said(system))),
            content=content,
        )

    def _update(self, incident: PublicIncident, transition: Transition) -> Item:
        update = transition.document.update
        view = IncidentView(self.site, incident, transition, self.language)
        number = transition.document.number
        here = self.own or (incident.slug, number) in self.texts.updates
        amended = update.amended
        if not self.own and here:
            ours = incident.folder.translated(number, self.tag)
            amended = (ours and ours.update.amended) or amended
        return Item(
            id=item_id(self.site, incident, number, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}{_page_of(incident, number)}",
            title=headlines.of_update(*self._telling(incident, transition, here=here)),
            summary=flat(self._translated(view.brief) if here else view.brief),
            content=self._statement(view, here=here),
            published=update.published.astimezone(UTC),
            updated=self._updated(update.published, amended, self._redactions(incident, transition.document, here=here)),
            tags=(view.status_word, *(flat(system) for system in incident.folder.incident.systems)),
            language=self._language(here=here),
        )

    def _review(self, incident: PublicIncident, review: Review) -> Item:
        here = self.own or incident.slug in self.texts.reviews
        amended = review.amended
        if not self.own and here:
            ours = incident.folder.translated_review(self.tag)
            amended = (ours and ours.review and ours.review.amended) or amended
        language, said = self._speaker(here=here)
        return Item(
            id=item_id(self.site, incident, 0, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}incidents/{incident.slug}/review/",
            title=headlines.of_review(language, self.site, incident, review.title, said),
            summary=flat(self._translated(review.cause) if here else review.cause),
            content=self._review_statement(incident, review, here=here),
            published=review.published.astimezone(UTC),
            updated=self._updated(review.published, amended, self._redactions(incident, incident.folder.review, here=here)),
            tags=(self.language.gettext("Review"), *(flat(system) for system in incident.folder.incident.systems)),
            language=self._language(here=here),
        )

    def _change(self, incident: PublicIncident, noted: _Noted) -> Item:
        """What incident.md says of a change of its own."""
        here = self.own or bool(noted.language) or bool(self.texts.of(noted.note.because))
        language, said = self._speaker(here=here)
        when = dates.start(noted.note.on, self.site.config.site.timezone).astimezone(UTC)
        return Item(
            id=change_item_id(self.site, incident, noted.key, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}{incident.address}",
            title=headlines.of_change(language, self.site, incident, noted.note.because, said),
            summary=flat(self._translated(noted.note.because)),
            content=feed_change(self.site, incident, noted.key, noted.note, self.theme, self.language, self.texts),
            published=when,
            updated=when,
            tags=(self.language.gettext("Changed"), *(flat(system) for system in incident.folder.incident.systems)),
            language=self._language(here=here),
        )

    def _own_change(self, change: OwnChange) -> Item:
        """What a free page, or the settings, say of a change of their own."""
        note, page = change.note, change.page
        if page is not None:
            # A translation says it in its own words.
            told = notes_in(self.site, page, self.tag)
            note = next((one for one in told if one.on == note.on), note)
        title = page and self._translated(page.title)
        here = self.own or bool(change.language) or note is not change.note or bool(self.texts.of(note.because))
        when = dates.start(change.note.on, self.site.config.site.timezone).astimezone(UTC)
        address = f"{page.slug}/" if page else "verify/#h-ask"
        return Item(
            id=own_change_item_id(self.site, change.key, "" if self.own else self.tag),
            link=f"{self.site.config.site.url}{self.place}{address}",
            title=headlines.of_own_change(self.language, self.site, str(title or ""), self._translated),
            summary=flat(self._translated(note.because)),
            content=feed_own_change(self.site, address, note, self.theme, self.language, self.texts),
            published=when,
            updated=when,
            tags=(self.language.gettext("Changed"),),
            language=self._language(here=here) if title else "",
        )

    def _statement(self, view: IncidentView, *, here: bool) -> Html:
        key = (view.incident.place, view.number)
        if self.own:
            self.originals[key] = feed_statement(view, self.theme, self.texts)
            return self.originals[key]
        return (
            feed_statement(view, self.theme, self.texts)
            if here
            else feed_untranslated(self.site, self.originals[key], self.language)
        )

    def _review_statement(self, incident: PublicIncident, review: Review, *, here: bool) -> Html:
        key = (incident.place, 0)
        if self.own:
            self.originals[key] = feed_review(self.site, incident, review, self.theme, self.language, self.texts)
            return self.originals[key]
        if here:
            return feed_review(self.site, incident, review, self.theme, self.language, self.texts)
        return feed_untranslated(self.site, self.originals[key], self.language)

    def _language(self, *, here: bool) -> str:
        """Return the language of an item's title, if it differs from the feed's."""
        written = self.tag if here else self.site.config.site.language
        return "" if here and same_language(written, self.spoken) else written

    def _speaker(self, *, here: bool) -> tuple[Language, headlines.Said]:
        """Return in which language a title is, and what gives authors' texts in it: one title is in one language."""
        return (self.language, self._translated) if here else (site_language(self.site, self.theme), str)

    def _telling(self, incident: PublicIncident, transition: Transition, *, here: bool) -> tuple[IncidentView, headlines.Said]:
        language, said = self._speaker(here=here)
        return IncidentView(self.site, incident, transition, language), said

    def _translated(self, text: str) -> str:
        return self.texts.of(text) or text

    def _redactions(
        self, incident: PublicIncident, document: UpdateDocument | ReviewDocument | None, *, here: bool
    ) -> tuple[Redaction, ...]:
        """Return what was taken out of an item's text, and of its translation where that is what readers see."""
        if document is None:
            return ()
        ours: UpdateDocument | ReviewDocument | None = None
        if not self.own and here:
            folder = incident.folder
            if isinstance(document, UpdateDocument):
                ours = folder.translated(document.number, self.tag)
            else:
                ours = folder.translated_review(self.tag)
        return (*document.redactions, *(ours.redactions if ours else ()))

    def _updated(self, published: datetime, amended: Amendment | None, redactions: tuple[Redaction, ...]) -> datetime:
        zone = self.site.config.site.timezone
        times = [published.astimezone(UTC), *(redaction.when for redaction in redactions)]
        return max([*times, dates.start(amended.when, zone)] if amended else times)


def _page_of(incident: PublicIncident, number: int) -> str:
    """Return the page of an update; for an audience, its place on theirs."""
    return f"{incident.address}#update-{number}" if incident.audience else f"{incident.address}{number}/"


def adrift(site: Site) -> int:
    """Return how many items have no settled place, if archives must hold some of them; otherwise 0."""
    settled = {(one.slug, one.number) for one in site.order}
    items = [(incident.slug, number) for incident in site.incidents for number in incident.facts.numbers]
    loose = sum(item not in settled for item in items)
    return loose if loose > MOST else 0


def _pages(entries: Sequence[_Position]) -> tuple[int, int]:
    """Return the number of archives, and the index of the feed's first item.

    There are as many archives as needed for the items outside the feed, each of them full. Neither number decreases when items are added,
    because settled items keep their places.
    """
    settled = [entry.came for entry in entries if entry.came is not None]
    newest = max(settled, default=None)
    fresh = next((index for index, came in enumerate(settled) if newest is not None and came > newest - FRESH), len(settled))
    start = max(0, min(len(entries) - LATEST, fresh))
    full = len(settled)
    if len(entries) - start > MOST:
        start = len(entries) - MOST
        full = max(full, start + LATEST - 1)
    archives = min(-(-start // LATEST), full // LATEST)
    return archives, min(start, archives * LATEST)
