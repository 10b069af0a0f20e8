"""Lists that go on over pages by year are made with what is kept as without, and an incident that is as it was is not folded for them."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from benchmarks.sites import NOW, Shape, write_ours
from generator.model.kept import Kind
from generator.pipeline import checking, publishing
from generator.render.incident_facts import from_json, in_json
from generator.render.site import PublicIncident, UnfoldedIncident
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


def _corrected(life: Life) -> None:
    life.replace(
        f"{MIDDLE}/002-update.md",
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
    """After one update was changed, only incidents that the first pages of lists show are folded for them."""
    life, kept = _life(tmp_path / "site"), Counted(tmp_path / "results")
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
    # Those on the first page of the list, and those of the first corrective actions that are overdue.
    assert len(set(folded)) < INCIDENTS


def test_facts_are_kept_whole(tmp_path: Path) -> None:
    """What lists say of an incident is the same when it was written down and read."""
    life = _life(tmp_path / "site")
    _corrected(life)
    _dropped(life)
    site = publishing.publish(checking.check(life.files, life.now), life.now)
    for incident in site.incidents:
        assert in_json(from_json(in_json(incident.facts))) == in_json(incident.facts)
        assert from_json(in_json(incident.facts)).changed == incident.facts.changed
