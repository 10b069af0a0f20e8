"""`aboveboard questions read`: groups the questions of an export."""

from dataclasses import replace
from pathlib import Path

from generator.adapters.mailboxes import read_messages
from generator.cli.extras import of_extra
from generator.cli.judging import judge, prepared, time_of
from generator.cli.output import say, write
from generator.errors import UsageError
from generator.model.customer_message import UnreadableExportError
from generator.pipeline import reporting
from generator.questions.exports import read_export
from generator.questions.report import groups, groups_json


def run(
    file: Path,
    question: str | None,
    subject: str | None,
    date: str | None,
    dates: str | None,
    least: int,
    form: str,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    with of_extra("questions", "grouping questions"):
        from generator.questions.similarity import grouped  # noqa: PLC0415  # its libraries come with an extra
        from generator.questions.sorting import sort  # noqa: PLC0415  # as above
        from generator.questions.subjects import unknown_in  # noqa: PLC0415  # as above

    config = prepared(root).config.config
    if config is None:
        raise UsageError("site_config.yml could not be understood", "run `aboveboard validate` to see what is wrong with it")
    columns = {what: name for what, name in (("body", question), ("subject", subject), ("date", date)) if name}
    try:
        found = read_export(read_messages(file, root), config.site.timezone, columns, dates or "")
    except UnreadableExportError as reason:
        raise UsageError(f"{file}: {reason.message}", reason.help) from None
    sorted_ = sort(found.letters)
    when = time_of(now, root)
    asked = [
        replace(one, unknown=unknown_in(one.subject, config.site.language) or one.unknown) for one in grouped(sorted_.questions)
    ]
    together = reporting.answering(judge(root, when).checked, when, asked)
    show = groups_json if form == "json" else groups
    write(show(together, sorted_, len(found.letters), least))
    for note in found.notes:
        say(note, err=True)
    say("Names and addresses may still be in it: publish your own words, and delete the file when you are done.", err=True)
