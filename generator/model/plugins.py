"""Plugins: what installed packages add to the program, as they declare it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class PluginGroup(StrEnum):
    """The groups of entry points that a package may declare (packaging.python.org, "Entry points specification")."""

    RULES = "aboveboard.rules"
    WRITERS = "aboveboard.writers"
    NOTIFIERS = "aboveboard.notifiers"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPoint:
    """One entry point of an installed package.

    Attributes:
        package: the package's name, normalised as in PEP 503: lower case, with single hyphens.
        version: the package's.
        name: the entry point's; what a webhook calls a notifier by.
        load: imports and returns the object. It raises EnvironmentFailedError where that cannot be done.
    """

    package: str
    version: str
    group: PluginGroup
    name: str
    load: Callable[[], object]


def raised(error: BaseException) -> str:
    """Return in words what a plugin has raised."""
    try:
        said = str(error)
    # Even that is the plugin's.
    except Exception:  # noqa: BLE001
        said = "and nothing can be said of it"
    return f"{type(error).__name__}: {said}"
