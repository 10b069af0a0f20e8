"""The results of a drill in words: for the terminal, and as the record under content/drills/."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from generator.format.names import invented
from generator.format.strict_yaml import quoted
from generator.model.drill import DrillReport, HeldUpUpdate, InjectResponse, MissedPromise, WantedResponse

#: The rules that report missing approvals.
_APPROVALS = ("PLN003", "PLN004")


def record_text(report: DrillReport, held: date, took_part: Iterable[str], lessons: Iterable[str]) -> str:
    """Return the whole record for content/drills/.

    Args:
        report: the results.
        held: the day of the drill.
        took_part: the participants.
        lessons: what was learnt, a sentence each.
    """
    lines = ["---", f"held: {held.isoformat()}", f"template: {quoted(report.drill.template)}"]
    if report.first is not None:
        lines.append(f"minutes: {_minutes(report.first)}")
    lines += _yaml_list("took_part", took_part)
    lines += _yaml_list("findings", _findings(report))
    lines += [f"promises_made: {report.made}", f"promises_kept: {report.kept}"]
    taken: list[str] = []
    for lesson in lessons:
        if not taken:
            lines.append("lessons:")
        taken.append(invented(lesson, taken))
        lines.append(f"  {taken[-1]}: {quoted(lesson)}")
    return "\n".join([*lines, "---", "", report_text(report)])


def _yaml_list(key: str, texts: Iterable[str]) -> list[str]:
    items = [f"  - {quoted(text)}" for text in texts]
    return [f"{key}:", *items] if items else []


def _findings(report: DrillReport) -> Iterator[str]:
    seen: set[tuple[str, int]] = set()
    for attempt in report.drill.attempts:
        for finding in attempt.findings:
            code, _, name = finding.partition(" ")
            if (finding, attempt.number) not in seen:
                seen.add((finding, attempt.number))
                yield f"{name} ({code}), in update {attempt.number}{', which could not be published' if attempt.blocked else ''}"


def report_text(report: DrillReport) -> str:
    """Return the results as Markdown."""
    lasted = report.ended - report.drill.began
    begun = f"We rehearsed: {_inside(report.scenario.title)}. The drill took {exact_length_words(lasted)} on its own clock."
    parts = [
        begun,
        _first_statement(report),
        "## What happened, and what readers heard",
        "\n".join(f"- {_answer(report, one)}" for one in report.answers),
        "## What we promised",
        "\n".join(_promises(report)),
    ]
    if report.held_up:
        parts += ["## What could not be published", "\n".join(f"- {_held(one)}" for one in report.held_up)]
    better = list(_better(report))
    parts += ["## What to improve", "\n".join(f"- {line}" for line in better) if better else "Nothing that can be measured."]
    if report.scenario.talk:
        parts += ["## What to talk about", report.scenario.talk]
    return "\n\n".join(parts) + "\n"


def _first_statement(report: DrillReport) -> str:
    if report.first is None:
        return "No statement was published."
    took = f"The first statement was published after {exact_length_words(report.first)}."
    return (
        took if report.before is None else f"{took} The last time it took {exact_length_words(timedelta(minutes=report.before))}."
    )


def _answer(report: DrillReport, answered: InjectResponse) -> str:
    inject = answered.inject
    who = f"**{inject.source[:1].upper()}{_inside(inject.source[1:])}**"
    if answered.at is None:
        return f"{who} ({inject.name}): did not happen; the drill ended before."
    since = answered.at - report.drill.began
    when = f"{who}, {f'after {exact_length_words(since)}' if _minutes(since) else 'at the beginning'} ({inject.name}):"
    said = ""
    if inject.wants is WantedResponse.NOTHING:
        return f"{when} nothing that needed a public answer."
    if answered.stood is not None:
        said = f" The false number was public for {exact_length_words(answered.stood)}."
    elif inject.figure is not None:
        said = " The false number was never public."
    if answered.after is None:
        missing = "no correction came." if answered.said else "no update followed."
        return f"{when} {missing}{said}"
    if answered.number is None:
        return f"{when} answered under `questions`, {exact_length_words(answered.after)} later."
    what = "corrected" if answered.said else "the next update came"
    return f"{when} {what} {exact_length_words(answered.after)} later, in update {answered.number}.{said}"


def _promises(report: DrillReport) -> Iterator[str]:
    if not report.made:
        yield "No promise fell due."
    else:
        yield f"{report.kept} of {report.made} {'was' if report.made == 1 else 'were'} kept."
    if report.pending:
        yield f"{report.pending} more {'was' if report.pending == 1 else 'were'} not due yet when the drill ended."
    if report.missed:
        yield ""
        yield from (f"- {_missed(one)}" for one in report.missed)


def _missed(missed: MissedPromise) -> str:
    came = f"came {exact_length_words(missed.late)} late" if missed.late is not None else "was not kept"
    return f"“{missed.text}”, promised for {missed.due:%Y-%m-%d %H:%M} UTC, {came}."


def _held(held: HeldUpUpdate) -> str:
    rules = ", ".join(f"{name} ({code})" for code, _, name in (finding.partition(" ") for finding in held.findings))
    end = f"was published {exact_length_words(held.lasted)} later" if held.out else "was never published"
    return f"Update {held.number} was held back by {rules or 'something unreadable in it'}; it {end}."


def _better(report: DrillReport) -> Iterator[str]:
    if report.first is None:
        yield "Publish a first statement, however short: what happened, what you do not know, and when you will say more."
    elif report.before is not None and _minutes(report.first) > report.before:
        yield "The first statement took longer than last time. Find the lost minutes: who was waiting for whom?"
    for missed in report.missed:
        late = f"by {exact_length_words(missed.late)}" if missed.late is not None else "altogether"
        yield f"“{missed.text}” was missed {late}. If nothing is new, say so: `no_change: true` keeps the promise."
    for one in report.answers:
        if one.at is None or one.inject.wants is WantedResponse.NOTHING:
            continue
        if one.said and one.after is None:
            yield f"{one.inject.figure} is still public as our number. Correct it in a new update, with the reason, under `corrections`."
        elif one.said and one.stood is not None:
            yield (
                f"A wrong number was on the page for {exact_length_words(one.stood)}. Until a number has been checked twice, write `at_least`, or list it as unknown."
            )
        elif one.after is None:
            yield f"Readers heard nothing after “{one.inject.name}”."
        elif one.inject.wants is WantedResponse.QUESTION and one.number is not None:
            yield f"The question in “{one.inject.name}” was not answered by name: write it under `questions` in incident.md."
    codes = {finding.partition(" ")[0] for held in report.held_up for finding in held.findings}
    if codes & set(_APPROVALS):
        yield "An approval was missing when the text was ready. Agree now who may approve if the first person cannot be reached."
    if report.redated:
        listed = ", ".join(map(str, report.redated))
        several = len(report.redated) > 1
        yield (
            f"Update{'s' if several else ''} {listed} gave a different time from when {'they' if several else 'it'} came out. Set `published` when you publish."
        )


def _inside(text: str) -> str:
    return text.rstrip(".")


def _minutes(given: timedelta) -> int:
    return int(given.total_seconds() // 60)


def exact_length_words(given: timedelta) -> str:
    """Format a length of time to the minute: `41 minutes`, `1 day 2 hours`."""
    minutes = _minutes(given)
    parts = [
        f"{number} {unit}{'' if number == 1 else 's'}"
        for number, unit in ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
        if number
    ]
    return " ".join(parts[:2]) or "less than a minute"
