"""Parsing site_config.yml strictly into the site's configuration."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from generator.format import yaml_files
from generator.format.config import CONFIG, TRANSLATED_CONTACT, Timezone
from generator.format.names import nearest
from generator.format.reader import Reader
from generator.format.strict_yaml import Node, Table, Text, short
from generator.format.yaml_files import read_whole
from generator.model.config import (
    DRILL_URL,
    Audience,
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
    _check_audiences(reader, config)
    _check_lists(reader, config)
    _check_readers(reader, config)
    if translations is not None:
        config = replace(config, translations=_translations(reader, translations, config))
    return _of_a_drill(config) if drill and reader.understood else config


def _check_audiences(reader: Reader, config: SiteConfig) -> None:
    """Report audiences that readers could not tell apart, and languages that the site does not have."""
    site = config.site
    spoken = {tag.lower(): tag for tag in (site.language, *site.languages)}
    called: dict[str, str] = {}
    for name, audience in config.audiences.items():
        place = reader.places.get(("audiences", name, "language"), reader.places["audiences", name])
        if audience.language and audience.language.lower() not in spoken:
            reader.problem(
                "wrong-type",
                place.value,
                f"the audience `{name}` reads `{audience.language}`, but the site is not in that language",
                f"write one of {', '.join(spoken.values())}, or add `{audience.language}` under `languages:`",
            )
        other = called.setdefault(" ".join(audience.title.split()).casefold(), name)
        if other != name:
            reader.problem(
                "name-twice",
                reader.places["audiences", name].key,
                f"readers cannot distinguish the audiences `{name}` and `{other}`: both are called {audience.title}",
                "rename one of them",
            )


def _check_lists(reader: Reader, config: SiteConfig) -> None:
    """Report mailing lists that cannot be told anything, and what would reach the same readers twice, or nobody."""
    subscribe = config.subscribe
    taken: dict[tuple[str, int], str] = {}
    # One line mends it for every list.
    unreached = unknown = False
    for name, one in subscribe.lists.items():
        place = reader.places["subscribe", "lists", name]
        if name in subscribe.webhooks:
            # Both are remembered by name.
            reader.problem("name-twice", place.key, f"`{name}` is the name of a webhook too", "give the list another name")
        if one.address and ("subscribe", "mail_server") not in reader.places and not unreached:
            unreached = True
            reader.problem(
                "missing-key",
                place.key,
                f"there is no mail server through which messages reach the list `{name}`",
                "add under `subscribe:` the line `mail_server: {from: status@larkfield.example, server: mail.larkfield.example}`",
            )
        if one.listmonk and ("subscribe", "listmonk") not in reader.places and not unknown:
            unknown = True
            reader.problem(
                "missing-key",
                place.key,
                f"it is not said which Listmonk has the list `{name}`",
                "add under `subscribe:` the line"
                " `listmonk: {url: https://lists.larkfield.example/, user_env: LISTMONK_USER, token_env: LISTMONK_TOKEN}`",
            )
        other = taken.setdefault((one.address.lower(), one.listmonk), name)
        if other != name:
            reader.problem(
                "name-twice",
                place.key,
                f"`{name}` and `{other}` are the same list, which would get everything twice",
                "delete one of them",
            )


def _check_readers(reader: Reader, config: SiteConfig) -> None:
    """Report lists, webhooks and accounts for an audience, or in a language, that the site does not have."""
    subscribe, site = config.subscribe, config.site
    spoken = {tag.lower(): tag for tag in (site.language, *site.languages)}
    told = [
        *(("lists", f"the list `{name}`", name, one.audience, one.language) for name, one in subscribe.lists.items()),
        *(("webhooks", f"the webhook `{name}`", name, one.audience, one.language) for name, one in subscribe.webhooks.items()),
        *(("posts", f"the account `{name}`", name, "", one.language) for name, one in subscribe.posts.items()),
    ]
    for key, what, name, audience, language in told:
        if audience and audience not in config.audiences:
            near = nearest(audience, config.audiences)
            reader.problem(
                "wrong-type",
                reader.places["subscribe", key, name, "audience"].value,
                f"{what} is for `{short(audience)}`, and there is no audience of that name",
                f"write `audience: {near}`" if near else f"add `{short(audience)}` under `audiences:`, or delete the line",
            )
        if language and language.lower() not in spoken:
            reader.problem(
                "wrong-type",
                reader.places["subscribe", key, name, "language"].value,
                f"{what} is in `{language}`, but the site is not in that language",
                f"write one of {', '.join(spoken.values())}, or add `{language}` under `languages:`",
            )


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
    table = reader.table(node, f"`{name}`", f"write its keys on the lines below, indented by two spaces: {', '.join(keys)}")
    return reader.keys(table, keys, f"`{name}`") if table else {}


def _of_audience(reader: Reader, node: Node, audience: Audience) -> Iterator[tuple[str, str]]:
    """Yield the texts of an audience with their translations. A plain text is what readers call it."""
    of = f"the audience `{audience.name}`"
    if not isinstance(node, Table):
        yield audience.title, reader.text(node, of)
        return
    given = _section(reader, node, audience.name, ("name", "words", "contact"))
    contact = _section(reader, given.pop("contact"), "contact", tuple(TRANSLATED_CONTACT.names)) if "contact" in given else {}
    said = {
        "name": audience.title,
        "words": audience.words,
        **{key.name: key.get(audience.contact) for key in TRANSLATED_CONTACT.keys},
    }
    for name, text in (*given.items(), *contact.items()):
        if said[name]:
            yield said[name], reader.text(text, f"`{name}`")
        else:
            reader.problem(
                "wrong-type",
                text.at,
                f"`{name}` of {of} has no original",
                f"add it under `{audience.name}:` in `audiences:`, or delete it here",
            )


def _translations(reader: Reader, node: Node, config: SiteConfig) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of the configuration with their translations into other languages."""
    site, contact = config.site, config.contact
    said = {
        "title": {"title": site.title},
        "organisation": {"organisation": config.organisation.name},
        "contact": {key.name: key.get(contact) for key in TRANSLATED_CONTACT.keys},
        "subscribe": {"email_privacy": config.subscribe.email_privacy},
        "systems": {system: system for system in config.systems},
        "audiences": {name: name for name in config.audiences},
    }
    tags = tuple(tag for tag in site.languages if tag.lower() != site.language.lower())
    found: dict[str, Mapping[str, str]] = {}
    for tag, words in _section(reader, node, "translations", tags).items():
        pairs: dict[str, str] = {}
        for key, value in _section(reader, words, tag, tuple(said)).items():
            inside = {key: value} if key in said[key] else _section(reader, value, key, tuple(said[key]))
            if key == "audiences":
                pairs |= {
                    was: now for name, one in inside.items() for was, now in _of_audience(reader, one, config.audiences[name])
                }
                continue
            for name, text in inside.items():
                if said[key][name]:
                    pairs[said[key][name]] = reader.text(text, f"`{name}`")
                else:
                    at = "site" if key == "title" else key
                    reader.problem(
                        "wrong-type",
                        text.at,
                        f"`{name}` has no original",
                        f"add it under `{at}:`, or delete it here",
                    )
        found[tag] = MappingProxyType(pairs)
    return MappingProxyType(found)
