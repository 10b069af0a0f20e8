"""No incident is resolved with something open, and no rule refuses an end that is true: whatever it was, and whatever was said of it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.diagnostic import Severity
from generator.model.source import RawFile
from generator.pipeline import checking
from tests.thorough import examples

NOW = datetime(2027, 4, 9, 12, tzinfo=UTC)
FOLDER = "content/incidents/cellar/"
CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/}
contact: {email: incident@larkfield.example, hours: always, who: Sam Reed}
policy: {cadence: {investigating: 9w, confirmed: 9w, contained: 9w, monitoring: 9w}}
"""
#: The updates of an incident before its end, by how far it came.
BEFORE = {
    "investigating": ["investigating"],
    "confirmed": ["investigating", "confirmed"],
    "contained": ["investigating", "confirmed", "contained"],
    "monitoring": ["investigating", "confirmed", "contained", "monitoring"],
}
#: What a status asks for.
KEYS = {
    "contained": "contained_by: shut\n",
    "monitoring": "monitor_until: 2027-04-05\nmonitoring: {what: The door., looked: 2027-03-06}\n",
}
NATURES = ["", "unknown", "intrusion", "theft", "mistake", "lost_device", "malfunction"]
NOBODY_BROKE_IN = {"mistake", "lost_device", "malfunction"}
STATES = ["", "unknown", "possible", "accessed", "taken", "not_affected"]
COUNTS = {
    "": None,
    "{unit: people, unknown: true}": "unknown",
    "{unit: people, exact: 0}": "none",
    "{unit: people, exact: 7}": "some",
}
QUESTIONS = {
    "": True,
    "{ask: When?}": False,
    "{ask: When?, answer: On Monday.}": True,
    "{ask: When?, because: The court forbids it.}": True,
}


@dataclass(frozen=True)
class End:
    """An end as somebody writes it."""

    came_to: str
    nature: str
    state: str
    count: str
    open_end: bool
    question: str
    outcome: str
    because: bool
    reasons: bool
    review: bool

    @property
    def is_settled(self) -> bool:
        """Whether nothing is unknown without a reason."""
        unknown = "unknown" in {self.nature, self.state, COUNTS[self.count]} or self.open_end
        return (self.reasons or not unknown) and QUESTIONS[self.question]

    @property
    def nobody_broke_in(self) -> bool:
        """Whether nobody broke in, and nothing was taken."""
        return self.nature in NOBODY_BROKE_IN and self.state != "taken"

    @property
    def may_be_said(self) -> bool:
        """Whether it is true, and says what it has to: worked out from the format's description alone."""
        reached = self.state in {"accessed", "taken"} or COUNTS[self.count] == "some"
        if self.outcome == "nothing_reached":
            untouched = self.state in {"", "not_affected"} and COUNTS[self.count] in {None, "none"} and self.nature != "theft"
            return untouched and self.review and self._is_earned
        if self.outcome == "false_alarm":
            return not reached and self.because and self.came_to in {"investigating", "confirmed"}
        if self.came_to == "monitoring":
            return self.review
        if self.nobody_broke_in and self.came_to != "investigating":
            return self.because and self.review
        # Of what readers were told what it was, only its writer can say that it was not.
        certain = self.state != "possible" and self.nature in {"", "unknown"}
        return self.came_to in {"investigating", "confirmed"} and self.because and certain and not reached

    @property
    def _is_earned(self) -> bool:
        return self.came_to == "monitoring" or (self.nobody_broke_in and self.came_to != "investigating" and self.because)

    def files(self) -> list[RawFile]:
        """Write it down."""
        texts = {"site_config.yml": CONFIG}
        question = f"questions: {{when: {self.question}}}\n" if self.question else ""
        texts[f"{FOLDER}incident.md"] = f"---\ntitle: The cellar stood open\naware: 2027-03-01T02:40Z\n{question}---\n"
        for number, status in enumerate(BEFORE[self.came_to], 1):
            said = ""
            if number == 1:
                said += f"nature: {self.nature}\n" if self.nature else ""
                said += f"data: {{plans: {self.state}}}\n" if self.state else ""
                said += f"affected: {{guests: {self.count}}}\n" if self.count else ""
                said += f"window: {{from: 2027-02-27, to: {'unknown' if self.open_end else '2027-02-28'}}}\n"
            texts[f"{FOLDER}{number:02}-a.md"] = (
                f"---\ntitle: Update {number}\npublished: 2027-03-0{number}T03:10Z\nstatus: {status}\n{KEYS.get(status, '')}{said}"
                f"known: {{shut: 'We shut the door, tried it, and it held.', more-{number}: It was the door to the street.}}\n"
                "unknown: {who: Who left it open.}\nnext_steps: {ask: We ask everybody.}\n"
                "actions: There is nothing you can do yet.\nnext_update: 2027-04-09T10:00Z\n---\n"
            )
        unknown = {
            "nature": self.nature == "unknown",
            "data.plans": self.state == "unknown",
            "affected.guests": COUNTS[self.count] == "unknown",
            "window": self.open_end,
        }
        reasons = [f"  {name}: Nobody wrote it down.\n" for name, is_unknown in unknown.items() if is_unknown and self.reasons]
        texts[f"{FOLDER}{len(BEFORE[self.came_to]) + 1:02}-end.md"] = (
            "---\ntitle: It is over\npublished: 2027-04-09T09:00Z\nstatus: resolved\n"
            + (f"outcome: {self.outcome}\n" if self.outcome else "")
            + ("because: The wind had opened it.\n" if self.because else "")
            + ("review_by: 2027-05-03\n" if self.review else "")
            + ("unanswerable:\n" + "".join(reasons) if reasons else "")
            + "known: {who: The caretaker left it open.}\nunknown: none_left\ndone: {ask: We asked all.}\n"
            "actions: There is nothing left for you to do.\nnext_update: none_planned\n---\n"
        )
        return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]


ENDS = st.builds(
    End,
    came_to=st.sampled_from(sorted(BEFORE)),
    nature=st.sampled_from(NATURES),
    state=st.sampled_from(STATES),
    count=st.sampled_from(sorted(COUNTS)),
    open_end=st.booleans(),
    question=st.sampled_from(sorted(QUESTIONS)),
    outcome=st.sampled_from(["", "", "false_alarm", "nothing_reached"]),
    because=st.booleans(),
    reasons=st.booleans(),
    review=st.booleans(),
)


@settings(max_examples=examples(120), deadline=None)
@given(ENDS)
def test_only_a_true_end_is_accepted(end: End) -> None:
    """A resolved update has no error exactly where nothing is open and the end is what the format says that it is."""
    found = checking.check(end.files(), NOW).diagnostics
    errors = {one.code for one in found if one.severity is Severity.ERROR and "-end" in one.span.path}
    assert (not errors) is (end.is_settled and end.may_be_said), errors
