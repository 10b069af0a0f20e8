"""For commands on one incident: the site as the public sees it, and the choice of the incident."""

from difflib import get_close_matches
from pathlib import Path

import click

from generator.cli.judging import exit_code, judge, report, time_of
from generator.cli.output import say, write
from generator.errors import NoContentError, UsageError
from generator.pipeline import checking, publishing
from generator.render.site import PublicIncident, Site


def load_published_site(root: Path, now: str | None, otherwise: str) -> tuple[checking.Checked, Site]:
    """Return the judged site and its public view; exit when a finding stops the build.

    Args:
        root: the site's folder.
        now: the value of `--now`.
        otherwise: the message when a finding stops the build.
    """
    when = time_of(now, root)
    judged = judge(root, when)
    if code := exit_code(judged.checked.diagnostics):
        write(report(judged, "plain", colours=False))
        say(otherwise, err=True)
        raise click.exceptions.Exit(code)
    return judged.checked, publishing.publish(judged.checked, when)


def published_incident(site: Site, incident: str | None) -> PublicIncident:
    """Return the incident of this name; without a name, the only open one.

    Raises:
        NoContentError: readers see no incident.
        UsageError: readers see none of that name, or the choice is ambiguous.
    """
    incidents = {incident.slug: incident for incident in site.incidents}
    if not incidents:
        raise NoContentError(
            "readers see no incident yet", "drafts and updates that are held back do not count; `--now` shows a later time"
        )
    if incident is None:
        found = [slug for slug, incident in incidents.items() if incident.ledger.transitions[-1].document.update.is_open]
        if len(found) != 1:
            raise UsageError("say which incident", f"name one of: {', '.join(found or incidents)}")
        return incidents[found[0]]
    slug = incident.rstrip("/").rpartition("/")[2]
    if slug not in incidents:
        near = get_close_matches(slug, incidents, n=1)
        raise UsageError(
            f"readers see no incident called {slug}",
            f"did you mean {near[0]}?"
            if near
            else f"there is: {', '.join(incidents)}; drafts and updates that are held back do not count",
        )
    return incidents[slug]
