"""In no generated history does a number that readers have read vanish in silence."""

import os
from pathlib import Path
from random import Random

import pytest

from tests.history.generated import attacked, blocking, owns_up, published
from tests.thorough import FEW

#: How many histories `make test` tries; `make fuzz` tries more, `make quick` few.
HISTORIES = int(os.environ.get("HISTORIES", "20" if FEW else "100"))


@pytest.mark.no_cover
def test_nothing_vanishes_in_silence(tmp_path: Path) -> None:
    """Whatever is done to dates, branches, locks and settings: a site that lost what readers read cannot be published."""
    silent = []
    for seed in range(HISTORIES):
        made = attacked(seed)
        if not owns_up(made.tree) and not blocking(made, tmp_path / str(seed)):
            silent.append(seed)
    assert silent == []


@pytest.mark.parametrize("sealed", [True, False])
def test_a_history_without_an_attack(tmp_path: Path, *, sealed: bool) -> None:
    """What was not attacked can be published: the histories are not refused for another reason."""
    assert blocking(published(Random(1), sealed=sealed), tmp_path / "site") == set()
