"""A site with an incident in each state that a reader can meet, built past the rules: what is measured is the page, not the writing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.adapters import builder
from generator.adapters.theme_files import read_theme
from generator.model.source import RawFile
from generator.pipeline import building, publishing
from tests.content.films import film
from tests.render.sites import ROOT
from tests.unjudged import unjudged

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_CONFIG = """organisation: {{name: Larkfield Energy, url: "https://larkfield.example/", domains: [larkfield.example]}}
site: {{url: "https://status.larkfield.example/", timezone: Europe/London, theme: {theme}, language: {language}}}
contact: {{email: incident@larkfield.example, phone: "+44 20 7946 0018", hours: every day from 8 to 20, who: Sam Reed}}
systems: [Support desk, Billing]
audiences:
  customers: {{name: Our customers}}
  staff: {{name: Our staff}}
  north: {{name: Members of the North plan}}
  parents: {{name: Parents of members under 18}}
  suppliers: {{name: Our suppliers}}
"""
_FIRST = """title: Someone got into our support desk
published: 2026-11-10T07:10Z
status: investigating
known: {entry: Someone used a stolen staff password to get into our support desk on 9 November.}
unknown: {whose: Whose tickets they read., copied: Whether they copied them.}
next_steps: {shut: We have shut that staff account and are ending every open session., log: We are reading the access log.}
actions: There is nothing you can do yet. We will say so here when there is.
next_update: 2026-11-10T13:00Z
"""
_ADVICE = """actions:
  told: {do: "If we e-mailed you about a password, change it everywhere you use it.", why: It was in the text that they read., urgency: now, for: [customers]}
  password: {do: Change your password if you ever sent it to us in a ticket., why: They could read what you wrote., urgency: today}
  callers: {do: "If someone rings and knows about your ticket, hang up and ring us.", why: We never ring to ask for a password or a payment., urgency: from_now_on}
"""
_SECOND = f"""title: 1,212 customers are affected, and we had got two things wrong
published: 2026-11-12T16:30Z
status: confirmed
what_happened: From 6 to 9 November, someone used a stolen staff password to read customers’ support tickets. We locked them out on 10 November.
known:
  entry: {{text: Someone used a stolen staff password to get into our support desk for the first time., when: 2026-11-06T08:00Z}}
  last: {{text: They opened the last ticket., when: 2026-11-09T19:05Z, from: our access log}}
unknown:
  copied: {{text: Whether they copied them., by: 2026-12-04, looked: The access log for 6 to 9 November and our file store., through: 2026-11-12T12:00Z, cannot_see: The support desk keeps no record of copying or printing.}}
unanswerable: {{whose: The log holds numbers and no names.}}
next_steps: {{log: We are reading the access log., supplier: {{do: The supplier looks for copies in its own records., by: 2026-12-04}}}}
done: {{shut: "Done at 07:30."}}
affected: {{customers: {{unit: customers, exact: 1212, of: 18400}}, staff: {{unit: staff, about: 50, of: 410}}}}
data: {{name-and-email: accessed, ticket-text: accessed, password: {{state: accessed, exact: 41, for: customers}}, card-number: not_affected}}
window: {{from: 2026-11-06T08:00Z, to: 2026-11-09T19:05Z}}
corrections: {{entry: Our first search began at 8 November.}}
consequences: {{calls: Someone could ring or write to you and know what you asked us about.}}
direct_notice: {{customers: {{how: "On 12 November we e-mailed each of them, and rang those without an e-mail address", sent: {{exact: 1212}}, complete: true, silence: "If you are a customer and heard nothing from us, your tickets were not opened."}}}}
services: {{Support desk: {{state: down, what: You cannot send us a ticket., instead: Ring us., since: 2026-11-10T08:00Z}}, Billing: working}}
{_ADVICE}next_update: 2026-11-19T17:00Z
"""
_THIRD = """title: We know where the password came from
published: 2026-11-20T16:40Z
status: contained
contained_by: second-step
known:
  second-step: {text: Every staff account now needs a second login step. We tried the stolen password and it failed., when: 2026-11-11}
  source: {text: "A member of staff had used the password on another website as well, and someone copied it from there.", when: 2026-08, from: the police}
