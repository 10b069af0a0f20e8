"""Lines as new files and the help of rules have them: times, lengths of time, entries."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from generator.format.record import Key, Record
from generator.format.strict_yaml import flow, quoted
from generator.model.person import not_a_name, person_of
from generator.model.plan import Approval, Plan
from generator.model.update import Month, When


def yaml_time(when: When) -> str:
    """Format a time: `2027-03-03T02:40Z`."""
    if not isinstance(when, datetime):
        return when.isoformat()
    moment = when.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment.second else f"{moment:%Y-%m-%dT%H:%MZ}"


def length(wait: timedelta) -> str:
    """Format a length of time: `90m`, `24h`, `7d`."""
    minutes = int(wait.total_seconds() // 60)
    if minutes % 1440 == 0 and minutes > 1440:
        return f"{minutes // 1440}d"
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def approvals_line(approval: Approval, plan: Plan | None, given: Mapping[str, str]) -> str:
    """Return the line `approved_by` with the plan's people, as it could be written after all have approved."""
    # A telephone number next to a name in the plan must be left out, because the line is published.
    planned = {role: person_of(plan.roles[role].who).name if plan and role in plan.roles else "" for role in approval.roles}
    names = {role: "" if not_a_name(name, role) else name for role, name in (planned | dict(given)).items()}
    names = {role: name or planned.get(role, "") for role, name in names.items()}
    others = {role: name for role, name in names.items() if role not in planned}
    return f"approved_by: {flow({role: name or '…' for role, name in (others | names).items()})}"


def promised(published: datetime, wait: timedelta, zone: tzinfo) -> datetime:
    """Return the time to promise readers who wait at most `wait`: the last full or half hour before its end on local clocks.

    It is never later than the wait allows. Where that would leave less than half of the wait, as with 20 minutes, the last five minutes
    are used instead, or else the exact minute.

    Args:
        published: the start of the wait.
        wait: its maximum length.
        zone: the zone of the local clocks; some are 45 minutes off the full hour.
    """
    start = published.astimezone(UTC)
    for minutes in (30, 5, 1):
        local = (start + wait).astimezone(zone)
        due = local.replace(minute=local.minute - local.minute % minutes, second=0, microsecond=0).astimezone(UTC)
        if due - start >= wait / 2 and due > start:
            return due
    return start + wait


def in_one_line(record: Record, entry: object, more: Mapping[str, str]) -> str:
    """Return an entry with every key that it has, as one line of YAML; `more` says what is added, said differently, or taken out (empty)."""
    written = {key.name: yaml_value(value_of(key, entry), flow=True) for key in record.keys}
    written |= {key: quoted(value, flow=True) if value else "" for key, value in more.items()}
    return "{" + ", ".join(f"{key}: {value}" for key, value in written.items() if value) + "}"


def value_of(key: Key, entry: object) -> Any:
    """Return what an entry has under a key; whom an action is for is kept as words or as names."""
    names = getattr(entry, "for_whom", ()) if key.name == "for" else ()
    return names or key.get(entry)


def yaml_value(value: Any, *, flow: bool = False) -> str:
    """Return a value as YAML; empty for one that is not given."""
    match value:
        case True:
            return "likely"
        case None | False | "" | ():
            return ""
        case StrEnum():
            return value.value
        case date():
            return yaml_time(value)
        case Month():
            return str(value)
        case tuple():
            return f"[{', '.join(quoted(str(one), flow=True) for one in value)}]"
        case _:
            return quoted(str(value), flow=flow)
