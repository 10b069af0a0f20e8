"""`aboveboard export`: the same statement as e-mail, short posts, call script and letter."""

from pathlib import Path

import click

from generator.adapters.file_writing import write_files
from generator.adapters.theme_files import read_theme
from generator.cli.commands.export import FORMS
from generator.cli.incident_choice import load_published_site, published_incident
from generator.cli.output import hand_over, say
from generator.pipeline import exporting
from generator.render.exports import Form


def run(
    incident: str | None,
    forms: tuple[str, ...],
    number: int | None,
    audience: str,
    language: str,
    large_print: bool,
    out: Path | None,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    _, site = load_published_site(root, now, "Nothing was exported.")
    theme = read_theme(site.config.site.theme, root)
    public_incident = published_incident(site, incident)
    chosen = [Form(form) for form in forms or FORMS if forms or form != "post" or not audience]
    view, posts, artifacts = exporting.export(
        site, public_incident, chosen, theme, number=number, tag=language, audience=audience, large_print=large_print
    )
    if not view.is_newest:
        say(f"This is update {view.number}; the newest is {view.total}, and these texts say so.", err=True)
    if out is not None:
        write_files(out, {artifact.path: artifact.data for artifact in artifacts})
        for artifact in artifacts:
            say(str(out / artifact.path))
    else:
        texts = [artifact for artifact in artifacts if artifact.path.endswith(".txt")]
        for artifact in texts:
            if len(texts) > 1:
                say(f"===== {artifact.path} =====")
            hand_over(artifact.data.decode("utf-8") + "\n")
    for post in posts:
        name = post.network.name
        if post.text:
            parts = post.network.parts(post.text)
            cut = f", in {parts} parts" if parts > 1 else ""
            say(f"{name}: {post.length} of {post.room}{cut}", err=True)
        else:
            say(
                f"{name}: even the shortest post has {post.length} characters, but only {post.room} are allowed; it was not written.",
                f"  help: make the update's `title:` or `summary:` {post.length - post.room} shorter, or post the link alone",
                err=True,
            )
    if any(not post.text for post in posts):
        raise click.exceptions.Exit(1)
