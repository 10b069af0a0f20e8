"""Published texts are sealed in a chain, so that later changes are found."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.format.record import FORMAT
from generator.model.source import RawFile, Source
from generator.pipeline import checking, sealing
from generator.seals.ledger_lock import digest_of, lock_text, parse_lock, with_seals
from generator.seals.said import said_digest
from tests.thorough import examples

NOW = datetime(2027, 3, 3, 9, tzinfo=UTC)
FOLDER = "content/incidents/support-tickets/"
CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, id: status.larkfield.example}
contact: {email: incident@larkfield.example, hours: always, who: Sam Reed}
"""
INCIDENT = "---\ntitle: Someone read customer support tickets\naware: 2027-03-03T02:40Z\n---\n"
FIRST = """---
title: Someone read customer support tickets
published: 2027-03-03T03:10Z
status: investigating
known:
  entry: Someone used a stolen staff pasword to open our support desk on 2 March.
unknown:
  whose: Whose tickets they read.
next_steps:
  log: We are reading the access log.
actions: There is nothing you can do yet.
next_update: 2027-03-03T12:00Z
---

More about it.
"""
EMBARGOED = FIRST.replace("03:10Z", "09:30Z").replace("entry: Someone used", "second: They used").replace("12:00Z", "13:00Z")


def _files(**texts: str) -> list[RawFile]:
    named = {"site_config.yml": CONFIG, f"{FOLDER}incident.md": INCIDENT, f"{FOLDER}01-first.md": FIRST}
    named |= {f"{FOLDER}{name.replace('__', '.').replace('_', '-')}": text for name, text in texts.items()}
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in named.items()]


def _seal(files: list[RawFile], now: datetime = NOW) -> str:
    ((path, text, _),) = sealing.seals(checking.check(files, now), now)
    assert path == f"{FOLDER}ledger.lock"
    return text


def _codes(files: list[RawFile], now: datetime = NOW) -> set[str]:
    # Everything here is sealed hours after it says that it was published.
    return {one.code for one in checking.check(files, now).diagnostics if not one.code.startswith(("WRD", "PLN", "PRO030"))}


def test_what_is_sealed() -> None:
    """Seals cover the incident's title and every published file; embargoed files are sealed when their time comes."""
    files = _files(**{"02_second__md": EMBARGOED})
    text = _seal(files)
    assert [line.split()[2] for line in text.splitlines()] == ["incident.md", "01-first.md"]
    later = _seal([*files, RawFile(f"{FOLDER}ledger.lock", text.encode(), len(text))], NOW + timedelta(hours=1))
    assert later.startswith(text)
    assert f" 02-second.md {FORMAT} seen=" in later.splitlines()[2]


def test_sealing_again_changes_nothing() -> None:
    """A sealed text is not sealed again."""
    lock = _seal(_files())
    assert list(sealing.seals(checking.check(_files(ledger__lock=lock), NOW), NOW)) == []


@settings(max_examples=examples(100), deadline=None)
@given(st.data())
def test_any_change_shows(data: st.DataObject) -> None:
    """Changing, removing or adding any character of what a published file says stops the build."""
    lock = _seal(_files())
    at = data.draw(st.integers(0, len(FIRST) - 1))
    put = data.draw(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\ufeff"))
    how = data.draw(st.sampled_from(["in", "out", "over"]))
    changed = FIRST[:at] + ("" if how == "out" else put) + FIRST[at + (how != "in") :]
    checked = checking.check(_files(**{"01_first__md": changed, "ledger__lock": lock}), NOW)
    # What reads the same is the same: a space at the end of a line, a comment, an empty line before the end.
    assert checked.blocked == (changed != FIRST and said_digest(changed) != said_digest(FIRST))


def test_line_ends_and_marks_do_not_count() -> None:
    """Other line ends or a byte-order mark, as editors and git write them, do not count as a change of a published text."""
    lock = _seal(_files())
    files = [*_files(ledger__lock=lock)]
    turned = b"\xef\xbb\xbf" + FIRST.replace("\n", "\r\n").encode()
    files = [RawFile(f.path, turned, len(turned)) if f.path.endswith("01-first.md") else f for f in files]
    assert _codes(files) == set()


def test_a_corrected_word() -> None:
    """A misspelt word may be fixed when it is named; it is then sealed as it is now, and cannot be changed further."""
    lock = _seal(_files())
    corrected = FIRST.replace("pasword", "password").replace(
        "status:", "amended: {when: 2027-03-04, what: {pasword: password}}\nstatus:", 1
    )
    files = _files(**{"01_first__md": corrected, "ledger__lock": lock})
    assert _codes(files) == set()
    again = _seal(files)
    assert _codes(_files(**{"01_first__md": corrected, "ledger__lock": again})) == set()
    further = corrected.replace("support desk", "help desk")
    assert _codes(_files(**{"01_first__md": further, "ledger__lock": again})) == {"CON013"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("2 March", "3 March"), "`known.entry` has changed"),
        (("More about it.", "Nothing more."), "the text below the keys has changed"),
        (("  whose: Whose tickets they read.", "  whom: Whose tickets they read."), "`unknown.whose` is gone"),
        (("status: investigating", "status: contained"), "`status` has changed"),
    ],
)
def test_what_differs_without_any_history(change: tuple[str, str], said: str) -> None:
    """An edit in place is named by its key where the lock alone is there."""
    lock = _seal(_files())
    files = _files(**{"01_first__md": FIRST.replace(*change), "ledger__lock": lock})
    (found,) = [one for one in checking.check(files, NOW).diagnostics if one.code == "CON013"]
    assert said in found.message


