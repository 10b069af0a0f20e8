"""`aboveboard export`: the same statement as e-mail, short posts, call script and letter."""

from pathlib import Path

import click

from generator.adapters.file_writing import write_files
from generator.adapters.theme_files import read_theme
from generator.cli.commands.export import FORMS
from generator.cli.incident_choice import load_published_site, published_incident
from generator.pipeline import exporting
from generator.render.exports import Form


def run(
    incident: str | None,
    forms: tuple[str, ...],
    number: int | None,
    language: str,
    out: Path | None,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    _, site = load_published_site(root, now, "Nothing was exported.")
    theme = read_theme(site.config.site.theme, root)
    public_incident = published_incident(site, incident)
    view, posts, artifacts = exporting.export(
        site, public_incident, [Form(form) for form in forms or FORMS], theme, number=number, tag=language
    )
    if not view.is_newest:
        click.echo(f"This is update {view.number}; the newest is {view.total}, and what you have here says so.", err=True)
    if out is not None:
        write_files(out, {artifact.path: artifact.data for artifact in artifacts})
        for artifact in artifacts:
            click.echo(str(out / artifact.path))
    else:
        texts = [artifact for artifact in artifacts if artifact.path.endswith(".txt")]
        for artifact in texts:
            if len(texts) > 1:
                click.echo(f"===== {artifact.path} =====")
            click.echo(artifact.data.decode("utf-8"))
    for post in posts:
        name = post.network.name
        if post.text:
            parts = post.network.parts(post.text)
            cut = f", in {parts} parts" if parts > 1 else ""
            click.echo(f"{name}: {post.length} of {post.room}{cut}", err=True)
        else:
            click.echo(
                f"{name}: even the shortest post is {post.length} long, and {post.room} is the most; it was not written.\n"
                f"  help: make the update's `title:` or `summary:` {post.length - post.room} shorter, or post the link alone",
                err=True,
            )
    if any(not post.text for post in posts):
        raise click.exceptions.Exit(1)
