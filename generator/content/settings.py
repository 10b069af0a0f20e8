"""Parsing site_config.yml strictly into the site's configuration."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from generator.format import yaml_files
from generator.format.config import CONFIG, TRANSLATED_CONTACT, Timezone
from generator.format.reader import Reader
from generator.format.strict_yaml import Node, Table, Text
from generator.format.yaml_files import read_whole
from generator.model.config import (
    DRILL_URL,
    SecurityTxt,
    SiteConfig,
    Subscribe,
)
from generator.model.diagnostic import Finding
from generator.model.document import ConfigDocument
from generator.model.source import Source

PATH = "site_config.yml"


def parse_settings(source: Source, problems: tuple[Finding, ...]) -> ConfigDocument:
    """Parse the configuration; `config` is None when anything in it was not understood."""
    reader, values = read_whole(CONFIG, source, problems, "`organisation:` and `site:`")
    config = _config(reader, values) if values is not None else None
    return ConfigDocument(**reader.document(source), config=config if reader.understood else None)


def _config(reader: Reader, values: dict[str, Any]) -> SiteConfig:
    drill, translations = values.pop("drill", False), values.pop("translations", None)
    config = SiteConfig(**{key: value for key, value in values.items() if value is not None})
    if translations is not None:
        config = replace(config, translations=_translations(reader, translations, config))
    return _of_a_drill(config) if drill and reader.understood else config


def _of_a_drill(config: SiteConfig) -> SiteConfig:
    """Return settings for a drill: no address that exists and nobody to notify. Links to the real site still count as its own."""
    host = urlsplit(config.site.url).hostname or ""
    return replace(
        config,
        site=replace(config.site, url=DRILL_URL, id=""),
        organisation=replace(config.organisation, domains=tuple(dict.fromkeys((*config.organisation.domains, host)))),
        subscribe=Subscribe(),
        security_txt=SecurityTxt(),
        drill=True,
    )


def zone_in(source: Source) -> ZoneInfo:
    """Return the time zone in site_config.yml even if other settings were not understood; UTC when there is none."""
    node, _ = yaml_files.read(source.text, source.path)
    site = node.get("site") if isinstance(node, Table) else None
    named = site.get("timezone") if isinstance(site, Table) else None
    if not isinstance(named, Text) or named.is_empty:
        return ZoneInfo("UTC")
    return Timezone().read(Reader(source.path), named, "`timezone`", ("site", "timezone"))


def _section(reader: Reader, node: Node, name: str, keys: tuple[str, ...]) -> dict[str, Node]:
    if isinstance(node, Text) and node.is_empty:
        return {}
    table = reader.table(node, f"`{name}`", f"write its keys on the lines below, two spaces in: {', '.join(keys)}")
    return reader.keys(table, keys, f"`{name}`") if table else {}


def _translations(reader: Reader, node: Node, config: SiteConfig) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of the configuration with their translations into other languages."""
    site, contact = config.site, config.contact
    said = {
        "title": {"title": site.title},
        "organisation": {"organisation": config.organisation.name},
        "contact": {key.name: key.get(contact) for key in TRANSLATED_CONTACT.keys},
        "subscribe": {"email_privacy": config.subscribe.email_privacy},
        "systems": {system: system for system in config.systems},
    }
    tags = tuple(tag for tag in site.languages if tag.lower() != site.language.lower())
    found: dict[str, Mapping[str, str]] = {}
    for tag, words in _section(reader, node, "translations", tags).items():
        pairs: dict[str, str] = {}
        for key, value in _section(reader, words, tag, tuple(said)).items():
            inside = {key: value} if key in said[key] else _section(reader, value, key, tuple(said[key]))
            for name, text in inside.items():
                if said[key][name]:
                    pairs[said[key][name]] = reader.text(text, f"`{name}`")
                else:
                    at = "site" if key == "title" else key
                    reader.problem(
                        "wrong-type",
                        text.at,
                        f"`{name}` has nothing to translate",
                        f"write it under `{at}:` too, or delete it here",
                    )
        found[tag] = MappingProxyType(pairs)
    return MappingProxyType(found)
