"""What was published stays, so no rule makes an error of it, and none advises to change it."""

import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.adapters import git
from generator.adapters.site_files import read_site
from generator.content.assembly import assemble
from generator.content.parser import parse_incident
from generator.model.diagnostic import Diagnostic, Severity
from generator.model.document import ReviewDocument, UpdateDocument
from generator.model.source import RawFile, Source
from generator.pipeline import checking, publishing, sealing
from generator.rules.catalogue import ALL_RULES
from generator.seals.ledger_lock import INCIDENT, digest_of, digest_of_incident, lock_text, with_seals
from tests.each import hold_each
from tests.rules.case_files import ALL_CASES, Case
from tests.thorough import shown

pytestmark = pytest.mark.no_cover

TIMED = {rule.code for rule in ALL_RULES if rule.timed}
_OURS = re.compile(r"CON013|SEA\d{3}")


def _with_locks(files: Iterable[RawFile]) -> tuple[list[RawFile], set[str]]:
    """The files with a lock in each incident that seals every text in it, and the paths of those texts."""
    files = list(files)
    items: dict[str, list[tuple[str, str]]] = defaultdict(list)
    paths = set()
    for folder in assemble(files).incidents:
        top = f"content/incidents/{folder.slug}/"
        documents: list[UpdateDocument | ReviewDocument] = [*folder.updates, *folder.translations, *folder.review_translations]
        for document in (*documents, *([folder.review] if folder.review else [])):
            items[folder.slug].append((document.source.path.removeprefix(top), digest_of(document.source.text)))
            paths.add(document.source.path)
        if folder.document.incident:
            items[folder.slug].append((INCIDENT, digest_of_incident(folder.document.incident)))
    locks = {
        f"content/incidents/{slug}/ledger.lock": lock_text(with_seals(slug, None, names)).encode()
        for slug, names in items.items()
    }
    kept = [file for file in files if file.path not in locks]
    return [*kept, *(RawFile(path, data, len(data)) for path, data in locks.items())], paths


_FIRING = [case for case in ALL_CASES if case.fires and not _OURS.match(case.code)]
_TRIED = [case for number, case in enumerate(_FIRING) if shown(number)]


@pytest.mark.parametrize("family", sorted({case.code[:3] for case in _TRIED}))
def test_no_rule_makes_an_error_of_a_sealed_text(family: str) -> None:
    """Whatever a rule finds, once every text is sealed it is at most a warning there, and its help says something else."""
    hold_each(_makes_no_error_of_a_sealed_text, [case for case in _TRIED if case.code.startswith(family)], str)


def _makes_no_error_of_a_sealed_text(case: Case) -> None:
    before = {(one.code, one.help) for one in case.found}
    files, paths = _with_locks(case.files)
    for one in checking.check(files, case.now, case.history).diagnostics:
        if one.span.path in paths and not _OURS.match(one.code):
            assert one.severity is not Severity.ERROR, one
            assert not one.blocks, one
            # Words for a name are written in another file, which can always be added to.
            elsewhere = re.search(
                r"under `names:` in incident|under `audiences:` in site_config\.yml|write `translations: ", one.help
            )
            assert one.code in TIMED or elsewhere or "it was published" in one.help or (one.code, one.help) not in before, one
        if one.code.startswith("SEA") and one.severity is not Severity.ADVICE:
            # The page of an audience that the settings do not have was there as long as its text says so.
            assert one.code in {"SEA006", "SEA010"} or case.versions, one


def test_what_asks_for_another_file_is_asked_for_all_the_same() -> None:
    """A translation that is not there yet changes nothing of what was published: a sealed original still says which file to write."""
    for case in (case for case in _FIRING if case.code == "TRA007"):
        files, _ = _with_locks(case.files)
        wanted = [one.help for one in case.found if one.code == "TRA007"]
        assert [one.help for one in checking.check(files, case.now, case.history).diagnostics if one.code == "TRA007"] == wanted


