"""Real histories, replayed: a silent change is found when its admission is left out, and nothing is found when the admission is made.

The shapes, dates and figures are those of real incidents (their addresses stand in each incident.md); the organisations and the sentences are
invented. An admission stands between `# admits: RULE SUBJECT` and `# end`; lines `# instead: …` inside it take its place when it is left
out.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.ledger.records import Change
from generator.model.source import RawFile
from generator.pipeline import checking

HERE = Path(__file__).parent
HISTORIES = sorted(folder.name for folder in HERE.iterdir() if (folder / "incident.md").is_file())

CONFIG = b"""organisation: {name: An invented company}
site: {url: https://status.invented.example/, id: status.invented.example}
contact: {email: incident@invented.example, hours: always, who: The incident team}
policy:
  grace: 0m
  # The days between two statements are the real ones; nobody had promised anything sooner, and these replays are about what changed.
  cadence: {investigating: 9999d, confirmed: 9999d, contained: 9999d, monitoring: 9999d, reopened: 9999d}
"""


@dataclass(frozen=True)
class Computed:
    """A change in a real history that follows mechanically from structured fields.

    Attributes:
        real: the real history, by a short name.
        rule: the code of the rule that finds the change when it is not admitted.
        about: the subject of the change in the real incident; empty where nothing is named.
        history: its replay.
        update: the number of the update that must admit it.
        subject: what the admission is about, in the words of the format.
    """

    real: str
    rule: str
    about: str
    history: str
    update: int
    subject: str


#: Every such change in the replayed incidents that a rule judges.
OMISSIONS = (
    Computed("tmobile-2021", "CON005", "postpaid/phone-number", "denied-phone-numbers", 3, "data.phone-number"),
    Computed("tmobile-2021", "CON003", "current-postpaid", "denied-phone-numbers", 3, "affected.contracts"),
    Computed("medibank-2022", "CON011", "customer-data", "comfort-in-steps", 2, "data.customer-data"),
    Computed("okta-2022-lapsus", "CON007", "", "advice-back-and-forth", 3, "actions"),
    Computed("okta-2022-lapsus", "CON007", "", "advice-back-and-forth", 4, "action.analyse"),
    Computed("okta-2022-lapsus", "CON006", "", "advice-back-and-forth", 6, "window"),
    Computed("lastpass-2022", "CON011", "customer-data", "over-too-early", 3, "which-customer-data"),
    Computed("lastpass-2022", "CON011", "vaults", "over-too-early", 3, "data.vaults"),
    Computed("lastpass-2022", "CON009", "", "over-too-early", 3, "data.vaults"),
    Computed("lastpass-2022", "CON007", "", "over-too-early", 4, "actions"),
    Computed("lastpass-2022", "CON010", "how-many-customers", "over-too-early", 7, "how-many-customers"),
    Computed("circleci-2023", "CON006", "", "five-days-earlier", 4, "window"),
    # The same row has a second half: advice that names the day which has moved must be given again.
    Computed("circleci-2023", "CON006", "", "five-days-earlier", 4, "action.check"),
    Computed("circleci-2023", "CON010", "how-many-customers", "five-days-earlier", 6, "how-many-customers"),
    Computed("marriott-2018", "CON004", "guests", "guests-then-records", 2, "affected.guests"),
    Computed("marriott-2018", "PRO012", "could-cards-be-decrypted", "guests-then-records", 3, "cards"),
    Computed("rackspace-2022", "CON015", "", "fault-then-ransom", 2, "nature"),
    Computed("change-healthcare-2024", "CON003", "individuals", "placeholder-of-500", 4, "affected.individuals"),
    Computed("prudential-2024", "CON011", "customer data", "seventy-times-more", 2, "customers"),
    Computed("prudential-2024", "CON003", "people", "seventy-times-more", 3, "affected.people"),
)

#: Every real history with two or more dated positions: their number, and the replay of it.
POSITIONS = {
    "tmobile-2021": (4, "denied-phone-numbers"),
    "medibank-2022": (7, "comfort-in-steps"),
    "okta-2022-lapsus": (6, "advice-back-and-forth"),
    "lastpass-2022": (5, "over-too-early"),
    "circleci-2023": (4, "five-days-earlier"),
    "twilio-2022": (4, "so-far"),
    "marriott-2018": (3, "guests-then-records"),
    "change-healthcare-2024": (7, "placeholder-of-500"),
    "yahoo-2013": (2, "more-than-a-billion"),
    "rackspace-2022": (3, "fault-then-ransom"),
    "uber-2022": (3, "named-within-days"),
    "dropbox-sign-2024": (2, "listed-by-group"),
}

#: Permitted changes within what was said before, which need no admission: incident, update, subject.
FAIR = (
    ("at-most-four-million", 2, "affected.customers"),
    ("at-most-four-million", 3, "affected.customers"),
    ("at-most-four-million", 3, "affected.bank-account-numbers"),
    ("advice-back-and-forth", 4, "affected.customers"),
    ("advice-back-and-forth", 6, "affected.customers"),
    ("so-far", 2, "affected.customers"),
    ("so-far", 3, "affected.customers"),
    ("so-far", 4, "affected.customers"),
    ("so-far", 4, "affected.app-users"),
    ("more-than-a-billion", 2, "affected.accounts"),
    ("comfort-in-steps", 4, "affected.shown-records"),
    ("comfort-in-steps", 6, "affected.people"),
    ("placeholder-of-500", 6, "affected.individuals"),
    ("placeholder-of-500", 7, "affected.individuals"),
)


@dataclass(frozen=True)
class Admission:
    """One admission: its place, and what it admits."""

    history: str
    file: str
    rule: str
    subject: str

    def is_named_in(self, text: str) -> bool:
        """Whether a finding names the subject: as in `corrections`, or, for an action, by its name."""
        return any(re.search(rf"`{re.escape(name)}[`:]", text) for name in (self.subject, self.subject.removeprefix("action.")))

    def __str__(self) -> str:
        """The admission's name in pytest's output."""
        return f"{self.history}-{self.file}-{self.rule}-{self.subject}"


_BLOCK = re.compile(r"^ *# admits: (?P<rule>[A-Z]{3}\d{3}) (?P<subject>\S+)\n(?P<said>(?:.*\n)*?) *# end\n", re.MULTILINE)


def _read(history: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((HERE / history).glob("*.md"))}


ADMISSIONS = sorted(
    {
        Admission(history, name, found["rule"], found["subject"])
        for history in HISTORIES
        for name, text in _read(history).items()
        for found in _BLOCK.finditer(text)
    },
    key=str,
)


def _leave_out(text: str, rule: str, subject: str) -> str:
    def replaced(found: re.Match[str]) -> str:
        if (found["rule"], found["subject"]) != (rule, subject):
            return found[0]
        return "".join(f"{line}\n" for line in re.findall(r"^ *# instead: (.*)$", found["said"], flags=re.MULTILINE))

    shorter = _BLOCK.sub(replaced, text)
    assert shorter != text
    return shorter


def _judge(texts: dict[str, str]) -> checking.Checked:
    files = [RawFile("site_config.yml", CONFIG, len(CONFIG))]
    for name, text in texts.items():
        data = text.encode()
        files.append(RawFile(f"content/incidents/replay/{name}", data, len(data)))
    last = max(
        datetime.fromisoformat(found)
        for text in texts.values()
        for found in re.findall(r"^published: (\S+)", text, flags=re.MULTILINE)
    )
    return checking.check(files, last.astimezone(UTC) + timedelta(minutes=5))


@pytest.mark.parametrize("history", HISTORIES)
def test_admitted(history: str) -> None:
    """With every change openly corrected, only findings of wording and of the missing plan remain, and nothing blocks."""
    checked = _judge(_read(history))
    assert [
        f"{one.span.path}:{one.span.line} {one.code} {one.message}"
        for one in checked.diagnostics
        # That a number which was only about right need not be a mistake is advice, which these writers could not have had.
        if not one.code.startswith(("WRD", "PLN001", "CON032"))
    ] == []
    assert not checked.blocked


@pytest.mark.parametrize("admission", ADMISSIONS, ids=str)
def test_left_out(admission: Admission) -> None:
    """With one admission left out, its rule finds it, in that update, and names what it is about.

    Nothing is then published, except where time alone has caused it: the page must be able to say that we are late.
    """
    texts = _read(admission.history)
    texts[admission.file] = _leave_out(texts[admission.file], admission.rule, admission.subject)
    checked = _judge(texts)
    # The replays are about what changes; the rules of wording have their own cases.
    here = [
        one
        for one in checked.diagnostics
        if one.span.path.rpartition("/")[2] == admission.file and not one.code.startswith(("WRD", "CON032"))
    ]
    found = [one for one in here if one.code == admission.rule]
    assert found
    assert all(admission.is_named_in(f"{one.message} {one.help}") for one in found)
    assert checked.blocked == (admission.rule != "PRO012")
    # Nothing but the change itself is found in that update; an unknown that is left open at the end is also one that is not listed, and one
    # that nobody has touched for weeks.
    along = {"CON010": {"CON001", "PRO012"}}.get(admission.rule, set())
    assert {one.code for one in here} <= {admission.rule} | along


def test_every_computed_change_is_replayed() -> None:
    """The admissions in the files are exactly those that are listed here."""
    listed = {(one.history, f"{one.update:02}", one.rule, one.subject) for one in OMISSIONS}
    assert {(one.history, one.file[:2], one.rule, one.subject) for one in ADMISSIONS} == listed


@pytest.mark.parametrize(("history", "update", "subject"), FAIR)
def test_fair(history: str, update: int, subject: str) -> None:
    """A maximum narrowed, a minimum exceeded: the ledger records a refinement, and no correction is required or made."""
    ledger = _judge(_read(history)).ledgers["replay"]
    transition = next(transition for transition in ledger.transitions if transition.document.number == update)
    assert [event.change for event in transition.events if event.subject == subject] == [Change.REFINED]
    assert subject not in transition.document.update.corrections
    assert subject not in {violation.subject for violation in transition.violations}


def test_silence_assurance() -> None:
    """The first statement tells readers that silence means safety: refused at once; when the count grows, that must be taken back, once.

    This is the one mechanical change of the real histories that cannot be replayed by leaving an admission out (tmobile's rows and the
    rest can): the sentence itself already stops the build, so that it can only stand where it was published before, or elsewhere.
    """
    texts = _read("so-far")
    assured = "  assured: If you are not contacted by us, then it means that we have no reason to think of your data.\n"
    name = "01-first-statement.md"
    texts[name] = texts[name].replace("unknown:\n", f"{assured}unknown:\n", 1)
    checked = _judge(texts)
    assert {(one.span.path[-len(name) :], one.code) for one in checked.diagnostics if one.code == "WRD017"} == {(name, "WRD017")}
    assert checked.blocked
    grown = [one.span.path.rpartition("/")[2][:2] for one in checked.diagnostics if one.code == "CON051"]
    assert grown == ["03", "04"]
    third = next(one for one in texts if one.startswith("03"))
    said = "corrections:\n  affected.customers: We said that whoever had not heard from us need not worry. That was wrong.\n"
    texts[third] = texts[third].replace("unknown:\n", f"{said}unknown:\n", 1)
    after = _judge(texts).diagnostics
    assert [one for one in after if one.code in {"CON051", "CON021"}] == []


@pytest.mark.parametrize(("real", "positions", "history"), [(real, *rest) for real, rest in POSITIONS.items()])
def test_every_position_is_replayed(real: str, positions: int, history: str) -> None:
    """Each dated position of a real history is an update of its replay (a replay may go on to the end)."""
    assert len(list((HERE / history).glob("[0-9]*.md"))) >= positions, real
