"""What was settled stays settled: no later setting changes what became of a promise, or makes a sealed text block the build."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ledger.promises import promises
from generator.ledger.records import PromiseState
from generator.model.source import RawFile
from generator.pipeline import checking, publishing, sealing
from generator.seals.said import said_digest
from tests.thorough import THOROUGH, examples

TOP = "content/incidents/lost-keys"
START = datetime(2027, 3, 3, 3, tzinfo=UTC)
INCIDENT = "---\ntitle: Keys to the archive were lost\naware: 2027-03-03T02:00Z\n---\n"
ZONES = st.sampled_from(["UTC", "Asia/Tokyo", "Pacific/Honolulu", "Pacific/Kiritimati", "America/St_Johns", "Europe/London"])
GRACES = st.sampled_from(["0m", "15m", "3h", "2d"])


@dataclass
class _Site:
    """A site whose updates are sealed one after another, each under settings of its own."""

    texts: dict[str, str] = field(default_factory=lambda: {f"{TOP}/incident.md": INCIDENT})
    now: datetime = START

    def files(self, zone: str, grace: str) -> list[RawFile]:
        config = (
            "organisation: {name: Fernhill Library, domains: [fernhill.example]}\n"
            f"site: {{url: https://status.fernhill.example/, id: status.fernhill.example, timezone: {zone}}}\n"
            "contact: {email: help@fernhill.example, hours: always, who: Ada Moss}\n"
            f"policy: {{grace: {grace}, cadence: {{investigating: 5w}}}}\n"
        )
        texts = {"site_config.yml": config, **self.texts}
        return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]

    def seal(self, zone: str, grace: str) -> None:
        for path, text, _ in sealing.seals(checking.check(self.files(zone, grace), self.now), self.now):
            self.texts[path] = text

    def outcomes(self, zone: str, grace: str) -> dict[tuple[str, str, int], tuple[PromiseState, datetime]]:
        """What became of each promise, on pages and for the rules, which never differ."""
        checked = checking.check(self.files(zone, grace), self.now)
        ledger = checked.ledgers["lost-keys"]
        config = checked.content.config.config
        assert config is not None
        judged = promises(ledger, self.now, config.policy.grace)
        [incident] = publishing.publish(checked, self.now).incidents
        assert incident.promises == judged
        return {(one.kind, one.subject, one.made_in): (one.state, one.due_at) for one in judged}

    def blocks(self, zone: str, grace: str) -> set[str]:
        return {one.code for one in checking.check(self.files(zone, grace), self.now).diagnostics if one.blocks}


def _when(draw: st.DrawFn, near: datetime, before: int, after: int) -> str:
    """A day or a moment around another one."""
    moment = near + timedelta(hours=draw(st.integers(-before, after)))
    return f"{moment.date()}" if draw(st.booleans()) else f"{moment:%Y-%m-%dT%H:%MZ}"


@st.composite
def _update(draw: st.DrawFn, number: int, at: datetime, steps: dict[str, str], ended: bool) -> str:
    """An update that lists, moves, finishes and gives up what is open; `steps` is what is open, and is changed."""
    listed, done, dropped = [], [], []
    for name in list(steps):
        match draw(st.integers(0, 4)):
            case 0:
                on = _when(draw, at, 50, 0)
                done.append(f"  {name}: {{what: It is done., on: {on}}}" if draw(st.booleans()) else f"  {name}: It is done.")
                del steps[name]
            case 1:
                dropped.append(f"  {name}: It cannot be done.")
                del steps[name]
            case 2:
                steps[name] = _when(draw, at, 0, 90)
    steps[f"step-{number}"] = _when(draw, at, 0, 90)
    listed += [f"  {name}: {{do: We do {name}., by: {by}}}" for name, by in steps.items()]
    parts = [
        "---",
        f"title: Update number {number}",
        f"published: {at:%Y-%m-%dT%H:%MZ}",
        "status: investigating",
        "late: It took longer.",
        "known:",
        f"  fact-{number}: You cannot enter room {number}.",
        "unknown:",
        f"  whose: {{text: Whose keys they are., by: {_when(draw, at, 0, 90)}}}",
        "next_steps:",
        *listed,
        *(["done:", *done] if done else []),
        *(["dropped:", *dropped] if dropped else []),
        "actions: There is nothing you can do yet.",
        *([f"ended: {{fact-{number - 1}: {{what: You can enter it again., since: {_when(draw, at, 20, 0)}}}}}"] if ended else []),
        f"next_update: {at + timedelta(hours=draw(st.integers(1, 60))):%Y-%m-%dT%H:%MZ}",
        "---",
        "",
    ]
    return "\n".join(parts)


@settings(max_examples=examples(25), deadline=None)
@given(st.data())
def test_no_setting_bends_time(data: st.DataObject) -> None:
    """Whatever time zone and grace a site has later: every sealed promise ends as it ended, and no sealed text stops a build that it had passed."""
    site, steps = _Site(), dict[str, str]()
    known: dict[tuple[str, str, int], tuple[PromiseState, datetime]] = {}
    number = 0
    passed = True
    for number in range(1, data.draw(st.integers(2, 30 if THOROUGH else 5)) + 1):
        at = site.now + timedelta(minutes=data.draw(st.integers(30, 3000)))
        text = data.draw(_update(number, at, steps, ended=number > 1 and data.draw(st.booleans())))
        site.texts[f"{TOP}/{number:02}-update.md"] = text
        site.now = at + timedelta(minutes=data.draw(st.sampled_from([0, 2, 14, 16, 400])))
        zone, grace = data.draw(ZONES), data.draw(GRACES)
        passed = passed and not site.blocks(zone, grace)
        site.seal(zone, grace)
        found = site.outcomes(zone, grace)
        # What had become of a promise before is what has become of it now.
        assert {key: found[key] for key in known} == known
        known = {key: one for key, one in found.items() if one[0] is not PromiseState.PENDING and _is_settled(site, key)}
        known = {key: one for key, one in known.items() if key[1] not in steps}
    first = site.outcomes("UTC", "0m")
    for zone, grace in data.draw(st.lists(st.tuples(ZONES, GRACES), min_size=2, max_size=3)):
        assert site.outcomes(zone, grace) == first
        assert not passed or site.blocks(zone, grace) == set()


def _is_settled(site: _Site, key: tuple[str, str, int]) -> bool:
    checked = checking.check(site.files("UTC", "0m"), site.now)
    return any(
        (one.kind, one.subject, one.made_in) == key and one.settled is not None
        for one in promises(checked.ledgers["lost-keys"], site.now)
    )


def test_a_lock_says_by_what_it_is_judged() -> None:
    """A line has the moment, the zone, the grace and every due moment in UTC; an old line is read without them, and sealing is the same every time."""
    site = _Site()
    site.texts[f"{TOP}/01-update.md"] = (
        "---\ntitle: Keys were lost\npublished: 2027-03-03T03:00Z\nstatus: investigating\nknown: {lost: Keys were lost.}\n"
        "unknown: {whose: {text: Whose they are., by: 2027-03-05T12:00+01:00}}\nnext_steps: {locks: {do: We change locks., by: 2027-03-04}}\n"
        "actions: There is nothing you can do yet.\nnext_update: 2027-03-04T09:00Z\n---\n"
    )
    site.seal("Asia/Tokyo", "15m")
    text = site.texts[f"{TOP}/ledger.lock"]
    assert [one for one in text.splitlines()[1].split()[2:] if not one.startswith("part.")] == [
        *(
            "01-update.md",
            "2",
            "seen=2027-03-03T03:00:00Z",
            f"said={said_digest(site.texts[f'{TOP}/01-update.md'])}",
            "zone=Asia/Tokyo",
        ),
        "grace=900s",
        *("due.answer.whose=2027-03-05T11:00:00Z", "due.step.locks=2027-03-04T15:00:00Z", "due.update=2027-03-04T09:00:00Z"),
    ]
    del site.texts[f"{TOP}/ledger.lock"]
    site.seal("Asia/Tokyo", "15m")
    assert site.texts[f"{TOP}/ledger.lock"] == text


def test_a_clock_that_was_set_back() -> None:
    """What is sealed later was not seen earlier, whatever the computer's clock says."""
    site = _Site(now=START + timedelta(days=2))
    text = (
        "---\ntitle: Keys were lost\npublished: 2027-03-03T03:00Z\nstatus: investigating\nknown: {lost: Keys were lost.}\n"
        "unknown: {whose: Whose they are.}\nnext_steps: {locks: We change locks.}\n"
        "actions: There is nothing you can do yet.\nnext_update: 2027-03-04T09:00Z\n---\n"
    )
    site.texts[f"{TOP}/01-update.md"] = text
    site.seal("UTC", "0m")
    second = text.replace("03T03:00Z", "04T08:00Z").replace("lost: Keys were lost.", "found: Keys were found.")
    site.texts[f"{TOP}/02-update.md"] = second.replace("04T09:00Z", "09T09:00Z")
    site.now = START + timedelta(days=1, hours=6)
    site.seal("UTC", "0m")
    line = site.texts[f"{TOP}/ledger.lock"].splitlines()[2]
    assert "seen=2027-03-05T03:00:00Z" in line


