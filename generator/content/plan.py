"""Parsing content/plan.yml and templates into immutable documents. Nothing here raises on an author's text."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, TypeVar

from generator.content.parser import parse_update
from generator.format.kinds import Path
from generator.format.plan import PLAN
from generator.format.problems import is_unread
from generator.format.record import leaves
from generator.format.template import PROMISING, UNDATED
from generator.format.update import UPDATE
from generator.format.yaml_files import read_whole
from generator.model.config import Policy
from generator.model.diagnostic import Finding
from generator.model.document import PlanDocument, TemplateDocument
from generator.model.plan import BLANK, Plan, Template, blanks
from generator.model.source import Source, Span
from generator.model.update import Update

PATH = "content/plan.yml"

#: Characters that replace those of a blank while YAML is parsed, to which brackets are special. They are from Unicode's private use area,
#: so authors' texts do not contain them.
_SIGNS = "[]{},:#&*!|>'\"%@`-?\\"
_HIDDEN = {ord(sign): 0xE000 + number for number, sign in enumerate(_SIGNS)}
_BACK = {hidden: sign for sign, hidden in _HIDDEN.items()}

_Value = TypeVar("_Value")


def parse_plan(source: Source, problems: tuple[Finding, ...]) -> PlanDocument:
    """Parse the plan; `plan` is None when anything in it was not understood."""
    reader, values = read_whole(PLAN, source, problems, "`roles:`")
    return PlanDocument(**reader.document(source), plan=Plan(**values) if values is not None and reader.understood else None)


def parse_template(source: Source, problems: tuple[Finding, ...], name: str) -> TemplateDocument:
    """Parse a template: a first statement with blanks.

    Args:
        source: the file.
        problems: problems found before parsing (its encoding, its size).
        name: its file name without extension.
    """
    # Replacing a blank does not change positions, so that every place is valid in the template itself.
    marked = Source(source.path, marked_blanks(source.text))
    filled = Source(source.path, BLANK.sub(lambda found: "X".ljust(len(found.group())), source.text))
    read = parse_update(marked, problems, 1, name, template=True)
    found = tuple(
        replace(problem, message=without_blank_marks(problem.message), help=without_blank_marks(problem.help))
        for problem in read.problems
    )
    found = (*found, *(() if is_unread(source, problems) else _open_blanks(source)))
    statement = parse_update(filled, problems, 1, name, template=True)
    template = None
    if read.parsed is not None and statement.parsed is not None and len(found) == len(read.problems):
        due = read.parsed.next_update
        update = _as_written(read.parsed)
        template = Template(
            name=name,
            update=update,
            said=reader_texts(update),
            blanks=tuple(blanks(source)),
            next_update=due - UNDATED if due else None,
        )
    return TemplateDocument(
        source=source,
        places=read.places,
        problems=found,
        name=name,
        template=template,
        filled=replace(statement, problems=()) if template else None,
    )


def reader_texts(update: Update) -> Mapping[Path, str]:
    """Return all texts of an update for readers, by path, without those supplied when a template is used."""
    # A sentence under a name has the path of its name.
    found = {
        (leaf.path[:-1] if leaf.main and len(leaf.path) > 2 else leaf.path): str(leaf.value)
        for leaf in leaves(UPDATE, update)
        if not leaf.at_use
    }
    return MappingProxyType({**found, (): update.body} if update.body else found)


#: The tolerance by which a promise may be rounded to a convenient time.
_ROUNDED: Final = timedelta(minutes=30)


def difference_from_template(
    plan: Plan | None, policy: Policy, template: Template | None, update: Update, on: date
) -> tuple[str, ...] | None:
    """Return the path at which a first statement differs from its template's approval; None when the approval covers it.

    The path is `("template",)` when the template itself is not approved, otherwise that of the first text that the template does not
    contain.

    Args:
        plan: the plan; without one, no template is approved.
        policy: the policy where the plan says nothing.
        template: the template that the statement names; None when it was not understood.
        update: the statement.
        on: the day on which the template must be approved.
    """
    if plan is None or not plan.approves(update.template, policy, on):
        return ("template",)
    approved_on = plan.templates[update.template].approved_on
    if approved_on and update.published.date() < approved_on:
        return None  # It was made from an earlier version of the template, which is not available for comparison.
    if template is None:
        return None
    due, wait = update.next_update, template.next_update
    if due is not None and wait is not None and due > update.published + wait + _ROUNDED:
        return ("next_update",)  # Readers would wait longer than the approved text promises.
    return template.changed({**reader_texts(update), **_kept_promises(template, update)})


def _kept_promises(template: Template, update: Update) -> Mapping[Path, str]:
    """Return what the template says of each `by` of a statement that promises it no later than the template does."""
    made = {key: getattr(update, key) for key in PROMISING}
    found: dict[Path, str] = {}
    for key in PROMISING:
        for name, planned in getattr(template.update, key).items():
            by = made[key][name].by if name in made[key] else None
            if by is None or not isinstance(planned.by, datetime):
                continue
            latest = update.published + (planned.by - UNDATED) + _ROUNDED
            # The day may be that of any time zone.
            if by <= latest if isinstance(by, datetime) else by <= (latest + timedelta(hours=14)).date():
                found[key, name, "by"] = template.said[key, name, "by"]
    return found


def marked_blanks(text: str) -> str:
    """Replace the characters of blanks that are special in YAML, keeping the length."""
    return BLANK.sub(lambda found: found.group().translate(_HIDDEN), text)


def without_blank_marks(text: str) -> str:
    """Restore a text taken from one with marked blanks."""
    return text.translate(_BACK)


def _open_blanks(source: Source) -> Iterator[Finding]:
    for number, line in enumerate(source.text.split("\n"), 1):
        rest = BLANK.sub(lambda found: " " * len(found.group()), line)
        if (at := rest.find("[[")) >= 0 or (at := rest.find("]]")) >= 0:
            yield Finding(
                rule="wrong-type",
                at=Span(source.path, number, at + 1, number, at + 3),
                message="a blank is not closed on its line, or was never opened",
                help="write two brackets on each side, on one line, and between them what to fill in: [[which system]]",
            )


def _as_written(value: _Value) -> _Value:
    """Return a value with its blanks restored."""
    read: Any = value
    if isinstance(read, str) and type(read) is str:
        read = without_blank_marks(read)
    elif type(read) is tuple:
        read = tuple(_as_written(inner) for inner in read)
    elif isinstance(read, Mapping):
        read = MappingProxyType({key: _as_written(inner) for key, inner in read.items()})
    elif is_dataclass(read) and not isinstance(read, type):
        read = replace(read, **{field.name: _as_written(getattr(read, field.name)) for field in fields(read)})
    result: _Value = read
    return result
