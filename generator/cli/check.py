"""`aboveboard check`: checks a text that speaks of an incident elsewhere against the incident's ledger."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from generator import __version__
from generator.adapters.outside_files import LIMIT, read_outside
from generator.cli.extras import of_extra
from generator.cli.judging import JudgedSite, incident_of, judge, time_of
from generator.cli.options import at_home, form_of
from generator.cli.output import say, write
from generator.errors import UsageError
from generator.ledger.words import when_words
from generator.model.channel import Channel
from generator.model.diagnostic import Diagnostic
from generator.model.outside_text import OutsideText
from generator.report.github import github
from generator.report.json import json as json_text
from generator.report.plain import Closing, plain
from generator.report.sarif import sarif
from generator.report.terminal import Block, shown
from generator.rules.runner import judge_outside, unread_because


def run(
    files: tuple[str, ...],
    incident: str | None,
    channel: str | None,
    language: str,
    root: Path,
    now: str | None,
    form: str | None,
) -> None:
    """Run the command; its help describes it."""
    if files.count("-") > 1:
        raise UsageError("standard input can be read only once", "give `-` only once")
    form = form_of(form)
    when = time_of(now, root)
    # All are read before any is judged: a file that cannot be read is said at once.
    read = [_read(file) for file in files]
    judged = judge(root, when)
    if incident is None and len(judged.checked.content.incidents) == 1:
        incident = judged.checked.content.incidents[0].slug
    slug, ledger = incident_of(judged, incident, _likely(judged), "check FILE --incident")
    if not ledger.seen(when):
        raise UsageError(
            f"nothing of {slug} was public on {when_words(when, ledger.zone)}",
            "give a later time with --now, or publish the first update before you say anything elsewhere",
        )
    found = tuple(
        one
        for texts in read
        for one in judge_outside(
            texts,
            ledger,
            when,
            judged.checked.analysis,
            language=language,
            channel=Channel(channel) if channel else None,
        )
    )
    unread = {
        texts[0].path.partition("#")[0]: why
        for texts in read
        if (why := unread_because(texts, ledger, judged.checked.analysis, language))
    }
    if unread:
        say(*(f"warning: {path} was compared only in part: {why}" for path, why in unread.items()), err=True)
    write(
        _report(
            found,
            read,
            form,
            Closing(
                fine=f"No findings{' in what was read' if unread else ''}: nothing contradicts the ledger of {slug} as of {when_words(when, ledger.zone)}.",
                passed=f"Nothing{' that was read' if unread else ''} contradicts the ledger.",
                command=f"aboveboard check {shown(' '.join(files))}",
            ),
        )
    )
    raise click.exceptions.Exit(1 if any(one.blocks for one in found) else 0)


def _likely(judged: JudgedSite) -> list[str]:
    """Return the incidents that may be meant: the only one, or those that are open."""
    ledgers = judged.checked.ledgers
    if len(ledgers) == 1:
        return list(ledgers)
    return [slug for slug, ledger in ledgers.items() if ledger.transitions and ledger.transitions[-1].document.update.is_open]


def _read(file: str) -> tuple[OutsideText, ...]:
    if file == "-":
        return read_outside("standard-input", sys.stdin.buffer.read(LIMIT + 1))
    path = Path(at_home(file))
    try:
        if not path.is_file():
            raise UsageError(f"there is no file {file}", "give the path of a file, or - for standard input")
        with path.open("rb") as opened:
            data = opened.read(LIMIT + 1)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", "check who may read it") from error
    with of_extra("check", f"reading {path.name}"):
        return read_outside(file, data)


def _report(found: Iterable[Diagnostic], read: Iterable[tuple[OutsideText, ...]], form: str, closing: Closing) -> Block:
    diagnostics = tuple(found)
    if form == "json":
        return json_text(diagnostics)
    if form == "github":
        return github(diagnostics)
    if form == "sarif":
        return sarif(diagnostics, __version__)
    texts = {text.path: text.shown for pages in read for text in pages}
    return plain(diagnostics, texts, colours=sys.stdout.isatty(), closing=closing)
