"""The settings name audiences or systems only in the site's own language.

## What it checks

That each name under `audiences` and `systems` in site_config.yml, and the words of an audience, are under `translations` for each further language of
`site.languages`. A name that is the same in that language is repeated there.

## Why it matters

Readers choose by these names: whether a statement is for them, and which system they use. Without a translation, they find a foreign name
in the middle of a sentence in their language.

## Instead of

    site: {url: https://status.larkfield.example/, languages: [de]}
    systems: [Support desk]
    audiences: {staff: Our staff}

## Write

    translations:
      de:
        systems: {Support desk: Kundendienst}
        audiences: {staff: Unser Personal}
"""

from collections.abc import Iterator, Mapping

from generator.format.language_tags import english_name
from generator.format.strict_yaml import quoted
from generator.inspection.context import Context
from generator.model.config import Audience, SiteConfig
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ConfigDocument, Content
from generator.rules.rule import Rule

_TOP = "translations"


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Names without a translation, for each language: together where nothing of their kind is translated, else one by one."""
    if context.config is None:
        return
    config = context.config
    for tag in config.site.languages:
        if tag.lower() != config.site.language.lower():
            yield from _in_language(content.config, config, tag)


def _in_language(document: ConfigDocument, config: SiteConfig, tag: str) -> Iterator[Finding]:
    there = config.translations.get(tag, {})
    kinds = {
        "systems": {system: quoted(system, flow=True) for system in config.systems if system not in there},
        "audiences": {name: said for name, audience in config.audiences.items() if (said := _of_audience(audience, there))},
    }
    kinds = {kind: missing for kind, missing in kinds.items() if missing}
    spoken = english_name(tag)
    if not document.wrote(_TOP, tag):
        if kinds:
            line = f"{tag}: {_braces({kind: _braces(missing) for kind, missing in kinds.items()})}"
            yield _finding(document, (_TOP,), kinds, spoken, line if document.wrote(_TOP) else f"{_TOP}: {{{line}}}")
        return
    for kind, missing in kinds.items():
        if document.wrote(_TOP, tag, kind):
            for name, said in missing.items():
                yield _finding(
                    document, (_TOP, tag, kind, name), {kind: {name: said}}, spoken, f"{quoted(name, flow=True)}: {said}"
                )
        else:
            yield _finding(document, (_TOP, tag), {kind: missing}, spoken, f"{kind}: {_braces(missing)}")


def _of_audience(audience: Audience, there: Mapping[str, str]) -> str:
    """Return what is to be written for an audience; empty where all of it is translated."""
    texts = {"name": audience.title, "words": audience.words}
    if all(not text or text in there for text in texts.values()):
        return ""
    said = {key: quoted(there.get(text, text), flow=True) for key, text in texts.items() if text}
    return _braces(said) if audience.words else said["name"]


def _braces(said: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{quoted(name, flow=True)}: {text}" for name, text in said.items()) + "}"


def _finding(
    document: ConfigDocument, path: tuple[str, ...], kinds: Mapping[str, Mapping[str, str]], spoken: str, line: str
) -> Finding:
    names = [f"`{name}`" for missing in kinds.values() for name in missing]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return Finding(
        at=document.span(*path),
        message=f"{listed} under {' and '.join(f'`{kind}`' for kind in kinds)} {'has' if len(names) == 1 else 'have'} no {spoken} translation",
        help=f"write `{line}`, with the {spoken} words after each colon; repeat a name that is the same in {spoken}",
    )


RULE = Rule(code="TRA011", name="untranslated-names", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
