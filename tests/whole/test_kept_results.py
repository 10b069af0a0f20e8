"""What is made with results of earlier runs is what is made without them, whatever was changed in between, and whatever happened to them."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.adapters import builder, kept_results
from generator.adapters.kept_results import KeptResults
from generator.adapters.site_files import read_attachments, read_site
from generator.adapters.theme_files import read_theme
from generator.cli.main import run
from generator.content.assembly import ReadFolders
from generator.errors import AboveboardError
from generator.format import yaml_files
from generator.inspection.bad_links import trusted_hosts
from generator.ledger.fold import fold
from generator.ledger.records import Ledger
from generator.model.artifact import Artifact, Theme
from generator.model.diagnostic import Diagnostic
from generator.model.document import IncidentFolder
from generator.model.history import Base, History, Version
from generator.model.kept import Kept, Kind, NothingKept
from generator.model.unread_folder import UnreadFolder
from generator.pipeline import building, checking, moving, publishing, reporting, sealing, unpublished
from tests.adapters.killed import kill_at
from tests.thorough import FEW
from tests.whole.generated_changes import BEGUN, MORE_CHANGES, PIXEL, SETTINGS, WIDE, Life, begun, live

#: How many lives `make test` tries; `make fuzz` tries more, `make quick` few.
LIVES = int(os.environ.get("LIVES", "5" if FEW else "40"))
#: How often each is looked at.
LOOKS = 4


@cache
def _theme(name: str) -> Theme:
    return read_theme(name, Path())


def made(life: Life, kept: Kept | None, told: History | None = None) -> tuple[tuple[Diagnostic, ...], tuple[Artifact, ...] | str]:
    """Return the findings of a site, and its files; or why there are none. Version control tells what it is said to tell, or what was committed."""
    checked = None
    try:
        checked = checking.check(life.files, life.now, told or life.history, kept=kept, whole=True)
        # What findings stop is made all the same, so that more is compared: only what is not understood cannot be shown.
        if checked.content.config.config is None or not all(folder.understood for folder in checked.content.incidents):
            return checked.diagnostics, "not understood"
        site = publishing.publish(checked, life.now)
        held = {path: life.pictures[path] for path in publishing.attachments(site) if path in life.pictures}
        site = publishing.with_attachments(site, held)
        if kept is not None:
            object.__setattr__(site, "kept", kept)
        return checked.diagnostics, building.render(site, _theme(site.config.site.theme))
    except AboveboardError as error:
        return checked.diagnostics if checked else (), error.message


class Counted(KeptResults):
    """Results that count how many were of use, and note which were asked for."""

    stamp = "of this test"  # The program is the same throughout.

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.got: Counter[Kind] = Counter()
        self.asked: set[tuple[Kind, str]] = set()

    @property
    def found(self) -> int:
        """How many results were there."""
        return self.got.total()

    def get(self, kind: Kind, key: str) -> bytes | None:
        """Return a result, and count it."""
        data = super().get(kind, key)
        self.got[kind] += data is not None
        self.asked.add((kind, key))
        return data


@pytest.mark.slow
@pytest.mark.no_cover
def test_kept_results_change_nothing(tmp_path: Path) -> None:
    """Over generated edits, renames, deletions, settings, themes and jumps of time, findings and files are the same with and without what is kept."""
    kept, unmade = Counted(tmp_path / "results"), 0
    for seed in range(LIVES):
        life = begun(seed)
        for _ in range(LOOKS):
            live(life, MORE_CHANGES)
            found, files = made(life, kept)
            fresh, all_files = made(life, None)
            assert set(found) ^ set(fresh) == set(), (seed, life.told)
            assert found == fresh, (seed, life.told)
            if isinstance(files, str) or isinstance(all_files, str):
                assert files == all_files, (seed, life.told)
                unmade += 1
                continue
            differ = [one.path for one, other in zip(files, all_files, strict=True) if one != other]
            assert differ == [], (seed, life.told)
    assert kept.found > LIVES * LOOKS
    assert unmade < LIVES * LOOKS / 3


def _grown(kept: Kept) -> Life:
    """Return a site of which results are kept, with one update changed since."""
    life = begun(3)
    life.tree = {path: re.sub(r"related: .*\n", "", text) for path, text in life.tree.items()}
    made(life, kept)
    life.tree[life.updates("case-0")[0]] += "\nWe looked again.\n"
    return life


@pytest.mark.forks
def test_killed_at_any_access(tmp_path: Path) -> None:
    """A run that is killed when it is about to touch the results for the nth time leaves some with which the next one makes what a fresh one makes."""
    folder, before = tmp_path / "results", tmp_path / "before"
    life = _grown(Counted(before))
    shutil.copytree(before, folder)
    fresh = made(life, None)
    for moment in range(1, 400, 1 if not FEW else 9):
        child = os.fork()
        if not child:
            kill_at(moment, str(folder))
            made(life, Counted(folder))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert made(life, Counted(folder)) == fresh, moment
        # What the run had not kept yet is gone again, so that the next one is killed a little later on the same way.
        shutil.rmtree(folder)
        shutil.copytree(before, folder)
        if not status:
            break
    assert not status
    assert moment > 20


def test_damaged_results(tmp_path: Path) -> None:
    """Results that are cut off, empty, of zeros or exchanged for each other change nothing, and are replaced."""
    folder = tmp_path / "results"
    life = _grown(Counted(folder))
    fresh = made(life, None)
    entries = sorted(file for file in folder.rglob("*") if file.is_file())
    assert len(entries) > 5
    for number, file in enumerate(entries):
        whole = file.read_bytes()
        file.write_bytes((whole[:-1], b"", bytes(len(whole)), entries[number - 1].read_bytes())[number % 4])
    assert made(life, Counted(folder)) == fresh
    again = Counted(folder)
    assert made(life, again) == fresh
    assert again.found > len(entries) / 2


def test_a_result_of_another_kind(tmp_path: Path) -> None:
    """Under the right key and with the right digest, what was not written as this program writes it is not used."""
    folder = tmp_path / "results"
    life = _grown(Counted(folder))
    fresh = made(life, None)
    asked = Counted(folder)
    made(life, asked)
    kinds = {Kind.FINDINGS, Kind.OUTLINES, Kind.FOLDERS, Kind.PARTS, Kind.HEADS, Kind.INCIDENTS}
    assert {kind for kind, _ in asked.asked} >= kinds
    for text in (
        b"",
        b"{}",
        b"[]\n",
        b"null",
        b"\xff\xfe",
        b'{"now": 1}',
        b'{"now": "2026-03-02T09:00:00+00:00", "exact": false}\n',
        b'{"case-0": ["", [], [], [], false, [], ""], "case-1": 3, "case-2": null}',
    ):
        kept = Counted(folder)
        for kind, key in asked.asked:
            if kind in kinds:
                kept.put(kind, key, text)
        assert made(life, kept) == fresh


def test_secrets_are_not_kept(tmp_path: Path) -> None:
    """The findings of an incident with a secret in its texts are kept nowhere, nor is the secret."""
    life = begun(1)
    secret = "ghp_" + "x7Kq9ZbT2mRw4LsV8nYc" + "5HdJ3fGpA1Eu6TqW"
    life.tree[life.updates("case-0")[0]] += f"\nThe key was {secret}.\n"
    kept = Counted(tmp_path / "results")
    found, _ = made(life, kept)
    assert any(one.hidden for one in found)
    texts = [
        file.read_bytes()
        for kind in (Kind.FINDINGS, Kind.OUTLINES, Kind.FOLDERS, Kind.INCIDENTS)
        for file in (tmp_path / "results" / kind).iterdir()
    ]
    assert texts
    assert not any(b'"case-0"' in text for text in texts)
    assert not any(secret.encode() in text for text in texts)


def test_one_changed_update(tmp_path: Path) -> None:
    """After one update was changed, everything of the other incidents is taken from what was kept, and every picture: none shows what changed."""
    folder = tmp_path / "results"
    life = _grown(Counted(folder))
    others = len(life.folders()) - 1
    again = Counted(folder)
    made(life, again)
    # Of pages, row of the record, feeds, calendar, badge, ledger, CSAF document, and what the API of Statuspage says, all is told in one entry: only
    # items, events and rows of the ledger are read, for the feeds and the calendar of the site and the index of its ledgers.
    assert again.got == {
        Kind.OUTLINES: 1,
        Kind.FOLDERS: others,
        Kind.FINDINGS: others,
        Kind.INCIDENTS: 1,
        Kind.HEADS: 1,
        Kind.PARTS: 3 * others,
        Kind.PICTURES: others + 2,
    }


def test_sites_in_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sites that are built in turn with one cache folder each find what was kept of them."""
    folder, one, other = tmp_path / "results", begun(3), begun(4)
    other.tree["site_config.yml"] = other.tree["site_config.yml"].replace("https://", "https://other.")
    for life in (one, other):
        made(life, Counted(folder))
    read = _noted(monkeypatch)
    for life in (one, other, one):
        again = Counted(folder)
        found = made(life, again)
        assert again.got[Kind.OUTLINES] == 1
        assert not [path for path in read if path.startswith("content/incidents/")]
        assert found == made(life, None)
        read.clear()


