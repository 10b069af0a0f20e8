"""The lines that supply what a notice lacks, with the days, names and numbers of the incident itself, so that each is valid where it is pasted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.deadlines.condition_words import PEOPLE
from generator.format.strict_yaml import quoted
from generator.ledger.records import State
from generator.model.config import SiteConfig
from generator.model.incident import Incident
from generator.model.notice_profile import Element, FormSource
from generator.model.update import CountForm

#: When the next update is proposed, unless the site promises it sooner, and the day by which everybody is told: times that a writer can keep and will change.
_NEXT, _TOLD_BY = timedelta(hours=24), timedelta(days=14)

#: The lines, by the key that they supply; what is in brackets is of the incident.
_LINES: Mapping[str, str] = MappingProxyType(
    {
        "impact": "`impact: major` to incident.md",
        "what_happened": "`what_happened: Someone used a stolen staff password to read support tickets.` to the next update",
        "known": "`known: {{entry: They used a stolen staff password.}}` to the next update",
        "unknown": "`unknown: {{copied: Whether they copied them.}}` to the next update",
        "nature": "`nature: intrusion` to the next update; or `nature: unknown`",
        "cause": "`nature: intrusion` to the next update; or `nature: unknown`",
        "supplier": "`nature: supplier` to the next update, if it is so",
        "aware": "`aware: {aware}` to incident.md",
        "classified": "`moments: {{classified: {now}}}` to incident.md",
        "occurred": "`occurred: {aware_day}` to incident.md; or `window: {{from: {aware}, to: unknown}}` to the next update",
        "window": "`window: {{from: {aware}, to: unknown}}` to the next update",
        "data": "`data: {{name-and-email: unknown}}` to the next update; each kind is unknown, possible, accessed, taken or not_affected",
        "affected": "`affected: {{customers: {{unit: people, at_most: 1300, of: 18400}}}}` to the next update; or `affected: {{customers: {{unit: people, unknown: true}}}}`",
        "residents": "`affected: {{{group}: {{unit: people, {count}, residents: {{{places}}}}}}}` to the next update",
        "consequences": "`consequences: {{phishing: Someone may write to you and know what you asked us.}}` to the next update",
        "next_steps": "`next_steps: {{log: We are reading the access log.}}` to the next update",
        "done": "`done: {{{step}: We have read all of it.}}` to the next update, instead of that step under `next_steps:`, if it is finished",
        "actions": "`actions: {{password: Change your password.}}` to the next update",
        "remedy": "`remedies: {{watch: {{what: We pay for credit monitoring., months: 12}}}}` to the next update",
        "direct_notice": "`direct_notice: {{{everyone}: {{how: by letter, by: {told_by}}}}}` to the next update",
        "systems": "`systems: [{system}]` to incident.md",
        "services": "`services: {{{system}: limited}}` to the next update",
        "delayed": "`delayed: {{by: the police, from: {today}, to: {told_by}}}` to incident.md, if someone asked you to wait",
        "contact": "`contact: {{phone: +44 20 7946 0000, hours: every day from 8 to 20, who: our support desk}}` to incident.md, or to site_config.yml",
        "next_update": "`next_update: {next}` to the next update",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What the lines are made from.

    Attributes:
        incident: the content of incident.md.
        state: the state after the newest update; None: there is none.
        config: the site's settings; None: they could not be read.
        after: the moment after which what is promised must come.
        place: the place for whose people the profile asks, as a code; empty: it asks for all.
    """

    incident: Incident
    state: State | None
    config: SiteConfig | None
    after: datetime
    place: str = ""


def line_for(what: Element | FormSource, facts: LineFacts) -> str:
    """Return the line that supplies something, and the file that it belongs in; empty where it is always there, or no key holds it."""
    name = what.value
    if name == "done" and not _step(facts):
        # Only what was announced can be reported as done.
        return f"{_LINES['next_steps'].format()}, and its result under `done:` in a later one"
    if name not in _LINES:
        return ""
    zone = facts.config.site.timezone if facts.config else ZoneInfo("UTC")
    aware = facts.incident.aware
    systems = (*facts.incident.systems, *(facts.config.systems if facts.config else ()))
    group, count, places = _residents(facts)
    return _LINES[name].format(
        aware=_moment(aware),
        aware_day=aware.astimezone(zone).date(),
        now=_moment(facts.after),
        next=_moment(_next_update(facts)),
        told_by=(facts.after + _TOLD_BY).astimezone(zone).date(),
        today=facts.after.astimezone(zone).date(),
        system=quoted(systems[0] if systems else "Support desk", flow=True),
        step=_step(facts),
        everyone=_people(facts) or "everyone",
        group=group,
        count=count,
        places=places,
    )


def _next_update(facts: LineFacts) -> datetime:
    """Return when readers hear again: as soon as the site promises it at this status, on the hour where there is time for that."""
    status = facts.state.status if facts.state else None
    longest = facts.config.policy.cadence.get(status) if facts.config and status else None
    wait = min(_NEXT, longest or _NEXT)
    due = (facts.after + wait).astimezone(UTC).replace(second=0, microsecond=0)
    return due.replace(minute=0) if wait > timedelta(hours=2) else due


def _moment(when: datetime) -> str:
    """Write a moment as in a file: `2027-03-03T02:40Z`."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _step(facts: LineFacts) -> str:
    """Return the name of the first step that is open; empty when there is none."""
    return next(iter(entry.step.name for entry in facts.state.open_steps), "") if facts.state else ""


def _people(facts: LineFacts) -> str:
    """Return the name of the first group of people that is no part of another; empty when there is none."""
    counts = [entry.count for entry in facts.state.affected.values()] if facts.state else []
    return next((one.population for one in counts if one.unit == PEOPLE and not one.part_of), "")


def _residents(facts: LineFacts) -> tuple[str, str, str]:
    """Return a group, how many people it is, and where they live: as it was counted, or else as somebody may count it."""
    group = _people(facts)
    count = facts.state.affected[group].count if group and facts.state else None
    place = facts.place or "US-CA"
    if count is None or count.form is CountForm.UNKNOWN:
        return group or "customers", "exact: 1300", f"{place}: 1300"
    stated = ", ".join(str(number) for number in count.stated)
    said = f"{count.form.value}: {f'[{stated}]' if len(count.stated) > 1 else stated}"
    total = f", of: {count.of}" if count.of is not None else ""
    # Where some of them live was said before; the others are those of whom it is asked.
    named = {code: number for code, number in count.residents if code != place}
    places = {**named, place: max(0, count.low - sum(named.values()))}
    return group, f"{said}{total}", ", ".join(f"{code}: {number}" for code, number in places.items())
