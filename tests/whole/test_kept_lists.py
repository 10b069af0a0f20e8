"""Lists that go on over pages by year are made with what is kept as without, and an incident that is as it was is not folded for them."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from benchmarks.sites import NOW, Shape, write_ours
from generator.ledger.records import Promise, PromiseKind, PromiseState
from generator.model.kept import Kind
from generator.pipeline import checking, publishing
from generator.render.incident_facts import from_json, in_json
from generator.render.kept_parts import Alone
from generator.render.record_entries import RecordEntries
from generator.render.record_page import counted
from generator.render.site import PublicIncident, UnfoldedIncident
from generator.render.translations import original
from tests.whole.generated_changes import SETTINGS, Life
from tests.whole.test_kept_results import Counted, made

#: So many that each list goes on over several pages.
INCIDENTS = 60
OLD, MIDDLE, NEW = (f"content/incidents/letters-{number:05}" for number in (1, 30, INCIDENTS - 1))


def _life(root: Path) -> Life:
    write_ours(root, Shape(INCIDENTS, updates=2))
    tree = {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in sorted(root.rglob("*")) if file.is_file()
    }
    return Life(Random(0), now=NOW, tree=tree)


def _changed(life: Life) -> None:
    life.replace(
        f"{NEW}/001-update.md", "log: {do: We are reading the access log.", "log: {do: We are reading the whole access log."
    )


def _renamed(life: Life) -> None:
    life.replace(f"{OLD}/incident.md", "title: Someone read letters", "title: Somebody has read letters")


def _dropped(life: Life) -> None:
    life.replace(
        f"{MIDDLE}/review.md", "owner: Access team\n", "owner: Access team\n    dropped: We close all of these accounts.\n"
    )


def _later(life: Life) -> None:
    life.now += timedelta(days=35)


def _much_later(life: Life) -> None:
    life.now += timedelta(days=300)


def _gone(life: Life) -> None:
    life.tree = {path: text for path, text in life.tree.items() if not path.startswith(MIDDLE)}


def _corrected(life: Life, incident: str = MIDDLE) -> None:
    life.replace(
        f"{incident}/002-update.md",
        "known:\n",
        "corrections:\n  entry-1: {because: We misread it., kind: our_error}\nknown:\n  entry-1: Entry 1 of the access log was made by a person.\n",
    )


def _translated(life: Life) -> None:
    life.replace(SETTINGS, "languages: [en]", "languages: [en, de]")


CHANGES = (_changed, _renamed, _dropped, _later, _corrected, _gone, _much_later, _translated)


@pytest.mark.slow
@pytest.mark.no_cover
def test_lists_by_year(tmp_path: Path) -> None:
    """After each of several changes, findings and all pages of lists are the same with and without what is kept."""
    life, kept = _life(tmp_path / "site"), Counted(tmp_path / "results")
    made(life, kept)
    for change in CHANGES:
        change(life)
        again = Counted(tmp_path / "results")
        found, files = made(life, again)
        fresh, all_files = made(life, None)
        assert found == fresh, change
        assert isinstance(files, tuple), files
        assert isinstance(all_files, tuple), all_files
        assert [one.path for one, other in zip(files, all_files, strict=True) if one != other] == [], change
        assert again.got[Kind.INCIDENTS], change
        paths = {one.path for one in files}
        for top in ("incidents/page_2/", "record/2026/page_2/", "lessons/2026/page_2/", "verify/2026/page_2/"):
            assert f"docs/{top}index.md" in paths, top


def test_an_incident_that_is_as_it_was_is_not_folded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one update was changed, no incident is folded for any list but the open ones, of which the first pages tell more."""
    life, kept = _life(tmp_path / "site"), Counted(tmp_path / "results")
    # So many that they are on several pages.
    for number in range(INCIDENTS - 2):
        _corrected(life, f"content/incidents/letters-{number:05}")
    made(life, kept)
    _changed(life)
    folded: list[str] = []
    read = UnfoldedIncident._folded  # what is counted

    def noted(self: UnfoldedIncident) -> PublicIncident:
        folded.append(self.slug)
        return read(self)

    monkeypatch.setattr(UnfoldedIncident, "_folded", noted)
    _, files = made(life, Counted(tmp_path / "results"))
    assert isinstance(files, tuple)
    site = publishing.publish(checking.check(life.files, life.now), life.now)
    open_now = {one.slug for one in site.incidents if one.is_open}
    assert len(open_now) < 5
    assert set(folded) <= open_now
    assert "docs/corrections/2026/page_2/index.md" in {one.path for one in files}


def test_facts_are_kept_whole(tmp_path: Path) -> None:
    """What lists say of an incident is the same when it was written down and read."""
    life = _life(tmp_path / "site")
    _corrected(life)
    _dropped(life)
    site = publishing.publish(checking.check(life.files, life.now), life.now)
    for incident in site.incidents:
        assert in_json(from_json(in_json(incident.facts))) == in_json(incident.facts)
        assert from_json(in_json(incident.facts)).changed == incident.facts.changed


#: One of which each field says something.
PROMISE = Promise(
    kind=PromiseKind.STEP,
    subject="log",
    text="We are reading \udc80 the log.",
    due=date(2026, 3, 4),
    due_at=datetime(2026, 3, 5, tzinfo=ZoneInfo("Europe/Vienna")),
    made_in=2,
    made=datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=2))),
    state=PromiseState.MISSED,
    settled_in=3,
    settled=datetime(2026, 3, 9, 1, 2, 3, tzinfo=UTC),
    done_on=datetime(2026, 3, 8, 12, tzinfo=UTC),
    told_later=True,
    late_by=timedelta(days=3, seconds=4, microseconds=5),
    grace=timedelta(minutes=15),
    moved_to=date(2026, 3, 20),
    because="It is long.",
)


def test_promises_are_kept_whole(tmp_path: Path) -> None:
    """What the record says of promises is the same when it was written down and read, whatever is said of one."""
    assert all(getattr(PROMISE, one.name) != one.default for one in fields(Promise))
    life = _life(tmp_path / "site")
    site = publishing.publish(checking.check(life.files, life.now), life.now)
    for incident in site.incidents[:3]:
        more = replace(
            incident, promises=(*incident.promises, PROMISE, replace(PROMISE, due=PROMISE.made, moved_to=PROMISE.made))
        )
        _, (_, entries) = counted(Alone(site, more, original(site)))
        found = tuple(one.promise for one in RecordEntries(entries).promises)
        assert found == more.promises
        assert found[-2].made.utcoffset() == PROMISE.made.utcoffset()
