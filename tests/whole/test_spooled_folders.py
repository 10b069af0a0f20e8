"""A large site is read, judged and made by several processes, a few incidents at a time: the same comes of it, and no process has all of it in memory."""

import gc
import os
import shutil
import signal
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest

from benchmarks.sites import NOW, Shape, write_ours
from generator.adapters import workers
from generator.adapters.kept_results import KeptResults
from generator.adapters.site_files import read_site
from generator.adapters.spool import Spool
from generator.adapters.theme_files import read_theme
from generator.cli import build
from generator.cli.main import run
from generator.errors import AboveboardError
from generator.format.decoding import MARKDOWN_LIMIT
from generator.ledger.fold import fold
from generator.ledger.records import Ledger
from generator.model.artifact import Artifact, Theme
from generator.model.diagnostic import Diagnostic
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.kept import Kept, Kind, NothingKept
from generator.model.unread_folder import UnreadFolder
from generator.pipeline import building, checking, publishing, spooled_folders
from generator.pipeline.spooled_folders import SpooledFolders
from generator.render import archive, status_api, years
from generator.rules import runner
from tests.adapters.kept_entries import entries_in
from tests.thorough import FEW
from tests.whole.generated_changes import Life, begun, live

pytestmark = [
    pytest.mark.forks,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this computer"),
]

