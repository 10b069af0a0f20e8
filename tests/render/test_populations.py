"""For how many, when, and which group is part of which: the same on pages of both themes, in feeds, e-mails, scripts, letters and posts."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from html import unescape

import jsonschema
import pytest

from generator.adapters.theme_files import read_theme
from generator.model.source import RawFile
from generator.pipeline import building, checking, publishing
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
nature: NATURE
contained_by: closed
known: {entry: Someone used a stolen staff password., closed: We closed the account and tested that it is closed.}
unknown: {copied: Whether they copied them.}
next_steps: {log: We are reading the access log.}
actions: {password: {do: Change your password., urgency: today}}
affected:
  tenants: {unit: people, exact: 1140, of: 9400, parts: overlap, cannot_see: The desk keeps no record of copying.}
  owners: {unit: people, exact: 95, part_of: tenants, sure: likely}
data:
  passwords: {state: accessed, exact: 41, of: 1140, for: tenants, through: 2027-03-02}
  meter-readings: [{state: taken, exact: 1140, for: tenants}, {state: possible, for: owners}]
window: {from: 2027-03-01T10:00Z, to: 2027-03-01T14:00Z}
next_update: 2027-03-05T09:00Z
---
"""
SECOND = """---
title: They came back
published: 2027-03-05T08:10Z
status: reopened
because: They came back through the supplier.
still_true: {closed: We tried the old password again.}
known: {back: They came back through the supplier.}
unknown: {copied: Whether they copied them.}
next_steps: {log: We are reading the access log.}
actions: {password: {do: Change your password., urgency: today}}
window: {second: {from: 2027-03-04T22:00Z, to: unknown, sure: likely}}
next_update: 2027-03-07T09:00Z
---
"""


def _files(*updates: str, theme: str = "lifeboat", more: Mapping[str, str] | None = None) -> list[RawFile]:
    texts = {
        "site_config.yml": CONFIG.replace("THEME", theme),
        f"{FOLDER}/incident.md": INCIDENT,
        **{f"{FOLDER}/{number:02}-said.md": text for number, text in enumerate(updates, 1)},
        **(more or {}),
    }
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]


@cache
def _site(nature: str = "intrusion", theme: str = "lifeboat") -> Site:
    checked = checking.check(_files(FIRST.replace("NATURE", nature), SECOND, theme=theme), NOW)
    assert not checked.blocked, checked.diagnostics
    return publishing.publish(checked, NOW)


@cache
def _made(name: str, nature: str = "intrusion") -> Mapping[str, bytes]:
    return {one.path: one.data for one in building.render(_site(nature, name), read_theme(name, ROOT))}


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", unescape(html))).replace("\N{NO-BREAK SPACE}", " ").split())


def _channels(nature: str = "intrusion") -> dict[str, str]:
    """Everything that says where the incident stands, as words."""
    said = {}
    for name in ("lifeboat", "material"):
        made = _made(name, nature)
        said[f"page, {name}"] = _words(made["docs/incidents/letters/index.md"].decode())
    for feed in ("feed.json", "feed.xml", "atom.xml"):
        text = made[f"docs/incidents/letters/{feed}"].decode()
        said[feed] = _words(json.loads(text)["items"][0]["content_html"] if feed == "feed.json" else text)
    view, texts = exports.view_of(_site(nature), _site(nature).incidents[0], None, "", theme())
    for artifact in exports.write(view, texts, theme(), (Form.EMAIL, Form.SCRIPT, Form.LETTER)):
        if artifact.path.endswith((".txt", ".html")):
            said[artifact.path] = _words(artifact.data.decode())
    assert len(said) > 6
    return said


@pytest.mark.parametrize(
    "words",
    [
        "seen without permission, for 41 of 1,140 people",
        "Tenants: copied, for 1,140 people",
        "Owners: possibly seen",
        "This is true of what we checked, up to 2 March.",
        "What we cannot see: The desk keeps no record of copying.",
        "95 people, we think",
    ],
)
def test_for_how_many(words: str) -> None:
    """What happened to a kind of data, for how many of whom, and how far we can see, in every channel."""
    for channel, said in _channels().items():
        # Where a list can have no other inside it, the group stands in brackets behind the kind of data.
        flat = re.sub(r"\((\w+)\)(?=:)", r"\1", re.sub(r" (?=[.,:;])", "", said))
        assert words.lower() in flat.lower(), (channel, said)


