"""What readers see of a fact that was looked at again, of one that is doubted, and of a search that found nothing, in every channel."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from html import unescape

import pytest

from generator.adapters.theme_files import read_theme
from generator.changes import report
from generator.model.history import Base
from generator.model.source import RawFile
from generator.pipeline import building, checking, publishing, reporting
from generator.render import exports
from generator.render.exports import Form
from generator.render.site import Site
from tests.render.sites import ROOT, theme

NOW = datetime(2027, 3, 6, 12, tzinfo=UTC)
FOLDER = "content/incidents/letters"
CONFIG = """organisation: {name: Larkfield Energy, domains: [larkfield.example]}
site: {url: https://status.larkfield.example/, id: status.larkfield.example, languages: [de], theme: THEME}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
"""
INCIDENT = "---\ntitle: Someone read letters\naware: 2027-03-03T02:40Z\n---\n"
FIRST = """---
title: Someone read letters
published: 2027-03-03T03:10Z
status: contained
contained_by: shut
known:
  shut: We closed the account and tested that it is closed.
  search: {text: We searched the archive for test results., looked: The whole archive., found: nothing}
  bank: No bank accounts were in it.
unknown:
  copied: {text: Whether they copied letters., looked: The log of the printer., found: nothing}
next_steps: {log: We are reading the access log.}
actions: {password: {do: Change your password., urgency: today}}
next_update: 2027-03-05T09:00Z
---
"""
SECOND = """---
title: They came back
published: 2027-03-05T08:10Z
status: reopened
because: They came back through the supplier.
still_true: {shut: We tried the old password again., search: We searched it again.}
known: {back: They came back through the supplier.}
unknown:
  copied: Whether they copied letters.
  bank: Whether bank accounts were in it.
next_steps: {log: We are reading the access log.}
actions: {password: {do: Change your password., urgency: today}}
next_update: 2027-03-07T09:00Z
---
"""
GERMAN = """---
title: Sie kamen zurück
published: 2027-03-05T08:10Z
status: reopened
because: Sie kamen über den Lieferanten zurück.
still_true: {shut: Wir haben das alte Passwort noch einmal ausprobiert., search: Wir haben es noch einmal durchsucht.}
known: {back: Sie kamen über den Lieferanten zurück.}
unknown:
  copied: Ob sie Briefe kopiert haben.
  bank: Ob Bankkonten darin waren.
next_steps: {log: Wir lesen das Zugriffsprotokoll.}
actions: {password: {do: Ändern Sie Ihr Passwort., urgency: today}}
next_update: 2027-03-07T09:00Z
---
"""


def _files(theme: str = "lifeboat", second: str = SECOND) -> list[RawFile]:
    texts = {
        "site_config.yml": CONFIG.replace("THEME", theme),
        f"{FOLDER}/incident.md": INCIDENT,
        f"{FOLDER}/01-said.md": FIRST,
        f"{FOLDER}/02-said.md": second,
        f"{FOLDER}/02-said.de.md": GERMAN,
    }
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items() if text]


@cache
def _site(theme: str = "lifeboat") -> Site:
    checked = checking.check(_files(theme), NOW)
    assert not checked.blocked, checked.diagnostics
    return publishing.publish(checked, NOW)


@cache
def _made(name: str) -> Mapping[str, bytes]:
    return {one.path: one.data for one in building.render(_site(name), read_theme(name, ROOT))}


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", unescape(html))).replace("\N{NO-BREAK SPACE}", " ").split())


@cache
def _channels() -> Mapping[str, str]:
    """Everything that says where the incident stands, as words."""
    said = {}
    for name in ("lifeboat", "material"):
        said[f"page, {name}"] = _words(_made(name)["docs/incidents/letters/index.md"].decode())
    for feed in ("feed.json", "feed.xml", "atom.xml"):
        text = _made("lifeboat")[f"docs/incidents/letters/{feed}"].decode()
        said[feed] = _words(json.loads(text)["items"][0]["content_html"] if feed == "feed.json" else text)
    view, texts = exports.view_of(_site(), _site().incidents[0], None, "", theme())
    for artifact in exports.write(view, texts, theme(), (Form.EMAIL, Form.SCRIPT, Form.LETTER)):
        if artifact.path.endswith((".txt", ".html")):
            said[artifact.path] = _words(artifact.data.decode())
    assert len(said) > 6
    return said


@pytest.mark.parametrize(
    "words",
    [
        "Checked again on 5 March: We searched it again.",
        "Whether bank accounts were in it.",
    ],
)
def test_what_was_looked_at_again(words: str) -> None:
    """The day and what was looked at stand beside the fact, and what is doubted is an unknown, in every channel."""
    for channel, said in _channels().items():
        plain = re.sub(r"\s+(?=[.,:;])", "", said)
        if "script" in channel and words.startswith("Checked"):
            continue  # those who answer the telephone read out what is asked for
        assert words in plain, (channel, plain)


def test_a_search_that_found_nothing() -> None:
    """That nothing was found stands beside where somebody looked, for what is known and for what is not."""
    for channel, said in _channels().items():
        if channel.startswith(("page", "feed", "atom")):
            assert said.count("We found nothing there.") >= 2, channel


def test_a_doubt_is_called_one() -> None:
    """It is news, and no correction: its old sentence stands there, marked as no longer certain."""
    for name in ("lifeboat", "material"):
        said = _words(_made(name)["docs/incidents/letters/index.md"].decode())
        assert "No longer certain: No bank accounts were in it. Now: Whether bank accounts were in it." in said
        assert "We got this wrong" not in said
        assert "Checked again, still true: We searched the archive for test results. We searched it again." in said
    script = next(text for name, text in _channels().items() if "script" in name)
    assert "we got something wrong" not in script.casefold()


def test_in_another_language() -> None:
    """The translation says when it was checked again, and what was looked at, in its own words."""
    page = _words(_made("lifeboat")["docs/de/incidents/letters/index.md"].decode())
    assert "Wir haben es noch einmal durchsucht." in page
    assert "Erneut geprüft am 5. März" in page
    assert "Nicht mehr sicher" in page


def test_a_translation_repeats_what_is_still_true() -> None:
    """A name that the translation lacks is found, and one that it adds."""
    short = _files(second=SECOND.replace(", search: We searched it again.", ""))
    codes = {one.code for one in checking.check(short, NOW).diagnostics}
    assert {"TRA002", "CON050"} & codes


def test_programs_are_told() -> None:
    """ledger.json says when, and at what, somebody looked again; and that it was doubted."""
    ledger = json.loads(_made("lifeboat")["docs/api/ledger/2/incidents/letters.json"])
    facts = {fact["name"]: fact for fact in ledger["facts"]}
    assert facts["search"]["looked_again"] == "2027-03-05T08:10:00Z"
    assert facts["search"]["looked_at"] == "We searched it again."
    assert facts["search"]["found"] == "nothing"
    assert [event["change"] for event in facts["bank"]["history"]] == ["stated", "doubted"]
    assert facts["bank"]["history"][-1]["kind"] is None


def test_those_who_approve_are_told() -> None:
    """`diff` says what was looked at again, and what is no longer certain."""
    before = [file for file in _files() if "02-said" not in file.path]
    text = report.plain(reporting.compare(before, checking.check(_files(), NOW), NOW, Base(words="before"), {}), ())
    assert "Checked again" in text
    assert "We searched it again." in text
    assert "No longer certain" in text
