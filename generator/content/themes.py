"""A site's own themes: what theme.yml may set in the builder, and what files of a theme must not contain.

Whoever may change a theme may change the look of every page, and nothing else: no code of a theme runs during a build. So theme.yml is limited
to the keys of mkdocs.yml that site_config.yml may set, plus a few that a wrapper needs, and those accept only names and files.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.format import strict_yaml, yaml_files
from generator.format.config import OURS
from generator.format.decoding import SETTINGS_LIMIT, decode
from generator.format.merge_conflicts import UNJOINED
from generator.format.reader import Reader
from generator.format.strict_yaml import Items, Node, Table, Text, short
from generator.model.diagnostic import Finding
from generator.model.source import RawFile, Source

#: Keys of mkdocs.yml that a theme may set, because its wrapper needs them, and site_config.yml may not.
WRAPPER_KEYS = frozenset({"theme", "plugins", "extra_css", "extra_javascript", "extra"})
#: Keys that exclude pages from a site, which only the site may do (SAF034 checks it).
_OF_THE_SITE = frozenset({"exclude_docs", "draft_docs", "not_in_nav", "validation"})
#: The plugins that a theme may use: the search of MkDocs and Material, without options. A plugin is a program.
PLUGINS = frozenset({"search"})
#: The keys of theme.yml.
THEME_KEYS = ("mkdocs", "publish", "languages")
#: File types in a theme that people write and git merges.
_TEXTS = (".yml", ".html", ".css", ".js", ".po", ".txt", ".xml", ".json", ".svg", ".md")
_FORM = "write at least `mkdocs: {theme: {name: null}, plugins: []}`"
_FILE = re.compile(r"(?!/)(?!.*(?:^|/)\.\.(?:/|$))[\w.@-]+(?:/[\w.@-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """The content of theme.yml.

    Attributes:
        mkdocs: settings for mkdocs.yml.
        publish: files of themes/shared/ that pages load.
        languages: languages that the frame supports; empty: all.
    """

    mkdocs: Mapping[str, Any]
    publish: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def theme_problems(file: RawFile, parts: list[str]) -> tuple[Finding, ...]:
    """Return what is wrong with one file of a site's themes.

    Args:
        file: the file.
        parts: its path below `themes/`.
    """
    if not file.path.endswith(_TEXTS):
        return ()
    source, problems = decode(file, max(file.size, SETTINGS_LIMIT))
    if len(parts) == 2 and parts[1] == "theme.yml":
        return parse_theme(source, problems)[1]
    # The formatting of a style sheet is up to its author.
    return tuple(problem for problem in problems if problem.rule == UNJOINED)


def parse_theme(source: Source, problems: tuple[Finding, ...]) -> tuple[ThemeSettings | None, tuple[Finding, ...]]:
    """Parse theme.yml; None when anything in it is invalid."""
    reader, node = yaml_files.opened(source, problems)
    settings = _theme_settings(reader, node) if reader.understood else None
    return (settings if reader.understood else None), tuple(reader.problems)


def _theme_settings(reader: Reader, node: Node | None) -> ThemeSettings | None:
    given = reader.keys(node, THEME_KEYS, "theme.yml") if isinstance(node, Table) else {}
    mkdocs = given.get("mkdocs")
    theme = mkdocs.get("theme") if isinstance(mkdocs, Table) else None
    if not isinstance(mkdocs, Table) or not isinstance(theme, Table):
        at = mkdocs.at if mkdocs else reader.places[()].whole
        reader.problem("missing-key", at, "theme.yml has no `mkdocs:` with a `theme:` in it", _FORM)
        return None
    _check_mkdocs(reader, mkdocs)
    _check_theme(reader, theme)
    names = {key: _name_list(reader, given[key], key) for key in ("publish", "languages") if key in given}
    settings = strict_yaml.plain(mkdocs)
    return ThemeSettings(settings if isinstance(settings, dict) else {}, **names)


def _check_mkdocs(reader: Reader, mkdocs: Table) -> None:
    for key, entry in mkdocs.entries.items():
        if key in (OURS - WRAPPER_KEYS) | _OF_THE_SITE:
            reader.problem(
                "unknown-key",
                entry.key_at,
                f"a theme cannot set `{key}` of mkdocs.yml",
                "delete it here; addresses, pages and safety depend on it, and themes cannot run programs",
            )
    if plugins := mkdocs.get("plugins"):
        for item in plugins.items if isinstance(plugins, Items) else () if _is_empty(plugins) else (plugins,):
            if not isinstance(item, Text) or item.value.strip() not in PLUGINS:
                reader.problem(
                    "wrong-type",
                    item.at,
                    "a theme cannot ask for a plugin, which is a program"
                    if _theme_name(item) != "search"
                    else "name a plugin without options",
                    "write `plugins: []`, or `plugins: [search]`",
                )
    for key in ("extra_css", "extra_javascript"):
        value = mkdocs.get(key)
        for name in value.items if isinstance(value, Items) else (value,) if value and not _is_empty(value) else ():
            _check_file(reader, name, key)
    extra = mkdocs.get("extra")
    if extra is not None and not isinstance(extra, Table) and not _is_empty(extra):
        reader.problem("wrong-type", extra.at, "`extra` has no keys", "write its keys on the lines below, or delete it")


def _check_theme(reader: Reader, theme: Table) -> None:
    name = theme.get("name")
    if (
        name is not None
        and not _is_empty(name)
        and not (isinstance(name, Text) and re.fullmatch(r"[a-z][a-z0-9_-]*", name.value))
    ):
        reader.problem(
            "wrong-type", name.at, "this is not the name of a theme of MkDocs", "write `name: null`, or `name: material`"
        )
    for key in ("custom_dir", "locale"):
        if entry := theme.entries.get(key):
            reader.problem(
                "unknown-key",
                entry.key_at,
                f"`{key}` of a theme is set by aboveboard",
                "delete it; the frame is in overrides/, and its words are in themes/shared/words.html",
            )
    templates = theme.get("static_templates")
    for item in templates.items if isinstance(templates, Items) else (templates,) if templates else ():
        _check_file(reader, item, "static_templates")


def _check_file(reader: Reader, node: Node, key: str) -> None:
    written = node.value.strip() if isinstance(node, Text) else ""
    if not _FILE.fullmatch(written):
        reader.problem(
            "wrong-type",
            node.at,
            f"`{key}` can only name files of the theme" + (f", and `{short(written)}` is not one" if written else ""),
            "put the file into the theme, and write its path on the site, such as assets/aboveboard/own.css",
        )


def _name_list(reader: Reader, node: Node, key: str) -> tuple[str, ...]:
    if _is_empty(node):
        return ()
    if not isinstance(node, Items) or not all(isinstance(item, Text) for item in node.items):
        reader.problem("wrong-type", node.at, f"`{key}` is not a list of names", f"write it like `{key}: [one, other]`")
        return ()
    return tuple(item.value for item in node.items if isinstance(item, Text))


def _theme_name(node: Node) -> str:
    return next(iter(node.entries), "") if isinstance(node, Table) else node.value.strip() if isinstance(node, Text) else ""


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and node.is_empty
