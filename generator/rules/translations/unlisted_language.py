"""A translation is in a language that the site does not have.

## What it checks

That the language in a translation's file name is one of `site.languages` in site_config.yml, and not the language of the originals.

## Why it matters

No page would link to it: the work would be done, and nobody would read it.

## Instead of

    # languages: [de, pt-BR]
    01-first-statement.pt.md

## Write

    01-first-statement.pt-BR.md
"""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.format.language_tags import corrected_tag, is_known
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation
from generator.model.source import Span
from generator.prose.number_words import base
from generator.rules.rule import Rule


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """A language that is not listed, or is the original's own."""
    if context.config is None:
        return
    site = context.config.site
    listed = [language for language in site.languages if language.lower() != site.language.lower()]
    if pair.language.lower() in {language.lower() for language in listed}:
        return
    at = Span(pair.document.source.path, 1, 1, 1, 1)
    if pair.language.lower() == site.language.lower():
        yield Finding(
            at=at,
            message=f"`{pair.language}` is the language of the originals",
            help=f"delete this file, or name it after the language it is in; {context.analysis.compared(pair).original_name} is the original",
        )
        return
    tag = pair.language if is_known(pair.language) else corrected_tag(pair.language)
    # Whatever the script: `zh.md` is most likely the listed `zh-Hant`.
    near = [language for language in listed if base(language) == base(tag or pair.language)] or get_close_matches(
        pair.language, listed, n=1, cutoff=0.5
    )
    name = pair.document.source.path.rpartition("/")[2].removesuffix(f"{pair.language}.md")
    add = f"add it in site_config.yml under `site:`, `languages: [{', '.join([*listed, tag])}]`"
    if tag != pair.language:
        # Only a valid tag can be added.
        add = f"rename the file to {name}{tag}.md, and {add}" if tag else f"name the file after a language, such as {name}de.md"
        help = f"rename the file to {name}{near[0]}.md" if near else add
    else:
        help = f"rename the file to {name}{near[0]}.md, or {add}" if near else add
    yield Finding(at=at, message=f"the site has no language `{pair.language}`", help=help)


RULE = Rule(
    code="TRA008",
    name="unlisted-language",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so it stays as it is; readers will find it again once you add the language to `languages:` under `site:` in site_config.yml",
    doc=__doc__,
)
