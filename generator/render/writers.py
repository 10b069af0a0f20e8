"""The functions that write the site's files, each from the site to files. A new output needs a module and a line here."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from generator.model.artifact import Artifact, Theme
from generator.render import (
    builder_project,
    calendar,
    feeds,
    ledger_json,
    pages,
    pictures,
    security_txt,
    status_api,
    verification,
)
from generator.render.site import Site

Writer: TypeAlias = Callable[[Site, Theme], Iterator[Artifact]]

WRITERS: tuple[Writer, ...] = (
    pages.write,
    feeds.write,
    pictures.write,
    calendar.write,
    status_api.write,
    ledger_json.write,
    security_txt.write,
    verification.write,
    builder_project.write,
)

#: The writers for a drill: only pages, so that no feed, calendar, picture or API can spread what did not happen.
DRILL_WRITERS: tuple[Writer, ...] = (pages.write, builder_project.write)
