"""`aboveboard questions add`: writes a customer's question, in the writer's words, into incident.md."""

from pathlib import Path

import click

from generator.cli.incident_editing import incident_file, put
from generator.cli.judging import incident_named, judge, time_of
from generator.cli.prompts import Asker, PromptClock, day_or_moment, is_nothing
from generator.errors import UsageError
from generator.format.names import NAME, invented, nearest
from generator.model.incident import Question
from generator.questions.editing import lines_of, with_question
from generator.questions.redaction import redacted


def run(
    incident: str,
    ask: str | None,
    since: str | None,
    answer: str | None,
    unknown: str | None,
    name: str | None,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    answer = "" if is_nothing(answer or "") else answer
    if answer and unknown:
        raise click.UsageError("--answer and --unknown exclude each other; give one of them.")
    when = time_of(now, root)
    checked = judge(root, when).checked
    slug = incident_named(checked, incident)
    ledger = checked.ledgers[slug]
    folder = ledger.folder
    asker = Asker()
    ask = " ".join((ask or "").split()) or asker.sentence(
        "What do people ask, in your own plain words?",
        why="It appears on the page. No names, and nothing about the people who asked.",
        option="--ask",
    )
    if (shown := redacted(ask)) != ask and "[link]" not in shown:
        raise UsageError(
            "the question contains what looks like someone's e-mail address or number",
            "leave it out: the question will be public",
        )
    if since is None:
        since = asker.sentence(
            "When did people first ask it? (leave empty for today)",
            why="Readers see how long it has waited. A day, such as 2027-03-04.",
            option="--since",
            needed=False,
        )
    asked_since = day_or_moment(
        since or f"{when.astimezone(ledger.zone):%Y-%m-%d}", "--since", PromptClock(when, ledger.zone), past=True
    )
    if asked_since is not None and f"{asked_since:%Y-%m-%d}" > f"{when.astimezone(ledger.zone):%Y-%m-%d}":
        raise UsageError(f"--since {since} is in the future", "give the day on which it was first asked")
    if not answer and not unknown:
        answer = asker.sentence(
            "What is the answer? (leave empty if there is none yet)", why="One honest sentence.", option="--answer", needed=False
        )
    waiting = [entry.name for entry in ledger.state.open_unknowns]
    if not answer and not unknown and waiting:
        listed = " ".join(f"{entry.name}: {entry.fact.text}" for entry in ledger.state.open_unknowns)
        unknown = asker.sentence(
            "Does it wait for one of the open unknowns? Give its name (leave empty if not)",
            why=listed,
            option="--unknown",
            needed=False,
        )
    names = {known for transition in (*ledger.transitions, *ledger.drafts) for known in transition.after.facts}
    if unknown and unknown not in names and is_nothing(unknown):
        unknown = ""
    if unknown and unknown not in names:
        near = nearest(unknown, names)
        raise UsageError(
            f"there is no unknown called {unknown} in {slug}",
            f"did you mean {near}?" if near else f"open there: {', '.join(waiting) or 'none'}",
        )
    questions = folder.incident.questions
    name = name or invented(ask, questions)
    if name in questions:
        raise UsageError(
            f"there is already a question called {name}", f"to answer it, run `aboveboard questions answer {slug} {name}`"
        )
    if not NAME.fullmatch(name) or len(name) > 64:
        raise UsageError(f"{name} cannot be a name", "use lower-case letters, digits and hyphens, such as were-cards-read")
    question = Question(name=name, ask=ask, answer=" ".join((answer or "").split()), unknown=unknown or "", since=asked_since)
    file = incident_file(root, folder)
    lines = "\n".join(("questions:", *lines_of(question)))
    put(root, when, folder, file, with_question(file, question), lines)
