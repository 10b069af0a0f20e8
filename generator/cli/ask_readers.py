"""`aboveboard ask-readers`: five questions for people outside the team, and a record of what they understood."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from generator.adapters.file_writing import write_files
from generator.adapters.theme_files import read_theme
from generator.cli.incident_choice import load_published_site, published_incident
from generator.cli.judging import time_of
from generator.cli.output import hand_over, say
from generator.cli.prompts import Asker
from generator.format.strict_yaml import flow, line_of
from generator.model.comprehension import QUESTIONS, Mark
from generator.pipeline import exporting
from generator.questions.redaction import redacted
from generator.render.site import PublicIncident

#: Where the records are.
FOLDER = "content/asked"


def run(incident: str | None, number: int | None, language: str, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    _, site = load_published_site(root, now, "Nobody was asked.")
    public_incident = published_incident(site, incident)
    sheet = exporting.comprehension_sheet(site, public_incident, read_theme(site.config.site.theme, root), language)
    if number is None:
        hand_over(sheet.text + "\n")
        say(f"Then record what they said: `aboveboard ask-readers {public_incident.slug} --take 5`", err=True)
        return
    when = time_of(now, root).astimezone(public_incident.ledger.zone)
    asker = Asker()
    answers = _asked(asker, number, sheet.answers) if asker.talks else {f"reader-{one}": {} for one in range(1, number + 1)}
    folder = root / FOLDER
    name = _free_name(folder, public_incident, when)
    write_files(folder, {name: _record(public_incident, when, answers).encode()})
    say(f"Wrote {FOLDER}/{name}.")
    if not asker.talks:
        say("After each question in it, write right or wrong, comparing with the answers on the sheet.", err=True)


def _asked(asker: Asker, number: int, right: Mapping[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    """Ask for what each reader said, and for a person's judgement of it beside the answer of the ledger."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for one in range(1, number + 1):
        name = f"reader-{one}"
        found[name] = {}
        for question, words in QUESTIONS.items():
            said = asker.sentence(
                f"Reader {one}: {words} What did they say? (leave empty if they did not know)",
                why="No names or other personal details.",
                option="--take",
                needed=False,
                wrong=lambda text: "that looks like someone's address or number; leave it out" if redacted(text) != text else "",
                literal=True,
            )
            mark = asker.choice(
                f"Does that match the answer on our page? {' '.join(right[question].split())}",
                why="The words may differ. You decide; not knowing is wrong, unless the page does not say it either.",
                among={Mark.RIGHT.value: "it says the same", Mark.WRONG.value: "it says something else, or they did not know"},
                default="" if said else Mark.WRONG.value,
            )
            given = {"mark": mark, "said": said}
            found[name] |= {question: kept} if (kept := {key: text for key, text in given.items() if text}) else {}
    return found


def _free_name(folder: Path, incident: PublicIncident, when: datetime) -> str:
    begin = f"{when:%Y-%m-%d}-{incident.slug}"
    names = [f"{begin}.md", *(f"{begin}-{number}.md" for number in range(2, 1000))]
    return next(name for name in names if not (folder / name).exists())


def _record(incident: PublicIncident, when: datetime, answers: Mapping[str, Mapping[str, Mapping[str, str]]]) -> str:
    """Return the record; questions that nobody has marked stand in it without a word, ready to be filled in."""
    update = incident.ledger.transitions[-1].document.number
    lines = ["---", line_of("incident", incident.slug), f"update: {update}", f"asked: {when:%Y-%m-%d}", "readers:"]
    for name, given in answers.items():
        lines.append(f"  {name}:")
        for question, words in QUESTIONS.items():
            if question in given:
                lines.append(f"    {question}: {flow(given[question])}")
            else:
                lines.append(f"    # {question}: right or wrong? {words}")
    return "\n".join((*lines, "---", ""))
