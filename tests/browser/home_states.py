"""Sites in each state that the home page can be in, made up for the tests of pages that list incidents."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.cli.main import run
from tests.unjudged import past_the_rules

NOW = datetime(2027, 5, 12, 12, tzinfo=UTC)
CONFIG = """organisation: {name: Stonebridge Water, url: https://stonebridge.example/, domains: [stonebridge.example]}
site:
  url: https://status.stonebridge.example/
  title: "Stonebridge Water: security incidents"
  theme: THEME
  timezone: Europe/London
contact: {email: incident@stonebridge.example, phone: "+44 20 7946 0199", hours: every day from 8 to 20, who: Ada Cole, out_of_band: Ring the number on your bill.}
policy: {cadence: {investigating: 40w, confirmed: 40w, contained: 40w, monitoring: 40w}}
subscribe: {email_url: https://stonebridge.example/updates}
systems: [Customer website, Billing]
"""
_INCIDENT = """---
title: TITLE
aware: AWARE
---
"""
_FIRST = """---
title: TITLE
published: PUBLISHED
status: STATUS
known:
  entry: On DAY, someone used a stolen password to read letters to our customers.
unknown:
  copied: {text: Whether they copied the letters., by: 2027-06-20}
next_steps:
  log: We are reading the access log.
ACTIONS
AFFECTED
next_update: DUE
---
"""
_LAST = """---
title: The letters of this district were read by nobody else
published: PUBLISHED
status: resolved
outcome: false_alarm
because: The logins were those of a colleague who was travelling.
known:
  copied: Nobody copied the letters.
unknown: none_left
done: {log: We have read the access log.}
actions: There is nothing more for you to do.
next_update: none_planned
---
"""
URGENT = """actions:
  password: {do: Change your password., why: They could read it in a letter., urgency: now}
  calls: {do: "If someone rings about your letter, hang up and ring us.", why: We never ring to ask for a password., urgency: from_now_on}
  bill: {do: Compare the account number on each bill with your last one., why: Someone could send you a false bill., urgency: today}
  help: {do: Tell those whom you care for., why: They may not read this page., urgency: this_week}"""
CALM = "actions: There is nothing you can do yet."


def write_site(top: Path, theme: str, *, open_now: int = 0, closed: int = 0, urgent: tuple[int, ...] = (), late: int = 0) -> None:
    """Write a site.

    Args:
        top: its root.
        theme: its theme.
        open_now: how many incidents are open; the last of them is the newest.
        closed: how many are closed, over several years.
        urgent: of the open ones, those in which readers have something to do.
        late: how many of the open ones have promised an update that has not come.
    """
    (top / "content/incidents").mkdir(parents=True, exist_ok=True)
    (top / "site_config.yml").write_text(CONFIG.replace("THEME", theme), encoding="utf-8")
    (top / "content/pages").mkdir()
    (top / "content/pages/about.md").write_text(
        "---\ntitle: About this site\n---\n\nWe write here about incidents.\n", encoding="utf-8"
    )
    for number in range(open_now):
        told = NOW - timedelta(days=open_now - number, hours=3)
        due = NOW - timedelta(hours=2) if number < late else NOW + timedelta(days=2)
        _write(top, f"open-{number}", told, due, URGENT if number in urgent else CALM, over=False)
    for number in range(closed):
        told = NOW - timedelta(days=60 + 9 * number)
        _write(top, f"closed-{number}", told, told + timedelta(days=2), CALM, over=True)


def _write(top: Path, slug: str, told: datetime, due: datetime, actions: str, *, over: bool) -> None:
    folder = top / "content/incidents" / slug
    folder.mkdir(parents=True)
    title = f"Someone read letters of district {slug.rpartition('-')[2]}"
    values = {
        "TITLE": title,
        "AWARE": f"{told - timedelta(hours=1):%Y-%m-%dT%H:%MZ}",
        "PUBLISHED": f"{told:%Y-%m-%dT%H:%MZ}",
        "STATUS": "investigating" if over else "confirmed",
        "DAY": f"{told - timedelta(days=1):%-d %B}",
        "ACTIONS": actions,
        "AFFECTED": "data: {letters: possible}" if over else "affected:\n  customers: {unit: customers, exact: 1212, of: 18400}",
        "DUE": f"{due:%Y-%m-%dT%H:%MZ}",
    }
    _put(folder / "incident.md", _INCIDENT, values)
    _put(folder / "01-first-statement.md", _FIRST, values)
    if over:
        _put(folder / "02-over.md", _LAST, {**values, "PUBLISHED": f"{due - timedelta(hours=5):%Y-%m-%dT%H:%MZ}"})


def _put(path: Path, text: str, values: dict[str, str]) -> None:
    for name, value in values.items():
        text = text.replace(name, value)
    path.write_text(text, encoding="utf-8")


def build(top: Path) -> Path:
    """Build a site as of `NOW`, and return the folder of its pages."""
    with past_the_rules():
        assert run(["build", "--root", str(top), "--now", f"{NOW:%Y-%m-%dT%H:%MZ}"]) == 0
    return top / "site"
