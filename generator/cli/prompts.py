"""Asking a tired person for missing information."""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from generator.cli.judging import JudgedSite, judge
from generator.cli.main import INTERRUPTED
from generator.cli.output import say, write
from generator.errors import UsageError
from generator.format.reader import Reader
from generator.format.strict_yaml import Text
from generator.format.times import format_in_full
from generator.format.typed_times import FUTURE, PAST, example, in_words, readings
from generator.model.config import SiteConfig
from generator.model.source import Span
from generator.report.plain import plain
from generator.report.terminal import shown

#: Answers that mean "nothing"; compared without case and surrounding punctuation.
_NOTHING = frozenset(
    (
        *(
            "none",
            "nothing",
            "n/a",
            "na",
            "n.a",
            "not applicable",
            "none yet",
            "nothing yet",
            "none of them",
            "nobody",
            "no one",
        ),
        *(
            "keine",
            "keines",
            "keins",
            "keiner",
            "nichts",
            "niemand",
            "entfällt",
            "aucun",
            "aucune",
            "rien",
            "personne",
            "néant",
        ),
        *("ninguno", "ninguna", "nada", "nadie", "لا شيء", "لا يوجد", "لا أحد"),
    )
)


def is_nothing(answer: str) -> bool:
    """Whether an answer means "nothing": empty, a dash, or a word like `none`."""
    bare = " ".join(answer.split()).casefold().strip(" .,;:!?-–—_/\\()[]{}<>\"'`*")
    return not bare or bare in _NOTHING


def given(answers: Iterable[str]) -> tuple[str, ...]:
    """Return the answers that have content."""
    return tuple(answer for answer in answers if not is_nothing(answer))


def needed(answers: tuple[str, ...], option: str, why: str) -> tuple[str, ...]:
    """Return the answers that have content for a required question; empty when the option was not given.

    Raises:
        UsageError: the option was given, but only without content.
    """
    kept = given(answers)
    if answers and not kept:
        raise UsageError(f"{option} {answers[0]} gives nothing".replace("  ", " "), why)
    return kept


def _offering(default: str) -> str:
    """Return the prompt with what an empty answer means."""
    return f"> [{shown(default)}]" if default else ">"


def _anything(answer: str) -> str:
    """Accept every answer."""
    del answer
    return ""