def _judged(life: Life, kept: Kept | None) -> tuple[Diagnostic, ...]:
    return checking.check(life.files, life.now, life.history, kept=kept).diagnostics


def _noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return where the path of each file that is read from now on is added."""
    read: list[str] = []
    parse = yaml_files.read

    def noted(text: str, path: str, *given: int) -> object:
        read.append(path)
        return parse(text, path, *given)

    monkeypatch.setattr(yaml_files, "read", noted)
    return read


def test_a_build_parses_what_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one update was changed, a whole build parses the texts of no other incident: what was read of them is kept."""
    folder = tmp_path / "results"
    life = _grown(Counted(folder))
    read = _noted(monkeypatch)
    found = made(life, Counted(folder))
    assert {path.split("/")[2] for path in read if path.startswith("content/incidents/")} == {"case-0"}
    assert found == made(life, None)


def test_validate_keeps_no_folders(tmp_path: Path) -> None:
    """A command that asks for the whole of no incident keeps outlines alone, and a build after it reads each once and keeps it."""
    folder, life = tmp_path / "results", begun(3)
    _judged(life, Counted(folder))
    assert list((folder / Kind.OUTLINES).iterdir())
    assert not list((folder / Kind.FOLDERS).glob("*"))
    first, second = Counted(folder), Counted(folder)
    assert made(life, first) == made(life, second)
    assert (first.got[Kind.FOLDERS], second.got[Kind.FOLDERS]) == (0, len(life.folders()))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(b"document.IncidentFolder", b"document.OutlinedFolder", 1),
        lambda _text: b"[[],[0]]",
        lambda _text: b"not JSON",
        lambda text: text.replace(b'"case-', b'"case_'),
    ],
)
def test_folders_of_another_program(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """A kept folder that is none, or of other files, is read from its files again, whatever its digest says."""
    folder = tmp_path / "results"
    life = _grown(Counted(folder))

    class Spoiled(Counted):
        def get(self, kind: Kind, key: str) -> bytes | None:
            data = super().get(kind, key)
            return spoil(data) if data is not None and kind is Kind.FOLDERS else data

    assert made(life, Spoiled(folder)) == made(life, None)


def test_unread_until_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one update was changed, `validate` reads the texts of no other incident; where all is as it was, those of none."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    _three(life)
    life.tree["content/incidents/one/01-first.md"] = life.tree["content/incidents/one/01-first.md"].partition("\nSee [there]")[0]
    life.pictures.clear()
    kept = Counted(tmp_path / "results")
    _judged(life, kept)
    read = _noted(monkeypatch)
    assert _judged(life, kept) == _judged(life, None)
    assert "content/incidents/two/01-first.md" in read
    read.clear()
    _judged(life, kept)
    assert [path for path in read if "/incidents/" in path] == []
    life.replace("content/incidents/two/01-first.md", "We read the log.", "We take your security very seriously.")
    found = _judged(life, kept)
    assert {path.split("/")[2] for path in read if "/incidents/" in path} == {"two"}
    assert found == _judged(life, None)


def _held_back(life: Life, kept: Kept | None, now: datetime) -> tuple[object, ...]:
    """Return what readers do not see yet, for each of those who ask; and the hosts to which texts may lead."""
    checked = checking.check(life.files, now, life.history, kept=kept, whole=True)
    site = publishing.publish(checked, now)
    return (
        unpublished.unseen(checked, now),
        unpublished.held_back(checked, site, now),
        [one.slug for one in site.incidents],
        trusted_hosts(checked.content),
    )


def test_what_readers_do_not_see_yet(tmp_path: Path) -> None:
    """What is held back is told of incidents that are not read as of those that are, at any time; and to which hosts they lead."""
    life = _three(begun(2))
    first = "content/incidents/{}/01-first.md"
    later = f"published: {life.now + timedelta(days=2):%Y-%m-%dT%H:%MZ}"
    for slug, was, then in (("two", "status:", "draft: true\nstatus:"), ("three", r"published: \S+", later)):
        second = re.sub(was, then, life.tree[first.format(slug)], count=1)
        life.tree[first.format(slug).replace("01-first", "02-second")] = second
    # Of an incident that begins later, readers see nothing, and of its host nothing is vouched for.
    life.tree[first.format("case-0")] = re.sub(r"published: \S+", later, life.tree[first.format("case-0")], count=1)
    life.tree[first.format("case-1")] += "\nSee [the makers](https://makers.example/log).\n"
    life.tree[first.format("case-2")] = life.tree[first.format("case-1")].replace(
        "---\n\n", "waivers: {foreign-link: Theirs.}\n---\n\n", 1
    )
    life.tree["content/incidents/case-2/incident.md"] = life.tree["content/incidents/case-1/incident.md"]
    kept = Counted(tmp_path / "results")
    seen = []
    for now in (life.now, life.now + timedelta(days=1), life.now + timedelta(days=3)):
        fresh = _held_back(life, None, now)
        assert [_held_back(life, kept, now) for _ in range(2)] == [fresh, fresh]
        seen.append(fresh)
    assert seen[0] == seen[1] != seen[2]
    assert "content/incidents/two/02-second.md" in seen[2][0]  # type: ignore[operator]  # a set


def test_texts_that_readers_see_are_not_gone_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an incident is not read and readers see all of it, nobody goes through its texts to find that out."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    _three(life)
    life.tree["content/incidents/one/01-first.md"] = life.tree["content/incidents/one/01-first.md"].partition("\nSee [there]")[0]
    life.pictures.clear()
    kept = Counted(tmp_path / "results")
    fresh = _held_back(life, kept, life.now)
    monkeypatch.setattr(UnreadFolder, "_make_documents", None)
    assert _held_back(life, kept, life.now) == fresh


def _seal(life: Life) -> None:
    """Seal what is public, and let that be there for a day."""
    for path, text, _ in sealing.seals(checking.check(life.files, life.now, life.history), life.now):
        life.tree[path] = text
    life.commit()
    life.now += timedelta(days=1)


def _commit(life: Life) -> None:
    life.commit()
    life.now += timedelta(days=1)


FIRST_OF_TWO = "content/incidents/two/01-first.md"


def _edit_and_commit(life: Life) -> None:
    life.replace(FIRST_OF_TWO, "We read the log.", "We read all logs.")
    _commit(life)


#: What happens to an incident that readers know.
AFTERWARDS: dict[str, Callable[[Life], object]] = {
    "nothing": lambda _life: None,
    "one more": lambda life: life.tree.update(
        {path.replace("/two/", "/fourth/"): text for path, text in life.tree.items() if "/two/" in path and path.endswith(".md")}
    ),
    "it is edited": lambda life: life.replace(FIRST_OF_TWO, "We read the log.", "We take your security very seriously."),
    "it has another title": lambda life: life.replace("content/incidents/two/incident.md", "What befell", "That befell"),
    "a draft again": lambda life: life.replace(FIRST_OF_TWO, "status:", "draft: true\nstatus:"),
    "it says that it came out later": lambda life: life.replace(FIRST_OF_TWO, "published: 20", "published: 21"),
    "gone": lambda life: [life.tree.pop(path) for path in tuple(life.tree) if "/two/" in path],
    "another edit is committed": _edit_and_commit,
    "time": lambda life: setattr(life, "now", life.now + timedelta(days=9)),
    "readers see the site from later on": lambda life: life.replace(
        SETTINGS, "id: status", f"public_since: {life.now:%Y-%m-%dT%H:%MZ}, id: status"
    ),
    "an audience": lambda life: life.replace(FIRST_OF_TWO, "We read the log.", "{do: We read the log., for: [staff]}"),
}


#: Which incidents are read then. Where a published text was changed, git's former states of the site are read too.
READ_THEN: dict[str, set[str]] = {"nothing": set(), "one more": {"fourth"}}


@pytest.mark.parametrize("known", [_commit, _seal], ids=["committed", "sealed"])
@pytest.mark.parametrize("what", AFTERWARDS)
def test_readers_know_unread_incidents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, known: Callable[[Life], None]
) -> None:
    """What version control or a seal tells of an incident is held against it whether or not it was read, and it is read only if it was changed."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    _three(life)
    life.tree["content/incidents/one/01-first.md"] = life.tree["content/incidents/one/01-first.md"].partition("\nSee [there]")[0]
    for slug in ("one", "two"):
        life.replace(f"content/incidents/{slug}/incident.md", "aware:", "names: {code: Door codes}\naware:")
    life.pictures.clear()
    known(life)
    kept = Counted(tmp_path / "results")
    before = _judged(life, kept)
    assert before == _judged(life, None)
    read = _noted(monkeypatch)
    assert _judged(life, kept) == before
    assert [path for path in read if "/incidents/" in path] == []
    AFTERWARDS[what](life)
    fresh = _judged(life, None)
    read.clear()
    assert _judged(life, kept) == fresh
    if what in READ_THEN:
        assert {path.split("/")[2] for path in read if "/incidents/" in path} == READ_THEN[what]
    assert _judged(life, kept) == fresh


def _nothing(_life: Life) -> None:
    pass


#: What is asked of incidents that nobody looks at, and a change elsewhere that makes a finding of it or takes one away.
ELSEWHERE: dict[str, tuple[Callable[[Life], object], Callable[[Life], object]]] = {
    "a related incident is gone": (
        _nothing,
        lambda life: [life.tree.pop(path) for path in tuple(life.tree) if "/two/" in path],
    ),
    "a related incident is there by now": (
        lambda life: life.replace("content/incidents/one/incident.md", "related: [two]", "related: [fourth]"),
        lambda life: life.tree.update(
            {path.replace("/two/", "/fourth/"): text for path, text in life.tree.items() if "/two/" in path}
        ),
    ),
    "a draft is overtaken": (
        lambda life: life.tree.update(
            {
                f"content/incidents/two/{name}.md": life.tree["content/incidents/two/01-first.md"].replace(
                    "status:", "draft: true\nstatus:"
                )
                for name in ("01-first", "02-next")
            }
        ),
        lambda life: life.replace("content/incidents/two/02-next.md", "draft: true\n", ""),
    ),
    "a moment has come": (
        lambda life: life.replace(
            "content/incidents/two/incident.md",
            "aware:",
            f"moments: {{confirmed: {life.now + timedelta(hours=2):%Y-%m-%dT%H:%MZ}}}\naware:",
        ),
        lambda life: setattr(life, "now", life.now + timedelta(hours=3)),
    ),
    "a profile of the site's own": (
        lambda life: life.replace("content/incidents/two/incident.md", "aware:", "profiles: [members]\naware:"),
        lambda life: life.tree.update(
            {"content/profiles/members.yml": "name: Members\nclocks: {members: {within: 3d, to: Our members}}\n"}
        ),
    ),
    "an update that is linked to": (
        lambda life: life.replace("content/incidents/two/01-first.md", "\n---\n", "\n---\n\nSee [it](../three/01-first.md).\n"),
        lambda life: life.tree.pop("content/incidents/three/01-first.md"),
    ),
    "a page with an incident's name": (
        lambda life: life.replace(
            "content/incidents/two/01-first.md", "\n---\n", "\n---\n\nSee [it](/about/) and [that](/abuot/).\n"
        ),
        lambda life: life.tree.update(
            {"content/pages/about.md": "---\ntitle: About\n---\n\nSee [one](/incidents/three/) and [two](/incidents/tree/).\n"}
        ),
    ),
    "nothing": (_nothing, _nothing),
}


@pytest.mark.parametrize("what", ELSEWHERE)
def test_unread_incidents_are_judged(tmp_path: Path, what: str) -> None:
    """What concerns several incidents is found whether or not their files were read."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    _three(life)
    first, then = ELSEWHERE[what]
    first(life)
    kept = Counted(tmp_path / "results")
    before = _judged(life, kept)
    assert before == _judged(life, None)
    then(life)
    fresh = _judged(life, None)
    assert (fresh == before) is (what == "nothing")
    assert _judged(life, kept) == fresh
    assert _judged(life, kept) == fresh