def test_the_cases_reach_every_rule_of_texts() -> None:
    """The test above is meaningful: in most families, a sealed text had an error that is now a warning."""
    found: set[str] = set()
    for case in {case.code: case for case in reversed(_FIRING)}.values():
        files, paths = _with_locks(case.files)
        let_off = checking.check(files, case.now, case.history).diagnostics
        errors = {one.code for one in case.found if one.severity is Severity.ERROR}
        found |= errors & {one.code for one in let_off if one.severity is Severity.WARNING and one.span.path in paths}
    assert {"FRM", "HON", "CON", "PRO", "WRD", "SAF", "PLN", "TRA"} == {code[:3] for code in found}
    assert len(found) > 60


# Settings that change after a text was published.

TOP = "content/incidents/lost-drive"
SITE = {
    "site_config.yml": """organisation:
  name: Fernhill Library
  domains: [fernhill.example, oldname.example]
site: {url: https://status.fernhill.example/, languages: [en, de], timezone: Asia/Tokyo}
contact: {email: help@fernhill.example, phone: "+81 3 5550 0134", hours: always, who: Aiko Mori}
systems: [Catalogue]
policy: {grace: 2h, cadence: {investigating: 5w}}
wording: {allow: [fully secured]}
""",
    f"{TOP}/incident.md": "---\ntitle: A drive with loans was lost\naware: 2026-05-02T06:00Z\n---\n",
    f"{TOP}/01-first.md": """---
title: A drive with loans was lost on a train
published: 2026-05-02T08:00Z
status: investigating
known:
  drive: A drive was left on a train on 1 May 2026. Look at https://www.oldname.example/drive.
  safe: The other drives are fully secured.
unknown:
  whose: Whose loans are on it.
next_steps:
  search: {do: We search the train., by: 2026-05-03}
actions: There is nothing you can do yet. Ask help@fernhill.example or +81 3 5550 0134.
next_update: 2026-05-03T02:00Z
---

Our [page about drives](https://www.oldname.example/drives) and <https://oldname.example/plain> give more adresses.
""",
    f"{TOP}/01-first.de.md": """---
title: Ein Laufwerk mit Ausleihen ging in einem Zug verloren
published: 2026-05-02T08:00Z
status: investigating
known:
  drive: Ein Laufwerk blieb am 1. Mai 2026 in einem Zug liegen. Siehe https://www.oldname.example/drive.
  safe: Die anderen Laufwerke sind verschlossen.
unknown:
  whose: Wessen Ausleihen darauf sind.
next_steps:
  search: {do: Wir durchsuchen den Zug., by: 2026-05-03}
actions: Sie können noch nichts tun. Fragen Sie help@fernhill.example oder +81 3 5550 0134.
next_update: 2026-05-03T02:00Z
---

Unsere [Seite über Laufwerke](https://www.oldname.example/drives) und <https://oldname.example/plain> sagen mehr.
""",
    f"{TOP}/02-search.md": """---
title: We are still searching the train
published: 2026-05-03T03:30Z
status: investigating
no_change: true
actions: There is nothing you can do yet. Ask help@fernhill.example or +81 3 5550 0134.
next_update: 2026-06-03T02:00Z
---
""",
    f"{TOP}/02-search.de.md": """---
title: Wir durchsuchen noch den Zug
published: 2026-05-03T03:30Z
status: investigating
no_change: true
actions: Sie können noch nichts tun. Fragen Sie help@fernhill.example oder +81 3 5550 0134.
next_update: 2026-06-03T02:00Z
---
""",
    f"{TOP}/incident.de.md": "---\ntitle: Ein Laufwerk mit Ausleihen ging verloren\n---\n",
    f"{TOP}/review.md": """---
title: How a drive was lost
published: 2026-05-03T05:00Z
cause: It was left on a seat. See https://www.oldname.example/drive.
response_well:
  quick: We searched at once.
corrective_actions:
  locks: {do: We lock drives away., by: 2026-09-01, owner: Aiko Mori}
---
""",
    f"{TOP}/review.de.md": """---
title: Wie ein Laufwerk verloren ging
published: 2026-05-03T05:00Z
cause: Es blieb auf einem Sitz liegen. Siehe https://www.oldname.example/drive.
response_well:
  quick: Wir haben sofort gesucht.
corrective_actions:
  locks: {do: Wir schließen Laufwerke weg., by: 2026-09-01, owner: Aiko Mori}
---
""",
}
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LATER: dict[str, tuple[tuple[str, str], ...]] = {
    "a domain was given up": ((", oldname.example", ""),),
    "the organisation has another name": (
        ("fernhill.example, oldname.example", "fernhill.example"),
        ("Fernhill Library", "Oldname Library"),
    ),
    "approvals are asked for": (("grace: 2h", "grace: 2h, approvals: [lead]"),),
    "no grace any more": (("grace: 2h, ", ""),),
    "a shorter cadence": (("investigating: 5w", "investigating: 2h"),),
    "another time zone": (("Asia/Tokyo", "Pacific/Honolulu"),),
    "a phrase is no longer allowed": (("wording: {allow: [fully secured]}\n", ""),),
    "a phrase is not wanted": (("wording: {allow: [", "wording: {add: [the train, dem Zug], allow: ["),),
    "a language less": (("languages: [en, de]", "languages: [en]"),),
    "a language more": (("languages: [en, de]", "languages: [en, de, fr]"),),
    "other ways to ask": (("help@fernhill.example", "ask@fernhill.example"), ("5550 0134", "5550 0199")),
    "another address": (("status.fernhill.example", "status.newhill.example"), ("domains: [fernhill", "domains: [newhill")),
    "plainer texts are asked for": (("policy: {", "policy: {readability: {grade_at_most: 5}, "),),
    "other systems": (("systems: [Catalogue]", "systems: [Loans desk]"),),
}
PLANS = {
    "a plan": "roles: {lead: {who: Aiko Mori, deputy: Ken Abe}}\napprovals: {first_statement: [lead], update: [lead], review: [lead]}\n",
    "a plan with a cadence": "roles: {lead: {who: Aiko Mori, deputy: Ken Abe}}\ncadence: {investigating: 3h}\n",
}


