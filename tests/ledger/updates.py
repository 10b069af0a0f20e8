"""Incidents made of their updates' keys alone, without text: what is not asked about is always the same."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from generator.ledger.fold import fold
from generator.ledger.records import Ledger
from generator.model.document import IncidentDocument, IncidentFolder, LockDocument, SealLine, UpdateDocument
from generator.model.incident import Incident
from generator.model.source import Source
from generator.model.update import Fact, Status, Update

BEGAN = datetime(2027, 3, 3, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")


def update(number: int, hours: int | None = None, /, **keys: Any) -> UpdateDocument:
    """An update with these keys, a day after the one before it or so many hours after the beginning."""
    keys.setdefault("status", Status.CONFIRMED)
    keys.setdefault("published", BEGAN + timedelta(hours=24 * (number - 1) if hours is None else hours))
    parsed = Update(number=number, slug="a", title="An update", **keys)
    return UpdateDocument(source=Source(f"content/incidents/a/{number:02}-a.md", ""), number=number, slug="a", parsed=parsed)


def ledger_of(
    *updates: UpdateDocument, systems: tuple[str, ...] = (), sealed: Mapping[str, int] = MappingProxyType({}), **keys: Any
) -> Ledger:
    """The ledger of an incident with these updates and keys; `sealed` are its files in the lock, with the format in which each was sealed."""
    lines = tuple(SealLine(chain="", digest="", name=name, format=number) for name, number in sealed.items())
    folder = IncidentFolder(
        slug="a",
        document=IncidentDocument(source=Source("", ""), incident=Incident(title="An incident", aware=BEGAN, **keys)),
        updates=updates,
        lock=LockDocument(source=Source("", ""), lines=lines) if lines else None,
    )
    return fold(folder, ZONE, systems=systems)


def facts(**texts: str | Fact) -> dict[str, Fact]:
    """Facts by name, of their texts alone or with more."""
    return {name: Fact(name=name, text=text) if isinstance(text, str) else text for name, text in texts.items()}
