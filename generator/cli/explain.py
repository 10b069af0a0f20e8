"""`aboveboard explain`: a rule's page, or a notice profile's."""

import click

from generator.errors import UsageError


@click.command(name="explain", short_help="say what a rule checks, why, and what to write instead")
@click.argument("rule", required=False)
@click.option("--all", "everything", is_flag=True, help="Print the pages of all rules, as in RULES.md.")
@click.option("--profiles", is_flag=True, help="Print the pages of all notice profiles, as in docs/profiles.md.")
def command(rule: str | None, everything: bool, profiles: bool) -> None:
    """Say what RULE checks, why it matters, and what to write instead. RULE is a code or a name: HON002 or missing-unknown.

    RULE may also be the key of a notice profile, such as hipaa: then its elements, clocks and sources are printed.
    """
    from generator.rules import pages, profile_pages  # noqa: PLC0415  # imported when used: `--help` must not wait for it

    if everything:
        click.echo(pages.book(), nl=False)
        return
    if profiles:
        click.echo(profile_pages.book(), nl=False)
        return
    if rule is None:
        raise click.UsageError("Name a rule, such as HON002, or ask for --all.")
    found, profile = pages.find(rule), profile_pages.find(rule)
    if found is not None:
        click.echo(pages.page(found), nl=False)
    elif profile is not None:
        click.echo(profile_pages.page(profile), nl=False)
    else:
        near = pages.near(rule)
        raise UsageError(
            f"there is no rule and no notice profile called {rule}",
            f"did you mean {near}?"
            if near
            else "`aboveboard explain --all` prints every rule, `--profiles` every notice profile",
        )
