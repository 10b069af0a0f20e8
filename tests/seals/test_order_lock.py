"""order.lock, the order of publication, is read and written."""

from datetime import UTC, datetime, timedelta

import pytest

from generator.model.document import OrderEntry
from generator.model.source import RawFile, Source
from generator.pipeline import checking, sealing
from generator.seals.order_lock import order_text, parse_order

NOW = datetime(2027, 3, 5, 12, tzinfo=UTC)
CONFIG = "organisation: {name: L}\nsite: {url: https://s.example/, id: s.example}\n"


def _update(published: str, more: str = "") -> str:
    return (
        f"---\ntitle: Someone got in\npublished: {published}\n{more}status: investigating\nknown: {{entry: Someone got in.}}\n"
        "unknown: {whose: Whose tickets they read.}\nnext_steps: {log: We read the log.}\nactions: There is nothing you can do yet.\n"
        "next_update: 2027-03-30T09:00Z\n---\n"
    )


def _site(**texts: str) -> list[RawFile]:
    files = {"site_config.yml": CONFIG, **{f"content/{name.replace('__', '.')}": text for name, text in texts.items()}}
    for slug in {path.split("/")[2] for path in files if path.startswith("content/incidents/")}:
        files.setdefault(f"content/incidents/{slug}/incident.md", "---\ntitle: X\naware: 2027-01-01T00:00Z\n---\n")
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]


def _order(files: list[RawFile], now: datetime = NOW) -> str | None:
    written = sealing.order(checking.check(files, now), now)
    return written[1] if written else None


def test_written_and_read_again() -> None:
    """Entries are read back as written; a review has a word in place of a number."""
    entries = (OrderEntry(slug="desk", number=2, when=NOW), OrderEntry(slug="desk-2", number=0, when=NOW + timedelta(hours=1)))
    text = order_text(None, entries)
    assert text == "2027-03-05T12:00:00Z desk/2\n2027-03-05T13:00:00Z desk-2/review\n"
    read = parse_order(Source("content/order.lock", text), ())
    assert read.entries == entries
    assert not read.problems
    assert order_text(read, ()) == text


@pytest.mark.parametrize(
    "line",
    [
        "desk/2",
        "2027-03-05T12:00:00Z desk/0",
        "2027-03-05T12:00:00Z Desk/2",
        "2027-13-05T12:00:00Z desk/2",
        "2027-03-05 desk/2",
    ],
)
def test_a_line_that_nobody_can_read(line: str) -> None:
    """A line that `seal` does not write stops the build at its place, and the others are read."""
    text = f"2027-03-05T12:00:00Z desk/1\n{line}\n2027-03-05T13:00:00Z desk/3\n"
    checked = checking.check(_site(order__lock=text, **{"incidents/desk/01-a__md": _update("2027-03-03T03:10Z")}), NOW)
    (found,) = [one for one in checked.diagnostics if one.span.path == "content/order.lock"]
    assert (found.code, found.span.line, found.blocks) == ("SEA001", 2, True)
    assert checked.content.order is not None
    assert [one.number for one in checked.content.order.entries] == [1, 3]


def test_twice_counts_once() -> None:
    """When both sides of a merge add the same line, the first counts."""
    text = "2027-03-05T12:00:00Z desk/1\n2027-03-05T13:00:00Z other/1\n2027-03-05T12:00:00Z desk/1\n"
    assert [one.slug for one in parse_order(Source("content/order.lock", text), ()).entries] == ["desk", "other"]


def test_what_comes_is_added() -> None:
    """New texts are added at the end with the moment of sealing; drafts, their translations and embargoed texts are not."""
    texts = {
        "incidents/desk/01-a__md": _update("2027-03-03T03:10Z"),
        "incidents/desk/01-a__de__md": _update("2027-03-03T03:10Z"),
        "incidents/desk/02-b__md": _update("2027-03-09T03:10Z"),
        "incidents/old/01-a__md": _update("2027-01-03T03:10Z"),
        "incidents/draft/01-a__md": _update("2027-03-03T03:10Z", "draft: true\n"),
        "incidents/draft/review__md": "---\ntitle: R\npublished: 2027-03-03T04:00Z\ncause: A password.\n---\n",
    }
    first = _order(_site(**texts))
    assert first == "2027-03-05T12:00:00Z old/1\n2027-03-05T12:00:00Z desk/1\n"
    assert _order(_site(order__lock=first, **texts)) is None
    later = NOW + timedelta(days=7)
    texts["incidents/older/01-a__md"] = _update("2027-01-01T03:10Z")
    assert _order(_site(order__lock=first.rstrip("\n"), **texts), later) == (
        f"{first}2027-03-12T12:00:00Z older/1\n2027-03-12T12:00:00Z desk/2\n"
    )


def test_nothing_is_published() -> None:
    """Nothing is written while nothing is published."""
    assert _order(_site(**{"incidents/desk/01-a__md": _update("2027-03-09T03:10Z")})) is None


def test_what_was_sealed_before_there_was_an_order() -> None:
    """Texts sealed earlier are listed first, once each, with their own times."""
    texts = {"incidents/desk/01-a__md": _update("2027-03-03T03:10Z"), "incidents/old/01-a__md": _update("2027-01-03T03:10Z")}
    checked = checking.check(_site(**texts), NOW)
    locks = {path.removeprefix("content/").replace(".", "__"): text for path, text, _ in sealing.seals(checked, NOW)}
    texts["incidents/older/01-a__md"] = _update("2027-01-01T03:10Z")
    assert _order(_site(**texts, **locks)) == (
        "2027-01-03T03:10:00Z old/1\n2027-03-03T03:10:00Z desk/1\n2027-03-05T12:00:00Z older/1\n"
    )
