"""The project that the builder turns into a site: mkdocs.yml, the theme's files, attachments.

A theme's folder holds `theme.yml` (what it needs of the builder), `overrides/` (the wrapper, as templates of MkDocs) and, if it wants, `assets/`
(files that its pages ask for) and `inline/` (what the wrapper writes into its pages). `themes/shared/` is there for every wrapper to include.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import rcssmin  # noqa: TID251  # this module is its home

from generator.content.themes import ThemeSettings, parse_theme
from generator.errors import UsageError
from generator.format.reader import SETTINGS_LIMIT, decode
from generator.links.link_targets import composed
from generator.model.allowed import is_safe_file
from generator.model.artifact import Artifact, Theme
from generator.model.config import Builder
from generator.model.source import RawFile
from generator.render import words
from generator.render.language import Language, language_for
from generator.render.markup import flat
from generator.render.pages import other_languages, site_language, site_name
from generator.render.site import Site
from generator.render.translations import TranslatedTexts, original, translated_texts

_ASSETS = "assets/aboveboard/"
#: Where a wrapper finds what it writes into a page: MkDocs publishes every file of a theme but templates and what begins with a dot.
_INLINE = "overrides/.inline/"


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """mkdocs.yml, the theme's overrides and assets, and the attachments of what is shown.

    Raises:
        UsageError: the theme's theme.yml cannot be used.
    """
    wrapper = _wrapper(theme)
    _refuse_unguarded(site, theme)
    yield Artifact("mkdocs.yml", (json.dumps(_settings(site, theme, wrapper), indent=2, ensure_ascii=False) + "\n").encode())
    placed: dict[str, bytes] = {}
    # The theme's own files come after those that all share, and stand in their place where they have the same name.
    for folder, place in (
        ("shared/", _INLINE),
        (f"{theme.name}/inline/", _INLINE),
        (f"{theme.name}/overrides/", "overrides/"),
        (f"{theme.name}/assets/", f"docs/{_ASSETS}"),
    ):
        for path, data in sorted(theme.files.items()):
            if path.startswith(folder):
                top = "overrides/" if place == _INLINE and path.endswith(".html") else place
                placed[top + path.removeprefix(folder)] = _smaller(path, data)
    for name in wrapper.publish:
        if f"shared/{name}" not in theme.files:
            raise UsageError(f"theme.yml publishes {name}, which is not in themes/shared/", "mend the name, or add the file")
        placed.setdefault(f"docs/{_ASSETS}{name}", _smaller(name, theme.files[f"shared/{name}"]))
    for place, data in placed.items():
        yield Artifact(place, data)
    for incident in site.incidents:
        for path in incident.folder.files:
            if is_safe_file(path) and path in site.attachments:
                yield Artifact(f"docs/incidents/{incident.slug}/{composed(path.split('/', 3)[3])}", site.attachments[path])


def _smaller(path: str, data: bytes) -> bytes:
    """A style sheet without comments and white space; anything else as it is."""
    return rcssmin.cssmin(data) if path.endswith(".css") else data


def _refuse_unguarded(site: Site, theme: Theme) -> None:
    """Stop where a site's own templates would be filled by a program of its own, in which whatever they say would run."""
    own = [path for path in sorted(theme.own) if path.startswith(("shared/", f"{theme.name}/")) and "/assets/" not in path]
    if site.config.press is Builder.PROPERDOCS and own:
        raise UsageError(
            f"{Builder.PROPERDOCS.value} would run whatever stands in themes/{own[0]}, so it presses only the themes that come with the program",
            f"write `press: {Builder.MKDOCS.value}`, where nothing of a theme runs, or take the file away",
        )


