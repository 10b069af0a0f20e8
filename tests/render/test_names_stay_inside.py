"""The names that writers give to facts, steps, advice and the like are theirs: they are in addresses and in data, and no reader meets one."""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from generator.adapters.site_files import read_site
from generator.model.source import RawFile
from generator.pipeline import checking, publishing, sealing
from generator.render import calendar, exports, feeds, pages, status_api
from tests.render.sites import files_of, theme

HARD = Path(__file__).parents[1] / "whole/hard_case"
NAMES = (
    "payslips-copied bills-copied leak-site way-in locked copied restore bring account invoices calls letters child whose watch closed prescriptions"
    " logs parents payslips bills bank pay both keys nights watched second school"
).split()
#: A name where it is one: before a colon, behind the kind of what it names, or where a key asks for a name.
IS_NAME = re.compile(
    rf"(?m)(^ *|[{{,] *|(?:consequence|action|fakes|claims|step|window|remedies)\.|^contained_by: |window: )({'|'.join(NAMES)})(?=:|}}|$)"
)
#: What no word of any language has in it.
MARK = "zqx"


def _marked(file: RawFile) -> RawFile:
    if not file.path.startswith("content/incidents/"):
        return file
    text = IS_NAME.sub(rf"\1{MARK}\2", file.data.decode())
    return replace(file, data=text.encode())


def _text(data: bytes) -> str:
    """What readers see of a page or of an item of a feed: no tags, whose attributes are addresses, and no ids."""
    text = data.decode()
    if text.startswith("---\n"):
        text = text.partition("\n---\n")[2]
    if text.startswith("BEGIN:VCALENDAR"):
        text = re.sub(r"(?m)^(UID|URL|RELATED-TO)[:;].*$", "", text.replace("\r\n ", ""))
    text = re.sub(r"<(id|guid|link)\b[^>]*>[^<]*</\1>", " ", text)
    return re.sub(r"https?://\S+", " ", re.sub(r"<[^>]*>", " ", unescape(re.sub(r"<[^>]*>", " ", text))))


def _spoken(value: Any) -> Iterator[str]:
    """What a program shows to people of what it reads from the site: titles and texts, no ids and no addresses."""
    if isinstance(value, list):
        for one in value:
            yield from _spoken(one)
    elif isinstance(value, dict):
        yield from (one for key in ("name", "body", "title", "summary", "content_html") if isinstance(one := value.get(key), str))
        for one in value.values():
            yield from _spoken(one)


@pytest.mark.parametrize("last", range(1, 13))
def test_no_name_reaches_readers(last: int) -> None:
    """After each update of a hard incident, with corrections of every kind, no name of its writer stands on a page, in a feed or in a letter."""
    files = [file for file in read_site(HARD, 1 << 20) if int((re.search(r"/(\d\d)-", file.path) or [0, 0])[1]) <= last]
    newest = next(file.data.decode() for file in files if f"/{last:02}-" in file.path)
    published = re.search(r"(?m)^published: (\S+)$", newest)
    assert published is not None
    checked = checking.check([_marked(file) for file in files], datetime.fromisoformat(published[1]))
    assert [one.message for one in checked.diagnostics if one.severity.value == "error"] == []
    site = publishing.publish(checked, datetime.fromisoformat(published[1]))
    for writer in (pages.write, feeds.write, status_api.write, calendar.write):
        for path, data in files_of(site, writer).items():
            if path.endswith((".md", ".html", ".xml", ".atom", ".ics")):
                assert MARK not in _text(data), (path, _around(_text(data)))
            elif path.endswith("feed.json") or "api/v2/" in path:
                assert all(MARK not in _text(one.encode()) for one in _spoken(json.loads(data))), path
    for audience in ("", *site.config.audiences):
        view, texts = exports.view_of(site, site.incidents[0], None, "", theme(), audience)
        forms = [form for form in exports.Form if not audience or form != "post"]
        for made in exports.write(view, texts, theme(), forms):
            if made.path.endswith((".txt", ".html")):
                assert MARK not in _text(made.data), (made.path, _around(_text(made.data)))


def _around(text: str) -> str:
    at = text.find(MARK)
    return text[max(0, at - 120) : at + 60]


CONFIG = """organisation: {name: Larkfield Energy, domains: [larkfield.example]}
site: {url: https://status.larkfield.example/, id: status.larkfield.example, language: en, languages: [de], public_since: not_yet}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
policy: {cadence: {confirmed: 5w}}
audiences: {zqx-flat: {name: Landlords of flats}}
translations: {de: {contact: {hours: täglich von 8 bis 20 Uhr, who: Sam Reed}, audiences: {zqx-flat: Menschen mit vermieteten Wohnungen}}}
"""
OURS = """title: Someone listened to calls
aware: 2027-03-03T02:40Z
"""
FIRST = """---
title: Someone listened to calls
published: 2027-03-03T03:10Z
status: confirmed
known:
  entry: Someone used a stolen staff password.
unknown:
  copied: Whether they copied them.
  zqx-keys: {text: Which flats they asked about., for: [zqx-flat]}
next_steps:
  log: We are reading the access log.
actions: There is nothing you can do yet.
affected:
  zqx-line: {unit: people, exact: 41, of: 300}
  customers: {unit: people, exact: 90, of: 300}
data:
  zqx-vox: {state: accessed, exact: 12, for: zqx-line}
  password: not_affected
next_update: 2027-03-03T09:00Z
---
"""
GERMAN = FIRST.replace("Someone listened to calls", "Jemand hat Anrufe mitgehört").replace("unit: people", "unit: Menschen")
WORDS = "names:\n  zqx-line: people who rang us\n  zqx-vox: recordings of calls\n"
THEIRS = "names:\n  zqx-line: Menschen, die uns anriefen\n  zqx-vox: Aufnahmen von Anrufen\n"