def _git(folder: Path, *arguments: str, when: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@fernhill.example", "-c", "commit.gpgsign=false")
    dated = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, env=dated)


def _commit(folder: Path, when: str) -> None:
    _git(folder, "add", "-A", when=when)
    _git(folder, "commit", "-qm", "x", when=when)


def _about(number: int) -> str:
    return f"---\ntitle: About\n---\nText {number}.\n"


def _write_about(folder: Path, number: int) -> None:
    (folder / "content/pages").mkdir(exist_ok=True)
    (folder / "content/pages/about.md").write_text(_about(number), encoding="utf-8")


def _commit_more(folder: Path, number: int) -> None:
    """Change a page in so many further commits, an hour apart, all at once; the working copy follows."""
    if not number:
        return
    stream = ""
    for at in range(1, number + 1):
        moment = int(datetime(2026, 5, 3, 6 + at, tzinfo=UTC).timestamp())
        stream += f"commit refs/heads/main\ncommitter A <a@fernhill.example> {moment} +0000\ndata 1\nx\n"
        stream += "from refs/heads/main^0\n" if at == 1 else ""
        stream += f"M 100644 inline content/pages/about.md\ndata {len(_about(at))}\n{_about(at)}\n"
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=stream.encode(), check=True, capture_output=True)
    _write_about(folder, number)
    _git(folder, "reset", "-q", when="2026-05-04T08:00Z")


