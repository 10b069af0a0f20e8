"""A language for which there are no words of the product's own.

## What it checks

That `site.language` and `site.languages` are languages in which the product's own words are there: Arabic, English, French, German and
Spanish, and those of catalogues under the site's own themes/locales/. That a language goes by its present tag.

## Why it matters

What you write stands on the page as you wrote it. Headings, menus, dates and "next update by" are the product's own, and readers of another
language get them in English. Whoever chose the language did not expect that.

## Instead of

    site: {language: he}

## Write

    site: {language: en}

or put the words into the language: a catalogue at themes/locales/he/LC_MESSAGES/aboveboard.po.
"""

from collections.abc import Iterator

from generator.format.language_tags import SPOKEN, best_match, english_name, newer
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Languages of the settings that the product does not speak, or that have another tag today."""
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
                    message=f"the program has no words of its own in {name} (`{tag}`): readers will see its headings, menus and dates in English",
                    help=f"choose a language that it speaks ({spoken}), or add the words: themes/locales/{tag}/LC_MESSAGES/aboveboard.po",
                )


RULE = Rule(code="TRA010", name="unspoken-language", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
