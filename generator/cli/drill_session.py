"""Running a drill: its start, clock, events, publications and end."""

import re
import shlex
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from generator.adapters.file_writing import copy_site, replace_file, write_new
from generator.adapters.generated_files import write_generated
from generator.adapters.site_files import read_settings
from generator.cli.judging import JudgedSite, content_of, drill_of, judge, prepared, report
from generator.cli.prompts import Asker, given
from generator.cli.template_blanks import ask_for_blanks, filled
from generator.content.scenario import shipped
from generator.drills.assessment import after, assess, attempts
from generator.drills.record import record_text, report_text
from generator.drills.state import PATH, drill_state_text
from generator.errors import NoContentError, UsageError
from generator.format.decoding import SETTINGS_LIMIT
from generator.model.diagnostic import Diagnostic
from generator.model.document import Content, IncidentFolder
from generator.model.drill import Attempt, Drill, DrillReport, Inject, InjectArrival, Scenario
from generator.model.plan import Plan, fill
from generator.model.source import with_newlines
from generator.pipeline import checking, sealing
from generator.scaffolding import new_files, template_filling

_WIDTH = 78


class DrillSession:
    """A drill in its scratch copy.

    Args:
        folder: the folder of the scratch copy.

    Raises:
        UsageError: there is no drill in the folder.
    """

    def __init__(self, folder: Path) -> None:
        drill = drill_of(folder)
        if drill is None:
            raise UsageError(
                f"there is no drill in {folder}", "begin one with `aboveboard drill start`, and name its folder with --root"
            )
        self.folder = folder
        self.drill = drill
        self._plan: Plan | None = None
        found = scenarios(content_of(folder))
        if drill.scenario not in found:
            raise UsageError(
                f"the drill's scenario {drill.scenario} cannot be found or understood",
                f"bring back content/drills/scenarios/{drill.scenario}.yml in {folder}",
            )
        self.scenario = found[drill.scenario]

    @property
    def is_over(self) -> bool:
        """Whether the record has been written."""
        return bool(self.drill.recorded)

    def running(self) -> "DrillSession":
        """Return this drill, unless it is over.

        Raises:
            UsageError: it is over.
        """
        if self.is_over:
            raise UsageError(
                f"this drill has ended; its record is {self.drill.recorded}", "begin another with `aboveboard drill start`"
            )
        return self

    def _keep(self, **changes: Any) -> None:
        self.drill = replace(self.drill, **changes)
        write_generated(self.folder, PATH, drill_state_text(self.drill))

    def time(self, now: datetime) -> datetime:
        """Return the drill's time at the real time `now`."""
        time: datetime = self.drill.clock(now)
        return time

    def next_at(self) -> datetime | None:
        """When the next event happens, on the drill's clock; None when there are no more."""
        waiting = self.drill.waiting(self.scenario)
        return self.drill.when(waiting[0]) if waiting else None

    def arrive(self, now: datetime) -> int:
        """Show every event whose time has come.

        Returns:
            The number of events.
        """
        time = self.time(now)
        due = [inject for inject in self.drill.waiting(self.scenario) if self.drill.when(inject) <= time]
        for inject in due:
            # An event seen late happened when it was due, but nobody could have responded before it was shown.
            self._show(inject, time)
        if due:
            self._keep(arrivals=(*self.drill.arrivals, *(InjectArrival(name=inject.name, at=time) for inject in due)))
        return len(due)

    def _show(self, inject: Inject, time: datetime) -> None:
        click.echo(f"\n{click.style(f'{self.elapsed(time)}  {self._whom(inject.source)}', bold=True)}")
        click.echo(textwrap.fill(inject.says, _WIDTH, initial_indent="  ", subsequent_indent="  "))

    def _whom(self, source: str) -> str:
        """Return the source of an event; a role of the plan is named with its person."""
        if self._plan is None:
            document = prepared(self.folder).plan
            self._plan = document.plan if document else None
        role = self._plan.roles.get(source) if self._plan else None
        people = [name for name in (role.who, role.deputy) if name] if role else []
        return f"{source} ({' or '.join(people)})" if people else source

    def elapsed(self, time: datetime) -> str:
        """Format the time since the drill's start: `0:45`, or `1 day 0:45`."""
        minutes = int((time - self.drill.began).total_seconds() // 60)
        days = minutes // 1440
        clock = f"{minutes // 60 % 24}:{minutes % 60:02}"
        return f"{days} day{'' if days == 1 else 's'} {clock}" if days else clock

    def skip(self, now: datetime, by: timedelta | None) -> None:
        """Advance the drill's clock by some time, or, for None, to the next event."""
        time, upcoming = self.time(now), self.next_at()
        if by is None:
            by = max((upcoming - time) if upcoming else timedelta(), timedelta())
        self._keep(skipped=self.drill.skipped + by)

    def publish(self, now: datetime, *, tried: bool) -> None:
        """Publish what is ready.

        Args:
            now: the real time.
            tried: whether somebody asked to publish: then obstacles are reported and recorded.
        """
        time = self.time(now)
        judged = judge(self.folder, time)
        folder = self._incident(judged)
        every = attempts(self.drill, folder, judged.checked.diagnostics, time)
        made = tuple(one for one in every if not one.blocked or (tried and self._is_new(one)))
        self._keep(**_changed(self.drill, after(self.drill, folder, made, time)))
        out, back = [one for one in every if not one.blocked], [one for one in every if one.blocked]
        for one in out:
            click.echo(f"{self.elapsed(time)}  Update {one.number} is out.")
            if one.written and time - one.written > timedelta(minutes=5):
                click.echo(f"  Its `published` says {one.written.astimezone(UTC):%H:%M} UTC; it is {time:%H:%M}.", err=True)
        if not back and self.drill.published:
            self._seal(judged, time)
        if not tried:
            return
        if back:
            paths = (back[0].path, folder.document.source.path)
            blocking = replace_diagnostics(judged, lambda one: one.blocks and one.span.path in paths)
            click.echo(report(blocking, "plain", colours=False), err=True, nl=False)
            click.echo(f"Update {back[0].number} is not out: fix this first.", err=True)
        elif not out:
            click.echo("There is nothing new to publish: no file that is ready, and no draft counts.", err=True)

    def _is_new(self, attempt: Attempt) -> bool:
        before = [one for one in self.drill.attempts if one.path == attempt.path]
        return not before or before[-1].findings != attempt.findings

    def _seal(self, judged: JudgedSite, time: datetime) -> None:
        # As in the publish workflow, so that texts already read must be corrected rather than changed.

        for path, text, _ in sealing.seals(judged.checked, time):
            if path.startswith(f"content/incidents/{self.drill.incident}/"):
                replace_file(self.folder, path, text)

    def _incident(self, judged: JudgedSite) -> IncidentFolder:
        for folder in judged.checked.content.incidents:
            if folder.slug == self.drill.incident:
                return folder
        raise UsageError(
            f"the practice incident content/incidents/{self.drill.incident} is gone", f"bring it back in {self.folder}"
        )

    def assess(self, now: datetime) -> DrillReport:
        """Return the results of the drill so far."""
        time = self.time(now)
        judged = judge(self.folder, time)
        content = judged.checked.content
        config = content.config.config
        same = [one.record for one in content.drills if one.record and one.record.template == self.drill.template]
        last = max((one for one in same if one.minutes is not None), key=lambda one: one.held, default=None)
        return assess(
            self.drill,
            self.scenario,
            self._incident(judged),
            time,
            zone=checking.zone(content),
            grace=config.policy.grace if config else timedelta(),
            before=last.minutes if last else None,
        )

    def end(self, now: datetime, took_part: tuple[str, ...], lessons: tuple[str, ...]) -> None:
        """Report the results, ask who took part and what was learnt, and write the record into the real site.

        Raises:
            UsageError: the real site no longer exists.
        """
        self.publish(now, tried=False)
        came = self.assess(now)
        click.echo(f"\n{report_text(came)}")
        ask = Asker()
        took_part, lessons = given(took_part), given(lessons)
        took_part = took_part or ask.sentences(
            "Who took part? One name a line.",
            why="The record says it.",
            option="--took-part",
            example="Ines Okafor.",
            needed=False,
        )
        lessons = lessons or ask.sentences(
            "What did you learn?",
            why="One sentence each, about what you will do differently.",
            option="--lesson",
            example="Nobody knew who may approve at night.",
            needed=False,
        )
        site = Path(self.drill.site)
        if not (site / "content").is_dir():
            raise UsageError(
                f"the site {site} is no longer there, so the record cannot be written", "bring it back, and end the drill again"
            )
        zone = checking.zone(content_of(self.folder))
        held = self.drill.began.astimezone(zone).date()
        path = _free(site, held, self.drill.template)
        write_new(site, {path: record_text(came, held, took_part, lessons)})
        self._keep(recorded=path)
        click.echo(f"Wrote {path}")
        click.echo(
            f"Read it, add what it cannot know, and commit it. The scratch copy is still in {self.folder}; delete it when you like.",
            err=True,
        )


def replace_diagnostics(judged: JudgedSite, keep: Callable[[Diagnostic], bool]) -> JudgedSite:
    """Return the same site with only some of its findings."""
    kept = tuple(one for one in judged.checked.diagnostics if keep(one))
    return JudgedSite(replace(judged.checked, diagnostics=kept), judged.texts)


def _changed(before: Drill, now: Drill) -> dict[str, Any]:
    return {key: getattr(now, key) for key in ("attempts", "promised", "questions") if getattr(now, key) != getattr(before, key)}


def _free(site: Path, held: date, template: str) -> str:
    """Return the path of a record that does not exist yet."""
    base = f"content/drills/{held.isoformat()}-{template}"
    number = 1
    while (site / (path := f"{base}{f'-{number}' if number > 1 else ''}.md")).exists():
        number += 1
    return path


def scenarios(content: Content) -> Mapping[str, Scenario]:
    """Return every scenario by key; a site's own replaces a shipped one."""
    own = {one.key: one.scenario for one in content.scenarios if one.scenario is not None}
    return {**shipped(), **own}


def begin(
    root: Path,
    place: Path | None,
    template: str | None,
    scenario: str | None,
    speed: float,
    now: datetime,
    fills: tuple[str, ...] = (),
) -> DrillSession:
    """Make the scratch copy with the practice incident. At a terminal, the template's blanks are asked for, as in a real incident.

    Args:
        root: the real site; nothing in it changes.
        place: the folder of the copy; None for a temporary folder.
        template: the template to practise with; None to ask.
        scenario: the scenario; None for the template's own.
        speed: the drill's minutes for each real minute.
        now: the real time.
        fills: values for the template's blanks, as `BLANK=WORDS`.

    Raises:
        UsageError: the site cannot be used for a drill, or the folder cannot be used.
        NoContentError: the site has no template.
    """
    now = now.replace(microsecond=0)
    content = content_of(root)
    config = content.config.config
    if config is None:
        raise UsageError("site_config.yml could not be understood", "run `aboveboard validate` to see what is wrong with it")
    if config.drill:
        raise UsageError(f"{root} is the scratch copy of a drill already", "begin the new one from the real site")
    documents = {one.name: (one, one.template) for one in content.templates if one.template is not None}
    if not documents:
        raise NoContentError("there is no template to rehearse", "write one first: content/templates/stolen-login.md")
    template = template or _chosen(content, tuple(documents))
    if template not in documents:
        raise UsageError(f"there is no template called {template} that can be understood", f"there is: {', '.join(documents)}")
    found = _scenario_for(template, scenario, scenarios(content))
    top = root.resolve()
    if place is not None and place.resolve().is_relative_to(top / "content"):
        raise UsageError(f"{place} is in the site's own content", "name a place outside of content/ with --in")
    document, statement_of = documents[template]
    plan = content.plan.plan if content.plan else None
    wait = statement_of.next_update
    published = now.replace(second=0)
    due = (
        new_files.promised(published, wait, config.site.timezone)
        if wait
        else new_files.cadence(config, statement_of.update.status, published, plan, found.impact)
    )
    # Filling them in is part of the drill, so its clock runs meanwhile.
    answers = filled(statement_of, fills)
    ask = Asker(config.site.timezone)
    if ask.talks and statement_of.asks:
        click.echo("This is a drill. Fill in the first statement as you would on the night.", err=True)
    ask_for_blanks(ask, statement_of, answers)
    text = read_settings(root, SETTINGS_LIMIT).data.decode("utf-8", "replace")
    folder = copy_site(root, place.resolve() if place else None, marked(text))
    incident = f"content/incidents/{template}"
    statement = template_filling.statement(document.source, document.name, answers, published, due)
    facts = new_files.incident_file(fill(statement_of.update.title, answers), published, found.impact)
    write_new(folder, {f"{incident}/incident.md": facts, f"{incident}/01-first-statement.md": statement})
    drill = Drill(site=str(top), scenario=found.key, template=template, incident=template, began=now, speed=speed)
    write_generated(folder, PATH, drill_state_text(drill))
    return DrillSession(folder)


def marked(settings: str) -> str:
    """Return site_config.yml for a scratch copy, with the mark that identifies it as a drill."""
    text = with_newlines(settings.removeprefix("\ufeff"))
    opening = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*---[ \t]*\n", text)
    start = opening.end() if opening else 0
    return (
        f"{text[:start]}# This is the scratch copy of a drill. None of what is in it has happened.\ndrill: true\n{text[start:]}"
    )


def _chosen(content: Content, names: tuple[str, ...]) -> str:
    """Return the requested template; the default, used where nobody can be asked, is the one practised longest ago."""
    held: dict[str, date] = dict.fromkeys(names, date.min)
    for document in content.drills:
        if document.record and document.record.template in held:
            held[document.record.template] = max(held[document.record.template], document.record.held)
    oldest = min(names, key=lambda name: (held[name], name))
    ago = {name: "never rehearsed" if held[name] == date.min else f"last rehearsed on {held[name]}" for name in names}
    why = "The one that was not rehearsed for the longest time is offered."
    return Asker().choice("Which template do you want to rehearse?", why=why, among=ago, default=oldest)


def _scenario_for(template: str, scenario: str | None, known: Mapping[str, Scenario]) -> Scenario:
    if scenario is not None:
        if scenario not in known:
            raise UsageError(f"there is no scenario called {scenario}", f"there is: {', '.join(known)}")
        return known[scenario]
    fitting = [one for one in known.values() if one.template == template]
    # A scenario of the same name comes first.
    fitting.sort(key=lambda one: (one.key != template, one.key))
    if not fitting:
        raise UsageError(
            f"no scenario is written for the template {template}",
            f"take one with --scenario ({', '.join(known)}), or write content/drills/scenarios/{template}.yml (docs/drills.md)",
        )
    return fitting[0]


def introduce(held: DrillSession) -> None:
    """Say where everything is."""
    where = shlex.quote(str(held.folder))
    click.echo(click.style("This is a drill. None of this has happened.", bold=True))
    click.echo(f"Everything is in {held.folder}")
    click.echo(
        f"\nThe first statement is there: content/incidents/{held.drill.incident}/01-first-statement.md. Open it in your editor."
        f"\nTo see the page, in another window:  aboveboard serve --root {where}"
        f"\nTo write the next update:            aboveboard new update --root {where}"
        "\nNothing in your site changes until the drill has ended.",
        err=True,
    )


def commands(held: DrillSession) -> None:
    """Say how to continue the drill."""
    where = shlex.quote(str(held.folder))
    click.echo(
        f"\nTo publish what is ready:            aboveboard drill publish --root {where}"
        f"\nTo let the next thing happen:        aboveboard drill next --root {where}"
        f"\nTo end, and write the record:        aboveboard drill end --root {where}",
        err=True,
    )


def conduct(held: DrillSession, now: Callable[[], datetime], wait: Callable[[float | None], str | None]) -> None:
    """Run a drill with a person at the terminal until they end it.

    Args:
        held: the drill.
        now: returns the real time.
        wait: waits for a line for at most some seconds (None: indefinitely); returns None when the time is up.

    Raises:
        EOFError: the terminal was closed.
    """
    click.echo("\nEnter publishes what is ready. n: what happens next. m 30: let 30 minutes pass. e: end the drill.", err=True)
    told = False
    while True:
        held.arrive(now())
        upcoming = held.next_at()
        left = None if upcoming is None else max((upcoming - held.time(now())).total_seconds() / held.drill.speed, 0.05)
        if upcoming is None and not told:
            click.echo("\nThat was the last thing to happen. Publish what is left, then end the drill with e.", err=True)
            told = True
        line = wait(left)
        if line is None:
            continue
        word, _, rest = line.strip().lower().partition(" ")
        if word in {"e", "end"}:
            return
        if word in {"n", "next"}:
            held.publish(now(), tried=False)
            held.skip(now(), None)
        elif word in {"m", "minutes"} and rest.strip().isdecimal() and len(rest.strip()) < 6:
            held.publish(now(), tried=False)
            held.skip(now(), timedelta(minutes=int(rest)))
        elif word in {"", "p", "publish"}:
            held.publish(now(), tried=True)
        else:
            click.echo("Enter publishes, n lets the next thing happen, m 30 lets 30 minutes pass, e ends.", err=True)


def stopped(held: DrillSession) -> None:
    """Say what remains of a drill that was stopped."""
    where = shlex.quote(str(held.folder))
    click.echo(
        f"\nStopped. Your site is unchanged; everything of the drill is in {held.folder}."
        f"\nTo go on: aboveboard drill next --root {where}. To end it and write the record: aboveboard drill end --root {where}.",
        err=True,
    )