affected: {staff: {unit: staff, exact: 63, of: 410}}
corrections: {affected.staff: {because: At first we had counted signatures., kind: found_more}}
done: {log: Done on 11 November.}
claims: {forum: {by: a seller on a forum, says: The card numbers of all customers are for sale., since: 2026-11-19, we_say: "false", looked: The 50 lines that the seller shows.}}
fakes: {text: {what: A text message offers you a refund., seen: larkfield-refund.example, since: 2026-11-17}}
remedies: {watch: {what: 12 months of fraud monitoring, for: [customers], provider: Northgate Check, how: Use the code in our e-mail., enrol_by: 2027-01-31, months: 12}}
next_update: 2026-11-27T17:00Z
"""
_FORMS = """title: They read messages from 1,212 customers
published: 2026-11-20T16:40Z
status: confirmed
affected: {customers: {unit: customers, exact: 1212, of: 18400}}
data: {name: accessed, password: {state: accessed, exact: 41, for: customers}}
actions: {password: {do: Change your password if you ever sent it to us in a ticket., urgency: today}}
next_update: 2026-11-27T17:00Z
easy_read: |
  Someone got into our help desk. They read messages from 1,212 customers.
  They saw names, and 41 passwords.
  Did you send us a password? Please change it today. You can ring us.
recordings:
  signed: {what: In British Sign Language, video: signed.mp4, captions: signed.vtt}
