"""`aboveboard seal`: records what has been published, so that later changes are noticed."""

from datetime import datetime
from pathlib import Path

import click

from generator.adapters.file_writing import replace_file
from generator.adapters.site_lock import exclusive_access
from generator.cli.judging import code_of, content_of, judge, report, say_unseen, time_of
from generator.cli.options import form_of
from generator.cli.output import say, write
from generator.pipeline import sealing, sealing_pages
from generator.pipeline.checking import settings_of
from generator.seals.page_words import PAGES_END


def run(ends: bool, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    if ends:
        content = content_of(root)
        for folder in content.incidents:
            if folder.lock and folder.lock.lines:
                say(f"{folder.slug} {folder.lock.lines[-1].chain}")
        if content.page_lock and content.page_lock.lines:
            say(f"{PAGES_END} {content.page_lock.lines[-1].chain}")
        return
    # Concurrent runs would each write without the other's entries.
    with exclusive_access(root):
        added, waits, day = _seal(root, when)
    if waits:
        say(
            f"Pages and contacts are not sealed before something is published. If readers can already see them, say since when in site_config.yml, under `site:`, as `public_since: {day}`, and run this again.",
            err=True,
        )
    if added or not waits:
        say("Commit the lock files with what they seal." if added else "Everything published is already sealed.", err=True)


def _seal(root: Path, when: datetime) -> tuple[int, bool, str]:
    """Write what is to be sealed; return how many files were written, whether pages wait for readers, and the day."""
    judged = judge(root, when)
    say_unseen(judged, form_of(None))
    if code := code_of(judged, judged.checked.diagnostics):
        write(report(judged, "plain", colours=False))
        say("Nothing was sealed.", err=True)
        raise click.exceptions.Exit(code)
    order = sealing.order(judged.checked, when)
    added = 0
    if order is not None:
        replace_file(root, *order)
        added += 1
    for path, text, names in (*sealing.seals(judged.checked, when), *sealing_pages.seals(judged.checked, when)):
        replace_file(root, path, text)
        added += 1
        say(f"Sealed in {path}: {', '.join(names)}")
    waits = sealing_pages.awaits_readers(judged.checked, when)
    return added, waits, when.astimezone(settings_of(judged.checked).site.timezone).date().isoformat()
