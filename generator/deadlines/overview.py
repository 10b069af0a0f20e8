"""The clocks of incidents' profiles with their details. The rules use the same clocks (`deadlines/requested_profiles.py`)."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.content.known_profiles import BASE, in_force
from generator.deadlines.clocks import judge_profile, read_clocks
from generator.deadlines.condition_words import conditions_words
from generator.deadlines.model import Answer, ClockReading, ClockState, Deadline, Deadlines
from generator.deadlines.requested_profiles import is_long_over, needs_no_notice, setting_of, unrecorded
from generator.inspection.analysis import Analysis
from generator.ledger.records import Ledger
from generator.ledger.words import length_words
from generator.model.document import IncidentFolder
from generator.model.notice_profile import LAST_TOLD, TOLD

_OPEN = frozenset({ClockState.RUNNING, ClockState.NEAR, ClockState.PASSED, ClockState.STOPPED})


def deadlines(analysis: Analysis, slugs: Iterable[str]) -> Deadlines:
    """Return every clock of the profiles in force for some incidents, each of which must have a ledger."""
    config, now = analysis.config, analysis.now
    folders = {folder.slug: folder for folder in analysis.content.incidents}
    found: dict[str, tuple[Deadline, ...]] = {}
    for slug in slugs:
        folder, ledger = folders[slug], analysis.ledgers[slug]
        requested = [one for one in in_force(folder.incident, config, analysis.profiles) if one.key != BASE]
        setting = setting_of(ledger, config, now)
        reminders = {
            one.key: tuple(
                reminder.say
                for reminder in one.remind_if.values()
                if judge_profile(folder.incident, one, setting, reminder.only_if).answer is Answer.MET
            )
            for one in requested
        }
        found[slug] = tuple(
            replace(_deadline(folder, ledger, reading, now), reminders=reminders[reading.profile.key])
            for reading in read_clocks(folder.incident, requested, setting)
        )
    zone = config.site.timezone if config else ZoneInfo("UTC")
    return Deadlines(as_of=now, zone=zone, incidents=MappingProxyType(found))


def _deadline(folder: IncidentFolder, ledger: Ledger, reading: ClockReading, now: datetime) -> Deadline:
    left = reading.due - now if reading.due is not None else None
    starts = reading.clock.limit.starts
    missing: tuple[str, ...] = ()
    # With a second limit, a clock can run although the start of its first limit is not recorded.
    if reading.state is ClockState.NOT_STARTED or (reading.state in _OPEN and reading.started_by not in starts):
        # A clock that starts with another notification waits only for that.
        missing = unrecorded(reading, folder.incident) or tuple(name for name in starts if name.startswith((TOLD, LAST_TOLD)))
    distance = ""
    if left is not None and reading.state in _OPEN:
        distance = f"in {length_words(left)}" if left.total_seconds() >= 0 else f"{length_words(-left)} late"
    return Deadline(
        **{part.name: getattr(reading, part.name) for part in fields(reading)},
        incident=folder.slug,
        only_if=conditions_words(reading.profile.only_if, reading.clock.only_if),
        left=left,
        distance=distance,
        missing=missing,
        needless=needs_no_notice(folder, ledger, now),
        over=is_long_over(ledger, now, reading.due),
    )
