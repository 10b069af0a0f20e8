"""A file counts as possibly published in case of doubt."""

from datetime import UTC, datetime

import pytest

from generator.autofix.fixer import Permission, fix_files
from generator.history.maybe_published import maybe_published, names_in_lock, original_of
from generator.model.diagnostic import Diagnostic, Edit, Severity
from generator.model.history import Committed
from generator.model.source import RawFile, Span

NOW = datetime(2027, 3, 3, 9, tzinfo=UTC)
UPDATE = "content/incidents/x/01-a.md"
NO_GIT = Committed(known=False, why="the folder is not in a git repository", files={})
CLEAN = Committed(known=True, files={})


def _raw(path: str, text: str) -> RawFile:
    return RawFile(path, text.encode(), len(text.encode()))


def _is_sealed(text: str, committed: Committed, *others: RawFile, path: str = UPDATE) -> bool:
    return path in maybe_published([_raw(path, text), *others], NOW, committed)


@pytest.mark.parametrize(
    ("keys", "when_unknown", "when_committed"),
    [
        ("published: 2027-03-03T03:00Z", True, True),
        ("published: 2027-03-03T10:00Z", False, False),
        ("published: 2027-03-03T10:00", True, True),  # without a zone it may be 20:00 the day before in UTC
        ("published: 2027-03-04T10:00", False, False),
        ("published: 2027-03-03T10:00+02:00", True, True),
        ('Published : "2027-03-03T03:00Z"  # now', True, True),
        ("published: 2027-03-03T03:00Z\ntitle: a: b: c", True, True),
        ("title: a: b: c\npublished: 2027-03-09T03:00Z", False, False),
        ("published: tomorrow", True, True),
        ("title: X", True, True),
        ("published: 2027-03-03T03:00Z\ndraft: true", False, False),
        ("published: 2027-03-03T03:00Z\nDraft: yes", False, False),
        ("published: 2027-03-03T03:00Z\ntitle: a: b: c\ndraft: true", False, False),
        ("published: 2027-03-03T03:00Z\ntitle: a: b: c\n\ndraft: true", True, True),
        ("published: 2027-03-03T03:00Z\ndraft: false", True, True),
    ],
)
def test_its_time(keys: str, when_unknown: bool, when_committed: bool) -> None:
    """A file whose time has come or is not given may be public if git has it or if nothing can be known."""
    text = f"---\n{keys}\n---\ndraft: true\n"
    assert _is_sealed(text, NO_GIT) == when_unknown
    assert _is_sealed(text, Committed(known=True, files={UPDATE: text.encode()})) == when_committed
    assert not _is_sealed(text, CLEAN)


def test_what_was_committed_counts() -> None:
    """An edit that was not committed does not turn a published update into a draft or a future one."""
    old = b"---\npublished: 2027-03-03T03:00Z\n---\n"
    for text in ("---\npublished: 2027-03-03T03:00Z\ndraft: true\n---\n", "---\npublished: 2027-03-09T03:00Z\n---\n"):
        assert _is_sealed(text, Committed(known=True, files={UPDATE: old}))
    draft = old.replace(b"Z\n", b"Z\ndraft: true\n")
    assert not _is_sealed(old.decode(), Committed(known=True, files={UPDATE: draft}))


def test_the_lock() -> None:
    """A line of ledger.lock that names a file seals it, whatever else is known; a lock that was not read completely seals all."""
    lock = _raw("content/incidents/x/ledger.lock", "abc def 01-a.md\n")
    future = "---\npublished: 2027-04-03T03:00Z\ndraft: true\n---\n"
    assert _is_sealed(future, CLEAN, lock)
    assert not _is_sealed(future, CLEAN, lock, path="content/incidents/x/02-b.md")
    assert not _is_sealed(future, CLEAN, lock, path="content/incidents/y/01-a.md")
    assert names_in_lock(RawFile(lock.path, b"", 0, link=True), "x.md")
    assert names_in_lock(RawFile(lock.path, b"abc", 1 << 30), "x.md")


def test_a_translation_has_the_time_of_its_original() -> None:
    """A translation is as public as its original, once it is committed itself."""
    path = "content/incidents/x/01-a.pt-BR.md"
    assert original_of(path) == UPDATE
    assert original_of(UPDATE) == UPDATE
    text, original = "---\npublished: 2027-04-03T03:00Z\n---\n", _raw(UPDATE, "---\npublished: 2027-03-03T03:00Z\n---\n")
    assert _is_sealed(text, NO_GIT, original, path=path)
    assert not _is_sealed(text, CLEAN, original, path=path)
    assert _is_sealed(text, Committed(known=True, files={path: text.encode()}), original, path=path)


def test_a_review_has_its_own_time() -> None:
    """review.md is judged by its own time."""
    path = "content/incidents/x/review.md"
    assert _is_sealed("---\npublished: 2027-03-03T03:00Z\n---\n", NO_GIT, path=path)
    assert not _is_sealed("---\npublished: 2027-05-03T03:00Z\n---\n", NO_GIT, path=path)


@pytest.mark.parametrize(
    ("line", "kept"), [(2, True), (3, True), (4, True), (5, False)], ids=["title", "its second line", "aware", "impact"]
)
def test_title_and_aware_of_a_published_incident(line: int, kept: bool) -> None:
    """Once an update is public, incident.md is still fixed, but not in its title or in when we became aware."""
    path = "content/incidents/x/incident.md"
    files = [_raw(path, "---\nTitle: One\n  and more\naware: 2027-03-03T03:00Z\nimpact: Major\n---\n"), _raw(UPDATE, "")]

    def judge(given: tuple[RawFile, ...]) -> list[Diagnostic]:
        at = Span(path, line, 3, line, 3)
        done = b"''" in next(one.data for one in given if one.path == path)
        one = Diagnostic("FRM099", "x", Severity.ERROR, "x", "x", at, blocks=True, edits=(Edit(at, "''"),))
        return [] if done else [one]

    outcome = fix_files(files, judge, Permission(sealed={UPDATE: "public"}, confirm=lambda *_: True))
    assert (outcome.files == {}) == kept
    assert not kept or "stay as they are" in outcome.left[0].why
    assert fix_files(files, judge, Permission(sealed={}, confirm=lambda *_: True)).files
