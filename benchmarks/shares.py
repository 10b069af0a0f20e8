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
from generator.render.pages import PagesMade
from generator.render.site import Site
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


def main() -> None:
    """Build with the arguments of the command line."""
    # The tasks that a build shares out among processes, each with a clock round it.
    vars(writers)["_written"] = _written
    pages.tasks = partial(_pages, pages.tasks)
    if code := run(["build", "--workers", "1", *sys.argv[1:]]):
        sys.exit(code)
    print(json.dumps({**_SPENT, "build": time.process_time()}))


if __name__ == "__main__":
    main()
