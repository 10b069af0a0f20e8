"""Words that mislead in a text that is no dated statement, after it was published: what the finding says to paste owns up to the change."""

from datetime import UTC, datetime

import pytest

from generator.model.diagnostic import Diagnostic, Severity
from generator.model.source import RawFile
from generator.pipeline import checking, sealing, sealing_pages

NOW = datetime(2027, 3, 4, 9, tzinfo=UTC)
TOP = "content/incidents/tickets"
SITE = {
    "site_config.yml": """organisation: {name: Larkfield Energy, domains: [larkfield.example]}
site: {url: https://status.larkfield.example/, languages: [de]}
contact:
  email: incident@larkfield.example
  hours: every day from 8 to 20
  who: Sam Reed
  out_of_band: We take your call very seriously.
policy: {cadence: {investigating: 5w}}
translations:
  de:
    contact: {hours: täglich, who: Sam Reed, out_of_band: Wir nehmen Ihren Anruf sehr ernst.}
""",
    "content/pages/about.md": """---
title: About this site
---

We write here what happened.

We take the security
of your data very seriously.
""",
    f"{TOP}/incident.md": """---
title: Someone read customer support tickets
aware: 2027-03-03T02:40Z
remedy: We pay for a new card, because we take your safety seriously.
questions:
  bank: {ask: Was my number there?, answer: 'No: we take your data seriously.'}
---

We take the security of your data very seriously.
""",
    f"{TOP}/incident.de.md": """---
title: Jemand hat Tickets gelesen
remedy: Wir zahlen eine neue Karte.
questions:
  bank: {ask: War meine Nummer dort?, answer: 'Nein: wir nehmen Ihre Daten sehr ernst.'}
---

Wir nehmen den Schutz Ihrer Daten sehr ernst.
""",
    f"{TOP}/01-first.md": """---
title: Someone read customer support tickets
published: 2027-03-03T03:10Z
status: investigating
known:
  entry: Someone used a stolen staff password to open our support desk on 2 March.
unknown:
  whose: Whose tickets they read.
next_steps:
  log: We are reading the access log.
actions: There is nothing you can do yet.
next_update: 2027-03-30T09:00Z
---
""",
}
#: The words in each file, and what stands in their place.
PLAIN = {
    "site_config.yml": (
        ("We take your call very seriously.", "Ring the number on your bill."),
        ("Wir nehmen Ihren Anruf sehr ernst.", "Rufen Sie die Nummer auf Ihrer Rechnung an."),
    ),
    "content/pages/about.md": (("We take the security\nof your data very seriously.", "We name what we do not know."),),
    f"{TOP}/incident.md": (
        ("'No: we take your data seriously.'", "No."),
        ("We take the security of your data very seriously.", "The desk is open on weekdays."),
    ),
    f"{TOP}/incident.de.md": (
        ("'Nein: wir nehmen Ihre Daten sehr ernst.'", "Nein."),
        ("Wir nehmen den Schutz Ihrer Daten sehr ernst.", "Der Kundendienst ist werktags offen."),
    ),
}


def _found(texts: dict[str, str]) -> tuple[Diagnostic, ...]:
    return checking.check(_files(texts), NOW).diagnostics


def _files(texts: dict[str, str]) -> list[RawFile]:
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]


def _sealed(texts: dict[str, str]) -> dict[str, str]:
    """The same site with everything in it sealed a day ago."""
    now = datetime(2027, 3, 3, 3, 12, tzinfo=UTC)
    checked = checking.check(_files(texts), now)
    order = sealing.order(checked, now)
    assert order is not None
    made = {path: text for path, text, _ in (*sealing.seals(checked, now), *sealing_pages.seals(checked, now))}
    return {**texts, order[0]: order[1], **made}


def _told(texts: dict[str, str]) -> list[Diagnostic]:
    return [one for one in _found(texts) if one.code == "WRD001"]


def test_what_was_never_published_is_just_reworded() -> None:
    """Nothing is said of a note where nobody can have read the words."""
    told = _told(SITE)
    assert len(told) == 8
    assert not [one.help for one in told if "published" in one.help]
    assert {one.severity for one in told} == {Severity.WARNING}


@pytest.mark.parametrize("path", PLAIN)
def test_the_note_can_be_pasted(path: str) -> None:
    """With plain words and the note that the finding offers, nothing is wrong; with the words alone, something is."""
    texts = _sealed(SITE)
    told = [one for one in _told(texts) if one.span.path == path and "remedies" not in one.help]
    assert len(told) == len(PLAIN[path])
    text = texts[path]
    for was, now in PLAIN[path]:
        assert text.count(was) == 1
        text = text.replace(was, now)
    assert [one.code for one in _found({**texts, path: text}) if one.severity is Severity.ERROR]
    pasted = [one.help.removesuffix("`").rpartition("`")[2] for one in told]
    if path.endswith("about.md"):
        assert pasted == [
            "changed: {on: 2027-03-04, because: Why it was changed., was: We take the security of your data very seriously.}"
        ]
        noted = text.replace("title: About this site\n", f"title: About this site\n{pasted[0]}\n")
    else:
        note = "changed:\n" + "".join(f"  {one}\n" for one in pasted)
        head, below = (text, "") if path.endswith(".yml") else text.rsplit("---\n", 1)
        noted = f"{head}{note}---\n{below}" if below else f"{head}{note}"
    before = {(one.code, one.message) for one in _found(texts)}
    assert [one for one in _found({**texts, path: noted}) if (one.code, one.message) not in before] == []
    assert not [one for one in _told({**texts, path: noted}) if one.span.path == path and "remedies" not in one.help]


def test_an_offer_is_said_better_in_an_update() -> None:
    """Later words of what incident.md offers belong in an update, which CON075 asks for too."""
    told = [one for one in _told(_sealed(SITE)) if one.span.path == f"{TOP}/incident.md"]
    assert "say it better in a new update, under `remedies:`, as `remedy`" in told[0].help
    assert not any(one.blocks for one in told)