@pytest.mark.slow
@pytest.mark.no_cover
def test_comparing_with_what_is_kept(tmp_path: Path) -> None:
    """`diff` says the same of two states with and without what is kept of either."""
    kept, differences = Counted(tmp_path / "results"), 0
    for seed in range(LIVES // 4):
        life = begun(seed)
        before = life.files
        for _ in range(LOOKS):
            live(life)
            for held, folders in ((kept, ReadFolders()), (None, None)):
                checked = checking.check(life.files, life.now, life.history, kept=held, folders=folders)
                compared = reporting.compare(before, checked, life.now, Base(words="before"), {}, kept=held, folders=folders)
                if held is not None:
                    found = compared
            assert found == compared, (seed, life.told)
            differences += len(found.differences)
    assert differences > LIVES
    assert kept.got[Kind.FINDINGS] > LIVES


def test_a_preview_folds_what_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that shows a site again and again folds an incident again only if it was changed, whatever it read and kept before."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    _three(life)
    kept, folders, held = Counted(tmp_path / "results"), ReadFolders(), publishing.FoldedIncidents()
    _judged(life, kept)
    made: list[str] = []

    def noted(folder: IncidentFolder, *given: Any) -> Ledger:
        made.append(folder.slug)
        return fold(folder, *given)

    monkeypatch.setattr("generator.pipeline.publishing.fold", noted)
    for changed in ({"one", "two", "three"}, set(), {"one"}, set()):
        if changed == {"one"}:
            life.replace(FIRST, "We read the log.", "We have read half of the log.")
        made.clear()
        publishing.preview(checking.check(life.files, life.now, None, kept=kept, folders=folders), life.now, folded=held)
        assert set(made) == changed


def test_most_folders_of_two_states_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An incident that is the same in both states is read once for both."""
    life = _three(begun(2))
    life.pictures.clear()
    before = life.files
    read = _noted(monkeypatch)
    folders = ReadFolders()
    life.replace(FIRST, "We read the log.", "We have read half of the log.")
    checked = checking.check(life.files, life.now, None, kept=Counted(tmp_path / "results"), folders=folders)
    compared = reporting.compare(
        before, checked, life.now, Base(words="before"), {}, kept=Counted(tmp_path / "results"), folders=folders
    )
    assert compared.differences
    assert (read.count("content/incidents/two/01-first.md"), read.count(FIRST)) == (1, 2)


@pytest.mark.parametrize("root", ["tests/whole/hard_case", "."])
def test_sites_with_everything(tmp_path: Path, root: str) -> None:
    """Sites with several languages, audiences, pictures and corrections come out the same with what was kept of another day, and of the same."""
    kept = Counted(tmp_path / "results")
    files = read_site(Path(root), 1 << 26)
    began = datetime(2026, 11, 20, 17, tzinfo=UTC)

    def files_at(now: datetime, held: Kept) -> tuple[Artifact, ...]:
        site = publishing.publish(checking.check(files, now), now)
        site = publishing.with_attachments(site, read_attachments(Path(root), publishing.attachments(site)))
        return building.render(replace(site, kept=held), _theme(site.config.site.theme))

    for now in (began, began + timedelta(days=40), began + timedelta(days=40)):
        assert files_at(now, kept) == files_at(now, NothingKept())
    assert kept.found


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str) -> None:
    """`build` gives the same site with what an earlier one kept, and `--no-cache` neither uses nor keeps anything."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    life, root = begun(2), tmp_path / "site"
    life.tree[SETTINGS] = re.sub(r"theme: \w+", f"theme: {theme}", life.tree[SETTINGS])
    # A site of few pages has none that are stamped.
    for path, text in tuple(life.tree.items()):
        life.tree |= {path.replace("/case-0/", f"/more-{number}/"): text for number in range(9) if "/case-0/" in path}

    def build(*options: str) -> dict[str, bytes]:
        for path, text in life.tree.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        assert (
            run(["build", "--root", str(root), "--out", str(tmp_path / "made"), "--now", f"{life.now:%Y-%m-%dT%H:%MZ}", *options])
            == 0
        )
        return {
            file.relative_to(tmp_path / "made").as_posix(): file.read_bytes()
            for file in (tmp_path / "made").rglob("*")
            if file.is_file()
        }

    fresh = build("--no-cache")
    assert not (tmp_path / "cache").exists()
    assert build() == fresh
    frames = tmp_path / "cache/aboveboard/results/frames"
    (entry,) = frames.iterdir()
    kept = KeptResults(frames.parent)
    whole = kept.get(Kind.FRAMES, entry.name)
    assert whole is not None
    for odd in (b"{}\n", b'[["../../other", 1]]\na', whole[:-1]):
        kept.put(Kind.FRAMES, entry.name, odd)
        assert build() == fresh
        assert kept.get(Kind.FRAMES, entry.name) == whole
    with monkeypatch.context() as patch:
        patch.setattr(builder, "build_pages", None)
        assert build() == fresh
    results = tmp_path / "cache/aboveboard/results"
    kinds = {folder.name for folder in results.iterdir() if folder.is_dir() and list(folder.iterdir())}
    # The words by which the search finds pages are of a theme with a search.
    assert kinds == {kind.value for kind in Kind if kind is not Kind.WORDS or theme == "material"}
    assert build() == fresh
    entries = set(results.glob("*/*"))
    with monkeypatch.context() as patch:
        patch.setattr(kept_results, "program_stamp", lambda: "of another release")
        assert build() == fresh
    # Of what one release made, another uses nothing.
    assert {file.parent.name for file in set(results.glob("*/*")) - entries} == kinds
    life.tree[life.updates("case-1")[0]] += "\nWe looked again.\n"
    assert build() == build("--no-cache") != fresh


def _three(life: Life) -> Life:
    """Write three incidents: the first is related to the second, links to the third and shows its picture, and has a review with an action due in a day."""
    at = life.now - timedelta(days=1)
    for slug, more in (
        ("one", "\nSee [there](../three/01-first.md).\n\n![A dot](../three/files/dot.png)\n"),
        ("two", ""),
        ("three", ""),
    ):
        related = {"one": "related: [two]\n", "three": "names: {code: Door codes}\n"}.get(slug, "")
        life.tree[f"content/incidents/{slug}/incident.md"] = (
            f"---\ntitle: What befell {slug}\naware: {at - timedelta(hours=1):%Y-%m-%dT%H:%MZ}\n{related}---\n"
        )
        life.tree[f"content/incidents/{slug}/01-first.md"] = (
            f"---\ntitle: They read letters of {slug}\npublished: {at:%Y-%m-%dT%H:%MZ}\nstatus: investigating\nknown:\n  entry: They read letters of {slug}.\ndata: {{code: accessed}}\n"
            "unknown:\n  whose: Whose letters they read.\nnext_steps:\n  log: We read the log.\nactions:\n  password: {do: Change your password., urgency: today}\n"
            f"next_update: {at + timedelta(days=3):%Y-%m-%dT%H:%MZ}\n---\n{more}"
        )
    life.pictures["content/incidents/three/files/dot.png"] = PIXEL
    life.tree["content/incidents/one/review.md"] = (
        f"---\ntitle: How it came about\npublished: {at + timedelta(minutes=9):%Y-%m-%dT%H:%MZ}\ncause: A password was guessed.\nlessons: {{one: Passwords are not enough.}}\n"
        f"corrective_actions:\n  keys: {{do: Give out keys., by: {life.now + timedelta(days=1):%Y-%m-%d}}}\n---\n"
    )
    return life


def _earlier(life: Life, text: str) -> None:
    """Let version control know another text of the first incident, and nothing of the present one."""
    life.now -= timedelta(hours=1)
    present, life.tree[FIRST] = life.tree[FIRST], text
    life.commit()
    life.tree[FIRST] = present
    life.now += timedelta(hours=1)


def _came_late(life: Life) -> None:
    """Let version control know that the settings were there for two days, and all other files came now."""
    present, life.tree = life.tree, {SETTINGS: life.tree[SETTINGS]}
    life.now -= timedelta(days=2)
    life.commit()
    life.now += timedelta(days=2)
    life.tree = present
    life.commit()


FIRST = "content/incidents/one/01-first.md"
#: What a result of the first incident depends on, and what changes that and nothing else. A wide dot is a picture of another size.
COMPONENTS: dict[str, Callable[[Life], object]] = {
    "the time of a promise": lambda life: setattr(life, "now", life.now + timedelta(days=4)),
    "the day of an action": lambda life: setattr(life, "now", life.now + timedelta(hours=40)),
    "a link": lambda life: life.tree.pop("content/incidents/three/01-first.md"),
    "its own file": lambda life: life.replace(FIRST, "We read the log.", "We take your security very seriously."),
    "settings": lambda life: life.replace(SETTINGS, "cadence: {investigating: 30d", "cadence: {investigating: 1d"),
    "a name in settings": lambda life: life.replace(SETTINGS, "Larkfield Energy", "Larkfield Power"),
    "a related title": lambda life: life.replace("content/incidents/two/incident.md", "What befell", "That befell"),
    "a name in the words of another incident": lambda life: life.replace(
        "content/incidents/three/incident.md", "Door codes", "Gate codes"
    ),
    "a picture elsewhere": lambda life: life.pictures.update({"content/incidents/three/files/dot.png": WIDE}),
    "what version control knows": lambda life: _earlier(life, life.tree[FIRST].replace("letters", "papers")),
    "when it came": _came_late,
    "a free page": lambda life: life.tree.update({"content/pages/about.md": "---\ntitle: About\n---\n\nAs we are.\n"}),
}


@pytest.mark.parametrize("what", COMPONENTS)
def test_each_component(tmp_path: Path, what: str) -> None:
    """When one thing that a result depends on is another, what is made is as if nothing had been kept, and not as it was before."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    _three(life)
    before = made(life, Counted(tmp_path / "results"))
    COMPONENTS[what](life)
    fresh = made(life, None)
    assert fresh != before
    found, files = made(life, Counted(tmp_path / "results"))
    assert found == fresh[0]
    assert files == fresh[1]


def test_the_first_translation(tmp_path: Path) -> None:
    """The first translation into a language is shown wherever the same sentence is, also in incidents of which nothing was changed."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    life.replace(SETTINGS, "id: status", "languages: [de], id: status")
    _three(life)
    made(life, Counted(tmp_path / "results"))
    translated = life.tree[FIRST_OF_TWO].replace("We read the log.", "Wir lesen das Protokoll.")
    for text in (translated, translated.replace("das Protokoll", "die Protokolle"), None):
        if text is None:
            del life.tree["content/incidents/two/01-first.de.md"]
        else:
            life.tree["content/incidents/two/01-first.de.md"] = text
        found, files = made(life, Counted(tmp_path / "results"))
        assert (found, files) == made(life, None)
        page = next(one for one in files if isinstance(one, Artifact) and one.path == "docs/de/incidents/three/index.md")
        assert (b"Wir lesen" in page.data) is (text is not None)


def _sealed(life: Life) -> None:
    for path, text, _ in sealing.seals(checking.check(life.files, life.now, life.history), life.now):
        life.tree[path] = text


def _known(life: Life, **more: Any) -> History:
    return History(**{"known": True, "queried_at": life.now, "files": dict(life.versions), **more})


def _other_settings(life: Life) -> tuple[History, History]:
    """Grace for promises was longer when one was made that was not kept."""
    life.replace("content/incidents/one/01-first.md", "We read the log.", "{do: We read the log., by: 2026-03-02T10:00Z}")
    life.commit()
    life.now += timedelta(hours=2)
    (version,) = life.versions[SETTINGS]
    with_grace = life.tree[SETTINGS].replace("policy: {", "policy: {grace: 3h, ").encode()
    return _known(life), _known(life, files={**life.versions, SETTINGS: (replace(version, data=with_grace),)})


def _other_past(life: Life) -> tuple[History, History]:
    """History was rewritten: the same commits have another text."""
    life.commit()
    (version,) = life.versions[FIRST]
    life.now += timedelta(hours=1)
    other = version.data and version.data.replace(b"They read letters of one.", b"They read one letter.")
    return _known(life), _known(life, files={**life.versions, FIRST: (replace(version, data=other),)})


def _other_arrival(life: Life) -> tuple[History, History]:
    """Sealed a day late, of which only the seal tells where there is no version control, and nothing for certain where that is cut off."""
    life.replace("content/incidents/one/01-first.md", "We read the log.", "{do: We read the log., by: 2026-03-02T10:00Z}")
    _sealed(life)
    life.now += timedelta(hours=2)
    return _known(life, known=False, files={}), _known(life, known=False, outside=True, files={})


def _other_earlier(life: Life) -> tuple[History, History]:
    """A text was another when it was approved, on a branch that has come to be known."""
    life.tree["content/plan.yml"] = "roles:\n  lead: [Sam Reed]\n"
    life.replace(SETTINGS, "policy: {", "policy: {approvals: [lead], ")
    life.replace(FIRST, "status:", "draft: true\napproved_by: {lead: Sam Reed}\nstatus:")
    was = life.tree[FIRST].replace("They read letters of one.", "They read one letter.").encode()
    life.now += timedelta(hours=1)
    version = Version("1" * 40, life.now - timedelta(minutes=30), was)
    return _known(life, files={}), _known(life, files={}, earlier={FIRST: (version,)})


def _other_committed(life: Life) -> tuple[History, History]:
    """A sealed text was edited, and only a commit that was not pushed had it as it was sealed; that was amended."""
    life.commit()
    _sealed(life)
    (version,) = life.versions.pop(FIRST)
    life.now += timedelta(hours=1)
    life.replace(FIRST, "They read letters of one.", "They read one letter.")
    other = version.data and version.data.replace(b"They read letters of one.", b"They read no letter.")
    return _known(life, unpushed={FIRST: (version,)}), _known(life, unpushed={FIRST: (replace(version, data=other),)})


@pytest.mark.parametrize("what", [_other_settings, _other_past, _other_arrival, _other_earlier, _other_committed])
def test_each_thing_that_version_control_tells(tmp_path: Path, what: Callable[[Life], tuple[History, History]]) -> None:
    """When history was rewritten, cut off or completed, and nothing else differs, findings and pages follow it."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    _three(life)
    life.tree[FIRST] = life.tree[FIRST].partition("\nSee [there]")[0]
    for slug in ("one", "two"):
        life.replace(f"content/incidents/{slug}/incident.md", "aware:", "names: {code: Door codes}\naware:")
    life.pictures.clear()
    first, then = what(life)
    folder = tmp_path / "results"
    before, fresh = made(life, Counted(folder), first), made(life, None, then)
    assert [one for one in set(before[0]) ^ set(fresh[0]) if one.span.path.startswith("content/incidents/one/")]
    for told, whole in ((then, fresh), (first, before)):
        found, files = made(life, Counted(folder), told)
        assert found == whole[0]
        assert files == whole[1]


def _vouched_for(life: Life) -> None:
    """Let an update link to a host that is not the organisation's own, and say that this is meant."""
    life.replace(FIRST, "status:", "waivers: {foreign-link: They do the counting.}\nstatus:")
    life.tree[FIRST] += "\nSee [their page](https://counting.example/one/).\n"


def _for_staff(life: Life) -> None:
    """Seal advice for an audience in one word, which is a name as long as there is such an audience."""
    life.tree[SETTINGS] += "audiences: {staff: Our staff, members: Our members}\n"
    life.replace(FIRST, "{do: Change your password., ", "{do: Change your password., for: staff, ")
    _sealed(life)
    life.now += timedelta(hours=1)


def _came(life: Life, ago: timedelta) -> None:
    """Let version control know when an incident came in which nothing is promised, which was later than it says."""
    life.tree.pop("content/incidents/one/review.md", None)
    life.tree[FIRST] = re.sub(r"(unknown|next_steps|next_update):.*\n(  .*\n)*", "", life.tree[FIRST])
    life.versions[SETTINGS] = (Version("0" * 40, BEGUN - timedelta(days=2), life.tree[SETTINGS].encode()),)
    for path in life.tree:
        if "/one/" in path:
            life.versions[path] = (Version("1" * 40, BEGUN - ago, life.tree[path].encode()),)
    life.commits = 1


def _sealed_with_comfort(life: Life) -> None:
    """Seal what is public, of which one sentence is an empty assurance."""
    life.replace(FIRST_OF_TWO, "We read the log.", "We take your security very seriously.")
    _sealed(life)
    life.now += timedelta(hours=1)


def _renamed_beside(life: Life) -> None:
    """Rename an incident, and bring back its former folder, as a merge may."""
    renaming = moving.move_of(checking.check(life.files, life.now), "two", "zwei", life.now)
    held = {path.replace("/two/", "/zwei/"): text for path, text in life.tree.items() if "/two/" in path}
    life.tree |= held | dict(renaming.texts)


def _renamed_by_hand(life: Life) -> None:
    """Rename the folder of a sealed incident as files are renamed, of which the order of publication still knows the former name."""
    _sealed(life)
    path, text = sealing.order(checking.check(life.files, life.now), life.now) or ("", "")
    life.tree[path] = text
    life.now += timedelta(hours=1)
    life.tree = {path.replace("/two/", "/zwei/"): text for path, text in life.tree.items()}


def _another_of_its_name(life: Life) -> None:
    """Let another incident have the former name, so that nothing tells any more that this one had it."""
    life.tree |= {
        path.replace("/three/", "/two/"): text for path, text in life.tree.items() if "/three/" in path and "lock" not in path
    }


LAST_OF_THREE = "content/incidents/three/02-last.md"


def _linked(life: Life) -> None:
    """Let an incident link to the second update of another, which is not the newest of the site."""
    text = life.tree["content/incidents/three/01-first.md"].replace("T09:00Z\nstatus", "T09:05Z\nstatus")
    life.tree[LAST_OF_THREE] = text.replace("entry:", "later:")
    life.replace(FIRST, "../three/01-first.md", "../three/02-last.md")


#: What something else says, that decides how an incident is judged or shown, and a change of that alone.
BESIDE: dict[str, tuple[Callable[[Life], object], Callable[[Life], object]]] = {
    "another incident links to a host without a word": (
        _vouched_for,
        lambda life: life.tree.update(
            {path: f"{text}\nSee [this](https://counting.example/).\n" for path, text in life.tree.items() if "three/01" in path}
        ),
    ),
    "an audience that readers know": (_for_staff, lambda life: life.replace(SETTINGS, "staff: Our staff, ", "")),
    "the only audiences": (
        _for_staff,
        lambda life: life.replace(SETTINGS, "audiences: {staff: Our staff, members: Our members}\n", ""),
    ),
    "an update to which it links": (_linked, lambda life: life.tree.pop(LAST_OF_THREE)),
    "a file to which nothing else leads": (
        _nothing,
        lambda life: life.replace(FIRST, "![A dot](../three/files/dot.png)", "No dot."),
    ),
    "a folder has the former name of another": (_sealed_with_comfort, _renamed_beside),
    "a former name is taken": (_renamed_by_hand, _another_of_its_name),
    "it came later still": (
        lambda life: _came(life, timedelta(hours=4)),
        lambda life: _came(life, timedelta(hours=3, minutes=30)),
    ),
}


@pytest.mark.parametrize("what", BESIDE)
def test_what_is_said_elsewhere(tmp_path: Path, what: str) -> None:
    """What is kept of an incident follows what stands elsewhere, forth and back."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    _three(life)
    for slug in ("one", "two"):
        life.replace(f"content/incidents/{slug}/incident.md", "aware:", "names: {code: Door codes}\naware:")
    prepare, change = BESIDE[what]
    prepare(life)
    was, versions = dict(life.tree), dict(life.versions)
    before = made(life, Counted(tmp_path / "results"))
    change(life)
    fresh = made(life, None)
    assert fresh != before
    assert made(life, Counted(tmp_path / "results")) == fresh
    life.tree, life.versions = was, versions
    assert made(life, Counted(tmp_path / "results")) == before


def test_languages_without_words(tmp_path: Path) -> None:
    """Two languages for which the program has no words of its own have pages of their own, also where all were kept."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    life.replace(SETTINGS, "id: status", "languages: [cy, ga], id: status")
    _three(life)
    fresh = made(life, None)
    assert not isinstance(fresh[1], str)
    for _ in range(2):
        assert made(life, Counted(tmp_path / "results")) == fresh


def test_words_of_a_site_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a site says something in other words of its own, all of its pages do."""
    life = begun(2)
    life.tree = {SETTINGS: re.sub(", (public_since|languages): [^,}]*", "", life.tree[SETTINGS])}
    life.replace(SETTINGS, "id: status", "languages: [de], id: status")
    _three(life)
    before = made(life, Counted(tmp_path / "results"))
    path, usual = "locales/de/LC_MESSAGES/aboveboard.po", _theme

    def with_own_words(name: str) -> Theme:
        theme = usual(name)
        told = theme.files[path].replace(b"Was wir wissen", b"Was uns bekannt ist")
        return replace(theme, files={**theme.files, path: told})

    monkeypatch.setattr("tests.whole.test_kept_results._theme", with_own_words)
    fresh = made(life, None)
    assert fresh != before
    assert made(life, Counted(tmp_path / "results")) == fresh
