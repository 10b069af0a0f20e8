"""Notice profiles: what is shipped, what is in force, a site's own, and the pages about them."""

from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from generator.content.known_profiles import in_force, shipped
from generator.deadlines import profile_pages
from generator.deadlines.requested_profiles import ELEMENTS
from generator.model.config import Organisation, SiteConfig, SiteSettings
from generator.model.diagnostic import Diagnostic
from generator.model.incident import Incident
from generator.model.notice_profile import DISCLAIMER, Element, Profile, TextSource
from generator.model.source import RawFile
from generator.pipeline import checking
from generator.report import rule_pages
from generator.rules.catalogue import ALL_RULES

ROOT = Path(__file__).parents[2]
AWARE = datetime(2027, 3, 3, 2, 40, tzinfo=UTC)

CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, id: status.larkfield.example}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
"""
UPDATE = """---
title: Someone read customer support tickets
published: 2027-03-03T03:10Z
status: investigating
known: {entry: Someone used a stolen staff password to open our support desk on 2 March.}
unknown: {whose: Whose tickets they read.}
next_steps: {log: We are reading the access log.}
actions: There is nothing you can do yet.
next_update: 2027-03-03T09:00Z
---
"""
OWN = """title: Notice to our wholesale partners
tells: partners
source: framework contract
text_checked: 2026-11
clocks: {first: {tell: each partner, within: 2 hours, from: aware}}
"""


def _check(incident: str, now: datetime, **more: str) -> tuple[Diagnostic, ...]:
    texts = {
        "site_config.yml": CONFIG,
        "content/incidents/tickets/incident.md": f"---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\n{incident}---\n",
        "content/incidents/tickets/01-first-statement.md": UPDATE,
        **{f"content/profiles/{key.replace('_', '-')}.yml": text for key, text in more.items()},
    }
    found = checking.check((RawFile(path=path, data=text.encode(), size=len(text)) for path, text in texts.items()), now)
    # That this site has no plan is advice on another matter.
    return tuple(one for one in found.diagnostics if one.code != "PLN001")


def test_what_is_shipped() -> None:
    """Every profile of the design comes with the program."""
    assert list(shipped()) == [
        "base",
        *(
            "au-ndb",
            "br-lgpd",
            "ca-pipeda",
            "ca-qc",
            "dora",
            "gdpr-33",
            "gdpr-34",
            "glba",
            "hipaa",
            "in-certin",
            "nis2",
            "nydfs-500",
            "sec-8k",
            "sg-pdpa",
            "uk-gdpr",
            "us-ca",
            "us-co",
            "us-fl",
            "us-ma",
            "us-ny",
            "us-tx",
            "us-vt",
            "us-wa",
        ),
    ]


@pytest.mark.parametrize("profile", shipped().values(), ids=lambda profile: profile.key)
def test_shipped_is_complete(profile: Profile) -> None:
    """Each profile has a description, a source, the date of its check, the note that it is not legal advice, and further advice."""
    assert profile.title
    assert profile.source
    assert profile.text_checked == "2026-11"
    assert profile.disclaimer == DISCLAIMER == "a reminder, not legal advice"
    assert profile.reminders
    assert profile.learnt is TextSource.READ or profile.unsure, "what was not read in the original says what that is"
    assert bool(profile.clocks) is (profile.key != "base")
    written = (ROOT / f"generator/content/notice_profiles/{profile.key}.yml").read_text(encoding="utf-8")
    assert f"disclaimer: {DISCLAIMER}" in written
    assert "learnt: " in written


def test_profiles_md_is_fresh() -> None:
    """docs/profiles.md is what `make rules` would write."""
    assert (ROOT / "docs/profiles.md").read_text(encoding="utf-8") == profile_pages.profiles_document()


@pytest.mark.parametrize("profile", shipped().values(), ids=lambda profile: profile.key)
def test_page(profile: Profile) -> None:
    """A profile's page holds its elements, clocks, source, date and disclaimer."""
    page = profile_pages.page(profile)
    assert page.startswith(f"# {profile.key}\n")
    for held in (profile.source, profile.text_checked, profile.disclaimer, *profile.unsure, *profile.reminders):
        assert held in page
    for element in (*profile.require, *profile.want):
        assert f"`{element.value}`" in page
    for clock in profile.clocks.values():
        assert f"`{profile.names(clock)[0]}`: {clock.task}" in page
        assert (clock.soon or str(clock.limit.length)) in page


