"""What readers see of an incident that turned out to be part of another one, and of a fact that was corrected after it had been an answer."""

import json
from datetime import UTC, datetime

from generator.content.assembly import assemble
from generator.ledger.stale import stale_unknowns
from generator.links.ledger_files import RECORD
from generator.model.source import RawFile
from generator.render import badges, feeds, ledger_json, pages, pictures
from generator.render.language import language_for
from generator.render.site import Site
from tests.render.sites import files_of, site_of, theme

LATER = datetime(2027, 3, 8, tzinfo=UTC)
FIRST = (
    "title: First\npublished: 2027-03-03T03:00Z\nstatus: investigating\nknown: {mails: Someone sent e-mails in our name.}\n"
    "unknown: {read: Whether they read letters.}\nnext_steps: {log: We read the log.}\nactions: Nothing yet.\nnext_update: 2027-03-04T03:00Z\n"
)
LAST = (
    "title: Last\npublished: 2027-03-04T03:00Z\nstatus: resolved\nbecause: They used the same key.\n"
    "unknown: {read: Whether they read letters.}\ndropped: {log: We read it for both together.}\nactions: Nothing yet.\nnext_update: none_planned\n"
)
SAID = "This is part of another incident. We report on it there."
LINK = '<b>Read on here:</b> <a href="'


def _file(path: str, keys: str) -> RawFile:
    data = f"---\n{keys}---\n".encode()
    return RawFile(f"content/incidents/{path}", data, len(data))


def _site(*mails: str, related: str = "related: [archive]\n", archive: str = FIRST) -> Site:
    """A site on which e-mails may belong to a break-in into an archive."""
    files = [
        _file("archive/incident.md", "title: Someone opened our archive\naware: 2027-03-03T00:00Z\n"),
        _file("archive/01-first.md", archive),
        _file("mails/incident.md", f"title: E-mails in our name\naware: 2027-03-03T00:00Z\n{related}"),
        *(_file(f"mails/{number:02}-update.md", keys) for number, keys in enumerate(mails, 1)),
    ]
    folders = assemble(files).incidents
    assert all(folder.understood for folder in folders), [document.problems for one in folders for document in one.updates]
    return site_of(list(folders), LATER)


def _made(*mails: str, related: str = "related: [archive]\n", archive: str = FIRST) -> dict[str, str]:
    """Its pages and feeds."""
    site = _site(*mails, related=related, archive=archive)
    return {path: data.decode() for path, data in {**files_of(site, pages.write), **files_of(site, feeds.write)}.items()}


def test_it_goes_on_there() -> None:
    """Its page leads to the other one before anything else is said, keeps what is unknown, and promises nothing more; lists and feeds say it too."""
    made = _made(FIRST, f"{LAST}outcome: part_of_another\n")
    page = made["incidents/mails/index.md"]
    for path in ("incidents/mails/index.md", "incidents/mails/2/index.md"):
        top = made[path].partition("In short")[0]
        assert SAID in top
        assert f"{LINK}" in top
        assert "Someone opened our archive" in top
    assert "Whether they read letters." in page.partition("What we do not know yet")[2]
    for text in (page, made["incidents/mails/2/index.md"], made["incidents/mails/feed.xml"]):
        assert "What we know about who is affected is on the page of the other incident." in text
        assert "We have not said" not in text.partition("What you should do")[0]
    for text in (page, made["incidents/mails/feed.xml"]):
        assert "No further update is planned here." in text
        assert "We report anything new on the page of the other incident." in text
        assert "No further update is planned." not in text.partition("\n---\n")[2]
    assert "we will open this incident again" not in page
    assert "Part of another incident:</b> They used the same key." in page
    assert "Found to be part of another incident" in page
    assert SAID in made["incidents/index.md"]
    item = made["incidents/mails/feed.xml"]
    assert SAID in item
    assert "Someone opened our archive" in item