class Asker:
    """Asks questions on a terminal. Without a terminal, it names the option that would have answered.

    Args:
        zone: the time zone of times typed without one; UTC by default.
    """

    def __init__(self, zone: ZoneInfo | None = None) -> None:
        self._talks = sys.stdin.isatty()
        self._zone = zone or ZoneInfo("UTC")

    @property
    def talks(self) -> bool:
        """Whether someone can be asked."""
        return self._talks

    def sentence(
        self,
        question: str,
        *,
        why: str,
        option: str,
        needed: bool = True,
        default: str = "",
        wrong: Callable[[str], str] = _anything,
        literal: bool = False,
    ) -> str:
        """Ask for one sentence. A word like `none` is an empty answer.

        Args:
            question: the question.
            why: the reason for asking.
            option: the option that would have answered.
            needed: whether an answer is required; an omitted one is empty.
            default: the value of an empty answer.
            wrong: returns what is wrong with an answer, and what to write instead; empty when nothing is. The question is then repeated.
            literal: whether every word is taken literally, including `none`.
        """
        if not self._talks:
            if needed:
                raise _unasked(question, option)
            return default
        self._explain(question, why)
        while True:
            written: str = click.prompt(_offering(default), default=default, show_default=False, prompt_suffix=" ", err=True)
            answer = " ".join(written.split())
            if not literal and is_nothing(answer):
                answer = ""
            said = wrong(answer) if answer else "" if not needed else "This cannot be left out."
            if not said:
                return answer
            say(said, err=True)

    def choice(self, question: str, *, why: str, among: Mapping[str, str], default: str = "") -> str:
        """Ask for one of several things by number or name.

        An empty answer, and a missing terminal, give the default, which may be none of them.

        Args:
            question: the question.
            why: the reason for asking.
            among: the purpose of each choice, by name.
            default: the name for an empty answer; empty for none of them.
        """
        if not self._talks:
            return default
        self._explain(question, why)
        names = tuple(among)
        for number, (name, purpose) in enumerate(among.items(), 1):
            say(f"  {number}  {name}{f': {purpose}' if purpose else ''}", err=True)
        while True:
            written: str = click.prompt(_offering(default), default=default, show_default=False, prompt_suffix=" ", err=True)
            answer = written.strip().lower()
            if not answer or answer in names:
                return answer
            if answer.isdecimal() and 1 <= int(answer) <= len(names):
                return names[int(answer) - 1]
            say(f"Type a number from 1 to {len(names)}, or press Enter for {default or 'none of them'}.", err=True)

    def sentences(self, question: str, *, why: str, option: str, example: str, needed: bool = True) -> tuple[str, ...]:
        """Ask for any number of sentences. A word like `none` ends the list."""
        if not self._talks:
            if needed:
                raise _unasked(question, option)
            return ()
        self._explain(question, f"{why} For example: {example} An empty line ends the list.")
        answers: list[str] = []
        while True:
            answer: str = click.prompt(">", default="", show_default=False, prompt_suffix=" ", err=True)
            if not is_nothing(answer):
                answers.append(" ".join(answer.split()))
            elif answers or not needed:
                return tuple(answers)
            else:
                say("Give at least one.", err=True)

    def moment(
        self,
        question: str,
        *,
        why: str,
        option: str,
        default: datetime,
        now: datetime,
        past: bool = False,
        taken: bool = False,
    ) -> datetime:
        """Ask for a time.

        Args:
            question: the question.
            why: the reason for asking.
            option: the option that would have answered.
            default: the time offered at a terminal.
            now: the present time.
            past: whether the time is in the past.
            taken: whether the default is used where nobody can be asked.
        """
        if not self._talks:
            if not taken:
                raise _unasked(question, option)
            return default
        examples = "22:00 or yesterday 22:00" if past else "17:00, tomorrow 17:00 or 6h"
        self._explain(question, f"{why} Write it like {examples}, or in full. Times are in {self._zone.key}.")
        shown = f"{default.astimezone(self._zone):%Y-%m-%d %H:%M}"
        while True:
            answer: str = click.prompt(">", default=shown, prompt_suffix=" ", err=True)
            if answer.strip() == shown:
                return default
            try:
                found = moment(answer, "", PromptClock(now, self._zone), past=past)
            except UsageError as error:
                say(f"{error.message}; {error.help}", err=True)
                continue
            if found is not None and not past and found <= now:
                say("That time has passed; give one in the future.", err=True)
            elif found is not None:
                return found

    def day(self, question: str, *, why: str, now: datetime) -> date | None:
        """Ask for a future day; None where nobody can be asked or knows."""
        if not self._talks:
            return None
        today = now.astimezone(self._zone).date()
        self._explain(question, f"{why} Write it like {today + timedelta(days=60)}, or leave it empty.")
        while True:
            answer: str = click.prompt(">", default="", show_default=False, prompt_suffix=" ", err=True)
            if not answer.strip():
                return None
            try:
                found = day(answer, "", PromptClock(now, self._zone))
            except UsageError as error:
                say(f"{error.message}; {error.help}", err=True)
                continue
            if found is None or found >= today:
                return found
            say(f"{found} has passed; give a day in the future.", err=True)

    def agreed(self, question: str, *, why: str) -> bool | None:
        """Ask for yes or no; None where nobody can be asked. Only `y` means yes."""
        if not self._talks:
            return None
        self._explain(question, why)
        return click.confirm(">", default=False, prompt_suffix=" ", err=True)

    def _explain(self, question: str, why: str) -> None:
        say("", question, err=True, bold=True)
        say(f"  {why}", err=True)


@dataclass(frozen=True, slots=True)
class PromptClock:
    """The present time and the time zone of the person who is asked, which determine the meaning of `9pm`."""

    now: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, now: datetime, config: SiteConfig | None) -> "PromptClock":
        """Return the clock of a site; in UTC where its settings cannot be read."""
        return cls(now, config.site.timezone if config else ZoneInfo("UTC"))


def moment(written: str | None, option: str, clock: PromptClock, *, past: bool = False) -> datetime | None:
    """Return a time given in full or informally; None when none was given.

    Args:
        written: the given text.
        option: its option; empty for an answer to a question.
        clock: the present time and the time zone.
        past: whether the time is in the past.

    Raises:
        UsageError: it is not a time, or is ambiguous.
    """
    found = _when(written, option, clock, days=False, past=past)
    return found if isinstance(found, datetime) else None


def day_or_moment(written: str | None, option: str, clock: PromptClock, *, past: bool = False) -> date | None:
    """Return a day or a time; the parameters are those of `moment`."""
    return _when(written, option, clock, days=True, past=past)


def day(written: str | None, option: str, clock: PromptClock, *, past: bool = False) -> date | None:
    """Return a day; the parameters are those of `moment`."""
    return _when(written, option, clock, days=True, moments=False, past=past)