def test_every_element_has_words() -> None:
    """Whatever a profile can ask for has words and a line to write."""
    assert set(ELEMENTS) == set(Element)


def test_found_by_key() -> None:
    """A profile is found by its key, however written, and guessed when misspelt."""
    found = profile_pages.find(" HIPAA ")
    assert found is not None
    assert found.key == "hipaa"
    assert profile_pages.find("nothing") is None
    assert rule_pages.near(ALL_RULES, "hippa", shipped()) == "hipaa"


def test_in_force() -> None:
    """`base`, then the incident's profiles, then the site's, each once; unknown ones are skipped."""
    config = SiteConfig(
        organisation=Organisation(name="Larkfield Energy"),
        site=SiteSettings(url="https://status.larkfield.example/"),
        profiles=("gdpr-33", "hipaa"),
    )
    incident = Incident(title="Someone read tickets", aware=AWARE, profiles=("hipaa", "none-such"))
    assert [profile.key for profile in in_force(incident, config, shipped())] == ["base", "hipaa", "gdpr-33"]
    assert [profile.key for profile in in_force(incident, None, shipped())] == ["base", "hipaa"]


def test_a_sites_own_profile() -> None:
    """A site's own profile is used like a shipped one, with its clocks."""
    assert _check("profiles: [partners]\n", AWARE, partners=OWN) == ()
    (passed,) = _check("profiles: [partners]\n", datetime(2027, 3, 3, 8, 0, tzinfo=UTC), partners=OWN)
    assert passed.code == "PRO016"
    assert not passed.blocks
    assert passed.message == "tickets, `partners`: the time to tell each partner ran out on 3 March 2027, 04:40 UTC"


def test_a_sites_own_profile_takes_the_place_of_a_shipped_one() -> None:
    """With a lawyer's confirmed text in its place, the shipped one is silent."""
    now = datetime(2027, 3, 3, 4, 0, tzinfo=UTC)
    assert {one.code for one in _check("profiles: [sec-8k]\n", now)} == {"NOT005", "NOT008"}
    assert _check("profiles: [sec-8k]\n", now, sec_8k=OWN) == ()


def test_a_broken_profile_is_one_finding() -> None:
    """A profile that cannot be read is a finding at its line, and neither it nor the shipped one it replaces is guessed at."""
    (broken,) = _check(
        "profiles: [sec-8k]\ntold: {sec-8k.filing: 2027-03-03T02:50Z}\n", AWARE.replace(hour=4), sec_8k=f"{OWN}requrie: [data]\n"
    )
    assert (broken.code, broken.span.path, broken.span.line, broken.blocks) == ("FRM006", "content/profiles/sec-8k.yml", 6, True)
    assert "write `require:`" in broken.help


def test_several_profiles_ask_once() -> None:
    """An element required by several profiles is one finding that names all of them, at the first, with the line to write."""
    (missing,) = [one for one in _check("profiles: [gdpr-33, gdpr-34, uk-gdpr]\n", AWARE.replace(hour=4)) if one.code == "NOT002"]
    assert missing.message == "nothing in tickets says what this could mean for people, which `gdpr-34` and `uk-gdpr` ask for"
    assert missing.help.startswith("add `consequences: {")
    assert (missing.span.line, missing.span.column) == (4, 21)


def test_what_is_required_is_not_wanted_as_well() -> None:
    """An element that one profile requires and another wants if known is requested once."""
    own = f"{OWN}require: [affected]\n"
    found = _check("profiles: [partners, uk-gdpr]\n", AWARE.replace(hour=4), partners=own)
    assert [one.message for one in found if "how many are affected" in one.message] == [
        "nothing in tickets says how many are affected, which `partners` asks for"
    ]


