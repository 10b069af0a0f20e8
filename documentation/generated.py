"""The pages that are made from the program: of its rules, its commands and its Python API."""

import html
import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from typing import Final

import click

from generator import api
from generator.report import rule_pages
from generator.rules.rule import Rule

#: The name of an option in a sentence.
_OPTION: Final = re.compile(r"(?<![\w`-])--[a-z][a-z-]*")


def _titled(title: str) -> str:
    """Return the keys of a page that does not begin with its heading: MkDocs would name it after its file."""
    return f"---\ntitle: {title}\n---\n\n"


def rule_places(rules: Iterable[Rule]) -> dict[str, str]:
    """Return the page of each rule in the site, by its code."""
    return {rule.code: f"rules/{rule.code.lower()}.md" for rule in rules}


def family_place(family: str) -> str:
    """Return the page of a family of rules in the site."""
    return f"rules/{family.lower()}/index.md"


def command_place(name: str) -> str:
    """Return the page of a command in the site."""
    return f"commands/{name}.md"


def family_page(family: str, rules: Iterable[Rule]) -> str:
    """Return the page of a family: each of its rules, in a line. The search does not list it: it finds the rules themselves."""
    title = rule_pages.FAMILIES[family]
    return f"---\ntitle: {title.partition(':')[0]}\nsearch: {{exclude: true}}\n---\n\n[Rules](docs/rules.md)\n\n# {title}\n\n{_listed(family, rules)}\n"


def _listed(family: str, rules: Iterable[Rule]) -> str:
    return "\n".join(
        f"- {rule.code} {rule.name}: {rule.doc.strip().partition(chr(10))[0]}" for rule in rules if rule.code.startswith(family)
    )


def rules_page(introduction: str, rules: Iterable[Rule]) -> str:
    """Return the page of all rules: its introduction, and every rule under its family."""
    rules = tuple(rules)
    parts = [f"{introduction.rstrip()}\n"]
    for family, title in rule_pages.FAMILIES.items():
        parts.append(f"## {title} {{#{family.lower()}}}\n\n{_listed(family, rules)}\n")
    return "\n".join(parts)


def rule_page(rule: Rule) -> str:
    """Return a rule's page, as `explain` prints it, under a link to its family."""
    family = rule.code[:3]
    title = rule_pages.FAMILIES[family].partition(":")[0]
    return f"{_titled(f'{rule.code} {rule.name}')}[Rules](docs/rules.md) / [{title}](docs/rules.md#{family.lower()})\n\n{rule_pages.page(rule)}"


def commands(group: click.Group) -> Iterator[tuple[str, str]]:
    """Yield the name and the page of each command, made from its declaration; those of a group stand on its page."""
    top = click.Context(group, info_name="aboveboard")
    for name in group.list_commands(top):
        yield (
            name,
            f"{_titled(f'aboveboard {name}')}[Commands](docs/commands.md)\n\n" + "\n".join(_command(group, name, top, "#")),
        )


def _command(group: click.Group, name: str, above: click.Context, level: str) -> Iterator[str]:
    command = group.get_command(above, name)
    if command is None:
        raise LookupError(name)
    # Wide enough for every usage: the page breaks lines itself.
    context = click.Context(command, info_name=name, parent=above, terminal_width=1000, max_content_width=1000)
    yield f"{level} {context.command_path}\n"
    yield f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```\n"
    yield _OPTION.sub(r"`\g<0>`", cleandoc(command.help or "")) + "\n"
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            yield from _command(command, each, context, f"{level}#")
        return
    yield "| option | what it does |\n|---|---|"
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        # An argument stands in the usage, and is explained in the sentences below it.
        if record is not None and isinstance(parameter, click.Option):
            words = _OPTION.sub(r"`\g<0>`", html.escape(record[1], quote=False)).replace("|", "&#124;")
            yield f"| `{record[0]}` | {words} |"
    yield ""


def with_command_links(overview: str, names: Iterable[str]) -> str:
    """Return the overview of the commands with each name in the first column of its table linked to the command's page.

    Raises:
        LookupError: a command is not in the table.
    """
    left = set(names)

    def cell(found: re.Match[str]) -> str:
        def link(code: re.Match[str]) -> str:
            name = code[1].split()[0]
            left.discard(name)
            return f"[{code[0]}]({name}.md)"

        return re.sub(r"`([^`]+)`", link, found[0])

    linked = re.sub(r"^\| `[^|]+\|", cell, overview, flags=re.MULTILINE)
    if left:
        raise LookupError(f"docs/commands.md does not name {', '.join(sorted(left))}")
    return linked


def python_api(introduction: str) -> str:
    """Return the page of the Python API: its introduction, and what docstrings say of each name that `generator.api` lists."""
    return "\n\n".join([introduction.rstrip(), *(f"::: generator.api.{name}" for name in api.__all__)]) + "\n"
