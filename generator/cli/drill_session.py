"""Running a drill: its start, clock, events, publications and end."""

import shlex
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.adapters.file_writing import copy_site, replace_file, write_new
from generator.adapters.generated_files import write_generated
from generator.adapters.site_files import read_settings
from generator.cli.judging import JudgedSite, content_of, drill_of, judge, prepared, report
from generator.cli.output import say, write
from generator.cli.prompts import Asker, given
from generator.cli.template_blanks import ask_for_blanks, filled
from generator.drills import preparation, progress
from generator.drills.record import record_text, report_text
from generator.drills.state import PATH, drill_state_text
from generator.errors import NoContentError, UsageError
from generator.format.decoding import SETTINGS_LIMIT
from generator.model.diagnostic import Diagnostic
from generator.model.document import Content, IncidentFolder
from generator.model.drill import Drill, DrillReport, Inject
from generator.model.plan import Plan
from generator.pipeline import checking, sealing
from generator.report.terminal import block

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
                f"there is no drill in {folder}", "start one with `aboveboard drill start`, and name its folder with --root"
            )
        self.folder = folder
        self.drill = drill
        self._plan: Plan | None = None
        found = preparation.scenarios(content_of(folder))
        if drill.scenario not in found:
            raise UsageError(
                f"the drill's scenario {drill.scenario} cannot be found or understood",
                f"restore content/drills/scenarios/{drill.scenario}.yml in {folder}",
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
                f"this drill has ended; its record is {self.drill.recorded}", "start another with `aboveboard drill start`"
            )
        return self

    def _keep(self, drill: Drill) -> None:
        self.drill = drill
        write_generated(self.folder, PATH, drill_state_text(drill))

    def time(self, now: datetime) -> datetime:
        """Return the drill's time at the real time `now`."""
        time: datetime = self.drill.clock(now)
        return time

    def next_at(self) -> datetime | None:
        """When the next event happens, on the drill's clock; None when there are no more."""
        return progress.next_at(self.drill, self.scenario)

    def arrive(self, now: datetime) -> int:
        """Show every event whose time has come.

        Returns:
            The number of events.
        """
        time = self.time(now)
        due = progress.due(self.drill, self.scenario, time)
        for inject in due:
            self._show(inject, time)
        if due:
            self._keep(progress.with_arrivals(self.drill, due, time))
        return len(due)

    def _show(self, inject: Inject, time: datetime) -> None:
        if self._plan is None:
            document = prepared(self.folder).plan
            self._plan = document.plan if document else None
        source = progress.named_source(self._plan, inject.source)
        say("", f"{self.elapsed(time)}  {source}", bold=True)
        say(*textwrap.wrap(inject.says, _WIDTH, initial_indent="  ", subsequent_indent="  "))

    def elapsed(self, time: datetime) -> str:
        """Format the time since the drill's start."""
        return progress.elapsed_words(self.drill, time)

    def skip(self, now: datetime, by: timedelta | None) -> None:
        """Advance the drill's clock by some time, or, for None, to the next event."""
        self._keep(progress.skipped(self.drill, self.scenario, self.time(now), by))

    def publish(self, now: datetime, *, tried: bool) -> None:
        """Publish what is ready.

        Args:
            now: the real time.
            tried: whether someone asked to publish: then obstacles are reported and recorded.
        """
        time = self.time(now)
        judged = judge(self.folder, time)
        folder = self._incident(judged)
        published = progress.publish(self.drill, folder, judged.checked.diagnostics, time, tried=tried)
        if published.drill != self.drill:
            self._keep(published.drill)
        back = published.held_back
        for one in published.out:
            say(f"{self.elapsed(time)}  Update {one.number} is out.")
            if one.written and progress.is_misdated(one, time):
                say(f"  Its `published` says {one.written.astimezone(UTC):%H:%M} UTC; it is {time:%H:%M}.", err=True)
        if not back and self.drill.published:
            self._seal(judged, time)
        if not tried:
            return
        if back:
            paths = (back[0].path, folder.document.source.path)
            blocking = replace_diagnostics(judged, lambda one: one.blocks and one.span.path in paths)
            write(report(blocking, "plain", colours=False), err=True)
            say(f"Update {back[0].number} is not out: fix this first.", err=True)
        elif not published.out:
            say("There is nothing new to publish: no file is ready. Drafts do not count.", err=True)

    def _seal(self, judged: JudgedSite, time: datetime) -> None:
        # As in the publish workflow, so that texts already read must be corrected rather than changed.

        for path, text, _ in sealing.seals(judged.checked, time):
            if path.startswith(f"content/incidents/{self.drill.incident}/"):
                replace_file(self.folder, path, text)

    def _incident(self, judged: JudgedSite) -> IncidentFolder:
        for folder in judged.checked.content.incidents:
            if folder.slug == self.drill.incident:
                return folder
        raise UsageError(f"the practice incident content/incidents/{self.drill.incident} is gone", f"restore it in {self.folder}")

    def assess(self, now: datetime) -> DrillReport:
        """Return the results of the drill so far."""
        time = self.time(now)
        judged = judge(self.folder, time)
        content = judged.checked.content
        return progress.results(self.drill, self.scenario, content, self._incident(judged), time, checking.zone(content))

    def end(self, now: datetime, took_part: tuple[str, ...], lessons: tuple[str, ...]) -> None:
        """Report the results, ask who took part and what was learnt, and write the record into the real site.

        Raises:
            UsageError: the real site no longer exists.
        """
        self.publish(now, tried=False)
        came = self.assess(now)
        say("")
        write(block(report_text(came)))
        ask = Asker()
        took_part, lessons = given(took_part), given(lessons)
        took_part = took_part or ask.sentences(
            "Who took part? One name per line.",
            why="The record lists them.",
            option="--took-part",
            example="Ines Okafor.",
            needed=False,
        )
        lessons = lessons or ask.sentences(
            "What did you learn?",
            why="One sentence for each thing you will do differently.",
            option="--lesson",
            example="Nobody knew who may approve at night.",
            needed=False,
        )
        site = Path(self.drill.site)
        if not (site / "content").is_dir():
            raise UsageError(
                f"the site {site} no longer exists, so the record cannot be written", "restore it, and end the drill again"
            )
        zone = checking.zone(content_of(self.folder))
        held = self.drill.began.astimezone(zone).date()
        taken = {f"content/drills/{file.name}" for file in (site / "content/drills").glob("*")}
        path = progress.record_path(held, self.drill.template, taken)
        write_new(site, {path: record_text(came, held, took_part, lessons)})
        self._keep(replace(self.drill, recorded=path))
        say(f"Wrote {path}")
        say(
            f"Read it, add what only you know, and commit it. The scratch copy is still in {self.folder}; delete it when you no longer need it.",
            err=True,
        )


