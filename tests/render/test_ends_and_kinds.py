"""What ended is told onward nowhere, and only a mistake is called a correction."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from generator.ledger.records import Event
from generator.model.source import RawFile
from generator.model.update import Correction, CorrectionKind, End, Fact
from generator.pipeline import building, checking, publishing
from generator.render import exports
from generator.render.site import Site
from generator.render.views import IncidentView
from tests.render.sites import BEGAN, NOW, incident, site_of, theme, update
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


_TRAMS = {
    "incident.md": "---\ntitle: Someone opened our ticket machine system\naware: 2027-04-05T06:00Z\n---\n",
    "01-first.md": """---
title: Someone opened our ticket machine system
published: 2027-04-05T07:00Z
status: investigating
known:
  entry: Someone used a stolen staff password to open our ticket machine system.
  machines: You cannot pay by card at our ticket machines.
unknown: {copied: Whether they copied card numbers.}
next_steps: {log: We are reading the access log.}
actions: {cash: Pay in cash or in the app.}
next_update: 2027-04-05T19:00Z
---
""",
    "02-cards.md": """---
title: You can pay by card again
published: 2027-04-05T15:00Z
status: investigating
ended:
  machines: {since: 2027-04-05T14:00Z, what: You can pay by card at every machine again.}
unknown: {copied: Whether they copied card numbers.}
next_steps: {log: We are reading the access log.}
actions: There is nothing more you can do.
withdrawn: {cash: You can pay by card again.}
next_update: 2027-04-06T09:00Z
---
""",
}
_PAY = "You cannot pay by card at our ticket machines."


def test_what_ended_honestly_is_no_mistake_anywhere() -> None:
    """An end passes every rule of the ledger; no output calls it a mistake, no letter holds it, and pages have it only where it is folded away."""
    config = b"organisation: {name: Larkfield Trams}\nsite: {url: https://status.larkfield.example/}\ncontact: {email: ask@larkfield.example}\n"
    files = [RawFile("site_config.yml", config, len(config))]
    files += [RawFile(f"content/incidents/trams/{name}", text.encode(), len(text)) for name, text in _TRAMS.items()]
    now = datetime(2027, 4, 5, 16, tzinfo=UTC)
    checked = checking.check(files, now)
    assert [one.code for one in checked.diagnostics if one.code.startswith(("CON", "PRO"))] == []
    site = publishing.publish(checked, now)
    view, texts = _told(site)
    made = {artifact.path: artifact.data.decode("utf-8", "replace") for artifact in building.render(site, theme())}
    made |= _files(site)
    # A schema names every word that there is.
    told = {name: text for name, text in made.items() if not name.endswith(".schema.json")}
    for name, text in told.items():
        if not name.startswith(("docs/api/ledger.schema", "overrides/")):
            assert not re.search(
                'we got (?:this|something) wrong|correction: |: "our_error"|"our_error": [1-9]', text, re.IGNORECASE
            ), name
    for name in ("letter.txt", "letter.html", "script.txt", "script.html"):
        assert _PAY not in made[name]
    assert all(_PAY not in post.text for post in exports.posts_of(view, texts))
    assert _PAY not in made["docs/index.md"]
    (fold,) = re.findall(
        r"<details class=\"ab-fold\">\s*<summary id=\"h-ended\">.*?</details>", made["docs/incidents/trams/index.md"], re.DOTALL
    )
    assert _PAY in fold
    assert "You can pay by card at every machine again." in fold