@settings(max_examples=examples(100), deadline=None)
@given(st.text(max_size=300))
def test_any_lock_can_be_read(text: str) -> None:
    """Reading any ledger.lock gives consistent lines and at most one problem, whose place is inside the file."""
    document = parse_lock(Source("ledger.lock", text), (), "support-tickets")
    assert len(document.problems) <= 1
    assert all(1 <= problem.at.line <= text.count("\n") + 1 for problem in document.problems)
    assert bool(document.lines) <= bool(text.strip())


def test_a_lock_of_another_incident_is_no_lock() -> None:
    """A chain that begins with another incident's name is refused."""
    lock = _seal(_files())
    assert parse_lock(Source("ledger.lock", lock), (), "support-tickets").problems == ()
    assert parse_lock(Source("ledger.lock", lock), (), "another").problems != ()


def test_a_translation_waits_for_its_original() -> None:
    """A draft's translation is not sealed before its original, even when its own time has come."""
    config = CONFIG.replace("site: {url", "site: {languages: [en, de], url")
    german = FIRST.replace("title: Someone read customer support tickets", "title: Jemand hat Tickets gelesen")
    draft = FIRST.replace("status:", "draft: true\nstatus:", 1)
    texts = {"02_second__md": draft, "02_second__de__md": german, "01_first__de__md": german}
    files = [one if one.path != "site_config.yml" else RawFile(one.path, config.encode(), len(config)) for one in _files(**texts)]
    assert [line.split()[2] for line in _seal(files).splitlines()] == ["incident.md", "01-first.md", "01-first.de.md"]


REVIEW = """---
title: What happened to our support desk
published: 2027-03-03T08:00Z
cause: A staff password was used on another site.
corrective_actions:
  desk: {do: We move to a desk that records copying., owner: Sam Reed, by: 2027-07-01}
  second:
    do: Every account needs a second step.
    owner: Tom Ash
    by: 2027-05-01
---
"""
ONE_LINE = "owner: Sam Reed, by: 2027-07-01}"
BLOCK = "    owner: Tom Ash\n    by: 2027-05-01\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ONE_LINE, "owner: Sam Reed, by: 2027-07-01, done: 2027-06-30}"),
        (ONE_LINE, "owner: Sam Reed, by: 2027-09-01, moved: {from: 2027-07-01, because: The new desk came late.}}"),
        (BLOCK, f"{BLOCK}    done: 2027-04-30\n"),
        (BLOCK, f"{BLOCK}    dropped: We closed\n      the desk.\n"),
        (
            BLOCK,
            "    owner: Tom Ash\n    by: 2027-06-01\n    moved:\n      from: 2027-05-01\n      because: It\n        took longer.\n    done: 2027-05-30\n",
        ),
    ],
    ids=["done", "moved", "done-in-lines", "dropped", "moved-and-done"],
)
def test_a_sealed_review_says_what_has_come_of_its_actions(old: str, new: str) -> None:
    """Completed, moved or given-up actions may be recorded in a sealed review, are sealed again, and hide no other change."""
    lock = _seal(_files(review__md=REVIEW))
    later = REVIEW.replace(old, new)
    assert later != REVIEW
    files = _files(review__md=later)
    files.append(RawFile(f"{FOLDER}ledger.lock", lock.encode(), len(lock)))
    assert not {"CON013", "FRM007", "FRM012"} & _codes(files)
    assert _seal(files).startswith(lock)
    for was, now in (("another site", "a site"), ("Every account", "Each account"), ("Sam Reed", "Tom Ash")):
        changed = [RawFile(one.path, one.data.replace(was.encode(), now.encode()), one.size) for one in files]
        assert "CON013" in _codes(changed)


@pytest.mark.parametrize(("old", "new"), [("by: 2027-07-01", "by: 2027-09-01"), ("    by: 2027-05-01\n", "")])
def test_a_sealed_day_is_not_moved_in_silence(old: str, new: str) -> None:
    """A day promised in a sealed review cannot be changed or removed without recording the old one."""
    lock = _seal(_files(review__md=REVIEW))
    files = _files(review__md=REVIEW.replace(old, new))
    files.append(RawFile(f"{FOLDER}ledger.lock", lock.encode(), len(lock)))
    assert "CON013" in _codes(files)


def test_a_line_of_the_first_format_has_no_number() -> None:
    """A lock from an older version is read unchanged and continues with numbered lines, and a changed number is found."""
    first = digest_of("a\n")
    genesis = digest_of("aboveboard ledger of tickets\n")
    chain = digest_of(f"{genesis} {first} 01-first.md\n")
    old = f"{chain} {first} 01-first.md\n"
    lock = parse_lock(Source("ledger.lock", old), (), "tickets")
    assert [line.format for line in lock.lines] == [1]
    text = lock_text(with_seals("tickets", lock, [("01-first.md", first), ("02-second.md", digest_of("b\n"))]))
    assert text.startswith(old)
    again = parse_lock(Source("ledger.lock", text), (), "tickets")
    assert [(line.name, line.format) for line in again.lines] == [("01-first.md", 1), ("02-second.md", FORMAT)]
    assert not again.problems
    for wrong in (
        text.replace(f"02-second.md {FORMAT}", "02-second.md"),
        text.replace("01-first.md\n", f"01-first.md {FORMAT}\n"),
    ):
        assert parse_lock(Source("ledger.lock", wrong), (), "tickets").problems