"""
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:00.900\nSomeone got into our help desk.\n\n00:00.900 --> 00:01.000\nPlease change your password.\n"


def _more(**keys: str) -> str:
    return "".join(f"{key}: {value}\n" for key, value in keys.items())


_END = "none_planned"
_OVER = {"published": "2026-11-21T09:00Z", "next_update": _END, "unknown": "none_left"}
_ANSWER = {"known": "{copied: They copied nothing.}"}
_LONG = "title: Update {number} of a long incident, in one sentence\npublished: {when}\nstatus: confirmed\nno_change: true\nnext_update: {then}\n"


def _long() -> list[str]:
    """Forty updates, twelve open unknowns and fifteen actions for five audiences."""
    began = datetime(2026, 10, 1, 9, tzinfo=UTC)
    unknown = "".join(
        f"  region-{one}: Whether they copied the records of region {one} from the archive.\n" for one in range(1, 13)
    )
    groups = ("", ", for: [customers]", ", for: [north]", ", for: [parents]", ", for: [suppliers]")
    urgencies = ("now", "today", "this_week")
    actions = "".join(
        f"  act-{place}-{one}: {{do: Please change the password of your account number {place} and {one}., why: It was in what they copied., urgency: {urgency}{group}}}\n"
        for place, group in enumerate(groups)
        for one, urgency in enumerate(urgencies)
    )
    first = (
        "title: Unbekannte haben Krankenversicherungsleistungsabrechnungsunterlagen kopiert\n"
        f"published: {began:%Y-%m-%dT%H:%MZ}\nstatus: confirmed\n"
        f"known: {{entry: Someone copied records from the archive.}}\nunknown:\n{unknown}"
        f"next_steps: {{log: We read the log.}}\nactions:\n{actions}next_update: {began + timedelta(days=1):%Y-%m-%dT%H:%MZ}\n"
    )
    rest = [
        _LONG.format(
            number=number,
            when=f"{began + timedelta(days=number):%Y-%m-%dT%H:%MZ}",
            then=f"{began + timedelta(days=number + 1):%Y-%m-%dT%H:%MZ}",
        )
        for number in range(2, 40)
    ]
    return [first, *rest, _LONG.format(number=40, when="2026-11-22T09:00Z", then="2026-11-25T09:00Z")]


#: By the name of the incident's folder: what its updates say, oldest first.
STATES: dict[str, list[str]] = {
    "first": [_FIRST.replace("2026-11-10", "2026-11-23").replace("T13:00Z", "T17:00Z")],
    "confirmed": [_FIRST, _SECOND.replace("2026-11-19T17:00Z", "2026-11-27T17:00Z")],
    "contained": [_FIRST, _SECOND, _THIRD],
    "monitoring": [
        _FIRST,
        _SECOND,
        _THIRD,
        _more(
            title="We keep watch",
            published="2026-11-21T09:00Z",
            status="monitoring",
            monitor_until="2026-12-14",
            next_update="2026-12-14T09:00Z",
        ),
    ],
    "resolved": [
        _FIRST,
        _SECOND,
        _THIRD,
        _more(
            title="It is over",
            status="resolved",
            because="Nothing more was found.",
            done="{supplier: The supplier found no copies.}",
            **_OVER,
            **_ANSWER,
        ),
    ],
    "false-alarm": [
        _FIRST,
        _more(
            title="A false alarm",
            status="resolved",
            because="It was our own test.",
            outcome="false_alarm",
            known="{whose: They read nothing., copied: They copied nothing.}",
            **_OVER,
        ),
    ],
    "nothing-reached": [
        _FIRST,
        _more(
            title="No data was reached",
            status="resolved",
            because="We read the whole log.",
            outcome="nothing_reached",
            data="{ticket-text: not_affected}",
            known="{whose: They read nothing., copied: They copied nothing.}",
            **_OVER,
        ),
    ],
    "reopened": [
        _FIRST,
        _SECOND,
        _THIRD,
        _more(
            title="They came back",
            published="2026-11-22T09:00Z",
            status="reopened",
            because="They came back through a supplier.",
            window="{second: {from: 2026-11-21T20:00Z, to: unknown}}",
            next_update="2026-11-24T09:00Z",
        ),
    ],
    "overdue": [_FIRST, _SECOND, _THIRD.replace("2026-11-27T17:00Z", "2026-11-22T17:00Z")],
    "forms": [_FIRST, _FORMS],
    "mistake": [
        _FIRST + "nature: mistake\neasy_read: Someone got into our help desk. You can ring us.\n",
        _more(
            title="What went wrong",
            published="2026-11-20T09:00Z",
            status="confirmed",
            nature="mistake",
            data="{letter: accessed}",
            affected="{customers: {unit: customers, unknown: true}}",
            next_update="2026-11-25T09:00Z",
        ),
    ],
    "long": _long(),
}


def build_states(root: Path, theme: str, language: str) -> Path:
    """Build the site with all of them into a folder, and return that folder."""
    files: dict[str, str | bytes] = {"site_config.yml": _CONFIG.format(theme=theme, language=language)}
    for slug, updates in STATES.items():
        folder = f"content/incidents/{slug}"
        files[f"{folder}/incident.md"] = (
            f"---\ntitle: Someone read customers’ support tickets\naware: {'2026-10-01T08:20Z' if slug == 'long' else '2026-11-10T06:40Z'}\nsystems: [Support desk]\nquestions:\n"
            "  meter: {ask: Was my meter touched?, answer: No.}\n  copied: {ask: Did they copy it?, unknown: copied}\n---\n"
        )
        files |= {f"{folder}/{number:02}-said.md": f"---\n{text}---\n" for number, text in enumerate(updates, 1)}
        if any("recordings:" in text for text in updates):
            files |= {f"{folder}/files/signed.mp4": film(), f"{folder}/files/signed.vtt": CAPTIONS}
    written = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    raw = [RawFile(path, data, len(data)) for path, data in written.items()]
    site = publishing.publish(unjudged(raw, NOW), NOW)
    site = publishing.with_attachments(site, {path: written[path] for path in publishing.attachments(site)})
    assert {incident.slug: len(incident.folder.updates) for incident in site.incidents} == {
        slug: len(updates) for slug, updates in STATES.items()
    }
    builder.build(building.render(site, read_theme(theme, ROOT)), root, publishing.last_changed(site), building.finish(site))
    return root
