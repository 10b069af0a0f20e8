"""The promise that free pages and the ways to ask do not change in silence either."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.history.maybe_published import maybe_published
from generator.model.diagnostic import Diagnostic
from generator.model.history import ChainEnd, Committed, History, Version
from generator.model.source import RawFile
from generator.pipeline import checking, publishing, sealing_pages
from generator.render import pages, verification
from generator.seals.page_words import PAGE_LOCK
from tests.render.sites import files_of

NOW = datetime(2027, 5, 5, 12, tzinfo=UTC)
CONFIG = """organisation: {name: Harrow Water}
site: {url: https://status.harrow.example/, id: status.harrow.example, public_since: 2027-05-01, languages: [en, de]}
contact: {email: help@harrow.example, phone: +44 20 7946 0018, hours: every day from 8 to 20, out_of_band: Ask at the town hall.}
audiences: {staff: {name: Our staff, contact: {phone: +44 20 7946 0100}}}
translations: {de: {contact: {hours: täglich von 8 bis 20 Uhr, out_of_band: Fragen Sie im Rathaus.}}}
"""
PAGE = """---
title: Who we are
---

We keep your address for a year.

We never ring you and ask for a code.
"""
GERMAN = """---
title: Wer wir sind
---

Wir behalten Ihre Adresse ein Jahr.

Wir rufen nie an und fragen nach einem Code.
"""
ABOUT = "content/pages/who.md"
UEBER = "content/pages/who.de.md"
TEXTS = {"site_config.yml": CONFIG, ABOUT: PAGE, UEBER: GERMAN}
PAGE_EDITS = [
    (ABOUT, "Who we are", "Who they are", "`title`"),
    (ABOUT, "for a year", "for ten years", "the text below the keys"),
    (ABOUT, "\nWe never ring you and ask for a code.\n", "", "the text below the keys"),
    (UEBER, "Wer wir sind", "Wer sie sind", "`title`"),
    (UEBER, "rufen nie an", "rufen an", "the text below the keys"),
]
WAY_EDITS = [
    ("+44 20 7946 0018", "+44 20 7946 0999", "contact.phone"),
    ("help@", "halp@", "contact.email"),
    (", phone: +44 20 7946 0018", "", "contact.phone"),
    ("town hall", "car park", "contact.out_of_band"),
    ("0100", "0101", "audiences.staff.contact.phone"),
    ("im Rathaus", "auf dem Parkplatz", "@de.contact.out_of_band"),
]


def _files(texts: dict[str, str]) -> list[RawFile]:
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]


def _sealed(texts: dict[str, str], now: datetime = NOW) -> dict[str, str]:
    ((path, text, _),) = sealing_pages.seals(checking.check(_files(texts), now), now)
    return {**texts, path: text}


def _found(texts: dict[str, str], history: History | None = None) -> list[Diagnostic]:
    found = checking.check(_files(texts), NOW, history).diagnostics
    return [one for one in found if one.code in {"CON091", "SEA001", "SEA023"} or one.code.startswith("FRM")]


def _changed(texts: dict[str, str], history: History | None) -> list[Diagnostic]:
    return [one for one in _found(texts, history) if one.code == "CON091"]


def _edited(texts: dict[str, str], path: str, was: str, now: str) -> dict[str, str]:
    assert was in texts[path]
    return {**texts, path: texts[path].replace(was, now)}


def _committed(texts: dict[str, str]) -> History:
    then = NOW - timedelta(hours=20)
    return History(
        known=True, queried_at=NOW, files={path: (Version("a" * 40, then, text.encode()),) for path, text in texts.items()}
    )


@pytest.mark.parametrize(("path", "was", "now", "part"), PAGE_EDITS)
@pytest.mark.parametrize("known", [False, True])
def test_a_sealed_page(path: str, was: str, now: str, part: str, known: bool) -> None:
    """A sealed page that says something else is an error that names the part, and the line of the help makes it right when it is pasted."""
    texts = _sealed(TEXTS)
    history = _committed(texts) if known else None
    assert _found(texts, history) == []
    edited = _edited(texts, path, was, now)
    (found,) = _found(edited, history)
    assert found.code == "CON091"
    assert part in found.message
    assert found.blocks
    (line,) = re.findall(r"put `(changed: .*?\})`", found.help)
    assert ("was:" in line) is known
    pasted = _edited(edited, path, "\n---\n", f"\n{line}\n---\n")
    assert _found(pasted, history) == []
    assert _found(_sealed(pasted), history) == []


def test_a_page_that_was_never_sealed() -> None:
    """A site without the lock stays valid, and its pages may change until they are sealed."""
    assert _found(TEXTS, _committed(TEXTS)) == []
    assert _found(_edited(TEXTS, ABOUT, "a year", "ten years"), _committed(TEXTS)) == []
    more = {**_sealed(TEXTS), "content/pages/more.md": PAGE}
    assert _found(more) == []


@pytest.mark.parametrize(("was", "now", "part"), WAY_EDITS)
@pytest.mark.parametrize("known", [False, True])
def test_a_sealed_way_to_ask(was: str, now: str, part: str, known: bool) -> None:
    """A number, an address or the words beside it, in any language and for any audience, do not change without what stood there."""
    texts = _sealed(TEXTS)
    history = _committed(texts) if known else None
    edited = _edited(texts, "site_config.yml", was, now)
    found = _changed(edited, history)
    assert found
    assert all(part.removeprefix("@de.") in one.message and one.blocks for one in found)
    assert any(f"`{part}`" in one.message for one in found)
    if known:
        lines = [line for one in found for line in re.findall(r"under `changed:`, `(.*)`$", one.help)]
        whole = edited["site_config.yml"] + "changed:\n" + "".join(f"  {line}\n" for line in lines)
        assert _changed({**edited, "site_config.yml": whole}, history) == []


def test_a_further_way_to_ask() -> None:
    """A way to ask that was missing may be added."""
    texts = _sealed(TEXTS)
    assert _found(_edited(texts, "site_config.yml", "hours:", "who: Kim Lee, hours:")) == []


def test_a_note_is_used_once() -> None:
    """A further change needs a note of its own, and a note that was sealed cannot be taken out or reworded in silence."""
    note = "changed: {on: 2027-05-05, because: The law asks for it., was: We keep your address for a year.}"
    noted = _edited(_edited(_sealed(TEXTS), ABOUT, "for a year", "for ten years"), ABOUT, "\n---\n", f"\n{note}\n---\n")
    again = _sealed(noted)
    assert _found(again) == []
    assert [one.code for one in _found(_edited(again, ABOUT, "ten years", "ever"))] == ["CON091"]
    assert [one.code for one in _found(_edited(again, ABOUT, f"{note}\n", ""))] == ["CON091"]
    second = note.replace("The law asks for it.", "We were wrong.").replace("for a year", "for ten years")
    assert _found(_edited(_edited(again, ABOUT, "ten years.\n", "ever.\n"), ABOUT, note, second)) == []


def test_words_that_never_stood_there() -> None:
    """A note that gives old words which the page never had is an error, where git knows them."""
    note = "changed: {on: 2027-05-05, because: We were wrong., was: We keep your address for a day.}"
    sealed = _sealed(TEXTS)
    noted = _edited(_edited(sealed, ABOUT, "for a year", "for ten years"), ABOUT, "\n---\n", f"\n{note}\n---\n")
    (found,) = _found(noted, _committed(sealed))
    assert "was never in" in found.message


def test_a_mended_spelling() -> None:
    """A misspelt word may be mended under `amended`, and nothing more."""
    wrong = {**TEXTS, ABOUT: PAGE.replace("address", "adress")}
    sealed = _sealed(wrong)
    mended = _edited(sealed, ABOUT, "adress", "address")
    assert [one.code for one in _found(mended)] == ["CON091"]
    line = "amended: {when: 2027-05-05, what: {adress: address}}"
    assert _found(_edited(mended, ABOUT, "\n---\n", f"\n{line}\n---\n")) == []
    turned = _edited(sealed, ABOUT, "never", "always")
    line = "amended: {when: 2027-05-05, what: {never: always}}"
    assert "CON091" in {one.code for one in _found(_edited(turned, ABOUT, "\n---\n", f"\n{line}\n---\n"))}


def test_a_page_that_is_gone() -> None:
    """A sealed page cannot vanish, nor get another name."""
    sealed = _sealed(TEXTS)
    for path in (ABOUT, UEBER):
        gone = dict(sealed)
        gone["content/pages/new.md"] = gone.pop(path)
        assert any("is gone" in one.message and one.blocks for one in _found(gone))


def test_a_lock_made_anew() -> None:
    """A lock that is edited, or deleted and made again after a change, is found out."""
    sealed = _sealed(TEXTS)
    assert {one.code for one in _found(_edited(sealed, PAGE_LOCK, "who.md 2", "whom.md 2"))} >= {"SEA001"}
    edited = _edited(TEXTS, ABOUT, "for a year", "for ten years")
    assert "SEA023" in {one.code for one in _found(edited, _committed(sealed))}
    assert "SEA023" in {one.code for one in _found(_sealed(edited), _committed(sealed))}


def test_readers_see_it() -> None:
    """The page shows each change with its day, its reason and the old words, in each language; /verify/ shows the chain and changed ways to ask."""
    note = "changed: {on: 2027-05-05, because: The law asks for it., was: We keep your address for a year.}"
    german = "changed: {on: 2027-05-05, because: Das Gesetz verlangt es., was: Wir behalten Ihre Adresse ein Jahr.}"
    noted = _edited(_edited(_sealed(TEXTS), ABOUT, "for a year", "for ten years"), ABOUT, "\n---\n", f"\n{note}\n---\n")
    noted = _edited(_edited(noted, UEBER, "ein Jahr", "zehn Jahre"), UEBER, "\n---\n", f"\n{german}\n---\n")
    later = (
        note.replace("2027-05-05", "2027-05-06").replace("The law asks for it.", "We were wrong.").replace("a year", "ten years")
    )
    noted = _edited(_edited(_sealed(noted), ABOUT, "ten years.\n", "ever.\n"), ABOUT, note, later)
    phone = "changed: {contact.phone: {on: 2027-05-05, because: We have another number., was: +44 20 7946 0018}}\n"
    noted = _edited(noted, "site_config.yml", "phone: +44 20 7946 0018", "phone: +44 20 7946 0999")
    noted["site_config.yml"] += phone
    assert _found(noted) == []
    site = publishing.publish(checking.check(_files(noted), NOW), NOW)
    made = files_of(site, pages.write)
    english = made["who/index.md"].decode()
    assert "<del>We keep your address for a year.</del>" in english
    assert "<del>We keep your address for ten years.</del>" in english
    assert english.index("We were wrong.") < english.index("The law asks for it.")
    translated = made["de/who/index.md"].decode()
    assert "<del>Wir behalten Ihre Adresse ein Jahr.</del>" in translated
    verify = made["verify/index.md"].decode()
    assert verification.page_chain(site).last in verify
    assert "We have another number." in verify
    assert files_of(site, verification.write)["pages.lock"].decode() == noted[PAGE_LOCK]


def test_nothing_is_mended_by_itself() -> None:
    """`validate --fix` leaves a sealed page alone, and one that was never sealed it may mend."""
    known = Committed(known=True, files={})
    assert set(maybe_published(_files(_sealed(TEXTS)), NOW, known)) == {ABOUT, UEBER}
    assert maybe_published(_files(TEXTS), NOW, known) == {}


def test_an_end_that_was_kept() -> None:
    """A lock that is made anew together with its history is found out by the end that was kept in a tag."""
    sealed = _sealed(TEXTS)
    (end,) = (line.split()[0] for line in sealed[PAGE_LOCK].splitlines()[-1:])
    anew = _sealed(_edited(TEXTS, ABOUT, "for a year", "for ten years"))
    for texts, expected in ((sealed, []), (anew, ["SEA012"])):
        kept = replace(_committed(texts), ends=(ChainEnd("seals/1", "pages.lock", end),))
        found = [one for one in checking.check(_files(texts), NOW, kept).diagnostics if one.code == "SEA012"]
        assert [one.code for one in found] == expected
        assert all("pages.lock" in one.message and one.span.path == PAGE_LOCK for one in found)


def test_a_clock_that_was_set_back() -> None:
    """What is sealed is public: a clock behind the seal of a page is an error."""
    sealed = _sealed(TEXTS)
    found = checking.check(_files(sealed), NOW - timedelta(days=1)).diagnostics
    assert [one.span.path for one in found if one.code == "SEA013" and one.blocks] == [PAGE_LOCK]
    assert not [one for one in checking.check(_files(sealed), NOW).diagnostics if one.code == "SEA013"]


def _unread(texts: dict[str, str], now: datetime = NOW) -> bool:
    return not [*sealing_pages.seals(checking.check(_files(texts), now), now)]


FIRST = """---
title: Somebody read a list
published: 2027-05-05T09:00Z
status: investigating
known: {list: One list was read.}
unknown: {whose: Whose it was.}
next_steps: {log: We read the log.}
actions: There is nothing you can do yet.
next_update: 2027-05-06T08:00Z
---
"""


def test_nobody_has_read_it_yet() -> None:
    """The pages of a site on which nothing is published may change; with the first update, or the day on which the site opens, they are sealed."""
    new = {**TEXTS, "site_config.yml": CONFIG.replace("public_since: 2027-05-01, ", "")}
    top = "content/incidents/list"
    incident = {f"{top}/incident.md": "---\ntitle: A list was read\naware: 2027-05-05T08:00Z\n---\n", f"{top}/01-first.md": FIRST}
    assert _unread(new)
    assert _unread({**new, **incident}, NOW - timedelta(hours=4))
    assert _unread({**new, **incident, f"{top}/01-first.md": FIRST.replace("status:", "draft: true\nstatus:")})
    assert not _unread({**new, **incident})
    assert _unread({**TEXTS, "site_config.yml": CONFIG.replace("2027-05-01", "not_yet")})
    assert _unread(TEXTS, datetime(2027, 4, 30, 12, tzinfo=UTC))
    assert not _unread(TEXTS)


@pytest.mark.parametrize("setting", ["", "public_since: not_yet, "])
def test_what_was_sealed_stays_sealed(setting: str) -> None:
    """No setting, and no incident that is a draft again, makes sealed pages free to change."""
    sealed = {**_sealed(TEXTS), "site_config.yml": CONFIG.replace("public_since: 2027-05-01, ", setting)}
    assert [one.code for one in _found(_edited(sealed, ABOUT, "for a year", "for ten years"))] == ["CON091"]
    more = {**sealed, "content/pages/more.md": "---\ntitle: More\n---\nMore.\n"}
    assert not _unread(more)