_T = TypeVar("_T")
#: A site with readers of several kinds, and a time at which the last five updates of its incident are still to come.
HARD_CASE, MIDDLE = Path(__file__).parent / "hard_case", datetime(2027, 4, 24, 12, tzinfo=UTC)
#: How many generated sites are looked at, and in how many states.
SITES, STATES = (2, 2) if FEW else (6, 4)
#: How many processes make a site: another number in each of its states.
PROCESSES = 1, 2, 7


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few incidents are shared out as many are; and what other tests have left can be counted, though it was exempt from being looked through."""
    gc.unfreeze()
    for module, together in ((runner, 2), (spooled_folders, 2), (publishing, 2)):
        monkeypatch.setattr(module, "_SHARED", 1)
        monkeypatch.setattr(module, "_TOGETHER", together)
    monkeypatch.setattr(building, "_TOGETHER", 2)
    monkeypatch.setattr(build, "_SHARED", 1)


@cache
def _theme(name: str) -> Theme:
    return read_theme(name, Path())


def _audiences(top: Path) -> Life:
    """Return a site of which much is for some readers alone, in several incidents that lead to one another and have updates to come."""
    shutil.copytree(HARD_CASE, top)
    (first,) = (top / "content/incidents").iterdir()
    others = [shutil.copytree(first, first.with_name(f"{first.name}-{number}")) for number in range(3)]
    for folder, other in zip([first, *others], [*others, first], strict=True):
        text = (folder / "incident.md").read_text(encoding="utf-8")
        (folder / "incident.md").write_text(text.replace("\n---\n", f"\nrelated: [{other.name}]\n---\n", 1), encoding="utf-8")
    for file in sorted(others[0].glob("*.md"))[:-1][6:]:
        file.write_text(file.read_text(encoding="utf-8").replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8")
    tree = {file.path: file.data.decode() for file in read_site(top, MARKDOWN_LIMIT)}
    return Life(Random(0), now=MIDDLE, tree=tree)


def _made(
    life: Life, store: Spool | None, number: int, kept: Kept | None = None
) -> tuple[tuple[Diagnostic, ...], tuple[Artifact, ...] | str]:
    share: Callable[..., Any] = partial(workers.share, workers=number, each=2)

    def judged_by(tasks: Sequence[Any], done: Callable[[Any], None]) -> Any:
        return share(tasks, done=done)

    checked = checking.check(
        life.files,
        life.now,
        life.history,
        spooled=SpooledFolders(lambda: store, share) if store else None,
        kept=kept,
        whole=True,
        share=judged_by if store else runner.one_by_one,
    )
    if checked.content.config.config is None or not all(folder.understood for folder in checked.content.incidents):
        return checked.diagnostics, "not understood"
    try:
        site = publishing.publish(checked, life.now, share=share if store else None)
        held = {path: life.pictures[path] for path in publishing.attachments(site) if path in life.pictures}
        site = replace(publishing.with_attachments(site, held), kept=kept or NothingKept())
        theme = _theme(site.config.site.theme)
        files = building.render(site, theme, share=share, store=store) if store else building.render(site, theme)
        return checked.diagnostics, tuple(Artifact(one.path, one.data) for one in files)
    except AboveboardError as error:
        return checked.diagnostics, error.message


@pytest.mark.parametrize("seed", range(SITES))
def test_the_same_findings_and_files(tmp_path: Path, seed: int) -> None:
    """Whatever was written, understood or not, and however many processes there are, findings and files are those of one that has it all in memory."""
    life = begun(seed)
    for state in range(STATES):
        live(life)
        expected, all_files = _made(life, None, 1)
        number = PROCESSES[(seed + state) % len(PROCESSES)]
        with Spool(tmp_path) as store:
            found, files = _made(life, store, number)
        assert found == expected, (number, life.told)
        if isinstance(files, str) or isinstance(all_files, str):
            assert files == all_files, (number, life.told)
            continue
        differ = [one.path for one, other in zip(files, all_files, strict=True) if one != other]
        assert differ == [], (number, life.told)


@pytest.mark.parametrize("seed", range(SITES))
def test_the_same_is_kept(tmp_path: Path, seed: int) -> None:
    """Whoever reads the incidents of which nothing is kept, the same is kept of them for the next run, and is as good."""
    life = begun(seed)
    folders = tmp_path / "one", tmp_path / "two"
    for _ in range(STATES):
        live(life)
        one, two = map(KeptResults, folders)
        expected = _made(life, None, 1, one)
        with Spool(tmp_path) as store:
            made = _made(life, store, 2, two)
        assert made == expected, life.told
        first, second = map(entries_in, folders)
        assert sorted(first) == sorted(second), life.told
        # What an incident was read as is kept with it, and the lists as one process writes them.
        for kind in (Kind.FOLDERS, Kind.OUTLINES, Kind.FINDINGS, Kind.INCIDENTS):
            of_kind = [name for name in first if name.startswith(f"{kind.value}/")]
            assert [first[name] for name in of_kind] == [second[name] for name in of_kind], (life.told, kind)


def test_each_reads_what_is_for_them(tmp_path: Path) -> None:
    """What only some readers are told, drafts and updates to come are in no other file than those that one process makes with all of it in memory."""
    life = _audiences(tmp_path / "site")
    expected, all_files = _made(life, None, 1)
    assert not isinstance(all_files, str)
    assert sum("/for/" in one.path for one in all_files) > 40
    for number in PROCESSES:
        with Spool(tmp_path) as store:
            found, files = _made(life, store, number)
        assert not isinstance(files, str)
        assert found == expected, number
        assert [one.path for one, other in zip(files, all_files, strict=True) if one != other] == [], number


#: What incidents are made of when they are read and folded.
_WHOLE = (IncidentFolder, UpdateDocument, Ledger)


def _held(before: Collection[int] = ()) -> list[object]:
    gc.collect()
    return [one for one in gc.get_objects() if type(one) in _WHOLE and id(one) not in before]


def _held_after(task: Callable[[], _T], most: Path, before: Collection[int]) -> _T:
    done = task()
    with most.open("a", encoding="utf-8") as file:
        file.write(f"{len(_held(before))}\n")
    return done


def _nothing(_result: object) -> None:
    pass


def _most_held(top: Path, incidents: int, kept: Kept | None = None) -> tuple[int, int]:
    """Return how many of such objects a process had at most after a task, and the command itself after all."""
    write_ours(top / "site", Shape(incidents, updates=2))
    files = tuple(read_site(top / "site", MARKDOWN_LIMIT))
    # What tests before this one have left, each of which keeps its number for as long as it is held here.
    left_before = _held()
    before = frozenset(map(id, left_before))

    def share(tasks: Sequence[Callable[[], Any]], done: Callable[[Any], None] = _nothing) -> Any:
        counted = [partial(_held_after, task, top / "most", before) for task in tasks]
        return workers.share(counted, 2, done, each=3 if done is not _nothing else None)

    with Spool(top) as store:
        checked = checking.check(files, NOW, spooled=SpooledFolders(lambda: store, share), kept=kept, whole=True, share=share)
        site = replace(publishing.publish(checked, NOW, share=share), kept=kept or NothingKept())
        made = building.render(site, _theme("lifeboat"), share=share, store=store)
        assert len(made) > incidents
        left = len(_held(before))
    return max(map(int, (top / "most").read_text().split())), left


@pytest.mark.parametrize("keeps", [False, True])
def test_memory_is_that_of_a_few_incidents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keeps: bool) -> None:  # a parameter
    """However many incidents there are, a worker has a few of them in memory, and the command has no more."""
    # How many a page or a file lists.
    monkeypatch.setattr(status_api, "LATEST", 3)
    monkeypatch.setattr(archive, "ON_A_PAGE", 3)
    monkeypatch.setattr(years, "ON_A_PAGE", 3)
    monkeypatch.setattr(years, "NOW", 3)
    held = [KeptResults(tmp_path / f"kept-{number}") if keeps else None for number in range(2)]
    few, many = _most_held(tmp_path / "few", 12, held[0]), _most_held(tmp_path / "many", 36, held[1])
    assert few[0] > 0
    # There are three times as many, and more of them are open, which several pages list.
    assert many[0] < 2 * few[0]
    assert many[1] < few[0]


def test_no_incident_is_folded_for_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once all parts of each incident are made, none is folded any more for a list of all, however many pages that has."""
    monkeypatch.setattr(status_api, "LATEST", 3)
    monkeypatch.setattr(archive, "ON_A_PAGE", 3)
    monkeypatch.setattr(years, "ON_A_PAGE", 3)
    monkeypatch.setattr(years, "NOW", 3)
    write_ours(tmp_path / "site", Shape(36, updates=2))
    files = tuple(read_site(tmp_path / "site", MARKDOWN_LIMIT))
    folded: list[str] = []
    make_parts = building._make_parts  # from when on it is counted

    def noted(folder: IncidentFolder, *settings: Any) -> Ledger:
        folded.append(folder.slug)
        return fold(folder, *settings)

    def all_made(*given: Any) -> None:
        make_parts(*given)
        folded.clear()

    monkeypatch.setattr(publishing, "fold", noted)
    monkeypatch.setattr(building, "_make_parts", all_made)
    share = partial(workers.share, workers=1)
    with Spool(tmp_path) as store:
        checked = checking.check(files, NOW, spooled=SpooledFolders(lambda: store, share), whole=True)
        site = publishing.publish(checked, NOW, share=share)
        assert len(set(folded)) == 36
        made = building.render(site, _theme("lifeboat"), share=share, store=store)
    paths = [one.path for one in made]
    for top in ("incidents/page_", "record/2026/page_", "lessons/2026/page_", "verify/2026/page_"):
        assert len([path for path in paths if path.startswith(f"docs/{top}")]) > 5
    # Those of which the status API tells, the newest and the open ones.
    few = {one.slug for one in site.incidents[:3]} | {one.slug for one in site.incidents if one.is_open}
    assert set(folded) <= few
    assert len(few) < 6


