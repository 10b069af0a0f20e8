"""Pages and feeds of an incident for its audiences: what is for everyone and for them, and nothing else."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ledger.records import State
from generator.ledger.told_to import audiences_in, told_to
from generator.links import ledger_files
from generator.model.config import Audience
from generator.model.document import IncidentFolder
from generator.model.source import RawFile
from generator.model.update import (
    Action,
    Consequence,
    Correction,
    Count,
    CountForm,
    Data,
    DataState,
    Fact,
    Remedy,
    Service,
    ServiceState,
    Status,
    Update,
)
from generator.pipeline import checking, publishing
from generator.render import feeds, ledger_json, pages
from generator.render.readers import told, with_pages
from generator.render.site import Site
from tests.render.sites import CONFIG, files_of, incident, site_of
from tests.thorough import examples

NOW = datetime(2027, 3, 4, 12, tzinfo=UTC)
SETTINGS = """
organisation: {name: Northgate Clinic}
site: {url: https://status.northgate.example/, id: status.northgate.example, language: en, languages: [en, de], timezone: Europe/London}
contact: {email: incident@northgate.example, phone: "+44 20 7946 0018", hours: every day from 8 to 20, who: Sam Reed}
policy: {cadence: {confirmed: 5w}}
systems: [Rota]
"""
AUDIENCES = """
audiences:
  patients: {name: Patients and their families, words: You were treated by us., language: de}
  staff: {name: Our staff, contact: {email: staff@northgate.example}}
  labs: "Labs & <partners>"
  board: {name: The board, pages: false}
  nobody: Nobody at all
translations: {de: {audiences: {patients: Patienten und Angehörige, staff: {name: Unser Personal}}}}
"""
INCIDENT = """---
title: Someone read letters and work plans
aware: 2027-03-03T02:40Z
questions:
  pay: {ask: Was my payslip read?, answer: No., for: [staff]}
  letter: {ask: Was my letter read?, answer: Perhaps.}
---
"""
FIRST = """---
title: Someone read letters and work plans
published: 2027-03-03T03:10Z
status: confirmed
known:
  entry: Someone used a stolen password.
  plans: Work plans were read.
  payroll: {text: The payroll was not opened., for: [staff]}
  samples: {text: Lists of samples were read., for: [labs]}
  minutes: {text: Minutes of the board were read., for: [board]}
unknown:
  copied: Whether they copied letters.
  diaries: {text: Whether ward diaries were opened., for: [nurses]}
actions:
  hang-up: If someone rings and knows your name, hang up.
  staff: {do: Renew your password at log-in., for: staff, urgency: now, about: [data.password]}
  patients: {do: Renew your password of the portal., for: [patients], about: [data.password]}
  some: {do: Ring the library., for: Readers of the library}
affected:
  patients: {unit: people, about: 1100}
  nurses: {unit: nurses, about: 41, audience: staff}
  visitors: {unit: visitors, about: 7}
data:
  password: [{state: accessed, about: 300, for: patients}, {state: accessed, about: 20, for: nurses}]
  letters: {state: accessed, for: patients}
  badge-card: {state: accessed, for: visitors}
services: {Rota: {state: down, what: You cannot see your shifts., for: [staff]}}
consequences: {known: {text: Somebody may know of your treatment., for: [patients]}}
remedies: {line: {what: A helpline in the evening., for: [patients]}}
next_steps: {log: We are reading the access log.}
next_update: 2027-03-05T09:00Z
---
"""
SECOND = """---
title: What they saw of work plans
published: 2027-03-04T03:10Z
status: confirmed
known: {plans: {text: Work plans of nurses were read., for: [nurses]}}
unknown:
  copied: Whether they copied letters.
  diaries: {text: Whether ward diaries were opened., for: [nurses]}
actions:
  hang-up: If someone rings and knows your name, hang up.
  staff: {do: Renew your password at log-in., for: staff, urgency: now, about: [data.password]}
  patients: {do: Renew your password of the portal., for: [patients], about: [data.password]}
  some: {do: Ring the library., for: Readers of the library}
next_steps: {log: We are reading the access log.}
corrections: {plans: We had not said whom it concerns.}
next_update: 2027-03-06T09:00Z
---
"""


def _site(settings: str = SETTINGS + AUDIENCES, **texts: str) -> Site:
    made = {"01-first": FIRST, "02-plans": SECOND, "incident": INCIDENT} | {
        name.replace("_", "-"): text for name, text in texts.items()
    }
    files = {"site_config.yml": settings, **{f"content/incidents/letters/{name}.md": text for name, text in made.items() if text}}
    checked = checking.check([RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()], NOW)
    wrong = [f"{one.span.path} {one.message}" for one in checked.diagnostics if one.blocks]
    assert not wrong
    return publishing.publish(checked, NOW)


@cache
def _made() -> Mapping[str, bytes]:
    return files_of(_site(), pages.write, feeds.write, ledger_json.write)


def _text(page: bytes) -> str:
    front, _, body = page.decode().partition("---\n\n")
    assert front.startswith("---")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body.removeprefix("<!--"))).split())


def _page(audience: str, place: str = "") -> str:
    return _text(_made()[f"{place}incidents/letters/for/{audience}/index.md"])


OF_ALL = (
    "Someone used a stolen password.",
    "Whether they copied letters.",
    "hang up.",
    "Ring the library.",
    "Was my letter read?",
)
OF_STAFF = ("The payroll was not opened.", "Renew your password at log-in.", "You cannot see your shifts.", "Was my payslip read?",
    "Whether ward diaries were opened.", "Work plans of nurses were read.", "41 nurses", "20 nurses", "staff@northgate.example")  # fmt: skip
OF_PATIENTS = ("Renew your password of the portal.", "Somebody may know of your treatment.", "A helpline in the evening.", "1,100 people",
    "300 people", "Letters")  # fmt: skip


def test_a_page_says_what_is_for_everyone_and_for_its_readers() -> None:
    """Each audience's page has what is for all and for it; what is for others alone is on the incident's page, which has all of it."""
    for audience, ours, theirs in (("staff", OF_STAFF, OF_PATIENTS), ("patients", OF_PATIENTS, OF_STAFF)):
        page = _page(audience)
        assert [one for one in (*OF_ALL, *ours) if one not in page] == []
        assert [one for one in theirs if one in page] == []
    whole = _text(_made()["incidents/letters/index.md"])
    assert [one for one in (*OF_ALL, *OF_STAFF[:-1], *OF_PATIENTS, "Minutes of the board were read.") if one not in whole] == []


def test_who_was_told_reads_the_correction() -> None:
    """What is for others now stays as it was corrected for those who had read it, without what the others read in its place."""
    patients = _page("patients")
    assert "We said: Work plans were read. Why we got it wrong: We had not said whom it concerns." in patients
    assert "In fact: Work plans of nurses were read." in _page("staff")


def test_whom_something_is_for_is_said() -> None:
    """Where not all readers of a page are meant, it says who is; where they are, it does not."""
    # Nurses are all of the staff that is counted.
    assert "Whether ward diaries were opened." in _page("staff")
    assert "Whether ward diaries were opened. For:" not in _page("staff")
    assert "The payroll was not opened. For:" not in _page("staff")
    whole = _text(_made()["incidents/letters/index.md"])
    assert "The payroll was not opened. For: Our staff." in whole
    assert "You cannot see your shifts. For: Our staff." in whole


def test_advice_is_grouped() -> None:
    """Everyone's advice comes first, then that of each audience, the one with the most urgent first; free words are for everyone."""
    whole = _text(_made()["incidents/letters/index.md"])
    places = [
        whole.index(one)
        for one in ("Everyone If someone", "Readers of the library:", "Our staff Now", "Patients and their families Renew")
    ]
    assert places == sorted(places)


def test_readers_choose_by_plain_links() -> None:
    """The incident's page and the home page lead to each page of an audience, in its own language where it has one, and each page to the others."""
    for path, up in (("incidents/letters/index.md", ""), ("index.md", "incidents/letters/")):
        page = _made()[path].decode()
        assert "Which of these are you?" in page
        found = re.findall(r'<a href="([^"]*for/[a-z]+/)"', page)
        assert [one.split("/for/")[-1] if "/for/" in one else one.removeprefix("for/") for one in found] == [
            "patients/",
            "staff/",
            "labs/",
        ]
        assert f'<a href="{up}for/staff/">' in page
        assert 'de/incidents/letters/for/patients/" hreflang="de">' in page
        assert "Labs &amp; &lt;partners&gt;" in page
    staff = _made()["incidents/letters/for/staff/index.md"].decode()
    assert '<a href="../../">The page for everyone</a>' in staff
    assert 'for/patients/"' in staff
    assert 'href="../../2/"' in staff
    german = _made()["de/incidents/letters/for/staff/index.md"].decode()
    assert "Diese Seite ist für: Unser Personal" in _text(german.encode())


CLUB = """---
title: Someone copied a list
published: 2027-03-03T03:10Z
status: confirmed
known: {entry: Someone used a stolen password.}
unknown: {notes: Whether they opened the notes of the nurses.}
actions: There is nothing you can do yet.
affected:
  members: {unit: people, exact: 1372, audience: patients}
  children: {unit: people, exact: 217, part_of: members, audience: labs}
  nurses: {unit: nurses, about: 41, audience: staff}
data:
  name: {state: taken, for: members}
  medical-notes: {state: possible, for: members}
  birth-date: {state: unknown, for: members}
  school: {state: possible, for: children}
  password: {state: not_affected, for: members}
next_steps: {log: We are reading the access log.}
next_update: 2027-03-05T09:00Z
---
"""


def test_a_part_is_told_what_may_have_happened_to_its_whole() -> None:
    """Whose children are members reads that what members wrote may have been seen: the children are meant too; nobody else is told of it."""
    names = "names: {medical-notes: medical notes, birth-date: date of birth, school: name of the school}\n---\n"
    texts = {"01-first": CLUB, "02-plans": "", "incident": f"{INCIDENT.rstrip().removesuffix('---')}{names}"}
    made = files_of(_site(**texts), pages.write, feeds.write)
    said = ("Possibly seen, for members: medical notes", "Not known yet, for members: date of birth", "Copied, for members: name")
    for audience, seen in (("labs", True), ("patients", True), ("staff", False)):
        page = _text(made[f"incidents/letters/for/{audience}/index.md"])
        feed = made[f"incidents/letters/for/{audience}/feed.json"].decode()
        for words in ("edical notes", "ate of birth"):
            assert (words in page) is seen
            assert (words in feed) is seen
        assert ("ame of the school" in page) is (audience == "labs")
    page = _text(made["incidents/letters/for/labs/index.md"])
    for line in (*said, "Not affected: passwords"):
        assert line in page
    assert "Not affected: passwords" not in _text(made["incidents/letters/for/staff/index.md"])
    # What was said to them is taken back to them.
    second = CLUB.replace("03T03:10Z", "04T03:10Z").replace(
        "{state: possible, for: members}", "{state: not_affected, for: members}"
    )
    second = second.replace("next_steps:", "corrections: {data.medical-notes: The log shows every column.}\nnext_steps:")
    page = _text(files_of(_site(**texts | {"02-plans": second}), pages.write)["incidents/letters/for/labs/index.md"])
    assert "possibly seen" in page.partition("The log shows every column.")[0].rpartition("We said:")[2]
    assert "not affected" in page.partition("The log shows every column.")[0].rpartition("In fact:")[2]


def test_an_audience_without_pages_or_without_anything_has_none() -> None:
    """`pages: false` and an audience that nothing is for have no page; what is for them is on the incident's page."""
    made = [path for path in _made() if "/for/" in path]
    assert {path.split("/for/")[1].split("/")[0] for path in made} == {"patients", "staff", "labs"}
    assert "Minutes of the board were read. For: The board." in _text(_made()["incidents/letters/index.md"])


def test_each_has_feeds() -> None:
    """A page has its own feeds in each format and language, with the updates' own ids, and only what is for its readers; other feeds have all."""
    for place, tag in (("", ""), ("de/", "/de")):
        feed = json.loads(_made()[f"{place}incidents/letters/for/staff/feed.json"])
        assert [one["id"] for one in feed["items"]] == [
            f"tag:status.northgate.example,2026:letters/{number}{tag}/for/staff" for number in (2, 1)
        ]
        assert feed["items"][0]["url"] == f"https://status.northgate.example/{place}incidents/letters/for/staff/#update-2"
        assert "The payroll was not opened." in feed["items"][0]["content_html"]
        assert "Renew your password of the portal." not in json.dumps(feed)
    assert "Unser Personal" in json.loads(_made()["de/incidents/letters/for/staff/feed.json"])["title"]
    assert b"for/staff" in _made()["incidents/letters/for/staff/atom.xml"]
    assert b"<rss" in _made()["incidents/letters/for/staff/feed.xml"]
    whole = json.loads(_made()["incidents/letters/feed.json"])["items"][0]["content_html"]
    assert "<b>Now (Our staff):</b> Renew your password at log-in." in whole
    assert "Patients and their families: Renew your password of the portal." in whole


def test_the_ledger_names_the_audiences() -> None:
    """Schema 2 lists each audience with its page, and whom things are for."""
    held = json.loads(_made()[ledger_files.incident_file("letters")])
    assert {one["name"]: one["url"] and one["url"].rpartition("/for/")[2] for one in held["audiences"]} == {
        "patients": "patients/", "staff": "staff/", "labs": "labs/", "board": None, "nobody": None,
    }  # fmt: skip
    assert {one["name"]: one["for_whom"] for one in held["actions"]} == {
        "hang-up": [], "staff": ["staff"], "patients": ["patients"], "some": [],
    }  # fmt: skip
    assert {one["name"]: one["for"] for one in held["facts"]}["diaries"] == ["nurses"]


def test_a_site_without_audiences_reads_as_before() -> None:
    """Without audiences there are no such pages, no choice and no headings, whatever the words under `for`."""
    plain = _site(SETTINGS, **{"02-plans": "", "01-first": re.sub(r", for: \[?(staff|patients|nurses|labs|board)\]?(?=[,}])", "", FIRST).replace(", audience: staff", "").replace("[{state: accessed, about: 300}, {state: accessed, about: 20}]", "accessed"), "incident": INCIDENT.replace(", for: [staff]", "")})  # fmt: skip
    made = files_of(plain, pages.write, feeds.write)
    assert not [path for path in made if "/for/" in path]
    whole = made["incidents/letters/index.md"].decode()
    assert "ab-who" not in whole
    assert "For: " not in _text(whole.encode())
    assert "<h3>Everyone</h3>" not in whole


def test_a_drill_has_such_pages_too() -> None:
    """The scratch copy of a drill has pages for its audiences, which say what they are."""
    made = files_of(_site(SETTINGS + AUDIENCES + "drill: true\n"), pages.write)
    assert (
        "This is only a drill" in _text(made["incidents/letters/for/staff/index.md"])
        or "drill" in _text(made["incidents/letters/for/staff/index.md"]).lower()
    )


def test_thirty_audiences() -> None:
    """Each of thirty has its page; nobody else's sentence is on it."""
    names = [f"group-{number}" for number in range(30)]
    audiences = "audiences:\n" + "".join(f"  {name}: Group {place}\n" for place, name in enumerate(names))
    facts = "".join(f"  fact-{name}: {{text: Sentence of {name}x., for: [{name}]}}\n" for name in names)
    first = (
        "---\ntitle: Many\npublished: 2027-03-03T03:10Z\nstatus: confirmed\nknown:\n"
        + facts
        + "unknown: {copied: Whether they copied letters.}\nactions: There is nothing you can do yet.\n"
        "next_steps: {log: We are reading the log.}\nnext_update: 2027-03-05T09:00Z\n---\n"
    )
    made = files_of(_site(SETTINGS + audiences, **{"01-first": first, "02-plans": "", "incident": "---\ntitle: Many\naware: 2027-03-03T02:40Z\n---\n"}), pages.write)  # fmt: skip
    for name in names:
        page = _text(made[f"incidents/letters/for/{name}/index.md"])
        assert set(re.findall(r"Sentence of (group-\d+)x", page)) == {name}


# Generated sites.

NAMES = ("patients", "staff", "families")
GROUPS: Mapping[str, Count] = MappingProxyType(
    {
        name: Count(
            population=name,
            unit=f"unit{place}",
            form=CountForm.ABOUT,
            low=place,
            high=None,
            stated=(place,),
            audience=audience,
            part_of=whole,
        )
        for place, (name, audience, whole) in enumerate(
            (
                ("patients", "", ""),
                ("nurses", "staff", ""),
                ("children", "families", "patients"),
                ("visitors", "", ""),
                ("night", "", "nurses"),
            ),
            start=11,
        )
    }
)
FOR = st.sampled_from([(), (), ("staff",), ("patients",), ("nurses",), ("children", "staff"), ("visitors",), ("night",), NAMES])
POPULATIONS = st.sampled_from(["", "patients", "nurses", "children", "visitors", "night"])
SOME = st.sets(st.sampled_from(["a", "b", "c"]))
STATES = st.sampled_from(list(DataState))
_WORKING = st.sampled_from(list(ServiceState))


@st.composite
def _updates(draw: st.DrawFn) -> tuple[Update, ...]:
    """Updates in which every sentence is another one, and says by its name where it stands."""
    made = []
    for number in range(1, draw(st.integers(1, 3)) + 1):

        def said(section: str, name: str, number: int = number) -> str:
            return f"Zz{section}{number}{name}zz."

        known = {f"f{name}": Fact(name=f"f{name}", text=said("known", name), for_whom=draw(FOR)) for name in draw(SOME)}
        unknown = {
            f"f{name}": Fact(name=f"f{name}", text=said("unknown", name), for_whom=draw(FOR))
            for name in draw(SOME)
            if f"f{name}" not in known
        }
        kinds = {
            f"kind{name}": tuple(
                Data(kind=f"kind{name}", state=draw(STATES), population=whose)
                for whose in sorted(draw(st.sets(POPULATIONS, min_size=1, max_size=2)))
            )
            for name in draw(SOME)
        }
        subjects = [
            *(f"f{name}" for name in "abc"),
            *(f"{section}.x{name}" for section in ("action", "consequence", "remedies", "services") for name in "abc"),
            *(f"data.kind{name}" for name in "abc"),
        ]
        corrected = draw(st.sets(st.sampled_from(subjects))) if number > 1 else set()
        made.append(
            Update(
                number=number,
                slug="update",
                title=f"Update {number}",
                published=datetime(2027, 3, 3, tzinfo=UTC) + timedelta(hours=number),
                status=Status.CONFIRMED,
                known=known,
                unknown=unknown,
                actions={f"x{name}": Action(name=f"x{name}", do=said("action", name), for_whom=draw(FOR)) for name in draw(SOME)},
                consequences={
                    f"x{name}": Consequence(name=f"x{name}", text=said("consequence", name), for_whom=draw(FOR))
                    for name in draw(SOME)
                },
                remedies={
                    f"x{name}": Remedy(name=f"x{name}", what=said("remedy", name), for_whom=draw(FOR)) for name in draw(SOME)
                },
                services={
                    f"x{name}": Service(name=f"x{name}", state=draw(_WORKING), what=said("service", name), for_whom=draw(FOR))
                    for name in draw(SOME)
                },
                affected=GROUPS if number == 1 else {},
                data=kinds,
                corrections={name: Correction(name=name, because="Because.") for name in corrected},
                next_update=datetime(2027, 3, 9, tzinfo=UTC),
            )
        )
    return tuple(made)


UPDATES = _updates()
SITE = replace(CONFIG, audiences={name: Audience(name=name, title=f"The {name}") for name in NAMES})


@settings(max_examples=examples(25), deadline=None)
@given(UPDATES)
def test_no_audience_is_told_less_of_a_danger_or_anything_of_others(updates: tuple[Update, ...]) -> None:
    """Of any site: a kind that was reached is on the page of everyone it concerns; no page says what is for others, or what the incident's does not."""
    site = site_of([incident(*updates)], NOW, SITE)
    made = files_of(site, pages.write, feeds.write)
    whole = _text(made["incidents/incident/index.md"])
    (public,) = site.incidents
    states = [transition.after for transition in public.ledger.transitions]
    for audience in with_pages(site, public):
        page = _text(made[f"incidents/incident/for/{audience.name}/index.md"])
        readers = audiences_in(states[-1], NAMES)
        for kind, entry in states[-1].data.items():
            theirs = {one.population for one in entry.told if audience.name in readers.meant(one.population)}
            if theirs or audience.name in readers.concerned(entry.told):
                assert kind.capitalize() in page
        # What an error refuses leaves what stood, so the ledger says for whom a sentence is.
        theirs = {
            text
            for state in states
            for text, for_whom in (
                *((one.fact.text, one.fact.for_whom) for one in state.facts.values()),
                *((one.text, one.for_whom) for one in state.consequences.values()),
                *((one.action.do, one.action.for_whom) for one in state.actions.values()),
                *((one.remedy.what, one.remedy.for_whom) for one in state.remedies.values()),
                *((one.service.what, one.service.for_whom) for one in state.services.values()),
            )
            if audience.name in readers.readers(for_whom)
        }
        feed = made[f"incidents/incident/for/{audience.name}/feed.json"].decode()
        for text in re.findall(r"Zz\w+zz\.", page + feed):
            assert text in theirs
        for text in re.findall(r"Zz\w+zz\.", page):
            assert text in whole
        for unit in re.findall(r"unit\d+", page):
            assert any(count.unit == unit and audience.name in readers.of(name) for name, count in GROUPS.items())


@settings(max_examples=examples(150), deadline=None)
@given(UPDATES)
def test_what_an_audience_is_told_is_part_of_the_ledger(updates: tuple[Update, ...]) -> None:
    """Each entry that an audience reads is one of the whole ledger, for it; each event is told once or not at all; nothing for it is left out."""
    site = site_of([incident(*updates)], NOW, SITE)
    ledger = site.incidents[0].ledger
    for name in NAMES:
        reading = told_to(ledger, NAMES, name)
        for ours, all_of_it in zip(reading.transitions, ledger.transitions, strict=True):
            readers = audiences_in(all_of_it.after, NAMES)
            facts = {key for key, entry in all_of_it.after.facts.items() if name in readers.readers(entry.fact.for_whom)}
            assert ours.after.facts.keys() == facts
            assert {key: one.fact for key, one in ours.after.facts.items()} == {
                key: all_of_it.after.facts[key].fact for key in facts
            }
            assert ours.after.actions.keys() == {
                key for key, entry in all_of_it.after.actions.items() if name in readers.readers(entry.action.for_whom)
            }
            for kind, entry in all_of_it.after.data.items():
                assert (name in readers.concerned(entry.told)) <= (kind in ours.after.data)
            assert {event.subject for event in ours.events} <= {event.subject for event in all_of_it.events}
            assert len(ours.events) <= len(all_of_it.events)


@settings(max_examples=examples(150), deadline=None)
@given(UPDATES)
def test_nobody_is_left_out_in_silence(updates: tuple[Update, ...]) -> None:
    """Whatever an update says, something is for fewer readers than before only where the update corrects it."""
    site = site_of([incident(*updates)], NOW, SITE)
    for transition in site.incidents[0].ledger.transitions:
        readers = audiences_in(transition.after, NAMES)
        corrected = {event.subject for event in transition.events if event.kind}

        def whom(state: State) -> dict[str, tuple[str, ...]]:
            return {
                **{name: one.fact.for_whom for name, one in state.facts.items()},
                **{f"action.{name}": one.action.for_whom for name, one in state.actions.items()},
                **{f"consequence.{name}": one.for_whom for name, one in state.consequences.items()},
                **{f"remedies.{name}": one.remedy.for_whom for name, one in state.remedies.items()},
                **{f"services.{name}": one.service.for_whom for name, one in state.services.items()},
            }

        after = whom(transition.after)
        for subject, before in whom(transition.before).items():
            assert not readers.is_narrower(before, after[subject]) or subject in corrected


def test_a_renamed_incident_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the former address of an incident, each page of an audience leads to the present one."""
    monkeypatch.setattr(IncidentFolder, "former", property(lambda _folder: ("post",)))
    made = files_of(_site(), pages.write)
    assert "for/staff/" in made["incidents/post/for/staff/index.md"].decode()


def test_a_reading_is_made_once() -> None:
    """An incident is read for an audience once, however often it is asked for."""
    site = _site()
    (public,) = site.incidents
    (patients, *_) = with_pages(site, public)
    assert told(site, public, patients) is told(site, public, patients)


@pytest.mark.parametrize(
    "wrong", ["{name: Our staff, language: fr}", "{words: You work for us.}", "{name: Patients and their families}"]
)
def test_settings_that_readers_could_not_use(wrong: str) -> None:
    """A language that the site does not have, no name, and the name of another audience are refused."""
    text = SETTINGS + AUDIENCES.replace("{name: Our staff, contact: {email: staff@northgate.example}}", wrong)
    checked = checking.check([RawFile("site_config.yml", text.encode(), len(text.encode()))], NOW)
    assert any("staff" in one.message and one.blocks for one in checked.diagnostics)
