"""/api/v2/: the public API of Statuspage, so that clients written for it work here. docs/api.md says which field holds what.

The names and types are theirs, and there are no others, since some clients refuse what they do not know: what is known, what is not and
what comes next stands in each update's body.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeAlias

from generator.ledger.records import Turn
from generator.ledger.statuses import is_false_alarm
from generator.model.artifact import Artifact, Theme
from generator.model.identity import address_of
from generator.model.incident import Impact
from generator.model.update import Status
from generator.render.dates import exact
from generator.render.language import Language
from generator.render.markup import flat
from generator.render.pages import feed_review, feed_statement, site_language
from generator.render.plain_text import plain_text
from generator.render.site import Case, Site
from generator.render.translated import Translated, original
from generator.render.views import Stand, open_cases

#: How many incidents incidents.json holds, as at Statuspage; open ones are always among them.
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

#: From the mildest to the worst.
_IMPACTS = ("none", "minor", "major", "critical")
_OPERATIONAL = "operational"
_COMPONENT = {"none": _OPERATIONAL, "minor": "degraded_performance", "major": "partial_outage", "critical": "major_outage"}


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Every file of the API."""
    return _Api(site, theme).files()


def digest_id(of: str) -> str:
    """An id in the form of Statuspage's own: twelve small letters and digits."""
    return sha256(of.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def impact_of(case: Case) -> str:
    """How bad an incident is.

    One whose author has not said counts as minor: that nothing was said does not mean that there is no impact. A false alarm had none.
    """
    said = case.folder.incident.impact
    if is_false_alarm(case.ledger.turns):
        return Impact.NONE.value
    return (said or Impact.MINOR).value


@dataclass(frozen=True)
class _Api:
    site: Site
    theme: Theme

    def files(self) -> Iterator[Artifact]:
        incidents = {case.slug: self._incident(case) for case in self.site.cases}
        unresolved = [incidents[stand.case.slug] for stand in self.open_now]
        latest = [
            incidents[case.slug]
            for index, case in enumerate(self.site.cases)
            if index < LATEST or incidents[case.slug] in unresolved
        ]
        components = list(self.components.values())
        status = self._status()
        yield self._file("status", status=status)
        yield self._file("summary", status=status, components=components, incidents=unresolved, scheduled_maintenances=[])
        yield self._file("components", components=components)
        yield self._file("incidents", incidents=latest)
        yield self._file("incidents/unresolved", incidents=unresolved)
        # We tell of what happened and plan nothing in public; clients ask for these all the same.
        for name in ("scheduled-maintenances", "scheduled-maintenances/active", "scheduled-maintenances/upcoming"):
            yield self._file(name, scheduled_maintenances=[])

    def _file(self, name: str, **parts: Any) -> Artifact:
        text = json.dumps({"page": self.page, **parts}, ensure_ascii=False)
        return Artifact(f"docs/api/v2/{name}.json", text.encode())

    @cached_property
    def language(self) -> Language:
        return site_language(self.site, self.theme)

    @cached_property
    def texts(self) -> Translated:
        return original(self.site)

    @cached_property
    def open_now(self) -> tuple[Stand, ...]:
        return open_cases(self.site, self.language)

    @cached_property
    def page(self) -> Thing:
        config = self.site.config
        return {
            "id": digest_id(address_of(config.site.identity)),
            "name": flat(config.organisation.name),
            # Clients put a slash and a path behind it.
            "url": config.site.url.rstrip("/"),
            "time_zone": config.site.timezone.key,
            "updated_at": exact(self.site.changed),
        }

    def _status(self) -> Thing:
        worst = max((impact_of(stand.case) for stand in self.open_now), key=_IMPACTS.index, default=_IMPACTS[0])
        if self.open_now:
            description = self.language.ngettext(
                "%(number)s open security incident at %(organisation)s: %(titles)s",
                "%(number)s open security incidents at %(organisation)s: %(titles)s",
                len(self.open_now),
                organisation=self.site.config.organisation.name,
                titles="; ".join(stand.case.folder.incident.title for stand in self.open_now),
            )
        elif self.site.cases:
            description = self.language.gettext("No incident is open")
        else:
            description = self.language.gettext("Nothing has been published here yet")
        return {"indicator": worst, "description": flat(description)}

    @cached_property
    def components(self) -> dict[str, Thing]:
        """A component for each system of the configuration, and for those that incidents name besides, by the system's name."""
        named = [system for case in self.site.cases[::-1] for system in case.folder.incident.systems]
        began = min((_first(case) for case in self.site.cases), default=self.site.changed)
        state = dict.fromkeys((*self.site.config.systems, *named), _OPERATIONAL)
        updated = dict.fromkeys(state, began)
        for case in self.site.cases:
            for system in case.folder.incident.systems:
                updated[system] = max(updated[system], _last(case))
        for stand in self.open_now:
            for system in stand.case.folder.incident.systems:
                state[system] = max(state[system], _COMPONENT[impact_of(stand.case)], key=list(_COMPONENT.values()).index)
        return {
            system: {
                "id": digest_id(system),
                "name": flat(system),
                "status": state[system],
                "created_at": exact(began),
                "updated_at": exact(updated[system]),
                "position": position,
                "description": None,
                "showcase": False,
                "start_date": None,
                "group_id": None,
                "page_id": self.page["id"],
                "group": False,
                "only_show_if_degraded": False,
            }
            for position, system in enumerate(state, 1)
        }

    def _incident(self, case: Case) -> Thing:
        turns = case.ledger.turns
        incident = case.folder.incident
        review = case.folder.review.review if case.folder.review else None
        is_open = turns[-1].document.update.is_open
        updates = [(turn.document.update.published, self._update(case, turn)) for turn in turns]
        if review is not None:
            updates.append((review.published, self._review(case)))
        updates.sort(key=lambda pair: pair[0], reverse=True)
        return {
            "id": case.slug,
            "name": flat(incident.title),
            "status": _POSTMORTEM if review is not None and not is_open else _STATUS[turns[-1].document.update.status],
            "created_at": exact(_first(case)),
            "updated_at": exact(_last(case)),
            "monitoring_at": _since(turns, Status.MONITORING),
            "resolved_at": None if is_open else _since(turns, Status.RESOLVED),
            "impact": impact_of(case),
            "shortlink": f"{self.site.config.site.url}incidents/{case.slug}/",
            "started_at": exact(incident.aware),
            "page_id": self.page["id"],
            "incident_updates": [update for _, update in updates],
            "components": [self.components[system] for system in dict.fromkeys(incident.systems)],
            "reminder_intervals": None,
        }

    def _update(self, case: Case, turn: Turn) -> Thing:
        update = turn.document.update
        statement = plain_text(feed_statement(Stand(self.site, case, turn, self.language), self.theme, self.texts))
        return self._entry(
            case,
            name=str(turn.document.number),
            status=_STATUS[update.status],
            when=update.published,
            # The title would otherwise be nowhere: an update of theirs has none.
            body=f"{flat(update.title)}\n\n{statement}",
            was=turn.before.status,
            became=update.status,
        )

    def _review(self, case: Case) -> Thing:
        review = case.folder.review.review if case.folder.review else None
        if review is None:
            raise LookupError(case.slug)
        status = case.ledger.turns[-1].document.update.status
        body = plain_text(feed_review(self.site, case, review, self.theme, self.language, self.texts))
        return self._entry(
            case,
            name="review",
            status=_POSTMORTEM,
            when=review.published,
            body=f"{flat(review.title)}\n\n{body}",
            was=status,
            became=status,
        )

    def _entry(
        self, case: Case, *, name: str, status: str, when: datetime, body: str, was: Status | None, became: Status
    ) -> Thing:
        at = exact(when)
        reached = _COMPONENT[impact_of(case)]
        old, new = (_OPERATIONAL if one in {None, Status.RESOLVED} else reached for one in (was, became))
        components = (self.components[system] for system in dict.fromkeys(case.folder.incident.systems))
        affected = [
            {"code": component["id"], "name": component["name"], "old_status": old, "new_status": new} for component in components
        ]
        return {
            "id": f"{case.slug}-{name}",
            "status": status,
            "body": body,
            "incident_id": case.slug,
            "created_at": at,
            "updated_at": at,
            "display_at": at,
            "affected_components": affected or None,
            "deliver_notifications": False,
            "custom_tweet": None,
            "tweet_id": None,
        }


def _times(case: Case) -> list[datetime]:
    review = case.folder.review.review if case.folder.review else None
    times = [turn.document.update.published for turn in case.ledger.turns]
    return [*times, review.published] if review else times


def _first(case: Case) -> datetime:
    return min(_times(case))


def _last(case: Case) -> datetime:
    return max(_times(case))


def _since(turns: tuple[Turn, ...], status: Status) -> str | None:
    """Since when an incident has a status, or when it last had it; None when never since it was last reopened."""
    began: datetime | None = None
    before: Status | None = None
    for turn in turns:
        update = turn.document.update
        if update.status is Status.REOPENED:
            began = None
        elif update.status is status and before is not status:
            began = update.published
        before = update.status
    return exact(began) if began else None
