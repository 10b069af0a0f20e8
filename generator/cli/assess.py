"""`aboveboard assess`: asks what the risk to people depends on, keeps the answers, and says what they speak for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from generator.adapters.file_writing import write_files
from generator.cli.judging import JudgedSite, judge, time_of
from generator.cli.output import say
from generator.cli.prompts import Asker
from generator.content.assessments import FOLDER, assessment_text, listed, parse_assessment
from generator.content.known_profiles import BASE, in_force
from generator.deadlines.condition_words import CATEGORIES
from generator.deadlines.model import Answer
from generator.deadlines.requested_profiles import setting_of
from generator.deadlines.risk_assessment import Suggestion, suggested_risk, suggestions
from generator.errors import NoContentError, UsageError
from generator.format.assessment import ASSESSMENT, UNKNOWN
from generator.format.decoding import MARKDOWN_LIMIT, decode
from generator.format.kinds import Choice
from generator.format.strict_yaml import flow
from generator.model.assessment import QUESTIONS, Assessment
from generator.model.document import IncidentFolder
from generator.model.incident_facts import Category
from generator.model.source import RawFile, Source
from generator.model.update import Status

_HEADINGS: Final[Mapping[Answer, str]] = {
    Answer.MET: "Seems to be asked for:",
    Answer.OPEN: "Depends on what nothing here settles:",
    Answer.NOT_MET: "Seems not to be asked for:",
}


def run(
    incident: str | None,
    kinds: str | None,
    protection: str | None,
    identification: str | None,
    severity: str | None,
    number: str | None,
    vulnerable: str | None,
    because: tuple[str, ...],
    names: tuple[str, ...],
    answers: Path | None,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    site = judge(root, when)
    folder = _chosen(site, incident)
    ledger = site.checked.analysis.ledgers[folder.slug]
    today = when.astimezone(ledger.zone).date()
    given = _kept(site, folder.slug) or Assessment(assessed=today)
    if answers is not None:
        given = _merged(given, _from_file(answers, today))
    words = {
        "kinds": listed(kinds.split(",")) if kinds is not None else None,
        "protection": protection,
        "identification": identification,
        "severity": severity,
        "number": number,
        "vulnerable": vulnerable,
    }
    for key, word in words.items():
        if word is not None:
            given = _merged(given, _from_option(f"--{key}", key, word, today))
    if because:
        given = _merged(given, _from_option("--because", "because", flow(_reasons(because)), today))
    if names:
        given = replace(given, by=tuple(dict.fromkeys((*given.by, *(" ".join(name.split()) for name in names)))))

    def keep(answered: Assessment) -> Assessment:
        answered = replace(answered, assessed=today)
        write_files(root / FOLDER, {f"{folder.slug}.yml": assessment_text(answered).encode()})
        return answered

    given = keep(given)
    asker = Asker()
    if asker.talks:
        given = _asked(asker, given, today, keep)
    say(f"Kept in {FOLDER}/{folder.slug}.yml, which is never published.", err=True)
    _say_what_it_speaks_for(site, folder, given)
    if given.unanswered:
        left = ", ".join(f"--{name}" for name in given.unanswered)
        say("", f"Not answered yet: {', '.join(given.unanswered)}.", f"  help: run this again, or answer with {left}", err=True)
        raise click.exceptions.Exit(1)


def _chosen(site: JudgedSite, incident: str | None) -> IncidentFolder:
    """Return the incident in question, whether or not readers see it yet.

    Raises:
        NoContentError: there is none.
        UsageError: there is none of that name, its incident.md cannot be understood, or the choice is ambiguous.
    """
    folders = {folder.slug: folder for folder in site.checked.content.incidents}
    if not folders:
        raise NoContentError("there is no incident to assess", "`aboveboard new incident` makes one")
    ledgers = site.checked.analysis.ledgers
    if incident is None:
        going_on = [
            slug
            for slug, ledger in ledgers.items()
            if not ledger.transitions or ledger.transitions[-1].after.status is not Status.RESOLVED
        ]
        if len(going_on) != 1:
            raise UsageError("say which incident", f"name one of: {', '.join(going_on or folders)}")
        return folders[going_on[0]]
    slug = incident.rstrip("/").rpartition("/")[2]
    if slug not in folders:
        raise UsageError(f"there is no incident called {slug}", f"there is: {', '.join(folders)}")
    if folders[slug].document.incident is None or slug not in ledgers:
        raise UsageError(f"{folders[slug].document.source.path} cannot be understood", "`aboveboard validate` says why")
    return folders[slug]


def _kept(site: JudgedSite, slug: str) -> Assessment | None:
    """Return the answers that are kept already.

    Raises:
        UsageError: they cannot be understood; nothing is written over them.
    """
    document = next((one for one in site.checked.content.assessments if one.slug == slug), None)
    if document is None:
        return None
    if document.assessment is None:
        raise _not_understood(document.problems)
    return document.assessment


def _not_understood(problems: Iterable[Any]) -> UsageError:
    first, *rest = problems
    at = first.at
    more = "\n".join(f"{one.at.path}:{one.at.line}:{one.at.column}: {one.message}\n  help: {one.help}" for one in rest)
    return UsageError(f"{at.path}:{at.line}:{at.column}: {first.message}", first.help, more)


def _from_file(path: Path, today: date) -> Assessment:
    """Return the answers of a file like the record; its day is today, whatever it says.

    Raises:
        UsageError: it cannot be understood.
    """
    data = path.read_bytes()
    source, problems = decode(RawFile(str(path), data, len(data)), MARKDOWN_LIMIT)
    if not any(line.startswith("assessed:") for line in source.text.split("\n")):
        # After the rest, so that places in findings stay those of the file.
        source = Source(source.path, f"{source.text.rstrip()}\nassessed: {today}\n")
    document = parse_assessment(source, problems, "")
    if document.assessment is None:
        raise _not_understood(document.problems)
    return document.assessment


def _from_option(option: str, key: str, written: str, today: date) -> Assessment:
    """Return an answer given with an option.

    Raises:
        UsageError: it is none.
    """
    document = parse_assessment(Source(option, f"assessed: {today}\n{key}: {written}\n"), (), "")
    if document.assessment is None:
        first = document.problems[0]
        raise UsageError(f"{option}: {first.message}", first.help)
    return document.assessment


def _reasons(given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        name, _, why = (" ".join(part.split()) for part in one.partition("="))
        if name not in QUESTIONS or not why:
            raise UsageError(
                f"--because {one} has no answer's name or no words",
                f'write it like --because "severity=…"; the names are {", ".join(QUESTIONS)}',
            )
        found[name] = why
    return found


def _merged(before: Assessment, given: Assessment) -> Assessment:
    """Return answers with those replaced that were given anew."""
    changes = {
        one.name: getattr(given, one.name)
        for one in fields(Assessment)
        if one.name not in {"assessed", "because", "number", "number_unknown"} and getattr(given, one.name)
    }
    if given.number is not None or given.number_unknown:
        changes |= {"number": given.number, "number_unknown": given.number_unknown}
    return replace(before, **changes, because={**before.because, **given.because})


def _asked(asker: Asker, given: Assessment, today: date, keep: Callable[[Assessment], Assessment]) -> Assessment:
    """Ask what nobody has answered; each answer is kept before the next question."""
    for name in given.unanswered:
        kind = ASSESSMENT.by_name[name].kind
        if isinstance(kind, Choice):
            among = dict(zip((word.value for word in kind.choices), kind.meanings, strict=True))
            answer = asker.choice(QUESTIONS[name], why="Leave it empty to answer later.", among=among)
        elif name == "kinds":
            known = ", ".join(f"{one.value} ({CATEGORIES[one]})" for one in Category)
            answer = asker.sentence(
                QUESTIONS[name],
                why=f"Words with commas between them, of these: {known}. Leave it empty to answer later.",
                option="--kinds",
                needed=False,
                wrong=lambda text: _wrong("--kinds", "kinds", listed(text.split(",")), today),
            )
            answer = listed(answer.split(",")) if answer else ""
        else:
            answer = asker.sentence(
                QUESTIONS[name],
                why=f"In digits, or {UNKNOWN}. Leave it empty to answer later.",
                option="--number",
                needed=False,
                wrong=lambda text: _wrong("--number", "number", text, today),
            )
        if answer:
            given = keep(_merged(given, _from_option(f"--{name}", name, answer, today)))
    return given


def _wrong(option: str, key: str, written: str, today: date) -> str:
    try:
        _from_option(option, key, written, today)
    except UsageError as error:
        return f"{error.message}; {error.help}"
    return ""


def _say_what_it_speaks_for(site: JudgedSite, folder: IncidentFolder, given: Assessment) -> None:
    """Say how great the risk seems, and whom laws then want told: what the site's profiles ask, and others whose people are counted."""
    incident, analysis = folder.incident, site.checked.analysis
    seems = suggested_risk(given)
    if seems.risk is None:
        say(f"Too little is answered to suggest how great the risk to people is: {'; '.join(seems.against)}.")
    else:
        say(f"By these answers the risk to people seems to be: {seems.risk.value}. You decide.")
        say(*(f"  because {one}" for one in seems.because), *(f"  but {one}" for one in seems.against))
        if incident.risk is None:
            say(f"  If you agree, write in incident.md: `risk: {seems.risk.value}`")
        elif incident.risk is not seems.risk:
            say(f"  incident.md says `risk: {incident.risk.value}`, and that counts below.")
    setting = setting_of(analysis.ledgers[folder.slug], analysis.config, analysis.now)
    asked = {one.key: one for one in in_force(incident, analysis.config, analysis.profiles) if one.key != BASE}
    say(
        "",
        "What the laws of your `profiles:` ask, as far as answers, counts and roles tell:"
        if asked
        else "No `profiles:` are named.",
    )
    found = suggestions(incident, asked, setting, given, seems.risk)
    for answer, heading in _HEADINGS.items():
        those = [one for one in found if one.answer is answer]
        if those:
            say(f"  {heading}", *(line for one in those for line in _lines(one)))
    others = {key: one for key, one in analysis.profiles.items() if key not in asked and key != BASE and one.only_if}
    counted = [one for one in suggestions(incident, others, setting, given, seems.risk) if one.answer is Answer.MET]
    if counted:
        say(
            "",
            "Of laws that no `profiles:` names, but whose circumstances are given:",
            *(line for one in counted for line in _lines(one)),
        )
    say("", "Suggestions, not legal advice; `aboveboard explain KEY` says what each law asks, and where that was read.", err=True)


def _lines(one: Suggestion) -> list[str]:
    asks = f"    {one.name}: {one.task}"
    reasons = "; ".join(one.because)
    return [asks, *([f"      if {one.only_if}"] if one.only_if else []), *([f"      {reasons}"] if reasons else [])]
