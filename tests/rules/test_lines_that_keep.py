"""A line that a finding offers in place of another keeps all that stood there, and says nothing of a group that is not so."""

import re
from datetime import UTC, datetime

import pytest

from generator.model.diagnostic import Diagnostic
from generator.model.source import RawFile
from generator.pipeline import checking

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
SETTINGS = """\
organisation: {name: Quarry Hill Library, url: https://quarryhill.example/, domains: [quarryhill.example]}
site: {url: https://news.quarryhill.example/, id: news.quarryhill.example, title: Incidents, language: en, timezone: Europe/London, public_since: not_yet}
contact: {email: desk@quarryhill.example, who: the desk}
systems: [Catalogue]
audiences:
  readers: Our readers
  staff: Our staff
  donors: Our donors
"""
INCIDENT = """\
---
title: Somebody read our mailbox
aware: 2026-05-05T09:00Z
systems: [Catalogue]
questions:
  rota:
    ask: Was my rota read?
    unknown: who
    for: [staff]
    since: 2026-05-05
---
"""
UPDATE = """\
---
title: Somebody read our mailbox
published: 2026-05-05T10:00Z
status: {status}
known:
  entry: Somebody read our mailbox.
{known}
unknown:
  who: Who it was.
next_steps:
  log: We are reading the logs.
actions:
{actions}
next_update: 2026-05-06T15:00Z
{more}
---
"""
FIRST = "  letters: {do: Do not answer e-mails about fines., urgency: today}"


def _found(code: str, *, known: str = "", actions: str = FIRST, more: str = "", status: str = "confirmed") -> list[Diagnostic]:
    update = UPDATE.format(known=known, actions=actions, more=more, status=status)
    files = {
        "site_config.yml": SETTINGS,
        "content/incidents/mailbox/incident.md": INCIDENT,
        "content/incidents/mailbox/01-mailbox.md": re.sub(r"\n\n+", "\n", update),
    }
    checked = checking.check([RawFile(path=path, data=text.encode(), size=len(text)) for path, text in files.items()], NOW)
    return [one for one in checked.diagnostics if one.code == code]


@pytest.mark.parametrize(
    "written",
    ["for: [readers, donors]", "for: [staff]", "for: Whoever paid by card", "about: [entry]", "for: [staff], about: [entry]"],
)
def test_an_action_keeps_whom_it_is_for_and_what_it_is_about(written: str) -> None:
    """Where an action does not say how soon, the line with `urgency` has its `for` and `about` as they were written."""
    (found,) = _found("WRD028", actions=f"  letters: {{do: Do not answer e-mails about fines., {written}}}")
    assert written in found.help


def test_a_fact_keeps_whom_it_is_for() -> None:
    """Where a fact is what somebody else says, the line with `from` has all its other keys."""
    claims = "claims: {forum: {by: a forum, says: The list of donors is on sale., we_say: not_checked}}"
    (found,) = _found("CON083", known="  sale: {text: The list of donors is on sale., sure: likely, for: [donors]}", more=claims)
    assert "`sale: {text: The list of donors is on sale., from: a forum, sure: likely, for: [donors]}`" in found.help


def test_a_question_and_a_service_keep_whom_they_are_for() -> None:
    """What has to be answered before an incident is over is not told to more people by the line that answers it."""
    service = "services: {Catalogue: {state: limited, what: Fines are not shown., instead: Ask at the desk., for: [staff]}}"
    closed = {"more": f"{service}\nbecause: We had watched it.", "status": "resolved"}
    (question,) = _found("CON063", **closed)
    assert "`rota: {ask: Was my rota read?, answer: What you answer., for: [staff], since: 2026-05-05}`" in question.help
    (broken,) = _found("CON068", **closed)
    kept = (
        "state: limited, what: Fines are not shown., instead: Ask at the desk., because: Why it does not work yet., for: [staff]"
    )
    assert f"`Catalogue: {{{kept}}}`" in broken.help


def test_a_danger_is_named_as_it_was_for_those_who_lack_advice() -> None:
    """What was taken from one group and read of another is called so of each."""
    more = "affected: {staff: {unit: people, exact: 8}, donors: {unit: people, exact: 30}}\n"
    more += "data: {bank-details: [{state: taken, for: staff}, {state: accessed, for: donors}]}"
    actions = "  bank: {do: Ask your bank to watch your account., urgency: today, about: [data.bank-details], for: [staff]}"
    (found,) = _found("CON078", actions=actions, more=more)
    assert "`donors` have none, although their `bank-details` was accessed too" in found.message
