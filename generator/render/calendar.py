"""iCalendar (RFC 5545): events for promised announcements. Only this module uses the calendar library.

There is an event for each promised update and review, which is what subscribers wait for; promised steps and answers are reported in
updates. After its time, an event stays and states whether the promise was kept. Its id derives from the incident and the update that made
the promise. Nothing depends on the time of the build, except that a promise past its time counts as overdue.

An incident's calendar is complete. The site's, which programs ask for every hour, does not grow with the years: it has what is to come, what is late,
and what was settled in the 90 days before the site's latest news.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from icalendar import (  # noqa: TID251  # this module is its home
    Calendar,
    Event,
    Timezone,
    TimezoneStandard,
    vCategory,
    vDatetime,
    vDDDTypes,
    vDuration,
    vInt,
    vText,
    vUri,
)

from generator.ledger.records import Promise, PromiseKind, PromiseState
from generator.model.artifact import Artifact, Theme
from generator.render import dates, event_titles, words
from generator.render.in_short import EVERYONE
from generator.render.kept_parts import Alone, KeptParts, OfIncident, Part
from generator.render.language import Language, Value, language_for
from generator.render.markup import clean, flat
from generator.render.pages import other_languages, parts_in, site_language, site_name
from generator.render.permanent_ids import promise_id, remedy_id
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts, original, translated_texts

_END = b"END:VCALENDAR\r\n"
_PRODUCT, _VERSION, _SCALE = vText("-//aboveboard//aboveboard//EN"), vText("2.0"), vText("GREGORIAN")
#: How often calendar programs should refresh: a hint that many ignore.
_REFRESH = vDuration(timedelta(hours=1), params={"VALUE": "DURATION"})
_REFRESH_AS_EXTENSION = vText("PT1H")
#: How long the site's calendar keeps what is over, counted back from the latest update or review: time alone changes nothing.
_KEPT = timedelta(days=90)
#: Where events stand among the files of their incident's calendar.
_EVENTS = "events/"


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield the site's calendar and one for each incident, in each of its languages; an event is the same in all of them."""
    for maker in _makers(site, theme):
        yield from _in_language(maker, theme)


def of_incidents(site: Site, theme: Theme) -> Iterator[OfIncident]:
    """Yield what makes the parts of an incident, in each language."""
    for maker in _makers(site, theme):
        yield partial(_of_incident, maker, parts_in(site, theme, maker.language, maker.texts))


def _makers(site: Site, theme: Theme) -> Iterator["_Maker"]:
    yield _Maker(site, site_language(site, theme), original(site), "")
    for tag in other_languages(site):
        language = language_for(tag, theme, site.config.site.timezone)
        yield _Maker(site, language, translated_texts(site, tag), f"{tag}/")


def _of_incident(maker: "_Maker", parts: KeptParts, incident: PublicIncident) -> Part:
    return parts.part("calendar", incident, partial(_alone, maker.language, maker.place))


def _latest(site: Site) -> datetime:
    """Return when the site last had news, which is when its latest update or review was published."""
    return max((incident.changed for incident in site.incidents), default=datetime.max.replace(tzinfo=UTC))


def _in_language(made: "_Maker", theme: Theme) -> Iterator[Artifact]:
    site, top = made.site, made.place
    parts = parts_in(site, theme, made.language, made.texts)
    since = _latest(site) - _KEPT
    every: list[_Entry] = []
    for incident in site.incidents:
        (calendar, *events), entries = _of_incident(made, parts, incident)
        yield calendar
        for (when, uid, over), event in zip(entries, events, strict=True):
            ended = datetime.fromisoformat(over) if over else None
            # Most are over for long: they are not read.
            if ended is None or ended >= since:
                every.append(_Entry(datetime.fromisoformat(when), uid, event.data, ended))
    yield made.calendar(f"{top}calendar.ics", site_name(site, made.language, made.texts), top, every)