def replace_diagnostics(judged: JudgedSite, keep: Callable[[Diagnostic], bool]) -> JudgedSite:
    """Return the same site with only some of its findings."""
    kept = tuple(one for one in judged.checked.diagnostics if keep(one))
    return JudgedSite(replace(judged.checked, diagnostics=kept), judged.texts)


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
        raise UsageError(f"{root} is already the scratch copy of a drill", "start the new one from the real site")
    documents = {one.name: (one, one.template) for one in content.templates if one.template is not None}
    if not documents:
        raise NoContentError("there is no template to rehearse", "write one first: content/templates/stolen-login.md")
    template = template or _chosen(content, tuple(documents))
    if template not in documents:
        raise UsageError(f"there is no template called {template} that can be understood", f"there is: {', '.join(documents)}")
    found = preparation.scenario_for(template, scenario, preparation.scenarios(content))
    top = root.resolve()
    if place is not None and place.resolve().is_relative_to(top / "content"):
        raise UsageError(f"{place} is in the site's own content", "name a folder outside content/ with --in")
    document, statement_of = documents[template]
    plan = content.plan.plan if content.plan else None
    published = now.replace(second=0)
    due = preparation.first_promise(config, plan, statement_of, published, found.impact)
    # Filling them in is part of the drill, so its clock runs meanwhile.
    answers = filled(statement_of, fills)
    ask = Asker(config.site.timezone)
    if ask.talks and statement_of.asks:
        say("This is a drill. Fill in the first statement as you would in a real incident.", err=True)
    ask_for_blanks(ask, statement_of, answers)
    text = read_settings(root, SETTINGS_LIMIT).data.decode("utf-8", "replace")
    folder = copy_site(root, place.resolve() if place else None, preparation.marked_settings(text))
    write_new(folder, preparation.practice_incident(document, answers, published, due, found.impact, config.site.timezone))
    drill = Drill(site=str(top), scenario=found.key, template=template, incident=template, began=now, speed=speed)
    write_generated(folder, PATH, drill_state_text(drill))
    return DrillSession(folder)


def _chosen(content: Content, names: tuple[str, ...]) -> str:
    """Return the requested template; the default, used where nobody can be asked, is the one practised longest ago."""
    held = preparation.last_rehearsed(content, names)
    oldest = next(iter(held))
    ago = {name: f"last rehearsed on {held[name]}" if held[name] else "never rehearsed" for name in names}
    why = "The default is the one rehearsed longest ago."
    return Asker().choice("Which template do you want to rehearse?", why=why, among=ago, default=oldest)


def introduce(held: DrillSession) -> None:
    """Say where everything is."""
    where = shlex.quote(str(held.folder))
    say("This is a drill. None of this has happened.", bold=True)
    say(f"Everything is in {held.folder}")
    say(
        "",
        f"The first statement is content/incidents/{held.drill.incident}/01-first-statement.md. Open it in your editor.",
        f"To see the page, in another window:  aboveboard serve --root {where}",
        f"To write the next update:            aboveboard new update --root {where}",
        "Your site does not change until you end the drill.",
        err=True,
    )


def commands(held: DrillSession) -> None:
    """Say how to continue the drill."""
    where = shlex.quote(str(held.folder))
    say(
        "",
        f"To publish what is ready:            aboveboard drill publish --root {where}",
        f"For the next event:                  aboveboard drill next --root {where}",
        f"To end, and write the record:        aboveboard drill end --root {where}",
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
    say("", "Enter: publish what is ready. n: next event. m 30: let 30 minutes pass. e: end the drill.", err=True)
    told = False
    while True:
        held.arrive(now())
        upcoming = held.next_at()
        left = None if upcoming is None else max((upcoming - held.time(now())).total_seconds() / held.drill.speed, 0.05)
        if upcoming is None and not told:
            say("", "That was the last event. Publish what is left, then end the drill with e.", err=True)
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
            say("Enter: publish. n: next event. m 30: let 30 minutes pass. e: end.", err=True)


def stopped(held: DrillSession) -> None:
    """Say what remains of a drill that was stopped."""
    where = shlex.quote(str(held.folder))
    say(
        "",
        f"Stopped. Your site is unchanged; the drill is in {held.folder}.",
        f"To continue: aboveboard drill next --root {where}. To end it and write the record: aboveboard drill end --root {where}.",
        err=True,
    )
