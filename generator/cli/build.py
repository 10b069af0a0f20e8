"""`aboveboard build`: validate, then write the site in one step."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.cli.options import FORMAT, NOW, ROOT, exit_code, form_of, judge, refuse_drill, report, say_note, shared, time_of
from generator.errors import UsageError


@click.command(name="build", short_help="check, then write the site")
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, show_default="site in the site's folder", help="Where to write it."
)
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path),
    metavar="KEYFILE",
    help="Sign the list of all files with this SSH key (docs/genuine.md).",
)
@click.option(
    "--zip",
    "zipped",
    type=click.Path(path_type=Path),
    is_flag=False,
    flag_value=Path(),
    default=None,
    metavar="[FILE]",
    help="Write the site as one file too, to take along or to give to a host. [default: beside the folder, with its name and .zip]",
)
@shared(ROOT, NOW, FORMAT)
def command(out: Path | None, key: Path | None, zipped: Path | None, root: Path, now: str | None, form: str | None) -> None:
    """Check everything, then write the site. It is refused while a finding stops it, and the site that was there stays as it was.

    integrity.json in it lists every file with its digest; with --sign it is signed, so that anybody can tell with `aboveboard verify` whether
    what they read is what you published.
    """
    from generator import pipeline  # noqa: PLC0415  # imported when used: `--help` must not wait for it
    from generator.adapters import press  # noqa: PLC0415  # as above
    from generator.adapters.files import read_attachments, read_theme  # noqa: PLC0415  # as above
    from generator.ledger.words import when_words  # noqa: PLC0415  # as above

    when = time_of(now, root)
    out = out or root / "site"
    _refuse_inside(out, root)
    if zipped == Path():
        zipped = out.parent / f"{out.resolve().name}.zip"
    if zipped is not None:
        _refuse_zip_inside(zipped, out, root)
    judged = judge(root, when)
    say_note(judged)
    refuse_drill(judged, "built")
    diagnostics = judged.checked.diagnostics
    if diagnostics:
        click.echo(report(judged, form_of(form), colours=sys.stdout.isatty()), nl=False)
    if code := exit_code(diagnostics):
        click.echo("The site was not built; the one that was there is unchanged.", err=True)
        raise click.exceptions.Exit(code)
    site = pipeline.publish(judged.checked, when)
    site = pipeline.with_attachments(site, read_attachments(root, pipeline.attachments(site)))
    artifacts = pipeline.render(site, read_theme(site.config.site.theme, root))
    sign = _signer(key, site.config.signing) if key is not None else None
    odd = press.build(
        artifacts, out, pipeline.last_changed(site), pipeline.finish(site), sign, zipped=zipped, by=site.config.press
    )
    held = [
        update for folder in judged.checked.content.incidents for update in folder.updates if not pipeline.is_public(update, when)
    ]
    shown = sum(len(case.folder.updates) for case in site.cases)
    click.echo(
        f"Built {out}: {shown} update{'s' if shown != 1 else ''} in {len(site.cases)} incident{'s' if len(site.cases) != 1 else ''}."
    )
    if zipped is not None:
        click.echo(f"Packed {zipped}: the same site in one file.")
    if odd:
        click.echo(
            f"warning: {odd[0]}{f' and {len(odd) - 1} more' if len(odd) > 1 else ''} has a script or style in it that not every page has;"
            " browsers refuse it (docs/hosting.md)",
            err=True,
        )
    if held:
        click.echo(f"Held back: {len(held)}", err=True)
        for update in held:
            parsed = update.parsed
            why = (
                "a draft"
                if parsed is None or parsed.draft
                else f"until {when_words(parsed.published, site.config.site.timezone)}"
            )
            click.echo(f"  {update.source.path}: {why}", err=True)


def _signer(key: Path, named: tuple[Any, ...]) -> Callable[[Path], None]:
    """What signs the list, once it is written.

    Raises:
        UsageError: site_config.yml does not name the key, so that nobody could know whose signature it is.
    """
    from generator.adapters import signing  # noqa: PLC0415  # imported when used: `--help` must not wait for it
    from generator.content.integrity import NAMESPACE, allowed_signers  # noqa: PLC0415  # as above

    if not named:
        raise UsageError(
            "site_config.yml does not say which key signs, so readers could not check it",
            f"add `signing: {{key: …}}` with the one line that stands in {key}.pub",
        )

    def sign(file: Path) -> None:
        signing.sign(file, key, NAMESPACE)
        signature = Path(f"{file}.sig").read_bytes()
        if not signing.is_signed_by(file.read_bytes(), signature, NAMESPACE, allowed_signers(named)):
            raise UsageError(
                f"the key {key} is not the one that site_config.yml names",
                "write the line of its .pub file under `signing: {key: …}`, or sign with the other key",
            )

    return sign


def _refuse_inside(out: Path, root: Path) -> None:
    full, top = out.resolve(), root.resolve()
    if full == top or top.is_relative_to(full) or full.is_relative_to(top / "content"):
        raise click.UsageError(f"--out {out} would replace the site's own files.")


def _refuse_zip_inside(zipped: Path, out: Path, root: Path) -> None:
    full = zipped.resolve()
    if any(full.is_relative_to(folder) for folder in (out.resolve(), (root / "content").resolve(), (root / "themes").resolve())):
        raise click.UsageError(f"--zip {zipped} would stand among the site's own files.")