def named(
    given: tuple[str, ...], open_names: Iterable[str], option: str, what: str, example: str = "copied=They copied nothing."
) -> dict[str, str]:
    """Return sentences by name, given as `NAME=SENTENCE`.

    Args:
        given: the given texts.
        open_names: the permitted names.
        option: the option's name.
        what: what the names stand for, in the writer's words.
        example: how one is written.

    Raises:
        UsageError: one has no name, no sentence, or a name that is not permitted.
    """
    names = tuple(open_names)
    found: dict[str, str] = {}
    for one in given:
        name, sign, sentence = one.partition("=")
        name, sentence = name.strip(), " ".join(sentence.split())
        if not sign or not name or not sentence:
            raise UsageError(f"{option} {one} has no name or no sentence", f'write it like {option} "{example}"')
        if name not in names:
            raise UsageError(f"{name} is not the name of {what}", f"there is: {', '.join(names) or 'none'}")
        found[name] = sentence
    return found


def _when(
    written: str | None, option: str, clock: PromptClock, *, days: bool, moments: bool = True, past: bool = False
) -> date | None:
    if written is None:
        return None
    # The example for a past event is a time in the past.
    shown = f"{option} {example('aware' if past else 'next_update', clock.now, clock.zone, moments=moments)}".strip()
    if (exact := _exact(written, option, days=days, moments=moments)) is not None:
        return _passed(exact, f"{option} {written}", shown, clock) if past else exact
    lead = f"{option}: " if option else ""
    found = readings(written, clock.now, clock.zone, PAST if past else FUTURE)
    meant = [one.when.date() if isinstance(one.when, datetime) and not moments else one.when for one in found]
    if len(set(meant)) == 1 and (days or isinstance(meant[0], datetime)):
        (when,) = set(meant)
        if isinstance(when, datetime):
            local = when.astimezone(clock.zone)
            say(f"  {lead}that is {local:%A, %Y-%m-%d %H:%M} ({clock.zone.key}).", err=True)
            return _passed(when.astimezone(UTC), f"{option} {written}", shown, clock) if past else when.astimezone(UTC)
        say(f"  {lead}that is {when:%A, %Y-%m-%d}.", err=True)
        return _passed(when, f"{option} {written}", shown, clock) if past else when
    if past and meant and all(not isinstance(one, datetime) for one in meant):
        _passed(min(meant), f"{option} {written}", shown, clock)
    what = "day or a time" if days and moments else "time" if moments else "day"
    now = clock.now if past else None
    said = in_words(found, lambda one: f"{option} {format_in_full(one)}".strip(), clock.zone, now, days=days, moments=moments)
    said = said or f"write it like `{shown}`"
    more = "can be read in more than one way" if len(set(meant)) > 1 else f"is not a {what} that can be read for certain"
    raise UsageError(f"{option} {written} {more}".strip(), said.replace("`", ""))


def _passed(when: date, given: str, shown: str, clock: PromptClock) -> date:
    """Return the time of a past event.

    Raises:
        UsageError: it is in the future.
    """
    now: date = clock.now if isinstance(when, datetime) else clock.now.astimezone(clock.zone).date()
    if when > now:
        raise UsageError(f"{given.strip()} is in the future", f"write when it was, such as {shown}")
    return when


def _exact(written: str, option: str, *, days: bool, moments: bool) -> date | None:
    """Return a day or a time written as in the format."""
    return Reader(option).when(Text(written, Span(option, 1, 1, 1, 1), plain=True), option, days=days, moments=moments)


def judge_written(root: Path, when: datetime) -> JudgedSite:
    """Judge a site after writing a file; on interruption, say that the file exists all the same."""
    try:
        return judge(root, when)
    except KeyboardInterrupt:
        say("", "Stopped before the check. The file has been written; `aboveboard validate` checks it.", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None


def finish(root: Path, when: datetime, paths: tuple[str, ...], also: tuple[str, ...] = ()) -> None:
    """List what was written, and what in it (and in the dependent files `also`) still needs the writer."""
    for path in paths:
        say(f"Wrote {path}")
    judged = judge_written(root, when)
    own = tuple(one for one in judged.checked.diagnostics if one.span.path in {*paths, *also})
    if own:
        say("", "Still to fill in or fix:", "", err=True)
        write(plain(own, judged.texts), err=True)
    else:
        say(
            "It passes every rule. `aboveboard serve` shows it as readers will see it; `aboveboard build` writes the site.",
            err=True,
        )


def _unasked(question: str, option: str) -> UsageError:
    return UsageError(f"this is not a terminal, so nothing can be asked: {question}", f"give the answer with {option}")