def test_no_colour_says_that_it_is_over() -> None:
    """Its picture for links and its badge have a colour that says nothing; those of an end like any other have that of an end."""
    for outcome, role in (("outcome: part_of_another\n", "plain"), ("", "known")):
        site = _site(FIRST, f"{LAST}{outcome}")
        incident = site.by_slug["mails"]
        assert pictures.incident_card(site, incident, language_for("en", theme())).role == role
        made = files_of(site, badges.write)
        assert ("0b6b4f" in next(data for path, data in made.items() if path.endswith("badge/mails.svg")).decode()) is (
            role == "known"
        )


def test_it_stays_apart() -> None:
    """An earlier update says nothing of it, and neither does an end like any other; where the other is not public, nothing leads there."""
    made = _made(FIRST, f"{LAST}outcome: part_of_another\n")
    assert SAID not in made["incidents/mails/1/index.md"].partition("ab-note")[0].partition("<h1>")[0]
    made = _made(FIRST, LAST)
    assert SAID not in "".join(made.values())
    assert LINK not in "".join(made.values())
    made = _made(FIRST, f"{LAST}outcome: part_of_another\n", archive=f"{FIRST}draft: true\n")
    assert SAID in made["incidents/mails/index.md"]
    assert LINK not in "".join(made.values())


def test_what_is_unknown_is_asked_once() -> None:
    """The record counts it in the incident in which it goes on alone, and nobody is asked to answer it here."""
    for outcome, asked in (("outcome: part_of_another\n", ["archive"]), ("", ["archive", "mails"])):
        site = _site(FIRST, f"{LAST}{outcome}")
        record = json.loads(files_of(site, ledger_json.write)[RECORD])
        assert record["unknowns"]["open"] == len(asked)
        assert [one["id"] for one in record["incidents"] if one["unknowns"]["open"]] == asked
        ledger = site.by_slug["mails"].ledger
        assert bool([*stale_unknowns(ledger, LATER)]) is ("mails" in asked)


def test_a_corrected_answer_has_the_day_of_its_correction() -> None:
    """What is known now is not known since the day on which the opposite was said."""
    answer = (
        "title: Second\npublished: 2027-03-05T03:00Z\nstatus: confirmed\nknown: {read: They read no letters.}\nunknown: {who: Who it was.}\n"
        "next_steps: {log: We read the log.}\nactions: Nothing yet.\nnext_update: 2027-03-06T03:00Z\n"
    )
    wrong = (
        "title: Third\npublished: 2027-03-07T03:00Z\nstatus: confirmed\nknown: {read: They read letters.}\nunknown: {who: Who it was.}\n"
        "corrections: {read: We had read one of two logs.}\n"
        "next_steps: {log: We read the log.}\nactions: Nothing yet.\nnext_update: 2027-03-08T03:00Z\n"
    )
    known = _made(FIRST, answer, related="")["incidents/mails/index.md"].partition('id="fact-read"')[2].partition("</li>")[0]
    assert "Known since" in known
    assert "5\N{NO-BREAK SPACE}March" in known
    assert "differently" not in known
    known = (
        _made(FIRST, answer, wrong, related="")["incidents/mails/index.md"].partition('id="fact-read"')[2].partition("</li>")[0]
    )
    assert "7\N{NO-BREAK SPACE}March" in known.partition("They read letters.")[0]
    assert "5\N{NO-BREAK SPACE}March" not in known.partition("They read letters.")[0]
    assert "and differently on" in known


def test_open_again_since_and_why() -> None:
    """It is said in every update until the status changes, and not only in the one that opened it again."""
    calm = FIRST.replace("investigating\n", "contained\ncontained_by: mails\n")
    again = (
        "title: Again\npublished: 2027-03-05T03:00Z\nstatus: reopened\n{why}known: {{more: Something {number}.}}\nunknown: {{read: Whether they read letters.}}\n"
        "next_steps: {{log: We read the log.}}\nactions: Nothing yet.\nnext_update: 2027-03-08T03:00Z\n"
    )
    first = again.format(why="because: They came back.\n", number=1)
    second = again.format(why="", number=2).replace("03-05", "03-06")
    for updates in ((calm, first), (calm, first, second)):
        page = _made(*updates, related="")["incidents/mails/index.md"].partition("In short")[0]
        assert "Open again since" in page
        assert "They came back." in page
    assert "They came back." not in _made(calm, related="")["incidents/mails/index.md"]
