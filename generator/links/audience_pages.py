"""Which audiences have a page of an incident, and since when: those to whom one of its updates has said something that is not for everyone.

An update is never taken back, so a page that is there stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from generator.model.config import Audience
from generator.model.document import UpdateDocument
from generator.model.update import Update
from generator.model.visibility import opens


def pages_of(
    updates: Iterable[UpdateDocument], audiences: Mapping[str, Audience], *, everything: bool = False
) -> Mapping[str, datetime | None]:
    """The audiences with a page, in the order of the settings, each with the moment since which readers can open it.

    Args:
        updates: the incident's.
        audiences: those of the site.
        everything: whether drafts count as seen, so that the moment is that of the text alone.
    """
    found: dict[str, datetime | None] = {}
    belongs: dict[str, str] = {}
    for document in updates:
        update = document.parsed
        if update is None:
            continue
        belongs |= {name: count.audience for name, count in update.affected.items() if count.audience}
        since = update.published if everything else opens(update)
        for name in names_in(update):
            audience = belongs.get(name, name)
            if audience not in audiences or not audiences[audience].pages:
                continue
            earlier = found.get(audience)
            found[audience] = since if earlier is None else earlier if since is None else min(earlier, since)
    return {name: found[name] for name in audiences if name in found}


def names_in(update: Update) -> Iterator[str]:
    """Every name of an audience or a population for which an update says something."""
    return update.readers


def page_address(slug: str, audience: str) -> str:
    """The address of an audience's page of an incident, relative to the folder of a language."""
    return f"incidents/{slug}/for/{audience}/"