def test_days_are_days() -> None:
    """A step promised by a day is kept on that day of the zone then, whatever zone the site has moved to."""
    assert date(2027, 3, 4) == datetime(2027, 3, 3, 15, tzinfo=UTC).astimezone(ZoneInfo("Asia/Tokyo")).date()
    site = _Site()
    first = (
        "---\ntitle: Keys were lost\npublished: 2027-03-03T03:00Z\nstatus: investigating\nknown: {lost: Keys were lost.}\n"
        "unknown: {whose: Whose they are.}\nnext_steps: {locks: {do: We change locks., by: 2027-03-03}}\n"
        "actions: There is nothing you can do yet.\nnext_update: 2027-03-03T20:00Z\n---\n"
    )
    site.texts[f"{TOP}/01-update.md"] = first
    site.seal("Asia/Tokyo", "0m")
    site.now = datetime(2027, 3, 3, 16, 30, tzinfo=UTC)
    second = first.replace("published: 2027-03-03T03:00Z", "published: 2027-03-03T16:30Z").replace("lost: Keys", "doors: Doors")
    second = second.replace(
        "next_steps: {locks: {do: We change locks., by: 2027-03-03}}", "next_steps: {ask: We ask.}\ndone: DONE"
    )
    for done, kept in (
        ("{locks: {what: All are new., on: 2027-03-03T14:59Z}}", True),
        ("{locks: {what: All are new., on: 2027-03-03T15:00Z}}", False),
        ("{locks: {what: All are new., on: 2027-03-03}}", True),
        ("{locks: All are new.}", False),
    ):
        site.texts[f"{TOP}/02-update.md"] = second.replace("DONE", done)
        for zone in ("Asia/Tokyo", "Pacific/Honolulu", "UTC"):
            state, _ = site.outcomes(zone, "0m")["step", "locks", 1]
            assert state is (PromiseState.KEPT if kept else PromiseState.MISSED), (done, zone)
