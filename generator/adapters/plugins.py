"""The plugins that are installed beside the program.

Code is taken only from packages that were installed, never from the folder of a site: who can change a site's files must not thereby run code
where it is checked or published.
"""

import importlib.util
import re
import site
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib import metadata
from pathlib import Path

from generator.errors import AboveboardError, EnvironmentFailedError
from generator.model.plugins import EntryPoint, PluginGroup, raised

_GROUPS = frozenset(PluginGroup)


def installed_plugins(root: Path) -> tuple[EntryPoint, ...]:
    """Return the entry points of all installed plugins, ordered by package, group and name.

    Args:
        root: the site's folder, from which nothing is taken.
    """
    found = {(one.package, one.group, one.name): one for one in _entry_points(root)}
    return tuple(found[key] for key in sorted(found))


def normalised(package: str) -> str:
    """Return the name of a package as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package.strip()).lower()


def _entry_points(root: Path) -> Iterator[EntryPoint]:
    seen: set[str] = set()
    for distribution in metadata.distributions():
        wanted = [one for one in distribution.entry_points if one.group in _GROUPS]
        if not wanted or _is_of_site(Path(str(distribution.locate_file(""))), root):
            continue
        name: str | None = distribution.name
        if not name:
            # A folder that a broken installation left: nothing can ask for it.
            continue
        package = normalised(name)
        if package in seen:
            # As in an import, what comes first on the path is what counts.
            continue
        seen.add(package)
        for one in wanted:
            yield EntryPoint(
                package=package,
                version=distribution.version or "(no version)",
                group=PluginGroup(one.group),
                name=one.name,
                load=_Loader(one, package, root),
            )


class _Loader:
    """Imports the object of an entry point when it is called."""

    def __init__(self, one: metadata.EntryPoint, package: str, root: Path) -> None:
        self.one, self.package, self.root = one, package, root

    def __call__(self) -> object:
        try:
            self._refuse_site()
            # Stdout is for results, which programs read.
            with redirect_stdout(sys.stderr):
                loaded: object = self.one.load()
        except (AboveboardError, KeyboardInterrupt):
            raise
        # A plugin may raise anything while it is imported, and the words that say where it is may be of any kind.
        except BaseException as error:
            raise EnvironmentFailedError(
                f"the plugin {self.package} cannot be loaded ({raised(error)})",
                f"install a version of {self.package} that works with this one, or remove it from `plugins:` in site_config.yml",
            ) from error
        return loaded

    def _refuse_site(self) -> None:
        top = self.one.module.partition(".")[0]
        spec = importlib.util.find_spec(top) if top not in sys.modules else None
        places = [*(spec.submodule_search_locations or ()), spec.origin or ""] if spec else []
        if any(place and _is_of_site(Path(place), self.root) for place in places):
            raise EnvironmentFailedError(
                f"the plugin {self.package} would be loaded from the site's own folder",
                "code in a site's folder is never run; install the plugin from somewhere else, and run `aboveboard` where no file is called"
                f" {top}",
            )


def _is_of_site(place: Path, root: Path) -> bool:
    """Whether a place is in the site's folder, and not in an environment of Python that is kept there."""
    place = place.resolve()
    if not place.is_relative_to(root.resolve()):
        return False
    homes = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), site.getusersitepackages()}
    return not any(place.is_relative_to(Path(home).resolve()) for home in homes)
