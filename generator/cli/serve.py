"""`aboveboard serve`: the live preview."""

from functools import partial
from html import escape
from pathlib import Path

from generator.adapters import git, preview
from generator.adapters.compiled_templates import keep_compiled, read_compiled
from generator.adapters.kept_results import own_results
from generator.adapters.site_files import read_attachments
from generator.adapters.theme_files import read_theme
from generator.cli.judging import judge, report, time_of
from generator.cli.output import say
from generator.content.assembly import ReadFolders
from generator.drills.state import PATH as DRILL
from generator.model.config import THEMES
from generator.model.plugins import EntryPoint
from generator.pipeline import building, publishing
from generator.render.site import Site
from generator.render.templating import COMPILED_BY, compiled_before

#: From how many incidents on pages are made when somebody looks at them: to make all takes longer than anybody waits for a page.
_MANY = 20


def run(port: int, host: str, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    time_of(now, root)  # Report an invalid time now, and not on the page.
    # Read once: what was published does not change while someone writes, and reading a long history takes longer than rendering a page.
    past = git.history(root)
    others: dict[str, preview.Pages] = {}
    # Most of the site is as it was when it was read before.
    kept, folders, folded = own_results(), ReadFolders(), publishing.FoldedIncidents()

    def make() -> preview.Pages | str:
        when = time_of(now, root)
        judged = judge(root, when, past, kept, folders)
        config = judged.checked.content.config.config
        others.clear()
        if config is None:
            return _findings_page(report(judged, "plain", colours=False))
        own = config.site.theme
        seen = dict.fromkeys((own, *THEMES))
        places = tuple((name, "" if name == own else preview.place(name)) for name in seen)
        site = publishing.preview(
            judged.checked,
            when,
            as_of=when.replace(second=0, microsecond=0) if now or config.drill else None,
            themes=places,
            folded=folded,
        )
        site = publishing.with_attachments(site, read_attachments(root, publishing.attachments(site)))
        # Pages that nobody views are neither read nor made.
        more = judged.checked.extensions.writers
        others.update({there: in_theme(site, name, more) for name, there in places if there})
        return in_theme(site, own, more)

    def in_theme(site: Site, name: str, more: tuple[EntryPoint, ...]) -> preview.Pages:
        if len(site.incidents) < _MANY:
            return preview.Pages(lambda _wanted: building.render(site, read_theme(name, root), more))
        return preview.Pages(lambda wanted: building.render_some(site, read_theme(name, root), wanted, more), on_demand=True)

    watched = [root / "content", root / "site_config.yml", root / "themes", root / DRILL]
    with compiled_before(partial(read_compiled, COMPILED_BY), partial(keep_compiled, made_by=COMPILED_BY)):
        preview.serve(make, watched, host, port, lambda text: say(text, err=True), others)


def _findings_page(findings: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
        "<title>site_config.yml needs fixing</title></head><body><h1>site_config.yml needs fixing</h1>"
        f"<p>Save it, and this page shows the site.</p><pre>{escape(findings)}</pre></body></html>"
    )
