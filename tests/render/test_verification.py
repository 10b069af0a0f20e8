"""The page by which readers check us: what it says of seals is what the locks say."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.model.source import RawFile
from generator.pipeline import checking, publishing, sealing
from generator.render.language import language_for
from generator.render.pages import _Pages
from generator.render.templating import environment_for
from generator.render.translations import original
from generator.render.verification import chains, lists
from generator.seals.integrity_list import read, read_part

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
THEME = read_theme("lifeboat", ROOT)


def _sealed(files: Sequence[RawFile], now: datetime) -> tuple[list[RawFile], dict[str, str]]:
    """The site with everything sealed that was published by then, and the text of each lock by its path."""
    locks = {path: text for path, text, _ in sealing.seals(checking.check(files, now), now)}
    made = [replace(files[0], path=path, data=text.encode(), size=len(text)) for path, text in locks.items()]
    return [*files, *made], locks


def _page(files: Sequence[RawFile], *, preview: bool = False) -> str:
    checked = checking.check(files, NOW)
    site = (publishing.preview if preview else publishing.publish)(checked, NOW)
    text = _Pages(site, environment_for(THEME), language_for("en", THEME), original(site)).verify().data.decode()
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_numbers_are_those_of_the_locks() -> None:
    """Each incident's chain ends on the page as it ends in its lock, with as many files as the lock holds, and none is left."""
    files, locks = _sealed(read_site(ROOT, 1 << 20), NOW)
    page = _page(files)
    assert len(locks) == 3
    for text in locks.values():
        last = text.splitlines()[-1].split()[0]
        assert f'<code dir="ltr">{last}</code>' in page
        assert f"{last[:8]}…{last[-8:]}" in page
    sealed = sorted(int(number) for number in re.findall(r"(\d+) files are sealed", page))
    # Words under `names` are sealed too, and are no texts.
    names = [{line.split()[2] for line in text.splitlines()} for text in locks.values()]
    assert sealed == sorted(sum("#" not in name for name in one) for one in names)
    assert "not sealed yet" not in page


def test_what_is_not_sealed_is_counted() -> None:
    """Updates published after the last sealing are counted as not sealed; so is everything where nothing is sealed."""
    files = read_site(ROOT, 1 << 20)
    assert re.findall(r"Nothing is sealed yet: (\d+) published files", _page(files)) == ["11", "5", "13"]
    later, _ = _sealed(files, datetime(2026, 11, 15, tzinfo=UTC))
    page = _page(later)
    # Updates 1 to 3, their translations and incident.md were published by then; 4 and 5 and theirs were not.
    assert "7 files are sealed." in page
    assert "4 published files are not sealed yet." in page


def test_a_draft_is_not_published() -> None:
    """In the preview a draft is not counted among what ought to be sealed."""
    files, _ = _sealed(read_site(ROOT, 1 << 20), NOW)
    newest = next(file for file in files if file.path.endswith("support-tickets/05-password-source.md"))
    text = newest.data.replace(b"published: 2026-11-20T16:40Z", b"published: 2026-11-22T16:40Z\ndraft: true")
    path = newest.path.replace("05-password-source", "06-more")
    files.append(replace(newest, path=path, data=text, size=len(text)))
    checked = checking.check(files, NOW)
    assert path in (publishing.preview(checked, NOW).preview or None).unpublished  # type: ignore[union-attr]  # a preview has one
    assert [chain.unsealed for chain in chains(publishing.preview(checked, NOW))] == [0, 0, 0]
    assert "not sealed yet" not in _page(files, preview=True)


def test_what_a_reader_can_check() -> None:
    """The page names the site's address, the organisation's domains, the telephone and the way out of band, and leads to the corrections."""
    page = _page(read_site(ROOT, 1 << 20))
    for words in (
        "https://status.larkfield.example/",
        "<li>larkfield.example</li>",
        "tel:+442079460018",
        "number on your bill",
        "../corrections/",
    ):
        assert words in page


def test_commands_stand_on_a_page_for_experts() -> None:
    """Whoever wonders whether a page is genuine meets no command to type; one link leads to the page that has them all."""
    files, _ = _sealed(read_site(ROOT, 1 << 20), NOW)
    page = _page(files)
    checked = checking.check(files, NOW)
    site = publishing.publish(checked, NOW)
    by_hand = _Pages(site, environment_for(THEME), language_for("en", THEME), original(site)).by_hand().data.decode()
    for command in ("aboveboard validate", "aboveboard verify https://status.larkfield.example/", "git log -- "):
        assert f'<code dir="ltr">{command}' not in page
        assert f'<code dir="ltr">{command}' in by_hand
    assert page.count('<a href="by-hand/">') == 1
    assert '<a href="../">' in by_hand


def test_no_list_grows_with_history() -> None:
    """The list that is signed stays small whatever was published in years; an update changes two lists beside it, and those of past years stay."""
    site = publishing.publish(checking.check(read_site(ROOT, 1 << 20), NOW), NOW)
    one = site.incidents[0]
    names = {}
    incidents = []
    for number in range(900):
        first = one.folder.updates[0]
        when = datetime(2024 + number // 300, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
        dated = replace(first, parsed=replace(first.update, published=when))
        incidents.append(replace(one, folder=replace(one.folder, slug=f"incident-{number:04}", updates=(dated,))))
        names[f"incident-{number:04}"] = when
    site = replace(site, incidents=tuple(incidents))
    files = [
        f"{start}incidents/{slug}/{file}"
        for slug in names
        for start in ("", "de/")
        for file in ("index.html", "1/index.html", "feed.xml")
    ]
    files += [f"api/ledger/2/incidents/{slug}.json" for slug in names] + [f"page-{number}.html" for number in range(2500)]
    files += ["allowed_signers", "keys/a.txt"]
    digests = dict.fromkeys(files, (10_000, "0" * 64))
    made = {artifact.path: artifact.data for artifact in lists(site, digests)}
    root = read(made["integrity.json"])
    assert list(made)[-1] == "integrity.json"
    assert len(made["integrity.json"]) < 3_000
    assert max(map(len, made.values())) < 130_000
    assert set(root.files) == {"allowed_signers", "keys/a.txt"}
    parts = {name: read_part(made[name]) for name in root.lists}
    assert sorted([*root.files, *(path for part in parts.values() for path in part.files)]) == sorted(files)
    assert {slug for part in parts.values() for slug in part.chains} == names.keys()
    after = {
        artifact.path: artifact.data for artifact in lists(site, digests | {"de/incidents/incident-0899/feed.xml": (1, "1" * 64)})
    }
    assert {path for path in made if made[path] != after[path]} == {"integrity.json", "integrity/2026-3.json"}
