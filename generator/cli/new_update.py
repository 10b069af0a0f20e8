"""`aboveboard new update`: the next update, pre-filled from the ledger."""

from datetime import timedelta
from pathlib import Path

import click

from generator.cli.asking import Asker, finish
from generator.cli.options import NOW, ROOT, incident_named, judge, shared, time_of
from generator.errors import UsageError


@click.command(name="update", short_help="the next update, with everything that is still open in it")
@click.argument("incident", required=False)
@click.option("--title", help="What is new, in one plain sentence.")
@click.option("--slug", help="The words in the file's name; made from the title if not given.")
@click.option("--late", help="Why it comes later than promised, if it does.")
@shared(ROOT, NOW)
def command(incident: str | None, title: str | None, slug: str | None, late: str | None, root: Path, now: str | None) -> None:
    """Write the next update of INCIDENT (the open one, if there is only one), with every open unknown, step and action in it.

    Then open the file: write what is new under `known`, move what is answered or done, and change what has changed.
    """
    from generator.adapters.files import write_new  # noqa: PLC0415  # imported when used: `--help` must not wait for it
    from generator.content import compose  # noqa: PLC0415  # as above
    from generator.content.reading import SLUG  # noqa: PLC0415  # as above
    from generator.ledger.words import when_words  # noqa: PLC0415  # as above
    from generator.model.update import Status  # noqa: PLC0415  # as above

    when = time_of(now, root).replace(second=0, microsecond=0)
    checked = judge(root, when).checked
    folders = {folder.slug: folder for folder in checked.content.incidents}
    open_slugs = [slug for slug, ledger in checked.ledgers.items() if ledger.turns and ledger.turns[-1].document.update.is_open]
    if incident is None:
        if len(open_slugs) != 1:
            known = open_slugs or [slug for slug, ledger in checked.ledgers.items() if ledger.turns]
            if not known:
                raise UsageError("there is no incident yet", "write its first statement with `aboveboard new incident`")
            raise UsageError("say of which incident", f"aboveboard new update INCIDENT; there is: {', '.join(known)}")
        incident = open_slugs[0]
    incident = incident_named(checked, incident)
    ledger = checked.ledgers[incident]
    if ledger.drafts and not ledger.turns:
        raise UsageError(
            f"everything about {incident} is still a draft, so readers have nothing that an update could go on from",
            f"take the line `draft: true` out of {ledger.drafts[0].document.source.path} when it shall be published",
        )
    ask = Asker()
    title = title or ask.sentence(
        "What is new, in one plain sentence?", why="It is the headline in every feed reader.", option="--title"
    )
    promised = ledger.state.next_update
    config = checked.content.config.config
    if promised is not None and when > promised + (config.policy.grace if config else promised - promised) and late is None:
        late = ask.sentence(
            f"This update was promised for {when_words(promised)}. Why does it come later?",
            why="Readers waited. One sentence is enough.",
            option="--late",
            needed=False,
        )
    slug = slug or compose.slug_of(title)
    if not SLUG.fullmatch(slug):
        raise UsageError(f"{slug} cannot be part of a file's name", "use small letters, digits and hyphens")
    number = max((document.number for document in folders[incident].updates), default=0) + 1
    path = f"content/incidents/{incident}/{number:02}-{slug}.md"
    if ledger.turns and when <= ledger.turns[-1].document.update.published:
        # Two updates cannot be published in the same minute.
        when = ledger.turns[-1].document.update.published.astimezone(when.tzinfo) + timedelta(minutes=1)
    state = ledger.state
    status = state.status or Status.INVESTIGATING
    answers = compose.NextStatement(
        title=title,
        published=when,
        next_update=compose.cadence(
            config, status, when, checked.content.plan.plan if checked.content.plan else None, folders[incident].incident.impact
        ),
        status=status,
        unknown=tuple(entry.fact for entry in state.open_unknowns),
        next_steps=tuple(entry.step for entry in state.open_steps),
        actions=tuple(entry.action for entry in state.standing_actions),
        no_action=state.no_action,
        late=late or "",
    )
    write_new(root, {path: compose.next_statement(answers)})
    finish(root, when, (path,))
