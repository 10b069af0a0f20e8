"""A hook of MkDocs: the menu of the rules, by family, and that of the commands."""

from typing import Any

from documentation import generated
from generator.cli.main import cli
from generator.report import rule_pages
from generator.rules.catalogue import ALL_RULES


def on_config(config: Any) -> Any:
    """Return the configuration with what mkdocs.yml does not list in its `nav`.

    Raises:
        KeyError: `nav` has no place for it.
    """
    tabs = {name: entries for tab in config["nav"] for name, entries in tab.items()}
    places = generated.rule_places(ALL_RULES)
    for family, title in rule_pages.FAMILIES.items():
        # Here a rule is looked for by its code; the list of all rules has them in the order of what they are about.
        members = sorted(place for code, place in places.items() if code.startswith(family))
        tabs["Rules"].append({title.partition(":")[0]: [generated.family_place(family), *members]})
    sections = {name: entries for section in tabs["Reference"] for name, entries in section.items()}
    sections["Commands"] += [generated.command_place(name) for name, _ in generated.commands(cli)]
    return config
