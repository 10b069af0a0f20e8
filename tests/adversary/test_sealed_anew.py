"""The promise that a seal is kept: whoever can write to a lock can add a line to it, and that alone makes no other text of a published one."""

import re
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from generator.model.source import Source
from generator.pipeline import checking
from generator.seals.ledger_lock import lock_text, parse_lock, with_seals
from tests.history.generated import BEGUN, blocking, files_of
from tests.history.generated_sites import DOOR, LAPTOP, PAGE, SETTINGS, STEPS, Lived, Tree, _remedy, _with_note, begin, sealed

NOW = BEGUN.replace(month=5)


def _begun() -> Tree:
    one = Lived()
    one.made.when = BEGUN
    return sealed(begin(one), BEGUN.replace(hour=12))


def _codes(tree: Tree) -> set[str]:
    return {one.code for one in checking.check(files_of(tree), NOW).diagnostics if one.blocks}


@pytest.mark.parametrize(
    ("path", "was", "now", "code"),
    [
        (f"{LAPTOP}/01-first.md", "1,212", "12", "CON013"),
        (f"{DOOR}/01-door.md", "7 hours", "7 minutes", "CON013"),
        (f"{LAPTOP}/incident.md", "remedy: We pay for a new card.", "remedy: We pay nothing.", "CON075"),
        (f"{LAPTOP}/incident.md", "ask: Was my bank account there?", "ask: Was my name there?", "CON089"),
        (f"{LAPTOP}/incident.md", "title: A laptop was lost", "title: A laptop was found", "SEA003"),
        (PAGE, "We never ring you.", "We may ring you.", "CON091"),
        (SETTINGS, "7946 0018", "7946 0999", "CON091"),
    ],
)
def test_a_line_that_is_added(path: str, was: str, now: str, code: str) -> None:
    """A changed text, part of incident.md, title, page or way to ask that is sealed once more is found by the lock alone."""
    tree = _begun()
    assert _codes(tree) == set()
    assert was in tree[path]
    anew = sealed(tree | {path: tree[path].replace(was, now)}, NOW)
    assert anew != tree
    assert code in _codes(anew)


def test_a_lock_of_an_earlier_version() -> None:
    """A line without the digest of what a text says is followed by one that has it; another layout of the text stays the same text."""
    tree, path, lock = _begun(), f"{LAPTOP}/01-first.md", f"{LAPTOP}/ledger.lock"
    slug = LAPTOP.rpartition("/")[2]
    parsed = parse_lock(Source(lock, tree[lock]), (), slug)
    items = [(line.name, line.digest) for line in parsed.lines]
    tree[lock] = lock_text(with_seals(slug, None, items))
    again = sealed(tree, NOW)
    assert again[lock].startswith(tree[lock])
    quoted = again | {
        path: again[path].replace("laptop: A laptop was left on a train.", "laptop: 'A laptop was left on a train.'")
    }
    assert quoted != again
    assert _codes(quoted) == set()


@pytest.mark.parametrize("step", STEPS)
def test_an_honest_step(step: object) -> None:
    """What is owned up to may be sealed once more."""
    one, rng = Lived(updates=1), Random(3)
    one.made.when = BEGUN
    one.made.commit(_begun())
    one.made.when = NOW.replace(day=1)
    changed = step(one, one.tree, rng)  # type: ignore[operator]
    assert _codes(sealed(changed, NOW)) == set()


@pytest.mark.parametrize("lines", [0, 3])
def test_a_translation_of_incident_md(lines: int) -> None:
    """A translation of incident.md that was sealed and is gone is found, though no line has its name."""
    one, rng = Lived(updates=1), Random(3)
    one.made.when = BEGUN
    one.made.commit(_begun())
    tree = sealed(STEPS[0](one, one.tree, rng), NOW)
    assert _codes(tree) == set()
    gone = {path: text for path, text in tree.items() if not path.endswith("incident.de.md")}
    if lines:
        # A lock cut short proves nothing of what was behind; what is left of the translation does.
        lock = f"{LAPTOP}/ledger.lock"
        gone[lock] = "".join(gone[lock].splitlines(keepends=True)[:-lines])
    assert "SEA002" in _codes(gone)


@pytest.mark.no_cover
@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("owned", [False, True])
def test_what_was_never_sealed(tmp_path: Path, *, owned: bool, before: bool) -> None:
    """Words of incident.md that stood in public without a seal are not forgotten by sealing others: alone, or after still older ones."""
    one, rng, path = Lived(sealed=False), Random(3), f"{LAPTOP}/incident.md"
    one.made.commit({SETTINGS: begin(one)[SETTINGS]})
    one.made.when = BEGUN
    one.publish(begin(one), rng)
    oldest = sealed(one.tree, one.made.when)
    one.publish(_remedy(one, one.tree, rng), rng)
    was = re.findall(r"^remedy: (.+)$", one.tree[path], re.MULTILINE)[0]
    changed = _with_note(one, one.tree, path, "remedy", was, "We pay nothing.")
    if not owned:
        changed[path] = changed[path].replace(f"was: {was}", "was: Nothing of note.")
    locks = {name: text for name, text in oldest.items() if name.endswith(".lock")} if before else {}
    one.made.commit(sealed(changed | locks, one.made.when))
    one.made.later(timedelta(hours=3))
    assert ("CON075" in blocking(one.made, tmp_path / "site")) == (not owned)
