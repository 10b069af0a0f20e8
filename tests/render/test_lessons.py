"""The page of lessons: every corrective action once, in its place, the lessons, and the reviews still due."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import html5lib
import pytest

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.pipeline import checking, publishing
from generator.render import feeds
from generator.render.language import language_for
from generator.render.pages import _Pages
from generator.render.templating import environment_for
from generator.render.translations import original, translated_texts
from tests.render.sites import unread

ROOT = Path(__file__).parents[2]
THEME = read_theme("lifeboat", ROOT)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LAST = "    by: 2026-12-31\n"


def _page(now: datetime = NOW, changes: dict[str, str] | None = None, *, left_out: str = "^$", tag: str = "en") -> dict[str, str]:
    """The text of each section of the page by its heading's name; the whole of it under an empty name."""
    files = [file for file in read_site(ROOT, 1 << 20) if not re.search(left_out, file.path)]
    for old, new in (changes or {}).items():
        files = [replace(file, data=file.data.replace(old.encode(), new.encode())) for file in files]
    site = publishing.publish(checking.check(files, now), now)
    said = original(site) if tag == "en" else translated_texts(site, tag)
    made = _Pages(site, environment_for(THEME), language_for(tag, THEME), said).lessons().data.decode()
    parsed = html5lib.parse(made.partition("---\n\n")[2], namespaceHTMLElements=False)
    found = {"": _text(parsed)}
    for section in parsed.iter("section"):
        heading = next(one.get("id") for one in section.iter("h2"))
        found[heading.removeprefix("h-")] = _text(section)
    return found


def _text(element: object) -> str:
    said = "".join(element.itertext()).replace("\N{NO-BREAK SPACE}", " ")  # type: ignore[attr-defined]  # html5lib has no types
    return " ".join(said.split())


@pytest.mark.parametrize(
    ("now", "new", "place", "words", "counted"),
    [
        (NOW, LAST, "coming", "Due by 31 December 2026", "2 of 3 corrective actions done 0 overdue"),
        (datetime(2027, 1, 1, 0, 1, tzinfo=UTC), LAST, "overdue", "Overdue since 31 December 2026", "2 of 3 corrective actions done 1 overdue"),
        (NOW, "", "coming", "Not done yet", "2 of 3"),
        (NOW, f"{LAST}    done: 2026-11-20\n", "ended", "Done on 20 November 2026", "3 of 3"),
        (NOW, f"{LAST}    done: 2026-11-30\n", "coming", "Due by", "2 of 3"),
        (NOW, f"{LAST}    dropped: Nobody writes letters.\n", "ended", "Promised by 31 December 2026. Why: Nobody writes letters.", "1 dropped"),
        (NOW, f"{LAST}    moved: {{from: 2026-09-30, because: It took longer.}}\n", "coming", "First promised for 30 September 2026. Why: It took longer.", "2 of 3"),
    ],
    ids=["due", "overdue", "without-a-day", "done", "done-later", "given-up", "moved"],
)  # fmt: skip
def test_an_action(now: datetime, new: str, place: str, words: str, counted: str) -> None:
    """An action appears once, with its owner, day and outcome, and is counted."""
    page = _page(now, {LAST: new})
    assert counted in page[""]
    held = [name for name in ("overdue", "coming", "ended") if "The incident team can send letters" in page.get(name, "")]
    assert held == [place]
    assert words in page[place].partition("The incident team can send letters")[2]
    assert "From the review of A fault showed meter readings" in page[place]


def test_no_review_is_read() -> None:
    """The page is made of what lists say of each review: it is the same where none can be read. A review that is owed is read of."""
    whole = publishing.publish(checking.check(read_site(ROOT, 1 << 20), NOW), NOW)
    # In the head of every page is the picture of the home page, for which open incidents are read: pages of a drill have none.
    site = replace(
        whole,
        config=replace(whole.config, drill=True),
        incidents=tuple(one for one in whole.incidents if one.facts.review or one.facts.review_due_at is None),
    )
    page, same = (
        _Pages(one, environment_for(THEME), language_for("en", THEME), original(one)).lessons().data.decode()
        for one in (site, unread(site))
    )
    assert page == same
    assert "The incident team can send letters" in page
    assert "A fault that mixes two customers cannot show with one." in page


def test_lessons_and_reviews_that_are_owed() -> None:
    """Lessons are listed under their review; an incident with a promised review says when it is due, or that it is overdue."""
    page = _page()
    assert "One customer" not in page[""]
    assert "A fault that mixes two customers cannot show with one." in page["lessons"]
    assert "awaited" not in page
    without = _page(left_out="review")
    assert "No review has been published here yet." in without[""]
    assert "Our review is overdue. It was promised by 15 May 2026" in without["awaited"]
    early = _page(datetime(2026, 5, 1, tzinfo=UTC), left_out="review")
    assert "We will publish our review by 15 May 2026." in early["awaited"]


def test_a_draft_is_not_there() -> None:
    """A review that is a draft teaches nothing yet."""
    page = _page(changes={"title: How readings came": "draft: true\ntitle: How readings came"})
    assert "No review has been published here yet." in page[""]


def test_before_anything() -> None:
    """A site without an incident has the page, and says that there is no review."""
    page = _page(left_out="content/incidents/")
    assert set(page) == {""}
    assert "No review has been published here yet." in page[""]


@pytest.mark.parametrize(
    ("title", "shown"),
    [("The logins were our own", "False alarm: The logins were our own"), ("A false alarm", "A false alarm")],
)
def test_a_false_alarm_in_a_feed(title: str, shown: str) -> None:
    """A feed's title says that it was a false alarm, and says it once."""
    files = [
        replace(file, data=file.data.replace(b"A false alarm: the logins were our own", title.encode()))
        for file in read_site(ROOT, 1 << 20)
    ]
    site = publishing.publish(checking.check(files, NOW), NOW)
    written = {one.path: one.data.decode() for one in feeds.write(site, THEME)}
    about = "Larkfield Energy: Unknown logins to our billing system (update 2)"
    assert f"<title>{about}. {shown}</title>" in written["docs/incidents/false-alarm-login/feed.xml"]


def test_in_german() -> None:
    """In another language it says the same, with the translated review."""
    page = _page(tag="de")
    assert "Verbesserungen umgesetzt: 2 von 3" in page[""]
    assert "Das Vorfallsteam kann Briefe verschicken" in page["coming"]
    assert "Unsere Tests arbeiteten mit einem einzigen Kunden." in page["lessons"]