def _files(words: str, theirs: str) -> list[RawFile]:
    top = "content/incidents/calls/"
    texts = {
        "site_config.yml": CONFIG,
        f"{top}incident.md": f"---\n{OURS}{words}---\n",
        f"{top}incident.de.md": f"---\ntitle: Jemand hat Anrufe mitgehört\n{theirs}---\n",
        f"{top}01-first-statement.md": FIRST,
        f"{top}01-first-statement.de.md": GERMAN,
    }
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]


def _two_languages(words: str, theirs: str) -> checking.Checked:
    return checking.check(_files(words, theirs), datetime.fromisoformat("2027-03-03T04:00Z"))


def test_a_name_needs_words_in_every_language() -> None:
    """What only its writer understands cannot be published without words, in either language; no line is offered that could be pasted as it is."""
    for words, theirs, code in (("", "", "CON092"), (WORDS, "", "TRA012"), ("", THEIRS, "CON092")):
        errors = [one for one in _two_languages(words, theirs).diagnostics if one.severity.value == "error"]
        assert {one.code for one in errors} >= {code}
        assert {name for one in errors for name in ("zqx-line", "zqx-vox") if f"`{name}`" in one.message} == {
            "zqx-line",
            "zqx-vox",
        }
        assert not any("customers" in one.message or "password" in one.message for one in errors)
        for one in errors:
            assert re.search(r"give `zqx-(line|vox)` the words that readers would use", one.help)
            assert not re.search(r"`[a-z-]+: [^`]+`", one.help)
    assert [one for one in _two_languages(WORDS, THEIRS).diagnostics if one.code in {"CON092", "TRA012"}] == []


def test_words_are_read_in_every_language() -> None:
    """Readers of each language read its words above a number, and those of the product where a name is a plain word."""
    checked = _two_languages(WORDS, THEIRS)
    assert [one.message for one in checked.diagnostics if one.severity.value == "error"] == []
    site = publishing.publish(checked, datetime.fromisoformat("2027-03-03T04:00Z"))
    made = files_of(site, pages.write, feeds.write, calendar.write, status_api.write)
    for path, data in made.items():
        if path.endswith((".md", ".html", ".xml", ".ics")):
            assert MARK not in _text(data), (path, _around(_text(data)))
        elif path.endswith("feed.json") or "api/v2/" in path:
            assert all(MARK not in _text(one.encode()) for one in _spoken(json.loads(data))), path
    assert "Landlords of flats" in _text(made["incidents/calls/for/zqx-flat/index.md"])
    assert "Menschen mit vermieteten Wohnungen" in _text(made["de/incidents/calls/for/zqx-flat/index.md"])
    english, german = (_text(made[f"{top}incidents/calls/index.md"]) for top in ("", "de/"))
    assert all(words in english for words in ("People who rang us", "Recordings of calls", "Customers", "Passwords"))
    assert all(
        words in german for words in ("Menschen, die uns anriefen", "Aufnahmen von Anrufen", "Kundinnen und Kunden", "Passwörter")
    )
    for language, audience in itertools.product(("", "de"), ("", "zqx-flat")):
        view, texts = exports.view_of(site, site.incidents[0], None, language, theme(), audience)
        for one in exports.write(view, texts, theme(), [one for one in exports.Form if not audience or one != "post"]):
            if one.path.endswith((".txt", ".html")):
                assert MARK not in _text(one.data), (one.path, _around(_text(one.data)))


def test_a_name_that_was_sealed_without_words_gets_them_later() -> None:
    """Of what was sealed before words were asked for, the finding is a warning; its words can be added at any time."""
    now = datetime.fromisoformat("2027-03-03T04:00Z")
    public = [replace(one, data=one.data.replace(b", public_since: not_yet", b"")) for one in _files("", "")]
    ((path, lock, _),) = sealing.seals(checking.check(public, now), now)
    sealed = RawFile(path, lock.encode(), len(lock.encode()))
    for words, theirs, codes in (("", "", {"CON092", "TRA012"}), (WORDS, THEIRS, set())):
        found = checking.check([*_files(words, theirs), sealed], now)
        assert not found.blocked, [one for one in found.diagnostics if one.blocks]
        about = [one for one in found.diagnostics if one.code in {"CON092", "TRA012"}]
        assert {one.code for one in about} == codes
        assert all(one.severity.value == "warning" and "names:" in one.help for one in about)
