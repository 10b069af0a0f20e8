"""`aboveboard serve`: the live preview."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import click

from generator.cli.options import NOW, ROOT, judge, report, shared, time_of


@click.command(name="serve", short_help="show the site while you write, with the findings on it")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any that is free.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Only this computer can see the preview unless you change it."
)
@shared(ROOT, NOW)
def command(port: int, host: str, root: Path, now: str | None) -> None:
    """Show the site in the browser while you write.

    Drafts and embargoed updates are shown and marked; findings stand on the page they are about; the page reloads by itself when a file
    changes.
    """
    from generator import pipeline  # noqa: PLC0415  # imported when used: `--help` must not wait for it
    from generator.adapters import preview  # noqa: PLC0415  # as above
    from generator.adapters.files import read_attachments, read_theme  # noqa: PLC0415  # as above

    time_of(now)  # A time that cannot be read is said at once, not on the page.

    def make() -> Iterable[Any] | str:
        when = time_of(now)
        judged = judge(root, when)
        if judged.checked.content.config.config is None:
            return _findings_page(report(judged, "plain", colours=False))
        site = pipeline.preview(judged.checked, when)
        site = pipeline.with_attachments(site, read_attachments(root, pipeline.attachments(site)))
        return pipeline.render(site, read_theme(site.config.site.theme, root))

    watched = [root / "content", root / "site_config.yml", root / "themes"]
    preview.serve(make, watched, host, port, lambda text: click.echo(text, err=True))


def _findings_page(findings: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>site_config.yml needs mending</title></head><body><h1>site_config.yml needs mending</h1>"
        f"<p>Save it, and this page shows the site.</p><pre>{escape(findings)}</pre></body></html>"
    )