def _check(folder: Path, now: datetime = NOW) -> tuple[Diagnostic, ...]:
    return checking.check(read_site(folder, 1 << 20), now, git.history(folder)).diagnostics


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A site that was published two days ago, known from its lock, from git, or from both."""
    made = {}
    for known in ("lock", "git", "both"):
        made[known] = folder = tmp_path_factory.mktemp(known)
        for path, text in SITE.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        assert [one for one in _check(folder) if one.blocks] == []
        if known != "git":
            for path, text, _names in sealing.seals(checking.check(read_site(folder, 1 << 20), NOW), NOW):
                (folder / path).write_text(text, encoding="utf-8")
        if known != "lock":
            _git(folder, "init", "-q", "-b", "main", "--template=", when="2026-05-03T05:00Z")
            _commit(folder, "2026-05-03T05:00Z")
    return made


@pytest.fixture(params=["lock", "git", "both"])
def published(request: pytest.FixtureRequest, tmp_path: Path, sites: dict[str, Path]) -> Path:
    """A copy of such a site, to change."""
    return shutil.copytree(sites[request.param], tmp_path / "site")


def _change(folder: Path, *changes: tuple[str, str]) -> None:
    file = folder / "site_config.yml"
    text = file.read_text(encoding="utf-8")
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    file.write_text(text, encoding="utf-8")


@pytest.mark.no_cover
@pytest.mark.parametrize("what", [*LATER, *PLANS])
@pytest.mark.parametrize(
    ("published", "commits"),
    [("lock", 0), *((by, commits) for by in ("git", "both") for commits in (0, 1, 14))],
    indirect=["published"],
)
def test_a_later_setting(published: Path, what: str, commits: int) -> None:
    """What a later setting would ask of a published text is a warning, in the working copy, in a commit, and many commits after it."""
    if what in LATER:
        _change(published, *LATER[what])
    else:
        (published / "content/plan.yml").write_text(PLANS[what], encoding="utf-8")
    if commits:
        _write_about(published, 0)
        _commit(published, "2026-05-03T06:00Z")
        _commit_more(published, commits - 1)
    found = _check(published)
    assert [
        one for one in found if one.blocks and one.span.path.startswith(TOP) and not one.span.path.endswith("incident.md")
    ] == []
    for one in found:
        if one.span.path.startswith(TOP) and one.code[:3] in {"PLN", "SAF", "TRA", "WRD"} and one.severity is Severity.WARNING:
            assert not re.search(r"\b(?:take it out|take the link out|rename|delete|fix)\b", one.help), one


@pytest.mark.parametrize(
    ("what", "code", "says"),
    [
        ("a domain was given up", "SAF029", "readers see the words without the link"),
        ("approvals are asked for", "PLN003", "`since: 2026-05-03` in content/plan.yml"),
        ("a phrase is no longer allowed", "WRD009", "under `corrections:`"),
        ("a language less", "TRA008", "`languages:` under `site:`"),
        ("other ways to ask", "SAF036", "`contact:`"),
    ],
)
def test_it_says_what_can_be_done(published: Path, what: str, code: str, says: str) -> None:
    """A warning, with something that can be done without touching the text."""
    assert code not in {one.code for one in _check(published)}
    _change(published, *LATER[what])
    found = [one for one in _check(published) if one.code == code]
    assert found
    assert {one.severity for one in found} == {Severity.WARNING}
    assert all("published" in one.help for one in found)
    assert any(says in one.help for one in found)


def test_a_promise_that_was_kept_stays_kept(published: Path) -> None:
    """Less grace today makes nothing late that came in time by the grace which counted when it was promised."""
    before = {(one.code, one.span.path) for one in _check(published) if one.code[:3] == "PRO"}
    _change(published, *LATER["no grace any more"])
    assert {(one.code, one.span.path) for one in _check(published) if one.code[:3] == "PRO"} == before


def test_what_is_said_to_do_works(published: Path) -> None:
    """The line that a warning offers for approvals takes it away, and still holds what comes later."""
    _change(published, *LATER["approvals are asked for"])
    lines = {line for one in _check(published) if one.code == "PLN003" for line in re.findall(r"`(since: .*?)`", one.help)}
    (published / "content/plan.yml").write_text(f"{max(lines)}\n", encoding="utf-8")
    (published / TOP / "03-more.md").write_text(
        SITE[f"{TOP}/02-search.md"].replace("2026-05-03T03:30Z", "2026-05-04T08:55Z"), encoding="utf-8"
    )
    found = [one for one in _check(published) if one.code == "PLN003"]
    assert [(one.span.path, one.blocks) for one in found] == [(f"{TOP}/03-more.md", True)]


def test_a_new_text_is_held_to_the_new_setting(published: Path) -> None:
    """A translation that comes later, and a new update, are judged by the settings of today."""
    _change(published, *LATER["a domain was given up"])
    for name in ("01-first.de.md", "02-search.de.md"):
        (published / TOP / name).unlink()
    (published / TOP / "01-first.de.md").write_text(SITE[f"{TOP}/01-first.de.md"] + "\nMehr.\n", encoding="utf-8")
    new = SITE[f"{TOP}/02-search.md"].replace("03T03:30Z", "04T08:55Z") + "\nSee https://oldname.example/x.\n"
    (published / TOP / "03-more.md").write_text(new, encoding="utf-8")
    blocking = {one.span.path.rpartition("/")[2] for one in _check(published) if one.code == "SAF029" and one.blocks}
    assert blocking == {"01-first.de.md", "03-more.md"}


def test_a_text_that_was_edited(published: Path) -> None:
    """A published text that was changed has its own error, and what else is wrong with it says to bring it back first."""
    _change(published, *LATER["a domain was given up"])
    file = published / TOP / "01-first.md"
    file.write_text(file.read_text(encoding="utf-8").replace("on a train on", "on a bus on"), encoding="utf-8")
    found = {one.code: one for one in _check(published) if one.span.path.endswith("01-first.md")}
    assert found["CON013"].blocks
    assert found["SAF029"].blocks
    assert "restore the published text" in found["SAF029"].help


def test_a_word_that_was_corrected(published: Path) -> None:
    """In a text with a corrected word, everything else counts as published, on the same line too."""
    _change(published, *LATER["a domain was given up"])
    file = published / TOP / "01-first.md"
    amended = "amended: {when: 2026-05-04, what: {adresses: addresses}}\nstatus:"
    file.write_text(
        SITE[f"{TOP}/01-first.md"].replace("adresses", "addresses", 1).replace("status:", amended, 1), encoding="utf-8"
    )
    assert [one.code for one in _check(published) if one.blocks] == []


def test_what_came_of_a_corrective_action(published: Path) -> None:
    """What a published review may still say of its actions is new, and held to today's rules; the rest of it is not."""
    _change(published, *LATER["a domain was given up"])
    file = published / TOP / "review.md"
    done = ", done: 2026-05-03}"
    file.write_text(SITE[f"{TOP}/review.md"].replace("owner: Aiko Mori}", f"owner: Aiko Mori{done}"), encoding="utf-8")
    assert [one.code for one in _check(published) if one.blocks and one.span.path.endswith("review.md")] == []
    given_up = ", dropped: See https://oldname.example/why.}"
    file.write_text(SITE[f"{TOP}/review.md"].replace("owner: Aiko Mori}", f"owner: Aiko Mori{given_up}"), encoding="utf-8")
    line = (
        file.read_text(encoding="utf-8")
        .split("\n")
        .index(next(x for x in file.read_text(encoding="utf-8").split("\n") if "dropped" in x))
        + 1
    )
    assert [(one.code, one.span.line) for one in _check(published) if one.blocks and one.span.path.endswith("review.md")] == [
        ("SAF029", line)
    ]


