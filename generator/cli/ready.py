"""`aboveboard ready`: gives a finished draft its time of publication."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from generator.adapters.file_writing import rewrite_file
from generator.adapters.site_files import read_site
from generator.cli.autofix import maybe_published_files as public_files
from generator.cli.judging import (
    JudgedSite,
    extend_in,
    in_site,
    judge,
    remembered,
    report,
    signer_of,
    texts_of,
    time_of,
    with_earlier,
)
from generator.cli.output import say, write
from generator.cli.prompts import Asker, PromptClock, is_nothing, moment
from generator.content.attachments import look
from generator.errors import UsageError
from generator.format.decoding import MARKDOWN_LIMIT
from generator.model.config import Policy
from generator.model.document import IncidentFolder, ReviewDocument, UpdateDocument
from generator.model.incident import Impact, Review
from generator.model.person import person_of
from generator.model.plan import Approval, Occasion, approval_for, needed
from generator.model.update import Update
from generator.pipeline import checking
from generator.scaffolding.publication_line import ready


def run(path: Path | None, approved: tuple[str, ...], published: str | None, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root).replace(second=0, microsecond=0)
    past = remembered(root)
    judged = judge(root, when, past)
    folder, document, text = _chosen(judged, path, root)
    name = document.source.path
    files = read_site(root, MARKDOWN_LIMIT, look)
    if name in public_files(root, files, when):
        raise UsageError(f"{name} may have been published already", "what is public is corrected in a new update")
    config = judged.checked.content.config.config
    at = moment(published, "--published", PromptClock.of(when, config)) or when
    before = [one.update.published for one in folder.updates if one.parsed and one.number < getattr(document, "number", 0)]
    if before and published is None and at <= max(before):
        at = (max(before) + timedelta(minutes=1)).astimezone(UTC)
    # An incident.md that was not understood is reported with the other obstacles below.
    impact = folder.document.incident.impact if folder.document.incident else None
    people = _approvals(judged, impact, name, text, approved, at)
    # A note behind the names renews all of them, so all have to be given.
    again = people == dict(text.approved_by) and {one.partition("=")[0].strip() for one in approved} >= set(people)
    texts = {name: ready(document, at, people, f"read again {when:%Y-%m-%dT%H:%MZ}" if again else "")}
    texts |= {one.source.path: ready(one, at, {}) for one in _translations(folder, document)}
    changed = tuple(
        replace(file, data=texts[file.path].encode(), size=len(texts[file.path].encode())) if file.path in texts else file
        for file in files
    )
    after = JudgedSite(
        checking.check(changed, max(when, at), with_earlier(past, root, changed, when), signer=signer_of, extend=extend_in(root)),
        texts_of(changed),
    )
    left = tuple(
        one for one in after.checked.diagnostics if one.blocks and one.span.path in {*texts, folder.document.source.path}
    )
    if left:
        shown = JudgedSite(replace(after.checked, diagnostics=left), after.texts)
        write(report(shown, "plain", colours=False), err=True)
        say(f"{name} is not ready: fix this first.", err=True)
        raise click.exceptions.Exit(1)
    old = {file.path: file.data for file in files}
    for one, new in texts.items():
        if why := rewrite_file(root, one, old[one], new.encode()):
            raise UsageError(f"{one} could not be written: {why}", "run this again")
    zone = config.site.timezone if config else UTC
    say(f"{name} is ready: published {at.astimezone(zone):%Y-%m-%d %H:%M} ({zone}).")
    if at > when:
        say("It is held back until then.")


def _chosen(
    judged: JudgedSite, path: Path | None, root: Path
) -> tuple[IncidentFolder, UpdateDocument | ReviewDocument, Update | Review]:
    """Return the incident folder, the chosen document, and its content.

    Raises:
        UsageError: the choice is ambiguous, or the document was not understood.
    """
    found = [
        (folder, document, parsed)
        for folder in judged.checked.content.incidents
        for document in (*folder.updates, folder.review)
        if document is not None
        for parsed in (_text_of(document),)
    ]
    if path is None:
        drafts = [(folder, document, parsed) for folder, document, parsed in found if parsed is not None and parsed.draft]
        if not drafts:
            raise UsageError("there is no draft", "name the file: aboveboard ready FILE")
        if len(drafts) > 1:
            raise UsageError("say which", f"there is: {', '.join(one[1].source.path for one in drafts)}")
        return drafts[0]
    name = in_site(path, root)
    for folder, document, parsed in found:
        if document.source.path == name:
            if parsed is None:
                raise UsageError(f"{name} cannot be understood", f"fix what `aboveboard validate {name}` finds")
            return folder, document, parsed
    raise UsageError(f"there is no update and no review called {path}", "write its path, from content/ on")


def _text_of(document: UpdateDocument | ReviewDocument) -> Update | Review | None:
    """Return a file's content; None when it was not understood."""
    return document.review if isinstance(document, ReviewDocument) else document.parsed


def _translations(
    folder: IncidentFolder, document: UpdateDocument | ReviewDocument
) -> list[UpdateDocument] | list[ReviewDocument]:
    if isinstance(document, ReviewDocument):
        return [one for one in folder.review_translations if one.review]
    return [one for one in folder.translations if one.number == document.number and one.parsed]


def _approvals(
    judged: JudgedSite, impact: Impact | None, path: str, text: Update | Review, approved: tuple[str, ...], at: datetime
) -> dict[str, str]:
    """Return everybody who approved it, by role; empty when nothing is to be written."""
    content = judged.checked.content
    plan = content.plan.plan if content.plan else None
    config = content.config.config
    policy = config.policy if config else Policy()
    people = dict(text.approved_by)
    for one in approved:
        role, sign, name = (part.strip() for part in one.partition("="))
        if not sign or not role or is_nothing(name):
            raise UsageError(f"--approved-by {one} has no role or no name", 'write it like --approved-by "lead=Sam Reed"')
        people[role] = name
    lacks = any(one.code in {"PLN003", "PLN005"} and one.span.path == path for one in judged.checked.diagnostics)
    if lacks and not (plan and not plan.holds(at)):
        if isinstance(text, Review):
            review = approval_for(policy, plan, Occasion.REVIEW)
            approvals: tuple[Approval, ...] = (review,) if review else ()
        else:
            approvals = needed(policy, plan, text, impact)
        ask = Asker()
        for approval in approvals:
            for role in approval.roles:
                # A telephone number next to a name in the plan must be left out, because the line is published.
                who = person_of(plan.roles[role].who).name if plan and role in plan.roles else ""
                if role not in people and approval.missing(people) and who:
                    why = f"The plan asks for it: {who}, as {role}."
                    if ask.agreed(f"Has {who} approved it as it stands now?", why=why):
                        people[role] = who
    return people if approved or people != dict(text.approved_by) else {}
