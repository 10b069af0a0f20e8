"""Which incidents are read and folded to find that one does not go on in another."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from generator.content.assembly import assemble
from generator.inspection.context import Context
from generator.model.source import RawFile
from generator.rules.continuity.not_continued import check

NOW = datetime(2027, 3, 8, tzinfo=UTC)
UPDATE = (
    "title: {slug}\npublished: 2027-03-03T03:00Z\nstatus: {status}\nknown: {{mails: Someone sent e-mails.}}\nunknown: {{who: Who sent them.}}\n"
    "next_steps: {{log: We read the log.}}\nactions: Nothing yet.\nnext_update: 2027-03-04T03:00Z\n"
)


class _Asked(dict[str, Any]):
    """Ledgers that note which of them was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def get(self, name: str, default: Any = None) -> Any:
        """Note a name."""
        self.names.append(name)
        return default


def _file(path: str, keys: str) -> RawFile:
    data = f"---\n{keys}---\n".encode()
    return RawFile(f"content/incidents/{path}", data, len(data))


def test_no_other_incident_is_folded() -> None:
    """An incident that names another one, or ended in its own way, needs no ledger; only one that ends as part of another does."""
    endings = {
        "mails": "investigating",
        "till": "resolved\noutcome: nothing_reached",
        "desk": "resolved\noutcome: part_of_another",
    }
    files = []
    for slug, status in endings.items():
        files.append(_file(f"{slug}/incident.md", f"title: {slug}\naware: 2027-03-03T00:00Z\nrelated: [archive]\n"))
        files.append(_file(f"{slug}/01-first.md", UPDATE.format(slug=slug, status=status)))
    ledgers = _Asked()
    context = cast("Context", SimpleNamespace(analysis=SimpleNamespace(ledgers=ledgers), now=NOW))
    assert list(check(assemble(files), context)) == []
    assert ledgers.names == ["desk"]
