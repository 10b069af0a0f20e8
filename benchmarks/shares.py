"""Builds a site, and prints as JSON the seconds of processor time that each writer took, and the whole command."""

import json
import sys
import time
from collections.abc import Iterator

from generator.cli.main import run
from generator.model.artifact import Artifact, Theme
from generator.render import writers
from generator.render.site import Site
from generator.render.writers import Writer

_SPENT: dict[str, float] = {}


def _timed(writer: Writer) -> Writer:
    def timed(site: Site, theme: Theme) -> Iterator[Artifact]:
        began = time.process_time()
        made = tuple(writer(site, theme))
        _SPENT[writer.__module__.rpartition(".")[2]] = time.process_time() - began
        return iter(made)

    return timed


def main() -> None:
    """Build with the arguments of the command line."""
    writers.WRITERS = tuple(map(_timed, writers.WRITERS))
    if code := run(["build", *sys.argv[1:]]):
        sys.exit(code)
    print(json.dumps({**_SPENT, "build": time.process_time()}))


if __name__ == "__main__":
    main()
