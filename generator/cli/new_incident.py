"""`aboveboard new incident`: writes a new incident with its first statement."""

from datetime import UTC
from pathlib import Path

from generator.adapters.file_writing import write_new
from generator.cli.judging import prepared, time_of
from generator.cli.prompts import Asker, PromptClock, finish, given, moment, needed
from generator.cli.template_blanks import ask_for_blanks, filled
from generator.content.portable_names import unportable
from generator.errors import UsageError
from generator.format.names import SLUG, nearest
from generator.model.document import Content, TemplateDocument
from generator.model.incident import Impact
from generator.model.plan import Plan, Template, fill
from generator.model.update import Status
from generator.scaffolding import new_files, template_filling, written_lines


def run(
    address: str | None,
    template: str | None,
    fills: tuple[str, ...],
    title: str | None,
    aware: str | None,
    known: tuple[str, ...],
    unknown: tuple[str, ...],
    steps: tuple[str, ...],
    actions: tuple[str, ...],
    next_update: str | None,
    impact: str | None,
    systems: tuple[str, ...],
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root).replace(second=0, microsecond=0)
    content = prepared(root)
    config, plan = content.config.config, content.plan.plan if content.plan else None
    how_bad = Impact(impact) if impact else None
    clock = PromptClock.of(when, config)
    aware_at, due = moment(aware, "--aware", clock, past=True), moment(next_update, "--next-update", clock)
    if address is not None:
        _usable(root, address, SLUG.fullmatch(address) is not None)
    known = needed(known, "--known", 'give at least one fact, such as: --known "Someone used a stolen staff password."')
    unknown = needed(
        unknown,
        "--unknown",
        'name something that readers will ask and you cannot answer yet, such as: --unknown "Whose tickets they read."',
    )
    steps = needed(steps, "--step", 'name something you are doing, such as: --step "We are reading the access log."')
    actions = given(actions)
    # A system may well have such a name.
    listed = {name.casefold() for name in config.systems} if config else set[str]()
    systems = tuple(name for name in systems if name.strip().casefold() in listed or given([name]))
    own = {"--title": title, "--known": known, "--unknown": unknown, "--step": steps, "--action": actions}
    said = [option for option, value in own.items() if value]
    ask = Asker(config.site.timezone if config else None)
    if template is None and fills:
        raise UsageError("--fill goes with --from", "name the template: --from TEMPLATE")
    if template is None and not said:
        template = _choose(ask, content, plan) or None
    elif template is not None and said:
        raise UsageError(
            f"{said[0]} and --from cannot both be given",
            "a template has its own sentences: leave out one of the two, and edit the file afterwards if it must say more",
        )
    chosen = _template(content, template) if template is not None else None
    answers: dict[str, str] = {}
    if chosen is None:
        title = title or ask.sentence(
            "What happened, in one plain sentence?",
            why="Readers see this title first. Say who did what to whose data, as far as you know.",
            option="--title",
        )
    else:
        _, prepared_text = chosen
        answers = filled(prepared_text, fills)
        ask_for_blanks(ask, prepared_text, answers)
        title = fill(prepared_text.update.title, answers)
    aware_at = aware_at or ask.moment(
        "When did you find out? That is when you first had good reason to believe it.",
        why="Readers and regulators count from this time.",
        option="--aware",
        default=when,
        now=when,
        past=True,
    )
    if chosen is None:
        known = known or ask.sentences(
            "What do you know?",
            why="One fact is enough. Leave out anything you only suspect.",
            option="--known",
            example="Someone used a stolen staff password.",
        )
        unknown = unknown or ask.sentences(
            "What do you not know yet?",
            why="Saying so makes the rest credible. Each line stays on the page until it is answered.",
            option="--unknown",
            example="Whose tickets they read.",
        )
        steps = steps or ask.sentences(
            "What will you do next?",
            why="Something you do, not how you feel.",
            option="--step",
            example="We are reading the access log.",
        )
        actions = actions or ask.sentences(
            "What should readers do now? (leave empty if there is nothing yet)",
            why="It is at the top of the page. If there is nothing, the page says so.",
            option="--action",
            example="Change your password today.",
            needed=False,
        )
    # Answering took time: the time of publication is the present, not when the first answer was given.
    published = max(time_of(now, root).replace(second=0, microsecond=0), aware_at)
    status = chosen[1].update.status if chosen else Status.INVESTIGATING
    latest = new_files.cadence(config, status, published, plan, how_bad)
    zone = config.site.timezone if config else UTC
    if chosen and chosen[1].next_update:
        # The template's promise, unless the site or the plan allows less.
        latest = min(latest, written_lines.promised(published, chosen[1].next_update, zone))
    due = due or ask.moment(
        "When will readers hear again?",
        why="This is a promise. Keep it even if nothing has changed.",
        option="--next-update",
        default=latest,
        now=when,
        taken=True,
    )
    folder = f"content/incidents/{address or _free(root, new_files.slug_of(title or ''))}"
    statement = (
        new_files.first_statement(
            new_files.FirstStatement(
                title=title or "",
                published=published,
                next_update=due,
                known=known,
                unknown=unknown,
                next_steps=steps,
                actions=actions,
            )
        )
        if chosen is None
        else template_filling.statement(chosen[0].source, chosen[0].name, answers, published, due, zone)
    )
    first = f"{folder}/01-first-statement.md"
    incident = new_files.incident_file(title or "", aware_at, how_bad, systems)
    write_new(root, {f"{folder}/incident.md": incident, first: statement})
    finish(root, published, (f"{folder}/incident.md", first))


