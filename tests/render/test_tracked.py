"""What a review promised: the review itself by its day, and each corrective action until it is done."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.pipeline import building, checking, publishing

ROOT = Path(__file__).parents[2]
THEME = read_theme("lifeboat", ROOT)
INCIDENT = "docs/incidents/meter-portal/index.md"


def _made(now: datetime, left_out: str = "-", old: str = "", new: str = "") -> dict[str, str]:
    files = [file for file in read_site(ROOT, 1 << 20) if not file.path.endswith(left_out)]
    files = [replace(file, data=file.data.replace(old.encode(), new.encode())) if old else file for file in files]
    made = building.render(publishing.publish(checking.check(files, now), now), THEME)
    return {one.path: one.data.decode().replace("\N{NO-BREAK SPACE}", " ") for one in made if one.path.endswith(".md")}


@pytest.mark.parametrize(
    ("now", "late"),
    # The day ends at midnight in London, an hour before midnight in UTC; the policy allows a quarter of an hour.
    [(datetime(2026, 5, 15, 22, 59, tzinfo=UTC), False), (datetime(2026, 5, 15, 23, 16, tzinfo=UTC), True)],
)
def test_a_review_that_has_not_come(now: datetime, late: bool) -> None:
    """After its day the incident says that the review was promised and has not been published; until then, when it comes."""
    page = _made(now, left_out="review.md")[INCIDENT]
    line = page.partition('data-due="2026-05-15T23:00Z">')[2].partition("</p>")[0]
    assert ('<span data-late hidden="hidden"' in line) != late
    assert ('<span data-early hidden="hidden"' in line) == late
    assert "has not been published" in line


@pytest.mark.parametrize(
    ("now", "old", "new", "state", "counted"),
    [
        (datetime(2026, 11, 23, tzinfo=UTC), "", "", "Due by", "2 of 3 corrective actions done"),
        (datetime(2027, 1, 1, 0, 1, tzinfo=UTC), "", "", "Overdue since", "2 of 3 corrective actions done, 1 overdue"),
        (datetime(2026, 11, 23, tzinfo=UTC), "    by: 2026-12-31\n", "", "Not done yet", "2 of 3 corrective actions done"),
        (
            datetime(2026, 11, 23, tzinfo=UTC),
            "    by: 2026-12-31\n",
            "    by: 2026-12-31\n    done: 2026-11-20\n",
            "Done",
            "3 of 3 corrective actions done",
        ),
    ],
    ids=["due", "overdue", "without-a-day", "done"],
)
def test_actions(now: datetime, old: str, new: str, state: str, counted: str) -> None:
    """Each corrective action shows its state, and the review and the incident count those that are done."""
    made = _made(now, old=old, new=new)
    review = made["docs/incidents/meter-portal/review/index.md"]
    line = review.partition("The incident team can send letters")[2].partition("</li>")[0]
    parts = (part.partition(">") for part in line.split("<span")[1:])
    shown = [said for opening, _, said in parts if said and "hidden" not in opening]
    assert shown[0].startswith(state)
    for page in (review, made[INCIDENT]):
        assert f">{counted}" in page.replace("\n", "")