def test_each_window_by_itself() -> None:
    """Each window has its own line, the second one as unsure as we are; no channel makes one stretch of time of the two."""
    for channel, said in _channels().items():
        first = "Unauthorised access: from 1 March, 10 am to 1 March, 2 pm"
        second = "Unauthorised access: from 4 March, 10 pm (end not known), we think"
        plain = re.sub(r"\s+:", ":", said)
        assert first in plain, (channel, plain)
        assert second in plain, (channel, plain)
        assert "from 1 March, 10 am to a time" not in plain, channel


def test_parts_stand_under_their_whole() -> None:
    """A part comes right after what it is part of, and readers are told where somebody may be in several."""
    for channel, said in _channels().items():
        at = [said.find(words) for words in ("1,140 of 9,400 people", "95 people")]
        assert at == sorted(at), channel
        assert -1 not in at, channel
    page = _made("lifeboat")["docs/incidents/letters/index.md"].decode()
    assert re.search(r"Of these: The same person may be in several of these groups\.</p>\s*<ul>\s*<li><b>Owners:</b>", page)


@pytest.mark.parametrize("nature", ["mistake", "malfunction"])
def test_without_an_intruder_things_lay_open(nature: str) -> None:
    """Where nobody broke in, no channel says that somebody had access."""
    for channel, said in _channels(nature).items():
        assert not re.search("had access|unauthorised access", said, re.IGNORECASE), channel
        assert re.search(r"Exposed ?: from 1 March", said), channel


def test_the_ledger_for_programs() -> None:
    """Each window by its name, what is said of each group by itself, and what is said of each kind of data."""
    made = _made("lifeboat")
    held = json.loads(made["docs/api/ledger/2/incidents/letters.json"])
    jsonschema.validate(held, json.loads(made["docs/api/ledger/2/incident.schema.json"]))
    assert [(one["name"], one["from"], one["to"], one["likely"]) for one in held["windows"]] == [
        ("first", "2027-03-01T10:00:00Z", "2027-03-01T14:00:00Z", False),
        ("second", "2027-03-04T22:00:00Z", None, True),
    ]
    told = {one["name"]: one["told"] for one in held["data"]}
    assert [(one["for"], one["state"], (one["count"] or {}).get("low")) for one in told["meter-readings"]] == [
        ("tenants", "taken", 1140),
        ("owners", "possible", None),
    ]
    assert told["passwords"][0]["count"]["unit"] == "people"
    assert [(one["name"], one["part_of"], one["parts"]) for one in held["affected"]] == [
        ("tenants", None, "overlap"),
        ("owners", "tenants", None),
    ]


def test_a_translation_repeats_numbers_and_says_its_own_words() -> None:
    """A translation repeats states, numbers and times, has units of its own, and translates what we cannot see."""
    german = FIRST.replace("NATURE", "intrusion").replace("Someone read letters", "Jemand hat Briefe gelesen")
    german = german.replace("Someone used a stolen staff password.", "Jemand hat ein gestohlenes Passwort benutzt.")
    german = german.replace("We closed the account and tested that it is closed.", "Wir haben das Konto gesperrt und geprüft.")
    german = german.replace("Whether they copied them.", "Ob sie kopiert wurden.").replace("unit: people", "unit: Menschen")
    german = german.replace("We are reading the access log.", "Wir lesen das Protokoll.").replace(
        "Change your password.", "Ändern Sie Ihr Passwort."
    )
    whole = german.replace("The desk keeps no record of copying.", "Kopien werden nicht aufgezeichnet.")
    first = FIRST.replace("NATURE", "intrusion")
    assert _codes(first, whole) == []
    # What was not translated, and each value that is not repeated, is found.
    assert _codes(first, german) == ["TRA006"]
    for old, new in (("exact: 41", "exact: 14"), ("state: possible", "state: taken"), ("for: owners", "for: tenants")):
        assert old in whole
        assert _codes(first, whole.replace(old, new)) != []
    checked = checking.check(_files(first, more={f"{FOLDER}/01-said.de.md": whole}), NOW)
    made = building.render(publishing.publish(checked, NOW), read_theme("lifeboat", ROOT))
    page = next(_words(one.data.decode()) for one in made if one.path == "docs/de/incidents/letters/index.md")
    assert "(41 Menschen von insgesamt 1.140)" in page
    assert "Kopien werden nicht aufgezeichnet." in page


def _codes(first: str, german: str) -> list[str]:
    found = checking.check(_files(first, more={f"{FOLDER}/01-said.de.md": german}), NOW).diagnostics
    return sorted({one.code for one in found if one.span.path.endswith(".de.md")} - {"WRD028"})
