"""A file for the screen in our entrance hall: how many incidents are open."""

import json
from collections.abc import Iterator

from generator.api import Artifact, Site, Theme


def write(site: Site, _theme: Theme) -> Iterator[Artifact]:
    """Yield the file. A writer sees only what is published."""
    count = sum(incident.is_open for incident in site.incidents)
    yield Artifact("hall/open.json", json.dumps({"open": count, "as_of": site.as_of.isoformat()}).encode())
