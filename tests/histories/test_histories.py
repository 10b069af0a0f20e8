"""Real histories, replayed: what was changed in silence is found when the admission is left out, and nothing when it is made.

The shapes, dates and figures are those of real incidents (their addresses stand in each incident.md); the organisations and the sentences are
invented. An admission stands between `# admits: RULE SUBJECT` and `# end`; a line `# instead: …` inside it takes its place when it is left
out.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator import pipeline
from generator.model.source import RawFile

HERE = Path(__file__).parent
HISTORIES = sorted(folder.name for folder in HERE.iterdir() if (folder / "incident.md").is_file())

CONFIG = b"""organisation: {name: An invented company}
site: {url: https://status.invented.example/}
contact: {email: incident@invented.example, hours: always, who: The incident team}
policy:
  grace: 0m
"""

#: Every change of the replayed histories that follows mechanically from structured fields, as the research lists them, by the replay's
#: name: the rule's row there and what it is about.
COMPUTED = {
    "denied-phone-numbers": {("X05", "data.phone-number"), ("X03", "affected.contracts")},
    "comfort-in-steps": {("X11", "data.customer-data")},
    "advice-back-and-forth": {("X07", "actions"), ("X07", "action.analyse"), ("X06", "window")},
    # Two comforts fall: customers' data at once, which is a reversal (X05), the vaults by way of "unknown" (X11).
    "over-too-early": {
        ("X05", "data.customer-data"),
        ("X11", "data.vaults"),
        ("X09", "data.customer-data"),
        ("X07", "actions"),
        ("X10", "how-many-customers"),
    },
    "five-days-earlier": {("X06", "window"), ("X06", "action.check"), ("X10", "how-many-customers")},
    "guests-then-records": {("X04", "affected.guests")},
    "placeholder-of-500": {("X03", "affected.individuals")},
    # A maximum narrowed, a minimum exceeded: fair.
    "more-than-a-billion": set(),
    "so-far": set(),
}


@dataclass(frozen=True)
class Admission:
    """One admission: where it stands, and what it admits."""

    history: str
    file: str
    rule: str
    subject: str

    @property
    def code(self) -> str:
        """The rule's code: a continuity rule has the number of its row in the research."""
        return f"CON0{self.rule[1:]}"

    def __str__(self) -> str:
        """The admission's name in pytest's output."""
        return f"{self.history}-{self.file}-{self.rule}-{self.subject}"


_BLOCK = re.compile(r"^ *# admits: (?P<rule>X\d\d) (?P<subject>\S+)\n(?P<said>(?:.*\n)*?) *# end\n", re.MULTILINE)


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


def _judge(texts: dict[str, str]) -> pipeline.Checked:
    files = [RawFile("site_config.yml", CONFIG, len(CONFIG))]
    for name, text in texts.items():
        data = text.encode()
        files.append(RawFile(f"content/incidents/replay/{name}", data, len(data)))
    last = max(
        datetime.fromisoformat(found)
        for text in texts.values()
        for found in re.findall(r"^published: (\S+)", text, flags=re.MULTILINE)
    )
    return pipeline.check(files, last.astimezone(UTC) + timedelta(minutes=5))


@pytest.mark.parametrize("history", HISTORIES)
def test_admitted(history: str) -> None:
    """With every change openly corrected, nothing is found."""
    assert [f"{one.span.path}:{one.span.line} {one.code} {one.message}" for one in _judge(_read(history)).diagnostics] == []


@pytest.mark.parametrize("admission", ADMISSIONS, ids=str)
def test_left_out(admission: Admission) -> None:
    """With one admission left out, its rule finds it, in that update."""
    texts = _read(admission.history)
    texts[admission.file] = _leave_out(texts[admission.file], admission.rule, admission.subject)
    checked = _judge(texts)
    found = {(one.code, one.span.path.rpartition("/")[2]) for one in checked.diagnostics}
    assert (admission.code, admission.file) in found
    assert checked.blocked
    # Nothing but the change itself is found in that update, apart from what it drags along in the same breath.
    along = {"CON009": {"HON014", "CON024"}, "CON010": {"CON001"}}.get(admission.code, set())
    assert {code for code, file in found if file == admission.file} <= {admission.code} | along


def test_every_computed_change_is_replayed() -> None:
    """The admissions in the files are those that the research lists as mechanical, no fewer and no more."""
    replayed = {history: set() for history in HISTORIES}
    for admission in ADMISSIONS:
        replayed[admission.history].add((admission.rule, admission.subject))
    assert replayed == COMPUTED
