"""`aboveboard explain`: prints the page of a rule, a notice profile or a key of the format."""

from collections.abc import Iterator
from pathlib import Path

import click

from generator.adapters.plugins import installed_plugins
from generator.cli.output import say, write
from generator.content.known_profiles import shipped
from generator.deadlines import profile_pages
from generator.errors import EnvironmentFailedError, UsageError
from generator.format import key_pages
from generator.model.plugins import PluginGroup
from generator.pipeline.extensions import rules_of
from generator.report import rule_pages
from generator.report.terminal import block
from generator.rules.catalogue import ALL_RULES
from generator.rules.rule import Rule


def run(what: str | None, everything: bool, profiles: bool) -> None:
    """Run the command; its help describes it."""
    if everything:
        write(block(rule_pages.rules_document(ALL_RULES)))
        return
    if profiles:
        write(block(profile_pages.profiles_document()))
        return
    if what is None:
        raise click.UsageError("Name a rule, such as HON002, or a key, such as next_update; or ask for --all.")
    rule, profile = rule_pages.find(ALL_RULES, what), profile_pages.find(what)
    keys = key_pages.find(what)
    if not rule and not profile and not keys:
        # Plugins are loaded only for what the program does not know.
        rule = rule_pages.find(_of_plugins(), what)
    if not rule and not profile and all(len(key.words) > 1 for key in keys):
        # `contained` is a status first, and then a key deep in the plan.
        keys = (*key_pages.values(what), *keys)
    found = [
        *([rule_pages.page(rule)] if rule else []),
        *([profile_pages.page(profile)] if profile else []),
        *([key_pages.page(keys)] if keys else []),
    ]
    if not found:
        near = rule_pages.nearest(ALL_RULES, what, key_pages.names(), shipped())
        raise UsageError(
            f"there is no rule, no key of the format and no notice profile called {what}",
            f"did you mean {' or '.join(near)}?"
            if near
            else "`aboveboard explain --all` prints every rule, `--profiles` every notice profile; docs/format.md has every key",
        )
    write(block("\n".join(found).rstrip("\n") + "\n"))


def _of_plugins() -> Iterator[Rule]:
    """Yield the rules of all installed plugins; one that cannot be loaded is told, and the others are looked at."""
    for one in installed_plugins(Path()):
        if one.group is PluginGroup.RULES:
            try:
                yield from rules_of(one, one.load())
            except EnvironmentFailedError as error:
                say(f"warning: {error.message}", err=True)