def _usable(root: Path, address: str, well_formed: bool) -> None:
    """Refuse an invalid or existing address before asking anything."""
    if not well_formed:
        raise UsageError(f"{address} cannot be an address", "use lower-case letters, digits and hyphens, such as support-tickets")
    if why := unportable(address):
        raise UsageError(f"{address} cannot be an address: {why}", f"choose another, such as {address}-incident")
    if (root / f"content/incidents/{address}").exists():
        raise UsageError(
            f"content/incidents/{address} already exists",
            f"for its next update, run `aboveboard new update {address}`; for another incident, `aboveboard new incident {address}-2`",
        )


def _free(root: Path, address: str) -> str:
    """Return an address that no incident has, so that a title like an older one does not lose anyone's answers."""
    if unportable(address):
        address = f"{address}-incident"
    number, free = 2, address
    while (root / f"content/incidents/{free}").exists():
        number, free = number + 1, f"{address}-{number}"
    return free


def _choose(ask: Asker, content: Content, plan: Plan | None) -> str:
    """Return the template chosen at the terminal; empty for none."""
    planned = plan.templates if plan else {}
    understood = [document.name for document in content.templates if document.template]
    # In the order of the plan, which can put what happens most first; the plan need not list them all.
    ordered = dict.fromkeys([*(name for name in planned if name in understood), *understood])
    purposes = {name: planned[name].purpose if name in planned else "" for name in ordered}
    if not purposes:
        return ""
    return ask.choice(
        "Does one of your templates fit? (press Enter if none does)",
        why="Its sentences are already written; you fill in the blanks.",
        among=purposes,
    )


def _template(content: Content, name: str) -> tuple[TemplateDocument, Template]:
    """Return a template and its document.

    Raises:
        UsageError: there is none of this name, or it was not understood.
    """
    name = name.rpartition("/")[2].removesuffix(".md")
    by_name = {document.name: document for document in content.templates}
    if name not in by_name:
        near = nearest(name, by_name)
        listed = f"there is: {', '.join(by_name)}" if by_name else "there are no templates in content/templates/ yet"
        raise UsageError(f"there is no template called {name}", f"did you mean {near}?" if near else listed)
    document = by_name[name]
    if document.template is None:
        raise UsageError(
            f"the template {name} cannot be understood",
            f"fix what `aboveboard validate content/templates/{name}.md` finds, or leave out --from",
        )
    return document, document.template