def test_only_title_and_time_of_an_incident_are_published(published: Path) -> None:
    """A link to a host that was given up: in the title of incident.md a warning, in what may still be changed of it an error."""
    _change(published, *LATER["a domain was given up"])
    file = published / TOP / "incident.md"
    file.write_text(SITE[f"{TOP}/incident.md"] + "\nSee https://oldname.example/drive.\n", encoding="utf-8")
    found = [one for one in _check(published) if one.span.path.endswith("incident.md") and one.code == "SAF029"]
    assert [one.blocks for one in found] == [True]


def test_refused_by_a_build_is_not_published(tmp_path: Path) -> None:
    """A text committed with an error was never shown: its errors remain, however long it has been there."""
    for path, text in SITE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text.replace("Look at https://www.", "Look at https://elsewhere.example/"), encoding="utf-8")
    _git(tmp_path, "init", "-q", "-b", "main", when="2026-05-02T08:00Z")
    _commit(tmp_path, "2026-05-02T08:00Z")
    found = [one for one in _check(tmp_path) if one.code == "SAF029" and one.span.path.endswith("01-first.md")]
    assert found
    assert all(one.blocks for one in found)


def test_a_site_without_lock_or_git_is_judged_as_before(tmp_path: Path) -> None:
    """Where nothing tells what was published, everything is held to today's settings."""
    files = [RawFile(path, text.encode(), len(text.encode())) for path, text in SITE.items()]
    config = SITE["site_config.yml"].replace(", oldname.example", "").encode()
    files = [replace(file, data=config, size=len(config)) if file.path == "site_config.yml" else file for file in files]
    assert {one.span.path.rpartition("/")[2] for one in checking.check(files, NOW).diagnostics if one.blocks} >= {
        "01-first.md",
        "review.md",
    }


