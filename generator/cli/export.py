"""`aboveboard export`: says the same by e-mail, in short posts, on the telephone, in a letter."""

from pathlib import Path

import click

from generator import pipeline
from generator.adapters.files import read_theme, write_files
from generator.cli.choosing import case_of, published
from generator.cli.options import NOW, ROOT, Place, shared
from generator.render.exports import Form

_FORMS = ("email", "post", "script", "letter")


@click.command(name="export", short_help="say the same by e-mail, in short posts, on the telephone, in a letter")
@click.argument("incident", required=False)
@click.option(
    "--as", "forms", type=click.Choice(_FORMS), multiple=True, help="For which channel; several if given again. [default: all]"
)
@click.option("--update", "number", type=int, metavar="N", help="As it stood after update N. [default: the newest]")
@click.option("--language", metavar="TAG", default="", help="In which language, such as de. [default: the site's own]")
@click.option("--out", type=Place(file_okay=False), help="Write files into this folder instead of printing.")
@shared(ROOT, NOW)
def command(
    incident: str | None,
    forms: tuple[str, ...],
    number: int | None,
    language: str,
    out: Path | None,
    root: Path,
    now: str | None,
) -> None:
    """Write what INCIDENT's pages say (the open one, if there is only one) for other channels.

    An e-mail to send, a post for each network within its limit, a sheet for those who answer the telephone, a letter to print. All of it comes
    from what readers can see now; drafts and what is embargoed are left out. A correction comes first everywhere.
    """
    _, site = published(root, now, "Nothing was exported.")
    theme = read_theme(site.config.site.theme, root)
    case = case_of(site, incident)
    stand, posts, artifacts = pipeline.export(
        site, case, [Form(form) for form in forms or _FORMS], theme, number=number, tag=language
    )
    if not stand.is_newest:
        click.echo(f"This is update {stand.number}; the newest is {stand.total}, and what you have here says so.", err=True)
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
