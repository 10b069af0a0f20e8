"""`aboveboard questions answer`: writes the answer to a customer's question into incident.md."""

from pathlib import Path

from generator.cli.incident_editing import incident_file, put
from generator.cli.judging import incident_named, judge, time_of
from generator.cli.prompts import Asker
from generator.errors import UsageError
from generator.format.names import nearest
from generator.model.incident import Question
from generator.pipeline import reporting
from generator.questions.editing import lines_of, with_answer


def run(incident: str, name: str, answer: str | None, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    checked = judge(root, when).checked
    slug = incident_named(checked, incident)
    folder = checked.ledgers[slug].folder
    standing = {one.name: one for one in reporting.questions(checked, when).questions if one.incident == slug}
    if name not in standing:
        near = nearest(name, standing)
        raise UsageError(
            f"there is no question called {name} in {slug}",
            f"did you mean {near}?" if near else f"to add one, run `aboveboard questions add {slug}`",
        )
    one = standing[name]
    if one.answer:
        raise UsageError(f"the question {name} is answered already", f"change the answer in {one.path}, line {one.line}")
    known = f" Readers already know: {one.became}" if one.became else ""
    answer = " ".join((answer or "").split()) or Asker().sentence(
        one.ask, why=f"It appears on the page below the question.{known}", option="--answer"
    )
    file = incident_file(root, folder)
    lines = "\n".join(("questions:", *lines_of(Question(name=name, ask=one.ask, answer=answer, since=one.since))))
    put(root, when, folder, file, with_answer(file, name, answer), lines)