def test_a_form_that_a_newer_version_refuses() -> None:
    """A sealed text with a key that nothing knows is shown all the same; unsealed it is refused."""
    text = SITE[f"{TOP}/01-first.md"].replace("status:", "mood: calm\nstatus:", 1)
    old = {**SITE, f"{TOP}/01-first.md": text}
    files = [RawFile(path, said.encode(), len(said.encode())) for path, said in old.items()]
    assert {one.code for one in checking.check(files, NOW).diagnostics if one.blocks} == {"FRM006"}
    locked, _ = _with_locks(files)
    checked = checking.check(locked, NOW)
    assert [one.code for one in checked.diagnostics if one.blocks] == []
    assert "FRM006" in {one.code for one in checked.diagnostics}
    assert [len(case.folder.updates) for case in publishing.publish(checked, NOW).incidents] == [2]


def test_where_the_folder_is_wrong_its_texts_are_not() -> None:
    """A gap in the numbers is found in the folder, and stops the build even where the text after it was published."""
    locked, _ = _with_locks(RawFile(path, said.encode(), len(said.encode())) for path, said in SITE.items() if "/01-" not in path)
    found = [one for one in checking.check(locked, NOW).diagnostics if one.blocks]
    assert [(one.code, one.span.path) for one in found] == [
        ("FRM027", f"{TOP}/incident.md"),
        *[(one.code, one.span.path) for one in found[1:]],
    ]
    assert parse_incident(Source("", SITE[f"{TOP}/incident.md"]), ()).incident is not None


def test_two_published_updates_that_do_not_agree(published: Path) -> None:
    """What a new update drops or contradicts is an error in it; once both are published it is a warning there."""
    new = published / TOP / "03-more.md"
    text = (
        SITE[f"{TOP}/02-search.md"].replace("03T03:30Z", "04T08:55Z").replace("no_change: true", "known:\n  drive: It was a bus.")
    )
    new.write_text(
        text.replace("next_update", "next_steps:\n  search: We search the bus.\nunknown:\n  how: How it was lost.\nnext_update")
    )
    found = {
        one.code: one for one in _check(published) if one.span.path.endswith("03-more.md") and one.severity is Severity.ERROR
    }
    assert {"CON001", "CON002"} <= set(found)
    files = [
        RawFile(path.relative_to(published).as_posix(), data := path.read_bytes(), len(data)) for path in _content(published)
    ]
    locked, _ = _with_locks(files)
    later = {one.code: one for one in checking.check(locked, NOW).diagnostics if one.span.path.endswith("03-more.md")}
    assert {later[code].severity for code in ("CON001", "CON002")} == {Severity.WARNING}
    assert "in a new update" in later["CON001"].help


def _content(folder: Path) -> list[Path]:
    return [folder / "site_config.yml", *(path for path in (folder / "content").rglob("*") if path.is_file())]
