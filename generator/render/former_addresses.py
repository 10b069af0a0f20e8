"""What stays at an incident's former addresses when its folder was renamed.

Pages there lead to the present ones. Programs follow no page, so feeds, calendars, attachments and files for programs stay there as copies.
"""

from collections.abc import Iterator, Mapping

from generator.links.ledger_files import incident_file
from generator.model.artifact import Artifact
from generator.render.site import Site

#: What a page's file is called: pages lead on instead.
_PAGE = "/index.md"


def copies(site: Site, artifacts: Mapping[str, Artifact]) -> Iterator[Artifact]:
    """Yield the copies at former addresses of everything that is no page.

    Args:
        site: the site.
        artifacts: every file that it has at its present addresses, by path.
    """
    moved = {f"incidents/{one.slug}/": one for one in site.incidents if one.folder.former}
    if not moved:
        return
    for path, artifact in artifacts.items():
        for address, incident in moved.items():
            before, found, rest = path.partition(address)
            if found and before.startswith("docs/") and not path.endswith(_PAGE):
                for name in incident.folder.former:
                    yield Artifact(f"{before}incidents/{name}/{rest}", artifact.data)
    for incident in moved.values():
        for name in incident.folder.former:
            held = artifacts.get(f"docs/{incident_file(incident.slug)}")
            if held is not None:
                yield Artifact(f"docs/{incident_file(name)}", held.data)
