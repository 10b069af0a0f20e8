"""`aboveboard new incident`: a new incident with its first statement."""

from pathlib import Path

import click

from generator.cli.asking import Asker, finish, moment
from generator.cli.options import NOW, ROOT, plan, settings, shared, time_of
from generator.errors import UsageError


@click.command(name="incident", short_help="a new incident with its first statement")
@click.argument("slug", required=False)
@click.option("--title", help="What happened, in one plain sentence.")
@click.option("--aware", metavar="TIME", help="When you first had good reason to believe it, such as 2027-03-03T02:40Z.")
@click.option("--known", multiple=True, help="Something you know. May be given more than once.")
@click.option("--unknown", multiple=True, help="Something you do not know yet. May be given more than once.")
@click.option("--step", "steps", multiple=True, help="What you will do next. May be given more than once.")
@click.option("--action", "actions", multiple=True, help="What readers should do now. May be given more than once.")
@click.option("--next-update", metavar="TIME", help="When readers will hear again.")
@shared(ROOT, NOW)
def command(
    slug: str | None,
    title: str | None,
    aware: str | None,
    known: tuple[str, ...],
    unknown: tuple[str, ...],
    steps: tuple[str, ...],
    actions: tuple[str, ...],
    next_update: str | None,
    root: Path,
    now: str | None,
) -> None:
    """Write incident.md and the first statement of a new incident. SLUG is its address; made from the title if it is not given."""
    from generator.adapters.files import write_new  # noqa: PLC0415  # imported when used: `--help` must not wait for it
    from generator.content import compose  # noqa: PLC0415  # as above
    from generator.content.reading import SLUG  # noqa: PLC0415  # as above
    from generator.model.update import Status  # noqa: PLC0415  # as above

    when = time_of(now, root).replace(second=0, microsecond=0)
    config = settings(root)
    ask = Asker()
    title = title or ask.sentence(
        "What happened, in one plain sentence?",
        why="It is the title readers see first. Say who did what to whose data, as far as you know.",
        option="--title",
    )
    slug = slug or compose.slug_of(title)
    if not SLUG.fullmatch(slug):
        raise UsageError(f"{slug} cannot be an address", "use small letters, digits and hyphens, such as support-tickets")
    aware_at = moment(aware, "--aware") or ask.moment(
        "When did you first have good reason to believe it?",
        why="Readers and regulators count from here.",
        option="--aware",
        default=when,
    )
    known = known or ask.sentences(
        "What do you know?",
        why="One fact is enough. Leave out what you only suppose.",
        option="--known",
        example="Someone used a stolen staff password.",
    )
    unknown = unknown or ask.sentences(
        "What do you not know yet?",
        why="Saying so now is what makes the rest believed. Each line stays on the page until it is answered.",
        option="--unknown",
        example="Whose tickets they read.",
    )
    steps = steps or ask.sentences(
        "What will you do next?",
        why="Something you are doing, not a feeling.",
        option="--step",
        example="We are reading the access log.",
    )
    actions = actions or ask.sentences(
        "What should readers do now? (leave empty if there is nothing yet)",
        why="It leads the page. If there is nothing, the page says so.",
        option="--action",
        example="Change your password today.",
        needed=False,
    )
    due = moment(next_update, "--next-update") or ask.moment(
        "When will readers hear again?",
        why="A promise. Keep it even if nothing has changed.",
        option="--next-update",
        default=compose.cadence(config, Status.INVESTIGATING, when, plan(root)),
        taken=True,
    )
    answers = compose.FirstStatement(
        title=title,
        aware=aware_at,
        published=max(when, aware_at),
        next_update=due,
        known=known,
        unknown=unknown,
        next_steps=steps,
        actions=actions,
    )
    folder = f"content/incidents/{slug}"
    if (root / folder).exists():
        raise UsageError(f"{folder} exists already", f"choose another name: aboveboard new incident {slug}-2")
    first = f"{folder}/01-first-statement.md"
    write_new(root, {f"{folder}/incident.md": compose.incident_file(answers), first: compose.first_statement(answers)})
    finish(root, answers.published, (f"{folder}/incident.md", first))
