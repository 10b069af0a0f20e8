"""/api/v2/: the public API of Statuspage, so that its clients work with this site. docs/api.md describes the fields.

Names and types are those of Statuspage, without additions, because some clients reject unknown fields: what is known, unknown and planned is
in each update's body.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeAlias

from generator.ledger.records import ServiceEntry, Transition
from generator.ledger.statuses import is_false_alarm
from generator.model.artifact import Artifact, Theme
from generator.model.identity import address_of
from generator.model.incident import Impact
from generator.model.update import ServiceState, Status
from generator.render.dates import exact
from generator.render.kept_parts import Alone
from generator.render.language import Language
from generator.render.markup import flat
from generator.render.pages import feed_review, feed_statement, parts_in, site_language
from generator.render.plain_text import plain_text
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts, original
from generator.render.views import IncidentView, open_incidents

#: The number of incidents in incidents.json, as at Statuspage; open ones are always included.
LATEST = 50

Thing: TypeAlias = dict[str, Any]

_STATUS = {
    Status.INVESTIGATING: "investigating",
    Status.CONFIRMED: "identified",
    Status.CONTAINED: "identified",
    Status.MONITORING: "monitoring",
    Status.RESOLVED: "resolved",
    Status.REOPENED: "investigating",
}
_POSTMORTEM = "postmortem"

#: From mildest to worst.
_IMPACTS = ("none", "minor", "major", "critical")
_OPERATIONAL = "operational"
_COMPONENT = {"none": _OPERATIONAL, "minor": "degraded_performance", "major": "partial_outage", "critical": "major_outage"}

#: From best to worst; what is gone for good is nothing that anybody waits for.
_FROM_BEST = ("", *_COMPONENT.values())
#: A system of which an incident says whether it works. One that is gone for good is no component.
_WORKS = {
    ServiceState.WORKING: _OPERATIONAL,
    ServiceState.LIMITED: "partial_outage",
    ServiceState.UNKNOWN: "partial_outage",
    ServiceState.DOWN: "major_outage",
}


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield every file of the API."""
    return _Api(site, theme).files()


