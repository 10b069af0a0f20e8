"""Readers of a translation would see a name in the original's language.

## What it checks

That each group and each kind of data that a translated update names for the first time has words in the language of the translation,
under `names` in the translation of incident.md; and each audience and each system, under `translations` in site_config.yml. A group or kind whose
name is already a plain word, such as `customers`, needs no words: the program has them in each of its languages.

## Why it matters

An untranslated name appears in another language in the middle of a page, above the number that tells readers whether they are meant.

## Instead of

    # incident.md                       # incident.de.md
    names:                              title: Jemand hat Anrufe mitgehört
      callers: people who rang us

## Write

    # incident.md                       # incident.de.md
    names:                              title: Jemand hat Anrufe mitgehört
      callers: people who rang us       names:
                                          callers: Menschen, die uns angerufen haben
"""

from collections.abc import Iterator

from generator.format.language_tags import same_language
from generator.format.strict_yaml import quoted
from generator.inspection.context import Context
from generator.inspection.names_without_words import audiences_first_named, first_named, line_to_write, needs_words
from generator.ledger.records import Ledger, Transition
from generator.model.config import SiteConfig
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation, UpdateDocument
from generator.prose.plain_names import plain_name
from generator.rules.rule import Rule


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """What has no words in the language of the translation."""
    config, original = context.config, pair.original
    if config is None or not isinstance(original, UpdateDocument) or same_language(pair.language, config.site.language):
        return
    if context.ledger is not None and context.transition is not None:
        yield from _of_settings(pair, original, config, context.ledger, context.transition)
    folder = context.ledger.folder if context.ledger else None
    theirs = folder.translated_incident(pair.language) if folder else None
    # Without a translation of incident.md, readers see the words of the original, and another rule says that it is missing.
    if folder is None or theirs is None or context.transition is None:
        return
    ours = folder.incident.names
    file = f"incident.{pair.language}.md"
    for section, name in first_named(original, context.transition):
        if name not in theirs.names and (name in ours or needs_words(name, (), config.audiences, pair.language)):
            yield Finding(
                at=pair.document.span(section, name) if pair.document.wrote(section, name) else pair.document.span(),
                message=f"{'a group of people' if section == 'affected' else 'a kind of data'} has no translation into `{pair.language}`: `{name}`",
                help=f"under `names:` in {file}, {line_to_write(name, plain_name(name, pair.language))}"
                + (f"; in the original it is “{ours[name]}”" if name in ours else ""),
            )


def _of_settings(
    pair: Translation, original: UpdateDocument, config: SiteConfig, ledger: Ledger, transition: Transition
) -> Iterator[Finding]:
    """The audiences and systems that have no words, where this update is the first of the incident that names them."""
    tag = next((one for one in config.site.languages if same_language(one, pair.language)), "")
    there = config.translations.get(tag, {})
    for kind, name, section in _named_first(original, config, ledger, transition):
        called = config.audiences[name].title if kind == "audiences" else name
        if tag and called not in there:
            line = f"{quoted(name, flow=True)}: {quoted((plain_name(name, tag) if kind == 'audiences' else '') or called, flow=True)}"
            yield Finding(
                at=pair.document.span(section, name) if pair.document.wrote(section, name) else pair.document.span(),
                message=f"{'an audience' if kind == 'audiences' else 'a system'} has no translation into `{pair.language}`: `{name}`",
                help=f"in site_config.yml, write `translations: {{{tag}: {{{kind}: {{{line}}}}}}}`, or add that line to what is there; repeat a name that is the same in both languages",
            )


def _named_first(
    original: UpdateDocument, config: SiteConfig, ledger: Ledger, transition: Transition
) -> Iterator[tuple[str, str, str]]:
    """The kind of each, its name, and where the update names it."""
    for name in audiences_first_named(original, ledger, transition, config.audiences):
        yield "audiences", name, "affected"
    is_later = any(one.document.number < original.number for one in ledger.transitions)
    systems = () if is_later else ledger.folder.incident.systems
    for name in dict.fromkeys((*systems, *(one for one in original.update.services if one not in transition.before.services))):
        if name in config.systems:
            yield "systems", name, "services"


RULE = Rule(
    code="TRA012",
    name="untranslated-name",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    # Words can be added to incident.md and to the settings at any time.
    if_published="",
    doc=__doc__,
)
