"""What ended is told onward nowhere, and only a mistake is called a correction."""

from typing import Any

import pytest

from generator.ledger.records import Event
from generator.model.update import Correction, CorrectionKind, End, Fact
from generator.render import exports
from generator.render.site import Site
from generator.render.views import IncidentView
from tests.render.sites import BEGAN, NOW, incident, site_of, update
from tests.render.test_exports import HOUR, _files, _told

SHUT, OPEN, STORY = "The meter shop is shut.", "The meter shop is open.", "Someone got into the meter shop."


def _site(**second: Any) -> Site:
    first = update(
        1, BEGAN, known={"shop": Fact(name="shop", text=SHUT), "who": Fact(name="who", text="One stranger came.", likely=True)}
    )
    return site_of([incident(first, update(2, BEGAN + HOUR, **second))], NOW.replace(year=2028))


def test_what_ended_is_told_onward_nowhere() -> None:
    """What is true no longer is in no letter, script or post; an e-mail about it says what is so now."""
    view, texts = _told(_site(ended={"shop": End(name="shop", what=OPEN)}))
    files = _files(view.site)
    for name in ("letter.txt", "script.txt", "email.txt"):
        assert SHUT not in files[name]
    assert all(SHUT not in post.text for post in exports.posts_of(view, texts))
    assert view.corrections == ()
    assert [entry.sentence for entry in view.ended_here] == [SHUT]
    assert [entry.name for entry in view.known] != []
    assert "shop" not in {entry.name for entry in view.known}


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (None, "Correction: A sentence."),
        (CorrectionKind.OUR_ERROR, "Correction: A sentence."),
        (CorrectionKind.FOUND_MORE, "We found out more: A sentence."),
    ],
)
def test_only_a_mistake_is_called_a_correction(kind: CorrectionKind | None, title: str) -> None:
    """The title, the subject of an e-mail and the headings say what a correction is, and no other word."""
    correction = Correction(name="who", because="A neighbour told us.", kind=kind)
    view, texts = _told(_site(known={"who": Fact(name="who", text="Two strangers came.")}, corrections={"who": correction}))
    assert isinstance(view, IncidentView)
    assert [type(event) for event in view.corrections] == [Event]
    assert view.headline("A sentence.") == title
    assert exports.subject(view, texts).endswith(title)
    files = _files(view.site)
    wrong = kind is not CorrectionKind.FOUND_MORE
    for name in ("letter.txt", "script.txt", "email.txt"):
        said = files[name].casefold()
        assert ("we got" in said) is wrong
        assert ("we found out more" in said) is not wrong


def test_the_story_so_far_comes_first() -> None:
    """What happened in one sentence stands in every channel until another one is written."""
    view, _ = _told(_site(what_happened=STORY))
    files = _files(view.site)
    for name in ("letter.txt", "script.txt", "email.txt"):
        assert STORY in files[name]
