"""What was read of files, as text and back again."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generator.adapters.site_files import read_site
from generator.content.assembly import assemble
from generator.format.decoding import MARKDOWN_LIMIT
from generator.model.kept_values import KeptPlaces, read, written
from generator.model.source import Place, Source, Span
from generator.model.update import Status
from generator.model.value_digest import NoValueError, value_digest
from tests.whole.generated_changes import begun, live


@pytest.mark.parametrize("root", [".", "tests/whole/hard_case"])
def test_folders_come_back_as_they_were(root: str) -> None:
    """Every folder of a site with everything in it is read back as it was written, with the place of each key."""
    for folder in assemble(read_site(Path(root), MARKDOWN_LIMIT)).incidents:
        again = read(written(folder))
        assert written(again) == written(folder)
        assert again == folder
        assert repr(again.document.incident) == repr(folder.document.incident)
        assert dict(again.document.places) == dict(folder.document.places)
        assert list(again.document.places) == list(folder.document.places)


def test_folders_of_generated_sites() -> None:
    """The same of generated sites after generated changes."""
    seen = 0
    for seed in range(6):
        life = begun(seed)
        for _ in range(4):
            live(life)
            for folder in assemble(life.files).incidents:
                again = read(written(folder))
                assert again == folder
                assert [repr(one.parsed) for one in again.updates] == [repr(one.parsed) for one in folder.updates]
                seen += 1
    assert seen > 24


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        "a \ud800 b \u2028",
        b"\x00\xff",
        (),
        ((), ("one",)),
        frozenset({"b", "a"}),
        MappingProxyType({"b": 1, "a": (2,)}),
        date(2027, 3, 3),
        datetime(2027, 3, 3, 9, 5, 1, 7, tzinfo=UTC),
        datetime(2027, 3, 3, 9, 5, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
        datetime(2027, 3, 3, 9, 5),  # noqa: DTZ001  # one without a zone stays so
        timedelta(days=-1, seconds=5, microseconds=3),
        Status.RESOLVED,
        Source("content/plan.yml", "a\nb"),
    ],
)
def test_values_come_back(value: Any) -> None:
    """A value is read back as it was, of the same type, and tables in their order."""
    again = read(written(value))
    assert again == value
    assert type(again) is type(value)
    # A set has no order to come back in.
    assert isinstance(value, frozenset) or repr(again) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        [1],
        {"a": 1},
        datetime(2027, 3, 3, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=UTC),
        datetime(2027, 3, 3, tzinfo=timezone(timedelta(hours=1), "ours")),
        Path("x"),
        type("Text", (str,), {})("x"),
        frozenset({1, "a"}),
        print,
        Status,
    ],
)
def test_no_values(value: Any) -> None:
    """What could not be read back as it was is not written."""
    with pytest.raises(NoValueError):
        written((value,))


def _with(names: list[str], made: Any) -> bytes:
    return json.dumps([names, made]).encode()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        _with(["source.Source"], [8, "only one"]),
        _with(["source.Source"], [8, "one", "two", "three"]),
        _with(["source.Source"], [9, "one", "two"]),
        _with(["source.Source"], [-1]),
        _with(["source.Source"], ["8", "one", "two"]),
        _with(["source.Source"], []),
        _with(["update.Status"], [8, "no such status"]),
        _with(["source.with_newlines"], [8, "called"]),
        _with(["source.dataclass"], [8, "called"]),
        _with(["noted_time.datetime"], [8, 1, 1, 1]),
        _with(["...os.system"], [8, "true"]),
        _with(["source.os.system"], [8, "true"]),
        _with(["source.Source.__init__"], [8, "true"]),
        _with(["document.Source"], [8, "from elsewhere", ""]),
        _with(["nothing.Source"], [8, "one", "two"]),
        _with([7], [8, "one", "two"]),  # type: ignore[list-item]  # what a damaged entry may hold
        _with([], [3, "no time"]),
        _with([], [4, "no day"]),
        _with([], [5, "no number", 0, 0]),
        _with([], [2, "odd"]),
        _with([], [2, [0, [1]], 1, [2, 1, 1], 1]),
    ],
)
def test_what_this_program_did_not_write(text: bytes) -> None:
    """Of a text that this program did not write nothing is made: nothing is called or imported, and no noun has other fields than its own."""
    with pytest.raises(NoValueError):
        read(text)


def test_places_are_those_of_a_file() -> None:
    """Places are told as any table of them, whether they were asked for or not."""
    at = Place(Span("a.md", 1, 1, 1, 4), Span("a.md", 1, 6, 2, 1))
    table = MappingProxyType({("known", "entry"): at, (): at})
    again = read(written(table))
    assert isinstance(again, KeptPlaces)
    assert len(again) == 2
    assert again == table
    assert table == again
    assert again.get(("no",)) is None
    assert value_digest(again) == value_digest(read(written(table)))
    elsewhere = MappingProxyType({("known",): Place(at.key, Span("b.md", 1, 1, 1, 1))})
    assert read(written(elsewhere)) == elsewhere
    mixed = MappingProxyType({("known",): at, "other": 1})
    assert read(written(mixed)) == mixed