def _alone(language: Language, place: str, alone: Alone) -> tuple[tuple[Artifact, ...], Any]:
    """Return an incident's calendar, and its events as files that are published nowhere; and the time, the id and the end of each."""
    incident, made = alone.incident, _Maker(alone.site, language, alone.texts, place)
    entries = made.events(incident)
    address = f"{place}incidents/{incident.slug}/"
    name = f"{made.said(incident.folder.incident.title)} ({made.said(alone.site.config.organisation.name)})"
    events = (Artifact(f"{_EVENTS}{number}.ics", one.data) for number, one in enumerate(entries))
    files = made.calendar(f"{address}calendar.ics", name, address, entries), *events
    return files, [(one.when.isoformat(), one.uid, one.over.isoformat() if one.over else None) for one in entries]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A serialised event and its time; each event is part of its incident's calendar, and at first of the site's.

    Attributes:
        when: its time.
        uid: its id.
        data: itself.
        over: when it was settled and its time had passed; None: it is to come, or late.
    """

    when: datetime
    uid: str
    data: bytes
    over: datetime | None


@dataclass(frozen=True, slots=True)
class _Maker:
    site: Site
    language: Language
    texts: TranslatedTexts
    #: The folder of pages in this language, relative to the site's address.
    place: str

    def said(self, text: str) -> str:
        """Return an author's sentence as plain text, translated if there is a translation."""
        return self.texts.of(text) or text

    def calendar(self, path: str, name: str, page: str, entries: list[_Entry]) -> Artifact:
        base = self.site.config.site.url
        says = self.language.gettext(
            "%(organisation)s: when to expect news", organisation=self.said(self.site.config.organisation.name)
        )
        # Each property in its own type, as in events.
        calendar = Calendar()
        calendar["prodid"] = _PRODUCT
        calendar["version"] = _VERSION
        calendar["calscale"] = _SCALE
        calendar["name"] = calendar["x-wr-calname"] = vText(flat(name))
        calendar["description"] = calendar["x-wr-caldesc"] = vText(flat(says))
        calendar["url"] = vUri(base + page)
        calendar["source"] = vUri(base + path, params={"VALUE": "URI"})
        calendar["refresh-interval"] = _REFRESH
        calendar["x-published-ttl"] = _REFRESH_AS_EXTENSION
        if not entries:
            # A calendar must have a component, and nothing is promised.
            calendar.add_component(_utc())
        events = b"".join(entry.data for entry in sorted(entries, key=lambda entry: (entry.when, entry.uid)))
        return Artifact(f"docs/{path}", calendar.to_ical().removesuffix(_END) + events + _END)

    def events(self, incident: PublicIncident) -> list[_Entry]:
        """Return an incident's events."""
        found = [self._event(incident, (promise,)) for promise in incident.promises if promise.kind is PromiseKind.UPDATE]
        # A review remains the same promise when its date moves.
        review = sorted(
            (one for one in incident.promises if one.kind is PromiseKind.REVIEW), key=lambda one: (one.made, one.made_in)
        )
        found += [self._event(incident, tuple(review))] if review else []
        notices: dict[str, list[Promise]] = {}
        for one in sorted(incident.promises, key=lambda one: (one.made, one.made_in)):
            if one.kind is PromiseKind.NOTICE:
                notices.setdefault(one.subject, []).append(one)
        found += [self._event(incident, tuple(made)) for made in notices.values()]
        return [*found, *self._last_days(incident)]

    def _last_days(self, incident: PublicIncident) -> Iterator[_Entry]:
        """Yield the last day on which readers can ask for each thing that they are offered."""
        state = incident.ledger.state
        for entry in state.standing_remedies:
            last = entry.remedy.enrol_by
            if last is None:
                continue
            uid = remedy_id(self.site, incident, entry.name)
            said = self.language.gettext(
                "%(organisation)s: last day to ask for this: %(what)s",
                organisation=flat(self.said(self.site.config.organisation.name)),
                what=flat(self.said(entry.remedy.what)),
            )
            lines = (entry.remedy.how, incident.folder.incident.title, self._address(incident))
            data = _serialised(
                uid=uid,
                created=entry.stated,
                changed=entry.changed,
                start=last,
                revision=len(entry.history) - 1 if entry.history else 0,
                summary=said,
                lines=[flat(self.said(part)) for part in lines if part],
                address=self._address(incident),
                categories=[self.language.gettext("What you are entitled to")],
            )
            day = dates.start(last, self.site.config.site.timezone)
            yield _Entry(day, uid, data, over=day + timedelta(days=1))

    def _event(self, incident: PublicIncident, promises: tuple[Promise, ...]) -> _Entry:
        """Return one event.

        Args:
            incident: the incident.
            promises: the promise as first made, and again for each time that its date moved.
        """
        first, last = promises[0], promises[-1]
        uid = promise_id(self.site, incident, first)
        summary = event_titles.title(
            self.language,
            promises,
            flat(self.said(self.site.config.organisation.name)),
            flat(self.said(incident.folder.incident.title)),
            self._group(first) if first.kind is PromiseKind.NOTICE else "",
            lost=first.kind is PromiseKind.NOTICE and _lost_some(incident, first.subject),
        )
        is_review = first.kind is PromiseKind.REVIEW
        is_notice = first.kind is PromiseKind.NOTICE
        kind = (
            self.language.gettext("Review")
            if is_review
            else self.language.gettext("Direct contact")
            if is_notice
            else self.language.gettext("Promised update")
        )
        data = _serialised(
            uid=uid,
            created=first.made,
            changed=self._changed(last),
            start=last.due,
            revision=len(promises) - 1,
            summary=summary,
            lines=self._description_lines(incident, promises),
            address=self._address(incident),
            categories=[kind, *(flat(self.said(system)) for system in incident.folder.incident.systems)],
        )
        over = None if last.settled is None else max(last.settled, last.due_at)
        return _Entry(dates.start(last.due, self.site.config.site.timezone), uid, data, over)

    def _how(self, promise: Promise) -> str:
        """How those are told whom a promise names, and who they are: `children: by letter`."""
        how = flat(self.said(promise.text))
        whom = self._group(promise)
        return self.language.gettext("%(name)s: %(value)s", name=whom, value=how) if whom else how

    def _group(self, promise: Promise) -> str:
        """Whom a promise to tell people names, for the inside of a sentence; empty: everyone."""
        return flat(words.in_sentence(*self.texts.called(promise.subject))) if promise.subject != EVERYONE else ""

    def _address(self, incident: PublicIncident) -> str:
        return f"{self.site.config.site.url}{self.place}incidents/{incident.slug}/"

    def _changed(self, promise: Promise) -> datetime:
        if promise.settled is not None:
            return promise.settled
        overdue = promise.state is PromiseState.MISSED
        return promise.due_at + promise.grace if overdue else promise.made

    def _description_lines(self, incident: PublicIncident, promises: tuple[Promise, ...]) -> Iterator[str]:
        """Yield lines that say what was promised and what came of it."""
        first, last = promises[0], promises[-1]
        # The first line names the zone and the year of all of them.
        language = self.language.in_year(dates.year(self.language, first.made))
        said: dict[str, Value] = {
            "number": first.made_in,
            "when": language.stamp(first.made),
            "due": dates.due_words(language, first.due),
        }
        if first.kind is PromiseKind.REVIEW:
            yield self.language.gettext("Promised in update %(number)s, published %(when)s: our review by %(due)s.", **said)
        elif first.kind is PromiseKind.NOTICE:
            yield self.language.gettext(
                "Promised in update %(number)s, published %(when)s: to contact the people affected no later than %(due)s (%(how)s).",
                **said,
                how=self._how(first),
            )
        else:
            yield self.language.gettext(
                "Promised in update %(number)s, published %(when)s: the next update by %(due)s, even if nothing has changed.",
                **said,
            )
        for before, after in pairwise(promises):
            yield self._moved(language, before, after)
        yield self._outcome(language, last)
        if last.because and last.settled is not None:
            yield self.language.gettext("Why: %(why)s", why=flat(self.said(last.because)))
        yield flat(self.said(incident.folder.incident.title))
        yield self._address(incident)

    def _moved(self, language: Language, before: Promise, after: Promise) -> str:
        values: dict[str, Value] = {
            "number": after.made_in,
            "when": dates.words(language, after.made),
            "due": dates.due_words(language, after.due),
        }
        said = (
            self.language.gettext("Moved in update %(number)s, published %(when)s, to a new date: %(due)s.", **values)
            if before.state is PromiseState.MOVED
            else self.language.gettext("Missed, then delayed in update %(number)s, published %(when)s, to %(due)s.", **values)
        )
        return f"{said} {flat(self.said(before.because))}" if before.because else said

    def _outcome(self, language: Language, promise: Promise) -> str:
        if promise.settled is None:
            if promise.state is not PromiseState.MISSED:
                return self.language.gettext("Not due yet.")
            if promise.kind is PromiseKind.REVIEW:
                return self.language.gettext("Our review is late.")
            return self.language.gettext("That time has passed, and we are late.")
        when = dates.words(language, promise.settled)
        kept = promise.state is PromiseState.KEPT
        if promise.settled_in is None:
            if kept:
                return self.language.gettext("Kept: the review was published on %(when)s.", when=when)
            return self.language.gettext("Late: the review was published on %(when)s.", when=when)
        if kept:
            return self.language.gettext("Kept: see update %(number)s, published %(when)s.", number=promise.settled_in, when=when)
        return self.language.gettext("Late: see update %(number)s, published %(when)s.", number=promise.settled_in, when=when)


