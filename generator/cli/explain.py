"""`aboveboard explain`: a rule's page."""

import click

from generator.errors import UsageError


@click.command(name="explain", short_help="say what a rule checks, why, and what to write instead")
@click.argument("rule", required=False)
@click.option("--all", "everything", is_flag=True, help="Print the pages of all rules, as in RULES.md.")
def command(rule: str | None, everything: bool) -> None:
    """Say what RULE checks, why it matters, and what to write instead. RULE is a code or a name: HON002 or missing-unknown."""
    from generator.rules import pages  # noqa: PLC0415  # imported when used: `--help` must not wait for it

    if everything:
        click.echo(pages.book(), nl=False)
        return
    if rule is None:
        raise click.UsageError("Name a rule, such as HON002, or ask for --all.")
    found = pages.find(rule)
    if found is None:
        near = pages.near(rule)
        raise UsageError(
            f"there is no rule called {rule}", f"did you mean {near}?" if near else "`aboveboard explain --all` prints every rule"
        )
    click.echo(pages.page(found), nl=False)
