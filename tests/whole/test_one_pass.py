"""All that is made of an incident is made at once, by whoever does it, and what comes of it is the same."""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pytest

from generator.adapters import workers
from generator.adapters.kept_results import KeptResults
from generator.adapters.spool import Spool
from generator.adapters.theme_files import read_theme
from generator.model.artifact import Theme
from generator.model.kept import NothingKept
from generator.pipeline import building, checking, publishing
from generator.pipeline.building import Made
from generator.render import record, record_page
from generator.render.kept_parts import Alone, KeptParts
from generator.render.ledger_parts import Thing
from generator.render.pages import parts_in, site_language
from generator.render.site import Site
from generator.render.translations import original
from tests.thorough import FEW
from tests.whole.generated_changes import begun, live

pytestmark = [
    pytest.mark.forks,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this computer"),
]
#: How many generated sites are looked at.
SITES = 2 if FEW else 8


@cache
def _theme(name: str) -> Theme:
    return read_theme(name, Path())


def _site(seed: int) -> Site:
    """A generated site: in several languages, with drafts, renamed folders, attachments, reviews and seals."""
    life = begun(seed)
    live(life)
    site = publishing.publish(checking.check(life.files, life.now, life.history), life.now)
    held = {path: life.pictures[path] for path in publishing.attachments(site) if path in life.pictures}
    return publishing.with_attachments(site, held)


def _shared(number: int) -> Callable[[Sequence[Callable[[], Made]]], Iterable[Made]]:
    return partial(workers.share, workers=number)


class _Results(KeptResults):
    stamp = "of this test"


@pytest.mark.parametrize("seed", range(SITES))
def test_the_same_files(tmp_path: Path, seed: int) -> None:
    """Files in a store, made by several, are those that one makes without; so are those of a build that keeps its results, and of the next one."""
    site = _site(seed)
    theme = _theme(site.config.site.theme)
    expected = building.render(site, theme)
    assert len(expected) > 20
    for number in (1, 2, 7):
        for kept in (NothingKept(), held := _Results(tmp_path / f"results-{number}"), held):
            site = _site(seed)
            object.__setattr__(site, "kept", kept)
            with Spool(tmp_path) as store:
                made = building.render(site, theme, share=_shared(number), store=store)
                assert [one.path for one in made] == [one.path for one in expected], number
                assert [one.path for one, other in zip(made, expected, strict=True) if one.data != other.data] == [], number
                assert [one.digest for one in made] == [one.digest for one in expected], number


def test_no_part_is_made_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks for a part of an incident gets the one that was made, though not what is made of some incidents alone."""
    made: list[tuple[str, str]] = []
    real = KeptParts._part  # it is watched

    def watched(self: KeptParts, what: str, own: tuple[object, ...], *rest: object) -> object:
        made.append((what, self._texts.tag + "".join(one.slug for one in own)))  # type: ignore[attr-defined]  # as above
        return real(self, what, own, *rest)  # type: ignore[arg-type]  # as above

    monkeypatch.setattr(KeptParts, "_part", watched)
    site = _site(1)
    with Spool(tmp_path) as store:
        building.render(site, _theme(site.config.site.theme), store=store)
    assert {what for what, _ in made} >= {"pages", "feeds", "ledger", "record", "calendar", "badge", "card"}
    assert len(made) == len(set(made))


@pytest.mark.parametrize("kept", [NothingKept(), None])
def test_the_record_is_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: NothingKept | None) -> None:
    """The file of an incident and the pages of the record, in every language, take what is counted of it from each other, also where each is kept."""
    counted: list[str] = []
    real = record.row

    def watched(ledger: Thing) -> Thing:
        counted.append(ledger["id"])
        return real(ledger)

    monkeypatch.setattr(record, "row", watched)
    monkeypatch.setattr(record_page, "row", watched)
    site = _site(0)
    object.__setattr__(site, "kept", kept or _Results(tmp_path / "results"))
    assert site.config.site.languages
    assert site.config.site.languages
    with Spool(tmp_path) as store:
        building.render(site, _theme(site.config.site.theme), store=store)
    assert len(site.incidents) == len(counted) == len(set(counted))


def test_what_is_taken_from_another_part_is_asked_too(tmp_path: Path) -> None:
    """A part that takes a value from another one holds no longer than that: what the other had asked, of the rest and of the time, it notes itself."""
    results = _Results(tmp_path / "results")
    asked: list[Callable[[Site], object]] = [
        lambda its: its.changed,
        lambda its: its.as_of < its.incidents[0].changed,
        lambda its: its.as_of < datetime(2099, 1, 1, tzinfo=UTC),
        lambda its: str(its.as_of),
        lambda its: its.names.get("x"),
    ]
    for number, ask in enumerate(asked):
        site = _site(1)
        object.__setattr__(site, "kept", results)
        theme = _theme(site.config.site.theme)
        kept = parts_in(site, theme, site_language(site, theme), original(site))
        one = site.incidents[0]
        made: list[str] = []

        def value(its: Site, ask: Callable[[Site], object] = ask, made: list[str] = made) -> str:
            made.append("value")
            return str(ask(its))

        def part(alone: Alone, number: int = number) -> tuple[tuple[()], str]:
            return (), alone.site.once((f"value {number}", alone.incident.slug), partial(value, alone.site))

        told = [kept.part(f"{which} {number}", one, part)[1] for which in ("first", "second")]
        assert made == ["value"]
        assert told[0] == told[1]
        kept.part(f"third {number}", one, lambda _alone: ((), "asks nothing"))
        first, second, third = (head.partition(b"\t")[0] for head in site.heads.taken().values())
        assert first == second != third


def test_a_site_is_made_again(tmp_path: Path) -> None:
    """Files of a site that is made once more, in another store, are those of the first time: nothing is sought where only the first store has it."""
    site = _site(1)
    theme = _theme(site.config.site.theme)
    texts = []
    for number in range(2):
        with Spool(tmp_path) as store:
            store.put(bytes(number))
            texts.append([(one.path, one.data) for one in building.render(site, theme, store=store)])
    assert texts[0] == texts[1]
