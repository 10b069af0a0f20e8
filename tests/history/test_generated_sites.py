"""In no generated history of a whole site does a sentence that readers have read vanish in silence."""

import os
from pathlib import Path

import pytest

from tests.history.generated import blocking
from tests.history.generated_sites import attacked_site, lived, lost
from tests.thorough import FEW

#: How many histories `make test` tries; `make fuzz` tries more, `make quick` few.
HISTORIES = int(os.environ.get("HISTORIES", "20" if FEW else "100"))


@pytest.mark.slow
@pytest.mark.no_cover
def test_no_sentence_vanishes_in_silence(tmp_path: Path) -> None:
    """Whatever is done to a site's files, locks, dates and branches: one that lost a sentence that readers kept cannot be published."""
    silent, found = {}, 0
    for seed in range(HISTORIES):
        one = attacked_site(seed)
        if gone := lost(one, one.tree):
            found += 1
            if not blocking(one.made, tmp_path / str(seed)):
                silent[seed] = sorted(gone)
    assert silent == {}
    assert found > HISTORIES // 2


@pytest.mark.no_cover
def test_an_honest_history_passes(tmp_path: Path) -> None:
    """Corrections, translations, renames, and changes with their notes lose nothing, and are not refused."""
    for seed in range(HISTORIES // 5):
        one = lived(seed)
        assert lost(one, one.tree) == set(), seed
        assert blocking(one.made, tmp_path / str(seed)) == set(), seed
