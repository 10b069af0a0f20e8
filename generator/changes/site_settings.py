"""The settings of site_config.yml: those that decide something, and the rest, which readers notice."""

from generator.changes.texts import WAYS, Texts, settings, ways
from generator.format.config import CONFIG
from generator.model.config import SiteConfig
from generator.render.language import english_name
from generator.seals.integrity_list import fingerprint


def site_settings(config: SiteConfig, *, quiet: bool) -> Texts:
    """Return one part of the settings, by what they decide and for whom.

    Args:
        config: the settings.
        quiet: whether to return those that decide nothing but are seen by readers, instead of those that do.
    """
    rows = dict(settings(CONFIG, config, config.site.timezone, quiet=quiet))
    return rows | (_translated_words(config) if quiet else _keys(config) | _translated_contacts(config))


def _translated_words(config: SiteConfig) -> dict[tuple[str, str], str]:
    # A translated word is identified by its text, not by its position: the original may have changed with it.
    places = {system: system for system in config.systems} | {
        config.organisation.name: "Organisation",
        config.site.title: "Title",
    }
    reached = ways(config.contact)
    return {
        (f"In {english_name(tag)}", places.get(said, said)): text
        for tag, pairs in config.translations.items()
        for said, text in pairs.items()
        if said not in reached.values() or said in places
    }


def _keys(config: SiteConfig) -> dict[tuple[str, str], str]:
    rows = {("Key that signs the site", fingerprint(key)): f"{key.kind} {key.blob}" for key in config.signing.keys}
    if len(config.signing.keys) > 1:
        rows["Key in use", ""] = fingerprint(config.signing.keys[0])
    if config.signing.keys:
        rows["How many days a signature is valid", ""] = str(config.signing.valid_days)
    return rows


def _translated_contacts(config: SiteConfig) -> dict[tuple[str, str], str]:
    said_as = {text: WAYS[key] for key, text in ways(config.contact).items()}
    return {
        (f"How to ask, in {english_name(tag)}", said_as[said]): text
        for tag, pairs in config.translations.items()
        for said, text in pairs.items()
        if said in said_as
    }