# Calendars hide cancelled events, but a broken promise must stay visible.
_STATUS = vText("CONFIRMED")
# The event does not make anybody busy.
_TRANSPARENT = vText("TRANSPARENT")


def _serialised(
    *,
    uid: str,
    created: datetime,
    changed: datetime,
    start: date,
    revision: int,
    summary: str,
    lines: Iterable[str],
    address: str,
    categories: list[str],
) -> bytes:
    """Return an event. Each property is given in its own type, so that the library need not find that out for a dozen properties of each event."""
    event = Event()
    event["uid"] = vText(uid)
    # Without METHOD, DTSTAMP is the time of the event's last revision.
    event["dtstamp"] = event["last-modified"] = vDatetime(changed.astimezone(UTC))
    event["created"] = vDatetime(created.astimezone(UTC))
    # Of a day, the property says that it is one.
    event["dtstart"] = vDatetime(start.astimezone(UTC)) if isinstance(start, datetime) else vDDDTypes(start)
    event["sequence"] = vInt(revision)
    event["summary"] = vText(flat(summary))
    event["description"] = vText(clean("\n".join(lines)))
    event["url"] = vUri(address)
    event["status"] = _STATUS
    event["transp"] = _TRANSPARENT
    event["categories"] = vCategory(categories)
    data: bytes = event.to_ical()
    return data


def _lost_some(incident: PublicIncident, group: str) -> bool:
    """Whether some of a group could not be reached."""
    told = next((entry.notice for entry in incident.ledger.state.standing_notices if entry.name == group), None)
    return told is not None and told.returned is not None and told.returned.high != 0


def _utc() -> Timezone:
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # a time zone begins in its own time
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    standard.add("tzname", "UTC")
    zone = Timezone()
    zone.add("tzid", "UTC")
    zone.add_component(standard)
    return zone