@pytest.mark.parametrize(
    ("profiles", "name", "help"),
    [
        ("gdpr-33", "gdpr33", "write `gdpr-33`"),
        (
            "hipaa",
            "hipaa",
            "`hipaa` has several clocks; write one of: hipaa.individuals, hipaa.media, hipaa.hhs, hipaa.hhs-yearly, hipaa.covered-entity",
        ),
        ("us-wa", "us-wa.zzz", "use one of: us-wa.residents, us-wa.attorney-general"),
        ("nis2", "hipaa.media", "add `hipaa` to `profiles:`, or delete this line"),
        ("base", "whom", "name the profile under `profiles:`, such as `profiles: [gdpr-33]`"),
    ],
)
def test_help_for_a_name_that_no_clock_has(profiles: str, name: str, help: str) -> None:
    """The nearest name is given, or all there are, or what is missing."""
    found = _check(f"profiles: [{profiles}]\ntold: {{{name}: 2027-03-03T02:45Z}}\n", AWARE.replace(minute=50))
    assert [one.help for one in found if one.code == "NOT006"] == [help]


def test_second_hand_is_said_in_the_clock_too() -> None:
    """The clock's finding itself says that it must be confirmed; for a source that was read it does not."""
    now = datetime(2027, 3, 7, 22, 0, tzinfo=UTC)
    helps = {one.message.split("`")[1]: one.help for one in _check("profiles: [dora, nis2]\n", now) if one.code == "PRO016"}
    assert "second-hand, so have a lawyer confirm it" in helps["dora.clients"]
    assert "lawyer" not in helps["nis2.early-warning"]
    assert all("a reminder, not legal advice" in help for help in helps.values())


@pytest.mark.parametrize(
    ("day", "fires"), [(datetime(2027, 6, 20, tzinfo=UTC), True), (datetime(2027, 8, 20, tzinfo=UTC), False)]
)
def test_long_over(day: datetime, fires: bool) -> None:
    """A clock that was not stopped is mentioned for ninety days after the incident and its end, and then no more."""
    end = UPDATE.replace("published: 2027-03-03T03:10Z", "published: 2027-03-20T03:10Z").replace("investigating", "resolved")
    texts = {
        "site_config.yml": CONFIG,
        "content/incidents/tickets/incident.md": "---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\nprofiles: [us-tx]\n---\n",
        "content/incidents/tickets/01-first-statement.md": UPDATE,
        "content/incidents/tickets/02-end.md": end,
    }
    checked = checking.check((RawFile(path=path, data=text.encode(), size=len(text)) for path, text in texts.items()), day)
    assert any(one.code == "PRO016" for one in checked.diagnostics) is fires
    assert any(one.code == "NOT004" for one in checked.diagnostics) is (day < datetime(2027, 6, 18, 3, 10, tzinfo=UTC))


def test_what_is_asked_once_is_of_one_incident_and_moment() -> None:
    """What rules ask one after another is worked out once for each incident and moment, and never given for another; equal moments are two."""
    incident = b"---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\n---\n"
    files = [RawFile("site_config.yml", CONFIG.encode(), len(CONFIG))]
    for slug in ("first", "second"):
        files.append(RawFile(f"content/incidents/{slug}/incident.md", incident, len(incident)))
        files.append(RawFile(f"content/incidents/{slug}/01-first-statement.md", UPDATE.encode(), len(UPDATE)))
    analysis = checking.check(files, AWARE).analysis
    first, second = analysis.ledgers["first"], analysis.ledgers["second"]
    again = datetime(2027, 3, 3, 2, 40, tzinfo=UTC)
    asked = [(first, AWARE), (first, AWARE), (first, again), (second, again), (second, again), (first, again)]
    numbers = count(1)
    given = [analysis.asked_once("place", ledger, now, partial(next, numbers)) for ledger, now in asked]
    assert given == [1, 1, 2, 3, 3, 4]
    assert analysis.asked_once("other", first, again, partial(next, numbers)) == 5
