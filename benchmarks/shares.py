"""Builds a site in one process, and prints as JSON the seconds of processor time that each writer took, and the whole command."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from generator.cli.main import run
from generator.model.artifact import Artifact, Theme
from generator.render import pages, writers
from generator.render.kept_parts import OfIncident
from generator.render.pages import PagesMade
from generator.render.site import PublicIncident, Site
from generator.render.writers import Writer

_T = TypeVar("_T")

_SPENT: defaultdict[str, float] = defaultdict(float)


def _timed(name: str, act: Callable[[], _T]) -> _T:
    began = time.process_time()
    try:
        return act()
    finally:
        _SPENT[name] += time.process_time() - began


def _all(writer: Writer, site: Site, theme: Theme) -> tuple[Artifact, ...]:
    return tuple(writer(site, theme))


def _written(group: tuple[Writer, ...], site: Site, theme: Theme) -> tuple[Artifact, ...]:
    made: list[Artifact] = []
    for writer in group:
        made += _timed(writer.__module__.rpartition(".")[2], partial(_all, writer, site, theme))
    return tuple(made)


def _pages(
    tasks: Callable[[Site, Theme], Iterator[Callable[[], PagesMade]]], site: Site, theme: Theme
) -> Iterator[Callable[[], PagesMade]]:
    for task in _timed("pages", lambda: tuple(tasks(site, theme))):
        yield partial(_timed, "pages", task)


def _of_incidents(site: Site, theme: Theme) -> tuple[OfIncident, ...]:
    return tuple(
        partial(_of_incident, writer.__module__.rpartition(".")[2], make)
        for writer, makers in writers.OF_INCIDENTS.items()
        for make in makers(site, theme)
    )


def _of_incident(name: str, make: OfIncident, incident: PublicIncident) -> None:
    _timed(name, partial(make, incident))


def main() -> None:
    """Build with the arguments of the command line."""
    # The tasks that a build shares out among processes, each with a clock round it.
    vars(writers)["_written"] = _written
    vars(writers)["of_incidents"] = _of_incidents
    pages.tasks = partial(_pages, pages.tasks)
    if code := run(["build", "--workers", "1", *sys.argv[1:]]):
        sys.exit(code)
    print(json.dumps({**_SPENT, "build": time.process_time()}))


if __name__ == "__main__":
    main()
