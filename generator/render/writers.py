"""The functions that write the site's files, each from the site to files. A new output needs a module and a line here."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from generator.model.artifact import Artifact, Theme
from generator.render import (
    badges,
    builder_project,
    calendar,
    csaf_directory,
    feeds,
    ledger_json,
    pages,
    pictures,
    security_txt,
    status_api,
    verification,
)
from generator.render.kept_parts import OfIncident
from generator.render.site import Site

Writer: TypeAlias = Callable[[Site, Theme], Iterator[Artifact]]

WRITERS: tuple[Writer, ...] = (
    pages.write,
    feeds.write,
    status_api.write,
    pictures.write,
    badges.write,
    calendar.write,
    ledger_json.write,
    csaf_directory.write,
    security_txt.write,
    verification.write,
    builder_project.write,
)

#: The writers for a drill: only pages, so that no feed, calendar, picture or API can spread what did not happen.
DRILL_WRITERS: tuple[Writer, ...] = (pages.write, builder_project.write)

#: A writer that uses what another one has made in memory, so that both are one task.
_AFTER: Mapping[Writer, Writer] = {status_api.write: feeds.write}


#: What makes the parts of an incident of which a writer makes its files.
OF_INCIDENTS: Mapping[Writer, Callable[[Site, Theme], Iterator[OfIncident]]] = {
    # First what is counted: the pages of the record take it from there.
    ledger_json.write: ledger_json.of_incidents,
    pages.write: pages.of_incidents,
    feeds.write: feeds.of_incidents,
    pictures.write: pictures.of_incidents,
    badges.write: badges.of_incidents,
    calendar.write: calendar.of_incidents,
    csaf_directory.write: csaf_directory.of_incidents,
}


def of_incidents(site: Site, theme: Theme) -> tuple[OfIncident, ...]:
    """Return what makes all parts of an incident, so that all that is made of it is made at once, and it is needed no more.

    Args:
        site: the site.
        theme: how it looks.
    """
    chosen = DRILL_WRITERS if site.config.drill else WRITERS
    return tuple(make for writer, makers in OF_INCIDENTS.items() if writer in chosen for make in makers(site, theme))


def tasks(
    site: Site, theme: Theme, more: tuple[Writer, ...] = ()
) -> Iterator[Callable[[], pages.PagesMade | tuple[Artifact, ...]]]:
    """Yield what makes all files, some at once; none needs what another has made. Those of the pages are told by their results.

    Args:
        site: the site.
        theme: how it looks.
        more: further writers, which write nothing of a drill.
    """
    chosen = DRILL_WRITERS if site.config.drill else (*WRITERS, *more)
    # Pages come last: they are many small tasks, and none that takes long is left for the end.
    for writer in chosen:
        if writer is not pages.write and _AFTER.get(writer) not in chosen:
            yield partial(_written, (writer, *(one for one in chosen if _AFTER.get(one) is writer)), site, theme)
    if pages.write in chosen:
        yield from pages.tasks(site, theme)


def some(site: Site, theme: Theme, wanted: Collection[str], more: tuple[Writer, ...] = ()) -> Iterator[Artifact]:
    """Yield the files of the builder's project that some addresses need, for a preview that makes what somebody looks at.

    Args:
        site: the site.
        theme: how it looks.
        wanted: the addresses, relative to the site's. All files that are no pages are made once one of them is wanted.
        more: further writers, which write nothing of a drill.
    """
    yield from pages.some(site, theme, wanted)
    yield from builder_project.write(site, theme)
    chosen = () if site.config.drill or all(address.endswith("/") or not address for address in wanted) else (*WRITERS, *more)
    for writer in chosen:
        if writer not in DRILL_WRITERS:
            yield from writer(site, theme)


def together(site: Site, theme: Theme, made: Iterable[pages.PagesMade | tuple[Artifact, ...]]) -> Iterator[Artifact]:
    """Yield all files that the tasks have made, and what is made of all of them."""
    found = tuple(made)
    if made_pages := [one for one in found if isinstance(one, pages.PagesMade)]:
        yield from pages.together(site, theme, made_pages)
    for one in found:
        if not isinstance(one, pages.PagesMade):
            yield from one


def _written(group: tuple[Writer, ...], site: Site, theme: Theme) -> tuple[Artifact, ...]:
    return tuple(artifact for writer in group for artifact in writer(site, theme))
