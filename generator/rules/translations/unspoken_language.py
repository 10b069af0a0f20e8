"""The program has no texts in a language.

## What it checks

That `site.language` and `site.languages` are languages in which the program has texts: Arabic, English, French, German and
Spanish, and those with a catalogue under the site's own themes/locales/. Also that a language has its current tag.

## Why it matters

Your texts appear on the page as you wrote them. Headings, menus, dates and "next update by" come from the program, and readers of other
languages get them in English. Most people who choose a language do not expect that.

## Instead of

    site: {language: he}

## Write

    site: {language: en}

or add a catalogue for the language: themes/locales/he/LC_MESSAGES/aboveboard.po.
"""

from collections.abc import Iterator

from generator.format.language_tags import SPOKEN, best_match, english_name, newer
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Languages in the settings that the program does not have, or that have another tag today."""
    if context.config is None:
        return
    site = context.config.site
    there = tuple(sorted({*SPOKEN, *content.catalogues}))
    for key, tags in (("language", (site.language,)), ("languages", site.languages)):
        for index, tag in enumerate(tags):
            at = content.config.span("site", key, str(index)) if key == "languages" else content.config.span("site", key)
            if now := newer(tag):
                yield Finding(
                    at=at,
                    message=f"`{tag}` is no longer the tag of {english_name(now)}",
                    help=f"write `{now}`, here and in the names of translations",
                )
            if not best_match(tag, there):
                name = english_name(tag)
                spoken = ", ".join(f"`{one}`" for one in there)
                yield Finding(
                    at=at,
                    message=f"aboveboard has no texts in {name} (`{tag}`): readers will see headings, menus and dates in English",
                    help=f"choose one of its languages ({spoken}), or add a catalogue: themes/locales/{tag}/LC_MESSAGES/aboveboard.po",
                )


RULE = Rule(code="TRA010", name="unspoken-language", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
