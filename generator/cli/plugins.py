"""`aboveboard plugins`: lists the installed plugins, and which of them the site uses."""

from itertools import groupby
from pathlib import Path

from generator.adapters.plugins import installed_plugins, normalised
from generator.cli.judging import prepared
from generator.cli.output import say
from generator.errors import EnvironmentFailedError, NoContentError
from generator.model.plugins import EntryPoint, PluginGroup
from generator.pipeline.extensions import rules_of


def run(root: Path) -> None:
    """Run the command; its help describes it."""
    try:
        config = prepared(root).config.config
    except NoContentError:
        config = None
    used = {normalised(name) for name in config.plugins} if config else set[str]()
    installed = installed_plugins(root)
    for package, parts in groupby(installed, key=lambda one: one.package):
        _say(package, tuple(parts), used=package in used)
    for name in sorted(used - {one.package for one in installed}):
        say(f"{name}: named in site_config.yml, and not installed here")
    if not installed and not used:
        say("No plugin is installed beside this program.")


def _say(package: str, parts: tuple[EntryPoint, ...], *, used: bool) -> None:
    say(f"{package} {parts[0].version}: {'in use' if used else f'not in use; write `plugins: [{package}]` into site_config.yml'}")
    for one in parts:
        if one.group is PluginGroup.WRITERS:
            say(f"  writer {one.name}")
        elif one.group is PluginGroup.NOTIFIERS:
            say(f"  notifier {one.name}")
        else:
            try:
                for rule in rules_of(one, one.load()):
                    say(f"  rule {rule.code} {rule.name}")
            except EnvironmentFailedError as error:
                say(f"  {error.message}")
