"""Asking a tired person for what is still missing."""

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import click

from generator.cli.options import judge
from generator.errors import UsageError


class Asker:
    """Asks on a terminal. Elsewhere it says which option would have answered."""

    def __init__(self) -> None:
        self._talks = sys.stdin.isatty()

    def sentence(self, question: str, *, why: str, option: str, needed: bool = True) -> str:
        """One sentence."""
        if not self._talks:
            if needed:
                raise _unasked(question, option)
            return ""
        self._explain(question, why)
        while True:
            answer: str = click.prompt(">", default="", show_default=False, prompt_suffix=" ", err=True)
            if answer.strip() or not needed:
                return " ".join(answer.split())
            click.echo("This one cannot be left out.", err=True)

    def sentences(self, question: str, *, why: str, option: str, example: str, needed: bool = True) -> tuple[str, ...]:
        """As many sentences as the writer has."""
        if not self._talks:
            if needed:
                raise _unasked(question, option)
            return ()
        self._explain(question, f"{why} For example: {example} An empty line ends the list.")
        answers: list[str] = []
        while True:
            answer: str = click.prompt(">", default="", show_default=False, prompt_suffix=" ", err=True)
            if answer.strip():
                answers.append(" ".join(answer.split()))
            elif answers or not needed:
                return tuple(answers)
            else:
                click.echo("At least one.", err=True)

    def moment(self, question: str, *, why: str, option: str, default: datetime, taken: bool = False) -> datetime:
        """A time with its zone.

        Args:
            question: what to ask.
            why: the reason for asking.
            option: the option that would have answered.
            default: offered on a terminal.
            taken: whether the default is taken where nobody can be asked.
        """
        if not self._talks:
            if not taken:
                raise _unasked(question, option)
            return default
        self._explain(question, f"{why} Write it like 2027-03-03T02:40Z.")
        while True:
            shown = f"{default.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
            answer: str = click.prompt(">", default=shown, prompt_suffix=" ", err=True)
            try:
                found = moment(answer, option)
            except UsageError as error:
                click.echo(f"{error.message}; {error.help}", err=True)
                continue
            if found is not None:
                return found

    def day(self, question: str, *, why: str, option: str) -> date | None:
        """A day; None where nobody can be asked or knows."""
        if not self._talks:
            return None
        self._explain(question, f"{why} Write it like 2027-07-01, or leave it empty.")
        while True:
            answer: str = click.prompt(">", default="", show_default=False, prompt_suffix=" ", err=True)
            if not answer.strip():
                return None
            try:
                return day(answer, option)
            except UsageError as error:
                click.echo(f"{error.message}; {error.help}", err=True)

    def agreed(self, question: str, *, why: str) -> bool | None:
        """Yes or no; None where nobody can be asked. Only a `y` is a yes."""
        if not self._talks:
            return None
        self._explain(question, why)
        return click.confirm(">", default=False, prompt_suffix=" ", err=True)

    def _explain(self, question: str, why: str) -> None:
        click.echo(f"\n{click.style(question, bold=True)}\n  {why}", err=True)


def moment(written: str | None, option: str) -> datetime | None:
    """A time with its zone, as the format reads it; None when none was given.

    Raises:
        UsageError: it is not one.
    """
    when = _read(written, option, days=False)
    return when if isinstance(when, datetime) else None


def day(written: str | None, option: str) -> date | None:
    """A day, as the format reads it; None when none was given.

    Raises:
        UsageError: it is not one.
    """
    return _read(written, option, days=True)


def named(given: tuple[str, ...], open_names: Iterable[str], option: str, what: str) -> dict[str, str]:
    """Sentences by name, as `NAME=SENTENCE` gives them.

    Args:
        given: what was written.
        open_names: the names that may stand there.
        option: the option's name.
        what: what the names are of, in the writer's words.

    Raises:
        UsageError: one has no name, no sentence, or a name that is not among them.
    """
    names = tuple(open_names)
    found: dict[str, str] = {}
    for one in given:
        name, sign, sentence = one.partition("=")
        name, sentence = name.strip(), " ".join(sentence.split())
        if not sign or not name or not sentence:
            raise UsageError(
                f"{option} {one} has no name or no sentence", f'write it like {option} "copied=They copied nothing."'
            )
        if name not in names:
            raise UsageError(f"{name} is not the name of {what}", f"there is: {', '.join(names) or 'none'}")
        found[name] = sentence
    return found


def _read(written: str | None, option: str, *, days: bool) -> date | None:
    from generator.content.reading import Reader  # noqa: PLC0415  # imported when used: `--help` must not wait for it
    from generator.content.strict_yaml import Text  # noqa: PLC0415  # as above
    from generator.model.source import Span  # noqa: PLC0415  # as above

    if written is None:
        return None
    reader = Reader(option)
    when = reader.when(Text(written, Span(option, 1, 1, 1, 1), plain=True), option, days=days, moments=not days)
    if when is None:
        raise UsageError(reader.problems[0].message.replace("`", ""), reader.problems[0].help)
    return when


def finish(root: Path, when: datetime, paths: tuple[str, ...]) -> None:
    """Say what was written, and what in it still needs the writer."""
    from generator.report.plain import plain  # noqa: PLC0415  # as above

    for path in paths:
        click.echo(f"Wrote {path}")
    judged = judge(root, when)
    own = tuple(one for one in judged.checked.diagnostics if one.span.path in paths)
    if own:
        click.echo("\nStill to be filled in or mended:\n", err=True)
        click.echo(plain(own, judged.texts), err=True, nl=False)
    else:
        click.echo("It passes every rule. `aboveboard serve` shows it as readers will see it.", err=True)


def _unasked(question: str, option: str) -> UsageError:
    return UsageError(f"nobody can be asked: {question}", f"give the answer with {option}")