def digest_id(of: str) -> str:
    """Return an id in the form of Statuspage's own: twelve lower-case letters and digits."""
    return sha256(of.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def impact_of(incident: PublicIncident) -> str:
    """Return the severity of an incident.

    An incident without a stated impact counts as minor, because saying nothing does not mean that there is no impact. A false alarm had
    none.
    """
    said = incident.folder.incident.impact
    if is_false_alarm(incident.ledger.transitions):
        return Impact.NONE.value
    return (said or Impact.MINOR).value


@dataclass(frozen=True)
class _Api:
    site: Site
    theme: Theme
    #: What components of an incident alone are called; None: ask the site.
    given: Mapping[str, Thing] | None = None

    def files(self) -> Iterator[Artifact]:
        still_open = {view.incident.slug for view in self.open_now}
        # Of what is closed, only the newest are in the API.
        parts = parts_in(self.site, self.theme, self.language, self.texts)
        incidents = {
            incident.slug: parts.part("status", incident, self._alone, list(self._systems_of(incident)))[1]
            | {"components": [self.components[system] for system in self._systems_of(incident)]}
            for index, incident in enumerate(self.site.incidents)
            if index < LATEST or incident.slug in still_open
        }
        unresolved = [incidents[view.incident.slug] for view in self.open_now]
        latest = list(incidents.values())
        components = list(self.components.values())
        status = self._status()
        yield self._file("status", status=status)
        yield self._file("summary", status=status, components=components, incidents=unresolved, scheduled_maintenances=[])
        yield self._file("components", components=components)
        yield self._file("incidents", incidents=latest)
        yield self._file("incidents/unresolved", incidents=unresolved)
        # The product announces no maintenance, but clients request these files.
        for name in ("scheduled-maintenances", "scheduled-maintenances/active", "scheduled-maintenances/upcoming"):
            yield self._file(name, scheduled_maintenances=[])

    def _systems_of(self, incident: PublicIncident) -> Iterator[str]:
        """Yield the systems of an incident that are components."""
        return (system for system in _systems(incident) if system in self.components)

    def _alone(self, alone: Alone) -> tuple[tuple[()], Thing]:
        """Return an incident in the API but for its components, beside no file."""
        api = self
        if alone.site is not self.site:
            given = {system: _named(system) for system in self._systems_of(alone.incident)}
            api = replace(self, site=alone.site, given=given)
        return (), api.incident(alone.incident)

    def _file(self, name: str, **parts: Any) -> Artifact:
        text = json.dumps({"page": self.page, **parts}, ensure_ascii=False, separators=(",", ":"))
        return Artifact(f"docs/api/v2/{name}.json", text.encode())

    @cached_property
    def language(self) -> Language:
        return site_language(self.site, self.theme)

    @cached_property
    def texts(self) -> TranslatedTexts:
        return original(self.site)

    @cached_property
    def open_now(self) -> tuple[IncidentView, ...]:
        return open_incidents(self.site, self.language)

    @property
    def page_id(self) -> str:
        return digest_id(address_of(self.site.config.site.identity))

    @cached_property
    def page(self) -> Thing:
        config = self.site.config
        return {
            "id": self.page_id,
            "name": flat(config.organisation.name),
            # Clients append a slash and a path.
            "url": config.site.url.rstrip("/"),
            "time_zone": config.site.timezone.key,
            "updated_at": exact(self.site.changed),
        }

    def _status(self) -> Thing:
        worst = max((impact_of(view.incident) for view in self.open_now), key=_IMPACTS.index, default=_IMPACTS[0])
        if self.open_now:
            description = self.language.ngettext(
                "%(number)s open security incident at %(organisation)s: %(titles)s",
                "%(number)s open security incidents at %(organisation)s: %(titles)s",
                len(self.open_now),
                organisation=self.site.config.organisation.name,
                titles="; ".join(view.incident.folder.incident.title for view in self.open_now),
            )
        elif self.site.incidents:
            description = self.language.gettext("No incident is open")
        else:
            description = self.language.gettext("Nothing has been published here yet")
        return {"indicator": worst, "description": flat(description)}

    @cached_property
    def components(self) -> Mapping[str, Thing]:
        """Return a component for each system in the configuration or in an incident, by name."""
        if self.given is not None:
            return self.given
        named = [system for incident in self.site.incidents[::-1] for system in _systems(incident)]
        began = min((_first_time(incident) for incident in self.site.incidents), default=self.site.changed)
        state = {system: self._component(system) for system in dict.fromkeys((*self.site.config.systems, *named))}
        updated = dict.fromkeys(state, began)
        for incident in self.site.incidents:
            for system in _systems(incident):
                updated[system] = max(updated[system], _last_time(incident))
        return {
            system: _named(system)
            | {
                "status": state[system],
                "created_at": exact(began),
                "updated_at": exact(updated[system]),
                "position": position,
                "description": None,
                "showcase": False,
                "start_date": None,
                "group_id": None,
                "page_id": self.page_id,
                "group": False,
                "only_show_if_degraded": False,
            }
            for position, system in enumerate((one for one in state if state[one]), 1)
        }

    def _component(self, system: str) -> str:
        """Return the worst that open incidents say of a system, else the last word of any; empty when it is gone for good."""
        said: list[str] = []
        for view in self.open_now:
            works = view.state.services.get(system)
            if works is not None:
                said.append(_WORKS.get(works.service.state, ""))
            elif system in view.incident.folder.incident.systems:
                said.append(_COMPONENT[impact_of(view.incident)])
        if said:
            return max(said, key=_FROM_BEST.index)
        last = last_said(self.site.incidents, system)
        return _OPERATIONAL if last is None else _WORKS.get(last.service.state, "")

    def incident(self, public_incident: PublicIncident) -> Thing:
        """Return an incident but for its components."""
        transitions = public_incident.ledger.transitions
        incident = public_incident.folder.incident
        review = public_incident.folder.review.review if public_incident.folder.review else None
        is_open = transitions[-1].document.update.is_open
        updates = [
            (transition.document.update.published, self._update(public_incident, transition)) for transition in transitions
        ]
        if review is not None:
            updates.append((review.published, self._review(public_incident)))
        updates.sort(key=lambda pair: pair[0], reverse=True)
        return {
            "id": public_incident.identity,
            "name": flat(incident.title),
            "status": _POSTMORTEM if review is not None and not is_open else _STATUS[transitions[-1].document.update.status],
            "created_at": exact(_first_time(public_incident)),
            "updated_at": exact(_last_time(public_incident)),
            "monitoring_at": _since(transitions, Status.MONITORING),
            "resolved_at": None if is_open else _since(transitions, Status.RESOLVED),
            "impact": impact_of(public_incident),
            "shortlink": f"{self.site.config.site.url}incidents/{public_incident.slug}/",
            "started_at": exact(incident.aware),
            "page_id": self.page_id,
            "incident_updates": [update for _, update in updates],
            "components": [],
            "reminder_intervals": None,
        }

    def _update(self, incident: PublicIncident, transition: Transition) -> Thing:
        update = transition.document.update
        statement = plain_text(
            feed_statement(IncidentView(self.site, incident, transition, self.language), self.theme, self.texts)
        )
        return self._entry(
            incident,
            name=str(transition.document.number),
            status=_STATUS[update.status],
            when=update.published,
            # Statuspage updates have no title, so it goes into the body.
            body=f"{flat(update.title)}\n\n{statement}",
            was=transition.before.status,
            became=update.status,
            before=transition.before.services,
            after=transition.after.services,
        )

    def _review(self, incident: PublicIncident) -> Thing:
        review = incident.folder.review.review if incident.folder.review else None
        if review is None:
            raise LookupError(incident.slug)
        # As it stood when the review came out: it may have been reopened since.
        before = [one for one in incident.ledger.transitions if one.document.update.published <= review.published]
        status = (before or incident.ledger.transitions)[-1].document.update.status
        body = plain_text(feed_review(self.site, incident, review, self.theme, self.language, self.texts))
        return self._entry(
            incident,
            name="review",
            status=_POSTMORTEM,
            when=review.published,
            body=f"{flat(review.title)}\n\n{body}",
            was=status,
            became=status,
            before=(before or incident.ledger.transitions)[-1].after.services,
            after=(before or incident.ledger.transitions)[-1].after.services,
        )

    def _entry(
        self,
        incident: PublicIncident,
        *,
        name: str,
        status: str,
        when: datetime,
        body: str,
        was: Status | None,
        became: Status,
        before: Mapping[str, ServiceEntry],
        after: Mapping[str, ServiceEntry],
    ) -> Thing:
        at = exact(when)
        reached = _COMPONENT[impact_of(incident)]
        old, new = (_OPERATIONAL if one in {None, Status.RESOLVED} else reached for one in (was, became))
        by_impact = incident.folder.incident.systems
        affected = [
            {
                "code": self.components[system]["id"],
                "name": self.components[system]["name"],
                "old_status": _works(before.get(system), old if system in by_impact else _OPERATIONAL),
                "new_status": _works(after.get(system), new if system in by_impact else _OPERATIONAL),
            }
            for system in dict.fromkeys((*by_impact, *after))
            if system in self.components
        ]
        return {
            "id": f"{incident.identity}-{name}",
            "status": status,
            "body": body,
            "incident_id": incident.identity,
            "created_at": at,
            "updated_at": at,
            "display_at": at,
            "affected_components": affected or None,
            "deliver_notifications": False,
            "custom_tweet": None,
            "tweet_id": None,
        }


def _named(system: str) -> Thing:
    """Return what a component is called."""
    return {"id": digest_id(system), "name": flat(system)}


def _systems(incident: PublicIncident) -> tuple[str, ...]:
    """The systems that an incident concerns: those of incident.md, then those of which its updates say whether they work."""
    return tuple(dict.fromkeys((*incident.facts.systems, *incident.facts.services)))


def last_said(incidents: Iterable[PublicIncident], system: str) -> ServiceEntry | None:
    """Return what was last said of a system, of two at the same time that of the first incident; None: nothing was.

    Nothing is said in an incident after its newest update, so no more of them are asked for their ledgers than may have the last word.
    """
    those = [(max(one.published for one in each.facts.updates), each) for each in incidents if system in each.facts.services]
    places = {each.slug: place for place, (_, each) in enumerate(those)}
    found: tuple[datetime, int, ServiceEntry] | None = None
    for newest, each in sorted(those, key=lambda one: one[0], reverse=True):
        if found is not None and newest < found[0]:
            break
        entry = each.ledger.state.services[system]
        when, place = max(entry.said.values()), -places[each.slug]
        if found is None or (when, place) > found[:2]:
            found = when, place, entry
    return found[2] if found else None


def _works(entry: ServiceEntry | None, otherwise: str) -> str:
    return otherwise if entry is None else _WORKS.get(entry.service.state, _OPERATIONAL)


def _publication_times(incident: PublicIncident) -> list[datetime]:
    review = incident.facts.review
    times = [one.published for one in incident.facts.updates]
    return [*times, review.published] if review else times


def _first_time(incident: PublicIncident) -> datetime:
    return min(_publication_times(incident))


def _last_time(incident: PublicIncident) -> datetime:
    return max(_publication_times(incident))


def _since(transitions: tuple[Transition, ...], status: Status) -> str | None:
    """Return since when an incident has a status, or when it last had it; None when not since it was last reopened."""
    began: datetime | None = None
    before: Status | None = None
    for transition in transitions:
        update = transition.document.update
        if update.status is Status.REOPENED:
            began = None
        elif update.status is status and before is not status:
            began = update.published
        before = update.status
    return exact(began) if began else None
