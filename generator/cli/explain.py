"""`aboveboard explain`: prints the page of a rule, a notice profile or a key of the format."""

import click

from generator.cli.output import write
from generator.content.known_profiles import shipped, why_left_out
from generator.deadlines import profile_pages
from generator.errors import UsageError
from generator.format import key_pages
from generator.report import rule_pages
from generator.report.terminal import block
from generator.rules.catalogue import ALL_RULES


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
    if not rule and not profile and all(len(key.words) > 1 for key in keys):
        # `contained` is a status first, and then a key deep in the plan.
        keys = (*key_pages.values(what), *keys)
    found = [
        *([rule_pages.page(rule)] if rule else []),
        *([profile_pages.page(profile)] if profile else []),
        *([key_pages.page(keys)] if keys else []),
    ]
    if not found and (why := why_left_out(what)):
        write(block(f"{why}\n"))
        return
    if not found:
        near = rule_pages.nearest(ALL_RULES, what, key_pages.names(), shipped())
        raise UsageError(
            f"there is no rule, no key of the format and no notice profile called {what}",
            f"did you mean {' or '.join(near)}?"
            if near
            else "`aboveboard explain --all` prints every rule, `--profiles` every notice profile; docs/format.md has every key",
        )
    write(block("\n".join(found).rstrip("\n") + "\n"))