def _wrapper(theme: Theme) -> ThemeSettings:
    path = f"{theme.name}/theme.yml"
    if path not in theme.files:
        raise UsageError(f"themes/{path} is missing", "it says what the theme needs of the press; copy it from another theme")
    data = theme.files[path]
    settings, problems = parse_theme(*decode(RawFile(f"themes/{path}", data, len(data)), SETTINGS_LIMIT))
    if settings is None:
        raise UsageError(f"themes/{path}, line {problems[0].at.line}: {problems[0].message}", problems[0].help)
    return settings


def _settings(site: Site, theme: Theme, wrapper: ThemeSettings) -> dict[str, Any]:
    config = site.config
    language = site_language(site, theme)
    others = [
        (f"{tag}/", language_for(tag, theme, config.site.timezone), translated_texts(site, tag)) for tag in other_languages(site)
    ]
    spoken = {
        one.tag: one for one in (language, *(language_for(tag, theme, config.site.timezone) for tag in config.site.languages))
    }
    menu = _menu(site, language, original(site))
    # A key of ours always wins, then one of the theme's: addresses, safety and speed rest on them.
    return {
        **config.mkdocs,
        "plugins": [],
        **wrapper.mkdocs,
        "site_name": _frame_text(site_name(site, language)),
        "site_url": config.site.url,
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": True,
        # The builder leaves out what begins with a dot, except what is named here (the patterns are those of .gitignore).
        "exclude_docs": "!/.well-known/\n",
        "nav": [{title: f"{address}index.md"} for title, address in menu],
        "theme": {
            **wrapper.mkdocs["theme"],
            "custom_dir": "overrides",
            "language": _frame_language(language.tag, wrapper.languages),
        },
        "markdown_extensions": [],
        "extra": {
            **(wrapper.mkdocs.get("extra") or {}),
            "generator": False,
            "drill": config.drill,
            "organisation_url": config.organisation.url,
            "timezone": config.site.timezone.key,
            # What the site's own words are in, and the frame's words by language, for pages in a language of their own (the key `language` of
            # their front matter).
            "language": language.tag,
            "words": {tag: words.frame(one) for tag, one in spoken.items()},
            # The menu, and what the site and its organisation are called, by where the pages in a language are (the key `place` of their front
            # matter; empty for the site's own).
            "menus": {"": menu} | {place: _menu(site, one, said) for place, one, said in others},
            "names": {
                place: {
                    "site": _frame_text(site_name(site, one, said)),
                    "organisation": said.of(config.organisation.name) or config.organisation.name,
                }
                for place, one, said in [("", language, original(site)), *others]
            },
        },
        "validation": {"nav": {"omitted_files": "ignore"}},
    }


def _menu(site: Site, language: Language, said: TranslatedTexts) -> list[tuple[str, str]]:
    """The pages that every page leads to: titles as the frame can print them, and addresses relative to the site's."""
    place = "" if said.tag == site.config.site.language else f"{said.tag}/"
    pages = [
        (language.gettext("Now"), ""),
        (language.gettext("All incidents"), "incidents/"),
        (language.gettext("Corrections"), "corrections/"),
        (language.gettext("Promises"), "promises/"),
        (language.gettext("Lessons"), "lessons/"),
        (language.gettext("Get updates"), "subscribe/"),
        (language.gettext("Is this page genuine?"), "verify/"),
        *((said.of(page.title) or page.title, f"{page.slug}/") for page in site.pages),
    ]
    return [(_frame_text(title), place + address) for title, address in pages]


def _frame_text(text: str) -> str:
    """Text that Material prints both as it comes and escaped: without the characters that mean something in HTML."""
    # An ampersand alone is itself in HTML; before a name or a number it would begin another character.
    return re.sub(r"&(?=#|\w+;)", "& ", flat(text).translate(str.maketrans('<>"', "()'")))


def _frame_language(tag: str, spoken: tuple[str, ...]) -> str:
    """The frame's language that is nearest to the site's: the very one, else its first part, else English."""
    return next((known for known in (tag, tag.partition("-")[0]) if known in spoken), "en") if spoken else tag