def test_what_is_forgotten_is_held_by_none(tmp_path: Path) -> None:
    """Whoever has an incident's folder, as what knows where links lead has all of them, has nothing of it any more that is read."""
    write_ours(tmp_path / "site", Shape(6, updates=2))
    files = tuple(read_site(tmp_path / "site", MARKDOWN_LIMIT))
    with Spool(tmp_path) as store:
        share = partial(workers.share, workers=2)
        checked = checking.check(files, NOW, spooled=SpooledFolders(lambda: store, share))
        site = publishing.publish(checked, NOW, share=share)
        for folder in checked.content.incidents:
            assert type(folder) is UnreadFolder
            folder.forget()
        # What the rules have folded in this process.
        left_before = _held()
        before = frozenset(map(id, left_before))
        for _ in range(2):
            folders = [incident.folder for incident in site.incidents]
            texts = [(folder.updates, folder.document.source.text, folder.incident.aware) for folder in folders]
            assert all(updates and text and aware for updates, text, aware in texts)
            assert len(_held(before)) > 0
            del texts
            site.forget(site.incidents)
            assert len(_held(before)) == 0
            # The same objects are read again.
            assert all(one is incident.folder for one, incident in zip(folders, site.incidents, strict=True))


def _tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def _ending_workers(real: Callable[..., Any]) -> Callable[..., Any]:
    """Return what does the same in the command's own process, and ends any other."""
    command = os.getpid()

    def ending(*arguments: Any) -> Any:
        if os.getpid() != command:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)

    return ending


def test_a_build_that_fails_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With several processes as with one: where findings block, or a worker is killed, the old site is there as it was and nothing beside it."""
    site = tmp_path / "site"
    write_ours(site, Shape(6))
    monkeypatch.chdir(site)
    command = ["build", "--no-cache", "--workers", "2", "--now", f"{NOW:%Y-%m-%dT%H:%MZ}", "--out", "made/site"]
    assert run(command) == 0
    before = _tree(site)
    assert "made/site/index.html" in before
    file = next(site.rglob("002-update.md"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("status:", "status: [", 1), encoding="utf-8")
    assert run(command) == 1
    file.write_text(text, encoding="utf-8")
    assert _tree(site) == before
    for module, what in ((spooled_folders, "_read_some"), (publishing._Seen, "_told_of"), (building, "_parts_made")):
        with monkeypatch.context() as context:
            context.setattr(module, what, _ending_workers(getattr(module, what)))
            assert run(command) == 4
        assert _tree(site) == before
    assert run([*command[:3], "7", *command[4:]]) == 0
    assert _tree(site) == before
